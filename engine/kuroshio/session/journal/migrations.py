"""Converts journals of older formats: for each format a function that converts it to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kuroshio.session.journal.line_kinds import BadLine

Lines = list[dict[str, Any]]
HEADER_1: dict[str, type] = {
    "kuroshio": str, "format": int, "scenario": str, "rules": str, "people": list, "policies": list, "seed": int, "digest": str,
}  # fmt: skip
LINE_1: dict[str, type] = {"turn": int, "line": str}


def from_1(lines: Lines) -> Lines:
    """Convert format 1, which had a header and choices, but no times or hashes. Raises BadLine with its line."""
    header = lines[0]
    if {name: type(value) for name, value in header.items()} != HEADER_1 or not _all_texts(header["people"], *header["policies"]):
        raise BadLine("not the header of a game of format 1", 1)
    people = set(header["people"])
    made: Lines = [{**header, "kind": "header", "at": "", "format": 2, "minor": 0}]
    for n, line in enumerate(lines[1:], 2):
        if {name: type(value) for name, value in line.items()} != LINE_1:
            raise BadLine("not a line of a game of format 1", n)
        seat = str(line["line"]).partition(":")[0]
        by = "person" if seat in people else "doctrine"
        made.append({"kind": "choice", "at": "", "turn": line["turn"], "phase": "", "seat": seat, "line": line["line"], "by": by})
    return made


def from_2(lines: Lines) -> Lines:
    """Convert format 2, whose orders in own words had no rulings; they become notes on the seat."""
    made: Lines = []
    for line in lines:
        fields = {name: value for name, value in line.items() if name not in ("n", "hash")}
        if line.get("kind") == "header":
            fields |= {"format": 3, "minor": 0}
        if line.get("kind") == "words":
            words = f"In its own words: {line.get('text')}"
            fields = {"kind": "note", "at": line["at"], "turn": line["turn"], "seat": line["seat"], "text": words, "by": "scribe"}
        made.append(fields)
    return made


def from_3(lines: Lines) -> Lines:
    """Convert format 3, which had no packed content and no records, and named an order in own words by its line."""
    made: Lines = []
    spoken: dict[tuple[str, str], list[int]] = {}  # the lines of orders in own words, by turn and seat
    for n, line in enumerate(lines, 1):
        fields = {name: value for name, value in line.items() if name not in ("n", "hash")}
        if n == 1:
            fields |= {"format": 4, "minor": 0, "kernel": 1, "content": fields.pop("digest", "")}
            fields["umpire"] = fields.get("umpire", False)
        own = spoken.setdefault((str(line.get("turn")), str(line.get("seat"))), [])
        if line.get("kind") == "words":
            own.append(n)
        if line.get("kind") == "ruling" and line.get("words"):
            fields["words"] = own.index(line["words"]) + 1 if line["words"] in own else 1
        made.append(fields)
    return made


def _all_texts(*lists: object) -> bool:
    return all(isinstance(texts, list) and all(isinstance(text, str) for text in texts) for texts in lists)


CHAINED = 2  # the first format with a hash on each line
MIGRATIONS: dict[int, Callable[[Lines], Lines]] = {1: from_1, 2: from_2, 3: from_3}
