"""What a statement counts in the games of an arm: a measure of the scenario, or acts, answers, crises and tracks."""

from __future__ import annotations

import math
from collections.abc import Callable

import attrs
import numpy as np
from attrs import frozen

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from kuroshio.players.whole_games import make_memory
from kuroshio.study import batch
from kuroshio.study.incident_tables import ANSWERS, CRISES, INCIDENTS, event_tables, lines_of, play_told, strung_told
from kuroshio.study.outcomes import bounds_of, is_rate, reached
from kuroshio.study.result_tables import Columns
from tests.expectations.verdicts import Counted

Span = tuple[int, ...]  # the first and the last turn
NEXT = 1  # quarters after a crisis in which answers are still counted as given in it


@frozen
class Played:
    """The games of one arm under one doctrine. rows: (n, turns); events: the tables of incidents, answers and crises."""

    tables: Tables
    results: np.recarray
    rows: np.recarray
    events: dict[str, Columns]

    @property
    def n(self) -> int:
        """The number of games."""
        return len(self.results)

    def by_game(self, table: str, which: np.ndarray) -> np.ndarray:
        """How many of some rows of a table each game has (n)."""
        return np.bincount(self.events[table]["game"][which], minlength=self.n).astype(float)


def play_arm(tables: Tables, doctrines: dict[str, str], seed: int, games: int) -> Played:
    """Play the games of an arm, numbered from 0, with their logs."""
    playbook = compile_playbook(tables)
    study = batch.Batch(tables, playbook, seat_policies(tables, playbook, doctrines.items()), seed, games)
    memory = make_memory(lines_of(tables.scenario.turns))
    blocks, told = zip(*(play_told(study, numbers, memory) for numbers in batch.blocks_of(study)))
    played = batch.joined(blocks)
    return Played(tables, played.results, played.rows, event_tables(tables, strung_told(told), 0))


@frozen
class Acts:
    """Which incidents are meant; what is empty narrows nothing. turns: the first and the last."""

    by: str = ""
    victim: str = ""
    at: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    turns: Span = ()

    def rows(self, played: Played) -> np.ndarray:
        """Which rows of the incidents are meant."""
        table = played.events[INCIDENTS]
        wanted = {
            "author": (self.by,) * bool(self.by), "victim": (self.victim,) * bool(self.victim), "flashpoint": self.at,
            "area": self.areas, "act_class": self.classes, "status": self.statuses,
        }  # fmt: skip
        found = within(table["turn"], self.turns)
        for column, words in wanted.items():
            if words:
                found &= np.isin(table[column], words)
        return found

    def is_possible(self, tables: Tables) -> bool:
        """Whether an act of these classes can be done there at all, by somebody whom it names, in this scenario."""
        places = {*self.areas, *(place.area for place in tables.ruleset.flashpoints if place.id in self.at)}
        return any(
            (not self.classes or action.act_class in self.classes)
            and (not self.by or self.by in action.actors)
            and (not self.victim or self.victim in action.targets)
            and (not places or places.intersection(action.areas))
            and (not action.deck or action.deck in tables.scenario.decks)
            for action in tables.ruleset.actions
            if action.act_class
        )


@frozen
class Crises:
    """Which crises are meant. turns: the first and the last in which they come."""

    at: tuple[str, ...] = ()
    turns: Span = ()
    endings: tuple[str, ...] = ()

    def rows(self, played: Played) -> np.ndarray:
        """Which rows of the crises are meant."""
        table = played.events[CRISES]
        found = within(table["turn"], self.turns)
        for column, words in (("flashpoint", self.at), ("ending", self.endings)):
            if words:
                found &= np.isin(table[column], words)
        return found


@frozen
class Among:
    """Only games that have such acts or crises, or that have none. expected: the level that was expected of `seat` there."""

    acts: Acts | None = None
    crises: Crises | None = None
    seat: str = ""
    expected: tuple[str, ...] = ()
    none: bool = False

    def games(self, played: Played) -> np.ndarray:
        """Which games are counted (n)."""
        if self.crises is not None:
            there = played.by_game(CRISES, self.crises.rows(played)) > 0
        elif self.acts is not None and self.expected:
            there = played.by_game(ANSWERS, answers_to(played, self.acts, self.seat, "expected", self.expected)) > 0
        else:
            there = played.by_game(INCIDENTS, (self.acts or Acts()).rows(played)) > 0
        return ~there if self.none else there


@frozen
class Count:
    """What is counted. of: a word of KINDS. among: conditions that a game must meet, all of them.

    id: a measure of the scenario; acts, crises: which are meant; seat, levels: whose answers; any: games with one at least;
    windows: spans of turns in which acts are counted, one case each; track, turns: whose mean over which turns; since: the turn
    whose closing value is taken away from it; absolute: without the sign.
    """

    of: str
    id: str = ""
    acts: Acts = Acts()
    crises: Crises = Crises()
    seat: str = ""
    levels: tuple[str, ...] = ()
    any: bool = False
    windows: tuple[Span, ...] = ()
    track: str = ""
    turns: Span = ()
    since: int = 0
    absolute: bool = False
    among: tuple[Among, ...] = ()

    @property
    def readings(self) -> tuple[str, ...]:
        """What must be measured at the end of each turn."""
        return (self.track,) if self.track else ()

    @property
    def conditional(self) -> bool:
        """Whether it is over acts, crises, or games of a kind, of which few say nothing."""
        return bool(self.among) or self.of in ("answered", "answers_in_crises", "endings")

    def missing(self, tables: Tables) -> str:
        """Why it cannot be counted in this scenario; empty where it can."""
        if self.of == "measure" and self.id not in {measure.id for measure in tables.scenario.measures}:
            return f"the scenario has no measure {self.id}"
        if self.of in ("acts", "answered") and not self.acts.is_possible(tables):
            where = ", ".join((*self.acts.at, *self.acts.areas)) or f"towards {self.acts.victim}"
            return f"no act of class {', '.join(self.acts.classes)} by {self.acts.by} can be done: {where}"
        return ""

    def counted(self, played: Played) -> Counted:
        """Count it in the games of an arm."""
        found = KINDS[self.of](self, played)
        kept = np.ones(played.n, bool)
        for condition in self.among:
            kept &= condition.games(played)
        return attrs.evolve(found, sums=np.where(kept, found.sums, 0.0), cases=np.where(kept, found.cases, 0.0))


