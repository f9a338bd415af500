"""Nobody reads what it may not know, anywhere that a person reads: what is hidden is changed, and what is read compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from types import SimpleNamespace

import attrs
import numpy as np
import pytest
from attrs import evolve

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import freeze, thaw
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.picture.picture import Picture
from kuroshio.picture.standing import SeatStanding
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.pending_orders import Plan
from kuroshio.session.signing_curtain import TITLE
from tests.kernel.test_secrecy import Scrambler, between
from tests.session.room import AT_ONCE, PUBLIC, Readings, Room, differences
from tests.stepping import Content

LADDER = "senkaku.ladder"
CRISIS = 8  # of the ladder: the first turn has one
EACH = 6  # decisions of a kind that are looked at in a game; all of them in the long run
QUICK = [pytest.param("doctrine", 2, EACH), pytest.param("random", 2, EACH)]
LONG = [pytest.param(who, 2, 10_000, marks=pytest.mark.full) for who in ("doctrine", "random")]


@pytest.fixture(scope="module")
def two_debtors(content: Content) -> Tables:
    """The shipped scenario, with a second debtor: by its own pledges Washington alone is asked about most acts."""
    ruleset, board, scenario = content
    rows = tuple(
        evolve(row, triggers={"A13": "consult"}) if row.id in ("south_korea_sharing", "japan_sharing") else row
        for row in ruleset.obligations
    )
    return compile_tables(evolve(ruleset, obligations=rows), board, scenario)


def rooms(tables: Tables, playbook: Playbook, who: str, games: int) -> Iterator[Room]:
    """Some games, a crisis early in each; before an umpire the last of them."""
    for seed in range(games):
        room = Room(tables, playbook, 30 + seed, at_random=who == "random", umpire=seed == games - 1)
        room.game.track[tables.slots.index(LADDER)] = CRISIS
        yield room


def looked_at(room: Room, each: int, always: Container[int] = ()) -> Iterator[int]:
    """Decisions of a game, so many of a kind, spread over it; some kinds always."""
    seen: Counter[int] = Counter()
    for asking in room.decisions():
        seen[asking] += 1
        if asking in always or seen[asking] <= each or seen[asking] % 17 == 0:
            yield asking


# --- what is chosen at the same time ---------------------------------------------------------------


def seen_by_all(room: Room) -> bool:
    """Whether the answer that is asked for is the victim's, which all hear before they give their own."""
    game = room.game
    return bool(game.asking == codes.ASK_RESPOND and game.incident[game.subject].victim == game.seat)


def parties(room: Room) -> set[str]:
    """The seats that may know what the one that is asked chooses: itself, and whoever proposed what it signs."""
    game, factions = room.game, room.session.play.maker.factions
    proposer = {factions[game.order[game.subject].actor]} if game.asking == codes.ASK_SIGN else set()
    return {room.session.asked(), *proposer}


def read_after(room: Room, six: tuple[int, ...], eyes: set[str]) -> Readings | None:
    """What some, and the seat that is asked next, read once a choice is entered; None where that was the last of its step."""
    step, since, knowing = room.step(), int(room.game.logged), parties(room)

    def play() -> Readings | None:
        room.enter(six)
        return room.readings((eyes | {room.session.asked()}) - knowing, since) if room.step() == step else None

    return room.fork(play)


@pytest.mark.parametrize(("who", "games", "each"), QUICK + LONG)
def test_what_is_chosen_at_the_same_time_is_read_by_nobody_before_all_have_chosen(
    two_debtors: Tables, playbook: Playbook, who: str, games: int, each: int
) -> None:
    compared: Counter[int] = Counter()
    for room in rooms(two_debtors, playbook, who, games):
        for asking in looked_at(room, each, (codes.ASK_RESPOND, codes.ASK_CRISIS, codes.ASK_ROLE)):
            options = room.options()
            if asking not in AT_ONCE or seen_by_all(room) or len(options) < 2:
                continue
            luck = np.random.default_rng(int(room.game.logged))
            one, other = (options[i] for i in luck.choice(len(options), 2, replace=False))
            eyes = {PUBLIC, *(room.viewer if each > EACH else luck.choice(room.viewer, 3).tolist())}
            before, after = read_after(room, one, eyes), read_after(room, other, eyes)
            if before and after:
                assert differences(before, after) == [], (codes.QUESTIONS[asking], one, other)
                compared[asking] += 1
    assert set(compared) == set(map(int, AT_ONCE)) and min(compared.values()) >= 2, compared


# --- what is hidden, at any moment ---------------------------------------------------------------------


