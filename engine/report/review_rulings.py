"""What an umpire ruled, and what the engine would have made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.picture.phrases import signed
from engine.report.review import Decision, Override
from engine.report.review_eyes import Eyes
from engine.session.entries import Entry

ROLL = "rigid"  # the mode in which nobody rules


def overrides(entries: Iterable[Entry], eyes: Eyes) -> Iterator[Override]:
    """The rulings that somebody made; those by the roll alone are told among the decisions."""
    for entry in entries:
        if entry.kind == "ruling" and entry["mode"] != ROLL:
            yield _override(entry, eyes)


def _override(entry: Entry, eyes: Eyes) -> Override:
    engine, band = str(entry["engine"]), str(entry["band"])
    by_hand = "; ".join(_by_hand(effect, eyes) for effect in entry["effects"])
    dice = [int(die) for die in entry["dice"]] or [0, 0]  # none are thrown for an order in a seat's own words
    return Override(
        turn=int(entry["turn"]),
        seat=str(entry["seat"]),
        order=in_names(eyes, str(entry["order"])),
        line=str(entry["order"]),
        mode=str(entry["mode"]).replace("_", "-"),
        number=int(entry["number"]),
        odds=tuple(int(ways) for ways in entry["odds"]),
        dice=(dice[0], dice[1]),
        engine=engine,
        final=band or engine,
        by_hand=by_hand,
        net=len(entry["pro"]) - len(entry["contra"]),
        heard=tuple(_heard(entry, eyes)),
        reason=str(entry["reason"]),
        by=str(entry["by"]),
        changed=bool(band and band != engine) or bool(by_hand),
    )


def _by_hand(effect: Mapping[str, Any], eyes: Eyes) -> str:
    name = eyes.names.slots[eyes.game.maker.slots[effect["track"]]]
    return f"{name} becomes {effect['set']}" if "set" in effect else f"{name} {signed(effect['add'])}"


def _heard(entry: Entry, eyes: Eyes) -> Iterator[str]:
    yield from (f"for: {text}" for text in entry["pro"])
    yield from (f"against: {text}" for text in entry["contra"])
    yield from (f"{eyes.name(who)} for {band}" for who, band in entry["votes"].items())


def written(entries: Iterable[Entry], eyes: Eyes, rulings: Iterable[Override]) -> Iterator[Decision]:
    """Orders in a seat's own words, each with what the umpire made of it."""
    ruled = {(one.turn, one.seat, bare(one.line)): one for one in rulings}
    for entry in entries:
        if entry.kind == "words" and eyes.may_read((str(entry["seat"]),)):
            turn, seat, text = int(entry["turn"]), str(entry["seat"]), str(entry["text"])
            ruling = ruled.get((turn, seat, text))
            ending = "; ".join(part for part in (ruling.final, ruling.by_hand) if part) if ruling else ""
            yield Decision(
                number=0,
                turn=turn,
                seat=seat,
                seat_name=eyes.name(seat),
                kind="words",
                by="person",
                text=f"In its own words: \u201c{text}\u201d",
                outcome=ending or "not ruled",
            )


def bare(line: str) -> str:
    """The words of an order between their quotes; a line without any is itself."""
    return line.partition('"')[2].rpartition('"')[0] or line


def in_names(eyes: Eyes, line: str) -> str:
    """A line of play with names in place of ids."""
    ruleset = eyes.tables.ruleset
    groups = (
        ruleset.factions, ruleset.actions, eyes.tables.board.areas, ruleset.gates, ruleset.projects, ruleset.levels,
        ruleset.crisis_choices, ruleset.crisis_roles, eyes.tables.scenario.pieces,
    )  # fmt: skip
    known = {entry.id: entry.name for group in groups for entry in group}
    said = [known.get(word.rstrip(":"), word.rstrip(":")) + ":" * word.endswith(":") for word in line.split()]
    return " ".join(said)
