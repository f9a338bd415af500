"""The public corpus of TOML, if it lies beside this folder: valid texts must be taken, others refused with a sentence.

It is https://github.com/toml-lang/toml-test, which this project does not carry: `tests/` of it at CORPUS.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from attrs import frozen

from kuroshio.files.faults import Fault, FaultyFiles
from kuroshio.files.key_lines import locate
from kuroshio.files.toml_file import read

CORPUS = Path(__file__).parents[3] / "shared/toml-test/tests"
LISTS = {"1.1": "files-toml-1.1.0", "1.0": "files-toml-1.0.0"}
OURS = "1.1"  # the version of TOML that is read
UNTOLD = "this is not TOML"  # how a sentence begins that says no more than the reader did


@frozen
class Differs:
    """A text of the corpus that was not taken as it should be, and why."""

    name: str
    why: str


def why_missing() -> str:
    """Why there is no corpus; empty where there is."""
    return "" if (CORPUS / LISTS[OURS]).is_file() else f"no corpus at {CORPUS}: put tests/ of toml-lang/toml-test there"


def names(version: str) -> list[str]:
    """The texts that belong to a version of TOML."""
    return [name for name in (CORPUS / LISTS[version]).read_text(encoding="utf-8").split() if name.endswith(".toml")]


def differing(version: str) -> Iterator[Differs]:
    """Every text of a version that is taken and should not be, or the other way round, or is told badly."""
    for name in names(version):
        try:
            document, faults = read(CORPUS / name), list[Fault]()
            faults += document.faults
        except FaultyFiles as error:
            document, faults = None, error.faults
        except Exception as error:
            yield Differs(name, f"{type(error).__name__}: {error}")
            continue
        if name.startswith("valid"):
            why = str(faults[0]) if faults or document is None else wrong_meaning(name, document.tables, document.text)
        else:
            why = badly_told(faults)
        if why:
            yield Differs(name, why)


def badly_told(faults: list[Fault]) -> str:
    """What is wrong with the sentences on a text that is no TOML."""
    if not faults:
        return "taken"
    return next((f"untold: {fault}" for fault in faults if UNTOLD in fault.wrong or not fault.right), "")


def wrong_meaning(name: str, tables: dict[str, Any], text: str) -> str:
    """Whether a text came to other tables than the corpus says, or to lines for other keys."""
    wanted = json.loads((CORPUS / name).with_suffix(".json").read_text(encoding="utf-8"))
    if not same(tables, wanted):
        return "other tables than it should come to"
    return "" if set(locate(text)) == set(paths(tables)) else "lines of other keys than it has"


def same(value: Any, wanted: Any) -> bool:
    """Whether a value is the one that the corpus writes as `{"type": ..., "value": ...}`."""
    if isinstance(value, dict) and not (isinstance(wanted, dict) and set(wanted) == {"type", "value"} and "type" not in value):
        return isinstance(wanted, dict) and set(value) == set(wanted) and all(same(value[key], wanted[key]) for key in value)
    if isinstance(value, list):
        return isinstance(wanted, list) and len(value) == len(wanted) and all(map(same, value, wanted))
    kind, text = wanted["type"], wanted["value"]
    if kind == "float":
        return isinstance(value, float) and (value == float(text) or (math.isnan(value) and math.isnan(float(text))))
    plain = {"string": value, "integer": str(value), "bool": str(value).lower()}
    return plain[kind] == text if kind in plain else isinstance(value, (date, datetime, time))


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every key path of tables, the empty one among them."""
    yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from paths(inner, (*path, step))
