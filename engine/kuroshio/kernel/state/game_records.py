"""The game: everything that changes. A view of it is the same record, with UNKNOWN where its seat may not know.

What names a row of the rules says so by its noun: a faction, an area, an action; NONE where there is none.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from kuroshio.kernel.state.codes import MAX_COUNTS, MAX_FACTS
from kuroshio.kernel.state.fields import Array, Record, blank, dtype_of, i4, i8, of, u8
from kuroshio.model.capacities import (
    MAX_EVENTS,
    MAX_FACTIONS,
    MAX_FLASHPOINTS,
    MAX_GATES,
    MAX_GOALS,
    MAX_INCIDENTS,
    MAX_INJECTS,
    MAX_LASTING,
    MAX_ORDERS,
    MAX_PIECES,
    MAX_SLOTS,
)


class Order(Record):
    """A choice: an order, or the answer to another question. Also the context in which readings are read, and what is told.

    An answer has its option where an order has its action: so every choice is six numbers, in a log and in a line of play.
    """

    actor: i4  # the faction that chooses or acts, or NONE: nobody
    action: i4  # the action; of an answer its option: NO or YES, a level, a crisis choice, a role; NONE in a mere context
    area: i4  # the area where it happens, for a redeployment where the piece goes; or NONE
    target: i4  # the faction that it is done to, or NONE
    partner: i4  # the faction that must sign it, or NONE
    piece: i4  # the piece that serves or moves, or NONE


class Context(Protocol):
    """All that a reading may look at in an order: never what it chooses."""

    actor: int
    area: int
    target: int
    partner: int


class Incident(Record):
    """An act against somebody that was noticed, and what is said of it: a case."""

    actor: i4  # the faction that did it, or NONE; in a view the one that the seat holds responsible
    action: i4  # the action; UNKNOWN in a view where its name would give the actor away
    area: i4  # the area where it happened, or NONE
    flashpoint: i4  # the flashpoint in play of that area, or NONE
    victim: i4  # the faction that it was done to, or NONE
    intensity: i4  # how grave it is, as the action says; from 0
    turn: i4  # the turn in which it happened
    occurrence: i4  # how it came about: ORDERED, or BROUGHT_IN plus how many alike came before it
    evidence: i4  # how often it was judged anew since: turns, from 0
    asked: i4  # 1 if seats answer it themselves, 0 if postures do
    settled: i4  # 1 once all have answered and the limits have had their say
    act_class: i4  # the act class, as the action says
    attributed: Array[i4] = of(MAX_FACTIONS)  # by seat: the faction that it holds responsible, or NONE
    level: Array[i4] = of(MAX_FACTIONS)  # by seat: the level of response that it has answered with, or NONE
    expected: Array[i4] = of(MAX_FACTIONS)  # by debtor: the level that is expected of it, or NONE where nothing is owed


class Lasting(Record):
    """An addition to a track that will be taken back."""

    slot: i4  # the slot that was added to; NONE in an empty row
    amount: i4  # what was added, in steps of the track
    until: i4  # the turn in whose Upkeep it is taken back


class Game(Record):
    """One game as it stands. Copied as bytes it is a kept game."""

    seed: u8  # of all its dice; 0 in a view
    turn: i4  # from 1; one more than the last when all turns are played
    phase: i4  # NEWS to UPKEEP
    step: i4  # where its phase is, counted by the phase itself from 0
    cursor: i4  # the row that its phase has come to: of an order, an incident, a project, or a rank of initiative
    place: i4  # the place of the phase in `Rules.phase`, from 0
    over: i4  # 1 once a clash has ended it; the turn is still played out
    asking: i4  # the question that is open, ASK_ORDER to ASK_ROLE, or NONE
    seat: i4  # the faction that is asked, or was last; NONE before
    subject: i4  # what is asked about: the row of an order, an incident, a gate, a project or a flashpoint; 0 for orders
    gates_asked: i4  # gates already put to their governments for the answer that is asked for, as bits
    track: Array[i4] = of(MAX_SLOTS)  # by slot: its value, within the bounds of its track
    piece_area: Array[i4] = of(MAX_PIECES)  # by piece: the area where it is; NONE once it is lost
    piece_readiness: Array[i4] = of(MAX_PIECES)  # by piece: 0 (spent) to 3 (ready)
    n_orders: i4  # rows of `order` in use
    order: Array[Order] = of(MAX_ORDERS)  # by row: the orders of this turn, those of injects among them
    order_status: Array[i4] = of(MAX_ORDERS)  # by row of `order`: COMMITTED to FORCED; NONE in an empty row
    busy: i8  # pieces that an order of this turn names, as bits
    ordered: Array[i4] = of(MAX_FACTIONS)  # by seat: orders of this turn, redeployments left out
    moved: Array[i4] = of(MAX_FACTIONS)  # by seat: redeployments of this turn
    focused: Array[i4] = of(MAX_FACTIONS)  # by seat: 1 once it has given its one focused order of this turn
    planned: Array[i4] = of(MAX_FACTIONS)  # by seat: 1 once it holds back for this turn
    n_incidents: i4  # rows of `incident` in use
    incident: Array[Incident] = of(MAX_INCIDENTS)  # by row: open cases of earlier turns, then the incidents of this one
    n_lasting: i4  # rows of `lasting` in use
    lasting: Array[Lasting] = of(MAX_LASTING)  # by row: what will be taken back, the oldest first
    gate_until: Array[i4] = of(MAX_GATES)  # by gate: the last turn for which it is open; 0 if it never was
    event_turn: Array[i4] = of(MAX_EVENTS)  # by event: the last turn in which it happened; 0 if it never did
    inject_turn: Array[i4] = of(MAX_INJECTS)  # by inject: the turn in which it came; 0: not yet; NONE: control holds it back
    inject_shift: i4  # turns by which control has moved the schedule of injects; below 0: earlier
    crisis: i4  # the flashpoint of the crisis that is played, or NONE
    round_no: i4  # rounds of the crisis that are over, from 0
    in_crisis: Array[i4] = of(MAX_FACTIONS)  # by seat: the turn in which it was last a principal of a crisis; NONE: never
    choice: Array[i4] = of(MAX_FACTIONS)  # by seat: its choice in the round, or NO or YES to a stage of a project; or NONE
    rival_choice: Array[i4] = of(2)  # of challenger and holder: the choice in the last round; NONE before the first
    role: Array[i4] = of(MAX_FACTIONS)  # by seat outside the crisis: its crisis role, or NONE
    clash_shift: i4  # what the roles add to the number at which arms clash
    steps: Array[i4] = of(MAX_FLASHPOINTS)  # by flashpoint: steps up its ladder that this turn has added so far
    fact: Array[i4] = of(MAX_FACTS)  # by fact of `codes.FACTS`: what readings of the case find; some are left from the last case
    tally: Array[i4] = of(MAX_COUNTS)  # by count of `codes.COUNTS`: how often so far
    readings: i4  # turns at whose end the conditions of success have been read so far
    goal_total: Array[i4] = of(
        MAX_FACTIONS, MAX_GOALS
    )  # by seat and condition of its success: the sum of its readings; 0 of a count
    decisions: i4  # choices between two or more legal options so far
    logged: i4  # lines written into the caller's log
    umpired: i4  # 1 if an umpire sits
    to_rule: i4  # the row of the order before the umpire, or NONE
    ruled: i4  # 1 once the umpire has ruled on that order
    argued: i4  # what the arguments heard come to: above 0 they help the actor, one by one
    ruled_band: i4  # the band that the umpire has named, or NONE to take the roll


ORDER, INCIDENT, LASTING, GAME = (dtype_of(one) for one in (Order, Incident, Lasting, Game))


def freeze(game: np.record) -> bytes:
    """A game's whole state, for keeping; `thaw` gives it back."""
    return game.tobytes()


def thaw(state: bytes) -> np.record:
    """The game that `freeze` kept. Raises ValueError on a state of another version of the record."""
    if len(state) != GAME.itemsize:
        raise ValueError(f"a state of {len(state)} bytes; this version keeps {GAME.itemsize}")
    games = blank(GAME)
    games.view(np.uint8)[:] = np.frombuffer(state, np.uint8)
    return games[0]
