"""Options and helpers of the subcommands that play games: compiled scenarios, policies, notices about waits."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
from attrs import frozen

from kuroshio.api.scenarios import Scenario
from kuroshio.cli import compile_notice
from kuroshio.kernel.jit import INTERPRETED
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.likely_names import nearest
from kuroshio.model.typed_numbers import no_whole, whole
from kuroshio.players.mixed_games import MixedGames, play_outside
from kuroshio.players.player import PlayerFault, Source
from kuroshio.players.player_loading import is_player, load
from kuroshio.players.seating import UnclearPlayer, checked_policy
from kuroshio.players.whole_games import make_memory, play_block
from kuroshio.session.saved_games import seats_for_people
from kuroshio.study.batch import Batch


class Whole(click.IntRange):
    """A whole number on the command line, as `kuroshio.model.typed_numbers` reads one. It has a least and a most."""

    def __init__(self, least: int, most: int):
        super().__init__(least, most)
        self.bounds = (least, most)

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of a text; one of the program's own is given back."""
        number = value if isinstance(value, int) else whole(value, *self.bounds)
        if number is None:
            self.fail(f"{no_whole(str(value), *self.bounds)}.", param, ctx)
        return number


class Place(click.Path):
    """A file or a folder on the command line, which has a name. sample: of a file to be made; empty where a folder will do."""

    def __init__(self, sample: str = ""):
        super().__init__(path_type=Path)
        self.sample = sample

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path of a text."""
        said = str(value)
        if not said.strip():
            self.fail(f"{said!r} is not a name; write the name of a {'file' if self.sample else 'folder'}.", param, ctx)
        path = Path(str(super().convert(said, param, ctx)))
        if self.sample and (said.endswith(("/", os.sep)) or path.name in ("", "..") or path.is_dir()):
            self.fail(f"{said} is a folder; name a file in it, such as {path / self.sample}.", param, ctx)
        return path


SEED = click.option("--seed", type=Whole(0, 2**64 - 1), default=1, show_default=True, help="The same seed, the same games.")
POLICY = click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="SEAT=PLAYER",
    help="Who decides for a seat: a doctrine's id, or random; mixed, where it has a mix; FILE.py:CLASS, a player in Python; "
    "exec:PROGRAM, one in any language. SEAT may be `all`. May be given again.",
)
ON_FAULT = click.option(
    "--on-fault",
    type=click.Choice(["stop", "doctrine"]),
    default="stop",
    show_default=True,
    help="If a player in Python or a program fails: stop everything, or let the doctrine of its seat play that game on.",
)
RULES = click.option("--rules", type=Place(), help="A rules folder of your own instead of the shipped one.")

OVERWRITE = click.option(
    "--overwrite",
    is_flag=True,
    help="Overwrite files that somebody has changed or made, but never journals, scenarios, rules or maps.",
)


@frozen
class ChosenPolicies:
    """Who decides, by seat: in the words that name it; the doctrine, "random" or "mixed"; and the players from outside.

    Where one of these sits, its seat's doctrine is who steps in for it.
    """

    words: dict[str, str]
    doctrines: dict[str, str]
    sources: dict[str, Source]

    def over(self, other: ChosenPolicies) -> ChosenPolicies:
        """What another says, save where this says otherwise."""
        sources = {seat: source for seat, source in other.sources.items() if seat not in self.words}
        return ChosenPolicies(other.words | self.words, other.doctrines | self.doctrines, sources | self.sources)


class Stopped(click.ClickException):
    """An error that ends a command at work, with its sentence and status 2, without the usage text."""

    exit_code = 2


def warn_if_cold() -> None:
    """From now on, say why there is a wait, and how long, whenever the rules engine is compiled."""
    compile_notice.listen()


def ready(study: Batch) -> None:
    """Have compiled what a study needs, before a bar of progress is drawn. Whoever interrupts does not wait for it."""
    warn_if_cold()
    if not INTERPRETED:
        compile_notice.compile_first(lambda: _play_first(study))


def _play_first(s: Batch) -> None:
    """Play a game by doctrine as the study will be played."""
    memory = make_memory()
    if s.sources:
        play_outside(MixedGames(s.tables, s.playbook, s.policy, {}, memory), s.seed, s.first, 1)
    else:
        play_block(s.tables, s.playbook, s.policy, s.seed, s.first, 1, memory)


def read_policies(scenario: Scenario, given: tuple[str, ...], option: str = "--policy ", only: bool = False) -> ChosenPolicies:
    """Who decides at every seat by faction: as the scenario has it, save where the user says otherwise.

    `option` is what the user wrote before the text; with `only` nothing but what is given comes back. Players are made ready.
    """
    tables = scenario.tables
    seats = {seat.faction: seat.default_policy for seat in tables.scenario.seats}
    chosen = ChosenPolicies({}, {}, {}) if only else ChosenPolicies(dict(seats), dict(seats), {})
    named = [text.partition("=")[0] for text in given]
    for text in given:
        seat, equals, policy = text.partition("=")
        if not equals:
            raise click.UsageError(f"{option}{text}: not SEAT=DOCTRINE; write for example japan=random")
        if seat != "all" and seat not in seats:
            raise click.UsageError(f"{option}{text}: no seat {seat!r}; {nearest(seat, ['all', *seats])}")
        if named.count(seat) > 1:
            raise click.UsageError(f"{option}{text}: {seat} is given {named.count(seat)} policies; give it one")
        for faction in seats if seat == "all" else (seat,):
            chosen = _one(tables, faction, policy, f"{option}{seat}").over(chosen)
    return chosen


def _one(tables: Tables, faction: str, policy: str, option: str) -> ChosenPolicies:
    """Who decides at one seat."""
    if not is_player(policy):
        return ChosenPolicies({faction: policy}, {faction: _policy_of(tables, faction, policy, f"{option}={policy}")}, {})
    try:
        source = load(policy)
        source.prepare(tables, faction)
    except PlayerFault as error:
        raise click.UsageError(f"{option}={error}") from None
    return ChosenPolicies({faction: policy}, {}, {faction: source})


def people_of(tables: Tables, named: tuple[str, ...], scenario: str) -> tuple[str, ...]:
    """The seats that the option --seat gives to people, each once. Raises UsageError on one that nobody can sit for."""
    seats, open_seats = [seat.faction for seat in tables.scenario.seats], seats_for_people(tables)
    names = {faction.id: faction.name for faction in tables.ruleset.factions}
    for seat in named:
        if seat not in seats:
            raise click.UsageError(f"--seat {seat}: no such seat in {scenario}; {nearest(seat, list(open_seats))}")
        if seat not in open_seats:
            raise click.UsageError(
                f"--seat {seat}: {names[seat]} is an institution: it gives no orders, and its doctrine answers; "
                f"people can sit for {', '.join(open_seats)}"
            )
    return tuple(dict.fromkeys(named))


def _policy_of(tables: Tables, faction: str, policy: str, text: str) -> str:
    """A policy that a seat can have."""
    try:
        return checked_policy(tables, faction, policy)
    except UnclearPlayer as error:
        raise click.UsageError(f"{text}: {error}") from None
