"""What the value of a key may be: the range of a number, the words of a word, by the rules that check the files.

A range holds as long as nothing else is changed: two keys that are legal alone may be refused together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen

from kuroshio.files.checks.check_actions import CHOSEN, REFUSABLE
from kuroshio.files.checks.check_entries import effect_ranges, modifier_ranges, values
from kuroshio.files.checks.check_fields import (
    CRISIS_CHOICES,
    DATE,
    REDEPLOY,
    WORD,
    OneOf,
    Range,
    Ref,
    Rule,
    Steps,
    TableOf,
    Value,
    rules_of,
)
from kuroshio.files.checks.check_names import ContentNames
from kuroshio.model.entry_parts import Condition, Effect, Modifier
from kuroshio.model.likely_names import FEW
from kuroshio.model.ruleset import Action, Leaning, Link, Track
from kuroshio.model.scenario import AT_RANDOM, MODES, Inject, Measure, ScenarioFile
from kuroshio.study.keys import addresses
from kuroshio.study.keys.addresses import NAMED, NUMBER, SWITCH, WORDS, at
from kuroshio.study.keys.new_values import NONE, TRUTHS
from kuroshio.study.keys.resolving import KINDS, OPENING, POLICY, SCENARIO, Files, Spot, id_of

DATES, READING, DECK = "date", "reading", "deck"
NAMED_BY_ORDERS = ("area", "target", "partner", "kind")
SOME = 3  # words that a range of many begins with
FIELD_KINDS = {field: kind for kind, field in KINDS.items()}


@frozen
class Allowed:
    """What a value may be. kind: number, switch, word, words, date, reading, or what can only be left out or replaced.

    least, most: of a number. words: of a word, or of each of a list; empty for a date, and where any other word will do.
    """

    kind: str
    least: int | None = None
    most: int | None = None
    words: tuple[str, ...] = ()
    optional: bool = False

    @property
    def text(self) -> str:
        """The range in words: `0 to 6`, `low, medium, high`; `none` stands for nothing."""
        found = f"{self.least} to {self.most}" if self.least is not None else self._listed()
        if self.kind == DATES:
            found = "a date such as 2021-Q3 or 2021-H2"
        elif self.kind == READING:
            found = "a reading such as actor.home"
        return f"{found}, or {NONE}" if self.optional and NONE not in self.words and found else found or NONE

    def _listed(self) -> str:
        few = self.words if len(self.words) <= FEW else (*self.words[:SOME], "...")
        return ", ".join(few) + (f" ({len(self.words)} in all)" if len(self.words) > FEW else "")


def allowed(files: Files, names: ContentNames, spot: Spot) -> Allowed:
    """Return what the value of a spot may be."""
    kind, path = spot.node.kind, spot.path
    if spot.field == POLICY:
        return Allowed(addresses.WORD, words=policies(files, str(path[0])))
    if path[:1] == (OPENING,):
        track = files.track(str(path[1]))
        return Allowed(NUMBER, track.least, track.most, optional=True) if track else Allowed(NUMBER)
    if kind == SWITCH:
        return Allowed(SWITCH, words=tuple(TRUTHS))
    if kind not in (NUMBER, addresses.WORD, WORDS):
        return Allowed(kind, words=others(files, spot), optional=kind != NAMED)
    entry = files.entry(spot)
    part, name = at(entry, path[:-1]), str(path[-1])
    if isinstance(part, dict):
        return _named(files, names, spot)
    rule = rules_of(type(part)).get(name)
    if kind == NUMBER:
        least, most = number_range(part, name, rule, names)
        return Allowed(NUMBER, least, most, optional=spot.node.optional and not isinstance(part, Effect))
    return _words(kind, part, name, rule, names)


def policies(files: Files, seat: str) -> tuple[str, ...]:
    """Return who may decide at a seat; a player from outside may too."""
    found = (one for one in files.scenario.of("seats") if one.faction == seat)
    return next((one.policies(files.rules.of("doctrines")) for one in found), (AT_RANDOM,))


def others(files: Files, spot: Spot) -> tuple[str, ...]:
    """Return the entries whose table may be put in the place of this one: those of the same kind, by the same way of names."""
    if spot.field not in FIELD_KINDS or any(isinstance(step, int) for step in spot.path):
        return ()
    return tuple(id_of(entry) for i, entry in enumerate(files.home(spot.field).of(spot.field)) if i != spot.row)


def _named(files: Files, names: ContentNames, spot: Spot) -> Allowed:
    """Return what a value of a table with free names may be."""
    owner = at(files.entry(spot), spot.path[:-2])
    rule = rules_of(type(owner)).get(str(spot.path[-2]))
    if spot.node.kind == NUMBER:
        inner = rule.values if isinstance(rule, TableOf) else None
        least, most = span(inner, names)
        return Allowed(NUMBER, least, most, optional=True)
    words = listed(rule.values, names) if isinstance(rule, TableOf) else MODES
    return Allowed(addresses.WORD, words=words, optional=True)


# --- numbers -----------------------------------------------------------------------------------------


def span(rule: Rule | None, names: ContentNames) -> tuple[int, int]:
    """Return the least and the most that a rule for a single number lets pass. Raises TypeError for any other rule."""
    if isinstance(rule, Range):
        return int(rule.least), int(rule.most)
    if isinstance(rule, (Value, Steps)):
        track = names.role(rule.job)
        if track and isinstance(rule, Value):
            return max(track.least, rule.least), track.most
        if track and isinstance(rule, Steps):
            width = track.most - track.least
            return (-width if rule.down else 0), width
    raise TypeError(f"no range of {rule}")


def number_range(part: Any, name: str, rule: Rule | None, names: ContentNames) -> tuple[int, int]:
    """Return the least and the most of a number, as far as the part that it stands in tells."""
    narrower = next((found(part, names) for kind, found in NARROWER.items() if isinstance(part, kind)), {}).get(name)
    if narrower is None:
        return span(rule, names)
    least, most = span(rule, names) if rule else (int(narrower.least), int(narrower.most))
    return max(least, int(narrower.least)), min(most, int(narrower.most))


def _bounds(part: Condition | Measure, names: ContentNames) -> dict[str, Range]:
    """Return the ranges of the two bounds of a condition: values of its reading, the lower not above the upper."""
    can_be = values(part.track, names)
    if can_be is None:
        return {}
    least = can_be.least if part.at_least is None else part.at_least
    most = can_be.most if part.at_most is None else part.at_most
    return {"at_least": Range(can_be.least, most), "at_most": Range(least, can_be.most)}


def _track(track: Track, names: ContentNames) -> dict[str, Range]:
    """Return the ranges of a track's numbers, which fit its bounds; the bounds leave room for its start and its rest."""
    width, within = Range(0, track.most - track.least), Range(track.least, track.most)
    inner = [track.start, *(() if track.rest is None else (track.rest,))]
    least, most = min(*inner, track.most - 1), max(*inner, track.least + 1)
    bounds = {"least": Range(-1000, least), "most": Range(most, 1000)}
    return {"start": within, "rest": within, "draw": width, "drift": width, "pace": width, **bounds}


