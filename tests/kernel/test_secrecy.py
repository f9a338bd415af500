"""A seat's view holds what the seat may know and nothing that depends on the rest; so do the choices made from it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from kuroshio.kernel.commit import commit
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import GAME, freeze, thaw
from kuroshio.kernel.stepping import ASKED, OVER
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.view import public_view
from kuroshio.players.doctrine_tables import Playbook
from tests.stepping import Table

GAMES = 6


def moments(table: Table, games: int, each: int, first: int = 0) -> Iterator[np.random.Generator]:
    """Some questions of every kind in some games, each with luck of its own; the game may be changed meanwhile."""
    for number in range(first, first + games):
        table.begin(4, number)
        seen = [0] * len(codes.QUESTIONS)
        for game in table.questions():
            asking = int(game.asking)
            seen[asking] += 1
            if seen[asking] <= 3 or seen[asking] % each == 0:
                state = freeze(game)
                yield np.random.default_rng([number, sum(seen)])
                table.games[0] = thaw(state)


def between(rng: np.random.Generator, least: int, most: int) -> int:
    return int(rng.integers(least, most + 1))


class Scrambler:
    """Puts other legal values in place of all that is hidden from one seat."""

    def __init__(self, table: Table, seat: int, rng: np.random.Generator):
        self.table, self.seat, self.rng = table, seat, rng
        self.rules, self.game = table.rules, table.game
        self.others = [f for f in range(int(table.rules.n_factions)) if f != seat]

    def scramble(self) -> None:
        self.tracks()
        self.orders()
        self.pieces()
        self.incidents()
        self.readings()
        self.rest()

    def tracks(self) -> None:
        rules, game = self.rules, self.game
        hidden = rules.hidden[self.seat, : rules.n_hidden[self.seat]].tolist()
        for slot in hidden:
            bounds = rules.track[rules.slot_track[slot]]
            game.track[slot] = between(self.rng, bounds.least, bounds.most)
        for i in range(int(game.n_lasting)):
            row = game.lasting[i]
            if row.slot in hidden:
                row.slot, row.amount, row.until = self.rng.choice(hidden), between(self.rng, -3, 3), between(self.rng, 1, 9)

    def orders(self) -> None:
        """Other acts of other seats; how many there are stays."""
        rules, game, rng = self.rules, self.game, self.rng
        signing = game.phase != codes.PLANNING or game.step > 0
        for i in range(int(game.n_orders)):
            order = game.order[i]
            if order.actor == self.seat or (signing and order.partner == self.seat):
                continue
            order.actor, order.action = rng.choice(self.others), between(rng, 0, rules.n_actions - 1)
            order.area, order.target = between(rng, -1, rules.n_areas - 1), between(rng, -1, rules.n_factions - 1)
            order.partner, order.piece = rng.choice([-1, *self.others]), between(rng, -1, rules.n_pieces - 1)
            game.order_status[i] = between(rng, 0, 4)
        for f in self.others:
            game.ordered[f], game.moved[f] = between(rng, 0, 3), between(rng, 0, 4)
            game.focused[f], game.planned[f] = between(rng, 0, 1), between(rng, 0, 1)

    def pieces(self) -> None:
        """Counters out of sight stand elsewhere out of sight, in some other shape."""
        rules, game = self.rules, self.game
        shown = self.table.view(self.seat)
        for p in np.flatnonzero(shown.piece_area[: rules.n_pieces] == codes.UNKNOWN):
            game.piece_readiness[p] = between(self.rng, 0, 3)
            if not self.sees_for_the_seat(int(rules.piece[p].faction)):
                self.move_unseen(int(p))

    def sees_for_the_seat(self, faction: int) -> bool:
        pair = self.rules.pair_of[self.seat, faction]
        slot = self.rules.slot_of[self.rules.roles.sharing, pair]
        return bool(pair >= 0 and self.game.track[slot] >= self.rules.procedure.shared_sight)

    def move_unseen(self, p: int) -> None:
        game, before = self.game, int(self.game.piece_area[p])
        for area in self.rng.permutation(int(self.rules.n_areas)):
            game.piece_area[p] = area
            if self.table.view(self.seat).piece_area[p] == codes.UNKNOWN:
                return
        game.piece_area[p] = before

    def incidents(self) -> None:
        rules, game, rng = self.rules, self.game, self.rng
        deniable = [a for a in range(int(rules.n_actions)) if rules.action[a].deniability > 0]
        for i in range(int(game.n_incidents)):
            incident = game.incident[i]
            for f in self.others:
                incident.attributed[f] = rng.choice([-1, *range(int(rules.n_factions))])
                if not incident.settled:
                    incident.expected[f] = between(rng, -1, rules.n_levels - 1)
                    if f != incident.victim:
                        incident.level[f] = between(rng, -1, rules.n_levels - 1)
            if incident.actor != self.seat:
                incident.actor = rng.choice(self.others)
                if rules.action[incident.action].deniability > 0:
                    incident.action = rng.choice(deniable)

    def readings(self) -> None:
        """What other seats' conditions of success have read, and the seat's own of what it does not see."""
        hidden = self.rules.hidden[self.seat, : self.rules.n_hidden[self.seat]].tolist()
        for f in range(int(self.rules.n_factions)):
            span = self.rules.success[f]
            for i in range(int(span.n)):
                goal = self.rules.condition[span.first + i]
                if f != self.seat or (goal.subject == codes.FIXED and goal.what in hidden):
                    self.game.goal_total[f, i] = between(self.rng, -9, 99)

    def rest(self) -> None:
        game, rng = self.game, self.rng
        game.seed, game.decisions, game.logged = rng.integers(0, 2**63, dtype=np.uint64), between(rng, 0, 99), between(rng, 0, 99)
        for i in range(int(self.rules.n_injects)):
            game.inject_turn[i] = between(rng, 0, 8)
        for f in range(int(self.rules.n_flashpoints)):
            game.steps[f] = between(rng, 0, 3)
        for f in self.others:
            game.choice[f] = between(rng, -1, 2)
            if game.asking == codes.ASK_ROLE:
                game.role[f] = between(rng, -1, 3)
        if game.seat != self.seat:
            if game.asking == codes.ASK_SIGN:
                game.seat = rng.choice(self.others)
            for i in range(len(game.fact)):
                if i != codes.F_TURN:
                    game.fact[i] = between(rng, 0, 5)


@pytest.mark.parametrize("who", ["doctrine", "random"])
def test_what_is_hidden_changes_neither_view_nor_choice(
    tables: Tables, playbook: Playbook, doctrines: np.ndarray, randoms: np.ndarray, who: str
) -> None:
    policy = doctrines if who == "doctrine" else randoms
    table = Table(tables, playbook, policy)
    looked, kinds = 0, set()
    for rng in moments(table, GAMES, 12):
        seat = int(table.game.seat)
        before = table.view().tobytes()
        options = table.legal(table.memory.views[seat])
        chosen = table.choose(table.view(), luck=99)
        truth = freeze(table.game)
        Scrambler(table, seat, rng).scramble()
        assert freeze(table.game) != truth
        assert_same_view(table, seat, before)
        assert table.legal(table.memory.views[seat]) == options
        assert table.choose(table.view(), luck=99) == chosen
        looked += 1
        kinds.add(int(table.game.asking))
    assert looked > 150
    assert len(kinds) >= 5


def test_what_is_hidden_does_not_show_to_those_who_are_not_asked(dice_table: Table) -> None:
    table = dice_table
    for rng in moments(table, 2, 24):
        state = freeze(table.game)
        for seat in range(int(table.rules.n_factions)):
            if seat != table.game.seat:
                before = table.view(seat).tobytes()
                Scrambler(table, seat, rng).scramble()
                assert_same_view(table, seat, before)
                table.games[0] = thaw(state)


def assert_same_view(table: Table, seat: int, before: bytes) -> None:
    now = table.view(seat)
    if now.tobytes() != before:
        was = thaw(before)
        differ = [name for name in now.dtype.names if now[name].tobytes() != was[name].tobytes()]
        raise AssertionError(f"seat {seat} sees a change in {differ}, asked {table.game.asking}")


def test_a_view_shows_its_seat_what_is_its_own(dice_table: Table) -> None:
    table = dice_table
    for _ in moments(table, 2, 12):
        game, seat = table.game, int(table.game.seat)
        seen = table.view()
        own = [p for p in range(int(table.rules.n_pieces)) if table.rules.piece[p].faction == seat]
        assert (seen.piece_area[own] == game.piece_area[own]).all()
        for track in (
            table.rules.roles.capital,
            table.rules.roles.funds,
            table.rules.roles.readiness,
            table.rules.roles.tolerance,
        ):
            slot = table.rules.slot_of[track, seat]
            assert seen.track[slot] == game.track[slot]
        mine = [order.tolist() for order in game.order[: game.n_orders] if order.actor == seat]
        assert [order.tolist() for order in seen.order[: seen.n_orders] if order.actor == seat] == mine


def test_a_view_has_nothing_of_others_budgets_orders_and_tolerance(dice_table: Table) -> None:
    table = dice_table
    for _ in moments(table, 2, 12):
        seat = int(table.game.seat)
        seen = table.view()
        for f in range(int(table.rules.n_factions)):
            if f != seat:
                for track in (table.rules.roles.capital, table.rules.roles.tolerance):
                    assert seen.track[table.rules.slot_of[track, f]] == codes.UNKNOWN
        if table.game.asking == codes.ASK_ORDER:
            assert all(order.actor == seat for order in seen.order[: seen.n_orders])
        assert seen.seed == 0


def test_the_partner_sees_the_joint_order_and_signs_that_one(dice_table: Table) -> None:
    table, signed = dice_table, 0
    for _ in moments(table, 6, 1):
        if table.game.asking == codes.ASK_SIGN:
            seen = table.view()
            assert seen.order[seen.subject].tolist() == table.game.order[table.game.subject].tolist()
            assert seen.order[seen.subject].partner == table.game.seat
            signed += 1
    assert signed > 20


def views_after(table: Table, answer: int) -> dict[int, bytes]:
    """What those see who have no part in a signature, and (-1) the public, once it is given; nothing where it is the last."""
    game, state = table.game, freeze(table.game)
    parties = int(game.seat), int(game.order[game.subject].actor)
    table.commit(table.legal(table.view())[answer])
    seen = {}
    if table.advance() == ASKED and game.asking == codes.ASK_SIGN:
        bystanders = (f for f in range(int(table.rules.n_factions)) if f not in (*parties, game.seat))
        seen = {f: table.view(f).tobytes() for f in bystanders}
        public_view(table.rules, table.games, table.memory.views)
        seen[-1] = table.memory.views[0].tobytes()
    table.games[0] = thaw(state)
    return seen


def test_a_signature_shows_to_nobody_else_before_all_have_signed(dice_table: Table) -> None:
    table, compared = dice_table, 0
    for _ in moments(table, 4, 1):
        if table.game.asking != codes.ASK_SIGN or table.n_legal(table.view()) < 2:
            continue
        declined, signed = views_after(table, int(codes.NO)), views_after(table, int(codes.YES))
        assert declined.keys() == signed.keys()
        for faction, seen in declined.items():
            differ = [name for name in GAME.names or () if thaw(seen)[name].tobytes() != thaw(signed[faction])[name].tobytes()]
            assert differ == [], f"faction {faction} sees who signed in {differ}"
        compared += bool(declined)
    assert compared > 30


def hidden_before(table: Table) -> int | None:
    """The first order that the seat about to sign does not see, if it stands before the joint one."""
    game = table.game
    for i in range(int(game.subject)):
        if game.order[i].actor != game.seat and game.order[i].partner != game.seat:
            return i
    return None


def test_nobody_learns_how_many_orders_others_have_committed(dice_table: Table) -> None:
    table, looked = dice_table, 0
    for _ in moments(table, 3, 1):
        game = table.game
        gone = hidden_before(table) if game.asking == codes.ASK_SIGN else None
        if gone is None:
            continue
        before = table.view()[["subject", "n_orders", "cursor"]].tolist()
        orders, statuses = game.order.copy(), game.order_status.copy()
        game.order[gone:-1], game.order_status[gone:-1] = orders[gone + 1 :], statuses[gone + 1 :]
        game.n_orders, game.subject, game.cursor = game.n_orders - 1, game.subject - 1, game.cursor - 1
        assert table.view()[["subject", "n_orders", "cursor"]].tolist() == before
        looked += 1
    assert looked


def test_the_empty_rows_of_a_view_do_not_count_others_orders(dice_table: Table) -> None:
    table = dice_table
    table.games.view(np.uint8)[:] = 0
    table.begin(4, 0)
    assert table.play_until(lambda game: bool(game.n_orders > 0 and game.order[game.n_orders - 1].actor != game.seat))
    game, seat = table.game, int(table.game.seat)
    before = table.view().tobytes()
    last = game.n_orders - 1
    game.order[last], game.order_status[last] = game.order[last + 1], game.order_status[last + 1]
    game.n_orders = last
    assert_same_view(table, seat, before)


def test_facts_of_a_case_are_not_left_for_the_next_seat(dice_table: Table) -> None:
    table = dice_table
    case = [codes.F_EXPECTED, codes.F_ATTRIBUTED, codes.F_VICTIM_LEVEL, codes.F_ACT_CLASS]
    for rng in moments(table, 3, 12):
        if table.game.asking in (codes.ASK_RESPOND, codes.ASK_GATE):
            continue
        before = table.view().tobytes()
        table.game.fact[case] = rng.integers(0, 5, len(case))
        assert_same_view(table, int(table.game.seat), before)


# --- the driver's kept view ------------------------------------------------------------------------


def kept_and_fresh(table: Table) -> Iterator[tuple[np.record, np.record]]:
    """What kuroshio.players.whole_games.answer keeps between two orders of one seat, done here, and the view drawn anew."""
    kept = table.memory.views.copy()
    for number in range(GAMES):
        table.begin(5, number)
        planning = codes.NONE
        while (came_to := table.advance()) != OVER:
            if came_to != ASKED:
                planning = codes.NONE
                continue
            seat, ordering = int(table.game.seat), table.game.asking == codes.ASK_ORDER
            fresh = table.view()
            if planning == seat and ordering:
                yield kept[seat], fresh
            kept[seat] = fresh
            table.choose(fresh, luck=number)
            table.commit(table.choice)
            planning = codes.NONE
            if ordering:
                commit(table.rules, kept[seat], table.choice, table.log[:0])
                kept[seat].asking = codes.ASK_ORDER
                planning = seat


def without_empty_rows(state: np.record) -> bytes:
    """A view's bytes, the rows of its list of orders that hold none left out."""
    copied = thaw(state.tobytes())
    copied.order[copied.n_orders :] = np.zeros((), copied.order.dtype)
    copied.order_status[copied.n_orders :] = 0
    return copied.tobytes()


@pytest.mark.parametrize("who", ["doctrine", "random"])
def test_the_view_kept_while_a_seat_plans_is_a_fresh_one(
    tables: Tables, playbook: Playbook, doctrines: np.ndarray, randoms: np.ndarray, who: str
) -> None:
    compared = 0
    for kept, fresh in kept_and_fresh(Table(tables, playbook, doctrines if who == "doctrine" else randoms)):
        assert without_empty_rows(kept) == without_empty_rows(fresh)
        compared += 1
    assert compared > 300


def test_the_view_kept_while_a_seat_plans_is_a_fresh_one_to_the_last_byte(dice_table: Table) -> None:
    for kept, fresh in kept_and_fresh(dice_table):
        assert kept.tobytes() == fresh.tobytes()
