"""The umpire's desk: its tabs by keys and by mouse in a real game, how many presses things take, what it may never show."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pygame
import pytest
from attrs import evolve

from kuroshio.api.scenarios import Scenario
from kuroshio.cli.play import ground_of
from kuroshio.cli.show import Follower
from kuroshio.cli.window_game import ONLY_THE_UMPIRE, Machine
from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.panels import desk_injects
from kuroshio.screen.projector.projector import Projector
from kuroshio.screen.window import events_and_commands as m
from kuroshio.screen.window.desk import FAILURE, INJECTS, SUCCESS, TABS, Desk, cards_of, rows_of, with_band
from kuroshio.screen.window.desk_presses import KEYS, desk_press
from kuroshio.screen.window.keys import front
from kuroshio.screen.window.settings import Settings
from kuroshio.screen.window.state import Interface
from kuroshio.screen.window.update import update
from kuroshio.screen.window.whole_window import Drawn, draw_whole_window
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.public_journal import latest
from kuroshio.session.saved_games import load, public_path, start
from kuroshio.session.session import Session
from tests.screen import control, sample
from tests.screen.moments import stages
from tests.screen.pilot import Pilot
from tests.session.half_day import scenario_in

WORDS = "Ring the duty officer of the other coast guard"
SCALES, SIZES = (1.0, 1.6), ((1280, 720), (1920, 1080))
PLAY = Interface(stage="play", umpired=True)
DESKS = tuple(name for name in stages() if name.startswith("desk_") and not stages()[name][1].overlay)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """The scenario with the modes of the half day, once."""
    return load(str(scenario_in(tmp_path_factory.mktemp("half_day"))))


class Hands:
    """Presses keys, types, and counts the presses; letters of a text are not counted."""

    def __init__(self, pilot: Pilot):
        self.pilot, self.presses = pilot, 0

    def __call__(self, *keys: str) -> None:
        for key in keys:
            self.pilot.type(key) if key in "+-" else self.pilot.key(key)
            self.presses += 1

    @property
    def desk(self) -> Desk:
        return self.pilot.window.interface.desk

    def texts(self) -> str:
        return " ".join(box.text for box in self.pilot.window.drawn.boxes)


@pytest.fixture
def hands(content: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    """An umpire at the console of a game in which an order in own words is before it."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "games" / "a.game.jsonl"
    session = start(content, "half_day", "", ("japan", "china"), (), 20, path, umpire=True)
    lines = Control(session)
    assert not lines.perform(f'japan: "{WORDS}" against china') and not lines.perform("commit japan")
    assert not lines.perform("commit china empty")
    while session.asked() and not lines.perform(f"{session.asked()}: sign no"):
        pass
    docket = session.umpire.docket()
    assert docket is not None and docket.words
    session.reveal("")
    pilot = Pilot(game=Machine(session))
    assert pilot.by_keys("ready")
    yield Hands(pilot)
    pygame.display.quit()


def session_of(hands: Hands) -> Session:
    assert isinstance(hands.pilot.window.game, Machine)
    return hands.pilot.window.game.session


def track(session: Session, id: str) -> int:
    return int(session.game.track[session.tables.slots.index(id)])


# --- in a real game --------------------------------------------------------------------------------------


def test_a_ruling_an_inject_and_an_undo_take_few_presses(hands: Hands) -> None:
    session, pilot = session_of(hands), hands.pilot
    assert hands.desk.tab == "act" and WORDS in hands.texts()
    trust = track(session, "china_japan.trust")
    hands("-", "down", "down", "+", "g", "enter")  # an argument for it; trust, if it succeeds; everybody learns of it
    assert pilot.window.interface.overlay == "reason"
    pilot.type("Both sides want one who picks up")
    hands("enter")
    entry = [one for one in session.history.lines() if one.kind == "ruling" and one["by"] == "umpire"][-1]
    assert (entry["reason"], len(entry["pro"]), entry["audience"]) == ("Both sides want one who picks up", 1, [])
    assert entry["tied"] == [{"track": "china_japan.trust", "add": 1, "on": "success"}]
    band = entry["band"] or entry["engine"]
    assert track(session, "china_japan.trust") - trust == (band in ("success", "breakthrough"))
    assert "Ruled: " in pilot.window.interface.message and hands.presses == 7
    hands.presses = 0
    hands("3", "down", "f")  # the second inject, as it is written
    came = [one for one in session.history.lines() if one.kind == "schedule"]
    assert [one["act"] for one in came] == ["fire"] and hands.presses == 3
    assert pilot.window.picture is not None and pilot.window.picture.console is not None
    assert pilot.window.picture.console.injects[1].state == "came in turn 1"
    hands.presses = 0
    hands("4", "down", "enter")
    assert hands.desk.asking == "back" and "Back to here takes back 2 acts." in hands.texts()
    assert session.umpire.docket() is None or session.umpire.docket().words == 0  # type: ignore[union-attr]
    hands("y")
    assert hands.presses == 4 and session.umpire.docket().words == 1  # type: ignore[union-attr]
    assert track(session, "china_japan.trust") == trust
    hands("4", "r")
    assert [one for one in session.history.lines() if one.kind == "schedule"] == came


