"""Orders and answers as one line of text each, such as `SEAT: ACTION in AREA against TARGET with PARTNER by PIECE`.

| what | line |
| --- | --- |
| an order | `SEAT: ACTION [in AREA] [against TARGET] [with PARTNER] [by PIECE]`; a redeployment says `to AREA` |
| a signature | `SEAT: sign [ACTION of ACTOR] yes` or `no` |
| a legal gate | `SEAT: gate [GATE] yes` or `no` |
| a stage of a project | `SEAT: proceed [PROJECT] yes` or `no` |
| an answer to an incident | `SEAT: respond LEVEL` |
| a round of a crisis | `SEAT: crisis climb`, `hold` or `off_ramp` |
| a part in a crisis | `SEAT: role ROLE` |

Everything is named by its id. A reader may leave out what stands in brackets; the engine always writes it. A list of such
lines, in the order in which the game asks, is a whole game.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from kuroshio.kernel.legal_orders import legal_orders
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import ORDER, blank
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.capacities import MAX_OPTIONS
from kuroshio.model.likely_names import nearest

Six = tuple[int, ...]  # actor, action, area, target, partner, piece: rows of the tables, or NONE
NOBODY = int(codes.NONE)
ANSWERS = ("no", "yes")
# The preposition before each part of an order, the kind of thing it is, its place among the six numbers, its noun.
PARTS = {
    "in": ("areas", 2, "area"),
    "to": ("areas", 2, "area"),
    "against": ("factions", 3, "faction"),
    "with": ("factions", 4, "faction"),
    "by": ("pieces", 5, "piece"),
}


class UnclearLine(ValueError):
    """A line that is neither an order nor an answer: `wrong` says why, `right` what to write instead."""

    def __init__(self, wrong: str, right: str):
        super().__init__(f"{wrong}; {right}")
        self.wrong, self.right = wrong, right


class IllegalLine(UnclearLine):
    """A line that can be read, but is not legal as the game stands."""


# --- orders ----------------------------------------------------------------------------------------


def spell_order(tables: Tables, order: Sequence[int] | np.record) -> str:
    """Return an order, legal or not, as a line of text."""
    numbers = six(order)
    said = [f"{name(tables.index.factions, numbers[0])}:", name(tables.index.actions, numbers[1])]
    moves = tables.rules.action[numbers[1]].mechanism == codes.REDEPLOY
    for preposition in ("to" if moves else "in", "against", "with", "by"):
        kind, place, _ = PARTS[preposition]
        if numbers[place] != NOBODY:
            said += [preposition, name(getattr(tables.index, kind), numbers[place])]
    return " ".join(said)


def read_order(tables: Tables, text: str) -> Six:
    """The six numbers of an order; a part that is not named is NONE. Raises UnclearLine."""
    seat, said = split(tables, text)
    numbers = [seat, row(tables.index.actions, said[0], "action"), NOBODY, NOBODY, NOBODY, NOBODY]
    for preposition, named in pairs(text, said[1:]):
        kind, place, noun = PARTS[preposition]
        if numbers[place] != NOBODY:
            raise UnclearLine(f"a second {preposition!r} in {text!r}", "an order names one of each")
        numbers[place] = row(getattr(tables.index, kind), named, noun)
    return tuple(numbers)


def pairs(text: str, said: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Return the prepositions after the action, each with its name. Raises UnclearLine."""
    for i in range(0, len(said), 2):
        if said[i] not in PARTS:
            raise UnclearLine(f"{said[i]!r} in {text!r} is not a preposition of an order", nearest(said[i], list(PARTS)))
        if i + 1 == len(said):
            raise UnclearLine(f"nothing after {said[i]!r} in {text!r}", f"write {said[i]} and the id of the {PARTS[said[i]][2]}")
        yield said[i], said[i + 1]


# --- answers to questions --------------------------------------------------------------------------


def spell_choice(tables: Tables, state: np.record, order: Sequence[int] | np.record) -> str:
    """A choice of the seat that is asked, in a game or in that seat's view, as a line of text."""
    asking = open_question(state)
    if asking == codes.ASK_ORDER:
        return spell_order(tables, order)
    said = [codes.QUESTIONS[asking], *subject(tables, state), name_of(options(tables, asking), six(order)[1])]
    return f"{name(tables.index.factions, state.seat)}: {' '.join(said)}"


