"""What names a government without a seat: nobody is asked who is not there, and nothing waits for an answer of theirs."""

from __future__ import annotations

import attrs
import pytest

from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.model.entry_parts import Bands, Effect
from kuroshio.model.ruleset import Action, Project, Stage
from tests.kernel.lab import JUDGED
from tests.stepping import Content, Table


def with_project(content: Content, decider: str) -> tuple[Table, str]:
    """A game of two seats with a project that one of them may propose; `decider` goes on with it."""
    ruleset, board, scenario = content
    seats = scenario.seats[:2]
    lead, partner = (seat.faction for seat in seats)
    project = Project(
        id="test_project", lead=lead, partner=partner, arena="test",
        stages=(Stage(name="agree", decider=lead), Stage(name="deliver", decider=decider or partner)), **JUDGED,
    )  # fmt: skip
    begins = Bands(success=(Effect(track="test_project.stage", set=1), Effect(track="world.tension", add=1)))
    act = Action(id="test_act", arena="test", actors=(lead,), effects=begins, **JUDGED)
    rules = attrs.evolve(ruleset, projects=(*ruleset.projects, project), actions=(*ruleset.actions, act))
    return Table(compile_tables(rules, board, attrs.evolve(scenario, seats=seats))), lead


@pytest.mark.parametrize("third", [False, True])
def test_a_project_of_which_a_decider_has_no_seat_is_not_proposed(content: Content, third: bool) -> None:
    unseated = content[2].seats[2].faction
    table, lead = with_project(content, unseated if third else "")
    table.begin()
    assert table.play_until(lambda game: table.asked() == "order" and table.faction() == lead)
    orders = {table.tables.ruleset.actions[order[1]].id for order in table.legal(table.view())}
    assert ("test_act" in orders) != third


def test_no_order_names_who_has_no_seat(content: Content) -> None:
    ruleset, board, scenario = content
    table = Table(compile_tables(ruleset, board, attrs.evolve(scenario, seats=scenario.seats[:2])))
    seated = {table.index.factions[seat.faction] for seat in scenario.seats[:2]} | {-1}
    for number in range(3):
        table.begin(1, number)
        for _ in table.questions():
            assert table.game.seat in seated
            if table.asked() == "order":  # an answer may be to whoever an inject has acted for
                for _, _, _, target, partner, _ in table.legal(table.view()):
                    assert {target, partner} <= seated
