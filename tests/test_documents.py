"""The documents: what they have a reader type runs, and every file, name and option that they speak of exists."""

from __future__ import annotations

import ast
import csv
import importlib.util
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
from click.testing import CliRunner, Result

from kuroshio.cli.main import COMMANDS, ENVIRONMENT, group
from kuroshio.kernel.state.fields import dtype_of
from kuroshio.kernel.state.game_records import Incident
from kuroshio.kernel.state.records import GAME
from kuroshio.players.seat_view import View
from kuroshio.screen.projector.projector import Projector
from kuroshio.screen.window.window import Window
from kuroshio.session.line_kinds import KINDS
from tests.cli.conftest import signals_given_back
from tests.files.remembered import SHARED, remembered
from tests.test_house import ENGINE, FILES, ROOT

__all__ = ["signals_given_back"]

DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", *DOCS]
ALL = [*PAGES, ROOT / "CONTRIBUTING.md"]
BY_NAME = {path.relative_to(ROOT).as_posix(): path for path in ALL}

# Commands as the pages have them, and with what numbers they are run here. What is "" is added where it does not stand.
SMALL = {
    "run": ("--games", "2"), "compare": ("--games", "2"), "check": ("--reach", "6"),
    "study check": ("--games", "2"), "study run": ("--games", "2"), "levers": ("--games", "8"),
}  # fmt: skip
ALWAYS_SMALL = ("run", "compare", "levers")  # whose own number, where none is given, is large
WINDOWS = ("play", "show", "resume")  # open one: it is made with the dummy driver, and closed at once
KEYBOARDS = ("control", "rehearse")  # wait for lines: they get this one
GOODBYE = "quit\n"
STATUS = {"check-room": {0, 1}}  # which says no of a machine without a display; all others end with 0

# What a reader or a command makes, and the tree does not have.
MADE = {
    "my_bot.py", "my_program", "my_scenario.toml", "my_rules", "theatre", "games.parquet", "turns.parquet", "summary.csv",
    "manifest.toml", "times.csv", "parts/games", "parts/turns", ".venv/bin", "maps/NAME", "my.toml", "3/40", "study.toml",
    "effects.csv", "sources.csv", "doses.csv", "levers.csv", "partings.csv", "columns.csv", "points.parquet", "actions.parquet",
    "partings.parquet", "incidents.parquet", "answers.parquet", "crises.parquet",
    "all.html", "runs/again", "runs/article_5/manifest.toml", "tls",
}  # fmt: skip
LANGUAGE = {"import", "breakpoint()", "KeyboardInterrupt", "np.record", "_set_up_..."}  # names that are not ours
ENDS = r"\.(?:py|toml|md|geojson|png|pl|html|css|js|jsonl|csv|parquet|txt|c)"


class Block(NamedTuple):
    """A piece of code in a page. kind: the word at its fence; empty for one that is set in or has no word."""

    kind: str
    text: str


def blocks(page: Path) -> list[Block]:
    """The blocks of code of a page, in their order."""
    found, lines = [], []
    kind: str | None = None
    for line in [*page.read_text("utf-8").splitlines(), ""]:
        fence = line.startswith("```")
        inside = kind is not None
        if (fence or (not inside and not line.startswith("    "))) and lines:
            found.append(Block(kind or "", "\n".join(lines)))
            lines = []
        if fence:
            kind = None if inside else line[3:].strip()
        elif inside or line.startswith("    "):
            lines.append(line if inside else line[4:])
    return found


def commands(page: Path) -> list[str]:
    """The commands `kuroshio ...` of a page's blocks, as they stand there, a block's in the order of its lines."""
    command = re.compile(r"(?:^|; )(?:\.venv[/\\]\w+[/\\])?(kuroshio [^;\n]*)", re.MULTILINE)
    return [found.strip() for block in blocks(page) if not block.kind for found in command.findall(block.text)]


def words_of(command: str) -> list[str]:
    """The words of a command, without what a shell takes for itself, and with small numbers."""
    words = shlex.split(command, comments=True)[1:]
    words = words[: min((words.index(mark) for mark in (">", "|") if mark in words), default=len(words))]
    option, number = SMALL.get(" ".join(words[:2]), SMALL.get(words[0], ("", "")))
    if option in words:
        words[words.index(option) + 1] = number
    adds = words[0] in ALWAYS_SMALL or " ".join(words[:2]) in SMALL
    return [*words, option, number] if adds and option not in words else words


def perform(command: str) -> Result:
    """Carry a command out in this process."""
    return CliRunner().invoke(group, words_of(command), input=GOODBYE)


