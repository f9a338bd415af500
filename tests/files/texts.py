"""Texts with something wrong in them, as people and disks make them, through the reader and `check`.

    .venv/bin/python -m tests.files.texts          the public corpus of TOML, and 500 spoilt copies of the shipped files
    .venv/bin/python -m tests.files.texts 5000     as many copies

`mutants.py` changes what files say and leaves them TOML; here a line, a quote, a byte is changed, whatever becomes of it. A
copy must be taken, or refused with a sentence that names its file and the place of the change; there is no third way.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from unittest.mock import patch

from attrs import frozen

from kuroshio.files.checks.checker import examine
from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import Fault, shown
from kuroshio.files.key_lines import STATEMENT
from kuroshio.files.toml_file import Document, read
from tests.files import corpus

COPIES, SEED, SAMPLE = 500, 2021, 40
SLOWEST = 20.0  # seconds of the processor for one check: far more than any takes
MANY = 5  # faults of one change from which on it is asked whether they follow from each other
WORDS = ("taken", "refused", "missed")
RANGE = re.compile(r"write (-?\d+(?:\.\d+)?) to (-?\d+(?:\.\d+)?)")
HEADER = re.compile(r"[ \t]*\[")


@frozen
class Spoilt:
    """A copy of a shipped file. lines: those that were changed, from 1, in the copy; before: what stood there."""

    file: Path
    change: str
    data: bytes
    lines: range
    before: str


@frozen
class Verdict:
    """What became of a copy; for one that is missed, why."""

    copy: Spoilt
    word: str
    why: str
    faults: tuple[Fault, ...]


Change = Callable[[list[str], int, random.Random], tuple[list[str], range] | None]  # of the lines of a file, at one


def anew(lines: list[str], at: int, line: str) -> tuple[list[str], range] | None:
    """The lines with another one at a place; None where it is the same."""
    return None if line == lines[at] else ([*lines[:at], line, *lines[at + 1 :]], range(at + 1, at + 2))


def cut(lines: list[str], at: int, dice: random.Random) -> tuple[list[str], range]:
    """A line is gone."""
    return [*lines[:at], *lines[at + 1 :]], range(at, at + 2)


def doubled(lines: list[str], at: int, dice: random.Random) -> tuple[list[str], range]:
    """A line stands twice."""
    return [*lines[: at + 1], *lines[at:]], range(at + 1, at + 3)


def quote(lines: list[str], at: int, dice: random.Random) -> tuple[list[str], range] | None:
    """A quote is another one, or gone."""
    places = [i for i, letter in enumerate(lines[at]) if letter in "\"'"]
    if not places:
        return None
    i = dice.choice(places)
    return anew(lines, at, lines[at][:i] + dice.choice(["", "“", "”", "'", '"', "«", "「"]) + lines[at][i + 1 :])


def sign(lines: list[str], at: int, dice: random.Random) -> tuple[list[str], range] | None:
    """A bracket, comma, point or = is gone, doubled or another one."""
    places = [i for i, letter in enumerate(lines[at]) if letter in "[]{},=."]
    if not places:
        return None
    i = dice.choice(places)
    return anew(lines, at, lines[at][:i] + dice.choice(["", lines[at][i] * 2, ":", ";", "=", ","]) + lines[at][i + 1 :])


def kind(lines: list[str], at: int, dice: random.Random) -> tuple[list[str], range] | None:
    """A value is of another type."""
    key, equals, value = lines[at].partition(" = ")
    if not equals or not re.fullmatch(r"\s*[\w.\"-]+", key) or value.endswith(("[", "{", '"""')):
        return None
    wrong = ["7", "1,5", "True", "yes", "word", '"word"', "[1]", "2021-01-01", "-3", "9" * 30, "", "null", "{ a = 1 }", "[" * 40]
    return anew(lines, at, f"{key} = {dice.choice(wrong)}")


def key(lines: list[str], at: int, dice: random.Random) -> tuple[list[str], range] | None:
    """A key or the name of a table is misspelt."""
    found = re.match(r"\s*\[*([\w-]+)", lines[at])
    if not found or not re.match(STATEMENT, lines[at]):
        return None
    i = dice.randrange(found.start(1), found.end(1))
    return anew(lines, at, lines[at][:i] + dice.choice(["", lines[at][i] * 2, "x", " ", "é"]) + lines[at][i + 1 :])


CHANGES: dict[str, Change] = {
    "line cut": cut, "line doubled": doubled, "quote changed": quote, "sign changed": sign, "type changed": kind,
    "key misspelt": key,
}  # fmt: skip


def byte(file: Path, data: bytes, dice: random.Random) -> Spoilt:
    """A copy with one byte changed to any other."""
    at = dice.randrange(len(data))
    changed = data[:at] + bytes([dice.choice([b for b in range(256) if b != data[at]])]) + data[at + 1 :]
    line = data.count(b"\n", 0, at) + 1
    return Spoilt(file, "byte changed", changed, range(line, line + 2), data.splitlines()[line - 1].decode("utf-8"))


def shipped() -> list[Path]:
    """Every TOML file that is shipped."""
    return [file for folder in ("rules", "maps", "scenarios") for file in sorted(data_folder(folder).rglob("*.toml"))]


def spoilt(n: int, seed: int = SEED) -> list[Spoilt]:
    """Copies with one change each, every kind of change as often as every other."""
    dice = random.Random(seed)
    files = {file: file.read_text(encoding="utf-8") for file in shipped()}
    copies: list[Spoilt] = []
    while len(copies) < n:
        file = dice.choice(list(files))
        name = ("byte changed", *CHANGES)[len(copies) % (len(CHANGES) + 1)]
        lines = files[file].split("\n")
        at = dice.randrange(len(lines) - 1)
        if name == "byte changed":
            copies.append(byte(file, files[file].encode(), dice))
        elif made := CHANGES[name](lines, at, dice):
            copies.append(Spoilt(file, name, "\n".join(made[0]).encode(), made[1], lines[at]))
    return copies


