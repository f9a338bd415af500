"""The mistakes of a rehearsal as data (`mistakes.toml` beside this file), read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from attrs import fields_dict, frozen

from kuroshio.model.timetable import STEPS, Timetable

SHIPPED = Path(__file__).with_name("mistakes.toml")


@frozen(kw_only=True)
class Mistake:
    """A mistake that teams make. control: what good control does about it; steps: of a turn, in which it is to be settled.

    texts: what a team may say; again: what it says when it is asked; minutes: how late a late form comes; title, body: of an
    inject where the scenario has none.
    """

    id: str
    name: str
    steps: tuple[str, ...]
    control: str
    source: str
    texts: tuple[str, ...] = ()
    again: str = ""
    minutes: int = 0
    title: str = ""
    body: str = ""

    def allowed(self, timetable: Timetable) -> int:
        """Return the minutes that the procedure allows for settling it: those of its steps.

        >>> import kuroshio
        >>> mistakes()["unpaid"].allowed(kuroshio.load("tutorial").tables.ruleset.timetable)
        3
        """
        return sum(timetable.minutes(step) for step in self.steps)


def read_mistake(table: Mapping[str, Any]) -> Mistake:
    """Return the mistake of a table. Raises ValueError with what is wrong, in a sentence."""
    known = fields_dict(Mistake)
    called = table.get("id", "without an id")
    strange = [key for key in table if key not in known]
    if strange:
        raise ValueError(f"mistake {called}: no key {strange[0]!r}; the keys are {', '.join(known)}")
    missing = [key for key in ("id", "name", "steps", "control", "source") if not table.get(key)]
    if missing:
        raise ValueError(f"mistake {called}: {missing[0]} is missing")
    wrong = [step for step in table["steps"] if step not in STEPS]
    if wrong:
        raise ValueError(f"mistake {called}: no step {wrong[0]!r}; the steps are {', '.join(STEPS)}")
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return Mistake(**values)


@lru_cache
def mistakes() -> dict[str, Mistake]:
    """Return the mistakes by id, in the order of the file.

    >>> mistakes()["late"].name
    'A form that comes late'
    """
    tables = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["mistake"]
    return {one.id: one for one in map(read_mistake, tables)}
