"""Makes the mistakes of a form: each from what the game at hand offers to a seat, or not at all where it offers none."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from attrs import Factory, define

from kuroshio.kernel.play_lines import Six
from kuroshio.kernel.state import codes
from kuroshio.rehearsal.mistake import Mistake
from kuroshio.rehearsal.team_forms import TeamForms
from kuroshio.session.pending_orders import Plan
from kuroshio.session.refusal import Refused

T = TypeVar("T")


@define
class WrittenForm:
    """A form as a team has written it. orders: as on the paper; meant, wrong, again, mistake: as on a `Slip`.

    plan: what the team means, for those who sign with it.
    """

    seat: str
    plan: list[Six]
    orders: list[str] = Factory(list)
    meant: list[str] = Factory(list)
    wrong: list[str] = Factory(list)
    again: str = ""
    mistake: str = ""
    head: str = ""
    signs: str = ""


class MistakeMakers:
    """Makes mistakes on forms. luck: which of several; the same luck and the same game make the same mistake."""

    def __init__(self, teams: TeamForms, luck: random.Random):
        self.teams, self.session, self.luck = teams, teams.session, luck
        self.makers: dict[str, Callable[[str, list[Six], Mistake], WrittenForm | None]] = {
            "unpaid": self.unpaid, "area": self.area, "number": self.number, "addressee": self.addressee, "late": self.late,
        }  # fmt: skip

    def plain(self, seat: str, plan: list[Six]) -> WrittenForm:
        """Return a form without a mistake."""
        orders = [self._on_paper(self.teams.order(seat, six, plan[:n]), six) for n, six in enumerate(plan)]
        return WrittenForm(seat, plan, orders, [self.teams.line(six) for six in plan])

    def _on_paper(self, said: str, six: Six) -> str:
        """Return an order as a team writes it: number and parts, then its words."""
        return f"{said} ({self.teams.title(six)})"

    def _mistaken(self, mistake: Mistake, seat: str, plan: list[Six], right: int, paper: str, **more: str) -> WrittenForm:
        """Return a form with a wrong order on paper after so many right ones. plan: what is meant; more: for the answer."""
        written = self.plain(seat, plan)
        written.orders = [*written.orders[:right], paper]
        written.again, written.mistake = mistake.again.format(**more), mistake.id
        return written

    # --- the mistakes ------------------------------------------------------------------------------------

    def unpaid(self, seat: str, plan: list[Six], mistake: Mistake) -> WrittenForm | None:
        """An order more than the seat can pay after its first."""
        first = plan[:1]
        state, _ = self.session.plans.with_orders(seat, first)
        base, _ = self.session.plans.with_orders(seat, [])
        if not self._orders_left(state):
            return None
        open_first = [self._first(seat, card.choices[0].line, base) for card in self.teams.cards(base)]
        names = self.session.play.question_maker.names.actions
        for six in self._shuffled([six for six in open_first if six[1] not in [one[1] for one in first]]):
            said, price = self.teams.order(seat, six, []), self.teams.action(six).cost
            if self.session.plans.short_of(seat, Plan(list(first)), [price]) and self._refused(seat, said, state):
                title = names[six[1]]
                return self._mistaken(mistake, seat, first, len(first), self._on_paper(said, six), title=title)
        return None

    def area(self, seat: str, plan: list[Six], mistake: Mistake) -> WrittenForm | None:
        """An order for an area where it cannot be given."""
        first, areas = plan[:1], self.session.tables.board.areas
        for before in (first, []):
            state, _ = self.session.plans.with_orders(seat, before)
            for card in self._shuffled(self.teams.cards(state)):
                six = self._first(seat, card.choices[0].line, state)
                others = [one for one in areas if one.id not in {choice.area for choice in card.choices}]
                for wrong in self._shuffled(others if six[2] >= 0 else []):
                    said = self._with_parts(seat, six, wrong.id)
                    if self._refused(seat, said, state):
                        right, short = areas[six[2]], self.session.play.question_maker.names.actions[six[1]]
                        paper, area = f"{said} ({short} in {wrong.name})", f"{right.name} ({right.id})"
                        return self._mistaken(mistake, seat, [*before, six], len(before), paper, area=area)
        return None

    def number(self, seat: str, plan: list[Six], mistake: Mistake) -> WrittenForm | None:
        """The number of another order that is open as well, beside the words of the one that is meant."""
        if not plan:
            return None
        before, right = plan[:-1], plan[-1]
        state, _ = self.session.plans.with_orders(seat, before)
        number, parts = self.teams.number(seat, right), self.teams.order(seat, right, before).split()[1:]
        nearest = sorted(self.teams.cards(state), key=lambda card: abs(self._card_number(seat, card.action) - number))
        for card in nearest:
            other = self._card_number(seat, card.action)
            said = " ".join([str(other), *parts])
            if other != number and not self._refused(seat, said, state):
                wrong = self.teams.words.read(seat, said, state)
                more = {"title": self.teams.title(right), "number": " ".join([str(number), *parts])}
                paper = self._on_paper(said, right)
                written = self._mistaken(mistake, seat, plan, len(before), paper, **more)
                written.wrong = [*map(self.teams.line, before), self.teams.line(wrong)]
                return written
        return None

    def addressee(self, seat: str, plan: list[Six], mistake: Mistake) -> WrittenForm | None:
        """An order in own words that does not say to whom it goes."""
        others = [one.faction for one in self.session.tables.scenario.seats if one.faction != seat]
        if not self.session.play.game.umpired or not others:
            return None
        other, text = self.luck.choice(others), self.luck.choice(mistake.texts)
        name = self.session.play.question_maker.names.faction(self.session.tables.index.factions[other])
        written = self._mistaken(mistake, seat, plan[:1], len(plan[:1]), f'"{text}"', other=name, other_id=other)
        written.meant.append(f"{text} ({name})")
        return written

    def late(self, seat: str, plan: list[Six], mistake: Mistake) -> WrittenForm | None:
        """A form that is right, and comes after the lock."""
        written = self.plain(seat, plan)
        written.mistake, written.head = mistake.id, self.luck.choice(mistake.texts).format(minutes=mistake.minutes)
        return written

    # --- a refused signature, which is of two forms ------------------------------------------------------

    def refusing(self, forms: Mapping[str, WrittenForm], seats: Sequence[str]) -> tuple[str, str, str] | None:
        """Return a seat that first refuses what it would sign: the seat, whose order, which action; None without an offer."""
        plans = {seat: form.plan for seat, form in forms.items()}
        for seat in seats:
            found = [(other, act.id) for other, act, answer in self.teams.signatures(seat, plans) if answer == "yes"]
            if found:
                return (seat, *self.luck.choice(found))
        return None

    # --- help --------------------------------------------------------------------------------------------

    def _shuffled(self, some: Sequence[T]) -> list[T]:
        """Return some things in an order by lot."""
        return self.luck.sample(list(some), len(some))

    def _orders_left(self, state: np.record) -> bool:
        return self.session.play.question_maker.question(state).orders_left > 0

    def _first(self, seat: str, line: str, state: np.record) -> Six:
        """Return the order of a line of play."""
        return self.teams.words.read(seat, line.partition(": ")[2], state)

    def _card_number(self, seat: str, action: str) -> int:
        nothing = int(codes.NONE)
        row = self.session.tables.index.actions[action]
        return self.teams.number(seat, (0, row, nothing, nothing, nothing, nothing))

    def _refused(self, seat: str, said: str, state: np.record) -> bool:
        """Whether an order as it is written would not be entered."""
        try:
            self.teams.words.read(seat, said, state)
        except Refused:
            return True
        return False

    def _with_parts(self, seat: str, six: Six, area: str) -> str:
        """Return an order with all its parts, in another area."""
        factions = [one.id for one in self.session.tables.ruleset.factions]
        said = f"{self.teams.number(seat, six)} {area}"
        said += f" against {factions[six[3]]}" if six[3] >= 0 else ""
        return said + (f" with {factions[six[4]]}" if six[4] >= 0 else "")
