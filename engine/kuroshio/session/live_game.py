"""A game in memory: its rules, state, log and steps. It knows neither the journal nor people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from hashlib import sha256
from operator import or_
from typing import Any

import numpy as np

from kuroshio.kernel.commit import commit
from kuroshio.kernel.interventions import amend, tell
from kuroshio.kernel.play_lines import Six
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import GAME, ORDER, OUTCOME, blank, freeze
from kuroshio.kernel.stepping import ASKED, OVER, TO_RULE, TURN_ENDED, advance, new_game, outcome
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.view import public_view, view
from kuroshio.model.scenario import Inject
from kuroshio.picture.chronicle import Chronicle
from kuroshio.picture.picture_maker import PictureMaker
from kuroshio.picture.questions import QuestionMaker
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.players.whole_games import make_memory
from kuroshio.session.checkpoints import Checkpoint, Chronicles, inject_by_hand, with_injects, write_back
from kuroshio.session.pending_orders import Parties, SetNumber, Spoken

LINES = 65536  # lines of one game's log
PUBLIC = -1
EVERYBODY = ""  # in place of a seat: the public
NO_PARTIES = Parties()


class LiveGame:
    """A game on its buffers. seats: those with a chronicle of their own, besides the public one.

    game, log: its records; turns: the state at the start of each turn; opening: the tracks at the start of this one;
    openings: by turn, the tracks after its News; spoken: orders in own words that wait for a ruling; luck: the number of the
    dice sequence, another after going back over dice; absent: frozen seats, with who plays them; skips_to: the turn until which
    doctrines play for all; more_rounds: by which control has prolonged the present crisis; number: set for the act before the
    umpire.
    """

    def __init__(self, tables: Tables, playbook: Playbook, seed: int, seats: Iterable[str] = (), umpired: bool = False):
        self.tables, self.rules, self.seed = tables, tables.rules, seed
        self.maker = PictureMaker(tables)
        self.question_maker = QuestionMaker(tables, playbook, self.maker)
        self.memory = make_memory(LINES)
        self.games, self.log, self.game = self.memory.games, self.memory.log, self.memory.games[0]
        self.open = blank(GAME)  # the public chronicle
        chronicles = {seat: Chronicle(tables, tables.index.factions[seat]) for seat in seats}
        self.chronicles = Chronicles({**chronicles, EVERYBODY: Chronicle(tables, PUBLIC)}, self.games, self.log)
        self.spoken: list[Spoken] = []
        self.turn, self.over, self.luck = 1, False, 0
        self.absent: Mapping[str, str] = {}
        self.skips_to = self.more_rounds = 0
        self.number: SetNumber | None = None
        new_game(self.rules, self.game, np.uint64(seed), np.int64(0))
        self.game.umpired = umpired
        self.opening = self.game.track.copy()
        self.turns, self.openings = {1: freeze(self.game)}, dict[int, np.ndarray]()

    # --- where it stands ---------------------------------------------------------------------------------

    @property
    def phase(self) -> str:
        """The name of the present phase."""
        return codes.PHASES[self.game.phase]

    def places(self) -> list[str]:
        """The phases of a turn in their order."""
        return [codes.PHASES[number] for number in self.rules.phase[: self.rules.n_phases]]

    def asked(self) -> str:
        """The seat that decides next; empty at the end."""
        return "" if self.over or self.game.asking == codes.NONE else self.maker.factions[int(self.game.seat)]

    def skipping(self) -> bool:
        """Whether doctrines play for all seats now."""
        return self.skips_to > int(self.game.turn) and not self.over

    def present(self, people: frozenset[str]) -> frozenset[str]:
        """Return those of some seats whose people decide now."""
        return frozenset() if self.skipping() else people - self.absent.keys()

    def orders_are_in(self) -> bool:
        """Whether planning is in its second pass, so that nobody has orders to commit any more."""
        rules, planners = self.rules, range(self.rules.n_factions)
        planned = (self.game.planned[f] for f in planners if rules.faction[f].seated and rules.faction[f].orders > 0)
        return bool(self.game.phase == codes.PLANNING and all(planned))

    def unsigned(self, seat: str = "") -> bool:
        """Whether a joint order waits for the signature of a seat, or of any seat."""
        row = self.tables.index.factions[seat] if seat else codes.NONE
        waiting = (i for i in range(self.game.n_orders) if self.game.order_status[i] == codes.UNSIGNED)
        return any(not seat or self.game.order[i].partner == row for i in waiting)

    def words_wait(self) -> bool:
        """Whether an order in own words is before the umpire, after all orders and signatures (rule 4.6)."""
        if not self.spoken or self.over or self.game.asking != codes.NONE:
            return False
        return self.orders_are_in() and not self.unsigned()

    def awaits_ruling(self) -> bool:
        """Whether an act is before the umpire, or an order in a seat's own words."""
        return self.words_wait() or bool(self.game.umpired and self.game.to_rule >= 0 and not self.game.ruled and not self.over)

    def view(self, faction: int) -> np.record:
        """Return the view of a seat, by its row; the next view of that seat overwrites the record."""
        view(self.rules, self.games, np.int64(faction), self.memory.views)
        return self.memory.views[faction]

    def public(self) -> np.record:
        """Return the public view; the next one overwrites the record."""
        public_view(self.rules, self.games, self.open)
        return self.open[0]

    def as_turns_began(self) -> list[np.record]:
        """Return the game as each turn so far began, the first turn's first: a whole record each, with all secrets."""
        began = (self.turns[turn] for turn in range(1, self.turn + 1) if turn in self.turns)
        return [np.frombuffer(state, GAME).view(np.recarray)[0] for state in began]

    def result(self) -> np.record:
        """Return the outcome of the game so far."""
        result = blank(OUTCOME)
        outcome(self.rules, self.game, self.memory.scratch, result[0])
        return result[0]

    def state(self) -> bytes:
        """Return the whole state of the game, to compare two games."""
        return freeze(self.game)

    def fingerprint(self) -> str:
        """A hash of the whole state."""
        return sha256(self.state()).hexdigest()[:16]

    # --- steps -------------------------------------------------------------------------------------------

    def next(self) -> bool:
        """Go on to the next question, or to the next act for the umpire; False at the end of the game."""
        if self.words_wait():
            return True
        came_to = self._advance()
        while came_to not in (ASKED, TO_RULE):
            if came_to == OVER:
                self.over = True
                return False
            if came_to == TURN_ENDED:
                self.turns[int(self.game.turn)] = freeze(self.game)
            came_to = self._advance()
        if self.game.turn != self.turn:
            self.turn = int(self.game.turn)
            self.opening = self.game.track.copy()
        self.openings.setdefault(self.turn, self.game.track.copy())
        return True

    def _advance(self) -> int:
        """Have the kernel play on. The rules are those of all games: a prolonged crisis changes them for this call alone."""
        procedure, rounds = self.rules.procedure, int(self.rules.procedure.crisis_rounds)
        procedure.crisis_rounds = rounds + self.more_rounds
        try:
            return int(advance(self.rules, self.game, self.memory.scratch, self.log))
        finally:
            procedure.crisis_rounds = rounds
            self.more_rounds = self.more_rounds if self.game.crisis >= 0 else 0

    def reach(self) -> None:
        """Go on to the next question, if none is open."""
        if self.game.asking == codes.NONE and not self.over:
            self.next()

    def commit(self, six: Six) -> None:
        """Enter a choice of the asked seat."""
        order = blank(ORDER)
        order[0] = six
        commit(self.rules, self.game, order[0], self.log)

    def hear(self, seat: str, text: str, parties: Parties = NO_PARTIES) -> None:
        """Add an order in a seat's own words, which waits for its ruling, and before that for the replies of its parties."""
        before = sum(one.seat == seat for one in self.spoken)
        self.spoken.append(Spoken(seat, text, before + 1, parties))

    def bring_in(self, fields: Mapping[str, Any]) -> None:
        """Bring in a text from the table, such as an inject: a log line for its audience, then its effects."""
        injects = self.tables.scenario.injects
        inject = inject_by_hand(len(injects), fields)
        audience = inject.audience
        self.know((*injects, inject))
        seen = sum(1 << self.tables.index.factions[seat] for seat in set(audience)) if audience else codes.EVERYBODY
        self._set(fields["effects"], self._log(codes.L_INJECT, seen, len(injects), 0))

    def set_by_ruling(self, effects: Sequence[Mapping[str, Any]]) -> None:
        """Set or move tracks by the umpire's ruling on the order before it: a log line, then the effects.

        Only seats that may see one of the tracks see the line; it would reveal to others that something has been set.
        """
        moved = [slot for slot, value in self._meant(effects) if value != self.game.track[slot]]
        if moved:
            seen = reduce(or_, (int(self.rules.slot_seen[slot]) for slot in moved))
            self._set(effects, self._log(codes.L_RULED, seen, codes.NONE, 0))

    def _set(self, effects: Iterable[Mapping[str, Any]], cause: int) -> None:
        """Set or move tracks, each within its bounds, and tell the seats that may see it. cause: the line it follows from."""
        order = nothing_ordered()
        for slot, value in self._meant(effects):
            amend(self.rules, self.game, order[0], np.int32(slot), np.int32(value), self.log, np.int32(cause))

    def _meant(self, effects: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, int]]:
        """Each track that is set by hand, by its slot, and the value meant for it as the one before has left it."""
        for effect in effects:
            slot = self.tables.slots.index(effect["track"])
            yield slot, effect["set"] if "set" in effect else int(self.game.track[slot]) + effect["add"]

    def know(self, injects: tuple[Inject, ...]) -> None:
        """Set the injects of the scenario: first the kernel's, then those written at the table."""
        self.tables = with_injects(self.tables, injects)
        self.chronicles.know(self.tables)

    def take_luck(self, number: int, fresh: bool) -> None:
        """Take the dice of a number from here on, and tell everybody. fresh: whether they are new dice."""
        self.luck = number
        other = blank(GAME)
        new_game(self.rules, other[0], np.uint64(self.seed), np.int64(number))
        self.game.seed = other[0].seed
        self._log(codes.L_LUCK, codes.EVERYBODY, codes.NONE, int(fresh))

    def _log(self, what: np.int32, seen: int | np.int32, subject: int | np.int32, amount: int) -> int:
        """Write a log line that belongs to no order; return its place, or NONE if the log is full."""
        numbers = (np.int32(subject), np.int32(amount))
        return int(tell(self.rules, self.game, what, np.int32(seen), nothing_ordered()[0], *numbers, self.log))

    # --- back --------------------------------------------------------------------------------------------

    def point(self, n: int) -> Checkpoint:
        """Return a checkpoint of the game after line n of its journal."""
        return Checkpoint(
            n=n,
            turn=self.turn,
            over=self.over,
            state=freeze(self.game),
            opening=self.opening,
            by_hand=len(self.tables.scenario.injects),
            spoken=tuple(self.spoken),
            luck=self.luck,
            absent=dict(self.absent),
            skips_to=self.skips_to,
            more_rounds=self.more_rounds,
            number=self.number,
        )

    def restore(self, point: Checkpoint) -> None:
        """Restore a checkpoint."""
        write_back(self.games, self.log, point.state)
        self.over, self.turn, self.opening, self.luck = point.over, point.turn, point.opening, point.luck
        self.spoken, self.absent = list(point.spoken), point.absent
        self.skips_to, self.more_rounds, self.number = point.skips_to, point.more_rounds, point.number
        self.know(self.tables.scenario.injects[: point.by_hand])
        self.chronicles.forget()
        self.turns = {turn: state for turn, state in self.turns.items() if turn <= int(self.game.turn)}
        self.openings = {turn: tracks for turn, tracks in self.openings.items() if turn <= self.turn}


def nothing_ordered() -> np.recarray:
    """Return an empty order, for log lines that belong to no order."""
    order = blank(ORDER)
    order[0] = (codes.NONE,) * 6
    return order
