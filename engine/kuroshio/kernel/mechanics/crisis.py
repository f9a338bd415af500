"""A crisis: its roles, its rounds, clashes of arms, its endings and losses (rules 6.3 to 6.6)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.legal_orders import crisis_order
from kuroshio.kernel.mechanics.adjudication import roll_for
from kuroshio.kernel.mechanics.budget import role_slot
from kuroshio.kernel.mechanics.effects import apply, shift
from kuroshio.kernel.mechanics.links import borne
from kuroshio.kernel.state import dice
from kuroshio.kernel.state.asking import ask
from kuroshio.kernel.state.codes import (
    ASK_CRISIS,
    ASK_ROLE,
    CLASHES,
    CRISES,
    DIE_CLASH,
    EVERYBODY,
    F_RIVAL_CHOICE,
    F_ROUND,
    F_VICTIM,
    L_CRISIS,
    L_EFFECT,
    L_ENDING,
    L_LOSS,
    L_ROLE,
    L_ROUND,
    NONE,
    SIDE_CHALLENGER,
    SIDE_HOLDER,
    TO_CLASH,
    ZERO,
    int32,
)
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.log import told_answer, told_last, told_rise, write
from kuroshio.kernel.state.order_numbers import fill
from kuroshio.kernel.state.result_records import Log, Scratch
from kuroshio.kernel.state.rules_records import Rules

HOLD = 1  # what a principal chooses if its seat is empty


@part
def open_crisis(rules: Rules, game: Game, scratch: Scratch, flashpoint: int, log: Log) -> None:
    """Open a crisis; its cost is taken from the principals' next income (rule 6.3)."""
    game.crisis, game.round_no, game.clash_shift = flashpoint, 0, 0
    game.rival_choice[0], game.rival_choice[1] = NONE, NONE
    game.tally[CRISES] += 1
    for f in range(rules.n_factions):
        game.role[f], game.choice[f] = NONE, NONE
    principals = rules.flashpoint[flashpoint]
    order = scratch.order[0]
    fill(order, principals.challenger, NONE, principals.area, principals.holder, NONE, NONE)
    climbed = told_rise(game, log, role_slot(rules, rules.roles.ladder, flashpoint), rules.procedure.crisis_at)
    write(game, log, L_CRISIS, EVERYBODY, order, int32(flashpoint), ZERO, climbed)
    game.in_crisis[principals.challenger], game.in_crisis[principals.holder] = game.turn, game.turn


@part
def ask_roles(rules: Rules, game: Game) -> bool:
    """Ask every seat outside the crisis for its role, by initiative."""
    flashpoint = rules.flashpoint[game.crisis]
    while game.cursor < rules.n_factions:
        faction = rules.initiative[game.cursor]
        game.cursor += 1
        if rules.faction[faction].seated and faction != flashpoint.challenger and faction != flashpoint.holder:
            ask(game, ASK_ROLE, faction, game.crisis)
            return True
    return False


@part
def play_roles(rules: Rules, game: Game, scratch: Scratch, log: Log) -> None:
    """Apply the effects of the chosen roles, which are made public only now. `subject` of a line: the role.

    If two roles change one track, their effects come by initiative.
    """
    for rank in range(rules.n_factions):
        f = rules.initiative[rank]
        if game.role[f] == NONE:
            continue
        role = rules.crisis_role[game.role[f]]
        crisis_order(rules, game, f, NONE, scratch.order[0])
        chosen = told_answer(game, log, ASK_ROLE, f, game.crisis)
        at = write(game, log, L_ROLE, EVERYBODY, scratch.order[0], game.role[f], ZERO, chosen)
        game.clash_shift += role.clash_shift
        apply(rules, game, log, role.effects.first, role.effects.n, scratch.order[0], at)


@part
def ask_principal(rules: Rules, game: Game, faction: int, own: int, rival: int) -> bool:
    """Ask a principal to climb, hold or take the off-ramp; one whose seat is empty holds. own, rival: the sides."""
    if not rules.faction[faction].seated:
        game.choice[faction] = HOLD
        return False
    game.fact[F_ROUND], game.fact[F_RIVAL_CHOICE] = game.round_no + 1, game.rival_choice[rival]
    game.fact[F_VICTIM] = own
    ask(game, ASK_CRISIS, faction, game.crisis)
    return True


@part
def clash_number(game: Game, clash_at: int, linked: int) -> int:
    """Return the number that 2d6 must reach for a first shot, with the roles' modifiers (rule 6.4); 0 where none can be fired.

    linked: what links add to it.
    """
    return min(max(clash_at + game.clash_shift + linked, 3), 13) if clash_at <= 12 else 0


