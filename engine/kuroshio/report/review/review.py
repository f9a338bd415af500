"""The review of a game as data: the contents of the page for the hot-wash, in words and whole numbers, for one audience."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import in_

from kuroshio.picture.gauge_pictures import Gauge
from kuroshio.picture.picture import Beat, Change, Counter, FlashpointPicture, OddsPicture


@frozen(kw_only=True)
class ReviewSeat:
    """A seat at the table. who: people, or the name of a doctrine."""

    id: str
    name: str
    letter: str
    color: str
    who: str


@frozen(kw_only=True)
class Head:
    """What was played. edition: the seat that it is for, empty for control; seed: empty except for control.

    judged: a sentence on where aims are judged, if that is not the end; else empty, also if nothing was played.
    anonymous: whether roles stand for the names of people.
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
    seats: tuple[ReviewSeat, ...]
    seed: str
    digest: str
    version: str
    story: tuple[str, ...]
    judged: str = ""
    anonymous: bool = False


@frozen(kw_only=True)
class WallChange:
    """A track on the wall that has changed in a turn, with the causes."""

    name: str
    before: int
    after: int
    causes: tuple[str, ...]


@frozen(kw_only=True)
class TurnFrame:
    """One frame of the timeline: the position at the end of a turn (0: the opening), and what happened in it.

    crises: the endings of the crises that opened in it.
    """

    turn: int
    date: str
    whole: bool
    wall: tuple[Gauge, ...]
    counters: tuple[Counter, ...]
    hotspots: tuple[FlashpointPicture, ...]
    moves: tuple[WallChange, ...]
    crises: tuple[str, ...]
    beats: tuple[Beat, ...]


@frozen(kw_only=True)
class Decision:
    """A choice and its result.

    kind: of words.QUESTIONS. shown: the odds that the seat was shown; ruled: those of the roll, after arguments had moved the
    number by `argued`. rolled: the band of the dice, to which luck and verdict belong; outcome: the final band, or one of
    carried out, declined, signed, void, stalled, chosen, pending. umpire: how the umpire changed the engine's answer; by_hand:
    tracks that it set; reason: for orders in own words (kind "words"). noticed: whether others saw it.
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
    shown: OddsPicture | None = None
    ruled: OddsPicture | None = None
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
    """The luck of a seat. hoped: successes expected from its odds, in 36ths; had: successes rolled; made: successes after
    the umpire's rulings.
    """

    name: str
    throws: int
    hoped: int
    had: int
    made: int


@frozen(kw_only=True)
class Shot:
    """A roll for a first shot in a crisis. at: its line of the log; chance: in 36, that somebody fires."""

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
    """A track over time: a value at the opening and one for each turn; None if unknown. group: its chart."""

    id: str
    name: str
    group: str
    owner: str
    least: int
    most: int
    values: tuple[int | None, ...]


@frozen(kw_only=True)
class CrisisMark:
    """A mark on the chart of a flashpoint: a crisis, by turn."""

    flashpoint: str
    turn: int
    text: str


@frozen(kw_only=True)
class Belief:
    """The author to whom a seat attributed an incident at the time. right: None if the audience may not know the truth."""

    seat: str
    held: str
    right: bool | None


@frozen(kw_only=True)
class ReviewAnswer:
    """The answer expected of a seat in an incident, the obligation, and the answer given."""

    seat: str
    expected: str
    under: str
    given: str
    short: int


@frozen(kw_only=True)
class ReviewIncident:
    """An incident. author: empty if the audience does not know it."""

    turn: int
    act: str
    area: str
    victim: str
    intensity: int
    deniability: str
    author: str
    beliefs: tuple[Belief, ...]
    answers: tuple[ReviewAnswer, ...]


@frozen(kw_only=True)
class ReviewObligation:
    """An obligation: its three numbers at the opening and at the end; None if the audience does not know one."""

    name: str
    debtor: str
    creditor: str
    stated: tuple[int | None, int | None]
    believed: tuple[int | None, int | None]
    actual: tuple[int | None, int | None]


@frozen(kw_only=True)
class Deeds:
    """The acts of a seat in a turn, of one sort: ordered, moved, offers of others, answered, decided."""

    sort: str
    texts: tuple[str, ...]


@frozen(kw_only=True)
class ReviewExpectation:
    """What a seat expected of another in a turn, and what the other did."""

    turn: int
    seat: str
    other: str
    expected: str
    did: tuple[Deeds, ...]


@frozen(kw_only=True)
class ReviewPromise:
    """An obligation that incidents called in. kept: how often the answer was what was expected of the debtor, or more;
    broken: the turn, the incident, what was expected, what was given, and by how many levels it fell short; open: how often no
    answer is known.
    """

    name: str
    debtor: str
    kept: int
    broken: tuple[tuple[int, str, str, str, int], ...]
    open: int


@frozen(kw_only=True)
class TurningPoint:
    """A turn of the game, with its cause. at: its line of the log; kind: crisis, administration, government, promise or inject.

    cause: the acts, answers and conditions that brought it; came, changes: what followed, in words and on tracks.
    """

    at: int
    turn: int
    kind: str = field(validator=in_(("crisis", "administration", "government", "promise", "inject")))
    title: str
    cause: str
    came: str = ""
    changes: tuple[Change, ...] = ()


@frozen(kw_only=True)
class ReviewNote:
    """A note of the scribe on an objective. about: a seat's name, or empty."""

    turn: int
    about: str
    text: str


