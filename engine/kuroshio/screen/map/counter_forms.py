"""In which form the counters of an area stand, single, stacked or as one pastille, and where: they never leave their area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from attrs import frozen
from pygame import Rect

from kuroshio.picture.picture import Counter
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.map.area_rooms import AreaRooms
from kuroshio.screen.map.camera import Camera, Size, per_px, to_px
from kuroshio.screen.map.counter_layout import BESIDE, counter_size, pile_step
from kuroshio.screen.map.labels import around
from kuroshio.screen.map.land_mask import LandMask
from kuroshio.screen.map.pastille_drawing import BEADS, SPOT, bead_size, pastille_size

STACKS, PASTILLE, SHORT, BEADED, DOT = "stacks", "pastille", "short", "beads", "dot"
FORMS = (PASTILLE, SHORT, BEADED, DOT)  # of what is no stacks, from the largest
LETTERLESS = (BEADED, DOT)
RIM = 3  # pixels that the middle of a mark stays away from the outline of its area
ROOM = 0.28  # units by which the rect of what stands is wider for names
APART = 0.14  # units between what stands in two areas


@frozen
class MapMark:
    """What stands in an area. x, y: the km at its middle, which lies in the area; size: in pixels.

    form: `STACKS`, the counters themselves, wholly inside the area; where there is no room, a `PASTILLE` with the letters of
    their sides and their number; where others leave none for that, a `SHORT` one with the letters alone, or `BEADED`, a bead for
    each side, or a `DOT`, a smaller bead of the side with most counters.
    """

    area: str
    counters: tuple[Counter, ...]
    form: str
    x: float
    y: float
    size: tuple[int, int]

    @property
    def sides(self) -> list[str]:
        """The sides that have counters here; an empty id stands for those that are not identified."""
        return list(dict.fromkeys(counter.side for counter in self.counters))

    def rect(self, camera: Camera, view: Rect) -> Rect:
        """Return its present rect in pixels of the window. view: the rect of the map."""
        x, y = to_px(camera, self.x, self.y, view.size)
        return Rect(round(view.x + x - self.size[0] / 2), round(view.y + y - self.size[1] / 2), *self.size)


def gathered(counters: Sequence[Counter]) -> dict[str, tuple[Counter, ...]]:
    """Return counters by their areas."""
    found: dict[str, list[Counter]] = {}
    for counter in counters:
        found.setdefault(counter.area, []).append(counter)
    return {area: tuple(here) for area, here in found.items()}


def stacks_size(painter: Painter, counters: Sequence[Counter]) -> tuple[int, int]:
    """Return the size in pixels of stacks side by side, with the lower counters that stand out above and at the right."""
    sides = [counter.side for counter in counters]
    deep = min(max(sides.count(side) for side in sides), 3) - 1
    wide, high = counter_size(painter)
    across = wide + round(wide * BESIDE) * (len(set(sides)) - 1)
    return across + pile_step(painter) * deep, high + pile_step(painter) * deep


class Stander:
    """Places what stands on the map for one camera.

    taken: rects in pixels of the map that nothing may stand on; names: by area, the size of a name that is to find room at once
    beside what stands there; land: where names may not stand.
    """

    def __init__(
        self, painter: Painter, camera: Camera, view: Rect, rooms: AreaRooms, taken: Sequence[Rect],
        names: Mapping[str, Size], land: LandMask,
    ) -> None:  # fmt: skip
        self.painter, self.camera, self.rooms = painter, camera, rooms
        self.view = Rect((0, 0), view.size)
        self.scale = per_px(camera, view.size)
        self.taken = list(taken)
        self.names, self.land = names, land

    def place(self, counters: Mapping[str, tuple[Counter, ...]]) -> dict[str, MapMark]:
        """Return what stands in each area of which a part is seen: stacks first, then the areas with the fewest places.

        Where a mark is crowded out, those that crowd it take a smaller form, and all are placed again. If names made marks so
        small that they lose their letters, and without them fewer do, no room is kept for names.
        """
        before = list(self.taken)
        marks, taken = self._placed(counters), self.taken
        if self.names and any(mark.form in LETTERLESS for mark in marks.values()):
            self.taken, self.names = before, {}
            bare = self._placed(counters)
            if _lost(bare) < _lost(marks):
                return bare
            self.taken = taken
        return marks

    def _placed(self, counters: Mapping[str, tuple[Counter, ...]]) -> dict[str, MapMark]:
        first = sorted(counters, key=lambda area: (area not in self.names, area))
        found = {area: stacks for area in first if (stacks := self._stacks(area, counters[area]))}
        spots = {area: self._seen(area) for area in counters if area not in found}
        order = sorted((area for area in spots if spots[area]), key=lambda area: (area not in self.names, len(spots[area]), area))
        before, least = list(self.taken), dict.fromkeys(order, 0)
        for _ in range(len(order) + 1):
            self.taken = list(before)
            marks = {area: self._mark(area, counters[area], spots[area], least[area]) for area in order}
            crowded = self._crowding(marks)
            if not crowded:
                break
            least.update({area: FORMS.index(marks[area].form) + 1 for area in crowded})
        return dict(sorted((found | marks).items(), key=lambda row: (-row[1].y, row[0])))

    def _crowding(self, marks: Mapping[str, MapMark]) -> list[str]:
        """Return the areas whose marks cover another and could be smaller."""
        rects = {area: mark.rect(self.camera, self.view) for area, mark in marks.items()}
        pairs = [pair for pair in combinations(rects, 2) if rects[pair[0]].colliderect(rects[pair[1]])]
        return [area for area in dict.fromkeys(area for pair in pairs for area in pair) if marks[area].form != DOT]

    def _stacks(self, area: str, here: tuple[Counter, ...]) -> MapMark | None:
        size = stacks_size(self.painter, here)
        spots, room = self.rooms.spots(area, size[0] / size[1])
        enough = [spot for spot, most in zip(spots.tolist(), room.tolist()) if most >= (size[1] + 2) * self.scale]
        for x, y in enough:
            standing = MapMark(area, here, STACKS, x, y, size)
            rect = standing.rect(self.camera, self.view)
            if self.view.contains(rect) and rect.collidelist(self.taken) < 0:
                return self._taking(standing)
        return None

    def _seen(self, area: str) -> list[tuple[float, float]]:
        """Return the points of an area that are seen, the best first."""
        spots, room = self.rooms.spots(area, 1.0)
        at = [(to_px(self.camera, x, y, self.view.size), (x, y)) for x, y in spots[room >= RIM * self.scale].tolist()]
        return [spot for pixel, spot in at if self.view.collidepoint(pixel)]

    def _mark(self, area: str, here: tuple[Counter, ...], spots: Sequence[tuple[float, float]], least: int) -> MapMark:
        """Return the first form, from number `least`, that finds a free place. A dot takes the place where it covers least."""
        sides = min(len({counter.side for counter in here}), BEADS)
        pastilles = pastille_size(self.painter, here), pastille_size(self.painter, here, short=True)
        sizes = (*pastilles, bead_size(self.painter, sides), (self.painter.px(SPOT), self.painter.px(SPOT)))
        for form, size in list(zip(FORMS, sizes))[least:]:
            tried = [MapMark(area, here, form, x, y, size) for x, y in spots]
            for mark in tried:
                if self._is_free(mark.rect(self.camera, self.view)):
                    return self._taking(mark)
        return self._taking(min(tried, key=lambda mark: self._covered(mark.rect(self.camera, self.view))))

    def _is_free(self, rect: Rect) -> bool:
        gap = self.painter.px(APART)
        return self.view.contains(rect) and rect.inflate(2 * gap, 2 * gap).collidelist(self.taken) < 0

    def _covered(self, rect: Rect) -> int:
        """Return how many pixels of other things, or of what lies outside the view, a mark would cover."""
        seen = rect.clip(self.view)
        over = sum(part.width * part.height for part in (rect.clip(other) for other in self.taken))
        return over + rect.width * rect.height - seen.width * seen.height

    def _taking(self, standing: MapMark) -> MapMark:
        rect = standing.rect(self.camera, self.view)
        self.taken.append(rect)
        if standing.area in self.names:
            self.taken += self._name_beside(standing.area, rect)
        return standing

    def _name_beside(self, area: str, rect: Rect) -> list[Rect]:
        """Return a free rect for the name of an area, rather above what stands there than beside it; none if none is free."""
        room = self.painter.px(ROOM)
        free = [
            box.inflate(room, room)
            for box in around(rect.inflate(room, room), self.names[area])
            if self.view.contains(box) and box.collidelist(self.taken) < 0 and not self.land.of_others(box, area)
        ]
        return sorted(free, key=lambda box: box.bottom > rect.top)[:1]


def _lost(marks: Mapping[str, MapMark]) -> int:
    """Return how much less marks show than they could."""
    return sum(FORMS.index(mark.form) for mark in marks.values() if mark.form != STACKS)
