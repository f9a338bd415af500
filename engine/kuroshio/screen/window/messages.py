"""What comes to the window from outside, and what the window asks of its loop: plain data both ways."""

from __future__ import annotations

from attrs import frozen

from kuroshio.picture.picture import Beat
from kuroshio.screen.map.camera import Camera


@frozen
class Press:
    """Something that can be pressed was. id: a verb, or a verb and what it is for, `card:<id>`."""

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
    """The ring moves on to something else that can be pressed."""

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
    """A panel is to scroll by so many rows; most: as far as it goes."""

    panel: str
    rows: int
    most: int


@frozen
class Look:
    """The map is seen through another camera."""

    camera: Camera | None


@frozen
class Refreshed:
    """The game has gone on. waiting: the seat that must come to the machine; beats: what is new to who sits there.

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
    """What became of an order that was to be drafted. refused: why not, empty if it was taken."""

    refused: str = ""


@frozen
class Performed:
    """What became of a line of control. refused: why not, empty if it was carried out; said: what came of it."""

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
    """The plan stands."""


@frozen
class Answer:
    """The answer to what is asked."""

    line: str


@frozen
class Stop:
    """The game ends here, before its last turn."""


@frozen
class Ready:
    """The right person sits at the machine; nobody (empty): it is left to the next."""

    seat: str


@frozen
class Expect:
    """A seat writes what it expects of another."""

    seat: str
    other: str
    text: str


@frozen
class Control:
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
    """Go on with a kept game."""

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
class Review:
    """Write the review of the game and open it."""


@frozen
class LookAt:
    """Move the camera: whole, focus, view:<key>, zoom:<factor>, pan:<dx>:<dy> in tenths of the view, area:<id>."""

    what: str


@frozen
class Screenshot:
    """Keep what is on the screen as a picture."""


@frozen
class SaveSettings:
    """Keep the settings; the look may have changed."""


@frozen
class ToggleFullscreen:
    """Fill the display, or do so no longer."""


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
    | Answer
    | Stop
    | Ready
    | Expect
    | Control
    | NewGame
    | OpenGame
    | DropComposing
    | Leave
    | Review
    | LookAt
    | Screenshot
    | SaveSettings
    | ToggleFullscreen
    | NextDisplay
    | Quit
)
