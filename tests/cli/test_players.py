"""Players on the command line: the three forms of --policy, faults, --on-fault, the manifest, --resume, an interruption."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shlex
import shutil
import signal
import sys
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kuroshio.study.study_folder as study_folder
from kuroshio.cli.main import group
from kuroshio.study.batch import Batch, Block, play
from tests.forked import CLOSED, fork
from tests.test_house import ROOT

SCENARIO = "tutorial"  # four turns of two seats
MANUAL = ROOT / "docs" / "players.md"
BOT = '''
class First:
    """Takes the first choice."""
    def choose(self, view, legal):
        return legal[0]

class Lucky:
    """Takes any."""
    def choose(self, view, legal):
        return legal[int(self.random.random() * len(legal))]

class Stumbling(First):
    def choose(self, view, legal):
        if view.turn == 2:
            raise ValueError("no idea")
        return legal[0]

class Looping(First):
    def choose(self, view, legal):
        print("thinking", flush=True)
        while True:
            try:
                len(legal)
            except Exception:
                pass

class Empty:
    pass

def fast(view, options, n, luck):
    return n - 1
'''
LINE = 1 + next(i for i, line in enumerate(BOT.splitlines()) if "no idea" in line)
PROGRAM = """
import json, sys
for line in sys.stdin:
    said = json.loads(line)
    if said["say"] == "hello":
        print('{"protocol": 1}', flush=True)
    elif said["say"] == "choose":
        print(json.dumps({"play": said["legal"][-1]}), flush=True)
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with players in it, apart from where games are kept."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "my_bot.py").write_text(BOT, encoding="utf-8")
    (folder / "program.py").write_text(PROGRAM, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    return folder


def kuroshio(*words: str, said: str | None = None) -> Result:
    return CliRunner().invoke(group, list(words), input=said, catch_exceptions=False)


def run(*words: str, games: int = 6) -> Result:
    return kuroshio("run", SCENARIO, "--games", str(games), *words)


def program() -> str:
    return f'exec:"{sys.executable}" program.py'


def tables_in(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.iterdir()) if path.stem in ("games", "turns", "summary")]


# --- what is no player -------------------------------------------------------------------------------

WRONG = [
    ("my_bot.py:Frist", "my_bot.py:Frist: my_bot.py has no class 'Frist'; did you mean 'First'?"),
    ("no_bot.py:First", "there is no file no_bot.py; write FILE.py:CLASS or exec:PROGRAM"),
    ("my_bot.py", "names a file but no class in it; write my_bot.py:CLASS"),
    ("my_bot.py:Empty", "the class has no method choose(view, legal)"),
    ("broken.py:Bot", "the file cannot be run: SyntaxError: '(' was never closed (broken.py:1)"),
    ("C:\\x\\bot.py:Bot", "there is no file C:\\x\\bot.py"),
    ("exec:./no_such_program --fast", "it cannot be started (No such file or directory)"),
    ("exec:", "no program is named; write for example exec:./my_program"),
    ("japan_police_frist", "FILE.py:CLASS or exec:PROGRAM"),
]


@pytest.mark.parametrize(("policy", "why"), WRONG)
def test_what_is_no_player_is_told_before_anything_is_written(here: Path, policy: str, why: str) -> None:
    (here / "broken.py").write_text("def f(\n", encoding="utf-8")
    before = sorted(here.iterdir())
    told = run("--policy", f"japan={policy}")
    assert told.exit_code == 2 and why in told.output
    assert len(told.output.partition("Error: ")[2].splitlines()) == 1 and "Traceback" not in told.output
    assert sorted(here.iterdir()) == before


