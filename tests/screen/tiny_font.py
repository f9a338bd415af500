"""A TrueType font of a few characters, each a block of its own width, so that tests need no font of a machine."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

EM = 1000
ASCENT, DESCENT = 800, -200


def write_font(path: Path, widths: Mapping[str, int]) -> Path:
    """Write a font that has these characters, each a filled block so many thousandths of an em wide; its path."""
    chars = sorted(widths)
    blocks = [block(EM // 2), *(block(widths[char]) for char in chars)]
    advances = [EM // 2, *(widths[char] for char in chars)]
    places = [0]
    for one in blocks:
        places.append(places[-1] + len(one))
    tables = {
        b"cmap": cmap(chars),
        b"glyf": b"".join(blocks),
        b"head": struct.pack(">LLLLHH16xhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, EM, 0, 0, EM, ASCENT, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">LhhhHhhhhhh8xhH", 0x10000, ASCENT, DESCENT, 0, EM, 0, 0, EM, 1, 0, 0, 0, len(blocks)),
        b"hmtx": b"".join(struct.pack(">Hh", advance, 0) for advance in advances),
        b"loca": struct.pack(f">{len(places)}L", *places),
        b"maxp": struct.pack(">LH13H", 0x10000, len(blocks), 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": struct.pack(">HHH", 0, 0, 6),
        b"post": struct.pack(">LLhhLLLLL", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    }  # fmt: skip
    path.write_bytes(joined(tables))
    return path


def block(width: int) -> bytes:
    """The outline of a rectangle as wide as its advance, from the base line to the ascent."""
    head = struct.pack(">hhhhh", 1, 0, 0, width, ASCENT)
    xs, ys = struct.pack(">hhhh", 0, 0, width, 0), struct.pack(">hhhh", 0, ASCENT, 0, -ASCENT)
    outline = head + struct.pack(">HH", 3, 0) + bytes([1] * 4) + xs + ys
    return outline + b"\0" * (-len(outline) % 4)


def cmap(chars: list[str]) -> bytes:
    """Character to glyph, in one subtable of format 12."""
    groups = b"".join(struct.pack(">LLL", ord(char), ord(char), n) for n, char in enumerate(chars, 1))
    table = struct.pack(">HHLLL", 12, 0, 16 + len(groups), 0, len(chars)) + groups
    return struct.pack(">HHHHL", 0, 1, 3, 10, 12) + table


def joined(tables: Mapping[bytes, bytes]) -> bytes:
    """The tables as a file."""
    at, directory, bodies = 12 + 16 * len(tables), b"", b""
    for tag, data in sorted(tables.items()):
        padded = data + b"\0" * (-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory += tag + struct.pack(">LLL", total, at + len(bodies), len(data))
        bodies += padded
    return struct.pack(">LHHHH", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128) + directory + bodies
