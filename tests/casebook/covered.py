"""What of the rules the casebook must have ruled on, and what a play is evidence of.

Both are sets of names `kind.id`: `due` reads them out of the rules, `evidence` out of one ruling and its play. Where a play
cannot show it, a ruling claims it in `shows`, and `doubts` checks what can be checked of the claim:

    obligation.ID           is what governs a case (rule 5.2), and `owed` of the ruling says what it asks
    obligation.ID, claimed  asks nothing: by no act of these rules can it be called in, and in this case it is not; where it gives
                            the right to answer (rule 5.2), `answered` says what its debtor does with it
    gate.ID                 is opened at its price, and what it opens is open
    gate.ID, claimed        is opened at its price, and what it opens stays shut: another decision stands before it that comes up
                            where help is expected, and by no act of these rules is it expected there
    project.ID, stage.ID.n, delivered.ID, stalled.ID
                            is proposed; its n-th stage is taken; it is done; it waits for a decider who says no
    level, role, choice, round, ending
                            is chosen, played or reached, and its effects are worked
    link.ID, link.ID.n      adds something, by the n-th of its readings where it has several, and the working names that reading:
                            to the dice or the price of what is ruled on, to where arms clash, to what is owed, to where a
                            track drifts. Weights are the business of doctrines and are tried with them: link by link in
                            tests/kernel/test_links.py, in whole games by the statements of tests/expectations/links.toml
    action.FEATURE          an act of the kind is ruled on, as `KINDS` says
    event.PHASE.EACH.DICE, event.FEATURE
                            an event of the kind is ruled on, with its modifiers if there are any
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.entry_parts import Effect
from kuroshio.model.ruleset import Action, Event, Gate, Link, Obligation, Ruleset
from tests.casebook.casebook import Ruling
from tests.casebook.compare import MISSING, Witness, ask
from tests.casebook.reading import Causes, Reading, Scene

# --- what is due -----------------------------------------------------------------------------------


def due(ruleset: Ruleset) -> list[str]:
    """Everything that the casebook must have ruled on, in the order of the rules."""
    parts = (due_of_answers, due_of_projects, due_of_crises, due_of_links, due_of_kinds)
    return [name for part in parts for name in part(ruleset)]


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


def due_of_links(ruleset: Ruleset) -> Iterator[str]:
    """The readings of the links that bear on something else than the weights of doctrines."""
    yield from (name for link in ruleset.links if link.on and link.bears_on != "weight" for name in names_of(link))


def names_of(link: Link) -> list[str]:
    """What is due of a link, reading by reading."""
    return [f"link.{link.id}" if len(link.reads) == 1 else f"link.{link.id}.{n}" for n in range(1, len(link.reads) + 1)]


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
    "private": lambda action: action.private,
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
    for part in (of_obligations, of_links, of_gates, of_levels, of_projects, of_crises, of_acts, of_events):
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


# --- links -----------------------------------------------------------------------------------------


def of_links(ruling: Ruling, witness: Witness, tables: Tables) -> Iterator[str]:
    """The readings of links that count in what the ruling expects, and that its working names."""
    for link in tables.ruleset.links:
        counted = [0 for _ in link.reads]
        for bonuses in JOINTS.get(link.bears_on, no_bonus)(ruling, witness, link):
            counted = [one or other for one, other in zip(counted, bonuses)]
        named = [reading.name in ruling.working for reading in link.reads]
        yield from (name for name, bonus, told in zip(names_of(link), counted, named) if bonus and told)


Bonuses = Iterator[list[int]]  # what each reading of a link adds, for each time that it is asked


def no_bonus(ruling: Ruling, witness: Witness, link: Link) -> Bonuses:
    """Of a weight: the casebook has no doctrines."""
    yield from ()


def on_number(ruling: Ruling, witness: Witness, link: Link) -> Bonuses:
    """On the dice of the act that is ruled on."""
    if "number" in ruling.expect and "modifiers" in ruling.expect and witness.head is not None:
        line, row = witness.line(), witness.tables.rules.link[witness.tables.ruleset.links.index(link)]
        shown = {int(line.modifier[m]): int(line.bonus[m]) for m in range(line.n_modifiers)}
        yield [shown.get(row.reads.first + n, 0) for n in range(len(link.reads))]


def on_price(ruling: Ruling, witness: Witness, link: Link) -> Bonuses:
    """On the price of answers, choices and roles of those whose payments the ruling tells."""
    causes, tables = Causes(witness), witness.tables
    options = {"respond": witness.levels, "crisis": list(codes.CRISIS_CHOICES), "role": list(tables.index.roles)}[link.decide]
    for at, line in enumerate(witness.lines):
        if line.what != codes.L_CHOICE or line.amount != codes.QUESTIONS.index(link.decide):
            continue
        actor = witness.factions[line.actor]
        if (
            options[line.action] in link.choose
            and actor in (link.factions or witness.factions)
            and actor in ruling.expect.get("paid", {})
        ):
            yield causes.adds(link, scene_of(witness, line), at)


def scene_of(witness: Witness, line: np.record) -> Scene:
    """Who chooses where, and the facts of the case before the one who chooses."""
    actor, place = witness.factions[line.actor], witness.areas[line.area] if line.area >= 0 else ""
    spot = Causes(witness).place(place)
    facts = {"case.victim": int(spot is not None and spot.holder == actor)}
    if line.amount == codes.ASK_RESPOND:
        case = next(case for case in witness.play.cases[int(line.turn) - witness.ruling.turn] if case.area == line.area)
        owed = Reading(witness).governing(case, actor)[1]
        facts = {"case.victim": int(case.victim == line.actor), "case.expected": witness.levels.index(owed)}
    return Scene(place=place, actor=actor, case=facts)


def on_clash(ruling: Ruling, witness: Witness, link: Link) -> Bonuses:
    """On the number at which arms clash, in each round of a crisis."""
    if "clash_at" in ruling.expect:
        for at, line in enumerate(witness.lines):
            if line.what == codes.L_ROUND and line.number:
                yield Causes(witness).adds(link, Scene(place=witness.areas[line.area], actor=witness.factions[line.actor]), at)


def on_owed(ruling: Ruling, witness: Witness, link: Link) -> Bonuses:
    """On what is expected of somebody in the case that is ruled on."""
    if "owed" in ruling.expect and ask(witness, "owed") != MISSING:
        board, case = Reading(witness), witness.case()
        for debtor in witness.factions:
            row, _ = board.governing(case, debtor)
            if row is not None and board.is_grave(row, case):
                yield [board.linked(row, case).get(link.id, 0)]


def on_rest(ruling: Ruling, witness: Witness, link: Link) -> Bonuses:
    """On where a track drifts that the ruling tells of."""
    causes, drifts = Causes(witness), ruling.expect.get("drifts", {})
    for spot in witness.tables.ruleset.flashpoints:
        scene = Scene(place=spot.area, actor=spot.challenger)
        if causes.place(spot.area) and causes.slot(link.moves, scene) in drifts:
            yield causes.adds(link, scene, len(witness.lines))


JOINTS: dict[str, Callable[[Ruling, Witness, Link], Bonuses]] = {
    "number": on_number,
    "capital": on_price,
    "readiness": on_price,
    "clash": on_clash,
    "expected": on_owed,
    "rest": on_rest,
}


# --- the rest --------------------------------------------------------------------------------------


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
        gate = next((gate for gate in witness.tables.ruleset.gates if gate.id == row_id), None)
        if kind == "gate" and gate is not None:
            found += [f"{name}: {why}" for why in doubts_of_gate(gate, ruling, witness.tables.ruleset)]
        elif kind != "obligation" or row is None:
            found.append(f"{name}: only what asks nothing is claimed; all else a play shows by itself")
        else:
            found += [f"{name}: {why}" for why in doubts_of(row, ruling, witness)]
    return found


def doubts_of_gate(gate: Gate, ruling: Ruling, ruleset: Ruleset) -> Iterator[str]:
    """Why a ruling does not show that a legal decision, though it is taken, opens nothing."""
    holder = gate.holds or gate.faction
    if gate.id not in ruling.expect.get("gate_changes", {}) or not priced(ruling, gate.faction):
        yield "it is not opened at its price"
    if not any(f"{holder}: respond {gate.opens}" in turn.illegal for turn in ruling.turns):
        yield f"{gate.opens} is not said to stay shut"
    others = [other.id for other in ruleset.gates if (other.holds or other.faction) == holder and other.opens == gate.opens]
    if not any(f"{holder}: gate {other}" in turn.not_asked for turn in ruling.turns for other in others if other != gate.id):
        yield "no other decision is said not to come up"
    grave = {status.id for status in ruleset.statuses if status.grave}
    for row in ruleset.obligations:
        classes = {name for name, status in row.triggers.items() if status in grave}
        acts = {action.id: set(action.areas) for action in ruleset.actions}
        if row.debtor == holder and (found := [name for name in callers(ruleset, row, classes) if acts[name] & set(gate.areas)]):
            yield f"help may be expected there, by {found[0]}: rule on that"


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
        if board.invites & set(row.triggers.values()) and row.debtor not in ruling.expect.get("answered", {}):
            yield f"it gives {row.debtor} the right to answer, and whether it does is not said"


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