def test_let_it_stand_is_one_key(hands: Hands) -> None:
    hands("s")
    entry = next(one for one in session_of(hands).history.lines() if one.kind == "ruling")
    assert (entry["band"], entry["pro"], entry["by"]) == ("", [], "umpire") and hands.presses == 1


def test_the_same_by_mouse(hands: Hands) -> None:
    session, press = session_of(hands), hands.pilot.by_mouse
    assert press("step:-1:0") and press("step:1:2") and press("told:us") and press("told:japan") and press("overlay:reason")
    hands.pilot.type("They want it")
    assert press("write") and press("rule")
    entry = next(one for one in session.history.lines() if one.kind == "ruling")
    assert (entry["audience"], entry["number"]) == (["japan", "us"], entry["base"] - 1)
    assert press("tab:injects") and press("line_of:inject:3") and press("step:1:0") and press("told") and press("fire")
    lines = [one for one in session.history.lines() if one.kind in ("inject", "schedule")]
    assert [one.kind for one in lines] == ["inject", "schedule"] and lines[1]["act"] == "hold"
    assert press("tab:undo") and press("take_alone") and press("confirm")
    assert [one.kind for one in session.history.lines()][-2] == "withdrawn"
    assert press("tab:seats") and press("line_of:seat:1") and press("freeze") and set(session.play.absent) == {"japan"}
    assert press("freeze") and not session.play.absent and press("state") and "Numbers, since" in hands.texts()


def test_an_edited_inject_comes_with_its_text(hands: Hands) -> None:
    session = session_of(hands)
    hands("3", "down", "e")
    assert "special measures" not in hands.pilot.window.interface.search  # its text, not its name
    for _ in range(3):
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_BACKSPACE, mod=0, unicode="", scancode=0))
    hands.pilot.window.step()
    hands.pilot.type(" in June.")
    hands("enter", "v")
    assert "in June." in hands.desk.text and hands.pilot.window.interface.overlay == "preview"
    hands("escape", "f")
    entry = next(one for one in session.history.lines() if one.kind == "inject")
    assert entry["text"].endswith("in June.") and entry["effects"] == [{"track": "us_japan.trust", "add": -1}]
    assert session.injects._injects()["support_lapses"].name == entry["title"]
    hands("w")
    hands.pilot.type("A tanker aground: It leaks off Yonaguni.")
    hands("enter", "+", "f")
    last = [one for one in session.history.lines() if one.kind == "inject"][-1]
    assert (last["title"], last["text"], len(last["effects"])) == ("A tanker aground", "It leaks off Yonaguni.", 1)
    assert not hands.desk.own


def test_a_refusal_leaves_the_desk_as_it_is(hands: Hands) -> None:
    hands("3", "down", "down", "+")
    assert hands.pilot.window.interface.message == "It brings in an act, so it comes as it is written."
    hands("f")
    shown = hands.pilot.window.interface
    assert shown.wrong or "has come" in shown.message or "came" in shown.message
    hands("4", "a")
    assert hands.pilot.window.interface.message == "Only an inject written at the table can be taken back alone."


def test_the_desk_speaks_no_ids(hands: Hands) -> None:
    """Whatever the tab: no id of an area, an action, an inject, a track, a doctrine, a faction of two words."""
    session, tables = session_of(hands), session_of(hands).tables
    ids = {id for group in (tables.index.areas, tables.index.actions, tables.index.factions, tables.index.gates) for id in group}
    ids |= {entry.id for entry in tables.scenario.injects} | {entry.id for entry in tables.ruleset.doctrines} | set(tables.slots)
    ids = {id for id in ids if "_" in id or "." in id}
    assert len(ids) > 100
    hands("3", "down", "f", "1", "o")
    hands.pilot.type("so")
    hands("enter", "enter")
    for tab in "1234":
        hands(tab)
        shown = hands.texts()
        assert not [id for id in ids if id in shown], tab
    hands("2", "down", "enter")
    assert "Numbers" in hands.texts() and not [id for id in ids if id in hands.texts()]
    assert session.viewers.viewer == "umpire"


