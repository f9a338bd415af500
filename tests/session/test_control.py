"""Lines of control: everything that control does at a table, from a keyboard or a script."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.picture import Clock
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.journal.journal_reader import NotKept, read
from kuroshio.session.journal.journal_writer import Journal
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.session import Session
from tests.session.exercise import refusal


@pytest.fixture
def control(tables: Tables, playbook: Playbook) -> Control:
    return Control(Session(tables, playbook, ("japan", "china"), 7, umpire=True), by="director")


def kinds(control: Control) -> list[str]:
    return [entry.kind for entry in control.session.history.lines() if entry.kind not in ("header", "choice", "record")]


def test_orders_are_entered_one_line_each(control: Control) -> None:
    assert control.session.asked() == "china"
    assert control.perform("china: fleet_drill in east_china_sea_south against japan") == ""
    assert control.perform('china: "Invite the fishermen of both sides to a fair"') == ""
    assert control.perform("commit china") == ""
    assert control.session.asked() == "japan"
    mine = [entry["line"] for entry in control.session.history.lines() if entry.kind == "choice" and entry["by"] == "person"]
    assert mine[0].startswith("china: fleet_drill in east_china_sea_south against japan")
    assert kinds(control) == ["draft", "draft", "words"]


def test_all_that_control_writes_down_is_in_the_journal(control: Control) -> None:
    lines = [
        "# a comment, and an empty line", "",
        "note: The room is loud.", "note japan: Waits for Washington.", "expect china japan: Escorts with cutters.",
        "agree china,japan until 3 secretly: No boats before the Games.", "broken agreement-1 by china: Boats came.",
        "late china", "clock plan start 540", "inject A storm: The strait is closed. | to japan | set world.tension+1",
    ]  # fmt: skip
    assert [control.perform(line) for line in lines] == [""] * len(lines)
    assert kinds(control) == ["note", "note", "expect", "agreement", "broken", "late", "clock", "inject"]
    agreement = control.session.agreements.known()[0]
    assert (agreement.parties, agreement.expires, agreement.public, agreement.state) == (("china", "japan"), 3, False, "broken")


def test_going_back_and_playing_on_elsewhere(control: Control, tmp_path: Path) -> None:
    state = control.session.state()
    control.perform("commit china empty")
    at = len(control.session.history.lines())
    control.perform("commit japan empty")
    assert control.said == ["japan: 0 orders in."]
    assert control.perform("undo 1 yes") == "" and control.perform("undo 1 yes") == ""
    assert control.session.state() == state
    assert control.said[:2] == ["Taken back: 1.", "  china: hold_back"]
    assert control.perform("commit china empty") == ""
    assert control.perform("rewind 1 planning yes") == "" and control.session.state() == state
    assert control.perform(f"branch {at} {tmp_path / 'b.game.jsonl'}") == ""
    assert read(tmp_path / "b.game.jsonl").counted


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("comit", "did you mean 'commit'"),
        ("japn: hold_back", "did you mean 'japan'"),
        ("japan: hold_back", "commit the orders as they are"),
        ("japan hold_back", "Put a colon after the seat: `japan: ...`"),
        ("us: hold_back", "No people sit for us"),
        ("commit us", "us is not asked for orders now"),
        ("commit", "Whose orders? Write one of `commit china`, `commit japan`"),
        ("commit china", "china has drafted nothing; write `commit china empty`"),
        ("japan: respond protest", "Seats are planning orders now"),
        ("japan: sign hotline_offer of mars yes", "No other seat and no joint order 'mars'"),
        ("drop japan 1", "japan has 0 orders drafted"),
        ("clock nap start", "The room has no phase 'nap'"),
        ("clock plan extend 60", "The clock of plan does not run"),
        ("read no_such_file", "no_such_file: cannot be read"),
        ("china: no_such_order", "unknown action 'no_such_order'"),
        ("rule success | because so", "No act is before the umpire"),
        ("rule sucess", "did you mean 'success'"),
        ("inject only a text", "a title and a text"),
        ("inject A: b | set world.tension", "is not an effect"),
        ("inject A: b | set world.tenson=1", "did you mean 'world.tension'"),
        ("rewind two planning", "not a turn"),
        ("rewind 1 plannin", "did you mean 'planning'"),
        ("branch x", "Write `branch LINE NAME`"),
        ("branch \u00b2 x", "Write `branch LINE NAME`"),
        ("shift \u00b2", "not a number of turns"),
        ("shift " + "9" * 5000, "not a number of turns"),
        ("score moratorium_ends \u00b2: x", "Write `score ID POINTS"),
        ("rewind \u00b2 planning", "not a turn"),
        ("drop china \u00b2", "has 0 orders drafted"),
        ("clock plan start \u00b2", "not a number of seconds"),
        ("agree china,japan until \u00b2: x", "not a turn"),
        ("agree china,japan until 9999999: x", "The game has 8 turns"),
        ("inject A: b | set world.tension=\u00b2", "is not an effect"),
        ("rule success | set world.tension+\u00b2 | because x", "is not an effect"),
        ("note: half a \ud83d character", "text is not a text"),
        ("agree", "Write `agree"),
        ("agree china,japan until soon: x", "not a turn"),
        ("clock plan strat", "did you mean 'start'"),
        ("clock plan start soon", "not a number of seconds"),
        ("clock plan start 999999999999999", "the most is 86400, a day"),
        ("note", "A note needs a text"),
        ("inject A: The strait is shut. to japan,us | set world.tension+1", "To tell only that seat"),
        ("inject A: b | set world.tension=99", "out of range; write 0 to 10"),
        (
            "rule for trade for all because it is so",
            "Put a bar between the parts, for example `rule for trade | for all | because",
        ),
        ("rule | vote a=success | vote a=failure", "a votes twice"),
        ("china: fleet_drill", "is possible in"),
    ],
)
def test_a_line_that_cannot_be_carried_out_says_why_and_changes_nothing(control: Control, line: str, said: str) -> None:
    def stands(session: Session) -> tuple[Any, ...]:
        stands = session.state(), session.fingerprint(), session.asked(), session.deciders.planners()
        return *stands, session.viewers.viewer, session.waiting_for(), session.history.lines(), session.picture_for("")

    before = stands(control.session)
    try:
        assert said in control.perform(line)
    except NotKept as error:
        assert said in str(error)
    assert stands(control.session) == before


def test_a_script_runs_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path))
    begun = CliRunner().invoke(
        group,
        ["control", "evening", "--new", "tutorial", "--seed", "4"],
        input="where\ncommit china empty\ncommit japan empty\nnote: It began.\n",
    )
    assert begun.exit_code == 0, begun.output
    assert "Turn 1 of 4" in begun.stdout
    wrong = CliRunner().invoke(group, ["control", "evening"], input="note: Again.\ncomit\nnote: It goes on.\n")
    assert wrong.exit_code == 2 and "line 2: 'comit'" in wrong.output and "did you mean 'commit'" in wrong.output
    assert "2 lines were entered, 1 not" in wrong.output
    notes = [entry["text"] for entry in read(tmp_path / "evening.game.jsonl").counted if entry.kind == "note"]
    assert notes == ["It began.", "Again.", "It goes on."]
    assert CliRunner().invoke(group, ["control", "evening", "--new", "tutorial"], input="").exit_code == 2
    assert CliRunner().invoke(group, ["control", "morning"], input="").exit_code == 2
    told = CliRunner().invoke(group, ["control", "evening"], input="help\n").stdout.splitlines()
    assert told[told.index("commit [SEAT] [empty]") + 1].startswith("    commits the draft of a seat")
    assert not [line for line in told if "`" in line] and any("start|pause" in line for line in told)


def test_the_clock_of_the_room_runs_stands_and_goes_on(tables: Tables, playbook: Playbook) -> None:
    now = [datetime(2026, 1, 5, 9, 0, 0, tzinfo=UTC)]
    session = Session(tables, playbook, ("japan",), 7, journal=Journal(now=lambda: now[0]))
    control, start = Control(session), int(now[0].timestamp())

    def after(seconds: int, line: str) -> Clock | None:
        now[0] += timedelta(seconds=seconds)
        assert control.perform(line) == ""
        return session.picture_for("").clock

    assert session.picture_for("").clock is None
    assert after(0, "clock plan start 540") == Clock(phase="plan", ends=start + 540, due=start + 540 + 420)
    assert after(60, "clock plan extend 120") == Clock(phase="plan", ends=start + 660, due=start + 660 + 420)
    assert after(60, "clock plan pause") == Clock(phase="plan", left=540)
    assert after(600, "clock plan extend 60") == Clock(phase="plan", left=600)
    assert after(0, "clock plan start") == Clock(phase="plan", ends=start + 720 + 600, due=start + 720 + 600 + 420)
    session.commit_plan()
    assert refusal(session.history.undo) == "" and session.picture_for("japan").clock == Clock(
        phase="plan", ends=start + 720 + 600, due=start + 720 + 600 + 420
    )
    assert after(10, "clock plan end") is None


def test_a_line_ends_where_a_text_of_lines_says_and_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path))
    script = tmp_path / "evening.control"
    script.write_bytes("note: first half\u2028second half\r\nnote: and more\n".encode())
    begun = CliRunner().invoke(group, ["control", "evening", "--new", "tutorial", "--script", str(script)])
    assert begun.exit_code == 0, begun.output
    assert CliRunner().invoke(group, ["control", "evening"], input=f"read {script}\n").exit_code == 0
    notes = [entry["text"] for entry in read(tmp_path / "evening.game.jsonl").counted if entry.kind == "note"]
    assert notes == ["first half\u2028second half", "and more"] * 2


def test_a_text_of_lines_may_have_a_mark_and_must_be_utf_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path))
    script = tmp_path / "evening.control"
    script.write_bytes("note: first\n".encode("utf-8-sig"))
    begun = CliRunner().invoke(group, ["control", "evening", "--new", "tutorial", "--script", str(script)])
    assert begun.exit_code == 0, begun.output
    assert CliRunner().invoke(group, ["control", "evening"], input=f"read {script}\n").exit_code == 0
    for data, said in (("note: x\nnote: caf\xe9\n".encode("latin-1"), ":2: column 10 has the byte 0xE9"),
                       ("note: x\n".encode("utf-16"), ":1: the file is saved as UTF-16")):  # fmt: skip
        script.write_bytes(data)
        refused = CliRunner().invoke(group, ["control", "evening", "--script", str(script)])
        assert refused.exit_code == 2 and f"{script}{said}" in refused.output
        assert f"{script}{said}" in CliRunner().invoke(group, ["control", "evening"], input=f"read {script}\n").output
    notes = [entry["text"] for entry in read(tmp_path / "evening.game.jsonl").counted if entry.kind == "note"]
    assert notes == ["first"] * 2


def test_a_note_is_controls_unless_its_seat_is_told(control: Control) -> None:
    assert control.perform("note japan: The cabinet is divided: three to two.") == ""
    assert control.perform("note japan told: Well argued.") == ""
    assert control.perform("note: The room is loud.") == ""
    notes = [entry for entry in control.session.history.lines() if entry.kind == "note"]
    assert [(note["seat"], note.get("told"), note["text"]) for note in notes] == [
        ("japan", "", "The cabinet is divided: three to two."),
        ("japan", True, "Well argued."),
        ("", "", "The room is loud."),
    ]
    for wrong in ("note told: x", "note japan tell: x", "note japn told: x", "note japan told:"):
        assert control.perform(wrong) != "", wrong
    assert refusal(control.session.notes.note, "", "x", told=True) != ""
