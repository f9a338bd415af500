"""The arms of a statement: what is set, held and played in a scenario, as changes of its content.

A seat that gives an order in a given turn, or answers in a given way, does so by leanings so heavy that they outweigh its
doctrine. So a script is played as fast as a doctrine, and all else is decided as the doctrine decides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs
from attrs import Factory, frozen

from kuroshio.files.content_folders import find_scenario
from kuroshio.files.loader import RULES_TABLES, board_of, ruleset_of, scenario_of
from kuroshio.model.entry_parts import Condition, Effect
from kuroshio.model.ruleset import Doctrine, Event, Leaning, Project, Ruleset
from kuroshio.model.scenario import Inject, InjectAct, Measure
from kuroshio.study.keys.key_list import keys_of
from kuroshio.study.variant import Variant, read_variant, with_changes
from tests.stepping import Content

FIRST, THEN, LAST = 100_000_000, 10_000, 1  # weights: of two, the lighter counts only where the heavier is not open
ON, OFF = "on", "off"  # the ends of a dial's range
HELD_IN = ("news", "escalation", "upkeep")  # the phases in which a track that is held is set back
JUDGED = "judgement: a script of a test"
STRONGEST = "strongest"


@frozen
class ScriptedOrder:
    """A seat gives an order whenever it can, in these turns or, without any, in each. area, target, partner: narrow it."""

    seat: str
    act: str
    turns: tuple[int, ...] = ()
    area: str = ""
    target: str = ""
    partner: str = ""


@frozen
class ScriptedAnswer:
    """A seat answers what is at least so grave (`intensity`) by letting it pass, or by the strongest level open to it."""

    seat: str
    level: str
    intensity: int


@frozen
class ScriptedChoice:
    """A seat's choice in the crises of one turn: in each round (climb, hold, off_ramp), or of a role."""

    seat: str
    choose: str
    turn: int


@frozen
class ScriptedAct:
    """An act that is brought in at a turn without an order."""

    turn: int
    actor: str
    act: str
    area: str = ""
    target: str = ""


@frozen
class ScriptedEffect:
    """A change of a track at a turn."""

    turn: int
    track: str
    set: int | None = None
    add: int | None = None


@frozen
class Script:
    """What is changed in an arm.

    set: values by key, as for `kuroshio run --set`; hold: values by track, set back three times a quarter; never: acts that no
    doctrine orders; signs: joint orders to which a seat says yes; delivered: projects by the turn in which they are delivered;
    gates: legal decisions, taken or refused.
    """

    set: dict[str, object] = Factory(dict)
    hold: dict[str, int] = Factory(dict)
    never: tuple[str, ...] = ()
    orders: tuple[ScriptedOrder, ...] = ()
    signs: dict[str, tuple[str, ...]] = Factory(dict)
    answers: tuple[ScriptedAnswer, ...] = ()
    gates: dict[str, bool] = Factory(dict)
    choices: tuple[ScriptedChoice, ...] = ()
    roles: tuple[ScriptedChoice, ...] = ()
    acts: tuple[ScriptedAct, ...] = ()
    effects: tuple[ScriptedEffect, ...] = ()
    delivered: dict[str, int] = Factory(dict)


class Base:
    """A scenario whose arms are made. Nothing of it is changed."""

    def __init__(self, scenario: str):
        self.variant: Variant = read_variant(find_scenario(scenario))
        self.ruleset: Ruleset = ruleset_of(self.variant.rules)

    def has(self, name: str) -> bool:
        """Whether the rules have a key `procedure.FIELD`, or an entry `KIND.ID`."""
        kind, _, rest = name.partition(".")
        if kind == "procedure":
            return hasattr(self.ruleset.procedure, rest)
        entries = getattr(self.ruleset, RULES_TABLES.get(kind, (f"{kind}s",))[0], ())
        return any(entry.id == rest for entry in entries)

    def end_of(self, key: str, end: object) -> object:
        """The value of a dial at an end of its range, `on` or `off`; any other value as it is."""
        if end not in (ON, OFF):
            return end
        found = next(found for found in keys_of(self.variant.files, {}, key) if found.name == key)
        return found.most if end == ON else found.least

    def content(self, scripts: Iterable[Script], dials: Mapping[str, object], readings: Iterable[str]) -> Content:
        """The content of an arm: the scenario with all scripts, dials, and readings measured at the end of each turn."""
        scripts = tuple(scripts)
        changes = {key: self.end_of(key, end) for key, end in dials.items()}
        for script in scripts:
            changes |= script.set
        variant = with_changes(self.variant, changes) if changes else self.variant
        content = ruleset_of(variant.rules), board_of(variant.board), scenario_of(variant.scenario)
        for n, script in enumerate(scripts):
            content = scripted(content, script, f"script_{n}")
        return measured(content, readings)


def measured(content: Content, readings: Iterable[str]) -> Content:
    """The content with readings among its measures, each under its own name."""
    ruleset, board, scenario = content
    known = {measure.id for measure in scenario.measures}
    more = tuple(
        Measure(id=reading, name=reading, source=JUDGED, kind="construct", track=reading)
        for reading in dict.fromkeys(readings)
        if reading not in known
    )
    return ruleset, board, attrs.evolve(scenario, measures=(*scenario.measures, *more))


