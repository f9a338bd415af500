"""Where each key of a TOML text stands: key path -> line, which no TOML reader tells."""

from __future__ import annotations

import re

from engine.files.faults import KeyPath

BARE = re.compile(r"[A-Za-z0-9_-]+")
BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
SPACE = re.compile(r"[ \t]*")
SCALAR = re.compile(r"[^,\]\}#\n]+")
STRINGS = (
    (re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL), '"""'),
    (re.compile(r"'''.*?'{3,5}", re.DOTALL), "'''"),
    (re.compile(r'"(?:[^"\\]|\\.)*"'), '"'),
    (re.compile(r"'[^']*'"), "'"),
)


class _Scanner:
    """Walks a text that a TOML reader has already accepted, noting the line of every key and list item."""

    def __init__(self, text: str):
        self.text, self.at = text, 0
        self.lines: dict[KeyPath, int] = {(): 1}
        self.counts: dict[KeyPath, int] = {}
        self.counted_to, self.line = 0, 1

    def scan(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        self.skip(BLANK)
        while self.at < len(self.text):
            table = self.header() if self.text[self.at] == "[" else self.pair(table)
            self.skip(BLANK)
        return self.lines

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group()

    def note(self, path: KeyPath) -> None:
        """The present line belongs to a path, and to its parents that have none yet."""
        self.line += self.text.count("\n", self.counted_to, self.at)
        self.counted_to = self.at
        for n in range(1, len(path) + 1):
            self.lines.setdefault(path[:n], self.line)

    def header(self) -> KeyPath:
        """[table] or [[array of tables]]."""
        double = self.text.startswith("[[", self.at)
        self.at += 2 if double else 1
        path = self.inside(self.key())
        if double:
            n = self.counts.get(path, 0)
            self.counts[path] = n + 1
            path = (*path, n)
        self.note(path)
        self.skip(SPACE)
        self.at += 2 if double else 1
        return path

    def inside(self, keys: list[str]) -> KeyPath:
        """A header's keys as a path: a part that is an array of tables means its latest table."""
        path: KeyPath = ()
        for i, key in enumerate(keys):
            path = (*path, key)
            if i < len(keys) - 1 and path in self.counts:
                path = (*path, self.counts[path] - 1)
        return path

    def key(self) -> list[str]:
        """A dotted key."""
        parts = []
        while True:
            self.skip(SPACE)
            if self.text[self.at] in "\"'":
                parts.append(self.string()[1:-1])
            else:
                parts.append(self.skip(BARE))
            self.skip(SPACE)
            if self.at >= len(self.text) or self.text[self.at] != ".":
                return parts
            self.at += 1

    def pair(self, table: KeyPath) -> KeyPath:
        """key = value; the table stays what it was."""
        path = (*table, *self.key())
        self.note(path)
        self.at += 1
        self.value(path)
        return table

    def string(self) -> str:
        for pattern, opening in STRINGS:
            if self.text.startswith(opening, self.at):
                return self.skip(pattern)
        raise ValueError("no string here")

    def value(self, path: KeyPath) -> None:
        self.skip(SPACE)
        first = self.text[self.at]
        if first in "\"'":
            self.string()
        elif first == "[":
            self.array(path)
        elif first == "{":
            self.inline_table(path)
        else:
            self.skip(SCALAR)

    def array(self, path: KeyPath) -> None:
        self.at += 1
        n = 0
        while True:
            self.skip(BLANK)
            if self.text[self.at] == "]":
                self.at += 1
                return
            self.note((*path, n))
            self.value((*path, n))
            n += 1
            self.skip(BLANK)
            if self.text[self.at] == ",":
                self.at += 1

    def inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while True:
            self.skip(BLANK)
            if self.text[self.at] == "}":
                self.at += 1
                return
            self.pair(path)
            self.skip(BLANK)
            if self.text[self.at] == ",":
                self.at += 1


def locate(text: str) -> dict[KeyPath, int]:
    """The line of every key path of a valid TOML text, list items included; `()` is line 1."""
    return _Scanner(text).scan()