def wrong(command: str) -> str:
    """What is wrong with a command: how it ended, and the last that it said; empty where it ran."""
    done = perform(command)
    if done.exit_code in STATUS.get(words_of(command)[0], {0}):
        return ""
    return f"{command}: {done.exit_code}, {done.exception!r}, {done.output.strip().splitlines()[-1:]}"


def python_of(page: Path) -> str:
    """The Python of a page, all of it."""
    return "\n\n".join(block.text for block in blocks(page) if block.kind == "python")


@pytest.fixture(scope="module", autouse=True)
def files_read_once() -> Iterator[None]:
    """What is shipped is loaded by nearly every command, and is the same every time."""
    with remembered(SHARED):
        yield


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the pages have a reader make: a scenario, rules, a theatre, players."""
    shutil.copy(ROOT / "scenarios" / "senkaku_2021.toml", tmp_path / "my_scenario.toml")
    shutil.copytree(ROOT / "rules", tmp_path / "my_rules")
    shutil.copytree(ROOT / "tests" / "theatre", tmp_path / "theatre")
    shutil.copytree(ROOT / "docs" / "players", tmp_path / "docs" / "players")
    shutil.copytree(ROOT / "docs" / "studies", tmp_path / "docs" / "studies")
    shutil.copy(ROOT / "docs" / "players" / "cautious.pl", tmp_path / "my_program")
    (tmp_path / "my_program").chmod(0o755)
    (tmp_path / "my_bot.py").write_text(python_of(ROOT / "docs" / "players.md"), "utf-8")
    for name, folder in (("KUROSHIO_GAMES_DIR", "games"), ("XDG_CONFIG_HOME", "config"), ("KUROSHIO_PUBLIC_DIR", "public")):
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr(Window, "run", lambda self, look=None: None)
    monkeypatch.setattr(Projector, "run", lambda self: None)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- what is typed ---------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [page for page in ALL if commands(page)], ids=lambda page: page.name)
def test_every_command_of_a_page_runs(page: Path, here: Path) -> None:
    typed = [command for command in commands(page) if "exec:" not in command or shutil.which("perl")]
    assert [said for command in typed if (said := wrong(command))] == []


def test_commands_are_found_where_they_stand() -> None:
    found = [command for page in PAGES for command in commands(page)]
    assert {words_of(command)[0] for command in found} >= {
        *(word.split()[0] for word in SMALL),
        *WINDOWS,
        *KEYBOARDS,
        "report",
        "brief",
        "scenario-from",
    }
    assert "kuroshio check" in commands(ROOT / "README.md"), "in a line for PowerShell"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("kuroshio rum senkaku_2021", "no such command"),
        ("kuroshio run senkaku_2021 --gmaes 20", "No such option"),
        ("kuroshio run senkaku_2012", "senkaku_2021"),
        ("kuroshio run tutorial --policy japan=japan_polite", "japan_police_first"),
    ],
)
def test_a_command_that_is_none_is_found_out(command: str, said: str, here: Path) -> None:
    assert said in wrong(command)


def test_large_numbers_are_made_small_and_a_shell_keeps_its_own() -> None:
    assert words_of("kuroshio run x --games 10000 # all") == ["run", "x", "--games", "2"]
    assert words_of("kuroshio compare x y") == ["compare", "x", "y", "--games", "2"]
    assert words_of("kuroshio narrate x > game.md") == ["narrate", "x"]


def made_first(page: Path) -> list[str]:
    """The commands of a page that make the folders which its Python reads."""
    made = ((command, re.search(r"--out (\S+)", command)) for command in commands(page))
    return [command for command, out in made if out and f'"{out[1]}"' in python_of(page)]


def python_run(page: Path) -> dict[str, Any]:
    """Run the Python of a page, after the commands that make what it reads; return what it has named."""
    assert [said for command in made_first(page) if (said := wrong(command))] == []
    named: dict[str, Any] = {"__name__": "page"}
    exec(compile(python_of(page), page.name, "exec"), named)
    return named


@pytest.mark.parametrize("page", [page for page in DOCS if python_of(page)], ids=lambda page: page.name)
def test_the_python_of_a_page_runs(page: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    python_run(page)
    said = re.findall(r"^print\(.*\)  # prints (.*)$", python_of(page), re.MULTILINE)
    assert set(said) <= set(capsys.readouterr().out.splitlines())


def test_results_read_without_kuroshio_are_those_of_the_study(here: Path) -> None:
    """What pandas, Polars and DuckDB come to on docs/results.md is what the study says, in its own tables."""
    found = python_run(ROOT / "docs" / "results.md")
    folder = here / found["folder"]
    effects, doses = (list(csv.DictReader((folder / f"{name}.csv").open(encoding="utf-8"))) for name in ("effects", "doses"))
    means = found["differences"].groupby("china").mean()
    told = {(row["arm"], row["by"]): row for row in effects if row["id"] == "administration"}
    for arm in means.columns:
        for level in means.index:
            assert float(told[arm, f"china = {level}"]["difference"]) == pytest.approx(means.loc[level, arm], abs=1e-6)
    assert found["course"].height == 3 * 8 and set(found["course"]["len"]) == {2 * 2}
    ordered = {row.arm: row.ordered for row in found["doses"].itertuples()}
    acts = [row for row in doses if row["action"] == "reaffirm_article_5" and row["seat"] == "us"]
    assert {row["arm"]: pytest.approx(float(row["ordered_b"]), abs=1e-3) for row in acts}.items() <= ordered.items()
    assert 0 < found["parted"]["games"].sum() <= 2 * 2 * 2


@pytest.mark.parametrize("page", [page for page in DOCS if "```control" in page.read_text("utf-8")], ids=lambda page: page.name)
def test_the_lines_of_control_of_a_page_are_carried_out(page: Path, here: Path) -> None:
    lines = [block.text for block in blocks(page) if block.kind == "control"]
    (here / "lines.txt").write_text("\n".join(lines) + "\n", "utf-8")
    assert wrong("kuroshio control day --new tutorial --seat japan --seat china --script lines.txt") == ""


# --- what is named ---------------------------------------------------------------------------------


def spans(page: Path) -> list[str]:
    """What stands between backticks in a page's prose."""
    prose = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return [span.replace("\\|", "|") for span in re.findall(r"`([^`]+)`", re.sub(r"\n(?! {4}|\n|[-|#\d])", " ", prose))]


