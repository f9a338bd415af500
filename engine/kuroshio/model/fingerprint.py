"""The fingerprint of a game's content: rules, map and scenario."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

import attrs

from kuroshio.model.board import Board
from kuroshio.model.memo import last_few
from kuroshio.model.ruleset import Ruleset
from kuroshio.model.scenario import ScenarioFile

Content = tuple[Ruleset, Board, ScenarioFile]
SCALARS = (str, int, bool, float, type(None))


def fingerprint(ruleset: Ruleset, board: Board, scenario: ScenarioFile) -> str:
    """Return a hash, 64 hexadecimal digits, of all content that a game depends on or that people read in it.

    Fields at their default are left out, so that a new field of the model changes no fingerprint; so are the items of the
    report, the objectives of an exercise and the bibliography, which no game reads, and the kernel's capacities. To write the
    rules out takes a tenth of a second, and a hash is needed whenever a game is begun or read, so the texts of the last few
    parts are remembered.
    """
    parts = f"[{_rules_text(ruleset)},{_board_text(board)},{_scenario_text(scenario)}]"
    return hashlib.sha256(parts.encode("utf-8", "backslashreplace")).hexdigest()


def _spelled(part: Any) -> str:
    return json.dumps(plain(part), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@last_few
def _rules_text(ruleset: Ruleset) -> str:
    return _spelled(attrs.evolve(ruleset, items=(), documents=(), series=(), confidences=()))


@last_few
def _board_text(board: Board) -> str:
    return _spelled(board)


@last_few
def _scenario_text(scenario: ScenarioFile) -> str:
    return _spelled(attrs.evolve(scenario, objectives=(), documents=()))


def plain(value: Any) -> Any:
    """Return a value of the model as lists, tables and scalars, without fields at their default."""
    kind = type(value)
    if kind in SCALARS:
        return value
    if kind is tuple or kind is list:
        return [plain(one) for one in value]
    if kind is dict:
        return {str(key): plain(one) for key, one in value.items()}
    if attrs.has(kind):
        return {name: plain(own) for name, default in _fields(kind) if (own := getattr(value, name)) != default}
    return value


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    """Return the fields of a class of the model with their default values."""
    return tuple((field.name, usual(field)) for field in attrs.fields(kind))


def usual(field: attrs.Attribute[Any]) -> Any:
    """Return the default value of a field."""
    default: Any = field.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]
