"""Every decision of a game and its result: odds as shown, dice, changes, luck."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
from attrs import evolve

from kuroshio.kernel.state import codes
from kuroshio.picture.picture import Beat, Change, OddsPicture
from kuroshio.report.review.audience import Audience
from kuroshio.report.review.dice_luck import luck_in_words, rolled, verdict_on
from kuroshio.report.review.overrides import made_of
from kuroshio.report.review.review import Decision, Deeds, Override, ReviewExpectation
from kuroshio.session.journal.journal_format import JournalLine
from kuroshio.session.told_game import Moment

QUIET = ("chosen", "carried out", "as expected", "stalled")  # outcomes that add nothing to the choice
# The line that reveals a simultaneous choice, by question; orders and signatures are revealed as acts.
MADE_KNOWN = {
    int(codes.ASK_RESPOND): codes.L_RESPONSE,
    int(codes.ASK_CRISIS): codes.L_ROUND,
    int(codes.ASK_ROLE): codes.L_ROLE,
}
SORTS = ("ordered", "moved", "offers of others", "answered", "decided")
ANSWERS = "Answers "
ORDER_FIELDS = ("actor", "action", "area", "target", "partner")


class Decisions:
    """Reads the decisions of a game from its log."""

    def __init__(self, audience: Audience, overrides: Iterable[Override] = ()):
        self.audience, self.game, self.names = audience, audience.game, audience.names
        self.rules, self.factions = audience.rules, audience.game.maker.factions
        self.moments = {moment.at: moment for moment in audience.game.moments}
        self.overrides = list(overrides)  # those not yet assigned to an order
        self.came_of: dict[int, list[int]] = defaultdict(list)  # by line of the log, the lines that follow from it
        for at, line in audience.game.lines():
            if line.cause >= 0:
                self.came_of[int(line.cause)].append(at)
        self.last = {int(line.what): at for at, line in audience.game.lines()}  # the last line of each kind

    def _came_of(self, at: int, *kinds: np.int32) -> int | None:
        """Return the first line of some kinds that follows from a choice, directly or through its signature."""
        for found in self.came_of[at]:
            if self.game.log[found].what in kinds:
                return found
            if self.game.log[found].what == codes.L_CHOICE and (further := self._came_of(found, *kinds)) is not None:
                return further
        return None

    # --- one decision --------------------------------------------------------------------------------

    def all(self, written: Iterable[Decision] = ()) -> tuple[Decision, ...]:
        """Return every decision that the audience knows, in the order of the game. written: orders in own words."""
        own_words = [(self._first(one), one) for one in written]
        found = sorted((*own_words, *self._chosen(), *self._revealed()), key=lambda pair: pair[0])
        return tuple(evolve(decision, number=n) for n, (_, decision) in enumerate(found, 1))

    def _first(self, one: Decision) -> int:
        """Return the line of the log at which a seat first chose in the turn of a decision."""
        row = self.audience.tables.index.factions[one.seat]
        own = [at for at in self.moments if (self.game.log[at].turn, self.game.log[at].actor) == (one.turn, row)]
        return min(own, default=int(self.game.game.logged))

    def _chosen(self) -> Iterator[tuple[int, Decision]]:
        planned: set[tuple[int, int]] = set()
        for at, line in list(self.game.lines()):
            if line.what != codes.L_CHOICE:
                continue
            who = int(line.subject) if line.amount == codes.ASK_SIGN else int(line.actor)
            told = self._told(at, line, who, (int(line.turn), who) in planned)
            planned.add((int(line.turn), who))
            if told and self._own(at, line, who):
                yield at, told

    def _own(self, at: int, line: np.record, who: int) -> bool:
        """Whether the audience may know the choice itself: its own, a public one, or one revealed since.

        Simultaneous choices are revealed before the next such question, so any later line that reveals one will do.
        """
        if self.audience.whole or who == self.audience.faction:
            return True
        if line.amount in (codes.ASK_ORDER, codes.ASK_SIGN):
            return False
        told = self.last.get(int(MADE_KNOWN.get(int(line.amount), codes.NONE)), -1)
        return self.audience.sees(line) or at < told

    def _revealed(self) -> Iterator[tuple[int, Decision]]:
        """Return orders of other seats that the audience has seen carried out."""
        if self.audience.whole:
            return
        for at, line in self.game.lines():
            ruled = line.what == codes.L_RULING and line.actor not in (self.audience.faction, codes.NONE)
            if ruled and self.audience.knows_author(line) and not self.rules.action[line.action].everyday:
                yield at, self._ruled(self._base(line, int(line.actor), "order", self.order(line)), at)

    def _told(self, at: int, line: np.record, who: int, planned: bool) -> Decision | None:
        asking = int(line.amount)
        tell = {
            int(codes.ASK_ORDER): self._order,
            int(codes.ASK_SIGN): self._sign,
            int(codes.ASK_GATE): self._gate,
            int(codes.ASK_RESPOND): self._respond,
            int(codes.ASK_PROCEED): self._proceed,
            int(codes.ASK_CRISIS): self._crisis,
            int(codes.ASK_ROLE): self._role,
        }[asking]
        if asking == codes.ASK_ORDER and self.rules.action[line.action].mechanism == codes.PASS and planned:
            return None  # holding back is not a decision worth a line
        told = tell(at, line, self._base(line, who, codes.QUESTIONS[asking], ""))
        moment = self.moments.get(at, Moment(at, "doctrine", None))
        shown = moment.odds if who == self.audience.faction or self.audience.whole else None
        return evolve(self._as_ruled(told, moment.line), by=moment.by, shown=shown)

    def _as_ruled(self, told: Decision, order: str) -> Decision:
        """Return an order with the umpire's ruling; only control sees the reason."""
        for i, one in enumerate(self.overrides):
            if order and (one.turn, one.line) == (told.turn, order):
                del self.overrides[i]
                return evolve(told, umpire=made_of(one.engine, one.final), by_hand=one.by_hand, argued=one.net)
        return told

    def _base(self, line: np.record, who: int, kind: str, text: str) -> Decision:
        seat = self.factions[who]
        return Decision(number=0, turn=int(line.turn), seat=seat, seat_name=self.names.faction(who), kind=kind, by="", text=text)

    def order(self, line: np.record) -> str:
        """Return an order in words."""
        return self.game.question_maker.title(tuple(int(line[field]) for field in (*ORDER_FIELDS, "piece")))

    def _order(self, at: int, line: np.record, base: Decision) -> Decision:
        turn, mechanism = base.turn, self.rules.action[line.action].mechanism
        if mechanism == codes.PASS:
            return evolve(base, text="Gives no orders", outcome="chosen")
        action = self.audience.tables.ruleset.actions[line.action]
        base = evolve(base, text=self.order(line), cost=self.game.question_maker.phrases.cost(action.cost))
        if mechanism != codes.ACT:
            return self._done(base, self._came_of(at, codes.L_MOVE, codes.L_POSTURE))
        found = self._came_of(at, codes.L_RULING, codes.L_UNNOTICED)
        if found is not None:
            return self._ruled(base, found)
        declined = self._came_of(at, codes.L_DECLINED)
        if declined is not None:
            return evolve(base, outcome="declined", changes=self._changes(declined))
        return evolve(base, outcome=self._unfinished(turn))

    def _unfinished(self, turn: int) -> str:
        return "pending" if not self.game.over and turn == int(self.game.game.turn) else "void"

    def _done(self, base: Decision, at: int | None) -> Decision:
        if at is None:
            return evolve(base, outcome=self._unfinished(base.turn))
        return evolve(base, outcome="carried out", changes=self._changes(at))

    def _ruled(self, base: Decision, at: int) -> Decision:
        beat = self.audience.beat_at.get(at)
        noticed = bool(self.game.log[at].what != codes.L_UNNOTICED)
        if beat is None or beat.odds is None or beat.dice is None:
            return evolve(base, outcome="carried out", noticed=noticed, changes=self._changes(at))
        return evolve(self._thrown(base, beat, beat.odds, beat.dice), noticed=noticed)

    def _thrown(self, base: Decision, beat: Beat, odds: OddsPicture, dice: tuple[int, int]) -> Decision:
        fell = rolled(odds, dice)
        return evolve(
            base,
            ruled=odds,
            dice=dice,
            rolled=fell,
            outcome=beat.band,
            umpire=made_of(fell, beat.band),
            changes=beat.changes,
            luck=luck_in_words(dice),
            verdict=verdict_on(odds, dice),
        )

    def _changes(self, at: int) -> tuple[Change, ...]:
        beat = self.audience.beat_at.get(at)
        return beat.changes if beat else ()

    def _sign(self, at: int, line: np.record, base: Decision) -> Decision:
        signed = line.after == codes.YES
        joint = f"{self.names.actions[line.action]}{self.names.at(line.area)}"
        text = f"{'Signs' if signed else 'Declines'} what {self.names.faction(line.actor)} offers: {joint}"
        return evolve(base, text=text, outcome="signed" if signed else "declined")

    def _gate(self, at: int, line: np.record, base: Decision) -> Decision:
        opened = line.action == codes.YES
        text = f"{'Opens' if opened else 'Leaves shut'} a legal gate: {self.names.gates[line.subject]}"
        return evolve(base, text=text, outcome="chosen", changes=self._changes(at))

    def _respond(self, at: int, line: np.record, base: Decision) -> Decision:
        case, level = int(line.cause), self.names.levels[line.action]
        if case < 0:
            return evolve(base, text=f"{ANSWERS}an incident: {level}", outcome="chosen")
        incident = self.game.log[case]
        act = f"\u201c{self.names.actions[incident.action]}\u201d" if self.audience.knows_author(incident) else "the incident"
        base = evolve(base, text=f"{ANSWERS}{act}{self.names.at(incident.area)}: {level}", outcome="chosen")
        settled = self._came_of(at, codes.L_RESPONSE)
        if settled is None:
            return base
        due = int(self.game.log[settled].amount)
        if due < 1:
            return evolve(base, changes=self._changes(settled))
        as_due = "as" if line.action == due else "more than" if line.action > due else "less than"
        return evolve(base, expected=self.names.levels[due], outcome=f"{as_due} expected", changes=self._changes(settled))

    def _proceed(self, at: int, line: np.record, base: Decision) -> Decision:
        ahead = line.action == codes.YES
        text = f"{'Goes ahead with' if ahead else 'Stalls'}: {self.names.projects[line.subject].name}"
        base = evolve(base, text=text, outcome="chosen" if ahead else "stalled")
        found = self._came_of(at, codes.L_PROJECT)
        return self._ruled(base, found) if ahead and found is not None else base

    def _crisis(self, at: int, line: np.record, base: Decision) -> Decision:
        return evolve(base, text=f"In the crisis, chooses to {self.names.choices[line.action].lower()}", outcome="chosen")

    def _role(self, at: int, line: np.record, base: Decision) -> Decision:
        return evolve(base, text=f"In the crisis of others: {self.names.roles[line.action].lower()}", outcome="chosen")


