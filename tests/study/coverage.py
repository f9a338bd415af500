"""How often a 95 per cent interval holds what it is an interval of: on known distributions, and on real games drawn anew.

    .venv/bin/python -m tests.study.coverage

prints the table. A line is a distribution, or an outcome of real games; a column the number of games of a sample. Each cell
has the share of samples, in per cent, whose interval holds the true mean, and how many games of a sample differ from the
commonest value on average: with few of these every interval must hold nearly always, for it can take few values only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
from attrs import frozen

from kuroshio.files.checks.checker import load_all
from kuroshio.files.content_folders import find_scenario
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from kuroshio.study.batch import Batch, play, play_abreast
from kuroshio.study.intervals import Sample, interval
from kuroshio.study.outcomes import is_rate
from kuroshio.study.paired_differences import comparable
from kuroshio.study.variant import change, read_variant

SIZES = (25, 100, 400, 1600)  # games of a sample
Draw = Callable[[np.random.Generator, int], np.ndarray]


@frozen
class World:
    """Something whose mean is known. rare: the share of games, at most, that differ from the commonest value."""

    name: str
    mean: float
    rare: float
    draw: Draw
    least: float = -np.inf
    most: float = np.inf


@frozen
class Cell:
    """What came of one world and size. held: share of intervals that hold the mean; events: see above."""

    world: World
    n: int
    held: float
    events: float


@lru_cache(maxsize=1 << 18)
def ends(times: tuple[tuple[int, int], ...], least: float, most: float) -> tuple[float, float]:
    return interval(Sample(dict(times), least, most))


def measure(world: World, n: int, samples: int, seed: int = 7) -> Cell:
    """Draw samples of n games and see how many intervals hold the mean."""
    dice, held, events = np.random.default_rng(seed), 0, 0
    for _ in range(samples):
        times = Counter(world.draw(dice, n).tolist())
        low, high = ends(tuple(sorted(times.items())), world.least, world.most)
        held += low <= world.mean <= high
        events += n - max(times.values())
    return Cell(world, n, held / samples, events / samples)


# --- known distributions ---------------------------------------------------------------------------


def share(p: float) -> World:
    return World(f"share of {p}", p, p, lambda dice, n: (dice.random(n) < p).astype(int), 0, 1)


def poisson(rate: float) -> World:
    return World(f"Poisson, {rate} a game", rate, 1 - np.exp(-rate), lambda dice, n: dice.poisson(rate, n), 0)


def several(p: float, sizes: tuple[int, ...], weights: tuple[float, ...]) -> World:
    """In a share p of games something happens, and then so often."""

    def draw(dice: np.random.Generator, n: int) -> np.ndarray:
        return np.where(dice.random(n) < p, dice.choice(sizes, n, p=weights), 0)

    mean = p * float(np.dot(sizes, weights))
    return World(f"in {p} of games {'-'.join(map(str, sizes))}", mean, p, draw, 0)


def pairs(lost: float, gained: float) -> World:
    """Of a rate, in a share of games only the first has it, in another only the second."""

    def draw(dice: np.random.Generator, n: int) -> np.ndarray:
        u = dice.random(n)
        return (u < gained).astype(int) - (u > 1 - lost)

    return World(f"pairs: {lost} lost, {gained} gained", gained - lost, gained + lost, draw, -1, 1)


def known() -> Iterator[World]:
    yield from (share(p) for p in (0.0005, 0.002, 0.005, 0.02, 0.1, 0.5, 0.97))
    yield from (poisson(rate) for rate in (0.0005, 0.002, 0.005, 0.02, 0.1, 1.0, 20.0))
    yield from (several(p, (1, 2, 3), (0.7, 0.2, 0.1)) for p in (0.002, 0.02, 0.1))
    yield from (several(p, (1, 2, 3, 4, 5), (0.5, 0.25, 0.125, 0.0625, 0.0625)) for p in (0.002, 0.02, 0.1))
    yield from (pairs(*both) for both in ((0.001, 0.001), (0.0, 0.004), (0.01, 0.03), (0.1, 0.12), (0.0, 0.3)))


# --- real games --------------------------------------------------------------------------------------


def among(name: str, values: np.ndarray, least: float, most: float) -> World:
    """Games drawn anew from games that were played."""
    values = values.astype(int)
    rare = 1 - max(Counter(values.tolist()).values()) / len(values)
    return World(name, float(values.mean()), rare, lambda dice, n: values[dice.integers(0, len(values), n)], least, most)


def played(scenario: str, games: int) -> Iterator[World]:
    """The values of every measure, and the rate of every rate, over games of a scenario by doctrine."""
    tables = compile_tables(*load_all(find_scenario(scenario), None))
    playbook = compile_playbook(tables)
    policy = seat_policies(tables, playbook, {seat.faction: seat.doctrine for seat in tables.scenario.seats}.items())
    blocks = list(play(Batch(tables, playbook, policy, 5, games)))
    for m, one in enumerate(tables.scenario.measures):
        values = np.concatenate([block.results.measure[:, m] for block in blocks])
        if not is_rate(one) or one.track.startswith("count."):
            yield among(f"{scenario}: {one.id}", values, 0, np.inf)


def compared(scenario: str, key: str, games: int) -> Iterator[World]:
    """The differences that a changed value makes, game by game."""
    first = read_variant(find_scenario(scenario), None)
    studies = []
    for variant in (first, change(first, key)):
        tables = variant.tables()
        playbook = compile_playbook(tables)
        seats = {seat.faction: seat.doctrine for seat in tables.scenario.seats}
        studies.append(Batch(tables, playbook, seat_policies(tables, playbook, seats.items()), 5, games))
    outcomes = comparable(studies[0].tables, studies[1].tables)[0]
    blocks = list(play_abreast(studies))
    for one, other in outcomes:
        more = np.concatenate([other.values(b.results) - one.values(a.results) for a, b in blocks])
        bounds = (-1, 1) if one.unit == "rate" else (-np.inf, np.inf)
        yield among(f"difference: {one.id}", more, *bounds)


def real(games: int) -> Iterator[World]:
    yield from played("senkaku_2021", games)
    yield from compared("senkaku_2021", "action.reaffirm_article_5.difficulty=9", games)


def main() -> None:
    for world in (*known(), *real(10_000)):
        cells = [measure(world, n, 2000) for n in SIZES]
        print(f"{world.name:42s}", "  ".join(f"{100 * cell.held:5.1f} ({cell.events:6.1f})" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
