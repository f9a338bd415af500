"""Changing a game: effects on tracks, with before and after (rule 4.4)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.conditions import slot_meant
from kuroshio.kernel.state.codes import L_EFFECT, L_EXPIRED, L_LIMIT, LASTING_FULL, NONE, NOTHING, int32
from kuroshio.kernel.state.fields import Array, i4
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.log import told_loan, write
from kuroshio.kernel.state.result_records import Log
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.model.capacities import MAX_LASTING


@part
def only(faction: int) -> int:
    """Return the mask of one seat."""
    return int32(1 << faction)


@part
def put(rules: Rules, game: Game, slot: int, value: int) -> int:
    """Set a track, within its bounds; return its old value."""
    track = rules.track[rules.slot_track[slot]]
    before = game.track[slot]
    game.track[slot] = min(max(value, track.least), track.most)
    return before


@part
def shift(rules: Rules, game: Game, log: Log, slot: int, amount: int, what: int, order: Order, cause: int) -> int:
    """Add to a track within its bounds and log it; return the place of the line, or NONE."""
    if slot < 0:
        return NONE
    before = put(rules, game, slot, game.track[slot] + amount)
    if len(log) == 0 or before == game.track[slot]:
        return NONE
    at = write(game, log, what, rules.slot_seen[slot], order, int32(slot), int32(amount), cause)
    if at >= 0:
        log[at].before = before
        log[at].after = game.track[slot]
    return at


@part
def remember(rules: Rules, game: Game, log: Log, slot: int, amount: int, until: int, order: Order, cause: int) -> None:
    """Note that an addition will be taken back. If the list is full it stays, and the seats that may see the track are told."""
    if game.n_lasting >= MAX_LASTING:
        write(game, log, L_LIMIT, rules.slot_seen[slot], order, slot, LASTING_FULL, cause)
        return
    kept = game.lasting[game.n_lasting]
    kept.slot, kept.amount, kept.until = slot, amount, until
    game.n_lasting += 1


@part
def forget(game: Game, slot: int) -> None:
    """Drop the lasting effects on a track that has been set by hand."""
    n = NOTHING
    for i in range(game.n_lasting):
        if game.lasting[i].slot != slot:
            keep(game, n, i)
            n += 1
    drop(game, n)


@part
def drop(game: Game, n: int) -> None:
    """Cut the list of lasting effects to n and reset the rest."""
    for i in range(n, game.n_lasting):
        game.lasting[i].slot, game.lasting[i].amount, game.lasting[i].until = NONE, 0, 0
    game.n_lasting = n


@part
def keep(game: Game, to: int, source: int) -> None:
    """Move one lasting effect to an earlier place in the list."""
    moved, old = game.lasting[to], game.lasting[source]
    moved.slot, moved.amount, moved.until = old.slot, old.amount, old.until


@part
def apply(rules: Rules, game: Game, log: Log, first: int, n: int, order: Order, cause: int) -> None:
    """Apply the effects [first, first + n) of the rules, with actor, target and area from an order. cause: their log line."""
    for i in range(first, first + n):
        effect = rules.effect[i]
        slot = slot_meant(rules, effect.subject, effect.what, effect.who, order)
        if slot < 0:
            continue
        before = game.track[slot]
        amount = effect.amount - before if effect.sets else effect.amount
        at = shift(rules, game, log, slot, amount, L_EFFECT, order, cause)
        if at >= 0:
            log[at].effect = i
        if effect.sets:
            forget(game, slot)
        else:
            changed = game.track[slot] - before
            if effect.lasts > 0 and changed != 0:
                remember(rules, game, log, slot, changed, game.turn + effect.lasts, order, cause)


@part
def come_back(
    rules: Rules, game: Game, returned: Array[i4], log: Log, slot: int, amount: int, what: int, order: Order, cause: int
) -> bool:
    """Let lapse or drift move a track, unless it has gone that way as far in this Upkeep as its pace allows (rule 8.2).

    What comes first goes whole, so that nothing waits for ever. Returns whether it went. returned: by slot and way, how far.
    """
    way = 1 if amount > 0 else 0
    gone, pace = returned[slot, way], rules.slot_pace[slot]
    if pace > 0 and gone > 0 and gone + abs(amount) > pace:
        return False
    before = game.track[slot]
    shift(rules, game, log, slot, amount, what, order, cause)
    returned[slot, way] += abs(game.track[slot] - before)
    return True


@part
def expire(rules: Rules, game: Game, returned: Array[i4], log: Log, order: Order) -> None:
    """Take back the additions whose time is over: statements fade, agreements lapse, each track at its pace (rule 8.1)."""
    n = NOTHING
    for i in range(game.n_lasting):
        kept = game.lasting[i]
        if kept.until <= game.turn:
            lent = told_loan(rules, game, log, i) if len(log) > 0 else NONE
            if come_back(rules, game, returned, log, kept.slot, -kept.amount, L_EXPIRED, order, lent):
                continue
        keep(game, n, i)
        n += 1
    drop(game, n)
