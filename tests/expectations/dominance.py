"""Is any order best in every pairing? Each is tried against the seat's own doctrine in paired games.

`python -m tests.expectations.dominance` prints the orders that helped their seat most; the test asserts that none helps
it in every pairing. A pairing: a doctrine for each seat.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import numpy as np
from attrs import frozen

from kuroshio.files.checks.checker import load_all
from kuroshio.files.content_folders import find_scenario
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.ruleset import Doctrine, Leaning
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from kuroshio.study.batch import Batch, play
from kuroshio.study.reach import STRIDE, number_of_pairings, pairing

GAMES = 400
PAIRINGS = 16
SEED = 77
PREFERRED = 1000  # the weight of an order that is given whenever it may be


@frozen
class Trial:
    """What an order did for a seat: the change of its success in each pairing, in points of share, and its standard errors."""

    seat: str
    order: str
    change: np.ndarray
    error: np.ndarray

    @property
    def dominates(self) -> bool:
        """Whether it helped in every pairing, by more than the dice would."""
        return bool((self.change > self.error).all())


def doctrines_of(tables: Tables, faction: str) -> list[Doctrine]:
    return [doctrine for doctrine in tables.ruleset.doctrines if doctrine.faction == faction]


def orders_of(tables: Tables, faction: str) -> list[str]:
    """Every order that the seat may give in this scenario, holding back and the postures too; moves are left to the doctrine."""
    in_play = tables.rules.action["from_turn"][: len(tables.ruleset.actions)] <= tables.scenario.turns
    return [
        action.id
        for action, open_ in zip(tables.ruleset.actions, in_play, strict=True)
        if open_ and faction in action.actors and not action.everyday and action.mechanism != "redeploy"
    ]


def preferring(doctrine: Doctrine, order: str) -> Doctrine:
    """A doctrine that gives one order whenever it may."""
    return attrs.evolve(doctrine, leanings=(*doctrine.leanings, Leaning(decide="order", choose=order, weight=PREFERRED)))


def successes(tables: Tables, seat: str, chosen: dict[str, str], games: int) -> np.ndarray:
    """Whether the seat met all its aims, by game."""
    playbook = compile_playbook(tables)
    study = Batch(tables, playbook, seat_policies(tables, playbook, chosen.items()), SEED, games, threads=2)
    row = tables.index.factions[seat]
    return np.concatenate([block.results.success[:, row] for block in play(study)]).astype(float)


def settings(tables: Tables) -> list[dict[str, str]]:
    """The pairings in which a seat is tried: some of all that there are, far apart."""
    return [pairing(tables, number * STRIDE % number_of_pairings(tables)) for number in range(PAIRINGS)]


def trials(tables: Tables, seat: str, games: int = GAMES, thorough: bool = True) -> Iterator[Trial]:
    """Try every order of a seat in every pairing, in paired games; if not thorough, only to the first that it does not help."""
    pairings = settings(tables)
    base = [successes(tables, seat, chosen, games) for chosen in pairings]
    for order in orders_of(tables, seat):
        doctrines = tuple(preferring(d, order) if d.faction == seat else d for d in tables.ruleset.doctrines)
        tried = attrs.evolve(tables, ruleset=attrs.evolve(tables.ruleset, doctrines=doctrines))
        change, error = [], []
        for chosen, old in zip(pairings, base, strict=True):
            gain = successes(tried, seat, chosen, games) - old
            change.append(gain.mean())
            error.append(gain.std() / np.sqrt(games))
            if not thorough and change[-1] <= error[-1]:
                break
        yield Trial(seat, order, np.array(change), np.array(error))


def main() -> None:
    tables = compile_tables(*load_all(find_scenario("senkaku_2021")))
    print(f"{'seat':13s} {'order':32s} pairings helped   mean   least    most   (points, {GAMES} paired games a pairing)")
    for seat in (seat.faction for seat in tables.scenario.seats):
        best = sorted(trials(tables, seat), key=lambda trial: -float(trial.change.mean()))
        for trial in best[:3] + [trial for trial in best[3:] if trial.dominates]:
            points = 100 * trial.change
            helped = f"{int((trial.change > trial.error).sum())} of {len(points)}"
            flag = "  IN EVERY PAIRING" if trial.dominates else ""
            figures = f"{points.mean():+7.1f} {points.min():+7.1f} {points.max():+7.1f}"
            print(f"{seat:13s} {trial.order:32s} {helped:>15s} {figures}{flag}")


if __name__ == "__main__":
    main()
