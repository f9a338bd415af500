"""A batch of games as an expectation reads it: what stood at the end of each turn, and what was done in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import attrs
import numpy as np
from attrs import frozen

from kuroshio.kernel import words
from kuroshio.kernel.tables import compile_tables
from kuroshio.model.ruleset import Doctrine, Leaning
from kuroshio.model.scenario import Measure
from kuroshio.policies.drive import make_workshop, play_block
from kuroshio.policies.playbook import compile_playbook, seat_policies
from tests.stepping import Content

LINES = 16384
GAMES = 800
SEED = 2020


@frozen
class Games:
    """n games of t turns. `series`: closing values by reading (n, t); `done`: acts resolved, by action (n, t).

    `liked`: acts that succeeded, by action (n, t). `won`: whether each seat met all its aims, by faction (n).
    `agenda`: acts other than geostrategic ones, by faction (n, t).
    """

    series: dict[str, np.ndarray]
    done: dict[str, np.ndarray]
    liked: dict[str, np.ndarray]
    won: dict[str, np.ndarray]
    agenda: dict[str, np.ndarray]

    def closing(self, reading: str) -> np.ndarray:
        """The value at the end of each game (n)."""
        return self.series[reading][:, -1]

    def acts(self, *actions: str) -> np.ndarray:
        """How often any of these was done, by game and turn (n, t)."""
        return np.sum([self.done[action] for action in actions], axis=0)


def play(
    content: Content,
    readings: Iterable[str],
    policies: Mapping[str, str] | None = None,
    opening: Mapping[str, int] | None = None,
    games: int = GAMES,
    seed: int = SEED,
) -> Games:
    """Play a batch; `policies` by faction, or "all", go before the scenario's, `opening` goes over its own."""
    ruleset, board, scenario = content
    readings = list(readings)
    measures = tuple(Measure(id=f"m{i}", name=r, source="test", kind="observable", track=r) for i, r in enumerate(readings))
    scenario = attrs.evolve(scenario, measures=measures, opening={**scenario.opening, **(opening or {})})
    tables = compile_tables(ruleset, board, scenario)
    playbook = compile_playbook(tables)
    given = dict(policies or {})
    everybody = given.pop("all", None)
    chosen = dict.fromkeys(tables.index.factions, everybody) if everybody else {}
    policy = seat_policies(tables, playbook, {**chosen, **given}.items())  # type: ignore[arg-type]
    workshop, turns = make_workshop(LINES), scenario.turns
    counts = np.zeros((2, games, turns, len(ruleset.actions)), np.int64)
    values = np.zeros((games, turns, len(readings)), np.int64)
    agenda = np.zeros((games, turns, len(ruleset.factions)), np.int64)
    on_agenda = np.array([action.arena not in ("geostrategic", "standing") for action in ruleset.actions])
    success = np.zeros((games, len(ruleset.factions)), bool)
    for n in range(games):
        results, rows = play_block(tables, playbook, policy, seed, n, 1, workshop)
        log = workshop.log[: int(workshop.games[0].logged)]
        acts = log[(log.what == words.L_RULING) | (log.what == words.L_UNNOTICED)]
        np.add.at(counts[0, n], (acts.turn - 1, acts.action), 1)
        good = acts[acts.band >= words.SUCCESS]
        np.add.at(counts[1, n], (good.turn - 1, good.action), 1)
        other = acts[on_agenda[acts.action]]
        np.add.at(agenda[n], (other.turn - 1, other.actor), 1)
        values[n] = rows[0].measure[:, : len(readings)]
        success[n] = results[0].success[: len(ruleset.factions)]
    return Games(
        {reading: values[:, :, i] for i, reading in enumerate(readings)},
        {action.id: counts[0, :, :, a] for a, action in enumerate(ruleset.actions)},
        {action.id: counts[1, :, :, a] for a, action in enumerate(ruleset.actions)},
        {faction.id: success[:, f] for f, faction in enumerate(ruleset.factions)},
        {faction.id: agenda[:, :, f] for f, faction in enumerate(ruleset.factions)},
    )


def with_doctrine(content: Content, doctrine: str, change: Callable[[Leaning], Leaning | None], *more: Leaning) -> Content:
    """The content with one doctrine changed: each leaning as `change` has it (None drops it), and `more` at the end."""
    ruleset, board, scenario = content
    return attrs.evolve(ruleset, doctrines=tuple(_changed(d, doctrine, change, more) for d in ruleset.doctrines)), board, scenario


def _changed(doctrine: Doctrine, wanted: str, change: Callable[[Leaning], Leaning | None], more: tuple[Leaning, ...]) -> Doctrine:
    if doctrine.id != wanted:
        return doctrine
    kept = [new for leaning in doctrine.leanings if (new := change(leaning)) is not None]
    return attrs.evolve(doctrine, leanings=(*kept, *more))


def without(content: Content, doctrine: str, *choices: str) -> Content:
    """The content with one doctrine that never leans towards these orders."""
    return with_doctrine(content, doctrine, lambda line: None if line.decide == "order" and line.choose in choices else line)


def always(content: Content, doctrine: str, choice: str, weight: int = 1000, **narrowed: str) -> Content:
    """The content with one doctrine that orders this whenever it may."""
    leaning = Leaning(decide="order", choose=choice, weight=weight, **narrowed)  # type: ignore[arg-type]
    return with_doctrine(without(content, doctrine, choice), doctrine, lambda line: line, leaning)
