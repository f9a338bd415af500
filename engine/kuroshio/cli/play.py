"""`kuroshio play`: opens the map in a window, with people at some of the seats."""

from __future__ import annotations

import subprocess
import sys
import webbrowser
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click
from attrs import define

import kuroshio
from kuroshio.cli import compile_notice
from kuroshio.cli.review_files import write_review
from kuroshio.cli.shared_options import POLICY, RULES, ChosenPolicies, Whole, people_of, read_policies, warn_if_cold
from kuroshio.cli.window_game import Machine
from kuroshio.files.checks.check_map_shapes import refuse_broken
from kuroshio.files.content_folders import data_folder, find_scenario, scenario_names
from kuroshio.files.faults import FaultyFiles
from kuroshio.files.loader import board_of, find_map, read_board, read_rules, read_scenario, scenario_of
from kuroshio.files.theatre import OF_RULES, strangers
from kuroshio.kernel.jit import is_cold
from kuroshio.model.scenario import ScenarioFile
from kuroshio.screen.drawing.fonts import FontMissing
from kuroshio.screen.window.display import NoDisplay
from kuroshio.screen.window.opened_games import CannotOpen, WindowGame
from kuroshio.screen.window.settings import load_settings
from kuroshio.screen.window.state import Ground, SaveCard, ScenarioCard, SeatChip, Shelf
from kuroshio.screen.window.window import Window
from kuroshio.session import saved_games
from kuroshio.session.journal_reader import KeptGame
from kuroshio.session.journal_writer import SUFFIX
from kuroshio.session.public_journal import latest
from kuroshio.session.session import Session


