"""Where one seat stands, as its sheet and control's line `state` tell it: words, whole numbers and ids that the seat may know.

These classes know no rules. `kuroshio.picture.standing_maker` fills them from the seat's view and from what it was told.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from kuroshio.picture.gauge_pictures import Gauge
from kuroshio.picture.picture import Beat, Duty, IncidentPicture, OddsPicture

ALWAYS = "always"  # in place of a band: effects that come however the dice fall


@frozen(kw_only=True)
class Moved:
    """What moved a number, and by how much."""

    amount: int
    why: str


@frozen(kw_only=True)
class OwnNumber:
    """A number of a seat's own. before: at the start of the span that is told; moved: adds up to the difference."""

    gauge: Gauge
    name: str
    name_ja: str
    before: int
    moved: tuple[Moved, ...]


@frozen(kw_only=True)
class AimStanding:
    """A condition of success. value: None where it is not known; mean: of the readings so far, empty before the first.

    grade: how well it would be met if the game ended now, of `kuroshio.picture.picture.GRADES`; empty where it is not known.
    least, most: of what it reads, None for a count; at_least, at_most: what is wanted, None: no bound.
    """

    name: str
    name_ja: str
    value: int | None
    mean: str
    wanted: str
    grade: str
    least: int | None
    most: int | None
    at_least: int | None
    at_most: int | None


@frozen(kw_only=True)
class OpenOffer:
    """A joint order that waits for the seat's signature. cost: the price of a yes; why: why the seat cannot sign, else empty.

    by, act: the ids of its proposer and of its action.
    """

    by: str
    act: str
    title: str
    title_ja: str
    cost: str
    odds: OddsPicture | None
    text: tuple[str, ...]
    why: tuple[str, ...]


@frozen(kw_only=True)
class CaseAnswer:
    """An answer to an incident. why: why it is closed to the seat, a sentence each; empty: it is open."""

    name: str
    name_ja: str
    cost: str
    text: tuple[str, ...]
    why: tuple[str, ...]


@frozen(kw_only=True)
class SeatCase:
    """An incident that concerns a seat. duty: what is expected of it, None of the victim and before Response.

    answers: from the least to the most, empty where the seat is not asked; answered: what it has answered, else empty.
    """

    incident: IncidentPicture
    title_ja: str
    duty: Duty | None
    answers: tuple[CaseAnswer, ...]
    answered: str


@frozen(kw_only=True)
class SeatCrisis:
    """The present crisis as it is put to a seat. stage: what is chosen now; parties: who is challenger and who holder, in words.

    answers: the roles or choices that the seat may take in its order of asking, empty where it has none to take any more.
    """

    place: str
    stage: str
    parties: str
    answers: tuple[CaseAnswer, ...]


@frozen(kw_only=True)
class Way:
    """Ways of ordering an action that have the same odds: where, against whom, with whom. odds: None where no dice decide."""

    label: str
    odds: OddsPicture | None


@frozen(kw_only=True)
class BandEffects:
    """Effects of an act in a few words each. band: the band of the dice that brings them, or ALWAYS."""

    band: str
    effects: tuple[str, ...]


@frozen(kw_only=True)
class HandRow:
    """An action of the hand with its printed number. ways: empty where it is closed; why: the reasons then.

    focused: a seat may order at most one such act in a turn; brings: what it moves, surely and by its dice.
    """

    number: int
    action: str
    name: str
    name_ja: str
    cost: str
    focused: bool
    brings: tuple[BandEffects, ...]
    ways: tuple[Way, ...]
    why: tuple[str, ...]


@frozen(kw_only=True)
class OwnCounter:
    """A counter of the seat on the map. area: where it stands, by the name that the map prints; ready: whether it can act."""

    name: str
    area: str
    ready: bool


@frozen(kw_only=True)
class SeatStanding:
    """Where a seat stands. since: from when on `numbers` and `happened` tell, in words; planning: its orders are due now.

    numbers: its means first, then its other numbers that it knows; counters: its own on the map; done: what became of its
    own acts, happened: what others did to it, each with the latest last; orders, moves: what it may give in a turn; crisis: None
    where there is none now; agreed: the agreements that it knows and that stand, and those broken this turn, a sentence each.
    """

    seat: str
    name: str
    name_ja: str
    letter: str
    color: str
    turn: int
    turns: int
    date: str
    phase: str
    since: str
    planning: bool
    orders: int
    moves: int
    aims: tuple[AimStanding, ...]
    numbers: tuple[OwnNumber, ...]
    counters: tuple[OwnCounter, ...]
    offers: tuple[OpenOffer, ...]
    cases: tuple[SeatCase, ...]
    done: tuple[Beat, ...]
    happened: tuple[Beat, ...]
    hand: tuple[HandRow, ...]
    crisis: SeatCrisis | None = None
    agreed: tuple[str, ...] = ()


def brought_told(brings: Iterable[BandEffects]) -> str:
    """Return what an act brings as sentences; empty for nothing.

    >>> brought_told([BandEffects(band="always", effects=("trust -1",)), BandEffects(band="success", effects=("a +1", "b +1"))])
    'Always: trust -1. Success: a +1, b +1.'
    """
    return " ".join(f"{one.band.capitalize()}: {', '.join(one.effects)}." for one in brings)


def counters_told(counters: Iterable[OwnCounter]) -> str:
    """Return where counters stand: "Destroyers, Honshu; Wing, Okinawa (spent)"; empty if there are none.

    >>> counters_told([OwnCounter(name="Wing", area="Okinawa", ready=False)])
    'Wing, Okinawa (spent)'
    """
    return "; ".join(f"{one.name}, {one.area}{'' if one.ready else ' (spent)'}" for one in counters)


def done_told(beat: Beat) -> str:
    """Return what was done in a sentence: how it fell, what it changed; of an inject its text.

    >>> done_told(Beat(number=1, turn=1, phase="news", kind="inject", title="A call", text="They ask for a meeting."))
    'A call. They ask for a meeting.'
    """
    fell = f": {beat.fell}" if beat.fell else ""
    text = f" {beat.text}" if beat.kind == "inject" and beat.text else ""
    changes = "; ".join(f"{change.name} {change.before} to {change.after}" for change in beat.changes)
    return f"{beat.title}{fell}.{text}{f' {changes}.' if changes else ''}"