COMMANDS = [
    ("narrate", SCENARIO, "--policy"),
    ("play", SCENARIO, "--policy"),
    ("control", "--new", SCENARIO, "new", "--policy"),
    ("compare", SCENARIO, SCENARIO, "--out", "table.csv", "--policy"),
    ("compare", SCENARIO, SCENARIO, "--set"),
    ("compare", SCENARIO, SCENARIO, "--set-a"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_it(here: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    before, option = sorted(here.iterdir()), command[-1]
    said = "policy.japan" if option.startswith("--set") else "japan"
    told = kuroshio(*command, f"{said}=my_bot.py:Frist", said="where\n")
    right = f"Error: {option} {said}=my_bot.py:Frist: my_bot.py has no class 'Frist'; did you mean 'First'?\n"
    assert told.exit_code == 2 and told.output.endswith(right)
    assert sorted(here.iterdir()) == before and not (tmp_path / "games").exists()


@pytest.mark.parametrize("command", ["run", "compare", "narrate", "play", "control", "resume"])
def test_help_names_the_three_forms(command: str) -> None:
    said = " ".join(kuroshio(command, "--help").output.split())
    own = "a doctrine's id, or random; mixed, where it has a mix; "
    assert f"{own}FILE.py:CLASS, a player in Python; exec:PROGRAM, one in any language" in said


# --- studies -----------------------------------------------------------------------------------------


def test_a_study_is_the_same_with_any_threads_and_blocks(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    players = ("--policy", "japan=my_bot.py:Lucky", "--policy", f"china={program()}")
    assert run(*players, "--out", "one").exit_code == 0
    monkeypatch.setattr("kuroshio.study.batch.SHORT", 0.0)  # one game a block
    assert run(*players, "--out", "two", "--threads", "2").exit_code == 0
    assert len(tables_in(here / "one")) == 3 and tables_in(here / "one") == tables_in(here / "two")
    assert run("--policy", "japan=my_bot.py:First", *players[2:], "--out", "other").exit_code == 0
    assert tables_in(here / "one") != tables_in(here / "other")


def test_an_interrupted_study_goes_on_with_the_same_player_alone(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    player = ("--policy", "japan=my_bot.py:Lucky", "--out")
    assert run(*player, "whole", games=20).exit_code == 0

    def cut_short(study: Batch) -> Iterator[Block]:
        yield from islice(play(study), 3)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(study_folder, "play", cut_short)
        assert run(*player, "parts", games=20).exit_code == 130
    (here / "my_bot.py").write_text(f"{BOT}\n# another\n", encoding="utf-8")
    told = run(*player, "parts", "--resume", games=20)
    assert told.exit_code == 2 and "another player for japan: the file of my_bot.py:Lucky has changed since" in told.output
    told = run("--policy", "japan=random", "--out", "parts", "--resume", games=20)
    assert told.exit_code == 2 and "begun with --policy japan=my_bot.py:Lucky, not random" in told.output
    (here / "my_bot.py").write_text(BOT, encoding="utf-8")
    assert run(*player, "parts", "--resume", games=20).exit_code == 0
    assert tables_in(here / "parts") == tables_in(here / "whole")


def test_the_manifest_names_each_player(here: Path) -> None:
    assert run("--policy", "japan=my_bot.py:First", "--policy", f"china={program()}", "--out", "a", games=2).exit_code == 0
    told = tomllib.loads((here / "a" / "manifest.toml").read_text(encoding="utf-8"))
    assert told["policies"] == {"japan": "my_bot.py:First", "china": program()}
    digest, script_digest, program_digest = (
        hashlib.sha256(Path(file).read_bytes()).hexdigest() for file in ("my_bot.py", "program.py", sys.executable)
    )
    assert told["players"]["japan"] == {"player": "my_bot.py:First", "sha256": digest}
    words = [sys.executable, "program.py"]
    assert told["players"]["china"] == {
        "player": program(), "command": words, "sha256": program_digest, "files": {"program.py": script_digest},
    }  # fmt: skip
    assert told["games_stood_in"] == 0 and told["on_fault"] == "stop"


FAULT = rf"japan: my_bot\.py:Stumbling, game 0, turn 2, asked for order: ValueError: no idea \(my_bot\.py:{LINE}\)"


def test_a_fault_stops_a_study_and_nothing_is_left_of_it(here: Path) -> None:
    for words in ((), ("--out", "a")):
        told = run("--policy", "japan=my_bot.py:Stumbling", *words)
        assert told.exit_code == 2 and re.search(rf"^Error: {FAULT}; nothing is kept: .* --on-fault doctrine$", told.output, re.M)
        assert "Usage" not in told.output
    assert list((here / "a").iterdir()) == [] and list((here / "runs").iterdir()) == []


LATER = """
class Later:
    def choose(self, view, legal):
        if view.turn == 3 and self.luck() > 0.9:
            raise ValueError("late")
        return legal[-1]
    def luck(self):
        if not hasattr(self, "said"):
            self.said = self.random.random()
        return self.said
"""


def test_a_later_fault_keeps_the_games_before_it(here: Path) -> None:
    (here / "later.py").write_text(LATER, encoding="utf-8")
    player = ("--policy", "japan=later.py:Later")
    assert run(*player, "--on-fault", "doctrine", "--out", "whole", games=30).exit_code == 0
    told = run(*player, "--out", "parts", games=30)
    assert told.exit_code == 2
    kept = int(re.search(r"; (\d+) of 30 games are kept: with --on-fault doctrine", told.output)[1])  # type: ignore[index]
    first = int(re.search(r"game (\d+), turn 3", told.output)[1])  # type: ignore[index]
    assert 0 < kept <= first
    assert "continue with the same command and --resume --out parts" in told.output
    assert run(*player, "--out", "parts", "--resume", "--on-fault", "doctrine", games=30).exit_code == 0
    assert tables_in(here / "parts") == tables_in(here / "whole")


def test_a_doctrine_steps_in_and_is_counted(here: Path) -> None:
    told = run("--policy", "japan=my_bot.py:Stumbling", "--on-fault", "doctrine", "--out", "a", "--threads", "2")
    assert told.exit_code == 0
    assert re.search(rf"^In 6 of 6 games a doctrine replaced a player that failed: {FAULT}\.$", told.output, re.M)
    manifest = tomllib.loads((here / "a" / "manifest.toml").read_text(encoding="utf-8"))
    assert manifest["games_stood_in"] == 6 and manifest["on_fault"] == "doctrine"
    parquet = pytest.importorskip("pyarrow.parquet")
    assert parquet.read_table(here / "a" / "games.parquet")["stood_in"].to_pylist() == [1] * 6


def differing(here: Path, *words: str) -> set[str]:
    """In how many games each outcome differs."""
    compare = ("compare", SCENARIO, SCENARIO, "--games", "4", "--policy", "china=my_bot.py:Lucky", "--out", "table.csv")
    told = kuroshio(*compare, *words)
    assert told.exit_code == 0
    rows = list(csv.DictReader((here / "table.csv").read_text(encoding="utf-8").splitlines()))
    (here / "table.csv").unlink()
    return {row["games_that_differ"] for row in rows}


def test_compare_puts_two_players_against_each_other(here: Path) -> None:
    both_take_the_last = ("--set", "policy.japan=my_bot.py:fast", "--set-a", f"policy.japan={program()}")
    assert differing(here, *both_take_the_last) == {"0"}
    assert differing(here, "--set", "policy.japan=my_bot.py:First") > {"0"}


def test_a_fault_in_compare(here: Path) -> None:
    compare = ("compare", SCENARIO, SCENARIO, "--games", "4", "--set", "policy.japan=my_bot.py:Stumbling")
    told = kuroshio(*compare, "--out", "table.csv")
    assert told.exit_code == 2 and re.search(rf"^Error: {FAULT}; nothing is compared", told.output, re.M)
    assert not (here / "table.csv").exists()
    told = kuroshio(*compare, "--on-fault", "doctrine")
    assert told.exit_code == 0
    assert re.search(rf"^In 4 games of B a doctrine replaced a player that failed: {FAULT}\.$", told.output, re.M)


def test_narrate_tells_a_game_of_players(here: Path) -> None:
    told = kuroshio("narrate", SCENARIO, "--policy", "japan=my_bot.py:fast", "--policy", "china=my_bot.py:Lucky")
    assert told.exit_code == 0 and told.output.count("## Turn ") == 4
    assert told.output != kuroshio("narrate", SCENARIO).output
    told = kuroshio("narrate", SCENARIO, "--policy", "japan=my_bot.py:Stumbling")
    assert told.exit_code == 2 and re.search(rf"^Error: {FAULT}$", told.output, re.M) and "## Turn" not in told.output


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal there")
def test_ctrl_c_ends_a_study_while_a_player_loops(here: Path) -> None:
    reader, writer = os.pipe()
    with (here / "said").open("wb") as said:
        process = fork(("run", SCENARIO, "--policy", "japan=my_bot.py:Looping"), here, (CLOSED, writer, said))
    os.close(writer)
    with os.fdopen(reader) as printed:
        assert printed.readline() == "thinking\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
    assert "Interrupted before the first game was finished" in (here / "said").read_text()


# --- at a table of people ----------------------------------------------------------------------------

NEW = ("--new", SCENARIO, "--seat", "japan", "--no-umpire", "--policy")


def control(*words: str, said: str = "where\n") -> Result:
    return kuroshio("control", *words, said=said)


def test_a_game_with_a_player_is_kept_and_gone_on_with(here: Path) -> None:
    assert control("g", *NEW, "china=my_bot.py:Lucky").exit_code == 0
    listed = kuroshio("journal", "g", "--kind", "choice").output
    assert "china: " in listed and listed.count("(player)") == len(re.findall("china: ", listed))
    told = kuroshio("resume", "g", "--no-window")
    assert told.exit_code == 0 and "players choose for China, doctrines for the rest" in told.output
    (here / "my_bot.py").unlink()
    assert kuroshio("replay", "g").exit_code == 0 and kuroshio("journal", "g", "--kind", "choice").output == listed
    for command in (("resume", "g", "--no-window"), ("control", "g")):
        told = kuroshio(*command, said="where\n")
        assert told.exit_code == 2 and "china: my_bot.py:Lucky: there is no file my_bot.py; write" in told.output
        assert told.output.endswith("name another player, or a doctrine, by --policy china=...\n")
    assert control("g", "--policy", "china=random", said="commit japan empty\n").exit_code == 0
    after = kuroshio("journal", "g").output
    assert "From here on random decides for china." in after and after.count("(player)") == listed.count("(player)")


def test_a_fault_loses_no_game(here: Path) -> None:
    told = control("g", *NEW, "china=my_bot.py:Stumbling", said="commit japan empty\n")
    assert "Traceback" not in told.output and "ValueError" not in told.output
    (here / "my_bot.py").write_text(BOT.replace("view.turn == 2", "True"), encoding="utf-8")
    told = control("h", *NEW, "china=my_bot.py:Stumbling", said="commit japan empty\n")
    why = "china: my_bot.py:Stumbling, game 0, turn 1, asked for order: ValueError: no idea"
    assert why in told.output and "its doctrine decides" in told.output and "Traceback" not in told.output
    listed = kuroshio("journal", "h").output
    assert listed.count(why) == 1 and "the doctrine of china decides from here on" in listed and "(player)" not in listed
    assert kuroshio("replay", "h").exit_code == 0


# --- the manual --------------------------------------------------------------------------------------


def commands() -> list[list[str]]:
    text = MANUAL.read_text(encoding="utf-8")
    found = re.findall(r"^ {4}kuroshio (.+)$", text, re.M) + re.findall(r"`kuroshio ([^`]+)`", text)
    return [shlex.split(one) for one in found]


def test_the_commands_of_the_manual_do_what_they_say(here: Path) -> None:
    code = re.findall(r"^```python\n(.*?)^```", MANUAL.read_text(encoding="utf-8"), re.M | re.S)
    (here / "my_bot.py").write_text("\n".join(code), encoding="utf-8")
    shutil.copytree(ROOT / "docs" / "players", here / "docs" / "players")
    (here / "my_program").write_text(f"#!{sys.executable}\n{PROGRAM}", encoding="utf-8")
    (here / "my_program").chmod(0o755)
    assert control("GAME", *NEW, "china=my_bot.py:fast").exit_code == 0
    assert {words[0] for words in commands()} == {"run", "resume"} and len(commands()) == 5
    for words in commands():
        is_script = any("./my_program" in word for word in words)
        if (is_script and os.name == "nt") or (any("perl" in word for word in words) and shutil.which("perl") is None):
            continue
        words = [SCENARIO if word == "senkaku_2021" else "1" if word == "100" else word for word in words]
        more = {"run": () if "--games" in words else ("--games", "1"), "resume": ("--no-window",)}[words[0]]
        told = kuroshio(*words, *more)
        assert told.exit_code == 0, (words, told.output)
    assert run("--policy", "china=my_bot.py:by_tension", "--policy", "japan=my_bot.py:fast", games=1).exit_code == 0
