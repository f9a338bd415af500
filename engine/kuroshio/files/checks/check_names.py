"""The names in the files: every id, and the meanings of readings."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from attrs import Factory, frozen

from kuroshio.files.loader import ANYTHING, BOARD_TABLES, RULES_TABLES, SCENARIO_TABLES, Loaded
from kuroshio.model.board import Board
from kuroshio.model.readings import Lexicon, Meaning, UnclearReading, lexicon, understand
from kuroshio.model.ruleset import Ruleset, Track

SUBJECTS = ("factions", "pairs", "areas", "flashpoints", "obligations", "projects")  # first words of a reading
READ = (*SUBJECTS, "tracks", "kinds")  # ids that a reading may name

LEAST_OF_TRACK, MOST_OF_TRACK = -100, 1000  # far from -999, which stands for unknown

NOUNS = {
    "tracks": "track",
    "factions": "faction",
    "pairs": "pair",
    "kinds": "kind of piece",
    "act_classes": "act class",
    "statuses": "status",
    "obligations": "obligation",
    "flashpoints": "flashpoint",
    "postures": "posture",
    "levels": "response level",
    "gates": "gate",
    "crisis_choices": "crisis choice",
    "crisis_rounds": "crisis round",
    "crisis_endings": "crisis ending",
    "crisis_roles": "crisis role",
    "events": "event",
    "projects": "project",
    "actions": "action",
    "doctrines": "doctrine",
    "items": "item",
    "links": "link",
    "areas": "area",
    "borders": "border",
    "views": "view",
    "seats": "seat",
    "pieces": "piece",
    "injects": "inject",
    "measures": "measure",
    "objectives": "objective",
    "documents": "document",
    "series": "series",
    "confidences": "confidence",
}

TABLES = {field: table for tables in (RULES_TABLES, BOARD_TABLES, SCENARIO_TABLES) for table, (field, _) in tables.items()}


def lists(field: str) -> str:
    """Return the command that lists the ids of a kind."""
    return f"kuroshio check --names {TABLES[field]}"


@frozen
class ContentNames:
    """The entries of all files by field and id, and the lexicon of readings.

    `broken` holds the ids of entries that are in a file but could not be made: naming one is not another fault.
    """

    entries: dict[str, dict[str, Any]]
    broken: dict[str, set[str]]
    lexicon: Lexicon
    meanings: dict[str, Meaning | None] = Factory(dict)  # what `meaning` has found: most readings stand in many places

    def known(self, field: str) -> list[str]:
        """Return every id of a kind, including those of broken entries."""
        return [*self.entries.get(field, {}), *sorted(self.broken.get(field, set()) - {"", ANYTHING})]

    def has(self, field: str, name: str) -> bool:
        """Whether an id of a kind is in the files, or may be in a part of them that cannot be read."""
        broken = self.broken.get(field, set())
        return name in self.entries.get(field, {}) or name in broken or ANYTHING in broken

    def some(self, field: str) -> bool:
        """Whether the files are known to have an entry of a kind, made or broken."""
        return bool(self.entries.get(field) or self.broken.get(field, set()) - {"", ANYTHING})

    def whole(self, *fields: str) -> bool:
        """Whether every entry of these kinds could be made; only then can an id be missing."""
        return not any(field in self.broken for field in fields)

    def get(self, field: str, name: str) -> Any | None:
        """Return an entry by id, or None."""
        return self.entries.get(field, {}).get(name)

    def all(self, field: str) -> list[Any]:
        """Return the entries of a kind, the first of each id."""
        return list(self.entries.get(field, {}).values())

    def meaning(self, text: str) -> Meaning | None:
        """Return the meaning of a reading, or None if it names a broken entry. Raises UnclearReading."""
        if text not in self.meanings:
            self.meanings[text] = self._understood(text)
        return self.meanings[text]

    def _understood(self, text: str) -> Meaning | None:
        try:
            return understand(text, self.lexicon)
        except UnclearReading:
            if self.lost(text):
                return None
            raise

    def lost(self, text: str) -> bool:
        """Whether a reading may name an entry that is in the files but could not be made."""
        parts = {*text.split("."), ANYTHING}
        return any(parts & self.broken.get(field, set()) for field in READ)

    def track(self, text: str) -> Track | None:
        """Return the track that a reading means, or None."""
        try:
            meaning = self.meaning(text)
        except UnclearReading:
            return None
        return self.ranged(meaning.what) if meaning and meaning.kind not in ("pieces", "count", "case") else None

    def role(self, name: str) -> Track | None:
        """Return the track in a role of the mechanisms, or None."""
        roles = self.all("roles")
        return self.ranged(getattr(roles[0], name)) if roles else None

    def ranged(self, name: str) -> Track | None:
        """Return a track by id; None if it is unknown, or if its own range is wrong and no value can be checked against it."""
        track: Track | None = self.get("tracks", name)
        return track if track and LEAST_OF_TRACK <= track.least < track.most <= MOST_OF_TRACK else None


def gather_names(*files: Loaded) -> ContentNames:
    """Gather the ids of rules, map and scenario."""
    entries: dict[str, dict[str, Any]] = {}
    broken: dict[str, set[str]] = {}
    for loaded in files:
        for field, found in loaded.entries.items():
            by_id = entries.setdefault(field, {})
            for i, (entry, _) in enumerate(found):
                by_id.setdefault(getattr(entry, "id", str(i)), entry)
        for field, lost in loaded.broken.items():
            broken.setdefault(field, set()).update(lost)
    return ContentNames(entries, broken, _lexicon(entries))


def _lexicon(entries: dict[str, dict[str, Any]]) -> Lexicon:
    """Return the lexicon of the entries that could be read; of a ruleset and a board it uses only lists of entries."""
    lists = SimpleNamespace(**{field: list(entries.get(field, {}).values()) for field in READ})
    return lexicon(cast(Ruleset, lists), cast(Board, lists))