# --- secrets ---------------------------------------------------------------------------------------------


def test_nothing_of_the_desk_is_projected_before_it_is_done(hands: Hands) -> None:
    session = session_of(hands)
    hands("o")
    hands.pilot.type("A zebra of a reason")
    hands("enter", "3", "down", "w")
    hands.pilot.type("Giraffe: An okapi aground")
    hands("enter", "g", "2", "down", "enter")
    session.projector.publish()
    path = public_path(Path(session.journal.path))  # type: ignore[arg-type]
    public = latest(path)
    assert public is not None
    projector = Projector(Settings(), ground_of, Follower(path, public))
    projector.step()
    seen = " ".join(box.text for box in projector.drawn.boxes) + path.read_text(encoding="utf-8")
    assert not [word for word in ("zebra", "iraffe", "okapi", WORDS, "Numbers, since") if word in seen]
    kept = Path(session.journal.path).read_text(encoding="utf-8")  # type: ignore[arg-type]
    assert "zebra" not in kept and "okapi" not in kept


def test_a_seat_does_nothing_at_the_desk(hands: Hands) -> None:
    machine, session = hands.pilot.window.game, session_of(hands)
    assert isinstance(machine, Machine)
    state = session.state()
    for viewer in ("japan", ""):
        session.reveal(viewer)
        for command in (m.LetStand(), m.TakeBack(1), m.AskState("china"), m.FreezeSeat("china", True), m.PutBack()):
            assert machine.by_hand(command) == (ONLY_THE_UMPIRE, [])
    assert session.state() == state
    for picture, key, tab in itertools.product((sample.planning(), sample.public()), "1234slogwfkevray", TABS):
        assert desk_press(key, evolve(PLAY, desk=Desk(tab=tab)), picture) == ""


def test_the_preview_has_only_what_everybody_will_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """An inject for some seats is not drawn as a page, and a track that is not public is no change on it."""
    picture, now = stages()["desk_preview"]
    assert picture is not None and picture.console is not None
    card = cards_of(picture.console, now.desk)[now.desk.inject]
    pages: list[str] = []
    monkeypatch.setattr(desk_injects, "draw_whole", lambda surface, fonts, shown, view: pages.append(shown.beat.text))
    secret = evolve(now, desk=evolve(now.desk, to=frozenset(("us",)), text="A text for one"))
    assert "only United States is told" in texts(picture, secret) and pages == []
    assert texts(picture, now) and pages == [card.text]
    hidden = tuple(gauge for gauge in picture.gauges if gauge.id != "china.home")
    told = desk_injects.beat_of(card, evolve(picture, gauges=hidden), now.desk, None)  # type: ignore[arg-type]
    shown = {gauge.name for gauge in (*hidden, *picture.wall) if gauge.value is not None}
    assert {change.name for change in told.changes} <= shown and told.text == card.text


# --- without a window ------------------------------------------------------------------------------------


@lru_cache
def fonts(scale: float) -> Fonts:
    return Fonts(scale)


def drawn(picture: Picture, now: Interface, size: tuple[int, int] = SIZES[0], scale: float = 1.0) -> Drawn:
    pygame.display.init()
    pygame.display.set_mode((64, 64))
    return draw_whole_window(pygame.Surface(size), fonts(scale), picture, now, None)


def texts(picture: Picture, now: Interface) -> str:
    return " ".join(box.text for box in drawn(picture, now).boxes)


def after(now: Interface, picture: Picture, *messages: m.Message) -> tuple[Interface, tuple[m.Command, ...]]:
    commands: tuple[m.Command, ...] = ()
    for message in messages:
        now, commands = update(now, picture, message)
    return now, commands


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_whatever_is_to_be_chosen_is_there(size: tuple[int, int], scale: float) -> None:
    """The chosen row with its - and +, and every button with its key, at the largest text too."""
    picture = control.ruling()
    console = picture.console
    assert console is not None and console.docket is not None
    for tab, numbers in (("act", len(rows_of(console.docket))), ("seats", 8), ("injects", 6), ("undo", len(console.acts))):
        name = {"act": "row", "seats": "seat", "injects": "inject", "undo": "act"}[tab]
        for number, extra in itertools.product(range(numbers), ({}, {"asking": "back"}) if tab == "undo" else ({},)):
            desk = evolve(Desk(about=console.docket.number, tab=tab), **{name: number}, **extra)  # type: ignore[arg-type]
            got = drawn(picture, evolve(PLAY, desk=desk), size, scale)
            ids = {hit.id for hit in front(got.hits)}
            assert {f"tab:{one}" for one in TABS} | {"hand", "overlay:control", "quit"} <= ids
            wanted = {
                "act": {f"step:-1:{number}", f"step:1:{number}", "rule", "stand", "overlay:argument", "overlay:reason", "told"},
                "seats": {f"line_of:seat:{number}", "state"},
                "injects": {f"line_of:inject:{number}", "overlay:preview", "overlay:write_one", "told"},
                "undo": {f"line_of:act:{number}", *({"confirm", "back"} if extra else {"take_back", "put_back"})},
            }[tab]
            assert wanted <= ids, (tab, number)
            if tab == INJECTS:
                tracks = cards_of(console, desk)[number].tracks
                steps = [drawn(picture, evolve(PLAY, desk=evolve(desk, track=n)), size, scale) for n in range(len(tracks))]
                assert all(f"step:1:{n}" in {hit.id for hit in one.hits} for n, one in enumerate(steps))


