"""Answers lines of control that only ask: the position, who is asked what, and lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, groupby

from kuroshio.picture.picture import BANDS, Choice, IncidentPicture, QuestionPicture
from kuroshio.session.agreements import BROKEN, LAPSED
from kuroshio.session.line_parts import ALL, first_word
from kuroshio.session.refusal import Refused, meant, sentence
from kuroshio.session.room_clock import BEFORE_LOCK, LOCK
from kuroshio.session.rulings import MATRIX, Docket, needs
from kuroshio.session.seat_names import SeatNames
from kuroshio.session.session import Session
from kuroshio.session.standing_lines import lines_of
from kuroshio.session.track_lists import TrackLists
from kuroshio.session.wide_signs import with_plain_signs

TOLD = ("where", "choices", "state", "seats", "orders", "injects", "promises", "tracks", "acts")  # lines that only ask
NONE = "none"
STANDS = {BROKEN: "Broken", LAPSED: "Lapsed"}


class Queries:
    """Answers lines that only ask. heard: how much of the public news has been told; shown: who was to act at that time."""

    def __init__(self, session: Session):
        self.session = session
        self.heard = len(session.play.chronicles[""].beats)
        self.shown: list[str] = []

    def told(self, line: str) -> Iterator[str]:
        """Return the answer to a line of TOLD; nothing for another line."""
        _, _, rest = with_plain_signs(line).strip().partition(" ")
        told: dict[str, Callable[[], Iterator[str]]] = {
            "where": self.standing,
            "choices": lambda: chain(self._case(rest.strip()), self.choices(rest.strip())),
            "state": lambda: self.state(rest.strip()),
            "seats": self.seats,
            "orders": self.session.overview.orders,
            "injects": self.injects,
            "promises": self.promises,
            "tracks": lambda: TrackLists(self.session.play).told(rest.strip()),
            "acts": self.acts,
        }
        what = first_word(line)
        if what not in told:
            return
        answer = list(told[what]())
        yield from answer or [f"{what.capitalize()}: {NONE}."]

    # --- where the game stands ---------------------------------------------------------------------------

    def news(self) -> Iterator[str]:
        """Return the public news since the last answer, a line each."""
        beats = self.session.play.chronicles[""].beats
        for beat in beats[self.heard :]:
            fell = f": {beat.fell}" if beat.fell else ""
            moved = "; ".join(f"{change.name} {change.before} to {change.after}" for change in beat.changes)
            yield f"  {beat.title}{fell or (f': {moved}' if moved and not beat.text else '')}."
        self.heard = len(beats)

    def standing(self) -> Iterator[str]:
        """Return the position: date and phase, the wall, and who is to act."""
        self.shown = self._shown()
        yield self.shown[0]
        yield self._wall()
        if self.session.history.practice_line():
            yield "This is a practice turn. Nothing in it counts; `practice end` takes it back."
        clock = self.session.clock.now()
        if clock is not None:
            yield f"The room: {clock.phase.replace('_', '-')}, {self.session.clock.told(clock)}."
        if self.session.overview.day_told():
            yield self.session.overview.day_told()
        yield from self.shown[1:]

    def moved_on(self) -> Iterator[str]:
        """Return the parts of the position that have changed since the last answer: turn, phase and wall, and who is to act."""
        before, self.shown = self.shown, self._shown()
        if before[:1] != self.shown[:1]:
            yield from (self.shown[0], self._wall())
        if before[1:] != self.shown[1:]:
            yield from self.shown[1:]

    def _shown(self) -> list[str]:
        picture = self.session.picture_for("")
        return [f"Turn {picture.turn} of {picture.turns}, {picture.date}, {picture.phase}.", *self.to_act()]

    def _wall(self) -> str:
        return "; ".join(f"{gauge.name} {gauge.value}" for gauge in self.session.picture_for("").wall) + "."

    def to_act(self) -> Iterator[str]:
        """Return who is to act: the umpire, the seats with orders to commit, or the asked seat."""
        docket, planners = self.session.umpire.docket(), self.session.deciders.planners()
        if docket is None:
            if self.session.over:
                yield f"The game is over. {self.session.picture_for('').judged}".strip()
            else:
                yield from [f"Orders are still missing from {', '.join(planners)}."] if planners else self._asked()
                yield from self._forms_due() if planners else ()
            return
        yield f"Before the umpire ({docket.mode.replace('_', '-')}): {docket.seat}: {docket.title}."
        yield from self._due()
        yield from filter(None, [self.session.numbers.hidden(docket)])
        if docket.odds is not None:
            odds = ", ".join(f"{band} {n}" for band, n in zip(BANDS, docket.odds.bands, strict=True))
            yield f"Needs {docket.odds.number}; chances in 36: {odds}. {docket.rolled()}"
        if docket.number_set:
            yield "The number is set: `throw` lets the dice fall, and the roll stands."
        elif docket.mode == MATRIX:
            nets = {net: self.session.umpire.docket(net) for net in (2, 1, -1, -2)}
            yield "Arguments: " + "; ".join(f"{net:+d} {needs(argued)}" for net, argued in nets.items() if argued) + "."
        if docket.disputed and not docket.words:
            yield self._disputed(docket)
        yield from (f"{seat} replies: {said}" for seat, said in docket.replies)
        for seat in docket.missing:
            yield from (sentence(f"Asked: {seat}. {told}") for told in self.session.replies.told(seat))
        if docket.words:
            yield (
                "The rules give no effects. Name a band or let the dice stand; set tracks by `set`, in one band by `on BAND`;"
                " name by `tell` who learns of it."
            )

    def _disputed(self, docket: Docket) -> str:
        """Return what may be done with a disputed act, as lines to write."""
        if docket.odds is None:
            return (
                f"It is disputed, and no dice decide it; by the rules it is a {docket.engine}. Name the band that the room agrees"
                " on, `rule BAND | because REASON`, perhaps with tracks set by hand."
            )
        return (
            "It is disputed: any band may be ruled, `rule BAND | because REASON`; or set its number first,"
            " `number N | because REASON`, then `throw`; tracks may be set by hand."
        )

    def _forms_due(self) -> Iterator[str]:
        """Return until when the missing forms are due, by the clock of the room."""
        clock = self.session.clock.shown()
        if clock is not None and clock.due:
            yield f"  Due: the end of lock, {self.session.clock.hour_told(clock.due)}."
        elif clock is not None and clock.phase in (*BEFORE_LOCK, LOCK):
            yield from self._due()

    def _asked(self) -> Iterator[str]:
        """Return who is asked what, with all that the seat may know: the case, the expectation, answers and prices."""
        if not self.session.asked() and self.session.curtain.called():
            yield f"All is signed. {self.session.curtain.called()} comes to the machine next; every seat comes once more."
            return
        seat = self.session.asked()
        question = self.session.picture_for(seat).question if seat else None
        if question is None:
            yield f"Asked: {seat or 'nobody'}."
            return
        yield sentence(f"Asked: {seat}, {question.title}")
        yield from self._before(seat, question)
        yield from self._due()
        yield from self._answers(question)
        yield from self._closed(question)

    def _due(self) -> Iterator[str]:
        """Return until when what is asked is due, by the clock of the room; nothing without a clock."""
        if clock := self.session.clock.now():
            yield f"  Due: {clock.phase.replace('_', '-')}, {self.session.clock.told(clock)}."

    def _before(self, seat: str, question: QuestionPicture) -> Iterator[str]:
        """Return the subject of a question, as its seat may know it."""
        incidents = self.session.picture_for(seat).incidents
        if question.incident >= 0:
            yield from (f"  {self._incident(one)}" for one in incidents if one.number == question.incident)
        yield from (f"  {line}" for line in question.text)

    def _incident(self, one: IncidentPicture) -> str:
        """Return an incident as a seat knows it: number, author, victim, place, intensity."""
        side = {faction.id: faction.name for faction in self.session.tables.ruleset.factions}
        place = {area.id: area.name for area in self.session.tables.board.areas}.get(one.area, "")
        author = f"attributed to {side[one.actor]}" if one.actor else "author unknown"
        where = f" in {place}" if place and place not in one.title else ""
        whom = side.get(one.victim, "nobody")
        return f"Incident {one.number + 1}: {one.title}{where}, against {whom}; intensity {one.intensity}; {author}."

    def _answers(self, question: QuestionPicture) -> Iterator[str]:
        """Return the open answers, a line each, with prices and odds."""
        yield from (f"  {priced(choice)}" for choice in question.choices)

    def _closed(self, question: QuestionPicture) -> Iterator[str]:
        """Return the closed answers with the reasons."""
        for one in question.closed:
            named = "yes" if one.line.split()[-1] == "yes" else f"{one.title}{f' ({one.cost})' if one.cost else ''}"
            yield f"  {named} is not open. {' '.join(one.why)}"

    def acts(self) -> Iterator[str]:
        """Return nothing: ControlLinesBack lists the acts."""
        return iter(())

    # --- lists -------------------------------------------------------------------------------------------

    def _named(self, said: str) -> str:
        """Return the seat that a name or its beginning means; the word itself for none or several."""
        seats = SeatNames.of_scenario(self.session.tables)
        try:
            return seats.meant(said)
        except Refused:
            return said

    def _case(self, said: str) -> Iterator[str]:
        """Return the subject of the question that `choices` lists the answers to, as comments; nothing for orders."""
        session = self.session
        seat = self._named(said) or session.asked()
        question = session.picture_for(seat).question if seat in session.people else None
        if question is not None and question.kind != "order":
            yield f"# {seat}: {question.title}"
            yield from (f"# {line.strip()}" for line in self._before(seat, question))

    def choices(self, said: str = "") -> Iterator[str]:
        """Return every line that a seat may write now, with its price and its chances of success in 36."""
        session = self.session
        seat = self._named(said)
        planners = session.deciders.planners()
        if not seat and len(planners) > 1:
            yield f"{len(planners)} seats have orders to give; name one: {', '.join(f'`choices {one}`' for one in planners)}."
            return
        seat = seat or (planners[0] if planners else session.asked())
        if session.deciders.may_plan(seat) and session.viewers.viewer != seat:
            session.reveal(seat)
        picture = session.picture_for(seat) if seat in session.people else None
        if picture is None or picture.question is None:
            if not seat:
                yield from self.to_act()
            elif seat not in session.tables.index.factions:
                yield meant(f"No seat {seat!r}", seat, sorted(session.people))
            else:
                yield f"{seat} is not asked now."
            return
        if not said and picture.question.kind == "order":
            yield f"# {seat}: {picture.question.title}"
        moves, acts = [[card for card in picture.question.cards if (card.kind == "move") is move] for move in (True, False)]
        yield from (priced(choice) for choice in picture.question.choices)
        yield from (priced(choice) for card in sorted(acts, key=lambda card: -card.rank) for choice in card.choices)
        yield from self._moves([choice for card in moves for choice in card.choices])
        for closed in picture.question.closed:
            yield f"# closed: {closed.line}  # {closed.title}. {' '.join(closed.why)}"

    def state(self, said: str = "") -> Iterator[str]:
        """Return where a seat stands, from its own view; of the asked seat if none is named, of all seats for `all`."""
        session, known = self.session, [seat.faction for seat in self.session.tables.scenario.seats]
        seat = self._named(said) if said else session.asked()
        if seat != ALL and seat not in known:
            yield meant(f"No seat {seat!r}", seat, [*known, ALL]) if seat else "Write `state SEAT`, or `state all`."
            return
        sides = {faction.id: faction for faction in session.tables.ruleset.factions}
        for n, one in enumerate(known if seat == ALL else [seat]):
            yield from ("",) * (n > 0)
            yield from lines_of(session.standings.of(one), sides, self._incident)
            yield from session.replies.told(one)

    def _moves(self, choices: list[Choice]) -> Iterator[str]:
        """Return the open redeployments, a line for each piece; there may be two hundred."""
        for piece, group in groupby(choices, key=lambda choice: choice.piece):
            first, *others = list(group)
            areas = "; ".join(choice.area for choice in (first, *others))
            yield f"{first.line.partition(' to ')[0]} to AREA by {piece}  # {areas}"

    def seats(self) -> Iterator[str]:
        """Return every seat: people or doctrine, the state of its orders, whether it is late and has written expectations."""
        for seat in self.session.overview.seats():
            drafted = f", {seat.drafted} drafted" if seat.drafted else ""
            late = ", late" if seat.late else ""
            expects = "" if seat.expects or seat.who != "people" else ", no expectations yet"
            yield f"{seat.seat} ({f'frozen, {seat.frozen}' if seat.frozen else seat.who}): {seat.state}{drafted}{late}{expects}."

    def injects(self) -> Iterator[str]:
        """Return the schedule of injects: those that have come, those to come and when, those left to control."""
        for line in self.session.injects.schedule():
            expects = f" Expects: {line.expects} ({line.points} of {line.worth} points)." if line.expects else ""
            audience = f" (to {', '.join(line.audience)})" if line.audience else ""
            yield f"{line.id}: {line.state}. {line.name}{audience}.{expects}"

    def promises(self) -> Iterator[str]:
        """Return the agreements and their state."""
        for one in self.session.agreements.known():
            until = f", to the end of turn {one.expires}" if one.expires else ""
            broken = f" by {one.by}" + (f": {one.how}" if one.how else "") if one.by else ""
            secret = "" if one.public else ", secret"
            stands = STANDS.get(one.state, "In force")
            yield f"{one.id} ({', '.join(one.parties)}{until}{secret}): {sentence(one.terms)} {sentence(stands + broken)}"


def priced(choice: Choice) -> str:
    """Return a choice as a line, with its title, price and chances of success in 36, and what an answer brings."""
    odds = f", {sum(choice.odds.bands[2:])} in 36" if choice.odds else ""
    brings = f". {' '.join(choice.text)}" if choice.text else ""
    return f"{choice.line}  # {choice.title}{f', {choice.cost}' if choice.cost else ''}{odds}{brings}"
