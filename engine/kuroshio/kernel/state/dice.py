"""Keyed dice: every roll is a hash of what it decides, so no roll depends on any other.

(seed, turn, phase, actor, action, area, target, occurrence, purpose, round) goes through splitmix64's finaliser
(Steele, Lea and Flood 2014); ids enter by a hash of their names (`stable_key`), never by their place in a table.
"""

from __future__ import annotations

import hashlib

import numpy as np

from kuroshio.kernel.jit import part
from kuroshio.kernel.state.codes import int64, uint64
from kuroshio.kernel.state.fields import u8

GOLDEN = uint64(0x9E3779B97F4A7C15)
MIX_1 = uint64(0xBF58476D1CE4E5B9)
MIX_2 = uint64(0x94D049BB133111EB)
S27, S30, S31, S32 = uint64(27), uint64(30), uint64(31), uint64(32)
LOW = uint64(0xFFFFFFFF)
SIX = uint64(6)
NOBODY = uint64(0)
WAYS = int64(36)  # in which two dice can fall

# Ways out of 36 to throw each total of 2d6, and each total or more.
AT_LEAST = np.array([36, 36, 36, 35, 33, 30, 26, 21, 15, 10, 6, 3, 1, 0], np.int64)


def stable_key(kind: str, name: str) -> int:
    """A 64-bit key from a name: the same on any machine, whatever else the tables hold."""
    return int.from_bytes(hashlib.blake2b(f"{kind}:{name}".encode(), digest_size=8).digest(), "little")


@part
def mix(z: u8) -> u8:
    """Splitmix64's finaliser: every bit of z changes half the bits of the result."""
    z = (z ^ (z >> S30)) * MIX_1
    z = (z ^ (z >> S27)) * MIX_2
    return z ^ (z >> S31)


@part
def fold(h: u8, value: u8) -> u8:
    """Stir one more part of a key into a hash."""
    return mix(h + GOLDEN ^ value)


@part
def game_seed(seed: u8, number: int) -> u8:
    """The seed of game `number` of a study with this seed."""
    return fold(mix(uint64(seed) + GOLDEN), uint64(number))


@part
def draw(
    seed: u8, turn: int, phase: int, actor: u8, action: u8, area: u8, target: u8, occurrence: int, purpose: int, round_no: int
) -> u8:
    """Return 64 random bits for one roll; actor, action, area and target are stable keys."""
    when = uint64(turn) << S32 | uint64(phase) << uint64(24) | uint64(purpose) << uint64(16)
    h = fold(seed, when | uint64(occurrence) << uint64(8) | uint64(round_no))
    h = fold(h, actor)
    h = fold(h, action)
    h = fold(h, area)
    return fold(h, target)


@part
def die_1(bits: u8) -> int:
    """The first of two dice, 1 to 6."""
    return int64(((bits >> S32) * SIX) >> S32) + 1


@part
def die_2(bits: u8) -> int:
    """The second of two dice, 1 to 6."""
    return int64(((bits & LOW) * SIX) >> S32) + 1


@part
def pick(bits: u8, n: int) -> int:
    """A whole number from 0 to n-1; the bias is below n / 2**32."""
    return int64(((bits >> S32) * uint64(n)) >> S32)
