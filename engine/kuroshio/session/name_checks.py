"""What a line names: seats that somebody sits for, tracks that there are. Each gives a sentence on what is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.session.refusal import meant

MOST = 10**6  # beyond any track


def seats_wrong(tables: Tables, seats: Iterable[str]) -> str:
    """A sentence on the first that nobody sits for; empty where somebody sits for each."""
    known = [seat.faction for seat in tables.scenario.seats]
    wrong = next((seat for seat in seats if seat not in known), None)
    return "" if wrong is None else meant(f"Nobody sits for {wrong!r}", wrong, known)


def effects_wrong(tables: Tables, names: Sequence[str], effects: Iterable[Mapping[str, Any]]) -> str:
    """A sentence on the first effect set by hand that is none: `{track, add}` or `{track, set}`. names: of the tracks."""
    for effect in effects:
        if effect.get("track") not in tables.slots:
            return no_track(tables, names, str(effect.get("track")))
        if set(effect) not in ({"track", "add"}, {"track", "set"}):
            return f"{effect['track']}: write add or set, and nothing else beside the track."
        value = effect.get("add", effect.get("set"))
        if type(value) is not int or abs(value) > MOST:
            return f"{effect['track']}: {value!r} is no whole number that a track could have."
        slot = tables.slots.index(effect["track"])
        bounds = tables.rules.track[tables.rules.slot_track[slot]]
        if "set" in effect and not bounds.least <= value <= bounds.most:
            return f"{effect['track']} = {value} is out of range; write {int(bounds.least)} to {int(bounds.most)}."
    return ""


def no_track(tables: Tables, names: Sequence[str], word: str) -> str:
    """The sentence on a word that is no track, with the one that is meant: by name, of the same owner, or the nearest."""
    owner, _, what = word.rpartition(".")
    named = zip(tables.slots, names, strict=True)
    own = [slot for slot, name in named if what and slot.startswith(f"{owner}.") and what.replace("_", " ") in name.casefold()]
    ending = [slot for slot in tables.slots if slot.endswith(f".{word}")]
    close = get_close_matches(word, tables.slots, 1)
    guess = next(iter((own if owner else ending if len(ending) == 1 else []) or close), "")
    if guess:
        return f"No track {word!r}; did you mean {guess!r}?"
    far = get_close_matches(word, tables.slots, 1, cutoff=0)
    return f"No track {word!r}; the nearest is {far[0]!r}, and `tracks` lists them all."
