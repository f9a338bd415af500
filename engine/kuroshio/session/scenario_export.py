"""Makes a scenario from the position at the start of a turn, as the tables of a file that a person may edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.tables.slots import entities, opening_value
from kuroshio.model.calendar import date_of

Table = dict[str, Any]
AS_KEPT = "the position as turn {turn} of a kept game began, gates shut, temporary effects permanent"
CASE_TURN = "case.turn"  # the only reading that counts from the start of a game


def scenario_at(file: Table, tables: Tables, state: np.record, turn: int) -> Table:
    """Return the tables of a scenario file with the position of a state at the start of a turn.

    Tracks that the scenario draws are drawn again. Temporary effects become permanent, and legal gates are shut.
    """
    scenario, passed = tables.scenario, turn - 1
    injects = list(injects_of(file.get("inject", []), tables, state, turn))
    changed = {
        "id": f"{scenario.id}_turn_{turn}",
        "name": f"{scenario.name}, from turn {turn}",
        "judgement": "; ".join(filter(None, (scenario.judgement, AS_KEPT.format(turn=turn)))),
        "turns": scenario.turns - passed,
        "start": date_of(turn, scenario.start, scenario.turn_length),
        "opening": opening_of(tables, state),
        "piece": list(pieces_of(file.get("piece", []), tables, state)),
        "inject": injects,
        "objective": list(objectives_of(file.get("objective", []), {str(inject["id"]) for inject in injects})),
    }
    kept = {key: value for key, value in changed.items() if value != []}
    return {**{key: value for key, value in file.items() if key not in changed and key != "name_ja"}, **kept}


def opening_of(tables: Tables, state: np.record) -> dict[str, int]:
    """Return every track that differs from its start in the rules; for drawn tracks the scenario's own value."""
    ruleset, opening = tables.ruleset, {}
    starts = [
        (track.draw, opening_value(track, entity, ruleset))
        for track in ruleset.tracks
        for entity, _ in entities(track, ruleset, tables.board)
    ]
    for slot, (name, (draw, start)) in enumerate(zip(tables.slots, starts, strict=True)):
        value = tables.scenario.opening.get(name, start) if draw else int(state.track[slot])
        if value != start:
            opening[name] = value
    return opening


def pieces_of(pieces: list[Table], tables: Tables, state: np.record) -> Iterator[Table]:
    """Return the remaining pieces with their areas."""
    for piece in pieces:
        row = tables.index.pieces[piece["id"]]
        if state.piece_area[row] >= 0:
            area = tables.board.areas[state.piece_area[row]].id
            yield {**piece, "area": area, "readiness": int(state.piece_readiness[row])}


def injects_of(injects: list[Table], tables: Tables, state: np.record, turn: int) -> Iterator[Table]:
    """Return the injects that have not come and still can."""
    for row, inject in enumerate(injects):
        due = int(tables.rules.inject[row].turn)
        if state.inject_turn[row] > 0 or (0 < due < turn and not state.inject_shift):
            continue
        due = max(due + int(state.inject_shift), turn) if due else 0
        before = came_of(str(inject.get("after", "")), injects, state)
        if state.inject_turn[row] < 0:
            yield {**without(inject, "turn", "date", "when", "after", "delay"), "held": True}  # left to control
        elif before > 0:
            due = max(before + int(inject.get("delay", 1)), turn)
            yield {**without(inject, "after", "delay"), "turn": due - turn + 1}
        elif "turn" in inject or ("date" in inject and state.inject_shift):
            yield {**without(inject, "date"), "turn": due - turn + 1}
        elif "when" in inject:
            yield from conditional(inject, turn - 1)
        else:
            yield inject


def objectives_of(objectives: list[Table], injects: set[str]) -> Iterator[Table]:
    """Return the objectives that something still serves, with those of their injects that can still come."""
    for objective in objectives:
        ahead = [inject for inject in objective.get("injects", []) if inject in injects]
        if ahead or objective.get("observe"):
            yield without(objective, "injects") | ({"injects": ahead} if ahead else {})


def came_of(id: str, injects: list[Table], state: np.record) -> int:
    """Return the turn in which an inject came; 0 if it has not come, or for an unknown one."""
    row = next((row for row, inject in enumerate(injects) if inject["id"] == id), None)
    return 0 if row is None else max(int(state.inject_turn[row]), 0)


def without(entry: Table, *keys: str) -> Table:
    """Return an inject, or an objective, without some of its keys."""
    return {key: value for key, value in entry.items() if key not in keys}


def conditional(inject: Table, passed: int) -> Iterator[Table]:
    """Return an inject with conditions, those on the turn counted from the new start."""
    when = []
    for condition in inject["when"]:
        if condition["track"] != CASE_TURN:
            when.append(condition)
            continue
        least, most = condition.get("at_least", 1) - passed, condition.get("at_most")
        if most is not None and most <= passed:
            return
        bounds = {**({"at_least": least} if least > 1 else {}), **({"at_most": most - passed} if most is not None else {})}
        if bounds:
            when.append({"track": CASE_TURN, **bounds})
    if when:
        yield {**inject, "when": when}
    else:
        yield {**without(inject, "when"), "turn": 1}
