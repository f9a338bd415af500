"""What typing changes in the window's state: orders in own words, reasons of rulings, expectations, lines of control."""

from __future__ import annotations

from attrs import evolve

from kuroshio.picture.picture import Picture
from kuroshio.screen.window import events_and_commands as m
from kuroshio.screen.window.desk_presses import written as written_at_desk
from kuroshio.screen.window.selecting import Step, Take
from kuroshio.screen.window.state import TYPING, Interface

MOST_TYPED = 240  # letters of an order in one's own words
MOST_LINE = 900  # letters of a line of control: a ruling has its arguments in it
AT_DESK = ("reason", "edit", "write_one")  # fields of the umpire's desk
LONG = ("control", "reason", "edit", "write_one")
KEYS_COMMAND = "Keys are commands here: switch the input method to plain letters until a field is open."


def typed(now: Interface, message: m.Typed) -> Interface:
    """Add letters to the text of the open field, up to its length; without a field nothing changes."""
    if now.overlay not in TYPING:
        return now
    text = message.text
    if now.overlay == "control" and not now.search:
        text = text.lstrip(":")  # the key that opens the field, pressed once more from habit
    most = MOST_LINE if now.overlay in LONG else MOST_TYPED
    return evolve(now, composing="", cursor=0, search=(now.search + text)[:most], focused="").at_top(now.overlay)


def composing(now: Interface, message: m.Composing) -> Step:
    """Show in the open field what an input method puts together. Where no field is open it is dropped, for keys are commands."""
    if not message.stray:
        return evolve(now, composing=message.text, cursor=message.at, focused=""), ()
    said = now.message if now.overlay in TYPING or not message.text else KEYS_COMMAND
    return evolve(now, composing="", cursor=0, message=said), (m.DropComposing(),)


def performed(now: Interface, message: m.Performed) -> Interface:
    """Take the result of a line of control into the state.

    A refused line stays in the field to be corrected, and if it only asked first, so does what it would do. After any other line
    the field is empty for the next.
    """
    if message.refused:  # with something told beside it, it only asks first, and nothing is wrong
        then = now.says(message.refused) if message.said else now.refuses(message.refused)
        return evolve(then, said=message.said).at_top("control")
    told = message.said or (f"Entered: {now.search}",)
    if now.overlay != "control":  # the game has gone on to a curtain meanwhile
        return now.says(told[0])
    return evolve(now, search="", said=told, focused="").says("").at_top("control")


def _expect(now: Interface, picture: Picture | None, what: str) -> Step:
    """Open the field for what is expected of another seat, with what was written before."""
    if picture is None or what not in picture.seats:
        return now, ()
    written = next((one.text for one in picture.expected if one.seat == what), "")
    return evolve(now, overlay="expect", expecting=what, search=written, focused=""), ()


def _type(now: Interface, picture: Picture | None, what: str) -> Step:
    """Open the field for a line of control, with the beginning of the line."""
    if picture is None or picture.console is None:
        return now, ()
    return evolve(now, overlay="control", search=what, said=(), focused="").at_top("control"), ()


def _sheets(now: Interface, picture: Picture | None, what: str) -> Step:
    """Have the sheets of the turn written; the field for lines of control shows where they lie."""
    if picture is None or picture.console is None:
        return now, ()
    return _type(now, picture, "")[0], (m.CarryOut("sheets"),)


def _order(now: Interface, picture: Picture | None, what: str) -> Step:
    """Begin a note on an order of the list."""
    if picture is None or picture.console is None:
        return now, ()
    order = picture.console.orders[int(what)]
    return _type(now, picture, f"note {order.seat}: {order.title}: ")


def _write(now: Interface, picture: Picture | None, what: str) -> Step:
    """Enter what was typed: an order in own words, the reason of a ruling, an expectation, a line of control."""
    if now.composed:  # a button was pressed while the input method still had the last of it
        step, commands = _write(evolve(now, search=now.search + now.composed, composing="", cursor=0), picture, what)
        return step, (m.DropComposing(), *commands)
    text = " ".join(now.search.split())
    if not text or picture is None:
        return now, ()
    if now.overlay == "control":
        return evolve(now, said=()), (m.CarryOut(text),)
    if now.overlay in AT_DESK:
        return written_at_desk(now, picture, text)
    written = evolve(now, overlay="", search="", focused="")
    if now.overlay == "expect":
        return written, (m.Expect(picture.seat, now.expecting, text),)
    return (written, (m.Draft(f'{picture.seat}: "{text}"'),)) if now.overlay == "words" else (now, ())


FIELDS: dict[str, Take] = {"expect": _expect, "line": _type, "order": _order, "sheets": _sheets, "write": _write}
