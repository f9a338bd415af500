"""What the parts of a session share: the game on its buffers, its journal, and the steps that each part takes it through.

`Planned`, `Promised`, `Signed`, `Umpired`, `Scheduled`, `Beside`, `Timed`, `Overseen` and `Backward` say what people and control
can do; `Session` says how a step is kept, carried out and told. What one part needs of another stands here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from kuroshio.kernel import words
from kuroshio.kernel.lines import Six
from kuroshio.kernel.records import ORDER, blank
from kuroshio.kernel.tables import Tables
from kuroshio.kernel.umpire import amend
from kuroshio.model.scenario import Inject
from kuroshio.picture.asked import Counsel
from kuroshio.picture.make import Maker
from kuroshio.picture.picture import Picture
from kuroshio.session.entries import Entry
from kuroshio.session.journal import Journal
from kuroshio.session.orders import Plan, Spoken

if TYPE_CHECKING:
    from kuroshio.session.clock import Day
    from kuroshio.session.schedule import InjectLine
    from kuroshio.session.umpire import Docket

PERSON = "person"  # who has chosen; else a doctrine


class Table(ABC):
    """A game at a table. eyes: the seat that looks; plans: by seat; spoken: orders in own words that wait for a ruling."""

    tables: Tables
    rules: np.record
    game: np.record
    log: np.recarray
    journal: Journal
    people: frozenset[str]
    maker: Maker
    counsel: Counsel
    plans: dict[str, Plan]
    spoken: list[Spoken]
    eyes: str
    turn: int
    over: bool

    # --- how a step is kept and told -----------------------------------------------------------------------

    @abstractmethod
    def _whole(self, *, moves: bool = True, back: bool = False, shown: bool = True) -> AbstractContextManager[None]:
        """All of what is done within is kept, or none of it."""

    @abstractmethod
    def _record(self, kind: str, **fields: Any) -> Entry:
        """Keep a line that moves the game."""

    @abstractmethod
    def _enter(self, six: Six, by: str) -> None:
        """Keep a choice, then enter it."""

    @abstractmethod
    def _know(self, injects: tuple[Inject, ...]) -> None:
        """Set the injects of the scenario."""

    @abstractmethod
    def _play_on(self, header: dict[str, Any], entries: Iterable[Entry]) -> Self:
        """Another session of the same game, from these lines."""

    @abstractmethod
    def state(self) -> bytes:
        """The whole state of the game, for comparing two."""

    @abstractmethod
    def _read_back(self, entries: Iterable[Entry]) -> Self:
        """A session of this game as a reader of these lines has it. Raises BadEntry on one that does not fit."""

    @abstractmethod
    def _replay(self, entries: Iterable[Entry]) -> None:
        """Enter lines that were kept."""

    @abstractmethod
    def _bring_in(self, fields: Mapping[str, Any]) -> None:
        """Tell an audience something that no rule says, and set tracks by hand."""

    @abstractmethod
    def _next(self) -> bool:
        """Go on to the next question; False at the end of the game."""

    @abstractmethod
    def advance(self) -> None:
        """Play on to the next decision of a person."""

    @abstractmethod
    def publish(self, picture: Picture | None = None) -> None:
        """Tell the projector."""

    # --- what one part needs of another ----------------------------------------------------------------------

    @abstractmethod
    def asked(self) -> str:
        """The seat that decides next; empty at the end."""

    @abstractmethod
    def may_plan(self, seat: str) -> bool:
        """Whether people of this seat may draft orders now."""

    @abstractmethod
    def past_lock(self) -> bool:
        """Whether the room's time for handing in orders is over this turn."""

    @abstractmethod
    def docket(self, net: int = 0) -> Docket | None:
        """The act before the umpire."""

    @abstractmethod
    def schedule(self) -> Iterator[InjectLine]:
        """Every inject as it stands."""

    @abstractmethod
    def room_day(self) -> Day | None:
        """How the exercise stands to its plan."""

    @abstractmethod
    def hour_told(self, ends: int) -> str:
        """A time by the clock of this process as the machine's clock shows it."""

    @abstractmethod
    def _view(self, faction: int) -> np.record:
        """What a seat may know."""

    @abstractmethod
    def _drafted_lines(self, seat: str) -> Iterator[str]:
        """The draft of a seat as it is typed."""

    @abstractmethod
    def _read_plans(self) -> None:
        """Have the plans as they were drafted last in this turn."""

    @abstractmethod
    def _hear(self, entry: Entry) -> None:
        """An order in a seat's own words waits for its ruling."""

    @abstractmethod
    def _seats_wrong(self, seats: Iterable[str]) -> str:
        """A sentence on the first that nobody sits for."""

    @abstractmethod
    def _effects_wrong(self, effects: Iterable[Mapping[str, Any]]) -> str:
        """A sentence on the first effect set by hand that is none."""

    # --- shared steps ------------------------------------------------------------------------------------------

    def _say(self, kind: str, shown: bool = False, **fields: Any) -> None:
        """Keep a line that does not move the game. shown: the public sees what it tells."""
        with self._whole(moves=False, shown=shown):
            self.journal.append(kind, turn=self.turn, **fields)

    def _orders_are_in(self) -> bool:
        """Whether planning has come to its second pass: nobody has orders to commit any more."""
        rules, planners = self.rules, range(self.rules.n_factions)
        planned = (self.game.planned[f] for f in planners if rules.faction[f].seated and rules.faction[f].orders > 0)
        return bool(self.game.phase == words.PLANNING and all(planned))

    def _unsigned(self, seat: str = "") -> bool:
        """Whether a joint order waits for the name of a seat, or of any."""
        row = self.tables.index.factions[seat] if seat else words.NONE
        waiting = (i for i in range(self.game.n_orders) if self.game.order_status[i] == words.UNSIGNED)
        return any(not seat or self.game.order[i].partner == row for i in waiting)

    def _phase(self) -> str:
        return words.PHASES[self.game.phase]

    def _set_by_hand(self, effects: Iterable[Mapping[str, Any]]) -> None:
        """Set or move tracks as control says, each within its bounds; who may see a track is told."""
        order = blank(ORDER)
        order[0] = (words.NONE,) * 6
        for effect in effects:
            slot = self.tables.slots.index(effect["track"])
            value = effect["set"] if "set" in effect else int(self.game.track[slot]) + effect["add"]
            amend(self.rules, self.game, order[0], np.int32(slot), np.int32(value), self.log)
