"""A scenario ready to play, with or without changes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from kuroshio.api.games import Game
from kuroshio.api.studies import Study, play_study
from kuroshio.files.checks.checker import Places
from kuroshio.files.content_folders import find_scenario
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.fingerprint import fingerprint
from kuroshio.players.doctrine_tables import Playbook, compile_playbook
from kuroshio.players.seating import Players, Seating
from kuroshio.study.keys.key_list import Key, keys_of
from kuroshio.study.variant import Changes, Variant, gathered, read_variant
from kuroshio.study.variant_points import VariantPoint, Variants


class Scenario:
    """A checked scenario, which is compiled when it is first played. `load` makes one.

    >>> import kuroshio
    >>> scenario = kuroshio.load("senkaku_2021")
    >>> scenario.turns, scenario.seats[:2]
    (8, ('china', 'japan'))
    """

    def __init__(self, variant: Variant):
        self._variant = variant

    @classmethod
    def _of_point(cls, point: VariantPoint) -> Scenario:
        """A scenario that has been compiled already."""
        made = cls(point.variant)
        made.__dict__ |= {"tables": point.tables, "playbook": point.playbook}
        return made

    def __repr__(self) -> str:
        return f"<scenario {self.id}, {len(self.seats)} seats, {self.turns} turns>"

    @classmethod
    def read(cls, scenario: Path, rules: Path | None = None, board: Path | None = None) -> Scenario:
        """Read a scenario by the paths of its file, rules and map; those not given are found as by `load`. Raises FaultyFiles."""
        return cls(read_variant(scenario, rules, board))

    # --- what is in it -------------------------------------------------------------------------------

    @cached_property
    def tables(self) -> Tables:
        """The compiled scenario, for code that uses the inner modules."""
        return self._variant.tables()

    @cached_property
    def playbook(self) -> Playbook:
        """The compiled doctrines."""
        return compile_playbook(self.tables)

    @property
    def variant(self) -> Variant:
        """The files that it was read from, with its changes, for code that uses the inner modules."""
        return self._variant

    @cached_property
    def variants(self) -> Variants:
        """What makes many variants of it quickly, for code that uses the inner modules: see `kuroshio.study.variant_points`.

        >>> import kuroshio
        >>> point = kuroshio.load("senkaku_2021").variants.at({"procedure.crisis_at": "+1", "policy.china": "random"})
        >>> point.values
        {'procedure.crisis_at': 7, 'policy.china': 'random'}
        """
        return Variants(self._variant, lambda: self.tables, lambda: self.playbook)

    @property
    def places(self) -> Places:
        """The file of the scenario, and the folders of its rules and its map, from which it was read."""
        return self._variant.places

    @property
    def id(self) -> str:
        """Its id."""
        return self.tables.scenario.id

    @property
    def name(self) -> str:
        """Its name, for people."""
        return self.tables.scenario.name

    @property
    def turns(self) -> int:
        """The number of its turns."""
        return self.tables.scenario.turns

    @property
    def seats(self) -> tuple[str, ...]:
        """The ids of its seats."""
        return tuple(seat.faction for seat in self.tables.scenario.seats)

    @property
    def tracks(self) -> tuple[str, ...]:
        """The names of its tracks, as in `view["japan.home"]`."""
        return self.tables.slots

    @property
    def doctrines(self) -> Mapping[str, tuple[str, ...]]:
        """The doctrines that each seat may have, its own first; before them `mixed`, where each game draws one.

        >>> import kuroshio
        >>> kuroshio.load("senkaku_2021").doctrines["us"][0]
        'us_allied_presence'
        """
        chosen = {seat.faction: seat.default_policy for seat in self.tables.scenario.seats}
        return {
            seat: (own, *(d.id for d in self.tables.ruleset.doctrines if d.faction == seat and d.id != own))
            for seat, own in chosen.items()
        }

    @property
    def fingerprint(self) -> str:
        """A hash of all content that a game depends on, 64 hexadecimal digits."""
        return fingerprint(self.tables.ruleset, self.tables.board, self.tables.scenario)

    # --- what is done with it ------------------------------------------------------------------------

    def keys(self, pattern: str = "*") -> list[Key]:
        """Return the keys that `with_changes` takes, each with its value, range and source, in the order of the files.

        pattern: with `*`, `?` or `[...]` it must fit the whole key, as for file names; else it may stand anywhere in it.

        >>> import kuroshio
        >>> [(key.name, key.value, key.range) for key in kuroshio.load("senkaku_2021").keys("procedure.crisis_r*")]
        [('procedure.crisis_rounds', 4, '1 to 12')]
        """
        return keys_of(self._variant.files, self._variant.policies, pattern)

    def with_changes(self, *changes: str | Changes) -> Scenario:
        """Return the scenario with changed values, all set together and checked once. Raises UnclearChange.

        Of numbers, switches, opening values and weights it takes a few milliseconds once the scenario is compiled.

        changes: texts `KEY=VALUE` as for `kuroshio compare --set`, or tables of values by key. A number as text may be relative
        to the present value: "x3", "x0.5" (to the nearest whole number, halves away from zero), "+2", "-1". None leaves out.

        >>> import kuroshio
        >>> base = kuroshio.load("senkaku_2021")
        >>> base.with_changes("opening.us_japan.trust=5", "turns=4").turns
        4
        >>> base.with_changes({"turns": "x0.5", "procedure.crisis_at": 7}).turns
        4
        """
        return Scenario._of_point(self.variants.at(gathered(*changes)))

    def new_game(self, seed: int = 1, number: int = 0, players: Players | None = None) -> Game:
        """Return game `number` of a seed, at its first decision. Raises UnclearPlayer, ValueError.

        players: by seat who decides when the game is `run`: a doctrine's id, "random", "mixed", a class with a method
        `choose(view, legal)`, or an object of such a class. Other seats have the scenario's doctrines.

        >>> import kuroshio
        >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
        >>> game.seat, game.question.kind
        ('china', 'order')
        """
        return Game(self._seating(players, objects=True), seed, number)

    def study(
        self,
        games: int,
        seed: int = 1,
        first: int = 0,
        threads: int = 1,
        players: Players | None = None,
        on_fault: str = "stop",
    ) -> Study:
        """Play games `first` to `first + games - 1` of a seed. Raises UnclearPlayer, PlayerFault, ValueError.

        players: as for `new_game`, but classes instead of objects, because every game makes its own players. on_fault:
        "stop", or "doctrine" to let the doctrine of the seat play a game on if its player fails. threads: their number changes
        only the time.

        >>> import kuroshio
        >>> study = kuroshio.load("senkaku_2021").study(20, seed=7)
        >>> len(study.table["game"])
        20
        """
        return play_study(self._seating(players, objects=False), games, seed, first, threads, on_fault)

    def restore(self, state: bytes) -> Game:
        """A game that `to_bytes` kept. Raises ValueError where it is of another scenario or version.

        >>> import kuroshio
        >>> scenario = kuroshio.load("senkaku_2021")
        >>> scenario.restore(scenario.new_game(seed=7).to_bytes()).seat
        'china'
        """
        return Game.from_bytes(self._seating(None, objects=True), state)

    def _seating(self, players: Players | None, objects: bool) -> Seating:
        own = {seat: self._variant.policies[seat] for seat in self._variant.policies}
        return Seating.of(self.tables, self.playbook, own, players or {}, objects)


def load(scenario: str | Path, rules: str | Path | None = None) -> Scenario:
    """Load a scenario by path, or by the name of a shipped one; rules: a folder of your own. Raises FaultyFiles with every fault.

    >>> import kuroshio
    >>> kuroshio.load("senkaku_2021")
    <scenario senkaku_2021, 8 seats, 8 turns>
    """
    return Scenario.read(find_scenario(str(scenario)), Path(rules) if rules else None)
