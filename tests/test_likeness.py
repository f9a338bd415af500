"""Hints at names: another way of writing one, a pair the right way round, a slip, or the names that there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import kuroshio
from kuroshio.cli.main import group
from kuroshio.files.checks.checker import examine
from kuroshio.files.content_folders import find_scenario
from kuroshio.files.loader import board_of, ruleset_of
from kuroshio.model.likely_names import close_to, nearest
from kuroshio.model.readings import Lexicon, UnclearReading, lexicon, understand
from kuroshio.study.variant import UnclearChange, change, read_variant

NAMES = ["japan", "us", "us_japan", "japan_russia", "senkaku_waters", "senkaku", "us_japan.trust", "japan_russia.trust"]
MANY = [f"name_{i}" for i in range(30)]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Japan", "japan"),
        ("Senkaku Waters", "senkaku_waters"),
        ("senkaku-waters", "senkaku_waters"),
        ("SENKAKU_WATRES", "senkaku_waters"),
        ("japan_us", "us_japan"),
        ("japan.us", "us_japan"),
        ("Japan-US", "us_japan"),
        ("japan_us.trust", "us_japan.trust"),
        ("japan.us.trust", "us_japan.trust"),
        ("japn", "japan"),
        ("zzz", ""),
    ],
)
def test_what_a_word_stands_for(word: str, meant: str) -> None:
    assert close_to(word, NAMES) == meant


def test_what_stands_for_nothing_gets_a_list() -> None:
    assert nearest("zzz", ["b", "a"]) == "one of a, b"
    assert nearest("zzz", []) == "there are none to choose from"
    assert nearest("zzzz", MANY, "kuroshio list") == "`kuroshio list` lists all 30"
    said = nearest("mean", MANY, "kuroshio list")
    assert said.startswith("the nearest are name_") and said.endswith("`kuroshio list` lists all 30") and said.count("name_") == 5
    assert nearest("zzzz", MANY).startswith("the nearest of 30 are ") and "manual" not in nearest("zzzz", MANY)
    assert nearest("zzzz", MANY, few=30).count("name_") == 30


@pytest.fixture(scope="module")
def words() -> Lexicon:
    found = examine(find_scenario("tutorial"))
    return lexicon(ruleset_of(found.rules), board_of(found.board))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("japan_us.trust", "did you mean 'us_japan'?"),
        ("japan.us.trust", "did you mean 'us_japan.trust'?"),
        ("us.japan", "write 'us_japan.' and a track of the pair: trust, "),
        ("us.japan.home", "write 'us_japan.' and a track of the pair: trust, "),
        ("China.home", "did you mean 'china'?"),
        ("target_actor.trust", "did you mean 'actor_target'?"),
        ("world.zzzzzzz", "`kuroshio check --names opening` lists all "),
    ],
)
def test_a_reading_of_a_pair_is_turned_the_right_way_round(words: Lexicon, text: str, right: str) -> None:
    with pytest.raises(UnclearReading) as unclear:
        understand(text, words)
    assert right in unclear.value.right


def test_a_change_of_a_pair_is_turned_as_well() -> None:
    variant = read_variant(find_scenario("tutorial"))
    for key in ("japan_us.trust", "japan.us.trust", "US_Japan.Trust"):
        with pytest.raises(UnclearChange) as unclear:
            change(variant, f"opening.{key}=4")
        assert "did you mean 'us_japan.trust'?" in unclear.value.right


@pytest.mark.parametrize(
    ("kind", "some"),
    [
        ("faction", "japan"),
        ("opening", "us_japan.trust"),
        ("table", "action"),
        ("action.keys", "act_class"),
        ("scenario", "tutorial"),
    ],
)
def test_the_names_there_are_can_be_listed(kind: str, some: str) -> None:
    done = CliRunner().invoke(group, ["check", "--names", kind])
    assert done.exit_code == 0 and some in done.output.split() and len(done.output.split()) == len(set(done.output.split()))


def test_no_kind_of_names_gets_the_kinds() -> None:
    done = CliRunner().invoke(group, ["check", "--names", "zzz"])
    assert done.exit_code == 2 and "no such kind; one of act_class, action, area" in done.output


def test_no_message_sends_anybody_to_a_manual() -> None:
    sources = list(Path(kuroshio.__file__).parent.rglob("*.py"))
    assert len(sources) > 100 and [path for path in sources if "see the manual" in path.read_text("utf-8")] == []
