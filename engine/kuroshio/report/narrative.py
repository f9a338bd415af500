"""Tells a whole game as text, turn by turn, from the log, with every ruling explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.calendar import date_of
from kuroshio.picture.log_sentences import Teller
from kuroshio.picture.phrases import graded
from kuroshio.session.early_end import Judged

HEADINGS = {
    codes.NEWS: "News",
    codes.PLANNING: "Planning",
    codes.COERCION: "Coercion",
    codes.RESPONSE: "Response",
    codes.ESCALATION: "Escalation",
    codes.POLICY: "Policy",
    codes.UPKEEP: "Upkeep",
}


def narrate(
    tables: Tables,
    log: np.ndarray,
    outcome: np.record,
    opening: np.ndarray | None = None,
    judged: Judged | None = None,
    drawn: Mapping[str, str] = {},
) -> Iterator[str]:
    """Yield the lines of the story, without line ends.

    outcome: for the aims; opening: the tracks at the beginning; judged: where aims are judged, if that is not the end; drawn: by
    seat the id of the doctrine that it drew from its mix.
    """
    teller, scenario = Teller(tables, opening), tables.scenario
    yield f"# {scenario.name}"
    yield ""
    yield scenario.summary
    for turn, lines in groupby(range(len(log)), key=lambda at: int(log["turn"][at])):
        yield ""
        yield f"## Turn {turn} of {scenario.turns}: {date_of(turn, scenario.start, scenario.turn_length)}"
        yield ""
        yield f"On the wall: {teller.wall()}."
        for phase, told in groupby(lines, key=lambda at: int(log["phase"][at])):
            yield from _phase(teller, phase, log, told)
    yield from _ending(teller, outcome, judged)
    yield from _draws(teller, drawn)


def _ending(teller: Teller, outcome: np.record, judged: Judged | None) -> Iterator[str]:
    """Yield the wall and the aims met at the end, or where the game stopped."""
    if judged and judged.early:
        teller.tracks = judged.state.track.tolist()
        yield from ("", "## Where the game stopped", "", judged.told())
    else:
        yield from ("", "## The end")
    yield from ("", f"On the wall: {teller.wall()}.", "")
    so_far = judged.so_far if judged else None
    for seat in teller.tables.scenario.seats:
        row = teller.tables.index.factions[seat.faction]
        grade = graded(int(outcome.grade[row]) / len(seat.success) if seat.success else None)
        met = "all aims met" if outcome.success[row] else "not all aims met"
        yield f"- {teller.names.faction(row)}: {', '.join(filter(None, (met, grade)))}."
        yield from (f"  - {teller.aim(goal, outcome.goal[row, i], so_far)}" for i, goal in enumerate(seat.success))


def _draws(teller: Teller, drawn: Mapping[str, str]) -> Iterator[str]:
    """Yield the doctrines that seats drew for this game."""
    schools = {doctrine.id: doctrine.name for doctrine in teller.tables.ruleset.doctrines}
    if drawn:
        yield ""
    for seat, doctrine in drawn.items():
        name = teller.names.faction(teller.tables.index.factions[seat])
        yield f"- {name} drew its doctrine for this game: {schools[doctrine]} ({doctrine})."


def _phase(teller: Teller, phase: int, log: np.ndarray, lines: Iterable[int]) -> Iterator[str]:
    """Yield one phase: its heading, then each thing that happened with its changes."""
    told = list(teller.tell(log, lines))
    if told:
        yield ""
        yield f"### {HEADINGS[phase]}"
        yield ""
        yield from told