@pytest.mark.parametrize("name", DESKS)
def test_no_text_of_the_desk_is_smaller_than_a_fiftieth(name: str) -> None:
    picture, now = stages()[name]
    assert picture is not None
    least = Fonts().line_height(Fonts().unit(720))
    assert Fonts().unit(720) * 50 >= 720
    assert all(box.rect.height >= least for box in drawn(picture, now).boxes)


def test_every_key_of_a_tab_is_shown_where_it_works() -> None:
    """Each key stands in brackets on what it presses, or in the line at the foot."""
    words = control.ruling()
    assert words.console is not None and words.console.docket is not None
    act = evolve(words, console=evolve(words.console, docket=evolve(words.console.docket, closed="")))
    for tab in TABS:
        desks = [Desk(about=4, tab=tab, inject=n, act=1, seat=1, asking=asking) for n in (1, 5) for asking in ("", "back")]
        shown = " ".join(texts(picture, evolve(PLAY, desk=desk)) for desk in desks for picture in (words, act))
        missing = [key for key in KEYS[tab] if len(key) == 1 and f"({key.upper()})" not in shown]
        assert missing == [], tab
        assert all(f"{number} {label}" in shown for number, label in enumerate(("Act", "Seats", "Injects", "Undo"), 1))


def test_what_was_chosen_for_one_act_is_gone_for_the_next() -> None:
    picture = control.ruling()
    assert picture.console is not None and picture.console.docket is not None
    now = evolve(PLAY, desk=Desk().for_act(picture.console.docket))
    now, _ = after(now, picture, m.KeyPress("-"), m.KeyPress("down"), m.KeyPress("down"), m.KeyPress("+"), m.KeyPress("3"))
    assert now.desk.net == 1 and now.desk.steps and now.desk.tab == "injects"
    same, _ = after(now, picture, m.Refreshed())
    assert same.desk == now.desk
    following = evolve(picture.console.docket, number=picture.console.docket.number + 1)
    other = evolve(picture, console=evolve(picture.console, docket=following))
    now, _ = after(now, other, m.Refreshed())
    assert (now.desk.net, now.desk.steps, now.desk.tab) == (0, (), "injects")  # its tab says that an act waits
    assert after(now, other, m.KeyPress("h"))[0].desk.tab == "act"


def test_steps_keep_to_the_bounds_of_a_track_and_arguments_to_the_dice() -> None:
    picture = control.ruling()
    now = evolve(PLAY, desk=Desk(about=4, row=2))
    now, _ = after(now, picture, *(m.KeyPress("+"),) * 9)
    assert now.desk.steps == (("japan.home", SUCCESS, 4),)  # 2, of at most 6
    now, _ = after(now, picture, m.KeyPress("w"), *(m.KeyPress("-"),) * 9)
    assert now.desk.steps[1:] == (("japan.home", FAILURE, -2),)
    now, _ = after(evolve(now, desk=evolve(now.desk, row=0)), picture, *(m.KeyPress("-"),) * 9)
    assert now.desk.net == 3
    now, commands = after(now, picture, m.KeyPress("o"), m.Typed("so"), m.Press("write"), m.Press("rule"))
    assert commands == (
        m.GiveRuling(reason="so", pro=("see the reason",) * 3, effects=(("japan.home", SUCCESS, 4), ("japan.home", FAILURE, -2))),
    )


def test_a_named_band_takes_what_was_tied_to_it() -> None:
    desk = Desk(steps=(("a", SUCCESS, 2), ("a", FAILURE, -1), ("b", "", 1)))
    assert set(with_band(desk, "breakthrough").steps) == {("a", "", 2), ("b", "", 1)}
    assert set(with_band(desk, "setback").steps) == {("a", "", -1), ("b", "", 1)}