def scripted(content: Content, script: Script, name: str) -> Content:
    """The content in which a script is played. name: of what is added for it."""
    ruleset, board, scenario = content
    doctrines = tuple(_doctrine(ruleset, doctrine, script) for doctrine in ruleset.doctrines)
    held = tuple(_held(script.hold, phase, name) for phase in HELD_IN) if script.hold else ()
    injects = tuple(_injects(ruleset, script, name))
    ruleset = attrs.evolve(ruleset, doctrines=doctrines, events=(*ruleset.events, *held))
    opening = {**scenario.opening, **script.hold}
    return ruleset, board, attrs.evolve(scenario, injects=(*scenario.injects, *injects), opening=opening)


def _held(hold: Mapping[str, int], phase: str, name: str) -> Event:
    effects = tuple(Effect(track=track, set=value) for track, value in hold.items())
    return Event(id=f"{name}_{phase}", name="Held", source=JUDGED, phase=phase, effects=effects)


# --- what is brought in --------------------------------------------------------------------------------


def _injects(ruleset: Ruleset, script: Script, name: str) -> Iterator[Inject]:
    """Yield what comes without an order: acts, changes, and what delivered projects bring."""
    for n, act in enumerate(script.acts):
        brought = InjectAct(actor=act.actor, action=act.act, area=act.area, target=act.target)
        yield Inject(id=f"{name}_act_{n}", name="An act", source=JUDGED, text="A script.", turn=act.turn, act=brought)
    for n, change in enumerate(script.effects):
        effects = (Effect(track=change.track, set=change.set, add=change.add),)
        yield Inject(id=f"{name}_effect_{n}", name="A change", source=JUDGED, text="A script.", turn=change.turn, effects=effects)
    for project, turn in script.delivered.items():
        entry = next(entry for entry in ruleset.projects if entry.id == project)
        yield Inject(
            id=f"{name}_{project}", name="Delivered", source=JUDGED, text="A script.", turn=turn, effects=tuple(brings(entry))
        )


def brings(project: Project) -> Iterator[Effect]:
    """Yield what a project brings that is delivered whole: the effects of its stages, and that all of them are done."""
    for stage in project.stages:
        for effect in stage.effects:
            what = effect.track.partition(".")[2]
            whose = {"actor": project.lead, "target": project.partner}.get(effect.track.partition(".")[0])
            yield attrs.evolve(effect, track=f"{whose}.{what}") if whose else effect
    yield Effect(track=f"{project.id}.stage", set=len(project.stages) + 1)


# --- what is decided -----------------------------------------------------------------------------------


def _doctrine(ruleset: Ruleset, doctrine: Doctrine, script: Script) -> Doctrine:
    """A doctrine without what never happens, and with the heavy leanings of its seat."""
    ordered = {order.act for order in script.orders if order.seat == doctrine.faction}
    kept = [line for line in doctrine.leanings if not _is_dropped(line, script, ordered)]
    return attrs.evolve(doctrine, leanings=(*_heavy(ruleset, doctrine.faction, script), *kept))


def _is_dropped(line: Leaning, script: Script, ordered: set[str]) -> bool:
    if line.decide == "order":
        return line.choose in script.never or line.choose in ordered
    return line.decide == "gate" and line.choose in script.gates


def _heavy(ruleset: Ruleset, seat: str, script: Script) -> Iterator[Leaning]:
    """Yield the leanings by which a seat decides as scripted."""
    for order in script.orders:
        if order.seat == seat:
            yield from _ordering(order)
    for act in script.signs.get(seat, ()):
        yield Leaning(decide="sign", choose=act, weight=FIRST, against=0)
    for answer in script.answers:
        if answer.seat == seat:
            yield from _answering(ruleset, answer)
    for gate in ruleset.gates:
        if gate.faction == seat and gate.id in script.gates:
            yes = script.gates[gate.id]
            yield Leaning(decide="gate", choose=gate.id, weight=FIRST * yes, against=FIRST * (not yes))
    for kind, choices in (("crisis", script.choices), ("role", script.roles)):
        for choice in choices:
            if choice.seat == seat:
                yield Leaning(decide=kind, choose=choice.choose, weight=FIRST, when=_in_turn(choice.turn))


def _ordering(order: ScriptedOrder) -> Iterator[Leaning]:
    narrowed = {"area": order.area, "target": order.target, "partner": order.partner}
    for when in [_in_turn(turn) for turn in order.turns] or [()]:
        yield Leaning(decide="order", choose=order.act, weight=FIRST, when=when, **narrowed)


def _answering(ruleset: Ruleset, answer: ScriptedAnswer) -> Iterator[Leaning]:
    """The strongest answer: each level weighs far more than all below it."""
    when = (Condition(track="case.intensity", at_least=answer.intensity),)
    if answer.level != STRONGEST:
        yield Leaning(decide="respond", choose=answer.level, weight=FIRST, when=when)
        return
    levels = sorted(ruleset.levels, key=lambda level: -level.rank)
    for level, weight in zip(levels, (FIRST, FIRST // 100, FIRST // 10_000, FIRST // 1_000_000, LAST)):
        yield Leaning(decide="respond", choose=level.id, weight=weight, when=when)


def _in_turn(turn: int) -> tuple[Condition, ...]:
    return (Condition(track="case.turn", at_least=turn, at_most=turn),)


def described(script: Script) -> str:
    """What a reader of the table should know of an arm: what is held, and what is put in by script."""
    told = []
    if script.hold:
        told.append("held each quarter: " + ", ".join(f"{track} = {value}" for track, value in script.hold.items()))
    told += [f"{act.act} by script in turn {act.turn}" for act in script.acts]
    told += [f"{change.track} changed by script in turn {change.turn}" for change in script.effects]
    told += [f"{project} delivered by script in turn {turn}" for project, turn in script.delivered.items()]
    return "; ".join(told)
