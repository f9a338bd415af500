"""Writes the forms of scripted teams: orders by their numbers, what they sign, and answers in the middle of what is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from kuroshio.kernel.play_lines import Six, spell_order
from kuroshio.model.entry_parts import Cost
from kuroshio.model.ruleset import Action
from kuroshio.picture.hand_numbers import hand_numbers
from kuroshio.picture.picture import Card, QuestionPicture
from kuroshio.session.order_words import OrderWords
from kuroshio.session.pending_orders import Plan
from kuroshio.session.refusal import Refused
from kuroshio.session.session import Session

ORDERS = 2  # on the form of a team


class TeamForms:
    """Writes what teams hand in, from what their seats may know."""

    def __init__(self, session: Session):
        self.session, self.words = session, OrderWords(session.play)

    # --- orders ------------------------------------------------------------------------------------------

    def plan(self, seat: str, orders: int = ORDERS) -> list[Six]:
        """Return the orders that fit the moment best, as a doctrine of the seat would weigh them."""
        chosen: list[Six] = []
        for _ in range(orders):
            state, chosen = self.session.plans.with_orders(seat, chosen)
            cards = self.cards(state)
            if cards:
                best = max(cards, key=lambda card: card.rank)
                chosen.append(self.words.read(seat, best.choices[0].line.partition(": ")[2], state))
        return chosen

    def cards(self, state: np.record) -> list[Card]:
        """Return the cards that a planning seat may order from, without moves; state: its view, with the orders before."""
        question = self.session.play.question_maker.question(state)
        open_cards = [card for card in question.cards if card.choices and card.kind != "move"]
        return open_cards if question.orders_left > 0 else []

    def action(self, six: Six) -> Action:
        """Return the action of an order."""
        return self.session.tables.ruleset.actions[six[1]]

    def number(self, seat: str, six: Six) -> int:
        """Return the number of an order on the seat's sheet."""
        return hand_numbers(self.session.tables, seat)[self.action(six).id]

    def line(self, six: Six) -> str:
        """Return an order as the journal has it, without the counter that carries it out."""
        return spell_order(self.session.tables, six).partition(" by ")[0]

    def title(self, six: Six) -> str:
        """Return an order in words."""
        return self.session.play.question_maker.title(six)

    def order(self, seat: str, six: Six, before: Sequence[Six]) -> str:
        """Return an order by its number, with as few parts as it needs after the orders before it."""
        tables, state = self.session.tables, self.session.plans.with_orders(seat, before)[0]
        said = str(self.number(seat, six))
        kinds = ((2, list(tables.index.areas)), (3, list(tables.index.factions)), (4, list(tables.index.factions)))
        for place, ids in kinds:
            try:
                if self.words.read(seat, said, state)[:5] == six[:5]:
                    return said
            except Refused:
                pass
            said += f" {ids[six[place]]}" if six[place] >= 0 else ""
        return said

    # --- signatures --------------------------------------------------------------------------------------

    def signatures(self, seat: str, plans: Mapping[str, Sequence[Six]]) -> Iterator[tuple[str, Action, str]]:
        """Return what a team signs: the other seat, its order, and yes to the first of each seat that it can pay, else no."""
        signed, row = list[Cost](), self.session.tables.index.factions[seat]
        for other, plan in plans.items():
            for n, act in enumerate(self.action(six) for six in plan if six[4] == row):
                own = Plan(list(plans[seat]))
                pays = not n and not self.session.plans.short_of(seat, own, [*signed, act.partner_cost])
                signed += [act.partner_cost] if pays else []
                yield other, act, "yes" if pays else "no"

    def signs(self, seat: str, plans: Mapping[str, Sequence[Six]]) -> str:
        """Return the signatures of a team as its form has them: `china yes, taiwan no`."""
        found = list(self.signatures(seat, plans))
        of = [other for other, _, _ in found]
        several = {other for other in of if of.count(other) > 1}
        return ", ".join(f"{f'{act.id} of {other}' if other in several else other} {answer}" for other, act, answer in found)

    # --- answers -----------------------------------------------------------------------------------------

    def question(self, seat: str) -> QuestionPicture:
        """Return the question that a seat is asked now."""
        question = self.session.picture_for(seat).question
        assert question is not None, seat
        return question

    def middle(self, seat: str) -> str:
        """Return the answer in the middle of what is open to the seat that is asked."""
        choices = self.question(seat).choices
        return choices[len(choices) // 2].line.split()[-1]
