"""What a seat is shown of its aims: gauges with their history and grade, and the marks of orders and answers that move them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from attrs import evolve

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import thaw
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.scenario import Goal
from kuroshio.picture.aim_moves import AimMoves
from kuroshio.picture.gauge_pictures import AimMove
from kuroshio.picture.picture import GRADES
from kuroshio.picture.picture_maker import PictureMaker
from kuroshio.picture.questions import QuestionMaker
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.saved_games import load, start
from tests.screen.room_moments import decide
from tests.stepping import LINES, Content, Table


def test_the_gauges_of_aims_have_value_target_grade_and_history_as_the_seat_saw_it() -> None:
    session = start(load("tutorial"), "tutorial", "", ("japan", "china"), (), 3, None)
    while session.turn < 3:
        decide(session)
    slots, turns = session.play.maker.slots, session.play.turns
    for seat in session.tables.scenario.seats:
        wall = session.picture_for(seat.faction).aim_wall
        assert [aim.mark for aim in wall] == ["A", "B", "C", "D"][: len(seat.success)]
        for aim, goal in zip(wall, seat.success, strict=True):
            assert (aim.gauge.id, aim.at_least, aim.at_most) == (goal.track, goal.at_least, goal.at_most)
            assert aim.grade in GRADES and (aim.aim in seat.aims) == bool(goal.aim)
            if goal.track in slots:
                assert aim.gauge.past == tuple(int(thaw(turns[turn]).track[slots[goal.track]]) for turn in (1, 2, 3))
            assert aim.gauge.before == aim.gauge.past[1], "while orders are due: as they were given last"
        gauges = session.picture_for(seat.faction).gauges
        assert any(gauge.value is None for gauge in gauges) and all((gauge.value is None) == (not gauge.past) for gauge in gauges)
    assert session.picture_for("").aim_wall == ()
    assert not any(gauge.past for gauge in session.picture_for("").gauges), "it is written to a file at every change"
    assert Control(session).perform("rewind 2 planning yes") == ""
    assert {len(aim.gauge.past) for aim in session.picture_for("japan").aim_wall} == {2}


def test_an_aim_that_its_seat_cannot_read_shows_neither_value_nor_history_nor_grade(content: Content, playbook: Playbook) -> None:
    ruleset, board, scenario = content
    secret = f"us.{ruleset.roles.tolerance}"
    seats = tuple(evolve(one, success=(Goal(track=secret, at_least=1),)) for one in scenario.seats)
    tables = compile_tables(ruleset, board, evolve(scenario, seats=seats))
    table, maker = Table(tables, playbook).begin(), PictureMaker(tables)
    for seat, hidden in (("japan", True), ("us", False)):
        view = table.view(tables.index.factions[seat])
        (aim,) = maker.aims.gauges(view, seat, [table.game.copy()], 0)
        assert (aim.gauge.value is None, aim.gauge.past == (), aim.gauge.before is None, aim.grade == "") == (hidden,) * 4


@pytest.fixture
def maker(tables: Tables, playbook: Playbook) -> QuestionMaker:
    return QuestionMaker(tables, playbook, PictureMaker(tables))


def test_the_tracks_that_effects_are_said_to_move_are_those_that_they_move(
    tables: Tables, playbook: Playbook, randoms: np.ndarray
) -> None:
    moves, seen = AimMoves(tables), Counter[int]()
    table = Table(tables, playbook, randoms, lines=LINES)
    for seed in range(4):
        for game in table.begin(seed).questions():
            table.commit(table.choose(table.view(), luck=table.luck() + int(game.logged)))
        log = table.log[: table.game.logged]
        for line in log[(log["what"] == codes.L_EFFECT) & (log["effect"] >= 0)]:
            six = tuple(int(line[name]) for name in ("actor", "action", "area", "target", "partner"))
            subject, what, who, *_ = moves.pool[line["effect"]]
            assert moves._slot(subject, what, who, six) == line["subject"], tables.slots[line["subject"]]
            seen[subject] += 1
    assert len(seen) >= 5 and min(seen.values()) > 1, seen


def test_every_aim_that_an_act_of_the_seat_moves_is_marked_on_its_card(
    tables: Tables, playbook: Playbook, randoms: np.ndarray, maker: QuestionMaker
) -> None:
    """In the log: what a ruling on the seat's own order has moved of what its conditions read."""
    table, seen = Table(tables, playbook, randoms, lines=LINES), Counter[str]()
    for seed in range(4):
        said: dict[tuple[int, ...], tuple[AimMove, ...]] = {}
        for game in table.begin(seed).questions():
            chosen, view = table.choose(table.view(), luck=table.luck() + int(game.logged)), table.view()
            if game.asking == codes.ASK_ORDER:
                said[int(game.turn), *chosen[:5]] = maker.aims.of_order(view, chosen)
            table.commit(chosen)
        log = table.log[: table.game.logged]
        for line in log[(log["what"] == codes.L_EFFECT) & (log["cause"] >= 0)]:
            ruling = log[line["cause"]]
            made = tuple(int(ruling[name]) for name in ("turn", "actor", "action", "area", "target", "partner"))
            if ruling["what"] != codes.L_RULING or made not in said:
                continue
            goals = maker.aims.goals[maker.maker.factions[made[1]]]
            for mark, goal in zip("ABCDE", goals):
                if goal.track == tables.slots[line["subject"]]:
                    moved = next(move for move in said[made] if move.mark == mark)
                    up = line["after"] > line["before"]
                    assert moved.nearer if up == (goal.at_least is not None) else moved.farther
                    seen["nearer" if moved.nearer else "farther"] += 1
    assert min(seen["nearer"], seen["farther"]) > 1, seen


