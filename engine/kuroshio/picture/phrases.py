"""Parts of the rules in words: prices, effects, conditions, reasons, odds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import numpy as np

from kuroshio.kernel import advice
from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.calendar import date_of
from kuroshio.model.entry_parts import Condition, Cost, Effect
from kuroshio.model.memo import last_few
from kuroshio.model.readings import COUNTS
from kuroshio.model.ruleset import Action
from kuroshio.picture.picture import BANDS, GRADES, OddsPicture
from kuroshio.picture.row_names import names_of

MINUS = "\u2212"
WHOSE = {
    "actor": "our {}", "target": "the target's {}", "partner": "the partner's {}", "holder": "the holder's {}",
    "challenger": "the challenger's {}", "actor_target": "{} with the target", "actor_partner": "{} with the partner",
    "target_partner": "{} between target and partner", "challenger_holder": "{} between challenger and holder",
}  # fmt: skip
LIKE = {"breakthrough": "success", "setback": "failure"}  # the band whose effects an extreme band has if it has none of its own
# The facts of a case that close an answer, each with its sentence; other facts are told by their numbers.
CASE = {
    "attributed": "This government cannot say who did it.",
    "victim": "Only the victim may give it.",
    "expected": "Less is expected of this government.",
    "victim_level": "The victim itself has answered at a lower level.",
    "my_class": "The act is of another kind.",
}
HERE = ("area", "flashpoint", "pledge")  # subjects that stand for the area of the order


class Phrases:
    """Puts parts of the rules of one game into words."""

    def __init__(self, tables: Tables):
        self.tables, self.names = tables, names_of(tables)
        ruleset = tables.ruleset
        self.tracks = {track.id: track.name for track in ruleset.tracks}
        self.purse = (ruleset.roles.capital, ruleset.roles.funds, ruleset.roles.readiness)
        self.kinds = {kind.id: kind.name for kind in ruleset.kinds}
        entries = (*ruleset.factions, *ruleset.pairs, *ruleset.flashpoints, *ruleset.obligations, *ruleset.projects)
        self.owners = {entry.id: entry.name for entry in (*tables.board.areas, *entries)}

    # --- prices and effects --------------------------------------------------------------------------

    def cost(self, cost: Cost) -> str:
        """Return a price, such as "capital 1, funds 2"; empty for none."""
        parts = (("capital", cost.capital), ("funds", cost.funds), ("readiness", cost.readiness))
        return ", ".join(f"{what} {n}" for what, n in parts if n)

    def reading(self, text: str, whose: Mapping[str, str] = WHOSE) -> str:
        """Return a reading in words: "the target's support at home"; `whose` names the parties where they are known."""
        subject, what = text.split(".", 1)
        if subject == "count":
            return what.replace("_", " ")
        if subject == "case":
            return f"{what.replace('_', ' ')} of the case"
        track = what.split(".")[0]
        name = small(self.tracks.get(track) or f"ready counters ({self.kinds.get(track, track)})")
        if subject == "world" or subject in HERE:
            return name
        pattern = whose.get(subject) or f"{self.owners.get(subject, subject)}: {{}}"
        return pattern.format(name)

    def parties(self, actor: str, target: str, partner: str) -> dict[str, str]:
        """Return the words for the parties of an order, from their names; an empty name is nobody."""
        named = {"actor": actor, "target": target, "partner": partner}
        said = {word: f"{name}: {{}}" for word, name in named.items() if name}
        for one, other in (("actor", "target"), ("actor", "partner"), ("target", "partner")):
            if named[one] and named[other]:
                said[f"{one}_{other}"] = f"{named[one]} and {named[other]}: {{}}"
        if target and not actor:
            said["actor_target"] = f"{{}} with {target}"
        return {**WHOSE, **said}

    def effect(self, effect: Effect, whose: Mapping[str, str] = WHOSE) -> str:
        """Return one effect: "the target's support at home \u22121 for 2 turns"."""
        change = f"becomes {effect.set}" if effect.set is not None else signed(effect.add or 0)
        lasts = f" for {effect.lasts} turn{'s' * (effect.lasts > 1)}" if effect.lasts else ""
        return f"{self.reading(effect.track, whose)} {change}{lasts}"

    def effects(self, effects: Iterable[Effect], whose: Mapping[str, str] = WHOSE) -> str:
        """Several effects, separated by semicolons."""
        return "; ".join(self.effect(effect, whose) for effect in effects)

    def condition(self, condition: Condition, whose: Mapping[str, str] = WHOSE) -> str:
        """Return a condition in words: "our capital 2 or more"."""
        least, most = condition.at_least, condition.at_most
        return f"{self.reading(condition.track, whose)} {bounds(least, most)}"

    def action(self, action: Action, whose: Mapping[str, str] = WHOSE) -> tuple[str, ...]:
        """Return what an action does, a line for each band with effects, and what it requires."""
        bands = (("Always", action.effects.always), *((band.capitalize(), getattr(action.effects, band)) for band in BANDS[::-1]))
        told = [f"{band}: {self.effects(effects, whose)}." for band, effects in bands if effects]
        if action.difficulty:
            alike = [f"{band} as {like}" for band, like in LIKE.items() if getattr(action.effects, band) is None]
            told += [f"{'; '.join(alike).capitalize()}."] if alike else []
        if action.requires:
            told.append(f"Needs: {'; '.join(self.condition(c, whose) for c in action.requires)}.")
        if action.pieces:
            told.append(f"By: {' or '.join(self.kinds[kind] for kind in action.pieces)} ready in the area.")
        if action.partners and self.cost(action.partner_cost):
            told.append(f"The partner pays: {self.cost(action.partner_cost)}.")
        if action.act_class:
            told.append(f"An incident of intensity {action.intensity}; deniability {action.deniability}.")
        if action.focused:
            told.append("A focused act: one per turn.")
        return tuple(told)

    @cached_property
    def texts(self) -> dict[str, tuple[str, ...]]:
        """What each action does, by id."""
        return {action.id: self.action(action) for action in self.tables.ruleset.actions}

    @cached_property
    def prices(self) -> dict[str, str]:
        """What each action costs, by id."""
        return {action.id: self.cost(action.cost) for action in self.tables.ruleset.actions}

    # --- odds and reasons ----------------------------------------------------------------------------

    def odds(self, proposal: np.record) -> OddsPicture | None:
        """Return a proposal in words; None where no dice decide."""
        if proposal.base_number < 1:
            return None
        modifiers = [
            (self.tables.modifiers[proposal.modifier[m]].name, int(proposal.bonus[m])) for m in range(proposal.n_modifiers)
        ]
        setback, failure, success, breakthrough = (int(n) for n in proposal.odds)
        return OddsPicture(
            base=int(proposal.base_number),
            number=int(proposal.number),
            modifiers=tuple(modifiers),
            bands=(setback, failure, success, breakthrough),
        )

    def reasons(self, reasons: Iterable[np.record]) -> Iterator[str]:
        """Return the reasons why an order is not legal, a sentence each."""
        for reason in reasons:
            yield self._reason(reason)

    def closed(self, reasons: Iterable[np.record], kinds: Iterable[str] = (), have: str = "you have") -> Iterator[str]:
        """Return the reasons why an answer is closed to its seat, a sentence each. kinds: the forces that could give it."""
        for reason in reasons:
            why = int(reason.why)
            if why == advice.TOO_DEAR:
                track = self.tables.slots[reason.slot].rpartition(".")[2]
                word = dict(zip(self.purse, ("capital", "funds", "readiness"), strict=True))[track]
                yield f"Needs {word} {int(reason.least)}, {have} {int(reason.value)}."
            elif why == advice.GATE_SHUT:
                yield f"Needs a legal decision first: {self.names.gates[reason.what]}."
            elif why == advice.NO_FORCES:
                yield f"No force that could do it is ready within reach: {', '.join(small(self.kinds[kind]) for kind in kinds)}."
            elif why == advice.NOT_MET and reason.subject == codes.OF_CASE:
                yield self._case(reason)
            else:
                yield self._reason(reason)

    def _case(self, reason: np.record) -> str:
        """Return the fact of the case that closes an answer."""
        fact = codes.FACTS[reason.what]
        wanted = bounds(*_limits(reason))
        return CASE.get(fact) or f"The case needs {fact.replace('_', ' ')} {wanted}; it has {int(reason.value)}."

    def _reason(self, reason: np.record) -> str:
        scenario = self.tables.scenario
        why, value = int(reason.why), int(reason.value)
        if why == advice.OUT_OF_SEASON:
            first, last = int(reason.least), int(reason.most)
            if value < first:
                past_end = first > scenario.turns
                return (
                    "Not before the game ends."
                    if past_end
                    else f"Not before {date_of(first, scenario.start, scenario.turn_length)}."
                )
            return f"Only until {date_of(max(last, 1), scenario.start, scenario.turn_length)}."
        if why == advice.TOO_DEAR:
            return f"It needs {int(reason.least)} of {self.names.slots[reason.slot]}; there is {value}."
        if why == advice.NOT_MET:
            return self._not_met(reason)
        if why == advice.NO_ORDERS_LEFT:
            return f"All {int(reason.most)} orders of this turn are given."
        if why == advice.NO_MOVES_LEFT:
            return f"All {int(reason.most)} moves of this turn are given."
        return {
            int(advice.NOT_ITS_ACTION): "This seat cannot order it.",
            int(advice.FOCUSED_ALREADY): "One focused act is already ordered this turn; a second is not allowed.",
            int(advice.POSTURE_STAYS): "The posture cannot go further this way.",
            int(advice.ORDERED_ALREADY): "It is ordered already.",
            int(advice.POSTURE_ORDERED): "A change of posture there is ordered already.",
            int(advice.NO_PIECE): "No counter that could do it is ready there.",
            int(advice.OUT_OF_REACH): "Out of reach from its bases.",
            int(advice.NO_SEAT): "The government named has no seat in this scenario.",
        }[why]

    def _not_met(self, reason: np.record) -> str:
        wanted = bounds(*_limits(reason))
        if reason.slot >= 0:
            name = self.names.slots[reason.slot]
        elif reason.subject == codes.OF_PIECES:
            name = f"Ready counters there ({self.tables.ruleset.kinds[reason.what].name.lower()})"
        elif reason.subject == codes.OF_COUNT:
            name = COUNTS[reason.what].replace("_", " ").capitalize()
        elif reason.subject == codes.OF_CASE:
            name = "What it asks for"
        else:
            return f"{self.tables.ruleset.tracks[reason.what].name} must be {wanted}; this seat has none there."
        if reason.value == codes.UNKNOWN:
            return f"{name} must be {wanted}; this seat cannot know it."
        return f"{name} must be {wanted}; it is {int(reason.value)}."


def _limits(reason: np.record) -> tuple[int | None, int | None]:
    """Return the range that a reason requires."""
    return int(reason.least) if reason.least > -100_000 else None, int(reason.most) if reason.most < 100_000 else None


def bounds(least: int | None, most: int | None) -> str:
    """Return a range in words: "2 or more", "3 or less", "1 to 4", "exactly 2"."""
    if least is not None and most is not None:
        return f"{least} to {most}" if least != most else f"exactly {least}"
    return f"{least} or more" if least is not None else f"{most} or less"


def holds(condition: Condition, value: int) -> bool:
    """Whether a value lies within the bounds of a condition."""
    least, most = condition.at_least, condition.at_most
    return (least is None or value >= least) and (most is None or value <= most)


def mean_of(total: int, readings: int) -> str:
    """Return the mean of some readings, in steps of a track, with as many decimals as tell it from a whole number.

    >>> mean_of(32, 4), mean_of(30, 4), mean_of(159, 20)
    ('8', '7.5', '7.95')
    """
    return f"{round(total / readings, 2):g}"


def read_at(judgement: np.record) -> str:
    """Return what a condition of success was judged by: its mean, or the one value that was read."""
    total, readings = int(judgement.total), int(judgement.readings)
    return mean_of(total, readings) + (f" (mean of {readings} readings)" if readings > 1 else "")


def graded(grade: float | None) -> str:
    """Return the mean grade of a seat's conditions in words; empty where it has none.

    >>> graded(1.75)
    'grade 1.8 of 3'
    """
    return "" if grade is None else f"grade {grade:.1f} of {len(GRADES) - 1}"


def unsettled(condition: Condition, value: int, so_far: tuple[int, int] | None) -> str:
    """Return the note on a condition that only the end of the game can settle, because it counts over all turns; else empty.

    so_far: the turns played, and all turns; None at the end. A track can be judged at any time.
    """
    least, most = condition.at_least, condition.at_most
    settled = (most is not None and value > most) or (most is None and least is not None and value >= least)
    if so_far is None or settled or not condition.track.startswith("count."):
        return ""
    return f"counted over {so_far[0]} of {so_far[1]} turns: settled only at the end"


def listed(parts: Iterable[str]) -> str:
    """Return parts as a list in words: `a, b and c`; empty for none."""
    *most, last = [*parts] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def signed(amount: int) -> str:
    """Return a change with its sign."""
    return f"+{amount}" if amount >= 0 else f"{MINUS}{-amount}"


def sentence(text: str) -> str:
    """Return a text as a sentence of its own."""
    return f"{text[:1].upper()}{text[1:]}."


def small(name: str) -> str:
    """Return a name with a small first letter, for the middle of a sentence; an acronym stays as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


@last_few
def phrases_of(tables: Tables) -> Phrases:
    """Return the words of tables, shared by all who tell of them."""
    return Phrases(tables)