class Hidden(Scrambler):
    """Puts other values in place of all that one seat may not know, at a table with people."""

    def __init__(self, room: Room, seat: str, luck: np.random.Generator):
        state = SimpleNamespace(rules=room.tables.rules, game=room.game, view=room.session.play.view)
        super().__init__(state, room.row(seat), luck)  # type: ignore[arg-type]

    def orders(self) -> None:
        """Other acts of other seats; who has committed is known."""
        planned = self.game.planned.copy()
        super().orders()
        self.game.planned[:] = planned


class HiddenFromAll(Hidden):
    """Puts other values in place of all that the public may not know."""

    def __init__(self, room: Room, luck: np.random.Generator):
        super().__init__(room, next(seat for seat in room.viewer if seat), luck)
        self.seat, self.others = -1, list(range(int(self.rules.n_factions)))
        self.unseen = np.array([self.covered(room, p) for p in range(int(self.rules.n_pieces))])

    def covered(self, room: Room, p: int) -> bool:
        return any(room.session.play.view(room.row(seat)).piece_area[p] == codes.UNKNOWN for seat in room.viewer if seat)

    def tracks(self) -> None:
        rules, seated = self.rules, [f for f in self.others if self.rules.faction[f].seated]
        for slot in range(int(rules.n_slots)):
            if any(not rules.slot_seen[slot] >> f & 1 for f in seated):
                bounds = rules.track[rules.slot_track[slot]]
                self.game.track[slot] = between(self.rng, bounds.least, bounds.most)

    def pieces(self) -> None:
        """In another shape; where they are decides who sees for whom."""
        for p in np.flatnonzero(self.unseen):
            self.game.piece_readiness[p] = between(self.rng, 0, 3)

    def incidents(self) -> None:
        """What a victim says in public stays: whom it holds responsible."""
        held = [int(one.attributed[one.victim]) for one in self.game.incident[: self.game.n_incidents] if one.victim >= 0]
        super().incidents()
        for one in self.game.incident[: self.game.n_incidents]:
            if one.victim >= 0:
                one.attributed[one.victim] = held.pop(0)


def other_drafts(room: Room, seat: str) -> None:
    """What other seats have drafted is another, and so are their secret aims."""
    room.session.viewers.plans = {other: Plan([], [f"A zebra for {seat}"]) for other in room.viewer if other not in ("", seat)}
    scenario = room.tables.scenario
    seats = tuple(one if one.faction == seat else attrs.evolve(one, secret=("To have a zebra",)) for one in scenario.seats)
    room.session.play.maker.tables = attrs.evolve(room.tables, scenario=attrs.evolve(scenario, seats=seats))


def with_other_turns(room: Room, seat: str, luck: np.random.Generator) -> dict[int, bytes]:
    """The game as each turn began, with other values of all tracks that a seat, or the public, may not know."""
    rules, seats = room.tables.rules, [room.row(one) for one in room.viewer if one]
    eyes = [room.row(seat)] if seat else seats
    hidden = [slot for slot in range(int(rules.n_slots)) if any(not rules.slot_seen[slot] >> f & 1 for f in eyes)]
    changed = {}
    for turn, state in room.session.play.turns.items():
        game = thaw(state)
        for slot in hidden:
            bounds = rules.track[rules.slot_track[slot]]
            game.track[slot] = between(luck, bounds.least, bounds.most)
        changed[turn] = freeze(game)
    return changed


def with_all_else_changed(room: Room, seat: str, luck: np.random.Generator) -> list[str]:
    """In what a seat's reading differs once all is changed that it may not know."""

    def play() -> list[str]:
        since = int(room.game.logged)
        before = room.reading(seat, since)
        other_drafts(room, seat)
        room.session.play.turns = with_other_turns(room, seat, luck)
        (Hidden(room, seat, luck) if seat else HiddenFromAll(room, luck)).scramble()
        room.game.logged = since  # how long the log is, a person does not read
        return differences({seat: before}, {seat: room.reading(seat, since)})

    turns = dict(room.session.play.turns)
    try:
        return list(room.fork(play))
    finally:
        room.session.play.maker.tables, room.session.play.turns = room.tables, turns


