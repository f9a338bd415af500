"""Plays what the report recommends, and holding back, on six outcomes named beforehand: recommendations.toml.

    .venv/bin/python -m tests.expectations.recommendations senkaku_2021 --games 2000          # as the rules stand, some seconds
    .venv/bin/python -m tests.expectations.recommendations chain_2021_2030 --games 400 --all  # links off, and dials at both ends
    .venv/bin/python -m tests.expectations.recommendations senkaku_2021 --games 8000 --all --judge --out recommendations.csv

It reports, whatever the sign; nothing here is a bar. `--judge` takes the seed of links.py, which no rule was tried under.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen
from rich.console import Console
from rich.table import Table

from kuroshio.files.faults import FaultyFiles
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.procedure import DIALS, WAYS_DIALS
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from kuroshio.study import batch
from kuroshio.study.outcomes import by_id
from kuroshio.study.paired_differences import Difference, Pairing
from tests.expectations.arms import OFF, ON, Base, Script, ScriptedOrder
from tests.expectations.links import judging_seed
from tests.expectations.manipulations import HERE, read_as

AS_SHIPPED, NO_LINKS = "as shipped", "links off"
Dials = Mapping[str, object]


@frozen
class Treatment:
    """Two arms. seat: whose grade is the last outcome; source: where the report recommends it, if it does."""

    id: str
    seat: str
    title: str
    source: str = ""
    one: Script = Script()
    against: Script = Script()


@frozen
class TreatmentFile:
    """The file as a whole. outcomes: columns of the table of games, but for the grade of each treatment's seat."""

    outcomes: tuple[str, ...]
    treatment: tuple[Treatment, ...] = field(factory=tuple)


def read_treatments(path: Path = HERE / "recommendations.toml") -> TreatmentFile:
    """Read the file. Raises FaultyFiles."""
    return read_as(path, TreatmentFile)


def treatments_of(base: Base, file: TreatmentFile) -> tuple[Treatment, ...]:
    """Return what is recommended, then holding back for each seat that has aims."""
    _, _, scenario = base.content((), {}, ())
    idle = next(action.id for action in base.ruleset.actions if action.mechanism == "pass")
    seats = [seat.faction for seat in scenario.seats if seat.success]
    names = {faction.id: faction.name for faction in base.ruleset.factions}
    return (*file.treatment, *(holding_back(seat, names[seat], idle) for seat in seats))


def holding_back(seat: str, name: str, idle: str) -> Treatment:
    """Return the treatment of a seat that orders nothing, against its doctrine. idle: the act of passing."""
    orders = (ScriptedOrder(seat, idle),)
    return Treatment(f"hold_back_{seat}", seat, f"{name} holds back always, against its doctrine", one=Script(orders=orders))


def settings_of(base: Base, every: bool) -> dict[str, Dials]:
    """Return how the rules are set, by name. every: with all links off too, and with each dial at the ends that it has not."""
    found: dict[str, Dials] = {AS_SHIPPED: {}}
    if every:
        found[NO_LINKS] = {f"link.{link.id}.on": False for link in base.ruleset.links if link.on}
        for dial in (*DIALS, *WAYS_DIALS):
            key, now = f"procedure.{dial}", getattr(base.ruleset.procedure, dial)
            found |= {f"{dial} {end}": {key: end} for end in (OFF, ON) if base.end_of(key, end) != now}
    return found


# --- played --------------------------------------------------------------------------------------------


