"""Judging: how well the conditions of success are met, by the mean of what they read over some turns (rule 8.4)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.conditions import read
from kuroshio.kernel.state.codes import NONE, OF_COUNT, int64
from kuroshio.kernel.state.entry_part_records import Condition
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.order_numbers import fill
from kuroshio.kernel.state.result_records import Judgement, Outcome
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.model.capacities import MAX_GOALS

MET: int = int64(3)  # the best grade


@part
def lead_order(rules: Rules, order: Order) -> None:
    """Write the order by which measures and conditions of success are read: nobody acts, in the first place in play."""
    area = rules.flashpoint[rules.lead_flashpoint].area if rules.lead_flashpoint >= 0 else NONE
    fill(order, NONE, NONE, area, NONE, NONE, NONE)


@part
def clear_readings(game: Game) -> None:
    """Forget what the conditions of success have read."""
    game.readings = 0
    for f in range(len(game.goal_total)):
        for i in range(MAX_GOALS):
            game.goal_total[f, i] = 0


@part
def read_goals(rules: Rules, game: Game, order: Order) -> None:
    """Add what each condition of success reads to its sum, at the end of a turn that is judged; counts add up themselves."""
    if not rules.judged >> game.turn & 1:
        return
    lead_order(rules, order)
    game.readings += 1
    for f in range(rules.n_factions):
        span = rules.success[f]
        for i in range(span.n):
            goal = rules.condition[span.first + i]
            if goal.subject != OF_COUNT:
                game.goal_total[f, i] += read(rules, game, goal.subject, goal.what, goal.who, order)


@part
def grade_of(goal: Condition, total: int, readings: int) -> int:
    """The grade of a mean, to the nearest step: 3 within the bounds of a condition, 2 a step beyond, 1 two steps beyond, else 0.

    Half a step short is met: tracks have no smaller part.
    """
    beyond = max(goal.least * readings - total, total - goal.most * readings, 0)
    return max(MET - (2 * beyond + readings - 1) // (2 * readings), 0)


@part
def judge(rules: Rules, game: Game, goal: Condition, total: int, order: Order, judgement: Judgement) -> None:
    """Write how well a condition is met. A count is taken as it stands, and so is all that has not been read yet."""
    judgement.total, judgement.readings = total, game.readings
    if goal.subject == OF_COUNT or game.readings == 0:
        judgement.total, judgement.readings = read(rules, game, goal.subject, goal.what, goal.who, order), 1
    judgement.grade = grade_of(goal, judgement.total, judgement.readings)


@part
def judge_seat(rules: Rules, game: Game, faction: int, order: Order, result: Outcome) -> None:
    """Write how well a seat's conditions of success are met, one by one and together; a seat that has none has no success."""
    span = rules.success[faction]
    result.grade[faction] = 0
    for i in range(span.n):
        judgement = result.goal[faction, i]
        judge(rules, game, rules.condition[span.first + i], game.goal_total[faction, i], order, judgement)
        result.grade[faction] += judgement.grade
    result.success[faction] = 1 if span.n > 0 and result.grade[faction] == MET * span.n else 0