# --- verdicts -------------------------------------------------------------------------------------------


class Judge:
    """Checks copies in a folder of their own, as `kuroshio check` does; what is not changed is read once."""

    def __init__(self, folder: Path):
        self.folder = folder
        for name in ("rules", "maps", "scenarios"):
            shutil.copytree(data_folder(name), folder / name, ignore=shutil.ignore_patterns("*.geojson", "*.md"))
        self.documents: dict[Path, Document] = {}

    def read(self, path: Path) -> Document:
        """A document, from memory unless it is the changed one."""
        if path == self.changed:
            return read(path)
        if path not in self.documents:
            self.documents[path] = read(path)
        return self.documents[path]

    def judge(self, copy: Spoilt) -> Verdict:
        """Taken, refused or missed. Nothing is raised."""
        self.changed = self.folder / copy.file.relative_to(data_folder("rules").parent)
        whole = self.changed.read_bytes()
        self.changed.write_bytes(copy.data)
        scenario = self.changed if "scenarios" in self.changed.parts else self.folder / "scenarios/senkaku_2021.toml"
        began = time.process_time()
        try:
            with patch("kuroshio.files.loader.read", self.read), patch("kuroshio.files.checks.checker.read", self.read):
                faults = tuple(examine(scenario, self.folder / "rules", self.folder / "maps/first_island_chain").faults)
        except Exception as error:  # whatever escapes is what is looked for
            return Verdict(copy, "missed", f"{type(error).__name__}: {error}", ())
        finally:
            self.changed.write_bytes(whole)
        if time.process_time() - began > SLOWEST:
            return Verdict(copy, "missed", "takes too long", faults)
        why = self.badly_told(copy, faults)
        return Verdict(copy, "missed" if why else "refused" if faults else "taken", why, faults)

    def badly_told(self, copy: Spoilt, faults: tuple[Fault, ...]) -> str:
        """What is wrong with the sentences on a copy; nothing if it is taken."""
        for fault in faults:
            ranges = RANGE.search(fault.right)
            if corpus.UNTOLD in fault.wrong or not fault.right.strip() or not str(fault).isprintable():
                return f"not a sentence: {fault!s}"
            if ranges and float(ranges[1]) > float(ranges[2]):
                return f"an empty range: {fault!s}"
        if faults and not any(self.names_the_place(copy, fault) for fault in faults):
            return f"told elsewhere: {faults[0]!s}"
        return ""

    def names_the_place(self, copy: Spoilt, fault: Fault) -> bool:
        """Whether a fault points at the change: at its lines, at the table that it lies in, or by a name that stood there."""
        if fault.file == shown(self.changed):
            return fault.line in copy.lines or around(copy, fault.line)
        return any(f"'{name}'" in str(fault) or f" {name}" in str(fault) for name in re.findall(r"\w{3,}", copy.before))


def around(copy: Spoilt, line: int) -> bool:
    """Whether a line is the header of the table in which the change lies, or lies in the same value of several lines."""
    lines = ["", *copy.data.decode("utf-8", "replace").split("\n")]
    first = min(copy.lines[0], len(lines) - 1)
    header = next((n for n in range(first, 0, -1) if HEADER.match(lines[n])), 1)
    if copy.change in ("line cut", "line doubled", "byte changed", "key misspelt", "sign changed") and line == header:
        return True
    begin = next((n for n in range(first, 0, -1) if STATEMENT.match(lines[n])), 1)
    end = next((n for n in range(first + 1, len(lines)) if STATEMENT.match(lines[n])), len(lines))
    return begin <= line <= end


def judge_all(copies: Iterable[Spoilt]) -> list[Verdict]:
    """The verdicts on copies."""
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(Path(folder).resolve())
        return [judge.judge(copy) for copy in copies]


def table(verdicts: list[Verdict]) -> str:
    """What became of copies, by the kind of change, and everything that was missed."""
    counts = Counter((verdict.copy.change, verdict.word) for verdict in verdicts)
    rows = [f"{'':<16}{''.join(f'{word:>9}' for word in WORDS)}{'faults':>9}{f'{MANY} or more':>11}"]
    for change in dict.fromkeys(verdict.copy.change for verdict in verdicts):
        of = [len(verdict.faults) for verdict in verdicts if verdict.copy.change == change]
        numbers = "".join(f"{counts[change, word]:>9}" for word in WORDS)
        rows.append(f"{change:<16}{numbers}{sum(of):>9}{sum(n >= MANY for n in of):>11}")
    for verdict in verdicts:
        if verdict.word == "missed":
            rows.append(f"{verdict.copy.file.name}:{verdict.copy.lines[0]}: {verdict.copy.change}: {verdict.why}")
            rows.append(f"    {verdict.copy.before[:100]!r}")
    return "\n".join(rows)


def corpus_table() -> str:
    """How the reader takes the public corpus, by version of TOML."""
    if missing := corpus.why_missing():
        return missing
    rows = []
    for version in corpus.LISTS:
        found = list(corpus.differing(version))
        rows.append(f"TOML {version}: {len(corpus.names(version))} texts, {len(found)} taken or told otherwise")
        rows += [f"    {one.name}: {one.why}" for one in found]
    return "\n".join(rows)


if __name__ == "__main__":
    print(corpus_table())
    print(table(judge_all(spoilt(int(sys.argv[1]) if sys.argv[1:] else COPIES))))
