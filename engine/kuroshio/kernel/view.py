"""What one seat may know: a game record with UNKNOWN in it (rule 3.8).

The same rules cut state, incidents and log. A view is made by copying the game and covering the copy; the game stays as it is.
"""

from __future__ import annotations

import numpy as np

from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.mechanics.effects import only
from kuroshio.kernel.mechanics.pieces import bit, pair_level, sensor_areas, sight
from kuroshio.kernel.state.codes import (
    ASK_CRISIS,
    ASK_GATE,
    ASK_RESPOND,
    ASK_ROLE,
    ASK_SIGN,
    F_RIVAL_CHOICE,
    F_ROUND,
    F_TURN,
    F_VICTIM,
    FIXED,
    L_ATTRIBUTED,
    L_CHOICE,
    L_INCIDENT,
    L_RESPONSE,
    L_RULING,
    NONE,
    OF_COUNT,
    PLANNING,
    UNKNOWN,
)
from kuroshio.kernel.state.entry_part_records import Condition
from kuroshio.kernel.state.fields import Array, i8
from kuroshio.kernel.state.game_records import Game, Incident, Order
from kuroshio.kernel.state.order_numbers import copy_order, fill
from kuroshio.kernel.state.rules_records import Rules


@part
def cover_tracks(rules: Rules, game: Game, faction: int, out: Game) -> None:
    """Hide the tracks that this seat may not see, and their lasting effects."""
    for i in range(rules.n_hidden[faction]):
        out.track[rules.hidden[faction, i]] = UNKNOWN
    for i in range(game.n_lasting):
        slot = game.lasting[i].slot
        if not rules.slot_seen[slot] >> faction & 1:
            out.lasting[i].slot, out.lasting[i].amount, out.lasting[i].until = UNKNOWN, 0, 0


@part
def goal_seen(rules: Rules, goal: Condition, faction: int) -> bool:
    """Whether a seat may know what a condition of success reads: a count, or a track that it sees."""
    return goal.subject == OF_COUNT or (goal.subject == FIXED and rules.slot_seen[goal.what] >> faction & 1 == 1)


@part
def cover_goals(rules: Rules, game: Game, faction: int, out: Game) -> None:
    """Hide what conditions of success have read, except a seat's own on what it may see; from the public (NONE) hide all."""
    for f in range(rules.n_factions):
        span = rules.success[f]
        for i in range(span.n):
            if f != faction or not goal_seen(rules, rules.condition[span.first + i], faction):
                out.goal_total[f, i] = UNKNOWN


@part
def sharers(rules: Rules, game: Game, faction: int) -> int:
    """Return the seats whose sensors a seat sees by, as bits: itself, and partners who share enough."""
    found = only(faction)
    for other in range(rules.n_factions):
        if other != faction and pair_level(rules, game, rules.roles.sharing, faction, other) >= rules.procedure.shared_sight:
            found |= only(other)
    return found


@part
def piece_shown(rules: Rules, game: Game, faction: int, p: int, seen: i8, close: i8) -> bool:
    """Whether a seat sees a counter: its own, one that is public or lost, or one in an area that it has sight of.

    seen: areas that the sensors of the seat and its partners cover; close: areas with a sensor of its own.
    """
    piece, area = rules.piece[p], game.piece_area[p]
    if piece.faction == faction or area < 0 or rules.kind[piece.kind].published:
        return True
    return (close if rules.kind[piece.kind].stealthy else seen) >> area & 1 == 1


@part
def cover_pieces(rules: Rules, game: Game, faction: int, out: Game) -> None:
    """Hide the counters of others outside the sensors of the seat and its partners, except those that are public."""
    seen, close = sight(rules, game, sharers(rules, game, faction)), sensor_areas(rules, game, faction)
    for p in range(rules.n_pieces):
        if not piece_shown(rules, game, faction, p, seen, close):
            out.piece_area[p], out.piece_readiness[p] = UNKNOWN, UNKNOWN


