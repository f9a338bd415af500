"""Checks of the seats and tracks that a line names. Each returns a sentence on the first wrong name, or an empty text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.session.refusal import meant

MOST = 10**6  # beyond any track


def seats_wrong(tables: Tables, seats: Iterable[str]) -> str:
    """Return a sentence on the first seat without people; empty if all have people."""
    known = [seat.faction for seat in tables.scenario.seats]
    wrong = next((seat for seat in seats if seat not in known), None)
    return "" if wrong is None else meant(f"No people sit for {wrong!r}", wrong, known)


def effects_wrong(tables: Tables, names: Sequence[str], effects: Iterable[Mapping[str, Any]]) -> str:
    """Return a sentence on the first invalid effect set by hand (`{track, add}` or `{track, set}`). names: of the tracks."""
    for effect in effects:
        if effect.get("track") not in tables.slots:
            return no_track(tables, names, str(effect.get("track")))
        if set(effect) not in ({"track", "add"}, {"track", "set"}):
            return f"{effect['track']}: write add or set, and nothing else besides the track."
        value = effect.get("add", effect.get("set"))
        if type(value) is not int or abs(value) > MOST:
            return f"{effect['track']}: {value!r} is not a whole number that a track can have."
        slot = tables.slots.index(effect["track"])
        bounds = tables.rules.track[tables.rules.slot_track[slot]]
        if "set" in effect and not bounds.least <= value <= bounds.most:
            return f"{effect['track']} = {value} is out of range; write {int(bounds.least)} to {int(bounds.most)}."
    return ""


def no_track(tables: Tables, names: Sequence[str], word: str) -> str:
    """Return the sentence on an unknown track, with the one probably meant: by name, of the same owner, or the nearest."""
    owner, _, what = word.rpartition(".")
    named = zip(tables.slots, names, strict=True)
    own = [slot for slot, name in named if what and slot.startswith(f"{owner}.") and what.replace("_", " ") in name.casefold()]
    ending = [slot for slot in tables.slots if slot.endswith(f".{word}")]
    close = get_close_matches(word, tables.slots, 1)
    guess = next(iter((own if owner else ending if len(ending) == 1 else []) or close), "")
    if guess:
        return f"No track {word!r}; did you mean {guess!r}?"
    far = get_close_matches(word, tables.slots, 1, cutoff=0)
    return f"No track {word!r}; the nearest is {far[0]!r}; `tracks` lists all."
