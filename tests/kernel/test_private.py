"""A private act is told to the two governments, and to all once it leaks (rule 7.1)."""

from __future__ import annotations

from typing import Any

from kuroshio.kernel.state import codes
from kuroshio.kernel.view import line_seen
from tests.kernel.lab import Lab

PUBLIC = -1


def told_by_band(lab: Lab, **more: Any) -> dict[int, set[int]]:
    """Who is told of the act and its dice, by the band thrown, over the dice of some games."""
    act = lab.act(act_class="", intensity=0, areas=(), difficulty=7, **more)
    table = lab.table(act)
    found: dict[int, set[int]] = {}
    for number in range(60):
        lab.begin(table, number).turn(lab.order() | {"area": ""})
        [line] = [line for line in table.lines(codes.L_RULING) if line.action == table.index.actions["test_act"]]
        seats = [f for f in range(int(table.rules.n_factions)) if table.rules.faction[f].seated]
        found[int(line.band)] = {f for f in (PUBLIC, *seats) if line_seen(table.rules, line, f)}
    return found


def test_only_the_two_are_told_of_a_private_act_until_it_leaks(lab: Lab) -> None:
    of = lab.table().index.factions
    two = {of[lab.challenger], of[lab.holder]}
    private, open_to_all = told_by_band(lab, private=True), told_by_band(lab)
    assert set(private) == set(open_to_all) == set(range(len(codes.BANDS)))
    for band, seats in open_to_all.items():
        assert PUBLIC in seats and len(seats) > len(two) + 1
        assert private[band] == (seats if band == codes.SETBACK else two)
