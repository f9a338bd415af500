"""`kuroshio scenario-from`: what is written is whole, and is checked and played where it lies, without the game's own files."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from kuroshio.cli.main import group
from kuroshio.files.content_folders import data_folder
from kuroshio.session import saved_games
from kuroshio.session.control_lines import Control
from kuroshio.session.journal_reader import read
from kuroshio.session.scenario_export import injects_of
from kuroshio.session.session import Session
from tests.session.exercise import PEOPLE, SEED, decide
from tests.session.test_injects import INJECTS


def kuroshio(*words: str) -> Result:
    return CliRunner().invoke(group, list(words), catch_exceptions=False)


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game of a scenario with rules and a map of its own, whose files are gone; agreements and a held inject in it."""
    folder = tmp_path_factory.mktemp("theatre")
    shutil.copytree(data_folder("rules"), folder / "my_rules")
    domestic = folder / "my_rules" / "actions" / "domestic.toml"
    domestic.write_text(domestic.read_text("utf-8").replace("difficulty = 7", "difficulty = 6", 1), "utf-8")
    shutil.copytree(data_folder("maps") / "first_island_chain", folder / "maps" / "my_map")
    (folder / "scenarios").mkdir()
    text = (data_folder("scenarios") / "senkaku_2021.toml").read_text("utf-8")
    scenario, rules = folder / "scenarios" / "mine.toml", str(folder / "my_rules")
    scenario.write_text(text.replace('map = "first_island_chain"', 'map = "my_map"'), "utf-8")
    session = saved_games.start(
        saved_games.load(str(scenario), rules), str(scenario), rules, PEOPLE, (), SEED, folder / "a.game.jsonl"
    )
    control = Control(session)
    for line in (
        "agree us,japan until 3 secretly: The docks  of Guam", "agree china,japan: A hotline", "agree us,china until 1: A truce",
        "agree us,taiwan: Boats", "broken agreement-4 by us: no boats", "hold moratorium_ends",
    ):  # fmt: skip
        assert control.perform(line) == "", line
    while session.turn < 2:
        decide(session)
    assert control.perform("agree us,china: Made later") == ""
    session.close()
    for name in ("my_rules", "maps", "scenarios"):
        shutil.rmtree(folder / name)
    return folder


@pytest.fixture(scope="module")
def out(theatre: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenario of the second turn, written into another folder."""
    path = tmp_path_factory.mktemp("elsewhere") / "next.toml"
    result = kuroshio("scenario-from", str(theatre / "a.game.jsonl"), "--at", "2", "--out", str(path))
    assert result.exit_code == 0, result.output
    assert f"--rules {path.with_name('next_rules')}" in result.output and "2 agreements are in force" in result.output
    return path


def test_it_is_checked_and_played_from_any_folder(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    rules = str(out.with_name("next_rules"))
    assert kuroshio("check", str(out), "--rules", rules).exit_code == 0
    script = tmp_path / "script.txt"
    script.write_text(f"read {out.with_name('next_promises.txt')}\npromises\nquit\n", "utf-8")
    result = kuroshio("control", "a", "--new", str(out), "--rules", rules, "--script", str(script))
    assert result.exit_code == 0, result.output
    assert "agreement-1 (us, japan, to the end of turn 2, secret): The docks of Guam. In force." in result.output
    assert "agreement-2 (china, japan): A hotline. In force." in result.output and "agreement-3" not in result.output


def test_its_rules_and_its_map_are_those_of_the_game(out: Path, theatre: Path) -> None:
    game = saved_games.content_of(read(theatre / "a.game.jsonl"))
    made = saved_games.load(str(out), str(out.with_name("next_rules")))
    assert made.tables.ruleset == game.tables.ruleset and made.tables.board == game.tables.board
    assert made.places.map == out.with_name("my_map")


def test_an_inject_that_control_held_is_in_its_hand_again(out: Path) -> None:
    injects = {inject["id"]: inject for inject in tomllib.loads(out.read_text("utf-8"))["inject"]}
    assert injects["moratorium_ends"]["held"] is True and not {"turn", "date"} & set(injects["moratorium_ends"])
    assert not any(inject.get("held") for id, inject in injects.items() if id != "moratorium_ends")


def test_another_map_of_that_name_is_not_written_over(theatre: Path, tmp_path: Path) -> None:
    shutil.copytree(data_folder("maps") / "first_island_chain", tmp_path / "my_map")
    areas = tmp_path / "my_map" / "areas.toml"
    areas.write_text(areas.read_text("utf-8") + "\n# mine\n", "utf-8")
    result = kuroshio("scenario-from", str(theatre / "a.game.jsonl"), "--at", "2", "--out", str(tmp_path / "next.toml"))
    assert result.exit_code == 2 and "the map my_map there differs from the game's" in result.output
    assert not (tmp_path / "next.toml").exists() and areas.read_text("utf-8").endswith("# mine\n")


def test_a_shipped_game_needs_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    saved_games.start(saved_games.load("tutorial"), "tutorial", "", ("china",), (), 1, tmp_path / "a.game.jsonl").close()
    out = tmp_path / "elsewhere" / "b.toml"
    out.parent.mkdir()
    result = kuroshio("scenario-from", str(tmp_path / "a.game.jsonl"), "--at", "1", "--out", str(out))
    assert result.exit_code == 0 and "--rules" not in result.output
    assert [path.name for path in out.parent.iterdir() if not path.name.startswith(".")] == ["b.toml"]


def test_an_inject_after_one_that_has_come_keeps_its_turn() -> None:
    """In the game's third turn: `first` came in the second, `second` follows a turn after it, `card` is left to control."""
    tables = SimpleNamespace(rules=SimpleNamespace(inject=[SimpleNamespace(turn=turn) for turn in (2, 0, 0, 4)]))
    state = SimpleNamespace(inject_turn=[2, 0, -1, 0], inject_shift=0)
    written = [{"id": one.id} for one in INJECTS]
    written[0]["turn"], written[1]["after"], written[2]["held"], written[3]["turn"] = 2, "first", True, 4  # type: ignore[assignment]
    found = list(injects_of(written, tables, state, 3))  # type: ignore[arg-type]
    assert found == [{"id": "second", "turn": 1}, {"id": "card", "held": True}, {"id": "late", "turn": 2}]


def test_a_session_of_it_has_the_people_that_can_sit(out: Path) -> None:
    content = saved_games.load(str(out), str(out.with_name("next_rules")))
    session = Session(content.tables, content.playbook, saved_games.seats_for_people(content.tables), 1)
    assert session.asked()
