"""The head of a review: what was played, by whom, the result in five sentences, and each seat's aims with their grades."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio import __version__
from kuroshio.kernel.state import codes
from kuroshio.model.calendar import date_of
from kuroshio.picture.phrases import graded, listed, small
from kuroshio.players.player_loading import is_player
from kuroshio.report.review.audience import Audience, in_words
from kuroshio.report.review.control_reasons import ControlReasons
from kuroshio.report.review.dice_luck import HIT, shots
from kuroshio.report.review.review import CrisisMark, Decision, Head, ReviewIncident, ReviewSeat, SeatAims, Shot
from kuroshio.session.journal.journal_reader import KeptGame
from kuroshio.session.told_game import drawn_in


def head(kept: KeptGame, audience: Audience, decisions: tuple[Decision, ...], cases: tuple[ReviewIncident, ...]) -> Head:
    """Return what was played, and the result in at most five sentences."""
    scenario = audience.tables.scenario
    turn = min(int(audience.game.game.turn), scenario.turns)
    played, judged = len(audience.states) - 1, audience.game.judged()
    whole = judged is not None and judged.early and not judged.phase  # even if a part of the next turn was told
    clashes, luck = _clashes(kept, audience, cases), _luck(audience, decisions)
    story = (_course(audience, played), _wall(audience), clashes, _met(audience), luck)
    return Head(
        title=scenario.name,
        title_ja=scenario.name_ja,
        summary=scenario.summary,
        began=date_at(audience, 1),
        ended=judged.date if judged and whole else date_at(audience, turn),
        turns=scenario.turns,
        played=judged.turn if judged and whole else played,
        over=audience.game.over,
        edition=audience.name(audience.seat) if audience.seat else "",
        seats=tuple(places(kept, audience)),
        seed=str(kept.seed) if audience.whole else "",
        digest=kept.fingerprint[:16],
        version=str(kept.header["kuroshio"] or __version__),
        story=tuple(filter(None, story)),
        judged=judged.told() if judged else "",
    )


def places(kept: KeptGame, audience: Audience) -> Iterator[ReviewSeat]:
    """Return the seats, and who sat there."""
    game, named = audience.game, dict(kept.policies)
    drawn = drawn_in(kept, game.tables, game.playbook, game.over)
    schools = {doctrine.id: doctrine.name for doctrine in audience.tables.ruleset.doctrines}
    sides = {side.id: side for side in audience.game.maker.sides}
    for seat in audience.tables.scenario.seats:
        policy = drawn.get(seat.faction) or named.get(seat.faction, seat.default_policy)
        side, school = sides[seat.faction], schools.get(policy, policy)
        how = "by a player" if is_player(policy) else "by doctrine"
        from_mix = ", drawn from its mix" if seat.faction in drawn else ""
        shown = f"{how}: {school}{from_mix}" if audience.whole or seat.faction == audience.seat else how
        who = "people" if seat.faction in kept.people else shown
        yield ReviewSeat(id=side.id, name=side.name, letter=side.letter, color=side.color, who=who)


def date_at(audience: Audience, turn: int) -> str:
    """Return the date of a turn."""
    scenario = audience.tables.scenario
    return date_of(turn, scenario.start, scenario.turn_length)


def _course(audience: Audience, played: int) -> str:
    turns = audience.tables.scenario.turns
    if audience.game.over:
        return f"All {in_words(turns)} turns were played." if played == turns else f"The game ended in turn {played} of {turns}."
    judged, phase = audience.game.judged(), codes.PHASES[audience.game.game.phase]
    where = f"after turn {judged.turn} of {turns}" if judged and not judged.phase else f"in turn {played} of {turns}, in {phase}"
    return f"The game stopped {where}; this review covers what was played."


def _wall(audience: Audience) -> str:
    pairs = list(zip(audience.pictures[0].wall, audience.pictures[-1].wall, strict=True))
    moved = [
        f"{plain_name(audience, old.name)} went from {old.value} to {new.value}" for old, new in pairs if old.value != new.value
    ]
    stayed = [f"{plain_name(audience, old.name)} ({old.value})" for old, new in pairs if old.value == new.value]
    if not moved:
        return f"No track on the wall changed from beginning to end: {listed(stayed)}."
    stand = "is as at the beginning" if len(stayed) == 1 else "are as at the beginning"
    rest = f"; {listed(stayed)} {stand}" if stayed else ""
    return f"On the wall, {listed(moved)}{rest}."


def plain_name(audience: Audience, name: str) -> str:
    """Return the name of a track for a sentence, without the place if only one is in play; a proper name keeps its capital."""
    hotspots = audience.pictures[0].hotspots
    short = name.removeprefix(f"{hotspots[0].name}, ") if len(hotspots) == 1 else name
    proper = (*(spot.name for spot in hotspots), *audience.names.factions)
    return short if short.startswith(proper) else small(short)


def _clashes(kept: KeptGame, audience: Audience, cases: tuple[ReviewIncident, ...]) -> str:
    """Return a sentence on the crises and the gravest incident."""
    opened = _crises(kept, audience)
    if not cases:
        return f"{opened}."
    worst = max(cases, key=lambda case: case.intensity)
    whose, place = (f"{worst.author}: " if worst.author else ""), (f" in {worst.area}" if worst.area else "")
    told = f"of {in_words(len(cases))} incidents the gravest was" if len(cases) > 1 else "the one incident was"
    what = f"\u201c{whose}{worst.act}\u201d{place}, against {worst.victim}"
    return f"{opened}; {told} {what} (turn {worst.turn}, intensity {worst.intensity})."


def _crises(kept: KeptGame, audience: Audience) -> str:
    opened, reasons = [mark for mark in marks(kept, audience) if mark.text], ControlReasons(kept, audience)
    if not opened:
        return "No crisis opened"
    by_hand = {mark.turn: ", opened by control" for mark in opened if reasons.opened(mark.turn, mark.flashpoint)}
    told = listed([f"turn {mark.turn}{by_hand.get(mark.turn, '')} ({mark.text})" for mark in opened])
    count = in_words(len(opened)).capitalize()
    return f"{count} cris{'is' if len(opened) == 1 else 'es'} opened: {told}{_fighting(tuple(shots(audience)))}"


def _fighting(thrown: tuple[Shot, ...]) -> str:
    """Say how near a first shot came; empty without rolls for one."""
    if not thrown:
        return ""
    odds = listed([str(chance) for chance in sorted({shot.chance for shot in thrown})])
    fired = sum(shot.fired for shot in thrown)
    fell = "nobody fired" if not fired else "somebody fired" if len(thrown) == 1 else f"somebody fired {times(fired)}"
    return f"; dice were rolled {times(len(thrown))} for a first shot, at {odds} in 36, and {fell}"


def times(count: int) -> str:
    """Return a number of times, in words."""
    return {1: "once", 2: "twice"}.get(count) or f"{in_words(count)} times"


def _met(audience: Audience) -> str:
    results = audience.game.results(whole=False)
    if not results:
        return ""
    stood = "" if audience.game.over else " where the game stopped"
    met = [audience.name(result.side) for result in results if result.met]
    missed = [audience.name(result.side) for result in results if not result.met]
    if not met:
        return f"No seat met all its aims{stood}."
    return f"{listed(met)} met all {'its' if len(met) == 1 else 'their'} aims{stood}; {listed(missed) or 'nobody'} did not."


def _luck(audience: Audience, decisions: tuple[Decision, ...]) -> str:
    whose = "for what seats had decided" if audience.whole else "that this seat saw"
    thrown = [decision for decision in decisions if decision.rolled]
    if not thrown:
        return ""
    good = sum(decision.verdict == "good luck" for decision in thrown)
    bad = sum(decision.verdict == "bad luck" for decision in thrown)
    hit = sum(decision.rolled in HIT for decision in thrown)
    lucky, unlucky = (in_words(count) if count else "none" for count in (good, bad))
    return f"Of {len(thrown)} rolls {whose} {hit} succeeded, {lucky} of them against the odds; {unlucky} failed against the odds."


def aims(audience: Audience) -> Iterator[SeatAims]:
    """Return each seat's aims and result; only control reads the secrets and conditions of others."""
    results = {result.side: result for result in audience.game.results(whole=True)}
    for seat in audience.tables.scenario.seats:
        own, result = audience.may_read((seat.faction,)), results.get(seat.faction)
        yield SeatAims(
            seat=audience.name(seat.faction),
            met=result.met if result else None,
            wanted=seat.aims,
            secret=seat.secret if own else (),
            conditions=tuple((aim.text, aim.grade) for aim in result.aims) if result and own else (),
            grade=graded(result.grade) if result else "",
        )


def marks(kept: KeptGame, audience: Audience) -> Iterator[CrisisMark]:
    """Return the crises with their endings."""
    reasons, flashpoints = ControlReasons(kept, audience), audience.tables.ruleset.flashpoints
    open_: tuple[int, int] | None = None
    for _, line in audience.game.lines():
        if line.what == codes.L_CRISIS:
            if open_:
                yield _without_ending(flashpoints[open_[0]].id, open_[1], reasons)
            open_ = (int(line.subject), int(line.turn))
        elif line.what == codes.L_ENDING and open_:
            yield CrisisMark(flashpoint=flashpoints[open_[0]].id, turn=open_[1], text=small(audience.names.endings[line.subject]))
            open_ = None
    if open_:
        yield _without_ending(flashpoints[open_[0]].id, open_[1], reasons)


def _without_ending(flashpoint: str, turn: int, reasons: ControlReasons) -> CrisisMark:
    """Return a crisis that no ending of the rules has ended: control has closed it, or it goes on."""
    text = "closed by control, without an ending of the rules" if reasons.closed(turn, flashpoint) else "not over yet"
    return CrisisMark(flashpoint=flashpoint, turn=turn, text=text)
