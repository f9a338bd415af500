"""A kept game without the names of the people who sat at the table: each stands by its role, so that nobody is quoted by name.

Seats are roles already. Names stand where the journal says who ruled, scored, wrote or ended, among the votes, and in what people
wrote. There they are found by whole words, whatever their case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from attrs import evolve

from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_reader import KeptGame
from kuroshio.session.rulings import RULES
from kuroshio.session.table_acts import PLAYER

ROLES = {
    "ruling": "umpire",
    "scored": "umpire",
    "note": "scribe",
    "stop": "control",
}  # by kind of line: who `by` is; the first counts
NO_NAMES = {RULES, PLAYER, "control", "director", "adjudicator", "operator", "facilitator", *ROLES.values()}
WRITTEN = ("text", "title", "reason", "terms", "pro", "contra", "words", "parties", "replies")  # fields in which people write


def anonymous(kept: KeptGame, seats: Iterable[str], people: Mapping[str, str]) -> KeptGame:
    """Return a game with roles for names. seats: the ids of seats, which vote by these; people: roles by further names.

    The hashes of the lines are those of the original, so what is returned is to be told and never kept.
    """
    said = [entry for entry in kept.entries if entry.kind in ROLES and entry.get("by")]
    named = {str(entry["by"]): role for kind, role in reversed(ROLES.items()) for entry in said if entry.kind == kind}
    voters = dict.fromkeys(who for entry in kept.entries if entry.kind == "ruling" for who in entry["votes"])
    named |= {who: f"voter {n}" for n, who in enumerate((who for who in voters if who not in {*seats, *named}), 1)}
    roles = {name: role for name, role in named.items() if name.lower() not in NO_NAMES} | dict(people)
    put = _replacing(roles)
    lines = {entry.n: _anonymous(entry, named | dict(people), put) for entry in kept.entries}
    return evolve(
        kept,
        entries=tuple(lines.values()),
        counted=tuple(lines[entry.n] for entry in kept.counted),
    )


def _replacing(roles: Mapping[str, str]) -> Callable[[Any], Any]:
    """Return what puts roles for names in texts, lists and tables of them; of two names that begin alike the longer counts."""
    if not roles:
        return lambda value: value
    by_name = {name.lower(): role for name, role in roles.items()}
    names = "|".join(re.escape(name) for name in sorted(by_name, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)

    def put(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda found: by_name[found.group().lower()], value)
        if isinstance(value, dict):
            return {key: put(one) for key, one in value.items()}
        return [put(one) for one in value] if isinstance(value, (list, tuple)) else value

    return put


def _anonymous(entry: JournalLine, named: Mapping[str, str], put: Callable[[Any], Any]) -> JournalLine:
    fields = dict(entry.fields)
    if entry.kind == "header":
        fields["scenario"] = PureWindowsPath(PurePosixPath(str(fields["scenario"])).name).name  # a folder may bear a name
        return evolve(entry, fields=fields)
    if entry.kind in ("choice", "record", "content"):
        return entry
    fields |= {name: put(fields[name]) for name in WRITTEN if name in fields}
    if entry.kind in ROLES and entry.get("by") not in ("", RULES, PLAYER):
        fields["by"] = ROLES[entry.kind]
    if entry.kind == "ruling":
        fields["votes"] = {named.get(who, who): band for who, band in entry["votes"].items()}
        fields["order"] = put(entry["order"]) if entry.get("words") else entry["order"]
    if entry.kind == "changed" and entry.get("words"):  # in own words
        fields |= {name: put(fields[name]) for name in ("was", "now")}
    return evolve(entry, fields=fields)
