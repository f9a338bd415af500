"""Luck: rolls compared with their odds, before any ruling of an umpire."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.picture.picture import BANDS, OddsPicture
from kuroshio.report.review.audience import Audience
from kuroshio.report.review.review import Decision, SeatLuck, Shot

AGAINST, NEAR, EXPECTED = "against the odds", "a near thing", "as the odds had it"
HIT = ("success", "breakthrough")
LIKELY, UNLIKELY = 24, 12  # in 36: two thirds and one third; a judgement of what people call luck
WAYS = (0, 0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1)  # ways of two dice to give 0, 1, 2, ... 12


def chance(odds: OddsPicture) -> int:
    """Return the chances in 36 of success."""
    return odds.bands[2] + odds.bands[3]


def better(dice: tuple[int, int]) -> int:
    """Return the chances in 36 of a higher roll."""
    return sum(WAYS[sum(dice) + 1 :])


def rolled(odds: OddsPicture, dice: tuple[int, int]) -> str:
    """Return the band of a roll; bands are filled from the lowest roll up."""
    up_to_this = 36 - better(dice)
    return next(band for band, ways in zip(BANDS, accumulate(odds.bands), strict=True) if up_to_this <= ways)


def luck_in_words(dice: tuple[int, int]) -> str:
    """Compare a roll with all possible ones."""
    more = better(dice)
    return f"{more} rolls in 36 are better" if more > 1 else "1 roll in 36 is better" if more else "no roll is better"


def verdict_on(odds: OddsPicture, dice: tuple[int, int]) -> str:
    """Return good luck, bad luck, a near thing, or as expected."""
    hit = rolled(odds, dice) in HIT
    if hit and chance(odds) <= UNLIKELY:
        return "good luck"
    if not hit and chance(odds) >= LIKELY:
        return "bad luck"
    return NEAR if near(odds.number, dice) else EXPECTED


def near(number: int, dice: tuple[int, int]) -> bool:
    """Whether one point more or less would have changed the result."""
    return sum(dice) - number in (-1, 0)


def luck_of(decisions: Iterable[Decision]) -> Iterator[SeatLuck]:
    """Return the luck of each seat, the one with most rolls first."""
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
    """Return the rolls for a first shot in crises (rule 6.4), whatever their result."""
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
