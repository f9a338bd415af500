"""Why an answer to a question other than for orders is not open to a seat: its price, the law, its part, what it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from engine.kernel import words
from engine.kernel.lines import IllegalLine, Six, UnclearLine, open_options, options, read_choice, read_option, split
from engine.model.ruleset import Level
from engine.model.terms import Condition, Cost
from engine.picture.asked import Counsel


def read_answer(counsel: Counsel, view: np.record, line: str) -> Six:
    """The answer that a line gives. Raises UnclearLine, of one that is not open with why it is not."""
    try:
        return read_choice(counsel.tables, view, line)
    except IllegalLine as error:
        try:
            option = read_option(counsel.tables, view, line, split(counsel.tables, line)[1])
        except UnclearLine:
            raise error from None  # it answers another question
        why = why_shut_option(counsel, view, option)
        raise IllegalLine(error.wrong, f"{error.right}. {why}" if why else error.right) from None


def shut_answers(counsel: Counsel, view: np.record) -> Iterator[tuple[str, str]]:
    """Each answer to the open question that is not open to the seat, and why."""
    opens = open_options(counsel.tables, view)
    for option, name in enumerate(options(counsel.tables, int(view.asking))):
        if name not in opens:
            yield name, why_shut_option(counsel, view, option)


def why_shut_option(counsel: Counsel, view: np.record, option: int) -> str:
    """Why one answer is not open in a view, in sentences."""
    ruleset, asking, subject = counsel.tables.ruleset, int(view.asking), int(view.subject)
    if asking == words.ASK_SIGN:
        why: list[str] = list(too_dear(counsel, view, ruleset.actions[view.order[subject].action].partner_cost))
    elif asking == words.ASK_GATE:
        why = list(too_dear(counsel, view, ruleset.gates[subject].cost))
    elif asking == words.ASK_PROCEED:
        stage = ruleset.projects[subject].stages[counsel.stage(view)]
        why = [*too_dear(counsel, view, stage.cost)] or [*asks_for(counsel, stage.requires)]
    elif asking == words.ASK_CRISIS:
        named = {entry.id: entry for entry in ruleset.crisis_choices}
        why = list(too_dear(counsel, view, named[words.CRISIS_CHOICES[option]].cost))
    elif asking == words.ASK_ROLE:
        role = ruleset.crisis_roles[option]
        why = [*too_dear(counsel, view, role.cost)] or [*asks_for(counsel, role.requires)]
    else:
        why = level_shut(counsel, view, sorted(ruleset.levels, key=lambda level: level.rank)[option])
    return " ".join(why)


def too_dear(counsel: Counsel, view: np.record, cost: Cost) -> Iterator[str]:
    """Every part of a price that the seat cannot pay."""
    roles, seat = counsel.tables.ruleset.roles, counsel.maker.factions[view.seat]
    for track, price in ((roles.capital, cost.capital), (roles.funds, cost.funds), (roles.readiness, cost.readiness)):
        slot = counsel.maker.slots[f"{seat}.{track}"]
        if view.track[slot] < price:
            yield f"It takes {price} of {counsel.names.slots[slot]}, and there is {int(view.track[slot])}."


def asks_for(counsel: Counsel, conditions: Iterable[Condition]) -> Iterator[str]:
    """What must hold, where something of it does not."""
    wanted = "; ".join(counsel.phrases.condition(condition) for condition in conditions)
    if wanted:
        yield f"It needs: {wanted}."


def level_shut(counsel: Counsel, view: np.record, level: Level) -> list[str]:
    """Why a seat may not answer an incident at a level."""
    rules, seat, area = counsel.rules, int(view.seat), int(view.incident[view.subject].area)
    row, is_victim = counsel.tables.index.levels[level.id], view.fact[words.F_VICTIM] == 1
    if rules.level[row].who != words.ANY and (rules.level[row].who == words.VICTIM) != is_victim:
        return ["Only the victim answers so." if not is_victim else "The victim itself does not answer so."]
    dear = list(too_dear(counsel, view, level.cost))
    if dear:
        return dear
    for g, gate in enumerate(counsel.tables.ruleset.gates[: int(rules.n_gates)]):
        closed = rules.gate[g].holds == seat and view.gate_until[g] < view.turn and rules.faction[rules.gate[g].faction].seated
        here = rules.gate[g].areas < 0 or (area >= 0 and rules.gate[g].areas >> area & 1 == 1)
        if row >= rules.gate[g].opens and closed and here:
            return [f"A legal decision is needed first: {gate.name}."]
    reach = [" or ".join(counsel.phrases.kinds[kind] for kind in level.pieces)] if level.pieces else []
    return [*(f"It needs in reach: {kinds}." for kinds in reach), *asks_for(counsel, level.requires)]
