"""Finds the parts of the rules that never fire in a study.

Games are read from their logs. An act counts when it is resolved, an effect when it changes a track, a modifier when it moves
a number. A link (rule 9) counts when a game is another without it: switched off, it is played until one differs.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import numpy as np
from attrs import frozen

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables, compile_again, names_of
from kuroshio.kernel.tables.entries import weight_of
from kuroshio.model.entry_parts import Effect, Modifier
from kuroshio.players.doctrine_tables import Playbook, seat_policies
from kuroshio.players.whole_games import make_memory, play_block

LINES = 131072  # log lines of one game
STRIDE = 7919  # a prime
TOLD = ("what", "turn", "actor", "action", "area", "target", "subject", "amount")  # what every line of a log has of its own
SUCCEEDED, FAILED = "never succeeds", "never fails"


@frozen
class Unreached:
    """A part of the rules that never fired. kind: its table; what: its id and the part."""

    kind: str
    what: str

    @property
    def entry(self) -> str:
        """The id of its entry."""
        return self.what.split()[0].rstrip(":")


def choices(tables: Tables) -> list[list[tuple[str, str]]]:
    """Return for each seat its possible doctrines, as (faction, doctrine)."""
    return [
        [(seat.faction, doctrine.id) for doctrine in tables.ruleset.doctrines if doctrine.faction == seat.faction]
        for seat in tables.scenario.seats
    ]


def number_of_pairings(tables: Tables) -> int:
    """Return the number of combinations of the seats' doctrines."""
    return math.prod(len(of_seat) for of_seat in choices(tables))


def pairing(tables: Tables, number: int) -> dict[str, str]:
    """Return one combination, as doctrine by faction: the last seat changes fastest; numbers wrap around."""
    chosen = []
    for of_seat in reversed(choices(tables)):
        number, at = divmod(number, len(of_seat))
        chosen.append(of_seat[at])
    return dict(reversed(chosen))


def pairings(tables: Tables) -> list[dict[str, str]]:
    """Yield every combination of the seats' doctrines."""
    return [pairing(tables, number) for number in range(number_of_pairings(tables))]


class Reach:
    """Counts, over the logs of many games, how often each row of the rules has fired."""

    def __init__(self, tables: Tables):
        self.tables = tables
        self.games = 0
        self.stories: list[int] = []  # a number for the log of each game
        ruleset = tables.ruleset
        self.acts = np.zeros((len(ruleset.actions), len(codes.BANDS)), np.int64)
        self.moves = np.zeros(len(ruleset.actions), np.int64)
        self.effects = np.zeros(len(tables.effects), np.int64)
        self.modifiers = np.zeros(len(tables.modifiers), np.int64)
        self.fired = {
            kind: np.zeros(len(entries), np.int64)
            for kind, entries in (
                ("event", ruleset.events),
                ("inject", tables.scenario.injects),
                ("level", ruleset.levels),
                ("gate", ruleset.gates),
                ("crisis_ending", ruleset.crisis_endings),
                ("crisis_role", ruleset.crisis_roles),
                ("link", ruleset.links),
            )
        }
        idle = [row for row, link in enumerate(ruleset.links) if not weight_of(link, ruleset)]
        self.fired["link"][idle] = 1  # switched off, or its dial at 0: not in play

    def add(self, log: Any) -> None:
        """Count one game by its log, a record array of LINE."""
        self.games += 1
        self.stories.append(story_of(log))
        what = log.what
        acts = (what == codes.L_RULING) | (what == codes.L_UNNOTICED)
        np.add.at(self.acts, (log.action[acts], log.band[acts]), 1)
        self._count(self.moves, log.action[((what == codes.L_MOVE) | (what == codes.L_POSTURE)) & (log.action >= 0)])
        self._count(self.effects, log.effect[log.effect >= 0])
        for column in range(log.modifier.shape[1]):
            self._count(self.modifiers, log.modifier[log.n_modifiers > column, column])
        self._count(self.fired["event"], log.subject[what == codes.L_EVENT])
        self._count(self.fired["inject"], log.subject[what == codes.L_INJECT])
        self._count(self.fired["level"], log.action[what == codes.L_RESPONSE])
        self._count(self.fired["crisis_ending"], log.subject[what == codes.L_ENDING])
        chosen = what == codes.L_CHOICE
        self._count(self.fired["crisis_role"], log.action[chosen & (log.amount == codes.ASK_ROLE)])
        opened = chosen & (log.amount == codes.ASK_GATE) & (log.action == codes.YES)
        self._count(self.fired["gate"], log.subject[opened])

    @staticmethod
    def _count(counts: np.ndarray, rows: np.ndarray) -> None:
        counts += np.bincount(rows, minlength=len(counts))

    def dead(self) -> list[Unreached]:
        """Return what has never fired although it is in play; cards of decks that the scenario leaves out are not in play."""
        ruleset, decks = self.tables.ruleset, ("", *self.tables.scenario.decks)
        left_out = {action.id for action in ruleset.actions if action.deck not in decks}
        left_out |= {event.id for event in ruleset.events if event.deck not in decks}
        return [thing for thing in self.unreached() if thing.entry not in left_out]

    def unreached(self) -> Iterator[Unreached]:
        """Yield everything that has never fired, table by table."""
        yield from self._acts()
        for kind, counts in self.fired.items():
            for row, entry in enumerate(self._entries(kind)):
                if not counts[row]:
                    yield Unreached(kind, entry.id)
        names, of_links = parts(self.tables), {id(read) for link in self.tables.ruleset.links for read in link.reads}
        for counts, pool in ((self.effects, self.tables.effects), (self.modifiers, self.tables.modifiers)):
            for row, part in enumerate(pool):
                if not counts[row] and id(part) not in of_links:
                    yield Unreached("effect" if isinstance(part, Effect) else "modifier", names[id(part)])

    def _acts(self) -> Iterator[Unreached]:
        """Yield actions that are never taken, or whose dice never succeed or never fail."""
        for row, action in enumerate(self.tables.ruleset.actions):
            if action.mechanism == "pass":
                continue
            good, bad = self.acts[row, codes.SUCCESS :].sum(), self.acts[row, : codes.SUCCESS].sum()
            if not good + bad + self.moves[row]:
                yield Unreached("action", f"{action.id}: never taken")
            elif action.difficulty and not (good and bad):
                yield Unreached("action", f"{action.id}: {FAILED if good else SUCCEEDED}")

    def _entries(self, kind: str) -> Sequence[Any]:
        """Return the entries of a table in the order of their rows."""
        ruleset = self.tables.ruleset
        if kind == "inject":
            return self.tables.scenario.injects
        if kind == "level":
            return sorted(ruleset.levels, key=lambda level: level.rank)
        entries: Sequence[Any] = getattr(ruleset, f"{kind}s")
        return entries


