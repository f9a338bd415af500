"""A rehearsal: the mistakes come by a seed, whoever sees them mends them, and the page says what became of each."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kuroshio.cli.main import group
from kuroshio.rehearsal.feedback import AtTheTable, Feedback, feedback
from kuroshio.rehearsal.feedback_page import feedback_page
from kuroshio.rehearsal.mistake import SHIPPED, mistakes, read_mistake
from kuroshio.rehearsal.mistake_judges import MISSED, MistakeJudges
from kuroshio.rehearsal.mistake_makers import MistakeMakers
from kuroshio.rehearsal.rehearsal import Rehearsal
from kuroshio.rehearsal.slip import FORM, Slip
from kuroshio.rehearsal.teams import DISPUTED, INCIDENT, INJECT, SIGNATURE, TWICE
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_reader import read
from kuroshio.session.line_kinds import is_stamp
from kuroshio.session.refusal import Refused
from tests.rehearsal.typist import Typist, rehearsed

SCENARIO, SEED = "senkaku_2021", 1


@pytest.fixture(scope="module")
def careful() -> Typist:
    return rehearsed(SCENARIO, SEED)


@pytest.fixture(scope="module")
def careless() -> Typist:
    return rehearsed(SCENARIO, SEED, careful=False)


def page_of(typist: Typist) -> Feedback:
    return feedback(typist.rehearsal)


def slips_of(typist: Typist, turn: int = 1) -> list[Slip]:
    return [slip for slip in typist.rehearsal.tray.slips(turn) if slip.sort == FORM]


# --- the data ----------------------------------------------------------------------------------------


def test_each_mistake_of_the_file_can_be_made_and_judged(careful: Typist) -> None:
    made = {*MistakeMakers(careful.rehearsal.teams.forms, None).makers, SIGNATURE, TWICE, INJECT, INCIDENT, DISPUTED}  # type: ignore[arg-type]
    assert set(mistakes()) == made == set(MistakeJudges(careful.rehearsal.session).judges)


def test_the_file_of_mistakes_names_nothing_of_a_theatre(careful: Typist) -> None:
    tables, text = careful.rehearsal.session.tables, SHIPPED.read_text("utf-8")
    words = {word.strip("`.,:;()\"'") for word in text.split()}
    ids = {one.id for one in (*tables.ruleset.factions, *tables.board.areas, *tables.ruleset.actions)}
    assert words & ids == set()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("stepps", ["plan"], "no key 'stepps'; the keys are id, name"),
        ("steps", ["plans"], "no step 'plans'; the steps are news, plan"),
        ("control", "", "control is missing"),
    ],
)
def test_a_mistake_that_is_written_wrongly_is_refused_with_what_is_right(key: str, value: object, said: str) -> None:
    table = {**tomllib.loads(SHIPPED.read_text("utf-8"))["mistake"][0], key: value}
    with pytest.raises(ValueError, match=f"mistake unpaid: {said}"):
        read_mistake(table)


# --- whoever sees them, and whoever does not ---------------------------------------------------------


def test_all_ten_come_to_eight_seats_in_two_turns_and_whoever_asks_mends_them(careful: Typist) -> None:
    page = page_of(careful)
    assert page.absent == () and {one.mistake.id for one in page.met} == set(mistakes())
    assert [(one.mistake.id, one.verdict) for one in page.met if not one.good] == []
    assert {one.turn for one in page.met} == {1, 2} and page.summary() == "10 mistakes came: 10 mended."
    assert all(one.typed and one.took is not None and not one.slow for one in page.met)


def test_whoever_types_what_is_written_lets_them_through(careless: Typist) -> None:
    page = page_of(careless)
    assert len(page.met) >= 9 and not any(one.good for one in page.met)
    told = "\n".join(page.lines())
    assert all(one.mistake.control in told for one in page.met), "each says what good control does"
    assert sum(one.verdict == "went through unseen" for one in page.met) >= 8


def test_the_same_seed_makes_the_same_mistakes_whoever_types(careful: Typist, careless: Typist) -> None:
    assert slips_of(careful) == slips_of(careless)
    assert careful.rehearsal.due == careless.rehearsal.due


def test_a_mistake_that_went_through_is_mended_after_an_undo() -> None:
    typist = rehearsed(SCENARIO, SEED, careful=False, steps=2)  # the director's inject, and a form with a wrong number
    rehearsal, number = typist.rehearsal, next(slip for slip in slips_of(typist) if slip.mistake == "number")
    assert rehearsal.tray.found()[number.name] == MISSED
    typist.type("undo 1 yes")
    typist.type(f"say {number.seat}: the number and the words differ")
    assert number.again in typist.read[-1] and "number" in typist.read[-1]
    meant = ", ".join(line.partition(": ")[2] for line in number.meant)
    typist.type(f"{number.seat}: {meant}; commit")
    assert [one.verdict for one in page_of(typist).met if one.mistake.id == "number"] == ["mended"]
    found = [one["text"] for one in rehearsal.session.rehearsal.lines("found") if one["name"] == number.name]
    assert found == ["missed", "open", "mended"], "each is written down when it is found"


def test_what_is_settled_over_the_teams_head_is_said(careless: Typist) -> None:
    assert {one.verdict for one in page_of(careless).met if one.mistake.id == "unpaid"} == {"settled without asking the team"}


# --- lines of the rehearsal --------------------------------------------------------------------------


def answered(rehearsal: Rehearsal, line: str) -> str:
    return "\n".join(rehearsal.enter(line))


def test_its_own_lines_are_refused_with_what_is_right() -> None:
    rehearsal = rehearsed("tutorial", 3, steps=0).rehearsal
    list(rehearsal.hand_in())
    assert "Write `say SEAT: TEXT`" in answered(rehearsal, "say japan")
    assert "japan" in answered(rehearsal, "say japn: hello")
    assert "Thank you." in answered(rehearsal, "say japan: a form a turn, please")
    table = answered(rehearsal, "table")
    assert table and "Nothing" not in table
    came = len(rehearsal.tray.came())
    assert answered(rehearsal, "next") and len(rehearsal.tray.came()) == came + 1
    assert rehearsal.tray.on_table()[0].name != rehearsal.tray.on_table()[-1].name, "nothing is lost"
    while "No slip is left" not in answered(rehearsal, "next"):
        pass
    assert answered(rehearsal, "finish") == "The rehearsal is over." and rehearsal.over


def test_a_practice_turn_takes_no_slip_away() -> None:
    rehearsal = rehearsed("tutorial", 3, steps=0).rehearsal
    answered(rehearsal, "practice")
    list(rehearsal.hand_in())
    slips = rehearsal.tray.slips()
    answered(rehearsal, "practice end")
    assert rehearsal.tray.slips() == slips != []


def test_a_game_that_is_no_rehearsal_has_no_teams() -> None:
    session = rehearsed("tutorial", 3, steps=0).rehearsal.session
    with pytest.raises(Refused, match="a rehearsal already"):
        session.rehearsal.begin(2, 3, [])


# --- time ---------------------------------------------------------------------------------------------


def lines_at(*seconds: int, returns: Sequence[int] = ()) -> list[JournalLine]:
    begun = datetime(2026, 1, 5, 9, tzinfo=UTC)
    stamps = [(begun + timedelta(seconds=one)).strftime("%Y-%m-%dT%H:%M:%S.%fZ") for one in seconds]
    assert all(map(is_stamp, stamps))
    return [JournalLine(n, at, "rehearsal", {"event": "returns" if n in returns else "typed"}) for n, at in enumerate(stamps, 1)]


def test_time_away_from_the_table_counts_for_nothing() -> None:
    lines = lines_at(0, 10, 700, 730, returns=[3])
    hours = AtTheTable(lines)
    assert hours.between(lines[0], lines[3]) == 40
    assert hours.between(lines[2], lines[3]) == 30 and AtTheTable(lines_at(0, 10, 700)).between(lines[0], lines[2]) == 700


# --- the page ----------------------------------------------------------------------------------------


def test_the_page_says_of_each_mistake_what_was_written_typed_and_done(careless: Typist) -> None:
    page, text = page_of(careless), feedback_page(careless.rehearsal)
    for one in page.met:
        assert one.mistake.name in text and one.verdict in text and str(one.allowed) in text
    assert "<script" not in text and "http" not in text and "予行の講評" in text


# --- the command -------------------------------------------------------------------------------------


def rehearse(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(group, ["rehearse", *words], input=given)


@pytest.fixture
def games(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path))
    return tmp_path


def test_it_is_left_and_continued_and_ends_with_its_page(games: Path) -> None:
    first = rehearse("tutorial", "--seed", "3", "--turns", "1", "--name", "evening", given="note: we begin\nquit\n")
    assert first.exit_code == 0 and "rehearse --resume" in first.output and "FEEDBACK" not in first.output
    assert "hands in its form" in first.output or "[" in first.output
    again = rehearse("--resume", "evening", given="table\nhelp\nfinish\nnote: too late\n")
    assert again.exit_code == 0 and "FEEDBACK" in again.output and "say SEAT: TEXT" in again.output
    came = [line for line in first.output.splitlines() if line.startswith("  [ ")]
    assert came and set(came) <= set(again.output.splitlines()), "what lay on the table lies there still"
    assert "Feedback of a rehearsal" in (games / "evening-feedback.html").read_text("utf-8")
    entries = read(games / "evening.game.jsonl").entries
    events = [entry["event"] for entry in entries if entry.kind == "rehearsal"]
    assert events[0] == "begins" and events[-1] == "ends" and "returns" in events
    over = rehearse("--resume", "evening", given="note: x\n")
    assert over.exit_code == 0 and "FEEDBACK" in over.output


def test_what_it_shows_to_the_room_has_none_of_the_slips(games: Path) -> None:
    rehearse("tutorial", "--seed", "3", "--name", "evening", given="next\nnext\nsay japan: a secret word\nquit\n")
    entries = read(games / "evening.game.jsonl").entries
    slips = [entry["text"] for entry in entries if entry.kind == "rehearsal" and entry["event"] == "ready"]
    public = "".join(path.read_text("utf-8") for path in (games / "public").iterdir())
    assert slips and public and "a secret word" not in public
    assert not any(line in public for text in slips for line in text.splitlines() if line.startswith("order"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name the scenario to rehearse"),
        (("tutorial", "--resume", "x"), "one of the two"),
        (("tutorial", "--mistake", "numbers"), "no such mistake; did you mean 'number'"),
        (("tutorial", "--seat", "japn"), "did you mean 'japan'"),
        (("tutorial", "--turns", "0"), "'0' is not a whole number from 1 to 40"),
        (("--resume", "nowhere"), "no such game"),
    ],
)
def test_what_cannot_be_rehearsed_is_refused_in_a_sentence(words: tuple[str, ...], said: str, games: Path) -> None:
    done = rehearse(*words, given="quit\n")
    assert done.exit_code == 2 and said in done.output and "Traceback" not in done.output


def test_a_game_of_control_is_not_continued_as_a_rehearsal(games: Path) -> None:
    CliRunner().invoke(group, ["control", "game", "--new", "tutorial"], input="quit\n")
    done = rehearse("--resume", "game", given="quit\n")
    assert done.exit_code == 2 and "is no rehearsal; `kuroshio control` continues it" in done.output
    assert not any(entry.kind == "rehearsal" for entry in read(games / "game.game.jsonl").entries)


# --- fair to whoever sits at control ---------------------------------------------------------------------


def test_what_control_has_asked_about_did_not_go_through_unseen() -> None:
    typist = rehearsed(SCENARIO, SEED, careful=False, steps=2)
    number = next(slip for slip in slips_of(typist) if slip.mistake == "number")
    assert [one.verdict for one in page_of(typist).met if one.mistake.id == "number"] == ["went through unseen"]
    typist.type(f"say {number.seat}: the number and the words differ, which do you mean?")
    page = page_of(typist)
    assert [one.verdict for one in page.met if one.mistake.id == "number"] == ["asked about, but not mended"]
    assert "1 asked about, but not mended" in page.summary() and not any(
        one.good for one in page.met if one.mistake.id == "number"
    )


def test_an_undo_that_waits_for_its_yes_is_no_refused_line() -> None:
    typist = rehearsed(SCENARIO, SEED, careful=False, steps=2)
    before = page_of(typist).turns[0]
    typist.type("undo")
    assert "to do it write `undo 1 yes`" in "\n".join(typist.read)
    asked = page_of(typist).turns[0]
    assert (asked.lines, asked.refused) == (before.lines + 1, before.refused)
    typist.type("undo sometimes")
    assert page_of(typist).turns[0].refused == before.refused + 1


def test_a_form_that_is_changed_by_agreement_is_judged_as_it_stands() -> None:
    typist = rehearsed(SCENARIO, SEED, careful=False, steps=2)
    number = next(slip for slip in slips_of(typist) if slip.mistake == "number")
    typist.type(f"say {number.seat}: the number and the words differ")
    committed = typist.rehearsal.session.changes.open(number.seat)
    wrong = [n for n, line in enumerate(committed, 1) if line.partition(" by ")[0] not in number.meant]
    right = [line for line in number.meant if line not in {one.partition(" by ")[0] for one in committed}]
    for n, line in zip(wrong, right, strict=True):
        typist.type(f"change {number.seat} {n}: {line.partition(': ')[2]} | because the team means it")
    assert [one.verdict for one in page_of(typist).met if one.mistake.id == "number"] == ["mended"]
