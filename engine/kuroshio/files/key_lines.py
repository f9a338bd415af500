"""Finds the line of each key path in a TOML text, which TOML readers do not tell."""

from __future__ import annotations

import re

import tomli

from kuroshio.files.faults import KeyPath

MOST_DEEP = 32  # levels of nested tables and lists, and parts of a key: no content needs more
BARE = re.compile(r"[A-Za-z0-9_-]+")
KEY = re.compile(r"[ \t]*([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)[ \t]*(?=[=\]])")  # as nearly all keys are written
BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
SPACE = re.compile(r"[ \t]*")
SCALAR = re.compile(r"[^,\]\}#\n]+")
# The beginning of a statement, and the header of a table, as far as a single line can tell.
STATEMENT = re.compile(r"^[ \t]*(?:\[{1,2}[ \t]*[\w.\"'-]+[ \t]*\]{1,2}[ \t]*(?:#.*)?$|[\w.\"'-]+[ \t]*=)", re.MULTILINE)
BLOCK = re.compile(r"^[ \t]*\[{1,2}[ \t]*[\w.\"'-]+[ \t]*\]{1,2}[ \t]*(?:#.*)?$", re.MULTILINE)
LEAST, MOST = -(2**63), 2**63 - 1  # bits of a whole number in TOML
WHOLE = re.compile(r"[+-]?[0-9][0-9_]*|0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+")
LEAST_LONG, MOST_DIGITS = 18, 66  # characters of a number that may have more than 64 bits, and of one that certainly has
STRINGS = (
    (re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL), '"""'),
    (re.compile(r"'''.*?'{3,5}", re.DOTALL), "'''"),
    (re.compile(r'"(?:[^"\\\n]|\\.)*"'), '"'),
    (re.compile(r"'[^'\n]*'"), "'"),
)


class TooDeep(ValueError):
    """Tables, lists or a key with more than MOST_DEEP levels. line: where."""

    def __init__(self, line: int):
        super().__init__(f"more than {MOST_DEEP} levels deep")
        self.line = line


