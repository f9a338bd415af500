"""What a track means at the table, in one line: by the job that it does in the rules, else by who gains when it moves."""

from __future__ import annotations

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.ruleset import Track

JOBS = {
    "capital": "What a government can ask of its people.",
    "funds": "Money to spend at once.",
    "readiness": "How fresh forces are; answers wear it.",
    "home": "What the public thinks; bold answers need it.",
    "credibility": "How this government's word is taken. It falls when less is given than was expected.",
    "tolerance": "The answer beyond which this side takes a step up the ladder. Others can only guess it.",
    "posture": "Standing presence at a flashpoint: everyday acts flow from it without orders.",
    "control": "How far {holder} administers; {challenger} wants it lower.",
    "pressure": "At {pressure_limit}, administration falls by one and these are forgotten.",
    "ladder": "How far the quarrel has climbed; a crisis opens at {crisis_at}.",
    "sharing": "Intelligence shared. At {shared_sight}, each sees what the other sees.",
    "access": "Leave to use the other's bases.",
    "stated": "How strongly the promise was made in public.",
    "believed": "What others think the promise is worth.",
    "actual": "What the one who promised would really do.",
    "stage": "Stages of the project that are done.",
}  # fmt: skip
GAINS = {
    ("up", "world"): "The higher, the better for most.",
    ("down", "world"): "The lower, the better for all.",
    ("up", "pair"): "The higher, the easier for the two to act together.",
    ("down", "pair"): "The lower, the better for the two.",
    ("up", ""): "The higher, the better for its owner.",
    ("down", ""): "The lower, the better for its owner.",
    ("contested", ""): "Some gain when it rises, others when it falls.",
}


def meaning(tables: Tables, slot: str) -> str:
    """What a slot such as `faction.track` means."""
    owner, name = slot.split(".")[:2]
    track = next(track for track in tables.ruleset.tracks if track.id == name)
    said = _by_job(tables, owner, name) or GAINS.get((track.better, track.scope)) or GAINS[track.better, ""]
    return f"{said}{_drifts(track)}"


def _by_job(tables: Tables, owner: str, name: str) -> str:
    roles, procedure = tables.ruleset.roles, tables.ruleset.procedure
    job = next((job for job in JOBS if getattr(roles, job) == name), "")
    if not job:
        return ""
    names = {faction.id: faction.name for faction in tables.ruleset.factions}
    place = next((flashpoint for flashpoint in tables.ruleset.flashpoints if flashpoint.id == owner), None)
    return JOBS[job].format(
        holder=names[place.holder] if place else "",
        challenger=names[place.challenger] if place else "",
        pressure_limit=procedure.pressure_limit,
        crisis_at=procedure.crisis_at,
        shared_sight=procedure.shared_sight,
    )


def _drifts(track: Track) -> str:
    """How it moves by itself."""
    if not track.drift:
        return ""
    to = f"towards {track.rest}" if track.rest is not None else "towards where it opened"
    every = "each turn" if track.every == 1 else f"every {track.every} turns"
    return f" Drifts {to}, {track.drift} {every}."