def options_of(command: click.Command) -> set[str]:
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    own = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    return own.union({"--help"}, *(options_of(one) for one in inner))


@cache
def options() -> dict[str, set[str]]:
    """The options of each command."""
    context = click.Context(group)
    return {name: options_of(command) for name in COMMANDS if (command := group.get_command(context, name))}


def not_options(span: str) -> set[str]:
    """What a span of code takes for an option, of the command that it names or of any, and is none."""
    known = options()
    name = next((word for word in span.split() if word in known), "")
    have = known[name] if name and not span.startswith("--") else set().union(*known.values(), {"--version"})
    return (
        set(re.findall(r"(?<!\S)--[a-z][a-z-]*", re.sub(r'"[^"]*"', "", span))) - have
    )  # what is quoted goes to another program


@pytest.mark.parametrize("name", BY_NAME)
def test_commands_and_options_in_the_text_exist(name: str) -> None:
    ours = [span for span in spans(BY_NAME[name]) if span.startswith(("kuroshio ", "--", *(f"{word} -" for word in COMMANDS)))]
    called = {span.split()[1] for span in ours if span.startswith("kuroshio ")}
    assert {word for word in called if not word.startswith("-")} <= set(COMMANDS)
    assert {span: unknown for span in ours if (unknown := not_options(span))} == {}


def test_modules_that_are_run_and_targets_of_make_exist() -> None:
    text = "\n".join(page.read_text("utf-8") for page in ALL)
    modules = set(re.findall(r"-m ((?:tests|kuroshio)[\w.]*)", text))
    assert len(modules) > 10
    assert {name for name in modules if importlib.util.find_spec(name) is None} == set()
    typed = [line for page in ALL for block in blocks(page) for line in block.text.splitlines() if line.startswith("make ")]
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {line.split()[1] for line in typed} <= targets and len(typed) > 4