@part
def order_shown(game: Game, faction: int, order: Order) -> bool:
    """Whether a seat sees an order before it takes effect: its own, and a joint one that it is asked to sign."""
    return order.actor == faction or (order.partner == faction and (game.phase != PLANNING or game.step > 0))


@part
def cover_orders(rules: Rules, game: Game, faction: int, out: Game) -> None:
    """Keep a seat's own orders, and in the second pass the joint orders that it is asked to sign; close the gaps."""
    n = 0
    if game.phase == PLANNING:
        out.subject, out.cursor = 0, UNKNOWN  # they count the orders of all
    for i in range(game.n_orders):
        order = game.order[i]
        if order_shown(game, faction, order):
            copy_order(out.order[n], order)
            out.order_status[n] = game.order_status[i]
            if game.asking == ASK_SIGN and game.subject == i and game.seat == faction:
                out.subject = n
            n += 1
    for i in range(n, game.n_orders):
        fill(out.order[i], NONE, NONE, NONE, NONE, NONE, NONE)
        out.order_status[i] = NONE
    out.n_orders, out.busy = n, 0
    for i in range(n):
        if out.order[i].piece >= 0:
            out.busy |= bit(out.order[i].piece)
    for f in range(rules.n_factions):
        if f != faction:
            out.ordered[f], out.moved[f], out.focused[f], out.planned[f] = UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN


@part
def cover_incidents(rules: Rules, game: Game, faction: int, out: Game) -> None:
    """Show what happened, and who did it as this seat judges; answers only once they are known.

    Of a deniable act only the class is shown: the name of the action would reveal its author.
    """
    for i in range(game.n_incidents):
        incident, shown = game.incident[i], out.incident[i]
        if faction != incident.actor:
            shown.actor = incident.attributed[faction]
            if rules.action[incident.action].deniability > 0:
                shown.action = UNKNOWN
        for f in range(rules.n_factions):
            if f == faction:
                continue
            shown.attributed[f] = UNKNOWN
            cover_answer(incident, shown, f)


@part
def cover_answer(incident: Incident, shown: Incident, f: int) -> None:
    """Hide another's answer until all have answered (rule 5.2), and what is expected of it, which reveals its attribution."""
    if not incident.settled:
        shown.expected[f] = UNKNOWN
        if f != incident.victim:
            shown.level[f] = UNKNOWN


@part
def cover_signer(game: Game, faction: int, out: Game) -> None:
    """Hide who is asked to sign: it would reveal that another seat has ordered something with it (rule 2.6)."""
    if game.asking == ASK_SIGN and game.seat != faction:
        out.asking, out.seat = NONE, NONE


@part
def cover_umpire(out: Game) -> None:
    """Hide which order is before the umpire, and its ruling."""
    out.inject_shift = 0
    out.umpired, out.ruled, out.argued, out.to_rule, out.ruled_band = 0, 0, 0, NONE, NONE


@part
def cover_choices(rules: Rules, game: Game, faction: int, out: Game) -> None:
    """Hide what others have chosen this round, and the facts of a case put to another seat."""
    for f in range(rules.n_factions):
        if f != faction:
            out.choice[f] = UNKNOWN
            if game.asking == ASK_ROLE:
                out.role[f] = UNKNOWN
    for i in range(len(out.fact)):
        if i != F_TURN and not fact_shown(game, faction, i):
            out.fact[i] = UNKNOWN


@part
def fact_shown(game: Game, faction: int, i: int) -> int:
    """Whether a fact belongs to the case before this seat; other facts remain from an earlier case."""
    if game.seat != faction:
        return False
    of_crisis = i == F_ROUND or i == F_RIVAL_CHOICE
    if game.asking == ASK_CRISIS:
        return of_crisis or i == F_VICTIM
    return (game.asking == ASK_GATE or game.asking == ASK_RESPOND) and not of_crisis