def parts(tables: Tables) -> dict[int, str]:
    """Return the entry of each effect and modifier of the rules and the scenario, by object identity."""
    return dict(_named(tables.ruleset, "")) | dict(_named(tables.scenario, ""))


def _named(thing: Any, path: str) -> Iterator[tuple[int, str]]:
    """Walk the model; name each effect and modifier by its entry and its place there."""
    if isinstance(thing, Effect):
        change = f"= {thing.set}" if thing.set is not None else f"{thing.add:+d}"
        yield id(thing), f"{path}: {thing.track} {change}"
    elif isinstance(thing, Modifier):
        yield id(thing), f"{path}: {thing.name}"
    elif isinstance(thing, tuple):
        for place, member in enumerate(thing):
            entry = getattr(member, "id", None)
            if entry is None:
                entry = f"{path}[{place}]" if attrs.has(type(member)) and hasattr(member, "cost") else path
            yield from _named(member, entry)
    elif attrs.has(type(thing)):
        for field in attrs.fields(type(thing)):
            yield from _named(getattr(thing, field.name), f"{path} {field.name}".strip() if path else "")


def play_pairings(found: Reach, playbook: Playbook, games: int, seed: int) -> Iterator[Reach]:
    """Play games of a seed, spread evenly over the pairings, and count them in `found`; yield it after each."""
    tables = found.tables
    memory = make_memory(LINES)
    there_are = number_of_pairings(tables)
    for number in range(games):
        # With fewer games than pairings, a stride without a common factor visits pairings far apart.
        policy = seat_policies(tables, playbook, pairing(tables, number * STRIDE % there_are).items())
        play_block(tables, playbook, policy, seed, number, 1, memory)
        found.add(memory.log[: int(memory.games[0].logged)])
        yield found


def find_links(found: Reach, playbook: Playbook, seed: int) -> Iterator[Reach]:
    """Find which links bear on a game: play those that `play_pairings` has counted anew without each; yield after every link."""
    tables, memory = found.tables, make_memory(LINES)
    names, there_are = names_of(tables), number_of_pairings(tables)
    for row, link in enumerate(tables.ruleset.links):
        if not found.fired["link"][row]:
            links = (*tables.ruleset.links[:row], attrs.evolve(link, on=False), *tables.ruleset.links[row + 1 :])
            without = compile_again(tables, names, attrs.evolve(tables.ruleset, links=links), tables.scenario, [("links", row)])
            for number, story in enumerate(found.stories):
                policy = seat_policies(tables, playbook, pairing(tables, number * STRIDE % there_are).items())
                play_block(without, playbook, policy, seed, number, 1, memory)
                if story_of(memory.log[: int(memory.games[0].logged)]) != story:
                    found.fired["link"][row] = number + 1
                    break
        yield found


def story_of(log: Any) -> int:
    """Return a number for what a log tells: another story has another, but for one in four billion."""
    return zlib.crc32(np.stack([log[field] for field in TOLD]).tobytes())


def dead_in_all(played: Sequence[Reach]) -> list[Unreached]:
    """Return what has fired in none of several scenarios, in the order of the first."""
    silent = [set(found.unreached()) for found in played]
    return [thing for thing in played[0].unreached() if all(thing in others for others in silent[1:])]
