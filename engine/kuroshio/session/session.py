"""One game at a table: people at some seats, doctrines at the others, one decision after another.

A screen, a script or a test needs only the session. It builds its parts and connects them. Each part offers its own acts
(`session.umpire.rule`, `session.injects.fire`, `session.notes.note`, `session.history.undo`), and none knows the session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from kuroshio.kernel.play_lines import UnclearLine
from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.picture import Beat, Picture
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.players.player import Source
from kuroshio.session.absences import Absences
from kuroshio.session.advance_answers import AdvanceAnswers
from kuroshio.session.agreements import Agreements
from kuroshio.session.autoplay import Autoplay
from kuroshio.session.choices import Choices
from kuroshio.session.clock_following import ClockFollowing
from kuroshio.session.console_maker import ConsoleMaker
from kuroshio.session.control_overview import ControlOverview
from kuroshio.session.counters_by_hand import CountersByHand
from kuroshio.session.crises_by_hand import CrisesByHand
from kuroshio.session.deciders import Deciders
from kuroshio.session.dice_again import DiceAgain
from kuroshio.session.disputes import Disputes
from kuroshio.session.drafts import Drafts
from kuroshio.session.early_end import EarlyEnd, Judged
from kuroshio.session.forms import Forms
from kuroshio.session.injects import Injects
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_writer import Journal, NotKept, UnreadableGame, begin, header_of
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import EVERYBODY, LiveGame
from kuroshio.session.notes import Notes
from kuroshio.session.odds_drift import OddsDrift
from kuroshio.session.order_changes import OrderChanges
from kuroshio.session.other_seats import OtherSeats
from kuroshio.session.own_words import OwnWords
from kuroshio.session.pending_orders import in_quotes
from kuroshio.session.pending_rulings import PendingRulings
from kuroshio.session.plans import Plans
from kuroshio.session.public_journal import Publisher
from kuroshio.session.publishing import Publishing
from kuroshio.session.refusal import Refused, sentence
from kuroshio.session.rehearsal_record import RehearsalRecord
from kuroshio.session.room_clock import RoomClock
from kuroshio.session.rulings import UMPIRE
from kuroshio.session.seat_pictures import SeatPictures
from kuroshio.session.seats import Seats
from kuroshio.session.set_numbers import SetNumbers
from kuroshio.session.signing_curtain import Curtain
from kuroshio.session.standings import Standings
from kuroshio.session.table_acts import PERSON
from kuroshio.session.umpire import Umpire
from kuroshio.session.undo import Undo
from kuroshio.session.viewers import Viewers
from kuroshio.session.withdrawals import Withdrawals
from kuroshio.session.word_replies import WordReplies


class Session:
    """A game at a table. people: the seats of people; the others choose by doctrine.

    sources: the players from outside that `policies` name, for a game that continues.

    With `umpire` every act waits for a ruling (kuroshio.session.umpire); a kept game has this in its file. The lines of a
    journal are played through first; with `play_on` False the game then stays where they end.
    Calls raise Refused where they cannot be carried out. Calls that change the game raise NotKept if the disk fails, and leave
    the session as it was.
    """

    def __init__(
        self,
        tables: Tables,
        playbook: Playbook,
        people: Iterable[str],
        seed: int,
        *,
        policies: Iterable[tuple[str, str]] = (),
        sources: Mapping[str, Source] = {},
        journal: Journal | None = None,
        publisher: Publisher | None = None,
        play_on: bool = True,
        umpire: bool = False,
        curtained: bool = False,
    ):
        self.playbook, self.people, self.seed, self.named = playbook, frozenset(people), seed, tuple(policies)
        self._anew = partial(Session, tables, playbook, self.people, seed, policies=self.named, sources=sources)
        self.others = OtherSeats(tables, playbook, self.named, sources, seed)
        self.journal = Journal() if journal is None else journal
        if not self.journal.entries:
            header = header_of(tables, tables.scenario.id, "", sorted(self.people), self.named, seed, umpire)
            self.journal.append("header", **header)
        self.placed = ""  # a sentence on who can read the public journal, set by the caller that opened the game
        self.map: Path | None = None  # the folder of its map, for drawing
        self.play = LiveGame(tables, playbook, seed, self.people, bool(self.journal.entries[0].get("umpire", False)))
        viewer = next(iter(self.people)) if len(self.people) == 1 else EVERYBODY
        self.viewers = Viewers(self.people, viewer, dict.fromkeys(self.play.chronicles, -1))
        self.keeper = Keeper(self.play, self.journal, self.viewers)
        self.keeper.goes_back(self.others.forget)
        self._set_up_play(curtained)
        self._set_up_control()
        self._set_up_sight(publisher)
        self._begin(play_on)

    def _set_up_play(self, curtained: bool) -> None:
        """Build the parts that take the game from decision to decision."""
        play, keeper = self.play, self.keeper
        self.deciders = Deciders(play, self.people)
        self.promises = OddsDrift(play, self.people)
        self.choices = Choices(play, keeper, self.deciders, self.promises)
        self.curtain = Curtain(play, keeper, curtained)
        self.pending_rulings = PendingRulings(play, keeper)
        self.course = Autoplay(play, keeper, self.others, self.deciders, self.choices, self.curtain, self.pending_rulings)
        self.clock = RoomClock(play, keeper)
        self.following = ClockFollowing(play, keeper, self.clock)
        self.plans = Plans(play, self.viewers)
        own_words = OwnWords(play, keeper, self.deciders)
        self.drafts = Drafts(play, keeper, self.deciders, self.plans, own_words, self.choices, self.course, self.clock)
        self.advance_answers = AdvanceAnswers(play, keeper, self.deciders, self.choices, self.course)
        self.forms = Forms(self.drafts, self.advance_answers)

    def _set_up_control(self) -> None:
        """Build the parts for control and the umpire."""
        play, keeper = self.play, self.keeper
        self.umpire = Umpire(play, keeper, self.pending_rulings, self.course)
        self.disputes = Disputes(play, keeper, self.pending_rulings)
        self.injects = Injects(play, keeper)
        self.numbers = SetNumbers(play, keeper, self.pending_rulings, self.course, self.injects)
        self.replies = WordReplies(play, keeper, self.course, self.injects)
        self.notes = Notes(play, keeper)
        self.agreements = Agreements(play, keeper)
        self.absences = Absences(play, keeper, self.course, self.drafts, self.people)
        self.counters = CountersByHand(play, keeper, self.injects)
        self.crises = CrisesByHand(play, keeper, self.course, self.injects)
        self.changes = OrderChanges(play, keeper, self.course, self.injects)
        self.ending = EarlyEnd(play, keeper)
        self.rehearsal = RehearsalRecord(play, keeper)
        luck = DiceAgain(play, keeper, self.pending_rulings)
        self.history = Undo(play, keeper, self.deciders, self.course, self.drafts, luck)
        self.withdrawals = Withdrawals(play, keeper, self.history, partial(self._anew, play_on=False))

    def _set_up_sight(self, publisher: Publisher | None) -> None:
        """Build the parts for what each viewer sees."""
        play, viewers, deciders = self.play, self.viewers, self.deciders
        self.pictures = SeatPictures(play, deciders, self.plans, self.promises, self.curtain, self.notes, self.clock, self.ending)
        self.standings = Standings(play, deciders, self.agreements)
        self.overview = ControlOverview(play, self.journal, viewers, deciders, self.plans, self.injects, self.clock, self.others)
        self.seats = Seats(play, viewers, deciders, self.curtain, self.umpire, self.pictures, self.promises, self.overview)
        self.seats.console = ConsoleMaker(play, self.keeper, self.umpire, self.overview, self.injects, self.history).console
        self.projector = Publishing(self.pictures, self.journal, publisher)
        self.keeper.shown_by(self.projector, self.seats.look_away)

    def _begin(self, play_on: bool) -> None:
        """Play through the kept lines, then on to the next decision of a person."""
        kept = self.journal.counted[1:]
        self.play.reach()
        self.keeper.keep_point(1)
        self.keeper.replay(kept)
        if kept and kept[-1].kind != "record" and not play_on:
            self.play.reach()
        self.curtain.read_again()
        if play_on:
            with self.keeper.whole():
                self.course.advance()
        self.drafts.read_again()
        self.following.settle()
        self.keeper.followed_by(self.following.follow)
        if kept:
            self.viewers.shown_up_to[EVERYBODY] = (
                int(self.game.logged) - 1
            )  # a seat has seen everything before its own last choice

    # --- the game, as it stands ------------------------------------------------------------------------

    @property
    def tables(self) -> Tables:
        """The content in play, with the injects written at the table."""
        return self.play.tables

    @property
    def rules(self) -> np.record:
        """The kernel's record of the rules."""
        return self.play.rules

    @property
    def game(self) -> np.record:
        """The state of the game."""
        return self.play.game

    @property
    def log(self) -> np.recarray:
        """The log; `game.logged` lines of it count."""
        return self.play.log

    @property
    def turn(self) -> int:
        """The present turn."""
        return self.play.turn

    @property
    def turns(self) -> dict[int, bytes]:
        """The state at the start of each turn."""
        return self.play.turns

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.play.over

    def asked(self) -> str:
        """The seat that decides next; empty at the end."""
        return self.play.asked()

    def result(self) -> np.record:
        """Return the outcome of the game so far."""
        return self.play.result()

    def judged(self) -> Judged | None:
        """Return the position on which aims are judged if the game stops now; None before anybody has acted."""
        return self.ending.judged()

    def state(self) -> bytes:
        """Return the whole state of the game, to compare two games."""
        return self.play.state()

    def fingerprint(self) -> str:
        """A hash of the whole state."""
        return self.play.fingerprint()

    def close(self) -> None:
        """Close the journal, so that another process may continue it, and end the players."""
        self.journal.close()
        self.others.close()

    # --- what may be seen --------------------------------------------------------------------------------

    def reveal(self, seat: str) -> None:
        """Make a seat or the umpire the viewer; empty: nobody, until the next one comes."""
        self.seats.reveal(seat)

    def waiting_for(self) -> str:
        """Return the seat that must come to the machine before the game goes on; empty if the viewer may go on."""
        return self.seats.waiting_for()

    def picture(self) -> Picture:
        """Return the picture for the viewer."""
        return self.seats.picture()

    def picture_for(self, seat: str) -> Picture:
        """Return the picture of a seat of people, or of the public (empty)."""
        return self.pictures.of(seat)

    def beats(self) -> tuple[Beat, ...]:
        """Return what has happened since the viewer last looked, and count it as told."""
        return self.seats.beats()

    def notices(self) -> Iterator[str]:
        """Return notices about the game's files, clock and players, for everybody at the machine."""
        yield from filter(None, (self.projector.unpublished, self.placed))
        for seat in self.others.failed:
            name = self.play.maker.names.faction(self.tables.index.factions[seat])
            yield f"The player of {name} has failed; its doctrine decides. A note in the journal says why."
        yield from self.clock.time_told()

    # --- what a person chooses ---------------------------------------------------------------------------

    def draft(self, line: str) -> None:
        """Put an order into the viewer's plan, or keep the umpire's reason. Raises Refused, NotKept."""
        quoted = in_quotes(line.partition(":")[2].strip())
        if self.viewers.viewer == UMPIRE and quoted:
            self.umpire.reason = quoted[0]
        else:
            self.drafts.draft(line)

    def undraft(self, index: int) -> None:
        """Remove an order from the draft, with those that are legal only after it. Raises NotKept."""
        self.drafts.undraft(index)

    def commit_plan(self) -> None:
        """Commit the viewer's plan and hold back; do nothing if it is not asked for orders. Raises NotKept."""
        self.drafts.commit()

    def answer(self, line: str) -> None:
        """Answer a question other than for orders. Raises Refused if the answer is not open, NotKept."""
        seat = self.viewers.viewer
        if seat == UMPIRE:
            self.umpire.rule_by_choice(line)
        elif self.curtain.nothing_to_sign(seat):
            with self.keeper.whole(moves=False, shown=False):
                self.curtain.leave()
            with self.keeper.whole():
                self.course.advance()
        else:
            self._answer(seat, line)

    def _answer(self, seat: str, line: str) -> None:
        """Enter a seat's answer to its question."""
        play, deciders = self.play, self.deciders
        if not seat or (seat != play.asked() and not deciders.may_sign(seat)):
            raise Refused("Another seat is asked.")
        if play.game.asking == codes.ASK_ORDER:
            raise Refused("Orders are drafted, then committed together.")
        try:
            with deciders.called_on(seat):
                six = play.question_maker.read_answer(play.view(play.tables.index.factions[seat]), line.lower())
        except UnclearLine as error:
            raise Refused(sentence(error)) from None
        with self.keeper.whole():
            deciders.call_on(seat)
            self.choices.enter(six, PERSON)
            self.curtain.leave()
            self.course.advance()

    # --- elsewhere ---------------------------------------------------------------------------------------

    def branch(self, path: Path | None, at_line: int) -> Session:
        """Start a new game from a line of the journal, at a new path. Raises UnreadableGame, NotKept.

        The line may be an undone one. The new game is played in memory, read back, and then kept.
        """
        entries = self.journal.entries
        if not 1 <= at_line <= len(entries):
            raise UnreadableGame(f"the journal has no line {at_line}; name one of 1 to {len(entries)}")
        counted = Journal(entries=entries[:at_line]).counted
        header = {**counted[0].fields, "branch": {"line": at_line, "hash": entries[at_line - 1].hash}}
        content = [entry for entry in entries[1:2] if entry.kind == "content"]  # any line may be gone back to
        other = self._play_on(header, [*content, *(entry for entry in counted[1:] if entry.kind != "content")])
        if self._read_back(other.journal.entries).state() != other.state():
            raise NotKept(f"{path}: a game from line {at_line} would not read back the same, so it is not kept; please report it")
        if path is not None:
            other.journal.keep_at(path)
        return other

    def _read_back(self, entries: Iterable[JournalLine]) -> Session:
        """Return this game as a reader of these lines would have it. Raises ImpossibleLine on a line that does not fit."""
        return self._anew(journal=Journal(entries=entries), play_on=False)

    def _play_on(self, header: Mapping[str, Any], entries: Iterable[JournalLine]) -> Session:
        """Return another session of the same game, in memory, from these lines."""
        journal = begin(None, header)
        for entry in entries:
            journal.append(entry.kind, **entry.fields)
        return self._anew(journal=journal)