def within(turn: np.ndarray, turns: Span) -> np.ndarray:
    """Which turns lie within a span; all where none is given."""
    return (turn >= turns[0]) & (turn <= turns[-1]) if turns else np.ones(len(turn), bool)


def keys_in(table: Columns) -> np.ndarray:
    """One number for each incident of all games."""
    return table["game"].astype(np.int64) << 20 | table["incident"]


def answers_to(played: Played, acts: Acts, seat: str, column: str, words: tuple[str, ...]) -> np.ndarray:
    """Which answers of a seat to some incidents have one of these words in a column."""
    incidents, answers = played.events[INCIDENTS], played.events[ANSWERS]
    meant = np.isin(keys_in(answers), keys_in(incidents)[acts.rows(played)])
    return meant & (answers["seat"] == seat) & np.isin(answers[column], words)


def of_measure(count: Count, played: Played) -> Counted:
    """The share of games that meet a measure's condition, or its mean."""
    at, measure = next((m, one) for m, one in enumerate(played.tables.scenario.measures) if one.id == count.id)
    values = played.results.measure[:, at]
    share = is_rate(measure)
    least, most = (0.0, 1.0) if share else bounds_of(measure, played.tables)
    sums = reached(measure, values) if share else values
    return Counted(sums.astype(float), np.ones(played.n), share, least, most)


def of_acts(count: Count, played: Played) -> Counted:
    """Acts a game, or games with one at least; with `windows`, acts a window."""
    rows = count.acts.rows(played)
    if count.windows:
        turn = played.events[INCIDENTS]["turn"]
        rows &= np.any([within(turn, window) for window in count.windows], axis=0)
        return Counted(played.by_game(INCIDENTS, rows), np.full(played.n, float(len(count.windows))), least=0.0)
    sums = played.by_game(INCIDENTS, rows)
    if count.any:
        return Counted((sums > 0).astype(float), np.ones(played.n), True, 0.0, 1.0)
    return Counted(sums, np.ones(played.n), least=0.0)


def of_answered(count: Count, played: Played) -> Counted:
    """Of the acts, the share that a seat answers at one of the levels."""
    rows = answers_to(played, count.acts, count.seat, "level", count.levels)
    cases = played.by_game(INCIDENTS, count.acts.rows(played))
    return Counted(played.by_game(ANSWERS, rows), cases, True, 0.0, 1.0)


def of_answers_in_crises(count: Count, played: Played) -> Counted:
    """Answers of a seat at one of the levels in the quarter of a crisis and the next, per crisis."""
    crises = played.events[CRISES]
    meant = count.crises.rows(played)
    began = crises["game"][meant] << 20 | crises["turn"][meant]
    answers = played.events[ANSWERS]
    quarter = answers["game"].astype(np.int64) << 20 | answers["turn"]
    rows = answers_to(played, count.acts, count.seat, "level", count.levels)
    rows &= np.any([np.isin(quarter - later, began) for later in range(NEXT + 1)], axis=0)
    return Counted(played.by_game(ANSWERS, rows), played.by_game(CRISES, meant), least=0.0)


def of_endings(count: Count, played: Played) -> Counted:
    """Of the crises, the share that ends so."""
    place = attrs.evolve(count.crises, endings=())
    ended, all_of_them = (played.by_game(CRISES, which.rows(played)) for which in (count.crises, place))
    return Counted(ended, all_of_them, True, 0.0, 1.0)


def of_crises(count: Count, played: Played) -> Counted:
    """Games with one such crisis at least."""
    sums = played.by_game(CRISES, count.crises.rows(played)) > 0
    return Counted(sums.astype(float), np.ones(played.n), True, 0.0, 1.0)


def of_track(count: Count, played: Played) -> Counted:
    """The mean of a track over some turns, or what it has changed by since the end of an earlier turn."""
    at = next(m for m, measure in enumerate(played.tables.scenario.measures) if measure.id == count.track)
    values = played.rows.measure[:, :, at].astype(float)
    first, last = (count.turns[0], count.turns[-1]) if count.turns else (1, values.shape[1])
    sums = values[:, first - 1 : last].mean(axis=1)
    if count.since:
        sums = sums - values[:, count.since - 1]
    return Counted(np.abs(sums) if count.absolute else sums, np.ones(played.n), least=-math.inf)


KINDS: dict[str, Callable[[Count, Played], Counted]] = {
    "measure": of_measure,
    "acts": of_acts,
    "answered": of_answered,
    "answers_in_crises": of_answers_in_crises,
    "endings": of_endings,
    "crises": of_crises,
    "track": of_track,
}
