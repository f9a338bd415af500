"""The image of the map in its viewport, with a margin, so that it can be moved or scaled at once; the names are on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pygame
from attrs import evolve, frozen

from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.theme import Theme
from kuroshio.screen.map.base_map import MapFrame, draw_base, water_color
from kuroshio.screen.map.camera import Camera, Size, per_px
from kuroshio.screen.map.geography import Geography
from kuroshio.screen.map.labels import Label, Wanted, draw_name, label_box, place_labels
from kuroshio.screen.map.land_mask import LandMask

AROUND = 0.25  # of the viewport, drawn beyond each of its sides
WORN = 0.6  # of that room: a rest after a longer pan renews the picture
NOTHING: Mapping[str, pygame.Rect] = {}
UNIT_SHARE = 50  # of the viewport's height: the smallest text, until `draw` has been told another


@frozen
class PlacedNames:
    """The conditions under which names were placed; under others they are placed anew."""

    size: Size
    unit: int
    standing: tuple[tuple[str, Size], ...]
    important: tuple[str, ...]
    japanese: bool


class MapImage:
    """Draws a map. names: by area, its short name in English and in Japanese."""

    def __init__(self, geography: Geography, theme: Theme, fonts: Fonts, names: Mapping[str, tuple[str, str]]) -> None:
        self.geography = geography
        self.theme = theme
        self.fonts = fonts
        self.names = dict(names)
        self.named: dict[str, pygame.Rect] = {}  # by area: where its name stands, in pixels of the viewport
        self.shown: dict[str, pygame.Surface] = {}  # by area: its name as it stands there
        self._base: pygame.Surface | None = None
        self._frame: MapFrame | None = None
        self._unit = 0
        self._labels: list[Label] = []
        self._labelled: tuple[PlacedNames, Camera] | None = None
        self._rested: tuple[Camera, Size] | None = None
        self._last: tuple[Camera, Size] | None = None
        self._images: dict[tuple[str, int, bool, bool, int], pygame.Surface] = {}

    @property
    def needs_settle(self) -> bool:
        """Whether the map has been moved or scaled since it was last drawn sharply."""
        return self._last is not None and self._last != self._rested

    def draw(
        self,
        surface: pygame.Surface,
        camera: Camera,
        *,
        unit: int,
        stacks: Mapping[str, pygame.Rect] = NOTHING,
        tools: Sequence[pygame.Rect] = (),
        important: tuple[str, ...] = (),
        japanese: bool = False,
        land: LandMask | None = None,
    ) -> None:
        """Draw the map over a whole surface, as sharp as is possible at once; `settle` makes it sharp.

        stacks: by area, the rect of its counters, beside which its name stands. tools: other rects that names avoid. Both are
        in pixels of the viewport. land: whose land lies where, if that is at hand.
        """
        size = surface.get_size()
        if self._base is None or unit != self._unit:
            self._unit = unit
            self._base = None
            self.settle(camera, size)
        self._last = (camera, size)
        self._draw_base(surface, camera)
        standing = tuple((area, rect.size) for area, rect in sorted(stacks.items()))
        self._place(camera, PlacedNames(size, unit, standing, important, japanese), stacks, tools, land)
        self._draw_labels(surface, camera, (*stacks.values(), *tools))

    def settle(self, camera: Camera, size: Size) -> None:
        """Draw the map sharply for a camera at rest, unless the present image is as good. Names are placed anew."""
        self._unit = self._unit or max(1, size[1] // UNIT_SHARE)
        if self._base is None or not self._is_fresh(camera, size):
            self._frame = _frame(camera, size, self._unit)
            self._base = draw_base(self.geography, self.theme, self._frame)
        self._labelled = None
        self._rested = self._last = (camera, size)

    def _is_fresh(self, camera: Camera, size: Size) -> bool:
        """Whether the image has the camera's scale, and enough margin on every side."""
        frame = self._frame
        if frame is None or abs(frame.scale / per_px(camera, size) - 1) > 1e-6:
            return False
        x, y = _corner(camera, size, frame)
        least_x, least_y = (AROUND * (1 - WORN) * side for side in size)
        spare_x, spare_y = frame.size[0] - size[0] - x, frame.size[1] - size[1] - y
        return min(x, spare_x) >= least_x and min(y, spare_y) >= least_y

    # --- the picture ---

    def _draw_base(self, surface: pygame.Surface, camera: Camera) -> None:
        frame, base, size = self._frame, self._base, surface.get_size()
        assert frame is not None and base is not None
        x, y = _corner(camera, size, frame)
        factor = frame.scale / per_px(camera, size)
        same = abs(factor - 1) < 1e-6
        wanted = pygame.Rect(round(x), round(y), *(size if same else (round(size[0] / factor), round(size[1] / factor))))
        part = wanted.clip(base.get_rect())
        if part.size != wanted.size:
            surface.fill(self.theme.sea)
        if same:
            surface.blit(base, (part.x - wanted.x, part.y - wanted.y), part)
        elif part.w > 0 and part.h > 0:
            _blit_scaled(surface, base, part, wanted)

    # --- the names ---

    def _place(
        self, camera: Camera, names: PlacedNames, stacks: Mapping[str, pygame.Rect], tools: Sequence[pygame.Rect],
        land: LandMask | None,
    ) -> None:  # fmt: skip
        """Place the names, unless they keep their places: while the map moves, jumping names could not be read."""
        if self._labelled is not None and (
            self._labelled[0] == names
            or (camera.km != self._labelled[1].km and evolve(self._labelled[0], standing=names.standing) == names)
        ):
            return  # while the map is scaled, counters change their form; the names follow when it rests
        called = [area for area in self.geography.places if any(self.names.get(area, ()))]
        forms = {area: self._sizes(area, names) for area in called}
        sizes, others = {area: sizes[0] for area, sizes in forms.items()}, {area: sizes[1:] for area, sizes in forms.items()}
        wanted = Wanted(sizes, names.important, (*stacks.values(), *tools), stacks, others)
        self._labels = place_labels(self.geography, camera, names.size, names.unit, wanted, land)
        self._labelled = (names, camera)

    def _draw_labels(self, surface: pygame.Surface, camera: Camera, covered: Sequence[pygame.Rect]) -> None:
        """Draw the names that are wholly seen. While the map is scaled, those that would cover something are left out."""
        assert self._labelled is not None
        (names, before), size, view = self._labelled, surface.get_size(), surface.get_rect()
        shown: list[tuple[pygame.Surface, pygame.Rect]] = []
        self.named, self.shown = {}, {}
        for label in self._labels:
            box = label_box(label, camera, size)
            nearer = camera.km != before.km and box.collidelist([*self.named.values(), *covered]) >= 0
            if view.contains(box) and not nearer:
                self.shown[label.area] = self.name_of(
                    label.area, names.unit, names.japanese, label.area in names.important, label.form
                )
                shown.append((self.shown[label.area], box))
                self.named[label.area] = box
        surface.blits(shown, doreturn=False)

    def _sizes(self, area: str, names: PlacedNames) -> list[Size]:
        forms = range(len(self._forms(area, names.japanese)))
        return [self.name_of(area, names.unit, names.japanese, area in names.important, form).get_size() for form in forms]

    def _forms(self, area: str, japanese: bool) -> list[list[str]]:
        """Return the forms of a name, each as its lines. One of a place in dispute may have a line for each language as well."""
        english, native = self.names[area]
        texts = [text for text in (english, native if japanese or not english else "") if text]
        return [list(lines) for lines in dict.fromkeys((tuple(line for text in texts for line in broken(text)), tuple(texts)))]

    def name_of(self, area: str, unit: int, japanese: bool, bold: bool, form: int = 0) -> pygame.Surface:
        """Return the name of an area as an image, from the cache. form: its number among the forms, 0 for the fullest."""
        key = (area, unit, japanese, bold, form)
        if key not in self._images:
            texts = self._forms(area, japanese)[form]
            kind = self.geography.places[area].kind
            ink = self.theme.ink if kind == "land" or bold else self.theme.soft
            rim = max(1, round(unit / 14))
            halo = self.theme.land if kind == "land" else water_color(kind, self.theme)
            lines = [self.fonts.render(text, unit, ink, bold) for text in texts]
            self._images[key] = draw_name(lines, [self.fonts.render(text, unit, halo, bold) for text in texts], rim)
        return self._images[key]


