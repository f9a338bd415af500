"""The umpire's rulings beside the engine's answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve

from kuroshio.picture.phrases import signed
from kuroshio.picture.picture import OddsPicture
from kuroshio.report.review.audience import Audience
from kuroshio.report.review.dice_luck import luck_in_words, verdict_on
from kuroshio.report.review.review import Decision, Override
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.own_words import orders_in_words
from kuroshio.session.rulings import RIGID, RULES


def overrides(entries: Iterable[JournalLine], audience: Audience) -> Iterator[Override]:
    """Return the rulings by people; rulings by the roll, and acts without a roll, are told among the decisions."""
    for entry in entries:
        if entry.kind == "ruling" and entry["mode"] != RIGID and entry["by"] != RULES:
            yield _override(entry, audience)


def _override(entry: JournalLine, audience: Audience) -> Override:
    engine, band = str(entry["engine"]), str(entry["band"])
    hand, own_words = by_hand(entry, audience), bool(entry.get("words"))
    dice = [int(die) for die in entry["dice"]]
    return Override(
        turn=int(entry["turn"]),
        seat=str(entry["seat"]),
        order=in_names(audience, str(entry["order"])),
        line=str(entry["order"]),
        mode=str(entry["mode"]).replace("_", "-"),
        number=int(entry["number"]),
        odds=tuple(int(ways) for ways in entry["odds"]),
        dice=(dice[0], dice[1]),
        engine=engine,
        final=band or engine,
        by_hand=hand,
        own_words=own_words,
        net=len(entry["pro"]) - len(entry["contra"]),
        heard=tuple(_heard(entry, audience)),
        reason=str(entry["reason"]),
        by=str(entry["by"]),
        changed=bool(band and band != engine) or bool(hand),
    )


def by_hand(ruling: JournalLine, audience: Audience) -> str:
    """Return the tracks that a ruling set by hand, in words, as far as the audience sees them."""
    return "; ".join(_effect(effect, audience) for effect in ruling["effects"] if audience.sees_track(str(effect["track"])))


def _effect(effect: Mapping[str, Any], audience: Audience) -> str:
    name = audience.names.slots[audience.game.maker.slots[effect["track"]]]
    return f"{name} becomes {effect['set']}" if "set" in effect else f"{name} {signed(effect['add'])}"


def _heard(entry: JournalLine, audience: Audience) -> Iterator[str]:
    yield from (f"for: {text}" for text in entry["pro"])
    yield from (f"against: {text}" for text in entry["contra"])
    yield from (f"{audience.name(who)} for {band}" for who, band in entry["votes"].items())
    yield from (f"{audience.name(who)} replied: {text}" for who, text in entry.get("replies", []))


def written(entries: Iterable[JournalLine], audience: Audience) -> Iterator[Decision]:
    """Return orders in own words with their rulings.

    A seat reads its own orders, and those of others whose ruling it was told.
    """
    counted = list(entries)
    rulings = {(e["turn"], e["seat"], e["words"]): e for e in counted if e.kind == "ruling" and e.get("words")}
    for one in orders_in_words(counted):
        seat, ruling = one.seat, rulings.get((one.turn, one.seat, one.number))
        if audience.may_read((seat,)) or (ruling and (not ruling["audience"] or audience.seat in ruling["audience"])):
            spoken = Decision(
                number=0,
                turn=one.turn,
                seat=seat,
                seat_name=audience.name(seat),
                kind="words",
                by="person",
                text=f"In its own words: \u201c{one.text}\u201d",
                outcome="withdrawn by agreement" if one.withdrawn else "not ruled",
            )
            yield _ruled(spoken, ruling, audience) if ruling else spoken


def _ruled(spoken: Decision, ruling: JournalLine, audience: Audience) -> Decision:
    """Return an order in own words with its ruling, and the reason for all who are told of it."""
    engine, final = str(ruling["engine"]), str(ruling["band"] or ruling["engine"])
    odds, dice = _odds(ruling), tuple(int(die) for die in ruling["dice"])
    told = evolve(
        spoken,
        outcome=final,
        umpire=made_of(engine, final),
        by_hand=by_hand(ruling, audience),
        argued=len(ruling["pro"]) - len(ruling["contra"]),
        reason=str(ruling["reason"]),
    )
    if odds is None or len(dice) != 2:
        return told
    thrown = (dice[0], dice[1])
    return evolve(told, ruled=odds, dice=thrown, rolled=engine, luck=luck_in_words(thrown), verdict=verdict_on(odds, thrown))


def _odds(ruling: JournalLine) -> OddsPicture | None:
    """Return the odds of a roll; None without a roll."""
    if not ruling["odds"]:
        return None
    setback, failure, success, breakthrough = (int(ways) for ways in ruling["odds"])
    return OddsPicture(
        base=int(ruling["base"]),
        number=int(ruling["number"]),
        modifiers=tuple((str(name), int(bonus)) for name, bonus in ruling["modifiers"]),
        bands=(setback, failure, success, breakthrough),
    )


def made_of(engine: str, final: str) -> str:
    """Say how an umpire changed the engine's answer; empty if it stood."""
    return f"the umpire changed a {engine} into a {final}" if final != engine else ""


def in_names(audience: Audience, line: str) -> str:
    """Return a line of play with names in place of ids."""
    ruleset = audience.tables.ruleset
    groups = (
        ruleset.factions, ruleset.actions, audience.tables.board.areas, ruleset.gates, ruleset.projects, ruleset.levels,
        ruleset.crisis_choices, ruleset.crisis_roles, audience.tables.scenario.pieces,
    )  # fmt: skip
    known = {entry.id: entry.name for group in groups for entry in group}
    said = [known.get(word.rstrip(":"), word.rstrip(":")) + ":" * word.endswith(":") for word in line.split()]
    return " ".join(said)
