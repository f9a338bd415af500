"""What messages make of the window's state, without a window; and the loop with a game that only notes what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pygame
import pytest
from attrs import evolve

from engine.picture.picture import Beat, Clock, Picture
from engine.screen import loop
from engine.screen import messages as m
from engine.screen.choosing import choice_of, moves_of
from engine.screen.loop import CannotOpen, NoDisplay, Window
from engine.screen.panels.bars import clock_text
from engine.screen.settings import Settings, load_settings, save_settings
from engine.screen.standing import free_place, spread
from engine.screen.state import Interface
from engine.screen.told import as_told, paged
from engine.screen.update import update
from tests.screen import sample

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
    now, commands = update(PLAY, plan, m.Key("c"))
    assert now.confirming and commands == ()
    assert asks(now, plan, m.Press("committed")) == (m.CommitPlan(),)
    assert not after(now, plan, m.Key("escape")).confirming


def test_a_dragged_counter_drafts_its_redeployment(plan: Picture) -> None:
    assert plan.question
    move = plan.question.cards[0].choices[0]
    now = after(PLAY, plan, m.Drag(move.piece, move.area))
    assert now.dragging == move.piece and now.drag_area == move.area
    assert asks(now, plan, m.Drag(move.piece, move.area, True)) == (m.Draft(move.line),)
    refused, commands = update(now, plan, m.Drag(move.piece, "guam_marianas", True))
    assert commands == () and refused.message and not refused.dragging


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
    steps = [after(chosen, plan, *[m.Key("escape")] * times) for times in (1, 2, 3)]
    assert [(step.card, step.piece, step.choice) for step in steps] == [
        ("redeploy", last.piece, ""), ("redeploy", "", ""), ("", "", "")
    ]  # fmt: skip


def test_only_who_is_asked_for_orders_has_a_catalogue(plan: Picture) -> None:
    assert after(PLAY, plan, m.Key("/")).overlay == "catalogue"
    assert after(PLAY, sample.respond(), m.Key("/")).overlay == ""


def test_letters_are_typed_into_a_search_and_are_no_keys(plan: Picture) -> None:
    now = after(PLAY, plan, m.Key("/"), m.Typed("n"), m.Key("n"), m.Typed("尖"))
    assert now.overlay == "catalogue" and now.search == "n尖"
    assert after(now, plan, m.Erased()).search == "n"
    assert after(now, plan, m.Key("escape")).overlay == ""


# --- questions, beats, stages ------------------------------------------------------------------------


def test_an_answer_is_chosen_and_then_confirmed() -> None:
    picture = sample.respond()
    assert picture.question
    line = picture.question.choices[1].line
    assert asks(PLAY, picture, m.Press("answer")) == ()
    now = after(PLAY, picture, m.Press(f"choice:{line}"))
    assert asks(now, picture, m.Press("answer")) == (m.Answer(line),)


def test_beats_are_told_one_by_one_and_may_be_skipped(plan: Picture) -> None:
    now = after(PLAY, plan, m.Refreshed("", sample.beats()))
    assert now.telling == 0
    now = after(now, plan, m.Key("space"), m.Key("space"), m.Key("backspace"))
    assert now.telling == 1
    assert after(now, plan, m.Key("w")).why is now.beat
    assert after(now, plan, m.Key("escape")).telling == -1
    for _ in now.pages:
        now = after(now, plan, m.Key("space"))
    assert now.telling == -1
    assert after(now, plan, m.Key("r")).telling == len(now.pages) - 1


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
        now = after(now, plan, m.Key("space"))
    assert seen == [("news", 2), ("coercion", 2), ("response", 2)]
    assert len(now.pages) == 3


def test_what_a_seat_has_just_decided_itself_is_a_sentence_and_no_page(plan: Picture) -> None:
    own = evolve(sample.bare_beats()[0], kind="answer", side=plan.seat)
    now = after(PLAY, plan, m.Refreshed("", (own,)))
    assert now.beat is None and now.message == f"{own.title}."
    assert after(now, plan, m.Key("r")).beat == own
    assert after(PLAY, plan, m.Refreshed("", (evolve(own, side="us"),))).beat is not None


def test_the_curtain_falls_over_everything_that_was_open(plan: Picture) -> None:
    now = after(PLAY, plan, m.Press("overlay:news"), m.Refreshed("us", ()))
    assert (now.stage, now.waiting, now.overlay, now.pages) == ("curtain", "us", "", ())
    assert after(now, plan, m.Key("n"), m.Key("t"), m.Key("r")).stage == "curtain"
    assert after(now, plan, m.Key("t")).overlay == ""
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


def test_the_legend_and_the_aims_lie_over_the_map_one_at_a_time(plan: Picture) -> None:
    now = after(PLAY, plan, m.Key("l"))
    assert now.legend
    now = after(now, plan, m.Key("a"))
    assert now.show_aims and not now.legend
    assert after(now, plan, m.Key("l"), m.Key("escape")) == PLAY


@pytest.mark.parametrize("key", (pygame.K_a, pygame.K_l))
def test_what_lies_over_the_map_takes_the_clicks(window: Window, key: int) -> None:
    for id in ("begin", "ready", "skip"):
        click(window, id)
    tap(window, pygame.K_ESCAPE, key)
    panel = {pygame.K_a: "aims", pygame.K_l: "legend"}[key]
    over = next(hit.rect for hit in window.drawn.hits if hit.panel == panel and not hit.id)
    camera, at = window.interface.camera, (over.x + 3, over.bottom - 3)
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        window.take(pygame.event.Event(kind, pos=at, button=1))
    window.take(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=1))
    assert not window.interface.area and not window.interface.pointed and window.interface.camera == camera
    tap(window, key)
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        window.take(pygame.event.Event(kind, pos=at, button=1))
    assert window.interface.area  # the map lies there


def test_a_blank_screen_goes_away_by_any_key(plan: Picture) -> None:
    now = after(PLAY, plan, m.Key("b"))
    assert now.blank
    assert not after(now, plan, m.Key("q")).blank


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


# --- the loop ----------------------------------------------------------------------------------------


class Noted:
    """A game of three questions that notes what it is told."""

    def __init__(self) -> None:
        self.seen, self.waiting, self.told = sample.planning(), "japan", []  # type: ignore[var-annotated]

    def picture(self) -> Picture:
        return sample.public() if self.waiting else self.seen

    def waiting_for(self) -> str:
        return self.waiting

    def reveal(self, seat: str) -> None:
        self.waiting = ""

    rewound = 0

    def has_umpire(self) -> bool:
        return False

    def expect(self, seat: str, other: str, text: str) -> str:
        self.told.append((seat, other, text))
        return ""

    def beats(self) -> tuple[Beat, ...]:
        return sample.beats()

    def draft(self, line: str) -> str:
        self.told.append(line)
        return ""

    def undraft(self, index: int) -> None:
        self.told.append(index)

    def commit_plan(self) -> None:
        self.told.append("commit")
        self.seen = sample.respond()

    def answer(self, line: str) -> str:
        self.told.append(line)
        self.seen = sample.over()
        return ""


class Opener:
    def __init__(self, game: Noted) -> None:
        self.game = game

    def new(self, scenario: str, seats: tuple[str, ...], seed: int, umpire: bool) -> Noted:
        return self.game

    def open(self, path: str) -> Noted:
        raise CannotOpen("That game was kept by another version.")


@pytest.fixture
def window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setattr(loop, "save_settings", lambda settings: save_settings(settings, tmp_path / "screen.toml"))
    game = Noted()
    window = Window(Settings(), sample.ground, shelf=sample.shelf(), opener=Opener(game))
    window.step()
    yield window


def tap(window: Window, *keys: int) -> None:
    for key in keys:
        window.take(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
        window.take(pygame.event.Event(pygame.KEYUP, key=key, mod=0))
        window.draw()


def click(window: Window, id: str) -> None:
    at = next(hit for hit in reversed(window.drawn.hits) if hit.id.startswith(id)).rect.center
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        window.take(pygame.event.Event(kind, pos=at, button=1))
        window.draw()


def game_of(window: Window) -> Noted:
    assert isinstance(window.game, Noted)
    return window.game


def test_a_game_by_keys_alone(window: Window) -> None:
    tap(window, pygame.K_RETURN)  # begin
    assert window.interface.stage == "curtain"
    tap(window, pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_TAB, pygame.K_TAB)
    while not window.interface.focused.startswith("card:"):
        tap(window, pygame.K_TAB)
    tap(window, pygame.K_RETURN, pygame.K_RETURN)  # open the card, add it
    assert len(game_of(window).told) == 1
    tap(window, pygame.K_c, pygame.K_RETURN, pygame.K_ESCAPE)
    assert game_of(window).told[1] == "commit"
    while not window.interface.focused.startswith("choice:"):
        tap(window, pygame.K_TAB)
    tap(window, pygame.K_RETURN, pygame.K_RETURN, pygame.K_ESCAPE)
    assert window.interface.stage == "over"


def test_a_game_by_mouse_alone(window: Window) -> None:
    for id in ("begin", "ready", "skip", "card:", "add", "commit", "committed", "skip", "choice:", "answer", "skip"):
        click(window, id)
    assert window.interface.stage == "over"
    assert len(game_of(window).told) == 3


def test_a_held_key_decides_once(window: Window) -> None:
    for _ in range(5):
        window.take(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode=""))
        window.draw()
    assert window.interface.stage == "curtain"


def test_a_game_that_cannot_be_opened_says_why(window: Window) -> None:
    click(window, "open:")
    assert window.interface.stage == "start"
    assert window.interface.message == "That game was kept by another version."
    assert any(box.text == window.interface.message for box in window.drawn.boxes)


def test_two_pictures_of_one_second_are_two_files(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop.platformdirs, "user_pictures_dir", lambda: str(tmp_path / "pictures"))

    class Noon(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Noon:
            return cls(2021, 7, 4, 12, 0, 0)

    monkeypatch.setattr(loop, "datetime", Noon)
    for _ in range(2):
        window.carry_out(m.Screenshot())
    names = sorted(path.name for path in (tmp_path / "pictures").iterdir())
    assert names == ["kuroshio-20210704-120000-2.png", "kuroshio-20210704-120000.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in (tmp_path / "pictures").iterdir())


def test_a_line_of_control_that_is_not_taken_says_why(window: Window) -> None:
    def full(game: loop.Game, line: str) -> tuple[str, tuple[str, ...]]:
        raise OSError(28, "No space left on device")

    for id in ("begin", "ready", "skip"):
        click(window, id)
    window.carry_out(m.Control("undo"))
    assert window.interface.message == loop.NO_LINES
    window.control = full
    window.carry_out(m.Control("undo"))
    assert window.interface.message == "No space left on device"


def test_the_map_moves_alone_and_what_is_around_it_stays(window: Window) -> None:
    for id in ("begin", "ready", "skip"):
        click(window, id)
    tap(window, pygame.K_0)
    before = window.drawn
    tap(window, pygame.K_2)
    assert window.interface.camera is not None
    assert [box for box in window.drawn.boxes if box.panel != "map"] == [box for box in before.boxes if box.panel != "map"]
    assert any(hit.panel == "map" for hit in window.drawn.hits)


def test_without_a_display_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise pygame.error("no available video device")

    monkeypatch.setattr(pygame.display, "set_mode", fail)
    with pytest.raises(NoDisplay, match="No window can be opened here"):
        Window(Settings(), sample.ground)


# --- where things stand ------------------------------------------------------------------------------


def test_stacks_make_room_for_each_other() -> None:
    stacks = {name: pygame.Rect(x, y, 40, 30) for name, x, y in (("a", 0, 0), ("b", 10, 5), ("c", 300, 0))}
    moved = spread(stacks, 60, pygame.Rect(0, 0, 400, 200))
    assert moved["c"] == stacks["c"]
    assert not moved["a"].inflate(-4, -4).colliderect(moved["b"].inflate(-4, -4))


def test_a_badge_covers_nothing_where_there_is_room() -> None:
    taken = [pygame.Rect(80, 80, 60, 40), pygame.Rect(100, 20, 80, 20)]
    place = free_place(pygame.Rect(0, 0, 50, 30), (100, 100), taken, pygame.Rect(0, 0, 400, 300), 20)
    assert place.collidelist(taken) == -1
    assert pygame.Rect(0, 0, 400, 300).contains(place)


def test_an_order_in_ones_own_words_is_drafted_in_quotes(plan: Picture) -> None:
    assert after(PLAY, plan, m.Key("o")).overlay == "" and plan.question is not None
    plan = evolve(plan, question=evolve(plan.question, own_words=True))
    now = after(PLAY, plan, m.Key("o"))
    assert now.overlay == "words"
    now = after(now, plan, m.Typed("Ring  the harbour"), m.Typed(" master"))
    step, commands = update(now, plan, m.Press("write"))
    assert commands == (m.Draft(f'{plan.seat}: "Ring the harbour master"'),) and not step.overlay and not step.search
    assert update(after(PLAY, plan, m.Key("o")), plan, m.Press("write"))[1] == ()


def test_a_clock_reads_as_minutes_and_seconds() -> None:
    assert clock_text(Clock(phase="plan", ends=1000), 628) == ("Plan 6:12", False)
    assert clock_text(Clock(phase="plan", ends=1000), 1030) == ("Plan 0:00", True)
    assert clock_text(Clock(phase="rule", left=65), 1030) == ("Rule 1:05 (stands)", False)
