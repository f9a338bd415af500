"""Pictures: what a screen or a page shows, in words, whole numbers and ids, limited to what one seat (or the public) may know.

These classes know no rules. `kuroshio.picture.picture_maker` makes a picture from a seat's view; it can be written as JSON.
Ids are those of the TOML; an empty id is nobody, nothing or nowhere.
"""

from __future__ import annotations

from attrs import frozen

from kuroshio.picture.gauge_pictures import AimGauge, AimMove, Gauge

HAPPENS = "it happens"
GRADES = ("not", "in part", "nearly", "met")  # how well a condition of success is met, by its grade
BANDS = ("setback", "failure", "success", "breakthrough")


@frozen(kw_only=True)
class Side:
    """A faction as the screen shows it. color: #rrggbb; letter: one capital; neutral: it has no colour of its own here."""

    id: str
    name: str
    name_ja: str
    letter: str
    color: str
    neutral: bool = False


@frozen(kw_only=True)
class Counter:
    """A piece on the map. readiness: 0 (spent) to 3; side empty: an unknown contact. busy: an order of this turn names it."""

    id: str
    name: str
    name_ja: str = ""
    kind: str
    kind_name: str
    symbol: str
    side: str
    area: str
    readiness: int
    strength: str = ""
    busy: bool = False


@frozen(kw_only=True)
class StancePicture:
    """The posture of a side at a flashpoint; level: None where the reader may not know it."""

    side: str
    level: int | None
    most: int


@frozen(kw_only=True)
class FlashpointPicture:
    """A flashpoint in play: its challenger and holder, its ladder, the rung at which a crisis opens.

    rungs, rungs_ja: names of the rungs from the lowest, empty where the rules give none.
    """

    id: str
    name: str
    rungs: tuple[str, ...] = ()
    rungs_ja: tuple[str, ...] = ()
    area: str
    challenger: str
    holder: str
    control: Gauge
    ladder: Gauge
    crisis_at: int
    stances: tuple[StancePicture, ...]
    name_ja: str = ""


@frozen(kw_only=True)
class Expected:
    """What a side is expected to answer to an incident, and what it has answered, in words; empty: nothing."""

    side: str
    expected: str
    answer: str


@frozen(kw_only=True)
class Duty:
    """What is expected of a seat in an incident. pledge: the obligation that asks it, in words; creditor: to whom it is owed.

    An empty pledge is a right to answer without a duty; expected: the answer, empty: nothing. grave: whether the act tests the
    pledge; why: what makes more or less of it than the kind of act alone, a sentence each.
    """

    pledge: str
    creditor: str
    expected: str
    grave: bool
    why: tuple[str, ...]


@frozen(kw_only=True)
class IncidentPicture:
    """An incident. actor: the author to whom this seat attributes it, empty where it cannot tell."""

    number: int
    title: str
    area: str
    actor: str
    victim: str
    intensity: int
    deniability: str
    answers: tuple[Expected, ...]
    settled: bool


@frozen(kw_only=True)
class CrisisStage:
    """The present crisis. round: from 1, 0 while roles are chosen; rounds: the past ones, a line each."""

    hotspot: str
    round: int
    most_rounds: int
    parts: tuple[tuple[str, str], ...]
    rounds: tuple[str, ...] = ()


@frozen(kw_only=True)
class OddsPicture:
    """The number that two dice must reach, and the chances in 36 of each band. modifiers: name, bonus."""

    base: int
    number: int
    modifiers: tuple[tuple[str, int], ...]
    bands: tuple[int, int, int, int]


@frozen(kw_only=True)
class Choice:
    """One legal choice of the seat. line: its line of play; odds: None where no dice decide; moves: of the seat's aims."""

    line: str
    title: str
    cost: str
    odds: OddsPicture | None = None
    text: tuple[str, ...] = ()
    area: str = ""
    target: str = ""
    partner: str = ""
    piece: str = ""
    moves: tuple[AimMove, ...] = ()


@frozen(kw_only=True)
class Closed:
    """An answer that is closed now. line: its line of play; why: the reasons, one sentence each, at least one.

    moves: of the seat's aims, if it were open.
    """

    line: str
    title: str
    cost: str
    why: tuple[str, ...]
    moves: tuple[AimMove, ...] = ()


