"""Reads the answers of a finished study back from its folder."""

from __future__ import annotations

import csv
import io
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import frozen

from kuroshio.disk.texts import read_text
from kuroshio.study import study_manifest
from kuroshio.study.manifest import NAME
from kuroshio.study.result_folder import Refusal
from kuroshio.study.study_content import rules_of
from kuroshio.study.study_effects import CONTRAST, LARGER, PART, SMALLER, UNDECIDED
from kuroshio.study.study_file import StudyFile, parse_study
from kuroshio.study.study_points import StudyPoint, arm_of, changes_of, points_of
from kuroshio.study.study_results import DOSES, EFFECTS, PARTED, PARTINGS
from kuroshio.study.varied_parts import parts_in

Row = Mapping[str, str]

DEPENDS, ALIKE, UNTOLD, TOO_FEW = "depends", "alike", "untold", "too few"


@frozen
class KeyAnswer:
    """How the effect of an arm on the primary outcome depends on a varied key.

    parts: the effect in each part that has games; contrasts: of the second part and all further ones, less the first.
    """

    title: str
    parts: tuple[Row, ...]
    contrasts: tuple[Row, ...]

    @property
    def verdict(self) -> str:
        """Whether it depends on the key by the smallest difference that matters.

        `depends`, `alike`, `untold` (an interval is too wide to tell), or `too few` (all draws lie in one part).
        """
        verdicts = {row["verdict"] for row in self.contrasts}
        if not verdicts:
            return TOO_FEW
        return DEPENDS if verdicts & {LARGER, SMALLER} else UNTOLD if UNDECIDED in verdicts else ALIKE

    @property
    def games_needed(self) -> int:
        """About how many games of a point would tell; 0 if that is not known."""
        return max((int(row["games_needed"] or 0) for row in self.contrasts), default=0)


@frozen
class Answers:
    """What a study came to, as rows of its tables. told: its manifest; parted: (point, game, turn) of every game of the arms."""

    folder: Path
    told: dict[str, Any]
    file: StudyFile
    effects: tuple[Row, ...]
    doses: tuple[Row, ...]
    partings: tuple[Row, ...]
    parted: Mapping[str, np.ndarray]

    @property
    def primary(self) -> list[Row]:
        """The effects on the primary outcome, but for the parts of what is uncertain."""
        return [row for row in self.effects if row["id"] == self.file.study.primary and row["kind"] not in (PART, CONTRAST)]

    @property
    def others(self) -> list[Row]:
        """The effects on all other outcomes."""
        return [row for row in self.effects if row["id"] != self.file.study.primary]

    @property
    def looks(self) -> int:
        """How many other effects are in the table, for which p values are adjusted."""
        return sum(bool(row["p_holm"]) for row in self.effects)

    @property
    def unvaried(self) -> list[str]:
        """The outcomes that had one value in all games of all arms."""
        return list(dict.fromkeys(row["name"] for row in self.effects if row["note"]))

    def varied(self, arm: str) -> list[KeyAnswer]:
        """Return for each varied key how the effect of an arm on the primary outcome depends on it."""
        rows = [row for row in self.effects if row["arm"] == arm]
        found = []
        for of_key in parts_in(self.file):
            names = [part.name for part in of_key]
            parts = tuple(row for row in rows if row["kind"] == PART and row["by"] in names)
            contrasts = tuple(row for row in rows if row["kind"] == CONTRAST and row["by"].partition(" less ")[0] in names)
            found.append(KeyAnswer(of_key[0].title, parts, contrasts))
        return found

    def dose(self, arm: str, most: int) -> list[Row]:
        """Return the acts of an arm whose numbers changed most."""
        return [row for row in self.doses if row["arm"] == arm][:most]

    def turns_of(self, arm: str) -> np.ndarray:
        """Return the turns in which the games of an arm part from the baseline's; 0 for those that never do."""
        points = [point.number for point in points_of(self.file) if point.arm == arm]
        return self.parted["turn"][np.isin(self.parted["point"], points)] if self.parted else np.zeros(0, np.int32)

    def causes(self, arm: str) -> Counter[str]:
        """Return the first choices that differ, as texts with their numbers of games, in the games that were looked into."""
        arms = {point.number: point.arm for point in points_of(self.file)}
        return Counter(cause_of(row) for row in self.partings if arms[int(row["point"])] == arm)

    def games_to_read(self, arm: str) -> list[str]:
        """Return for one parted game of an arm the two commands that tell it, the baseline's first; empty if there is none."""
        points = points_of(self.file)
        row = next((row for row in self.partings if points[int(row["point"])].arm == arm and row["seat"]), None)
        if row is None:
            return []
        point = points[int(row["point"])]
        base = next(one for one in points if one.arm == self.file.baseline.id and one.cell == point.cell)
        return [self._command(one, row["game"]) for one in (base, point)]

    def _command(self, point: StudyPoint, game: str) -> str:
        asked, rules = self.file.study, rules_of(self.file, arm_of(self.file, point))
        words = ["kuroshio", "narrate", asked.scenario, "--seed", str(asked.seed), "--game", game]
        for key, value in changes_of(self.file, point).items():
            words += ["--set", f"{key}={value}"]
        return shlex.join([*words, *(("--rules", rules) if rules else ())])


def cause_of(row: Row) -> str:
    """Return a parting in words, without the turn and what an order is against."""
    if not row["seat"]:
        return "no choice differs: dice, an opening or a rule made the difference"
    a, b = (row[side].split()[0] if row[side] else "is not asked" for side in ("a", "b"))
    same = " elsewhere or against another" if a == b else f" instead of {a}"
    return f"{row['seat']}, {row['question']}: {b}{same}"


def read_answers(folder: Path) -> Answers:
    """Read the answers of a finished study. Raises Refusal, OSError."""
    told = study_manifest.read(folder / NAME)
    if told is None:
        raise Refusal(f"{folder}: has no study; name the folder of one that kuroshio study run has finished")
    if told.get("interrupted", True):
        raise Refusal(f"{folder}: its study is not finished; continue it with kuroshio study run and --resume")
    file = parse_study(told["study_file"]["text"], Path())
    effects, doses = (rows_of(folder / name) for name in (EFFECTS, DOSES))
    partings = rows_of(folder / PARTINGS) if (folder / PARTINGS).exists() else ()
    return Answers(folder, told, file, effects, doses, partings, parted_in(folder / f"{PARTED}.parquet"))


def rows_of(path: Path) -> tuple[Row, ...]:
    """Read a table of CSV. Raises OSError."""
    return tuple(csv.DictReader(io.StringIO(read_text(path))))


def parted_in(path: Path) -> dict[str, np.ndarray]:
    """Read the table of partings: by column its values, (n) a game that parts; empty if the study kept none."""
    if not path.exists():
        return {}
    from pyarrow import parquet

    table = parquet.ParquetFile(path).read(use_threads=False)
    return {name: table[name].to_numpy() for name in table.column_names}


def significant(rows: Sequence[Row], level: float = 0.05) -> list[Row]:
    """Return the effects whose adjusted p value is below a level."""
    return [row for row in rows if row["p_holm"] and float(row["p_holm"]) < level]
