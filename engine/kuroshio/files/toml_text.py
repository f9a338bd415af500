"""Reads a TOML text as far as possible: its tables, all its TOML faults, and what they hide.

A TOML reader stops at the first fault. Here the faulty statement is reported and removed, and the rest is read; so one run finds
all TOML faults, and the other faults of the valid part.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import tomli
from attrs import define, field, frozen

from kuroshio.files.faults import KeyPath, key_text
from kuroshio.files.key_lines import BLOCK, LEAST_LONG, MOST_DEEP, STATEMENT, Scanner, TooDeep, closing_of, next_of
from kuroshio.files.toml_slips import TRIPLE, Broken, tell

MOST_FLAWS = 20  # TOML faults of one file: with more it is another kind of text
HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
LONG = re.compile(rf"[0-9][0-9A-Fa-fxob_]{{{LEAST_LONG - 1}}}")
AGAIN = ("Cannot", "Duplicate")  # the beginnings of the reader's messages on repeated names


@frozen
class Flaw:
    """A TOML fault: the line, the key in whose value it is, what is wrong, what would be right."""

    line: int
    key: str
    wrong: str
    right: str


@define
class Parsed:
    """A text read as far as possible. text: with spaces for removed parts; tables: its contents; flaws: its TOML faults.

    lost: the paths of removed keys, or of a table of which an unknown part was removed; gone: the texts of whole tables that
    were removed.
    """

    text: str
    tables: dict[str, Any] = field(factory=dict)
    flaws: list[Flaw] = field(factory=list)
    lost: set[KeyPath] = field(factory=set)
    gone: list[str] = field(factory=list)

    def tell(self, at: int, key: str, wrong: str, right: str) -> None:
        """Add a flaw at a place of the text."""
        column = at - self.text.rfind("\n", 0, at)
        self.flaws.append(Flaw(self.text.count("\n", 0, at) + 1, key, f"{wrong} (column {column})", right))

    def take_out(self, begin: int, end: int, filler: str = "") -> None:
        """Replace a part by a filler and spaces, so that lines and columns stay the same."""
        blanks = re.sub(r"[^\n]", " ", self.text[begin:end])
        self.text = self.text[:begin] + filler + blanks[len(filler) :] + self.text[end:]

    def take_out_all(self, begin: int) -> None:
        """Remove the text from a place on."""
        self.gone.append(self.text[begin:])
        self.take_out(begin, len(self.text))


def parse(text: str) -> Parsed:
    """Read any text. text: with lines ended by `\\n`. Raises nothing."""
    parsed = Parsed(text)
    try:
        while True:
            _shorten_numbers(parsed)
            try:
                parsed.tables = tomli.loads(parsed.text)
                break
            except tomli.TOMLDecodeError as error:
                _take_out(parsed, error.pos, error.msg)
        if _is_deep(parsed.tables):
            Scanner(parsed.text).scan()
    except (TooDeep, RecursionError) as error:
        _give_up(parsed, error)
    return parsed


def _give_up(parsed: Parsed, error: TooDeep | RecursionError) -> None:
    """Report tables, lists or keys that are nested too deeply. Nothing is read, because other code walks them recursively."""
    line = error.line if isinstance(error, TooDeep) else _deep_line(parsed.text)
    right = f"keep lists, tables and the parts of a key to {MOST_DEEP} levels"
    parsed.flaws.append(Flaw(line, "", f"lists, tables or the parts of a key go more than {MOST_DEEP} levels deep", right))
    parsed.take_out_all(0)
    parsed.tables = {}
    parsed.lost.add(())


def _deep_line(text: str) -> int:
    """Return the line that is nested too deeply."""
    try:
        Scanner(text).scan()
    except TooDeep as deep:
        return deep.line
    except (IndexError, ValueError):
        pass
    return 1


def _is_deep(tables: dict[str, Any]) -> bool:
    """Whether tables and lists are nested too deeply."""
    level: list[Any] = [tables]
    for _ in range(MOST_DEEP + 1):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True


def _shorten_numbers(parsed: Parsed) -> None:
    """Report whole numbers with more than 64 bits, and put 0 in their place."""
    if not LONG.search(parsed.text):
        return
    scanner = Scanner(parsed.text)
    with suppress(IndexError, ValueError):
        scanner.scan()
    for path, begin, end in scanner.numbers:
        digits = parsed.text[begin:end]
        wrong = f"a whole number of {len(digits)} digits" if len(digits) > 24 else f"{digits} is out of range"
        parsed.tell(begin, key_text(path), wrong, "write a smaller one: TOML has whole numbers of 64 bits")
        parsed.take_out(begin, end, "0")
        parsed.lost.add(path)


# --- where the reader stops ----------------------------------------------------------------------------


def _take_out(parsed: Parsed, pos: int, said: str) -> None:
    """Report the fault at which the reader stopped, and remove it. Raises TooDeep."""
    scanner, broken = _stopped(parsed.text, pos, said)
    if len(parsed.flaws) >= MOST_FLAWS:
        wrong = f"{MOST_FLAWS} TOML faults are reported, and there are more from here on"
        parsed.flaws.append(Flaw(broken.line_of(pos), "", wrong, "correct those first"))
        parsed.take_out_all(broken.start)
        parsed.lost.add(scanner.table)
        return
    at, wrong, right = tell(broken)
    if at < len(broken.text) and broken.text.startswith(TRIPLE, at) and at == broken.at:
        right += "; what comes after it is not read yet"
    parsed.tell(at, key_text(broken.path), wrong, right)
    if broken.text[broken.start : broken.start + 1] == "[":
        _take_out_block(parsed, broken)
    elif _in_remark(scanner, broken):
        parsed.take_out(pos, pos + 1)
    else:
        _take_out_entry(parsed, broken, scanner)


def _stopped(text: str, pos: int, said: str) -> tuple[Scanner, Broken]:
    """Return what a reader was reading where it stopped. Raises TooDeep."""
    scanner = Scanner(text[:pos])
    try:
        scanner.scan()
    except TooDeep:
        raise
    except (IndexError, ValueError):
        scanner.end = -1
    if said == "Invalid statement":
        scanner.start, scanner.path, scanner.key_path, scanner.value_at = pos, (), (), -1
    lines = Scanner(text[: scanner.start]).scan() if said.startswith(AGAIN) else {}
    hand = (scanner.start, scanner.path, scanner.at, scanner.value_at, scanner.value_end, tuple(scanner.opened))
    return scanner, Broken(text, pos, said, *hand, lines)


def _in_remark(scanner: Scanner, broken: Broken) -> bool:
    """Whether a reader stopped within a comment, outside of all statements."""
    return (
        broken.said.startswith("Found invalid") and 0 <= scanner.end < broken.pos and "#" in broken.text[scanner.end : broken.pos]
    )


def _take_out_block(parsed: Parsed, broken: Broken) -> None:
    """Remove a header and everything below it; of a repeated table all but the first."""
    begin, text = broken.start, broken.text
    end = next_of(HEADER, text, max(broken.pos, begin + 1))
    spans = [(begin, end)]
    if broken.said.startswith("Cannot declare") and len(broken.path) == 1:
        parsed.lost.add(broken.path)
        again = re.compile(rf"^[ \t]*\[[ \t]*{re.escape(str(broken.path[0]))}[ \t]*\]", re.MULTILINE)
        spans += [(found.start(), next_of(HEADER, text, found.end())) for found in again.finditer(text, end)]
    for first, last in spans:
        parsed.gone.append(text[first:last])
        parsed.take_out(first, last)


def _take_out_entry(parsed: Parsed, broken: Broken, scanner: Scanner) -> None:
    """Remove a key and its value; if it repeats the first key of a table, remove all that follows, which is another entry."""
    text, begin, table = broken.text, broken.start, scanner.table
    if text.startswith(TRIPLE, broken.at) and not broken.letter:
        parsed.take_out_all(begin)
        parsed.lost.add(table)
        return
    if broken.said.startswith(AGAIN) and _is_first(broken, table):
        end = next_of(HEADER, text, broken.pos)
        parsed.gone.append(f"[[{table[0]}]]\n{text[begin:end]}")
        parsed.take_out(begin, end)
        return
    if broken.opened or not broken.said.startswith(AGAIN):  # else the first of the two is there
        parsed.lost.add(scanner.key_path or table)
    parsed.take_out(begin, _end_of_entry(broken))


def _is_first(broken: Broken, table: KeyPath) -> bool:
    """Whether a repeated key is the first of a table in a list of tables."""
    if len(table) < 2 or not isinstance(table[-1], int):
        return False
    keys = [path for path in broken.lines if path[:-1] == table]
    return len(keys) > 1 and keys[0] == broken.path


def _end_of_strays(broken: Broken, end: int) -> int:
    """Return the end of the lines that belong to a faulty one: a value below its =, or the rest of a list without its key."""
    valueless = broken.said == "Invalid value" and broken.letter == "\n"
    keyless = broken.letter in "{}]" if broken.said == "Invalid statement" else broken.text[broken.start] in "\"'"
    while valueless or keyless:
        line = broken.line_from(end + 1)
        if not line.strip() or line.lstrip()[0] == "#" or STATEMENT.match(broken.text, end + 1):
            break
        end += 1 + len(line)
        valueless = False
    return end


def _end_of_entry(broken: Broken) -> int:
    """Return the probable end of a key and its value: its closing bracket, or the next statement."""
    text, pos = broken.text, broken.pos
    end_of_line = text.find("\n", pos) if "\n" in text[pos:] else len(text)
    if not broken.opened:
        return _end_of_strays(broken, end_of_line)
    begin_of_line = max(text.rfind("\n", 0, pos) + 1, broken.start + 1)
    block = next_of(BLOCK, text, begin_of_line)
    closed = closing_of(text, broken.opened[0], block)
    if closed >= 0:
        return text.find("\n", closed) if "\n" in text[closed:] else len(text)
    return next_of(STATEMENT, text, begin_of_line if text[begin_of_line - 1] == "\n" else end_of_line)
