"""The tutorial, from the start screen to its outcome: by keys alone, and by mouse alone, through real events."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from kuroshio.cli.play import GameOpener
from kuroshio.cli.window_game import Machine
from kuroshio.kernel.state import codes
from kuroshio.session.journal.journal_reader import read
from kuroshio.session.saved_games import load, start
from tests.screen.pilot import Pilot
from tests.session.exercise import refusal
from tests.session.half_day import scenario_in


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    yield tmp_path / "games"
    pygame.display.quit()


@pytest.mark.parametrize("hand", ["by_keys", "by_mouse"])
def test_the_tutorial_is_played_to_its_outcome(hand: str, a_folder_of_its_own: Path) -> None:
    pilot = Pilot()
    decisions = pilot.play(getattr(pilot, hand))
    picture = pilot.window.picture
    assert decisions >= 4 and picture is not None and picture.over
    assert {result.side for result in picture.results} == set(picture.seats)
    assert {"start", "beat", "order", "card", "confirm", "over"} <= pilot.seen
    kept = next(a_folder_of_its_own.glob("*.game.jsonl"))
    assert read(kept)


def test_the_end_has_its_review_and_goes_on_to_the_next_scenario(
    a_folder_of_its_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    pilot = Pilot()
    pilot.play(pilot.by_mouse)
    for _ in range(2):  # written anew over what it wrote itself
        assert pilot.by_keys("review")
        kept = next(a_folder_of_its_own.glob("*.game.jsonl"))
        page = kept.parent / kept.name.replace(".game.jsonl", "-review") / "review.html"
        assert opened[-1] == page.as_uri() and page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        assert str(page.parent) in pilot.window.interface.message and pilot.window.interface.stage == "over"
    page.write_text("mine", encoding="utf-8")
    assert pilot.by_keys("review")
    assert pilot.window.interface.wrong and page.read_text(encoding="utf-8") == "mine"
    names = [card.id for card in pilot.window.interface.shelf.scenarios]
    assert pilot.by_keys("once:next")
    assert (pilot.window.interface.stage, pilot.window.interface.scenario) == ("start", names[1])
    assert any(hit.id == f"open:{kept}" for hit in pilot.window.drawn.hits)
    assert read(kept) and pilot.by_keys("begin") and pilot.window.interface.stage != "start"


def test_nothing_lies_over_the_map_unasked_and_the_tutorial_names_scenarios_as_the_list_does() -> None:
    pilot = Pilot()
    cards = pilot.window.interface.shelf.scenarios
    for card in cards:
        assert not [other.id for other in cards if other.id != "tutorial" and other.id in card.summary]
    assert any(other.name in cards[0].summary for other in cards[1:])
    assert pilot.by_keys("begin")
    while pilot.moment() != "order":
        pilot.take(pilot.moment(), pilot.by_keys, 0)
    assert not (pilot.window.interface.show_aims or pilot.window.interface.legend)


def test_closing_the_window_in_the_middle_loses_nothing_committed(a_folder_of_its_own: Path) -> None:
    pilot = Pilot()
    pilot.by_keys("begin")
    while pilot.moment() != "order":
        pilot.take(pilot.moment(), pilot.by_keys, 0)
    pilot.take("order", pilot.by_keys, 1)
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    pilot.window.step()
    assert not pilot.window.open
    kept = next(a_folder_of_its_own.glob("*.game.jsonl"))
    again = Pilot()
    assert again.by_keys(f"open:{kept}")
    assert again.window.picture is not None and pilot.window.picture is not None
    assert again.window.picture.turn == pilot.window.picture.turn
    assert again.window.game.session.state() == pilot.window.game.session.state()  # type: ignore[union-attr]


def test_an_umpire_rules_at_the_same_machine(a_folder_of_its_own: Path, tmp_path: Path) -> None:
    """Behind its own curtain: the act, the engine's answer, a reason in words, a ruling; then the seats go on."""
    content = load(str(scenario_in(tmp_path)))
    session = start(content, "half_day", "", ("japan",), (), 20, a_folder_of_its_own / "a.game.jsonl", umpire=True)
    pilot = Pilot(game=Machine(session))
    for _ in range(200):
        if pilot.moment() == "curtain" and pilot.window.interface.waiting == "umpire":
            break
        pilot.take(pilot.moment(), pilot.by_keys, 0)
    assert pilot.window.interface.waiting == "umpire"
    assert pilot.by_keys("ready") and pilot.moment() == "rule"
    docket = session.umpire.docket()
    assert docket is not None
    pilot.key("m")  # beside the map; its desk has a test of its own
    assert pilot.by_keys("choice:") and pilot.by_keys("answer")
    assert "needs its reason" in pilot.window.interface.message and session.umpire.docket() == docket
    assert pilot.by_keys("overlay:words")
    pilot.type("The sea was calm")
    assert pilot.by_keys("write")
    assert pilot.by_keys("choice:") and pilot.by_keys("answer")
    ruled = [entry for entry in session.history.lines() if entry.kind == "ruling" and entry["by"] == "umpire"]
    assert [entry["reason"] for entry in ruled] == ["The sea was calm"]
    assert session.umpire.docket() != docket


def test_the_start_screen_seats_an_umpire(a_folder_of_its_own: Path) -> None:
    pilot = Pilot()
    assert pilot.by_keys("umpire") and pilot.by_keys("begin")
    kept = read(next(a_folder_of_its_own.glob("*.game.jsonl")))
    assert kept.entries[0]["umpire"] is True


def test_what_the_umpire_sees_is_shown_to_nobody_else(a_folder_of_its_own: Path, tmp_path: Path) -> None:
    content = load(str(scenario_in(tmp_path)))
    session = start(content, "half_day", "", ("japan",), (), 20, a_folder_of_its_own / "a.game.jsonl", umpire=True)
    while not session.play.awaits_ruling():
        session.reveal(session.asked())
        question = session.picture().question
        assert question is not None
        session.commit_plan() if question.kind == "order" else session.answer(question.choices[0].line)
    for seat in ("japan", ""):
        session.reveal(seat)
        assert session.picture().question is None and session.waiting_for() == "umpire"
    session.reveal("umpire")
    question = session.picture().question
    assert question is not None and question.kind == "rule" and len(question.choices) >= 2
    assert refusal(session.answer, "rule victory") == "That is not a ruling on this act."


@pytest.mark.parametrize("hand", ["by_keys", "by_mouse"])
def test_every_seat_comes_once_more_to_sign_and_most_find_nothing(hand: str, a_folder_of_its_own: Path) -> None:
    seats = ("china", "japan", "us")
    session = start(load("senkaku_2021"), "senkaku_2021", "", seats, (), 20, a_folder_of_its_own / "a.game.jsonl")
    pilot = Pilot(game=GameOpener().opened(session))
    press = getattr(pilot, hand)
    came, titles = list[str](), list[str]()
    for _ in range(200):
        if session.curtain.called():
            assert pilot.moment() in ("curtain", "sign", "beat")
            seat = pilot.window.interface.waiting or session.viewers.viewer
            came += [seat] * (seat not in came)
            question = session.picture().question
            titles += [question.title] if question and pilot.moment() == "sign" else []
        elif came:
            break
        pilot.take(pilot.moment(), press, 1)
    assert sorted(came) == sorted(seats) and titles.count("Nothing to sign") >= 1
    assert session.game.phase != codes.PLANNING and pilot.moment() != "sign"
