"""Texts for printed pages that can be read without the rulebook: effects, conditions, parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.entry_parts import Condition, Effect
from kuroshio.model.ruleset import Action, Flashpoint
from kuroshio.picture.phrases import WHOSE, Phrases, bounds, small
from kuroshio.picture.picture import BANDS

Line = tuple[str, str]  # heading and text
DOUBT = {
    "low": "the author is plain",
    "medium": "the author can be doubted",
    "high": "the author is hard to tell",
}
OFFERED = {
    "actor": "the proposer's {}",
    "partner": "our {}",
    "actor_target": "{} between proposer and target",
    "actor_partner": "{} with the proposer",
    "target_partner": "our {} with the target",
}


class Wording:
    """Puts parts of the rules into words, for the pages of one scenario."""

    def __init__(self, tables: Tables, phrases: Phrases, in_play: Iterable[Flashpoint]):
        self.ruleset, self.phrases = tables.ruleset, phrases
        self.factions = {faction.id: faction.name for faction in tables.ruleset.factions}
        self.kinds = {kind.id: small(kind.name) for kind in tables.ruleset.kinds}
        self.levels = [level.name for level in sorted(tables.ruleset.levels, key=lambda level: level.rank)]
        self.acts = [entry.id for entry in tables.ruleset.act_classes]
        self.stages = {f"{p.id}.{tables.ruleset.roles.stage}": p.name for p in tables.ruleset.projects}
        self.in_play = tuple(in_play)

    def whose(self, seat: str, words: Mapping[str, str] = WHOSE) -> dict[str, str]:
        """Return the words for the parties, for a seat; challenger and holder are named if only one flashpoint is in play."""
        said = dict(WHOSE)
        if len(self.in_play) == 1:
            place = self.in_play[0]
            for word, faction in (("challenger", place.challenger), ("holder", place.holder)):
                said[word] = "our {}" if faction == seat else f"{self.factions[faction]}: {{}}"
            pair = f"{self.factions[place.challenger]} and {self.factions[place.holder]}"
            said["challenger_holder"] = f"{pair}: {{}}"
        return {**said, **{word: pattern for word, pattern in words.items() if WHOSE.get(word) != pattern}}

    def effects(self, effects: Iterable[Effect], seat: str = "", words: Mapping[str, str] = WHOSE) -> str:
        """Return effects as one sentence; empty for none."""
        whose = self.whose(seat, words)
        text = "; ".join(self._effect(effect, whose) for effect in effects)
        return f"{capital(text)}." if text else ""

    def _effect(self, effect: Effect, whose: Mapping[str, str]) -> str:
        project = self.stages.get(effect.track)
        return f"{project} is proposed" if project and effect.set == 1 else self.phrases.effect(effect, whose)

    def bands(self, action: Action, seat: str, words: Mapping[str, str] = WHOSE) -> Iterator[Line]:
        """Return the effects of an action by band, the best first."""
        yield from (
            (name, self.effects(effects, seat, words))
            for name, effects in (
                ("Always", action.effects.always),
                *((band.capitalize(), getattr(action.effects, band)) for band in BANDS[::-1]),
            )
            if effects
        )

    def action(self, action: Action, seat: str) -> Iterator[Line]:
        """Return what an action does, and what it requires besides its price."""
        yield from self.bands(action, seat)
        if action.requires:
            yield "Needs", f"{capital(self.all(action.requires, seat))}."
        if action.pieces:
            yield "By", f"{capital(' or '.join(self.kinds[kind] for kind in action.pieces))}, ready in the area."
        if action.partners:
            price = self.phrases.cost(action.partner_cost)
            yield "Joint", f"The partner must sign{f', and pays {price}' if price else ''}."
        if action.act_class:
            yield "Incident", f"Intensity {action.intensity}; {DOUBT[action.deniability]}."
        if action.private:
            yield "Private", "Only the two governments are told, unless it leaks: in a setback all are."
        if action.hidden_until:
            yield "Covert", f"It is noticed on {action.hidden_until} or more on two dice."

    def offered(self, action: Action, seat: str) -> Iterator[Line]:
        """Return what a joint action does, for the partner."""
        return self.bands(action, seat, OFFERED)

    # --- conditions ----------------------------------------------------------------------------------

    def all(self, conditions: Iterable[Condition], seat: str = "") -> str:
        """Return conditions that must all hold, in words."""
        return "; ".join(self.condition(condition, seat) for condition in conditions)

    def condition(self, condition: Condition, seat: str = "") -> str:
        """Return one condition, such as "pandemic at 1 or more"."""
        subject, what = condition.track.split(".", 1)
        if subject == "case":
            return self._case(what, condition)
        if condition.track in self.stages and condition.at_most == 0:
            return f"{self.stages[condition.track]} not proposed yet"
        return f"{self.phrases.reading(condition.track, self.whose(seat))} at {wanted(condition)}"

    def _case(self, fact: str, condition: Condition) -> str:
        """Return a condition on the incident or the turn before a seat."""
        least, most = condition.at_least, condition.at_most
        yes = (least or 0) >= 1
        if fact == "attributed":
            return "this government can attribute the act" if yes else "this government cannot attribute the act"
        if fact == "victim":
            return "this government is the victim" if yes else "this government is not the victim"
        if fact in ("expected", "victim_level") and least is not None:
            whose = "is owed" if fact == "expected" else "has been the victim's answer"
            return f"\u201c{self.levels[least]}\u201d or more {whose}"
        if fact == "my_class":
            return f"the act is of kind {self._act(least, 1)} to {self._act(most, len(self.acts))}"
        if fact == "turn":
            return f"turn {least} or later" if most is None else f"turn {wanted(condition)}"
        return f"{fact.replace('_', ' ')} {wanted(condition)}"

    def _act(self, number: int | None, otherwise: int) -> str:
        """Return the label of an act class by its number, from 1."""
        return self.acts[min(max(number or otherwise, 1), len(self.acts)) - 1]


def wanted(condition: Condition) -> str:
    """Return the range of a condition; "0" if it can be no more."""
    if condition.at_most == 0 and not condition.at_least:
        return "0"
    return bounds(condition.at_least, condition.at_most)


def capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]
