"""The review as one HTML page that opens offline: texts, maps and charts are inline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

from attrs import frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kuroshio.model.times_of_day import zone
from kuroshio.picture.log_sentences import FOLLOWS
from kuroshio.picture.phrases import signed
from kuroshio.picture.picture import Beat, Change, Side
from kuroshio.report.review.cases import UNGIVEN
from kuroshio.report.review.charts import Rung, chart
from kuroshio.report.review.decisions import is_move
from kuroshio.report.review.dice_luck import HIT, UNLIKELY, chance, rolled
from kuroshio.report.review.gathering import LEDGERS, WALL, cause_of
from kuroshio.report.review.review import (
    Decision,
    Review,
    ReviewAnswer,
    ReviewIncident,
    ReviewObligation,
    ReviewSeat,
    Series,
    TurningPoint,
)
from kuroshio.report.review.review_tables import STAMP
from kuroshio.report.review.svg_map import Atlas, Drawer, ink_on

ENDS = {
    "success": "succeeded", "failure": "failed", "carried": "carried out, no dice", "declined": "declined by the partner",
    "unnoticed": "nobody noticed", "void": "without effect", "pending": "not resolved yet", "not": "never ruled on",
}  # fmt: skip
MOST_TURNING = 12  # turning points on the first page; which come first is a judgement of what a room asks about first
WEIGHT = ("crisis", "administration", "government", "promise", "inject")
MOST_GRAVE = 3  # incidents of a turn in the section "At a glance"
GAP = 2  # difference of believed and actual; a judgement of what deserves attention
MOVE_ARROW = "\u2192"
DETAIL = ("ruling", "incident", "answer", "crisis", "event", "inject", "project", "choice")


@frozen(kw_only=True)
class Row:
    """A row of the table of decisions: one decision, or all moves of a seat in a turn."""

    decision: Decision
    moves: tuple[str, ...] = ()


@frozen(kw_only=True)
class PhaseTold:
    """What happened in one phase. moved: redeployments, told in one line."""

    phase: str
    beats: tuple[Beat, ...]
    moved: tuple[str, ...]


class Page:
    """Lays out one review."""

    def __init__(self, review: Review, map_folder: Path, sides: Iterable[Side], crisis_at: int):
        self.review, self.crisis_at = review, crisis_at
        self.drawer = Drawer(Atlas(map_folder), sides, review.frames)
        hotspots = review.frames[0].hotspots
        self.alone = f"{hotspots[0].name}, " if len(hotspots) == 1 else ""
        self.colors = {place.name: place.color for place in review.head.seats}

    def html(self) -> str:
        """Return the whole page."""
        environment = Environment(
            loader=FileSystemLoader([Path(__file__).parent / "templates", Path(__file__).parent.parent / "templates"]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        filters: dict[str, Callable[..., object]] = {
            "short": self.short, "changes": self.changes, "signed": signed, "chance": chance, "upper_first": upper_first,
            "ink": ink_on, "arrows": arrows, "title": title_of, "rolled": rolled,
        }  # fmt: skip
        environment.filters.update(filters)
        text = environment.get_template("review.html").render(
            review=self.review,
            head=self.review.head,
            stamp=STAMP,
            maps=self.drawer,
            turns=[(frame, tuple(told(frame.beats))) for frame in self.review.frames],
            decisions=[(turn, found, in_short(found)) for turn, group in self.decisions() if (found := tuple(group))],
            wall=[(line, self.chart([line], 390, 130)) for line in self.charted(WALL)],
            places=tuple(self.places()),
            ledgers=tuple(self.ledgers()),
            became=tuple(self.became()),
            ends=ENDS,
            **self.turning(),
            gravest={frame.turn: self.gravest(frame.turn) for frame in self.review.frames},
            **self.luck(),
            doubtful=[case for case in self.review.cases if doubted(case)],
            plain=[case for case in self.review.cases if not doubted(case)],
            short_of=[pair for pair in self.expected() if pair[1].short or pair[1].given in UNGIVEN],
            kept_to=[pair for pair in self.expected() if not (pair[1].short or pair[1].given in UNGIVEN)],
            loud=[word for word in self.review.words if telling(word)],
            quiet=[word for word in self.review.words if not telling(word)],
            room=[(turn, list(group)) for turn, group in groupby(self.review.room, lambda remark: remark.turn)],
            zone=zone(datetime.fromisoformat(remark.at) for remark in self.review.room if remark.at),
            colors=self.colors,
        )
        return re.sub(r"\n\s+", "\n", text)  # the template's indentation would be a tenth of a long page

    # --- words ---------------------------------------------------------------------------------------

    def short(self, name: str) -> str:
        """Return the name of a track, without the place if only one is in play."""
        return upper_first(name.removeprefix(self.alone)) if self.alone else name

    def changes(self, changes: Iterable[Change]) -> str:
        """Return changes on one line."""
        return "; ".join(f"{self.short(change.name)} {change.before}\u00a0{MOVE_ARROW}\u00a0{change.after}" for change in changes)

    # --- tables --------------------------------------------------------------------------------------

    def decisions(self) -> Iterator[tuple[int, Iterator[Row]]]:
        """Return the rows of each turn, by seat in the order of the table; a seat's moves are one row."""
        order = {place.id: n for n, place in enumerate(self.review.head.seats)}
        by_seat = sorted(self.review.decisions, key=lambda one: (one.turn, order[one.seat], one.number))
        for turn, group in groupby(by_seat, lambda one: one.turn):
            yield turn, rows(group)

    def became(self) -> Iterator[tuple[ReviewSeat, list[list[tuple[str, str]]]]]:
        """Return the fate of the orders for each seat and turn; moves, which always succeed, are left out."""
        turns = range(1, len(self.review.frames))
        given = [one for one in self.review.decisions if is_order(one)]
        for place in self.review.head.seats:
            own = [one for one in given if one.seat == place.id]
            if own:
                yield place, [[(end_of(one), one.text) for one in own if one.turn == turn] for turn in turns]

    def luck(self) -> dict[str, object]:
        """Return the parts of the page on luck."""
        return {
            "turned": tuple(self.turned()),
            "moved_by_umpire": any(one.made != one.had for one in self.review.luck),
            "rare": [beat for beat in self.events() if unlikely(beat)],
            "common": [beat for beat in self.events() if not unlikely(beat)],
            "otherwise": [one for one in self.review.decisions if by_hand(one)],
            "shots": {shot.at: shot for shot in self.review.shots},
        }

    def turned(self) -> Iterator[Decision]:
        """Return the decisions whose rolls went against the odds."""
        yield from (one for one in self.review.decisions if one.verdict in ("good luck", "bad luck"))

    def events(self) -> Iterator[Beat]:
        """Return the events that dice brought."""
        yield from (beat for frame in self.review.frames for beat in frame.beats if beat.kind == "event" and beat.odds)

    def gravest(self, turn: int) -> list[ReviewIncident]:
        """Return the gravest incidents of a turn."""
        return sorted((case for case in self.review.cases if case.turn == turn), key=lambda case: -case.intensity)[:MOST_GRAVE]

    def expected(self) -> Iterator[tuple[ReviewIncident, ReviewAnswer]]:
        """Return every answer that was expected of an ally."""
        yield from ((case, answer) for case in self.review.cases for answer in case.answers if answer.expected)

    def turning(self) -> dict[str, list[TurningPoint]]:
        """Return the turning points of most weight, for the first page, and the others; each list in the order of the game."""
        found = self.review.turning
        order = sorted(range(len(found)), key=lambda n: WEIGHT.index(found[n].kind))
        first, rest = sorted(order[:MOST_TURNING]), sorted(order[MOST_TURNING:])
        return {"turning": [found[n] for n in first], "more_turning": [found[n] for n in rest]}

    # --- charts --------------------------------------------------------------------------------------

    def charted(self, group: str) -> Iterator[Series]:
        """Return the tracks of a chart of which the audience knows some value."""
        for line in self.review.series:
            if line.group == group and any(value is not None for value in line.values):
                yield line

    def chart(self, lines: list[Series], width: int, height: int) -> Markup:
        """Return a chart without marks."""
        return chart(lines, width=width, height=height)

    def places(self) -> Iterator[tuple[str, Markup]]:
        """Return a chart for each flashpoint, with its crises."""
        for hotspot in self.review.frames[0].hotspots:
            lines = list(self.charted(hotspot.id))
            marks = [mark for mark in self.review.marks if mark.flashpoint == hotspot.id]
            rung = Rung(value=self.crisis_at, text=f"at {self.crisis_at} a crisis opens")
            if lines:
                yield hotspot.name, chart(lines, marks, [rung], width=760, height=250)

    def ledgers(self) -> Iterator[tuple[str, Markup]]:
        """Return a chart of capital and funds for each seat."""
        known = list(self.charted(LEDGERS))
        for place in self.review.head.seats:
            lines = [line for line in known if line.owner == place.name]
            if lines:
                yield place.name, chart(lines, width=390, height=130)


