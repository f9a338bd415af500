"""The three limits that judge an answer: home, ally and rival (rules 5.4 to 5.8, 6.1)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.adjudication import faction_key, roll_for
from kuroshio.kernel.mechanics.budget import role_slot
from kuroshio.kernel.mechanics.effects import shift
from kuroshio.kernel.mechanics.obligations import governing, is_grave, shortfall
from kuroshio.kernel.state import dice
from kuroshio.kernel.state.codes import (
    DIE_CONTAGION,
    DIE_PLEDGE,
    DOWN,
    EVERYBODY,
    L_EFFECT,
    L_SHORTFALL,
    ZERO,
    int32,
)
from kuroshio.kernel.state.fields import u8
from kuroshio.kernel.state.game_records import Game, Incident, Order
from kuroshio.kernel.state.log import write
from kuroshio.kernel.state.order_numbers import option_of
from kuroshio.kernel.state.result_records import Log
from kuroshio.kernel.state.rules_records import Rules


@part
def home_judges(rules: Rules, game: Game, log: Log, order: Order, incident: Incident, cause: int) -> None:
    """The second limit: the highest and the lowest answer that the public at home accepts (rule 5.5)."""
    faction = order.actor
    slot = role_slot(rules, rules.roles.home, faction)
    level = option_of(order)
    if game.track[slot] < rules.level[level].bears:
        shift(rules, game, log, slot, DOWN, L_EFFECT, order, cause)
    elif faction == incident.victim and incident.intensity >= rules.procedure.outrage_at:
        if level < rules.procedure.outrage_level:
            shift(rules, game, log, slot, DOWN, L_EFFECT, order, cause)


@part
def shift_belief(rules: Rules, game: Game, log: Log, o: int, steps: int, order: Order, cause: int) -> None:
    """Move what is believed of obligation o."""
    shift(rules, game, log, role_slot(rules, rules.roles.believed, o), steps, L_EFFECT, order, cause)


@part
def ally_judges(rules: Rules, game: Game, log: Log, order: Order, incident: Incident, cause: int, room: Order) -> None:
    """The first limit: the shortfall of an answer comes off the debtor's credibility (rule 5.4).

    Only a grave act tests the obligation: then the answer moves what is believed of it, up where it was met, down where not.
    """
    expected = incident.expected[order.actor]
    short = shortfall(rules, expected, option_of(order))
    o = governing(rules, game, incident, order.actor, room)
    grave = o >= 0 and is_grave(rules, o, incident)
    if short == 0:
        if grave and expected > 0:
            shift_belief(rules, game, log, o, rules.procedure.past_counts, order, cause)
        return
    at = write(game, log, L_SHORTFALL, EVERYBODY, order, int32(o), int32(short), cause)
    shift(rules, game, log, role_slot(rules, rules.roles.credibility, order.actor), -short, L_EFFECT, order, at)
    if grave:
        shift_belief(rules, game, log, o, -rules.procedure.past_counts, order, at)
        bind_to_pledge(rules, game, log, order, incident, o, at)
        spread_doubt(rules, game, log, order, incident, o, at)


@part
def roll_in_case(rules: Rules, game: Game, order: Order, incident: Incident, o: int, purpose: int) -> u8:
    """Return random bits for an obligation in one case, keyed by actor, act and target: no two cases share a die (rule 4.3)."""
    key = dice.fold(rules.obligation[o].key, rules.action[incident.action].key)
    key = dice.fold(key, faction_key(rules, incident.actor))
    key = dice.fold(key, faction_key(rules, incident.victim))
    return roll_for(rules, game, order, key, incident.occurrence, purpose, ZERO)


@part
def bind_to_pledge(rules: Rules, game: Game, log: Log, order: Order, incident: Incident, broken: int, at: int) -> None:
    """A contested theory with a dial: a broken public pledge may cost support at home, a firmer one more (rule 5.8).

    broken: the row of the obligation that was not met; at: the line of the log that says so.
    """
    firmness = game.track[role_slot(rules, rules.roles.stated, broken)] - rules.procedure.heavy_pledge
    if firmness < 0:
        return
    bits = roll_in_case(rules, game, order, incident, broken, DIE_PLEDGE)
    if dice.pick(bits, dice.WAYS) < rules.procedure.pledges_bind:
        shift(rules, game, log, role_slot(rules, rules.roles.home, order.actor), -1 - firmness, L_EFFECT, order, at)


@part
def spread_doubt(rules: Rules, game: Game, log: Log, order: Order, incident: Incident, broken: int, at: int) -> None:
    """A contested theory that a dial switches on: one broken promise may make other creditors doubt theirs (rule 5.7).

    broken: the row of the obligation that was not met; at: the line of the log that says so.
    """
    for i in range(rules.n_owed[order.actor]):
        o = rules.owed[order.actor, i]
        if o == broken:
            continue
        bits = roll_in_case(rules, game, order, incident, o, DIE_CONTAGION)
        if dice.pick(bits, dice.WAYS) < rules.procedure.credibility_contagion:
            shift_belief(rules, game, log, o, DOWN, order, at)


@part
def rival_judges(rules: Rules, game: Game, incident: Incident, highest: int) -> None:
    """The third limit: an answer above what the rival tolerates, or a grave act, is a step up the ladder (rule 6.1)."""
    if incident.flashpoint < 0 or incident.actor < 0:
        return
    if highest > game.track[role_slot(rules, rules.roles.tolerance, incident.actor)]:
        game.steps[incident.flashpoint] += 1
    if incident.intensity >= rules.procedure.heat_at:
        game.steps[incident.flashpoint] += 1
