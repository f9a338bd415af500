"""The window's own state, apart from the game. It is frozen data and holds no pixels."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve, frozen

from kuroshio.model.board import Board
from kuroshio.picture.picture import Beat
from kuroshio.screen.map.camera import Camera
from kuroshio.screen.window.desk import Desk
from kuroshio.screen.window.story_pages import Page, main_of

STAGES = ("start", "curtain", "play", "over")
TYPING = (
    "catalogue",
    "words",
    "expect",
    "control",
    "reason",
    "argument",
    "edit",
    "write_one",
)  # overlays in which every key is a letter
UMPIRE = "umpire"  # the viewer, when it is the umpire
THEMES = ("light", "dark", "contrast")
SCALES = (1.0, 1.2, 1.4, 1.6)


@frozen(kw_only=True)
class SeatChip:
    """A seat of a scenario, as the start screen shows it."""

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
    """A kept game to go on with. turn, when: in words."""

    path: str
    title: str
    turn: str
    when: str


@frozen
class Shelf:
    """What the start screen lists. If there is a start screen, it has at least one scenario."""

    scenarios: tuple[ScenarioCard, ...] = ()
    saves: tuple[SaveCard, ...] = ()


@frozen
class Ground:
    """The map of a game: the folder of its shapes, and its areas, borders and views."""

    folder: Path
    board: Board


@frozen(kw_only=True)
class Interface:
    """The whole state of the window. An empty text means that nothing is chosen.

    telling: the number of the page of the story that is told, -1 for none; resting: the camera to go back to after the story;
    umpired: whether an umpire takes part; called: it has been called to the curtain, whoever else is waited for; expecting: the
    seat of which something is expected; said: the answer to the last line of control; composing: what an input method is
    composing in a field, its cursor after `cursor` characters; notices: sentences on the game's files and the room's clock;
    under: the overlay below `why`; pointed, hovered: the area and the id under the pointer; drag_at: the pixel of a dragged
    counter; message: the sentence at the bottom; wrong: it is a refusal; desk: what the umpire has chosen in its console.
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
    desk: Desk = Desk()
    second: int = 0  # of 1970 UTC, while a clock is shown: by the clock of this process

    def scrolled(self, panel: str) -> int:
        """Return the number of rows of a panel that have been scrolled out at its top."""
        return dict(self.scrolls).get(panel, 0)

    def rolled(self, panel: str, to: int) -> Interface:
        """Return the state with a panel scrolled to a row."""
        rest = tuple(item for item in self.scrolls if item[0] != panel)
        return evolve(self, scrolls=(*rest, (panel, to)) if to else rest)

    def at_top(self, panel: str) -> Interface:
        """Return the state with a panel scrolled to its top."""
        return self.rolled(panel, 0)

    def says(self, text: str) -> Interface:
        """Return the state with a sentence on what was done or what can be done next."""
        return evolve(self, message=text, wrong=False)

    def refuses(self, text: str) -> Interface:
        """Return the state with a refusal and its reason."""
        return evolve(self, message=text, wrong=True)

    @property
    def composed(self) -> str:
        """The text that an input method is composing in the open field; empty without a field."""
        return self.composing if self.overlay in TYPING else ""

    @property
    def page(self) -> Page:
        """The page of the story that is being told; empty if none is."""
        return self.pages[self.telling] if 0 <= self.telling < len(self.pages) else ()

    @property
    def beat(self) -> Beat | None:
        """The beat that the page being told is about; None if none is told."""
        return main_of(self.page)

    @property
    def told(self) -> Page:
        """All beats that have been told so far."""
        return tuple(beat for page in self.pages[: self.telling + 1] for beat in page)
