"""An umpired bit of an evening through the window's own events: forms in any order, own words, injects by hand, undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest

from kuroshio.cli.play import ground_of
from kuroshio.cli.show import Follower
from kuroshio.cli.window_game import Machine
from kuroshio.screen.projector.projector import Projector
from kuroshio.screen.window.settings import Settings
from kuroshio.session.public_journal import latest
from kuroshio.session.saved_games import load, public_path, start
from kuroshio.session.session import Session
from tests.screen.pilot import Pilot
from tests.session.exercise import refusal
from tests.session.half_day import scenario_in

WORDS = "Ring the zebra of the harbour"
INJECT = "A giraffe aground"
EXPECTED = "Protests, and an okapi"
SECRETS = ("zebra", "giraffe", "okapi", "The bench is divided")


@pytest.fixture
def pilot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pilot]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    content = load(str(scenario_in(tmp_path)))
    path = tmp_path / "games" / "a.game.jsonl"
    pilot = Pilot(game=Machine(start(content, "half_day", "", ("japan", "china"), (), 20, path, umpire=True)))
    yield pilot
    pygame.display.quit()


def session_of(pilot: Pilot) -> Session:
    assert isinstance(pilot.window.game, Machine)
    return pilot.window.game.session


def told_to_the_end(pilot: Pilot, press: Callable[[str], bool]) -> None:
    while pilot.moment() == "beat":
        assert press("next")


def enter(pilot: Pilot, line: str) -> None:
    """A line of control, typed; the field may stand open already."""
    pilot.type(":")
    assert pilot.window.interface.overlay == "control" and not pilot.window.interface.search
    pilot.type(line)
    pilot.key("enter")


def come(pilot: Pilot, seat: str, press: Callable[[str], bool]) -> None:
    """A seat comes from the curtain, as the asked one or before its turn of asking."""
    first = pilot.window.interface.waiting == seat and not pilot.window.interface.called
    assert press("ready" if first else f"ready:{seat}")
    told_to_the_end(pilot, press)
    picture = pilot.window.picture
    assert picture is not None and picture.seat == seat


def commit(pilot: Pilot, press: Callable[[str], bool], expecting: str = "") -> None:
    assert press("commit")
    if expecting:
        assert press("expect:")
        pilot.type(expecting)
        assert press("write")
    assert press("committed")


@pytest.mark.parametrize("hand", ["by_keys", "by_mouse"])
def test_an_umpired_bit_of_an_evening(pilot: Pilot, hand: str) -> None:
    press: Callable[[str], bool] = getattr(pilot, hand)
    session = session_of(pilot)
    first, second = session.deciders.planners()
    # The seat that is asked last comes first, writes what no card says, and what it expects.
    come(pilot, second, press)
    assert press("overlay:words")
    pilot.type(WORDS)
    assert press("write")
    commit(pilot, press, EXPECTED)
    assert pilot.window.interface.stage == "curtain" and pilot.window.interface.waiting == first
    # The umpire comes, sees it all, and brings something in on the spot.
    assert press("call")
    assert press("ready")
    picture = pilot.window.picture
    assert picture is not None and picture.console is not None and pilot.moment() == "console"
    assert any(WORDS in order.title for order in picture.console.orders)
    assert {seat.seat: seat.expects for seat in picture.console.seats}[second]
    enter(pilot, f"inject {INJECT}: It lies off Yonaguni. | to {first}")
    assert pilot.window.interface.said and pilot.moment() == "console"
    enter(pilot, "fire nothing_such")
    assert pilot.window.interface.overlay == "control" and pilot.window.interface.search == "fire nothing_such"
    pilot.key("escape")
    assert press("hand")
    # The other seat commits: now the words are before the umpire.
    come(pilot, first, press)
    assert any(beat.title == INJECT for beat in pilot.window.picture.news)
    commit(pilot, press)
    while pilot.window.interface.waiting != "umpire":
        pilot.take(pilot.moment(), press, 0)
    assert press("ready") and pilot.moment() == "rule"
    tension = int(session.game.track[session.tables.slots.index("world.tension")])
    enter(pilot, "rule | for the port is ours | set world.tension+1 | because The bench is divided")
    ruled = [entry for entry in session.history.lines() if entry.kind == "ruling" and entry["by"] == "umpire"]
    assert [entry["reason"] for entry in ruled] == ["The bench is divided"]
    assert [dict(effect) for effect in ruled[0]["effects"]] == [{"track": "world.tension", "add": 1}]
    assert int(session.game.track[session.tables.slots.index("world.tension")]) != tension
    told = pilot.window.interface.said  # what came of it, and what fell through as planning ended
    assert told and told[0].startswith("Ruled:") and any("declines what" in line for line in told[1:])
    assert pilot.window.picture.console is not None
    # It thinks better of it: the act is before it again, and the window shows that.
    enter(pilot, "undo")  # its own act: it goes at once
    docket = session.umpire.docket()
    assert docket is not None and WORDS in docket.order and pilot.moment() == "rule"
    assert WORDS in pilot.window.picture.question.title  # type: ignore[union-attr]
    assert int(session.game.track[session.tables.slots.index("world.tension")]) == tension


def test_a_line_tells_what_it_is_asked_and_the_umpire_stays(pilot: Pilot) -> None:
    session = session_of(pilot)
    pilot.key("u")
    pilot.key("space")
    seat = session.deciders.planners()[-1]
    for line, said in (("seats", "drafts"), (f"choices {seat}", f"{seat}: "), ("help", "rewind")):
        session.viewers.plans.clear()
        enter(pilot, f'{seat}: "{WORDS}"')
        enter(pilot, line)
        assert any(said in sentence for sentence in pilot.window.interface.said), line
        assert (
            session.viewers.viewer == "umpire" and pilot.window.picture is not None and pilot.window.picture.console is not None
        )
        pilot.key("escape")
    pilot.key("m")
    assert pilot.window.drawn.map.width
    pilot.key("m")
    assert not pilot.window.drawn.map.width
    pilot.key("m")
    for _ in range(3):
        pilot.key("escape")
        assert session.viewers.viewer == "umpire" and not pilot.window.drawn.map.width
    pilot.key("m")
    pilot.key("h")
    assert pilot.window.interface.stage == "curtain" and session.viewers.viewer == ""
    pilot.key("u")
    pilot.key("space")
    assert not pilot.window.drawn.map.width  # it finds the console again, not the map


def test_nothing_the_umpire_sees_or_types_is_projected(pilot: Pilot) -> None:
    session = session_of(pilot)
    seat = session.deciders.planners()[-1]
    session.reveal(seat)
    assert not refusal(session.draft, f'{seat}: "{WORDS}"') and not refusal(
        session.notes.expect, seat, session.deciders.planners()[0], EXPECTED
    )
    session.reveal("")
    pilot.window.refresh()
    pilot.key("u")
    pilot.key("space")
    enter(pilot, f"inject {INJECT}: It lies off Yonaguni. | to {seat}")
    enter(pilot, f"note {seat}: The bench is divided")
    shown = " ".join(box.text for box in pilot.window.drawn.boxes)
    assert "zebra" in shown  # the umpire's own screen has it
    session.projector.publish()
    path = public_path(Path(session.journal.path))  # type: ignore[arg-type]
    public = latest(path)
    assert public is not None
    projector = Projector(Settings(), ground_of, Follower(path, public))
    projector.step()
    seen = " ".join(box.text for box in projector.drawn.boxes)
    assert "turn 1 of" in seen
    assert not [secret for secret in SECRETS if secret in seen or secret in path.read_text(encoding="utf-8")]


def test_what_the_umpire_sees_starts_no_story(pilot: Pilot) -> None:
    """A story begins from what its own seat saw last; and what was undone is no beginning either."""
    seat = session_of(pilot).deciders.planners()[-1]
    come(pilot, seat, pilot.by_keys)
    assert set(pilot.window.before) == {seat}
    commit(pilot, pilot.by_keys)
    pilot.key("u")
    pilot.key("space")
    assert pilot.moment() == "console" and set(pilot.window.before) == {seat}
    enter(pilot, "undo")  # the seat's act: the window shows what it would take, and asks
    shown = pilot.window.interface
    assert shown.overlay == "control" and shown.search == "undo" and "write `undo 1 yes`" in shown.message
    assert shown.said == (f"1. {seat}, turn 1 planning: its form: hold_back.",) and session_of(pilot).game.planned.any()
    pilot.key("escape")
    enter(pilot, "undo 1 yes")
    assert pilot.window.interface.said[:2] == ("Taken back: 1.", f"  {seat}: hold_back") and not pilot.window.before
    picture = pilot.window.picture
    assert picture is not None and seat in picture.planners


def test_the_umpire_prints_the_sheets_with_a_key(pilot: Pilot, tmp_path: Path) -> None:
    assert pilot.by_keys("call") and pilot.by_keys("ready") and pilot.moment() == "console"
    pilot.key("d")
    folder = tmp_path / "games" / "a-sheets" / "turn_1_planning"
    assert pilot.window.interface.overlay == "control" and str(folder / "all.html") in pilot.window.interface.said[0]
    assert {"all.html", "japan.html", "china.html"} < {path.name for path in folder.iterdir()}
    (folder / "japan.html").write_text("edited", "utf-8")
    pilot.key("escape")
    pilot.key("d")
    assert "has been changed since it was written" in pilot.window.interface.message and pilot.window.interface.wrong


def test_a_seat_prints_nothing(pilot: Pilot, tmp_path: Path) -> None:
    come(pilot, session_of(pilot).deciders.planners()[0], pilot.by_keys)
    pilot.key("d")
    assert pilot.window.interface.overlay == "" and not (tmp_path / "games" / "a-sheets").exists()