@pytest.mark.parametrize(("who", "games", "each"), QUICK + LONG)
def test_what_is_hidden_changes_nothing_that_a_person_reads(
    tables: Tables, playbook: Playbook, who: str, games: int, each: int
) -> None:
    looked: Counter[int] = Counter()
    for room in rooms(tables, playbook, who, games):
        for asking in looked_at(room, each // 3):
            luck = np.random.default_rng(int(room.game.logged))
            for seat in room.viewer if each > EACH else (PUBLIC, *luck.choice(room.viewer, 2)):
                if asking != codes.ASK_ORDER or seat != room.session.asked() or looked[asking] < 4:
                    assert with_all_else_changed(room, seat, luck) == [], (asking, seat)
            looked[asking] += 1
    assert set(looked) >= {int(codes.NONE), *range(len(codes.QUESTIONS))}, looked


def test_what_is_hidden_changes_nothing_on_a_sheet(tables: Tables, playbook: Playbook) -> None:
    """Where a seat stands, for its sheet and for control: the orders and offers of all, the tracks and answers of others."""
    looked: Counter[int] = Counter()
    for room in rooms(tables, playbook, "random", 1):
        for asking in room.decisions():
            looked[asking] += 1
            if looked[asking] not in (2, 5, 11):
                continue
            luck = np.random.default_rng(int(room.game.logged))
            for seat in {room.session.asked() or room.viewer[1], str(luck.choice(room.viewer[1:]))}:

                def both(
                    seat: str = seat, room: Room = room, luck: np.random.Generator = luck
                ) -> tuple[SeatStanding, SeatStanding]:
                    before, since = room.session.standings.of(seat), int(room.game.logged)
                    Hidden(room, seat, luck).scramble()
                    room.game.logged = since  # how long the log is, a person does not read
                    return before, room.session.standings.of(seat)

                before, after = room.fork(both)
                assert before == after, (asking, seat)
            if room.session.turn > 3:
                break
    assert set(looked) >= {int(codes.ASK_ORDER), int(codes.ASK_SIGN), int(codes.ASK_RESPOND), int(codes.ASK_CRISIS)}, looked


# --- who is called to the machine ----------------------------------------------------------------------


def called(room: Room) -> tuple[list[tuple[str, Picture]], int]:
    """Whom the curtain calls in a second pass, with what the projector shows meanwhile; and how many had something to sign."""
    session, calls, signers = room.session, [], 0
    while session.curtain.called():
        seat = session.waiting_for() or session.viewers.viewer  # who was the last to plan sits there still
        calls.append((seat, session.picture_for(PUBLIC)))
        session.reveal(seat)
        question = session.picture().question
        assert question is not None and question.kind == "sign" and session.waiting_for() == ""
        if question.title == TITLE:
            session.answer(question.choices[0].line)
        else:
            signers += 1
            while session.viewers.viewer == seat:
                session.deciders.call_on(seat)
                room.enter(room.chosen())
    return calls, signers


def test_every_seat_is_called_once_whoever_has_something_to_sign(tables: Tables, playbook: Playbook) -> None:
    passes, signers = 0, set()
    for room in rooms(tables, playbook, "random", 2):
        seats = [seat for seat in room.viewer if seat]
        for asking in room.decisions():
            if asking != codes.ASK_ORDER or not ends_planning(room):
                continue

            def second_pass(nothing: bool, room: Room = room) -> tuple[list[tuple[str, Picture]], int]:
                if nothing:
                    room.game.order_status[room.game.order_status == codes.UNSIGNED] = codes.COMMITTED
                room.enter(room.chosen())
                return called(room)

            as_it_is = room.fork(lambda: second_pass(False))
            others = [seat for seat in seats if seat != room.session.asked()]
            assert [seat for seat, _ in as_it_is[0]] == [room.session.asked(), *others], "each once, the last to plan first"
            assert as_it_is[0] == room.fork(lambda: second_pass(True))[0]
            passes, signers = passes + 1, signers | {as_it_is[1]}
    assert passes > 8 and len(signers) > 3, "with more and fewer that have something to sign"


def ends_planning(room: Room) -> bool:
    """Whether the last seat to plan holds back next."""
    left = [seat for seat in room.viewer if seat and room.session.deciders.may_plan(seat)]
    return len(left) == 1 and room.tables.rules.action[room.chosen()[1]].mechanism == codes.PASS


def test_nobody_is_called_for_nothing_where_lines_are_typed(tables: Tables, playbook: Playbook) -> None:
    room = Room(tables, playbook, 31, at_random=True)
    room.session.curtain.drawn = False
    asked = [int(asking) for asking in room.decisions()]
    assert codes.ASK_SIGN in asked and codes.NONE not in asked


# --- what was secret is told in the end --------------------------------------------------------------


def test_parts_in_a_crisis_are_told_to_all_once_all_have_chosen(tables: Tables, playbook: Playbook) -> None:
    room = next(rooms(tables, playbook, "random", 2))
    chosen: list[str] = []
    for asking in room.decisions():
        if asking == codes.ASK_ROLE:
            role = tables.ruleset.crisis_roles[room.chosen()[1]].name.lower()
            chosen.append(f"{room.session.play.maker.names.faction(int(room.game.seat))} takes a role: {role}")
        elif asking == codes.ASK_CRISIS:
            break
        news = [beat.title for beat in room.session.play.chronicles[PUBLIC].beats]
        assert not any("takes a role" in title for title in news)
    assert len(chosen) == 6
    for seat in room.viewer:
        told = [beat for beat in room.session.play.chronicles[seat].beats if "takes a role" in beat.title]
        assert [beat.title for beat in told] == chosen and all(beat.changes for beat in told), seat
