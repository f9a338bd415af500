"""What messages make of the window's state, without a window."""

from __future__ import annotations

from pathlib import Path

import pygame
import pytest
from attrs import evolve

from kuroshio.picture.picture import Clock, Picture
from kuroshio.screen.map.counter_layout import free_place
from kuroshio.screen.panels.bars_and_wall import clock_text
from kuroshio.screen.window import events_and_commands as m
from kuroshio.screen.window.counter_moves import moves_of
from kuroshio.screen.window.selecting import choice_of
from kuroshio.screen.window.settings import Settings, load_settings, save_settings
from kuroshio.screen.window.state import Interface
from kuroshio.screen.window.story_pages import as_told, paged
from kuroshio.screen.window.update import update
from tests.screen import asked, sample

PLAY = Interface(stage="play")


def after(interface: Interface, picture: Picture | None, *messages: m.Message) -> Interface:
    for message in messages:
        interface, _ = update(interface, picture, message)
    return interface


def asks(interface: Interface, picture: Picture | None, message: m.Message) -> tuple[m.Command, ...]:
    return update(interface, picture, message)[1]


@pytest.fixture(scope="module")
def plan() -> Picture:
    return sample.planning()


def first_legal(picture: Picture) -> str:
    assert picture.question
    return next(card.action for card in picture.question.cards[1:] if len(card.choices) > 2)


# --- planning ----------------------------------------------------------------------------------------


def test_a_card_opens_with_its_best_choice_and_is_drafted(plan: Picture) -> None:
    now = after(PLAY, plan, m.Press(f"card:{first_legal(plan)}"))
    chosen = choice_of(plan, now)
    assert chosen is not None
    assert asks(now, plan, m.Press("add")) == (m.Draft(chosen.line),)


def test_a_list_of_counters_closes_once_the_order_is_given_and_when_the_game_goes_on(plan: Picture) -> None:
    opened = evolve(PLAY, area="senkaku_waters", card="redeploy")
    assert after(opened, plan, m.Drafted()).area == "" and after(opened, plan, m.Refreshed("", (), False)).area == ""
    assert after(opened, plan, m.Drafted("It is too far.")).area == "senkaku_waters"


def test_a_refused_order_leaves_its_card_open_and_says_why(plan: Picture) -> None:
    now = after(PLAY, plan, m.Press(f"card:{first_legal(plan)}"), m.Press("add"), m.Drafted("There is no order left."))
    assert now.card and now.message == "There is no order left."
    assert not after(now, plan, m.Drafted("")).card


def test_a_card_that_is_not_possible_cannot_be_added(plan: Picture) -> None:
    assert plan.question
    illegal = next(card for card in plan.question.cards if not card.choices)
    now = after(PLAY, plan, m.Press(f"card:{illegal.action}"))
    assert now.card == illegal.action
    assert asks(now, plan, m.Press("add")) == ()


def test_picking_another_partner_keeps_the_rest(plan: Picture) -> None:
    assert plan.question
    card = next(card for card in plan.question.cards if len({choice.partner for choice in card.choices}) > 1)
    other = card.choices[-1].partner
    now = after(PLAY, plan, m.Press(f"card:{card.action}"), m.Press(f"pick:partner:{other}"))
    chosen = choice_of(plan, now)
    assert chosen is not None and chosen.partner == other


def test_committing_asks_first(plan: Picture) -> None:
    now, commands = update(PLAY, plan, m.KeyPress("c"))
    assert now.confirming and commands == ()
    assert asks(now, plan, m.Press("committed")) == (m.CommitPlan(),)
    assert not after(now, plan, m.KeyPress("escape")).confirming


def test_a_dragged_counter_drafts_its_redeployment(plan: Picture) -> None:
    assert plan.question
    move = plan.question.cards[0].choices[0]
    now = after(PLAY, plan, m.Drag(move.piece, move.area, at=(7, 9)))
    assert now.drag_at == (7, 9) and now.pointed == move.area
    assert now.dragging == move.piece and now.drag_area == move.area
    assert asks(now, plan, m.Drag(move.piece, move.area, True)) == (m.Draft(move.line),)
    refused, commands = update(now, plan, m.Drag(move.piece, "guam_marianas", True))
    assert commands == () and refused.message and not refused.dragging


