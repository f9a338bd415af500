"""The course of a game between two decisions of people: doctrines answer, the roll rules where nobody need, all play on."""

from __future__ import annotations

import numpy as np

from kuroshio.kernel import words
from kuroshio.kernel.lines import Six
from kuroshio.policies.choose import choose, luck_in
from kuroshio.policies.playbook import Playbook
from kuroshio.session.bench import Bench
from kuroshio.session.choices import Choices
from kuroshio.session.deciders import Deciders
from kuroshio.session.looking import Looking
from kuroshio.session.play import Play
from kuroshio.session.signing import Curtain


class Course:
    """Plays a game on. policy: by the rows of the seats, which doctrine chooses where no people do."""

    def __init__(
        self,
        play: Play,
        playbook: Playbook,
        policy: np.ndarray,
        looking: Looking,
        deciders: Deciders,
        choices: Choices,
        curtain: Curtain,
        bench: Bench,
    ):
        self.play, self.playbook, self.policy = play, playbook, policy
        self.looking, self.deciders, self.choices, self.curtain, self.bench = looking, deciders, choices, curtain, bench

    def advance(self) -> None:
        """Within an act: play on to the next decision of a person, the umpire's among them, or to the end."""
        play, looking = self.play, self.looking
        looking.been = looking.been if play.orders_are_in() else frozenset()
        while not play.over and not self.curtain.waits():
            if play.awaits_ruling():
                if not self.bench.rule_by_the_roll():
                    break
            elif play.game.asking == words.NONE:
                play.next()
            elif play.asked() in self.deciders.people:
                break
            else:
                self.choices.enter(self.chosen())

    def chosen(self) -> Six:
        """What the seat that is asked, which no person takes, chooses: its doctrine does, from its view alone."""
        play, workshop = self.play, self.play.workshop
        state = play.view(int(play.game.seat))
        luck = np.uint64(luck_in(play.game))
        choose(play.rules, self.playbook.record, self.policy, state, luck, workshop.options, workshop.mind)
        return tuple(int(n) for n in workshop.mind.choice[0].item())
