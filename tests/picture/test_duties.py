"""What a seat is told of an answer before it gives it is what the rules then make of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.phrases import signed
from kuroshio.picture.picture import QuestionPicture
from kuroshio.picture.picture_maker import PictureMaker
from kuroshio.picture.questions import QuestionMaker
from kuroshio.players.doctrine_tables import Playbook
from tests.stepping import LINES, Table

SHORT = re.compile(r"Falls short of what is expected by (\d)")
LIMITS = re.compile(r"The ally expects (.+?)\. The public at home bears \u201c(.+?)\u201d at most, at support (\d)")
EXPECTED = re.compile(r"Expected of this seat: (.+?), owed to (.+) under \u201c(.+)\u201d\.")
Answered = tuple[QuestionPicture, str, int, int]  # the question, its text for the answer given, the seat, support at home


def answers(table: Table, maker: QuestionMaker, seed: int) -> Iterator[tuple[Answered, list[int]]]:
    """Answers to incidents in a game, each with the lines of the log that it is judged by: the first is the answer's own."""
    given, home = dict[int, Answered](), table.tables.ruleset.roles.home
    for game in table.begin(seed).questions():
        if game.asking == codes.ASK_RESPOND:
            seat, view = int(game.seat), table.view()
            question = maker.question(view)
            chosen = table.choose(view, luck=table.luck() + int(game.logged))[1]
            text = " ".join(next(one.text for one in question.choices if one.title == maker.levels[chosen].name))
            support = table.get(f"{table.tables.ruleset.factions[seat].id}.{home}")
            given[int(game.logged)] = (question, text, seat, support)
            table.commit(table.choice)
    log = table.log[: table.game.logged]
    for at in np.flatnonzero(log["what"] == codes.L_RESPONSE):
        if told := given.get(int(log[at].cause)):
            after = np.flatnonzero(log["cause"] == at)
            yield told, [int(at), *after.tolist(), *np.flatnonzero(np.isin(log["cause"], after)).tolist()]


@pytest.fixture
def logged(tables: Tables, playbook: Playbook, randoms: np.ndarray) -> Table:
    """A table at which everybody chooses at random, with a log."""
    return Table(tables, playbook, randoms, lines=LINES)


@pytest.fixture
def maker(tables: Tables, playbook: Playbook) -> QuestionMaker:
    return QuestionMaker(tables, playbook, PictureMaker(tables))


def test_shortfall_and_support_are_told_before_the_answer(tables: Tables, maker: QuestionMaker, logged: Table) -> None:
    seen, names = Counter[str](), maker.names
    for seed in range(6):
        for (question, text, seat, support), lines in answers(logged, maker, seed):
            log = logged.log
            faction = tables.ruleset.factions[seat].id
            short = [log[at] for at in lines if log[at].what == codes.L_SHORTFALL]
            said, owed = SHORT.search(text), EXPECTED.search(" ".join(question.text))
            assert [int(line.amount) for line in short] == ([int(said[1])] if said else []), (question.text, text)
            seen["short" if said else "met" if "Meets" in text else "free"] += 1
            expected = int(log[lines[0]].amount)
            assert (owed is not None and owed[1] != "nothing") == (expected > 0)
            if owed and expected > 0:
                assert owed[1] == names.levels[expected][:1].lower() + names.levels[expected][1:]
            limits = LIMITS.search(" ".join(question.text))
            assert limits and int(limits[3]) == support and (limits[1].startswith("nothing")) == (expected <= 0)
            over = {one.title for one in question.choices if "Costs 1 of support at home: it needs" in " ".join(one.text)}
            assert limits[2] not in over
            for line in short:
                assert owed and names.obligations[line.subject] == owed[3]
            home = logged.slot[f"{faction}.{tables.ruleset.roles.home}"]
            broken = [at for at in lines[1:] if log[at].what == codes.L_EFFECT and log[log[at].cause].what == codes.L_SHORTFALL]
            for at in broken:
                slot = tables.slots[log[at].subject]
                if log[at].subject == home:  # rule 5.8
                    assert f"support at home {signed(int(log[at].amount))}: the pledge was given in public" in text, text
                elif slot.endswith(f".{tables.ruleset.roles.believed}") and f"{names.slots[log[at].subject]} " not in text:
                    assert "others to whom this government owes help believe it less" in text, text  # rule 5.7
                    seen["doubted"] += 1
            fell = [at for at in lines[1:] if log[at].what == codes.L_EFFECT and log[at].subject == home and log[at].amount < 0]
            fell = [at for at in fell if at not in broken]
            if not fell or int(log[fell[0]].before) == support:
                costs = "Costs 1 of support" in text
                assert (bool(fell) == costs) or support == 0, (text, support)
                seen["costs"] += costs
    assert min(seen[what] for what in ("short", "met", "free", "costs", "doubted")) > 0, seen


def test_what_raises_an_expectation_is_told(tables: Tables, maker: QuestionMaker, dice_table: Table) -> None:
    """A grave act is put to a debtor with its pledge stated firmly, and not."""
    stated = [dice_table.slot[f"{o.id}.{tables.ruleset.roles.stated}"] for o in tables.ruleset.obligations]
    compared = 0
    for game in dice_table.begin(2).questions():
        view, procedure = dice_table.view(), tables.rules.procedure
        if game.asking != codes.ASK_RESPOND or view.fact[codes.F_VICTIM] == 1:
            continue
        told = {}
        for value in (0, 5):
            view.track[stated] = value
            duty = maker.duties.duty(view, int(view.seat), int(view.subject))
            told[value] = duty.why if duty and duty.grave else ()
        if view.incident[view.subject].intensity >= procedure.stated_from and told[5]:
            assert any("is stated at 5" in why for why in told[5])
            compared += 1
        assert not any("is stated" in why for why in told[0])
    assert compared
