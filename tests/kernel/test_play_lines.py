"""Orders and answers as lines of text: what is spelled reads back equal, what cannot be read says why."""

from __future__ import annotations

import pytest

from kuroshio.kernel.play_lines import IllegalLine, UnclearLine, legal_choices, read_choice, read_order, spell_choice, spell_order
from kuroshio.kernel.state.codes import ASK_ORDER, QUESTIONS
from tests.stepping import Table, spelled

GAMES = 30


def test_every_choice_of_thirty_games_reads_back_equal(dice_table: Table) -> None:
    """Orders once each by themselves; whatever is chosen, and every answer that is not an order, in its view as well."""
    table, tables = dice_table, dice_table.tables
    met, asked = set(), set()
    for number in range(GAMES):
        for game in table.begin(3, number).questions():
            view = table.view()
            asked.add(QUESTIONS[game.asking])
            legal = legal_choices(tables, view)
            if game.asking == ASK_ORDER:
                met.update(legal)
                legal = [table.choose(view, luck=table.luck())]
            for choice in legal:
                line = spell_choice(tables, view, choice)
                assert spell_choice(tables, game, choice) == line
                assert read_choice(tables, view, line) == choice
    assert asked == set(QUESTIONS)
    assert len(met) > 300
    lines = {order: spell_order(tables, order) for order in met}
    assert len(set(lines.values())) == len(met), "two orders share a line"
    assert all(read_order(tables, line) == order for order, line in lines.items())


def test_a_game_is_a_list_of_its_lines(dice_table: Table) -> None:
    table, tables, lines = dice_table, dice_table.tables, []
    for _ in table.begin(3, 1).questions():
        view = table.view()
        lines.append(spell_choice(tables, view, table.choose(view, luck=table.luck())))
    end, again = table.games.tobytes(), iter(lines)
    for _ in table.begin(3, 1).questions():
        table.commit(read_choice(tables, table.view(), next(again)))
    assert table.games.tobytes() == end
    assert next(again, None) is None


@pytest.mark.parametrize(
    "line, numbers",
    [
        ("arvania: redeploy to sound by arvania_militia_1", ("arvania", "redeploy", "sound", "", "", "arvania_militia_1")),
        ("arvania: import_ban against delvos with corvia", ("arvania", "import_ban", "", "delvos", "corvia", "")),
        ("galdor: reject_talks", ("galdor", "reject_talks", "", "", "", "")),
    ],
)
def test_lines_read_as_they_look(table: Table, line: str, numbers: tuple[str, ...]) -> None:
    order = table.order(*numbers)
    assert read_order(table.tables, line) == order
    assert spell_order(table.tables, order) == line


def test_a_record_is_spelled_like_its_numbers(table: Table) -> None:
    table.begin().advance()
    table.choose(table.view())
    assert spell_order(table.tables, table.choice) == spell_order(table.tables, spelled(table.choice))


@pytest.mark.parametrize(
    "line, wrong, right",
    [
        ("arvana: redeploy", "unknown faction 'arvana'", "did you mean 'arvania'?"),
        ("arvania: pursue_fishing_boat", "unknown action", "did you mean 'pursue_fishing_boats'?"),
        ("arvania: redeploy to gulls", "unknown area 'gulls'", "did you mean"),
        ("arvania: redeploy to gull_waters by arvania_militia_9", "unknown piece", "did you mean"),
        ("arvania: redeploy at gull_waters", "'at' in", "one of against, by, in, to, with"),
        ("arvania: redeploy in", "nothing after 'in'", "the id of the area"),
        ("arvania: redeploy in broad_isle in long_isle", "a second 'in'", "one of each"),
        ("arvania redeploy", "not a line of play", "SEAT: ACTION"),
        ("arvania:", "not a line of play", "SEAT: ACTION"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(table: Table, line: str, wrong: str, right: str) -> None:
    with pytest.raises(UnclearLine) as found:
        read_order(table.tables, line)
    assert wrong in found.value.wrong
    assert right in found.value.right


def test_a_line_that_is_not_open_says_what_is(table: Table) -> None:
    table.begin().advance()
    state = table.view()
    for line, wrong, right in (
        ("belmark: hold_back", "not belmark's choice", "arvania is asked"),
        ("arvania: respond shadow", "not open", "asked for an order"),
        ("arvania: put_police_ashore in gull_waters against belmark", "not a legal order", "other orders are legal"),
    ):
        with pytest.raises(IllegalLine) as found:
            read_choice(table.tables, state, line)
        assert wrong in found.value.wrong
        assert right in found.value.right


def test_an_answer_to_another_question_is_refused(dice_table: Table) -> None:
    table = dice_table
    wanted = {
        "sign": ("sign maybe", "did you mean|one of no, yes"),
        "respond": ("respond loudly", "answer to 'respond'"),
        "gate": ("gate", "gives no answer"),
        "proceed": ("proceed moon_base yes", "about something else"),
        "crisis": ("role hedge", "not open"),
        "role": ("role hedges", "did you mean 'hedge'?"),
    }
    for question, (said, why) in wanted.items():
        number = 0
        while not table.begin(4, number).play_until(lambda game, q=question: QUESTIONS[game.asking] == q):
            number += 1
        with pytest.raises(UnclearLine, match=why):
            read_choice(table.tables, table.game, f"{table.faction()}: {said}")


def test_nothing_is_spelled_where_nothing_is_asked(table: Table) -> None:
    table.begin()
    with pytest.raises(UnclearLine, match="no question is open"):
        spell_choice(table.tables, table.game, (0, 0, -1, -1, -1, -1))
    with pytest.raises(UnclearLine, match="nothing has the number 999"):
        spell_order(table.tables, (999, 0, -1, -1, -1, -1))
