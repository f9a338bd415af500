"""The drafts of the seats: their effect on the view, their text, and what is left to spend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from kuroshio.kernel.commit import commit
from kuroshio.kernel.notation import legal_choices, spell_order
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import ORDER, blank
from kuroshio.picture.picture import Choice
from kuroshio.session.live_game import LiveGame
from kuroshio.session.viewers import Viewers


class Plans:
    """Applies the drafts of the seats to the game."""

    def __init__(self, play: LiveGame, viewers: Viewers):
        self.play, self.viewers = play, viewers

    def with_drafts(self, seat: str) -> np.record:
        """Return the view of a planning seat with its drafts committed; drafts that have become illegal are dropped."""
        play, plan = self.play, self.viewers.plan(seat)
        row = play.tables.index.factions[seat]
        state = play.view(row)
        state.seat = row  # it may be ready before it is asked
        kept, order = [], blank(ORDER)
        for six in plan.orders:
            if six in legal_choices(play.tables, state):
                order[0] = six
                commit(play.rules, state, order[0], play.log[:0])
                state.asking = codes.ASK_ORDER
                kept.append(six)
        plan.orders = kept
        return state

    def drafted(self, seat: str) -> Iterable[Choice]:
        """Return the plan of a seat for a picture."""
        play, plan = self.play, self.viewers.plan(seat)
        for six in plan.orders:
            action = play.tables.ruleset.actions[six[1]]
            yield Choice(
                line=spell_order(play.tables, six),
                title=play.question_maker.title(six),
                cost=play.question_maker.phrases.cost(action.cost),
                area=play.maker.areas[six[2]] if six[2] >= 0 else "",
                piece=play.tables.scenario.pieces[six[5]].id if six[5] >= 0 else "",
            )
        for text in plan.words:
            yield Choice(line=f'{seat}: "{text}"', title=f"\u201c{text}\u201d", cost="the umpire rules")

    def lines(self, seat: str) -> Iterator[str]:
        """Return the draft of a seat as lines."""
        return (choice.line for choice in self.drafted(seat))

    def told(self, seat: str, own_words: bool) -> str:
        """Return a sentence on the last draft of a seat: its title, price and odds, and what the seat has left."""
        play, plan, state = self.play, self.viewers.plan(seat), self.with_drafts(seat)
        row = play.tables.index.factions[seat]
        left = f"left: {self.left_to(seat)}, orders {int(play.rules.faction[row].orders - state.ordered[row])}."
        if own_words:
            return f"Drafted for {seat}, for the umpire to rule on: \u201c{plan.words[-1]}\u201d; {left}"
        six, question_maker = plan.orders[-1], play.question_maker
        price, odds = question_maker.phrases.cost(play.tables.ruleset.actions[six[1]].cost), question_maker.odds_of(state, six)
        chance = f"{sum(odds.bands[2:])} in 36" if odds else ""
        return f"Drafted for {', '.join(filter(None, (f'{seat}: {question_maker.title(six)}', price, chance)))}; {left}"

    def left_to(self, seat: str) -> str:
        """Return what a planning seat has left to spend after its drafts: "capital 2, funds 1, readiness 3"."""
        roles, state = self.play.tables.ruleset.roles, self.with_drafts(seat)
        return ", ".join(
            f"{what} {int(state.track[self.play.maker.slots[f'{seat}.{track}']])}"
            for what, track in (("capital", roles.capital), ("funds", roles.funds), ("readiness", roles.readiness))
        )
