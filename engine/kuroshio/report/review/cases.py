"""Truth and belief: the authors of incidents and the attributions, the answers owed, the values of promises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from kuroshio.kernel.advice import pledge_that_asks
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.codes import UNKNOWN
from kuroshio.kernel.state.records import ORDER, blank, freeze, thaw
from kuroshio.report.review.audience import Audience
from kuroshio.report.review.review import Belief, ReviewAnswer, ReviewIncident, ReviewObligation, ReviewPromise

CANNOT_SAY = "cannot tell"
NOT_ASKED, NOTHING_YET = "was not asked", "nothing yet"
UNGIVEN = (NOT_ASKED, NOTHING_YET)


class Cases:
    """Reads the incidents of a game from the positions at the end of its turns."""

    def __init__(self, audience: Audience):
        self.audience, self.names, self.rules = audience, audience.names, audience.rules
        self.seats = [audience.tables.index.factions[seat] for seat in audience.game.maker.seats]

    def all(self) -> Iterator[ReviewIncident]:
        """Return every incident, in the order of the game."""
        for turn, (position, state) in enumerate(
            zip(self.audience.game.positions()[1:], self.audience.states[1:], strict=True), 1
        ):
            true = thaw(freeze(position))
            true.turn = turn  # obligations are those of the turn that was played
            for i in range(int(true.n_incidents)):
                if true.incident[i].turn == turn and true.incident[i].victim >= 0:
                    yield self._case(turn, true, i, state.incident[i])

    def _case(self, turn: int, true: np.record, i: int, shown: np.record) -> ReviewIncident:
        incident = true.incident[i]
        row, whole = int(incident.action), self.audience.whole or incident.actor == self.audience.faction
        known = whole or int(shown.action) >= 0
        action = self.audience.tables.ruleset.actions[row]
        return ReviewIncident(
            turn=turn,
            act=action.name if known else "A deniable act",
            area=self.names.areas[incident.area] if incident.area >= 0 else "",
            victim=self.names.faction(int(incident.victim)),
            intensity=int(incident.intensity),
            deniability=action.deniability if known else "",
            author=self._author(int(incident.actor)) if whole else "",
            beliefs=tuple(self._beliefs(incident, shown)),
            answers=tuple(self._answers(true, i, shown)),
        )

    def _author(self, row: int) -> str:
        return self.names.faction(row) if row >= 0 else "no government"

    def _beliefs(self, incident: np.record, shown: np.record) -> Iterator[Belief]:
        for seat in self.seats:
            if seat == incident.actor or not (self.audience.whole or seat == self.audience.faction):
                continue
            held = int(incident.attributed[seat]) if self.audience.whole else int(shown.actor)
            right = held == int(incident.actor) if self.audience.whole else None
            yield Belief(seat=self.names.faction(seat), held=self.names.faction(held) if held >= 0 else CANNOT_SAY, right=right)

    def _answers(self, true: np.record, i: int, shown: np.record) -> Iterator[ReviewAnswer]:
        incident = true.incident[i]
        for seat in self.seats:
            due, given = int(shown.expected[seat]), int(shown.level[seat])
            if due < 1 and given < 0:
                continue
            under = self._under(true, i, seat) if due > 0 else ""
            yield ReviewAnswer(
                seat=self.names.faction(seat),
                expected=self.names.levels[due] if due > 0 else "",
                under=under,
                given=self.names.levels[given] if given >= 0 else self._missing_answer(given, incident),
                short=self._missing(due, given),
            )

    def _missing_answer(self, given: int, incident: np.record) -> str:
        """Say why there is no answer: it is not known, the posture answered, or the case is still open."""
        return "" if given == UNKNOWN else NOT_ASKED if incident.settled else NOTHING_YET

    def _missing(self, due: int, given: int) -> int:
        """Return the number of levels open to a debtor between the given and the due answer (rule 5.4)."""
        if given < 0:
            return 0
        return sum(int(self.rules.level[level].who) != int(codes.VICTIM) for level in range(given + 1, due + 1))

    def _under(self, true: np.record, i: int, debtor: int) -> str:
        """Return the obligation that asks the highest level of a debtor (rule 5.2)."""
        row = int(pledge_that_asks(self.rules, true, i, debtor, blank(ORDER)[0]))
        return self.names.obligations[row] if row >= 0 else ""


def promises_called(cases: Iterable[ReviewIncident]) -> Iterator[ReviewPromise]:
    """Return each obligation that incidents called in, by debtor: how often it was kept, and where it was broken."""
    called = defaultdict[tuple[str, str], list[tuple[ReviewIncident, ReviewAnswer]]](list)
    for case in cases:
        for answer in case.answers:
            if answer.expected and answer.under:
                called[answer.seat, answer.under].append((case, answer))
    for (debtor, name), pairs in called.items():
        given = [(case, answer) for case, answer in pairs if answer.given and answer.given not in UNGIVEN]
        yield ReviewPromise(
            name=name,
            debtor=debtor,
            kept=sum(not answer.short for _, answer in given),
            broken=tuple(
                (case.turn, f"{case.act}, {case.area}" if case.area else case.act, answer.expected, answer.given, answer.short)
                for case, answer in given
                if answer.short
            ),
            open=len(pairs) - len(given),
        )


def obligations(audience: Audience) -> Iterator[ReviewObligation]:
    """Return every obligation between seats: stated, believed and actual, at the opening and at the end."""
    roles, seats = audience.tables.ruleset.roles, audience.game.maker.seats
    first, last = audience.states[0], audience.states[-1]
    for entry in audience.tables.ruleset.obligations:
        if entry.debtor in seats and entry.creditor in seats:
            values = [
                (audience.track(first, f"{entry.id}.{track}"), audience.track(last, f"{entry.id}.{track}"))
                for track in (roles.stated, roles.believed, roles.actual)
            ]
            yield ReviewObligation(
                name=entry.name,
                debtor=audience.name(entry.debtor),
                creditor=audience.name(entry.creditor),
                stated=values[0],
                believed=values[1],
                actual=values[2],
            )
