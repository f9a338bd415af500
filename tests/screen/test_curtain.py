"""Who comes to the machine, and what is typed there: the curtain, the umpire's console, expectations, without a window."""

from __future__ import annotations

import pygame
import pytest
from attrs import evolve

from kuroshio.picture.picture import Expectation, Picture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.panels.desk_seats import state_told
from kuroshio.screen.panels.overlays import DRAFTED, ENDS_HERE, KEPT
from kuroshio.screen.window import events_and_commands as m
from kuroshio.screen.window.curtain import FIRST_THE_STORY, NO_UMPIRE, comers
from kuroshio.screen.window.desk import TABS, Desk
from kuroshio.screen.window.keys import AROUND, front, next_focus, press_of
from kuroshio.screen.window.state import Interface
from kuroshio.screen.window.update import update
from kuroshio.screen.window.whole_window import Drawn, draw_whole_window
from tests.screen import control, sample
from tests.screen.moments import stages

PLAY = Interface(stage="play", umpired=True)
CURTAIN = Interface(stage="curtain", waiting="japan", umpired=True)


def after(now: Interface, picture: Picture | None, *messages: m.Message) -> tuple[Interface, tuple[m.Command, ...]]:
    commands: tuple[m.Command, ...] = ()
    for message in messages:
        now, commands = update(now, picture, message)
    return now, commands


def drawn(picture: Picture, now: Interface) -> Drawn:
    pygame.display.init()
    pygame.display.set_mode((64, 64))
    return draw_whole_window(pygame.Surface((1280, 720)), Fonts(), picture, now, None)


def ids(picture: Picture, now: Interface) -> list[str]:
    return [hit.id for hit in drawn(picture, now).hits]


def texts(picture: Picture, now: Interface) -> str:
    return " ".join(box.text for box in drawn(picture, now).boxes)


# --- the curtain ---------------------------------------------------------------------------------------


def test_any_seat_that_has_not_committed_may_come_first() -> None:
    picture = evolve(sample.public(), planners=("japan", "us", "china"))
    assert comers(CURTAIN, picture) == ("japan", "us", "china")
    assert {"ready", "ready:us", "ready:china", "call"} <= set(ids(picture, CURTAIN))
    assert "ready:japan" not in ids(picture, CURTAIN)  # who is asked has the large button
    assert after(CURTAIN, picture, m.Press("ready:china"))[1] == (m.Ready("china"),)
    assert after(CURTAIN, picture, m.KeyPress("space"))[1] == (m.Ready("japan"),)


def test_only_where_an_umpire_sits_can_it_be_called() -> None:
    picture = sample.public()
    alone = evolve(CURTAIN, umpired=False)
    assert "call" not in ids(picture, alone) and after(alone, picture, m.KeyPress("u"))[1] == ()
    now, commands = after(evolve(PLAY, umpired=False), sample.planning(), m.KeyPress("u"))
    assert now.message == NO_UMPIRE and commands == ()
    assert "call" in ids(sample.planning(), PLAY) and "call" not in ids(sample.planning(), evolve(PLAY, umpired=False))


def test_the_umpire_comes_behind_its_own_curtain() -> None:
    plan = sample.planning()
    now, commands = after(PLAY, plan, m.KeyPress("u"))
    assert commands == (m.Ready(""),)  # nobody looks until it does
    now, _ = after(now, sample.public(), m.Refreshed("japan", (), True))
    assert now.stage == "curtain" and "Only the umpire looks." in texts(sample.public(), now)
    assert after(now, sample.public(), m.Press("ready:japan"))[1] == (m.Ready("japan"),)
    assert after(now, sample.public(), m.KeyPress("escape"))[1] == (m.Ready(""),)
    now, commands = after(now, sample.public(), m.KeyPress("space"))
    assert commands == (m.Ready("umpire"),) and not now.called


def test_no_story_is_lost_to_the_umpire() -> None:
    told, _ = after(PLAY, sample.planning(), m.Refreshed("", sample.beats(), True))
    now, commands = after(told, sample.planning(), m.KeyPress("u"))
    assert commands == () and now.message == FIRST_THE_STORY and now.beat is not None


def test_the_umpire_may_come_after_the_end_and_take_it_back() -> None:
    end = sample.over()
    over = evolve(PLAY, stage="over")
    assert "call" in ids(end, over) and after(over, end, m.KeyPress("u"))[1] == (m.Ready(""),)
    now, _ = after(over, end, m.KeyPress("u"), m.Refreshed("", (), True))
    assert now.stage == "curtain" and comers(now, end) == ("umpire",)
    now, _ = after(now, end, m.KeyPress("space"))
    assert after(now, evolve(end, console=control.console()), m.Refreshed("", (), True))[0].stage == "play"
    assert after(now, end, m.Refreshed("", (), True))[0].stage == "over"  # handed over