def paths_in(page: Path) -> set[str]:
    """The paths that a page names: the targets of its links, and what looks like one between backticks or in a block."""
    text = page.read_text("utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    coded = [*spans(page), *(block.text for block in blocks(page) if not block.kind)]
    path = re.compile(
        rf"(?<![\w./\\:-])[\w.-]+(?:/[\w.-]+)*(?:{ENDS}\b|/(?!\S))|(?<![\w./\\:-])(?:\w[\w-]*/)+\w+(?:{ENDS})?(?![\w/*])"
    )
    return {str(found).rstrip("/.,") for found in [*links, *(found for one in coded for found in path.findall(one))]}


@cache
def tree() -> frozenset[str]:
    """The names of all files and folders of the tree, without what they lie in."""
    tops = ("engine", "tests", "docs", "rules", "maps", "scenarios")
    return frozenset(path.name for top in tops for path in (ROOT / top).rglob("*"))


def is_there(path: str, page: Path) -> bool:
    """Whether a path exists, seen from the page, the root or the package; a bare name, whether anything bears it."""
    homes = (page.parent, ROOT, ENGINE, ENGINE / "report")
    return any((home / path).exists() for home in homes) or ("/" not in path and path in tree())


@pytest.mark.parametrize("name", BY_NAME)
def test_every_path_that_a_page_names_exists(name: str) -> None:
    page = BY_NAME[name]
    typed = {word for command in commands(page) for word in shlex.split(command, comments=True)}
    found = {path for path in paths_in(page) if path not in MADE and path not in typed}
    assert len(found) >= (1 if page != ROOT / "CONTRIBUTING.md" else 60)
    assert {path for path in found if not is_there(path, page)} == set()


# --- the words -------------------------------------------------------------------------------------


def defined_in(path: Path) -> Iterator[str]:
    """The names that a file of Python defines, its own and those of its folders among them."""
    yield from (path.stem, *path.relative_to(ROOT).parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def keys_of(value: Any) -> Iterator[str]:
    """The keys and ids of a TOML table and of all that is in it."""
    if isinstance(value, dict):
        yield from (*value, *map(str, [value["id"]] if "id" in value else []))
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from keys_of(part)


@cache
def names_of_the_game() -> frozenset[str]:
    """All that the engine defines, the files of the game have, and lines of journals and commands are called."""
    python = {name for path in FILES for name in defined_in(path)}
    files = (path for top in ("rules", "maps", "scenarios") for path in (ROOT / top).rglob("*.toml"))
    toml = {name for path in files for name in keys_of(tomllib.loads(path.read_text("utf-8")))}
    lines = {name for kind, line in KINDS.items() for name in (kind, *line.fields, *line.may)}
    return frozenset(python | toml | lines | set(COMMANDS) | set(ENVIRONMENT) | set().union(*options().values()))


@cache
def names_of_the_tests() -> frozenset[str]:
    return frozenset(name for path in (ROOT / "tests").rglob("*.py") for name in defined_in(path))


def unknown(span: str, known: frozenset[str]) -> list[str]:
    """The words of a name, such as `Keeper.whole`, that nothing bears; none where the span is no name but a line or a path."""
    name = re.fullmatch(r"(--[a-z-]+|[A-Za-z_][\w.]*)(?:\(.*\))?", span)
    path = re.search(rf"{ENDS}$", span)
    return [word for word in name[1].split(".") if word not in known] if name and not path else []


def test_every_name_of_the_glossary_is_one_of_the_code_or_the_files() -> None:
    named = [span for span in spans(ROOT / "docs" / "glossary.md") if span not in LANGUAGE]
    assert len(named) > 100
    assert {span: words for span in named if (words := unknown(span, names_of_the_game()))} == {}


def test_every_name_that_contributors_are_given_exists() -> None:
    known = names_of_the_game() | names_of_the_tests()
    named = [span for span in spans(ROOT / "CONTRIBUTING.md") if span not in LANGUAGE]
    assert len(named) > 200
    assert {span: words for span in named if (words := unknown(span, known))} == {}


def test_a_name_that_nothing_bears_is_found_out() -> None:
    known = names_of_the_game()
    assert unknown("Keeper.whole", known) == unknown("control", known) == unknown("--policy", known) == []
    assert unknown("Keeper.wholly", known) == ["wholly"] and unknown("--police", known) == ["--police"]


def test_players_are_told_of_fields_that_a_view_has() -> None:
    text = (ROOT / "docs" / "players.md").read_text("utf-8")
    told = set(re.findall(r"\bview\.(\w+)", text))
    assert len(told) > 20 and {name for name in told if name not in GAME.names and not hasattr(View, name)} == set()
    row = next(line for line in text.splitlines() if "`view.incident[i]`" in line)
    assert set(re.findall(r"`(\w+)(?:\[\w+\])?`", row)) <= {*(dtype_of(Incident).names or ())}


def house() -> dict[str, str]:
    """The map of the house in CONTRIBUTING: each path, and what is said of it."""
    lines = blocks(ROOT / "CONTRIBUTING.md")[0].text.splitlines()
    found: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in lines:
        entry = re.match(r"( *)(\w[\w/.]*) +(\S.*)", line)
        if entry and len(entry[1]) <= 4:
            above = [(depth, name) for depth, name in above if depth < len(entry[1])]
            above.append((len(entry[1]), entry[2]))
            found["".join(name for _, name in above)] = entry[3]
    return found


def folders_of_python(top: Path) -> set[str]:
    return {f"{path.parent.relative_to(ROOT).as_posix()}/" for path in top.rglob("__init__.py") if path.parent != top}


def test_the_map_of_the_house_has_every_folder_and_no_other() -> None:
    assert [path for path in house() if not (ROOT / path).exists()] == []
    assert folders_of_python(ENGINE) - set(house()) == set()
    assert {f"{name}/" for name in ("rules", "maps", "scenarios", "docs", "tests")} <= set(house())
