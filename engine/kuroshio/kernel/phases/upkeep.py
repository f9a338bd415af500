"""Upkeep: agreements lapse, tracks drift, readiness recovers, aims are read (rule 8)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.budget import role_slot
from kuroshio.kernel.mechanics.effects import come_back, expire, put
from kuroshio.kernel.mechanics.events import event_order, run_events
from kuroshio.kernel.mechanics.judging import read_goals
from kuroshio.kernel.mechanics.links import move_rests
from kuroshio.kernel.state.codes import ACT_DECLINED, ACT_ORDERED, DECLINED, FORCED, L_DRIFT, NONE, UPKEEP
from kuroshio.kernel.state.fields import Array, i4
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.order_numbers import fill
from kuroshio.kernel.state.result_records import Log, Scratch
from kuroshio.kernel.state.rules_records import Rules

PIECE_READY = 3  # a counter's full readiness


@part
def sum_lent(game: Game, lent: Array[i4]) -> None:
    """Sum the lasting effects by slot, into a scratch of zeros."""
    for i in range(game.n_lasting):
        lent[game.lasting[i].slot] += game.lasting[i].amount


@part
def tidy(rules: Rules, scratch: Scratch) -> None:
    """Set what was summed by slot back to zeros."""
    for slot in range(rules.n_slots):
        scratch.lent[slot], scratch.returned[slot, 0], scratch.returned[slot, 1] = 0, 0, 0


@part
def drift(rules: Rules, game: Game, scratch: Scratch, log: Log, order: Order) -> None:
    """Move each drifting track that is due towards its resting value; lasting effects stay on top of that (rule 8.2).

    Links move where a track rests.
    """
    sum_lent(game, scratch.lent)
    move_rests(rules, game, scratch.lent, scratch.order[1])
    for i in range(rules.n_drifting):
        slot = rules.drifting[i]
        if game.turn % rules.slot_every[slot] != 0:
            continue
        gap = rules.slot_rest[slot] + scratch.lent[slot] - game.track[slot]
        if gap == 0:
            continue
        step = rules.slot_drift[slot]
        come_back(rules, game, scratch.returned, log, slot, min(max(gap, -step), step), L_DRIFT, order, NONE)
    tidy(rules, scratch)


@part
def recover(rules: Rules, game: Game) -> None:
    """Restore the readiness of every seat, and of every counter by one step."""
    for f in range(rules.n_factions):
        slot = role_slot(rules, rules.roles.readiness, f)
        put(rules, game, slot, game.track[slot] + rules.procedure.readiness_recovers)
    for p in range(rules.n_pieces):
        if game.piece_area[p] >= 0 and game.piece_readiness[p] < PIECE_READY:
            game.piece_readiness[p] += 1


@part
def clear_table(rules: Rules, game: Game, scratch: Scratch) -> None:
    """Count and remove the turn's orders."""
    for i in range(game.n_orders):
        if game.order_status[i] != FORCED:
            order = game.order[i]
            count = ACT_DECLINED if game.order_status[i] == DECLINED else ACT_ORDERED
            scratch.acts[order.actor, order.action, count] += 1
        fill(game.order[i], NONE, NONE, NONE, NONE, NONE, NONE)
        game.order_status[i] = NONE
    game.n_orders, game.busy = 0, 0
    for f in range(rules.n_factions):
        game.ordered[f], game.moved[f], game.focused[f], game.planned[f] = 0, 0, 0, 0
        game.role[f], game.choice[f] = NONE, NONE
    for f in range(rules.n_flashpoints):
        game.steps[f] = 0


@part
def upkeep(rules: Rules, game: Game, scratch: Scratch, log: Log) -> bool:
    """The Upkeep phase; nobody is asked."""
    event_order(rules, NONE, scratch.order[0])
    run_events(rules, game, scratch, UPKEEP, log)
    expire(rules, game, scratch.returned, log, scratch.order[0])
    drift(rules, game, scratch, log, scratch.order[0])
    recover(rules, game)
    clear_table(rules, game, scratch)
    read_goals(rules, game, scratch.order[0])
    return False
