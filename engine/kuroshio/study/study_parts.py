"""The parts of a study's tables on the disk: whole files that can be read however the program ends.

A part holds units that were finished one after another, a file for each table: `parts/games/000003-<digest>.parquet`. Each is
written aside, forced to the disk and moved to its place, the games last. A part counts if all its files match the digests in
their names; the units of any other are played again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import Factory, define, evolve, field, frozen

from kuroshio.study.result_folder import PartFiles, sound
from kuroshio.study.result_tables import packed, strung, unpacked
from kuroshio.study.units import GAMES, Done, Unit


@frozen
class StudyPart:
    """A part on the disk. units: those it holds, in the order of their rows; files: by table."""

    number: int
    units: tuple[Unit, ...]
    files: Mapping[str, Path]


@define
class StudyParts:
    """The parts of one study. tables: the names of its tables, the games last; number: of the last part."""

    folder: Path
    tables: tuple[str, ...]
    parts: list[StudyPart] = field(factory=list)
    number: int = 0
    on_disk: PartFiles = field(default=Factory(lambda self: PartFiles(self.folder, "parquet"), takes_self=True))

    @property
    def damaged(self) -> int:
        """The files that were removed because they did not match their names."""
        return self.on_disk.damaged

    @property
    def units(self) -> set[Unit]:
        """The units on the disk."""
        return {unit for part in self.parts for unit in part.units}

    def write(self, finished: Sequence[Done]) -> None:
        """Write finished units as a part. Raises OSError."""
        self.number += 1
        files = {}
        for table in self.tables:
            data = packed(strung([done.tables[table] for done in finished]))
            files[table] = self.on_disk.write(table, f"{self.number:06}", data)
        self.parts.append(StudyPart(self.number, tuple(done.unit for done in finished), files))

    def take_up(self, wanted: Sequence[Unit], tidy: bool = True) -> None:
        """Find the parts on the disk that hold units of this study. Raises OSError.

        tidy: make the folders of parts, and remove all other files there.
        """
        if tidy:
            self.on_disk.make_places(self.tables)
        found = {table: {numbers[0]: path for numbers, path in self.on_disk.found(table)} for table in self.tables}
        starts = {(unit.point, unit.first): unit for unit in wanted}
        for number, path in sorted(found[GAMES].items()):
            units = self._units_in(path, starts)
            if units and not self.units.intersection(units) and all(number in of for of in found.values()):
                self.parts.append(StudyPart(number, units, {table: of[number] for table, of in found.items()}))
        self.number = max((number for of in found.values() for number in of), default=0)
        if tidy:
            self.on_disk.keep(self.tables, {path for part in self.parts for path in part.files.values()})

    def add_from(self, folder: Path, wanted: Sequence[Unit]) -> None:
        """Add the sound parts of another folder, which stay there; units that are here already are left out. Raises OSError."""
        other = StudyParts(folder, self.tables)
        other.take_up(wanted, tidy=False)
        here = self.units
        for part in other.parts:
            if not here.intersection(part.units):
                self.number += 1
                self.parts.append(evolve(part, number=self.number))

    def ordered(self, table: str, units: Sequence[Unit]) -> Iterator[Any]:
        """Read the rows of a table unit by unit, in the given order. Raises Refusal, OSError."""
        home = {unit: part for part in self.parts for unit in part.units}
        read: dict[int, dict[Unit, Any]] = {}
        for unit in units:
            part = home[unit]
            if part.number not in read:
                read[part.number] = by_unit(unpacked(sound(part.files[table])), part.units)
            yield read[part.number].pop(unit)
            if not read[part.number]:
                del read[part.number]

    def remove(self) -> None:
        """Remove all parts."""
        self.on_disk.remove()

    def _units_in(self, path: Path, starts: Mapping[tuple[int, int], Unit]) -> tuple[Unit, ...]:
        """Return the units whose games a file has; none if it has any other rows."""
        try:
            table = unpacked(path.read_bytes())
            rows = list(zip(table["point"].to_pylist(), table["game"].to_pylist()))
        except (ValueError, KeyError, OSError):
            return ()
        units, at = [], 0
        while at < len(rows):
            unit = starts.get(rows[at])
            if unit is None or rows[at : at + unit.games] != [(unit.point, unit.first + i) for i in range(unit.games)]:
                return ()
            units.append(unit)
            at += unit.games
        return tuple(units)


def by_unit(table: Any, units: Sequence[Unit]) -> dict[Unit, Any]:
    """Divide the rows of a part among its units, whose rows follow one another."""
    points, games = table["point"].to_numpy(), table["game"].to_numpy()
    found, at = {}, 0
    for unit in units:
        inside = (points[at:] == unit.point) & (games[at:] >= unit.first) & (games[at:] < unit.first + unit.games)
        rows = len(inside) if inside.all() else int(np.argmin(inside))
        found[unit] = table.slice(at, rows)
        at += rows
    return found
