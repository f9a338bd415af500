"""What a victim's posture answers to an everyday act costs nothing where its seat is asked either (rule 5.1)."""

from __future__ import annotations

import numpy as np

from kuroshio.kernel.advice import is_free
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import ORDER, blank
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.picture_maker import PictureMaker
from kuroshio.picture.questions import QuestionMaker
from kuroshio.players.doctrine_tables import Playbook
from tests.stepping import Table

GAMES = 6
SAID = "Our posture gives this answer anyway, at no further price."


def test_a_free_answer_is_told_as_free_and_is_free(tables: Tables, playbook: Playbook) -> None:
    """Every answer of a victim: free exactly where it is what the posture gives to an everyday act."""
    maker = QuestionMaker(tables, playbook, PictureMaker(tables))
    table, free, priced = Table(tables, playbook), 0, 0
    readiness = [int(table.rules.slot_of[table.rules.roles.readiness, f]) for f in range(int(table.rules.n_factions))]
    for number in range(GAMES):
        table.begin(8, number)
        for game in table.questions():
            if game.asking != codes.ASK_RESPOND or game.incident[game.subject].victim != game.seat:
                continue
            view, incident = table.view(), game.incident[game.subject]
            shown = {choice.line: choice for choice in maker.question(view).choices}
            everyday = bool(table.rules.action[incident.action].everyday)
            chosen = table.choose(view, luck=table.luck())
            is_it = bool(is_free(table.rules, view, np.int64(chosen[1]), blank(ORDER)[0]))
            assert not is_it or everyday
            told = [choice for choice in shown.values() if SAID in choice.text]
            assert len(told) <= everyday and all(choice.cost == "" for choice in told)
            seat, before = int(game.seat), int(game.track[readiness[int(game.seat)]])
            table.commit(table.choice)
            paid = before - int(game.track[readiness[seat]])
            level = tables.ruleset.levels[[level.rank for level in tables.ruleset.levels].index(chosen[1])]
            assert paid == (0 if is_it else level.cost.readiness)
            free, priced = free + is_it, priced + (not is_it and level.cost.readiness > 0)
    assert free > 5 and priced > 5
