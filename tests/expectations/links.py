"""Reads the statements of evidence by games: the effect of each, its interval, and whether it holds.

    .venv/bin/python -m tests.expectations.links                 # all 39, by a development seed, in eight minutes of one core
    .venv/bin/python -m tests.expectations.links L02a L27b --games 4000 --seed 12 --out links.csv
    .venv/bin/python -m tests.expectations.links --judge         # by a seed that nobody has chosen

Development has the seeds below 1000. The judging seed is taken from a hash of rules, scenarios, statements and manipulations: no
change can be tried under it beforehand, for with the change it is another.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import attrs
from attrs import frozen
from rich.console import Console
from rich.table import Table

from kuroshio.files.content_folders import data_folder
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.model.likely_names import nearest
from tests.expectations.arms import Base, Script, described
from tests.expectations.counts import Among, Played, play_arm
from tests.expectations.manipulations import HERE, DialEnd, Manipulation, read_manipulations, read_statements
from tests.expectations.verdicts import (
    FAILED,
    HOLDS,
    UNTESTABLE,
    VERDICTS,
    Claim,
    Counted,
    Finding,
    Pair,
    Verdict,
    found,
    verdict,
    worst,
)

GAMES, CAMPAIGN, CAMPAIGN_PART = 2000, "chain_2021_2030", 4  # games of each arm and doctrine; a campaign has a quarter of them
DEVELOPMENT = 1000  # seeds below it are for development
ALL, BESIDE = "all", " (beside)"


@frozen
class Row:
    """One line of the table: a statement, or a doctrine or a dial's other end of it."""

    id: str
    doctrine: str
    dial: str
    sign: str
    finding: Finding | None
    smallest: float
    verdict: Verdict
    notes: str = ""

    @property
    def is_primary(self) -> bool:
        """Whether it is the reading of the statement itself."""
        return self.doctrine == ALL and not self.dial.endswith(BESIDE)


@cache
def base_of(scenario: str) -> Base:
    """A scenario to make arms of."""
    return Base(scenario)


def judging_seed() -> int:
    """The seed of the table that stands, from all that the games depend on and what is asked of them."""
    folders = (data_folder("rules"), data_folder("scenarios"), data_folder("maps"))
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    told = hashlib.sha256()
    for path in [*files, HERE / "links.toml", HERE / "manipulations.toml"]:
        told.update(path.read_bytes())
    return DEVELOPMENT + int(told.hexdigest()[:12], 16)


# --- one statement -------------------------------------------------------------------------------------


