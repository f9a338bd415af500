"""What a study will cost and show before it is played: its games, its time, and how sure its answer can be.

A pilot of a few games of every point measures both. Its games are played anew by the study itself.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

from attrs import frozen

from kuroshio.study.outcomes import by_id
from kuroshio.study.study_content import PointContent, refuse_unknown_primary
from kuroshio.study.study_effects import ALL, EffectTable, StudyEffect
from kuroshio.study.study_points import StudyLayout, points_of
from kuroshio.study.units import GAMES, Unit, UnitPlayer

PILOT = 200  # games of each point
MOST_PILOT = 20_000  # games of a pilot in all
FEWEST_PILOT = 8  # games of a point from which an interval can be had


@frozen
class StudyPlan:
    """What a pilot has found. games: of each point that the study will play; seconds: of one core for a game, and for a point.

    primary: the effects of the primary outcome over all points in the pilot; pilot: its games of each point.
    """

    points: int
    games: int
    seconds_a_game: float
    seconds_a_point: float
    pilot: int
    primary: tuple[StudyEffect, ...]

    @property
    def seconds(self) -> float:
        """Seconds of one core for the whole study."""
        return self.points * (self.seconds_a_point + self.games * self.seconds_a_game)

    def half_width(self, effect: StudyEffect) -> float:
        """Return about how wide half the interval of an effect will be with all games."""
        return (effect.high - effect.low) / 2 * math.sqrt(self.pilot / self.games)


def plan(content: PointContent) -> Iterator[tuple[int, int] | StudyPlan]:
    """Play the pilot; yield (points done, points) after each point, and in the end the plan. Raises UnclearPoint, PlayerFault."""
    points = points_of(content.file)
    refuse_unknown_primary(content, points[0])
    pilot = max(min(PILOT, MOST_PILOT // len(points)), FEWEST_PILOT)
    layout = StudyLayout(points, pilot)
    player, found = UnitPlayer.of(content.file, content), {}
    made = played = 0.0
    for done, point in enumerate(points, start=1):
        started = time.process_time()
        tables = content.at(point).tables
        made += time.process_time() - started
        if done == 1:
            player.play(Unit(0, 0, 1))  # compiles the kernel, which is not to be measured
        started = time.process_time()
        rows = player.play(Unit(point.number, layout.first_of(point), pilot)).tables[GAMES]
        played += time.process_time() - started
        found[point] = {name: outcome.counted(rows[name]) for name, outcome in by_id(tables).items()}
        yield done, len(points)
    table = EffectTable(content.file, by_id(content.at(points[0]).tables), layout)
    for draw in sorted({point.draw for point in points}):
        for outcome in table.outcomes:
            table.add(outcome, {point: rows[outcome] for point, rows in found.items() if point.draw == draw})
    primary = tuple(e for e in table.effects() if e.id == content.file.study.primary and e.by == ALL)
    games = content.file.study.games or games_for(content, pilot, primary)
    yield StudyPlan(len(points), games, played / pilot / len(points), made / len(points), pilot, primary)


def games_for(content: PointContent, pilot: int, primary: tuple[StudyEffect, ...]) -> int:
    """Return the games of a point for the half-width that the file asks for, in whole hundreds, up to its `most`."""
    asked = content.file.study
    widest = max(((effect.high - effect.low) / 2 for effect in primary), default=0.0)
    needed = pilot * (widest / asked.half_width) ** 2
    return min(max(math.ceil(needed / 100) * 100, 100), asked.most)
