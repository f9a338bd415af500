"""The commands on kept games: resume, replay, journal, scenario-from; and what they say of what is wrong."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kuroshio.cli.journal import HIDDEN
from kuroshio.cli.main import group, main
from kuroshio.cli.resume import standing
from kuroshio.files.checks.checker import load_all
from kuroshio.files.faults import FaultyFiles
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import thaw
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.players.doctrine_tables import Playbook, compile_playbook
from kuroshio.session import saved_games
from kuroshio.session.journal.journal_reader import read
from kuroshio.session.journal.journal_writer import Journal, locked
from kuroshio.session.scenario_export import conditional
from kuroshio.session.session import Session
from tests.session.exercise import PEOPLE, beside, content, decide, new_session
from tests.session.room import Room
from tests.session.test_undo import position


def kuroshio(*said: str) -> Result:
    return CliRunner().invoke(group, list(said), catch_exceptions=False)


@pytest.fixture(scope="module")
def made(tables: Tables, playbook: Playbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game in its fifth turn, with notes, agreements, injects and undone lines, in a folder of kept games."""
    path = tmp_path_factory.mktemp("games") / "exercise.game.jsonl"
    session, step = new_session(content(), path, short=False), 0
    while session.turn < 5:
        decide(session)
        step += 1
        beside(session, step)
    session.notes.note("us", "two\nlines \x1b[31mand a colour")
    session.journal.close()
    return path


