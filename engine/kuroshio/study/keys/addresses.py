"""Addresses within an entry: which of its fields a variant may change, and the words that lead to each.

A field is addressed by its name, a field of a table by both names (`cost.capital`), a value of a table with free names by its
name (`triggers.A4`). Parts of a list go by what they are about: effects, conditions and modifiers by their reading
(`effects.success.us.home.add`), the leanings of a doctrine by `DECIDE.CHOOSE[@AREA][>TARGET]`, other parts by their number from
1 (`stages.2.difficulty`). Where several parts of a list are about the same, `#1`, `#2` ... follow.
"""

from __future__ import annotations

import types
import typing
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
from attrs import frozen

from kuroshio.files.faults import KeyPath
from kuroshio.model import ruleset as rulebook
from kuroshio.model.bibliography import Sourced
from kuroshio.model.entry_parts import Condition, Effect, Entry, Modifier
from kuroshio.model.scenario import Goal, Inject, Measure, Objective, Piece, ScenarioFile, Seat

NUMBER, SWITCH, WORD, WORDS = "number", "switch", "word", "words"  # single values, and a list of words
NAMED, TABLE, PARTS, PART = "named", "table", "parts", "part"  # a table with free names, one with fields; a list, one of it
SCALARS = {int: NUMBER, bool: SWITCH, str: WORD}

# What no game and no measure depends on: ids, and what is for people. Left out everywhere.
FOR_PEOPLE: dict[type, tuple[str, ...]] = {
    Sourced: ("source", "record", "judgement", "fact"),
    Entry: ("id", "name", "name_ja", "confidence"),
    Effect: ("why",),
    Modifier: ("name",),
    rulebook.Track: ("better", "kind"),
    rulebook.Faction: ("color", "letter", "languages"),
    rulebook.PieceKind: ("symbol", "scale"),
    rulebook.Flashpoint: ("rungs", "rungs_ja"),
    rulebook.Obligation: ("form", "clarity", "origin"),
    rulebook.Gate: ("origin",),
    rulebook.Project: ("arena", "origin"),
    rulebook.Stage: ("name",),
    rulebook.Action: ("offer", "refusal", "domestic", "origin"),
    Seat: ("faction", "aims", "secret", "choices", "no_measure"),
    Goal: ("aim",),
    Piece: ("id", "name", "name_ja"),
    Inject: ("text", "expects", "worth", "within", "audience"),
    Measure: ("kind",),
    Objective: ("text", "injects", "observe", "shows"),
    ScenarioFile: (
        "summary",
        "map",
        "wall",
        "timetable",
        "seats",
        "pieces",
        "measures",
        "injects",
        "opening",
        "objectives",
        "documents",
    ),
}
ELIDED = "leanings"  # a list whose parts need no word before them


@frozen
class Node:
    """What an address leads to. kind: one of the words above; path: where it stands in its entry; optional: it may be unset.

    inner: of a table with free names, the kind of its values.
    """

    kind: str
    path: KeyPath
    optional: bool = False
    inner: str = ""


@frozen
class Shape:
    """A field as its class declares it. of: the class of a table or of a list's parts."""

    name: str
    kind: str
    optional: bool
    of: Any


_SHAPES: dict[type, tuple[Shape, ...]] = {}  # what `shapes` has found


def shapes(kind: type) -> tuple[Shape, ...]:
    """Return the fields of a class of the model that a variant may change, in their order."""
    if kind not in _SHAPES:
        left = {name for one in kind.__mro__ for name in FOR_PEOPLE.get(one, ())}
        hints = typing.get_type_hints(kind)
        _SHAPES[kind] = tuple(_shape(field.name, hints[field.name]) for field in attrs.fields(kind) if field.name not in left)
    return _SHAPES[kind]


def _shape(name: str, hint: Any) -> Shape:
    optional = typing.get_origin(hint) in (types.UnionType, typing.Union)
    if optional:
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if hint in SCALARS:
        return Shape(name, SCALARS[hint], optional, hint)
    inner = typing.get_args(hint)
    if typing.get_origin(hint) is dict:
        return Shape(name, NAMED, optional, inner[1])
    if typing.get_origin(hint) is tuple:
        return Shape(name, WORDS if inner[0] is str else PARTS, optional, inner[0])
    return Shape(name, TABLE, optional, hint)


def nodes(part: Any) -> dict[str, Node]:
    """Return every address within an entry, and what it leads to."""
    return dict(_nodes(part, (), ""))


def _nodes(part: Any, path: KeyPath, head: str) -> Iterator[tuple[str, Node]]:
    for shape in shapes(type(part)):
        value, here, address = getattr(part, shape.name), (*path, shape.name), f"{head}{shape.name}"
        inner = SCALARS[shape.of] if shape.kind == NAMED else ""
        yield address, Node(shape.kind, here, shape.optional, inner)
        if shape.kind == NAMED:
            yield from ((f"{address}.{name}", Node(inner, (*here, name), True)) for name in value)
        elif shape.kind == TABLE and value is not None:
            yield from _nodes(value, here, f"{address}.")
        elif shape.kind == PARTS and value:
            before = head if shape.name == ELIDED else f"{address}."
            for i, (label, item) in enumerate(zip(labels(value), value, strict=True)):
                yield f"{before}{label}", Node(PART, (*here, i))
                yield from _nodes(item, (*here, i), f"{before}{label}.")


def labels(parts: Sequence[Any]) -> list[str]:
    """Return the word for each part of a list."""
    about = [_about(part) or str(i) for i, part in enumerate(parts, 1)]
    times, seen = Counter(about), Counter[str]()
    found = []
    for word in about:
        seen[word] += 1
        found.append(word if times[word] == 1 else f"{word}#{seen[word]}")
    return found


def _about(part: Any) -> str:
    """Return what a part is about; empty where only its number tells."""
    if isinstance(part, rulebook.Leaning):
        area, target = part.area and f"@{part.area}", part.target and f">{part.target}"
        return f"{part.decide}.{part.choose}{area}{target}"
    return part.track if isinstance(part, (Effect, Condition, Modifier)) else ""


# --- values at a path --------------------------------------------------------------------------------


class Gone:
    """The mark of a part or a name that is left out."""


def at(part: Any, path: KeyPath) -> Any:
    """Return what stands at a path below a part."""
    for step in path:
        part = getattr(part, str(step)) if attrs.has(type(part)) else part[step]
    return part


def put(part: Any, path: KeyPath, value: Any) -> Any:
    """Return a part with another value at a path, or with nothing there where the value is `Gone`."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(part, tuple):
        i = int(step)
        return (*part[:i], *(() if value is Gone and not rest else (put(part[i], rest, value),)), *part[i + 1 :])
    if isinstance(part, dict):
        if value is Gone:
            return {name: own for name, own in part.items() if name != step}
        return {**part, step: value}
    return attrs.evolve(part, **{str(step): put(getattr(part, str(step)), rest, value)})
