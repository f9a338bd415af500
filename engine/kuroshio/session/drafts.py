"""Drafting: the viewer's orders are put into its plan, kept as drafted, and committed together (rule 2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from kuroshio.kernel.play_lines import PARTS, IllegalLine, Six, UnclearLine, legal_choices, read_choice, read_order, spell_order
from kuroshio.kernel.state import codes
from kuroshio.session.autoplay import Autoplay
from kuroshio.session.choices import Choices
from kuroshio.session.deciders import Deciders
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import NAME, SEAT, TEXTS, WHEN, each, register, table
from kuroshio.session.live_game import LiveGame
from kuroshio.session.own_words import OwnWords
from kuroshio.session.pending_orders import Parties, Plan, in_quotes
from kuroshio.session.plans import Plans
from kuroshio.session.refusal import Refused, sentence
from kuroshio.session.room_clock import RoomClock
from kuroshio.session.table_acts import PERSON

# A seat's whole plan, drafted and not committed; parties: the seats that its orders in own words wait for, by their text.
PARTIES = table({"text": NAME, "to": each(SEAT), "with": each(SEAT)})
register("draft", {**WHEN, "seat": SEAT, "lines": TEXTS, "words": TEXTS}, {"parties": each(PARTIES)})

MOST_NAMED = 8  # ways of completing an order that are listed
NOT_ASKED = "This seat is not asked for orders now."
HOLD_BACK = "To hold back, commit the orders as they are: `commit {0}`; with none drafted, `commit {0} empty`."


class Drafts:
    """Drafts and commits for the viewer. Calls raise Refused where they cannot be carried out, and NotKept."""

    def __init__(
        self,
        play: LiveGame,
        keeper: Keeper,
        deciders: Deciders,
        plans: Plans,
        own_words: OwnWords,
        choices: Choices,
        course: Autoplay,
        clock: RoomClock,
    ):
        self.play, self.keeper, self.deciders, self.plans = play, keeper, deciders, plans
        self.own_words, self.choices, self.course, self.clock = own_words, choices, course, clock
        self.viewers = keeper.viewers

    # --- drafting ----------------------------------------------------------------------------------------

    def draft(self, line: str) -> None:
        """Put an order into the viewer's plan, and keep the plan."""
        seat = self.viewers.viewer
        if not self.deciders.may_plan(seat):
            raise Refused(NOT_ASKED)
        quoted, plan = in_quotes(line.partition(":")[2].strip()), self.viewers.plan(seat)
        before = plan.copy()
        if quoted:
            plan.say(*self.own_words.read(seat, *quoted, len(plan.words)))
        else:
            six = self._order(seat, line)  # this may drop orders that have become illegal, so it comes first
            plan.orders.append(six)
        self._keep(seat, before)

    def undraft(self, index: int) -> None:
        """Remove an order from the draft, with those that are legal only after it."""
        seat = self.viewers.viewer
        if not self.deciders.may_plan(seat):
            return
        plan = self.viewers.plan(seat)
        before = plan.copy()
        if 0 <= index < len(plan.orders):
            del plan.orders[index]
            self.plans.with_drafts(seat)
        elif 0 <= index - len(plan.orders) < len(plan.words):
            del plan.words[index - len(plan.orders)]
        if plan != before:
            self._keep(seat, before)

    def _order(self, seat: str, line: str) -> Six:
        """Return the order that a seat's line means. Raises Refused."""
        state = self.plans.with_drafts(seat)
        try:
            fitting = self._fitting(state, line.lower())  # all ids are in lower case
        except IllegalLine:
            # an answer, such as `sign` or `respond`
            raise Refused("Seats are planning orders now, and this is not an order.") from None
        except UnclearLine as error:
            raise Refused(self._unclear(seat, line, error)) from None
        if not fitting:
            raise Refused(self.play.question_maker.refusal(state, line.lower()))
        if len(fitting) > 1:
            raise Refused(self._several(seat, fitting))
        if self._ends_planning(fitting[0]):
            raise Refused(HOLD_BACK.format(seat))
        return fitting[0]

    def _fitting(self, state: np.record, line: str) -> list[Six]:
        """Return the legal orders that a line may mean, completed by each part that it leaves out. Raises UnclearLine."""
        tables = self.play.tables
        try:
            exact = read_choice(tables, state, line)
        except IllegalLine:
            if line.partition(":")[2].split()[0] in codes.QUESTIONS:
                raise
            exact = None
        wanted = read_order(tables, line)
        moves = self.play.rules.action[wanted[1]].mechanism == codes.REDEPLOY
        if exact is not None and not (moves and wanted[5] < 0):
            return [exact]  # if no piece is named, the rules choose it
        fitting = [
            six
            for six in legal_choices(tables, state)
            if six[:2] == wanted[:2] and all(named in (codes.NONE, part) for named, part in zip(wanted[2:], six[2:], strict=True))
        ]
        return fitting if moves else list({six[:5]: six for six in fitting}.values())

    def _several(self, seat: str, fitting: list[Six]) -> str:
        """Return the sentence on an order that a line leaves ambiguous, with the ways of completing it."""
        head = f"{seat}: {spell_order(self.play.tables, fitting[0]).split()[1]} "
        ways = [spell_order(self.play.tables, six).removeprefix(head) for six in fitting]
        more = f"; and {len(ways) - MOST_NAMED} more: see `choices {seat}`" if len(ways) > MOST_NAMED else ""
        return f"{head.strip()} is possible in {len(ways)} ways; name one: {'; '.join(ways[:MOST_NAMED])}{more}."

    def _unclear(self, seat: str, line: str, error: UnclearLine) -> str:
        """Say why a line is not an order; if it begins with no action, that own words need quotes."""
        said = line.partition(":")[2].strip()
        words_of_it = said.split()
        if (
            self.play.game.umpired
            and len(words_of_it) > 2
            and words_of_it[1].lower() not in PARTS
            and error.wrong.startswith("unknown action")
        ):
            return f'There is no such action; an order in own words needs quotes: {seat}: "{said}"'
        if error.right.startswith("the nearest"):
            return f"{error.wrong}; {error.right}; `choices {seat}` lists all."
        return sentence(error)

    def _ends_planning(self, six: Six) -> bool:
        return bool(self.play.rules.action[six[1]].mechanism == codes.PASS)

    # --- kept as drafted ---------------------------------------------------------------------------------

    def _keep(self, seat: str, before: Plan) -> None:
        """Write the plan of a seat to the disk; if that fails, restore the former plan."""
        plan = self.viewers.plan(seat)
        try:
            self.keeper.say("draft", phase=self.play.phase, seat=seat, **self._written(plan))
        except OSError:
            self.viewers.plans[seat] = before
            raise

    def _written(self, plan: Plan) -> dict[str, Any]:
        """Return a plan as the fields of its line."""
        lines = [spell_order(self.play.tables, six) for six in plan.orders]
        asked = [
            {"text": text, "to": list(parties.to), "with": list(parties.partners)}
            for text, parties in plan.parties.items()
            if text in plan.words
        ]
        return {"lines": lines, "words": list(plan.words), **({"parties": asked} if asked else {})}

    def read_again(self) -> None:
        """Read the last drafts of this turn again, of the seats that have not committed."""
        self.viewers.plans = {}
        last = {str(entry["seat"]): entry for entry in self._of_turn()}
        for seat in [seat for seat in last if self.deciders.may_plan(seat)]:
            plan = self.viewers.plan(seat)
            plan.words = [str(text) for text in last[seat]["words"]]
            asked = last[seat].get("parties", [])
            plan.parties = {str(one["text"]): Parties(tuple(one["to"]), tuple(one["with"])) for one in asked}
            for line in last[seat]["lines"]:
                try:
                    six = read_choice(self.play.tables, self.plans.with_drafts(seat), line)
                except UnclearLine:
                    continue  # the position has changed since it was drafted
                plan.orders.append(six)

    def _of_turn(self) -> Iterator[JournalLine]:
        """Return the drafts of this turn. Drafts made before the game went back to an earlier turn do not count."""
        counted, turn = self.keeper.journal.counted, self.play.turn
        since = max((entry.n for entry in counted if entry.kind == "record" and entry["turn"] < turn), default=0)
        return (entry for entry in counted if entry.kind == "draft" and entry["turn"] == turn and entry.n > since)

    # --- committing --------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Commit the viewer's plan and hold back; do nothing if it is not asked for orders.

        A plan that comes after the room's lock is flagged as late and counts like any other.
        """
        seat = self.viewers.viewer
        if not self.deciders.may_plan(seat):
            return
        self.plans.with_drafts(seat)
        with self.keeper.whole():
            self.commit_within(seat)
            self.course.advance()

    def put(self, seat: str, plan: Plan) -> None:
        """Within an act: put a whole plan in the place of a planning seat's draft, and write it down."""
        self.viewers.plans[seat] = plan.copy()
        self.keeper.journal.append("draft", turn=self.play.turn, phase=self.play.phase, seat=seat, **self._written(plan))

    def commit_within(self, seat: str) -> None:
        """Within an act: enter the plan of a seat, and hold back."""
        play = self.play
        if self.clock.past_lock():
            self.keeper.journal.append("late", turn=play.turn, phase=play.phase, seat=seat)
        plan = self.viewers.plan(seat)
        for text in plan.words:
            self.own_words.give(seat, text, plan.parties.get(text, Parties()))
        for six in self.viewers.plan(seat).orders:
            self.deciders.call_on(seat)
            self.choices.enter(six, PERSON)
            play.next()
        self.deciders.call_on(seat)
        mine = legal_choices(play.tables, play.view(play.tables.index.factions[seat]))
        self.choices.enter(next(six for six in mine if self._ends_planning(six)), PERSON)
        del self.viewers.plans[seat]
