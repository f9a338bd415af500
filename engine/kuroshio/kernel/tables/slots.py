"""Slots: a row for every track of every entity, with how it begins, drifts, is drawn, and who sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from attrs import frozen

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.dice import stable_key
from kuroshio.kernel.tables.pools import Index, bits
from kuroshio.model.board import Board
from kuroshio.model.capacities import MAX_FLASHPOINTS
from kuroshio.model.ruleset import Ruleset, Track
from kuroshio.model.scenario import ScenarioFile

SLOT_FIELDS = (
    "slot_track", "slot_start", "slot_draw", "slot_key", "slot_seen", "slot_rest", "slot_drift", "slot_every", "slot_pace",
)  # fmt: skip


def entities(track: Track, ruleset: Ruleset, board: Board) -> list[tuple[int, str]]:
    """Return what a track has a slot for: places and names."""
    if track.scope == "world":
        return [(0, "world")]
    if track.scope == "stance":
        return [
            (f * MAX_FLASHPOINTS + p, f"{faction.id}.{{}}.{flashpoint.id}")
            for p, flashpoint in enumerate(ruleset.flashpoints)
            for f, faction in enumerate(ruleset.factions)
            if faction.id in (flashpoint.challenger, flashpoint.holder, *flashpoint.others)
        ]
    entries: Sequence[Any] = {
        "faction": ruleset.factions,
        "pair": ruleset.pairs,
        "area": board.areas,
        "flashpoint": ruleset.flashpoints,
        "obligation": ruleset.obligations,
        "project": ruleset.projects,
    }[track.scope]
    return [(i, entry.id) for i, entry in enumerate(entries)]


def parties(track: Track, entity: int, ruleset: Ruleset, index: Index) -> int:
    """Return the seats that a track's `seen_by` names, as bits."""
    if track.seen_by == "all":
        return int(codes.EVERYBODY)
    if track.seen_by == "nobody":
        return 0
    if track.scope == "faction":
        return 1 << entity
    if track.scope == "stance":
        return 1 << entity // MAX_FLASHPOINTS
    if track.scope == "pair":
        return bits(ruleset.pairs[entity].members, index.factions)
    if track.scope == "obligation":
        row = ruleset.obligations[entity]
        return bits((row.debtor,) if track.seen_by == "owner" else (row.debtor, row.creditor), index.factions)
    if track.scope == "project":
        return bits((ruleset.projects[entity].lead, ruleset.projects[entity].partner), index.factions)
    return int(codes.EVERYBODY)


@frozen
class Slot:
    """One slot: the row of its track, its entity (a row, or faction and flashpoint in one number), its name, its scope."""

    track: int
    entity: int
    name: str
    scope: str


def list_of_slots(ruleset: Ruleset, board: Board) -> list[Slot]:
    """Return every slot in its order: the track of each entity."""
    return [
        Slot(t, entity, owner.format(track.id) if "{}" in owner else f"{owner}.{track.id}", track.scope)
        for t, track in enumerate(ruleset.tracks)
        for entity, owner in entities(track, ruleset, board)
    ]


def lay_out_slots(rules: np.record, ruleset: Ruleset, board: Board, scenario: ScenarioFile, index: Index) -> list[str]:
    """Give every track of every entity its slot; return the names of the slots."""
    slots = list_of_slots(ruleset, board)
    rules.slot_of[:] = codes.NONE
    for i, slot in enumerate(slots):
        rules.slot_of[slot.track, slot.entity] = i
    for t, track in enumerate(ruleset.tracks):
        rules.track[t].least, rules.track[t].most = track.least, track.most
    rules.n_slots, rules.n_tracks = len(slots), len(ruleset.tracks)
    write_slots(rules, dict(enumerate(slots)), ruleset, scenario, index)
    list_slots(rules)
    return [slot.name for slot in slots]


def write_slots(rules: np.record, slots: Mapping[int, Slot], ruleset: Ruleset, scenario: ScenarioFile, index: Index) -> None:
    """Write slots, by their number: how each begins, drifts, is drawn, and who sees it."""
    rows: list[tuple[int, ...]] = []
    for slot in slots.values():
        track = ruleset.tracks[slot.track]
        start = scenario.opening.get(slot.name, opening_value(track, slot.entity, ruleset))
        rest = start if track.rest is None else track.rest
        seen = parties(track, slot.entity, ruleset, index)
        drift = (rest, track.drift, track.every, track.pace)
        rows.append((slot.track, start, track.draw, stable_key("slot", slot.name), seen, *drift))
    at = np.fromiter(slots, np.intp, len(slots))
    for field, column in zip(SLOT_FIELDS, zip(*rows, strict=True), strict=True):
        rules[field][at] = np.array(column, rules[field].dtype)


def opening_value(track: Track, entity: int, ruleset: Ruleset) -> int:
    """Return a track's start where the scenario gives none; an obligation's entry has its own three numbers."""
    roles = ruleset.roles
    if track.scope == "obligation" and track.id in (roles.stated, roles.believed, roles.actual):
        row = ruleset.obligations[entity]
        return {roles.stated: row.stated, roles.believed: row.believed, roles.actual: row.actual}[track.id]
    return track.start


def list_slots(rules: np.record) -> None:
    """List the slots that drift, those that are drawn, and those hidden from each seat, whatever was listed before."""
    drifting = np.flatnonzero(rules.slot_drift)
    drawn = np.flatnonzero(rules.slot_draw)
    rules.drifting[:], rules.drawn[:] = 0, 0
    rules.n_drifting, rules.n_drawn = len(drifting), len(drawn)
    rules.drifting[: len(drifting)], rules.drawn[: len(drawn)] = drifting, drawn
    seen = rules.slot_seen[: rules.n_slots]
    for f in range(len(rules.n_hidden)):
        hidden = np.flatnonzero(seen >> f & 1 == 0)
        rules.n_hidden[f] = len(hidden)
        rules.hidden[f, : len(hidden)] = hidden
