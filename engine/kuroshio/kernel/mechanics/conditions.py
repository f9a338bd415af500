"""Reading a game: what a condition, a modifier or a measure looks at (rule 1.3).

The text form, `subject.what`, is in kuroshio.model.readings; here it is three whole numbers. Words such as `actor` stand for
whoever has that place in the context: an order, an answer, or a moment of the game written down as an order is. The same
functions read a game and a view: what a view hides reads as UNKNOWN, and a condition on it fails.
"""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.state.codes import (
    ACTOR,
    ACTOR_PARTNER,
    ACTOR_TARGET,
    ALLY,
    ALLY_HOLDER,
    CHALLENGER,
    CHALLENGER_HOLDER,
    FIXED,
    HOLDER,
    NONE,
    OF_AREA,
    OF_CASE,
    OF_COUNT,
    OF_FACTION,
    OF_FLASHPOINT,
    OF_PAIR,
    OF_PIECES,
    OF_PLEDGE,
    PARTNER,
    TARGET,
    TARGET_PARTNER,
    UNKNOWN,
    ZERO,
    int32,
)
from kuroshio.kernel.state.entry_part_records import Condition, Modifier, Span
from kuroshio.kernel.state.fields import Array
from kuroshio.kernel.state.game_records import Context, Game
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.model.capacities import MAX_FLASHPOINTS


@part
def flashpoint_at(rules: Rules, area: int) -> int:
    """The flashpoint that an area belongs to, or NONE."""
    if area < 0:
        return NONE
    return rules.area_flashpoint[area]


@part
def faction_meant(rules: Rules, who: int, context: Context) -> int:
    """The faction that `who` stands for in a context, or NONE."""
    if who >= 0:
        return who
    if who == ACTOR:
        return context.actor
    if who == TARGET:
        return context.target
    if who == PARTNER:
        return context.partner
    flashpoint = flashpoint_at(rules, context.area)
    if flashpoint == NONE:
        return NONE
    if who == CHALLENGER:
        return rules.flashpoint[flashpoint].challenger
    if who == HOLDER:
        return rules.flashpoint[flashpoint].holder
    if who == ALLY:
        return ally_at(rules, flashpoint)
    return NONE


@part
def ally_at(rules: Rules, flashpoint: int) -> int:
    """The debtor of the pledge by which the holder of a flashpoint is helped, or NONE."""
    pledge = rules.flashpoint[flashpoint].pledge
    return rules.obligation[pledge].debtor if pledge >= 0 else NONE


@part
def pair_meant(rules: Rules, who: int, context: Context) -> int:
    """The pair that `who` stands for in a context, or NONE."""
    if who == ACTOR_TARGET:
        a, b = context.actor, context.target
    elif who == ACTOR_PARTNER:
        a, b = context.actor, context.partner
    elif who == TARGET_PARTNER:
        a, b = context.target, context.partner
    elif who == CHALLENGER_HOLDER:
        a, b = faction_meant(rules, CHALLENGER, context), faction_meant(rules, HOLDER, context)
    elif who == ALLY_HOLDER:
        a, b = faction_meant(rules, ALLY, context), faction_meant(rules, HOLDER, context)
    else:
        return NONE
    if a < 0 or b < 0:
        return NONE
    return rules.pair_of[a, b]


@part
def stance_slot(rules: Rules, track: int, faction: int, flashpoint: int) -> int:
    """Return the slot of a faction's posture at a flashpoint."""
    return rules.slot_of[track, faction * MAX_FLASHPOINTS + flashpoint]


@part
def slot_meant(rules: Rules, subject: int, what: int, who: int, context: Context) -> int:
    """The slot of the track that a reading names in a context, or NONE."""
    if subject == FIXED:
        return what
    entity = NONE
    if subject == OF_FACTION:
        entity = faction_meant(rules, who, context)
    elif subject == OF_PAIR:
        entity = pair_meant(rules, who, context)
    elif subject == OF_AREA:
        entity = context.area
    elif subject == OF_FLASHPOINT:
        entity = flashpoint_at(rules, context.area)
    elif subject == OF_PLEDGE:
        flashpoint = flashpoint_at(rules, context.area)
        if flashpoint >= 0:
            entity = rules.flashpoint[flashpoint].pledge
    else:
        faction = faction_meant(rules, who, context)
        flashpoint = flashpoint_at(rules, context.area)
        if faction >= 0 and flashpoint >= 0:
            entity = faction * MAX_FLASHPOINTS + flashpoint
    if entity < 0:
        return NONE
    return rules.slot_of[what, entity]


@part
def pieces_ready(rules: Rules, game: Game, faction: int, kind: int, area: int) -> int:
    """How many ready pieces of a kind a faction has in an area, as far as the game (or view) tells."""
    n = ZERO
    for p in range(rules.n_pieces):
        piece = rules.piece[p]
        if piece.faction == faction and piece.kind == kind and game.piece_area[p] == area and game.piece_readiness[p] > 0:
            n += 1
    return int32(n)


@part
def read(rules: Rules, game: Game, subject: int, what: int, who: int, context: Context) -> int:
    """The value of a reading in a context; UNKNOWN where there is none, or none to be seen."""
    if subject == FIXED:
        return game.track[what]
    if subject == OF_CASE:
        return game.fact[what]
    if subject == OF_COUNT:
        return game.tally[what]
    if subject == OF_PIECES:
        faction = faction_meant(rules, who, context)
        if faction < 0 or context.area < 0:
            return UNKNOWN
        return pieces_ready(rules, game, faction, what, context.area)
    slot = slot_meant(rules, subject, what, who, context)
    if slot < 0:
        return UNKNOWN
    return game.track[slot]


@part
def holds(rules: Rules, conditions: Array[Condition], game: Game, span: Span, context: Context) -> bool:
    """Whether every condition of a span of the given pool holds."""
    for i in range(span.first, span.first + span.n):
        c = conditions[i]
        value = read(rules, game, c.subject, c.what, c.who, context)
        if value == UNKNOWN or value < c.least or value > c.most:
            return False
    return True


@part
def modifier_value(rules: Rules, game: Game, modifier: Modifier, context: Context) -> int:
    """Return the present value of a modifier; 0 where its reading is unknown."""
    value = read(rules, game, modifier.subject, modifier.what, modifier.who, context)
    if value == UNKNOWN:
        return 0
    away = value - modifier.above
    if away < 0 and not modifier.either_way:
        return 0
    steps = abs(away) // modifier.per
    bonus = modifier.times * (steps if away > 0 else -steps)
    return min(max(bonus, -modifier.most), modifier.most)