@frozen(kw_only=True)
class Card:
    """An action of the seat: what it does, its legal orders, or the reasons why there are none.

    rank: how well it fits the moment, 0: not at all. kind: of card, such as `offer` or `coercive`. moves: of the seat's aims,
    in one of its orders or another; lacks: what the seat cannot pay of its price, a sentence, where it could order it else.
    """

    action: str
    name: str
    arena: str
    kind: str
    cost: str
    text: tuple[str, ...]
    choices: tuple[Choice, ...]
    reasons: tuple[str, ...] = ()
    rank: int = 0
    moves: tuple[AimMove, ...] = ()
    lacks: str = ""


@frozen(kw_only=True)
class QuestionPicture:
    """A question to a seat. kind: order, sign, gate, respond, proceed, crisis or role (kuroshio.kernel.state.codes.QUESTIONS).

    A question of kind `order` has cards; redeployments are the card of kind `move`. Every other question has choices and closed
    answers. own_words: whether an umpire sits, who can rule on an order in the seat's own words.
    """

    kind: str
    title: str
    text: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    cards: tuple[Card, ...] = ()
    orders_left: int = 0
    moves_left: int = 0
    incident: int = -1
    own_words: bool = False
    closed: tuple[Closed, ...] = ()


@frozen(kw_only=True)
class Change:
    """A change of a track."""

    name: str
    before: int
    after: int


@frozen(kw_only=True)
class SideChoice:
    """What a side chose in a round of a crisis, in words."""

    side: str
    name: str
    name_ja: str = ""


@frozen(kw_only=True)
class TurnedOver:
    """A round of a crisis whose two choices are turned over together: the challenger's first. number: from 1, of `most`.

    clash_at: what two dice must reach for a first shot, 0 where none were thrown.
    """

    hotspot: str
    number: int
    most: int
    choices: tuple[SideChoice, SideChoice]
    clash_at: int = 0
    dice: tuple[int, int] | None = None


@frozen(kw_only=True)
class Beat:
    """One thing that happened, in words: a ruling with its odds and dice, an inject, an incident, an ending.

    kind: ruling, event, inject, incident, answer, crisis, project, choice, other. band: of BANDS; empty where no dice were
    rolled, or where they only decide whether an event happens. round: of a crisis, if the beat tells of one.
    """

    number: int
    turn: int
    phase: str
    kind: str
    title: str
    text: str = ""
    side: str = ""
    area: str = ""
    odds: OddsPicture | None = None
    dice: tuple[int, int] | None = None
    band: str = ""
    changes: tuple[Change, ...] = ()
    cause: int = -1  # the line of the log that it follows from, as far as the reader may know
    round: TurnedOver | None = None

    @property
    def happens(self) -> bool:
        """Whether it is an event that came by dice: such an event is told only if it happens."""
        return self.kind == "event" and self.dice is not None

    @property
    def fell(self) -> str:
        """What the dice made of it, in words; empty where none were thrown."""
        return HAPPENS if self.happens else self.band


@frozen(kw_only=True)
class Aim:
    """One thing that a seat wants. secret: only its seat is shown it.

    grade: how well it is met, of GRADES; before the end, how well it would be met if the game ended now; empty where that is not
    known, and of an aim in words. met: whether its grade is the best; None without a grade.
    """

    text: str
    met: bool | None
    secret: bool = False
    grade: str = ""


@frozen(kw_only=True)
class Result:
    """What a seat came to. met: whether all its aims are; grade: the mean grade of its conditions, 0 to 3; None without any."""

    side: str
    met: bool
    aims: tuple[Aim, ...]
    grade: float | None = None


@frozen(kw_only=True)
class SeatState:
    """A seat as control sees it. who: people, or a doctrine; state: in words; drafted: orders in its plan, not committed.

    expects: whether it has written an expectation of another seat this turn; frozen: who plays it in the place of its people,
    doctrine or nobody, empty while they decide.
    """

    seat: str
    who: str
    state: str
    drafted: int
    late: bool
    expects: bool
    frozen: str = ""


@frozen(kw_only=True)
class TrackStep:
    """A track that control may set by hand, as it is now. least, most: its bounds."""

    id: str
    name: str
    value: int
    least: int
    most: int


