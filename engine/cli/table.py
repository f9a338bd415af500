"""What the subcommands that play games share: a scenario compiled, policies chosen, the wait explained."""

from __future__ import annotations

from pathlib import Path

import click
from attrs import frozen

from engine.files.check import load_all
from engine.files.home import find_scenario
from engine.kernel.compiled import is_cold
from engine.kernel.tables import Tables, compile_tables
from engine.model.readings import nearest
from engine.policies.playbook import Playbook, compile_playbook
from engine.session.shelf import seats_for_people

SEED = click.option(
    "--seed", type=click.IntRange(0, 2**64 - 1), default=1, show_default=True, help="The same seed, the same games."
)
POLICY = click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="SEAT=DOCTRINE",
    help="Who decides at a seat: a doctrine's id, or random. SEAT may be `all`. May be given again.",
)
RULES = click.option("--rules", type=click.Path(path_type=Path), help="A rules folder of your own instead of the shipped one.")

OVERWRITE = click.option(
    "--overwrite",
    is_flag=True,
    help="Write over what somebody has changed, or made; never over a journal, a scenario, rules, a map.",
)


@frozen
class Setting:
    """A scenario ready to play."""

    tables: Tables
    playbook: Playbook


def set_up(scenario: str, rules: Path | None) -> Setting:
    """Load, check and compile a scenario. Raises FaultyFiles."""
    tables = compile_tables(*load_all(find_scenario(scenario), rules))
    return Setting(tables, compile_playbook(tables))


def warn_if_cold() -> None:
    """Say why the first game takes its time."""
    if is_cold():
        click.echo("Compiling the rules engine for this machine: up to a minute, once for each version.", err=True)


def read_policies(setting: Setting, given: tuple[str, ...], option: str = "--policy ", only: bool = False) -> dict[str, str]:
    """The policy of every seat by faction: the scenario's doctrine, save where the user says otherwise.

    `option` is what the user wrote before the text; with `only` nothing but what is given comes back.
    """
    tables = setting.tables
    seats = {seat.faction: seat.doctrine for seat in tables.scenario.seats}
    chosen: dict[str, str] = {} if only else dict(seats)
    for text in given:
        seat, equals, policy = text.partition("=")
        if not equals:
            raise click.UsageError(f"{option}{text}: not SEAT=DOCTRINE; write for example japan=random")
        if seat != "all" and seat not in seats:
            raise click.UsageError(f"{option}{text}: no seat {seat!r}; {nearest(seat, ['all', *seats])}")
        for faction in seats if seat == "all" else (seat,):
            chosen[faction] = _policy_of(tables, faction, policy, f"{option}{text}")
    return chosen


def people_of(tables: Tables, named: tuple[str, ...], scenario: str) -> tuple[str, ...]:
    """The seats that the option --seat gives to people, each once. Raises UsageError on one that nobody can sit for."""
    seats, open_seats = [seat.faction for seat in tables.scenario.seats], seats_for_people(tables)
    names = {faction.id: faction.name for faction in tables.ruleset.factions}
    for seat in named:
        if seat not in seats:
            raise click.UsageError(f"--seat {seat}: no such seat in {scenario}; {nearest(seat, list(open_seats))}")
        if seat not in open_seats:
            raise click.UsageError(
                f"--seat {seat}: {names[seat]} is an institution, which gives no orders and answers by its doctrine; "
                f"people can sit for {', '.join(open_seats)}"
            )
    return tuple(dict.fromkeys(named))


def _policy_of(tables: Tables, faction: str, policy: str, text: str) -> str:
    """A policy that a seat can have."""
    fitting = ["random", *(doctrine.id for doctrine in tables.ruleset.doctrines if doctrine.faction == faction)]
    if policy not in fitting:
        raise click.UsageError(f"{text}: {faction} has no doctrine {policy!r}; one of {', '.join(fitting)}")
    return policy