def read_choice(tables: Tables, state: np.record, text: str) -> Six:
    """The six numbers of the legal choice that a line means, in a game or in the view of the seat that is asked.

    If no piece is named, the rules choose it. Raises UnclearLine, or its subclass IllegalLine where the line
    can be read but is not open to that seat now.
    """
    asking = open_question(state)
    seat, said = split(tables, text)
    if seat != state.seat:
        asked = name(tables.index.factions, state.seat)
        raise IllegalLine(f"{text!r} is not {name(tables.index.factions, seat)}'s choice to make now", f"{asked} is asked")
    if asking == codes.ASK_ORDER:
        if said[0] in codes.QUESTIONS and said[0] not in tables.index.actions:
            raise IllegalLine(f"{text!r} answers a question that is not open", "the seat is asked for an order")
        return among(legal_choices(tables, state), read_order(tables, text), text)
    option = read_option(tables, state, text, said)
    for choice in legal_choices(tables, state):
        if choice[1] == option:
            return choice
    raise IllegalLine(f"{text!r} is not open", f"open now: {', '.join(open_options(tables, state))}")


def read_option(tables: Tables, state: np.record, text: str, said: Sequence[str]) -> int:
    """Return the number of the option that a line names, for a question other than for an order. Raises UnclearLine."""
    asking = open_question(state)
    question, about = codes.QUESTIONS[asking], subject(tables, state)
    if said[0] != question:
        raise IllegalLine(f"{text!r} answers a question that is not open", f"the seat is asked to {' '.join([question, *about])}")
    if len(said) < 2:
        raise UnclearLine(f"{text!r} gives no answer", f"one of {', '.join(options(tables, asking))}")
    if len(said) > 2 and list(said[1:-1]) != about:
        raise IllegalLine(f"{text!r} is about something else", f"the seat is asked to {' '.join([question, *about])}")
    return row({option: i for i, option in enumerate(options(tables, asking))}, said[-1], f"answer to {question!r}")


def among(choices: Sequence[Six], wanted: Six, text: str) -> Six:
    """Return the legal order that is meant; if no piece is named, the rules choose it. Raises IllegalLine."""
    for choice in choices:
        if choice[:5] == wanted[:5] and wanted[5] in (NOBODY, choice[5]):
            return choice
    raise IllegalLine(f"{text!r} is not a legal order now", f"{len(choices)} other orders are legal")


def open_options(tables: Tables, state: np.record) -> list[str]:
    """The answers that are open to the seat that is asked."""
    named = options(tables, open_question(state))
    return [named[choice[1]] for choice in legal_choices(tables, state)]


def legal_choices(tables: Tables, state: np.record) -> list[Six]:
    """Every legal choice of the seat that is asked, six numbers each."""
    room = blank(ORDER, MAX_OPTIONS)
    n = int(legal_orders(tables.rules, state, room))
    return [tuple(choice) for choice in room[:n].view(np.ndarray).tolist()]


def open_question(state: np.record) -> int:
    """The question that is open. Raises UnclearLine where none is."""
    if state.asking == codes.NONE:
        raise UnclearLine("no question is open", "advance the game to the next one")
    return int(state.asking)


def subject(tables: Tables, state: np.record) -> list[str]:
    """Return the words in a line for the subject of the open question; none where there can be only one."""
    index, about, asking = tables.index, int(state.subject), int(state.asking)
    if asking == codes.ASK_GATE:
        return [name(index.gates, about)]
    if asking == codes.ASK_PROCEED:
        return [name(index.projects, about)]
    if asking == codes.ASK_SIGN:
        joint = state.order[about]
        return [name(index.actions, joint.action), "of", name(index.factions, joint.actor)]
    return []


def options(tables: Tables, asking: int) -> Sequence[str]:
    """The answers to a question by their numbers."""
    if asking == codes.ASK_RESPOND:
        return list(tables.index.levels)
    if asking == codes.ASK_CRISIS:
        return codes.CRISIS_CHOICES
    if asking == codes.ASK_ROLE:
        return list(tables.index.roles)
    return ANSWERS


# --- names and numbers -----------------------------------------------------------------------------


def six(order: Sequence[int] | np.record) -> Six:
    """An order as six whole numbers."""
    numbers: Any = order.item() if isinstance(order, np.record) else order
    return tuple(int(number) for number in numbers)


def split(tables: Tables, text: str) -> tuple[int, list[str]]:
    """Split a line into the row of its seat and its words. Raises UnclearLine."""
    seat, colon, rest = text.partition(":")
    said = rest.split()
    if not colon or not said:
        raise UnclearLine(f"{text!r} is not a line of play", "write SEAT: ACTION, or SEAT: and the answer")
    return row(tables.index.factions, seat.strip(), "faction"), said


def row(table: dict[str, int], named: str, noun: str) -> int:
    """Return the row of an id. Raises UnclearLine with the nearest known id."""
    if named not in table:
        raise UnclearLine(f"unknown {noun} {named!r}", nearest(named, list(table)))
    return table[named]


def name(table: dict[str, int], number: int) -> str:
    """The id of a row."""
    return name_of(list(table), number)


def name_of(names: Sequence[str], number: int) -> str:
    """The name at a place. Raises UnclearLine where there is none."""
    if not 0 <= number < len(names):
        raise UnclearLine(f"nothing has the number {number}", f"there are {len(names)} of this kind")
    return names[number]
