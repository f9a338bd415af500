"""Keeps the undamaged parts of a faulty entry, so that its other faults are found in the same run."""

from __future__ import annotations

import types
import typing
from collections.abc import Collection
from functools import cache
from typing import Any, TypeVar

import attrs

from kuroshio.files.faults import KeyPath
from kuroshio.files.structure import attempt

T = TypeVar("T")
EMPTY: dict[Any, Any] = {str: "", int: 0, float: 0.0, bool: False}


def salvage(table: Any, kind: type[T], spoilt: Collection[KeyPath]) -> T | None:
    """Make an entry from the undamaged part of a table, with fillers of the right type elsewhere; None if nothing is left.

    spoilt: the key paths, below the table, of the damage.
    """
    if not isinstance(table, dict):
        return None
    entry, _ = attempt(_sound(table, kind, (), frozenset(spoilt)), kind)
    return entry


def _sound(value: Any, kind: Any, path: KeyPath, spoilt: frozenset[KeyPath]) -> Any:
    """Return a value of a type, with its damaged parts replaced."""
    inner, origin = _inner(kind), typing.get_origin(_inner(kind))
    if path and path in spoilt:
        return _filler(inner)
    if attrs.has(inner) and isinstance(value, dict):
        return {
            field.name: _sound(value[field.name], field.type, (*path, field.name), spoilt)
            if field.name in value
            else _filler(field.type)
            for field in _fields(inner)
            if field.name in value or field.default is attrs.NOTHING
        }
    if origin is tuple and isinstance(value, list):
        return [_sound(item, typing.get_args(inner)[0], (*path, i), spoilt) for i, item in enumerate(value)]
    if origin is dict and isinstance(value, dict):
        return {key: _sound(item, typing.get_args(inner)[1], (*path, key), spoilt) for key, item in value.items()}
    return value


def _filler(kind: Any) -> Any:
    """Return some value of a type, in the form of TOML."""
    inner, origin = _inner(kind), typing.get_origin(_inner(kind))
    if origin is tuple:
        items = typing.get_args(inner)
        return [] if items[-1] is Ellipsis else [_filler(items[0])] * len(items)
    if origin is dict:
        return {}
    if attrs.has(inner):
        return {field.name: _filler(field.type) for field in _fields(inner) if field.default is attrs.NOTHING}
    return EMPTY[inner]


def _inner(kind: Any) -> Any:
    """Return the type without None."""
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return next(part for part in typing.get_args(kind) if part is not type(None))
    return kind


@cache
def _fields(kind: Any) -> tuple[Any, ...]:
    """Return the fields of a model class, with their types."""
    return tuple(attrs.fields(attrs.resolve_types(kind)))
