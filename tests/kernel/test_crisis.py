"""The dice of a crisis: a round of which the fighting hung says what was needed and what fell."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.entry_parts import Cost
from kuroshio.picture.log_sentences import Teller
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.players.whole_games import make_memory, play_block
from tests.kernel.lab import Lab

GAMES = 300


def test_a_shot_falls_where_the_dice_of_the_round_say_so(tables: Tables, playbook: Playbook, randoms: np.ndarray) -> None:
    memory, teller = make_memory(16384), Teller(tables)
    endings, fires = list(tables.index.endings), tables.ruleset.procedure.crisis_clash
    fired = held = 0
    for number in range(GAMES):
        play_block(tables, playbook, randoms, 9, number, 1, memory)
        log = memory.log[: int(memory.games[0].logged)]
        moments = [line for line in log if line.what in (codes.L_ROUND, codes.L_ENDING)]
        for line, after in pairwise([*moments, None]):
            if line is None or line.what != codes.L_ROUND:
                continue
            cell = tables.rules.crisis_round[line.before, line.after]
            shot = after is not None and after.what == codes.L_ENDING and endings[after.subject] == fires
            assert (line.number > 0) == (cell.clash_at <= 12)
            assert shot == (line.number > 0 and line.die_1 + line.die_2 >= line.number)
            assert ("somebody fires" in teller.round(line), "nobody fires" in teller.round(line)) == (
                shot,
                line.number > 0 and not shot,
            )
            fired, held = fired + shot, held + (line.number > 0 and not shot)
    assert fired > 0 and held > fired


def test_the_readiest_counter_on_the_spot_is_the_one_that_is_lost(lab: Lab) -> None:
    table, (worn, ready) = lab.table(), own_counters(lab)
    free = (
        i for i, role in enumerate(lab.ruleset.crisis_roles) if not (role.clash_shift or role.requires or role.cost != Cost())
    )
    apart = next(free)
    for number in range(40):
        lab.begin(table, number)
        table.set({f"{lab.place}.ladder": 9})
        table.game.piece_area[:] = -1
        table.game.piece_area[[worn, ready]] = table.index.areas[lab.area]
        table.game.piece_readiness[worn] = 1
        table.turn(answer=lambda question, faction: apart if question == "role" else 0)  # both climb
        lost = table.lines(codes.L_LOSS)
        if lost:
            assert [int(line.subject) for line in lost] == [ready]
            counter, teller = lab.scenario.pieces[ready], Teller(table.tables)
            owner = next(faction.name for faction in lab.ruleset.factions if faction.id == counter.faction)
            assert teller.loss(lost[0]) == f"{owner} loses {counter.name}."
            return
    raise AssertionError("arms never clash")


def own_counters(lab: Lab) -> tuple[int, int]:
    """Two counters of the holder's at the flashpoint, the one that the scenario lists first before the other."""
    first, second, *_ = (p for p, piece in enumerate(lab.scenario.pieces) if piece.faction == lab.holder)
    return first, second