def _inject(inject: Inject, names: ContentNames) -> dict[str, Range]:
    return {"turn": Range(1, next(scenario.turns for scenario in names.all(SCENARIO)))}


def _leaning(leaning: Leaning, names: ContentNames) -> dict[str, Range]:
    """Return the range of the weight of no: a decision that cannot be answered with no has none."""
    return {} if leaning.decide in REFUSABLE else {"against": Range(0, 0)}


NARROWER: dict[type, Callable[[Any, ContentNames], dict[str, Range]]] = {
    Condition: _bounds,
    Measure: _bounds,
    Effect: effect_ranges,
    Modifier: modifier_ranges,
    Track: _track,
    Inject: _inject,
    Leaning: _leaning,
}


# --- words -------------------------------------------------------------------------------------------


def listed(rule: Rule | None, names: ContentNames) -> tuple[str, ...]:
    """Return the words that a rule lets pass; none where they cannot be listed."""
    if isinstance(rule, OneOf):
        return rule.words
    return tuple(names.known(rule.field)) if isinstance(rule, Ref) else ()


def _words(kind: str, part: Any, name: str, rule: Rule | None, names: ContentNames) -> Allowed:
    """Return what a word, or each of a list of words, may be."""
    if rule is DATE or (isinstance(part, ScenarioFile) and name in ("start", "judged")):
        return Allowed(DATES, optional=rule is DATE or kind == WORDS)
    if name == "track":
        return Allowed(READING)
    if rule is WORD or name == "decks":
        entries = [entry for field in ("actions", "events") for entry in names.all(field)]
        return Allowed(kind, words=tuple(sorted({entry.deck for entry in entries if entry.deck})), optional=True)
    if name == "arena":
        return Allowed(kind, words=tuple(dict.fromkeys(entry.arena for entry in names.all("actions"))))
    if isinstance(part, (Leaning, Link)) and name == "choose":
        return Allowed(kind, words=choices(part.decide, names), optional=isinstance(part, Link))
    if isinstance(part, Link) and name == "moves":
        return Allowed(READING, optional=True)
    if isinstance(part, Leaning) and part.decide in ("order", "sign") and name in NAMED_BY_ORDERS:
        return Allowed(kind, words=named_by(names.get("actions", part.choose), name, part, rule, names), optional=True)
    return Allowed(kind, words=listed(rule, names), optional=kind == WORDS or (isinstance(rule, Ref) and rule.optional))


def named_by(action: Action | None, name: str, leaning: Leaning, rule: Rule | None, names: ContentNames) -> tuple[str, ...]:
    """Return what the orders of an action can name: what a leaning may look for in them."""
    if action is None or (action.mechanism == REDEPLOY and name in ("area", "kind")):
        return listed(rule, names)
    partners = action.partners if leaning.decide == "order" else action.actors
    return {"area": action.areas, "target": action.targets, "partner": partners, "kind": action.pieces}[name]


def choices(decide: str, names: ContentNames) -> tuple[str, ...]:
    """Return what a leaning or a link may choose among, for its kind of decision; of a link to the dice that is an order."""
    field, _ = CHOSEN[decide or "order"]
    return CRISIS_CHOICES if decide == "crisis" else tuple(names.known(field))
