"""What a study can tell of incidents, the answers to them, and crises: three tables, harvested from the logs of its games.

A row is an incident that was noticed, an answer of a seated government to one, or a crisis. A game with a log takes two to
three times as long, so a study has these tables only if its file asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from attrs import frozen

from kuroshio.kernel.state.codes import (
    BROUGHT_IN,
    L_CHOICE,
    L_CRISIS,
    L_ENDING,
    L_INCIDENT,
    L_RESPONSE,
    L_ROUND,
)
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.whole_games import Memory
from kuroshio.study import batch
from kuroshio.study.result_tables import Columns
from kuroshio.study.study_content import UnclearPoint
from kuroshio.study.study_tables import Column

INCIDENTS, ANSWERS, CRISES = EVENTS = "incidents", "answers", "crises"
EVENT_SPAN = 256  # games of a row group at most: a campaign has hundreds of answers
LINES_OF_TURN = 4096  # of a game's log: shipped scenarios write less than a tenth of it
NO_STATUS = "none"  # of an act that no pledge of its place speaks of
HARVESTED = np.isin(np.arange(64), (L_INCIDENT, L_RESPONSE, L_CRISIS, L_ROUND, L_ENDING))  # by kind of line

Told = dict[str, Columns]  # by table: columns of the kernel's numbers, i8, with the number of the game


@frozen
class GameHarvest:
    """The lines of one game's log that are harvested. line: their places; case: of an answer the place of its incident."""

    game: int
    lines: np.ndarray
    line: np.ndarray
    case: np.ndarray


def lines_of(turns: int) -> int:
    """Return the length of the log in which a game of this many turns is told."""
    return LINES_OF_TURN * turns


def play_told(study: batch.Batch, games: range, memory: Memory) -> tuple[batch.Block, Told]:
    """Play some games of a study one by one, in a memory with a log, and harvest each. Raises PlayerFault, UnclearPoint."""
    blocks, told = [], []
    for game in games:
        blocks.append(batch.play_in(study, range(game, game + 1), memory))
        told.append(told_in(memory, game))
    return batch.joined(blocks), harvest(told)


def told_in(memory: Memory, game: int) -> GameHarvest:
    """Copy what is harvested from the log of a game that was played to its end. Raises UnclearPoint if the log was too short."""
    log, n = np.asarray(memory.log).view(np.ndarray), int(memory.games[0].logged)
    if n >= len(log):
        raise UnclearPoint(f"game {game} has more than {len(log)} lines of log; leave incidents out of [record]")
    line = np.flatnonzero(HARVESTED[log["what"][:n]])
    lines = log[line]
    chosen = log["what"][lines["cause"]] == L_CHOICE  # an answer follows from its incident, or from a choice that does
    return GameHarvest(game, lines, line, np.where(chosen, log["cause"][lines["cause"]], lines["cause"]))


def harvest(told: Sequence[GameHarvest]) -> Told:
    """Return what consecutive games tell, as columns."""
    lines = np.concatenate([one.lines for one in told])
    game = np.repeat([one.game for one in told], [len(one.lines) for one in told])
    base = (game - told[0].game) << 32  # so that places of lines rise from game to game
    line, case = (np.concatenate([getattr(one, name) for one in told]) + base for name in ("line", "case"))
    at = {int(kind): np.flatnonzero(lines["what"] == kind) for kind in np.flatnonzero(HARVESTED)}
    incidents, crises = at[L_INCIDENT], at[L_CRISIS]
    whose = np.searchsorted(line[incidents], case[at[L_RESPONSE]])
    return {
        INCIDENTS: {"game": game[incidents], "incident": _numbers(game[incidents]), **_incidents(lines[incidents])},
        ANSWERS: {
            "game": game[at[L_RESPONSE]],
            "incident": _numbers(game[incidents])[whose],
            **_answers(lines[at[L_RESPONSE]]),
            "chosen": case[at[L_RESPONSE]] != lines["cause"][at[L_RESPONSE]] + base[at[L_RESPONSE]],
        },
        CRISES: {
            "game": game[crises],
            "crisis": _numbers(game[crises]),
            **_crises(lines, at),
        },
    }


def _numbers(game: np.ndarray) -> np.ndarray:
    """Return for rows in order of their games the number of each in its own, from 0."""
    return np.arange(len(game)) - np.searchsorted(game, game)


def _incidents(lines: np.ndarray) -> Columns:
    return {name: lines[name].astype(np.int64) for name in ("turn", "actor", "target", "area", "action", "amount", "before")}


def _answers(lines: np.ndarray) -> Columns:
    return {name: lines[name].astype(np.int64) for name in ("turn", "actor", "action", "amount")}


def _crises(lines: np.ndarray, at: Mapping[int, np.ndarray]) -> Columns:
    """A crisis ends in the phase in which it begins, so the endings come in the order of the crises."""
    began, ended, rounds = at[L_CRISIS], at[L_ENDING], at[L_ROUND]
    return {
        "turn": lines["turn"][began].astype(np.int64),
        "flashpoint": lines["subject"][began].astype(np.int64),
        "rounds": np.searchsorted(rounds, ended) - np.searchsorted(rounds, began),
        "ending": lines["subject"][ended].astype(np.int64),
    }


def strung_told(told: Sequence[Told]) -> Told:
    """Join the columns of consecutive blocks."""
    return {table: {name: np.concatenate([one[table][name] for one in told]) for name in told[0][table]} for table in EVENTS}


# --- in the words of the rules -------------------------------------------------------------------