@frozen(kw_only=True)
class ReviewObjective:
    """An objective of the exercise. shows: ids and titles of the sections that answer it.

    injects: those that bring it up, each with the turn in which it came, 0 if it never did; observe: the observers' questions.
    """

    id: str
    name: str
    name_ja: str
    text: str
    source: str
    shows: tuple[tuple[str, str], ...]
    injects: tuple[tuple[str, int], ...]
    observe: tuple[str, ...]
    notes: tuple[ReviewNote, ...]


@frozen(kw_only=True)
class ReviewAgreement:
    """An agreement between seats and its final state. broken: the turn in which a party broke it; 0: none did."""

    made: int
    parties: tuple[str, ...]
    terms: str
    expires: int
    public: bool
    state: str
    how: str
    broken: int = 0


@frozen(kw_only=True)
class Override:
    """A ruling of the umpire, with the engine's own answer beside it.

    odds: as shown, by band, setback first; net: the arguments' modifier; heard: arguments or votes, in words; changed: whether
    the ruling differs from the engine's answer; own_words: whether the order was in own words.
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
    """An event in the room. at: the local time with its offset; to: empty for all.

    kind: its words are in `templates/review.html`.
    """

    turn: int
    kind: str = field(validator=in_(("inject", "note", "late", "clock")))
    about: str
    text: str
    at: str = ""
    to: tuple[str, ...] = ()


@frozen(kw_only=True)
class Response:
    """The response expected by an inject, with the umpire's score. to: empty for all; within: turns, 0 for no limit.

    points: None if never scored; text: empty if the audience may not read it.
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
    """Undone lines, in words."""

    turn: int
    after: int
    lines: tuple[str, ...]


@frozen(kw_only=True)
class SeatAims:
    """A seat's aims and result. secret, conditions: if the audience may know them; each condition with its grade, of GRADES.

    met: whether all are; grade: the mean grade, in words; None and empty if nothing was played that could be judged.
    """

    seat: str
    met: bool | None
    wanted: tuple[str, ...]
    secret: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...]
    grade: str = ""


@frozen(kw_only=True)
class Review:
    """Everything for one page."""

    head: Head
    turning: tuple[TurningPoint, ...]
    objectives: tuple[ReviewObjective, ...]
    aims: tuple[SeatAims, ...]
    frames: tuple[TurnFrame, ...]
    decisions: tuple[Decision, ...]
    luck: tuple[SeatLuck, ...]
    shots: tuple[Shot, ...]
    series: tuple[Series, ...]
    marks: tuple[CrisisMark, ...]
    cases: tuple[ReviewIncident, ...]
    words: tuple[ReviewObligation, ...]
    forecasts: tuple[ReviewExpectation, ...]
    deals: tuple[ReviewAgreement, ...]
    promises: tuple[ReviewPromise, ...]
    responses: tuple[Response, ...]
    overrides: tuple[Override, ...]
    room: tuple[Remark, ...]
    undone: tuple[Undone, ...]
