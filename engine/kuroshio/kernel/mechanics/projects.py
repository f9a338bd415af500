"""Projects: stages that their deciders take or leave, with a roll for each (rule 7.2)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.adjudication import roll_for, throw, write_ruling
from kuroshio.kernel.mechanics.budget import pay
from kuroshio.kernel.mechanics.effects import apply, shift
from kuroshio.kernel.mechanics.odds import clear_proposal, weigh
from kuroshio.kernel.state.asking import ask
from kuroshio.kernel.state.codes import (
    ASK_PROCEED,
    DIE_STAGE,
    EVERYBODY,
    L_CRISIS,
    L_EFFECT,
    L_PROJECT,
    L_WAITS,
    NONE,
    PROJECTS_DELIVERED,
    SUCCESS,
    TAKE,
    UP,
    YES,
    ZERO,
    int32,
)
from kuroshio.kernel.state.game_records import Game
from kuroshio.kernel.state.log import told_answer, told_this_turn, write
from kuroshio.kernel.state.order_numbers import fill
from kuroshio.kernel.state.result_records import Log, Scratch
from kuroshio.kernel.state.rules_records import Project, Rules


@part
def under_way(rules: Rules, game: Game, p: int) -> bool:
    """Whether a project has been proposed and not yet delivered."""
    stage = game.track[rules.project[p].slot]
    return 1 <= stage <= rules.project[p].n_stages


@part
def waits(game: Game, project: Project) -> bool:
    """Whether a project waits because a crisis of this turn occupies its lead or partner (rule 6.7)."""
    return game.in_crisis[project.lead] == game.turn or game.in_crisis[project.partner] == game.turn


@part
def settle_stage(rules: Rules, game: Game, p: int, scratch: Scratch, log: Log) -> None:
    """Settle a stage after its decider's choice: it is completed, fails on the dice, or stalls (rule 7.2)."""
    project = rules.project[p]
    stage = project.stage[game.track[project.slot] - 1]
    order, proposal, ruling = scratch.order[0], scratch.proposal[0], scratch.ruling[0]
    fill(order, project.lead, NONE, NONE, project.partner, NONE, NONE)
    if game.choice[stage.decider] != YES:
        ruling.die_1, ruling.die_2, ruling.band = 0, 0, NONE
        clear_proposal(proposal)
        at = tell_stage(rules, game, p, scratch, log)
        apply(rules, game, log, project.stalled.first, project.stalled.n, order, at)
        return
    pay(rules, game, stage.decider, stage.cost, TAKE)
    weigh(rules, game, stage.difficulty, rules.procedure.number_most, stage.modifiers, order, proposal)
    bits = roll_for(rules, game, order, project.key, game.track[project.slot], DIE_STAGE, ZERO)
    throw(rules, bits, proposal, ruling)
    at = tell_stage(rules, game, p, scratch, log)
    if ruling.band < SUCCESS:
        apply(rules, game, log, stage.setback.first, stage.setback.n, order, at)
        return
    shift(rules, game, log, project.slot, UP, L_EFFECT, order, at)
    apply(rules, game, log, stage.effects.first, stage.effects.n, order, at)
    if game.track[project.slot] > project.n_stages:
        game.tally[PROJECTS_DELIVERED] += 1


@part
def tell_stage(rules: Rules, game: Game, p: int, scratch: Scratch, log: Log) -> int:
    """Log the result of a stage, whose place is `amount`; return the place of the line, or NONE."""
    stage = game.track[rules.project[p].slot] - 1
    chosen = told_answer(game, log, ASK_PROCEED, rules.project[p].stage[stage].decider, int32(p))
    at = write_ruling(game, log, L_PROJECT, EVERYBODY, scratch.order[0], int32(p), scratch.proposal[0], scratch.ruling[0], chosen)
    if at != NONE:
        log[at].amount = stage
    return at


@part
def run_projects(rules: Rules, game: Game, scratch: Scratch, log: Log) -> bool:
    """Put each project under way to the decider of its next stage."""
    while game.cursor < rules.n_projects:
        p = game.cursor
        if game.step == 1:
            settle_stage(rules, game, p, scratch, log)
            game.step = 0
        elif under_way(rules, game, p) and waits(game, rules.project[p]):
            fill(scratch.order[0], rules.project[p].lead, NONE, NONE, rules.project[p].partner, NONE, NONE)
            crisis = told_this_turn(game, log, L_CRISIS)  # a turn has at most one crisis
            write(game, log, L_WAITS, EVERYBODY, scratch.order[0], int32(p), ZERO, crisis)
        elif under_way(rules, game, p):
            decider = rules.project[p].stage[game.track[rules.project[p].slot] - 1].decider
            if rules.faction[decider].seated:
                game.step = 1
                ask(game, ASK_PROCEED, decider, p)
                return True
        game.cursor += 1
    return False