@frozen
class Reader:
    """Plays the arms of one statement. sign: as the statement claims it; games: of each arm and doctrine."""

    base: Base
    asked: Manipulation
    sign: str
    seed: int
    games: int

    def rows(self) -> Iterator[Row]:
        """Yield the statement's own row first, then its doctrines, then the other ends of its dials."""
        if why := self.why_not():
            yield Row(self.asked.id, ALL, "", self.sign, None, 0.0, Verdict(UNTESTABLE, why))
            return
        if missing := self.asked.lacks_dials(self.base):
            bare = DialEnd({key: value for key, value in self.asked.ends[0].set.items() if key not in missing})
            [first, *doctrines] = self.end(bare)
            awaited = Verdict(UNTESTABLE, f"awaits {', '.join(missing)}; the effect is that without it")
            yield attrs.evolve(first, verdict=awaited)
            yield from (attrs.evolve(row, verdict=awaited) for row in doctrines)
            return
        [first, *own], *others = [list(self.end(end)) for end in self.asked.ends]
        claimed = [rows[0].verdict for rows, end in zip(others, self.asked.ends[1:]) if end.claimed]
        yield attrs.evolve(first, verdict=worst([first.verdict, *claimed]))
        yield from own
        yield from (attrs.evolve(row, dial=row.dial + BESIDE) for rows in others for row in rows)

    def why_not(self) -> str:
        """Why nothing can be played or counted; empty where it can."""
        if self.asked.not_testable or self.asked.count is None:
            return self.asked.not_testable
        if lacks := self.asked.lacks(self.base):
            return f"awaits {', '.join(lacks)}"
        return self.asked.count.missing(compile_tables(*self.base.content((), {}, ())))

    def end(self, end: DialEnd) -> Iterator[Row]:
        """Yield the rows of one setting of the dials: pooled, then by doctrine where there are several."""
        arms = [self.arms(end, doctrines, self.asked.here) for doctrines in self.asked.doctrines]
        pairs = [self.pair(one, against) for one, against in arms]
        dial = ", ".join(f"{key.removeprefix('procedure.')} {value}" for key, value in end.set.items())
        claim = self.claim(end, pairs)
        pooled = self.row(ALL, dial, claim, pairs)
        if self.asked.elsewhere is not None:
            other = [self.pair(*self.arms(end, doctrines, self.asked.elsewhere)) for doctrines in self.asked.doctrines]
            pooled = self.apart(pooled, found(other, claim.sign))
        yield pooled
        if len(pairs) > 1:
            for doctrines, pair in zip(self.asked.doctrines, pairs):
                yield self.row(", ".join(doctrines.values()), dial, claim, [pair])

    def claim(self, end: DialEnd, pairs: Sequence[Pair]) -> Claim:
        """What is claimed at an end of the dials. Whatever cannot fall below zero has a floor."""
        sign, own = end.sign or self.sign, bool(end.smallest)
        smallest, relative = (end.smallest, 0.0) if own else (self.asked.smallest, self.asked.relative)
        return Claim(sign, smallest, relative, floor=pairs[0][1].least == 0, ceiling=self.asked.ceiling)

    def arms(self, end: DialEnd, doctrines: dict[str, str], besides: Script) -> tuple[Played, Played]:
        """Play both arms under some doctrines."""
        one, against = (
            self.play((self.asked.both, besides, arm), end, doctrines) for arm in (self.asked.one, self.asked.against)
        )
        return one, against

    def play(self, scripts: tuple[Script, ...], end: DialEnd, doctrines: dict[str, str]) -> Played:
        """Play one arm. A policy among its values decides for its seat."""
        values = {key: str(value) for script in scripts for key, value in script.set.items() if key.startswith("policy.")}
        seats = {**doctrines, **{key.removeprefix("policy."): doctrine for key, doctrine in values.items()}}
        readings = self.asked.count.readings if self.asked.count else ()
        tables = compile_tables(*self.base.content(scripts, end.set, readings))
        return play_arm(tables, seats, self.seed, self.games)

    def pair(self, one: Played, against: Played) -> Pair:
        """Count both arms, each among its own games."""
        return self.counted(one, self.asked.one_among), self.counted(against, self.asked.against_among)

    def counted(self, played: Played, among: tuple[Among, ...]) -> Counted:
        """Count one arm."""
        assert self.asked.count is not None
        return attrs.evolve(self.asked.count, among=(*self.asked.count.among, *among)).counted(played)

    @property
    def conditional(self) -> bool:
        """Whether the count is over cases of which there may be few."""
        given = self.asked.one_among or self.asked.against_among
        return bool(given) or (self.asked.count is not None and self.asked.count.conditional)

    def row(self, doctrine: str, dial: str, claim: Claim, pairs: Sequence[Pair]) -> Row:
        """Read the claim by some pairs of arms."""
        finding = found(pairs, claim.sign)
        read = verdict(claim, finding, self.conditional)
        if read.word == HOLDS and self.asked.zero_against and finding.base:
            read = Verdict(FAILED, f"not zero in the arm against: {finding.base:.3f}")
        notes = "; ".join(filter(None, (described(script) for script in (self.asked.both, self.asked.one, self.asked.against))))
        return Row(self.asked.id, doctrine, dial, claim.sign, finding, claim.size(finding.base), read, notes)

    def apart(self, row: Row, other: Finding) -> Row:
        """The claim is that the effect is stronger here than elsewhere."""
        assert row.finding is not None
        stronger = row.finding.effect - other.effect if row.sign == "+" else other.effect - row.finding.effect
        if row.verdict.word != HOLDS or stronger >= self.asked.apart:
            return row
        return attrs.evolve(row, verdict=Verdict(FAILED, f"no stronger than elsewhere, {other.effect:.3f}"))


