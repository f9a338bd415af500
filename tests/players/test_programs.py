"""Players in other languages: the protocol of docs/players.md, and programs that do not keep to it."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players import programs
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.players.legal_choices import Legal, Order
from kuroshio.players.mixed_games import MixedGames, play_outside
from kuroshio.players.player import PlayerFault, Source
from kuroshio.players.programs import load_program
from kuroshio.players.seat_view import View
from kuroshio.players.whole_games import make_memory
from tests.test_house import ROOT

SEAT = "japan"
Meet = Callable[..., MixedGames]
EXAMPLE = ROOT / "docs" / "players" / "cautious.pl"


class Cautious:
    """What the example in another language does."""

    def choose(self, view: View, legal: Legal) -> Order:
        if legal.question.kind != "order":
            return legal[0]
        return max(legal, key=lambda order: odds.at_least_success if (odds := view.odds(order)) else 0)


@pytest.fixture
def meet(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> Meet:
    def meet(source: Source, fallback: np.ndarray | None = None) -> MixedGames:
        return MixedGames(tables, playbook, doctrines, {SEAT: source}, make_memory(), fallback)

    return meet


@pytest.mark.skipif(shutil.which("perl") is None, reason="the example is in Perl")
def test_the_example_in_the_manual_plays(meet: Meet) -> None:
    theirs = play_outside(meet(load_program(f"exec:perl {EXAMPLE}")), 5, 0, 1)
    ours = play_outside(meet(Source("Cautious", Cautious)), 5, 0, 1)
    assert [a.tobytes() for a in theirs] == [b.tobytes() for b in ours]


def program(tmp_path: Path, body: str, greeting: str = '{"protocol": 1}') -> str:
    """A program that greets and then does `body` with each message."""
    file = tmp_path / "program.py"
    lines = f"""
        import json, sys, time
        for line in sys.stdin:
            said = json.loads(line)
            if said["say"] == "hello":
                print({greeting!r}, flush=True)
                continue
    """
    file.write_text(textwrap.dedent(lines) + textwrap.indent(textwrap.dedent(body), "    "), encoding="utf-8")
    return f'exec:"{sys.executable}" "{file}"'


def test_what_a_program_is_told(meet: Meet, tmp_path: Path) -> None:
    kept = tmp_path / "told.jsonl"
    body = f"""
        open({str(kept)!r}, "a").write(line)
        if said["say"] == "choose":
            orders = [one for one in said["legal"] if said["question"]["kind"] == "order"]
            print(json.dumps({{"odds": orders}}), flush=True)
            last = said["legal"][-1]
        if said["say"] == "odds":
            print(json.dumps({{"play": last}}), flush=True)
    """
    seen: list[dict[str, int | None]] = []

    class Last:
        def choose(self, view: View, legal: Legal) -> Order:
            seen.append(dict(view))
            return legal[-1]

    theirs = play_outside(meet(load_program(program(tmp_path, body))), 5, 0, 2)
    ours = play_outside(meet(Source("Last", Last)), 5, 0, 2)
    assert theirs[0].tobytes() == ours[0].tobytes()
    told = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    games = [message["luck"] for message in told if message["say"] == "game"]
    assert len(games) == len(set(games)) == 2 and all(0 <= luck < 2**53 for luck in games)
    choices = [message for message in told if message["say"] == "choose"]
    assert [message["tracks"] for message in choices] == seen
    assert {message["question"]["kind"] for message in choices} >= {"order", "respond"}
    odds = [one for message in told if message["say"] == "odds" for one in message["odds"] if one]
    assert odds and all(sum(one) == 36 for one in odds)


CLOSES = "import os; os.close(1); time.sleep(9)"


@pytest.mark.parametrize(
    "body, why",
    [
        ("if said['say'] == 'choose': sys.exit(3)", "it has ended with status 3"),
        ("if said['say'] == 'choose': print('what?', flush=True)", "it answers 'what?', which is not a JSON object"),
        ("if said['say'] == 'choose': print('[1]', flush=True)", "which is not a JSON object"),
        ("if said['say'] == 'choose': print('{}', flush=True)", "it answers {}, which has no line of play"),
        ("if said['say'] == 'choose': print('{\"play\": \"japan: fly\"}', flush=True)", "unknown action 'fly'"),
        ("if said['say'] == 'choose': print('{\"odds\": [\"japan: fly\"]}', flush=True)", "it asks for the odds of 'japan: fly'"),
        ("if said['say'] == 'choose': print('{\"odds\": 3}', flush=True)", "without a list of lines"),
        ("pass", "it has not answered for 0.5 seconds"),
        (CLOSES, "it has closed its standard output"),
    ],
)
def test_a_program_that_dies_dawdles_or_answers_nonsense_is_named(
    meet: Meet, tmp_path: Path, body: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if body == CLOSES:
        monkeypatch.setattr(programs, "LEAVE", 0.5)  # seconds that it has for its end, of which it uses all
    source = load_program(program(tmp_path, body), patience=0.5)
    with pytest.raises(PlayerFault) as told:
        play_outside(meet(source), 5, 4, 1)
    assert str(told.value).startswith(f"{SEAT}: {source.name}, game 4, turn 1, asked for order: ")
    assert why in str(told.value)
    assert len(str(told.value).splitlines()) == 1


def test_a_program_that_does_not_read_is_no_reason_to_wait(meet: Meet, tmp_path: Path) -> None:
    """More is told than a pipe holds: whoever tells it must not be held up by who does not listen."""
    file = tmp_path / "deaf.py"
    file.write_text("import time\ninput()\nprint('{\"protocol\": 1}', flush=True)\ntime.sleep(60)\n", "utf-8")
    source = load_program(f"exec:{sys.executable} {file}", patience=0.5)
    source.prepare(meet(source).tables, SEAT)
    (running,) = source.all
    with pytest.raises(PlayerFault, match="it has not read what it was told"):
        running.tell({"say": "x" * (1 << 20)})
    source.end(at_once=True)
    assert running.process.poll() is not None


def test_a_program_that_does_not_greet_or_cannot_be_started(meet: Meet, tmp_path: Path) -> None:
    with pytest.raises(PlayerFault, match="it should say which protocol it speaks, 1"):
        play_outside(meet(load_program(program(tmp_path, "pass", '{"protocol": 2}'))), 5, 0, 1)
    with pytest.raises(PlayerFault, match="it cannot be started"):
        play_outside(meet(load_program("exec:no_such_program_anywhere")), 5, 0, 1)
    with pytest.raises(PlayerFault, match="no program is named"):
        load_program("exec: ")


def test_a_doctrine_steps_in_and_the_next_game_has_a_program_again(meet: Meet, tmp_path: Path, doctrines: np.ndarray) -> None:
    body = """
        if said["say"] == "choose":
            if said["turn"] == 2:
                sys.exit(1)
            print(json.dumps({"play": said["legal"][0]}), flush=True)
    """
    table = meet(load_program(program(tmp_path, body)), doctrines)
    results, _ = play_outside(table, 5, 0, 2)
    assert (results.turns == 8).all()
    assert [fault.number for fault in table.faults] == [0, 1]
