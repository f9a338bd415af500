"""Plays a game on between two decisions of people: doctrines choose, and the roll rules where no umpire need."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kuroshio.kernel.play_lines import Six, legal_choices, options
from kuroshio.kernel.state import codes
from kuroshio.model.entry_parts import Cost
from kuroshio.players.choice_dice import luck_in
from kuroshio.session.choices import Choices
from kuroshio.session.deciders import Deciders
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame
from kuroshio.session.other_seats import OtherSeats
from kuroshio.session.pending_rulings import PendingRulings
from kuroshio.session.rulings import undisputed
from kuroshio.session.signing_curtain import Curtain
from kuroshio.session.table_acts import CONTROL, NOBODY, PLAYER


class Autoplay:
    """Plays a game on. others: who chooses for seats without people."""

    def __init__(
        self,
        play: LiveGame,
        keeper: Keeper,
        others: OtherSeats,
        deciders: Deciders,
        choices: Choices,
        curtain: Curtain,
        pending_rulings: PendingRulings,
    ):
        self.play, self.keeper, self.others, self.viewers = play, keeper, others, keeper.viewers
        self.deciders, self.choices, self.curtain, self.pending_rulings = deciders, choices, curtain, pending_rulings
        self.in_advance: Callable[[], bool] = lambda: False  # enters an answer that people have given before they were asked

    def advance(self) -> None:
        """Within an act: play on to the next decision of a person or the umpire, or to the end."""
        play, viewers = self.play, self.viewers
        viewers.been = viewers.been if play.orders_are_in() else frozenset()
        while not play.over and not self.curtain.waits():
            if play.awaits_ruling():
                if not self.pending_rulings.rule_by_the_roll() and not self._stands():
                    break
            elif play.game.asking == codes.NONE:
                play.next()
            elif play.asked() in self.deciders.people:
                if not self.in_advance():
                    break
            else:
                self._enter_others()

    def _stands(self) -> bool:
        """Within an act: while turns are skipped, let the act before the umpire stand as rolled; False if it needs a ruling."""
        before = self.pending_rulings.docket() if self.play.skipping() else None
        if before is None or before.words or before.disputed or before.number_set:
            return False
        self.pending_rulings.rule(undisputed(CONTROL))
        return True

    def by_doctrine(self) -> Six:
        """Return the choice of the asked seat's doctrine, from its view alone."""
        play = self.play
        return self.others.by_doctrine(play.view(int(play.game.seat)), luck_in(play.game))

    def _enter_others(self) -> None:
        """Enter the choice of the asked seat's doctrine or player; if a player failed, write a note with the reason."""
        play, journal = self.play, self.keeper.journal
        seat, state = play.asked(), play.view(int(play.game.seat))
        if play.absent.get(seat) == NOBODY and not play.skipping():
            self.choices.enter(nothing_done(play, state), NOBODY)
            return
        chosen = self.others.choose(state, luck_in(play.game), play.luck, journal.counted)
        self.choices.enter(chosen.six, chosen.by)
        if chosen.fault:
            told = f"{chosen.fault}; the doctrine of {seat} decides from here on, until the game goes back or is resumed"
            journal.append("note", turn=play.turn, seat="", text=told, by=PLAYER)


def nothing_done(play: LiveGame, state: np.record) -> Six:
    """Return the choice of a seat that nobody plays: it orders, signs and answers nothing, and holds in a crisis.

    Among roles in a crisis it takes the one that costs and shifts least.
    """
    legal, asking, ruleset = legal_choices(play.tables, state), int(state.asking), play.tables.ruleset
    if asking == codes.ASK_ORDER:
        return next(six for six in legal if play.rules.action[six[1]].mechanism == codes.PASS)
    if asking == codes.ASK_CRISIS:
        hold = list(options(play.tables, asking)).index("hold")
        return next((six for six in legal if six[1] == hold), legal[0])
    if asking == codes.ASK_ROLE:
        roles = ruleset.crisis_roles
        return min(legal, key=lambda six: (sum_of(roles[six[1]].cost), abs(roles[six[1]].clash_shift)))
    if asking == codes.ASK_RESPOND:
        return min(legal, key=lambda six: ruleset.levels[six[1]].rank)
    return min(legal, key=lambda six: six[1])


def sum_of(cost: Cost) -> int:
    """Return all that a price takes, in points."""
    return cost.capital + cost.funds + cost.readiness
