"""Each part of a session is built alone, from just what it needs, and does there what it does in a session."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from kuroshio.kernel.play_lines import legal_choices, read_order
from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.advance_answers import Advance, AdvanceAnswers, offer_named
from kuroshio.session.agreements import Agreements
from kuroshio.session.autoplay import Autoplay
from kuroshio.session.choices import Choices
from kuroshio.session.control_overview import ControlOverview
from kuroshio.session.deciders import Deciders
from kuroshio.session.dice_again import FRESH, DiceAgain
from kuroshio.session.disputes import Disputes
from kuroshio.session.drafts import Drafts
from kuroshio.session.early_end import EarlyEnd
from kuroshio.session.forms import Forms
from kuroshio.session.injects import Injects
from kuroshio.session.journal_writer import NotKept, begin, header_of
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import KINDS, MOVES, TURN, register
from kuroshio.session.live_game import LiveGame
from kuroshio.session.notes import Notes
from kuroshio.session.odds_drift import OddsDrift
from kuroshio.session.other_seats import OtherSeats
from kuroshio.session.own_words import OwnWords
from kuroshio.session.pending_orders import Plan
from kuroshio.session.pending_rulings import PendingRulings
from kuroshio.session.plans import Plans
from kuroshio.session.public_journal import Publisher, latest
from kuroshio.session.publishing import Publishing
from kuroshio.session.rehearsal_record import RehearsalRecord
from kuroshio.session.room_clock import RoomClock
from kuroshio.session.rulings import NOTHING_BEFORE, Docket, Verdict
from kuroshio.session.seat_pictures import SeatPictures
from kuroshio.session.seats import Seats
from kuroshio.session.session import Session
from kuroshio.session.signing_curtain import Curtain
from kuroshio.session.umpire import Umpire
from kuroshio.session.undo import NOTHING_DONE, Undo
from kuroshio.session.viewers import Viewers
from kuroshio.session.withdrawals import Withdrawals
from tests.session.exercise import refusal

PEOPLE, SEED = ("china", "japan"), 7
TENSION = "world.tension"


class Bare:
    """A game in memory and its journal, at the first question; parts are built upon it one by one."""

    def __init__(self, tables: Tables, playbook: Playbook, people: tuple[str, ...] = PEOPLE, umpired: bool = False):
        self.playbook, self.others = playbook, OtherSeats(tables, playbook, (), {}, SEED)
        self.play = LiveGame(tables, playbook, SEED, people, umpired)
        self.journal = begin(None, header_of(tables, tables.scenario.id, "", people, (), SEED, umpired))
        self.viewers = Viewers(frozenset(people), "", dict.fromkeys(self.play.chronicles, -1))
        self.keeper = Keeper(self.play, self.journal, self.viewers)
        self.play.reach()
        self.keeper.keep_point(1)
        self.deciders, self.promises = Deciders(self.play, frozenset(people)), OddsDrift(self.play, frozenset(people))
        self.choices = Choices(self.play, self.keeper, self.deciders, self.promises)
        self.curtain, self.pending_rulings = Curtain(self.play, self.keeper), PendingRulings(self.play, self.keeper)
        self.plans, self.clock = Plans(self.play, self.viewers), RoomClock(self.play, self.keeper)
        self.course = Autoplay(
            self.play, self.keeper, self.others, self.deciders, self.choices, self.curtain, self.pending_rulings
        )
        with self.keeper.whole():
            self.course.advance()
        self.begun = len(self.journal.entries)

    def drafts(self) -> Drafts:
        own = OwnWords(self.play, self.keeper, self.deciders)
        return Drafts(self.play, self.keeper, self.deciders, self.plans, own, self.choices, self.course, self.clock)

    def history(self) -> Undo:
        luck = DiceAgain(self.play, self.keeper, self.pending_rulings)
        return Undo(self.play, self.keeper, self.deciders, self.course, self.drafts(), luck)

    def pictures(self) -> SeatPictures:
        notes, ending = Notes(self.play, self.keeper), EarlyEnd(self.play, self.keeper)
        return SeatPictures(self.play, self.deciders, self.plans, self.promises, self.curtain, notes, self.clock, ending)

    def overview(self) -> ControlOverview:
        injects = Injects(self.play, self.keeper)
        return ControlOverview(self.play, self.journal, self.viewers, self.deciders, self.plans, injects, self.clock, self.others)

    def kinds(self) -> list[str]:
        """The kinds of the lines since the game has begun."""
        return [entry.kind for entry in self.journal.entries[self.begun :]]

    def tension(self) -> int:
        return int(self.play.game.track[self.play.tables.slots.index(TENSION)])

    def card(self, seat: str) -> str:
        """An order that a seat may give."""
        with self.deciders.called_on(seat):
            question = self.play.question_maker.question(self.play.view(self.play.tables.index.factions[seat]))
        return next(card for card in question.cards if card.choices).choices[0].line


@pytest.fixture
def make(tables: Tables, playbook: Playbook) -> Callable[..., Bare]:
    return lambda *people, umpired=False: Bare(tables, playbook, people or PEOPLE, umpired)


@pytest.fixture
def bare(make: Callable[..., Bare]) -> Bare:
    return make()


# --- the spine -----------------------------------------------------------------------------------------


def test_play_goes_on_and_back_without_a_journal_or_people(tables: Tables, playbook: Playbook) -> None:
    play = LiveGame(tables, playbook, SEED)
    assert play.next() and play.asked() and play.phase == "planning"
    point, state = play.point(1), play.state()
    play.bring_in({"title": "A", "text": "b", "audience": [], "effects": [{"track": TENSION, "add": 1}]})
    play.commit(legal_choices(play.tables, play.view(int(play.game.seat)))[0])
    assert play.state() != state and len(play.tables.scenario.injects) == len(tables.scenario.injects) + 1
    play.restore(point)
    assert play.state() == state and len(play.tables.scenario.injects) == len(tables.scenario.injects)


def test_what_belongs_to_people_is_copied_and_put_back() -> None:
    viewers = Viewers(frozenset(PEOPLE), "japan", {"japan": 9})
    viewers.plan("japan").words.append("Wait.")
    before = viewers.copy()
    viewers.plan("japan").words.append("No.")
    viewers.viewer = ""
    viewers.be(before)
    assert viewers == before and viewers.plans == {"japan": Plan([], ["Wait."])}
    viewers.go_back(4)
    assert (viewers.plans, viewers.shown_up_to) == ({}, {"japan": 3})


def test_a_keeper_keeps_all_of_an_act_or_none(bare: Bare) -> None:
    keeper, heard = bare.keeper, list[str]()
    keeper.takes("stop", lambda entry: heard.append(entry["by"]), lambda fields: "never" if fields["by"] == "x" else "")
    with keeper.whole():
        keeper.record("stop", by="a")
    assert bare.kinds() == ["stop", "record"] and heard == ["a"], "an act is repeated from its lines before it is kept"
    assert keeper.wrong("stop", {"by": "x"}) == "never"
    with pytest.raises(NotKept, match="never"), keeper.whole():
        keeper.record("stop", by="x")
    with pytest.raises(KeyboardInterrupt), keeper.whole():
        keeper.record("stop", by="b")
        raise KeyboardInterrupt
    assert bare.kinds() == ["stop", "record"]


# --- who decides, and what ---------------------------------------------------------------------------


def test_deciders_say_who_may_plan_and_put_back_who_was_asked(bare: Bare) -> None:
    deciders = bare.deciders
    first, second = deciders.planners()
    assert first == deciders.asked() and deciders.may_plan(second) and not deciders.may_plan("us")
    with deciders.called_on(second):
        assert bare.play.asked() == second
    assert bare.play.asked() == first


def test_choices_are_written_entered_and_checked(bare: Bare) -> None:
    seat = bare.play.asked()
    assert "is asked" in bare.keeper.wrong("choice", {"seat": "us", "by": "doctrine"})
    assert "does not choose by doctrine" in bare.keeper.wrong("choice", {"seat": seat, "by": "doctrine"})
    with bare.keeper.whole():
        bare.choices.enter(legal_choices(bare.play.tables, bare.play.view(int(bare.play.game.seat)))[0], "person")
    line = bare.journal.entries[bare.begun]
    assert (line.kind, line["seat"], line["by"]) == ("choice", seat, "person")


def test_promises_keep_the_odds_of_people_alone(bare: Bare) -> None:
    state = bare.play.view(int(bare.play.game.seat))
    with_dice = ((six, bare.play.question_maker.odds_of(state, six)) for six in legal_choices(bare.play.tables, state))
    six, odds = next((six, odds) for six, odds in with_dice if odds is not None)
    bare.promises.promise(state, six, odds)
    assert [shown for _, shown in bare.promises.promised.values()] == [odds]
    nobodys = OddsDrift(bare.play, frozenset())
    nobodys.promise(state, six, odds)
    assert nobodys.promised == {} and list(nobodys.beside("", [])) == []


def test_the_course_plays_on_to_people_and_before_the_bench(make: Callable[..., Bare]) -> None:
    umpired = make("japan", umpired=True)
    assert umpired.play.asked() == "japan" and {entry.kind for entry in umpired.journal.entries} == {"header", "choice", "record"}
    other = make("japan")
    assert other.course.by_doctrine() in legal_choices(other.play.tables, other.play.view(int(other.play.game.seat)))


def test_drafts_are_kept_read_again_and_committed(bare: Bare) -> None:
    drafts, seat = bare.drafts(), bare.play.asked()
    bare.viewers.viewer = seat
    line = bare.card(seat)
    drafts.draft(line)
    assert list(bare.plans.lines(seat)) == [line] and seat in bare.plans.told(seat, own_words=False)
    assert bare.plans.left_to(seat).startswith("capital ")
    drafts.read_again()
    assert list(bare.plans.lines(seat)) == [line]
    assert "unknown action" in refusal(drafts.draft, f"{seat}: nothing_such")
    drafts.commit()
    chosen = [entry["line"] for entry in bare.journal.counted if entry.get("by") == "person"]
    assert chosen[0] == line and len(chosen) == 2 and not bare.deciders.may_plan(seat)
    assert refusal(drafts.draft, line) == "This seat is not asked for orders now."


def test_own_words_need_an_umpire(make: Callable[..., Bare]) -> None:
    plain, umpired = make(), make(umpired=True)
    own = OwnWords(plain.play, plain.keeper, plain.deciders)
    assert refusal(own.read, "japan", "Talk", "", 0) == (
        "This table has no umpire to rule on an order in own words: choose a card."
    )
    own = OwnWords(umpired.play, umpired.keeper, umpired.deciders)
    assert own.read("japan", "Talk", "against china", 0)[0].startswith("Talk (against ")
    assert "At most 2" in refusal(own.read, "japan", "Talk", "", 2)
    with umpired.keeper.whole():
        own.give("japan", "Talk")
    assert [one.text for one in umpired.play.spoken] == ["Talk"] and umpired.kinds() == ["words", "record"]


def test_the_curtain_calls_nobody_before_all_orders_are_in(bare: Bare) -> None:
    curtain = Curtain(bare.play, bare.keeper, drawn=True)
    assert curtain.called() == "" and not curtain.waits() and curtain.nothing_to_sign("japan") is None
    bare.play.game.planned[:] = True
    bare.play.game.asking = codes.NONE
    assert curtain.called() in PEOPLE and curtain.waits()
    bare.viewers.viewer = curtain.called()
    curtain.leave()
    assert bare.kinds() == ["came"] and curtain.called() != bare.viewers.viewer
    curtain.read_again()
    assert bare.viewers.been == {bare.viewers.viewer}


# --- the umpire and control ----------------------------------------------------------------------------


def test_an_umpire_rules_on_what_lies_on_the_bench(make: Callable[..., Bare]) -> None:
    bare = make("japan", umpired=True)
    umpire = Umpire(bare.play, bare.keeper, bare.pending_rulings, bare.course)
    assert umpire.sits() and umpire.question() is None
    assert refusal(umpire.rule, Verdict(reason="So.", by="director")) == NOTHING_BEFORE
    own, drafts = OwnWords(bare.play, bare.keeper, bare.deciders), bare.drafts()
    bare.viewers.viewer = "japan"
    with bare.keeper.whole():
        own.give("japan", "Talk")
    drafts.commit()
    while bare.play.game.asking == codes.ASK_SIGN:
        with bare.keeper.whole():
            bare.choices.enter(bare.course.by_doctrine(), "person")
            bare.course.advance()
    while (docket := umpire.docket()) is not None and not docket.words:
        umpire.rule(Verdict(reason="So.", by="director", votes={"room": docket.engine} if docket.mode == "consensus" else {}))
    docket = umpire.docket()
    assert docket is not None and docket.words and "Talk" in umpire.question().title  # type: ignore[union-attr]
    assert refusal(umpire.rule, Verdict(reason="", by="director")) == "A ruling needs its reason."
    umpire.rule(Verdict(reason="So.", by="director", band="success"))
    ruled = next(entry for entry in bare.journal.counted if entry.kind == "ruling" and entry.get("words"))
    assert (ruled["by"], ruled["band"]) == ("director", "success") and umpire.told(ruled).startswith("Ruled: success")


def test_what_is_disputed_is_kept_for_a_ruling(make: Callable[..., Bare]) -> None:
    bare = make(umpired=True)
    disputes = Disputes(bare.play, bare.keeper, bare.pending_rulings)
    disputes.dispute("us", "reaffirm_article_5")
    act = Docket(seat="us", order="us: reaffirm_article_5 in x", title="", mode="free", odds=None, dice=(0, 0), engine="success")
    assert bare.kinds() == ["disputed", "record"] and disputes.disputed(act)
    assert not disputes.disputed(evolve(act, seat="japan")) and not disputes.disputed(evolve(act, order="us: other in x"))
    assert "No seat 'mars'" in refusal(disputes.dispute, "mars") and "No order 'x'" in refusal(disputes.dispute, "us", "x")


def test_what_is_given_in_advance_is_held_and_entered_when_it_is_asked_for(bare: Bare) -> None:
    advance = AdvanceAnswers(bare.play, bare.keeper, bare.deciders, bare.choices, bare.course)
    forms, hotline = Forms(bare.drafts(), advance), "japan: hotline_offer with china"
    six = read_order(bare.play.tables, hotline)
    forms.enter("japan", Plan([six]), [Advance(seat="japan", question="sign", of="china", answer="no")], commits=True)
    assert bare.kinds()[:4] == ["draft", "advance", "choice", "choice"] and bare.kinds()[-1] == "record"
    assert (
        advance.offers("china") == [("japan", "hotline_offer")]
        and offer_named(advance.offers("china"), "japan") == "hotline_offer"
    )
    forms.enter("china", Plan(), [Advance(seat="china", question="sign", of="japan", answer="yes")], commits=True)
    lines = [str(entry["line"]) for entry in bare.journal.entries if entry.kind == "choice" and entry["by"] == "person"]
    assert "china: sign hotline_offer of japan yes" in lines and not advance.held("china")
    assert "no other seat" in refusal(advance.hold, [Advance(seat="china", question="sign", of="china", answer="yes")])


def test_injects_are_written_held_and_refused(bare: Bare) -> None:
    injects, tension = Injects(bare.play, bare.keeper), bare.tension()
    injects.write("A tanker leaks.", ["japan"], [{"track": TENSION, "add": 1}])
    assert bare.tension() == tension + 1
    waits = next(line for line in injects.schedule() if line.state.startswith("due"))
    injects.hold(waits.id)
    assert next(line.state for line in injects.schedule() if line.id == waits.id) == "held back"
    assert bare.kinds() == ["inject", "record", "schedule", "record"]
    assert "No people sit for 'mars'" in refusal(injects.write, "x", ["mars"])
    assert "is not held back" in refusal(injects.release, next(line.id for line in injects.schedule() if line != waits))
    assert "expects no response" in refusal(injects.score, waits.id, 1, "x", "y") or waits.expects


def test_an_inject_is_withdrawn_beside_another_such_game(make: Callable[..., Bare]) -> None:
    bare = make()
    injects, history, tension = Injects(bare.play, bare.keeper), bare.history(), bare.tension()
    withdrawals = Withdrawals(bare.play, bare.keeper, history, lambda journal: make())
    assert refusal(withdrawals.withdraw, 1) == "There is no act 1."
    injects.write("A tanker leaks.", [], [{"track": TENSION, "add": 1}])
    assert withdrawals.may_withdraw(history.acts()[0])
    withdrawals.withdraw(1)
    assert bare.tension() == tension and "withdrawn" in bare.kinds()
    assert "already withdrawn" in refusal(withdrawals.withdraw, 2)


def test_a_rehearsal_is_written_down(bare: Bare) -> None:
    record = RehearsalRecord(bare.play, bare.keeper)
    assert record.begun() is None
    record.begin(2, 7, ["late"])
    record.write("said", "japan", "which number?")
    assert bare.kinds() == ["rehearsal", "rehearsal"] and record.begun()["turns"] == 2  # type: ignore[index]
    assert [entry["text"] for entry in record.lines("said")] == ["which number?"]
    assert refusal(record.begin, 2, 7, []) == "This game is a rehearsal already."
    assert "turns and its seed" in refusal(record.write, "begins") and "by its name" in refusal(record.write, "comes")
    assert "A slip has name" in refusal(record.write, "ready", text="a form") and len(bare.kinds()) == 2


def test_notes_are_written_down(bare: Bare) -> None:
    notes = Notes(bare.play, bare.keeper)
    notes.note("", "Coffee.")
    notes.expect("japan", "china", "a protest")
    notes.late("japan")
    assert bare.kinds() == ["note", "expect", "late"] and [one.text for one in notes.expected("japan")] == ["a protest"]
    assert refusal(notes.expect, "japan", "japan", "x") == "A seat can only expect something of another seat."
    assert "nobody" in refusal(notes.late, "nobody") and len(bare.kinds()) == 3


def test_what_no_reader_would_take_is_not_said(bare: Bare) -> None:
    """A line that does not move the game is asked as it is written what every reader will ask of it."""
    bare.keeper.takes("late", wrong=lambda fields: "" if fields["turn"] == 2 else "Nobody is late yet.")
    assert refusal(Notes(bare.play, bare.keeper).late, "japan") == "Nobody is late yet." and bare.kinds() == []


def test_what_does_not_move_the_game_is_no_act_of_control() -> None:
    """What cannot be taken back must not count as an act that can."""
    with pytest.raises(ValueError, match="`control` is for kinds that move the game"):
        register("flag", {"turn": TURN}, control=True)
    assert "flag" not in KINDS


def test_agreements_stand_until_they_are_broken(bare: Bare) -> None:
    agreements = Agreements(bare.play, bare.keeper)
    agreements.agree(PEOPLE, "No boats.", public=False)
    assert [one.state for one in agreements.known("japan")] == ["stands"] and agreements.known("us") == ()
    agreements.break_("agreement-1", "china", "Boats.")
    assert refusal(agreements.break_, "agreement-1", "china", "Boats.") == "agreement-1 is already broken."


def test_the_clock_of_the_room_runs(bare: Bare) -> None:
    clock = RoomClock(bare.play, bare.keeper)
    assert clock.now() is None and clock.day() is None and not clock.past_lock()
    clock.set("plan", "start", 60)
    assert clock.now() is not None and clock.now().phase == "plan"  # type: ignore[union-attr]
    assert refusal(clock.set, "lock", "pause") == "The clock of lock does not run; start it first."


def test_a_game_ends_before_its_last_turn(bare: Bare) -> None:
    ending = EarlyEnd(bare.play, bare.keeper)
    assert not ending.stopped() and ending.judged() is None
    ending.stop("director")
    assert ending.stopped() and bare.kinds() == ["stop", "record"] and refusal(ending.stop, "x") == "The game is over."


# --- back ----------------------------------------------------------------------------------------------


def test_history_goes_back_and_puts_back(bare: Bare) -> None:
    history, injects, before = bare.history(), Injects(bare.play, bare.keeper), bare.play.state()
    assert refusal(history.undo) == NOTHING_DONE
    injects.write("A tanker leaks.", [], [{"track": TENSION, "add": 1}])
    after = bare.play.state()
    history.undo()
    assert bare.play.state() == before and [len(branch.entries) for branch in history.branches()] == [1]
    history.redo()
    assert bare.play.state() == after and history.rewound == 2
    history.practise()
    assert "`practice end` takes all of it back" in refusal(history.rewind, 1, "planning")
    history.end_practice()
    assert bare.play.state() == after and not history.practice_line()


def test_luck_throws_dice_of_another_number(bare: Bare) -> None:
    luck = DiceAgain(bare.play, bare.keeper, bare.pending_rulings)
    shown = luck.shown()
    assert not shown.open and not luck.is_back_over(shown, [])
    with bare.keeper.whole():
        luck.throw_again(same=False, dropped=[])
    assert bare.play.luck == 1 and bare.kinds() == ["luck", "record"]
    assert "after number 1" in bare.keeper.wrong("luck", {"dice": FRESH, "number": 1})


# --- what is seen --------------------------------------------------------------------------------------


def test_pictures_show_each_its_own(bare: Bare) -> None:
    pictures, seat = bare.pictures(), bare.play.asked()
    assert pictures.of("").question is None and pictures.of("").planners == bare.deciders.planners()
    assert pictures.of(seat).question is not None and pictures.of(seat).seat == seat


def test_the_overview_has_all_seats_and_orders(bare: Bare) -> None:
    overview = bare.overview()
    states = {one.seat: one.state for one in overview.seats()}
    assert {states[seat] for seat in PEOPLE} == {"has no orders yet"} and list(overview.orders()) == []
    bare.viewers.plan("japan").words.append("Talk")
    assert list(overview.orders()) == ['japan: "Talk"  # drafted, not committed'] and overview.day_told() == ""


def test_seats_come_and_go(bare: Bare) -> None:
    umpire = Umpire(bare.play, bare.keeper, bare.pending_rulings, bare.course)
    seats = Seats(bare.play, bare.viewers, bare.deciders, bare.curtain, umpire, bare.pictures(), bare.promises, bare.overview())
    first = bare.play.asked()
    assert seats.waiting_for() == first and seats.picture().seat == ""
    seats.reveal(first)
    assert seats.waiting_for() == "" and seats.picture().seat == first and seats.beats() and not seats.beats()
    seats.reveal("umpire")
    assert bare.viewers.viewer == "", "none sits"


def test_the_projector_shows_what_everybody_sees_and_says_where_it_cannot(bare: Bare, tmp_path: Path) -> None:
    pictures, path = bare.pictures(), tmp_path / "a.public.jsonl"
    assert Publishing(pictures, bare.journal, None).draw() is None
    projector = Publishing(pictures, bare.journal, Publisher(path))
    projector.publish(projector.draw())
    assert latest(path) is not None and projector.unpublished == ""
    path.unlink()
    path.mkdir()
    projector = Publishing(pictures, bare.journal, Publisher(path))
    projector.publish()
    assert "the projector shows an old picture" in projector.unpublished


# --- the kinds -----------------------------------------------------------------------------------------


def test_every_kind_that_moves_the_game_is_repeated_by_some_part(tables: Tables, playbook: Playbook) -> None:
    session = Session(tables, playbook, PEOPLE, SEED)
    assert set(MOVES) <= set(session.keeper.kinds) <= set(KINDS)


def test_whoever_reads_a_journal_alone_knows_every_kind() -> None:
    source = "import kuroshio.session.journal_reader; from kuroshio.session.line_kinds import KINDS; print(*sorted(KINDS))"
    said = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True).stdout
    assert said.split() == sorted(KINDS)