@frozen
class Player:
    """Plays treatments in one scenario. Arms that several share are played once."""

    base: Base
    seed: int
    games: int
    played: dict[tuple[str, str], tuple[Tables, list[batch.Block]]] = field(factory=dict)

    def effects(self, treatment: Treatment, setting: str, dials: Dials, outcomes: Sequence[str]) -> list[Difference]:
        """Return the effect of a treatment on the outcomes, the last of which is the grade of its seat."""
        tables, first = self.arm(treatment.against, setting, dials)
        _, second = self.arm(treatment.one, setting, dials)
        known = by_id(tables)
        pairing = Pairing([(known[name], known[name]) for name in (*outcomes, f"grade_{treatment.seat}")])
        for one, other in zip(first, second, strict=True):
            pairing.add(one, other)
        return pairing.differences()

    def arm(self, script: Script, setting: str, dials: Dials) -> tuple[Tables, list[batch.Block]]:
        """Play one arm."""
        key = (repr(script), setting)
        if key not in self.played:
            tables = compile_tables(*self.base.content((script,), dials, ()))
            playbook = compile_playbook(tables)
            study = batch.Batch(tables, playbook, seat_policies(tables, playbook), self.seed, self.games)
            self.played[key] = tables, list(batch.play(study))
        return self.played[key]


@frozen
class Row:
    """One treatment under one setting: its effects, by outcome."""

    treatment: Treatment
    setting: str
    effects: tuple[Difference, ...]


def rows_of(player: Player, file: TreatmentFile, every: bool) -> Iterator[Row]:
    """Play everything, one setting after the other."""
    for setting, dials in settings_of(player.base, every).items():
        for treatment in treatments_of(player.base, file):
            yield Row(treatment, setting, tuple(player.effects(treatment, setting, dials, file.outcomes)))
        player.played.clear()


# --- the table -----------------------------------------------------------------------------------------


def told(effect: Difference) -> str:
    """An effect with its interval; rates in points of per cent. A bold one is surely not zero."""
    if not effect.differ:
        return "0, identical"
    scale, places = (100, 1) if effect.unit == "rate" else (1, 2)
    numbers = [f"{scale * value:+.{places}f}" for value in (effect.difference, effect.low, effect.high)]
    sure = effect.low > 0 or effect.high < 0
    text = f"{numbers[0]} [{numbers[1]}, {numbers[2]}]"
    return f"**{text}**" if sure else text


def table_of(rows: Sequence[Row], outcomes: Sequence[str]) -> Table:
    """All rows as a table to print."""
    table = Table(box=None, pad_edge=False)
    for name in ("treatment", "setting", *outcomes, "own grade"):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(row.treatment.id, row.setting, *(told(effect).replace("**", "") for effect in row.effects))
    return table


COLUMNS = ("treatment", "setting", "outcome", "unit", "n", "against", "one", "difference", "low_95", "high_95", "differ")


def write_csv(path: Path, rows: Sequence[Row]) -> None:
    """Write an effect a line. Raises OSError."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for row in rows:
            for e in row.effects:
                figures = (e.first, e.second, e.difference, e.low, e.high, e.differ)
                writer.writerow((row.treatment.id, row.setting, e.id, e.unit, e.n, *figures))


def main(words: Sequence[str]) -> None:
    """Play one scenario and print its table."""
    parser = argparse.ArgumentParser(prog="python -m tests.expectations.recommendations", description="play what is recommended")
    parser.add_argument("scenario")
    parser.add_argument("--games", type=int, default=2000, help="of each arm")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judge", action="store_true", help="by the seed that follows from the rules")
    parser.add_argument("--all", action="store_true", help="with all links off too, and with each dial at both ends")
    parser.add_argument("--out", type=Path, help="a CSV file")
    given = parser.parse_args(words)
    if given.games < 2:
        parser.error(f"--games {given.games}: write 2 or more")
    if given.out and not given.out.parent.is_dir():
        parser.error(f"--out {given.out}: there is no folder {given.out.parent}; make it first")
    try:
        base = Base(given.scenario)
    except FaultyFiles as error:
        parser.error(str(error))
    file, player = read_treatments(), Player(base, judging_seed() if given.judge else given.seed, given.games)
    rows = []
    for row in rows_of(player, file, given.all):
        rows.append(row)
        print(f"{row.setting}: {row.treatment.id}", file=sys.stderr)
    Console(width=260 if not sys.stdout.isatty() else None).print(table_of(rows, file.outcomes))
    print(f"{given.games} games of each arm, seed {player.seed}")
    if given.out:
        write_csv(given.out, rows)


if __name__ == "__main__":
    main(sys.argv[1:])
