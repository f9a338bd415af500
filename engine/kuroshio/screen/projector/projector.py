"""The projector's window: the display, its few keys, and the story that goes on by itself."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Protocol

import pygame
from attrs import evolve

from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.map.camera import Camera
from kuroshio.screen.projector.projector_map import ProjectorMap
from kuroshio.screen.projector.projector_story import (
    Telling,
    backward,
    dropped,
    forward,
    heard,
    opened,
    stands_for,
    word_count,
)
from kuroshio.screen.projector.shown_page import ShownPage
from kuroshio.screen.projector.whole_page import DrawnPage, draw_whole
from kuroshio.screen.window.display import LEAST, WINDOWED, NoDisplay, begin_display, displays, size_for
from kuroshio.screen.window.settings import Settings
from kuroshio.screen.window.state import Ground

FRAMES, RESTING = 60, 20  # looks a second, while something moves and else
EVERY = 0.25  # seconds between looks at the game
EASED = 0.4  # seconds in which the camera comes to a place
ROLLED = 0.6  # seconds in which dice roll, or cards are turned over
CYCLE = 12.0  # seconds that a part of a text stands while the room waits
CAPTION = "Kuroshio: projector"


class PublicGame(Protocol):
    """The public part of a game, as the projector follows it."""

    def moved(self) -> bool:
        """Whether the game has gone on since the last look."""

    def picture(self) -> Picture:
        """Return the last public picture."""


class Projector:
    """The window on the wall. `run` returns when it is closed. Raises NoDisplay, FontMissing, and what `ground` raises.

    ground: the map of a name; display: the number of a display, from 0; second: a steady clock, in seconds.
    """

    def __init__(
        self,
        settings: Settings,
        ground: Callable[[str], Ground],
        game: PublicGame,
        *,
        size: tuple[int, int] | None = None,
        second: Callable[[], float] = time.monotonic,
    ) -> None:
        self.game, self.ground, self.second = game, ground, second
        self.telling: Telling = opened(game.picture())
        self.drawn = DrawnPage()
        self.open, self.blank, self.keys = True, False, False
        self.theme, self.japanese = settings.theme, settings.japanese
        self.fullscreen = settings.fullscreen
        self._views: dict[str, ProjectorMap] = {}
        self.view()  # a map that is not here is told before a window opens
        self._size, self._given = size or WINDOWED, size is not None
        self._looked, self._told_at = -math.inf, -1
        self._camera: Camera | None = None
        self._goal: tuple[Camera, Camera, float] | None = None  # from where the camera comes, where it goes, since when
        self._shown: tuple[object, ...] = ()
        self.display = self._other_display(settings.display)
        self.surface = self._open_display()
        self.fonts = Fonts()

    # --- the loop ------------------------------------------------------------------------------------

    def run(self) -> None:
        """Follow the game until the window is closed."""
        clock = pygame.time.Clock()
        try:
            while self.open:
                self.step()
                clock.tick(FRAMES if self._is_moving() else RESTING)
        finally:
            pygame.display.quit()

    def step(self) -> None:
        """Look at the game, take all events that have come, go on with the story, and draw what has changed."""
        self.look()
        for event in pygame.event.get():
            self.take(event)
        self.go_on()
        self.draw()

    def look(self) -> None:
        """Look at the game now and then; what has happened since is told."""
        now = self.second()
        if now - self._looked < EVERY:
            return
        self._looked = now
        if self.game.moved():
            self.telling = heard(self.telling, self.game.picture(), now)

    def go_on(self) -> None:
        """Turn the page if it has stood long enough; while the room waits, go round the parts of a long text."""
        now, telling = self.second(), self.telling
        if telling.at >= 0:
            words = word_count(box.text for box in self.drawn.boxes if box.panel == "lower third")
            if self._told_at == telling.at and now - telling.since >= stands_for(telling, words):
                self.telling = forward(telling, self.drawn.parts, now)
        elif self.drawn.parts > 1 and now - telling.since >= CYCLE:
            self.telling = evolve(telling, part=(telling.part + 1) % self.drawn.parts, since=now)

    def take(self, event: pygame.event.Event) -> None:
        """Take one event of the display."""
        if event.type == pygame.QUIT:
            self.open = False
        elif event.type in (pygame.VIDEORESIZE, pygame.WINDOWEXPOSED, getattr(pygame, "WINDOWDISPLAYCHANGED", -1)):
            if event.type == pygame.VIDEORESIZE and not self.fullscreen:
                self._size = (max(event.w, LEAST[0]), max(event.h, LEAST[1]))
            self.surface = pygame.display.get_surface() or self.surface
            self._shown = ()
        elif event.type == pygame.KEYDOWN:
            self._press(event)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self.telling = forward(self.telling, self.drawn.parts, self.second())

    def _press(self, event: pygame.event.Event) -> None:
        """Take a key; any key ends a blank screen and the list of keys."""
        now, key = self.second(), event.key
        if self.blank or self.keys:
            self.blank = self.keys = False
        elif event.mod & pygame.KMOD_CTRL:
            self.open = key != pygame.K_q
        elif key in (pygame.K_SPACE, pygame.K_RIGHT, pygame.K_PAGEDOWN):
            self.telling = forward(self.telling, self.drawn.parts, now)
        elif key in (pygame.K_BACKSPACE, pygame.K_LEFT, pygame.K_PAGEUP):
            self.telling = backward(self.telling, now)
        elif key == pygame.K_ESCAPE:
            self.telling = dropped(self.telling, now)
        elif key in (pygame.K_F11, pygame.K_d):
            self._reopen(key)
        elif key == pygame.K_j:
            self.japanese = not self.japanese
        elif key == pygame.K_b:
            self.blank = True
        elif event.unicode == "?" or key == pygame.K_F1:
            self.keys = True

    # --- drawing -------------------------------------------------------------------------------------

    def view(self) -> ProjectorMap:
        """Return the map of the game."""
        name = self.telling.now.map
        if name not in self._views:
            self._views = {name: ProjectorMap(self.ground(name))}
        return self._views[name]

    def page(self) -> ShownPage:
        """Return what is to be shown now."""
        telling = self.telling
        turns = any(beat.dice or (beat.round is not None) for beat in telling.page.beats)
        past = (self.second() - telling.since) / ROLLED if turns and not telling.part else 1.0
        return ShownPage(
            picture=telling.shown, latest=telling.now, page=telling.page.beats, part=telling.part, moves=telling.page.moves,
            stage=telling.stage, camera=self._camera_now(), second=int(time.time()) if telling.now.clock else 0,
            ease=min(max(past, 0.0), 1.0), theme=self.theme, japanese=self.japanese, blank=self.blank, keys=self.keys,
        )  # fmt: skip

    def draw(self) -> None:
        """Draw, if anything has changed since the last time."""
        page, size, view = self.page(), self.surface.get_size(), self.view()
        now = (self.telling, page.second, page.ease, page.camera, size, self.japanese, self.blank, self.keys)
        rests = self._goal is None and self.drawn.map.width > 0
        sharpen = rests and view.needs_settle and page.camera is not None
        if sharpen and page.camera is not None:
            view.settle(page.camera, self.drawn.map.size)
        if self._is_same(now) and not sharpen:
            return
        if self._shown and self._shown[4] != size:
            page, self._camera, self._goal = evolve(page, camera=None), None, None
        self.drawn = draw_whole(self.surface, self.fonts, page, view)
        self._shown, self._told_at = now, self.telling.at
        self._aim(self.drawn.target)
        pygame.display.flip()

    def _is_same(self, now: tuple[object, ...]) -> bool:
        return bool(self._shown) and self._shown[0] is now[0] and self._shown[1:] == now[1:]

    def _aim(self, target: Camera | None) -> None:
        """Send the camera to where it belongs; the first time it is there at once."""
        if target is None:
            return
        if self._camera is None:
            self._camera, self._goal = target, None
        elif target != (self._goal[1] if self._goal else self._camera):
            self._goal = (self._camera_now() or target, target, self.second())

    def _camera_now(self) -> Camera | None:
        """Return the camera on its way, slow at both ends."""
        if self._goal is None:
            return self._camera
        start, end, since = self._goal
        share = min((self.second() - since) / EASED, 1.0)
        if share >= 1:
            self._camera, self._goal = end, None
            return end
        eased = share * share * (3 - 2 * share)
        km = start.km * (end.km / start.km) ** eased
        return Camera(start.x + (end.x - start.x) * eased, start.y + (end.y - start.y) * eased, km)

    def _is_moving(self) -> bool:
        return self._goal is not None or self.page().ease < 1

    # --- the display ---------------------------------------------------------------------------------

    def _other_display(self, own: int) -> int:
        """Return the display that the facilitator's window does not use, if there is more than one."""
        try:
            begin_display()
        except pygame.error as fault:
            raise _no_display(fault) from None
        return (own + 1) % displays()

    def _open_display(self) -> pygame.Surface:
        try:
            pygame.display.set_caption(CAPTION)
            if not self._given:
                self._size = size_for(pygame.display.get_desktop_sizes(), self.display)
            return self._set_mode()
        except pygame.error as fault:
            raise _no_display(fault) from None

    def _set_mode(self) -> pygame.Surface:
        flags = pygame.FULLSCREEN if self.fullscreen else pygame.RESIZABLE
        return pygame.display.set_mode((0, 0) if self.fullscreen else self._size, flags, display=self.display)

    def _reopen(self, key: int) -> None:
        """Change between a window and the full screen, or to the next display; where that fails, to a plain window."""
        self.fullscreen = not self.fullscreen if key == pygame.K_F11 else self.fullscreen
        self.display = self.display if key == pygame.K_F11 else (self.display + 1) % displays()
        try:
            self.surface = self._set_mode()
        except pygame.error:
            self.fullscreen, self.display = False, 0
            self.surface = self._set_mode()
        self._shown = ()


def _no_display(fault: pygame.error) -> NoDisplay:
    return NoDisplay(f"No window can be opened here ({fault}). Is there a screen, and may this user draw on it?")
