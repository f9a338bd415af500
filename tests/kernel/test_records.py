"""The records read alike with the compiler on and off."""

from __future__ import annotations

import ast
import hashlib
import inspect
import re
from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pytest

from kuroshio.kernel import advice
from kuroshio.kernel.state import entry_part_records, game_records, result_records, rules_records
from kuroshio.kernel.state.fields import Array, Record, blank, dtype_of, i4, i8, of, u8
from kuroshio.kernel.state.game_records import GAME
from kuroshio.players import doctrine_tables

MODULES = (game_records, rules_records, entry_part_records, result_records, advice, doctrine_tables)

KINDS = {np.dtype("i4"), np.dtype("i8"), np.dtype("u8")}

RECORDS = {name: value for module in MODULES for name, value in vars(module).items() if isinstance(value, np.dtype)}
KEPT = ("GAME", "LINE", "ORDER", "OUTCOME", "TURN")  # what is kept of a game, or given to others, as bytes of one layout
LAYOUT = "dc025d1ee8f2"  # of these; another needs a new KERNEL version


def fields(dtype: np.dtype, path: str) -> Iterator[tuple[str, str, np.dtype]]:
    """Every field, those of nested records too: path, name, type of one element."""
    for name in dtype.names or ():
        base = dtype.fields[name][0].base
        yield f"{path}.{name}", name, base
        yield from fields(base, f"{path}.{name}")


def all_fields(name: str) -> list[tuple[str, str, np.dtype]]:
    return list(fields(RECORDS[name], name))


def test_the_records_are_found() -> None:
    assert {"GAME", "RULES", "SCRATCH", "REASON", "PLAYBOOK", "WEIGHING"} <= RECORDS.keys()
    assert any(path.endswith("order.partner") for path, _, _ in all_fields("GAME"))


def comments(module: ModuleType) -> dict[str, str]:
    """What stands behind each field of the records that a module declares."""
    source = inspect.getsource(module)
    lines, found = source.splitlines(), {}
    for one in ast.walk(ast.parse(source)):
        if isinstance(one, ast.ClassDef) and issubclass(getattr(module, one.name), Record):
            for field in one.body:
                if isinstance(field, ast.AnnAssign):
                    at = (field.end_lineno or 0) - 1
                    found[f"{one.name}.{ast.unparse(field.target)}"] = lines[at][field.end_col_offset :].strip()
    return found


def test_every_field_says_what_it_is() -> None:
    said = {name: comment for module in MODULES for name, comment in comments(module).items()}
    assert [name for name, comment in said.items() if not re.fullmatch(r"# \S.{3,}", comment)] == []
    declared = {one for module in MODULES for one in vars(module).values() if isinstance(one, type) and issubclass(one, Record)}
    assert said.keys() == {f"{one.__name__}.{field}" for one in declared for field in vars(one).get("__annotations__", ())}
    layouts = {dtype_of(one) for one in declared - {Record}}
    assert set(RECORDS.values()) == layouts, "a record that no class declares, or a class that no record is made of"


@pytest.mark.parametrize("name", RECORDS)
def test_no_field_shadows_an_attribute(name: str) -> None:
    taken = set(dir(np.record)) | set(dir(np.recarray))
    assert [path for path, field, _ in all_fields(name) if field in taken] == []


@pytest.mark.parametrize("name", RECORDS)
def test_every_field_answers_to_its_name(name: str) -> None:
    """A field that an attribute shadows would answer as a method, or not take a value."""
    row = blank(RECORDS[name])[0]
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


class Inner(Record):
    key: u8
    n: i4


class Outer(Inner):
    sets: Array[i8] = of(3)
    inner: Array[Inner] = of(2, 4)
    last: Inner


class Mistaken(Record):
    n: int


def test_a_record_is_laid_out_as_it_is_declared() -> None:
    inner = [("key", "<u8"), ("n", "<i4")]
    assert dtype_of(Outer).descr == [*inner, ("sets", "<i8", (3,)), ("inner", inner, (2, 4)), ("last", inner)]
    row = blank(dtype_of(Outer))[0]
    row.inner[1, 3].n = 5
    assert row.inner[1, 3].n == 5 and row.last.n == 0


def test_a_field_of_no_width_is_refused() -> None:
    with pytest.raises(TypeError, match="i4, i8, u8"):
        dtype_of(Mistaken)


def test_the_layout_of_what_is_kept_is_what_it_was() -> None:
    layout = [(name, described(RECORDS[name])) for name in KEPT]
    assert hashlib.sha256(repr(layout).encode()).hexdigest()[:12] == LAYOUT


def test_a_game_is_small_enough_to_copy_at_every_view() -> None:
    assert GAME.itemsize <= 16384