@part
def play_round(rules: Rules, game: Game, scratch: Scratch, log: Log) -> None:
    """Resolve a round of simultaneous choices; end the crisis if it ends one (rule 6.5).

    The log's line has the two choices as `before` and `after`, and the dice for a first shot; `number` 0: no shot is possible.
    """
    flashpoint = rules.flashpoint[game.crisis]
    first, second = game.choice[flashpoint.challenger], game.choice[flashpoint.holder]
    cell = rules.crisis_round[first, second]
    order = scratch.order[0]
    fill(order, flashpoint.challenger, NONE, flashpoint.area, flashpoint.holder, NONE, NONE)
    number = clash_number(game, cell.clash_at, borne(rules, game, TO_CLASH, NONE, NONE, order))
    bits = roll_for(rules, game, order, dice.NOBODY, ZERO, DIE_CLASH, game.round_no)
    clash = number > 0 and dice.die_1(bits) + dice.die_2(bits) >= number
    opened = told_last(game, log, L_CRISIS, game.crisis)
    at = write(game, log, L_ROUND, EVERYBODY, order, game.crisis, int32(game.round_no + 1), opened)
    if at != NONE:
        log[at].before, log[at].after = first, second
        log[at].number, log[at].die_1, log[at].die_2 = number, dice.die_1(bits), dice.die_2(bits)
    shift(rules, game, log, role_slot(rules, rules.roles.ladder, game.crisis), cell.ladder, L_EFFECT, order, at)
    apply(rules, game, log, cell.effects.first, cell.effects.n, order, at)
    game.round_no += 1
    game.rival_choice[0], game.rival_choice[1] = first, second
    if clash:
        end_crisis(rules, game, scratch, rules.procedure.crisis_clash, log, at)
    elif cell.ends != NONE:
        end_crisis(rules, game, scratch, cell.ends, log, at)
    elif game.round_no >= rules.procedure.crisis_rounds:
        end_crisis(rules, game, scratch, rules.procedure.crisis_exhausted, log, at)


@part
def end_crisis(rules: Rules, game: Game, scratch: Scratch, e: int, log: Log, cause: int) -> None:
    """End a crisis: set its ladder, take its losses, apply its effects (rule 6.6). cause: the line of its last round."""
    ending = rules.crisis_ending[e]
    flashpoint = rules.flashpoint[game.crisis]
    order = scratch.order[0]
    at = write(game, log, L_ENDING, EVERYBODY, order, int32(e), game.crisis, cause)
    game.tally[ending.counts] += 1
    slot = role_slot(rules, rules.roles.ladder, game.crisis)
    shift(rules, game, log, slot, ending.ladder - game.track[slot], L_EFFECT, order, at)
    apply(rules, game, log, ending.effects.first, ending.effects.n, order, at)
    for _ in range(ending.losses):
        lose_piece(rules, game, flashpoint.challenger, flashpoint.area, order, log, at)
        lose_piece(rules, game, flashpoint.holder, flashpoint.area, order, log, at)
    if ending.counts == CLASHES and rules.procedure.ends_on_clash:
        game.over = 1
    game.crisis = NONE


@part
def lose_piece(rules: Rules, game: Game, faction: int, area: int, order: Order, log: Log, cause: int) -> None:
    """Remove a faction's readiest piece in the area, of equals the first: the readiest was at the front."""
    lost = NONE
    for p in range(rules.n_pieces):
        if rules.piece[p].faction == faction and game.piece_area[p] == area:
            if lost == NONE or game.piece_readiness[p] > game.piece_readiness[lost]:
                lost = p
    if lost != NONE:
        game.piece_area[lost], game.piece_readiness[lost] = NONE, 0
        write(game, log, L_LOSS, EVERYBODY, order, int32(lost), ZERO, cause)


@part
def play_crisis(rules: Rules, game: Game, scratch: Scratch, log: Log) -> bool:
    """Ask for roles, then play rounds until the crisis ends; True while a seat is asked."""
    if game.step == 1:
        if ask_roles(rules, game):
            return True
        play_roles(rules, game, scratch, log)
        game.step, game.cursor = 2, 0
    while game.crisis != NONE:
        flashpoint = rules.flashpoint[game.crisis]
        game.cursor += 1
        if game.cursor == 1:
            if ask_principal(rules, game, flashpoint.challenger, SIDE_CHALLENGER, SIDE_HOLDER):
                return True
        elif game.cursor == 2:
            if ask_principal(rules, game, flashpoint.holder, SIDE_HOLDER, SIDE_CHALLENGER):
                return True
        else:
            play_round(rules, game, scratch, log)
            game.cursor = 0
    return False
