"""Events that change the window's state, and commands of that state to the loop. Both are plain data, without wording."""

from __future__ import annotations

from attrs import frozen

from kuroshio.picture.picture import Beat
from kuroshio.screen.map.camera import Camera


@frozen
class Press:
    """Something was pressed. id: a verb, or a verb and its object, such as `card:<id>`."""

    id: str


@frozen
class KeyPress:
    """A key was pressed that has a meaning of its own. name: as pygame names it."""

    name: str
    ctrl: bool = False
    shift: bool = False


@frozen
class Typed:
    """Text was typed, as an input method hands it over."""

    text: str


@frozen
class Composing:
    """An input method is composing text. at: its cursor, in characters; an empty text: it has stopped.

    stray: no field takes the text, or it is the echo of the key that opened the field.
    """

    text: str
    at: int = 0
    stray: bool = False


@frozen
class Erased:
    """The last character was erased."""


@frozen
class Focus:
    """The focus ring moves to another id."""

    id: str


@frozen
class Drag:
    """A counter is dragged over an area, at a pixel of the window. done: it was dropped there."""

    piece: str
    area: str
    done: bool = False
    at: tuple[int, int] = (0, 0)


@frozen
class Pointed:
    """The pointer is over another area or id; empty: over none."""

    area: str
    id: str = ""


@frozen
class Wheel:
    """A panel scrolls by some rows. most: the number of its last row."""

    panel: str
    rows: int
    most: int


@frozen
class Look:
    """The camera has moved."""

    camera: Camera | None


@frozen
class Refreshed:
    """The game has gone on. waiting: the seat that must come to the machine; beats: news for the viewer.

    umpired: whether an umpire takes part.
    """

    waiting: str = ""
    beats: tuple[Beat, ...] = ()
    umpired: bool = False


@frozen
class Said:
    """A sentence for the line at the bottom. wrong: it is a refusal."""

    text: str
    wrong: bool = False


@frozen
class Drafted:
    """An order was drafted. refused: the reason why not, empty if it was taken."""

    refused: str = ""


@frozen
class Performed:
    """A line of control was entered. refused: the reason why not, empty if it was carried out; said: the answer."""

    refused: str = ""
    said: tuple[str, ...] = ()


@frozen
class DoneByHand:
    """Something was done at the console. command: which; refused: the reason why not, empty if it was; said: what came of it."""

    command: ByHand
    refused: str = ""
    said: tuple[str, ...] = ()


@frozen
class Closing:
    """Somebody closes the window."""


Message = (
    Press
    | KeyPress
    | Typed
    | Composing
    | Erased
    | Focus
    | Drag
    | Pointed
    | Wheel
    | Look
    | Refreshed
    | Said
    | Drafted
    | Performed
    | DoneByHand
    | Closing
)


@frozen
class Draft:
    """Draft an order. line: its line of play."""

    line: str


@frozen
class Undraft:
    """Take a drafted order back, by its index."""

    index: int


@frozen
class CommitPlan:
    """Commit the drafted orders."""


@frozen
class GiveAnswer:
    """Answer the question. line: the line of play."""

    line: str


@frozen
class Stop:
    """End the game now, before its last turn."""


@frozen
class Ready:
    """Say that a seat is at the machine; empty: nobody, until the next comes."""

    seat: str


@frozen
class Expect:
    """Write down what a seat expects of another."""

    seat: str
    other: str
    text: str


@frozen
class CarryOut:
    """Carry out a line of control."""

    line: str


@frozen
class GiveRuling:
    """Rule on the act before the umpire. band: empty if the roll stands; by_votes: the room named it; pro, contra: arguments.

    effects: tracks set by hand, as track, the band that it is tied to (empty: any), difference; told, public: who learns of an
    order in own words.
    """

    reason: str
    band: str = ""
    by_votes: bool = False
    pro: tuple[str, ...] = ()
    contra: tuple[str, ...] = ()
    effects: tuple[tuple[str, str, int], ...] = ()
    told: tuple[str, ...] = ()
    public: bool = False


@frozen
class LetStand:
    """Let the act before the umpire stand as rolled. every: all of this turn that nobody disputes."""

    every: bool = False


@frozen
class ScheduleInject:
    """Fire, hold or release an inject of the scenario. act: the word for it."""

    act: str
    inject: str


@frozen
class BringIn:
    """Bring in an inject by hand. inject: the scenario's that it replaces, empty for none; effects: track, difference."""

    title: str
    text: str
    audience: tuple[str, ...] = ()
    effects: tuple[tuple[str, int], ...] = ()
    inject: str = ""


@frozen
class TakeBack:
    """Take back the act of this number and all after it; alone: that act by itself."""

    number: int
    alone: bool = False


@frozen
class PutBack:
    """Restore what was taken back last."""


@frozen
class FreezeSeat:
    """Have a seat's doctrine decide for its people, or (away false) its people again."""

    seat: str
    away: bool


@frozen
class AskState:
    """Ask where a seat stands."""

    seat: str


ByHand = GiveRuling | LetStand | ScheduleInject | BringIn | TakeBack | PutBack | FreezeSeat | AskState


@frozen
class NewGame:
    """Begin a game. seats: those that people take; umpire: whether one takes part."""

    scenario: str
    seats: tuple[str, ...]
    seed: int
    umpire: bool = False


@frozen
class OpenGame:
    """Go on with a kept game."""

    path: str


@frozen
class DropComposing:
    """Have the input method drop its unfinished text."""


@frozen
class Leave:
    """Go back to the start screen. scenario: the one chosen there, empty for the first; people: the seats checked.

    following: choose the next scenario of the list instead.
    """

    scenario: str = ""
    people: frozenset[str] = frozenset()
    following: bool = False


@frozen
class OpenReview:
    """Write the review of the game and open it."""


@frozen
class OpenProjector:
    """Open the projector of the game, in a window of its own."""


@frozen
class LookAt:
    """Move the camera. what: whole, focus, view:<key>, zoom:<factor>, pan:<dx>:<dy> in tenths of the view, area:<id>."""

    what: str


@frozen
class Screenshot:
    """Save an image of the window."""


@frozen
class SaveSettings:
    """Save the settings; fonts and colours may have changed."""


@frozen
class ToggleFullscreen:
    """Switch full screen on or off."""


@frozen
class NextDisplay:
    """Move the window to the next display."""


@frozen
class Quit:
    """Close the window."""


Command = (
    Draft
    | Undraft
    | CommitPlan
    | GiveAnswer
    | Stop
    | Ready
    | Expect
    | CarryOut
    | GiveRuling
    | LetStand
    | ScheduleInject
    | BringIn
    | TakeBack
    | PutBack
    | FreezeSeat
    | AskState
    | NewGame
    | OpenGame
    | DropComposing
    | Leave
    | OpenReview
    | OpenProjector
    | LookAt
    | Screenshot
    | SaveSettings
    | ToggleFullscreen
    | NextDisplay
    | Quit
)
