"""The review of a game as data: what stands on the page for the hot-wash, in words and whole numbers, for one pair of eyes."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import in_

from kuroshio.picture.picture import Beat, Change, Counter, FlashpointPicture, Gauge, Odds


@frozen(kw_only=True)
class Place:
    """A seat at the table. who: people, or the name of a doctrine."""

    id: str
    name: str
    letter: str
    color: str
    who: str


@frozen(kw_only=True)
class Head:
    """What was played. edition: the seat whose eyes it is for, empty for control; seed: empty where it is control's to know.

    judged: a sentence on where aims are judged, where that is not the end; empty at the end, and where nothing was played.
    """

    title: str
    title_ja: str
    summary: str
    began: str
    ended: str
    turns: int
    played: int
    over: bool
    edition: str
    seats: tuple[Place, ...]
    seed: str
    digest: str
    version: str
    story: tuple[str, ...]
    judged: str = ""


@frozen(kw_only=True)
class Move:
    """A track on the wall that a turn has moved, and what moved it."""

    name: str
    before: int
    after: int
    causes: tuple[str, ...]


@frozen(kw_only=True)
class Frame:
    """One stop of the timeline: the position at the end of a turn (0: the opening), and what happened in it.

    crises: how each that opened in it ended.
    """

    turn: int
    date: str
    whole: bool
    wall: tuple[Gauge, ...]
    counters: tuple[Counter, ...]
    hotspots: tuple[FlashpointPicture, ...]
    moves: tuple[Move, ...]
    crises: tuple[str, ...]
    beats: tuple[Beat, ...]


@frozen(kw_only=True)
class Decision:
    """A choice and what came of it.

    kind: of words.QUESTIONS. shown: the odds that the seat was shown; ruled: those that the dice were thrown at, once
    arguments had moved the number by `argued`. rolled: the band of the dice, and luck and verdict are on that;
    outcome: the band that stood, or one of carried out, declined, signed, void, stalled, chosen, pending.
    umpire: what the umpire made of it, where that was not the engine's answer; by_hand: tracks that it set; reason: why, of
    orders in a seat's own words (kind "words"). noticed: whether others saw it.
    """

    number: int
    turn: int
    seat: str
    seat_name: str
    kind: str
    by: str
    text: str
    cost: str = ""
    expected: str = ""
    shown: Odds | None = None
    ruled: Odds | None = None
    dice: tuple[int, int] | None = None
    argued: int = 0
    rolled: str = ""
    outcome: str = ""
    noticed: bool = True
    changes: tuple[Change, ...] = ()
    luck: str = ""
    verdict: str = ""
    umpire: str = ""
    by_hand: str = ""
    reason: str = ""


@frozen(kw_only=True)
class SeatLuck:
    """What the dice gave a seat. hoped: successes that its odds promised, in 36ths; had: successes that it threw;
    made: successes that stood once an umpire had ruled.
    """

    name: str
    throws: int
    hoped: int
    had: int
    made: int


@frozen(kw_only=True)
class Shot:
    """A throw of a crisis on which a first shot hung. at: its line of the log; chance: ways out of 36 that somebody fires."""

    at: int
    turn: int
    crisis: str
    round: int
    chosen: str
    number: int
    chance: int
    dice: tuple[int, int]
    fired: bool
    verdict: str


@frozen(kw_only=True)
class Series:
    """A track over time: a value at the opening and one for each turn; None where it is not known. group: which chart."""

    id: str
    name: str
    group: str
    owner: str
    least: int
    most: int
    values: tuple[int | None, ...]


@frozen(kw_only=True)
class Mark:
    """Something to mark on a chart of a flashpoint: a crisis, by turn."""

    flashpoint: str
    turn: int
    text: str


@frozen(kw_only=True)
class Belief:
    """Whom a seat held responsible for an incident at the time. right: None where the truth is not to be shown."""

    seat: str
    held: str
    right: bool | None


@frozen(kw_only=True)
class Answer:
    """What was expected of a seat in an incident, under which obligation, and what it answered."""

    seat: str
    expected: str
    under: str
    given: str
    short: int


@frozen(kw_only=True)
class Case:
    """An incident. author: who did it, empty where these eyes do not know."""

    turn: int
    act: str
    area: str
    victim: str
    intensity: int
    deniability: str
    author: str
    beliefs: tuple[Belief, ...]
    answers: tuple[Answer, ...]


@frozen(kw_only=True)
class Word:
    """An obligation. Three numbers at the opening and at the end; None where these eyes do not know one."""

    name: str
    debtor: str
    creditor: str
    stated: tuple[int | None, int | None]
    believed: tuple[int | None, int | None]
    actual: tuple[int | None, int | None]


@frozen(kw_only=True)
class Deeds:
    """What a seat did in a turn, of one sort. sort: ordered, moved, offers of others, answered, decided."""

    sort: str
    texts: tuple[str, ...]


@frozen(kw_only=True)
class Forecast:
    """What a seat expected of another in a turn, beside what that one did."""

    turn: int
    seat: str
    other: str
    expected: str
    did: tuple[Deeds, ...]


@frozen(kw_only=True)
class Deal:
    """An agreement between seats and what became of it."""

    made: int
    parties: tuple[str, ...]
    terms: str
    expires: int
    public: bool
    state: str
    how: str


@frozen(kw_only=True)
class Override:
    """A ruling of the umpire, with the engine's own answer beside it.

    odds: as shown, by band, setback first; net: what arguments moved the number by; heard: arguments for and against, or
    votes, in words; changed: whether it mattered; own_words: whether it was on an order in a seat's own words.
    """

    turn: int
    seat: str
    order: str
    line: str
    mode: str
    number: int
    odds: tuple[int, ...]
    dice: tuple[int, ...]
    engine: str
    final: str
    by_hand: str
    own_words: bool
    net: int
    heard: tuple[str, ...]
    reason: str
    by: str
    changed: bool


@frozen(kw_only=True)
class Remark:
    """A thing of the room. at: the local time with its offset; to: empty for all.

    kind: each has its words in `templates/review.html`.
    """

    turn: int
    kind: str = field(validator=in_(("inject", "note", "late", "clock")))
    about: str
    text: str
    at: str = ""
    to: tuple[str, ...] = ()


@frozen(kw_only=True)
class Response:
    """What an inject that came expected, and how the umpire scored it. to: empty for all; within: turns, 0 for no limit.

    points: None where it was never scored; text: empty where these eyes may not read it.
    """

    turn: int
    inject: str
    to: tuple[str, ...]
    expected: str
    within: int
    worth: int
    points: int | None = None
    text: str = ""
    by: str = ""


@frozen(kw_only=True)
class Undone:
    """Lines that were taken back, in words."""

    turn: int
    after: int
    lines: tuple[str, ...]


@frozen(kw_only=True)
class Aims:
    """What a seat wanted and came to. secret, conditions (each met or missed): where these eyes may know them.

    met: None where nothing was played that could be judged.
    """

    seat: str
    met: bool | None
    wanted: tuple[str, ...]
    secret: tuple[str, ...]
    conditions: tuple[tuple[str, bool], ...]


@frozen(kw_only=True)
class Review:
    """Everything for one page."""

    head: Head
    aims: tuple[Aims, ...]
    frames: tuple[Frame, ...]
    decisions: tuple[Decision, ...]
    luck: tuple[SeatLuck, ...]
    shots: tuple[Shot, ...]
    series: tuple[Series, ...]
    marks: tuple[Mark, ...]
    cases: tuple[Case, ...]
    words: tuple[Word, ...]
    forecasts: tuple[Forecast, ...]
    deals: tuple[Deal, ...]
    responses: tuple[Response, ...]
    overrides: tuple[Override, ...]
    room: tuple[Remark, ...]
    undone: tuple[Undone, ...]
