"""The hand of a seat as it is printed: every action by its number, with its odds now, or why it is closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.picture.hand_numbers import hand_numbers
from kuroshio.picture.picture import Choice
from kuroshio.picture.questions import QuestionMaker
from kuroshio.picture.short_effects import ShortEffects
from kuroshio.picture.standing import HandRow, Way


class Hand:
    """Makes the rows of a hand from the view of its seat."""

    def __init__(self, maker: QuestionMaker):
        self.maker, self.tables = maker, maker.tables
        self.effects = ShortEffects(maker.phrases)
        self.areas = {area.id: area.short or area.name for area in self.tables.board.areas}
        self.sides = {faction.id: faction.name for faction in self.tables.ruleset.factions}

    def rows(self, view: np.record, seat: int, later: bool) -> Iterator[HandRow]:
        """Return the hand as if its seat were asked for orders now, nothing drafted yet. later: orders are due next turn."""
        trial = with_all_orders_open(view, seat, later)
        faction = self.tables.ruleset.factions[seat].id
        numbers, actions = hand_numbers(self.tables, faction), {one.id: one for one in self.tables.ruleset.actions}
        for card in self.maker.question(trial).cards:
            if card.action in numbers:
                yield HandRow(
                    number=numbers[card.action],
                    action=card.action,
                    name=card.name,
                    name_ja=actions[card.action].name_ja,
                    cost=card.cost,
                    focused=actions[card.action].focused,
                    brings=self.effects.of(actions[card.action]),
                    ways=tuple(self._ways(card.choices)),
                    why=card.reasons,
                )

    def _ways(self, choices: Sequence[Choice]) -> Iterator[Way]:
        """Return the open ways of ordering an action, those with the same odds together, the best first."""
        groups: dict[tuple[int, ...], list[Choice]] = {}
        for choice in choices:
            groups.setdefault(choice.odds.bands if choice.odds else (), []).append(choice)
        for bands in sorted(groups, key=lambda bands: -sum(bands[2:])):
            alike = groups[bands]
            named = [
                *dict.fromkeys(self.areas[one.area] for one in alike if one.area),
                *dict.fromkeys(self.sides[one.target] for one in alike if one.target),
                *dict.fromkeys(f"with {self.sides[one.partner]}" for one in alike if one.partner),
            ]
            yield Way(label=", ".join(named), odds=alike[0].odds)


def with_all_orders_open(view: np.record, seat: int, later: bool) -> np.record:
    """Return a copy of a seat's view in which it is asked for orders and has given none. later: in the next turn."""
    trial = view.copy()
    trial.asking, trial.seat, trial.subject = codes.ASK_ORDER, seat, 0
    trial.ordered[seat], trial.moved[seat], trial.focused[seat], trial.planned[seat] = 0, 0, 0, 0
    trial.n_orders, trial.busy = 0, 0
    trial.turn += int(later)
    return trial