def event_tables(tables: Tables, told: Told, point: int) -> dict[str, Columns]:
    """Return the rows of the three tables in the words of the rules, where the kernel has numbers."""
    index = tables.index
    return {
        INCIDENTS: {**_key(told[INCIDENTS], point, "incident"), **incident_words(tables, told[INCIDENTS])},
        ANSWERS: {
            **_key(told[ANSWERS], point, "incident"),
            "seat": _ids(index.factions, told[ANSWERS]["actor"]),
            "level": _ids(index.levels, told[ANSWERS]["action"]),
            "expected": _ids(index.levels, told[ANSWERS]["amount"]),
            "chosen": told[ANSWERS]["chosen"].astype(bool),
        },
        CRISES: {
            **_key(told[CRISES], point, "crisis"),
            "flashpoint": _ids(index.flashpoints, told[CRISES]["flashpoint"]),
            "rounds": told[CRISES]["rounds"].astype(np.int32),
            "ending": _ids((entry.id for entry in tables.ruleset.crisis_endings), told[CRISES]["ending"]),
        },
    }


def incident_words(tables: Tables, told: Columns) -> Columns:
    """Return who did what to whom and where, with the status of the act under the pledge of the place."""
    index = tables.index
    flashpoint = _of(tables.rules.area_flashpoint, told["area"])
    classes = tables.rules.action["act_class"][told["action"]]
    return {
        "author": _ids(index.factions, told["actor"]),
        "victim": _ids(index.factions, told["target"]),
        "flashpoint": _ids(index.flashpoints, flashpoint),
        "area": _ids(index.areas, told["area"]),
        "act": _ids(index.actions, told["action"]),
        "act_class": _ids((entry.id for entry in tables.ruleset.act_classes), classes),
        "intensity": told["amount"].astype(np.int32),
        "status": status_of(tables, told, flashpoint, classes),
        "brought_in": told["before"] >= BROUGHT_IN,
    }


def status_of(tables: Tables, told: Columns, flashpoint: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Return by incident the status of the act, as done, under the pledge of its flashpoint; NO_STATUS where none speaks of it.

    A pledge speaks of what is done to its creditor, where it holds and while it is in force (rule 5.2).
    """
    rules = tables.rules
    pledge = _of(rules.flashpoint["pledge"], flashpoint)
    owed = rules.obligation[pledge]
    covered = owed["areas"] >> np.maximum(told["area"], 0) & 1 == 1
    in_force = (owed["from_turn"] <= told["turn"]) & (told["turn"] <= owed["until_turn"])
    speaks = (pledge >= 0) & (owed["creditor"] == told["target"]) & covered & in_force
    words = np.array([*(status.id for status in tables.ruleset.statuses), NO_STATUS])
    return words[np.where(speaks, rules.obligation["status"][pledge, classes], -1)]


def _key(told: Columns, point: int, number: str) -> Columns:
    """Return the columns by which a row is found: point, game, turn, and its number in its game."""
    rows = len(told["game"])
    return {
        "point": np.full(rows, point, np.int32),
        "game": told["game"].astype(np.int64),
        number: told[number].astype(np.int32),
        "turn": told["turn"].astype(np.int32),
    }


def _ids(ids: Iterable[str], rows: np.ndarray) -> np.ndarray:
    """Return the ids of rows; empty for NONE."""
    return np.array([*ids, ""])[rows]


def _of(column: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return a column at some rows; NONE for NONE."""
    return np.where(rows >= 0, np.asarray(column)[np.maximum(rows, 0)], -1)


# --- what the columns mean -----------------------------------------------------------------------


def event_columns(tables: Tables) -> list[Column]:
    """Return the description of every column of the three tables."""
    turns, gravest = str(tables.scenario.turns), str(max(action.intensity for action in tables.ruleset.actions))
    rounds = str(tables.ruleset.procedure.crisis_rounds)
    return [
        *_key_columns(INCIDENTS, "incident", turns),
        Column(INCIDENTS, "author", "who did it, whoever was held responsible", "id"),
        Column(INCIDENTS, "victim", "to whom it was done", "id"),
        Column(INCIDENTS, "flashpoint", "the place of dispute where it was done; empty elsewhere", "id"),
        Column(INCIDENTS, "area", "where it was done; empty for an act without a place", "id"),
        Column(INCIDENTS, "act", "the act", "id"),
        Column(INCIDENTS, "act_class", "the class of the act", "id"),
        Column(INCIDENTS, "intensity", "how grave the act is", "steps", "0", gravest),
        Column(INCIDENTS, "status", "of the act under the pledge of the place when it was done; none: none speaks of it", "id"),
        Column(INCIDENTS, "brought_in", "by an inject, without an order", "true or false", "0", "1"),
        *_key_columns(ANSWERS, "incident", turns),
        Column(ANSWERS, "seat", "who answers", "id"),
        Column(ANSWERS, "level", "the answer", "id"),
        Column(ANSWERS, "expected", "the answer that its ally expected; empty where nothing was owed", "id"),
        Column(ANSWERS, "chosen", "by the seat; else its posture answered", "true or false", "0", "1"),
        *_key_columns(CRISES, "crisis", turns),
        Column(CRISES, "flashpoint", "where it was", "id"),
        Column(CRISES, "rounds", "rounds of choices until it ended", "rounds", "1", rounds),
        Column(CRISES, "ending", "how it ended", "id"),
    ]


def _key_columns(table: str, number: str, turns: str) -> list[Column]:
    return [
        Column(table, "point", "the number of the point", "number", "0"),
        Column(table, "game", "the number of the game of this seed", "number", "0"),
        Column(table, number, f"the number of the {number} in its game", "number", "0"),
        Column(table, "turn", "the turn in which it came", "turns", "1", turns),
    ]