def test_what_cannot_be_moved_is_not_lifted_and_says_why_at_once(plan: Picture) -> None:
    foreign = next(counter for counter in plan.counters if counter.side == "us")
    own = next(counter for counter in plan.counters if counter.side == plan.seat)
    assert plan.question
    moves, *cards = plan.question.cards
    moves = evolve(moves, choices=tuple(choice for choice in moves.choices if choice.piece != own.id))
    plan = evolve(plan, question=evolve(plan.question, cards=(moves, *cards)))
    told = {}
    for counter, picture, now in (
        (foreign, plan, PLAY),
        (own, plan, PLAY),
        (own, asked.respond(), PLAY),
        (own, plan, evolve(PLAY, pages=paged(sample.beats()), telling=0)),
    ):
        now, commands = update(now, picture, m.Drag(counter.id, "okinawa", at=(7, 9)))
        assert not now.dragging and now.wrong and commands == ()
        told[now.message] = after(now, picture, m.Drag(counter.id, "okinawa", True)).message
    assert len(told) == 4, told
    assert all(first == last for first, last in told.items())
    assert "You cannot move this counter: it belongs to United States." in told


def test_to_commit_without_orders_is_said_twice(plan: Picture) -> None:
    """Enter, which commits orders that there are, goes back to the cards where there are none."""
    bare = evolve(plan, draft=())
    now, commands = update(PLAY, bare, m.KeyPress("c"))
    assert now.confirming and commands == ()
    assert asks(now, bare, m.KeyPress("c")) == (m.CommitPlan(),) and asks(now, bare, m.Press("committed")) == (m.CommitPlan(),)
    assert asks(after(PLAY, plan, m.KeyPress("c")), plan, m.KeyPress("c")) == ()


def test_a_sentence_stands_until_somebody_answers_it(plan: Picture) -> None:
    """What keeps a picture or moves the map erases nothing that was said before."""
    now = after(PLAY, plan, m.Drafted("There is no order left."), m.KeyPress("f12"), m.Said("Kept as a.png."), m.KeyPress("+"))
    assert now.message == "There is no order left. Kept as a.png." and now.wrong
    assert after(now, plan, m.KeyPress("t")).message == ""


def test_a_counter_is_moved_without_dragging(plan: Picture) -> None:
    """Its area, itself, the area it is to go to: the card opens with that order."""
    assert plan.question
    move = plan.question.cards[0].choices[0]
    now = after(PLAY, plan, m.Press(f"piece:{move.piece}"))
    assert now.area and not now.piece
    now = after(now, plan, m.Press(f"piece:{move.piece}"), m.Press(f"area:{move.area}"))
    assert now.card == "redeploy" and now.choice == move.line
    assert moves_of(plan, move.piece)


def test_a_redeployment_asks_which_counter_and_then_where(plan: Picture) -> None:
    assert plan.question
    moves = plan.question.cards[0].choices
    now = after(PLAY, plan, m.Press("card:redeploy"))
    assert (now.piece, now.choice) == ("", "") and asks(now, plan, m.Press("add")) == ()
    assert now.focused == f"pick:piece:{moves[0].piece}"
    last = moves[-1]
    now = after(now, plan, m.Press(f"pick:piece:{last.piece}"))
    assert (now.piece, now.choice) == (last.piece, "") and now.focused.startswith("pick:area:")
    chosen = after(now, plan, m.Press(f"pick:area:{last.area}"))
    assert asks(chosen, plan, m.Press("add")) == (m.Draft(last.line),)
    assert asks(after(now, plan, m.Press(f"area:{last.area}")), plan, m.Press("add")) == (m.Draft(last.line),)  # on the map
    steps = [after(chosen, plan, *[m.KeyPress("escape")] * times) for times in (1, 2, 3)]
    assert [(step.card, step.piece, step.choice) for step in steps] == [
        ("redeploy", last.piece, ""), ("redeploy", "", ""), ("", "", "")
    ]  # fmt: skip


def test_only_who_is_asked_for_orders_has_a_catalogue(plan: Picture) -> None:
    assert after(PLAY, plan, m.KeyPress("/")).overlay == "catalogue"
    assert after(PLAY, asked.respond(), m.KeyPress("/")).overlay == ""


def test_letters_are_typed_into_a_search_and_are_no_keys(plan: Picture) -> None:
    now = after(PLAY, plan, m.KeyPress("/"), m.Typed("n"), m.KeyPress("n"), m.Typed("尖"))
    assert now.overlay == "catalogue" and now.search == "n尖"
    assert after(now, plan, m.Erased()).search == "n"
    assert after(now, plan, m.KeyPress("escape")).overlay == ""


# --- questions, beats, stages ------------------------------------------------------------------------


def test_an_answer_is_chosen_and_then_confirmed() -> None:
    picture = asked.respond()
    assert picture.question
    line = picture.question.choices[1].line
    assert asks(PLAY, picture, m.Press("answer")) == ()
    now = after(PLAY, picture, m.Press(f"choice:{line}"))
    assert asks(now, picture, m.Press("answer")) == (m.GiveAnswer(line),)