@frozen(kw_only=True)
class DocketPicture:
    """The act before the umpire. number: of its ruling, from 1; told: what may be ruled, and what may be known of the dice.

    nets: the net of the arguments with the odds that it gives, none where arguments do not count; bands: those that the umpire
    may name, after an empty one where the roll may stand; by_votes: a named band is the room's; own_words: seats that learn of
    it may be named; covered: the dice are; closed: why it may not stand undisputed, empty if it may; tracks: those that a
    ruling may set; does: its effects.
    """

    number: int
    seat: str
    title: str
    told: tuple[str, ...]
    odds: OddsPicture | None
    nets: tuple[tuple[int, OddsPicture], ...] = ()
    bands: tuple[str, ...] = ()
    by_votes: bool = False
    own_words: bool = False
    covered: bool = False
    closed: str = ""
    tracks: tuple[TrackStep, ...] = ()
    does: tuple[str, ...] = ()


@frozen(kw_only=True)
class ActLine:
    """An act as control's console lists it. seat: whose it is, empty for control's; when: turn and phase; told: what came of it.

    alone: whether it is an inject of control's own, which may be taken back by itself.
    """

    seat: str
    title: str
    told: str = ""
    when: str = ""
    alone: bool = False


@frozen(kw_only=True)
class InjectCard:
    """An inject of the scenario. due: its turn, 0 without one; may: what control may do with it, of fire, hold and release.

    audience: the seats that are told, none: everybody; does: its effects in words; moves: those of them that may be set by hand,
    as track and difference; fixed: why it may only come as written, empty if it may be changed; closed: why it cannot be fired
    now, empty if it can or has come; expects: the response, worth `worth` points.
    """

    id: str
    name: str
    text: str
    state: str
    name_ja: str = ""
    due: int = 0
    may: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    moves: tuple[tuple[str, int], ...] = ()
    tracks: tuple[TrackStep, ...] = ()
    fixed: str = ""
    closed: str = ""
    expects: str = ""
    worth: int = 0


@frozen(kw_only=True)
class Console:
    """What control sees beside the map, by names. orders: of the turn, drafts too; injects: of the scenario; day: a sentence.

    acts: the last ones that can be taken back, the last first; ruled: the rulings of the turn, the last first; redo: whether what
    was taken back last can be restored; practice: this is a practice turn; tracks: for an inject that is written at the table.
    """

    seats: tuple[SeatState, ...]
    orders: tuple[ActLine, ...]
    injects: tuple[InjectCard, ...]
    day: str
    docket: DocketPicture | None = None
    acts: tuple[ActLine, ...] = ()
    ruled: tuple[ActLine, ...] = ()
    tracks: tuple[TrackStep, ...] = ()
    redo: bool = False
    practice: bool = False


@frozen(kw_only=True)
class Expectation:
    """An expectation that a seat has written down. seat: the other seat, of which it is expected."""

    seat: str
    text: str


@frozen(kw_only=True)
class Clock:
    """The clock of the room. phase: of its timetable; left: seconds, while it stands.

    due: when the forms that the teams are writing must be in, if that is later than the end of the phase; else 0.
    ends: when, in seconds of 1970 UTC: by the clock of the process that made the picture, in a public journal by the machine's.
    """

    phase: str
    ends: int = 0
    left: int = 0
    due: int = 0


@frozen(kw_only=True)
class Picture:
    """A whole picture. seat: the seat that it is for; empty: the public. asked: the seat that decides next; empty: none.

    planners: seats of people that have orders to commit, the asked one first; expected: this seat's expectations of others
    this turn; console: for the umpire alone; aim_wall: what the conditions of success of this seat read; judged: for a game
    ended before its last turn, a sentence on where aims are judged.
    """

    scenario: str
    name: str
    name_ja: str
    summary: str
    map: str
    turn: int
    turns: int
    date: str
    phase: str
    phases: tuple[str, ...]
    seat: str
    asked: str
    over: bool
    sides: tuple[Side, ...]
    seats: tuple[str, ...]
    wall: tuple[Gauge, ...]
    own: tuple[Gauge, ...]
    gauges: tuple[Gauge, ...]
    counters: tuple[Counter, ...]
    hotspots: tuple[FlashpointPicture, ...]
    incidents: tuple[IncidentPicture, ...]
    crisis: CrisisStage | None
    question: QuestionPicture | None
    draft: tuple[Choice, ...]
    aims: tuple[Aim, ...]
    news: tuple[Beat, ...]
    results: tuple[Result, ...]
    focus: tuple[str, ...]
    clock: Clock | None = None
    planners: tuple[str, ...] = ()
    expected: tuple[Expectation, ...] = ()
    console: Console | None = None
    judged: str = ""
    aim_wall: tuple[AimGauge, ...] = ()
