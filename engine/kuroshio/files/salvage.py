"""What is sound of an entry in which something is wrong: so that all its other faults are found in the same run."""

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
    """An entry of what is sound in a table, with something of the right type wherever it is not; None where nothing is.

    spoilt: the key paths, below the table, of what is wrong.
    """
    if not isinstance(table, dict):
        return None
    entry, _ = attempt(_sound(table, kind, (), frozenset(spoilt)), kind)
    return entry


def _sound(value: Any, kind: Any, path: KeyPath, spoilt: frozenset[KeyPath]) -> Any:
    """A value of a type, with what is spoilt in it replaced."""
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
    """Something of a type, as a table would have it."""
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
    """The type itself of one that may be None as well."""
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return next(part for part in typing.get_args(kind) if part is not type(None))
    return kind


@cache
def _fields(kind: Any) -> tuple[Any, ...]:
    """The fields of a class of the model, with their types."""
    return tuple(attrs.fields(attrs.resolve_types(kind)))
