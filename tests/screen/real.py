"""Pictures of real games: the shipped scenarios as they open and some turns on, as seats and the public see them."""

from __future__ import annotations

from functools import lru_cache

from kuroshio.picture.picture import Picture
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
