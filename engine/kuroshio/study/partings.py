"""Partings: where a game of an arm first differs from the same game of the baseline, and by which decision.

The end of the turn at which two games part is read from the hashes of their positions. In some games of each pair of points the
first choice that differs is looked up, by playing both again with a log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from attrs import astuple, fields, frozen

from kuroshio.kernel.play_lines import options, spell_order
from kuroshio.kernel.state.codes import ASK_ORDER, ASK_SIGN, L_CHOICE, QUESTIONS
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.seating import Seating
from kuroshio.players.whole_games import Memory, make_memory, play_block
from kuroshio.study.result_tables import csv_table
from kuroshio.study.study_content import PointContent
from kuroshio.study.study_points import StudyLayout, StudyPoint
from kuroshio.study.study_tables import POSITION, OrderedTable, keys_in

LINES = 65_536  # log lines of one game
KEY = 8  # bytes of the hash of a position
NEVER = 0  # the turn of games that never part


@frozen
class Parting:
    """The first choice that differs in game `game` between a point and the same point of the baseline.

    turn, seat, question: of that choice; a, b: what was chosen in the baseline and in the arm. A choice that one of the two
    did not come to is empty; all of it is empty if dice or an opening made the difference.
    """

    point: int
    game: int
    turn: int
    seat: str
    question: str
    a: str
    b: str


def parted_turns(baseline: str, layout: StudyLayout, positions: OrderedTable) -> Iterator[dict[str, np.ndarray]]:
    """Yield by point and span: point, game, and the turn at whose end it first differs from the baseline's game, or NEVER."""
    base = {point.cell: point for point in layout.points if point.arm == baseline}
    for point in layout.points:
        if point.arm == baseline:
            continue
        for span in positions.spans(point.number):
            one = positions.rows(base[point.cell].number, span, [POSITION])
            other = positions.rows(point.number, span, ["game", POSITION])
            turns = max(len(rows[POSITION][0]) for rows in (one, other)) // KEY
            differs = keys_in(one[POSITION], turns) != keys_in(other[POSITION], turns)
            turn = np.where(differs.any(axis=1), differs.argmax(axis=1) + 1, NEVER).astype(np.int32)
            yield {"point": np.full(len(turn), point.number, np.int32), "game": other["game"], "turn": turn}


def followed(content: PointContent, layout: StudyLayout, parted: Sequence[tuple[int, int]]) -> list[Parting]:
    """Return the first choices that differ in some games, given as (point, game), in their order. Raises UnclearPoint."""
    base = {point.cell: point for point in layout.points if point.arm == content.file.baseline.id}
    memories = make_memory(LINES), make_memory(LINES)
    found = []
    for number, game in parted:
        point = layout.points[number]
        pair = (content.at(base[point.cell]), content.at(point))
        choices = [choices_of(seating, content.file.study.seed, game, w) for seating, w in zip(pair, memories)]
        found.append(first_difference(point, game, *choices))
    return found


Choice = tuple[int, str, str, str]  # turn, seat, question, what was chosen


def choices_of(seating: Seating, seed: int, game: int, memory: Memory) -> list[Choice]:
    """Play a game by doctrine and return every choice in its log."""
    play_block(seating.tables, seating.playbook, seating.policy, seed, game, 1, memory)
    log = memory.log[: min(int(memory.games[0].logged), LINES)]
    return [choice_in(seating.tables, line) for line in log[log["what"] == L_CHOICE]]


def choice_in(tables: Tables, line: np.record) -> Choice:
    """Read a choice from its line of the log."""
    asked, names = int(line.amount), list(tables.index.factions)
    seat = names[line.subject if asked == ASK_SIGN else line.actor]
    if asked == ASK_ORDER:
        order = (line.actor, line.action, line.area, line.target, line.partner, line.piece)
        chosen = spell_order(tables, order).partition(": ")[2]
    else:
        chosen = options(tables, asked)[line.after]
    return int(line.turn), seat, QUESTIONS[asked], chosen


def first_difference(point: StudyPoint, game: int, one: Sequence[Choice], other: Sequence[Choice]) -> Parting:
    """Return the first choice in which two games differ."""
    for a, b in zip(one, other):
        if a != b:
            same = a[:3] == b[:3]
            turn, seat, question = b[:3] if same or b[0] <= a[0] else a[:3]
            return Parting(point.number, game, turn, seat, question, a[3] if same else "", b[3])
    longer = one if len(one) > len(other) else other
    if len(one) == len(other):
        return Parting(point.number, game, NEVER, "", "", "", "")
    turn, seat, question, chosen = longer[min(len(one), len(other))]
    return Parting(point.number, game, turn, seat, question, *((chosen, "") if longer is one else ("", chosen)))


def table_of(partings: Iterable[Parting]) -> bytes:
    """Return partings as CSV."""
    return csv_table([field.name for field in fields(Parting)], (astuple(parting) for parting in partings))
