"""What a player outside the kernel gets at a decision: its seat's view and the question; its choices are in legal_choices.py.

These are copies: a player cannot reach the game through them, and they do not change later.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from attrs import field, frozen

from kuroshio.kernel.play_lines import UnclearLine, read_order, subject
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import GAME, ORDER, PROPOSAL
from kuroshio.model.calendar import date_of
from kuroshio.players.legal_choices import Names, NotOpen, Order, Question
from kuroshio.players.play_to_decision import weigh

NONE, UNKNOWN = int(codes.NONE), int(codes.UNKNOWN)
WITH_SUBJECT = tuple(int(question) for question in (codes.ASK_SIGN, codes.ASK_GATE, codes.ASK_PROCEED))
ASKING, SEAT, TURN, PHASE, TRACKS = (GAME.fields[name][1] for name in ("asking", "seat", "turn", "phase", "track"))  # type: ignore[index]
WHOLE = struct.Struct("=i")


@frozen
class Odds:
    """The chances in 36 of each outcome band, and the number to reach with two dice (rule 4.1).

    >>> import kuroshio
    >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
    >>> odds = game.view("china").odds("china: defence_budget")
    >>> odds.setback + odds.failure + odds.at_least_success
    36
    """

    number: int
    setback: int
    failure: int
    success: int
    breakthrough: int

    @property
    def at_least_success(self) -> int:
        """The chances in 36 of a success or a breakthrough."""
        return self.success + self.breakthrough


@frozen
class Incident:
    """An incident as a seat sees it; what the seat may not know is None.

    act: the act class; action: its id, None where it is deniable; by: the author to whom the seat attributes it; victim: None
    where the act has none; intensity: 0 to 9; expected: the level of response that the seat's treaty asks of it, None where
    none; answers: the level of each seat whose answer is known.

    >>> import kuroshio
    >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
    >>> game.run(until=lambda game: game.question.kind == "respond")
    >>> incident = game.view(game.seat).incident
    >>> incident.turn == game.turn, 0 < incident.intensity <= 9
    (True, True)
    """

    act: str
    action: str | None
    by: str | None
    victim: str | None
    area: str | None
    turn: int
    intensity: int
    expected: str | None
    answers: Mapping[str, str] = field(factory=dict)


class View(Mapping[str, int | None]):
    """What one seat may know, as a mapping of tracks: `view["japan.home"]` is a number, or None where it is hidden.

    Iterating gives the names of all tracks of the scenario.

    >>> import kuroshio
    >>> view = kuroshio.load("senkaku_2021").new_game(seed=7).view("japan")
    >>> view, view["japan.capital"] is None, view["china.capital"] is None
    (<view of japan, turn 1, planning>, False, True)
    """

    def __init__(self, names: Names, state: bytes, seat: int):
        self._names, self._state, self._seat = names, state, seat

    @cached_property
    def _record(self) -> Any:
        return np.frombuffer(self._state, GAME).view(np.recarray)[0]

    def _whole(self, at: int) -> int:
        return int(WHOLE.unpack_from(self._state, at)[0])

    def __getitem__(self, track: str) -> int | None:
        """The value of a track, None where the seat may not know it. Raises KeyError for an unknown name."""
        value = self._whole(TRACKS + 4 * self._names.slots[track])
        return None if value == UNKNOWN else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._names.slots)

    def __len__(self) -> int:
        return len(self._names.slots)

    def __repr__(self) -> str:
        return f"<view of {self.seat or 'the public'}, turn {self.turn}, {self.phase}>"

    @property
    def seat(self) -> str | None:
        """The seat whose view it is; None for the public view."""
        return self._names.factions[self._seat] if self._seat >= 0 else None

    @property
    def turn(self) -> int:
        """The turn, from 1."""
        return self._whole(TURN)

    @property
    def turns(self) -> int:
        """How many turns the scenario has."""
        return self._names.tables.scenario.turns

    @property
    def date(self) -> str:
        """The date of the turn, such as 2021-Q3."""
        scenario = self._names.tables.scenario
        return date_of(self.turn, scenario.start, scenario.turn_length)

    @property
    def phase(self) -> str:
        """The phase of the turn, as in the rulebook."""
        return codes.PHASES[self._whole(PHASE)]

    @cached_property
    def question(self) -> Question | None:
        """The question to the seat; None where it is not asked."""
        asking = self._whole(ASKING)
        if asking == NONE or self._whole(SEAT) != self._seat:
            return None
        about = tuple(subject(self._names.tables, self._record)) if asking in WITH_SUBJECT else ()
        return Question(codes.QUESTIONS[asking], about)

    @property
    def pieces(self) -> dict[str, str]:
        """The areas of the counters that the seat sees, by id; lost counters are left out."""
        areas = self._record.piece_area
        return {piece: self._names.areas[areas[p]] for p, piece in enumerate(self._names.pieces) if areas[p] >= 0}

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The incidents of the game that the seat knows of, the oldest first."""
        state = self._record
        return tuple(self._incident(state.incident[i]) for i in range(int(state.n_incidents)))

    @property
    def incident(self) -> Incident | None:
        """The incident that the seat is asked about; None where it is not asked about one."""
        state = self._record
        about = (codes.ASK_RESPOND, codes.ASK_GATE)
        if self.question is None or state.asking not in about or not 0 <= state.cursor < state.n_incidents:
            return None
        return self._incident(state.incident[state.cursor])

    def _incident(self, row: Any) -> Incident:
        names, me = self._names, self._seat
        answers = {names.factions[f]: names.levels[level] for f, level in enumerate(row.level.tolist()) if level >= 0}
        expected = int(row.expected[me]) if me >= 0 else NONE
        return Incident(
            act=names.classes[row.act_class], action=_at(names.actions, row.action), by=_at(names.factions, row.actor),
            victim=_at(names.factions, row.victim), area=_at(names.areas, row.area), turn=int(row.turn),
            intensity=int(row.intensity), expected=_at(names.levels, expected), answers=answers,
        )  # fmt: skip

    def odds(self, order: Order | str) -> Odds | None:
        """Return the odds of an order as the seat knows them; None where no dice decide. Raises NotOpen for an unclear line."""
        if isinstance(order, str):
            try:
                six = read_order(self._names.tables, order)
            except UnclearLine as error:
                raise NotOpen(str(error)) from None
        elif order.is_order:
            six = order._six
        else:
            return None
        asked, proposal = np.array([six], ORDER), np.zeros(1, PROPOSAL)
        weigh(self._names.rules, np.frombuffer(self._state, GAME), asked, proposal)
        number = int(proposal["number"][0])
        return Odds(number, *proposal["odds"][0].tolist()) if number > 0 else None


def _at(names: tuple[str, ...], row: int) -> str | None:
    return names[row] if row >= 0 else None
