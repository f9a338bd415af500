"""The dice of whoever chooses: keyed by what is decided, and apart from those of the game."""

from __future__ import annotations

from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.mechanics.adjudication import area_key, faction_key
from kuroshio.kernel.state import dice
from kuroshio.kernel.state.codes import (
    ASK_CRISIS,
    ASK_GATE,
    ASK_ORDER,
    ASK_PROCEED,
    ASK_RESPOND,
    ASK_ROLE,
    ASK_SIGN,
    DIE_CHOICE,
    NONE,
    int32,
    uint64,
)
from kuroshio.kernel.state.fields import u8
from kuroshio.kernel.state.game_records import Game
from kuroshio.kernel.state.rules_records import Rules

LUCK = uint64(0x6B75726F7368696F)  # sets the dice of policies apart from those of the game


@part
def luck_from(seed: u8) -> u8:
    """Return the seed of the policies' own dice in a game with this seed of its own."""
    return dice.fold(seed, LUCK)


@part
def luck_of(game: Game) -> u8:
    """Return the seed of the policies' own dice; a view does not hold the game's seed."""
    return luck_from(game.seed)


@verb
def luck_in(game: Game) -> u8:
    """Return the seed of the policies' dice in a game, for a caller that steps it from Python."""
    return luck_of(game)


@part
def topic(rules: Rules, view: Game) -> u8:
    """Return the dice key of what a seat is asked about: ids and places, never a row."""
    if view.asking == ASK_ORDER:
        return uint64(view.ordered[view.seat] + view.moved[view.seat])
    if view.asking == ASK_SIGN:
        joint = view.order[view.subject]
        return dice.fold(rules.action[joint.action].key, rules.faction[joint.actor].key)
    if view.asking == ASK_PROCEED:
        return rules.project[view.subject].key
    if view.asking == ASK_CRISIS or view.asking == ASK_ROLE:
        return rules.flashpoint[view.subject].key
    case = view.incident[view.cursor]
    about = dice.fold(area_key(rules, case.area), uint64(case.intensity << 8 | case.act_class))
    if view.asking == ASK_GATE:
        return dice.fold(about, rules.gate[view.subject].key)
    return about


@part
def alike_before(view: Game) -> int:
    """Return how many earlier cases of the turn look the same as the one asked about, so that each gets dice of its own."""
    if view.asking != ASK_RESPOND and view.asking != ASK_GATE:
        return 0
    case, n = view.incident[view.cursor], 0
    for i in range(view.cursor):
        other = view.incident[i]
        if other.turn == case.turn and other.area == case.area:
            if other.intensity == case.intensity and other.act_class == case.act_class:
                n += 1
    return n


@part
def bits_for(rules: Rules, view: Game, luck: u8, purpose: int, attempt: int) -> u8:
    """64 random bits, keyed by what is being decided, so that no choice shifts another.

    purpose: DIE_CHOICE, or DIE_WAY for which order of the action chosen; attempt: below 256, for it is part of a key.
    """
    area, target = NONE, NONE
    if view.asking == ASK_SIGN:
        area, target = view.order[view.subject].area, view.order[view.subject].target
    return dice.draw(
        luck, view.turn, view.asking, rules.faction[view.seat].key, topic(rules, view), area_key(rules, area),
        faction_key(rules, target), int32(attempt), purpose, view.round_no,
    )  # fmt: skip


@part
def chance(rules: Rules, view: Game, luck: u8, purpose: int, attempt: int, n: int) -> int:
    """Return a number from 0 to n-1 from those bits."""
    return dice.pick(bits_for(rules, view, luck, purpose, attempt), n)


@part
def luck_at(rules: Rules, view: Game, key: u8) -> u8:
    """Return a compiled player's luck for the present decision. key: of its seat and game (`player_key`)."""
    return bits_for(rules, view, key, DIE_CHOICE, alike_before(view))


@verb
def luck_of_player(rules: Rules, view: Game, key: u8) -> u8:
    """`luck_at`, for a caller that asks a compiled player from Python."""
    return luck_at(rules, view, key)
