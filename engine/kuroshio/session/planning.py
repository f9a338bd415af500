"""The plans of the seats: drafted in any order, kept as they are drafted, committed one seat after another.

Orders are secret until all are in, so it makes no difference which seat is at the machine first (rule 2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from kuroshio.kernel import words
from kuroshio.kernel.commit import commit
from kuroshio.kernel.lines import PARTS, IllegalLine, Six, UnclearLine, legal_choices, read_choice, read_order, spell_order
from kuroshio.kernel.planning import call_on, call_to_sign
from kuroshio.kernel.records import ORDER, blank
from kuroshio.picture.picture import Choice, Expectation
from kuroshio.session.entries import Entry
from kuroshio.session.orders import Plan, in_quotes, placed
from kuroshio.session.refused import Refused, called, sentence
from kuroshio.session.table import PERSON, Table

MOST_WRITTEN = 2
MOST_NAMED = 8  # of the ways in which an order fits
NOT_ASKED = "This seat is not asked for orders now."
HOLD_BACK = "To hold back is to commit the orders as they are: `commit {}`, with none drafted `... empty`."


class Planned(Table):
    """The part of a session that keeps the plans. Calls raise Refused where they cannot be done."""

    # --- whose plan it is --------------------------------------------------------------------------------

    def may_plan(self, seat: str) -> bool:
        """Whether people of this seat may draft orders now, and have not committed them."""
        if self.over or self.game.asking != words.ASK_ORDER or seat not in self.people:
            return False
        row = self.tables.index.factions[seat]
        faction = self.rules.faction[row]
        return bool(faction.seated and faction.orders > 0 and not self.game.planned[row])

    def planners(self) -> tuple[str, ...]:
        """The seats that have not committed their orders yet, whoever is asked first."""
        seats = [seat for seat in self.maker.factions if self.may_plan(seat)]
        return tuple(sorted(seats, key=lambda seat: seat != self.asked()))

    def call_on(self, seat: str) -> None:
        """Ask this seat for its orders next, if it has any to give, or for its signature, if one is wanted of it.

        Only while a choice of the seat is being entered: who is called on belongs to no position of the game.
        """
        if self.may_plan(seat):
            call_on(self.game, np.int32(self.tables.index.factions[seat]))
        elif self.game.asking == words.ASK_SIGN and seat and seat != self.asked() and self._unsigned(seat):
            call_to_sign(self.game, np.int32(self.tables.index.factions[seat]))

    def may_sign(self, seat: str) -> bool:
        """Whether people of this seat may sign now, whoever is asked first: who that is tells nobody anything."""
        return seat in self.people and self.game.asking == words.ASK_SIGN and self._unsigned(seat)

    @contextmanager
    def _called_on(self, seat: str) -> Iterator[None]:
        """The game as it is when this seat is asked; afterwards the one is asked again who was."""
        game = self.game
        kept = int(game.seat), int(game.subject), int(game.cursor)
        self.call_on(seat)
        try:
            yield
        finally:
            game.seat, game.subject, game.cursor = kept

    def _is_planning(self) -> bool:
        """Whether whoever looks is a seat that has orders to give."""
        return self.may_plan(self.eyes)

    # --- drafting ----------------------------------------------------------------------------------------

    def _plan(self, seat: str) -> Plan:
        return self.plans.setdefault(seat, Plan())

    def _with_drafts(self, seat: str) -> np.record:
        """The view of a seat that plans as it would be with its drafts committed; what has become illegal is dropped."""
        row, plan = self.tables.index.factions[seat], self._plan(seat)
        state = self._view(row)
        state.seat = row  # it is not asked yet, perhaps, and may be ready first
        kept, order = [], blank(ORDER)
        for six in plan.orders:
            if six in legal_choices(self.tables, state):
                order[0] = six
                commit(self.rules, state, order[0], self.log[:0])
                state.asking = words.ASK_ORDER
                kept.append(six)
        plan.orders = kept
        return state

    def _draft(self, line: str) -> None:
        """Put an order into the plan of the seat that looks, and keep the plan."""
        if not self._is_planning():
            raise Refused(NOT_ASKED)
        quoted, plan = in_quotes(line.partition(":")[2].strip()), self._plan(self.eyes)
        before = plan.copy()
        if quoted:
            self._write(plan, *quoted)
        else:
            self._order(plan, line)
        self._keep_plan(before)

    def _order(self, plan: Plan, line: str) -> None:
        state = self._with_drafts(self.eyes)
        try:
            fitting = self._fitting(state, line.lower())  # all ids are in small letters
        except IllegalLine:
            raise Refused("Orders are being planned: no order reads so.") from None  # an answer, such as `sign` or `respond`
        except UnclearLine as error:
            raise Refused(self._unclear(line, error)) from None
        if not fitting:
            raise Refused(self.counsel.refusal(state, line.lower()))
        if len(fitting) > 1:
            raise Refused(self._several(fitting))
        if self._ends_planning(fitting[0]):
            raise Refused(HOLD_BACK.format(self.eyes))
        plan.orders.append(fitting[0])

    def _fitting(self, state: np.record, line: str) -> list[Six]:
        """The legal orders that a line means; parts that it does not name are those that fit. Raises UnclearLine."""
        try:
            exact = read_choice(self.tables, state, line)
        except IllegalLine:
            if line.partition(":")[2].split()[0] in words.QUESTIONS:
                raise
            exact = None
        wanted = read_order(self.tables, line)
        moves = self.rules.action[wanted[1]].mechanism == words.REDEPLOY
        if exact is not None and not (moves and wanted[5] < 0):
            return [exact]  # a piece that is not named is the one that serves
        fitting = [
            six
            for six in legal_choices(self.tables, state)
            if six[:2] == wanted[:2] and all(named in (words.NONE, part) for named, part in zip(wanted[2:], six[2:], strict=True))
        ]
        return fitting if moves else list({six[:5]: six for six in fitting}.values())

    def _several(self, fitting: list[Six]) -> str:
        """The ways in which an order fits, where a line does not say which."""
        head = f"{self.eyes}: {spell_order(self.tables, fitting[0]).split()[1]} "
        ways = [spell_order(self.tables, six).removeprefix(head) for six in fitting]
        more = f"; and {len(ways) - MOST_NAMED} more, see `choices {self.eyes}`" if len(ways) > MOST_NAMED else ""
        return f"{head.strip()} fits in {len(ways)} ways, name one: {'; '.join(ways[:MOST_NAMED])}{more}."

    def _unclear(self, line: str, error: UnclearLine) -> str:
        """Why a line is no order; of what begins like no action, and goes on, that own words stand in quotes."""
        said = line.partition(":")[2].strip()
        words_of_it = said.split()
        if (
            self.game.umpired
            and len(words_of_it) > 2
            and words_of_it[1].lower() not in PARTS
            and error.wrong.startswith("unknown action")
        ):
            return f'No action reads so; an order in own words stands in quotes: {self.eyes}: "{said}"'
        if error.right.startswith("the nearest"):
            return f"{error.wrong}; {error.right}; `choices {self.eyes}` lists what there is."
        return sentence(error)

    def _write(self, plan: Plan, text: str, tail: str) -> None:
        """An order in the seat's own words: it costs nothing until the umpire rules on it. tail: what follows the quotes."""
        if not self.game.umpired:
            raise Refused("No umpire sits at this table to rule on it: choose a card.")
        if not text:
            raise Refused("An order in one's own words needs some words.")
        if len(plan.words) >= MOST_WRITTEN:
            raise Refused(f"No more than {MOST_WRITTEN} orders in one's own words a turn.")
        named = placed(tail) if tail else []
        if named is None:
            wrong = f"After the quotes of an order in own words only in AREA, against SEAT, with SEAT may stand, not {tail!r}."
            raise Refused(wrong)
        try:
            parts = [self._part(word, one) for word, one in named]
        except UnclearLine as error:
            raise Refused(sentence(error)) from None
        written = " ".join(text.split())
        plan.words.append(f"{written} ({', '.join(parts)})" if parts else written)

    def _part(self, word: str, named: str) -> str:
        """Where, against whom or with whom an order in own words is meant, by name. Raises UnclearLine."""
        index, names = self.tables.index, self.counsel.names
        if word == "in":
            return f"in {names.areas[called(named, index.areas, 'area')]}"
        seats = [seat.faction for seat in self.tables.scenario.seats if seat.faction != self.eyes]
        each = [one.strip() for one in named.split(",") if one.strip()] or [named]
        others = [called(one, {seat: index.factions[seat] for seat in seats}, "other seat") for one in each]
        return f"{word} {' and '.join(names.faction(row) for row in others)}"

    def draft_told(self, seat: str, own_words: bool) -> str:
        """What a seat has drafted last, an order or one in own words: its title, price and odds, and what is left to it."""
        plan, state, row = self._plan(seat), self._with_drafts(seat), self.tables.index.factions[seat]
        left = f"left: {self.left_to(seat)}, orders {int(self.rules.faction[row].orders - state.ordered[row])}."
        if own_words:
            return f"Drafted for {seat}, for the umpire to rule on: \u201c{plan.words[-1]}\u201d; {left}"
        six = plan.orders[-1]
        price, odds = self.counsel.phrases.cost(self.tables.ruleset.actions[six[1]].cost), self.counsel.odds_of(state, six)
        chance = f"{sum(odds.bands[2:])} in 36" if odds else ""
        return f"Drafted for {', '.join(filter(None, (f'{seat}: {self.counsel.title(six)}', price, chance)))}; {left}"

    def left_to(self, seat: str) -> str:
        """What a seat that plans has left to spend, with its drafts paid for: "capital 2, funds 1, readiness 3"."""
        roles, state = self.tables.ruleset.roles, self._with_drafts(seat)
        return ", ".join(
            f"{what} {int(state.track[self.maker.slots[f'{seat}.{track}']])}"
            for what, track in (("capital", roles.capital), ("funds", roles.funds), ("readiness", roles.readiness))
        )

    def undraft(self, index: int) -> None:
        """Take an order out of the draft, and with it those that it alone made possible. Raises NotKept."""
        if not self._is_planning():
            return
        plan = self._plan(self.eyes)
        before = plan.copy()
        if 0 <= index < len(plan.orders):
            del plan.orders[index]
            self._with_drafts(self.eyes)
        elif 0 <= index - len(plan.orders) < len(plan.words):
            del plan.words[index - len(plan.orders)]
        if plan != before:
            self._keep_plan(before)

    def _keep_plan(self, before: Plan) -> None:
        """Write the plan of the seat that looks to the disk; where that takes nothing it is again what it was."""
        plan = self._plan(self.eyes)
        lines = [spell_order(self.tables, six) for six in plan.orders]
        try:
            self._say("draft", phase=self._phase(), seat=self.eyes, lines=lines, words=list(plan.words))
        except OSError:
            self.plans[self.eyes] = before
            raise

    def _read_plans(self) -> None:
        """Have the plans as they were drafted last in this turn, of the seats that have not committed."""
        self.plans = {}
        last = {str(entry["seat"]): entry for entry in self._drafts_of_turn()}
        for seat in [seat for seat in last if self.may_plan(seat)]:
            plan = self._plan(seat)
            plan.words = [str(text) for text in last[seat]["words"]]
            for line in last[seat]["lines"]:
                try:
                    six = read_choice(self.tables, self._with_drafts(seat), line)
                except UnclearLine:
                    continue  # the position is another than when it was drafted
                plan.orders.append(six)

    def _drafts_of_turn(self) -> Iterator[Entry]:
        """The drafts of this turn; those that were made before the game went back to an earlier one are of another turn."""
        earlier = (entry.n for entry in self.journal.counted if entry.kind == "record" and entry["turn"] < self.turn)
        since = max(earlier, default=0)
        return (e for e in self.journal.counted if e.kind == "draft" and e["turn"] == self.turn and e.n > since)

    def _drafted(self, seat: str) -> Iterable[Choice]:
        """The plan of a seat as a picture shows it."""
        plan = self._plan(seat)
        for six in plan.orders:
            action = self.tables.ruleset.actions[six[1]]
            yield Choice(
                line=spell_order(self.tables, six),
                title=self.counsel.title(six),
                cost=self.counsel.phrases.cost(action.cost),
                area=self.maker.areas[six[2]] if six[2] >= 0 else "",
                piece=self.tables.scenario.pieces[six[5]].id if six[5] >= 0 else "",
            )
        for text in plan.words:
            yield Choice(line=f'{seat}: "{text}"', title=f"\u201c{text}\u201d", cost="the umpire rules")

    def _drafted_lines(self, seat: str) -> Iterator[str]:
        """The draft of a seat as it is typed."""
        return (choice.line for choice in self._drafted(seat))

    def expected(self, seat: str) -> tuple[Expectation, ...]:
        """What a seat has written this turn that it expects of others; the last word on each."""
        said = {
            str(entry["other"]): str(entry["text"])
            for entry in self.journal.counted
            if entry.kind == "expect" and entry["turn"] == self.turn and entry["seat"] == seat
        }
        return tuple(Expectation(seat=other, text=text) for other, text in said.items())

    # --- committing --------------------------------------------------------------------------------------

    def commit_plan(self) -> None:
        """Commit the plan of the seat that looks, and hold back; nothing where it is not asked for orders. Raises NotKept.

        A plan that comes after the room's lock is flagged as late, and counts like any other.
        """
        if not self._is_planning():
            return
        seat = self.eyes
        row = self.tables.index.factions[seat]
        self._with_drafts(seat)
        with self._whole():
            if self.past_lock():
                self.journal.append("late", turn=self.turn, phase=self._phase(), seat=seat)
            for text in self._plan(seat).words:
                self._hear(self._record("words", phase=self._phase(), seat=seat, text=text))
            for six in self._plan(seat).orders:
                self.call_on(seat)
                self._enter(six, PERSON)
                self._next()
            self.call_on(seat)
            ending = next(six for six in legal_choices(self.tables, self._view(row)) if self._ends_planning(six))
            self._enter(ending, PERSON)
            del self.plans[seat]
            self.advance()

    def _words_wrong(self, fields: Mapping[str, Any]) -> str:
        """Why an order in own words cannot have been given; empty where it can."""
        seat = str(fields["seat"])
        heard = sum(one.seat == seat for one in self.spoken)
        if not self.game.umpired or not self.may_plan(seat) or heard >= MOST_WRITTEN:
            return f"{seat} has no order in its own words to give here"
        return ""

    def _ends_planning(self, six: Six) -> bool:
        return bool(self.rules.action[six[1]].mechanism == words.PASS)
