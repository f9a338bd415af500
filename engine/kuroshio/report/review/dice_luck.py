"""What was luck: how a throw stands to its odds, whatever an umpire made of it afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.picture.picture import BANDS, Odds
from kuroshio.report.review.audience import Audience
from kuroshio.report.review.review import Decision, SeatLuck, Shot

AGAINST, NEAR, EXPECTED = "against the odds", "a near thing", "as the odds had it"
HIT = ("success", "breakthrough")
LIKELY, UNLIKELY = 24, 12  # of 36: two thirds and one third, judgement of what a room calls luck
WAYS = (0, 0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1)  # of two dice to come to 0, 1, 2, ... 12


def chance(odds: Odds) -> int:
    """The ways out of 36 to succeed."""
    return odds.bands[2] + odds.bands[3]


def better(dice: tuple[int, int]) -> int:
    """The ways out of 36 to throw more."""
    return sum(WAYS[sum(dice) + 1 :])


def rolled(odds: Odds, dice: tuple[int, int]) -> str:
    """The band that a throw falls into: they are filled from the lowest throw up."""
    up_to_this = 36 - better(dice)
    return next(band for band, ways in zip(BANDS, accumulate(odds.bands), strict=True) if up_to_this <= ways)


def luck_in_words(dice: tuple[int, int]) -> str:
    """How a throw compares with all that there are."""
    more = better(dice)
    return f"{more} in 36 throw better" if more > 1 else "1 in 36 throws better" if more else "no throw is better"


def verdict_on(odds: Odds, dice: tuple[int, int]) -> str:
    """Good luck, bad luck, a near thing, or what the odds had in store."""
    hit = rolled(odds, dice) in HIT
    if hit and chance(odds) <= UNLIKELY:
        return "good luck"
    if not hit and chance(odds) >= LIKELY:
        return "bad luck"
    return NEAR if near(odds.number, dice) else EXPECTED


def near(number: int, dice: tuple[int, int]) -> bool:
    """Whether one point more or less would have decided otherwise."""
    return sum(dice) - number in (-1, 0)


def luck_of(decisions: Iterable[Decision]) -> Iterator[SeatLuck]:
    """What the dice gave each seat, most thrown first."""
    thrown: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.rolled:
            thrown[decision.seat_name].append(decision)
    for name, own in sorted(thrown.items(), key=lambda item: -len(item[1])):
        yield SeatLuck(
            name=name,
            throws=len(own),
            hoped=sum(chance(decision.ruled) for decision in own if decision.ruled),
            had=sum(decision.rolled in HIT for decision in own),
            made=sum(decision.outcome in HIT for decision in own),
        )


def shots(audience: Audience) -> Iterator[Shot]:
    """The throws of crises on which a first shot hung (rule 6.4), whether or not one fell."""
    crisis = ""
    for at, line in audience.game.lines():
        if line.what == codes.L_CRISIS:
            crisis = audience.names.flashpoints[line.subject]
        elif line.what == codes.L_ROUND and line.number > 0 and audience.sees(line):
            yield _shot(audience, at, line, crisis)


def _shot(audience: Audience, at: int, line: np.record, crisis: str) -> Shot:
    number, dice = int(line.number), (int(line.die_1), int(line.die_2))
    ways, fired = sum(WAYS[number:]), sum(dice) >= number
    against = ways <= UNLIKELY if fired else ways >= LIKELY
    sides = ((line.actor, line.before), (line.target, line.after))
    return Shot(
        at=at,
        turn=int(line.turn),
        crisis=crisis,
        round=int(line.amount),
        chosen="; ".join(f"{audience.names.faction(side)}: {audience.names.choices[choice].lower()}" for side, choice in sides),
        number=number,
        chance=ways,
        dice=dice,
        fired=fired,
        verdict=AGAINST if against else NEAR if near(number, dice) else EXPECTED,
    )
