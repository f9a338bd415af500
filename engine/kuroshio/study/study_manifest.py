"""The manifest of a study file's results: what was asked, and all that is needed to repeat it, in one TOML file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import kuroshio
from kuroshio.files.pack import unpacked
from kuroshio.study import manifest
from kuroshio.study.manifest import NAME, made_with
from kuroshio.study.result_folder import Refusal, own_names
from kuroshio.study.study_content import PointContent, StudyJob
from kuroshio.study.study_points import StudyLayout
from kuroshio.study.study_tables import SCHEMA

PLAIN = {
    "kuroshio": "Kuroshio",
    "study_sha256": "study file",
    "content_sha256": "rules, map or scenario",
    "games": "number of games",
    "players": "file of a player",
}


def asked(content: PointContent, layout: StudyLayout) -> dict[str, Any]:
    """Return the job of a study: equal jobs have equal entries, wherever they are run."""
    file, job = content.file, content.job()
    return {
        "kuroshio": kuroshio.__version__,
        "schema": SCHEMA,
        "study": file.study.id,
        "question": file.study.question,
        "scenario": file.study.scenario,
        "primary": file.study.primary,
        "smallest": file.study.smallest,
        "study_sha256": file.digest,
        "content_sha256": content_digest(job),
        "seed": file.study.seed,
        "points": len(layout.points),
        "games": layout.n,
        "made_with": made_with("pyarrow"),
        "study_file": {"text": job.text},
        "content": dict(job.packs),
        **({"players": dict(job.players)} if job.players else {}),
    }


def content_digest(job: StudyJob) -> str:
    """Return a hash of the files that a study is played from, whatever they were packed with."""
    return hashlib.sha256("".join(unpacked(text).digest for _, text in job.packs).encode()).hexdigest()


def difference(was: dict[str, Any], job: dict[str, Any]) -> str:
    """Return what two jobs do not have in common, in words; empty if they are of one study."""
    return next((word for name, word in PLAIN.items() if was.get(name) != job.get(name)), "")


def write(folder: Path, job: dict[str, Any], over: bool) -> None:
    """Write the manifest. over: whether the study is complete. Raises OSError."""
    manifest.save_job(folder, job, over)


def read(path: Path) -> dict[str, Any] | None:
    """Read a manifest of a study file; None if there is no readable one."""
    told = manifest.read_job(path, ("study_file", "content"))
    return told if told is not None and isinstance(told.get("players", {}), dict) else None


def job_in(path: Path) -> tuple[StudyJob, int]:
    """Return the job in a manifest, and its games a point. Raises Refusal if it is not the manifest of a study file."""
    told = read(path)
    if told is None:
        raise Refusal(f"{path}: is not the manifest of a study; name a study file, or the manifest.toml in the folder of one")
    return job_of(told), int(told["games"])


def job_of(told: dict[str, Any]) -> StudyJob:
    """Return the job in the tables of a manifest."""
    players = told.get("players", {})
    return StudyJob(str(told["study_file"]["text"]), tuple(sorted(told["content"].items())), tuple(players.items()))


def is_over(folder: Path) -> bool:
    """Whether a folder has a complete study."""
    return manifest.is_over(read(folder / NAME))


def check(folder: Path, job: dict[str, Any], resume: bool) -> None:
    """Check that a study may be begun or continued in a folder. Raises Refusal."""
    was = read(folder / NAME)
    if was is None:
        if any(path.name not in own_names() for path in folder.iterdir()):
            raise Refusal(f"{folder}: is not empty; name a new or empty folder")
        return
    differs = difference(was, job) or ("shard" if was.get("shard") != job.get("shard") else "")
    if differs:
        raise Refusal(f"{folder}: the study there was begun with another {differs}; use the same, or name a new folder")
    if is_over(folder):
        raise Refusal(f"{folder}: already has all games of this study; read it with kuroshio study table {folder}")
    if not resume:
        raise Refusal(f"{folder}: has this study, interrupted; continue with --resume, or name a new or empty folder")
