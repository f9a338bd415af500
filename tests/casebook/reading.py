"""The table of obligations and the links, read once more and apart from the kernel (rules 5.2, 5.4 and 9).

What a track was is told by the log: the first change after a moment says what it was before, and where none comes, the end of
the turn does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from attrs import Factory, frozen

from kuroshio.kernel.state import codes
from kuroshio.model.calendar import turn_of
from kuroshio.model.entry_parts import Condition, Modifier
from kuroshio.model.procedure import WAYS_DIALS
from kuroshio.model.ruleset import Flashpoint, Gate, Link, Obligation

if TYPE_CHECKING:
    from tests.casebook.compare import Witness


@frozen(kw_only=True)
class Scene:
    """Who acts where, and the facts of the case: what the readings of a link are read in."""

    place: str = ""
    actor: str = ""
    partner: str = ""
    case: dict[str, int] = Factory(dict)


class Causes:
    """What links add, worked out from their rows."""

    def __init__(self, witness: Witness):
        self.witness, self.tables, self.ruleset = witness, witness.tables, witness.tables.ruleset
        self.slots = {name: row for row, name in enumerate(self.tables.slots)}
        self.debtors = {row.id: row.debtor for row in self.ruleset.obligations}

    def was(self, slot: str, line: int) -> int:
        """A track as it stood just before a line of the log."""
        lines = self.witness.lines
        turn = int(lines[min(line, len(lines) - 1)].turn)
        for place, when, before in self.witness.moves.get(self.slots[slot], ()):
            if place >= line and when == turn:
                return before
        return self.witness.play.ends[turn - self.witness.ruling.turn][slot]

    def place(self, area: str) -> Flashpoint | None:
        """The flashpoint of an area, if it is in play."""
        played = self.tables.scenario.flashpoints
        return next(
            (row for row in self.ruleset.flashpoints if area and row.area == area and (not played or row.id in played)), None
        )

    def slot(self, track: str, scene: Scene) -> str:
        """The slot that a reading names in a scene; nothing where there is none."""
        subject, what = track.split(".", 1)
        spot = self.place(scene.place)
        pledge = spot.pledge if spot else ""
        people = {"actor": scene.actor, "partner": scene.partner, "ally": self.debtors.get(pledge, "")}
        people |= {"challenger": spot.challenger, "holder": spot.holder} if spot else {"challenger": "", "holder": ""}
        if what == self.ruleset.roles.posture and subject in people:
            found = f"{people[subject]}.{what}.{spot.id}" if spot else ""
        elif subject in people:
            found = f"{people[subject]}.{what}"
        elif set(parts := subject.split("_")) <= set(people):
            pair = {people[part] for part in parts}
            found = next((f"{row.id}.{what}" for row in self.ruleset.pairs if set(row.members) == pair), "")
        else:
            own = {"flashpoint": spot.id if spot else "", "pledge": pledge, "area": scene.place}
            found = f"{own[subject]}.{what}" if subject in own else track
        return found if found in self.slots else ""

    def read(self, track: str, scene: Scene, line: int) -> int | None:
        """What a reading says in a scene just before a line; nothing where it names nothing."""
        if track.startswith("case."):
            return scene.case[track]
        slot = self.slot(track, scene)
        return self.was(slot, line) if slot else None

    def weight(self, link: Link) -> int:
        """By what its switch and its dial multiply all that a link adds."""
        if not link.on or not link.dial:
            return int(link.on)
        turned = int(getattr(self.ruleset.procedure, link.dial))
        return min(turned, 1) if link.dial in WAYS_DIALS else turned

    def bonus(self, modifier: Modifier, weight: int, scene: Scene, line: int) -> int:
        """What one reading of a link adds: whole steps from its middle, downward only if it counts either way."""
        value = self.read(modifier.track, scene, line)
        if value is None or (value < modifier.above and not modifier.either_way):
            return 0
        steps = abs(value - modifier.above) // modifier.per * (1 if value > modifier.above else -1)
        return max(-modifier.most * weight, min(modifier.most * weight, modifier.times * weight * steps))

    def adds(self, link: Link, scene: Scene, line: int) -> list[int]:
        """What each reading of a link adds just before a line; nothing while its conditions do not hold."""
        for term in link.requires:
            value = self.read(term.track, scene, line)
            if value is None or value < (term.at_least or 0) or value > (99 if term.at_most is None else term.at_most):
                return [0 for _ in link.reads]
        return [self.bonus(modifier, self.weight(link), scene, line) for modifier in link.reads]

    def of(self, bears_on: str) -> Iterator[Link]:
        """The links that bear on a number of the mechanisms."""
        return (link for link in self.ruleset.links if link.bears_on == bears_on)


class Reading:
    """What each debtor owes in a case, and what of it is expected."""

    def __init__(self, witness: Witness):
        self.witness, self.tables, self.ruleset = witness, witness.tables, witness.tables.ruleset
        self.statuses = {status.id: status.expects for status in self.ruleset.statuses}
        self.grave = {status.id: status.grave for status in self.ruleset.statuses}
        self.invites = {status.id for status in self.ruleset.statuses if status.invites}
        self.causes = Causes(witness)
        self.classes, self.lower = list(self.tables.index.classes), {c.id: c.lower for c in self.ruleset.act_classes}

    def in_force(self, row: Obligation, turn: int) -> bool:
        """Whether a turn lies within a row's dates."""
        scenario = self.tables.scenario
        first = turn_of(row.since, scenario.start, scenario.turn_length) if row.since else turn
        last = turn_of(row.until, scenario.start, scenario.turn_length) if row.until else turn
        return first <= turn <= last

    def speaks_to(self, row: Obligation, case: np.record) -> str:
        """The status of a case under a row; nothing where it does not cover it."""
        witness = self.witness
        place = witness.areas[case.area] if case.area >= 0 else ""
        if witness.factions[case.victim] != row.creditor or witness.factions[case.actor] == row.debtor:
            return ""
        if (place and row.areas and place not in row.areas) or not self.in_force(row, int(case.turn)):
            return ""
        named = case.attributed[witness.factions.index(row.debtor)] >= 0
        held = self.classes[case.act_class]
        return row.triggers.get(held if named else self.lower[held], "")

    def status(self, row: Obligation, case: np.record) -> str:
        """The status of a case under a row, where it asks for anything."""
        status = self.speaks_to(row, case)
        return status if status and self.statuses[status] != self.witness.levels[0] else ""

    def is_grave(self, row: Obligation, case: np.record) -> bool:
        """Whether a case tests a row, as its debtor counts the act."""
        return self.grave.get(self.status(row, case), False)

    def asks(self, row: Obligation, case: np.record) -> int:
        """The level that a row asks for, by its place; 0 where it asks nothing. Only a grave act is asked more for, or less."""
        status, procedure = self.status(row, case), self.ruleset.procedure
        level = self.witness.levels.index(self.statuses[status]) if status else 0
        if not level or not self.grave[status]:
            return level
        stated = self.causes.was(f"{row.id}.{self.ruleset.roles.stated}", self.first_answer(case))
        steps = int(case.intensity >= procedure.stated_from and stated >= procedure.stated_weight)
        return self.moved(self.moved(level, steps), sum(self.linked(row, case).values()))

    def linked(self, row: Obligation, case: np.record) -> dict[str, int]:
        """The levels that links add to what a row asks in a case, or take from it."""
        place = self.witness.areas[case.area] if case.area >= 0 else ""
        scene, line = Scene(place=place, actor=row.debtor), self.first_answer(case)
        return {link.id: sum(self.causes.adds(link, scene, line)) for link in self.causes.of("expected")}

    def moved(self, level: int, steps: int) -> int:
        """A level so many steps higher or lower, of those that a debtor may choose: nothing at the least."""
        open_to = [0, *(i for i, entry in enumerate(self.ruleset.levels) if i and entry.who != "victim")]
        ranks = [rank for rank in open_to if rank <= level]
        return open_to[max(0, min(len(open_to) - 1, len(ranks) - 1 + steps))]

    def first_answer(self, case: np.record) -> int:
        """The place in the log of the first answer to a case, or of what comes after Response where nobody is there to answer."""
        told = [entry for entry in self.witness.answering if entry[1] == case.turn]
        answers = [entry for entry in told if entry[2:] == (case.action, case.area)]
        places = [place for place, *_ in (*answers, *told)]
        return places[0] if places else len(self.witness.lines)

    def governing(self, case: np.record, debtor: str) -> tuple[Obligation | None, str]:
        """The first row of those that ask most of a debtor, and the level."""
        best, most = None, 0
        for row in self.ruleset.obligations:
            if row.debtor == debtor and self.asks(row, case) > most:
                best, most = row, self.asks(row, case)
        return best, self.witness.levels[most]

    def expected(self, case: np.record, debtor: str) -> tuple[Obligation | None, str]:
        """The row that governs, and the highest level up to what it asks that the case puts before the debtor (rule 5.4)."""
        row, level = self.governing(case, debtor)
        ranks = range(self.witness.levels.index(level), -1, -1)
        return row, next(self.witness.levels[rank] for rank in ranks if self.offered(rank, case, debtor))

    def asked(self, case: np.record, debtor: str) -> bool:
        """Whether a debtor is asked for an answer: a row asks one of it, or gives it the right to one (rule 5.2)."""
        rights = (row for row in self.ruleset.obligations if row.debtor == debtor and self.speaks_to(row, case) in self.invites)
        return self.governing(case, debtor)[0] is not None or any(rights)

    def offered(self, rank: int, case: np.record, debtor: str) -> bool:
        """Whether a level is for a debtor, its conditions are met, its counters could come, its law could be settled."""
        level = next(entry for entry in self.ruleset.levels if entry.rank == rank)
        if level.who == "victim" or not self.met(level.requires, case, debtor):
            return False
        if level.pieces and not self.could_come(level.pieces, case, debtor):
            return False
        return all(self.settled(gate, case) for gate in self.ruleset.gates if self.bars(gate, rank, case, debtor))

    def met(self, conditions: Iterable[Condition], case: np.record, faction: str) -> bool:
        """Whether conditions on a case hold for a government."""
        row, levels = self.witness.factions.index(faction), self.witness.levels
        named, held = case.attributed[row] >= 0, self.classes[case.act_class]
        facts = {
            "case.intensity": int(case.intensity),
            "case.attributed": int(named),
            "case.victim": int(row == case.victim),
            "case.expected": levels.index(self.governing(case, faction)[1]),
            "case.my_class": self.classes.index(held if named else self.lower[held]) + 1,
        }
        return all((c.at_least or 0) <= facts[c.track] <= (99 if c.at_most is None else c.at_most) for c in conditions)

    def bars(self, gate: Gate, rank: int, case: np.record, debtor: str) -> bool:
        """Whether a legal decision stands before a level of a debtor's, and nobody has taken it."""
        place = self.witness.areas[case.area] if case.area >= 0 else ""
        seated = gate.faction in {seat.faction for seat in self.tables.scenario.seats}
        here = not gate.areas or place in gate.areas
        taken = [line for line in self.witness.of(codes.L_CHOICE) if line.amount == codes.ASK_GATE and line.after == codes.YES]
        stands = any(self.witness.gates[t.subject] == gate.id and t.turn <= case.turn < t.turn + gate.lasts for t in taken)
        holds = (gate.holds or gate.faction) == debtor and rank >= self.witness.levels.index(gate.opens)
        return holds and seated and here and not stands

    def settled(self, gate: Gate, case: np.record) -> bool:
        """Whether a decision comes up, so that it might have been taken; the victim's own no is nobody else's fault."""
        return gate.faction != self.witness.factions[case.victim] and self.met(gate.asked_when, case, gate.faction)

    def could_come(self, kinds: Iterable[str], case: np.record, debtor: str) -> bool:
        """Whether a debtor has a counter of these kinds that a base, its own or a friend's, lets come there or next to it."""
        if case.area < 0:
            return False
        scenario, board = self.tables.scenario, self.tables.board
        ends, roles = self.witness.play.ends[int(case.turn) - self.witness.ruling.turn], self.ruleset.roles
        open_to = {debtor}
        for pair in self.ruleset.pairs:
            if debtor in pair.members and ends[f"{pair.id}.{roles.access}"] >= self.ruleset.procedure.access_needed:
                open_to |= set(pair.members)
        bases = {area.id for area in board.areas if open_to & set(area.bases)}
        owned = {piece.kind for piece in scenario.pieces if piece.faction == debtor and piece.kind in kinds}
        reaches = [kind.reach for kind in self.ruleset.kinds if kind.id in owned]
        return any(bases & self.around(self.witness.areas[case.area], steps + 1) for steps in reaches)

    def around(self, area: str, steps: int) -> set[str]:
        """The areas within so many steps of one."""
        found = {area}
        for _ in range(steps):
            found |= {b for border in self.tables.board.borders for a, b in (border.between, border.between[::-1]) if a in found}
        return found