# --- the console ---------------------------------------------------------------------------------------


def test_escape_closes_one_thing_at_a_time_and_never_hands_over() -> None:
    picture = control.ruling()
    now, _ = after(PLAY, picture, m.Press("choice:rule +1"), m.KeyPress("m"), m.KeyPress("l"), m.KeyPress(":"))
    open_now = []
    for _ in range(6):
        open_now.append((now.overlay, now.choice, now.legend, now.crisis_map))
        now, commands = after(now, picture, m.KeyPress("escape"))
        assert commands == ()
    assert open_now == [
        ("control", "rule +1", True, True), ("", "rule +1", True, True), ("", "", True, True), ("", "", False, True),
        ("", "", False, False), ("", "", False, False),
    ]  # fmt: skip
    for press in (m.KeyPress("h"), m.Press("hand")):
        assert after(now, picture, press)[1] == (m.Ready(""),)
    assert after(PLAY, sample.planning(), m.KeyPress("h"))[1] == ()  # a seat has nothing to hand over so


def test_a_refused_line_stays_to_be_mended() -> None:
    picture = control.overseen()
    now, commands = after(PLAY, picture, m.KeyPress(":"), m.Typed("fire   moratorium"), m.Press("write"))
    assert commands == (m.CarryOut("fire moratorium"),)
    now, _ = after(now, picture, m.Performed("No such inject."))
    assert (now.overlay, now.search, now.message) == ("control", "fire   moratorium", "No such inject.")
    assert "No such inject." in texts(picture, now)
    now, _ = after(now, picture, m.Performed("", ("It has come.",)))
    assert (now.overlay, now.search, now.message, now.said) == ("control", "", "", ("It has come.",))
    assert "It has come." in texts(picture, now)
    assert after(now, picture, m.KeyPress("escape"))[0].overlay == ""


@pytest.mark.parametrize("said", ((), ("It has come.",), ("japan drafts.", "us waits.")))
def test_the_field_stands_open_after_every_line(said: tuple[str, ...]) -> None:
    """However much a line tells: what is typed next is the next line and no hot keys."""
    picture = control.overseen()
    now, _ = after(PLAY, picture, m.KeyPress(":"), m.Typed("fire moratorium_ends"), m.Press("write"), m.Performed("", said))
    assert now.overlay == "control" and now.said == (said or ("Entered: fire moratorium_ends",))
    now, commands = after(now, picture, m.Typed(":"), m.Typed("seats"), m.Press("write"))
    assert commands == (m.CarryOut("seats"),)


def test_what_a_line_tells_in_many_sentences_is_listed() -> None:
    picture = control.overseen()
    now, _ = after(PLAY, picture, m.KeyPress(":"), m.Typed("seats"), m.Performed("", ("japan drafts.", "us waits.")))
    assert now.overlay == "control" and not now.search
    assert "japan drafts." in texts(picture, now) and "us waits." in texts(picture, now)
    assert not after(now, picture, m.KeyPress("escape"), m.KeyPress(":"))[0].said


def test_a_long_ruling_can_be_typed() -> None:
    line = "rule " + "| for the law is on this side " * 12 + "| because it is"
    assert after(PLAY, control.overseen(), m.KeyPress(":"), m.Typed(line), m.Press("write"))[1] == (m.CarryOut(line),)


def test_only_the_umpire_types_lines_of_control() -> None:
    for picture in (sample.planning(), sample.public()):
        assert not after(PLAY, picture, m.KeyPress(":"))[0].overlay
        assert not after(PLAY, picture, m.Press("line:undo"))[0].overlay


def test_rows_of_the_console_begin_a_line() -> None:
    picture = control.overseen()
    assert picture.console is not None
    inject = picture.console.injects[0].id
    assert after(PLAY, picture, m.Press(f"line:fire {inject}"))[0].search == f"fire {inject}"
    assert after(PLAY, picture, m.Press("order:4"))[0].search == "note japan: Escort boats in Senkaku / Diaoyu: "


