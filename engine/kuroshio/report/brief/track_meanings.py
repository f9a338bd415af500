"""The meaning of a track in one line: from its role in the rules, else from who gains when it moves."""

from __future__ import annotations

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.ruleset import Track

JOBS = {
    "capital": "Political capital: what the government can ask of its people.",
    "funds": "Money to spend at once.",
    "readiness": "Readiness of the forces; answers use it up.",
    "home": "Support of the public; high answers need it.",
    "credibility": "Trust in this government's word. It falls when an answer is less than was expected.",
    "tolerance": "The highest answer that this side accepts without a step up the ladder. Others can only guess it.",
    "posture": "Standing presence at a flashpoint; it brings everyday acts without orders.",
    "control": "The degree of administration by {holder}; {challenger} wants it lower.",
    "pressure": "At {pressure_limit}, administration falls by one and the pressure returns to zero.",
    "ladder": "The rung of escalation; a crisis opens at {crisis_at}.",
    "sharing": "Shared intelligence. At {shared_sight}, each sees what the other sees.",
    "access": "Access to the other's bases.",
    "stated": "How strongly the promise was made in public.",
    "believed": "How far others believe the promise.",
    "actual": "What the debtor would really do.",
    "stage": "Completed stages of the project.",
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
    """Return the meaning of a slot such as `faction.track`."""
    owner, name = slot.split(".")[:2]
    track = next(track for track in tables.ruleset.tracks if track.id == name)
    said = _by_job(tables, owner, name) or GAINS.get((track.better, track.scope)) or GAINS[track.better, ""]
    return f"{said}{_drifts(track)}{_pace(track)}"


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
    """Return how a track drifts."""
    if not track.drift:
        return ""
    to = f"towards {track.rest}" if track.rest is not None else "towards its opening value"
    every = "each turn" if track.every == 1 else f"every {track.every} turns"
    return f" Drifts {to}, {track.drift} {every}."


def _pace(track: Track) -> str:
    """Return how far a track comes back in a turn."""
    return f" What lapses or drifts moves it {track.pace} a turn at most, up or down." if track.pace else ""
