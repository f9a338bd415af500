"""The records of what comes of acts and games: proposals and rulings, the lines of the log, outcomes; and scratch to work in.

A noun names a row of the rules, as in `game_records`; NONE where there is none.
"""

from __future__ import annotations

from kuroshio.kernel.state.codes import ACT_COUNTS, MAX_COUNTS
from kuroshio.kernel.state.fields import Array, Record, dtype_of, i4, of, u8
from kuroshio.kernel.state.game_records import Order
from kuroshio.model.capacities import (
    MAX_ACTIONS,
    MAX_FACTIONS,
    MAX_GOALS,
    MAX_MEASURES,
    MAX_OPTIONS,
    MAX_ROLL_MODIFIERS,
    MAX_SLOTS,
)


class Proposal(Record):
    """What the rules make of an act before any dice."""

    base_number: i4  # the number that two dice must reach, before modifiers; 0: nothing is left to chance
    number: i4  # that number after modifiers, within its bounds; 0 where nothing is left to chance
    n_modifiers: i4  # rows of `modifier` and `bonus` in use
    modifier: Array[i4] = of(MAX_ROLL_MODIFIERS)  # the modifiers that count here, rows of `Rules.modifier`
    bonus: Array[i4] = of(MAX_ROLL_MODIFIERS)  # by row of `modifier`: what it is worth; above 0 it helps the actor
    odds: Array[i4] = of(4)  # by band, SETBACK to BREAKTHROUGH: ways out of 36; all 0 where nobody has acted


class Ruling(Record):
    """What the dice make of a proposal."""

    die_1: i4  # the first die, 1 to 6; 0 where none was thrown
    die_2: i4  # the second die, 1 to 6; 0 where none was thrown
    total: i4  # their sum
    band: i4  # SETBACK to BREAKTHROUGH; NONE where nobody has acted


class Scratch(Record):
    """Room that the phases work in, so that none is allowed for while a game runs. Between phases it holds nothing but `acts`."""

    order: Array[Order] = of(2)  # 0: the context that is read in; 1: the act that is carried out
    proposal: Array[Proposal] = of(1)  # the proposal on its way
    ruling: Array[Ruling] = of(1)  # the ruling on its way
    lent: Array[i4] = of(MAX_SLOTS)  # by slot: what will be taken back from it; zeros save while tracks drift
    returned: Array[i4] = of(MAX_SLOTS, 2)  # by slot and way, down and up: how far it has come back; zeros save in Upkeep
    options: Array[Order] = of(MAX_OPTIONS)  # the options of the seat that is asked
    acts: Array[i4] = of(MAX_FACTIONS, MAX_ACTIONS, len(ACT_COUNTS))  # by actor and action: acts since its reader cleared it


class Line(Record):
    """A line of the log. `what` says what happened; what other fields mean then stands with whoever writes it."""

    what: i4  # L_TURN to L_RULED
    turn: i4  # the turn in which it was written
    phase: i4  # the phase in which it was written
    seen: i4  # seats that may read it, as bits
    actor: i4  # of the order that it is about: the faction, or NONE
    action: i4  # of that order: the action, or the option of an answer; or NONE
    area: i4  # of that order: the area, or NONE
    target: i4  # of that order: the faction, or NONE
    partner: i4  # of that order: the faction, or NONE
    piece: i4  # of that order: the piece, or NONE
    subject: i4  # what it tells of: a slot, a row of the rules or of the game, or NONE
    amount: i4  # how much: a change of a track, a question, a round; 0 where there is nothing to count
    before: i4  # what it was: a value of a track, an area, the challenger's choice; of an incident its occurrence
    after: i4  # what it has become: a value of a track, an area, the holder's choice; of a choice the action or the option
    base_number: i4  # of a ruling, as in its proposal
    number: i4  # of a ruling, as in its proposal; of a round what two dice must reach for arms to clash, 0: they cannot
    n_modifiers: i4  # of a ruling, as in its proposal
    modifier: Array[i4] = of(MAX_ROLL_MODIFIERS)  # of a ruling, as in its proposal
    bonus: Array[i4] = of(MAX_ROLL_MODIFIERS)  # of a ruling, as in its proposal
    odds: Array[i4] = of(4)  # of a ruling, as in its proposal
    die_1: i4  # the first die, 1 to 6; 0 where none was thrown
    die_2: i4  # the second die, 1 to 6; 0 where none was thrown
    band: i4  # of a ruling: SETBACK to BREAKTHROUGH; NONE where nobody has acted
    effect: i4  # the row of `Rules.effect` that changed a track, or NONE
    cause: i4  # the line that this one follows from (kuroshio.kernel.state.log), or NONE


class Judgement(Record):
    """How well a condition of success is met: by the mean of its readings, total / readings."""

    total: i4  # the sum of its readings
    readings: i4  # how many they are, from 1; 1 of a count, and of what was never read before the game stopped
    grade: i4  # 0 not met, 1 in part, 2 nearly, 3 met


class Outcome(Record):
    """What a game came to."""

    turns: i4  # turns played
    decisions: i4  # choices between two or more legal options
    measure: Array[i4] = of(MAX_MEASURES)  # by measure: its closing value; UNKNOWN where there is none
    success: Array[i4] = of(MAX_FACTIONS)  # by seat: 1 if all its conditions of success are met, else 0
    grade: Array[i4] = of(MAX_FACTIONS)  # by seat: the sum of the grades of its conditions
    goal: Array[Judgement] = of(MAX_FACTIONS, MAX_GOALS)  # by seat and condition of its success
    tally: Array[i4] = of(MAX_COUNTS)  # by count of `codes.COUNTS`: how often


class Turn(Record):
    """What the measures came to at the end of a turn."""

    turn: i4  # the turn, from 1; 0 if the game was over before
    position_key: u8  # a hash of the position at its end: games that are equal there have the same
    measure: Array[i4] = of(MAX_MEASURES)  # by measure: its value; UNKNOWN where there is none


Log = Array[Line]  # the caller's, filled from the first line on; of no length where nobody reads it
Options = Array[Order]  # the caller's room for what a seat may choose

PROPOSAL, RULING, SCRATCH = (dtype_of(one) for one in (Proposal, Ruling, Scratch))
LINE, JUDGEMENT, OUTCOME, TURN = (dtype_of(one) for one in (Line, Judgement, Outcome, Turn))
