"""The text of a TOML file, to be edited at a key path: where everything stands in it, by offset."""

from __future__ import annotations

import re

import tomli

from kuroshio.files.faults import KeyPath
from kuroshio.files.key_lines import SPACE, Scanner

Stretch = tuple[int, int]
Edit = tuple[int, int, str]  # from, to, and what is written instead

COMMA_AFTER, COMMA_BEFORE = re.compile(r"\s*,\s*"), re.compile(r"\s*,\s*$")


class Sheet(Scanner):
    """A text with the place of every key, value and header."""

    def __init__(self, text: str):
        super().__init__(text)
        self.tables = tomli.loads(text)
        self.keys: dict[KeyPath, Stretch] = {}
        self.values: dict[KeyPath, Stretch] = {}
        self.headers: list[tuple[KeyPath, int]] = []
        self.latest = (0, 0)
        self.scan()

    # --- the scanner's steps, each noting where it began and ended ----------------------------------

    def key(self) -> list[str]:
        start = self.at
        parts = super().key()
        self.latest = self.trimmed(start, self.at)
        return parts

    def header(self) -> KeyPath:
        start = self.at
        path = super().header()
        self.headers.append((path, start))
        self.keys[path[:-1] if isinstance(path[-1], int) else path] = self.latest  # of an array's headers the last
        return path

    def value(self, path: KeyPath) -> None:
        if isinstance(path[-1], str):
            self.keys[path] = self.latest
        self.skip(SPACE)
        start = self.at
        super().value(path)
        self.values[path] = self.trimmed(start, self.at)

    def trimmed(self, start: int, end: int) -> Stretch:
        return start, start + len(self.text[start:end].rstrip())

    # --- where things stand -------------------------------------------------------------------------

    def stretches(self, path: KeyPath) -> list[Stretch]:
        """Where something stands: a pair, an item, or the tables or dotted pairs that make it up."""
        if path in self.values:
            start, end = self.values[path]
            return [(start if isinstance(path[-1], int) else self.keys[path][0], end)]
        ends = [start for _, start in self.headers[1:]] + [len(self.text)]
        tables = [self.trimmed(start, end) for (table, start), end in zip(self.headers, ends) if table[: len(path)] == path]
        return tables or [self.stretches(pair)[0] for pair in self.values if pair[:-1] == path]

    def lines_of(self, path: KeyPath) -> list[int]:
        """The lines on which something stands; none if it does not."""
        return [n for start, end in self.stretches(path) for n in range(self.line_at(start), self.line_at(end) + 1)]

    def line_at(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    # --- edits --------------------------------------------------------------------------------------

    def without(self, path: KeyPath) -> list[Edit]:
        """Take out what stands at a path; lines stay where they were, save within a value."""
        if path[:-1] in self.values:
            [(start, end)] = self.stretches(path)
            after, before = COMMA_AFTER.match(self.text, end), COMMA_BEFORE.search(self.text, 0, start)
            return [(start, after.end(), "") if after else (before.start() if before else start, end, "")]
        return [(start, end, "\n" * self.text.count("\n", start, end)) for start, end in self.stretches(path)]

    def with_value(self, path: KeyPath, value: str) -> list[Edit]:
        """Write another value; where tables stand, a pair in their place, right below the header of what they are in."""
        if path in self.values:
            return [(*self.values[path], value)]
        home = next((start for table, start in self.headers if table == path[:-1]), None)
        at = 0 if home is None else self.text.index("\n", home) + 1
        return [(at, at, f"{path[-1]} = {value}\n"), *self.without(path)]

    def misspelt(self, path: KeyPath) -> list[Edit]:
        """Write one letter too many, within the quotes if there are any."""
        if path in self.keys:
            end = self.keys[path][1]
            end -= self.text[end - 1] in "\"'"
        else:  # the first part of a dotted key
            end = self.stretches(path)[0][0] + len(path[-1])
        return [(end, end, "x")]

    def edited(self, edits: list[Edit]) -> str:
        """The text with all edits made."""
        text = self.text
        for start, end, new in sorted(edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text
