"""What a person is told before choosing agrees with what the rules then do: reasons with legality, odds with rulings."""

from __future__ import annotations

import itertools

import numpy as np

from kuroshio.kernel.advice import GATE_SHUT, NOT_ITS_PART, REASON, TOO_DEAR, propose, propose_stage, why_closed, why_not
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import ORDER, PROPOSAL, blank
from kuroshio.kernel.tables.compiling import Tables
from tests.stepping import Table, written


def candidates(table: Table, seat: int, action: int) -> list[tuple[int, ...]]:
    """Every order that an action could name, legal or not."""
    row = table.rules.action[action]
    if table.mechanism((seat, action)) == "redeploy":
        pieces = [p for p in range(int(table.rules.n_pieces)) if table.rules.piece[p].faction == seat]
        return [(seat, action, area, -1, -1, p) for p in pieces for area in range(int(table.rules.n_areas))]
    areas = row.area[: row.n_areas].tolist() or [-1]
    targets = [t for t in row.target[: row.n_targets].tolist() if t != seat] if row.n_targets else [-1]
    partners = [p for p in row.partner[: row.n_partners].tolist() if p != seat] if row.n_partners else [-1]
    return [(seat, action, *named, -1) for named in itertools.product(areas, targets, partners)]


def test_an_order_is_legal_where_no_reason_speaks_against_it(tables: Tables) -> None:
    table = Table(tables)
    reasons = blank(REASON, 16)
    checked = 0
    for number in range(3):
        table.begin(9, number)
        for game in table.questions():
            if game.asking != codes.ASK_ORDER or (game.turn + game.seat + number) % 3:
                continue
            view = table.view()
            seat = int(game.seat)
            legal = {order if table.mechanism(order) == "redeploy" else order[:5] for order in table.legal(view)}
            for action in range(int(table.rules.n_actions)):
                for order in candidates(table, seat, action):
                    told = int(why_not(table.rules, view, written(order), reasons))
                    found = order in legal if table.mechanism(order) == "redeploy" else order[:5] in legal
                    assert (told == 0) == found, (order, reasons[:told])
                    checked += 1
    assert checked > 14_000


def options_asked(table: Table) -> int:
    """How many options the open question could have."""
    rules = table.rules
    counts = {codes.ASK_RESPOND: rules.n_levels, codes.ASK_CRISIS: 3, codes.ASK_ROLE: rules.n_crisis_roles}
    return int(counts.get(table.game.asking, 2))


def test_an_answer_is_open_where_no_reason_speaks_against_it(dice_table: Table) -> None:
    table = dice_table
    reasons, room, closed, seen = blank(REASON, 16), blank(ORDER), set[int](), set[int]()
    for number in range(12):
        table.begin(9, number)
        for game in table.questions():
            if game.asking == codes.ASK_ORDER:
                continue
            seen.add(int(game.asking))
            view = table.view()
            legal = {order[1] for order in table.legal(view)}
            for option in range(options_asked(table)):
                told = int(why_closed(table.rules, view, np.int64(option), room[0], reasons))
                assert told >= NOT_ITS_PART and (told == 0) == (option in legal), (int(game.asking), option, reasons[:told])
                closed |= {int(reason.why) for reason in reasons[: max(told, 0)]}
    assert {int(codes.ASK_RESPOND), int(codes.ASK_SIGN), int(codes.ASK_GATE), int(codes.ASK_PROCEED)} <= seen
    assert {int(TOO_DEAR), int(GATE_SHUT)} <= closed


def test_the_odds_shown_are_those_of_the_ruling_where_nothing_is_hidden(tables: Tables) -> None:
    table = Table(tables, lines=8192).begin(3)
    proposal = blank(PROPOSAL)
    shown: dict[tuple[int, ...], list[int]] = {}
    for game in table.questions():
        if game.asking == codes.ASK_PROCEED:
            project = table.rules.project[game.subject]
            order = blank(ORDER)
            order[0] = (project.lead, -1, -1, project.partner, -1, -1)
            propose_stage(table.rules, game, np.int64(game.subject), order[0], proposal[0])
            shown[(int(game.turn), int(game.subject))] = proposal[0].odds.tolist()
    told = {(int(line.turn), int(line.subject)): line.odds.tolist() for line in table.lines(codes.L_PROJECT) if line.base_number}
    assert told and all(shown[key] == odds for key, odds in told.items())


def test_the_odds_of_an_order_sum_to_thirty_six(tables: Tables) -> None:
    table = Table(tables).begin(5)
    assert table.play_until(lambda game: game.asking == codes.ASK_ORDER)
    proposal = blank(PROPOSAL)
    view = table.view()
    for order in table.legal(view):
        propose(table.rules, view, written(order), proposal[0])
        assert proposal[0].odds.sum() == 36
