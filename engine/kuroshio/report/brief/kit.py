"""The exercise kit as data: the words and numbers of each printed page, ready for layout."""

from __future__ import annotations

from attrs import frozen

from kuroshio.report.brief.brief_wording import Line
from kuroshio.report.brief.day_plan import DayPlanLine, Step


@frozen(kw_only=True)
class TrackRow:
    """A track in print. per_turn: the income of a turn, such as "+3"; empty: none."""

    name: str
    value: str
    least: int
    most: int
    meaning: str
    per_turn: str = ""


@frozen(kw_only=True)
class CounterRow:
    """A counter in print. scale: what one such counter stands for."""

    name: str
    kind: str
    area: str
    readiness: int
    scale: str


@frozen(kw_only=True)
class AimRow:
    """One condition of a seat's success, with its value at the opening as that seat sees it."""

    text: str
    now: str


@frozen(kw_only=True)
class OddsRow:
    """The odds of an action in ways with equal odds. bands: chances in 36 by band, setback first; empty: it is certain."""

    where: str
    bands: tuple[int, ...]


@frozen(kw_only=True)
class ActionRow:
    """One action of a seat. id: its word in a line of control; chances: its odds; reasons: why it is not open."""

    id: str
    name: str
    cost: str
    focused: bool
    lines: tuple[Line, ...]
    chances: tuple[OddsRow, ...]
    elsewhere: str
    reasons: tuple[str, ...]


@frozen(kw_only=True)
class Arena:
    """The actions of one arena."""

    name: str
    actions: tuple[ActionRow, ...]


@frozen(kw_only=True)
class ObligationRow:
    """An obligation as a seat knows it: the other side, its three numbers (actual: for the debtor only), what it requires."""

    name: str
    other: str
    stated: str
    believed: str
    actual: str
    areas: str
    asks: str


@frozen(kw_only=True)
class GateRow:
    """A legal decision."""

    name: str
    decides: str
    opens: str
    price: str
    lasts: int
    brings: str
    when: str
    where: str


@frozen(kw_only=True)
class LevelRow:
    """An answer to an incident."""

    name: str
    who: str
    price: str
    needs: str
    bears: int
    brings: str


@frozen(kw_only=True)
class PostureRow:
    """One step of a posture."""

    level: int
    name: str
    everyday: str
    upkeep: str
    answers: str
    brings: str
    now: bool


@frozen(kw_only=True)
class StanceRow:
    """The postures of a seat at one flashpoint."""

    place: str
    rows: tuple[PostureRow, ...]


@frozen(kw_only=True)
class OfferRow:
    """A joint action that another seat may propose to this one."""

    name: str
    by: str
    price: str
    lines: tuple[Line, ...]


@frozen(kw_only=True)
class ProjectRow:
    """A project in which a seat takes part. stages: name, decider, price, number on two dice or "certain"."""

    name: str
    partners: str
    stages: tuple[tuple[str, str, str, str], ...]
    brings: str


@frozen(kw_only=True)
class SeatBrief:
    """Everything that the people of one seat may know, and nothing else."""

    id: str
    name: str
    aims: tuple[str, ...]
    secret: tuple[str, ...]
    wishes: tuple[AimRow, ...]
    choices: tuple[str, ...]
    orders: int
    moves: int
    own: tuple[TrackRow, ...]
    forces: tuple[CounterRow, ...]
    numbers: tuple[TrackRow, ...]
    sees: tuple[CounterRow, ...]
    unseen: tuple[str, ...]
    arenas: tuple[Arena, ...]
    asked: tuple[OfferRow, ...]
    owes: tuple[ObligationRow, ...]
    owed: tuple[ObligationRow, ...]
    gates: tuple[GateRow, ...]
    leave: tuple[GateRow, ...]
    levels: tuple[LevelRow, ...]
    stances: tuple[StanceRow, ...]
    plans: tuple[ProjectRow, ...]
    kinds: tuple[tuple[str, str], ...]
    acts: tuple[tuple[str, str], ...]


@frozen(kw_only=True)
class PublicSeat:
    """What is public about a seat."""

    id: str
    name: str
    aims: tuple[str, ...]
    orders: int


@frozen(kw_only=True)
class AreaRow:
    """A place with public counters."""

    name: str
    forces: tuple[str, ...]


@frozen(kw_only=True)
class InjectRow:
    """An inject. played: whether the half day reaches it."""

    name: str
    when: str
    audience: str
    text: str
    brings: str
    played: bool


@frozen(kw_only=True)
class ObjectiveRow:
    """An objective of the exercise. injects: names and occasions; observe: questions; shows: titles of sections."""

    id: str
    name: str
    name_ja: str
    text: str
    source: str
    injects: tuple[tuple[str, str], ...]
    observe: tuple[str, ...]
    shows: tuple[str, ...]


@frozen(kw_only=True)
class Hidden:
    """What only control knows of a seat: its success, its hidden numbers."""

    name: str
    secret: tuple[str, ...]
    wishes: tuple[AimRow, ...]
    tolerance: str
    meant: tuple[tuple[str, str], ...]


@frozen
class SourceRow:
    """What one entry of the rules rests on, as it is printed: documents and records, fact, judgement, both confidences."""

    name: str
    rests: tuple[str, ...]
    fact: str
    judgement: str
    confidence_fact: str
    confidence_number: str


@frozen
class SourceGroup:
    """Entries of one kind with what they rest on."""

    heading: str
    rows: tuple[SourceRow, ...]


@frozen
class PrintedSources:
    """What the rules in play rest on. documents: id and text; meanings: of fact or number, grade, what it means."""

    groups: tuple[SourceGroup, ...]
    documents: tuple[tuple[str, str], ...]
    meanings: tuple[tuple[str, str, str], ...]


@frozen(kw_only=True)
class Brief:
    """The whole kit of one scenario. judged: at the end of which turns aims are read, in words."""

    title: str
    title_ja: str
    summary: str
    dates: tuple[str, ...]
    turn_length: str
    turns: int
    played: int
    judged: str
    places: tuple[AreaRow, ...]
    hotspots: tuple[str, ...]
    wall: tuple[TrackRow, ...]
    seats: tuple[PublicSeat, ...]
    briefs: tuple[SeatBrief, ...]
    steps: tuple[Step, ...]
    turn_minutes: int
    lock_minute: int
    day: tuple[DayPlanLine, ...]
    crisis_day: tuple[DayPlanLine, ...]
    crisis: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str, str], ...]
    crisis_rounds: int
    crisis_at: int
    round_minutes: int
    rounds_planned: int
    crisis_minutes: int
    most_orders: int
    injects: tuple[InjectRow, ...]
    objectives: tuple[ObjectiveRow, ...]
    hidden: tuple[Hidden, ...]
    reaches: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    lines: tuple[tuple[str, str], ...]
    grammar: tuple[str, ...]
    sources: PrintedSources
