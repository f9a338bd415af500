"""A kept game played through once more, watched: every choice with the odds that its seat was shown, every turn's position."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import frozen

from engine.kernel import words
from engine.kernel.counsel import propose, propose_stage
from engine.kernel.lines import Six, spell_order
from engine.kernel.records import GAME, ORDER, PROPOSAL, blank, thaw
from engine.kernel.tables import Tables
from engine.kernel.view import view
from engine.picture.chronicle import Chronicle
from engine.picture.phrases import Phrases
from engine.picture.picture import Odds
from engine.session.game import Session
from engine.session.journal import Journal, Kept
from engine.session.shelf import content_of

NOTHING = int(words.NONE)


@frozen
class Moment:
    """A choice as it was made. at: the line of the log that tells of it; odds: as its seat was shown them; line: of an order."""

    at: int
    by: str
    odds: Odds | None
    line: str = ""


class Watched(Session):
    """A session that notes each choice before it is entered."""

    def __init__(self, kept: Kept):
        content = content_of(kept)
        self.moments: list[Moment] = []
        self.seen, self.order, self.proposal = blank(GAME, len(content.tables.ruleset.factions)), blank(ORDER), blank(PROPOSAL)
        self.phrases = Phrases(content.tables)
        journal = Journal(entries=kept.counted, path=kept.path)
        super().__init__(
            content.tables, content.playbook, kept.people, kept.seed, policies=kept.policies, journal=journal, play_on=False
        )

    def _commit(self, six: Six) -> None:
        by = "person" if self.asked() in self.people else "doctrine"
        line = spell_order(self.tables, six) if self.game.asking == words.ASK_ORDER else ""
        self.moments.append(Moment(int(self.game.logged), by, self._shown(six), line))
        super()._commit(six)

    def _shown(self, six: Six) -> Odds | None:
        """The odds of a choice in the view of the seat that is asked."""
        asking, seat = int(self.game.asking), int(self.game.seat)
        if asking == words.ASK_ORDER and self.rules.action[six[1]].mechanism == words.ACT:
            state = self._seen_by(seat)
            self.order[0] = six
            propose(self.rules, state, self.order[0], self.proposal[0])
            return self.phrases.odds(self.proposal[0])
        if asking == words.ASK_PROCEED and six[1] == words.YES:
            state, row = self._seen_by(seat), self.rules.project[self.game.subject]
            self.order[0] = (row.lead, NOTHING, NOTHING, row.partner, NOTHING, NOTHING)
            propose_stage(self.rules, state, np.int64(state.subject), self.order[0], self.proposal[0])
            return self.phrases.odds(self.proposal[0])
        return None

    def _seen_by(self, seat: int) -> np.record:
        view(self.rules, self.games, np.int64(seat), self.seen)
        return self.seen[seat]

    def lines(self) -> Iterator[tuple[int, np.record]]:
        """The log, each line with its place."""
        for at in range(int(self.game.logged)):
            yield at, self.log[at]

    def positions(self) -> list[np.record]:
        """The state at the opening and at the end of each turn; the last is the present one where the game stopped in a turn."""
        states = [thaw(self.turns[turn]) for turn in sorted(self.turns)]
        if not self.over:
            states.append(self.game)
        return states


class Witness(Chronicle):
    """The chronicle of all that happened, whoever might know it."""

    def __init__(self, tables: Tables):
        super().__init__(tables, NOTHING)

    def follow(self, log: np.ndarray, n: int) -> None:
        """Read on to line n of the log, every line as if all might see it."""
        shown = log[:n].copy()
        shown["seen"] = words.EVERYBODY
        for at in range(self.read, n):
            self._turn_to(shown[at])
            super().follow(shown, at + 1)

    def _turn_to(self, line: np.record) -> None:
        """Who did a thing knows all of it; an inject is known to those it speaks to."""
        to_some = line.what == words.L_INJECT
        self.faction = min(self.audiences[line.subject], default=NOTHING) if to_some else int(line.actor)
