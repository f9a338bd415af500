"""The sample's aims: five of them, one met, one that its seat cannot read, and marks for cards and answers."""

from __future__ import annotations

from attrs import evolve

from kuroshio.picture.gauge_pictures import AimGauge, AimMove, Gauge


def with_past(gauge: Gauge) -> Gauge:
    """A gauge in the third turn of a game."""
    if gauge.value is None:
        return gauge
    last = gauge.value - gauge.change
    return evolve(gauge, past=(max(last - 1, gauge.least), last, last), before=last)


def aim(
    mark: str,
    id: str,
    name: str,
    value: int | None,
    most: int,
    wanted: str,
    grade: str,
    change: int = 0,
    upper: bool = False,
    said: str = "",
    mean: str = "",
) -> AimGauge:
    """An aim of the sample; wanted: such as "8 or more"; upper: it is an upper bound; said: in a brief; mean: so far."""
    bound = int(wanted.split()[0])
    return AimGauge(
        mark=mark,
        gauge=with_past(Gauge(id=id, name=name, value=value, least=0, most=most, change=change)),
        wanted=wanted,
        at_least=None if upper else bound,
        at_most=bound if upper else None,
        grade=grade,
        aim=said,
        mean=mean,
    )


SAID = "Administration of the Senkaku / Diaoyu Islands is 8 or more"  # an aim in the words of the sample's brief
AIM_WALL = (
    aim("A", "senkaku.control", "Senkaku / Diaoyu Islands, administration", 8, 10, "8 or more", "met", said=SAID, mean="7.5"),
    aim("B", "count.projects_delivered", "Projects delivered", 0, 3, "1 or more", "nearly"),
    aim("C", "china_japan.trade", "China-Japan, trade between them", 3, 6, "4 or more", "in part", -1),
    aim("D", "japan.home", "Japan, support at home", 0, 6, "2 or more", "not", -1),
    aim("E", "us.posture.senkaku", "United States, standing posture at the islands", None, 4, "2 or less", "", upper=True),
)
MOVES = (
    (),
    (AimMove(mark="A", nearer=True, farther=False),),
    (AimMove(mark="D", nearer=False, farther=True),),
    (
        AimMove(mark="A", nearer=True, farther=False),
        AimMove(mark="C", nearer=False, farther=True),
        AimMove(mark="D", nearer=True, farther=True),
    ),
)


def moves(number: int) -> tuple[AimMove, ...]:
    """Marks for a card or an answer by its number: none, one, or three."""
    return MOVES[number % len(MOVES)]