def read_statement(id: str, seed: int, games: int) -> list[Row]:
    """Read one statement. games: of each arm and doctrine of a short scenario."""
    statement, asked = read_statements()[id], read_manipulations()[id]
    n = max(games // CAMPAIGN_PART, 1) if statement["scenario"] == CAMPAIGN else games
    return list(Reader(base_of(statement["scenario"]), asked, statement["sign"], seed, n).rows())


# --- the table -----------------------------------------------------------------------------------------

COLUMNS = (
    "id",
    "doctrine",
    "dial",
    "sign",
    "effect",
    "low",
    "high",
    "smallest",
    "base",
    "games",
    "cases",
    "verdict",
    "reason",
    "notes",
)


def cells(row: Row) -> list[str]:
    """The cells of a line. low, high: 95 per cent for a sign, 90 per cent for none."""
    finding = row.finding
    numbers = (finding.effect, finding.low, finding.high, row.smallest, finding.base) if finding else ()
    told = [f"{number:.4f}" for number in numbers] or [""] * 5
    counted = [str(finding.games), str(finding.cases)] if finding else ["", ""]
    return [row.id, row.doctrine, row.dial, row.sign, *told, *counted, row.verdict.word, row.verdict.reason, row.notes]


def write_csv(path: Path, rows: Sequence[Row]) -> None:
    """Write all rows. Raises OSError."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(cells(row) for row in rows)


def table_of(rows: Sequence[Row]) -> Table:
    """All rows as a table to print, the verdict with its reason."""
    table = Table(box=None, pad_edge=False)
    for name in (*COLUMNS[:-3], "verdict"):
        table.add_column(name, overflow="fold")
    for row in rows:
        *shown, word, reason, _ = cells(row)
        table.add_row(*shown, f"{word}: {reason}" if reason else word, style="bold" if row.is_primary else None)
    return table


def summary(rows: Sequence[Row]) -> str:
    """How many of the statements that were read hold, failed and so on, always beside the number of them all."""
    words = [row.verdict.word for row in rows if row.is_primary]
    told = ", ".join(f"{words.count(word)} {word}" for word in VERDICTS)
    return f"{told}, of {len(words)} statements read; there are {len(read_statements())} primaries"


def parsed(words: Sequence[str]) -> argparse.Namespace:
    """The words of the command line; what is wrong ends with status 2 and one sentence."""
    parser = argparse.ArgumentParser(prog="python -m tests.expectations.links", description="read the statements of evidence")
    parser.add_argument("ids", nargs="*", metavar="ID")
    parser.add_argument("--games", type=int, default=GAMES, help=f"of each arm and doctrine; a campaign has 1 in {CAMPAIGN_PART}")
    parser.add_argument("--seed", type=int, default=1, help=f"of development, below {DEVELOPMENT}")
    parser.add_argument("--judge", action="store_true", help="by the seed that follows from the rules and the statements")
    parser.add_argument("--out", type=Path, help="a CSV file for all rows with their notes")
    given = parser.parse_args(words)
    known = read_statements()
    for id in given.ids:
        if id not in known:
            parser.error(f"no statement {id!r}; {nearest(id, known)}")
    if given.games < CAMPAIGN_PART * 2:
        parser.error(f"--games {given.games}: write {CAMPAIGN_PART * 2} or more")
    if not 0 <= given.seed < DEVELOPMENT:
        parser.error(f"--seed {given.seed}: write 0 to {DEVELOPMENT - 1}, or --judge")
    if given.out and not given.out.parent.is_dir():
        parser.error(f"--out {given.out}: there is no folder {given.out.parent}; make it first")
    return given


def main(words: Sequence[str]) -> None:
    """Read the statements that are named, or all."""
    given, rows = parsed(words), []
    seed = judging_seed() if given.judge else given.seed
    for id in given.ids or read_statements():
        rows += read_statement(id, seed, given.games)
        print(f"{id}: {next(row for row in rows if row.id == id).verdict.word}", file=sys.stderr)
    Console(width=220 if not sys.stdout.isatty() else None).print(table_of(rows))
    print(summary(rows) + f"; seed {seed}")
    if given.out:
        write_csv(given.out, rows)


if __name__ == "__main__":
    main(sys.argv[1:])
