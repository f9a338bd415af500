"""The dice are fair, whatever part of their key changes, and what lies next to each other has nothing in common."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit
from scipy import stats

from kuroshio.files.checks.check_fields import FIELDS, MOST_ROUNDS, MOST_TURNS
from kuroshio.kernel.jit import INTERPRETED
from kuroshio.kernel.state import codes, dice
from kuroshio.kernel.state.dice import AT_LEAST, die_1, die_2, draw, game_seed, pick, stable_key
from kuroshio.model import capacities
from kuroshio.model.ruleset import Event

N = 60_000
UNLIKELY = 1e-4
GOLDEN_KEY = 15859486726093124971
GOLDEN_ROLLS = [[5, 5], [6, 6], [4, 4], [1, 5], [2, 4], [3, 3], [3, 1], [5, 2]]
PARTS = ("seed", "turn", "phase", "actor", "action", "area", "target", "occurrence", "purpose", "round_no")
WIDTHS = {"turn": 1 << 24, "phase": 256, "purpose": 256, "occurrence": 256, "round_no": 256}


@njit
def throw_all(keys):
    """Both dice, and a pick of 0 to 9, for every row of keys."""
    thrown = np.empty((len(keys), 3), np.int64)
    for i in range(len(keys)):
        k = keys[i]
        bits = draw(k[0], k[1], k[2], k[3], k[4], k[5], k[6], k[7], k[8], k[9])
        thrown[i, 0], thrown[i, 1], thrown[i, 2] = die_1(bits), die_2(bits), pick(bits, 10)
    return thrown


@njit
def seeds_of_games(seed, first, n):
    seeds = np.empty(n, np.uint64)
    for i in range(n):
        seeds[i] = game_seed(np.uint64(seed), np.uint64(first + i))
    return seeds


def keys(n: int = N, **parts: object) -> np.ndarray:
    """Keys of n rolls: one and the same ordinary roll, save the parts given."""
    plain = {"seed": 42, "turn": 3, "phase": 2, "actor": stable_key("faction", "a"), "action": stable_key("action", "b")}
    rows = np.zeros((n, len(PARTS)), np.uint64)
    for i, part in enumerate(PARTS):
        rows[:, i] = parts.get(part, plain.get(part, 0))
    return rows


def names(kind: str, n: int = N) -> np.ndarray:
    return np.array([stable_key(kind, f"n{i}") for i in range(n)], np.uint64)


def p_of(values: np.ndarray, weights: list[int]) -> float:
    """How likely so uneven a count is when each value has its weight."""
    counted = np.bincount(values, minlength=len(weights))
    assert len(counted) == len(weights)
    return float(stats.chisquare(counted, np.array(weights) * len(values) / sum(weights)).pvalue)


def assert_fair(thrown: np.ndarray) -> None:
    first, second = thrown[:, 0], thrown[:, 1]
    assert p_of(first - 1, [1] * 6) > UNLIKELY
    assert p_of(second - 1, [1] * 6) > UNLIKELY
    assert p_of(first + second - 2, [1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1]) > UNLIKELY
    assert p_of(6 * (first - 1) + second - 1, [1] * 36) > UNLIKELY
    assert p_of(thrown[:, 2], [1] * 10) > UNLIKELY


@pytest.mark.parametrize("part", ["seed", "turn"])
def test_fair_over_plain_numbers(part: str) -> None:
    assert_fair(throw_all(keys(**{part: np.arange(N)})))


@pytest.mark.parametrize("part", ["actor", "action", "area", "target"])
def test_fair_over_names(part: str) -> None:
    assert_fair(throw_all(keys(**{part: names(part)})))


@pytest.mark.parametrize("purpose", range(1, 12))
def test_fair_for_every_purpose(purpose: int) -> None:
    assert_fair(throw_all(keys(N // 2, seed=seeds_of_games(7, 0, N // 2), purpose=purpose)))


@pytest.mark.parametrize("turn", range(1, 9))
def test_fair_in_every_turn(turn: int) -> None:
    assert_fair(throw_all(keys(N // 2, seed=seeds_of_games(8, 0, N // 2), turn=turn)))


@pytest.mark.parametrize("actor", [0, 1, 2**64 - 1, *(stable_key("faction", name) for name in ("china", "japan", "us"))])
def test_fair_for_every_actor_key(actor: int) -> None:
    assert_fair(throw_all(keys(N // 2, seed=seeds_of_games(9, 0, N // 2), actor=actor)))


def assert_unrelated(one: np.ndarray, other: np.ndarray) -> None:
    """Neither die of one roll tells anything of either die of the other."""
    for a in (0, 1):
        for b in (0, 1):
            together = np.bincount(6 * (one[:, a] - 1) + other[:, b] - 1, minlength=36)
            assert stats.chisquare(together).pvalue > UNLIKELY
    total, next_total = one[:, 0] + one[:, 1], other[:, 0] + other[:, 1]
    assert stats.pearsonr(total, next_total).pvalue > UNLIKELY


@pytest.mark.parametrize("part", ["turn", "phase", "occurrence", "purpose", "round_no"])
def test_neighbouring_keys_have_nothing_in_common(part: str) -> None:
    seeds = seeds_of_games(10, 0, N)
    assert_unrelated(*(throw_all(keys(seed=seeds, **{part: value})) for value in (3, 4)))


def test_neighbouring_seeds_have_nothing_in_common() -> None:
    rolls = np.arange(N)  # turns tell the rolls of one game apart
    for seed in (0, 1, 2**63):
        one, other = (seeds_of_games(np.uint64(s), 0, 1)[0] for s in (seed, seed + 1))
        assert_unrelated(throw_all(keys(seed=one, turn=rolls)), throw_all(keys(seed=other, turn=rolls)))


def test_neighbouring_games_have_nothing_in_common() -> None:
    seeds = seeds_of_games(11, 0, N + 1)
    assert_unrelated(throw_all(keys(seed=seeds[:-1])), throw_all(keys(seed=seeds[1:])))


def test_the_two_dice_of_a_roll_have_nothing_in_common() -> None:
    thrown = throw_all(keys(seed=seeds_of_games(12, 0, N)))
    together = np.bincount(6 * (thrown[:, 0] - 1) + thrown[:, 1] - 1, minlength=36)
    assert stats.chisquare(together).pvalue > UNLIKELY


def test_games_of_two_seeds_are_all_different() -> None:
    assert len(np.unique(np.concatenate([seeds_of_games(seed, 0, 10_000) for seed in range(10)]))) == 100_000


def test_no_part_of_a_key_runs_into_its_neighbour() -> None:
    """The largest value of each packed part gives another roll than the next value of the part beside it."""
    rows = [keys(1)]
    for part, width in WIDTHS.items():
        rows += [keys(1, **{part: 1 + PARTS.index(part)}), keys(1, **{part: width - 1})]
    seen = [tuple(row) for row in np.concatenate(rows).tolist()]
    bits = {draw_bits(row) for row in seen}
    assert len(bits) == len(set(seen))


@njit
def bits_of(k):
    return draw(k[0], k[1], k[2], k[3], k[4], k[5], k[6], k[7], k[8], k[9])


def draw_bits(row: tuple[int, ...]) -> int:
    return int(bits_of(np.array(row, np.uint64)))


def test_what_is_packed_into_a_key_has_room_there() -> None:
    """Nothing that counts on as occurrence, round, phase or purpose can reach its neighbour in the key."""
    stages = FIELDS[Event]["stages"].most
    occurrences = (
        capacities.MAX_HAND,
        capacities.MAX_LINES,
        capacities.MAX_INCIDENTS,
        capacities.MAX_ORDERS + 1,
        capacities.MAX_STAGES + 2,
        stages,
    )
    assert max(occurrences) <= WIDTHS["occurrence"]
    assert max(MOST_ROUNDS, MOST_TURNS + 1) <= WIDTHS["round_no"], "rounds of a crisis; turns that a case is open"
    assert max(value for name, value in vars(codes).items() if name.startswith("DIE_")) < WIDTHS["purpose"]
    assert max(len(codes.PHASES), len(codes.QUESTIONS)) <= WIDTHS["phase"]
    assert WIDTHS["turn"] > MOST_TURNS


def test_actor_and_target_may_not_change_places() -> None:
    a, b = stable_key("faction", "a"), stable_key("faction", "b")
    one, other = keys(1, actor=a, target=b)[0], keys(1, actor=b, target=a)[0]
    assert draw_bits(tuple(one.tolist())) != draw_bits(tuple(other.tolist()))


def test_stable_key_is_what_it_always_was() -> None:
    assert stable_key("faction", "japan") == GOLDEN_KEY


def test_stable_key_tells_kinds_and_names_apart() -> None:
    keys_of = {stable_key(kind, name) for kind in ("faction", "area", "action") for name in ("okinawa", "taiwan", "a:b")}
    assert len(keys_of) == 9
    assert all(0 < key < 2**64 for key in keys_of)


def test_the_first_roll_is_what_it_always_was() -> None:
    assert throw_all(keys(8, seed=seeds_of_games(1, 0, 8)))[:, :2].tolist() == GOLDEN_ROLLS


def test_ways_to_throw_at_least() -> None:
    totals = [a + b for a in range(1, 7) for b in range(1, 7)]
    assert [sum(total >= number for total in totals) for number in range(14)] == AT_LEAST.tolist()


@pytest.mark.skipif(INTERPRETED, reason="nothing is compiled")
def test_interpreted_dice_are_the_compiled_ones() -> None:
    rng = np.random.default_rng(5)
    for row in rng.integers(0, 2**64, (50, len(PARTS)), np.uint64):
        for part, width in WIDTHS.items():
            row[PARTS.index(part)] %= np.uint64(min(width, 200))
        assert interpreted(row) == draw_bits(tuple(row.tolist()))


def interpreted(row: np.ndarray) -> int:
    """The same hash in whole numbers of Python, written down once more."""

    def mix(z: int) -> int:
        z = (z ^ z >> 30) * int(dice.MIX_1) % 2**64
        z = (z ^ z >> 27) * int(dice.MIX_2) % 2**64
        return z ^ z >> 31

    seed, turn, phase, actor, action, area, target, occurrence, purpose, round_no = row.tolist()
    h = seed
    for part in (turn << 32 | phase << 24 | purpose << 16 | occurrence << 8 | round_no, actor, action, area, target):
        h = mix(((h + int(dice.GOLDEN)) % 2**64) ^ part)
    return h
