"""Changing a game: effects on tracks, with before and after (rule 4.4)."""

from __future__ import annotations

import numpy as np

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.conditions import slot_meant
from kuroshio.kernel.state.codes import L_EFFECT, L_EXPIRED, L_LIMIT, LASTING_FULL, NONE
from kuroshio.kernel.state.log import told_loan, write
from kuroshio.model.limits import MAX_LASTING


@part
def only(faction):
    """Return the mask of one seat."""
    return np.int32(1 << faction)


@part
def put(rules, game, slot, value):
    """Set a track, within its bounds; return its old value."""
    track = rules.track[rules.slot_track[slot]]
    before = game.track[slot]
    game.track[slot] = min(max(value, track.least), track.most)
    return before


@part
def shift(rules, game, log, slot, amount, what, order, cause):
    """Add to a track within its bounds and log it; return the place of the line, or NONE."""
    if slot < 0:
        return NONE
    before = put(rules, game, slot, game.track[slot] + amount)
    if len(log) == 0 or before == game.track[slot]:
        return NONE
    at = write(game, log, what, rules.slot_seen[slot], order, np.int32(slot), np.int32(amount), cause)
    if at >= 0:
        log[at].before = before
        log[at].after = game.track[slot]
    return at


@part
def remember(rules, game, log, slot, amount, until, order, cause):
    """Note that an addition will be taken back. If the list is full it stays, and the seats that may see the track are told."""
    if game.n_lasting >= MAX_LASTING:
        write(game, log, L_LIMIT, rules.slot_seen[slot], order, slot, LASTING_FULL, cause)
        return
    kept = game.lasting[game.n_lasting]
    kept.slot, kept.amount, kept.until = slot, amount, until
    game.n_lasting += 1


@part
def forget(game, slot):
    """Drop the lasting effects on a track that has been set by hand."""
    n = 0
    for i in range(game.n_lasting):
        if game.lasting[i].slot != slot:
            keep(game, n, i)
            n += 1
    drop(game, n)


@part
def drop(game, n):
    """Cut the list of lasting effects to n and reset the rest."""
    for i in range(n, game.n_lasting):
        game.lasting[i].slot, game.lasting[i].amount, game.lasting[i].until = NONE, 0, 0
    game.n_lasting = n


@part
def keep(game, to, source):
    """Move one lasting effect to an earlier place in the list."""
    moved, old = game.lasting[to], game.lasting[source]
    moved.slot, moved.amount, moved.until = old.slot, old.amount, old.until


@part
def apply(rules, game, log, first, n, order, cause):
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
def expire(rules, game, log, order):
    """Take back the additions whose time is over: statements fade, agreements lapse (rule 8.1)."""
    n = 0
    for i in range(game.n_lasting):
        kept = game.lasting[i]
        if kept.until <= game.turn:
            shift(rules, game, log, kept.slot, -kept.amount, L_EXPIRED, order, told_loan(rules, game, log, kept))
        else:
            keep(game, n, i)
            n += 1
    drop(game, n)
