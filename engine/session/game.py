"""One game at a table: people at some seats, doctrines at the others, one decision after another.

The session is all that a screen, a script or a test needs: it gives pictures, takes lines of play, and keeps every choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from engine.kernel import words
from engine.kernel.commit import commit
from engine.kernel.lines import Six, UnclearLine, legal_choices, read_choice, spell_choice, spell_order
from engine.kernel.play import ASKED, OVER, advance, new_game, outcome
from engine.kernel.records import GAME, ORDER, OUTCOME, blank, freeze
from engine.kernel.tables import Tables
from engine.kernel.view import public_view, view
from engine.picture.asked import Counsel
from engine.picture.chronicle import Chronicle, since
from engine.picture.make import Maker
from engine.picture.picture import Beat, Choice, Picture, Result
from engine.policies.choose import choose, luck_in
from engine.policies.drive import make_workshop
from engine.policies.playbook import Playbook, seat_policies
from engine.session.keep import Keeper
from engine.session.public import Publisher

LINES = 65536  # of the log of one game
PUBLIC = -1
EVERYBODY = ""  # the seat of the public picture


class Session:
    """A game on its buffers. `people`: the seats that people take; the rest choose by doctrine."""

    def __init__(
        self,
        tables: Tables,
        playbook: Playbook,
        people: Iterable[str],
        seed: int,
        *,
        policies: Iterable[tuple[str, str]] = (),
        keeper: Keeper | None = None,
        publisher: Publisher | None = None,
        lines: Sequence[str] = (),
    ):
        self.tables, self.rules, self.playbook = tables, tables.rules, playbook
        self.people, self.seed = frozenset(people), seed
        self.keeper, self.publisher = keeper, publisher
        self.policy = seat_policies(tables, playbook, policies)
        self.maker = Maker(tables)
        self.counsel = Counsel(tables, playbook, self.maker)
        self.workshop = make_workshop(LINES)
        self.games, self.log, self.game = self.workshop.games, self.workshop.log, self.workshop.games[0]
        self.open = blank(GAME)  # what everybody may know
        self.chronicles = {seat: Chronicle(tables, tables.index.factions[seat]) for seat in self.people}
        self.chronicles[EVERYBODY] = Chronicle(tables, PUBLIC)
        self.told = dict.fromkeys(self.chronicles, -1)  # the last line of the log that each has been shown
        self.drafted: list[Six] = []
        self.eyes = next(iter(self.people)) if len(self.people) == 1 else EVERYBODY
        self.over = False
        new_game(self.rules, self.game, np.uint64(seed), np.int64(0))
        self.opening, self.turn = self.game.track.copy(), 1
        self._replay(lines)
        self.advance()
        if lines:
            self.told = {
                seat: chronicle.beats[-1].number if chronicle.beats else -1 for seat, chronicle in self.chronicles.items()
            }

    # --- the game goes on ------------------------------------------------------------------------------

    def advance(self) -> None:
        """Play on to the next decision of a person, or to the end; doctrines answer for the other seats."""
        while not self.over:
            if self.game.asking == words.NONE and not self._next():
                break
            if self.asked() in self.people:
                break
            self._enter(self._by_doctrine())
        for chronicle in self.chronicles.values():
            chronicle.follow(self.log, int(self.game.logged))
        if self.eyes and len(self.people) > 1 and self.asked() != self.eyes:
            self.eyes = EVERYBODY
        self.publish()

    def publish(self) -> None:
        """Tell the projector."""
        if self.publisher is not None:
            self.publisher.publish(self.picture_for(EVERYBODY))

    def _next(self) -> bool:
        """Advance to the next question; False at the end of the game."""
        came_to = int(advance(self.rules, self.game, self.workshop.desk, self.log))
        while came_to != ASKED:
            if came_to == OVER:
                self.over = True
                return False
            came_to = int(advance(self.rules, self.game, self.workshop.desk, self.log))
        if self.game.turn != self.turn:
            self.turn = int(self.game.turn)
            self.opening = self.game.track.copy()
        return True

    def _by_doctrine(self) -> Six:
        """What the doctrine of the seat that is asked chooses, from its view alone."""
        state = self._view(int(self.game.seat))
        luck = np.uint64(luck_in(self.game))
        choose(self.rules, self.playbook.record, self.policy, state, luck, self.workshop.options, self.workshop.mind)
        return tuple(int(n) for n in self.workshop.mind.choice[0].item())

    def _enter(self, six: Six) -> None:
        """Keep a choice, then enter it: what is kept is on disk before the table sees its effect."""
        if self.keeper is not None:
            self.keeper.keep(spell_choice(self.tables, self._view(int(self.game.seat)), six), int(self.game.turn))
        order = blank(ORDER)
        order[0] = six
        commit(self.rules, self.game, order[0], self.log)

    def _replay(self, lines: Sequence[str]) -> None:
        """Enter choices that were kept. Raises UnclearLine on one that is not legal now: the rules or the file have changed."""
        for line in lines:
            if self.game.asking == words.NONE and not self._next():
                raise UnclearLine(f"{line!r} comes after the end of the game", "the file holds more than one game")
            self._enter(read_choice(self.tables, self._view(int(self.game.seat)), line))

    # --- whose turn it is to look ------------------------------------------------------------------------

    def asked(self) -> str:
        """The seat that decides next; empty at the end."""
        return "" if self.over or self.game.asking == words.NONE else self.maker.factions[int(self.game.seat)]

    def waiting_for(self) -> str:
        """The seat that must come to the machine before the game goes on; empty: whoever looks may go on."""
        asked = self.asked()
        return asked if asked and asked != self.eyes else ""

    def reveal(self, seat: str) -> None:
        """The people of a seat are at the machine, and nobody else looks."""
        self.eyes = seat if seat in self.people else EVERYBODY
        self.drafted = []

    # --- what may be seen --------------------------------------------------------------------------------

    def _view(self, faction: int) -> np.record:
        view(self.rules, self.games, np.int64(faction), self.workshop.views)
        return self.workshop.views[faction]

    def _with_drafts(self, faction: int) -> np.record:
        """The view of a seat as it would be with its drafts committed; drafts that have become illegal are dropped."""
        state = self._view(faction)
        kept, order = [], blank(ORDER)
        for six in self.drafted:
            if six in legal_choices(self.tables, state):
                order[0] = six
                commit(self.rules, state, order[0], self.log[:0])
                state.asking = words.ASK_ORDER
                kept.append(six)
        self.drafted = kept
        return state

    def picture(self) -> Picture:
        """The picture for whoever may look now."""
        return self.picture_for(self.eyes)

    def picture_for(self, seat: str) -> Picture:
        """The picture of a seat that people take, or of the public (empty)."""
        asked = self.asked()
        if not seat:
            public_view(self.rules, self.games, self.open)
            state, question, draft = self.open[0], None, tuple[Choice, ...]()
            asked = asked if self.open[0].asking != words.NONE else ""
        else:
            faction = self.tables.index.factions[seat]
            deciding = asked == seat
            planning = deciding and self.game.asking == words.ASK_ORDER
            state = self._with_drafts(faction) if planning else self._view(faction)
            question = self.counsel.question(state) if deciding else None
            draft = tuple(self._drafts(state)) if planning else ()
        return self.maker.picture(
            state,
            seat,
            opening=self.opening,
            news=self.chronicles[seat].beats,
            asked=asked,
            over=self.over,
            question=question,
            draft=draft,
            rounds=self._rounds(seat),
            results=self.results(whole=bool(seat)) if self.over else (),
        )

    def _drafts(self, state: np.record) -> Iterable[Choice]:
        for six in self.drafted:
            action = self.tables.ruleset.actions[six[1]]
            yield Choice(
                line=spell_order(self.tables, six),
                title=self.counsel.title(six),
                cost=self.counsel.phrases.cost(action.cost),
                area=self.maker.areas[six[2]] if six[2] >= 0 else "",
                piece=self.tables.scenario.pieces[six[5]].id if six[5] >= 0 else "",
            )

    def _rounds(self, seat: str) -> list[str]:
        """What was chosen in the former rounds of the crisis of this turn."""
        told = self.chronicles[seat].beats
        return [
            beat.title for beat in told if beat.kind == "crisis" and beat.turn == self.turn and beat.title.startswith("Round")
        ]

    def results(self, whole: bool) -> tuple[Result, ...]:
        """What each seat has come to; with `whole` every condition, met or missed."""
        result = blank(OUTCOME)
        outcome(self.rules, self.game, self.workshop.desk, result[0])
        return tuple(self.maker.results(result[0], self.game, whole))

    def beats(self) -> tuple[Beat, ...]:
        """What has happened since whoever looks now last looked; asked for once, it counts as told."""
        chronicle = self.chronicles[self.eyes]
        fresh = since(chronicle.beats, self.told[self.eyes])
        if chronicle.beats:
            self.told[self.eyes] = chronicle.beats[-1].number
        return fresh

    def state(self) -> bytes:
        """The whole state of the game, for comparing two."""
        return freeze(self.game)

    # --- what a person chooses ---------------------------------------------------------------------------

    def draft(self, line: str) -> str:
        """Put an order into the draft of the seat that plans; a sentence where it cannot be."""
        if self.eyes != self.asked() or self.game.asking != words.ASK_ORDER:
            return "This seat is not asked for orders now."
        try:
            six = read_choice(self.tables, self._with_drafts(int(self.game.seat)), line)
        except UnclearLine as error:
            return f"{error}."
        if self.rules.action[six[1]].mechanism == words.PASS:
            return "To hold back is to commit the orders as they are."
        self.drafted.append(six)
        return ""

    def undraft(self, index: int) -> None:
        """Take an order out of the draft, and with it those that it alone made possible."""
        if 0 <= index < len(self.drafted):
            del self.drafted[index]
            self._with_drafts(int(self.game.seat))

    def commit_plan(self) -> None:
        """Commit the drafted orders and hold back; nothing where the seat that looks is not planning."""
        if self.eyes != self.asked() or self.game.asking != words.ASK_ORDER:
            return
        self._with_drafts(int(self.game.seat))
        for six in self.drafted:
            self._enter(six)
            self._next()
        self.drafted = []
        seat = int(self.game.seat)
        ending = next(six for six in legal_choices(self.tables, self._view(seat)) if self._ends_planning(six))
        self._enter(ending)
        self.advance()

    def _ends_planning(self, six: Six) -> bool:
        return bool(self.rules.action[six[1]].mechanism == words.PASS)

    def answer(self, line: str) -> str:
        """Answer a question other than for orders; a sentence where the answer is not open."""
        if self.eyes != self.asked():
            return "Another seat is asked."
        if self.game.asking == words.ASK_ORDER:
            return "Orders are drafted, then committed together."
        try:
            six = read_choice(self.tables, self._view(int(self.game.seat)), line)
        except UnclearLine as error:
            return f"{error}."
        self._enter(six)
        self.advance()
        return ""
