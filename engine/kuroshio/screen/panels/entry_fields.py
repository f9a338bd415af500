"""Draws the fields in which people type: an order in own words, the reason of a ruling, an expectation, a line of control."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect

from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

WHAT_NO_CARD_SAYS = "An order beyond the cards: who does what, where, how, and the effect you expect. The umpire rules on it."
WHY_RULED = "The reason for the result: a sentence that the losing player can accept. It is kept beside the engine's answer."
WHAT_TO_EXPECT = "What do you expect of {} this turn? Before the review only the umpire reads it."
ANY_LINE = (
    "Any line of control: SEAT: ORDER, ORDER; SEAT answers N ANSWER; SEAT: reply TEXT; rule, number, throw, accept, dispute, "
    "change, counter, crisis, freeze, thaw, skip, inject, fire, hold, release, shift, score, note, expect, agree, broken, late, "
    "clock, undo, redo, rewind, practice, stop. `help` shows how to write each. "
    "Lines that only ask: where, choices SEAT, state SEAT, seats, orders, injects, promises, tracks PART, acts."
)


ARGUED = "What the room argues about this act: one argument, which moves the number by one."
EDITED = "The text as the seats and the room will read it. Nothing is brought in before you fire the card."
WRITTEN_HERE = (
    "A title, a colon, and the text. It becomes a card with tracks and audience; nothing is brought in before you fire it."
)


def draw_words(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw the field for an order in own words, or for the reason of a ruling."""
    ruling = picture is not None and picture.question is not None and picture.question.kind == "rule"
    if ruling:
        _draw_field(painter, rect, interface, WHY_RULED, "Type the reason", "Keep the reason (Enter)")
    else:
        _draw_field(painter, rect, interface, WHAT_NO_CARD_SAYS, "Type the order", "Add to orders (Enter)")


def draw_expect(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw the field for what a seat expects of another."""
    told = WHAT_TO_EXPECT.format(names.side(interface.expecting))
    _draw_field(painter, rect, interface, told, "Type a sentence", "Keep it (Enter)")


def draw_reason(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw the field for the reason of a ruling at the umpire's desk."""
    label = "Keep it and rule (Enter)" if interface.desk.at_once else "Keep the reason (Enter)"
    _draw_field(painter, rect, interface, WHY_RULED, "Type the reason", label)


def draw_argument(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw the field for an argument; its two buttons say for which side it counts."""
    y = _draw_field(painter, rect, interface, ARGUED, "Type the argument", "For: the number falls by one (Enter)", "argue:for")
    label = "Against: the number rises by one (Tab, Tab, Enter)"
    button = Rect(rect.x, y + painter.px(0.5), rect.width, painter.button_height(label, rect.width, 1.1))
    painter.button(button, "argue:against", label, enabled=bool(interface.search.strip()), size=1.1)


def draw_edit(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw the field for the text of an inject."""
    _draw_field(painter, rect, interface, EDITED, "Type the text", "Keep the text (Enter)")


def draw_write_one(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw the field for an inject of control's own."""
    _draw_field(painter, rect, interface, WRITTEN_HERE, "Title: text", "Make a card of it (Enter)")


def draw_control(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw the field for a line of control. Below it stands the answer to the last line, or why it was refused."""
    y = _draw_field(painter, rect, interface, ANY_LINE, "Type a line", "Carry it out (Enter)") + painter.px(0.6)
    width = rect.width - painter.bar_width()
    ink = "bad" if interface.wrong else "ink"
    blocks = painter.lines(interface.message, width, 1.15, ink, True) if interface.message else []
    for sentence in interface.said:
        blocks += [*painter.lines(sentence, width), painter.gap(0.3)]
    painter.flow("control", Rect(rect.x, y, rect.width, rect.bottom - y), blocks, interface.scrolled("control"))


def _draw_field(
    painter: Painter, rect: Rect, interface: Interface, told: str, empty: str, label: str, press: str = "write"
) -> int:
    """Draw a field: what to type, the text with its caret, the button that keeps it. Return the y below."""
    y = painter.paragraph(rect.topleft, told, rect.width) + painter.px(0.6)
    text = interface.search + interface.composed
    lines = painter.wrap(text, rect.width - painter.px(2), 1.25) if text else []
    field = Rect(rect.x, y, rect.width, max(3, len(lines)) * painter.high(1.25) + painter.px(0.9))
    painter.box(field, "ground", "accent", 0.35, max(2, painter.unit // 8))
    at = (field.x + painter.px(0.7), field.y + painter.px(0.45))
    if lines:
        draw_typed(painter, at, lines, 1.25, interface)
    else:
        painter.draw_caret(at[0] - 2, painter.text(at, empty, 1.25, "soft"))
    high = painter.button_height(label, rect.width, 1.1)
    button = Rect(rect.x, field.bottom + painter.px(0.8), rect.width, high)
    painter.button(button, press, label, enabled=bool(text.strip()), primary=True, size=1.1)
    return button.bottom


def draw_typed(painter: Painter, at: tuple[int, int], lines: Sequence[str], size: float, interface: Interface) -> None:
    """Draw typed lines and the caret. Text that an input method is still composing is underlined."""
    first, start = place_in(lines, letters(interface.search))
    cursor = interface.composed[: interface.cursor] if interface.composed else ""
    caret, end = place_in(lines, letters(interface.search + cursor)) if cursor or interface.composed else (len(lines) - 1, None)
    for number, line in enumerate(lines):
        word = painter.text((at[0], at[1] + number * painter.high(size)), line, size)
        if interface.composed and number >= first:
            left = word.x + (painter.wide(line[:start], size) if number == first else 0)
            painter.box(Rect(left, word.bottom - painter.px(0.2), word.right - left, max(1, painter.unit // 10)), "accent", "", 0)
        if number == caret:
            painter.draw_caret(word.x + painter.wide(line[:end], size) + 2, word)


def letters(text: str) -> int:
    """Return the number of characters of a text without its spaces: a wrapped line loses some of those."""
    return sum(not char.isspace() for char in text)


def place_in(lines: Sequence[str], count: int) -> tuple[int, int]:
    """Return the number of the line, and the place in it, after so many characters that are no spaces."""
    for number, line in enumerate(lines):
        for place, char in enumerate(line):
            if not count and not char.isspace():
                return number, place
            count -= not char.isspace()
    return len(lines) - 1, len(lines[-1])
