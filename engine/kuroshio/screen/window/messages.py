"""Messages to the window's state, and commands from it to the loop: plain data."""

from __future__ import annotations

from attrs import frozen

from kuroshio.picture.picture import Beat
from kuroshio.screen.map.camera import Camera


@frozen
class Press:
    """Something was pressed. id: a verb, or a verb and its object, `card:<id>`."""

    id: str


@frozen
class Key:
    """A key with a meaning of its own. name: as pygame names it."""

    name: str
    ctrl: bool = False
    shift: bool = False


@frozen
class Typed:
    """Text, as an input method hands it over."""

    text: str


@frozen
class Composing:
    """Text that an input method has not handed over yet; empty: none any longer. at: its cursor, in characters.

    stray: no field takes it, or it is the echo of the key that opened the field.
    """

    text: str
    at: int = 0
    stray: bool = False


@frozen
class Erased:
    """The last character is taken back."""


@frozen
class Focus:
    """The focus ring moves to something else that can be pressed."""

    id: str


@frozen
class Drag:
    """A counter is being carried over an area, at a pixel of the window; done: it was let go there."""

    piece: str
    area: str
    done: bool = False
    at: tuple[int, int] = (0, 0)


@frozen
class Pointed:
    """The pointer is over another area or another thing to press, or over none."""

    area: str
    id: str = ""


@frozen
class Wheel:
    """Scroll a panel by some rows. most: its last row."""

    panel: str
    rows: int
    most: int


@frozen
class Look:
    """The map is seen through another camera."""

    camera: Camera | None


@frozen
class Refreshed:
    """The game has gone on. waiting: the seat that must come to the machine; beats: news for the present viewer.

    umpired: whether an umpire sits.
    """

    waiting: str = ""
    beats: tuple[Beat, ...] = ()
    umpired: bool = False


@frozen
class Said:
    """A sentence for the bottom line: that something was done or, if it is `wrong`, why it was refused."""

    text: str
    wrong: bool = False


@frozen
class Drafted:
    """The result of drafting an order. refused: the reason, empty if it was taken."""

    refused: str = ""


@frozen
class Performed:
    """The result of a line of control. refused: the reason, empty if it was carried out; said: its answer."""

    refused: str = ""
    said: tuple[str, ...] = ()


@frozen
class Closing:
    """Somebody closes the window."""


Message = (
    Press
    | Key
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
    | Closing
)


@frozen
class Draft:
    """Put an order into the plan."""

    line: str


@frozen
class Undraft:
    """Take the order with this index out of the plan."""

    index: int


@frozen
class CommitPlan:
    """Commit the plan."""


@frozen
class GiveAnswer:
    """Answer the question."""

    line: str


@frozen
class Stop:
    """End the game now, before its last turn."""


@frozen
class Ready:
    """A seat is at the machine; empty: nobody, until the next comes."""

    seat: str


@frozen
class Expect:
    """A seat writes what it expects of another."""

    seat: str
    other: str
    text: str


@frozen
class CarryOut:
    """Carry out a line of control."""

    line: str


@frozen
class NewGame:
    """Begin. seats: those that people take; umpire: whether one sits."""

    scenario: str
    seats: tuple[str, ...]
    seed: int
    umpire: bool = False


@frozen
class OpenGame:
    """Continue a kept game."""

    path: str


@frozen
class DropComposing:
    """The input method is to forget what it was composing."""


@frozen
class Leave:
    """Leave the game for the start screen. scenario: what is chosen there, with people at these seats; empty: the first.

    following: the scenario after that one of the shelf.
    """

    scenario: str = ""
    people: frozenset[str] = frozenset()
    following: bool = False


@frozen
class OpenReview:
    """Write the review of the game and open it."""


@frozen
class LookAt:
    """Move the camera: whole, focus, view:<key>, zoom:<factor>, pan:<dx>:<dy> in tenths of the view, area:<id>."""

    what: str


@frozen
class Screenshot:
    """Save the screen as a picture."""


@frozen
class SaveSettings:
    """Keep the settings; the look may have changed."""


@frozen
class ToggleFullscreen:
    """Switch full screen on or off."""


@frozen
class NextDisplay:
    """Go to the next display."""


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
    | NewGame
    | OpenGame
    | DropComposing
    | Leave
    | OpenReview
    | LookAt
    | Screenshot
    | SaveSettings
    | ToggleFullscreen
    | NextDisplay
    | Quit
)