class Scanner:
    """Walks a text that a TOML reader has accepted, up to its end or to a cut, and notes the line of every key path.

    lines: of every key path; start, end: of the last statement; table: the path of the table that it belongs to; key_path:
    of its key, or of its table while that is unknown; path: of the innermost key in hand; value_at: where its value begins;
    value_end: where the last whole value ends; opened: the brackets that are open; numbers: whole numbers of more than 64
    bits, as path, begin and end.
    """

    def __init__(self, text: str):
        self.text, self.at = text, 0
        self.lines: dict[KeyPath, int] = {(): 1}
        self.counts: dict[KeyPath, int] = {}
        self.counted_to, self.line = 0, 1
        self.start = self.end = self.value_at = self.value_end = 0
        self.table: KeyPath = ()
        self.path: KeyPath = ()
        self.key_path: KeyPath = ()
        self.opened: list[int] = []
        self.numbers: list[tuple[KeyPath, int, int]] = []

    def scan(self) -> dict[KeyPath, int]:
        """Walk the whole text. Raises TooDeep; IndexError or ValueError if the text is cut within a statement."""
        self.skip(BLANK)
        while self.at < len(self.text):
            self.start, self.path, self.key_path, self.value_at = self.at, (), (), -1
            self.opened.clear()
            if self.text[self.at] == "[":
                self.table = self.header()
            else:
                self.key_path = self.table
                self.pair(self.table)
            self.end = self.at
            self.skip(BLANK)
        return self.lines

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Return the match of a pattern at this place, or an empty text."""
        match = pattern.match(self.text, self.at)
        if match is None or match.end() == self.at:
            return ""
        self.at = match.end()
        return match.group()

    def note(self, path: KeyPath) -> None:
        """Note the present line for a path, and for its parents without a line. Raises TooDeep."""
        self.line += self.text.count("\n", self.counted_to, self.at)
        self.counted_to = self.at
        if len(path) > MOST_DEEP:
            raise TooDeep(self.line)
        if path[:-1] in self.lines:  # and so its parents
            self.lines.setdefault(path, self.line)
            return
        for n in range(1, len(path) + 1):
            self.lines.setdefault(path[:n], self.line)

    def header(self) -> KeyPath:
        """[table] or [[array of tables]]."""
        double = self.text.startswith("[[", self.at)
        self.at += 2 if double else 1
        path = self.path = self.inside(self.key())
        if double:
            n = self.counts.get(path, 0)
            self.counts[path] = n + 1
            path = (*path, n)
        self.note(path)
        self.skip(SPACE)
        self.at += 2 if double else 1
        return path

    def inside(self, keys: list[str]) -> KeyPath:
        """Return a header's keys as a path; an array of tables stands for its last table."""
        path: KeyPath = ()
        for i, key in enumerate(keys):
            path = (*path, key)
            if i < len(keys) - 1 and path in self.counts:
                path = (*path, self.counts[path] - 1)
        return path

    def key(self) -> list[str]:
        """A dotted key."""
        usual = KEY.match(self.text, self.at)
        if usual:
            self.at = usual.end()
            return usual[1].split(".")
        parts = []
        while True:
            self.skip(SPACE)
            if self.text[self.at] in "\"'":
                parts.append(unquoted(self.string()))
            else:
                parts.append(self.skip(BARE))
            self.skip(SPACE)
            if self.at >= len(self.text) or self.text[self.at] != ".":
                return parts
            self.at += 1

    def pair(self, table: KeyPath) -> KeyPath:
        """Read `key = value`; the table stays what it was. Raises ValueError where a value is no TOML."""
        path = self.path = (*table, *self.key())
        self.key_path = path if self.key_path == table else self.key_path
        self.note(path)
        if self.text[self.at] != "=":
            raise ValueError("no = here")
        self.at += 1
        self.value(path)
        return table

    def string(self) -> str:
        """A text in quotes. Raises ValueError if it is not closed."""
        for pattern, opening in STRINGS:
            if self.text.startswith(opening, self.at):
                return self.taken(pattern)
        raise ValueError("no string here")

    def taken(self, pattern: re.Pattern[str]) -> str:
        """Return the required match of a pattern here. Raises ValueError."""
        found = self.skip(pattern)
        if not found:
            raise ValueError("the text is cut here")
        return found

    def value(self, path: KeyPath) -> None:
        """The value of a key or an item."""
        self.skip(SPACE)
        self.path, self.value_at = path, self.at
        first = self.text[self.at]
        if first in "\"'":
            self.string()
        elif first == "[":
            self.array(path)
        elif first == "{":
            self.inline_table(path)
        else:
            token = self.taken(SCALAR).rstrip()
            if len(token) >= LEAST_LONG and WHOLE.fullmatch(token) and too_long(token):
                self.numbers.append((path, self.value_at, self.value_at + len(token)))
        self.value_end = self.at

    def array(self, path: KeyPath) -> None:
        """[ item, ... ]."""
        self.opened.append(self.at)
        self.at += 1
        n = 0
        while True:
            self.skip(BLANK)
            self.path, self.value_at = (*path, n), self.at
            if self.text[self.at] == "]":
                self.at += 1
                self.opened.pop()
                return
            self.note((*path, n))
            self.value((*path, n))
            n += 1
            self.skip(BLANK)
            if self.text[self.at] == ",":
                self.at += 1

    def inline_table(self, path: KeyPath) -> None:
        """{ key = value, ... }."""
        self.opened.append(self.at)
        self.at += 1
        while True:
            self.skip(BLANK)
            if self.text[self.at] == "}":
                self.at += 1
                self.opened.pop()
                return
            self.pair(path)
            self.skip(BLANK)
            if self.text[self.at] == ",":
                self.at += 1


def unquoted(token: str) -> str:
    """Return the meaning of a quoted key."""
    if token[0] == "'" or "\\" not in token:
        return token[1:-1]
    try:
        return str(tomli.loads(f"key = {token}")["key"])
    except tomli.TOMLDecodeError:
        return token[1:-1]


def too_long(token: str) -> bool:
    """Whether a whole number has more than 64 bits. token: its text in TOML."""
    digits = token.replace("_", "").lstrip("+-")
    sign = "-" if token[0] == "-" else ""
    return len(digits) > MOST_DIGITS or not LEAST <= int(sign + digits, 0) <= MOST


def closing_of(text: str, at: int, end: int) -> int:
    """Return the place of the bracket that closes the one at a place, or -1 if none does before an end.

    A stray closing bracket is skipped, and an unclosed bracket ends with the one around it.
    """
    stack: list[str] = []
    while at < end:
        letter = text[at]
        pattern = (
            BLANK if letter == "#" else next((pattern for pattern, opening in STRINGS if text.startswith(opening, at)), None)
        )
        found = pattern.match(text, at) if pattern else None
        if found:
            at = found.end()
            continue
        opening = {"]": "[", "}": "{"}.get(letter, "")
        if letter in "[{":
            stack.append(letter)
        elif opening in stack:
            while stack.pop() != opening:
                pass
        if not stack:
            return at
        at += 1
    return -1


def next_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Return the next place of a pattern, or the end of the text."""
    found = pattern.search(text, at)
    return found.start() if found else len(text)


def locate(text: str) -> dict[KeyPath, int]:
    """Return the line of every key path of a valid TOML text, list items included; `()` is line 1. Raises TooDeep."""
    return Scanner(text).scan()
