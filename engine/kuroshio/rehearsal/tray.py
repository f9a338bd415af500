"""The tray of slips: what the teams have ready, what they have handed in, and what is settled, all from the journal."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.rehearsal.mistake_judges import MENDED, OPEN, UNASKED, MistakeJudges
from kuroshio.rehearsal.slip import ASKS, CHANGE, DISPUTE, DUE, FORM, REPLY, Slip, slip_in
from kuroshio.session.advance_answers import SIGN
from kuroshio.session.journal.journal_format import JournalLine
from kuroshio.session.rehearsal_record import COMES, FOUND, READY
from kuroshio.session.session import Session

OF_PLANNING = (DUE, ASKS, FORM, CHANGE)


class Tray:
    """Keeps slips. Calls that write raise NotKept."""

    def __init__(self, session: Session):
        self.session, self.judges = session, MistakeJudges(session)

    def put(self, slip: Slip) -> None:
        """Have a slip ready."""
        self.session.rehearsal.write(READY, **slip.fields())

    def hand_in(self, slip: Slip) -> None:
        """Hand a slip in."""
        self.session.rehearsal.write(COMES, seat=slip.seat, name=slip.name)

    def slips(self, turn: int = 0) -> list[Slip]:
        """Return the slips of a turn, or of all, handed in or not, in their order."""
        return [slip_in(entry) for entry in self.session.rehearsal.lines(READY) if turn in (0, entry["turn"])]

    def came(self) -> dict[str, JournalLine]:
        """Return when each slip was handed in, by its name."""
        return {str(entry["name"]): entry for entry in self.session.rehearsal.lines(COMES)}

    def waiting(self, turn: int) -> list[Slip]:
        """Return the slips of a turn's planning that have not been handed in."""
        came = self.came()
        return [slip for slip in self.slips(turn) if slip.sort in OF_PLANNING and slip.name not in came]

    def on_table(self) -> list[Slip]:
        """Return the slips of this turn that have been handed in and are not settled."""
        came = self.came()
        return [slip for slip in self.slips(self.session.turn) if slip.name in came and not self.settled(slip, came[slip.name])]

    def settled(self, slip: Slip, came: JournalLine) -> bool:
        """Whether nothing is left to do about a slip: the next one may come."""
        if slip.sort == FORM:
            return self.judges.committed(slip.seat, came["turn"])
        if slip.sort == ASKS:
            return bool(self.judges.said(slip.seat, came)) or self.judges.committed(slip.seat, came["turn"])
        if slip.sort == CHANGE:
            act, _, of = slip.about.partition(" of ")
            held = [one for one in self.session.advance_answers.held(slip.seat) if one.question == SIGN and one.of == of]
            return any(one.act in ("", act) and one.answer == "yes" for one in held) or self.judges.verdict(slip, came) != OPEN
        if slip.sort == REPLY:
            return all(f"{one.seat} {one.occurrence}" != slip.about for one in self.session.replies.put_to(slip.seat))
        if slip.sort in (DUE, DISPUTE):
            return self.judges.verdict(slip, came) != OPEN
        return slip.about != question_of(self.session)  # an answer, as long as its question is open

    # --- mistakes ----------------------------------------------------------------------------------------

    def mistakes(self) -> Iterator[tuple[Slip, JournalLine]]:
        """Return the slips with a mistake that have been handed in, each with the line of when."""
        came = self.came()
        return ((slip, came[slip.name]) for slip in self.slips() if slip.mistake and slip.name in came)

    def judge(self) -> list[tuple[Slip, str]]:
        """Look what has become of each mistake; write down what has changed, and return it."""
        before, changed = self.found(), list[tuple[Slip, str]]()
        for slip, came in self.mistakes():
            if came["turn"] < self.session.turn and before.get(slip.name):
                continue  # the turn is over: what was found at its end stands
            verdict = self.judges.verdict(slip, came)
            if verdict != before.get(slip.name, OPEN):
                self.session.rehearsal.write(FOUND, seat=slip.seat, text=verdict, name=slip.name)
                changed.append((slip, verdict))
        return changed

    def found(self) -> dict[str, str]:
        """Return what was found last of each mistake, by the name of its slip."""
        return {str(entry["name"]): str(entry["text"]) for entry in self.session.rehearsal.lines(FOUND)}

    def asked_again(self, seat: str) -> Slip | None:
        """Return the slip that a team explains when control speaks to it: the last of its own that is not settled."""
        found, came = self.found(), self.came()
        own = [slip for slip in self.slips(self.session.turn) if slip.seat == seat and slip.again and slip.name in came]
        return next((slip for slip in reversed(own) if found.get(slip.name) not in (MENDED, UNASKED)), None)


def question_of(session: Session) -> str:
    """Return in words which question is open: its turn, kind, seat and subject; empty without one."""
    game = session.game
    seat = session.asked()
    if session.over or not seat or session.play.awaits_ruling():
        return ""
    return " ".join(map(str, (game.turn, game.asking, seat, game.subject, game.round_no)))
