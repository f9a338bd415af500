"""The manifest of a study: what is asked, so that another may play it again, and how far it is."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli

import kuroshio
from kuroshio.disk.texts import read_text
from kuroshio.files.toml_writer import save
from kuroshio.model.fingerprint import fingerprint
from kuroshio.study.batch import Study
from kuroshio.study.intervals import METHOD
from kuroshio.study.result_tables import ParquetForm, best_form

NAME = "manifest.toml"
OF_PLAYERS = ("players", "on_fault")
PLAIN = {  # what of a manifest is compared as it stands, and how a sentence calls it
    "kuroshio": "Kuroshio",
    "scenario": "scenario",
    "seed": "--seed",
    "first_game": "--first",
    "games_asked": "--games",
    "tables": "tables as",
}


def asked(study: Study, policies: dict[str, str]) -> dict[str, Any]:
    """What is to be played, and with what. The same job has the same, whoever begins it and whenever."""
    form, tables = best_form(), study.tables
    players = {seat: {"player": source.name, **source.origin} for seat, source in study.sources.items()}
    libraries = ("numba", "numpy", *(("pyarrow",) if form.name == ParquetForm.name else ()))
    return {
        "kuroshio": kuroshio.__version__,
        "scenario": tables.scenario.id,
        "content_sha256": fingerprint(tables.ruleset, tables.board, tables.scenario),
        "seed": study.seed,
        "first_game": study.first,
        "games_asked": study.games,
        "tables": form.name,
        "policies": policies,
        **({"players": players, "on_fault": "doctrine" if study.stand_in else "stop"} if players else {}),
        "made_with": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in libraries},
        },
    }


def write(folder: Path, job: dict[str, Any], played: int, over: bool, stood_in: int = 0) -> None:
    """Write the manifest. played: games that are kept; over: whether the study is whole. Raises OSError.

    stood_in: games in which a doctrine took over from a player that failed; told where players sit.
    """
    plain = {name: value for name, value in job.items() if not isinstance(value, dict)}
    parts = {name: value for name, value in job.items() if isinstance(value, dict)}
    told = {"games_played": played, **({"games_stood_in": stood_in} if "players" in job else {}), "interrupted": not over}
    save(folder / NAME, {**plain, **told, "intervals": METHOD, **parts})


def read(folder: Path) -> dict[str, Any] | None:
    """The manifest of a folder; None where there is none that can be read."""
    try:
        told = tomli.loads(read_text(folder / NAME))
    except (OSError, ValueError, RecursionError):
        return None
    shaped = all(isinstance(told.get(name), dict) for name in ("policies", "made_with"))
    return told if shaped and isinstance(told.get("games_played"), int) else None


def difference(was: dict[str, Any], job: dict[str, Any]) -> str:
    """The first thing in which a job is another than what was begun, as the end of a sentence; empty where it is the same."""
    return next(_differences(was, job), "")


def _differences(was: dict[str, Any], job: dict[str, Any]) -> Iterator[str]:
    for name in job:
        if name in OF_PLAYERS:
            continue  # another player is another policy; `on_fault` says what to do from now on
        if name not in was:
            yield f"by another version, whose manifest does not tell its {name!r}"
        elif name in PLAIN and was[name] != job[name]:
            yield f"with {PLAIN[name]} {was[name]}, not {job[name]}"
        elif name == "content_sha256" and was[name] != job[name]:
            yield "with other content: the rules, the map or the scenario have changed since"
    for name, word in (("policies", "--policy {}={}"), ("made_with", "{} {}")):
        for key in dict.fromkeys((*was[name], *job[name])):
            then, now = (table.get(key, "none") for table in (was[name], job[name]))
            if then != now:
                yield f"with {word.format(key, then)}, not {now}"
    before, now = ({**job.get("players", {})} for job in (was, job))
    for seat in now:
        if before.get(seat) != now[seat]:
            yield f"with another player for {seat}: the file of {now[seat]['player']} has changed since"
