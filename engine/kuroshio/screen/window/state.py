"""The window's own state, apart from the game: plain frozen data, without pixels."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve, frozen

from kuroshio.model.board import Board
from kuroshio.picture.picture import Beat
from kuroshio.screen.map.camera import Camera
from kuroshio.screen.window.story_pages import Page, main_of

STAGES = ("start", "curtain", "play", "over")
TYPING = ("catalogue", "words", "expect", "control")  # overlays in which every key is a letter
UMPIRE = "umpire"  # the viewer, when it is the umpire
THEMES = ("light", "dark", "contrast")
SCALES = (1.0, 1.2, 1.4, 1.6)


@frozen(kw_only=True)
class SeatChip:
    """A seat of a scenario, as the shelf shows it."""

    id: str
    name: str
    letter: str
    color: str
    name_ja: str = ""


@frozen(kw_only=True)
class ScenarioCard:
    """A scenario to choose. start: the date of its first turn; map, areas: what its sketch shows."""

    id: str
    name: str
    name_ja: str
    summary: str
    turns: int
    start: str
    seats: tuple[SeatChip, ...]
    map: str = ""
    areas: tuple[str, ...] = ()


@frozen(kw_only=True)
class SaveCard:
    """A kept game to open. turn and when: in words."""

    path: str
    title: str
    turn: str
    when: str


@frozen
class Shelf:
    """What can be played. scenarios: at least one where there is a start screen."""

    scenarios: tuple[ScenarioCard, ...] = ()
    saves: tuple[SaveCard, ...] = ()


@frozen
class Ground:
    """Where a game is played: the folder of the map's shapes, and its areas, borders and views."""

    folder: Path
    board: Board


@frozen(kw_only=True)
class Interface:
    """The whole state. An empty text means nothing chosen; telling: which of the story's pages is told, -1 none.

    resting: where the camera goes back to once all is told.
    umpired: an umpire sits in this game; called: it has been called to the curtain, whoever else is waited for.
    expecting: the seat of which something is expected; said: what came of the last line of control.
    composing: what an input method is putting together in a field, the cursor at `cursor` of its characters.
    notices: what is to be known of the game's files and the room's clock.
    under: the overlay that `why` lies over; pointed, hovered: the area and the thing to press under the pointer.
    drag_at: the pixel that a dragged counter is held over; wrong: whether the message tells of what cannot be.
    """

    stage: str = "start"
    overlay: str = ""
    under: str = ""
    shelf: Shelf = Shelf()
    scenario: str = ""
    people: frozenset[str] = frozenset()
    umpire: bool = False
    seed: int = 1
    camera: Camera | None = None
    resting: Camera | None = None
    area: str = ""
    piece: str = ""
    card: str = ""
    choice: str = ""
    focused: str = ""
    search: str = ""
    composing: str = ""
    cursor: int = 0
    scrolls: tuple[tuple[str, int], ...] = ()
    pages: tuple[Page, ...] = ()
    telling: int = -1
    why: Beat | None = None
    confirming: bool = False
    show_aims: bool = False
    legend: bool = False
    crisis_map: bool = False
    news_kind: str = ""
    news_side: str = ""
    dragging: str = ""
    drag_area: str = ""
    drag_at: tuple[int, int] = (0, 0)
    pointed: str = ""
    hovered: str = ""
    waiting: str = ""
    umpired: bool = False
    called: bool = False
    expecting: str = ""
    said: tuple[str, ...] = ()
    message: str = ""
    notices: tuple[str, ...] = ()
    wrong: bool = False
    theme: str = "light"
    scale: float = 1.0
    japanese: bool = False
    fullscreen: bool = False
    display: int = 0
    blank: bool = False
    projector: bool = False
    second: int = 0  # of 1970 UTC, while a clock is shown: by the clock of this process, of a projector by the machine's

    def scrolled(self, panel: str) -> int:
        """How many rows of a panel have gone out at its top."""
        return dict(self.scrolls).get(panel, 0)

    def rolled(self, panel: str, to: int) -> Interface:
        """With a panel scrolled to a row."""
        rest = tuple(item for item in self.scrolls if item[0] != panel)
        return evolve(self, scrolls=(*rest, (panel, to)) if to else rest)

    def at_top(self, panel: str) -> Interface:
        """With a panel at its top."""
        return self.rolled(panel, 0)

    def says(self, text: str) -> Interface:
        """Return the state with a sentence on what was done, or what could be done next."""
        return evolve(self, message=text, wrong=False)

    def refuses(self, text: str) -> Interface:
        """Return the state with a refusal and its reason."""
        return evolve(self, message=text, wrong=True)

    @property
    def composed(self) -> str:
        """What is being put together in the field that is open; empty: nothing, or there is no field."""
        return self.composing if self.overlay in TYPING else ""

    @property
    def page(self) -> Page:
        """What is being told; empty: nothing."""
        return self.pages[self.telling] if 0 <= self.telling < len(self.pages) else ()

    @property
    def beat(self) -> Beat | None:
        """What the page being told is about."""
        return main_of(self.page)

    @property
    def told(self) -> Page:
        """All that has been told so far."""
        return tuple(beat for page in self.pages[: self.telling + 1] for beat in page)
