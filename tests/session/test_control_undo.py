"""Lines of control that go back: they say what they take, and ask before they take what others did."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session import saved_games
from kuroshio.session.journal.journal_reader import SUFFIX, read
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.session import Session
from tests.session.exercise import PEOPLE, SEED, decide
from tests.session.test_undo import replayed, tension

TANKER = "inject Tanker: It leaks. | to japan | set us.home+1"


@pytest.fixture
def control(tables: Tables, playbook: Playbook) -> Control:
    return Control(Session(tables, playbook, PEOPLE, SEED), by="director")


def entered(control: Control, *lines: str) -> Control:
    for line in lines:
        assert control.perform(line) == "", line
    return control


def track(control: Control, name: str) -> int:
    return int(control.session.game.track[control.session.tables.slots.index(name)])


# --- what is taken -----------------------------------------------------------------------------------


def test_the_last_acts_are_listed_with_what_going_back_takes(control: Control) -> None:
    entered(control, "commit china empty", TANKER, "commit us empty")
    assert list(control.told("acts")) == [
        "1. us, turn 1 planning: its form: hold_back.",
        "2. control, turn 1 planning: inject \u201cTanker\u201d. Takes back 1 too (us).",
        "3. china, turn 1 planning: its form: hold_back. Takes back 1 and 2 too (control, us).",
    ]


def test_what_a_seat_did_is_taken_back_on_a_confirming_word_alone(control: Control) -> None:
    entered(control, "commit china empty", "commit us empty")
    state = control.session.state()
    assert control.perform("undo") == (
        "This would take back an act of a seat: us, turn 1 planning: its form: hold_back. "
        "Nothing is taken back yet; to do it write `undo 1 yes`."
    )
    assert len(control.said) == 2 and control.session.state() == state
    assert "some of them of seats (china and us)" in control.perform("undo 2") and "`undo 2 yes`" in control.perform("undo 2")
    assert "`undo 2 yes same dice`" in control.perform("undo 2 same dice")
    entered(control, "undo 2 yes")
    assert control.said[0] == "Taken back: 2." and not control.session.history.acts()


def test_what_control_did_itself_goes_at_once_and_nothing_of_others_with_it(control: Control) -> None:
    entered(control, "commit china empty")
    state = control.session.state()
    entered(control, TANKER, "shift 1", "undo")
    assert control.said[:2] == ["Taken back: 1.", "  shift +1"]
    entered(control, "undo")
    assert control.session.state() == state, "the form of china stands"
    entered(control, TANKER, "shift 1", "undo 2")
    assert control.session.state() == state
    assert "write `undo 1 yes`" in control.perform("undo")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("undo 9", "There is no act 9: the last act is 1, and the first of the game is 1."),
        ("undo 0", "There is no act 0"),
        ("undo 2 alone", "There is no act 2"),
        ("undo 1 alone", "Only an inject written at the table"),
        ("undo x", "Write `undo`"),
        ("undo 1 no", "Write `undo`"),
        ("rewind same dice", "is not a turn"),
        ("rewind 1", "No phase ''"),
        ("redo 2", "Write `redo` alone"),
        ("redo", "nothing to restore"),
        ("stop now", "Write `stop` alone"),
        ("practice start", "Write `practice`"),
    ],
)
def test_what_cannot_be_gone_back_to_is_said(control: Control, line: str, said: str) -> None:
    entered(control, "commit china empty")
    lines = len(control.session.journal.entries)
    assert said in control.perform(line) and len(control.session.journal.entries) == lines


def test_a_script_is_asked_as_a_person_is(tmp_path: Path) -> None:
    script, game = tmp_path / "a.control", tmp_path / f"a{SUFFIX}"
    script.write_text("commit china empty\nundo\ncommit japan empty\n", encoding="utf-8")
    new = ["--new", "tutorial", "--seat", "china", "--seat", "japan"]
    ended = CliRunner().invoke(group, ["control", str(game), *new, "--script", str(script)])
    assert ended.exit_code == 2 and "1. china, turn 1 planning" in ended.output and "`undo 1 yes`" in ended.output
    script.write_text("undo 1 yes\n", encoding="utf-8")
    ended = CliRunner().invoke(group, ["control", str(game), "--script", str(script)])
    assert ended.exit_code == 0 and "Taken back: 1." in ended.output


# --- what is said afterwards -------------------------------------------------------------------------


def test_only_those_are_named_whose_form_is_drafted_again(control: Control) -> None:
    order = "china: fleet_drill in east_china_sea_south against japan"
    entered(control, order, "commit china", "commit us empty", "undo 2 yes")
    assert [told for told in control.said if "in draft" in told] == ["Back in draft as committed: china (1 order)."]
    assert not any("dice" in told for told in control.said), "none were gone back over"
    while control.session.deciders.planners():
        decide(control.session)
    while control.session.turn < 2:
        decide(control.session)
    entered(control, "undo 1 yes")
    assert not any("in draft" in told for told in control.said)
    assert "The dice are rolled anew from here." in control.said
    entered(control, "redo")
    assert control.said[0].startswith("Restored: 1, with their dice")


def test_the_journal_tells_of_each(tmp_path: Path) -> None:
    path = tmp_path / f"a{SUFFIX}"
    content = saved_games.load("tutorial")
    control = Control(saved_games.start(content, "tutorial", "", ("china", "japan"), (), 4, path), by="director")
    entered(control, "commit china empty", "inject A: b", "undo 1 alone", "undo 1", "redo", "practice", "commit japan empty")
    while control.session.turn < 2:
        decide(control.session)
    entered(control, "practice end", "stop")
    control.session.close()
    told = CliRunner().invoke(group, ["journal", str(path)]).output
    for said in (
        "no longer count", "count again", "a practice turn begins", "it was a practice turn", "the dice are rolled anew",
        "the game is ended (director)", "Withdrawn: A",
    ):  # fmt: skip
        assert said in told, said
    assert "[practice" in told and "[choice" in told and "[undo" not in told and "[redo" not in told
    assert len(read(path).counted) < len(read(path).entries)


# --- an inject alone ---------------------------------------------------------------------------------


def test_an_inject_alone_is_taken_back_where_nothing_has_read_it(control: Control) -> None:
    entered(control, "commit china empty")
    home = track(control, "us.home")
    entered(control, "inject A leak: It leaks. | to japan | set china.tolerance+1", "commit philippines empty")
    before = track(control, "china.tolerance")
    assert "Alone: `undo 2 alone`." in list(control.told("acts"))[1]
    entered(control, "undo 2 alone")
    assert control.said == ["Withdrawn: A leak: the tracks that it set are restored. Told: japan. Nothing else was taken back."]
    assert track(control, "china.tolerance") == before - 1 and track(control, "us.home") == home
    assert control.session.game.planned[control.session.tables.index.factions["philippines"]], "a later form stands"
    assert [beat.title for beat in control.session.play.chronicles["japan"].beats][-1] == "Withdrawn: A leak"
    assert not [beat for beat in control.session.play.chronicles["us"].beats if "leak" in beat.title]
    assert replayed(control.session).state() == control.session.state()
    assert control.perform("undo 3 alone") == "That inject is already withdrawn."


def test_an_inject_that_somebody_has_read_is_only_gone_back_to(control: Control) -> None:
    entered(control, "inject Tanker: It leaks. | to japan", "commit us empty", "commit japan empty")
    assert control.perform("undo 3 alone") == (
        "These seats could read this inject and have decided since: japan; it can only be taken back with all after it: `undo 3`."
    )
    entered(control, "undo 3 yes", "inject Tension: It grows. | to japan | set world.tension+1", "commit us empty")
    assert "have decided since: us" in control.perform("undo 2 alone"), "everybody sees the track on the wall"


def test_an_inject_on_which_the_rules_have_built_is_only_gone_back_to(control: Control) -> None:
    """No person of those who saw it has decided, but what came later came otherwise."""
    session = control.session
    entered(control, "inject Secret: s | to japan | set japan.home=0")
    act = session.history.acts()[0]
    brought = session.withdrawals._brought(act.entries[0])
    assert session.withdrawals._is_unread(brought) and session.withdrawals.may_withdraw(act)
    before = tension(session)
    while session.turn < 2:
        decide(session)
    assert not session.withdrawals._is_unread(brought) and isinstance(before, int)


def test_a_forged_withdrawal_is_refused(control: Control) -> None:
    entered(control, TANKER, "undo 1 alone")
    fields = dict(control.session.history.lines()[-2].fields)
    assert "does not" not in control.session.withdrawals._wrong(fields)
    for name, value in (("inject", "by_hand_99"), ("title", "x"), ("audience", []), ("effects", [])):
        assert control.session.withdrawals._wrong({**fields, name: value}), name


# --- elsewhere ---------------------------------------------------------------------------------------


def test_a_branch_says_where_it_is_and_how_to_go_on(control: Control, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    monkeypatch.chdir(tmp_path)
    entered(control, "commit china empty", "branch 3 cyber_branch")
    path = tmp_path / "games" / f"cyber_branch{SUFFIX}"
    assert read(path).counted and str(path) in control.said[0] and f"kuroshio control {path}" in control.said[1]
    entered(control, f"branch 3 here{SUFFIX}")
    assert read(tmp_path / f"here{SUFFIX}").counted
    for odd in ("../x", "a/b", "-x", SUFFIX, "a\tb", "nul:"):
        refused = control.perform(f"branch 3 {odd}")
        assert "a game is named in letters, digits, - and _" in refused or f"is a path, which must end in {SUFFIX}" in refused
    assert "already" in control.perform("branch 3 cyber_branch") and "no line 999" in control.perform("branch 999 other")
    assert sorted(found.name for found in tmp_path.iterdir() if found.suffix == ".jsonl") == [f"here{SUFFIX}"]
