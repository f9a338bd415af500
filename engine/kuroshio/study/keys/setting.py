"""Settings: the changes of a variant, read together, and put into the files together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import attrs
from attrs import frozen

from kuroshio.files.checks.check_actions import CHOSEN
from kuroshio.files.faults import Fault, KeyPath, key_text, shown
from kuroshio.files.loader import Loaded
from kuroshio.model.fingerprint import usual
from kuroshio.model.likely_names import nearest
from kuroshio.study.keys.addresses import NAMED, PART, PARTS, TABLE, WORD, Gone, at, nodes, put
from kuroshio.study.keys.new_values import NONE, read_value, says_none
from kuroshio.study.keys.ranges import FIELD_KINDS, allowed, others
from kuroshio.study.keys.resolving import ENTRY, POLICY, SCENARIO, Files, Spot, find, id_of
from kuroshio.study.keys.unclear_change import UnclearChange

Place = tuple[str, int]  # a field of the files, and the row of an entry


@frozen
class Setting:
    """One change: what it changes, what was given for it, and what stands there then; `Gone`: it is left out."""

    spot: Spot
    given: Any
    value: Any

    @property
    def text(self) -> str:
        """The change as it is written: KEY=VALUE."""
        return f"{self.spot.key}={self.given}"

    def told(self, files: Files) -> str:
        """The change with what it comes to: `KEY=12 (x3 of 4)`. files: those that are changed."""
        now = None if self.spot.field == POLICY else files.now(self.spot)
        if isinstance(now, int) and isinstance(self.value, int) and str(self.given) not in (str(self.value), f"={self.value}"):
            return self.text if isinstance(now, bool) else f"{self.spot.key}={self.value} ({self.given} of {now})"
        return self.text

    def changes_nothing(self, files: Files, policies: Mapping[str, str]) -> bool:
        """Whether this is what stands there already."""
        if self.spot.field == POLICY:
            return policies.get(str(self.spot.path[0])) == self.value
        if self.spot.path and files.absent(self.spot, files.entry(self.spot)) and self.value is not Gone:
            return False
        return bool(files.now(self.spot) == self.value)


def settings_of(files: Files, changes: Mapping[str, Any], find: Callable[[Files, str], Spot] = find) -> list[Setting]:
    """Read changes, new values by key, each by itself. Raises UnclearChange. find: what finds a key; it may remember."""
    found = []
    for key, given in changes.items():
        try:
            spot = find(files, key)
            found.append(Setting(spot, given, new_value(files, spot, given)))
        except UnclearChange as error:
            many = len(changes) > 1
            raise UnclearChange(f"{key}={given}: {error.wrong}" if many else error.wrong, error.right, key) from None
    _refuse_overlaps(found)
    return found


def new_value(files: Files, spot: Spot, given: Any) -> Any:
    """Return what a spot holds when a value is given for its key. Raises UnclearChange."""
    kind = spot.node.kind
    if spot.field == POLICY:
        return str(given)
    if kind in (ENTRY, PART, PARTS, TABLE, NAMED):
        return _new_table(files, spot, given)
    if says_none(given) and kind == WORD:
        return _no_word(files, spot, given)
    value = read_value(kind, given, files.now(spot), spot.node.optional)
    named = isinstance(at(files.entry(spot), spot.path[:-1]), dict)
    return Gone if value is None and named else value


def _no_word(files: Files, spot: Spot, given: Any) -> Any:
    """Return what `none` means for a word: an id of this name, else no word, or nothing in a table with free names."""
    if given == NONE and NONE in allowed(files, files.names(), spot).words:
        return NONE
    return Gone if spot.node.optional else ""


def _new_table(files: Files, spot: Spot, given: Any) -> Any:
    """Return what comes in the place of a table, a list, a part or an entry: nothing, or that of another entry."""
    kind, entry = spot.node.kind, files.entry(spot)
    if says_none(given):
        if kind in (ENTRY, PART):
            return Gone
        if kind == PARTS:
            return ()
        field = attrs.fields_dict(type(at(entry, spot.path[:-1])))[str(spot.path[-1])]
        if field.default is not attrs.NOTHING:
            return usual(field)
    elif isinstance(given, str) and given in others(files, spot):
        other = next(one for one in files.home(spot.field).of(spot.field) if id_of(one) == given)
        if kind == ENTRY:
            own = "id" if hasattr(entry, "id") else "faction"
            return attrs.evolve(other, **{own: getattr(entry, own)})
        return at(other, spot.path)
    raise _no_table(files, spot, given)


def _no_table(files: Files, spot: Spot, given: Any) -> UnclearChange:
    """The refusal of a value for what has none."""
    part, ids = at(files.entry(spot), spot.path), others(files, spot)
    inner = [name for name in nodes(part) if "." not in name] if attrs.has(type(part)) else []
    other = f"the id of another {FIELD_KINDS[spot.field].replace('_', ' ')} for its table" if ids else ""
    values = f"name a value in it: {', '.join(inner)}" if inner else ""
    right = ", or ".join(filter(None, (f"write {NONE}", other, values)))
    if spot.node.kind == ENTRY:
        return UnclearChange(f"{given!r} is not an id of its kind", f"{right}; {nearest(str(given), ids)}", spot.key)
    return UnclearChange(f"{spot.key!r} is not a single value", right, spot.key)


def _refuse_overlaps(settings: Sequence[Setting]) -> None:
    """Refuse two changes of which one lies within the other. Raises UnclearChange."""
    ordered = sorted(settings, key=lambda s: (s.spot.field, s.spot.row, [str(step) for step in s.spot.path]))
    for one, other in pairwise(ordered):
        if (one.spot.field, one.spot.row) == (other.spot.field, other.spot.row):
            if other.spot.path[: len(one.spot.path)] == one.spot.path:
                wrong = f"{other.spot.key} lies within {one.spot.key}, and both are changed"
                raise UnclearChange(wrong, "change one of the two", other.spot.key)


# --- putting them in ---------------------------------------------------------------------------------


def put_in(files: Files, settings: Sequence[Setting]) -> Files:
    """Return files with all settings put in; nothing else is copied. What is left out goes last, so that no row moves before."""
    by_place: dict[Place, list[Setting]] = {}
    for setting in settings:
        by_place.setdefault((setting.spot.field, setting.spot.row), []).append(setting)
    changed: dict[str, list[Any]] = {}
    gone: list[Place] = []
    for (field, row), own in by_place.items():
        rows = changed.setdefault(field, list(files.home(field).entries[field]))
        entry, origin = rows[row]
        if own[0].spot.node.kind == ENTRY and own[0].value is Gone:
            gone.append((field, row))
        else:
            rows[row] = (put_all(entry, own), origin)
    made = Files(_with(files.rules, changed), files.board, _with(files.scenario, changed))
    for field, row in sorted(gone, reverse=True):
        made = _without(made, field, row)
    return made


def put_all(entry: Any, settings: Sequence[Setting]) -> Any:
    """Return an entry with its settings: first the new values, then what is left out, the last part of a list first."""
    for setting in sorted(settings, key=lambda s: _order(s.spot.path) if s.value is Gone else [(2, 0, "")], reverse=True):
        entry = put(entry, setting.spot.path, setting.value)
    return entry


def _order(path: KeyPath) -> list[tuple[int, int, str]]:
    return [(0, step, "") if isinstance(step, int) else (1, 0, step) for step in path]


def _with(loaded: Loaded, changed: Mapping[str, list[Any]]) -> Loaded:
    own = {field: rows for field, rows in changed.items() if field in loaded.entries}
    return attrs.evolve(loaded, entries={**loaded.entries, **own}) if own else loaded


def _without(files: Files, field: str, row: int) -> Files:
    """Return files without an entry, the leanings that choose it, and the words that tie it to the report or to an umpire."""
    home = files.home(field)
    entry = home.of(field)[row]
    rows = home.entries[field]
    left: dict[str, list[Any]] = {field: [*rows[:row], *rows[row + 1 :]]}
    decides = [decide for decide, (chosen, _) in CHOSEN.items() if chosen == field]
    tie = f"{FIELD_KINDS[field]}.{id_of(entry)}"
    if decides:
        left["doctrines"] = [
            (_leaning_elsewhere(doctrine, decides, id_of(entry)), origin)
            for doctrine, origin in files.rules.entries.get("doctrines", [])
        ]
    left["items"] = [
        (attrs.evolve(item, carried_by=tuple(word for word in item.carried_by if word != tie)), origin)
        for item, origin in files.rules.entries.get("items", [])
    ]
    scenarios = [(_unruled(scenario, id_of(entry)), origin) for scenario, origin in files.scenario.entries[SCENARIO]]
    left |= {SCENARIO: scenarios} if field == "actions" else {}
    return Files(_with(files.rules, left), files.board, _with(files.scenario, left))


def _leaning_elsewhere(doctrine: Any, decides: Sequence[str], name: str) -> Any:
    kept = tuple(one for one in doctrine.leanings if not (one.decide in decides and one.choose == name))
    return doctrine if len(kept) == len(doctrine.leanings) else attrs.evolve(doctrine, leanings=kept)


def _unruled(scenario: Any, name: str) -> Any:
    return attrs.evolve(scenario, adjudication={key: mode for key, mode in scenario.adjudication.items() if key != name})


# --- faults ------------------------------------------------------------------------------------------


def fault_sentence(fault: Fault, files: Files, settings: Sequence[Setting]) -> UnclearChange:
    """Return the refusal of changes with a fault of the changed files, which names the change at fault where there are several,
    and the place in the files where it is none of them.

    files: those that were changed, for where each setting stands in them.
    """
    mine = next((s for s in settings if _is_at(fault, files, s.spot)), None)
    if mine is None:
        return UnclearChange(f"{fault.file}:{fault.line}: {fault.key}: {fault.wrong}", fault.right)
    return UnclearChange(fault.wrong if len(settings) == 1 else f"{mine.text}: {fault.wrong}", fault.right, mine.spot.key)


def _is_at(fault: Fault, files: Files, spot: Spot) -> bool:
    """Whether a fault is at a spot or within it."""
    if spot.field == POLICY:
        return False
    _, origin = files.home(spot.field).entries[spot.field][spot.row]
    own = key_text(origin.path + spot.path)
    return fault.file == shown(origin.document.path) and (fault.key == own or fault.key.startswith((f"{own}.", f"{own}[")))