@pytest.fixture
def game(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that game, named `exercise` in the folder of kept games."""
    path = tmp_path / "games" / made.name
    path.parent.mkdir()
    path.write_bytes(made.read_bytes())
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(path.parent))
    monkeypatch.chdir(tmp_path)
    return path


def test_resume_says_where_the_game_stands(game: Path) -> None:
    for name in ("exercise", "exercise.game.jsonl", str(game)):
        result = kuroshio("resume", name, "--no-window")
        assert result.exit_code == 0
        assert "turn 5 of 8 (2022-Q1), planning." in result.output and "decides next." in result.output
        assert "People sit for China, Japan" in result.output
    saved_games.resume(game).journal.close()


def test_resume_does_not_say_who_is_asked_to_sign(tables: Tables, playbook: Playbook) -> None:
    room = Room(tables, playbook, 31, at_random=True)
    assert any(asking == codes.ASK_SIGN for asking in room.decisions()), "the game stops there"
    told = " ".join(standing(room.session))
    assert room.session.asked() and "decides next" not in told and "joint orders are signed" in told


def test_replay_tells_the_game_and_its_hash(game: Path) -> None:
    whole = kuroshio("replay", "exercise").output
    session = saved_games.look_into(read(game))
    assert whole.rstrip().endswith(f"State: {session.fingerprint()}")
    assert whole.count("## Turn ") == 5 and "## The end" not in whole and "## Where the game stopped" in whole
    assert "From control. A tanker is adrift." in whole
    part = kuroshio("replay", "exercise", "--to", "3.coercion").output
    assert part.count("## Turn ") == 3 and "State: " in part and "## Where" not in part
    told, state = part.rstrip().rsplit("\n\nState: ", 1)
    assert whole.startswith(told[: told.rindex("\n")]) and state != session.fingerprint()
    session.history.rewind(3, "coercion")
    later = kuroshio("replay", "exercise", "--to", "9.news").output
    assert later == whole


def test_replay_stops_where_a_rewind_would(game: Path, tables: Tables, playbook: Playbook) -> None:
    kept = read(game)
    session = Session(tables, playbook, PEOPLE, kept.seed, journal=Journal(entries=kept.entries))
    before = session.history.line_before(4, "planning")
    there = saved_games.look_into(kept, [entry for entry in kept.counted if before is not None and entry.n <= before])
    assert f"State: {there.fingerprint()}" in kuroshio("replay", "exercise", "--to", "4.planning").output
    session.history.rewind(4, "planning")
    assert session.asked() in PEOPLE, "else doctrines have gone on from the phase"
    assert position(session.state()) == position(there.state())


def test_replay_tells_the_end(game: Path) -> None:
    session = saved_games.resume(game)
    while not session.over:
        decide(session)
    session.journal.close()
    output = kuroshio("replay", "exercise").output
    assert "## The end" in output and "aims met" in output and f"State: {session.fingerprint()}" in output
    assert "the game is over" in kuroshio("resume", "exercise", "--no-window").output


def test_the_journal_is_listed_a_line_each(game: Path) -> None:
    entries = read(game).entries
    zone, *lines = kuroshio("journal", "exercise").output.splitlines()
    assert zone.startswith("Times are local, UTC")
    assert len(lines) == sum(entry.kind not in HIDDEN for entry in entries) < len(entries)
    kinds = Counter(entry.kind for entry in entries)
    assert set(kinds) >= {"header", "draft", "choice", "note", "expect", "agreement", "inject", "undo"}
    for kind, n in kinds.items():
        _, *listed = kuroshio("journal", "exercise", "--kind", kind).output.splitlines()
        assert len(listed) == n and all(f"  {kind}" in line or f"  [{kind}" in line for line in listed)
    assert any("[choice" in line for line in lines), "what was undone stands in brackets"
    assert "two lines �[31mand a colour" in lines[-1]
    own = kuroshio("journal", "exercise", "--seat", "japan").output
    assert "of japan: a protest" in own and "japan and us" in own and "  us:" not in own
    assert kuroshio("journal", "exercise", "--seat", "japan", "--kind", "late").output == ""


def test_a_damaged_game_is_recovered(game: Path) -> None:
    raw = game.read_bytes()
    damaged = raw.replace(b"A tanker", b"a tanker", 1)
    game.write_bytes(damaged)
    for said in (("journal",), ("resume", "--no-window"), ("replay",), ("scenario-from", "--at", "2", "--out", "x.toml")):
        refused = kuroshio(said[0], "exercise", *said[1:])
        assert refused.exit_code == 2 and "--recover` keeps what comes before it in a new file" in refused.output
    saved = kuroshio("journal", "exercise", "--recover")
    assert saved.exit_code == 0 and "exercise.recovered.game.jsonl" in saved.output
    assert game.read_bytes() == damaged
    assert kuroshio("resume", "exercise.recovered", "--no-window").exit_code == 0


# --- a scenario of a position ------------------------------------------------------------------------


@pytest.mark.parametrize("turn", [1, 2, 4, 5])
def test_a_scenario_of_a_turn_begins_where_the_game_stood(game: Path, tables: Tables, turn: int) -> None:
    result = kuroshio("scenario-from", "exercise", "--at", str(turn), "--out", "mine.toml")
    assert result.exit_code == 0, result.output
    assert kuroshio("check", "mine.toml").exit_code == 0
    assert kuroshio("run", "mine.toml", "--games", "3", "--out", "runs/x").exit_code == 0
    made = compile_tables(*load_all(Path("mine.toml")))
    state = thaw(saved_games.look_into(read(game)).turns[turn])
    new = Session(made, compile_playbook(made), (), 5).turns[1]
    begun = thaw(new)
    for slot, name in enumerate(tables.slots):
        if not tables.rules.slot_draw[slot]:
            assert begun.track[slot] == state.track[slot], name
    for row, piece in enumerate(tables.scenario.pieces):
        if state.piece_area[row] >= 0:
            at = made.index.pieces[piece.id]
            assert (begun.piece_area[at], begun.piece_readiness[at]) == (state.piece_area[row], state.piece_readiness[row])
        else:
            assert piece.id not in made.index.pieces
    scenario, old = made.scenario, tables.scenario
    assert scenario.turns == old.turns - turn + 1 and scenario.seats == old.seats and scenario.measures == old.measures
    assert scenario.start == {1: "2021-Q1", 2: "2021-Q2", 4: "2021-Q4", 5: "2022-Q1"}[turn]
    for inject in scenario.injects:
        before = next(one for one in old.injects if one.id == inject.id)
        if before.turn:
            assert scenario.turn_of_inject(inject) == old.turn_of_inject(before) - turn + 1
    came = {inject.id for inject, when in zip(old.injects, state.inject_turn) if when}
    assert not came & {inject.id for inject in scenario.injects}
    assert turn == 1 or len(scenario.injects) < len(old.injects)


def test_the_first_turn_of_a_game_gives_the_scenario_itself(game: Path, tables: Tables) -> None:
    kuroshio("scenario-from", "exercise", "--at", "1", "--out", "mine.toml")
    made = tomllib.loads(Path("mine.toml").read_text("utf-8"))
    shipped = tables.scenario.opening
    assert {name: value for name, value in made["opening"].items() if shipped.get(name) != value} == {}
    assert len(made["inject"]) == len(tables.scenario.injects)


def test_a_scenario_that_the_disk_does_not_take_is_not_there_by_half(game: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    before = sorted(Path().iterdir())
    refused = kuroshio("scenario-from", "exercise", "--at", "2", "--out", "mine.toml")
    assert refused.exit_code == 2 and "No space left on device" in refused.output
    assert sorted(Path().iterdir()) == before


def test_a_scenario_that_is_not_sound_is_told_by_the_name_that_it_would_have_and_not_written(
    game: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kuroshio.cli.scenario_from.scenario_at", lambda *words: {"map": "first_island_chain", "turns": 0})
    with pytest.raises(FaultyFiles) as faulty:
        kuroshio("scenario-from", "exercise", "--at", "2", "--out", "mine.toml")
    assert {fault.file for fault in faulty.value.faults} == {"mine.toml"}
    assert not Path("mine.toml").exists()


def test_conditions_on_the_turn_are_counted_from_the_new_start() -> None:
    other = {"track": "japan.home", "at_most": 2}

    def moved(passed: int, *when: dict[str, object]) -> list[dict[str, object]]:
        return list(conditional({"id": "x", "when": list(when)}, passed))

    case = {"track": "case.turn", "at_least": 4, "at_most": 6}
    assert moved(0, case, other) == [{"id": "x", "when": [case, other]}]
    assert moved(2, case, other) == [{"id": "x", "when": [{"track": "case.turn", "at_least": 2, "at_most": 4}, other]}]
    assert moved(3, case, other) == [{"id": "x", "when": [{"track": "case.turn", "at_most": 3}, other]}]
    assert moved(6, case, other) == []
    assert moved(5, {"track": "case.turn", "at_least": 4}, other) == [{"id": "x", "when": [other]}]
    assert moved(5, {"track": "case.turn", "at_least": 4}) == [{"id": "x", "turn": 1}]


# --- what is wrong -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("resume", "exercice", "--no-window"), "did you mean 'exercise'?"),
        (("journal", "nowhere/x.game.jsonl"), "no such game"),
        (("journal", "exercise", "--kind", "notes"), "did you mean 'note'?"),
        (("journal", "exercise", "--seat", "japn"), "did you mean 'japan'?"),
        (("journal", "exercise", "--recover"), "nothing is wrong with it"),
        (("journal", "empty.toml"), "it is empty"),
        (("replay", "exercise", "--to", "3"), "no phase ''"),
        (("replay", "exercise", "--to", "0.news"), "'0' is not a turn"),
        (("replay", "exercise", "--to", "3.respond"), "did you mean 'response'?"),
        (("replay", "exercise", "--to", "x.news"), "3.response"),
        (("scenario-from", "exercise", "--at", "6", "--out", "new.toml"), "the game has only come to turn 5"),
        (("scenario-from", "exercise", "--at", "0", "--out", "new.toml"), "--at"),
        (("scenario-from", "exercise", "--at", "2", "--out", "empty.toml"), "already exists"),
        (("scenario-from", "exercise", "--at", "2", "--out", "new.txt"), "new.toml"),
        (("scenario-from", "exercise", "--at", "2", "--out", "no/new.toml"), "there is no folder no"),
        (("resume", "."), "no such game"),
    ],
)
def test_a_wrong_word_gets_one_sentence_and_status_2(
    game: Path, words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty.toml").write_bytes(b"")
    monkeypatch.setattr("sys.argv", ["kuroshio", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    told = capsys.readouterr()
    assert stopped.value.code == 2
    assert said in told.err and "Traceback" not in told.err and told.err.count("Error: ") == 1
    assert not Path("new.toml").exists()


def test_a_game_that_is_open_elsewhere_is_not_gone_on_with(game: Path) -> None:
    lock = locked(game)
    refused = kuroshio("resume", "exercise", "--no-window")
    assert refused.exit_code == 2 and "open elsewhere" in refused.output
    assert kuroshio("replay", "exercise").exit_code == 0, "to look is always possible"
    lock.release()
