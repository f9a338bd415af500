"""Makes pictures: turns a view, which is numbers, into words for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.codes import UNKNOWN
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.calendar import date_of
from kuroshio.model.entry_parts import Condition, Entry
from kuroshio.model.ruleset import Track
from kuroshio.picture.aim_gauges import AimGauges
from kuroshio.picture.gauge_pictures import Gauge
from kuroshio.picture.phrases import bounds, holds, mean_of, phrases_of, read_at, unsettled
from kuroshio.picture.picture import (
    GRADES,
    Aim,
    Beat,
    Choice,
    Counter,
    CrisisStage,
    Expected,
    FlashpointPicture,
    IncidentPicture,
    Picture,
    QuestionPicture,
    Result,
    Side,
    StancePicture,
)

NEUTRAL = "#777777"  # the colour of factions that have none of their own
DOZEN = 12


class PictureMaker:
    """Makes the pictures of one scenario."""

    def __init__(self, tables: Tables):
        self.tables, self.rules = tables, tables.rules
        self.phrases = phrases_of(tables)
        self.names = self.phrases.names
        self.factions = [faction.id for faction in tables.ruleset.factions]
        self.areas = [area.id for area in tables.board.areas]
        self.kinds = {kind.id: kind for kind in tables.ruleset.kinds}
        self.slots = {name: i for i, name in enumerate(tables.slots)}
        self.tracks = {track.id: track for track in tables.ruleset.tracks}
        self.seats = tuple(seat.faction for seat in tables.scenario.seats)
        self.sides = tuple(self._sides())
        self.shown = [slot for slot in range(len(tables.slots)) if self._belongs(slot)]
        self.fixed = self._fixed()
        self.aims = AimGauges(tables, self.names)

    # --- the whole -----------------------------------------------------------------------------------

    def picture(
        self,
        view: np.record,
        seat: str,
        *,
        opening: np.ndarray,
        news: Sequence[Beat],
        asked: str,
        over: bool = False,
        question: QuestionPicture | None = None,
        draft: Iterable[Choice] = (),
        rounds: Sequence[str] = (),
        results: tuple[Result, ...] = (),
        past: Sequence[np.record] = (),
    ) -> Picture:
        """The picture of a view for a seat, empty for the public.

        opening: the tracks as the turn began, i4 by slot; past: the game as each turn began, this one the last.
        """
        scenario = self.tables.scenario
        turn = min(int(view.turn), scenario.turns)
        own = self.own(seat)
        now, then = view.track.tolist(), opening.tolist()  # a record is slow to read, slot by slot
        before = planned_before(codes.PHASES[view.phase], len(past), over)
        began = [state["track"].tolist() for state in past]
        kept = began if seat else ()  # the public picture is written to a file at every change
        gauges = {slot: self.gauge(slot, now, then, kept, before) for slot in {*self.shown, *own}}
        return Picture(
            **self.fixed,
            turn=turn,
            date=date_of(turn, scenario.start, scenario.turn_length),
            phase=codes.PHASES[view.phase],
            seat=seat,
            asked=asked,
            over=over,
            wall=tuple(self.gauge(self.slots[track], now, then, began, before) for track in scenario.wall),
            own=tuple(gauges[slot] for slot in own),
            gauges=tuple(gauges[slot] for slot in self.shown),
            counters=tuple(self._counters(view)),
            hotspots=tuple(self._hotspots(view, now, then)),
            incidents=tuple(self._incidents(view, seat)),
            crisis=self._crisis(view, rounds),
            question=question,
            draft=tuple(draft),
            aims=tuple(self._aims(seat, view, results)),
            news=tuple(news),
            results=results,
            aim_wall=tuple(self.aims.gauges(view, seat, past, before)),
        )

    # --- what stays the same -------------------------------------------------------------------------

    def _fixed(self) -> dict[str, Any]:
        """Return the fields of a picture that no turn changes."""
        scenario = self.tables.scenario
        return {
            **{field: getattr(scenario, field) for field in ("name", "name_ja", "summary", "map", "turns")},
            "scenario": scenario.id,
            "phases": self.tables.ruleset.procedure.phases,
            "sides": self.sides,
            "seats": self.seats,
            "focus": tuple(self._focus()),
        }

    def _sides(self) -> Iterator[Side]:
        """Every faction; those without a seat are neutral."""
        for faction in self.tables.ruleset.factions:
            neutral = faction.color == NEUTRAL or faction.id not in self.seats
            color = NEUTRAL if neutral else faction.color
            yield Side(
                id=faction.id, name=faction.name, name_ja=faction.name_ja, letter=faction.letter, color=color, neutral=neutral
            )

    def _belongs(self, slot: int) -> bool:
        """Whether a track belongs to a seated faction or to a place in play."""
        owner, *rest = self.tables.slots[slot].split(".")
        scope = self.tracks[rest[0]].scope
        if scope == "world":
            return True
        if scope == "faction":
            return owner in self.seats
        if scope == "pair":
            pair = next(pair for pair in self.tables.ruleset.pairs if pair.id == owner)
            return all(member in self.seats for member in pair.members)
        return scope == "flashpoint" and self._in_play(self.tables.index.flashpoints[owner])

    def _in_play(self, flashpoint: int) -> bool:
        return bool(self.rules.flashpoint[flashpoint].in_play)

    def _focus(self) -> Iterator[str]:
        """Return the dozen main areas of the scenario: its flashpoints, then the areas with most counters."""
        named = [f.area for i, f in enumerate(self.tables.ruleset.flashpoints) if self._in_play(i)]
        standing = [piece.area for piece in self.tables.scenario.pieces]
        named += sorted(set(standing), key=lambda area: (-standing.count(area), self.areas.index(area)))
        yield from list(dict.fromkeys(named))[:DOZEN]

    def own(self, seat: str) -> list[int]:
        """Return the slots of a seat's own four tracks."""
        roles = self.tables.ruleset.roles
        wanted = [f"{seat}.{track}" for track in (roles.capital, roles.funds, roles.readiness, roles.home)]
        return [self.slots[name] for name in wanted] if seat else []

    def _aims(self, seat: str, view: np.record, results: Iterable[Result]) -> Iterator[Aim]:
        """Return a seat's aims, its secrets, and its conditions of success as they stand, or as they are judged in results."""
        for entry in self.tables.scenario.seats:
            if entry.faction == seat:
                yield from (Aim(text=text, met=None) for text in entry.aims)
                yield from (Aim(text=text, met=None, secret=True) for text in entry.secret)
                totals = view.goal_total[self.factions.index(seat)].tolist()
                wishes = (self._wish(goal, total, view) for goal, total in zip(entry.success, totals))
                yield from next((result.aims for result in results if result.side == seat), wishes)

    # --- tracks and pieces ---------------------------------------------------------------------------

    def gauge(
        self,
        slot: int,
        now: Sequence[int],
        then: Sequence[int],
        began: Sequence[Sequence[int]] = (),
        before: int | None = None,
    ) -> Gauge:
        """Return a track. now, then: the tracks as they are, and as the turn or another span began.

        began: the tracks as each turn began, for its history: whoever may know a track may always know it. before: the one of
        these turns in which the seats planned last.
        """
        name = self.tables.slots[slot]
        track: Track = self.tracks[name.split(".")[1]]
        value = now[slot]
        known = value != UNKNOWN
        past = tuple([tracks[slot] for tracks in began]) if known else ()
        return Gauge(
            id=name,
            name=self.names.slots[slot],
            value=value if known else None,
            least=track.least,
            most=track.most,
            change=value - then[slot] if known else 0,
            past=past,
            before=past[before] if past and before is not None else None,
        )

    def _counters(self, view: np.record) -> Iterator[Counter]:
        """Return the counters in this view, and an unknown contact where an act has no known author."""
        for p, piece in enumerate(self.tables.scenario.pieces):
            area = int(view.piece_area[p])
            if area < 0:
                continue
            kind = self.kinds[piece.kind]
            yield Counter(
                id=piece.id,
                name=piece.name,
                name_ja=piece.name_ja,
                kind=piece.kind,
                kind_name=kind.name,
                symbol=kind.symbol,
                side=piece.faction,
                area=self.areas[area],
                readiness=int(view.piece_readiness[p]),
                strength=kind.scale,
                busy=bool(int(view.busy) >> p & 1),
            )
        for i in range(int(view.n_incidents)):
            incident = view.incident[i]
            if incident.turn == view.turn and incident.actor < 0 and incident.area >= 0:
                yield Counter(
                    id=f"contact-{i}",
                    name="Unknown contact",
                    kind="",
                    kind_name="",
                    symbol="?",
                    side="",
                    area=self.areas[incident.area],
                    readiness=0,
                )

    def _hotspots(self, view: np.record, now: Sequence[int], then: Sequence[int]) -> Iterator[FlashpointPicture]:
        roles = self.tables.ruleset.roles
        for f, flashpoint in enumerate(self.tables.ruleset.flashpoints):
            if self._in_play(f):
                yield FlashpointPicture(
                    id=flashpoint.id,
                    name=flashpoint.name,
                    name_ja=flashpoint.name_ja,
                    area=flashpoint.area,
                    challenger=flashpoint.challenger,
                    holder=flashpoint.holder,
                    control=self.gauge(self.slots[f"{flashpoint.id}.{roles.control}"], now, then),
                    ladder=self.gauge(self.slots[f"{flashpoint.id}.{roles.ladder}"], now, then),
                    crisis_at=self.tables.ruleset.procedure.crisis_at,
                    stances=tuple(self._stances(view, flashpoint)),
                    rungs=flashpoint.rungs,
                    rungs_ja=flashpoint.rungs_ja,
                )

    def _stances(self, view: np.record, flashpoint: Any) -> Iterator[StancePicture]:
        posture = self.tables.ruleset.roles.posture
        for side in (flashpoint.challenger, flashpoint.holder, *flashpoint.others):
            slot = self.slots.get(f"{side}.{posture}.{flashpoint.id}")
            if slot is not None and side in self.seats:
                level = int(view.track[slot])
                yield StancePicture(side=side, level=level if level != UNKNOWN else None, most=self.tracks[posture].most)

    # --- what is going on ----------------------------------------------------------------------------

    def _incidents(self, view: np.record, seat: str) -> Iterator[IncidentPicture]:
        """Return the incidents of this turn."""
        for i in range(int(view.n_incidents)):
            incident = view.incident[i]
            if incident.turn == view.turn and incident.victim >= 0:
                yield self.incident(i, incident)

    def incident(self, number: int, incident: np.record) -> IncidentPicture:
        """Return an incident of a view, by its row."""
        known = incident.action >= 0
        action = self.tables.ruleset.actions[incident.action] if known else None
        return IncidentPicture(
            number=number,
            title=action.name if action else "A deniable act",
            area=self.areas[incident.area] if incident.area >= 0 else "",
            actor=self.factions[incident.actor] if incident.actor >= 0 else "",
            victim=self.factions[incident.victim],
            intensity=int(incident.intensity),
            deniability=action.deniability if action else "deniable",
            answers=tuple(self._answers(incident)),
            settled=bool(incident.settled),
        )

    def _answers(self, incident: np.record) -> Iterator[Expected]:
        for f, faction in enumerate(self.factions):
            expected, level = int(incident.expected[f]), int(incident.level[f])
            if f == incident.victim or expected > 0 or level > 0:
                yield Expected(
                    side=faction,
                    expected=self.names.levels[expected] if expected > 0 else "",
                    answer=self.names.levels[level] if level >= 0 else "",
                )

    def _crisis(self, view: np.record, rounds: Sequence[str]) -> CrisisStage | None:
        """Return the present crisis, None without one; a crisis lasts as long as its questions."""
        if view.crisis < 0 or view.asking not in (codes.ASK_CRISIS, codes.ASK_ROLE):
            return None
        parts = [(self.factions[f], self.names.roles[view.role[f]]) for f in range(len(self.factions)) if view.role[f] >= 0]
        return CrisisStage(
            hotspot=self.tables.ruleset.flashpoints[view.crisis].id,
            round=int(view.round_no) + 1 if view.asking == codes.ASK_CRISIS else 0,
            most_rounds=self.tables.ruleset.procedure.crisis_rounds,
            parts=tuple(parts),
            rounds=tuple(rounds),
        )

    # --- the end -------------------------------------------------------------------------------------

    def results(self, outcome: np.record, whole: bool, so_far: tuple[int, int] | None = None) -> Iterator[Result]:
        """Return each seat's result; with `whole` every condition, secret ones too, and how well it is met.

        so_far: the turns played, and all turns, where the game stopped early.
        """
        for seat in self.tables.scenario.seats:
            row = self.factions.index(seat.faction)
            aims = [Aim(text=text, met=None) for text in seat.aims]
            if whole:
                aims = [self._judged(goal, outcome.goal[row, i], so_far) for i, goal in enumerate(seat.success)]
            grade = int(outcome.grade[row]) / len(seat.success) if seat.success else None
            yield Result(side=seat.faction, met=bool(outcome.success[row]), aims=tuple(aims), grade=grade)

    def _judged(self, goal: Condition, judgement: np.record, so_far: tuple[int, int] | None) -> Aim:
        """One condition of success with what it was read at, and how well it is met."""
        wanted, still = bounds(goal.at_least, goal.at_most), unsettled(goal, int(judgement.total), so_far)
        text = f"{self.names.goal(goal)}: {read_at(judgement)}, wanted {wanted}{f' ({still})' if still else ''}"
        return Aim(text=text, met=bool(judgement.grade == len(GRADES) - 1), grade=GRADES[judgement.grade])

    def _wish(self, goal: Condition, total: int, view: np.record) -> Aim:
        """One condition of success as it stands in a view, with the mean so far of what a seat has seen it read."""
        counts = goal.track.startswith("count.")
        value = int(view.tally[codes.COUNTS.index(goal.track[6:])] if counts else view.track[self.slots[goal.track]])
        known = value != UNKNOWN
        met = holds(goal, value) if known else None
        mean = f", mean so far {mean_of(total, int(view.readings))}" if view.readings and known and not counts else ""
        told = f"{value}{mean}" if known else "not known"
        return Aim(text=f"{self.names.goal(goal)}: {told}, wanted {bounds(goal.at_least, goal.at_most)}", met=met)


def planned_before(phase: str, turns: int, over: bool = False) -> int | None:
    """Return in which of some turns, from 0, the seats planned last, of those that have begun; None in the first turn's planning.

    >>> planned_before("planning", 3), planned_before("response", 3), planned_before("planning", 1)
    (1, 2, None)
    """
    at = turns - 1 - (phase in ("news", "planning") and not over)
    return at if at >= 0 else None


def id_at(entries: Sequence[Entry], row: int) -> str:
    """The id of a row; empty for none."""
    return entries[row].id if row >= 0 else ""
