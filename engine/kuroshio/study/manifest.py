"""The manifest of a study: its job, so that others can repeat it, and its progress."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import tomli

import kuroshio
from kuroshio.disk.texts import read_text
from kuroshio.files.toml_writer import save
from kuroshio.model.fingerprint import fingerprint
from kuroshio.study.batch import Batch
from kuroshio.study.intervals import METHOD
from kuroshio.study.result_tables import ParquetForm, best_form

NAME = "manifest.toml"
OF_PLAYERS = ("players", "on_fault")
FOR_READERS = ("changes",)
PLAIN = {  # entries that are compared directly, with their names in a sentence
    "kuroshio": "Kuroshio",
    "scenario": "scenario",
    "seed": "--seed",
    "first_game": "--first",
    "games_asked": "--games",
    "tables": "tables as",
}


def asked(study: Batch, policies: dict[str, str], changes: Sequence[str] = ()) -> dict[str, Any]:
    """Return the job of a study: the games and the content. Equal jobs have equal entries, wherever they are run.

    changes: what was changed in the content, for a reader; the content's hash tells whether two jobs have the same.
    """
    form, tables = best_form(), study.tables
    players = {seat: {"player": source.name, **source.origin} for seat, source in study.sources.items()}
    return {
        "kuroshio": kuroshio.__version__,
        "scenario": tables.scenario.id,
        "content_sha256": fingerprint(tables.ruleset, tables.board, tables.scenario),
        "seed": study.seed,
        "first_game": study.first,
        "games_asked": study.games,
        "tables": form.name,
        "policies": policies,
        **({"changes": list(changes)} if changes else {}),
        **({"players": players, "on_fault": "doctrine" if study.stand_in else "stop"} if players else {}),
        "made_with": made_with(*(("pyarrow",) if form.name == ParquetForm.name else ())),
    }


def made_with(*more: str) -> dict[str, str]:
    """Return the versions of Python and of the libraries that results may depend on."""
    libraries = {name: importlib.metadata.version(name) for name in ("numba", "numpy", *more)}
    return {"python": platform.python_version(), **libraries}


def write(folder: Path, job: dict[str, Any], played: int, over: bool, stood_in: int = 0) -> None:
    """Write the manifest. played: kept games; over: whether the study is complete. Raises OSError.

    stood_in: games in which a doctrine replaced a failed player; written if there are players from outside.
    """
    told = {"games_played": played, **({"games_stood_in": stood_in} if "players" in job else {})}
    save_job(folder, job, over, **told)


def save_job(folder: Path, job: dict[str, Any], over: bool, **told: int) -> None:
    """Write a job, plain entries first, and how far it is. told: entries on that. Raises OSError."""
    plain = {name: value for name, value in job.items() if not isinstance(value, dict)}
    parts = {name: value for name, value in job.items() if isinstance(value, dict)}
    save(folder / NAME, {**plain, **told, "interrupted": not over, "intervals": METHOD, **parts})


def read(folder: Path) -> dict[str, Any] | None:
    """Read the manifest of a folder; None if there is no readable one."""
    told = read_job(folder / NAME, ("policies", "made_with"))
    return told if told is not None and isinstance(told.get("games_played"), int) else None


def read_job(path: Path, tables: Sequence[str]) -> dict[str, Any] | None:
    """Read a manifest; None if it cannot be read or lacks one of some tables."""
    try:
        told = tomli.loads(read_text(path))
    except (OSError, ValueError, RecursionError):
        return None
    return told if all(isinstance(told.get(name), dict) for name in tables) else None


def is_over(told: dict[str, Any] | None) -> bool:
    """Whether a study is complete according to its manifest."""
    return told is not None and not told.get("interrupted", True)


def difference(was: dict[str, Any], job: dict[str, Any]) -> str:
    """Return the first difference between a job and the one begun, as the end of a sentence; empty if they are equal."""
    return next(_differences(was, job), "")


def _differences(was: dict[str, Any], job: dict[str, Any]) -> Iterator[str]:
    for name in job:
        if name in (*OF_PLAYERS, *FOR_READERS):
            continue  # another player is another policy; `on_fault` may change from now on
        if name not in was:
            yield f"by another version, whose manifest has no {name!r}"
        elif name in PLAIN and was[name] != job[name]:
            yield f"with {PLAIN[name]} {was[name]}, not {job[name]}"
        elif name == "content_sha256" and was[name] != job[name]:
            yield "with different content: the rules, the map or the scenario have changed since"
    for name, word in (("policies", "--policy {}={}"), ("made_with", "{} {}")):
        for key in dict.fromkeys((*was[name], *job[name])):
            then, now = (table.get(key, "none") for table in (was[name], job[name]))
            if then != now:
                yield f"with {word.format(key, then)}, not {now}"
    before, now = ({**job.get("players", {})} for job in (was, job))
    for seat in now:
        if before.get(seat) != now[seat]:
            yield f"with another player for {seat}: the file of {now[seat]['player']} has changed since"
