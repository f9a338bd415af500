"""What the projector shows at a moment, as plain data: a picture as far as it has been told, and the page before the room."""

from __future__ import annotations

from attrs import frozen

from kuroshio.picture.picture import Beat, Choice, CrisisStage, IncidentPicture, Picture
from kuroshio.screen.map.camera import Camera
from kuroshio.screen.window.story_pages import Page, main_of

HEAD, SENTENCE = 1.65, 1.17  # sizes of text in units of a twenty-eighth of the height: figures and headlines, sentences
SHARE = 28  # the smallest text is this share of the height: the last row reads it


@frozen(kw_only=True)
class ShownPage:
    """A moment of the projector.

    latest: the picture of the present, for who decides and the clock, while a story is told; page: the beats before the room,
    none where the position is shown; part: of a text too long for the screen; moves: counters that were first seen elsewhere;
    stage: the crisis, while it is told; second: of 1970 UTC by the machine's clock; ease: how far the motion of the page has
    come, from 0 to 1; keys: whether the list of keys lies over all.
    """

    picture: Picture
    latest: Picture | None = None
    page: Page = ()
    part: int = 0
    moves: tuple[Choice, ...] = ()
    stage: CrisisStage | None = None
    camera: Camera | None = None
    second: int = 0
    ease: float = 1.0
    theme: str = "light"
    japanese: bool = False
    blank: bool = False
    keys: bool = False

    @property
    def beat(self) -> Beat | None:
        """The beat that the page is about; None where the position is shown."""
        return main_of(self.page)

    @property
    def present(self) -> Picture:
        """The picture of the present."""
        return self.latest or self.picture

    @property
    def waiting(self) -> IncidentPicture | None:
        """The act that waits for an answer, while nothing is told; None where there is none."""
        picture = self.picture
        if self.page or self.moves or picture.over or picture.planners or not picture.asked:
            return None
        return next((incident for incident in picture.incidents if not incident.settled), None)

    @property
    def area(self) -> str:
        """The area that the moment is about; empty where it is about none."""
        return self.beat.area if self.beat else self.waiting.area if self.waiting else ""


def unit_of_height(height: int) -> int:
    """Return the smallest size of text in pixels on a projector of this height.

    >>> unit_of_height(720), unit_of_height(1080)
    (26, 39)
    """
    return max(1, -(-height // SHARE))
