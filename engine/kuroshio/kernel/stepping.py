"""The verbs that begin a game, move it to the next decision and read its outcome."""

from __future__ import annotations

from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.mechanics.adjudication import close_ruling
from kuroshio.kernel.mechanics.attribution import clear_incident
from kuroshio.kernel.mechanics.conditions import read
from kuroshio.kernel.mechanics.effects import drop
from kuroshio.kernel.mechanics.judging import clear_readings, judge_seat, lead_order
from kuroshio.kernel.phases.coercion import coercion
from kuroshio.kernel.phases.escalation import escalation
from kuroshio.kernel.phases.news import news
from kuroshio.kernel.phases.planning import planning
from kuroshio.kernel.phases.policy import policy
from kuroshio.kernel.phases.response import response
from kuroshio.kernel.phases.upkeep import upkeep
from kuroshio.kernel.state import dice
from kuroshio.kernel.state.codes import (
    COERCION,
    DIE_DRAW,
    ESCALATION,
    NEWS,
    NONE,
    NOTHING,
    PLANNING,
    POLICY,
    RESPONSE,
    ZERO,
    uint64,
)
from kuroshio.kernel.state.fields import Array, i4, u8
from kuroshio.kernel.state.game_records import Game
from kuroshio.kernel.state.order_numbers import fill
from kuroshio.kernel.state.result_records import Log, Outcome, Scratch, Turn
from kuroshio.kernel.state.rules_records import Rules

# Why `advance` has stopped.
OVER, ASKED, TURN_ENDED, TO_RULE = 0, 1, 2, 3


@part
def draw_hidden(rules: Rules, game: Game) -> None:
    """Draw the hidden tracks, so that nobody knows their start: it varies by `draw` either way."""
    for i in range(rules.n_drawn):
        slot = rules.drawn[i]
        spread = rules.slot_draw[slot]
        bits = dice.draw(game.seed, ZERO, ZERO, dice.NOBODY, rules.slot_key[slot], dice.NOBODY, dice.NOBODY, ZERO, DIE_DRAW, ZERO)
        track = rules.track[rules.slot_track[slot]]
        value = rules.slot_start[slot] + dice.pick(bits, 2 * spread + 1) - spread
        game.track[slot] = min(max(value, track.least), track.most)


@verb
def new_game(rules: Rules, game: Game, seed: u8, number: int) -> None:
    """Set up game `number` of seed `seed`: the scenario's opening, hidden thresholds drawn."""
    game.seed = dice.game_seed(seed, number)
    game.turn, game.place, game.phase = 1, 0, rules.phase[0]
    game.step, game.cursor, game.over, game.asking, game.seat, game.subject = 0, 0, 0, NONE, NONE, 0
    for slot in range(rules.n_slots):
        game.track[slot] = rules.slot_start[slot]
    draw_hidden(rules, game)
    for p in range(rules.n_pieces):
        game.piece_area[p], game.piece_readiness[p] = rules.piece_area[p], rules.piece_readiness[p]
    for i in range(len(game.order)):
        fill(game.order[i], NONE, NONE, NONE, NONE, NONE, NONE)
        game.order_status[i] = NONE
    for i in range(len(game.incident)):
        clear_incident(game.incident[i])
    game.n_orders, game.n_incidents, game.n_lasting, game.busy = 0, 0, len(game.lasting), 0
    drop(game, NOTHING)
    for f in range(len(game.ordered)):
        game.ordered[f], game.moved[f], game.focused[f], game.planned[f] = 0, 0, 0, 0
        game.choice[f], game.role[f], game.in_crisis[f] = NONE, NONE, NONE
    for g in range(len(game.gate_until)):
        game.gate_until[g] = 0
    for e in range(len(game.event_turn)):
        game.event_turn[e] = 0
    for i in range(len(game.inject_turn)):
        game.inject_turn[i] = 0
    game.inject_shift = 0
    game.crisis, game.round_no, game.clash_shift, game.gates_asked = NONE, 0, 0, 0
    game.rival_choice[0], game.rival_choice[1] = NONE, NONE
    for f in range(len(game.steps)):
        game.steps[f] = 0
    for i in range(len(game.fact)):
        game.fact[i] = 0
    for i in range(len(game.tally)):
        game.tally[i] = 0
    clear_readings(game)
    game.decisions, game.logged, game.umpired = 0, 0, 0
    close_ruling(game)


