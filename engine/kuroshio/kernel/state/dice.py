"""Keyed dice: every roll is a hash of what it decides, so no roll depends on any other.

(seed, turn, phase, actor, action, area, target, occurrence, purpose, round) goes through splitmix64's finaliser
(Steele, Lea and Flood 2014); ids enter by a hash of their names (`stable_key`), never by their place in a table.
"""

from __future__ import annotations

import hashlib

import numpy as np

from kuroshio.kernel.jit import part

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
S27, S30, S31, S32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)
LOW = np.uint64(0xFFFFFFFF)
SIX = np.uint64(6)
NOBODY = np.uint64(0)

# Ways out of 36 to throw each total of 2d6, and each total or more.
AT_LEAST = np.array([36, 36, 36, 35, 33, 30, 26, 21, 15, 10, 6, 3, 1, 0], np.int64)


def stable_key(kind: str, name: str) -> int:
    """A 64-bit key from a name: the same on any machine, whatever else the tables hold."""
    return int.from_bytes(hashlib.blake2b(f"{kind}:{name}".encode(), digest_size=8).digest(), "little")


@part
def mix(z):
    """Splitmix64's finaliser: every bit of z changes half the bits of the result."""
    z = (z ^ (z >> S30)) * MIX_1
    z = (z ^ (z >> S27)) * MIX_2
    return z ^ (z >> S31)


@part
def fold(h, value):
    """Stir one more part of a key into a hash."""
    return mix(h + GOLDEN ^ value)


@part
def game_seed(seed, number):
    """The seed of game `number` of a study with this seed."""
    return fold(mix(np.uint64(seed) + GOLDEN), np.uint64(number))


@part
def draw(seed, turn, phase, actor, action, area, target, occurrence, purpose, round_no):
    """Return 64 random bits for one roll; actor, action, area and target are stable keys."""
    when = np.uint64(turn) << S32 | np.uint64(phase) << np.uint64(24) | np.uint64(purpose) << np.uint64(16)
    h = fold(seed, when | np.uint64(occurrence) << np.uint64(8) | np.uint64(round_no))
    h = fold(h, actor)
    h = fold(h, action)
    h = fold(h, area)
    return fold(h, target)


@part
def die_1(bits):
    """The first of two dice, 1 to 6."""
    return np.int64(((bits >> S32) * SIX) >> S32) + 1


@part
def die_2(bits):
    """The second of two dice, 1 to 6."""
    return np.int64(((bits & LOW) * SIX) >> S32) + 1


@part
def pick(bits, n):
    """A whole number from 0 to n-1; the bias is below n / 2**32."""
    return np.int64(((bits >> S32) * np.uint64(n)) >> S32)
