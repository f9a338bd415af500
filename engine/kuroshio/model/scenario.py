"""One exercise: seats, forces, opening position, injects, measures, objectives."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import Factory, frozen

from kuroshio.model.bibliography import Sourced, SourceDocument
from kuroshio.model.calendar import turn_of
from kuroshio.model.entry_parts import Condition, Effect, Entry
from kuroshio.model.ruleset import Doctrine
from kuroshio.model.timetable import Timetable

# How an order is ruled where an umpire sits: by the roll; the umpire picks a band; arguments move the number; by hand; by vote.
MODES = ("rigid", "semi_rigid", "matrix", "free", "consensus")
OWN_WORDS = "own_words"  # a key of `adjudication`
AT_RANDOM, BY_MIX = "random", "mixed"  # policies besides doctrines


@frozen(kw_only=True)
class Goal(Condition):
    """A condition of a seat's success. aim: the aim that it measures, from 1; 0: none that the seat states."""

    aim: int = 0


@frozen(kw_only=True)
class Seat(Sourced):
    """A faction at the table. doctrine: who decides without people. success: conditions that are judged over time (rule 8.4).

    no_measure: why no condition measures an aim, by its number from 1. mix: weights, 1 to 100, by doctrine; each game draws one
    of these doctrines, and nobody else learns which.
    """

    faction: str
    doctrine: str
    aims: tuple[str, ...]
    secret: tuple[str, ...]
    success: tuple[Goal, ...]
    choices: tuple[str, ...] = ()
    no_measure: dict[str, str] = Factory(dict)
    mix: dict[str, int] = Factory(dict)

    @property
    def default_policy(self) -> str:
        """Who decides where nobody says otherwise: the mix of the seat if it has one, else its doctrine."""
        return BY_MIX if self.mix else self.doctrine

    def policies(self, doctrines: Iterable[Doctrine]) -> tuple[str, ...]:
        """Return what may decide for the seat besides people and players: chance, its mix if it has one, its doctrines."""
        own = (doctrine.id for doctrine in doctrines if doctrine.faction == self.faction)
        return (AT_RANDOM, *((BY_MIX,) if self.mix else ()), *own)


@frozen(kw_only=True)
class Piece(Sourced):
    """One piece. readiness: 0 (spent) to 3 (ready)."""

    id: str
    name: str
    faction: str
    kind: str
    area: str
    readiness: int = 3
    name_ja: str = ""


@frozen(kw_only=True)
class InjectAct:
    """A coercive act that an inject brings in without an order: nationalists land, a captain rams."""

    actor: str
    action: str
    area: str = ""
    target: str = ""


@frozen(kw_only=True)
class Inject(Entry):
    """What control brings in, once: at `turn`, at the turn of `date`, when `when` holds, `delay` turns `after` another, or, where
    it is `held`, by hand. `audience`: seats; empty: all. expects: the response that control looks for, worth up to
    `worth` points if it comes `within` so many turns.
    """

    text: str
    turn: int | None = None
    date: str = ""
    after: str = ""
    delay: int = 1
    held: bool = False
    expects: str = ""
    worth: int = 0
    within: int = 0
    when: tuple[Condition, ...] = ()
    effects: tuple[Effect, ...] = ()
    act: InjectAct | None = None
    audience: tuple[str, ...] = ()


@frozen(kw_only=True)
class Measure(Entry):
    """An outcome to report: the closing value of a reading, and the rate of `when` if it is given.

    kind: observable or construct.
    """

    kind: str
    track: str
    at_least: int | None = None
    at_most: int | None = None


@frozen(kw_only=True)
class Objective(Entry):
    """What the sponsor of an exercise wants to learn. It changes no game.

    injects: those that bring it up; observe: questions that observers answer; shows: the sections of the review that answer it,
    by their ids in `SECTIONS`.
    """

    text: str
    injects: tuple[str, ...] = ()
    observe: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()


@frozen(kw_only=True)
class ScenarioFile(Entry):
    """A whole scenario file. turn_length: quarter or half-year; start: for example 2021-Q1.

    flashpoints: those in play (empty: all); the others keep their opening values and have no effect.
    decks: of actions and events that come into play, besides those without a deck.
    adjudication: how an umpire rules (a word of MODES), by action, else by act class, else by arena; the rest is rigid.
    Orders in own words are ruled by the key OWN_WORDS, never rigid; by argument if it is missing.
    timetable: the hours of an exercise, if those of the rules do not fit.
    documents: what its entries cite besides the documents of the rules.
    judged: dates of the turns at whose end aims are read; empty: every turn of the last half.
    """

    summary: str
    map: str
    turns: int
    turn_length: str
    start: str
    seats: tuple[Seat, ...]
    pieces: tuple[Piece, ...]
    measures: tuple[Measure, ...]
    flashpoints: tuple[str, ...] = ()
    decks: tuple[str, ...] = ()
    opening: dict[str, int] = Factory(dict)
    injects: tuple[Inject, ...] = ()
    wall: tuple[str, ...] = ()
    after_clash: str = "go_on"
    adjudication: dict[str, str] = Factory(dict)
    timetable: Timetable | None = None
    judged: tuple[str, ...] = ()
    objectives: tuple[Objective, ...] = ()
    documents: tuple[SourceDocument, ...] = ()

    def turn_of_inject(self, inject: Inject) -> int:
        """Return the turn of an inject, from 1; 0 for one that waits for its `when`."""
        return turn_of(inject.date, self.start, self.turn_length) if inject.date else inject.turn or 0

    def turns_judged(self) -> tuple[int, ...]:
        """Return the turns at whose end aims are read, from 1, in order (rule 8.4)."""
        if self.judged:
            return tuple(sorted(turn_of(date, self.start, self.turn_length) for date in self.judged))
        return tuple(range(self.turns // 2 + 1, self.turns + 1))
