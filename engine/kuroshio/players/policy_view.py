"""What a policy looks at before it chooses: the part of a seat's view that choosing reads, and nothing else.

A game is 15 kB, of which a choice reads a tenth. People, and players from outside, get the whole view (kuroshio.kernel.view);
a policy gets a record of the same kind in which the rest stands as it was when that seat was asked before. What is drawn here
is what the view has there, by the same rules of who sees what (rule 3.8), and the choice is the same (both are tested). A
policy that comes to read more must have it drawn here.
"""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.effects import only
from kuroshio.kernel.mechanics.pieces import bit, sensor_areas, sight
from kuroshio.kernel.state.codes import ASK_GATE, ASK_ORDER, ASK_RESPOND, ASK_SIGN, F_TURN, UNKNOWN, int64
from kuroshio.kernel.state.game_records import Game
from kuroshio.kernel.state.order_numbers import copy_order
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.kernel.view import fact_shown, order_shown, piece_shown, sharers
from kuroshio.players.doctrine_tables import Book


@part
def draw_course(rules: Rules, game: Game, faction: int, out: Game) -> None:
    """Draw what is asked, what is public of the course of the game, and what this seat has done this turn."""
    out.turn, out.phase, out.step, out.cursor = game.turn, game.phase, game.step, game.cursor
    out.asking, out.seat, out.subject = game.asking, game.seat, game.subject
    out.crisis, out.round_no = game.crisis, game.round_no
    out.ordered[faction], out.moved[faction] = game.ordered[faction], game.moved[faction]
    out.focused[faction], out.planned[faction] = game.focused[faction], game.planned[faction]
    for g in range(rules.n_gates):
        out.gate_until[g] = game.gate_until[g]
    for i in range(len(game.tally)):
        out.tally[i] = game.tally[i]
    for i in range(len(game.fact)):
        out.fact[i] = game.fact[i] if i == F_TURN or fact_shown(game, faction, i) else UNKNOWN


@part
def draw_tracks(rules: Rules, game: Game, faction: int, out: Game) -> None:
    """Draw the tracks that this seat may see."""
    mask = only(faction)
    for slot in range(rules.n_slots):
        out.track[slot] = game.track[slot] if rules.slot_seen[slot] & mask else UNKNOWN


@part
def draw_pieces(rules: Rules, game: Game, faction: int, others: int, out: Game) -> None:
    """Draw the counters: its own, and where `others` is 1 those of others that this seat sees."""
    seen, close = int64(0), int64(0)
    if others:
        seen, close = sight(rules, game, sharers(rules, game, faction)), sensor_areas(rules, game, faction)
    for p in range(rules.n_pieces):
        own = rules.piece[p].faction == faction
        if own or (others and piece_shown(rules, game, faction, p, seen, close)):
            out.piece_area[p], out.piece_readiness[p] = game.piece_area[p], game.piece_readiness[p]
        else:
            out.piece_area[p], out.piece_readiness[p] = UNKNOWN, UNKNOWN


@part
def draw_orders(game: Game, faction: int, out: Game) -> None:
    """Draw the orders of this turn that this seat sees, without gaps."""
    out.n_orders, out.busy, out.subject, out.cursor = 0, 0, 0, UNKNOWN
    for i in range(game.n_orders):
        order = game.order[i]
        if not order_shown(game, faction, order):
            continue
        if game.asking == ASK_SIGN and game.subject == i:
            out.subject = out.n_orders
        copy_order(out.order[out.n_orders], order)
        out.order_status[out.n_orders] = game.order_status[i]
        out.n_orders += 1
        if order.piece >= 0:
            out.busy |= bit(order.piece)


@part
def draw_cases(rules: Rules, game: Game, faction: int, out: Game) -> None:
    """Draw of the case that is put to this seat, and of those before it, what a choice is weighed and keyed by."""
    for i in range(game.cursor + 1):
        case, shown = game.incident[i], out.incident[i]
        shown.area, shown.turn = case.area, case.turn
        shown.victim, shown.flashpoint = case.victim, case.flashpoint
        hidden = faction != case.actor and rules.action[case.action].deniability > 0
        shown.action = UNKNOWN if hidden else case.action
        shown.intensity, shown.act_class = case.intensity, case.act_class
        shown.attributed[faction] = case.attributed[faction]


@part
def glance(rules: Rules, book: Book, game: Game, out: Game) -> None:
    """Draw into `out` what the policy of the seat that is asked looks at. `out` belongs to that seat alone."""
    faction = game.seat
    draw_course(rules, game, faction, out)
    draw_tracks(rules, game, faction, out)
    draw_pieces(rules, game, faction, book.counts_others, out)
    if game.asking == ASK_ORDER or game.asking == ASK_SIGN:
        draw_orders(game, faction, out)
    elif game.asking == ASK_GATE or game.asking == ASK_RESPOND:
        draw_cases(rules, game, faction, out)
