"""The dice of the kernel worked out once more, apart from it: a key mixed into 64 bits, and what two dice make of them."""

from __future__ import annotations

ALL = (1 << 64) - 1


def mix(z: int) -> int:
    """Splitmix64's finaliser, written once more and apart from the kernel's."""
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & ALL
    z = (z ^ z >> 27) * 0x94D049BB133111EB & ALL
    return z ^ z >> 31


def fold(h: int, part: int) -> int:
    return mix((h + 0x9E3779B97F4A7C15 & ALL) ^ part)


def hashed(seed: int, turn: int, phase: int, purpose: int, round_no: int, keys: tuple[int, ...]) -> int:
    """The bits of a roll, keyed as rule 4.3 says; keys: of the actor, the act, the area and the target."""
    h = fold(seed, turn << 32 | int(phase) << 24 | int(purpose) << 16 | round_no)
    for part in keys:
        h = fold(h, part)
    return h


def total(seed: int, turn: int, phase: int, purpose: int, round_no: int, keys: tuple[int, ...]) -> int:
    """Two dice."""
    h = hashed(seed, turn, phase, purpose, round_no, keys)
    return ((h >> 32) * 6 >> 32) + 1 + ((h & 0xFFFFFFFF) * 6 >> 32) + 1
