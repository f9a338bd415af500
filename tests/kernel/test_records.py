"""The records read alike with the compiler on and off."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
import pytest

from kuroshio.kernel import advice
from kuroshio.kernel.state import records
from kuroshio.players import doctrine_tables

KINDS = {np.dtype("i4"), np.dtype("i8"), np.dtype("u8")}


def declared() -> dict[str, np.dtype]:
    """Every record, by the first module that has it."""
    found: dict[int, tuple[str, np.dtype]] = {}
    for module in (records, advice, doctrine_tables):
        for name, value in vars(module).items():
            if isinstance(value, np.dtype):
                found.setdefault(id(value), (f"{module.__name__.split('.')[-1]}.{name}", value))
    return dict(found.values())


RECORDS = declared()
LAYOUT = "2748cb75e1b8"  # of all records; a game that is kept is bytes of one layout, and another needs a new KERNEL version


def fields(dtype: np.dtype, path: str) -> Iterator[tuple[str, str, np.dtype]]:
    """Every field, those of nested records too: path, name, type of one element."""
    for name in dtype.names or ():
        base = dtype.fields[name][0].base
        yield f"{path}.{name}", name, base
        yield from fields(base, f"{path}.{name}")


def all_fields(name: str) -> list[tuple[str, str, np.dtype]]:
    return list(fields(RECORDS[name], name))


def test_the_records_are_found() -> None:
    outside = {"advice.REASON", "doctrine_tables.PLAYBOOK", "doctrine_tables.WEIGHING"}
    assert outside | {"records.GAME", "records.RULES", "records.SCRATCH"} <= RECORDS.keys()
    assert any(path.endswith("order.partner") for path, _, _ in all_fields("records.GAME"))


@pytest.mark.parametrize("name", RECORDS)
def test_no_field_shadows_an_attribute(name: str) -> None:
    taken = set(dir(np.record)) | set(dir(np.recarray))
    assert [path for path, field, _ in all_fields(name) if field in taken] == []


@pytest.mark.parametrize("name", RECORDS)
def test_every_field_answers_to_its_name(name: str) -> None:
    """A field that an attribute shadows would answer as a method, or not take a value."""
    row = records.blank(RECORDS[name])[0]
    for field in RECORDS[name].names or ():
        assert not callable(getattr(row, field))
        if RECORDS[name].fields[field][0] in KINDS:
            setattr(row, field, 7)
            assert row[field] == 7


@pytest.mark.parametrize("name", RECORDS)
def test_fields_are_wide_enough_not_to_wrap(name: str) -> None:
    assert [path for path, _, base in all_fields(name) if base.names is None and base not in KINDS] == []


@pytest.mark.parametrize("name", RECORDS)
def test_unsigned_fields_hold_keys_alone(name: str) -> None:
    unsigned = {field for _, field, base in all_fields(name) if base == np.dtype("u8")}
    assert all(field == "seed" or field.endswith("key") for field in unsigned)


@pytest.mark.parametrize("name", RECORDS)
def test_records_have_no_holes(name: str) -> None:
    """Bytes between fields would make equal games unequal."""
    dtype = RECORDS[name]
    assert dtype.itemsize == sum(dtype.fields[field][0].itemsize for field in dtype.names or ())


def described(dtype: np.dtype) -> object:
    """All that decides where a value lies: kinds, shapes, names, places, sizes."""
    if dtype.subdtype:
        return described(dtype.subdtype[0]), dtype.shape
    if dtype.names is None:
        return dtype.newbyteorder("<").str
    inner = [(name, dtype.fields[name][1], described(dtype.fields[name][0])) for name in dtype.names]
    return dtype.type.__name__, dtype.itemsize, inner


def test_the_layout_is_what_it_was() -> None:
    layout = sorted((name, described(dtype)) for name, dtype in RECORDS.items())
    assert hashlib.sha256(repr(layout).encode()).hexdigest()[:12] == LAYOUT


def test_a_game_is_small_enough_to_copy_at_every_view() -> None:
    assert records.GAME.itemsize <= 16384