def test_beats_are_told_one_by_one_and_may_be_skipped(plan: Picture) -> None:
    now = after(PLAY, plan, m.Refreshed("", sample.beats()))
    assert now.telling == 0
    now = after(now, plan, m.KeyPress("space"), m.KeyPress("space"), m.KeyPress("backspace"))
    assert now.telling == 1
    assert after(now, plan, m.KeyPress("w")).why is now.beat
    assert after(now, plan, m.KeyPress("escape")).telling == -1
    for _ in now.pages:
        now = after(now, plan, m.KeyPress("space"))
    assert now.telling == -1
    assert after(now, plan, m.KeyPress("r")).telling == len(now.pages) - 1


def test_no_page_of_a_story_is_a_title_alone_where_another_can_take_it() -> None:
    full, bare = sample.beats(), sample.bare_beats()
    assert [len(page) for page in paged(full)] == [1, 1, 1, 1]
    assert paged(bare) == (bare,)
    assert paged((bare[0], full[1], *bare[1:])) == ((bare[0], full[1]), bare[1:])  # as much as the panel shows
    assert paged((full[0], bare[0])) == ((full[0],), (bare[0],))  # the phase is another: the bar at the top says so
    many = tuple(evolve(bare[0], number=number) for number in range(40))
    assert max(len(page) for page in paged(many)) == 6 and sum(paged(many), ()) == many


def test_the_wall_is_told_as_far_as_the_page(plan: Picture) -> None:
    full, bare = sample.beats(), sample.bare_beats()
    now = after(PLAY, plan, m.Refreshed("", (full[0], full[1], bare[0], full[2])))
    at_home = plan.own[3].name
    seen = []
    while now.beat:
        shown = as_told(plan, plan, now.told)
        seen.append((shown.phase, next(gauge.value for gauge in shown.own if gauge.name == at_home)))
        now = after(now, plan, m.KeyPress("space"))
    assert seen == [("news", 2), ("coercion", 2), ("response", 2)]
    assert len(now.pages) == 3


def test_what_a_seat_has_just_decided_itself_is_a_sentence_and_no_page(plan: Picture) -> None:
    own = evolve(sample.bare_beats()[0], kind="answer", side=plan.seat)
    now = after(PLAY, plan, m.Refreshed("", (own,)))
    assert now.beat is None and now.message == f"{own.title}."
    assert after(now, plan, m.KeyPress("r")).beat == own
    assert after(PLAY, plan, m.Refreshed("", (evolve(own, side="us"),))).beat is not None


def test_the_curtain_falls_over_everything_that_was_open(plan: Picture) -> None:
    now = after(PLAY, plan, m.Press("overlay:news"), m.Refreshed("us", ()))
    assert (now.stage, now.waiting, now.overlay, now.pages) == ("curtain", "us", "", ())
    assert after(now, plan, m.KeyPress("n"), m.KeyPress("t"), m.KeyPress("r")).stage == "curtain"
    assert after(now, plan, m.KeyPress("t")).overlay == ""
    assert asks(now, plan, m.Press("ready")) == (m.Ready("us"),)


def test_behind_the_curtain_nothing_is_told_again(plan: Picture) -> None:
    now = after(PLAY, plan, m.Refreshed("", sample.beats()), m.Refreshed("us", ()))
    assert after(now, plan, m.Press("repeat")).telling == -1


def test_the_end_comes_after_the_last_beat() -> None:
    picture = sample.over()
    now = after(PLAY, picture, m.Refreshed("", sample.beats()))
    assert now.stage == "play"
    assert after(now, picture, m.Press("skip")).stage == "over"


def test_leaving_asks_once_where_a_plan_is_not_committed(plan: Picture) -> None:
    now, commands = update(PLAY, plan, m.Closing())
    assert now.overlay == "quit" and commands == ()
    assert asks(now, plan, m.Closing()) == (m.Quit(),)
    assert asks(PLAY, evolve(plan, draft=()), m.Closing()) == (m.Quit(),)
    assert after(PLAY, evolve(plan, draft=()), m.Press("quit")).overlay == "quit"  # the button may be a slip
    assert asks(now, plan, m.Press("quit")) == (m.Leave(),)  # the game is left, not the program
    assert asks(Interface(), None, m.Press("quit")) == (m.Quit(),)


def test_the_legend_and_the_aims_lie_over_the_map_one_at_a_time(plan: Picture) -> None:
    now = after(PLAY, plan, m.KeyPress("l"))
    assert now.legend
    now = after(now, plan, m.KeyPress("a"))
    assert now.show_aims and not now.legend
    assert after(now, plan, m.KeyPress("l"), m.KeyPress("escape")) == PLAY


def test_escape_closes_what_lies_over_the_map_before_it_skips_the_story(plan: Picture) -> None:
    told = evolve(PLAY, pages=paged(sample.beats()), telling=1)
    now = after(told, plan, m.KeyPress("l"), m.KeyPress("escape"))
    assert now == told, "the legend is closed, and the story goes on where it was"
    assert after(now, plan, m.KeyPress("escape")).telling == -1