def test_the_console_shows_seats_orders_injects_and_the_day() -> None:
    picture = control.overseen()
    assert picture.console is not None
    tabs = [evolve(PLAY, desk=Desk(tab=tab, inject=inject)) for tab in TABS for inject in (0, 5)]
    shown = " ".join(texts(picture, tab.rolled("desk", row)) for tab in tabs for row in range(0, 24, 4))
    for order in picture.console.orders:
        assert order.title.split()[0] in shown
    assert picture.console.injects and all(card.name in shown and card.id not in shown for card in picture.console.injects)
    assert picture.console.day in shown and "Umpire" in shown
    late = next(seat for seat in picture.console.seats if seat.late)
    assert state_told(late) in shown and "late" in state_told(late)


def test_an_act_before_the_umpire_is_ruled_beside_the_console() -> None:
    shown = ids(control.ruling(), evolve(PLAY, crisis_map=True))
    assert {"choice:rule +1", "overlay:words", "overlay:control", "hand"} <= set(shown)


# --- expectations --------------------------------------------------------------------------------------


def test_what_a_seat_expects_is_written_at_the_lock_and_may_be_left_out() -> None:
    plan = sample.planning()
    now, _ = after(PLAY, plan, m.KeyPress("c"))
    asked = set(ids(plan, now))
    assert {f"expect:{seat}" for seat in plan.seats if seat != plan.seat} <= asked and f"expect:{plan.seat}" not in asked
    typing, _ = after(now, plan, m.Press("expect:china"), m.Typed("Protests,  no cutters."))
    assert "What do you expect of China" in texts(plan, typing)
    written, commands = after(typing, plan, m.Press("write"))
    assert commands == (m.Expect("japan", "china", "Protests, no cutters."),) and written.confirming and not written.overlay
    assert after(now, plan, m.Press("committed"))[1] == (m.CommitPlan(),)


def test_what_was_written_is_listed_and_can_be_mended() -> None:
    plan = evolve(sample.planning(), expected=(Expectation(seat="us", text="Stands behind us."),))
    now = evolve(PLAY, confirming=True)
    assert "United States: Stands behind us." in texts(plan, now)
    assert after(now, plan, m.Press("expect:us"))[0].search == "Stands behind us."
    assert after(now, plan, m.Press("expect:japan_no_such"))[0].overlay == ""


@pytest.mark.parametrize("drafted", (True, False))
def test_leaving_says_that_drafts_are_kept(drafted: bool) -> None:
    plan = sample.planning() if drafted else evolve(sample.planning(), draft=())
    shown = texts(plan, evolve(PLAY, overlay="quit"))
    assert (DRAFTED.split(".")[0] in shown) == drafted and (KEPT.split(":")[0] in shown) != drafted
    assert "lost" not in shown


def test_a_game_is_ended_at_the_machine_after_two_questions_and_not_where_an_umpire_sits() -> None:
    plan = sample.planning()
    play = evolve(PLAY, umpired=False)
    leaving, _ = after(play, plan, m.Press("quit"))
    assert "End the game here" in texts(plan, leaving)
    asked, commands = after(leaving, plan, m.Press("stop"))
    assert asked.overlay == "stop" and commands == () and ENDS_HERE.split(",")[0] in texts(plan, asked)
    ended, commands = after(asked, plan, m.Press("stop"))
    assert not ended.overlay and commands == (m.Stop(),)
    umpired = evolve(PLAY, umpired=True, overlay="quit")
    assert "End the game here" not in texts(plan, umpired) and after(umpired, plan, m.Press("stop")) == (umpired, ())
    early = sample.stopped()
    assert early.judged in texts(early, evolve(play, stage="over"))


def test_the_public_panel_says_who_is_at_work() -> None:
    """As far as everybody may know it: whoever signs, or what the umpire rules on, is not told."""
    show = Interface(stage="play")
    public = evolve(sample.public(), asked="")
    assert "The teams are at work." in texts(public, show)
    planning = evolve(public, planners=("japan", "china"), asked="japan")
    assert "Orders are being written: Japan, China." in texts(planning, show)
    assert "Japan decides now." in texts(evolve(public, asked="japan"), show)
    for picture in (public, planning):
        assert "Nobody" not in texts(picture, show)


def test_the_last_story_is_told_again_by_its_key_at_the_end() -> None:
    assert press_of(m.KeyPress("r"), Interface(stage="over")) == "repeat"
    assert press_of(m.KeyPress("r"), Interface(stage="over", overlay="news")) == ""


def test_the_first_tab_on_a_story_goes_on_with_it() -> None:
    picture, interface = stages()["told"]
    assert picture is not None
    hits = drawn(picture, interface).hits
    ring = [hit.id for hit in front(hits) if hit.panel not in AROUND]
    assert ring[-1] == "skip" and "next" in ring[:-1] and next_focus(hits, "", 1) != "skip"
