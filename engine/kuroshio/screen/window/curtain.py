"""The curtain between two people: who may come to the machine, and the umpire being called."""

from __future__ import annotations

from attrs import evolve

from kuroshio.picture.picture import Picture
from kuroshio.screen.window import events_and_commands as m
from kuroshio.screen.window.desk import ACT
from kuroshio.screen.window.selecting import Step, Take
from kuroshio.screen.window.state import UMPIRE, Interface

NO_UMPIRE = "This table has no umpire."
FIRST_THE_STORY = "First read what happened (Space), or skip it (Esc)."


def comers(now: Interface, picture: Picture | None) -> tuple[str, ...]:
    """Return the ids of those who may come to the machine while the curtain is down. The first is the one that is waited for."""
    first = UMPIRE if now.called else now.waiting
    planners = picture.planners if picture else ()
    return tuple(dict.fromkeys(seat for seat in (first, now.waiting, *planners) if seat))


def _call(now: Interface, picture: Picture | None, what: str) -> Step:
    """Call the umpire. Until it comes, nobody sees the game."""
    if now.overlay or now.stage == "start" or (picture is not None and picture.console is not None):
        return now, ()
    if not now.umpired:
        return now.refuses(NO_UMPIRE if now.stage == "play" else ""), ()
    if now.beat is not None:
        return now.refuses(FIRST_THE_STORY), ()
    return evolve(now, called=True), (m.Ready(""),)


def _ready(now: Interface, picture: Picture | None, what: str) -> Step:
    """Note that a seat is at the machine: the one that is named, or else the one that is waited for."""
    seats = comers(now, picture)
    if now.stage != "curtain" or not seats:
        return now, ()
    return evolve(now, called=False, crisis_map=False), (m.Ready(what or seats[0]),)


def _hand_over(now: Interface, picture: Picture | None, what: str) -> Step:
    """Have the umpire hand the machine over. At the curtain, the call for the umpire is withdrawn."""
    if now.stage == "play" and (picture is None or picture.console is None):
        return now, ()
    return evolve(now, called=False, overlay="", desk=evolve(now.desk, tab=ACT, asking="")), (m.Ready(""),)


COMING: dict[str, Take] = {"call": _call, "ready": _ready, "hand": _hand_over}