def test_answers_carry_the_marks_of_what_home_ally_and_unanswered_acts_move() -> None:
    session = start(load("senkaku_2021"), "senkaku_2021", "", ("japan",), (), 3, None)
    asked = set()
    while not session.over and "respond" not in asked:
        session.reveal(session.waiting_for() or "japan")
        question = session.picture().question
        assert question
        asked.add(question.kind)
        if question.kind == "respond":
            marks = {one.line.rpartition(" ")[2]: one.moves for one in (*question.choices, *question.closed)}
            assert marks["none"] == (AimMove(mark="A", nearer=False, farther=True),), "an act unanswered costs administration"
            assert marks["shadow"] == ()
            assert marks["counter_coercion"] and all(move.farther for move in marks["counter_coercion"])
        decide(session)
    assert "respond" in asked


def test_a_card_that_is_only_too_dear_says_what_the_purse_lacks(tables: Tables, playbook: Playbook, maker: QuestionMaker) -> None:
    table, roles = Table(tables, playbook).begin(), tables.ruleset.roles
    assert table.play_until(lambda game: bool(game.asking == codes.ASK_ORDER))
    seat = table.faction()
    table.set({f"{seat}.{roles.capital}": 0, f"{seat}.{roles.funds}": 0, f"{seat}.{roles.readiness}": 0})
    cards = maker.question(table.view()).cards
    dear = [card for card in cards if card.lacks]
    assert dear and all(not card.choices and card.lacks.startswith("Needs ") and "you have 0." in card.lacks for card in dear)
    assert all(card.lacks == "" for card in cards if card.choices)


def test_the_aims_in_words_have_the_grades_of_the_wall() -> None:
    """One word for one state: the panel of aims and the wall; what a seat cannot read has none."""
    session, seen = start(load("senkaku_2021"), "senkaku_2021", "", ("japan", "china"), (), 3, None), Counter[str]()
    while session.turn < 3:
        for seat in ("japan", "china"):
            picture = session.picture_for(seat)
            judged = [aim for aim in picture.aims if aim.met is not None]
            assert [aim.grade for aim in judged] == [aim.grade for aim in picture.aim_wall]
            assert all(aim.met == (aim.grade == GRADES[-1]) for aim in judged)
            seen.update(aim.grade for aim in judged)
        decide(session)
    assert len(seen) > 1
