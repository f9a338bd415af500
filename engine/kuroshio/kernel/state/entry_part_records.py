"""Common parts of the rules: spans of the pools, prices, readings, what looks at them (text: kuroshio.model.entry_parts)."""

from __future__ import annotations

from kuroshio.kernel.state.fields import Array, Record, dtype_of, i4, of


class Span(Record):
    """Rows that belong together: [first, first + n) of a pool."""

    first: i4  # the first row, from 0
    n: i4  # how many rows; 0: none


class Cost(Record):
    """A price, in steps of the three budgets of whoever pays it."""

    capital: i4  # political capital, from 0
    funds: i4  # money, from 0
    readiness: i4  # readiness, from 0


class Reading(Record):
    """What a condition, an effect or a modifier looks at, in the context of an order."""

    subject: i4  # whose thing it reads: FIXED to OF_PLEDGE
    what: i4  # the slot (FIXED), the fact (OF_CASE), the count (OF_COUNT), the kind of piece (OF_PIECES); else the track
    who: i4  # the faction, or ACTOR to ALLY; of a pair ACTOR_TARGET to ALLY_HOLDER; 0 where nothing is left open


class Condition(Reading):
    """Bounds that a reading must lie within; UNKNOWN fails."""

    least: i4  # the least value that will do; -ANYTHING: no bound
    most: i4  # the greatest value that will do; ANYTHING: no bound


class Effect(Reading):
    """A change of the track that a reading names."""

    amount: i4  # what is added, or what the track is set to
    sets: i4  # 1 if it sets, 0 if it adds
    lasts: i4  # turns after which an addition is taken back; 0: it stays


class Modifier(Reading):
    """A bonus on two dice: `times` for every whole `per` that a reading lies above `above`."""

    above: i4  # the value of the reading that counts for nothing
    per: i4  # steps of the reading for one bonus, from 1
    times: i4  # the bonus for each; above 0 it helps the actor
    most: i4  # the greatest bonus either way, from 1
    either_way: i4  # 1 if a reading below `above` counts as much against


class Measure(Reading):
    """An outcome that a scenario reports: the reading itself."""


class Banded(Record):
    """Spans of effects by outcome band."""

    first: Array[i4] = of(5)  # by band, SETBACK to BREAKTHROUGH, and ALWAYS: the first effect
    n: Array[i4] = of(5)  # by band and ALWAYS: how many effects


SPAN, COST, READING, CONDITION, EFFECT = (dtype_of(one) for one in (Span, Cost, Reading, Condition, Effect))
MODIFIER, MEASURE, BANDED = (dtype_of(one) for one in (Modifier, Measure, Banded))
