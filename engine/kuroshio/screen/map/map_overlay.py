"""What lies over the image of the map: counters and their stacks, planned moves, the selected area, flashpoints."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pygame
from pygame import Rect

from kuroshio.picture.picture import Counter, Picture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.drawing.symbols import draw_arrow, draw_contact, draw_counter
from kuroshio.screen.drawing.theme import Theme
from kuroshio.screen.map.area_rooms import AreaRooms
from kuroshio.screen.map.camera import Camera, Size, fit, keep_within, pan, to_km, to_px, zoom
from kuroshio.screen.map.counter_forms import BEADED, DOT, ROOM, SHORT, STACKS, MapMark
from kuroshio.screen.map.counter_layout import BESIDE, counter_size, free_place, pile_step, shortened
from kuroshio.screen.map.flashpoint_boxes import draw_flashpoint
from kuroshio.screen.map.geography import Geography, area_at, box_of, load_geography
from kuroshio.screen.map.map_image import MapImage
from kuroshio.screen.map.map_plan import MapPlan, make_plan, purpose
from kuroshio.screen.map.map_views import WholeInset, opening_view, parts_told
from kuroshio.screen.map.pastille_drawing import draw_beads, draw_pastille
from kuroshio.screen.window.counter_moves import moves_of
from kuroshio.screen.window.selecting import card_of, choice_of
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Ground, Interface

STEP = 0.1  # of the viewport, by one key


class GameMap:
    """The map of one game. It caches what is costly to make: the shapes and the image of the map."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.geography: Geography = load_geography(ground.folder)
        self.rooms = AreaRooms(self.geography)
        self.inset = WholeInset(self.geography)
        self._map_image: MapImage | None = None
        self._look: tuple[Theme, Fonts] | None = None
        self._plan: MapPlan | None = None
        self.note = parts_told(ground.board.views)  # said where the map has no room for the letters of some counters
        self.plate = Rect(0, 0, 0, 0)  # what lies over the map, in its pixels: nothing that is to be read stands there

    def map_image(self, theme: Theme, fonts: Fonts, names: ShownNames) -> MapImage:
        """Return the image of the map in these colours and fonts, from the cache if they have not changed."""
        if self._map_image is None or self._look != (theme, fonts):
            self._map_image = MapImage(self.geography, theme, fonts, names.short)
            self._look = (theme, fonts)
        return self._map_image

    @property
    def needs_settle(self) -> bool:
        """Whether the image of the map must be drawn sharply once the map rests."""
        return self._map_image is not None and self._map_image.needs_settle

    def settle(self, camera: Camera, size: Size) -> None:
        """Draw the image of the map sharply for a camera at rest. size: of the viewport, in pixels."""
        self._plan = None
        if self._map_image:
            self._map_image.settle(camera, size)

    def camera(self, interface: Interface, picture: Picture, size: Size) -> Camera:
        """Return the camera of the window; before it has one, a camera that shows a map view or the areas of the scenario."""
        if interface.camera is None:
            part = opening_view(self.geography, self.ground.board.views, picture.hotspots, picture.seat)
            return keep_within(self.seeing(part or picture.focus, size), self.geography.edge, size)
        return keep_within(interface.camera, self.geography.edge, size)

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
            plan = self.plan(painter, rect, camera, picture, names)
            rects = plan.rects(camera, rect)
            at = {area: self._pixel(area, camera, rect) for area in self.geography.places}
            at |= {area: box.center for area, box in rects.items()}
            self._draw_image(painter, rect, camera, picture, interface, names, plan)
            self._draw_areas(painter, rect, camera, picture, interface)
            self._draw_names(painter, rect, names)
            self._draw_boxes(painter, rect, camera, picture, names, plan)
            for area, standing in plan.standing.items():
                self._draw_standing(painter, rects[area], standing, interface, names)
            if plan.note:
                self._draw_note(painter, plan.note.move(rect.topleft))
            if plan.inset:
                self.inset.draw(painter, plan.inset.move(rect.topleft), rect, camera, picture.hotspots)
            self._draw_moves(painter, at, picture, interface, names)
            self._draw_fans(painter, rect, camera, plan, interface, names)
            self._draw_dragged(painter, picture, interface, names)

    def _draw_note(self, painter: Painter, rect: Rect) -> None:
        """Draw the keys that show the parts of the map larger."""
        painter.box(rect, "panel", "line", 0.4)
        painter.text((rect.centerx, rect.y + painter.px(0.2)), self.note, bold=True, align="middle")

    def plan(self, painter: Painter, rect: Rect, camera: Camera, picture: Picture, names: ShownNames) -> MapPlan:
        """Return where everything stands, from the cache while the map only moves. rect: of the map, in pixels of the window."""
        if self._plan is None or self._plan.made_for != purpose(painter, rect, camera, picture, names.japanese, self.plate):
            map_image = self.map_image(painter.theme, painter.fonts, names)
            areas = [spot.area for spot in picture.hotspots if spot.area in self.geography.places]
            sizes = {area: map_image.name_of(area, painter.unit, names.japanese, True).get_size() for area in areas}
            self._plan = make_plan(painter, rect, camera, picture, names, self.rooms, self.inset, sizes, self.plate, self.note)
        return self._plan

    def _draw_image(
        self, painter: Painter, rect: Rect, camera: Camera, picture: Picture, interface: Interface, names: ShownNames,
        plan: MapPlan,
    ) -> None:  # fmt: skip
        """Draw waters, land and names. Names avoid what stands on the map."""
        view, corner = painter.surface.subsurface(rect), (-rect.x, -rect.y)
        room = painter.px(ROOM)
        self.map_image(painter.theme, painter.fonts, names).draw(
            view, camera, unit=painter.unit, important=picture.focus, japanese=interface.japanese, land=plan.land,
            stacks={area: box.move(corner).inflate(room, room) for area, box in plan.rects(camera, rect).items()},
            tools=[box.move(corner) for box in plan.covered(camera, rect)],
        )  # fmt: skip

    def _draw_names(self, painter: Painter, rect: Rect, names: ShownNames) -> None:
        """Draw the names again, over the tints of areas, and record them as texts."""
        map_image = self.map_image(painter.theme, painter.fonts, names)
        for area, box in self.named(rect).items():
            painter.image(map_image.shown[area], box, " / ".join(filter(None, names.short[area])))

    def _draw_boxes(
        self, painter: Painter, rect: Rect, camera: Camera, picture: Picture, names: ShownNames, plan: MapPlan
    ) -> None:
        """Draw the boxes of flashpoints, each with its line."""
        spots = {spot.id: spot for spot in picture.hotspots}
        for place in plan.boxes:
            draw_flashpoint(painter, place.rect(camera, rect), place.end(camera, rect), spots[place.spot], names)

    def _draw_fans(
        self, painter: Painter, rect: Rect, camera: Camera, plan: MapPlan, interface: Interface, names: ShownNames
    ) -> None:
        """Fan out the counters of the selected area; else those under the pointer, if the map has no room to show them."""
        if interface.card and interface.piece:
            return  # the map must show where the counter can go
        rects = plan.rects(camera, rect)
        taken = [*rects.values(), *plan.covered(camera, rect)]
        hovered = interface.hovered.removeprefix("piece:")
        for area, standing in plan.standing.items():
            pointed = standing.form != STACKS and any(counter.id == hovered for counter in standing.counters)
            if area == interface.area or (pointed and interface.area not in plan.standing):
                fixed = area == interface.area
                self._draw_fan(painter, rect, rects[area].center, standing.counters, taken, interface, names, fixed)

    def named(self, rect: Rect) -> dict[str, Rect]:
        """Return by area the rect of its name in the window, for areas without counters. rect: of the map."""
        return {area: box.move(rect.topleft) for area, box in self._map_image.named.items()} if self._map_image else {}

    def sketch(self, painter: Painter, rect: Rect, areas: Sequence[str], japanese: bool, names: ShownNames) -> None:
        """Draw the bare map of some areas, for the start screen."""
        camera = self.seeing(areas, rect.size)
        map_image = self.map_image(painter.theme, painter.fonts, names)
        map_image.settle(camera, rect.size)
        view = painter.surface.subsurface(rect)
        map_image.draw(view, camera, unit=painter.unit, important=tuple(areas), japanese=japanese)

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

    def _draw_standing(self, painter: Painter, rect: Rect, standing: MapMark, interface: Interface, names: ShownNames) -> None:
        """Draw what stands in an area, in its form."""
        chosen = any(counter.id == interface.piece for counter in standing.counters)
        if standing.form == STACKS:
            self._draw_stacks(painter, rect, standing, interface, names)
            return
        if standing.form in (BEADED, DOT):
            draw_beads(painter, rect, standing.counters, names)
        else:
            draw_pastille(painter, rect, standing.counters, names, standing.form == SHORT, chosen)
        painter.hit(rect, f"piece:{standing.counters[0].id}", names.area(standing.area), still=True)

    def _draw_stacks(self, painter: Painter, rect: Rect, standing: MapMark, interface: Interface, names: ShownNames) -> None:
        """Draw the counters of an area as stacks side by side, one for each side, so that every side can be seen."""
        wide, high = counter_size(painter)
        stacks = [[counter for counter in standing.counters if counter.side == side] for side in standing.sides]
        first = Rect(rect.x, rect.bottom - high, wide, high)
        rects = [first.move(round(wide * BESIDE) * number, 0) for number in range(len(stacks))]
        for place, stack in zip(rects, stacks):
            self._draw_stack(painter, place, stack, interface, names)
        inward = painter.px(0.25)
        for place, stack in zip(rects, stacks):
            # The last stack lies above the others: its number is at its right, theirs are at their left.
            if len(stack) > 1:
                last = place is rects[-1]
                at = (place.right - inward, place.y + inward) if last else (place.x + inward, place.y + inward)
                self._draw_count(painter, at, len(stack))

    def _draw_stack(
        self, painter: Painter, rect: Rect, stack: Sequence[Counter], interface: Interface, names: ShownNames
    ) -> None:
        """Draw the counters of one side on top of each other; the lower ones show above the first."""
        step = pile_step(painter)
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
        fixed: bool,
    ) -> None:
        """Draw the counters of an area in a list with their names, on a plate inside the map.

        fixed: the plate stays, so that its counters can be pressed.
        """
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
        if fixed:
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
            if fixed:
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
