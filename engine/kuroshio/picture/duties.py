"""What is expected of a seat in an incident before it answers, under which pledge, and how each answer would be judged."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kuroshio.kernel.advice import pledge_that_asks, tell_links
from kuroshio.kernel.state import codes, dice
from kuroshio.kernel.state.records import ORDER, blank
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.phrases import signed
from kuroshio.picture.picture import Duty
from kuroshio.picture.row_names import RowNames

NOTHING = int(codes.NONE)
WAYS = int(dice.WAYS)


class Duties:
    """Reads from a seat's view what is expected of it. Every method takes the view of the seat, and the row of the seat.

    What is expected is worked out by the kernel as Response begins, and a view holds that of its own seat alone before the
    incident is settled; the reasons are read from the same view, so that they tell nothing that the seat may not know.
    """

    def __init__(self, tables: Tables, names: RowNames):
        self.tables, self.rules, self.names = tables, tables.rules, names
        self.levels = sorted(tables.ruleset.levels, key=lambda entry: entry.rank)
        self.slots = {name: i for i, name in enumerate(tables.slots)}
        self.room = blank(ORDER)

    def duty(self, view: np.record, seat: int, i: int) -> Duty | None:
        """Return what is expected of a seat in incident i; None of its victim, and of a seat that is not asked about it."""
        incident = view.incident[i]
        if incident.victim < 0 or incident.victim == seat or incident.expected[seat] == NOTHING:
            return None
        o = self.pledge(view, seat, i)
        expected = int(incident.expected[seat])
        if o < 0:
            return Duty(pledge="", creditor=self._id(incident.victim), expected="", grave=False, why=())
        return Duty(
            pledge=self.names.obligations[o],
            creditor=self._id(incident.victim),
            expected=self.names.levels[expected] if expected > 0 else "",
            grave=self.grave(incident, o, seat),
            why=tuple(self._why(view, seat, i, o, expected)),
        )

    def _id(self, row: int) -> str:
        return self.tables.ruleset.factions[row].id

    def pledge(self, view: np.record, seat: int, i: int) -> int:
        """Return the row of the obligation that asks most of a seat in incident i; below 0 where none asks anything."""
        return int(pledge_that_asks(self.rules, view, np.int64(i), np.int64(seat), self.room[0]))

    def grave(self, incident: np.record, o: int, seat: int) -> bool:
        """Whether the incident tests an obligation, as its debtor counts the act (rule 5.4)."""
        return bool(self.rules.status_grave[self._status(incident, o, seat)])

    def _status(self, incident: np.record, o: int, seat: int) -> int:
        known = incident.attributed[seat] != NOTHING
        act_class = incident.act_class if known else self.rules.class_lower[incident.act_class]
        return int(self.rules.obligation[o].status[act_class])

    def _why(self, view: np.record, seat: int, i: int, o: int, expected: int) -> Iterator[str]:
        """Return what makes the expectation other than the kind of act alone does, a sentence each."""
        incident, procedure = view.incident[i], self.rules.procedure
        if incident.attributed[seat] == NOTHING:
            yield "This government cannot say who did it, so less is expected of it."
        level = int(self.rules.status_expects[self._status(incident, o, seat)])
        if level and self.grave(incident, o, seat):
            stated = int(view.track[self._slot(o, "stated")])
            if incident.intensity >= procedure.stated_from and stated >= procedure.stated_weight:
                yield f"The pledge is stated at {stated}, so one answer more is expected."
                level = self._moved(level, 1)
            for name, steps in self._links(view, seat, incident):
                yield f"{name}: {abs(steps)} answer{'s' * (abs(steps) > 1)} {'more' if steps > 0 else 'less'}."
                level = self._moved(level, steps)
        if expected < level:
            yield f"The pledge asks for \u201c{self.names.levels[level]}\u201d, which this case does not offer."

    def _slot(self, o: int, role: str) -> int:
        obligation = self.tables.ruleset.obligations[o]
        return self.slots[f"{obligation.id}.{getattr(self.tables.ruleset.roles, role)}"]

    def _links(self, view: np.record, seat: int, incident: np.record) -> Iterator[tuple[str, int]]:
        """Return the links that move what is expected, with their steps (rule 9)."""
        trial = view.copy()
        trial.asking = codes.NONE  # a link to what is expected concerns no option of a question
        self.room[0] = (seat, NOTHING, incident.area, incident.victim, NOTHING, NOTHING)
        added = np.zeros(max(len(self.tables.ruleset.links), 1), np.int32)
        tell_links(self.rules, trial, codes.TO_EXPECTED, codes.NONE, self.room[0], added)
        yield from ((link.name, int(n)) for link, n in zip(self.tables.ruleset.links, added) if n)

    def _moved(self, level: int, steps: int) -> int:
        """Return the level so many levels above or below, of those that are not for the victim alone."""
        ranks = [0, *(entry.rank for entry in self.levels if entry.rank and entry.who != "victim")]
        for _ in range(abs(steps)):
            beyond = [rank for rank in ranks if (rank > level if steps > 0 else rank < level)]
            level = (min(beyond) if steps > 0 else max(beyond)) if beyond else level
        return level

    # --- what an answer is judged by -------------------------------------------------------------------

    def limits(self, view: np.record, seat: int, i: int) -> str:
        """Return the three limits by which the answer of a seat to incident i is judged, with their values, in sentences.

        What the rival tolerates no other seat knows, so it has no value here.
        """
        incident, procedure = view.incident[i], self.rules.procedure
        expected = int(incident.expected[seat])
        asks = self.names.levels[expected] if expected > 0 else "Nothing"
        ally = "nothing of a victim" if incident.victim == seat else f"{asks[:1].lower()}{asks[1:]}"
        home = int(view.track[self.slots[f"{self._id(seat)}.{self.tables.ruleset.roles.home}"]])
        most = max((entry for entry in self.levels if entry.bears <= home), key=lambda entry: entry.rank, default=self.levels[0])
        outraged = incident.victim == seat and incident.intensity >= procedure.outrage_at
        least = f", and wants \u201c{self.names.levels[int(procedure.outrage_level)]}\u201d at least" if outraged else ""
        borne = f"bears \u201c{most.name}\u201d at most, at support {home}{least}"
        told = f"The ally expects {ally}. The public at home {borne}. What the rival tolerates it alone knows."
        return f"Three limits judge the answer. {told}"

    def judged(self, view: np.record, seat: int, i: int, option: int) -> Iterator[str]:
        """Return how the ally and the public at home would judge an answer of a seat to incident i, a sentence each.

        What the rival tolerates no seat knows. Support at home is taken as it stands.
        """
        yield from self._by_ally(view, seat, i, option)
        yield from self._by_home(view, seat, view.incident[i], option)

    def _by_ally(self, view: np.record, seat: int, i: int, option: int) -> Iterator[str]:
        """Tell the first limit: credibility, and what is believed of the pledge (rule 5.4)."""
        incident, o = view.incident[i], self.pledge(view, seat, i)
        expected = int(incident.expected[seat])
        if incident.victim == seat or expected < 1 or o < 0:
            return
        short = sum(option < entry.rank <= expected and entry.who != "victim" for entry in self.levels)
        tested = self.grave(incident, o, seat)
        belief, steps = self.names.slots[self._slot(o, "believed")], int(self.rules.procedure.past_counts)
        if short:
            doubted = f", {belief} {signed(-steps)}" if tested and steps else ""
            yield f"Falls short of what is expected by {short}: credibility {signed(-short)}{doubted}."
            if tested:
                yield from self._of_broken_pledge(view, o)
        else:
            yield f"Meets what is expected{f': {belief} {signed(steps)}' if tested and steps else ''}."

    def _of_broken_pledge(self, view: np.record, o: int) -> Iterator[str]:
        """Tell what else a broken pledge may cost, by the dials of two contested theories (rules 5.7, 5.8)."""
        procedure = self.rules.procedure
        firmness = int(view.track[self._slot(o, "stated")]) - int(procedure.heavy_pledge)
        if firmness >= 0 and procedure.pledges_bind > 0:
            odds = of_36(int(procedure.pledges_bind))
            yield f"{odds}, support at home {signed(-1 - firmness)}: the pledge was given in public."
        if procedure.credibility_contagion > 0:
            odds = of_36(int(procedure.credibility_contagion))
            yield f"{odds} each, others to whom this government owes help believe it less."

    def _by_home(self, view: np.record, seat: int, incident: np.record, option: int) -> Iterator[str]:
        """Tell the second limit: the highest and the lowest answer that the public at home accepts (rule 5.5)."""
        level, procedure = self.levels[option], self.rules.procedure
        home = int(view.track[self.slots[f"{self._id(seat)}.{self.tables.ruleset.roles.home}"]])
        if level.bears > home:
            yield f"Costs 1 of support at home: it needs {level.bears}, you have {home}."
        elif level.bears:
            yield f"The public at home bears it: it needs support {level.bears}, you have {home}."
        if incident.victim == seat and incident.intensity >= procedure.outrage_at and option < procedure.outrage_level:
            least = self.names.levels[int(procedure.outrage_level)]
            if level.bears <= home:
                yield f"Costs 1 of support at home: to an act as grave as this the public wants at least \u201c{least}\u201d."


def of_36(ways: int) -> str:
    """Return how likely so many ways of 36 are, to begin a sentence with.

    >>> of_36(12), of_36(36)
    ('12 in 36', 'For certain')
    """
    return "For certain" if ways >= WAYS else f"{ways} in {WAYS}"


def told(duty: Duty, creditor: str) -> Iterator[str]:
    """Return what is expected in sentences. creditor: the name of the victim, to whom it is owed.

    >>> list(told(Duty(pledge="Treaty", creditor="x", expected="Protest", grave=True, why=()), "X"))[0]
    'Expected of this seat: protest, owed to X under “Treaty”.'
    """
    under = f"under \u201c{duty.pledge}\u201d"
    if duty.expected:
        yield f"Expected of this seat: {duty.expected[:1].lower()}{duty.expected[1:]}, owed to {creditor} {under}."
    elif duty.pledge:
        yield f"Expected of this seat: nothing, owed to {creditor} {under}."
    else:
        yield f"Expected of this seat: nothing; it may answer for {creditor}."
    if duty.grave:
        yield "The act is grave: the answer moves what is believed of the pledge."
    yield from duty.why
