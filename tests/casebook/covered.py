"""What of the rules the casebook must have ruled on, and what a play is evidence of.

Both are sets of names `kind.id`: `due` reads them out of the rules, `evidence` out of one ruling and its play. Where a play
cannot show it, a ruling claims it in `shows`, and `doubts` checks what can be checked of the claim:

    obligation.ID           is what governs a case (rule 5.2), and `owed` of the ruling says what it asks
    obligation.ID, claimed  asks nothing: by no act of these rules can it be called in, and in this case it is not
    gate.ID                 is opened at its price, and what it opens is open
    project.ID, stage.ID.n, delivered.ID, stalled.ID
                            is proposed; its n-th stage is taken; it is done; it waits for a decider who says no
    level, role, choice, round, ending
                            is chosen, played or reached, and its effects are worked
    action.FEATURE          an act of the kind is ruled on, as `KINDS` says
    event.PHASE.EACH.DICE, event.FEATURE
                            an event of the kind is ruled on, with its modifiers if there are any
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.calendar import turn_of
from kuroshio.model.ruleset import Action, Event, Gate, Obligation, Ruleset
from kuroshio.model.terms import Condition, Effect
from tests.casebook.casebook import Ruling
from tests.casebook.compare import MISSING, Witness, ask

# --- what is due -----------------------------------------------------------------------------------


def due(ruleset: Ruleset) -> list[str]:
    """Everything that the casebook must have ruled on, in the order of the rules."""
    return [*due_of_answers(ruleset), *due_of_projects(ruleset), *due_of_crises(ruleset), *due_of_kinds(ruleset)]


def due_of_answers(ruleset: Ruleset) -> Iterator[str]:
    for kind, entries in (("obligation", ruleset.obligations), ("gate", ruleset.gates), ("level", ruleset.levels)):
        yield from (f"{kind}.{entry.id}" for entry in entries)


def due_of_projects(ruleset: Ruleset) -> Iterator[str]:
    for project in ruleset.projects:
        yield f"project.{project.id}"
        yield from (f"stage.{project.id}.{n}" for n in range(1, len(project.stages) + 1))
        yield f"delivered.{project.id}"
        yield f"stalled.{project.id}"


def due_of_crises(ruleset: Ruleset) -> Iterator[str]:
    yield from (f"choice.{choice.id}" for choice in ruleset.crisis_choices)
    yield from (f"round.{round_no.id}" for round_no in ruleset.crisis_rounds)
    yield from (f"ending.{ending.id}" for ending in ruleset.crisis_endings)
    yield from (f"role.{role.id}" for role in ruleset.crisis_roles)


def due_of_kinds(ruleset: Ruleset) -> Iterator[str]:
    """The kinds of act and event of which these rules have any, and what may become of an act of some kinds."""
    kinds = {kind: None for action in ruleset.actions for kind in kinds_of(action)}
    yield from kinds
    yield from (f"action.{kind}.{fate}" for kind, fates in FATES.items() if f"action.{kind}" in kinds for fate in fates)
    yield from dict.fromkeys(kind for event in ruleset.events for kind in kinds_of_event(event))


# --- kinds of act ----------------------------------------------------------------------------------

# What an act may be at the table, and how it is written: the keys of `Action` that say so.
KINDS: dict[str, Callable[[Action], bool]] = {
    "coercive": lambda action: bool(action.act_class),
    "everyday": lambda action: action.everyday,
    "focused": lambda action: action.focused,
    "offer": lambda action: action.offer,
    "refusal": lambda action: action.refusal,
    "domestic": lambda action: action.domestic,
    "contests": lambda action: action.contests,
    "covert": lambda action: action.hidden_until is not None,
    "mistaken": lambda action: bool(action.mistaken_for),
    "joint": lambda action: bool(action.partners),
    "binding": lambda action: bool(action.binds),
    "placed": lambda action: bool(action.areas),
    "aimed": lambda action: bool(action.targets),
    "manned": lambda action: bool(action.pieces),
    "conditional": lambda action: bool(action.requires),
    "dated": lambda action: bool(action.since or action.until),
    "from a deck": lambda action: bool(action.deck),
    "certain": lambda action: action.difficulty is None,
    "on dice": lambda action: action.difficulty is not None,
    "both ways": lambda action: any(modifier.either_way for modifier in action.modifiers),
    "against itself": lambda action: any(modifier.times < 0 for modifier in action.modifiers),
    "lasting": lambda action: any(effect.lasts for effect in effects_of(action)),
    "setting": lambda action: any(effect.set is not None for effect in effects_of(action)),
}
# What may become of an act of some kinds.
FATES = {
    "joint": ("signed", "declined"),
    "binding": ("declined",),
    "covert": ("noticed", "unnoticed"),
    "mistaken": ("misnamed",),
    "coercive": ("named", "nameless", "named late"),
}
FLAGS = tuple(key for key, kind in Action.__annotations__.items() if kind == "bool")  # each must have its kind


def effects_of(action: Action) -> list[Effect]:
    """The effects of every band of an action."""
    bands = action.effects
    return [*bands.always, *(bands.setback or ()), *bands.failure, *bands.success, *(bands.breakthrough or ())]


def kinds_of(action: Action) -> list[str]:
    """The kinds that an action is of, each as the name of what is due."""
    kinds = [f"mechanism.{action.mechanism}", f"deniability.{action.deniability}", f"class.{action.act_class or 'none'}"]
    kinds += [f"band.{band}" for band in codes.BANDS if getattr(action.effects, band)]
    return [f"action.{kind}" for kind in (*kinds, *(name for name, is_so in KINDS.items() if is_so(action)))]


def kinds_of_event(event: Event) -> list[str]:
    """The kinds that an event is of, each as the name of what is due: its form, and what it brings besides."""
    dice = "certain" if event.on_roll is None else "modified" if event.modifiers else "dice"
    form = [event.phase, event.each, dice, *(["again"] if event.every else []), *(["deck"] if event.deck else [])]
    brings = {
        "sets": any(effect.set is not None for effect in event.effects),
        "lasts": any(effect.lasts for effect in event.effects),
        "stages": event.stages > 1,
        "once": event.once,
        "conditional": bool(event.requires),
    }
    return [f"event.{'.'.join(form)}", *(f"event.{name}" for name, is_so in brings.items() if is_so)]


# What a ruling must say one of for its act to be ruled on.
JUDGED = ("number", "changes", "owed", "incident", "named", "postures", "declined")


# --- what a play is evidence of --------------------------------------------------------------------


def evidence(ruling: Ruling, witness: Witness) -> set[str]:
    """What a ruling and its play show. A claim is taken for good here: see `doubts`."""
    tables = witness.tables
    found = set(ruling.shows)
    for part in (of_obligations, of_gates, of_levels, of_projects, of_crises, of_acts, of_events):
        found.update(part(ruling, witness, tables))
    return found


def of_obligations(ruling: Ruling, witness: Witness, tables: Tables) -> Iterator[str]:
    """The rows that govern what `owed` says of the case."""
    if "owed" not in ruling.expect or ask(witness, "owed") == MISSING:
        return
    case, board = witness.case(), Reading(witness)
    for debtor in witness.factions:
        row, level = board.expected(case, debtor)
        if row is not None and level == ruling.expect["owed"].get(debtor, "none"):
            yield f"obligation.{row.id}"


class Reading:
    """The table of obligations read once more, apart from the kernel (rule 5.2)."""

    def __init__(self, witness: Witness):
        self.witness, self.tables, self.ruleset = witness, witness.tables, witness.tables.ruleset
        self.statuses = {status.id: status.expects for status in self.ruleset.statuses}
        self.grave = {status.id: status.grave for status in self.ruleset.statuses}
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

    def asks(self, row: Obligation, case: np.record) -> int:
        """The level that a row asks for, by its place; 0 where it asks nothing."""
        levels, procedure = self.witness.levels, self.ruleset.procedure
        status = self.speaks_to(row, case)
        level = levels.index(self.statuses[status]) if status else 0
        if not level or not self.grave[status]:
            return level
        if case.intensity >= procedure.stated_from and self.stated(row, int(case.turn)) >= procedure.stated_weight:
            higher = [i for i, entry in enumerate(self.ruleset.levels) if i > level and entry.who != "victim"]
            level = higher[0] if higher else level
        return level

    def stated(self, row: Obligation, turn: int) -> int:
        """How heavy a row's pledge was when the turn's incidents were answered."""
        slot = f"{row.id}.{self.ruleset.roles.stated}"
        place = self.tables.slots.index(slot)
        later = (codes.RESPONSE, codes.ESCALATION, codes.POLICY, codes.UPKEEP)
        for line in self.witness.of(codes.L_EFFECT, codes.L_DRIFT, codes.L_EXPIRED):
            if line.subject == place and line.turn == turn and line.phase in later:
                return int(line.before)
        return self.witness.play.ends[turn - self.witness.ruling.turn][slot]

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


def of_gates(ruling: Ruling, witness: Witness, tables: Tables) -> Iterator[str]:
    """The gates that are opened, priced and used: an answer behind them is open to whom they hold back."""
    levels = witness.levels
    for gate in tables.ruleset.gates:
        if gate.id not in ruling.expect.get("gate_changes", {}):
            continue
        holder = gate.holds or gate.faction
        lines = [line for turn in ruling.turns for line in (*turn.answers, *turn.legal)]
        behind = [f"{holder}: respond {level}" for level in levels[levels.index(gate.opens) :]]
        if any(line in behind for line in lines) and priced(ruling, gate.faction):
            yield f"gate.{gate.id}"


def priced(ruling: Ruling, faction: str) -> bool:
    """Whether a ruling says what choices cost a faction."""
    purse = (f"{faction}.{budget}" for budget in ("capital", "funds", "readiness"))
    return faction in ruling.expect.get("paid", {}) or any(slot in ruling.expect.get("ends", {}) for slot in purse)


def of_levels(ruling: Ruling, witness: Witness, tables: Tables) -> Iterator[str]:
    """The levels at which somebody answers, where the ruling says what comes of it."""
    if "response" in ruling.expect and ask(witness, "answered") != MISSING:
        yield from (f"level.{level}" for level in witness.answered().values())


def of_projects(ruling: Ruling, witness: Witness, tables: Tables) -> Iterator[str]:
    """What becomes of the project that is ruled on, or is proposed by the act that is."""
    changes, counts, band = (ruling.expect.get(key, {}) for key in ("changes", "counts", "band"))
    for project in tables.ruleset.projects:
        step = changes.get(f"{project.id}.stage")
        if step == [0, 1]:
            yield f"project.{project.id}"
        if ruling.on != project.id or witness.head is None:
            continue
        if band == "stalled":
            yield f"stalled.{project.id}"
        if step is not None and "number" in ruling.expect:
            yield f"stage.{project.id}.{int(witness.line().amount) + 1}"
        if counts.get("projects_delivered") == 1:
            yield f"delivered.{project.id}"


def of_crises(ruling: Ruling, witness: Witness, tables: Tables) -> Iterator[str]:
    """The parts, rounds and ending of a crisis whose effects a ruling works."""
    if not witness.of(codes.L_CRISIS):
        return
    expect, ruleset = ruling.expect, tables.ruleset
    pairs = {(round_no.challenger, round_no.holder): round_no.id for round_no in ruleset.crisis_rounds}
    for chosen in expect.get("rounds", []):
        yield from (f"choice.{choice}" for choice in chosen)
        if "round_changes" in expect or "ending_changes" in expect:
            yield f"round.{pairs[chosen[0], chosen[1]]}"
    if "ending_changes" in expect:
        yield f"ending.{expect['ending']}"
    if "role_changes" in expect:
        roles, chose = list(tables.index.roles), witness.of(codes.L_CHOICE)
        yield from (f"role.{roles[line.action]}" for line in chose if line.amount == codes.ASK_ROLE)


def of_acts(ruling: Ruling, witness: Witness, tables: Tables) -> Iterator[str]:
    """The kinds of the act that is ruled on, and the mechanisms of the other orders, where the ruling says what comes of them."""
    actions = {action.id: action for action in tables.ruleset.actions}
    if any(key in ruling.expect for key in ("postures", "pieces", "paid")):
        ordered = (actions.get(line.split()[1]) for turn in ruling.turns for line in turn.orders)
        yield from (f"action.mechanism.{action.mechanism}" for action in ordered if action and action.mechanism != "act")
    action = actions.get(ruling.on)
    if action is None:
        return
    yield from (f"action.{kind}.{fate}" for kind, fate in fates_of(ruling, action) if KINDS[kind](action))
    if witness.head is None or not any(key in ruling.expect for key in JUDGED):
        return
    yield from (kind for kind in kinds_of(action) if not kind.startswith("action.band."))
    if "changes" in ruling.expect and witness.band() in codes.BANDS:
        yield f"action.band.{witness.band()}"


def fates_of(ruling: Ruling, action: Action) -> Iterator[tuple[str, str]]:
    """What becomes of the act that is ruled on, as the ruling says."""
    expect, luck = ruling.expect, ruling.luck
    named = {**luck.get("named", {}), **expect.get("named", {})}.values()
    lines = [line for turn in ruling.turns for line in turn.answers]
    if "changes" in expect and any(line.split()[1] == "sign" and line.endswith(" yes") for line in lines):
        yield "joint", "signed"
    if action.id in expect.get("declined", ()):
        yield "joint", "declined"
        yield "binding", "declined"
    if "noticed" in luck and "incident" in expect:
        yield "covert", "noticed" if luck["noticed"] else "unnoticed"
    if action.mistaken_for in named:
        yield "mistaken", "misnamed"
    if "nobody" in named:
        yield "coercive", "nameless"
    if any(faction in named for faction in action.actors):
        yield "coercive", "named"
    if "late" in expect:
        yield "coercive", "named late"


def of_events(ruling: Ruling, witness: Witness, tables: Tables) -> Iterator[str]:
    """The kind of the event that is ruled on: with its number and modifiers where it asks dice."""
    event = next((event for event in tables.ruleset.events if event.id == ruling.on), None)
    if event is None or witness.head is None or "changes" not in ruling.expect:
        return
    worked = "number" in ruling.expect and ("modifiers" in ruling.expect or not event.modifiers)
    if event.on_roll is None or worked:
        yield from kinds_of_event(event)


# --- claims ----------------------------------------------------------------------------------------


def doubts(ruling: Ruling, witness: Witness) -> list[str]:
    """What is wrong with what a ruling claims to show."""
    found = []
    for name in ruling.shows:
        kind, row_id = name.split(".", 1)
        row = next((row for row in witness.tables.ruleset.obligations if row.id == row_id), None)
        if kind != "obligation" or row is None:
            found.append(f"{name}: only what asks nothing is claimed; all else a play shows by itself")
        else:
            found += [f"{name}: {why}" for why in doubts_of(row, ruling, witness)]
    return found


def doubts_of(row: Obligation, ruling: Ruling, witness: Witness) -> Iterator[str]:
    """Why a ruling does not show that a row asks nothing."""
    ruleset, board, first = witness.tables.ruleset, Reading(witness), ruling.turn
    asking = {name for name, status in row.triggers.items() if board.statuses[status] != witness.levels[0]}
    if acts := list(callers(ruleset, row, asking)):
        yield f"it can be called in, by {acts[0]}: rule on that"
    if not board.in_force(row, first):
        yield "it is not in force"
    victims = {target for action in ruleset.actions if action.act_class for target in action.targets}
    if row.creditor not in victims:
        if not any(line.endswith(f"against {row.creditor}") for turn in ruling.turns for line in turn.illegal):
            yield f"nobody can be coercive to {row.creditor}: show an order against it that is illegal"
    elif "owed" not in ruling.expect or ask(witness, "owed") == MISSING:
        yield "there is no case of which `owed` tells"
    else:
        yield from doubts_of_case(row, witness, board)


def doubts_of_case(row: Obligation, witness: Witness, board: Reading) -> Iterator[str]:
    """Why the case that is ruled on does not show that a row asks nothing in it."""
    case = witness.case()
    if witness.factions[case.victim] != row.creditor:
        yield f"the case is not one of {row.creditor}"
    if row.triggers and witness.factions[case.actor] == row.debtor:
        yield f"{row.debtor} has made the case"
    if board.asks(row, case):
        yield "it asks something"
    acts = list(callers(witness.tables.ruleset, row, set(row.triggers)))
    if acts and not board.speaks_to(row, case):
        yield f"it speaks to {acts[0]}, and so must the case be one"


def callers(ruleset: Ruleset, row: Obligation, classes: set[str]) -> Iterator[str]:
    """The acts of the catalogue by which a row may be called in, in a case of one of these classes."""
    lower = {entry.id: entry.lower for entry in ruleset.act_classes}
    for action in ruleset.actions:
        held = {action.act_class, lower.get(action.act_class, "")}
        somewhere = not action.areas or not row.areas or set(action.areas) & set(row.areas)
        somebody = row.creditor in action.targets and set(action.actors) - {row.debtor}
        if action.act_class and held & classes and somewhere and somebody:
            yield action.id


def missing(ruleset: Ruleset, shown: Iterable[str]) -> list[str]:
    """What is due and not shown."""
    there = set(shown)
    return [name for name in due(ruleset) if name not in there]