def test_a_blank_screen_goes_away_by_any_key(plan: Picture) -> None:
    now = after(PLAY, plan, m.KeyPress("b"))
    assert now.blank
    assert not after(now, plan, m.KeyPress("q")).blank


def test_a_start_needs_a_scenario_and_hands_over_the_seats_in_order() -> None:
    now = Interface(shelf=sample.shelf())
    assert asks(now, None, m.Press("begin")) == ()
    now = after(now, None, m.Press("scenario:senkaku_2021"), m.Press("seat:us"), m.Press("seat:japan"), m.Press("seat:china"))
    assert asks(evolve(now, seed=7), None, m.Press("begin")) == (m.NewGame("senkaku_2021", ("japan", "us"), 7),)
    now = after(now, None, m.Press("umpire"))
    assert asks(now, None, m.Press("begin")) == (m.NewGame("senkaku_2021", ("japan", "us"), now.seed, True),)


def test_a_panel_scrolls_no_farther_than_it_goes(plan: Picture) -> None:
    now = after(PLAY, plan, m.Wheel("hand", 5, 3))
    assert now.scrolled("hand") == 3
    assert after(now, plan, m.Wheel("hand", -9, 3)).scrolled("hand") == 0


# --- settings ----------------------------------------------------------------------------------------


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    kept = Settings(theme="dark", scale=1.4, japanese=True, display=1)
    save_settings(kept, tmp_path / "deep" / "screen.toml")
    assert load_settings(tmp_path / "deep" / "screen.toml") == kept


def test_settings_that_cannot_be_kept_leave_those_that_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "screen.toml"
    save_settings(Settings(theme="dark"), path)

    def full(*words: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        save_settings(Settings(theme="light"), path)
    assert load_settings(path) == Settings(theme="dark")
    assert [one.name for one in tmp_path.iterdir()] == ["screen.toml"]


@pytest.mark.parametrize("text", ("", "theme = 3\nscale = 9.0", 'theme = "mauve"', "][", "\x00"))
def test_settings_that_make_no_sense_are_as_out_of_the_box(text: str, tmp_path: Path) -> None:
    path = tmp_path / "screen.toml"
    path.write_text(text, encoding="utf-8")
    assert load_settings(path) == Settings()


# --- where things stand ------------------------------------------------------------------------------


def test_by_keys_the_counters_of_one_area_after_another_fan_out(plan: Picture) -> None:
    areas = sorted({counter.area for counter in plan.counters})
    now, seen = PLAY, []
    for _ in areas:
        now, commands = update(now, plan, m.KeyPress("s"))
        assert commands == (m.LookAt(f"area:{now.area}"),)
        seen.append(now.area)
    assert seen == areas
    assert after(now, plan, m.KeyPress("s")).area == areas[0]
    assert after(PLAY, plan, m.KeyPress("s", shift=True)).area == areas[-1]
    assert after(now, plan, m.KeyPress("escape")).area == ""
    assert after(PLAY, evolve(plan, counters=()), m.KeyPress("s")) == PLAY


def test_a_badge_covers_nothing_where_there_is_room() -> None:
    taken = [pygame.Rect(80, 80, 60, 40), pygame.Rect(100, 20, 80, 20)]
    place = free_place(pygame.Rect(0, 0, 50, 30), (100, 100), taken, pygame.Rect(0, 0, 400, 300), 20)
    assert place.collidelist(taken) == -1
    assert pygame.Rect(0, 0, 400, 300).contains(place)


def test_an_order_in_ones_own_words_is_drafted_in_quotes(plan: Picture) -> None:
    assert after(PLAY, plan, m.KeyPress("o")).overlay == "" and plan.question is not None
    plan = evolve(plan, question=evolve(plan.question, own_words=True))
    now = after(PLAY, plan, m.KeyPress("o"))
    assert now.overlay == "words"
    now = after(now, plan, m.Typed("Ring  the harbour"), m.Typed(" master"))
    step, commands = update(now, plan, m.Press("write"))
    assert commands == (m.Draft(f'{plan.seat}: "Ring the harbour master"'),) and not step.overlay and not step.search
    assert update(after(PLAY, plan, m.KeyPress("o")), plan, m.Press("write"))[1] == ()


def test_a_clock_reads_as_minutes_and_seconds() -> None:
    assert clock_text(Clock(phase="plan", ends=1000), 628) == ("Plan 6:12", False)
    assert clock_text(Clock(phase="plan", ends=1000), 1030) == ("Plan 0:00", True)
    assert clock_text(Clock(phase="rule", left=65), 1030) == ("Rule 1:05 (stands)", False)
