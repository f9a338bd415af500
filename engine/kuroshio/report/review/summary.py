"""The head of a review: what was played, by whom, and what came of it in five sentences."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio import __version__
from kuroshio.kernel.state import codes
from kuroshio.model.calendar import date_of
from kuroshio.picture.phrases import listed, small
from kuroshio.players.loading import is_player
from kuroshio.report.review.audience import Eyes, in_words
from kuroshio.report.review.dice_luck import HIT, shots
from kuroshio.report.review.review import Aims, Case, Decision, Head, Mark, Place, Shot
from kuroshio.session.kept_game import Kept


def head(kept: Kept, eyes: Eyes, decisions: tuple[Decision, ...], cases: tuple[Case, ...]) -> Head:
    """What was played, and what came of it in five sentences at most."""
    scenario = eyes.tables.scenario
    turn = min(int(eyes.game.game.turn), scenario.turns)
    played, judged = len(eyes.states) - 1, eyes.game.judged()
    whole = judged is not None and judged.early and not judged.phase  # it stopped after a turn, whatever of the next was told
    story = (_course(eyes, played), _wall(eyes), _clashes(eyes, cases), _met(eyes), _luck(eyes, decisions))
    return Head(
        title=scenario.name,
        title_ja=scenario.name_ja,
        summary=scenario.summary,
        began=date_at(eyes, 1),
        ended=judged.date if judged and whole else date_at(eyes, turn),
        turns=scenario.turns,
        played=judged.turn if judged and whole else played,
        over=eyes.game.over,
        edition=eyes.name(eyes.seat) if eyes.seat else "",
        seats=tuple(places(kept, eyes)),
        seed=str(kept.seed) if eyes.whole else "",
        digest=kept.fingerprint[:16],
        version=str(kept.header["kuroshio"] or __version__),
        story=tuple(filter(None, story)),
        judged=judged.told() if judged else "",
    )


def places(kept: Kept, eyes: Eyes) -> Iterator[Place]:
    """The seats, and who sat there."""
    named = dict(kept.policies)
    schools = {doctrine.id: doctrine.name for doctrine in eyes.tables.ruleset.doctrines}
    sides = {side.id: side for side in eyes.game.maker.sides}
    for seat in eyes.tables.scenario.seats:
        policy = named.get(seat.faction, seat.doctrine)
        side, school = sides[seat.faction], schools.get(policy, policy)
        how = "by a player" if is_player(policy) else "by doctrine"
        shown = f"{how}: {school}" if eyes.whole or seat.faction == eyes.seat else how
        who = "people" if seat.faction in kept.people else shown
        yield Place(id=side.id, name=side.name, letter=side.letter, color=side.color, who=who)


def date_at(eyes: Eyes, turn: int) -> str:
    """The date of a turn."""
    scenario = eyes.tables.scenario
    return date_of(turn, scenario.start, scenario.turn_length)


def _course(eyes: Eyes, played: int) -> str:
    turns = eyes.tables.scenario.turns
    if eyes.game.over:
        return f"All {in_words(turns)} turns were played." if played == turns else f"The game ended in turn {played} of {turns}."
    judged, phase = eyes.game.judged(), codes.PHASES[eyes.game.game.phase]
    where = f"after turn {judged.turn} of {turns}" if judged and not judged.phase else f"in turn {played} of {turns}, in {phase}"
    return f"The game stopped {where}: what follows is what was played."


def _wall(eyes: Eyes) -> str:
    pairs = list(zip(eyes.pictures[0].wall, eyes.pictures[-1].wall, strict=True))
    moved = [f"{plain_name(eyes, old.name)} went from {old.value} to {new.value}" for old, new in pairs if old.value != new.value]
    stayed = [f"{plain_name(eyes, old.name)} ({old.value})" for old, new in pairs if old.value == new.value]
    if not moved:
        return f"On the wall all stands where it began: {listed(stayed)}."
    stand = "stands where it began" if len(stayed) == 1 else "stand where they began"
    rest = f"; {listed(stayed)} {stand}" if stayed else ""
    return f"On the wall, {listed(moved)}{rest}."


def plain_name(eyes: Eyes, name: str) -> str:
    """The name of a track in a sentence, without the place where only one is in play."""
    hotspots = eyes.pictures[0].hotspots
    return small(name.removeprefix(f"{hotspots[0].name}, ") if len(hotspots) == 1 else name)


def _clashes(eyes: Eyes, cases: tuple[Case, ...]) -> str:
    """What was done to whom at its gravest, and what crises came of it."""
    opened = _crises(eyes)
    if not cases:
        return f"{opened}."
    worst = max(cases, key=lambda case: case.intensity)
    whose, place = (f"{worst.author}: " if worst.author else ""), (f" in {worst.area}" if worst.area else "")
    told = f"of {in_words(len(cases))} incidents the gravest was" if len(cases) > 1 else "the one incident was"
    what = f"\u201c{whose}{worst.act}\u201d{place}, against {worst.victim}"
    return f"{opened}; {told} {what} (turn {worst.turn}, intensity {worst.intensity})."


def _crises(eyes: Eyes) -> str:
    opened = [mark for mark in marks(eyes) if mark.text]
    if not opened:
        return "No crisis opened"
    told = listed([f"turn {mark.turn} ({mark.text})" for mark in opened])
    count = in_words(len(opened)).capitalize()
    return f"{count} cris{'is' if len(opened) == 1 else 'es'} opened: {told}{_fighting(tuple(shots(eyes)))}"


def _fighting(thrown: tuple[Shot, ...]) -> str:
    """How near the dice came to a first shot; empty where none were thrown for one."""
    if not thrown:
        return ""
    odds = listed([str(chance) for chance in sorted({shot.chance for shot in thrown})])
    fired = sum(shot.fired for shot in thrown)
    fell = "nobody fired" if not fired else "somebody fired" if len(thrown) == 1 else f"somebody fired {times(fired)}"
    return f"; dice were thrown {times(len(thrown))} for a first shot, at {odds} in 36, and {fell}"


def times(count: int) -> str:
    """How often, in words."""
    return {1: "once", 2: "twice"}.get(count) or f"{in_words(count)} times"


def _met(eyes: Eyes) -> str:
    results = eyes.game.results(whole=False)
    if not results:
        return ""
    stood = "" if eyes.game.over else " where the game stopped"
    met = [eyes.name(result.side) for result in results if result.met]
    missed = [eyes.name(result.side) for result in results if not result.met]
    if not met:
        return f"No seat met all its aims{stood}."
    return f"{listed(met)} met all {'its' if len(met) == 1 else 'their'} aims{stood}; {listed(missed) or 'nobody'} did not."


def _luck(eyes: Eyes, decisions: tuple[Decision, ...]) -> str:
    whose = "for what seats had decided" if eyes.whole else "that this seat saw"
    thrown = [decision for decision in decisions if decision.rolled]
    if not thrown:
        return ""
    good = sum(decision.verdict == "good luck" for decision in thrown)
    bad = sum(decision.verdict == "bad luck" for decision in thrown)
    hit = sum(decision.rolled in HIT for decision in thrown)
    lucky, unlucky = (in_words(count) if count else "none" for count in (good, bad))
    return f"Of {len(thrown)} throws {whose} {hit} succeeded; {lucky} did so against the odds, and {unlucky} failed against them."


def aims(eyes: Eyes) -> Iterator[Aims]:
    """What each seat wanted, and what it came to; secrets and conditions of others are control's alone."""
    results = {result.side: result for result in eyes.game.results(whole=True)}
    for seat in eyes.tables.scenario.seats:
        own, result = eyes.may_read((seat.faction,)), results.get(seat.faction)
        yield Aims(
            seat=eyes.name(seat.faction),
            met=result.met if result else None,
            wanted=seat.aims,
            secret=seat.secret if own else (),
            conditions=tuple((aim.text, bool(aim.met)) for aim in result.aims) if result and own else (),
        )


def marks(eyes: Eyes) -> Iterator[Mark]:
    """Crises, with how each ended."""
    flashpoints = eyes.tables.ruleset.flashpoints
    open_: tuple[int, int] | None = None
    for _, line in eyes.game.lines():
        if line.what == codes.L_CRISIS:
            open_ = (int(line.subject), int(line.turn))
        elif line.what == codes.L_ENDING and open_:
            yield Mark(flashpoint=flashpoints[open_[0]].id, turn=open_[1], text=small(eyes.names.endings[line.subject]))
            open_ = None
    if open_:
        yield Mark(flashpoint=flashpoints[open_[0]].id, turn=open_[1], text="not over yet")
