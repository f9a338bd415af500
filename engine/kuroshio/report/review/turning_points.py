"""Turning points: crises, changes of administration and of governments, broken promises, injects, each with its logged cause.

Everything is read from the beats that the audience was told, so that an edition for a seat says no more than the seat knew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from kuroshio.kernel.state import codes
from kuroshio.model.calendar import date_of
from kuroshio.model.scenario import Inject
from kuroshio.picture.ladder_climbs import CLIMBS
from kuroshio.picture.log_sentences import CHANGES, FOLLOWS
from kuroshio.picture.phrases import phrases_of, signed
from kuroshio.picture.picture import Beat, Change
from kuroshio.report.brief.brief_wording import Wording
from kuroshio.report.review.audience import Audience
from kuroshio.report.review.control_reasons import ControlReasons
from kuroshio.report.review.dice_luck import chance, rolled
from kuroshio.report.review.review import ReviewAgreement, TurningPoint
from kuroshio.report.review.room_events import injects, tidings
from kuroshio.session.agreements import BROKEN
from kuroshio.session.injects import FIRE
from kuroshio.session.journal_reader import KeptGame

CRISIS, ADMINISTRATION, GOVERNMENT, PROMISE, INJECT = "crisis", "administration", "government", "promise", "inject"
CLOSES = 1 << 62  # after every line of the log
BY_ITSELF = {beginning.rstrip(":") for beginning in CHANGES.values() if beginning}  # changes that no act brings


def turning_points(kept: KeptGame, audience: Audience, agreements: Iterable[ReviewAgreement]) -> Iterator[TurningPoint]:
    """Return the turning points in the order of the game; agreements: those that the audience knows."""
    points = TurningPoints(kept, audience)
    found = [
        *points.crises(),
        *points.administrations(),
        *points.governments(),
        *points.shortfalls(),
        *points.injects(),
        *broken(agreements),
    ]
    yield from sorted(found, key=lambda point: (point.turn, point.at))


def broken(agreements: Iterable[ReviewAgreement]) -> Iterator[TurningPoint]:
    """Return the agreements that were broken. They stand in the journal and not in the log, so they close their turn."""
    for one in agreements:
        if one.state == BROKEN:
            title = f"An agreement is broken: {' and '.join(one.parties)}"
            cause = f"{sentence(one.how)} Agreed in turn {one.made}: {sentence(one.terms)}"
            yield TurningPoint(at=CLOSES, turn=one.broken, kind=PROMISE, title=title, cause=cause)


class TurningPoints:
    """Finds the turning points of a game among its beats."""

    def __init__(self, kept: KeptGame, audience: Audience):
        self.kept, self.audience, self.log = kept, audience, audience.game.log
        self.reasons, tables = ControlReasons(kept, audience), audience.tables
        in_play = [
            f for f in tables.ruleset.flashpoints if not tables.scenario.flashpoints or f.id in tables.scenario.flashpoints
        ]
        self.wording = Wording(tables, phrases_of(tables), in_play)
        roles, slots = tables.ruleset.roles, audience.game.maker.slots
        self.ladders = [audience.names.slots[slots[f"{f.id}.{roles.ladder}"]] for f in tables.ruleset.flashpoints]
        self.places = [
            (audience.names.slots[slots[f"{f.id}.{roles.control}"]], audience.names.slots[slots[f"{f.id}.{roles.pressure}"]])
            for f in in_play
        ]

    def told(self, *kinds: int) -> Iterator[Beat]:
        """Return the beats whose first line of the log is of some kinds."""
        yield from (beat for beat in self.audience.beats if int(self.log[beat.number].what) in kinds)

    # --- crises ------------------------------------------------------------------------------------------

    def crises(self) -> Iterator[TurningPoint]:
        """Return each crisis with what brought it to its rung, and its last round and ending."""
        for beat in self.told(codes.L_CRISIS):
            later = (one for one in self.told(codes.L_ROUND, codes.L_ENDING, codes.L_CRISIS) if one.number > beat.number)
            course = list(takewhile(lambda one: self.log[one.number].what != codes.L_CRISIS, later))
            ended = [one for one in course if self.log[one.number].what == codes.L_ENDING]
            rounds = [one for one in course if self.log[one.number].what == codes.L_ROUND]
            place = self.audience.tables.ruleset.flashpoints[int(self.log[beat.number].subject)].id
            by_hand = self.reasons.course(beat.turn, place)
            over = bool(ended) or self.reasons.closed(beat.turn, place)
            last = [*(sentence(one.title, one.text) for one in rounds[-1:]), *(sentence(one.title) for one in ended[:1])]
            yield TurningPoint(
                at=beat.number,
                turn=beat.turn,
                kind=CRISIS,
                title=beat.title,
                cause=" ".join(filter(None, (self.reasons.opened(beat.turn, place), beat.text, self._earlier(beat)))),
                came=" ".join(filter(None, [*last, by_hand, "" if over else "It is not over yet."])),
                changes=ended[0].changes if ended else (),
            )

    def _earlier(self, crisis: Beat) -> str:
        """Return the steps of the ladder in the turns before a crisis, from the last one at the same flashpoint on."""
        steps = list[str]()
        ladder = self.ladders[int(self.log[crisis.number].subject)]
        for beat in takewhile(lambda one: one.turn < crisis.turn, self.audience.beats):
            what = self.log[beat.number].what
            if what == codes.L_ENDING and any(change.name == ladder for change in beat.changes):
                steps = []
            rises = (one for one in beat.changes if one.name == ladder and one.after > one.before)
            why = beat.text if beat.title.startswith(CLIMBS) and beat.text else f"\u201c{self._cause(beat)}\u201d"
            steps += [f"turn {beat.turn}, {one.before} to {one.after}: {why.rstrip('.')}" for one in rises]
        return sentence(f"Steps before: {'; '.join(steps)}") if steps else ""

    # --- administration ----------------------------------------------------------------------------------

    def administrations(self) -> Iterator[TurningPoint]:
        """Return each change of the administration of a flashpoint, with the act, its answers, and what was unanswered before."""
        for control, pressure in self.places:
            since = list[str]()  # what had added to the unanswered acts
            for beat in self.audience.beats:
                changed = {change.name: change for change in beat.changes}
                if control in changed:
                    yield self._administration(beat, changed[control], since)
                    since = []
                elif pressure in changed:
                    grows = changed[pressure].after > changed[pressure].before
                    since = [*since, f"\u201c{self._cause(beat)}\u201d (turn {beat.turn})"] if grows else []

    def _administration(self, beat: Beat, change: Change, since: list[str]) -> TurningPoint:
        """Describe a change of administration; since: what was left unanswered before it."""
        moved = "falls" if change.after < change.before else "rises"
        before = sentence(f"Left unanswered before it: {'; '.join(since)}") if since and moved == "falls" else ""
        return TurningPoint(
            at=beat.number,
            turn=beat.turn,
            kind=ADMINISTRATION,
            title=f"{change.name} {moved} from {change.before} to {change.after}",
            cause=" ".join(
                filter(
                    None,
                    (sentence(self._cause(beat)), dice_in_words(beat), *self._answers(beat), self.reasons.ruled(beat), before),
                )
            ),
        )

    def _cause(self, beat: Beat) -> str:
        """Return the title of what a beat follows from; its own where it is the cause itself."""
        known = self.audience.beat_at.get(beat.cause)
        if beat.title in BY_ITSELF or known is None or not beat.title.startswith(FOLLOWS):
            return beat.title
        return known.title

    def _answers(self, beat: Beat) -> Iterator[str]:
        """Return the answers to the incident from which a beat follows."""
        for answer in self.told(codes.L_RESPONSE):
            if answer.cause == beat.cause >= 0:
                yield sentence(answer.title)

    # --- governments -------------------------------------------------------------------------------------

    def governments(self) -> Iterator[TurningPoint]:
        """Return each event with which a government begins anew, so that its support at home is set and not moved: an election, a
        succession, a congress.
        """
        home, events = self.audience.tables.ruleset.roles.home, self.audience.tables.ruleset.events
        for beat in self.told(codes.L_EVENT):
            event = events[self.log[beat.number].subject]
            if any(effect.set is not None and effect.track.split(".")[1] == home for effect in event.effects):
                season = event.since if event.since == event.until else f"{event.since} to {event.until}".strip()
                held = (
                    f"Its conditions held: {self.wording.all(event.requires)}." if event.requires and self.audience.whole else ""
                )
                due = f"The calendar had it in {season}." if event.since and not event.every else "The calendar had it."
                cause = " ".join(filter(None, (due, dice_in_words(beat), held)))
                yield TurningPoint(
                    at=beat.number, turn=beat.turn, kind=GOVERNMENT, title=beat.title, cause=cause, changes=beat.changes
                )

    # --- promises ----------------------------------------------------------------------------------------

    def shortfalls(self) -> Iterator[TurningPoint]:
        """Return each answer that fell short of an obligation, with the incident and the answer."""
        for beat in self.told(codes.L_SHORTFALL):
            answer = self.audience.beat_at.get(beat.cause)
            incident = self.audience.beat_at.get(answer.cause) if answer else None
            told = [sentence(one.title) for one in (incident, answer) if one]
            cause = " ".join(filter(None, [*told, self.reasons.ruled(incident) if incident else ""]))
            yield TurningPoint(at=beat.number, turn=beat.turn, kind=PROMISE, title=beat.title, cause=cause, changes=beat.changes)

    # --- injects -----------------------------------------------------------------------------------------

    def injects(self) -> Iterator[TurningPoint]:
        """Return each inject that the audience was told, with its occasion, its effects, and the act that it brought."""
        words = tidings(self.kept, self.audience)
        for beat, inject in injects(self.audience):
            if inject.id not in words:
                brought = [one.title for one in self.audience.beats if one.cause == beat.number and one.kind == "ruling"]
                yield TurningPoint(
                    at=beat.number,
                    turn=beat.turn,
                    kind=INJECT,
                    title=f"Inject: {beat.title}",
                    cause=self._occasion(inject, beat.turn),
                    came=sentence("; ".join(brought)) if brought else "",
                    changes=beat.changes,
                )

    def _occasion(self, inject: Inject, came: int) -> str:
        """Say why an inject came when it did; a seat learns only that control brought it in, as conditions may read secrets."""
        scenario = self.audience.tables.scenario
        by_hand = any(one.kind == "schedule" and (one["act"], one["inject"]) == (FIRE, inject.id) for one in self.kept.counted)
        written = all(inject.id != known.id for known in scenario.injects[: int(self.audience.rules.n_injects)])
        if not self.audience.whole:
            return "Control brought it in."
        if written or by_hand:
            return "Control wrote it at the table." if written else "Control brought it in by hand."
        if inject.after:
            before = next((other.name for other in scenario.injects if other.id == inject.after), inject.after)
            return f"It was due {inject.delay} turn{'s' * (inject.delay != 1)} after \u201c{before}\u201d."
        if turn := scenario.turn_of_inject(inject):
            moved = "" if turn == came else ", and control had moved it"
            return f"It was due in turn {turn} ({date_of(turn, scenario.start, scenario.turn_length)}){moved}."
        return f"Its conditions held: {self.wording.all(inject.when)}."


def sentence(*parts: str) -> str:
    """Return texts as one that ends with a full stop."""
    text = " ".join(filter(None, parts))
    return text if text.endswith((".", "\u201d.", "!", "?")) else f"{text}."


def dice_in_words(beat: Beat) -> str:
    """Say what a beat needed and rolled, and what an umpire made of it; empty where no dice were thrown."""
    if beat.odds is None or beat.dice is None:
        return ""
    moved = "".join(f"; {name} {signed(bonus)}" for name, bonus in beat.odds.modifiers)
    fell = beat.fell if beat.happens else rolled(beat.odds, beat.dice)
    ruled = f" by the dice, {beat.band} by the umpire" if not beat.happens and beat.band not in ("", fell) else ""
    return f"Needed {beat.odds.number} ({chance(beat.odds)} in 36{moved}), rolled {sum(beat.dice)}: {fell}{ruled}."