def broken(name: str) -> list[str]:
    """Return the lines of a name: one in two forms, of a place in dispute, has a line for each."""
    forms = name.split(" / ")
    return [f"{form} /" for form in forms[:-1]] + [form for form in forms[-1:] if form]


def _frame(camera: Camera, size: Size, unit: int) -> MapFrame:
    """Return the part of the map to draw for a camera: what it shows, and a margin."""
    around = [round(side * AROUND) for side in size]
    scale = per_px(camera, size)
    left = camera.x - (size[0] / 2 + around[0]) * scale
    top = camera.y + (size[1] / 2 + around[1]) * scale
    return MapFrame(left, top, scale, (size[0] + 2 * around[0], size[1] + 2 * around[1]), unit)


def _corner(camera: Camera, size: Size, frame: MapFrame) -> tuple[float, float]:
    """Return the top left corner of the viewport, in pixels of an image."""
    scale = per_px(camera, size)
    left, top = camera.x - size[0] / 2 * scale, camera.y + size[1] / 2 * scale
    return (left - frame.left) / frame.scale, (frame.top - top) / frame.scale


def _blit_scaled(surface: pygame.Surface, base: pygame.Surface, part: pygame.Rect, wanted: pygame.Rect) -> None:
    """Scale a part of the image into its place in the viewport."""
    fx, fy = surface.get_width() / max(wanted.w, 1), surface.get_height() / max(wanted.h, 1)
    left, top = round((part.x - wanted.x) * fx), round((part.y - wanted.y) * fy)
    right, bottom = round((part.right - wanted.x) * fx), round((part.bottom - wanted.y) * fy)
    if right > left and bottom > top:
        surface.blit(pygame.transform.scale(base.subsurface(part), (right - left, bottom - top)), (left, top))
