"""The moments of the projector by name, from a game that is really played: its public pictures, one after each choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from attrs import evolve

from kuroshio.picture.picture import Clock, Picture
from kuroshio.screen.projector.projector_story import Telling, forward, heard, opened
from kuroshio.screen.projector.shown_page import ShownPage
from kuroshio.session.control_lines import Control
from kuroshio.session.saved_games import load, start
from kuroshio.session.session import Session

NOW = 1_000_000  # seconds of 1970 UTC, for a clock that runs
LONG = "The harbour master of Naha closes the port to all but the coast guard until the storm has gone by. " * 12
INJECT = f"inject A typhoon off Yonaguni: {LONG}| set world.tension=7"
SPOT = "senkaku"


@lru_cache(maxsize=4)
def game_of(scenario: str, turns: int, people: tuple[str, ...] = ("japan", "china")) -> tuple[Picture, ...]:
    """The public pictures of a game with a crisis in its first turn, up to a turn; a long inject comes in the second."""
    session = start(load(scenario), scenario, "", people, (), 3, None)
    session.game.track[session.tables.slots.index(f"{SPOT}.ladder")] = 8
    pictures, injected = [session.picture_for("")], False
    while not session.over and session.turn <= turns:
        if session.turn == 2 and not injected:
            assert Control(session).perform(INJECT) == ""
            injected = True
        decide(session)
        pictures.append(session.picture_for(""))
    return tuple(pictures)


def decide(session: Session) -> None:
    """Take one choice: the first redeployment that there is as an order; to climb in a crisis; else the strongest answer."""
    seat = session.asked()
    session.reveal(seat)
    question = session.picture().question
    assert question is not None
    if question.kind != "order":
        session.answer(question.choices[0 if question.kind == "crisis" else -1].line)
        return
    moves = next((card.choices for card in question.cards if card.kind == "move"), ())
    if moves and session.turn == 1:
        session.draft(moves[-1].line)
    session.commit_plan()


def tale(pictures: Sequence[Picture]) -> Iterator[Telling]:
    """Every state of the telling of some pictures: each page, then the position."""
    telling = opened(pictures[0])
    yield telling
    for picture in pictures[1:]:
        telling = heard(telling, picture, 0.0)
        while telling.at >= 0:
            yield telling
            telling = forward(telling, 1, 0.0)
        yield telling


def shown(telling: Telling) -> ShownPage:
    """What the projector shows of a state of the telling, at rest."""
    page = telling.page
    return ShownPage(
        picture=telling.shown, latest=telling.now, page=page.beats, moves=page.moves, stage=telling.stage, second=NOW
    )


def timed(page: ShownPage) -> ShownPage:
    """The same moment with a clock of the room."""
    in_crisis, planning = page.picture.crisis is not None, page.picture.phase == "planning"
    clock = Clock(phase="crisis_opening" if in_crisis else "plan", ends=NOW + 250, due=NOW + 670 if planning else 0)
    latest = page.latest and evolve(page.latest, clock=clock)
    return evolve(page, picture=evolve(page.picture, clock=clock), latest=latest)


Wanted = Callable[[ShownPage], object]
MOMENTS: dict[str, Wanted] = {
    "room_planning": lambda at: rests(at) and at.picture.phase == "planning" and at.picture.turn == 2,
    "room_story": lambda at: at.beat and at.beat.dice and at.beat.area and at.beat.phase == "coercion",
    "room_policy": lambda at: at.beat and at.beat.dice and at.beat.phase == "policy" and at.beat.kind == "ruling",
    "room_response": lambda at: at.waiting,
    "room_moves": lambda at: at.moves,
    "room_inject": lambda at: at.beat and at.beat.kind == "inject" and at.beat.text.startswith(LONG[:20]),
    "room_crisis": lambda at: rests(at) and at.picture.crisis and at.picture.crisis.round,
    "room_round": lambda at: at.beat and at.beat.round,
    "room_end": lambda at: rests(at) and at.picture.over,
}


def rests(page: ShownPage) -> bool:
    """Whether the position is shown, and nothing is told."""
    return not page.page and not page.moves


@lru_cache(maxsize=4)
def moments(scenario: str, turns: int = 99) -> dict[str, ShownPage]:
    """The moments of the projector by name; those that the game has not are left out."""
    told = [shown(telling) for telling in tale(game_of(scenario, turns))]
    found = {"room_start": told[0]}
    for name, wanted in MOMENTS.items():
        page = next((page for page in told if wanted(page)), None)
        if page is not None:
            found[name] = timed(page) if name in ("room_planning", "room_response", "room_crisis") else page
    return found
