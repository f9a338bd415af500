"""Common parts of entries: conditions, effects, modifiers, costs."""

from __future__ import annotations

from attrs import frozen

from kuroshio.model.bibliography import Confidence, Sourced


@frozen(kw_only=True)
class Entry(Sourced):
    """The fields of every entry of a rules file, besides what it rests on.

    `confidence` says how sure its fact and its numbers are, for entries whose numbers carry weight; one word for both in rules
    without a bibliography. `name_ja` is the Japanese twin of `name`.
    """

    id: str
    name: str
    name_ja: str = ""
    confidence: str | Confidence = ""


@frozen(kw_only=True)
class Condition:
    """`at_least <= reading <= at_most`; it fails if the reading is hidden from the reader.

    `track` is a reading, `subject.what`: see the module `kuroshio.kernel.mechanics.conditions`.
    """

    track: str
    at_least: int | None = None
    at_most: int | None = None


@frozen(kw_only=True)
class Effect:
    """Add to a track, or set it; `lasts` turns later an addition is taken back (0: it stays).

    why: of an effect that makes somebody worse off, who feels it, and how one knows.
    """

    track: str
    add: int | None = None
    set: int | None = None
    lasts: int = 0
    why: str = ""


@frozen(kw_only=True)
class Modifier:
    """A named number on the 2d6 roll: `times` for every whole `per` of the reading above `above`, kept within +-`most`.

    A positive value helps the actor. A reading below `above` has no effect, unless the modifier works `either_way` (such as
    support at home or trust, whose lack hurts as much as their presence helps): then every whole `per` below counts against.
    """

    name: str
    track: str
    above: int = 0
    per: int = 1
    times: int = 1
    most: int = 2
    either_way: bool = False


@frozen(kw_only=True)
class Cost:
    """What a choice takes from the actor's three budgets, each 0 or more."""

    capital: int = 0
    funds: int = 0
    readiness: int = 0


@frozen(kw_only=True)
class Bands:
    """Effects by outcome band; `always` apply in every band.

    Without effects for breakthrough those of success apply; without effects for setback those of failure.
    """

    always: tuple[Effect, ...] = ()
    setback: tuple[Effect, ...] | None = None
    failure: tuple[Effect, ...] = ()
    success: tuple[Effect, ...] = ()
    breakthrough: tuple[Effect, ...] | None = None