@part
def run_phase(rules: Rules, game: Game, scratch: Scratch, log: Log) -> bool:
    """Run the present phase on; True when a seat is asked or the umpire must rule."""
    phase = game.phase
    if phase == NEWS:
        return news(rules, game, scratch, log)
    if phase == PLANNING:
        return planning(rules, game, scratch, log)
    if phase == COERCION:
        return coercion(rules, game, scratch, log)
    if phase == RESPONSE:
        return response(rules, game, scratch, log)
    if phase == ESCALATION:
        return escalation(rules, game, scratch, log)
    if phase == POLICY:
        return policy(rules, game, scratch, log)
    return upkeep(rules, game, scratch, log)


@part
def next_phase(rules: Rules, game: Game) -> int:
    """Go to the next phase of the ruleset's list; True when the turn has ended."""
    game.place += 1
    ended = game.place >= rules.n_phases
    if ended:
        game.place = 0
        game.turn += 1
    game.phase = rules.phase[game.place]
    game.step, game.cursor = 0, 0
    return ended


@verb
def advance(rules: Rules, game: Game, scratch: Scratch, log: Log) -> int:
    """Play on to the next decision: ASKED (see `game.seat`, `asking`, `subject`), TO_RULE, TURN_ENDED, or OVER.

    TO_RULE: the umpire rules on order `game.to_rule` (kuroshio.kernel.interventions). It comes only where `game.umpired` is set.
    `log` takes lines that explain every ruling while it has room; give one of length 0 to have none.
    """
    if game.turn > rules.n_turns or (game.over and game.place == 0):
        return OVER
    while not run_phase(rules, game, scratch, log):
        if next_phase(rules, game):
            return TURN_ENDED
    return ASKED if game.asking != NONE else TO_RULE


@part
def take_measures(rules: Rules, game: Game, scratch: Scratch, values: Array[i4]) -> None:
    """Read every measure of the scenario as it stands."""
    order = scratch.order[0]
    lead_order(rules, order)
    for m in range(rules.n_measures):
        measure = rules.measure[m]
        values[m] = read(rules, game, measure.subject, measure.what, measure.who, order)


@part
def position_key(rules: Rules, game: Game) -> u8:
    """Return a hash of the position: every track, where the counters are and how ready, and what has been counted."""
    h = dice.NOBODY
    for slot in range(rules.n_slots):
        h = dice.fold(h, uint64(game.track[slot]))
    for p in range(rules.n_pieces):
        h = dice.fold(dice.fold(h, uint64(game.piece_area[p])), uint64(game.piece_readiness[p]))
    for i in range(len(game.tally)):
        h = dice.fold(h, uint64(game.tally[i]))
    return h


@part
def close_turn(rules: Rules, game: Game, scratch: Scratch, row: Turn) -> None:
    """Write the row of the turn that has ended: its number, its digest and the measures."""
    row.turn = game.turn - 1
    row.position_key = position_key(rules, game)
    take_measures(rules, game, scratch, row.measure)


@verb
def outcome(rules: Rules, game: Game, scratch: Scratch, result: Outcome) -> None:
    """Fill in a game's outcome: measures, how well each seat's aims are met, counts."""
    take_measures(rules, game, scratch, result.measure)
    result.turns, result.decisions = game.turn - 1, game.decisions
    for f in range(rules.n_factions):
        judge_seat(rules, game, f, scratch.order[0], result)
    for i in range(len(game.tally)):
        result.tally[i] = game.tally[i]