def forecasts(audience: Audience, entries: Iterable[JournalLine], decisions: Iterable[Decision]) -> Iterator[ReviewExpectation]:
    """Return what seats expected of one another, beside what those did in that turn."""
    done: dict[tuple[int, str], dict[str, list[str]]] = defaultdict(lambda: {sort: [] for sort in SORTS})
    for decision in decisions:
        if decision.outcome not in ("pending", "void"):
            done[decision.turn, decision.seat][sort_of(decision)].append(said(decision).removeprefix(ANSWERS))
    for entry in entries:
        if entry.kind == "expect" and audience.may_read((str(entry["seat"]),)):
            turn, other = int(entry["turn"]), str(entry["other"])
            yield ReviewExpectation(
                turn=turn,
                seat=audience.name(str(entry["seat"])),
                other=audience.name(other),
                expected=str(entry["text"]),
                did=tuple(Deeds(sort=sort, texts=tuple(texts)) for sort, texts in done[turn, other].items() if texts),
            )


def is_move(one: Decision) -> bool:
    """Whether a decision is only a redeployment."""
    return one.kind == "order" and one.outcome == "carried out" and not (one.ruled or one.cost or one.changes)


def sort_of(one: Decision) -> str:
    """Return the heading under which a decision is listed beside what was expected."""
    if one.kind in ("order", "words"):
        return "moved" if is_move(one) else "ordered"
    return {"sign": "offers of others", "respond": "answered"}.get(one.kind, "decided")


def said(decision: Decision) -> str:
    """Return a decision with its outcome, on one line."""
    told = decision.outcome if decision.kind != "sign" and decision.outcome not in QUIET else ""
    return f"{decision.text} ({told})" if told else decision.text
