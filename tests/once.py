"""What hangs on its words alone is worked out once: tables and playbooks of the same content, intervals of the same sample.

Commands that are run in a test load and check what is shipped anew, though no file has changed, and studies that are killed at
every step count the same games each time. And fields of records are read as NumPy reads them, only sooner: a fifth of all that
tests do is that.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from kuroshio.api import scenarios
from kuroshio.files import pack
from kuroshio.files.content_folders import data_folder
from kuroshio.screen.map import map_overlay
from kuroshio.session import saved_games
from kuroshio.study import estimates, paired_differences, variant

KEPT = 12  # contents, of which a test seldom has more than a few


def once(function: Callable[..., Any], same: Callable[[Any, Any], bool]) -> Callable[..., Any]:
    """A function that remembers what it came to for its last words. same: whether it is called with the same."""
    kept: deque[tuple[Any, Any]] = deque(maxlen=KEPT)

    def remembered(*words: Any) -> Any:
        for earlier, found in kept:
            if same(earlier, words):
                return found
        found = function(*words)
        kept.appendleft((words, found))
        return found

    return remembered


def interval_once(interval: Callable[..., Any]) -> Callable[..., Any]:
    """The interval of a sample, remembered by what the sample is."""
    kept: dict[Any, Any] = {}

    def remembered(sample: Any, *tail: float) -> Any:
        key = (tuple(sample.times.items()), sample.least, sample.most, *tail)
        if key not in kept:
            kept[key] = interval(sample, *tail)
        return kept[key]

    return remembered


def while_files_stay(function: Callable[..., Any], folders: Callable[..., Iterable[Path]]) -> Callable[..., Any]:
    """A function of files that remembers while no file changes. folders: those that it reads; none: it is asked anew."""
    kept: dict[Any, Any] = {}

    def remembered(*words: Any) -> Any:
        files = [path for folder in folders(*words) for path in pack.below(folder)]
        stamps = [(path, path.stat().st_mtime_ns, path.stat().st_size) for path in files]
        if not stamps:
            return function(*words)
        key = (words, tuple(stamps))
        if key not in kept:
            kept[key] = function(*words)
        return kept[key]

    return remembered


def read_for(scenario: Path, rules: Path | None = None, board: Path | None = None) -> Iterable[Path]:
    """What is read for a shipped scenario; none for any other, beside which other rules may lie."""
    shipped = [data_folder(name) for name in ("scenarios", "rules", "maps")]
    return shipped if scenario.parent == shipped[0] and rules is None and board is None else ()


look_up, field_of, set_field, set_ = np.void.__getattribute__, np.void.__getitem__, np.void.__setitem__, np.record.__setattr__
ATTRIBUTES = frozenset(dir(np.record))  # of every record: NumPy has them before a field of the same name
getfield, usual = np.void.getfield, np.record.__getattribute__


@cache
def bytes_of(dtype: np.dtype) -> np.dtype:
    """All of a record as plain bytes."""
    return np.dtype((np.uint8, (dtype.itemsize,)))


def read_field(record: np.record, name: str) -> Any:
    """What `record.name` is. NumPy looks for an attribute first, and raises and catches an error for each field.

    `data` is what numba asks for whenever a verb is called: NumPy spells hundreds of fields out for it, and it wants the bytes.
    """
    if name in ATTRIBUTES:
        return getfield(record, bytes_of(look_up(record, "dtype"))) if name == "data" else look_up(record, name)
    try:
        value = field_of(record, name)
    except ValueError:
        return usual(record, name)
    if type(value) is np.ndarray:
        dtype = value.dtype
        if dtype.names is not None and dtype.type is not np.record:
            return value.view((np.record, dtype))
    return value


def write_field(record: np.record, name: str, value: Any) -> None:
    """What `record.name = value` does."""
    try:
        set_field(record, name, value)
    except ValueError:
        set_(record, name, value)


@contextmanager
def worked_out_once() -> Iterator[None]:
    """Have the engine remember this; and wait for no disk, which no test cuts off from its power."""
    with ExitStack() as patches:
        for home, name, made in (
            (variant, "compile_tables", once(variant.compile_tables, lambda one, other: one == other)),
            (scenarios, "compile_playbook", once(scenarios.compile_playbook, lambda one, other: one[0] is other[0])),
            (estimates, "interval", interval_once(estimates.interval)),
            (paired_differences, "interval", interval_once(paired_differences.interval)),
            (variant, "examine", while_files_stay(variant.examine, read_for)),
            (map_overlay, "load_geography", while_files_stay(map_overlay.load_geography, lambda folder: (folder,))),
            (saved_games, "unpacked_content", lru_cache(KEPT)(saved_games.unpacked_content.__wrapped__)),
            (pack, "_compressed", lru_cache(KEPT)(pack._compressed.__wrapped__)),
            (os, "fsync", os.fstat),
            (np.record, "__getattribute__", read_field),
            (np.record, "__setattr__", write_field),
        ):
            patches.enter_context(patch.object(home, name, made))
        yield
