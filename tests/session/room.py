"""What every person in a room reads of a game: pictures with their news, lines of the log, the curtain, the public journal.

Two tools for tests of secrecy. `Room.readings` takes it all down; `Room.fork` plays something and takes it back. Whatever may
not be known is changed between two readings, and whoever may not know it must read the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from attrs import frozen

from kuroshio.kernel.commit import commit
from kuroshio.kernel.interventions import give_ruling
from kuroshio.kernel.play_lines import Six, legal_choices
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import ORDER, blank
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.view import author_hidden, line_seen
from kuroshio.picture.picture import Picture
from kuroshio.players.doctrine_tables import RANDOM, Playbook
from kuroshio.session.session import Session

PUBLIC = ""
AT_ONCE = (codes.ASK_ORDER, codes.ASK_SIGN, codes.ASK_RESPOND, codes.ASK_CRISIS, codes.ASK_ROLE)
Readings = dict[str, "Reading"]


@frozen
class Reading:
    """What one seat, or everybody (empty), reads. lines: of the log, as they are open to it; called: what the curtain says."""

    seat: str
    picture: Picture
    lines: tuple[bytes, ...]
    called: str


class Room:
    """A game with people at every seat of its scenario, who choose as their doctrines would, or at random."""

    def __init__(self, tables: Tables, playbook: Playbook, seed: int, *, at_random: bool = False, umpire: bool = False):
        seats = [seat.faction for seat in tables.scenario.seats]
        self.session = Session(tables, playbook, seats, seed, umpire=umpire)
        self.session.curtain.drawn = True
        self.tables, self.game, self.viewer = tables, self.session.game, (PUBLIC, *seats)
        if at_random:
            self.session.others.policy[:] = RANDOM

    # --- what is read ------------------------------------------------------------------------------------

    def readings(self, seats: Iterable[str], since: int) -> Readings:
        """What some seats, or everybody (empty), read now; lines of the log from one on."""
        return {seat: self.reading(seat, since) for seat in seats}

    def reading(self, seat: str, since: int) -> Reading:
        """What one seat, or everybody (empty), reads now."""
        faction = self.row(seat) if seat else -1
        rules, lines = self.tables.rules, self.session.log[since : self.game.logged]
        seen = [line for line in lines if line_seen(rules, line, faction) and not author_hidden(rules, line, faction)]
        picture = self.session.picture_for(seat)
        return Reading(seat, picture, tuple(line.tobytes() for line in seen), self.session.waiting_for())

    def row(self, seat: str) -> int:
        return self.tables.index.factions[seat]

    def fork(self, play: Callable[[], Any]) -> Any:
        """Do something to the game, and take it back."""
        session, point = self.session, self.session.keeper.point()
        for seat in self.viewer:
            assert session.play.chronicles[seat].read == self.game.logged  # so that it goes back no further
        kept = session.others.policy, session.viewers.been
        try:
            return play()
        finally:
            session.keeper.restore(point)
            session.others.policy, session.viewers.been = kept

    # --- what is played ----------------------------------------------------------------------------------

    def decisions(self) -> Iterator[int]:
        """Play to the end; stop at each question, and (NONE) at each act before the umpire or seat that comes for nothing."""
        session = self.session
        while not session.over:
            yield int(self.game.asking)
            if self.game.asking != codes.NONE:
                self.enter(self.chosen())
            elif session.curtain.called():
                session.reveal(session.curtain.called())
                session.answer("")
                session.deciders.call_on(session.curtain.called())
            else:
                give_ruling(self.game, np.int32(0), codes.NONE)  # as the roll has it
                self.advance()

    def advance(self) -> None:
        """Go on to the next question, of the seat that the curtain calls."""
        self.session.course.advance()
        self.session.seats.look_away()
        self.session.deciders.call_on(self.session.curtain.called())

    def chosen(self) -> Six:
        return self.session.course.by_doctrine()

    def options(self) -> list[Six]:
        """What the seat that is asked may choose, but to hold back."""
        legal = legal_choices(self.tables, self.session.play.view(int(self.game.seat)))
        passes = self.game.asking == codes.ASK_ORDER
        return [six for six in legal if not (passes and self.tables.rules.action[six[1]].mechanism == codes.PASS)]

    def enter(self, six: Six) -> None:
        """Enter a choice, and go on to the next question."""
        order = blank(ORDER)
        order[0] = six
        self.session.viewers.viewer, signs = self.session.asked(), self.game.asking == codes.ASK_SIGN
        commit(self.tables.rules, self.game, order[0], self.session.log)
        if signs:
            self.session.curtain.leave()
        self.advance()

    def step(self) -> tuple[int, ...]:
        """What tells a step in which seats choose at the same time from any other; empty outside of one."""
        game, asking = self.game, int(self.game.asking)
        if self.session.over or asking == codes.NONE:
            return ()
        answers = asking in (codes.ASK_RESPOND, codes.ASK_GATE)
        kind = int(codes.ASK_RESPOND) if answers else asking
        return (int(game.turn), kind, int(game.cursor) if answers else int(game.round_no))


def differences(before: Readings, after: Readings) -> list[str]:
    """Whose reading has changed, and in what; of a picture the fields."""
    found = []
    for seat in before.keys() & after.keys():
        old, new = before[seat], after[seat]
        fields = [a.name for a in Picture.__attrs_attrs__ if getattr(old.picture, a.name) != getattr(new.picture, a.name)]  # type: ignore[attr-defined]
        fields += [name for name in ("lines", "called") if getattr(old, name) != getattr(new, name)]
        found += [f"{seat or 'the public'} reads another {name}" for name in fields]
    return sorted(found)
