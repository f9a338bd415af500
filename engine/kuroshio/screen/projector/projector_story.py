"""How the projector follows a game by itself: it tells page by page what has happened since, then shows the position."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen

from kuroshio.picture.picture import Beat, Choice, CrisisStage, Picture
from kuroshio.screen.window.story_pages import Page, as_told, paged

LEAST, MOST = 4.0, 20.0  # seconds that a page stands
READ = 3.0  # words that a room reads in a second
LOOK = 2.5  # seconds to look at the map, the dice and the wall
MANY = 6  # pages still to be told from which on each stands for less time
HURRIED = 0.6  # of its time
KEPT = 300  # pages kept to go back to


@frozen(kw_only=True)
class TalePage:
    """A page of the story: beats, or counters that were seen elsewhere than before, each as a move."""

    beats: Page = ()
    moves: tuple[Choice, ...] = ()


@frozen(kw_only=True)
class Telling:
    """Where the projector is in the story.

    now: the latest picture; before: the picture from which the present run of pages begins, the page of number `begin`; at: the
    page being told, -1 where all is told; part: of a page whose text is too long for the screen; since: when that part came
    up, in seconds of a steady clock.
    """

    now: Picture
    before: Picture
    pages: tuple[TalePage, ...] = ()
    begin: int = 0
    at: int = -1
    part: int = 0
    since: float = 0.0

    @property
    def page(self) -> TalePage:
        """The page being told; empty if none is."""
        return self.pages[self.at] if self.at >= 0 else TalePage()

    @property
    def shown(self) -> Picture:
        """The picture as far as it has been told."""
        if self.at < 0:
            return self.now
        told = [beat for page in self.pages[self.begin : self.at + 1] for beat in page.beats]
        return as_told(self.before, self.now, told) if told else evolve(self.before, crisis=None, over=False)

    @property
    def stage(self) -> CrisisStage | None:
        """The crisis that goes on, or did before the story."""
        return self.now.crisis or self.before.crisis


def opened(picture: Picture) -> Telling:
    """Return the telling of a game that is just opened: what has happened before is not told."""
    return Telling(now=picture, before=picture)


def heard(telling: Telling, picture: Picture, second: float) -> Telling:
    """Return the telling after another public picture. Where the game has gone back, the story is dropped."""
    if has_gone_back(telling.now, picture):
        return opened(picture)
    last = telling.now.news[-1].number if telling.now.news else -1
    pages = pages_of([beat for beat in picture.news if beat.number > last])
    if moves := seen_moves(telling.now, picture):
        pages = (*pages, TalePage(moves=moves))
    if telling.at < 0:
        if not pages:
            return evolve(telling, now=picture)
        kept = telling.pages[-KEPT:]
        begin = len(kept)
        return Telling(now=picture, before=telling.now, pages=(*kept, *pages), begin=begin, at=begin, since=second)
    return evolve(telling, now=picture, pages=(*telling.pages, *pages))


def pages_of(beats: Iterable[Beat]) -> tuple[TalePage, ...]:
    """Return beats as pages; a round of a crisis, whose choices are turned over, has one to itself."""
    pages: list[Page] = []
    run: list[Beat] = []
    for beat in beats:
        if beat.round:
            pages += [*paged(run), (beat,)]
            run = []
        else:
            run.append(beat)
    return tuple(TalePage(beats=page) for page in (*pages, *paged(run)))


def has_gone_back(old: Picture, new: Picture) -> bool:
    """Whether the game has gone back between two pictures: the last thing told is no longer among the news."""
    if not old.news:
        return False
    last = old.news[-1]
    same = next((beat for beat in new.news if beat.number == last.number), None)
    if same is None:
        return not new.news or new.news[0].number <= last.number
    return (same.turn, same.phase, same.title) != (last.turn, last.phase, last.title)


def forward(telling: Telling, parts: int, second: float) -> Telling:
    """Return the telling one part or page on; after the last page comes the position. parts: of the present page."""
    if telling.at < 0:
        return telling
    if telling.part + 1 < parts:
        return evolve(telling, part=telling.part + 1, since=second)
    return evolve(telling, at=telling.at + 1 if telling.at + 1 < len(telling.pages) else -1, part=0, since=second)


def backward(telling: Telling, second: float) -> Telling:
    """Return the telling one part or page back, from the position to the last page; not before its present run."""
    if telling.part:
        return evolve(telling, part=telling.part - 1, since=second)
    at = (telling.at if telling.at >= 0 else len(telling.pages)) - 1
    return evolve(telling, at=at, since=second) if at >= telling.begin else telling


def dropped(telling: Telling, second: float) -> Telling:
    """Return the telling at the position, with the rest of the story untold."""
    return evolve(telling, at=-1, part=0, since=second)


def stands_for(telling: Telling, words: int) -> float:
    """Return the seconds that a page stands. words: those it shows."""
    seconds = min(max(LOOK + words / READ, LEAST), MOST)
    return seconds * HURRIED if len(telling.pages) - telling.at > MANY else seconds


def seen_moves(before: Picture, now: Picture) -> tuple[Choice, ...]:
    """Return a move for each known counter that stands elsewhere now."""
    old = {counter.id: counter for counter in before.counters if counter.side}
    return tuple(
        Choice(line="", title=counter.name, cost="", piece=counter.id, area=counter.area)
        for counter in now.counters
        if counter.id in old and old[counter.id].area != counter.area
    )


def word_count(texts: Iterable[str]) -> int:
    """Return the number of words of some texts; Japanese counts two characters as a word.

    >>> word_count(["Japan protests", "危機"])
    3
    """
    count = 0
    for text in texts:
        wide = sum("\u3040" <= char <= "\u9fff" for char in text)
        count += wide // 2 + sum(any(char.isalnum() and char < "\u3040" for char in word) for word in text.split())
    return count
