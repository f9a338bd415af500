"""A batch of games as an expectation reads it: what stood at the end of each turn, and what was done in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import attrs
import numpy as np
from attrs import frozen

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import OUTCOME, TURN
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.ruleset import Doctrine, Leaning
from kuroshio.model.scenario import Measure
from kuroshio.players.doctrine_tables import Playbook, compile_playbook, seat_policies
from kuroshio.players.whole_games import make_memory, play_games
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
    chosen = dict.fromkeys((seat.faction for seat in scenario.seats), everybody) if everybody else {}
    policy = seat_policies(tables, playbook, {**chosen, **given}.items())  # type: ignore[arg-type]
    values, success, acts = play_all(tables, playbook, policy, seed, games)
    number, turn, actor, action, band = acts
    on_agenda = np.array([action.arena not in ("geostrategic", "standing") for action in ruleset.actions])
    other, good = on_agenda[action], band >= codes.SUCCESS
    shape = (games, scenario.turns)
    done = counted((number, turn, action), (*shape, len(ruleset.actions)))
    liked = counted((number[good], turn[good], action[good]), (*shape, len(ruleset.actions)))
    agenda = counted((number[other], turn[other], actor[other]), (*shape, len(ruleset.factions)))
    return Games(
        {reading: values[:, :, i] for i, reading in enumerate(readings)},
        {action.id: done[:, :, a] for a, action in enumerate(ruleset.actions)},
        {action.id: liked[:, :, a] for a, action in enumerate(ruleset.actions)},
        {faction.id: success[:, f] for f, faction in enumerate(ruleset.factions)},
        {faction.id: agenda[:, :, f] for f, faction in enumerate(ruleset.factions)},
    )


def play_all(
    tables: Tables, playbook: Playbook, policy: np.ndarray, seed: int, games: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Play games one by one: measures (n, t, readings), success (n, factions), and a column an act: game, turn - 1, and so on.

    A log is read as plain columns: as records, field by field, reading takes three times as long as playing.
    """
    w, turns = make_memory(LINES), int(tables.rules.n_turns)
    log, one = (np.asarray(records).view(np.ndarray) for records in (w.log, w.games))
    results, rows = np.zeros((games, 1), OUTCOME).view(np.recarray), np.zeros((games, 1, turns), TURN).view(np.recarray)
    acts = []
    for n in range(games):
        play_games(
            tables.rules, playbook.record, policy, np.uint64(seed), np.int64(n),
            w.games, w.views, w.scratch, w.options, w.weighing, w.log, results[n], rows[n],
        )  # fmt: skip
        what = log["what"][: one["logged"][0]]
        at = np.flatnonzero((what == codes.L_RULING) | (what == codes.L_UNNOTICED))
        columns = (log[name][at] for name in ("actor", "action", "band"))
        acts.append(np.stack([np.full(len(at), n, np.int32), log["turn"][at] - 1, *columns]))
    return rows["measure"][:, 0].astype(np.int64), results["success"][:, 0].astype(bool), np.concatenate(acts, axis=1)


def counted(at: tuple[np.ndarray, ...], shape: tuple[int, ...]) -> np.ndarray:
    """How often each place was named."""
    counts = np.zeros(shape, np.int64)
    np.add.at(counts, at, 1)
    return counts


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
