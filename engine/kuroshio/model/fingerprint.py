"""The fingerprint of a game's content: rules, map and scenario."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import attrs

from kuroshio.model.board import Board
from kuroshio.model.ruleset import Ruleset
from kuroshio.model.scenario import Scenario

Content = tuple[Ruleset, Board, Scenario]
REMEMBERED = 4
_found: list[tuple[Content, str]] = []  # fingerprints of the last few contents, which are immutable


def fingerprint(ruleset: Ruleset, board: Board, scenario: Scenario) -> str:
    """Return a hash, 64 hexadecimal digits, of all content that a game depends on or that people read in it.

    Fields at their default are left out, so that a new field of the model changes no fingerprint; so are the items of the
    report and the objectives of an exercise, which no game reads, and the kernel's capacities. The hash takes a fifth of a second
    and is needed whenever a game is begun or read, so the last few are cached.
    """
    for content, known in _found:
        if content[0] is ruleset and content[1] is board and content[2] is scenario:
            return known
    made = _fingerprint(ruleset, board, scenario)
    _found[:] = [((ruleset, board, scenario), made), *_found[: REMEMBERED - 1]]
    return made


def _fingerprint(ruleset: Ruleset, board: Board, scenario: Scenario) -> str:
    content = [plain(attrs.evolve(ruleset, items=())), plain(board), plain(attrs.evolve(scenario, objectives=()))]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def plain(value: Any) -> Any:
    """Return a value of the model as lists, tables and scalars, without fields at their default."""
    if attrs.has(type(value)):
        return {
            field.name: plain(own) for field in attrs.fields(type(value)) if (own := getattr(value, field.name)) != usual(field)
        }
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    return value


def usual(field: attrs.Attribute[Any]) -> Any:
    """Return the default value of a field."""
    default: Any = field.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]
