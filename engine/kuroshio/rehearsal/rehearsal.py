"""A rehearsal: control's lines on one side, the slips of scripted teams on the other, a turn after another."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from kuroshio.rehearsal.mistake import mistakes
from kuroshio.rehearsal.slip import ANSWER, ASKS, CHANGE, DISPUTE, DUE, FORM, REPLY, Slip
from kuroshio.rehearsal.teams import DISPUTED, INCIDENT, Teams
from kuroshio.rehearsal.tray import Tray, question_of
from kuroshio.session.control_lines import Control
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_writer import NotKept
from kuroshio.session.line_parts import first_word
from kuroshio.session.refusal import Refused, as_id, meant, sentence
from kuroshio.session.rehearsal_record import BEGINS, ENDS, RETURNS, SAID, TYPED
from kuroshio.session.session import Session

SAY, NEXT, TABLE, FINISH = OWN_LINES = ("say", "next", "table", "finish")
OWN_HELP = (
    ("say SEAT: TEXT", "says something to a team; a team whose slip is not clear then explains itself"),
    ("next", "the next slip comes, although the last is not settled"),
    ("table", "the slips on the table that are not settled"),
    ("finish", "ends the rehearsal with its page of feedback; `quit` leaves it, to be continued with `--resume`"),
)
WHEN_OFFERED = (INCIDENT, DISPUTED)  # mistakes that are not dealt to a turn: they come as soon as the game offers one
SAY_FORM = "Write `say SEAT: TEXT`, for example what the team lacks, or which number you read."
HEADS = {FORM: "hands in its form", CHANGE: "comes back", ASKS: "asks", ANSWER: "answers", REPLY: "replies", DISPUTE: "disputes"}


class Rehearsal:
    """Runs a rehearsal. by: the name of who sits at control. Calls that write raise NotKept."""

    def __init__(self, session: Session, by: str = "umpire"):
        begun = session.rehearsal.begun()
        if begun is None:
            raise Refused("This game is no rehearsal; `kuroshio control` continues it.")
        self.session, self.control, self.tray = session, Control(session, by), Tray(session)
        self.turns, self.seed, self.due = int(begun["turns"]), int(begun["seed"]), list(begun["meant"])
        self.teams = Teams(session, self.seed)

    @property
    def over(self) -> bool:
        """Whether the rehearsal has ended: its turns are played, or control has finished it."""
        return self.session.over or self.session.turn > self.turns or any(self.session.rehearsal.lines(ENDS))

    def returns(self) -> None:
        """Write down that control sits down again: the time in between counts for nothing."""
        self.session.rehearsal.write(RETURNS)

    # --- lines of control --------------------------------------------------------------------------------

    def enter(self, line: str) -> Iterator[str]:
        """Carry out a line of control, or one of the rehearsal's own; return what is to be read after it."""
        word = first_word(line)
        if not line.strip():
            return
        if word in OWN_LINES:
            try:
                yield from {SAY: self._say, NEXT: self._next, TABLE: self._table, FINISH: self._finish}[word](line)
            except Refused as refused:
                yield str(refused)
        else:
            yield from self._control(line)
        self.tray.judge()
        if not self.over:
            yield from self.hand_in()

    def _control(self, line: str) -> Iterator[str]:
        """Carry out a line of control as `kuroshio control` does."""
        try:
            refused = self.control.perform(line)
        except NotKept as error:
            refused = sentence(error)
        wrong = "" if self.control.asks else refused or " ".join(self.control.faults)
        self.session.rehearsal.write(TYPED, text=line.strip(), again=wrong)
        if refused:
            yield refused
        yield from [*self.control.said, *self.control.news(), *filter(None, [self.session.projector.unpublished])]
        yield from () if refused else self.control.told(line)
        yield from self.control.moved_on()

    def _say(self, line: str) -> Iterator[str]:
        """Say something to a team; it explains what is not clear."""
        name, colon, text = line.strip()[len(SAY) :].partition(":")
        seat = as_id(name.strip(), self.session.people)
        if not colon or not text.strip():
            raise Refused(SAY_FORM)
        if seat not in self.session.people:
            raise Refused(meant(f"No people sit for {seat!r}", seat, sorted(self.session.people)))
        self.session.rehearsal.write(SAID, seat=seat, text=text.strip())
        slip = self.tray.asked_again(seat)
        yield f"  {self._name(seat)}: {slip.again if slip else 'Thank you.'}"

    def _next(self, line: str) -> Iterator[str]:
        """Have the next slip of the planning handed in."""
        waiting = self.tray.waiting(self.session.turn) if self._planning() else []
        if not waiting:
            raise Refused("No slip is left to come now.")
        yield from self._hand_in(waiting[0])

    def _table(self, line: str) -> Iterator[str]:
        """Lay out what is not settled."""
        slips = self.tray.on_table()
        for slip in slips:
            yield from self.told(slip)
        if not slips:
            yield "Nothing lies on the table."

    def _finish(self, line: str) -> Iterator[str]:
        """End the rehearsal."""
        self.tray.judge()
        self.session.rehearsal.write(ENDS)
        yield "The rehearsal is over."

    # --- the other side of the table ---------------------------------------------------------------------

    def hand_in(self) -> Iterator[str]:
        """Have the teams hand in what is due now: the next slip of the planning, or the answer to the open question."""
        if self._planning():
            self._prepare()
            if not any(slip.sort in (FORM, ASKS, DUE, CHANGE) for slip in self.tray.on_table()):
                for slip in self.tray.waiting(self.session.turn)[:1]:
                    yield from self._hand_in(slip)
        about = question_of(self.session)
        came = self.tray.came()
        if about and self.session.asked() in self.session.people and not self.session.deciders.planners():
            slip = self.teams.answer(about, self._may(INCIDENT))
            if slip.name not in came:
                self.tray.put(slip)
                yield from self._hand_in(slip)
        for slip in self.teams.replies():
            if slip.name not in self.tray.came():
                self.tray.put(slip)
                yield from self._hand_in(slip)
        if self._may(DISPUTED):
            disputed = self.teams.dispute(last=self.session.turn >= self.turns)
            if disputed and disputed.name not in came:
                self.tray.put(disputed)
                yield from self._hand_in(disputed)

    def _planning(self) -> bool:
        """Whether forms or signatures of this turn are still to come."""
        return self.session.play.phase == "planning"

    def _prepare(self) -> None:
        """At the beginning of a turn's planning: have all slips of it ready."""
        if not self.tray.slips(self.session.turn) and self.session.deciders.planners():
            for slip in self.teams.planning([one for one in self.due if self._may(one)]):
                self.tray.put(slip)

    def _may(self, mistake: str) -> bool:
        """Whether a mistake may come in this turn: its turn has come, and it has not been handed in."""
        if mistake not in self.due or any(slip.mistake == mistake for slip, _ in self.tray.mistakes()):
            return False
        return mistake in WHEN_OFFERED or turn_of(self.due, mistake, self.turns) <= self.session.turn

    def _hand_in(self, slip: Slip) -> Iterator[str]:
        self.tray.hand_in(slip)
        yield from self.told(slip)

    def told(self, slip: Slip) -> Iterator[str]:
        """Return a slip as it is read, set apart from the answers of the program."""
        if slip.sort == DUE:
            yield f"  [ {slip.text} ]"
            return
        yield f"  [ {self._name(slip.seat)} {HEADS[slip.sort]} ]"
        yield from (f"      {line}" for line in slip.text.splitlines())

    def _name(self, seat: str) -> str:
        """Return a seat by its name, and by its id where that is another word."""
        name = self.session.play.question_maker.names.faction(self.session.tables.index.factions[seat])
        return name if name.lower().replace(" ", "_") == seat else f"{name} ({seat})"


def begin(session: Session, turns: int, seed: int, only: Sequence[str] = (), by: str = "umpire") -> Rehearsal:
    """Make a new game a rehearsal. only: ids of the mistakes that may come; none named: all. Raises Refused, NotKept."""
    known = [one for one in mistakes() if not only or one in only]
    dealt = random.Random(seed).sample(known, len(known))
    session.rehearsal.begin(turns, seed, sorted(dealt, key=lambda one: one in WHEN_OFFERED))
    return Rehearsal(session, by)


def turn_of(due: Sequence[str], mistake: str, turns: int) -> int:
    """Return the turn from which a mistake may come: they are dealt over the turns one after another.

    >>> [turn_of(["late", "unpaid", "area"], one, 2) for one in ("late", "unpaid", "area")]
    [1, 2, 1]
    """
    return list(due).index(mistake) % turns + 1


def begins(entry: JournalLine) -> bool:
    """Whether a line marks its game as a rehearsal."""
    return entry.kind == "rehearsal" and entry["event"] == BEGINS