@verb
def view(rules: Rules, games: Array[Game], faction: int, views: Array[Game]) -> None:
    """Write into views[faction] what a seat may know of games[0]."""
    views[faction] = games[0]
    game, out = games[0], views[faction]
    out.seed, out.logged, out.decisions = 0, 0, 0
    cover_umpire(out)
    cover_tracks(rules, game, faction, out)
    cover_goals(rules, game, faction, out)
    cover_pieces(rules, game, faction, out)
    cover_orders(rules, game, faction, out)
    cover_signer(game, faction, out)
    cover_incidents(rules, game, faction, out)
    cover_choices(rules, game, faction, out)
    for f in range(rules.n_flashpoints):
        out.steps[f] = UNKNOWN
    for i in range(rules.n_injects):
        out.inject_turn[i] = UNKNOWN


@part
def cover_pieces_from_all(rules: Rules, game: Game, out: Game) -> None:
    """Keep only the counters that every seat sees."""
    for f in range(rules.n_factions):
        if rules.faction[f].seated:
            cover_pieces(rules, game, f, out)


@part
def cover_incidents_from_all(rules: Rules, game: Game, out: Game) -> None:
    """Show of an incident only the victim's public statement: whom it holds responsible, and its answer once given."""
    for i in range(game.n_incidents):
        incident, shown = game.incident[i], out.incident[i]
        shown.actor = incident.attributed[incident.victim] if incident.victim >= 0 else NONE
        if rules.action[incident.action].deniability > 0:
            shown.action = UNKNOWN
        for f in range(rules.n_factions):
            shown.attributed[f] = UNKNOWN
            cover_answer(incident, shown, f)


@verb
def public_view(rules: Rules, games: Array[Game], views: Array[Game]) -> None:
    """Write into views[0] the public picture of games[0]: only what every seat sees."""
    views[0] = games[0]
    game, out = games[0], views[0]
    out.seed, out.logged, out.decisions, out.subject, out.cursor, out.busy = 0, 0, 0, 0, UNKNOWN, 0
    for f in range(rules.n_factions):
        if rules.faction[f].seated:
            cover_tracks(rules, game, f, out)
        out.ordered[f], out.moved[f], out.focused[f], out.planned[f] = UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN
        out.choice[f] = UNKNOWN
        if game.asking == ASK_ROLE:
            out.role[f] = UNKNOWN
    cover_umpire(out)
    cover_goals(rules, game, NONE, out)
    cover_pieces_from_all(rules, game, out)
    cover_incidents_from_all(rules, game, out)
    for i in range(game.n_orders):
        fill(out.order[i], NONE, NONE, NONE, NONE, NONE, NONE)
        out.order_status[i] = NONE
    out.n_orders = 0
    cover_signer(game, NONE, out)
    for i in range(len(out.fact)):
        if i != F_TURN:
            out.fact[i] = UNKNOWN
    for f in range(rules.n_flashpoints):
        out.steps[f] = UNKNOWN
    for i in range(rules.n_injects):
        out.inject_turn[i] = UNKNOWN


def line_seen(rules: np.record, line: np.record, faction: int) -> bool:
    """Whether a seat may see a line of the log; the public (a faction below 0) sees what every seat may."""
    seen = int(line["seen"])
    if faction >= 0:
        return bool(seen >> faction & 1)
    seated = rules["faction"]["seated"][: int(rules["n_factions"])]
    everybody = sum(1 << int(f) for f in np.flatnonzero(seated))
    return seen & everybody == everybody


def cause_of(log: np.ndarray, at: int) -> int:
    """Return the cause of a line, skipping choices: an act, an incident, an inject; NONE where no logged line caused it.

    A choice is known to its seat alone; what others may learn is the act that follows.
    """
    cause = int(log[at]["cause"])
    while cause >= 0 and log[cause]["what"] == L_CHOICE:
        cause = int(log[cause]["cause"])
    return cause


def author_hidden(rules: np.record, line: np.record, faction: int) -> bool:
    """Whether a line of the log would give away to a seat, or to the public, who did a deniable act (rule 3.5)."""
    if line.what not in (L_RULING, L_INCIDENT, L_ATTRIBUTED, L_RESPONSE):
        return False
    action = int(line.subject) if line.what == L_RESPONSE else int(line.action)
    return bool(action >= 0 and rules.action[action].deniability > 0 and (line.what == L_RESPONSE or line.actor != faction))
