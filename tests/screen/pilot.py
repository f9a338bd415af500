"""A pilot: plays a scenario through the window's own events, by keys alone or by mouse alone, as a person would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pygame

from kuroshio.cli.play import GameOpener, by_line, ground_of, stock
from kuroshio.screen.drawing.painter import Hit
from kuroshio.screen.window.keys import front
from kuroshio.screen.window.opened_games import WindowGame
from kuroshio.screen.window.settings import Settings
from kuroshio.screen.window.state import Shelf
from kuroshio.screen.window.window import Window

PATIENCE = 400  # decisions and beats before a game is given up
KEYS = {
    "enter": pygame.K_RETURN, "space": pygame.K_SPACE, "tab": pygame.K_TAB, "escape": pygame.K_ESCAPE,
    "up": pygame.K_UP, "down": pygame.K_DOWN, "left": pygame.K_LEFT, "right": pygame.K_RIGHT, "page down": pygame.K_PAGEDOWN,
    **{letter: getattr(pygame, f"K_{letter}") for letter in "acdefghklmopruvswy1234"},
}  # fmt: skip


class Pilot:
    """Sits at a window. `watch` is called with the name of each moment, for pictures."""

    def __init__(
        self,
        size: tuple[int, int] = (1280, 720),
        watch: Callable[[str, Window], None] = lambda name, window: None,
        game: WindowGame | None = None,
    ):
        pygame.event.clear() if pygame.display.get_init() else None
        shelf = Shelf() if game else stock()
        self.window = Window(Settings(), ground_of, game=game, shelf=shelf, opener=GameOpener(), control=by_line, size=size)
        self.watch, self.seen = watch, set[str]()
        self.window.step()

    # --- hands -----------------------------------------------------------------------------------------

    def key(self, name: str) -> None:
        """Press and release a key."""
        for kind in (pygame.KEYDOWN, pygame.KEYUP):
            pygame.event.post(pygame.event.Event(kind, key=KEYS[name], mod=0, unicode="", scancode=0))
        self.window.step()

    def type(self, text: str) -> None:
        """Type a text."""
        pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=text))
        self.window.step()

    def click(self, at: tuple[int, int]) -> None:
        """Press and release the left button."""
        pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            pygame.event.post(pygame.event.Event(kind, pos=at, button=1))
        self.window.step()

    # --- eyes ------------------------------------------------------------------------------------------

    def hits(self, prefix: str) -> list[Hit]:
        """What can be pressed now whose id begins so."""
        return [hit for hit in front(self.window.drawn.hits) if hit.id.startswith(prefix)]

    def moment(self) -> str:
        """What the window is about."""
        now, picture = self.window.interface, self.window.picture
        if now.stage != "play":
            return now.stage
        if now.beat is not None:
            return "beat"
        assert picture is not None
        if picture.question is None:
            assert picture.console is not None, "nobody is asked, and no umpire looks"
            return "console"
        return picture.question.kind

    def note(self, name: str) -> None:
        """Call the watcher the first time that a moment comes."""
        if name not in self.seen:
            self.seen.add(name)
            self.watch(name, self.window)

    # --- ways of pressing ------------------------------------------------------------------------------

    def by_keys(self, prefix: str) -> bool:
        """Go to something by Tab and press it with Enter; False if the ring never comes to it."""
        for _ in range(80):
            if self.window.interface.focused.startswith(prefix):
                self.key("enter")
                return True
            self.key("tab")
        return False

    def by_mouse(self, prefix: str) -> bool:
        """Click on something; False if there is none."""
        found = self.hits(prefix)
        if found:
            self.click(found[0].rect.center)
        return bool(found)

    # --- a game ----------------------------------------------------------------------------------------

    def play(self, press: Callable[[str], bool], orders: int = 1) -> int:
        """Play the first scenario of the shelf to its end; return how many decisions were taken."""
        self.note("start")
        assert press("begin"), "nothing begins a game"
        decisions = 0
        for _ in range(PATIENCE):
            moment = self.moment()
            self.note(moment)
            if moment == "over":
                return decisions
            decisions += self.take(moment, press, orders)
        raise AssertionError(f"no end after {PATIENCE} steps, at {self.moment()}")

    def take(self, moment: str, press: Callable[[str], bool], orders: int) -> int:
        """Do what the moment asks for; return how many decisions that was."""
        if moment == "curtain":
            assert press("ready")
            return 0
        if moment == "beat":
            assert press("next")
            return 0
        if moment == "order":
            for _ in range(orders):
                self.order(press)
            assert press("commit")
            self.note("confirm")
            assert press("committed")
            return 1
        assert press("choice:"), moment
        self.note(f"{moment} chosen")
        assert press("answer"), moment
        return 1

    def order(self, press: Callable[[str], bool]) -> None:
        """Draft one order: the second card of the hand, for the first is the redeployments."""
        cards = [hit.id for hit in self.hits("card:")]
        if len(cards) < 2 or not press(cards[1]):
            return
        self.note("card")
        if self.hits("add"):
            assert press("add")
        elif self.moment() == "order":
            press("back")


def keep_picture(folder: Path) -> Callable[[str, Window], None]:
    """A watcher that keeps a picture of each moment."""

    def keep(name: str, window: Window) -> None:
        pygame.image.save(window.surface, str(folder / f"{name.replace(' ', '_')}.png"))

    return keep
