"""Texts that people save: UTF-8, with a byte-order mark at the head or without; and what to say of any other file."""

from __future__ import annotations

import codecs
from pathlib import Path

WIDE = (  # a mark at the head of a file, and the encoding that it tells; the longer marks first
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Letters of the Latin alphabet fill one byte of 4 or of 2: the encoding, of how many, which one, and the least share of
# empty ones among the others, of which UTF-16 leaves two of three empty where it is taken for UTF-32.
EMPTY = (("utf-32-le", 4, 0, 0.7), ("utf-32-be", 4, 3, 0.7), ("utf-16-le", 2, 0, 0.25), ("utf-16-be", 2, 1, 0.25))
LOOKED_AT = 4096  # bytes at the head that tell an encoding which has no mark
AS_UTF8 = "save it as UTF-8"


class NotText(ValueError):
    """A file that is no UTF-8 text. line: the first that is wrong, from 1; wrong, right: the two halves of a sentence."""

    def __init__(self, line: int, wrong: str, right: str):
        super().__init__(f"{wrong}; {right}")
        self.line, self.wrong, self.right = line, wrong, right


def read_text(path: Path) -> str:
    """The text of a file, its lines ended by `\\n`. Raises NotText, OSError."""
    return decoded(path.read_bytes())


def read_lines(path: Path) -> list[str]:
    """The lines of a file, whatever ends them. Raises NotText, OSError."""
    return lines_of(read_text(path))


def lines_of(text: str) -> list[str]:
    """The lines of a text that `decoded` has made, those of old Macintoshes as well."""
    return text.replace("\r", "\n").split("\n")


def decoded(data: bytes) -> str:
    """The text of bytes, without the byte-order mark and with `\\n` for the line ends of Windows. Raises NotText."""
    if wide := wide_encoding(data):
        called = " (some editors call it Unicode)" if wide == "utf-16" else ""
        raise NotText(1, f"the file is saved as {wide.upper()}{called}", AS_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise NotText(line, "a byte 0x00 stands here, which no text has", "name a text file, saved as UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error) from None
    return text.replace("\r\n", "\n")


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> NotText:
    at = error.start
    line, begin = data.count(b"\n", 0, at) + 1, data.rfind(b"\n", 0, at) + 1
    column = len(data[begin:at].decode("utf-8")) + 1
    if error.reason == "unexpected end of data":
        return NotText(line, "the file ends in the middle of a letter, so a part of it is missing", "go back to a whole copy")
    wrong = f"column {column} has the byte 0x{data[at]:02X}, which is not UTF-8 (older programs save Latin-1 or Shift_JIS)"
    return NotText(line, wrong, AS_UTF8)


def wide_encoding(data: bytes) -> str:
    """`utf-16` or `utf-32` where bytes look like it, with their mark or without; else nothing."""
    return _wide_codec(data)[: len("utf-16")]


def _wide_codec(data: bytes) -> str:
    for mark, name in WIDE:
        if data.startswith(mark):
            return name
    head = data[:LOOKED_AT]
    return next((name for name, width, at, least in EMPTY if b"\0" in head and _leaves_empty(head, width, at, least)), "")


def _leaves_empty(head: bytes, width: int, at: int, least: float) -> bool:
    """Whether one byte of every few is filled, and of the others at least a share is empty."""
    filled = head[at::width]
    return filled.count(0) * 100 <= len(filled) and head.count(0) >= least * (len(head) - len(filled))


def guessed(data: bytes) -> str:
    """The text of bytes as well as it can be told, for looking at what a file seems to hold. Nothing is raised."""
    return data.decode(_wide_codec(data) or "utf-8-sig", "replace").replace("\r\n", "\n")
