"""Pictures of real games: the shipped scenarios as they open and some turns on, as seats and the public see them."""

from __future__ import annotations

from functools import lru_cache

from attrs import evolve

from kuroshio.picture.picture import Picture
from kuroshio.screen.window.desk import TABS, Desk
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.saved_games import load, start
from kuroshio.session.session import Session

SEATED = {"tutorial": ("china", "japan"), "senkaku_2021": ("japan",), "chain_2021_2030": ("japan", "philippines")}
TURNS = {"tutorial": 1, "senkaku_2021": 4, "chain_2021_2030": 2}


@lru_cache
def pictures() -> dict[str, Picture]:
    """Pictures by scenario and whose they are, such as `tutorial public`: the public's, and those of seats asked for orders."""
    found = {}
    for scenario, seats in SEATED.items():
        session = start(load(scenario), scenario, "", seats, (), 3, None)
        while session.turn < TURNS[scenario] and not session.over:
            _hold(session)
        found[f"{scenario} public"] = session.picture_for("")
        found |= {f"{scenario} {seat}": session.picture_for(seat) for seat in seats}
    return found


WORDS = "Ring the coast guard of China and offer a line for the night watch"


@lru_cache
def desks() -> dict[str, tuple[Picture, Desk]]:
    """The umpire's desk in a real game, by its tabs: an order in own words is before it."""
    session = start(load("senkaku_2021"), "senkaku_2021", "", ("japan", "china", "us"), (), 20, None, umpire=True)
    control = Control(session)
    lines = (
        f'japan: 2, "{WORDS}" against china; commit',
        "china: 1; commit",
        "inject A tanker aground: It leaks.",
        "commit us empty",
    )
    assert not any(map(control.perform, lines))
    while session.asked():
        assert not control.perform(f"{session.asked()}: sign no")
    session.reveal("umpire")
    picture = session.picture()
    assert picture.console is not None
    state = tuple(control.state("japan"))
    desk = evolve(Desk().for_act(picture.console.docket), row=2, seat=1, inject=3, act=2, state_of="japan", state=state)
    return {f"desk {tab}": (picture, evolve(desk, tab=tab)) for tab in TABS}


def _hold(session: Session) -> None:
    """Have whoever is asked order nothing, or answer with the first that is open."""
    if session.waiting_for():
        session.reveal(session.waiting_for())
    question = session.picture().question
    assert question is not None
    if question.kind == "order":
        session.commit_plan()
    else:
        session.answer(question.choices[0].line)
