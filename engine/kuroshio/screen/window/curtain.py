"""Seats and the umpire coming to the machine, and what they type: expectations, orders in own words, lines of control."""

from __future__ import annotations

from attrs import evolve

from kuroshio.picture.picture import Picture
from kuroshio.screen.window import messages as m
from kuroshio.screen.window.selecting import Step, Take
from kuroshio.screen.window.state import UMPIRE, Interface

NO_UMPIRE = "This table has no umpire."
FIRST_THE_STORY = "First read what happened (Space), or skip it (Esc)."


def comers(now: Interface, picture: Picture | None) -> tuple[str, ...]:
    """Return who may come to the machine while the curtain is down; first the one it waits for."""
    first = UMPIRE if now.called else now.waiting
    planners = picture.planners if picture else ()
    return tuple(dict.fromkeys(seat for seat in (first, now.waiting, *planners) if seat))


def performed(now: Interface, message: m.Performed) -> Interface:
    """A line of control that was refused stays to be mended, with what it would have done where it asks first; below another the
    field stands open for the next line.
    """
    if message.refused:  # with something told beside it, it only asks first, and nothing is wrong
        then = now.says(message.refused) if message.said else now.refuses(message.refused)
        return evolve(then, said=message.said).at_top("control")
    told = message.said or (f"Entered: {now.search}",)
    if now.overlay != "control":  # the game has gone on to a curtain meanwhile
        return now.says(told[0])
    return evolve(now, search="", said=told, focused="").says("").at_top("control")


def _call(now: Interface, picture: Picture | None, what: str) -> Step:
    """Call the umpire: nobody looks until it comes."""
    if now.projector or now.overlay or now.stage == "start" or (picture is not None and picture.console is not None):
        return now, ()
    if not now.umpired:
        return now.refuses(NO_UMPIRE if now.stage == "play" else ""), ()
    if now.beat is not None:
        return now.refuses(FIRST_THE_STORY), ()
    return evolve(now, called=True), (m.Ready(""),)


def _ready(now: Interface, picture: Picture | None, what: str) -> Step:
    """Note that the awaited or the named seat is at the machine."""
    seats = comers(now, picture)
    if now.stage != "curtain" or not seats:
        return now, ()
    return evolve(now, called=False, crisis_map=False), (m.Ready(what or seats[0]),)


def _hand_over(now: Interface, picture: Picture | None, what: str) -> Step:
    """Have the umpire leave the machine to the next; at the curtain, call it no longer."""
    if now.stage == "play" and (picture is None or picture.console is None):
        return now, ()
    return evolve(now, called=False, overlay=""), (m.Ready(""),)


def _expect(now: Interface, picture: Picture | None, what: str) -> Step:
    """Open the field for what is expected of another seat, with what was written before."""
    if picture is None or what not in picture.seats:
        return now, ()
    written = next((one.text for one in picture.expected if one.seat == what), "")
    return evolve(now, overlay="expect", expecting=what, search=written, focused=""), ()


def _type(now: Interface, picture: Picture | None, what: str) -> Step:
    """Open the line of control with its beginning."""
    if picture is None or picture.console is None:
        return now, ()
    return evolve(now, overlay="control", search=what, said=(), focused="").at_top("control"), ()


def _order(now: Interface, picture: Picture | None, what: str) -> Step:
    """A note on an order of the list."""
    if picture is None or picture.console is None:
        return now, ()
    order = picture.console.orders[int(what)]
    return _type(now, picture, "note {}: {}: ".format(order.partition(":")[0], order.partition(": ")[2].partition("  #")[0]))


def _write(now: Interface, picture: Picture | None, what: str) -> Step:
    """What was typed is meant: an order in the seat's own words, the reason of a ruling, what it expects, a line of control."""
    if now.composed:  # a button was pressed while the input method still had the last of it
        step, commands = _write(evolve(now, search=now.search + now.composed, composing="", cursor=0), picture, what)
        return step, (m.DropComposing(), *commands)
    text = " ".join(now.search.split())
    if not text or picture is None:
        return now, ()
    if now.overlay == "control":
        return evolve(now, said=()), (m.Control(text),)
    written = evolve(now, overlay="", search="", focused="")
    if now.overlay == "expect":
        return written, (m.Expect(picture.seat, now.expecting, text),)
    return (written, (m.Draft(f'{picture.seat}: "{text}"'),)) if now.overlay == "words" else (now, ())


COMING: dict[str, Take] = {
    "call": _call, "ready": _ready, "hand": _hand_over, "expect": _expect, "line": _type, "order": _order, "write": _write,
}  # fmt: skip
