"""What may be ruled on an act before an umpire: by the mode of the scenario, which bands, arguments, votes, effects (rule 4.5).

A `Docket` is the act, a `Verdict` what the umpire says of it. What is written here knows no game, only these two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from kuroshio.model.scenario import MODES
from kuroshio.picture.picture import BANDS, Odds
from kuroshio.session.journal_entries import Entry
from kuroshio.session.refusal import meant

RIGID, SEMI_RIGID, MATRIX, FREE, CONSENSUS = MODES
MOST_ARGUMENTS = 6  # on either side: more would leave the dice nothing to say
UMPIRE = "umpire"  # who looks, where the umpire does
MODE_WORDS = {
    SEMI_RIGID: "Semi-rigid: the engine's answer, or the band beside it.",
    MATRIX: "Argued: each argument moves the number by one, then the roll stands.",
    FREE: "Free: any band.",
    CONSENSUS: "By consensus: the band that the room votes for.",
}
OR_A_BAND = " Or name a band: no rule says what an order in own words does."
DICE_DOWN = {MATRIX: "until the arguments are heard", CONSENSUS: "until the votes are in"}
RULES = "rules"  # who has ruled where the roll stands by itself
ROLL_STANDS = "The roll stands."
NO_DICE = "No dice: it stands."
HEARD = (MATRIX, CONSENSUS)  # modes in which the room has its say on the roll: of an act without one there is nothing to say
ROOM = ("room", "the room")  # in whose name a show of hands is written down as one vote
EXTREMES = {"breakthrough": "success", "setback": "failure"}  # what an extreme takes where nothing is tied to itself
NOTHING_BEFORE = "No act is before the umpire."


@frozen
class Docket:
    """The act before the umpire. odds: as shown to its seat, None where no die decides; engine: the band of the roll.

    words: of an order in own words, of which no rule says what it does, the how-many-th of its seat; 0 for any other act.
    Nobody is shown `dice` and `engine` before the ruling where the dice are `down`.
    """

    seat: str
    order: str
    title: str
    mode: str
    odds: Odds | None
    dice: tuple[int, int]
    engine: str
    words: int = 0

    @property
    def down(self) -> str:
        """Until when the dice lie down, in words; empty where they are up, or where there are none."""
        return DICE_DOWN.get(self.mode, "") if self.odds else ""

    def rolled(self) -> str:
        """What may be shown of the roll before the ruling, in a sentence."""
        if self.down:
            return f"The dice lie down {self.down}."
        return f"The engine's answer: {f'{sum(self.dice)}, ' if self.odds else ''}{self.engine}."


@frozen(kw_only=True)
class Verdict:
    """What an umpire rules. pro, contra: arguments heard, each moving the number by one; votes: seat or name to band.

    band: of BANDS, empty where the roll stands; effects: tracks set by hand, as {track, add} or {track, set}, each perhaps with
    `on`, the band that it is tied to: one that is tied to none holds in every band.
    told: of an order in own words, the seats that are told beside its own; public: everybody is.
    """

    reason: str
    by: str
    pro: tuple[str, ...] = ()
    contra: tuple[str, ...] = ()
    votes: Mapping[str, str] = {}
    band: str = ""
    effects: Sequence[Mapping[str, Any]] = ()
    told: tuple[str, ...] = ()
    public: bool = False


def needs(docket: Docket) -> str:
    """What an act needs as arguments stand, and the ways in 36 that it comes to so much."""
    return f"needs {docket.odds.number}, {sum(docket.odds.bands[2:])} in 36" if docket.odds else f"no dice, {docket.engine}"


def ruling_told(entry: Entry, unargued: str) -> str:
    """How a ruling came out, with the dice that are up now. unargued: the band of the roll without any argument."""
    engine, final = str(entry["engine"]), str(entry["band"] or entry["engine"])
    if entry["by"] == RULES and not entry["number"]:
        return f"{entry['order']} stands: no dice."
    if not entry["number"]:
        return f"Ruled: {final}; no dice{'' if final == engine else f', and without the ruling it would be a {engine}'}."
    argued = len(entry["pro"]) != len(entry["contra"])
    thrown = f"Ruled: {final}, needed {entry['number']}{' after the arguments' if argued else ''}, threw {sum(entry['dice'])}"
    if final != engine:
        return f"{thrown}: the roll says {engine}."
    if argued:
        return f"{thrown}; {'the arguments changed nothing' if unargued == engine else f'without the arguments a {unargued}'}."
    return f"{thrown}: as the roll has it."


def holding(effects: Sequence[Mapping[str, Any]], band: str) -> list[dict[str, Any]]:
    """The effects set by hand that hold in a band, without what they are tied to.

    What is tied to success or to failure holds in the extreme beyond as well, unless something is tied to that extreme itself.
    """
    tied = {effect.get("on") for effect in effects}
    meant_by = band if band in tied else EXTREMES.get(band, band)
    held = [effect for effect in effects if effect.get("on", meant_by) == meant_by]
    return [{name: value for name, value in effect.items() if name != "on"} for effect in held]


def verdict_wrong(verdict: Verdict, before: Docket) -> str:
    """What a mode does not allow, in a sentence."""
    bands = [verdict.band, *verdict.votes.values()]
    bands += [str(effect["on"]) for effect in verdict.effects if "on" in effect]
    unknown = next((band for band in bands if band and band not in BANDS), "")
    if unknown:
        return meant(f"No band {unknown!r}", unknown, BANDS)
    if (verdict.told or verdict.public) and not before.words:
        return "The rules say who sees this act; only of an order in own words does a ruling say who is told."
    if not verdict.reason.strip():
        return "A ruling needs its reason."
    if not verdict.by.strip():
        return "A ruling needs the name of who ruled."
    if verdict.by == RULES:
        return f"{RULES!r} stands for the roll alone; give the name of who ruled."
    if max(len(verdict.pro), len(verdict.contra)) > MOST_ARGUMENTS:
        return f"More than {MOST_ARGUMENTS} arguments on one side; let the weightiest stand."
    return NOT_ALLOWED[before.mode](verdict, before)


def idle(verdict: Verdict, before: Docket) -> str:
    """A sentence on what would be written down and decide nothing; games that were kept before may have it."""
    if before.mode == FREE and verdict.votes:
        return "This act is ruled freely: the umpire names the band, and no votes are taken."
    single = list(verdict.votes) if len(verdict.votes) == 1 else []
    if before.mode == CONSENSUS and single and single[0].lower() not in ROOM:
        return f"One vote is no consensus: write the vote of each who has one, or `vote {ROOM[0]}=BAND` after a show of hands."
    return ""


# Of an order in own words no rule says what it does: there the umpire may name any band and set tracks, whatever the mode.


def _semi_rigid(verdict: Verdict, before: Docket) -> str:
    if verdict.pro or verdict.contra or verdict.votes or (verdict.effects and not before.words):
        return "This act is ruled semi-rigid: pick a band, no arguments, votes or effects by hand."
    if verdict.band and not before.words and abs(BANDS.index(verdict.band) - BANDS.index(before.engine)) > 1:
        return f"This act is ruled semi-rigid: no more than one band from {before.engine}."
    return ""


def _matrix(verdict: Verdict, before: Docket) -> str:
    if verdict.votes:
        return "This act is argued: no votes are taken."
    if (verdict.band or verdict.effects) and not before.words:
        return "This act is argued: arguments move the number, then the roll stands."
    return ""


def _free(verdict: Verdict, before: Docket) -> str:
    return "This act is ruled freely: name a band or effects, no arguments or votes." if verdict.pro or verdict.contra else ""


def _consensus(verdict: Verdict, before: Docket) -> str:
    if before.words and verdict.band:
        return "Either the votes name the band, or the umpire does." if verdict.votes else ""
    if not verdict.votes:
        other = " On an order in own words the umpire may name the band instead." if before.words else ""
        return f"This act is ruled by consensus: it needs votes, each for a band.{other}"
    if verdict.effects and not before.words:
        return "This act is ruled by consensus: the votes name the band, and no track is set by hand; use an inject for that."
    return "This act is ruled by consensus: the votes name the band." if verdict.band else ""


def _rigid(verdict: Verdict, before: Docket) -> str:
    return "This act is rigid: the roll stands."


NOT_ALLOWED = {RIGID: _rigid, SEMI_RIGID: _semi_rigid, MATRIX: _matrix, FREE: _free, CONSENSUS: _consensus}


def outvoted(votes: Mapping[str, str], engine: str) -> str:
    """The band with most votes; on a tie the engine's answer, if it is among the first, else the lower band."""
    counted = Counter(votes.values())
    most = max(counted.values())
    first = [band for band in BANDS if counted[band] == most]
    return engine if engine in first else first[0]