def unlikely(event: Beat) -> bool:
    """Whether an event came against the odds."""
    return event.odds is not None and chance(event.odds) <= UNLIKELY


def by_hand(one: Decision) -> bool:
    """Whether an umpire ruled against the engine; not for orders in own words, which have no effects by the rules."""
    return bool(one.umpire or (one.by_hand and one.kind != "words"))


def upper_first(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def title_of(beat: Beat) -> str:
    """Return the title of a beat in the story of its turn."""
    return arrows(upper_first(cause_of(beat)) if beat.title == FOLLOWS else beat.title)


def arrows(text: str) -> str:
    """Return a text with printed arrows."""
    return text.replace("->", MOVE_ARROW)


def in_short(found: Iterable[Row]) -> str:
    """Return a summary of a turn's decisions, on one line."""
    thrown = [row.decision for row in found if row.decision.rolled and not row.moves]
    hit = sum(one.rolled in HIT for one in thrown)
    luck = Counter(one.verdict for one in thrown)
    parts = [f"{len(thrown)} throw{'s' * (len(thrown) != 1)}, {hit} succeeded"]
    parts += [f"{luck[word]} {word}" for word in ("good luck", "bad luck") if luck[word]]
    return "; ".join(parts)


def rows(decisions: Iterable[Decision]) -> Iterator[Row]:
    """Return one row per decision; a seat's orders without dice and changes are moves, in one row."""
    for _, group in groupby(decisions, key=lambda decision: decision.seat):
        own = list(group)
        moves = [one for one in own if is_move(one)]
        yield from (Row(decision=one) for one in own if not is_move(one))
        if moves:
            yield Row(decision=moves[0], moves=tuple(one.text for one in moves))


def end_of(one: Decision) -> str:
    """Return the fate of an order, in the words of the table."""
    if not one.noticed:
        return "unnoticed"
    if one.outcome in ("failure", "setback"):
        return "failure"
    return "success" if one.outcome in HIT else one.outcome.split()[0]


def is_order(one: Decision) -> bool:
    """Whether a decision is an order with a fate to tell."""
    return one.kind in ("order", "words") and one.outcome != "chosen" and not is_move(one)


def telling(word: ReviewObligation) -> bool:
    """Whether an obligation has changed, or is believed far above or below its actual value."""
    values = (word.stated, word.believed, word.actual)
    believed, actual = word.believed[1], word.actual[1]
    apart = believed is not None and actual is not None and abs(believed - actual) >= GAP
    return apart or any(first != last for first, last in values)


def told(beats: Iterable[Beat]) -> Iterator[PhaseTold]:
    """Return what happened by phase; redeployments are told in one line."""
    for phase, group in groupby(beats, key=lambda beat: beat.phase):
        found = list(group)
        moved = tuple(beat.title for beat in found if is_quiet(beat))
        shown = tuple(beat for beat in found if not is_quiet(beat))
        yield PhaseTold(phase=phase, beats=shown, moved=moved)


def is_quiet(beat: Beat) -> bool:
    """Whether a beat is only a redeployment or a change of posture."""
    return beat.kind not in DETAIL and not beat.changes


def doubted(case: ReviewIncident) -> bool:
    """Whether some seat attributed an incident wrongly or not at all; for one seat, whether it could not."""
    return any(belief.right is False or belief.held == "cannot tell" for belief in case.beliefs)
