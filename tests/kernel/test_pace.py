"""What lapses and what drifts moves a track no faster than its pace (rule 8.2)."""

from __future__ import annotations

import attrs
import pytest

from kuroshio.model.entry_parts import Bands, Effect
from tests.kernel.lab import Lab


@pytest.mark.parametrize(
    "pace, drift, then",
    [
        (0, 0, [1, 4, 4, 4]),  # all at once
        (1, 0, [1, 2, 3, 4]),  # the oldest first, and drift not besides
        (2, 0, [1, 3, 4, 4]),
        (0, 1, [2, 6, 6, 6]),
        (1, 1, [2, 3, 4, 5]),
    ],
)
def test_what_comes_back_keeps_the_pace_of_its_track(lab: Lab, pace: int, drift: int, then: list[int]) -> None:
    """Three things that were lent in one turn lapse in the next; drift to 6 comes besides."""
    slow = tuple(attrs.evolve(t, rest=6, drift=drift, pace=pace) if t.id == "open_rules" else t for t in lab.ruleset.tracks)
    thrice = (Effect(track="world.open_rules", add=-1, lasts=1),) * 3
    table = lab.table(lab.act(act_class="", effects=Bands(always=thrice)), tracks=slow)
    seen = []
    for turn in range(4):
        table.turn(*((lab.order(),) if turn == 0 else ()))
        seen.append(table.get("world.open_rules"))
        assert not table.memory.scratch.returned.any(), "the room is left as it was found"
    assert seen == then


def test_the_first_thing_that_comes_back_goes_whole(lab: Lab) -> None:
    slow = tuple(attrs.evolve(t, pace=1) if t.id == "open_rules" else t for t in lab.ruleset.tracks)
    lent = Bands(always=tuple(Effect(track="world.open_rules", add=add, lasts=1) for add in (2, 2, -1)))
    table = lab.table(lab.act(act_class="", effects=lent), tracks=slow)
    seen = []
    for turn in range(3):
        table.turn(*((lab.order(),) if turn == 0 else ()))
        seen.append(table.get("world.open_rules"))
    assert seen == [7, 6, 4], "up and down have a pace each"
