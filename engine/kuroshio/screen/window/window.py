"""The window: the display, its events, and the commands of the window's state."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame
from attrs import asdict, evolve
from pygame import Rect

from kuroshio.model.times_of_day import WALL
from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.map.camera import Camera, zoom
from kuroshio.screen.map.map_overlay import GameMap
from kuroshio.screen.window import events_and_commands as m
from kuroshio.screen.window.display import (
    LEAST,
    WINDOWED,
    NoDisplay,
    begin_display,
    displays,
    drop_composing,
    keep_picture,
    size_for,
)
from kuroshio.screen.window.input_events import Pointer, translate
from kuroshio.screen.window.opened_games import CannotOpen, Opener, WindowGame
from kuroshio.screen.window.settings import Settings, save_settings, settings_of
from kuroshio.screen.window.state import Ground, Interface, ScenarioCard, Shelf
from kuroshio.screen.window.story_pages import as_told
from kuroshio.screen.window.update import update
from kuroshio.screen.window.whole_window import Drawn, draw_map_only, draw_whole_window, map_rect

FRAMES = 60  # a second, at most; nothing is drawn while nothing changes
REST = 250  # ms without a move of the map before it is redrawn sharply
THE_TABLE = "the table"  # the name of who ends a game without an umpire


GroundOf = Callable[[str], Ground]
ByLine = Callable[[WindowGame, str], tuple[str, Sequence[str]]]  # a line of control: why it was refused, and what came of it
NO_LINES = "Lines of control cannot be used here."
NO_FONT = "No font of this machine has all of: {}. A word in brackets replaces it; `kuroshio check-room` says what to install."


class Window:
    """One window and what it shows. `run` returns when it is closed."""

    def __init__(
        self,
        settings: Settings,
        ground: GroundOf,
        *,
        game: WindowGame | None = None,
        shelf: Shelf | None = None,
        opener: Opener | None = None,
        control: ByLine | None = None,
        size: tuple[int, int] | None = None,
    ) -> None:
        self.interface = Interface(
            stage="play" if game else "start", shelf=shelf or Shelf(),
            theme=settings.theme, scale=settings.scale, japanese=settings.japanese,
            fullscreen=settings.fullscreen, display=settings.display,
        )  # fmt: skip
        self.ground, self.game, self.opener, self.control = ground, game, opener, control
        self.picture: Picture | None = None
        self.before: dict[str, Picture] = {}  # by seat: what it saw last, which a story starts from
        self.tale: Picture | None = None  # that picture, for the story that is being told
        self.rewound = 0  # how often the game had gone back when it was last shown
        self.pointer = Pointer()
        self.drawn = Drawn()
        self.open = True
        self.fault = ""  # why the public journal was not written when the game was last shown
        self.lacking: set[str] = set()  # scripts that no font has, as far as it was said
        self._windowed = size or WINDOWED
        self._fits = size is None  # whether its size goes by the screen's
        self._views: dict[str, GameMap] = {}
        self._shown: tuple[Interface, Picture | None, tuple[int, int]] | None = None
        self._moved = 0
        self.surface = self._open_display()
        self.fonts = Fonts(settings.scale)
        if game:
            self.refresh()
        elif self.interface.shelf.scenarios:
            self.send(m.Press(f"scenario:{self.interface.shelf.scenarios[0].id}"))

    def run(self, look: Callable[[], None] = lambda: None) -> None:
        """Play until the window is closed. look: called before each frame, to take what has come from elsewhere."""
        clock = pygame.time.Clock()
        try:
            while self.open:
                look()
                self.step()
                clock.tick(FRAMES)
        finally:
            self._let_go()
            pygame.display.quit()

    def step(self) -> None:
        """Take all events that have come, and draw what has changed."""
        for event in pygame.event.get():
            self.take(event)
        self.draw()

    def take(self, event: pygame.event.Event) -> None:
        """Take one event of the display."""
        if event.type == pygame.VIDEORESIZE and not self.interface.fullscreen:
            self._windowed = (max(event.w, LEAST[0]), max(event.h, LEAST[1]))
        if event.type in (pygame.VIDEORESIZE, pygame.WINDOWEXPOSED, getattr(pygame, "WINDOWDISPLAYCHANGED", -1)):
            self.surface = pygame.display.get_surface() or self.surface
            self._shown = None
            return
        if event.type in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            self.pointer.at = event.pos
        area = self._area_under(self.pointer.at)
        for message in translate(event, self.pointer, self.interface, self.drawn, area):
            self.send(message)

    def send(self, message: m.Message) -> None:
        """Change the window's state by a message, and carry out the commands from it."""
        if isinstance(message, m.KeyPress) and message.name in ("zoom in", "zoom out"):
            self._zoom_at(1.15 if message.name == "zoom in" else 1 / 1.15)
            return
        if isinstance(message, m.KeyPress) and message.name == "grab":
            self._grab()
            return
        before = self.interface
        self.interface, commands = update(self.interface, self.picture, message)
        if self.interface.composing and self.interface.overlay != before.overlay:  # what is left behind in a field is dropped
            self.interface, commands = evolve(self.interface, composing="", cursor=0), (m.DropComposing(), *commands)
        if self.interface.beat is not None and self.interface.beat is not before.beat and self.interface.beat.area:
            commands = (*commands, m.LookAt(f"area:{self.interface.beat.area}"))
        for command in commands:
            self.carry_out(command)

    def carry_out(self, command: m.Command) -> None:
        """Carry out a command of the window's state."""
        match command:
            case m.Quit():
                self.open = False
                self._let_go()
            case m.LookAt(what):
                self._look_at(what)
            case m.SaveSettings():
                self.fonts = Fonts(self.interface.scale) if self.fonts.scale != self.interface.scale else self.fonts
                save_settings(settings_of(self.interface))
            case m.ToggleFullscreen():
                self.interface = evolve(self.interface, fullscreen=not self.interface.fullscreen)
                self._reopen()
            case m.NextDisplay():
                self.interface = evolve(self.interface, display=(self.interface.display + 1) % displays())
                self._reopen()
            case m.DropComposing():
                drop_composing()
            case m.Screenshot():
                self.send(m.Said(*keep_picture(self.surface)))
            case m.Leave():
                self._leave(command)
            case m.OpenReview() | m.OpenProjector() if self.opener and self.game:
                self._have_made(self.opener, self.game, command)
            case m.NewGame(scenario, seats, seed, umpire) if self.opener:
                opener = self.opener
                self._begin(lambda: opener.new(scenario, seats, seed, umpire))
            case m.OpenGame(path) if self.opener:
                opener = self.opener
                self._begin(lambda: opener.open(path))
            case _ if self.game:
                self._play(self.game, command)

    def _play(self, game: WindowGame, command: m.Command) -> None:
        """Pass a command to the game and show what came of it."""
        if isinstance(command, m.CarryOut):
            self._control(game, command.line)
            return
        if isinstance(command, m.ByHand):
            self._by_hand(game, command)
            return
        try:
            refused = self._tell(game, command)
        except OSError as fault:  # the disk failed: the game is as before
            self.send(m.Said(fault.strerror or str(fault), wrong=True))
            return
        if isinstance(command, m.Draft | m.Undraft | m.Expect):
            self.picture = game.picture()
            self._remember(self.picture)  # what is paid for is paid when the story begins
            told = "Removed from your orders." if isinstance(command, m.Undraft) else "Your expectation is kept."
            self.send(m.Drafted(refused) if isinstance(command, m.Draft) else m.Said(refused or told, wrong=bool(refused)))
        elif refused:
            self.send(m.Said(refused, wrong=True))
        else:
            self.refresh()

    def _tell(self, game: WindowGame, command: m.Command) -> str:
        """Pass a command to the game. Return why it was refused, or an empty text."""
        refused = ""
        match command:
            case m.Draft(line):
                refused = game.draft(line)
            case m.Undraft(index):
                game.undraft(index)
            case m.CommitPlan():
                game.commit_plan()
            case m.GiveAnswer(line):
                refused = game.answer(line)
            case m.Stop():
                refused = game.stop(THE_TABLE)
            case m.Ready(seat):
                game.reveal(seat)
            case m.Expect(seat, other, text):
                refused = game.expect(seat, other, text)
        return refused

    def _control(self, game: WindowGame, line: str) -> None:
        """Pass a line of control to the game, and show at once what it changed."""
        try:
            refused, said = self.control(game, line) if self.control else (NO_LINES, ())
        except OSError as fault:  # the disk failed: the game is as before
            refused, said = fault.strerror or str(fault), ()
        if not refused:
            self.refresh()
        self.send(m.Performed(refused, tuple(said)))

    def _by_hand(self, game: WindowGame, command: m.ByHand) -> None:
        """Pass what the umpire does at its desk to the game, if it takes such, and show at once what it changed."""
        act = getattr(game, "by_hand", None)
        try:
            refused, said = act(command) if act else (NO_LINES, ())
        except OSError as fault:  # the disk failed: the game is as before
            refused, said = fault.strerror or str(fault), ()
        if not refused and not isinstance(command, m.AskState):
            self.refresh()
        self.send(m.DoneByHand(command, refused, tuple(said)))

    def refresh(self) -> None:
        """Fetch what this seat may see, and its news, after the game has gone on."""
        if self.game is None:
            return
        if self.rewound != self.game.rewound:
            self.rewound, self.before = self.game.rewound, {}
        self._notice(self.game)
        waiting = self.game.waiting_for()
        self.picture = self.game.picture()
        self.tale = self.before.get(self.picture.seat)
        if not waiting:
            self._remember(self.picture)
        self.send(m.Refreshed(waiting, () if waiting else self.game.beats(), self.game.has_umpire()))

    def _notice(self, game: WindowGame) -> None:
        """Take the notices of a game on its files and clock, if it has any. A new fault is said at once."""
        notices = getattr(game, "notices", tuple)
        self.interface = evolve(self.interface, notices=tuple(notices()))
        fault = getattr(game, "unpublished", "")
        if fault and fault != self.fault:
            self.send(m.Said(fault))
        self.fault = fault

    def _remember(self, picture: Picture) -> None:
        """Keep the picture of a seat: its next story starts from it. The umpire's picture is not kept."""
        if picture.console is None:
            self.before[picture.seat] = picture

    def _let_go(self) -> None:
        """Close the game, if it has a `close`: it may hold something while it is open, such as the lock of its file."""
        close = getattr(self.game, "close", None)
        if close is not None:
            close()

    def shown(self) -> Picture | None:
        """Return the picture to draw. While a story is told, it shows the game only as far as it has been told."""
        now, picture = self.interface, self.picture
        if now.beat is None or picture is None or self.tale is None or self.tale.seat != picture.seat:
            return picture
        return as_told(self.tale, picture, now.told)

    def _begin(self, make: Callable[[], WindowGame]) -> None:
        self.interface = self.interface.says("One moment: the game is being loaded.")
        self.draw()
        try:
            self._let_go()
            self.game = make()
        except CannotOpen as fault:
            self.interface = self.interface.refuses(str(fault))
            return
        self.before, self.tale, self.rewound = {}, None, self.game.rewound
        self._views.clear()  # a kept game has its own map, which may bear the name of another
        self.interface = evolve(self.interface, stage="play", overlay="", camera=None).says("")
        self.refresh()

    def _leave(self, asked: m.Leave) -> None:
        """Close the game and go back to the start screen; without one, close the window."""
        if self.opener is None:
            self.carry_out(m.Quit())
            return
        self._let_go()
        now, self.game, self.picture, self.tale, self.before = self.interface, None, None, None, {}
        self._views.clear()
        self.interface = Interface(shelf=self.opener.shelf(), **asdict(settings_of(now), recurse=False))
        cards = {card.id: card for card in self.interface.shelf.scenarios}
        names = list(cards)
        at = names.index(asked.scenario) + asked.following if asked.scenario in cards else 0
        if names:
            chosen = names[at % len(names)]
            self.send(m.Press(f"scenario:{chosen}"))
            if asked.people and asked.people <= {seat.id for seat in cards[chosen].seats}:
                self.interface = evolve(self.interface, people=asked.people)

    def _have_made(self, opener: Opener, game: WindowGame, command: m.OpenReview | m.OpenProjector) -> None:
        """Have the review written, which takes some seconds, or the projector opened."""
        review = isinstance(command, m.OpenReview)
        self.interface = self.interface.says("One moment: the review is being written." if review else "")
        self.draw()
        try:
            self.interface = self.interface.says(opener.review(game) if review else opener.project(game))
        except CannotOpen as fault:
            self.interface = self.interface.refuses(str(fault))

    # --- drawing -------------------------------------------------------------------------------------

    def view(self) -> GameMap | None:
        """Return the map of the present game, or of the scenario that is chosen on the start screen; None without one."""
        name = self.picture.map if self.picture else next((card.map for card in self._chosen()), "")
        if name and name not in self._views:
            self._views[name] = GameMap(self.ground(name))
        return self._views.get(name)

    def _chosen(self) -> list[ScenarioCard]:
        return [card for card in self.interface.shelf.scenarios if card.id == self.interface.scenario]

    def draw(self) -> None:
        """Draw what has changed since the last time: nothing, the map alone, or everything."""
        picture = self.shown()
        if picture is not None and picture.clock is not None:
            self.interface = evolve(self.interface, second=int(WALL.now()))
        view, now = self.view(), (self.interface, self._same(picture), self.surface.get_size())
        if view and self.drawn.map.width and view.needs_settle and pygame.time.get_ticks() - self._moved > REST:
            assert self.picture
            view.settle(view.camera(self.interface, self.picture, self.drawn.map.size), self.drawn.map.size)
            self._shown = None if self._shown is None else self._as_moved(self._shown)
        if self._shown == now:
            return
        if view and now[1] and self._only_map(now):
            self.drawn = draw_map_only(self.surface, self.fonts, now[1], self.interface, view, self.drawn)
            pygame.display.update(self.drawn.map)
        else:
            caret, self.drawn = self.drawn.caret, draw_whole_window(self.surface, self.fonts, now[1], self.interface, view)
            if self.drawn.caret and self.drawn.caret != caret:
                pygame.key.set_text_input_rect(self.drawn.caret)  # an input method lists its candidates there
            pygame.display.flip()
        self._shown = now
        self._tell_lacking()

    def _tell_lacking(self) -> None:
        """Say of each script, once, that no font of this machine has it, if such text was to be drawn."""
        scripts = [script for script in self.fonts.lacks if script not in self.lacking]
        if scripts and not self.interface.message:
            self.lacking.update(scripts)
            self.send(m.Said(NO_FONT.format(" and ".join(scripts))))

    def _same(self, picture: Picture | None) -> Picture | None:
        """Return the picture that is shown if the new one equals it: then nothing need be drawn anew."""
        return self._shown[1] if self._shown and self._shown[1] == picture else picture

    def _as_moved(
        self, shown: tuple[Interface, Picture | None, tuple[int, int]]
    ) -> tuple[Interface, Picture | None, tuple[int, int]]:
        """Return what is shown as if the camera had been another, so that only the map is drawn anew."""
        return evolve(shown[0], camera=None if shown[0].camera else Camera(0, 0, 1)), shown[1], shown[2]

    def _only_map(self, now: tuple[Interface, Picture | None, tuple[int, int]]) -> bool:
        """Whether only the camera or a dragged counter differs from what is shown, and nothing lies over the map."""
        over = self.interface.overlay or self.interface.show_aims or self.interface.legend
        if self._shown is None or not self.drawn.map.width or over:
            return False
        old = self._shown[0]
        moving = {name: getattr(now[0], name) for name in ("camera", "dragging", "drag_area", "drag_at", "pointed")}
        same = evolve(old, **moving)
        return same == now[0] and self._shown[1] == now[1] and self._shown[2] == now[2]

    # --- the map -------------------------------------------------------------------------------------

    def _place(self) -> Rect:
        """Return the rect of the map, even if a crisis hides it."""
        if self.drawn.map.width or self.picture is None:
            return self.drawn.map
        return map_rect(self.surface, self.fonts, self.picture, self.interface)

    def _area_under(self, at: tuple[int, int]) -> str:
        view = self.view()
        if view is None or self.picture is None or not self.drawn.map.collidepoint(at):
            return ""
        return view.area_under(at, self.drawn.map, self.interface, self.picture)

    def _look_at(self, what: str) -> None:
        view, place = self.view(), self._place()
        if view is None or self.picture is None or not place.width:
            return
        camera = view.look_at(what, self.interface, self.picture, place.size)
        if camera:
            self._look(camera)

    def _look(self, camera: Camera) -> None:
        self._moved = pygame.time.get_ticks()
        self.send(m.Look(camera))

    def _zoom_at(self, factor: float) -> None:
        """Zoom the map about the pointer."""
        view, place = self.view(), self.drawn.map
        if view and self.picture and place.collidepoint(self.pointer.at):
            now = view.camera(self.interface, self.picture, place.size)
            at = (self.pointer.at[0] - place.x, self.pointer.at[1] - place.y)
            self._look(view.within(zoom(now, factor, at, place.size), place.size))

    def _grab(self) -> None:
        """Drag the map with the pointer."""
        view, place = self.view(), self.drawn.map
        if view and self.picture and place.width:
            now = view.camera(self.interface, self.picture, place.size)
            self._look(view.moved(now, self.pointer.moved, place.size))

    # --- the display ---------------------------------------------------------------------------------

    def _open_display(self) -> pygame.Surface:
        try:
            begin_display()
            if self._fits:
                self._windowed = size_for(pygame.display.get_desktop_sizes(), self.interface.display)
            return self._set_mode()
        except pygame.error as fault:
            raise NoDisplay(f"No window can be opened here ({fault}). Is there a screen, and may this user draw on it?") from None

    def _set_mode(self) -> pygame.Surface:
        if self.interface.display >= displays():
            self.interface = evolve(self.interface, display=0)
        flags = pygame.FULLSCREEN if self.interface.fullscreen else pygame.RESIZABLE
        size = (0, 0) if self.interface.fullscreen else self._windowed
        return pygame.display.set_mode(size, flags, display=self.interface.display)

    def _reopen(self) -> None:
        """Open the window in its new size or on its new display. If that fails, open a plain one on the first display."""
        try:
            self.surface = self._set_mode()
        except pygame.error:
            self.interface = evolve(self.interface, fullscreen=False, display=0).refuses("That display cannot be used.")
            self.surface = self._set_mode()
        self._shown = None
        save_settings(settings_of(self.interface))
