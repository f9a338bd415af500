"""Plays pairings of doctrines: what China, Japan and the United States do to each other, on outcomes named beforehand.

    .venv/bin/python -m tests.expectations.pairings --games 2000            # both scenarios, a campaign a tenth of it
    .venv/bin/python -m tests.expectations.pairings senkaku_2021 --judge    # by the seed that no rule was tried under

Nine pairings of senkaku_2021: each of Beijing's three schools against each of Tokyo's three. Four of the campaign: two of
Beijing's against Washington's two. All other seats play as the scenario has them. It reports; nothing here is a bar.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import product

from attrs import frozen
from rich.console import Console
from rich.table import Table

from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from kuroshio.study import batch
from kuroshio.study.estimates import Figure, Tally
from tests.expectations.arms import Base
from tests.expectations.links import CAMPAIGN, judging_seed

SHORT, CAMPAIGN_PART = "senkaku_2021", 10
CHINA = ("china_routine_jurisdiction", "china_active_pressure", "china_shelve_the_dispute")
SCHOOLS = {
    SHORT: {"china": CHINA, "japan": ("japan_police_first", "japan_forward_alliance", "japan_quiet_administration")},
    CAMPAIGN: {"china": CHINA[:2], "us": ("us_allied_presence", "us_agenda_first")},
}
OUTCOMES = ("administration", "crises", "clashes", "article_5_belief", "us_japan_trust", "grade_china", "grade_japan", "grade_us")


@frozen
class SchoolPairing:
    """One pairing and what came of it. figures: in the order of OUTCOMES."""

    schools: tuple[str, ...]
    figures: tuple[Figure, ...]


def pairings_of(scenario: str) -> list[dict[str, str]]:
    """Return the doctrine by seat of each pairing."""
    of = SCHOOLS[scenario]
    return [dict(zip(of, chosen)) for chosen in product(*of.values())]


def play(scenario: str, games: int, seed: int) -> Iterator[SchoolPairing]:
    """Play the pairings of a scenario; all under the same luck."""
    tables = compile_tables(*Base(scenario).content((), {}, ()))
    for chosen in pairings_of(scenario):
        yield SchoolPairing(tuple(chosen.values()), figures_of(tables, chosen, games, seed))


def figures_of(tables: Tables, chosen: dict[str, str], games: int, seed: int) -> tuple[Figure, ...]:
    """Return the outcomes of one pairing with their intervals."""
    playbook = compile_playbook(tables)
    tally = Tally(tables)
    for block in batch.play(batch.Batch(tables, playbook, seat_policies(tables, playbook, chosen.items()), seed, games)):
        tally.add(block)
    found = {figure.id: figure for figure in tally.figures()}
    return tuple(found[outcome] for outcome in OUTCOMES)


def told(figure: Figure) -> str:
    """A figure with its interval; a rate in per cent."""
    scale, places = (100, 1) if figure.unit == "rate" else (1, 2)
    value, low, high = (f"{scale * number:.{places}f}" for number in (figure.value, figure.low, figure.high))
    return f"{value} ({low} to {high})"


def table_of(pairings: Sequence[SchoolPairing]) -> Table:
    """All pairings as a table to print."""
    table = Table(box=None, pad_edge=False)
    for name in ("pairing", *OUTCOMES):
        table.add_column(name, overflow="fold")
    for pairing in pairings:
        table.add_row(", ".join(pairing.schools), *map(told, pairing.figures))
    return table


def main(words: Sequence[str]) -> None:
    """Play the pairings and print them."""
    parser = argparse.ArgumentParser(prog="python -m tests.expectations.pairings", description="play pairings of doctrines")
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO")
    parser.add_argument("--games", type=int, default=2000, help=f"of each pairing; a campaign has 1 in {CAMPAIGN_PART}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judge", action="store_true", help="by the seed that follows from the rules")
    given = parser.parse_args(words)
    if unknown := [name for name in given.scenarios if name not in SCHOOLS]:
        parser.error(f"no pairings of {unknown[0]!r}; write {' or '.join(SCHOOLS)}")
    if given.games < 2:
        parser.error(f"--games {given.games}: write 2 or more")
    seed = judging_seed() if given.judge else given.seed
    for scenario in given.scenarios or SCHOOLS:
        games = given.games if scenario == SHORT else max(given.games // CAMPAIGN_PART, 1)
        print(f"\n{scenario}: {games} games of each pairing, seed {seed}")
        Console(width=260 if not sys.stdout.isatty() else None).print(table_of(list(play(scenario, games, seed))))


if __name__ == "__main__":
    main(sys.argv[1:])
