"""The small parts that every entry is made of: conditions, effects, modifiers, costs."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Entry:
    """What every entry of a rules file carries.

    `source` is the report's section, a public record, or `judgement: <reason>`.
    `confidence` is high, medium or low, for entries whose numbers carry weight.
    `name_ja` is the Japanese twin of `name`.
    """

    id: str
    name: str
    source: str
    name_ja: str = ""
    confidence: str = ""


@frozen(kw_only=True)
class Condition:
    """`at_least <= reading <= at_most`; a reading that the reader may not know fails.

    `track` is a reading, `subject.what`: see the module `kuroshio.kernel.mechanics.conditions`.
    """

    track: str
    at_least: int | None = None
    at_most: int | None = None


@frozen(kw_only=True)
class Effect:
    """Add to a track, or set it; `lasts` turns later an addition is taken back (0: it stays)."""

    track: str
    add: int | None = None
    set: int | None = None
    lasts: int = 0


@frozen(kw_only=True)
class Modifier:
    """A named number on the 2d6 roll: `times` for every whole `per` that the reading lies above `above`, kept within +-`most`.

    A positive value helps the actor. A reading below `above` counts for nothing, unless the modifier works
    `either_way` (support at home, trust: their want hurts as their presence helps): then every whole `per` below counts as much
    against.
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

    An absent breakthrough means what success means, an absent setback what failure means.
    """

    always: tuple[Effect, ...] = ()
    setback: tuple[Effect, ...] | None = None
    failure: tuple[Effect, ...] = ()
    success: tuple[Effect, ...] = ()
    breakthrough: tuple[Effect, ...] | None = None
