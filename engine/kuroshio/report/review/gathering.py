"""Gathers a review from a replayed game, for control or for one seat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kuroshio.kernel.state import codes
from kuroshio.picture.ladder_climbs import CLIMBS
from kuroshio.picture.log_sentences import CHANGES, FOLLOWS
from kuroshio.picture.phrases import signed
from kuroshio.picture.picture import Beat, Picture
from kuroshio.report.review.audience import Audience
from kuroshio.report.review.cases import Cases, obligations, promises_called
from kuroshio.report.review.decisions import Decisions, forecasts
from kuroshio.report.review.dice_luck import luck_of, shots
from kuroshio.report.review.objectives import objectives
from kuroshio.report.review.overrides import overrides, written
from kuroshio.report.review.review import Review, Series, TurnFrame, WallChange
from kuroshio.report.review.room_events import deals, responses, room, undone
from kuroshio.report.review.summary import aims, date_at, head, marks
from kuroshio.report.review.turning_points import turning_points
from kuroshio.session.journal.journal_reader import KeptGame
from kuroshio.session.told_game import ToldGame

FOLLOWED = {  # causes of changes in a phase besides single acts
    "response": "unanswered acts",
    "escalation": "acts and answers of the turn",
}
CAUSES = {
    CHANGES[int(codes.L_EXPIRED)].rstrip(":"): "temporary effects ended",
    CHANGES[int(codes.L_DRIFT)].rstrip(":"): "drift to its resting value",
}
FOLLOWS_FROM = f"{FOLLOWS} from "
LEDGERS, WALL = "ledger", "wall"


def gather(kept: KeptGame, game: ToldGame, seat: str = "") -> Review:
    """Return the review of a replayed game; for a seat, limited to what it knew."""
    audience = Audience(game, seat)
    rulings = tuple(overrides(kept.counted, audience))
    decisions = Decisions(audience, rulings).all(written(kept.counted, audience))
    cases, agreements = tuple(Cases(audience).all()), tuple(deals(kept, audience))
    return Review(
        head=head(kept, audience, decisions, cases),
        turning=tuple(turning_points(kept, audience, agreements)),
        objectives=tuple(objectives(kept, audience)),
        aims=tuple(aims(audience)),
        frames=tuple(frames(kept, audience)),
        decisions=decisions,
        luck=tuple(luck_of(decisions)),
        shots=tuple(shots(audience)),
        series=tuple(series(audience)),
        marks=tuple(marks(kept, audience)),
        cases=cases,
        words=tuple(obligations(audience)),
        forecasts=tuple(forecasts(audience, kept.counted, decisions)),
        deals=agreements,
        promises=tuple(promises_called(cases)),
        responses=tuple(responses(kept, audience)),
        overrides=rulings if audience.whole else (),  # reasons and votes are for control only
        room=tuple(room(kept, audience)),
        undone=tuple(undone(kept, audience)),
    )


# --- the timeline ------------------------------------------------------------------------------------


def frames(kept: KeptGame, audience: Audience) -> Iterator[TurnFrame]:
    """Return the opening, then each turn."""
    for turn, picture in enumerate(audience.pictures):
        beats = tuple(beat for beat in audience.beats if beat.turn == turn and _worth_telling(beat))
        yield TurnFrame(
            turn=turn,
            date=date_at(audience, max(turn, 1)),
            whole=turn < len(audience.pictures) - 1 or audience.game.over,
            wall=picture.wall,
            counters=picture.counters,
            hotspots=picture.hotspots,
            moves=tuple(_moves(picture, beats)),
            crises=tuple(mark.text for mark in marks(kept, audience) if mark.turn == turn),
            beats=beats,
        )


def _worth_telling(beat: Beat) -> bool:
    """Whether a beat belongs to the story of a turn; planning is told among the decisions."""
    empty = beat.title == FOLLOWS and not beat.changes
    return beat.kind == "inject" or (beat.phase != "planning" and not empty)


def _moves(picture: Picture, beats: Iterable[Beat]) -> Iterator[WallChange]:
    told = list(beats)
    for gauge in picture.wall:
        if gauge.change and gauge.value is not None:
            causes = [
                f"{cause_of(beat)} ({signed(change.after - change.before)})"
                for beat in told
                for change in beat.changes
                if change.name == gauge.name
            ]
            yield WallChange(name=gauge.name, before=gauge.value - gauge.change, after=gauge.value, causes=tuple(causes))


def cause_of(beat: Beat) -> str:
    """Return the name of a beat as the cause of a change."""
    if beat.title.startswith(CLIMBS) and beat.text:
        return beat.text.rstrip(".")
    if beat.title.startswith(FOLLOWS_FROM):
        return beat.title.removeprefix(FOLLOWS_FROM)
    if beat.title == FOLLOWS:
        return FOLLOWED.get(beat.phase, f"consequences in {beat.phase}")
    return CAUSES.get(beat.title, beat.title)


# --- over time ---------------------------------------------------------------------------------------


def series(audience: Audience) -> Iterator[Series]:
    """Return the tracks of the wall, of each flashpoint, and capital and funds of each seat."""
    roles, scenario = audience.tables.ruleset.roles, audience.tables.scenario
    for track in scenario.wall:
        yield _series(audience, track, WALL, "")
    for hotspot in audience.pictures[0].hotspots:
        for track in (roles.control, roles.ladder):
            yield _series(audience, f"{hotspot.id}.{track}", hotspot.id, hotspot.name)
    for seat in scenario.seats:
        for track in (roles.capital, roles.funds):
            yield _series(audience, f"{seat.faction}.{track}", LEDGERS, audience.name(seat.faction))


def _series(audience: Audience, slot: str, group: str, owner: str) -> Series:
    track = audience.game.maker.tracks[slot.split(".")[1]]
    name = audience.names.slots[audience.game.maker.slots[slot]]
    return Series(
        id=slot,
        name=track.name if owner else name,
        group=group,
        owner=owner,
        least=track.least,
        most=track.most,
        values=tuple(audience.track(state, slot) for state in audience.states),
    )
