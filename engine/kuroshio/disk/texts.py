"""Reads texts that people save: UTF-8, with or without a byte-order mark; and explains any other file."""

from __future__ import annotations

import codecs
from pathlib import Path

WIDE = (  # byte-order marks and their encodings; the longer marks first
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Letters of the Latin alphabet fill one byte of 4 or of 2: the encoding, of how many, which one, and the least share of
# empty bytes among the others. UTF-16 taken for UTF-32 leaves two of three empty.
EMPTY = (("utf-32-le", 4, 0, 0.7), ("utf-32-be", 4, 3, 0.7), ("utf-16-le", 2, 0, 0.25), ("utf-16-be", 2, 1, 0.25))
LOOKED_AT = 4096  # bytes at the beginning that reveal an encoding without a mark
AS_UTF8 = "save it as UTF-8"


class NotText(ValueError):
    """A file that is not UTF-8 text. line: the first wrong one, from 1; wrong, right: the two halves of a sentence."""

    def __init__(self, line: int, wrong: str, right: str):
        super().__init__(f"{wrong}; {right}")
        self.line, self.wrong, self.right = line, wrong, right


def read_text(path: Path) -> str:
    """Read the text of a file, with lines ended by `\\n`. Raises NotText, OSError."""
    return decoded(path.read_bytes())


def read_lines(path: Path) -> list[str]:
    """Read the lines of a file, with any line ends. Raises NotText, OSError."""
    return lines_of(read_text(path))


def lines_of(text: str) -> list[str]:
    """Return the lines of a text from `decoded`, also with the line ends of old Macintoshes."""
    return text.replace("\r", "\n").split("\n")


def decoded(data: bytes) -> str:
    """Decode bytes, without the byte-order mark and with `\\n` for Windows line ends. Raises NotText."""
    if wide := wide_encoding(data):
        called = " (some editors call it Unicode)" if wide == "utf-16" else ""
        raise NotText(1, f"the file is saved as {wide.upper()}{called}", AS_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise NotText(line, "there is a byte 0x00 here, which no text has", "name a text file, saved as UTF-8")
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
        return NotText(line, "the file ends in the middle of a character, so a part is missing", "use a complete copy")
    wrong = f"column {column} has the byte 0x{data[at]:02X}, which is not UTF-8 (older programs save Latin-1 or Shift_JIS)"
    return NotText(line, wrong, AS_UTF8)


def wide_encoding(data: bytes) -> str:
    """Return `utf-16` or `utf-32` if bytes look like it, with or without a mark; else an empty text."""
    return _wide_codec(data)[: len("utf-16")]


def _wide_codec(data: bytes) -> str:
    for mark, name in WIDE:
        if data.startswith(mark):
            return name
    head = data[:LOOKED_AT]
    return next((name for name, width, at, least in EMPTY if b"\0" in head and _leaves_empty(head, width, at, least)), "")


def _leaves_empty(head: bytes, width: int, at: int, least: float) -> bool:
    """Whether one byte in every few is filled, and at least a given share of the others is empty."""
    filled = head[at::width]
    return filled.count(0) * 100 <= len(filled) and head.count(0) >= least * (len(head) - len(filled))


def guessed(data: bytes) -> str:
    """Decode bytes as well as possible, to look at the contents of a damaged file. Raises nothing."""
    return data.decode(_wide_codec(data) or "utf-8-sig", "replace").replace("\r\n", "\n")