@define
class GameOpener:
    """Begins and opens games for the window.

    rules: a rules folder of the user's own, or empty; map: of the game that is open; projector: the last that was opened.
    """

    rules: str = ""
    map: Path | None = None
    projector: subprocess.Popen[bytes] | None = None

    def new(self, scenario: str, seats: tuple[str, ...], seed: int, umpire: bool) -> Machine:
        """Begin a game, kept from its first choice on. Raises CannotOpen."""
        try:
            content = kuroshio.load(scenario, self.rules)
            refuse_broken(content.places.map)
            path = saved_games.new_path(content.tables.scenario.id, datetime.now())
            return self.opened(saved_games.start(content, scenario, self.rules, seats, (), seed, path, umpire))
        except FaultyFiles as error:
            raise CannotOpen(str(error.faults[0])) from None
        except OSError as error:
            raise CannotOpen(f"The game cannot be kept in {saved_games.games_folder()}: {error.strerror}.") from None

    def open(self, path: str) -> Machine:
        """Go on with a kept game. Raises CannotOpen."""
        try:
            game = saved_games.resume(Path(path), curtained=True)
        except FaultyFiles as error:
            raise CannotOpen(str(error.faults[0])) from None
        except (ValueError, OSError) as error:
            raise CannotOpen(str(error)) from None
        try:
            refuse_broken(game.map or data_folder("maps"))
        except FaultyFiles as error:
            game.close()
            raise CannotOpen(str(error.faults[0])) from None
        return self.opened(game)

    def shelf(self) -> Shelf:
        """What the start screen lists now."""
        return stock(self.rules)

    def review(self, game: WindowGame) -> str:
        """Write the review beside the kept game, and open it; a sentence that says where it lies. Raises CannotOpen."""
        path = game.session.journal.path if isinstance(game, Machine) else None
        if path is None:
            raise CannotOpen("This game is not kept in a file, so it has no review.")
        try:
            page = write_review(str(path), path.parent / f"{path.name.removesuffix(SUFFIX)}-review" / "review.html")
        except click.UsageError as error:
            raise CannotOpen(f"The review cannot be written: {error.message}.") from None
        webbrowser.open(page.resolve().as_uri())
        return f"The review is in {page.parent}. It holds the secrets of every seat."

    def project(self, game: WindowGame) -> str:
        """Open the projector of a kept game, as a process of its own; a sentence that says so. Raises CannotOpen."""
        path = game.session.journal.path if isinstance(game, Machine) else None
        if path is None:
            raise CannotOpen("This game is not kept in a file, so the projector cannot read it.")
        if self.projector is not None and self.projector.poll() is None:
            return "The projector is open already, in a window of its own; ? shows its keys."
        try:
            self.projector = subprocess.Popen(
                [sys.executable, "-m", "kuroshio", "show", str(path.resolve())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise CannotOpen(f"The projector cannot be opened: {error.strerror}; `kuroshio show` opens it too.") from None
        return "The projector opens in a window of its own; ? shows its keys."

    def opened(self, game: Session) -> Machine:
        """A game that the window shows from now on: its seats come there by turns, and it has its own map."""
        game.curtain.drawn, self.map = True, game.map
        game.placed = saved_games.projector_told(game.journal.path) if game.journal.path else ""
        return Machine(game)

    def ground(self, name: str) -> Ground:
        """The map of a name: that of the game that is open, else a shipped one. Raises FaultyFiles."""
        own = self.map is not None and self.map.name == name
        return ground_in(self.map) if self.map is not None and own else ground_of(name)


def by_line(game: WindowGame, line: str) -> tuple[str, Sequence[str]]:
    """Carry out a line of control; why it was refused, and what came of it."""
    assert isinstance(game, Machine)
    return game.control(line)


def ground_of(name: str) -> Ground:
    """A shipped map by its name. Raises FaultyFiles."""
    return ground_in(find_map(name) or data_folder("maps") / name)


def ground_in(folder: Path) -> Ground:
    """The map that lies in a folder. Raises FaultyFiles where it cannot be drawn."""
    refuse_broken(folder)
    return Ground(folder, board_of(read_board(folder)))


def stock(rules: str = "") -> Shelf:
    """What the start screen lists: the shipped scenarios, and the games that are kept."""
    loaded = read_rules(Path(rules) if rules else data_folder("rules"))
    factions = {faction.id: faction for faction in loaded.of("factions")}
    cards = []
    for name in scenario_names():
        scenario = scenario_of(read_scenario(find_scenario(name)))
        chips = [factions[seat.faction] for seat in scenario.seats if factions[seat.faction].orders]
        seats = tuple(SeatChip(id=f.id, name=f.name, letter=f.letter, color=f.color, name_ja=f.name_ja) for f in chips)
        cards.append(card_of(scenario, name, seats))
    cards.sort(key=lambda card: (card.turns, len(card.seats)))
    named = {entry.id: entry.name for entry in (*cards, *factions.values())}
    return Shelf(scenarios=tuple(cards), saves=tuple(saves(named)))


def card_of(scenario: ScenarioFile, name: str, seats: tuple[SeatChip, ...]) -> ScenarioCard:
    """A scenario as the start screen shows it."""
    return ScenarioCard(
        id=name,
        name=scenario.name,
        name_ja=scenario.name_ja,
        summary=scenario.summary,
        turns=scenario.turns,
        start=scenario.start,
        seats=seats,
        map=scenario.map,
        areas=about(scenario),
    )


def about(scenario: ScenarioFile) -> tuple[str, ...]:
    """The areas that a scenario is about: where its counters stand, most first, a dozen at most."""
    standing = [piece.area for piece in scenario.pieces]
    return tuple(sorted(set(standing), key=lambda area: (-standing.count(area), area))[:12])


def saves(named: Mapping[str, str]) -> list[SaveCard]:
    """The kept games as the start screen shows them; `named`: the names of scenarios and seats."""
    return [
        SaveCard(
            path=str(kept.path),
            title=f"{named.get(kept.scenario, Path(kept.scenario).stem)} · {sitting(kept.people, named)}",
            turn=where(kept),
            when=datetime.fromtimestamp(kept.path.stat().st_mtime).strftime("%d %b %Y, %H:%M"),
        )
        for kept in saved_games.saved_games()
    ]


def where(kept: KeptGame) -> str:
    """How far a kept game has come; the public journal knows, for a turn may have begun in which nobody has chosen yet."""
    try:
        picture = latest(saved_games.public_path(kept.path))
    except (OSError, ValueError):
        picture = None
    return f"turn {picture.turn}, {picture.date}" if picture else f"turn {kept.turn}"


def sitting(people: tuple[str, ...], named: Mapping[str, str]) -> str:
    """Who sits in a kept game, in a few words."""
    if len(people) > 3:
        return f"{len(people)} seats"
    return ", ".join(named.get(seat, seat) for seat in people) or "no people"


def refuse_foreign(rules: str) -> None:
    """Refuse rules by which no shipped scenario is played: the start screen lists no other. Raises UsageError, FaultyFiles."""
    if not rules:
        return
    own = read_rules(Path(rules))
    if all(strangers(read_scenario(find_scenario(name)), own, OF_RULES) for name in scenario_names()):
        raise click.UsageError(
            f"--rules {rules}: no shipped scenario fits these rules; name one of yours: play SCENARIO --rules {rules}"
        )


def compile_first(scenario: str, rules: str) -> None:
    """Compile what the window needs before it opens, and say why that takes a while: a window that stands still looks broken."""
    warn_if_cold()
    if is_cold("advance"):
        content = kuroshio.load(scenario, rules)
        first = content.tables.scenario.seats[0].faction
        compile_notice.compile_first(lambda: Session(content.tables, content.playbook, (first,), 1).picture())


@click.command("play")
@click.argument("scenario", required=False)
@click.option("--seat", "seats", multiple=True, metavar="SEAT", help="A seat of people. May be given again.")
@click.option("--umpire", is_flag=True, help="Play with an umpire: acts wait for a ruling, in the scenario's modes.")
@click.option("--seed", type=Whole(0, 2**64 - 1), default=1, show_default=True, help="The same seed, the same dice.")
@POLICY
@RULES
def command(
    scenario: str | None, seats: tuple[str, ...], umpire: bool, seed: int, policies: tuple[str, ...], rules: Path | None
) -> None:
    """Open the map. Without SCENARIO (a file, or the name of a shipped one) a start screen lists scenarios and kept games.

    Seats without --seat choose by doctrine; without any --seat people take the scenario's first seat.
    """
    own = str(rules) if rules else ""
    if not scenario:
        refuse_foreign(own)
    compile_first(scenario or scenario_names()[0], own)
    game = None
    if scenario:
        content = kuroshio.load(scenario, own)
        refuse_broken(content.places.map)
        chosen = read_policies(content, policies, only=True)
        people = people_of(content.tables, seats, content.tables.scenario.id) or saved_games.seats_for_people(content.tables)[:1]
        path = saved_games.new_path(content.tables.scenario.id, datetime.now())
        game = start_or_say(content, scenario, own, people, chosen, seed, path, umpire)
    elif seats or policies or umpire or seed != 1:
        raise click.UsageError(
            "--seat, --policy, --umpire and --seed need a SCENARIO; without one, choose these on the start screen"
        )
    open_window(game, own)


def start_or_say(
    content: kuroshio.Scenario,
    scenario: str,
    rules: str,
    people: tuple[str, ...],
    chosen: ChosenPolicies,
    seed: int,
    path: Path,
    umpire: bool,
) -> Session:
    """Begin a game; where it cannot be kept, one sentence and exit status 2."""
    try:
        return saved_games.start(
            content, scenario, rules, people, tuple(chosen.words.items()), seed, path, umpire, chosen.sources
        )
    except OSError as error:
        raise click.UsageError(f"the game cannot be kept in {path.parent}: {error.strerror}; set KUROSHIO_GAMES_DIR") from None


def open_window(game: Session | None, rules: str) -> None:
    """Play in a window until it is closed; where none can be opened, one sentence and exit status 2."""
    opener = GameOpener(rules)
    try:
        window = Window(
            load_settings(),
            opener.ground,
            game=opener.opened(game) if game else None,
            shelf=Shelf() if game else stock(rules),
            opener=opener,
            control=by_line,
        )
        window.run()
    except (NoDisplay, FontMissing) as error:
        lines = (
            f" Without a window continue by lines: `kuroshio control {game.journal.path}`." if game and game.journal.path else ""
        )
        raise click.UsageError(f"{error}{lines}") from None
