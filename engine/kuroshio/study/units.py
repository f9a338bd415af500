"""The units of work of a study: some games of one point, played wherever there is a processor.

A unit depends on nothing but the study's content, the point and the numbers of its games, so it can be played on any machine, and
played again if it was lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from attrs import define, evolve, field, frozen

from kuroshio.players.seating import Seating
from kuroshio.players.whole_games import Memory, make_memory
from kuroshio.study import batch
from kuroshio.study.incident_tables import EVENTS, Told, event_tables, lines_of, play_told, strung_told
from kuroshio.study.study_content import PointContent
from kuroshio.study.study_file import StudyFile
from kuroshio.study.study_points import StudyLayout, StudyPoint, points_of
from kuroshio.study.study_tables import acts_of, games_of, positions_of, turns_of

TURNS_OF_UNIT = 16_000  # turns of play in a unit: two to ten seconds
TURNS_OF_ASKING = 16  # the same where a player is asked whose thinking time nobody knows
GAMES, TURNS, ACTIONS, POSITIONS = "games", "turns", "actions", "positions"


@frozen(order=True)
class Unit:
    """Consecutive games of one point. first: the number of the first game of the seed."""

    point: int
    first: int
    games: int


@frozen
class Done:
    """A unit that has been played: its tables by name, each a mapping of columns."""

    unit: Unit
    tables: dict[str, dict[str, Any]]


class StudyStopped(Exception):
    """The study is to end; units in play are left."""


def units_of(layout: StudyLayout, turns: int, asking: bool = False) -> Iterator[Unit]:
    """Return the units of a study whose games have this many turns, point by point: in the order in which they are written.

    asking: whether a player is asked whose thinking time is unknown; units are then short, so that little is lost with one.
    """
    size = max((TURNS_OF_ASKING if asking else TURNS_OF_UNIT) // turns, 1)
    for point in layout.points:
        for start in range(0, layout.n, size):
            yield Unit(point.number, layout.first_of(point) + start, min(size, layout.n - start))


@define
class UnitPlayer:
    """Plays units, one at a time. One object serves one thread; `content` may be shared by the threads of a process."""

    content: PointContent
    points: tuple[StudyPoint, ...]
    memory: Memory = field(factory=make_memory)
    stopped: bool = False

    @classmethod
    def of(cls, file: StudyFile, content: PointContent | None = None) -> UnitPlayer:
        """Make a player of the units of a study file. Raises FaultyFiles."""
        return cls(content or PointContent.of(file), points_of(file))

    def play(self, unit: Unit) -> Done:
        """Play a unit. Raises UnclearPoint, PlayerFault, StudyStopped."""
        seating = self.content.at(self.points[unit.point])
        games = evolve(self._study(seating), first=unit.first, games=unit.games)
        if self.content.file.record.incidents:
            return Done(unit, self._told_tables(seating, games, unit.point))
        block = batch.joined([self._block(games, part) for part in batch.blocks_of(games)])
        return Done(unit, self._tables(seating, block, unit.point))

    def _study(self, seating: Seating) -> batch.Batch:
        seed = self.content.file.study.seed
        return batch.Batch(seating.tables, seating.playbook, seating.policy, seed, games=0, sources=seating.sources)

    def _block(self, study: batch.Batch, games: range) -> batch.Block:
        if self.stopped:
            raise StudyStopped
        return batch.play_in(study, games, self.memory)

    def _told_tables(self, seating: Seating, games: batch.Batch, point: int) -> dict[str, dict[str, Any]]:
        """Play a unit with a log, and add the tables of what is told there."""
        if len(self.memory.log) < (lines := lines_of(seating.tables.scenario.turns)):
            self.memory = make_memory(lines)
        blocks, told = zip(*(self._told_block(games, part) for part in batch.blocks_of(games)))
        events = event_tables(seating.tables, strung_told(told), point)
        return self._tables(seating, batch.joined(blocks), point) | events

    def _told_block(self, study: batch.Batch, games: range) -> tuple[batch.Block, Told]:
        if self.stopped:
            raise StudyStopped
        return play_told(study, games, self.memory)

    def _tables(self, seating: Seating, block: batch.Block, point: int) -> dict[str, dict[str, Any]]:
        record = self.content.file.record
        found: dict[str, dict[str, Any]] = {
            ACTIONS: acts_of(seating.tables, block, point),
            GAMES: games_of(seating.tables, block, point),
        }
        if record.turns:
            found[TURNS] = turns_of(seating.tables, block, point)
        if record.partings:
            found[POSITIONS] = positions_of(block, point)
        return found


def tables_kept(file: StudyFile) -> tuple[str, ...]:
    """Return the tables that the units of a study have; the games come last, because their file makes a part valid."""
    record = file.record
    kept = ((TURNS, record.turns), (POSITIONS, record.partings), *((table, record.incidents) for table in EVENTS))
    return (ACTIONS, *(table for table, wanted in kept if wanted), GAMES)


def cover(columns: dict[str, np.ndarray]) -> set[tuple[int, int]]:
    """Return the games of rows as pairs of point and number."""
    return set(zip(columns["point"].tolist(), columns["game"].tolist()))
