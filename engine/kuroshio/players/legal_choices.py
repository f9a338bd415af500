"""The legal choices of a seat at a decision, each as an order with its line of play, and why another is not open.

These are copies: a player cannot reach the game through them, and they do not change later.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, overload

import numpy as np
from attrs import frozen

from kuroshio.kernel.play_lines import UnclearLine, options, read_option, read_order, spell_choice, split
from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables

NONE = int(codes.NONE)
Six = tuple[int, int, int, int, int, int]
SIX = struct.Struct("=6i")  # an order in the kernel's buffers


class NotOpen(ValueError):
    """A choice that is not open to the asked seat; `str` says why in one sentence.

    >>> import kuroshio
    >>> kuroshio.load("senkaku_2021").new_game(seed=7).play("china: hold")
    Traceback (most recent call last):
        ...
    kuroshio.players.legal_choices.NotOpen: unknown action 'hold'; did you mean 'hold_back'?
    """


class Names:
    """The ids of a scenario by row, and the slots of its tracks by name, looked up once for all decisions.

    rules: the record that the kernel reads, as an array of one row.
    """

    def __init__(self, tables: Tables):
        index = tables.index
        self.tables, self.rules = tables, np.asarray(tables.rules).reshape(1).view(np.ndarray)
        self.factions, self.actions, self.areas = tuple(index.factions), tuple(index.actions), tuple(index.areas)
        self.pieces, self.levels, self.classes = tuple(index.pieces), tuple(index.levels), tuple(index.classes)
        self.slots = {name: i for i, name in enumerate(tables.slots)}
        self.answers = [tuple(options(tables, asking)) for asking in range(len(codes.QUESTIONS))]  # by question but for orders


@frozen(eq=False)
class Question:
    """What a seat is asked. kind: order, sign, gate, respond, proceed, crisis or role, as in the lines of play.

    about: ids: the action and the proposer for a signature, the gate for a legal decision, the project for a stage; else empty.

    >>> import kuroshio
    >>> kuroshio.load("senkaku_2021").new_game(seed=7).question
    Question(kind='order', about=())
    """

    kind: str
    about: tuple[str, ...]


class SeatAsked(Protocol):
    """What choices need of the view of the seat that chooses: the question, the names of the scenario, the record of its view."""

    @property
    def question(self) -> Question | None:
        """The question to the seat; None where it is not asked."""

    @property
    def _names(self) -> Names: ...
    @property
    def _record(self) -> Any: ...


class Order:
    """One choice of a seat: an order, or an answer to what it is asked. `str` gives its line of play.

    >>> import kuroshio
    >>> legal = kuroshio.load("senkaku_2021").new_game(seed=7).legal()
    >>> order = next(order for order in legal if order.target == "japan")
    >>> str(order), order.seat, order.action, order.target
    ('china: import_ban against japan', 'china', 'import_ban', 'japan')
    """

    __slots__ = ("_legal", "_place", "_six")

    def __init__(self, legal: Legal, place: int, six: Six):
        self._legal, self._place, self._six = legal, place, six

    def __str__(self) -> str:
        return spell_choice(self._names.tables, self._legal._view._record, self._six)

    def __repr__(self) -> str:
        return f"<{self}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Order):
            return NotImplemented
        return self._six == other._six and self.question.kind == other.question.kind and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(self._six)

    @property
    def _names(self) -> Names:
        return self._legal._view._names

    @property
    def question(self) -> Question:
        """The question that it answers."""
        return self._legal.question

    @property
    def seat(self) -> str:
        """The seat whose choice it is."""
        return self._names.factions[self._six[0]]

    @property
    def is_order(self) -> bool:
        """Whether it is an order, not an answer."""
        return self.question.kind == codes.QUESTIONS[codes.ASK_ORDER]

    @property
    def action(self) -> str | None:
        """The id of the action ordered; None for an answer."""
        return self._names.actions[self._six[1]] if self.is_order else None

    @property
    def answer(self) -> str | None:
        """The id of the answer: yes or no, a level of response, a choice or a role in a crisis; None for an order."""
        if self.is_order:
            return None
        return self._names.answers[codes.QUESTIONS.index(self.question.kind)][self._six[1]]

    @property
    def area(self) -> str | None:
        """The area of an order; None without one, and for an answer."""
        return self._part(2, self._names.areas)

    @property
    def target(self) -> str | None:
        """The target of an order; None without one, and for an answer."""
        return self._part(3, self._names.factions)

    @property
    def partner(self) -> str | None:
        """The partner whose signature an order needs; None without one, and for an answer."""
        return self._part(4, self._names.factions)

    @property
    def piece(self) -> str | None:
        """The counter that carries out an order; None without one, and for an answer."""
        return self._part(5, self._names.pieces)

    def _part(self, place: int, names: tuple[str, ...]) -> str | None:
        row = self._six[place]
        return names[row] if self.is_order and row >= 0 else None


class Legal(Sequence[Order]):
    """The legal choices of the asked seat, in the order of the rulebook; an order is made when it is looked at.

    >>> import kuroshio
    >>> legal = kuroshio.load("senkaku_2021").new_game(seed=7).legal()
    >>> legal[0], legal.place_of("china: hold_back") < len(legal)
    (<china: defence_budget>, True)
    """

    __slots__ = ("_raw", "_view")

    def __init__(self, view: SeatAsked, options: bytes):
        self._view, self._raw = view, options

    @property
    def question(self) -> Question:
        """What the seat is asked."""
        question = self._view.question
        assert question is not None, "nobody asks that seat"
        return question

    @property
    def _rows(self) -> list[Six]:
        return list(SIX.iter_unpack(self._raw))

    def __len__(self) -> int:
        return len(self._raw) // SIX.size

    @overload
    def __getitem__(self, at: int) -> Order: ...
    @overload
    def __getitem__(self, at: slice) -> list[Order]: ...
    def __getitem__(self, at: int | slice) -> Order | list[Order]:
        """Return the order at a place, or the orders of a slice."""
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(f"there are {len(self)} legal choices")
        return Order(self, place, SIX.unpack_from(self._raw, SIX.size * place))

    def __iter__(self) -> Iterator[Order]:
        return (Order(self, place, six) for place, six in enumerate(self._rows))

    def __repr__(self) -> str:
        return f"<{len(self)} legal choices>"

    def place_of(self, choice: Order | str) -> int:
        """Return the place of an order or a line of play among the choices. Raises NotOpen with the reason."""
        if isinstance(choice, Order):
            if choice._legal is self and 0 <= choice._place < len(self) and self[choice._place]._six == choice._six:
                return choice._place
            wanted, said = choice._six, str(choice)
            if choice.question.kind != self.question.kind:
                raise NotOpen(f"{said!r} answers a question that is not open; the seat is asked to {self.question.kind}")
        elif isinstance(choice, str):
            wanted, said = self._read(choice), choice
        else:
            raise NotOpen(f"{choice!r} is not an order; choose one of the legal ones, or write a line of play")
        place = self.place_of_six(wanted)
        if place is None:
            raise NotOpen(f"{said!r} is not open now; {len(self)} other choices are")
        return place

    def place_of_six(self, wanted: Sequence[int]) -> int | None:
        """Return the place of six numbers, None where they are not legal; if no piece is named, the rules choose it."""
        for place, six in enumerate(self._rows):
            if six[:5] == wanted[:5] and wanted[5] in (NONE, six[5]):
                return place
        return None

    def _read(self, line: str) -> Six:
        """Read a line of play as six numbers. Raises NotOpen."""
        names, state = self._view._names, self._view._record
        tables = names.tables
        try:
            seat, said = split(tables, line)
            if seat != state.seat:
                raise NotOpen(f"{line!r} is not {names.factions[seat]}'s choice to make; {names.factions[state.seat]} is asked")
            if state.asking == codes.ASK_ORDER:
                return read_order(tables, line)  # type: ignore[return-value]
            option = read_option(tables, state, line, said)
        except UnclearLine as error:
            raise NotOpen(str(error)) from None
        row = next((six for six in self._rows if six[1] == option), None)
        if row is None:
            raise NotOpen(f"{line!r} is not open now; open are: {', '.join(str(order.answer) for order in self)}")
        return row
