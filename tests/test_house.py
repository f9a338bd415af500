"""The house rules of the sources: who may import whom, no content in the engine, nothing undocumented, nothing too long."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

import kuroshio
from kuroshio.kernel.state import codes
from kuroshio.model.readings import COUNTS, FACTS, SCOPES
from kuroshio.model.readings import WORDS as READING_WORDS
from tests.stepping import Content

ENGINE = Path(kuroshio.__file__).parent
ROOT = ENGINE.parent.parent
FILES = sorted(path for path in ENGINE.rglob("*.py") if "_data" not in path.parts)
ROOMS = {
    "model": {"model"},
    "disk": {"disk", ""},
    "files": {"model", "disk", "files"},
    "kernel": {"model", "kernel"},
    "players": {"model", "kernel", "players"},
    "study": {"model", "disk", "files", "kernel", "players", "study", ""},
    "picture": {"model", "kernel", "players", "picture"},
    "session": {"api", "model", "disk", "files", "kernel", "players", "picture", "session", ""},
    "rehearsal": {"model", "kernel", "picture", "session", "report", "rehearsal", ""},
    "report": {"model", "files", "kernel", "players", "picture", "session", "report", ""},
    "screen": {"model", "disk", "picture", "screen"},
    "api": {"model", "files", "kernel", "players", "study", "picture", "api", ""},
}
WORDS = {
    *codes.MECHANISMS, *codes.PHASES, *codes.QUESTIONS, *codes.BANDS, *codes.SIDES, *codes.DOMAINS, *codes.WHO,
    *codes.DENIABILITY, *codes.CRISIS_CHOICES, *COUNTS, *FACTS, *SCOPES, *READING_WORDS,
}  # fmt: skip
LONGEST = 500
MOST_METHODS = 25  # public ones of a class: beyond that it is several things, and a reader finds none of them


@lru_cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(path: Path) -> str:
    """The folder of a file within the engine; "" for what lies at its top."""
    inner = path.relative_to(ENGINE).parts
    return inner[0] if len(inner) > 1 else ""


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """The rooms of the engine that a file imports, with the line; "" for the engine's own top."""
    for node in ast.walk(parsed(path)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "kuroshio" else [node.module or ""]
        for name in names:
            parts = name.split(".")
            if parts[0] == "kuroshio":
                room = parts[1] if len(parts) > 1 and (ENGINE / parts[1]).is_dir() else ""
                yield node.lineno, room


def test_the_rooms_are_all_known() -> None:
    rooms = {room_of(path) for path in FILES}
    assert set(ROOMS) <= rooms
    assert rooms - set(ROOMS) <= {"", "cli"}, "a new room: say whom it may import"


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_one_way(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {other or 'engine'}"
        for path in FILES
        if room_of(path) == room
        for line, other in imported(path)
        if other not in ROOMS[room]
    ]
    assert wrong == []


def test_the_door_is_imported_when_it_is_asked_for_and_not_before() -> None:
    code = "import sys, kuroshio; print(sorted({name.partition('.')[0] for name in sys.modules} & {'numba', 'numpy', 'attrs'}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert {room for _, room in imported(ENGINE / "__init__.py")} == {"api", "files", "players", "study"}


def test_a_name_of_a_file_occurs_once() -> None:
    """A reader who is told a file's name finds one file."""
    names = Counter(path.name for path in FILES if path.name != "__init__.py")
    assert [name for name, n in names.items() if n > 1] == []


def classes_of(path: Path) -> list[str]:
    return [node.name for node in parsed(path).body if isinstance(node, ast.ClassDef)]


# What a player gets bears the name of the kernel's record that it is made from.
OF_THE_KERNEL = {"Game", "Incident", "Order", "Outcome"}


def test_a_name_of_a_class_occurs_once() -> None:
    """A reader who is told a class's name finds one class; an entry of the files and its row in the kernel share a name."""
    names = Counter(name for path in FILES if room_of(path) != "kernel" for name in classes_of(path))
    assert [name for name, n in names.items() if n > 1] == []
    records = {name for path in FILES if room_of(path) == "kernel" for name in classes_of(path)}
    entries = {name for path in FILES if room_of(path) == "model" for name in classes_of(path)}
    assert records & set(names) - entries == OF_THE_KERNEL


# --- no circles, no giants -------------------------------------------------------------------------


def module_of(path: Path) -> str:
    """The name by which a file is imported."""
    inner = path.relative_to(ENGINE).with_suffix("").parts
    return ".".join(("kuroshio", *(inner[:-1] if inner[-1] == "__init__" else inner)))


MODULES = {module_of(path): path for path in FILES}


def names_imported(path: Path) -> dict[str, str]:
    """What a file imports of the engine, wherever in it and for whatever reason: each name, and where it comes from."""
    found = {}
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return {name: source for name, source in found.items() if source.startswith("kuroshio.")}


def neighbours(module: str) -> set[str]:
    """The other files of its folder that a file imports."""
    sources = names_imported(MODULES[module]).values()
    files = {source if source in MODULES else source.rpartition(".")[0] for source in sources}
    return {other for other in files - {module} if other in MODULES and MODULES[other].parent == MODULES[module].parent}


def circle(module: str, imports: dict[str, set[str]]) -> list[str]:
    """A way by imports from a file back to itself; empty where there is none."""
    ways, seen = [[module]], {module}
    while ways:
        way = ways.pop()
        for other in sorted(imports[way[-1]]):
            if other == module:
                return [*way, module]
            if other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return []


def test_no_folder_has_a_circle_of_imports() -> None:
    imports = {module: neighbours(module) for module in MODULES}
    assert sum(map(len, imports.values())) > 300, "the imports are not found"
    assert [found for module in MODULES if (found := circle(module, imports))] == []


def methods_of(module: str, name: str) -> set[str]:
    """The public methods of a class, with those of the classes of the engine that it is made of."""
    path = MODULES[module]
    found = next(node for node in parsed(path).body if isinstance(node, ast.ClassDef) and node.name == name)
    functions = (node for node in found.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    methods = {node.name for node in functions if not node.name.startswith("_")}
    here = {node.name: f"{module}.{node.name}" for node in parsed(path).body if isinstance(node, ast.ClassDef)}
    known = names_imported(path) | here
    for base in found.bases:
        source, _, word = known.get(base.id, "").rpartition(".") if isinstance(base, ast.Name) else ("", "", "")
        methods |= methods_of(source, word) if source in MODULES else set()
    return methods


def test_no_class_has_too_many_methods() -> None:
    classes = [
        (module, node.name) for module, path in MODULES.items() for node in parsed(path).body if isinstance(node, ast.ClassDef)
    ]
    counts = {f"{module}.{name}": len(methods_of(module, name)) for module, name in classes}
    assert len(counts) > 200
    assert counts["kuroshio.session.control_lines.Control"] > counts["kuroshio.session.queries.Queries"], (
        "what is inherited counts"
    )
    assert {name: n for name, n in counts.items() if n > MOST_METHODS} == {}


# --- no content ------------------------------------------------------------------------------------


def docstrings(tree: ast.Module) -> set[int]:
    """The nodes that are docstrings."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr):
            found.add(id(node.body[0].value))
    return found


def literals(path: Path) -> Iterator[tuple[int, str]]:
    tree = parsed(path)
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value


@pytest.fixture(scope="module")
def ids(content: Content) -> set[str]:
    """Every id that content brings, save those that are also words of the engine."""
    ruleset, board, scenario = content
    groups = (
        ruleset.factions, ruleset.pairs, board.areas, ruleset.flashpoints, ruleset.kinds, ruleset.act_classes,
        ruleset.obligations, ruleset.gates, ruleset.events, ruleset.projects, ruleset.actions, ruleset.doctrines,
        ruleset.crisis_endings, ruleset.crisis_roles, scenario.pieces, scenario.injects, (scenario,),
    )  # fmt: skip
    return {entry.id for group in groups for entry in group} - WORDS


def test_there_are_ids_to_look_for(ids: set[str], content: Content) -> None:
    assert len(ids) > 100
    assert {faction.id for faction in content[0].factions} <= ids


def test_the_engine_names_no_content(ids: set[str]) -> None:
    named = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in FILES
        for line, text in literals(path)
        if ids & {text, *text.replace(".", " ").replace("/", " ").split()}
    ]
    assert named == []


# --- form ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ENGINE)))
def test_every_file_says_what_it_is(path: Path) -> None:
    said = ast.get_docstring(parsed(path))
    assert said and len(said) > 15


def test_no_file_is_too_long() -> None:
    sources = [*FILES, *(path for path in (ROOT / "tests").rglob("*.py") if path.name != "test_check.py")]
    long = {str(path.relative_to(ROOT)): n for path in sources if (n := len(path.read_text("utf-8").splitlines())) > LONGEST}
    assert long == {}


def test_a_commit_is_checked_as_make_test_checks() -> None:
    """The hooks are what `make test` runs before the tests."""
    hooks = re.findall(r"^ +entry: (.+)$", (ROOT / ".pre-commit-config.yaml").read_text("utf-8"), re.MULTILINE)
    target = (ROOT / "Makefile").read_text("utf-8").partition("\ntest:")[2].partition("\n\n")[0]
    commands = [line.strip().replace("$(BIN)", ".venv/bin") for line in target.splitlines()[1:]]
    assert hooks and hooks == [command for command in commands if "pytest" not in command]
