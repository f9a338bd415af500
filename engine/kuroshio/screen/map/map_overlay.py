"""What lies over the chart: counters and their stacks, planned moves, the selected area, flashpoints."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pygame
from pygame import Rect

from kuroshio.picture.picture import Counter, FlashpointPicture, Picture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.drawing.symbols import draw_arrow, draw_contact, draw_counter
from kuroshio.screen.drawing.theme import Theme
from kuroshio.screen.map.camera import Camera, Size, fit, keep_within, pan, to_km, to_px, zoom
from kuroshio.screen.map.chart import Chart
from kuroshio.screen.map.counter_layout import (
    BESIDE,
    badge_lines,
    counter_size,
    free_place,
    middle_of,
    shortened,
    spread,
    stack_rect,
)
from kuroshio.screen.map.geography import Geography, area_at, box_of, load_geography
from kuroshio.screen.panels.widgets import is_tight, plural
from kuroshio.screen.window.selecting import card_of, choice_of, moves_of
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Ground, Interface

STEP = 0.1  # of the viewport, by one key
PUSHED = 6.0  # units that a stack may stand from where it belongs
TOOLS = (
    (("look:zoom:1.25", "+"), ("look:zoom:0.8", "−")),
    (("look:focus", "Scenario (F)"),),
    (("look:whole", "All (0)"),),
    (("legend", "Legend (L)"),),
)


class GameMap:
    """The map of one game. It caches what is costly to make: the shapes and the chart."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.geography: Geography = load_geography(ground.folder)
        self._chart: Chart | None = None
        self._look: tuple[Theme, Fonts] | None = None

    def chart(self, theme: Theme, fonts: Fonts, names: ShownNames) -> Chart:
        """Return the chart in these colours and fonts, from the cache if they have not changed."""
        if self._chart is None or self._look != (theme, fonts):
            self._chart = Chart(self.geography, theme, fonts, names.short)
            self._look = (theme, fonts)
        return self._chart

    @property
    def needs_settle(self) -> bool:
        """Whether the chart must be drawn sharply once the map rests."""
        return self._chart is not None and self._chart.needs_settle

    def settle(self, camera: Camera, size: Size) -> None:
        """Draw the chart sharply for a camera at rest. size: of the viewport, in pixels."""
        if self._chart:
            self._chart.settle(camera, size)

    def camera(self, interface: Interface, picture: Picture, size: Size) -> Camera:
        """Return the camera of the window; before it has one, a camera that shows the areas of the scenario."""
        camera = interface.camera or self.seeing(picture.focus, size)
        return keep_within(camera, self.geography.edge, size)

    def seeing(self, areas: Sequence[str], size: Size) -> Camera:
        """Return a camera that shows these areas, or all areas if none are given."""
        known = [area for area in areas if area in self.geography.places]
        return fit(box_of(self.geography, known) if known else self.geography.edge, size)

    def look_at(self, what: str, interface: Interface, picture: Picture, size: Size) -> Camera | None:
        """Return the camera after a command (see LookAt); None if it stays."""
        now = self.camera(interface, picture, size)
        verb, _, rest = what.partition(":")
        if verb == "zoom":
            now = zoom(now, float(rest), (size[0] / 2, size[1] / 2), size)
        elif verb == "pan":
            dx, dy = (float(number) for number in rest.split(":"))
            now = pan(now, -dx * STEP * size[0], -dy * STEP * size[1], size)
        elif verb == "view":
            areas = next((view.areas for view in self.ground.board.views if view.key == rest), ())
            if not areas:
                return None
            now = self.seeing(areas, size)
        elif verb == "area":
            return self._towards(now, rest, size)
        else:
            now = self.seeing(picture.focus if verb == "focus" else (), size)
        return keep_within(now, self.geography.edge, size)

    def within(self, camera: Camera, size: Size) -> Camera:
        """Return a camera kept to the map."""
        return keep_within(camera, self.geography.edge, size)

    def moved(self, camera: Camera, by: tuple[int, int], size: Size) -> Camera:
        """Return the camera after a drag of the map by some pixels."""
        return self.within(pan(camera, by[0], by[1], size), size)

    def _towards(self, now: Camera, area: str, size: Size) -> Camera | None:
        """Return a camera that shows an area; None if the present one does."""
        if area not in self.geography.places:
            return None
        x, y = self.heart(area)
        px, py = to_px(now, x, y, size)
        if 0.12 * size[0] < px < 0.88 * size[0] and 0.12 * size[1] < py < 0.88 * size[1]:
            return None
        return keep_within(Camera(x, y, now.km), self.geography.edge, size)

    def heart(self, area: str) -> tuple[float, float]:
        """Return the point in km of an area at which its counters stand."""
        place = self.geography.places[area]
        return float(place.label[0]), float(place.label[1])

    def area_under(self, at: tuple[int, int], rect: Rect, interface: Interface, picture: Picture) -> str:
        """Return the id of the area at a pixel of the window; empty if there is none."""
        camera = self.camera(interface, picture, rect.size)
        return area_at(self.geography, *to_km(camera, at[0] - rect.x, at[1] - rect.y, rect.size))

    def draw(self, painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
        """Draw the whole map into its part of the window."""
        rect = rect.clip(painter.surface.get_rect())
        if min(rect.size) < painter.px(3):
            return  # no room for a map
        camera = self.camera(interface, picture, rect.size)
        with painter.panel("map", rect):
            stacks = self._stand(painter, rect, camera, picture, interface, names)
            at = {area: self._pixel(area, camera, rect) for area in self.geography.places}
            at |= {area: middle_of(painter, box) for area, box in stacks.items()}
            standing = {area: [counter for counter in picture.counters if counter.area == area] for area in stacks}
            self._draw_chart(painter, rect, camera, picture, interface, names, stacks)
            self._draw_areas(painter, rect, camera, picture, interface)
            tools = [box for box, _, _ in tool_boxes(painter, rect)]
            badges = self._place_badges(painter, rect, at, picture, [*stacks.values(), *self.named(rect).values(), *tools])
            for area in stacks:
                self._draw_stacks(painter, at[area], standing[area], interface, names)
            for area, box in stacks.items():  # over all counters: where these crowd, a name is the last thing to be hidden
                self._draw_name(painter, box, area, picture, interface, names)
            self._draw_moves(painter, at, picture, interface, names)
            for spot, box in badges:
                self._draw_badge(painter, box, spot)
            moving = interface.card and interface.piece  # then the map must show where the counter can go
            if interface.area in standing and not moving:
                taken = [*stacks.values(), *tools, *(box for _, box in badges)]
                self._draw_fan(painter, rect, at[interface.area], standing[interface.area], taken, interface, names)
            self._draw_caption(painter, rect, picture, interface, names)
            self._draw_dragged(painter, picture, interface, names)
            self._draw_tools(painter, rect)

    def _stand(
        self, painter: Painter, rect: Rect, camera: Camera, picture: Picture, interface: Interface, names: ShownNames
    ) -> dict[str, Rect]:
        """Return by area the rect of its counters with its name below them, the northern first.

        Only areas in or near the viewport have one.
        """
        near = rect.inflate(painter.px(6), painter.px(4))
        busy = {counter.area for counter in picture.counters} & set(self.geography.places)
        at = {area: self._pixel(area, camera, rect) for area in busy}
        shown = sorted((area for area in busy if near.collidepoint(at[area])), key=lambda area: (at[area][1], area))
        wide = {area: self._name(painter, area, picture, interface, names).get_size() for area in shown}
        stacks = {area: stack_rect(painter, at[area], picture, area, wide[area]) for area in shown}
        free = rect.copy()
        if is_tight(painter):  # beside the buttons, which take much of a low map
            free.width = min(box.x for box, _, _ in tool_boxes(painter, rect)) - rect.x
        return spread(stacks, painter.px(PUSHED), free, rect)

    def _name(self, painter: Painter, area: str, picture: Picture, interface: Interface, names: ShownNames) -> pygame.Surface:
        chart = self.chart(painter.theme, painter.fonts, names)
        return chart.name_of(area, painter.unit, interface.japanese, area in picture.focus)

    def _draw_name(
        self, painter: Painter, box: Rect, area: str, picture: Picture, interface: Interface, names: ShownNames
    ) -> None:
        """Draw the name of an area at the bottom of its stack."""
        image = self._name(painter, area, picture, interface, names)
        painter.image(image, image.get_rect(midbottom=box.midbottom), " / ".join(filter(None, names.short[area])))

    def _draw_chart(
        self, painter: Painter, rect: Rect, camera: Camera, picture: Picture, interface: Interface, names: ShownNames,
        stacks: Mapping[str, Rect],
    ) -> None:  # fmt: skip
        """Draw waters, land and names. Names avoid the stacks and the buttons."""
        view, corner = painter.surface.subsurface(rect), (-rect.x, -rect.y)
        self.chart(painter.theme, painter.fonts, names).draw(
            view, camera, unit=painter.unit, important=picture.focus, japanese=interface.japanese,
            stacks={area: box.move(corner) for area, box in stacks.items()},
            tools=[box.move(corner) for box, _, _ in tool_boxes(painter, rect)],
        )  # fmt: skip

    def named(self, rect: Rect) -> dict[str, Rect]:
        """Return by area the rect of its name in the window, for areas without counters. rect: of the map."""
        return {area: box.move(rect.topleft) for area, box in self._chart.named.items()} if self._chart else {}

    def sketch(self, painter: Painter, rect: Rect, areas: Sequence[str], japanese: bool, names: ShownNames) -> None:
        """Draw the bare map of some areas, for the start screen."""
        camera = self.seeing(areas, rect.size)
        chart = self.chart(painter.theme, painter.fonts, names)
        chart.settle(camera, rect.size)
        view = painter.surface.subsurface(rect)
        chart.draw(view, camera, unit=painter.unit, important=tuple(areas), japanese=japanese)

    def _pixel(self, area: str, camera: Camera, rect: Rect) -> tuple[int, int]:
        x, y = to_px(camera, *self.heart(area), rect.size)
        return round(rect.x + x), round(rect.y + y)

    # --- areas ---------------------------------------------------------------------------------------

    def _draw_areas(self, painter: Painter, rect: Rect, camera: Camera, picture: Picture, interface: Interface) -> None:
        """Mark areas: where the chosen piece or card can go, what is selected, where the story happens."""
        theme = painter.theme
        for area in self._open_to(picture, interface):
            self._outline(painter, rect, camera, area, theme.good, fill=70)
        marked = {
            interface.pointed: theme.soft,
            interface.area: theme.accent,
            interface.drag_area: theme.ink,
            **{beat.area: theme.warn for beat in interface.page},
        }
        choice = choice_of(picture, interface)
        if choice and choice.area:
            marked[choice.area] = theme.accent
        for area, color in marked.items():
            self._outline(painter, rect, camera, area, color, fill=14 if color == theme.soft else 40)

    def _open_to(self, picture: Picture, interface: Interface) -> list[str]:
        card = card_of(picture, interface.card)
        choices = moves_of(picture, interface.dragging or interface.piece) or (card.choices if card else ())
        if card and card.kind == "move":
            choices = moves_of(picture, interface.piece)  # none until a counter is chosen
        return list({choice.area for choice in choices if choice.area in self.geography.places})

    def _outline(self, painter: Painter, rect: Rect, camera: Camera, area: str, color: str, fill: int) -> None:
        place = self.geography.places.get(area)
        if place is None:
            return
        points = [to_px(camera, float(x), float(y), rect.size) for x, y in place.ring.points]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = Rect(math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs) - min(xs)) + 2, math.ceil(max(ys) - min(ys)) + 2)
        seen = box.clip(Rect(0, 0, *rect.size))
        if seen.width < 1 or seen.height < 1:
            return
        shade = pygame.Surface(seen.size, pygame.SRCALPHA)
        moved = [(x - seen.x, y - seen.y) for x, y in points]
        pygame.draw.polygon(shade, (*pygame.Color(color)[:3], fill), moved)
        pygame.draw.lines(shade, (*pygame.Color(color)[:3], 255), True, moved, max(2, painter.unit // 6))
        painter.surface.blit(shade, seen.move(rect.topleft))

    def _place_badges(
        self, painter: Painter, rect: Rect, at: dict[str, tuple[int, int]], picture: Picture, taken: list[Rect]
    ) -> list[tuple[FlashpointPicture, Rect]]:
        """Return the rect of each flashpoint's badge, clear of counters and names, and draw a line to it from the area."""
        placed = []
        within = rect.inflate(-painter.px(1), -painter.px(1))
        for spot in picture.hotspots:
            if spot.area not in at or not rect.collidepoint(at[spot.area]):
                continue
            wide = max(painter.wide(line, bold=True) for line in badge_lines(spot)) + painter.px(1.2)
            box = free_place(Rect(0, 0, wide, 2 * painter.high() + painter.px(0.3)), at[spot.area], taken, within, painter.px(2))
            near = (max(box.left, min(at[spot.area][0], box.right)), max(box.top, min(at[spot.area][1], box.bottom)))
            pygame.draw.line(painter.surface, painter.color("ink"), at[spot.area], near, max(2, painter.unit // 8))
            taken.append(box)
            placed.append((spot, box))
        return placed

    def _draw_badge(self, painter: Painter, box: Rect, spot: FlashpointPicture) -> None:
        """Draw the badge of a flashpoint: the rung of its ladder, and how firmly its holder administers it."""
        hot = spot.ladder.value is not None and spot.ladder.value >= spot.crisis_at
        painter.box(box, "bad" if hot else "panel", "ink", 0.4, max(1, painter.unit // 8))
        for number, line in enumerate(badge_lines(spot)):
            y = box.y + painter.px(0.15) + number * painter.high()
            painter.text((box.centerx, y), line, color="panel" if hot else "ink", bold=True, align="middle")

    # --- counters ------------------------------------------------------------------------------------

    def _draw_piece(
        self, painter: Painter, rect: Rect, counter: Counter, interface: Interface, names: ShownNames, ghost: bool = False
    ) -> None:
        selected = counter.id == interface.piece
        if not counter.side:
            draw_contact(painter.surface, rect, counter, painter.theme, painter.fonts, selected=selected, ghost=ghost)
            return
        draw_counter(
            painter.surface, rect, counter, names.sides.get(counter.side), painter.theme, painter.fonts,
            shape=names.shape(counter.side), selected=selected, ghost=ghost,
        )  # fmt: skip

    def _draw_stacks(
        self, painter: Painter, at: tuple[int, int], here: Sequence[Counter], interface: Interface, names: ShownNames
    ) -> None:
        """Draw the counters of an area as stacks side by side, one for each side, so that every side can be seen."""
        stacks = [
            [counter for counter in here if counter.side == side] for side in dict.fromkeys(counter.side for counter in here)
        ]
        wide = counter_size(painter)[0]
        step = round(wide * BESIDE)
        x = at[0] - step * (len(stacks) - 1) // 2
        rects = []
        for number, stack in enumerate(stacks):
            rect = Rect(0, 0, *counter_size(painter))
            rect.center = (x + step * number, at[1])
            rects.append(rect)
            self._draw_stack(painter, rect, stack, interface, names)
        for rect, stack in zip(rects, stacks):
            # The last stack lies above the others: its number is at its right, theirs are at their left.
            if len(stack) > 1:
                self._draw_count(painter, rect.topright if rect is rects[-1] else rect.topleft, len(stack))

    def _draw_stack(
        self, painter: Painter, rect: Rect, stack: Sequence[Counter], interface: Interface, names: ShownNames
    ) -> None:
        """Draw the counters of one side on top of each other; the lower ones show above the first."""
        step = max(3, painter.px(0.28))
        for depth in range(min(len(stack), 3) - 1, -1, -1):
            body = rect.move(step * depth, -step * depth)
            self._draw_piece(painter, body, stack[depth], interface, names, ghost=stack[depth].id == interface.dragging)
        painter.hit(rect, f"piece:{stack[0].id}", names.area(stack[0].area), still=True)

    def _draw_count(self, painter: Painter, at: tuple[int, int], number: int) -> None:
        """Draw the number of counters in a stack."""
        high = painter.high()
        disc = Rect(0, 0, max(high, painter.wide(str(number), bold=True) + painter.px(0.6)), high)
        disc.center = at
        painter.box(disc, "ink", "panel", 0.7, max(1, painter.unit // 10))
        painter.text((disc.centerx, disc.y), str(number), color="panel", bold=True, align="middle")

    def _draw_fan(
        self,
        painter: Painter,
        rect: Rect,
        at: tuple[int, int],
        here: Sequence[Counter],
        taken: Sequence[Rect],
        interface: Interface,
        names: ShownNames,
    ) -> None:
        """Draw the counters of the selected area in a list with their names, on a plate inside the map."""
        pad = painter.px(0.5)
        wide, high = counter_size(painter)
        texts = [(names.piece(counter.id), self._state(counter)) for counter in here]
        room = max(max(painter.wide(name, bold=True), painter.wide(state)) for name, state in texts)
        row = max(high, 2 * painter.high()) + pad
        plate = Rect(0, 0, wide + room + 3 * pad, row * len(here) + pad + painter.high())
        plate.midtop = (at[0], at[1] + painter.px(1))
        plate = free_place(plate, at, taken, rect.inflate(-painter.px(1), -painter.px(1)), painter.px(1.4), struck=0)
        plate.clamp_ip(rect.inflate(-painter.px(1), -painter.px(1)))
        pygame.draw.line(painter.surface, painter.color("accent"), at, plate.center, max(2, painter.unit // 8))
        painter.box(plate, "panel", "accent", 0.4, max(2, painter.unit // 8))
        painter.cover(plate)
        painter.text(
            (plate.x + pad, plate.y + pad // 2), names.area(here[0].area), color="accent", bold=True, width=plate.width - 2 * pad
        )
        for number, (counter, (name, state)) in enumerate(zip(here, texts)):
            y = plate.y + painter.high() + pad + number * row
            body = Rect(plate.x + pad, y, wide, high)
            self._draw_piece(painter, body, counter, interface, names, ghost=counter.id == interface.dragging)
            painter.text((body.right + pad, y), name, bold=True)
            painter.text((body.right + pad, y + painter.high()), state, color="soft")
            painter.hit(Rect(plate.x, y - pad // 2, plate.width, row), f"piece:{counter.id}", name)

    def _state(self, counter: Counter) -> str:
        if not counter.side:
            return "not identified"
        return f"{counter.kind_name} · {counter.strength or f'readiness {counter.readiness} of 3'}"

    def _draw_moves(
        self, painter: Painter, at: dict[str, tuple[int, int]], picture: Picture, interface: Interface, names: ShownNames
    ) -> None:
        """Draw an arrow for every drafted order that moves a counter."""
        counters = {counter.id: counter for counter in picture.counters}
        chosen = choice_of(picture, interface)
        for choice in (*picture.draft, *((chosen,) if chosen else ())):
            counter = counters.get(choice.piece)
            if counter is None or counter.area not in at or choice.area not in at or counter.area == choice.area:
                continue
            side = names.sides.get(counter.side)
            start, end = at[counter.area], at[choice.area]
            start, end = shortened(start, end, painter.px(1.5))
            draw_arrow(painter.surface, start, end, side.color if side else painter.theme.ink, max(3, painter.unit // 3))

    def _draw_dragged(self, painter: Painter, picture: Picture, interface: Interface, names: ShownNames) -> None:
        counter = next((counter for counter in picture.counters if counter.id == interface.dragging), None)
        if counter:
            rect = Rect(0, 0, *counter_size(painter))
            rect.center = interface.drag_at
            self._draw_piece(painter, rect, counter, interface, names)

    def _draw_caption(self, painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
        """Draw the full name of the area under the pointer, in the corner."""
        area = names.areas.get(interface.pointed)
        if area is None:
            return
        number = sum(counter.area == area.id for counter in picture.counters)
        text = f"{names.area(area.id)} · {area.kind}" + (f" · {plural(number, 'counter')}" if number else "")
        box = Rect(0, 0, painter.wide(text, bold=True) + painter.px(1.2), painter.high() + painter.px(0.4))
        box.bottomleft = (rect.x + painter.px(0.6), rect.bottom - painter.px(0.6))
        painter.box(box, "panel", "line", 0.4)
        painter.text((box.x + painter.px(0.6), box.y + painter.px(0.2)), text, bold=True)

    def _draw_tools(self, painter: Painter, rect: Rect) -> None:
        """Draw the buttons for zooming, the whole map and the legend, for users who have only a mouse."""
        for box, id, label in tool_boxes(painter, rect):
            painter.button(box, id, label)


def tool_boxes(painter: Painter, rect: Rect) -> list[tuple[Rect, str, str]]:
    """Return the map's buttons, in rows in its upper right corner: rect, id, label."""
    high, gap = painter.px(2.0), painter.px(0.3)
    wide = max(painter.wide(label, bold=True) for row in TOOLS for _, label in row) + painter.px(1.2)
    placed = []
    for number, row in enumerate(TOOLS):
        own = (wide - gap * (len(row) - 1)) // len(row)
        y = rect.y + painter.px(0.6) + number * (high + gap)
        for column, (id, label) in enumerate(row):
            x = rect.right - painter.px(0.6) - wide + column * (own + gap)
            placed.append((Rect(x, y, own, high), id, label))
    return placed
