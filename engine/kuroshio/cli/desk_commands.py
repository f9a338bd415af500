"""What the umpire does at its desk in the window, carried out by the parts of a session."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.screen.window import events_and_commands as m
from kuroshio.session.journal.journal_records import PLAYED_BY_DOCTRINE
from kuroshio.session.line_names import LineNames
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.refusal import Refused, refuse
from kuroshio.session.rulings import NOTHING_BEFORE, ROLL_STANDS, ROOM, UMPIRE, Verdict, undisputed
from kuroshio.session.session import Session


class DeskCommands:
    """Carries out the commands of the umpire's desk. Calls raise Refused, NotKept."""

    def __init__(self, session: Session):
        self.session, self.names = session, LineNames(session.play)

    def carry_out(self, command: m.ByHand) -> list[str]:
        """Carry out a command; return what came of it, a sentence each."""
        session = self.session
        match command:
            case m.GiveRuling():
                session.umpire.rule(verdict_of_hand(command))
                return [self._ruled()]
            case m.LetStand(every):
                return self._let_stand(every)
            case m.ScheduleInject(act, inject):
                {"fire": session.injects.fire, "hold": session.injects.hold, "release": session.injects.release}[act](inject)
                return [self._scheduled(inject)]
            case m.BringIn():
                self._bring_in(command)
                return [f"{command.title}: it has come."]
            case m.TakeBack(number, alone):
                (session.withdrawals.withdraw if alone else session.history.undo)(number)
                return [f"Taken back{' alone' if alone else ''}. R restores it." if not alone else "Taken back alone."]
            case m.PutBack():
                session.history.redo()
                return ["Restored, with its dice."]
            case m.FreezeSeat(seat, away):
                session.absences.freeze(seat, PLAYED_BY_DOCTRINE) if away else session.absences.thaw(seat)
                named = self.names.seat(seat)
                return [f"The doctrine decides for {named}; G gives the seat back." if away else f"{named} decides again."]
            case m.AskState(seat):
                return list(self._state(seat))

    def _let_stand(self, every: bool) -> list[str]:
        """Let the act before the umpire stand as rolled, or all that nobody disputes."""
        umpire = self.session.umpire
        before = umpire.docket()
        if before is None:
            raise Refused(NOTHING_BEFORE)
        if every:
            entered = len(self.session.journal.entries)
            umpire.accept(UMPIRE)
            count = sum(entry.get("undisputed", False) for entry in self.session.journal.entries[entered:])
            return [f"{count} {'act stands' if count == 1 else 'acts stand'} as rolled."]
        if before.words:
            umpire.rule(Verdict(reason=ROLL_STANDS, by=UMPIRE))
            return [self._ruled()]
        refuse(umpire.kept_for_a_ruling(before))
        umpire.rule(undisputed(UMPIRE))
        return [self._ruled()]

    def _ruled(self) -> str:
        """Return what came of the last ruling of a person."""
        last = [entry for entry in self.session.history.lines() if entry.kind == "ruling" and entry["by"] == UMPIRE][-1]
        self.session.pending_rulings.ruled = 0  # it is told here
        return f"{self.names.ruled(last)}. {self.session.umpire.told(last)}"

    def _scheduled(self, inject: str) -> str:
        line = next(one for one in self.session.injects.schedule() if one.id == inject)
        return f"{line.name}: {line.state}."

    def _bring_in(self, command: m.BringIn) -> None:
        effects = [{"track": track, "add": add} for track, add in command.effects]
        if command.inject:
            self.session.injects.replace(command.inject, command.text, command.audience, effects)
        else:
            self.session.injects.write(command.text, command.audience, effects, command.title)

    def _state(self, seat: str) -> Iterator[str]:
        """Return where a seat stands, a line each."""
        yield from Control(self.session, UMPIRE).state(seat)


def verdict_of_hand(command: m.GiveRuling) -> Verdict:
    """Return the umpire's ruling from what stood on its desk."""
    effects = [{"track": track, "add": by, **({"on": on} if on else {})} for track, on, by in command.effects]
    return Verdict(
        reason=command.reason,
        by=UMPIRE,
        pro=command.pro,
        contra=command.contra,
        votes={ROOM[1]: command.band} if command.by_votes else {},
        band="" if command.by_votes else command.band,
        effects=effects,
        told=command.told,
        public=command.public,
    )