def test_keys_of_seats_and_of_the_map_do_nothing_at_the_desk() -> None:
    picture = control.ruling()
    for tab in TABS:
        now = evolve(PLAY, desk=Desk(about=4, tab=tab))
        for key in set("acflorsw/0") - set(KEYS[tab]):
            assert after(now, picture, m.KeyPress(key)) == (now, ()), (tab, key)
        assert after(now, picture, m.KeyPress("m"))[0].crisis_map and after(now, picture, m.KeyPress("n"))[0].overlay == "news"


def test_undo_is_asked_twice_and_escape_answers_no() -> None:
    picture = control.overseen()
    now = evolve(PLAY, desk=Desk(tab="undo", act=2))
    assert after(now, picture, m.KeyPress("y"))[1] == ()
    now, commands = after(now, picture, m.Press("take_back"))
    assert commands == () and now.desk.asking
    got = drawn(picture, now)
    assert not any(hit.primary for hit in got.hits if hit.id == "confirm"), "Enter does not confirm what Enter asked for"
    assert after(now, picture, m.KeyPress("escape"), m.KeyPress("y"))[1] == ()
    assert after(now, picture, m.KeyPress("down"), m.KeyPress("y"))[1] == (), "another act: it is asked anew"
    assert after(now, picture, m.KeyPress("y"))[1] == (m.TakeBack(3),)


def test_an_argument_in_words_moves_the_number() -> None:
    picture = control.ruling()
    now = evolve(PLAY, desk=Desk(about=4))
    now, _ = after(now, picture, m.KeyPress("a"), m.Typed("It is winter"), m.Press("argue:against"))
    assert (now.desk.net, now.desk.contra, now.overlay) == (-1, ("It is winter",), "")
    assert "Argued: It is winter" in texts(picture, now)
    now, _ = after(now, picture, m.KeyPress("-"), m.KeyPress("-"), m.KeyPress("o"), m.Typed("x"), m.Press("write"))
    command = after(now, picture, m.Press("rule"))[1][0]
    assert isinstance(command, m.GiveRuling)
    assert (command.pro, command.contra) == (("see the reason",) * 2, ("It is winter",))


def test_lines_beyond_a_page_are_reached_by_mouse_too() -> None:
    """By buttons that name the keys, and by the wheel; at either end nothing goes further."""
    picture = control.ruling()
    assert picture.console is not None
    now = evolve(PLAY, desk=Desk(about=4, tab="undo"))
    got = drawn(picture, now, scale=1.6)
    wheel = next(name for name, _, most in got.scrolls if most == len(picture.console.acts) - 1)
    assert {"row:1", "row:-1"} <= {hit.id for hit in front(got.hits)}
    assert after(now, picture, m.Wheel(wheel, 2, 19))[0].desk.act == 1
    assert after(now, picture, m.Wheel(wheel, -2, 19))[0].desk.act == 0
    assert after(now, picture, *(m.Press("row:1"),) * 50)[0].desk.act == len(picture.console.acts) - 1
    now = evolve(PLAY, desk=Desk(about=4, tab="injects", inject=5))
    assert {"track_by:1", "track_by:-1"} <= {hit.id for hit in front(drawn(picture, now, scale=1.6).hits)}
    assert after(now, picture, *(m.KeyPress("right"),) * 9)[0].desk.track == 4


@pytest.mark.parametrize("scale", (1.0, 1.6))
def test_an_inject_that_cannot_be_fired_says_why_on_its_card(scale: float) -> None:
    """No key to fire it is shown; pressing it all the same says why, whole and by its name."""
    picture, why = control.overseen(), "It brings in an act, which is resolved in coercion: fire it in planning."
    assert picture.console is not None
    cards = tuple(evolve(card, may=("hold",), closed=why) for card in picture.console.injects)
    shut = evolve(picture, console=evolve(picture.console, injects=cards))
    now = evolve(PLAY, desk=Desk(tab=INJECTS, inject=2))
    size = (1920, 1080) if scale > 1 else (1280, 720)
    said = [box.text for box in draw_whole_window(pygame.Surface(size), Fonts(scale), shut, now, None).boxes]
    assert why in " ".join(said) and not any("F: fire" in text for text in said)
    now, commands = update(now, shut, m.KeyPress("f"))
    assert commands == () and now.wrong and why in now.message and cards[2].name in now.message and cards[2].id not in now.message
    if scale == 1.0:
        assert now.message in [box.text for box in draw_whole_window(pygame.Surface(size), Fonts(), shut, now, None).boxes]
