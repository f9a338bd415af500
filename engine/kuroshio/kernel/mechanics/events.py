"""Events: what comes by conditions, by season or by dice, in whatever phase they are (rule 1.2)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.adjudication import throw, write_ruling
from kuroshio.kernel.mechanics.conditions import holds
from kuroshio.kernel.mechanics.effects import apply
from kuroshio.kernel.mechanics.odds import weigh
from kuroshio.kernel.state import dice
from kuroshio.kernel.state.codes import DIE_EVENT, EVERYBODY, L_EVENT, NONE, SUCCESS, ZERO, int32
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.order_numbers import fill
from kuroshio.kernel.state.result_records import Log, Scratch
from kuroshio.kernel.state.rules_records import Event, Rules

OUT_OF_REACH = int32(13)  # what no two dice throw: an event, unlike an act, may be ruled out (rule 1.2)


@part
def event_order(rules: Rules, flashpoint: int, order: Order) -> None:
    """Write the order by which an event's readings are taken: a flashpoint's challenger and holder, or nobody."""
    if flashpoint == NONE:
        fill(order, NONE, NONE, NONE, NONE, NONE, NONE)
    else:
        f = rules.flashpoint[flashpoint]
        fill(order, f.challenger, NONE, f.area, f.holder, NONE, NONE)


@part
def event_rolls(rules: Rules, game: Game, event: Event, flashpoint: int, scratch: Scratch) -> bool:
    """Whether the dice bring an event about: each of its rolls must reach the number."""
    if event.on_roll < 1:
        weigh(rules, game, ZERO, OUT_OF_REACH, event.modifiers, scratch.order[0], scratch.proposal[0])
        throw(rules, dice.NOBODY, scratch.proposal[0], scratch.ruling[0])
        return True
    where = rules.flashpoint[flashpoint].key if flashpoint >= 0 else dice.NOBODY
    weigh(rules, game, event.on_roll, OUT_OF_REACH, event.modifiers, scratch.order[0], scratch.proposal[0])
    for stage in range(event.stages):
        bits = dice.draw(
            game.seed, game.turn, game.phase, dice.NOBODY, event.key, where, dice.NOBODY, int32(stage), DIE_EVENT, ZERO
        )
        throw(rules, bits, scratch.proposal[0], scratch.ruling[0])
        if scratch.ruling[0].band < SUCCESS:
            return False
    return True


@part
def seasons_passed(event: Event, turn: int) -> int:
    """Return how many turns a turn lies after the event's first season."""
    if event.every < 1 or turn < event.from_turn:
        return 0
    return (turn - event.from_turn) // event.every * event.every


@part
def try_event(rules: Rules, game: Game, scratch: Scratch, e: int, flashpoint: int, log: Log) -> None:
    """Run one event if its season has come, its conditions hold and its dice succeed."""
    event = rules.event[e]
    passed = seasons_passed(event, game.turn)
    if game.turn < event.from_turn + passed or game.turn > event.until_turn + passed:
        return
    if event.once and game.event_turn[e] > 0 and game.event_turn[e] >= event.from_turn + passed:
        return
    order = scratch.order[0]
    event_order(rules, flashpoint, order)
    if not holds(rules, rules.condition, game, event.requires, order):
        return
    if event_rolls(rules, game, event, flashpoint, scratch):
        game.event_turn[e] = game.turn
        at = write_ruling(game, log, L_EVENT, EVERYBODY, order, int32(e), scratch.proposal[0], scratch.ruling[0], NONE)
        apply(rules, game, log, event.effects.first, event.effects.n, order, at)


@part
def run_events(rules: Rules, game: Game, scratch: Scratch, phase: int, log: Log) -> None:
    """Run the events of a phase, each for the world or for every flashpoint."""
    for e in range(rules.n_events):
        event = rules.event[e]
        if event.phase != phase:
            continue
        if event.each:
            for flashpoint in range(rules.n_flashpoints):
                if rules.flashpoint[flashpoint].in_play:
                    try_event(rules, game, scratch, e, flashpoint, log)
        else:
            try_event(rules, game, scratch, e, NONE, log)
