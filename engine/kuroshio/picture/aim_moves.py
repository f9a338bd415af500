"""What an order or an answer may move of its seat's aims: worked out from the effects of the rules, never from a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from kuroshio.kernel.play_lines import Six
from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.capacities import MAX_FLASHPOINTS
from kuroshio.model.entry_parts import Condition
from kuroshio.picture.gauge_pictures import AimMove

NOTHING = int(codes.NONE)
UP, DOWN = 1, -1
HIGHEST = 12  # the highest sum of two dice: a number above it is never thrown
PAIRED = {
    int(codes.ACTOR_TARGET): (codes.ACTOR, codes.TARGET),
    int(codes.ACTOR_PARTNER): (codes.ACTOR, codes.PARTNER),
    int(codes.TARGET_PARTNER): (codes.TARGET, codes.PARTNER),
    int(codes.CHALLENGER_HOLDER): (codes.CHALLENGER, codes.HOLDER),
    int(codes.ALLY_HOLDER): (codes.ALLY, codes.HOLDER),
}
Shift = tuple[str, int, bool]  # a track or count by its name, what is added or what it is set to, and whether it is set


def mark_of(number: int) -> str:
    """Return the mark of a condition of success by its number, from 0.

    >>> mark_of(0), mark_of(3), mark_of(26)
    ('A', 'D', 'AA')
    """
    again, letter = divmod(number, 26)
    return chr(ord("A") + letter) * (again + 1)


def joined(each: Iterable[Iterable[AimMove]]) -> tuple[AimMove, ...]:
    """Return what several orders or answers may move between them, a mark once.

    >>> up, down = AimMove(mark="A", nearer=True, farther=False), AimMove(mark="A", nearer=False, farther=True)
    >>> joined([(up,), (), (down,)])
    (AimMove(mark='A', nearer=True, farther=True),)
    """
    ways: dict[str, tuple[bool, bool]] = {}
    for move in (move for moves in each for move in moves):
        nearer, farther = ways.get(move.mark, (False, False))
        ways[move.mark] = nearer or move.nearer, farther or move.farther
    return tuple(AimMove(mark=mark, nearer=ways[mark][0], farther=ways[mark][1]) for mark in sorted(ways))


class AimMoves:
    """Tells what an order or an answer may move of the conditions of success of the seat that gives it.

    What a seat cannot foresee is left out: what others answer, what a rival tolerates, what an event brings. Administration
    counts as moved where unanswered acts are, crises where a ladder is, delivered projects where a stage of one is.
    """

    def __init__(self, tables: Tables):
        self.tables, self.rules = tables, tables.rules
        self.slots = {name: row for row, name in enumerate(tables.slots)}
        self.factions = [faction.id for faction in tables.ruleset.factions]
        self.goals = {seat.faction: seat.success for seat in tables.scenario.seats}
        self.pool = tables.rules.effect.tolist()  # a record is slow to read, effect by effect
        self.slot_of, self.pair_of = tables.rules.slot_of, tables.rules.pair_of
        self.feeds = dict(self._feeds())
        self.known: dict[tuple[int, ...], tuple[Shift, ...]] = {}

    # --- what is asked ---------------------------------------------------------------------------------

    def of_order(self, view: np.record, six: Six) -> tuple[AimMove, ...]:
        """Return the seat's conditions that an order may move, in any band; view: the seat's own."""
        where = tuple(int(n) for n in six[:5])
        if where not in self.known:
            self.known[where] = tuple(self._by_order(where))
        return self.told(view, where[0], self.known[where])

    def of_answer(self, view: np.record, option: int) -> tuple[AimMove, ...]:
        """Return the conditions of the asked seat that an option of its question may move; view: the seat's own."""
        shifts = {
            int(codes.ASK_SIGN): self._by_signature,
            int(codes.ASK_GATE): self._by_gate,
            int(codes.ASK_RESPOND): self._by_level,
            int(codes.ASK_PROCEED): self._by_stage,
            int(codes.ASK_CRISIS): self._by_round,
            int(codes.ASK_ROLE): self._by_role,
        }[int(view.asking)](view, option)
        return self.told(view, int(view.seat), shifts)

    def told(self, view: np.record, seat: int, shifts: Iterable[Shift]) -> tuple[AimMove, ...]:
        """Return the conditions of a seat that some shifts move, by its view, each nearer to or farther from what is wanted."""
        moved: dict[str, set[int]] = {}
        for name, amount, sets in shifts:
            ways = self._ways(view, name, amount, sets)
            moved.setdefault(name, set()).update(ways)
            for fed, sign in self.feeds.get(name, ()):
                moved.setdefault(fed, set()).update(sign * way for way in ways)
        found = []
        for number, goal in enumerate(self.goals.get(self.factions[seat], ())):
            ways = {self._good(view, goal, way) for way in moved.get(goal.track, ())}
            if ways:
                found.append(AimMove(mark=mark_of(number), nearer=True in ways, farther=False in ways))
        return tuple(found)

    def _ways(self, view: np.record, name: str, amount: int, sets: bool) -> set[int]:
        """Return which ways a shift moves what it names; both where a track is set that the seat may not know."""
        if not sets:
            return {UP if amount > 0 else DOWN} if amount else set()
        value = int(view.track[self.slots[name]])
        if value == codes.UNKNOWN:
            return {UP, DOWN}
        return {UP if amount > value else DOWN} if amount != value else set()

    def _good(self, view: np.record, goal: Condition, way: int) -> bool:
        """Whether a way leads nearer to what a condition wants, or stays with it."""
        if goal.at_least is None or goal.at_most is None:
            return (way == UP) == (goal.at_least is not None)
        value = int(view.track[self.slots[goal.track]]) if goal.track in self.slots else 0
        return (way == UP and value < goal.at_least) or (way == DOWN and value > goal.at_most)

    def _feeds(self) -> Iterator[tuple[str, list[tuple[str, int]]]]:
        """Return what moves along with a track: administration, crises and delivered projects."""
        roles = self.tables.ruleset.roles
        for place in self.tables.ruleset.flashpoints:
            yield f"{place.id}.{roles.pressure}", [(f"{place.id}.{roles.control}", DOWN)]
            yield f"{place.id}.{roles.ladder}", [("count.crises", UP)]
        for project in self.tables.ruleset.projects:
            yield f"{project.id}.{roles.stage}", [("count.projects_delivered", UP)]

    # --- orders ----------------------------------------------------------------------------------------

    def _by_order(self, six: tuple[int, ...]) -> Iterator[Shift]:
        """Return what an order does: its price, its posture, its effects in each band, that it is a joint act or an incident."""
        seat, row = six[0], six[1]
        action = self.tables.ruleset.actions[row]
        yield from self._price(seat, self.rules.action[row].cost)
        if action.mechanism in ("raise_posture", "lower_posture"):
            amount = UP if action.mechanism == "raise_posture" else DOWN
            slot = self._slot(int(codes.OF_STANCE), int(self.rules.roles.posture), int(codes.ACTOR), six)
            yield from self._named(slot, amount, False)
        bands = self.rules.action[row].effects
        for first, n in zip(bands.first.tolist(), bands.n.tolist(), strict=True):
            yield from self._effects(first, n, six)
        if six[4] >= 0:
            yield "count.joint_acts", 1, False
        if action.act_class:
            yield from self._as_incident(six, action.deniability != codes.DENIABILITY[0])
            if action.contests:
                yield from self._role(self.tables.ruleset.roles.pressure, six[2], UP)

    def _as_incident(self, six: tuple[int, ...], deniable: bool) -> Iterator[Shift]:
        """Return what comes of an act for being an incident (rules 3.5, 9.27)."""
        procedure = self.rules.procedure
        yield "count.incidents", 1, False
        if deniable:
            yield "count.unattributed", 1, False
        if procedure.coercion_backfires > 0 and 0 < procedure.seen_from <= self.rules.action[six[1]].intensity:
            yield from self._span(procedure.seen_coercion, six)

    # --- answers ---------------------------------------------------------------------------------------

    def _by_signature(self, view: np.record, option: int) -> Iterator[Shift]:
        joint = tuple(int(n) for n in view.order[view.subject].item())
        row = self.rules.action[joint[1]]
        if option == codes.YES:
            yield from self._price(int(view.seat), row.partner_cost)
            yield from (shift for shift in self._by_order(joint) if not self._is_purse(shift[0], joint[0]))
        else:
            yield from self._span(row.declined, joint)

    def _by_gate(self, view: np.record, option: int) -> Iterator[Shift]:
        if option == codes.YES:
            gate = self.rules.gate[view.subject]
            yield from self._price(int(view.seat), gate.cost)
            yield "count.gates_opened", 1, False
            yield from self._span(gate.effects, self._case(view, int(view.cursor), option))

    def _by_level(self, view: np.record, option: int) -> Iterator[Shift]:
        """Return what an answer does, with what home and ally make of it and the unanswered acts that it leaves."""
        seat, incident, roles = int(view.seat), view.incident[view.subject], self.tables.ruleset.roles
        level, procedure = self.rules.level[option], self.rules.procedure
        yield from self._price(seat, level.cost)
        yield from self._span(level.effects, self._case(view, int(view.subject), option))
        if level.pressure and incident.flashpoint >= 0 and self._contests(int(incident.action)):
            yield from self._role(roles.pressure, int(incident.area), UP)
        home = f"{self.factions[seat]}.{roles.home}"
        mild = incident.victim == seat and incident.intensity >= procedure.outrage_at and option < procedure.outrage_level
        if view.track[self.slots[home]] < level.bears or mild:
            yield home, DOWN, False
        if incident.victim != seat and option < incident.expected[seat]:
            yield f"{self.factions[seat]}.{roles.credibility}", DOWN, False

    def _contests(self, action: int) -> bool:
        """Whether an act asserts control; one whose kind the seat may not know may do so."""
        return action < 0 or bool(self.tables.ruleset.actions[action].contests)

    def _by_stage(self, view: np.record, option: int) -> Iterator[Shift]:
        """Return what a stage of a project does if it goes ahead, or if it stalls."""
        project = self.rules.project[view.subject]
        six = (int(project.lead), NOTHING, NOTHING, int(project.partner), NOTHING)
        if option != codes.YES:
            yield from self._span(project.stalled, six)
            return
        stage = project.stage[view.track[project.slot] - 1]
        yield from self._price(int(view.seat), stage.cost)
        yield self.tables.slots[project.slot], UP, False
        yield from self._span(stage.effects, six)
        yield from self._span(stage.setback, six)

    def _by_round(self, view: np.record, option: int) -> Iterator[Shift]:
        """Return what a choice in a crisis does, whatever the other side chooses."""
        place = self.tables.ruleset.flashpoints[view.crisis]
        row, seat = self.rules.flashpoint[view.crisis], int(view.seat)
        six = (int(row.challenger), NOTHING, int(row.area), int(row.holder), NOTHING)
        ours = "challenger" if seat == row.challenger else "holder"
        endings = {entry.id: entry for entry in self.tables.ruleset.crisis_endings}
        chosen = codes.CRISIS_CHOICES[option]
        for cell in self.tables.ruleset.crisis_rounds:
            if getattr(cell, ours) != chosen:
                continue
            pair = codes.CRISIS_CHOICES.index(cell.challenger), codes.CRISIS_CHOICES.index(cell.holder)
            yield from self._span(self.rules.crisis_round[pair].effects, six)
            yield f"{place.id}.{self.tables.ruleset.roles.ladder}", cell.ladder, False
            if cell.ends:
                yield f"count.{endings[cell.ends].counts}", 1, False
            if cell.clash_at <= HIGHEST:
                yield "count.clashes", 1, False

    def _by_role(self, view: np.record, option: int) -> Iterator[Shift]:
        row = self.rules.flashpoint[view.crisis]
        role = self.rules.crisis_role[option]
        yield from self._price(int(view.seat), role.cost)
        yield from self._span(role.effects, (int(view.seat), option, int(row.area), NOTHING, NOTHING))

    # --- parts -----------------------------------------------------------------------------------------

    def _price(self, seat: int, cost: np.record) -> Iterator[Shift]:
        for track, amount in zip(self._purse(), (cost.capital, cost.funds, cost.readiness), strict=True):
            yield f"{self.factions[seat]}.{track}", -int(amount), False

    def _purse(self) -> tuple[str, str, str]:
        roles = self.tables.ruleset.roles
        return roles.capital, roles.funds, roles.readiness

    def _is_purse(self, name: str, seat: int) -> bool:
        return name in {f"{self.factions[seat]}.{track}" for track in self._purse()}

    def _role(self, track: str, area: int, amount: int) -> Iterator[Shift]:
        """Return a shift of a track of the flashpoint at an area, if there is one."""
        place = int(self.rules.area_flashpoint[area]) if area >= 0 else NOTHING
        if place >= 0:
            yield f"{self.tables.ruleset.flashpoints[place].id}.{track}", amount, False

    def _case(self, view: np.record, i: int, option: int) -> tuple[int, ...]:
        """Return the context of an answer to incident i: the seat as actor, the author as it judges as target."""
        incident, seat = view.incident[i], int(view.seat)
        return seat, option, int(incident.area), int(incident.attributed[seat]), NOTHING

    def _span(self, span: np.record, six: tuple[int, ...]) -> Iterator[Shift]:
        yield from self._effects(int(span.first), int(span.n), six)

    def _effects(self, first: int, n: int, six: tuple[int, ...]) -> Iterator[Shift]:
        for subject, what, who, amount, sets, *_ in self.pool[first : first + n]:
            yield from self._named(self._slot(subject, what, who, six), amount, bool(sets))

    def _named(self, slot: int, amount: int, sets: bool) -> Iterator[Shift]:
        if slot >= 0:
            yield self.tables.slots[slot], amount, sets

    # --- what a reading names, as `kernel/mechanics/conditions.py` has it ---------------------------------

    def _slot(self, subject: int, what: int, who: int, six: tuple[int, ...]) -> int:
        """Return the slot of the track that a reading names in the context of an order, or NONE."""
        if subject == codes.FIXED:
            return what
        place = int(self.rules.area_flashpoint[six[2]]) if six[2] >= 0 else NOTHING
        if subject == codes.OF_FACTION:
            entity = self._faction(who, six, place)
        elif subject == codes.OF_PAIR:
            one, other = (self._faction(int(side), six, place) for side in PAIRED[who])
            entity = int(self.pair_of[one, other]) if one >= 0 and other >= 0 else NOTHING
        elif subject == codes.OF_AREA:
            entity = six[2]
        elif subject == codes.OF_FLASHPOINT:
            entity = place
        elif subject == codes.OF_PLEDGE:
            entity = int(self.rules.flashpoint[place].pledge) if place >= 0 else NOTHING
        else:
            faction = self._faction(who, six, place)
            entity = faction * MAX_FLASHPOINTS + place if faction >= 0 and place >= 0 else NOTHING
        return int(self.slot_of[what, entity]) if entity >= 0 else NOTHING

    def _faction(self, who: int, six: tuple[int, ...], place: int) -> int:
        """Return the faction that a word stands for in the context of an order, or NONE."""
        named = {int(codes.ACTOR): six[0], int(codes.TARGET): six[3], int(codes.PARTNER): six[4]}
        if who >= 0 or who in named:
            return named.get(who, who)
        if place < 0:
            return NOTHING
        row = self.rules.flashpoint[place]
        if who == codes.ALLY:
            return int(self.rules.obligation[row.pledge].debtor) if row.pledge >= 0 else NOTHING
        return int(row.challenger if who == codes.CHALLENGER else row.holder)
