"""Turns tables into the model, strictly and with all faults at once."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import attrs
from attrs import frozen
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from kuroshio.files.faults import Fault, KeyPath
from kuroshio.files.toml_file import Document
from kuroshio.model.likely_names import close_to, nearest

T = TypeVar("T")
NAMES = {int: "a whole number", str: "a string", bool: "true or false", float: "a number"}


class WrongType(TypeError):
    """A value of the wrong type."""


def _describe(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    return repr(value) if isinstance(value, (int, float, str)) else "a date or time"


def _is_split(value: object) -> bool:
    """Whether a value may come from an unquoted name with a dot: a table with one value."""
    return isinstance(value, dict) and len(value) == 1


def _exactly(kind: type) -> Callable[[Any, Any], Any]:
    """Structure a scalar without coercion: true is not 1, but 1 may stand for 1.0."""

    def hook(value: Any, _: Any) -> Any:
        if kind is float and type(value) in (int, float):
            return float(value)
        if type(value) is not kind:
            pointed = f'; a name with a dot needs quotes: "NAME.{next(iter(value))}" = ...' if _is_split(value) else ""
            raise WrongType(f"{_describe(value)} is not {NAMES[kind]}", f"write {NAMES[kind]}{pointed}")
        return value

    return hook


def _listed(converter: Converter) -> Callable[[type], Callable[[Any, Any], Any]]:
    """Structure tuples from lists only."""

    def factory(kind: type) -> Callable[[Any, Any], Any]:
        items = typing.get_args(kind)
        fixed = None if items[-1] is Ellipsis else len(items)
        inner = list[items[0]]  # type: ignore[valid-type]

        def hook(value: Any, _: Any) -> Any:
            if not isinstance(value, list):
                raise WrongType(f"{_describe(value)} is not a list", "write [...]")
            if fixed is not None and len(value) != fixed:
                raise WrongType(f"{len(value)} items", f"write exactly {fixed}")
            return tuple(converter.structure(value, inner))

        return hook

    return factory


def _table(converter: Converter) -> Callable[[type], Callable[[Any, Any], Any]]:
    """Structure attrs classes from tables only, every key known."""

    def factory(kind: type) -> Callable[[Any, Any], Any]:
        fill: Callable[[Any, Any], Any] = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)

        def hook(value: Any, of: Any) -> Any:
            if not isinstance(value, dict):
                raise WrongType(f"{_describe(value)} is not a table", "write { key = value, ... }")
            return fill(value, of)

        return hook

    return factory


def _is_tuple(kind: Any) -> bool:
    return typing.get_origin(kind) is tuple


def _is_union(kind: Any) -> bool:
    return typing.get_origin(kind) in (types.UnionType, typing.Union)


def _optional(converter: Converter) -> Callable[[Any], Callable[[Any, Any], Any]]:
    """Structure `X | None` as X: TOML has no null."""

    def factory(kind: Any) -> Callable[[Any, Any], Any]:
        inner = next(part for part in typing.get_args(kind) if part is not type(None))
        return lambda value, _: None if value is None else converter.structure(value, inner)

    return factory


def _text_or(converter: Converter) -> Callable[[Any], Callable[[Any, Any], Any]]:
    """Structure `str | X`: a text as it is, anything else as X."""

    def factory(kind: Any) -> Callable[[Any, Any], Any]:
        _, other = typing.get_args(kind)
        right = "a list of strings" if _is_tuple(other) else "{ key = value, ... }"

        def hook(value: Any, _: Any) -> Any:
            if isinstance(value, str):
                return value
            if not isinstance(value, list if _is_tuple(other) else dict):
                raise WrongType(f"{_describe(value)} is neither a string nor {right}", f"write a string or {right}")
            return converter.structure(value, other)

        return hook

    return factory


def _is_text_or(kind: Any) -> bool:
    return _is_union(kind) and typing.get_args(kind)[0] is str and typing.get_args(kind)[1] is not type(None)


def _make_converter() -> Converter:
    converter = Converter(detailed_validation=True)
    for kind in NAMES:
        converter.register_structure_hook(kind, _exactly(kind))
    converter.register_structure_hook_func(lambda kind: kind is object, lambda value, _: value)  # of any type
    converter.register_structure_hook_factory(_is_tuple, _listed(converter))
    converter.register_structure_hook_factory(attrs.has, _table(converter))
    converter.register_structure_hook_factory(_is_union, _optional(converter))
    converter.register_structure_hook_factory(_is_text_or, _text_or(converter))  # the later one goes first
    return converter


CONVERTER = _make_converter()


@frozen
class Wrong:
    """A fault at a key path below a table. missing: whether the key is missing; meant: the key that was probably meant."""

    path: KeyPath
    wrong: str
    right: str
    missing: bool = False
    meant: str = ""


def attempt(table: Any, kind: type[T], head: str = "scenario") -> tuple[T | None, list[Wrong]]:
    """Make a `kind` from a table; return it, or all faults."""
    try:
        return CONVERTER.structure(table, kind), []
    except BaseException as error:
        if not isinstance(error, (BaseValidationError, WrongType)):
            raise
        return None, list(_collect(error, (), head))


def structure(
    document: Document, path: KeyPath, table: Any, kind: type[T], faults: list[Fault], spoilt: list[KeyPath] | None = None
) -> T | None:
    """Make a `kind` from a table at `path`; on faults add them all and return None.

    spoilt: receives the key paths, below the table, of faults and of what TOML faults have hidden.
    """
    entry, found = attempt(table, kind, str(path[0]) if path else "scenario")
    if found and table == {} and path and path not in document.lost:
        found = [Wrong((), "this table is empty", "write its keys, or remove it")]
    lost = {key[len(path) :] for key in document.lost if key[: len(path)] == path}
    for one in found:
        if not (one.missing and _accounted(one, found, lost)):
            faults.append(document.fault(path + one.path, one.wrong, one.right))
    if spoilt is not None:
        spoilt += [*(one.path for one in found), *lost]
    return None if lost else entry


def _accounted(missing: Wrong, found: list[Wrong], lost: set[KeyPath]) -> bool:
    """Whether a missing key is only misspelt, or in a part that is not TOML; that has been reported already."""
    *table, key = missing.path
    misspelt = any(one.meant == key and one.path[:-1] == missing.path[:-1] for one in found)
    return misspelt or missing.path in lost or tuple(table) in lost


def _collect(error: BaseException, path: KeyPath, head: str) -> Iterator[Wrong]:
    """Return the errors of one table, each at its own key."""
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from _collect(inner, path + _step(inner), head)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(error.cl)]
        lists = f"kuroshio check --names {head}.keys"
        for key in sorted(error.extra_fields):
            yield Wrong((*path, key), "unknown key", nearest(key, known, lists), meant=close_to(key, known))
    elif isinstance(error, KeyError):
        yield Wrong(path, "missing key", f"add {path[-1]} = ...", missing=True)
    elif isinstance(error, WrongType):
        yield Wrong(path, error.args[0], error.args[1])
    elif isinstance(error, AttributeError):  # something else in the place of a table with free names
        name = path[-1] if path else "its name"
        yield Wrong(
            path, f"{_describe(error.obj)} is not a table", f"write [{name}] once, and below it a line `name = value` each"
        )
    else:
        yield Wrong(path, str(error), "write it like the other entries of its table")


def _step(error: BaseException) -> KeyPath:
    """Return the key or index of an error inside its parent."""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return (note.name,)
        if isinstance(note, IterableValidationNote):
            return (note.index,) if isinstance(note.index, int) else (str(note.index),)
    return ()
