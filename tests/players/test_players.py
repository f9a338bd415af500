"""Players outside the kernel: what they see and may choose, whole games with them, and what becomes of a fault."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
import pytest

from kuroshio.kernel.play_lines import legal_choices, spell_choice
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import OUTCOME, TURN
from kuroshio.kernel.stepping import new_game
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.players.legal_choices import Legal, NotOpen, Order
from kuroshio.players.mixed_games import MixedGames, play_outside
from kuroshio.players.player import PlayerFault, Source
from kuroshio.players.player_loading import load_player
from kuroshio.players.seat_view import View
from kuroshio.players.whole_games import Memory, make_memory, play_block

SEAT, GAMES = "japan", 12
Meet = Callable[..., MixedGames]


class First:
    """Takes the first choice."""

    def choose(self, view: View, legal: Legal) -> Order:
        return legal[0]


class AtRandom:
    """Takes any."""

    random: Any

    def choose(self, view: View, legal: Legal) -> Order:
        return self.random.choice(legal)


class Stumbling:
    """Fails in the third turn."""

    def choose(self, view: View, legal: Legal) -> Order:
        if view.turn == 3:
            raise RuntimeError("no idea")
        return legal[-1]


@pytest.fixture
def meet(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> Meet:
    """A table where one seat is played by the players of a class."""

    def meet(maker: Any, fallback: np.ndarray | None = None, seat: str = SEAT) -> MixedGames:
        return MixedGames(tables, playbook, doctrines, {seat: Source(maker.__name__, maker)}, make_memory(), fallback)

    return meet


def same(one: tuple[np.ndarray, ...], other: tuple[np.ndarray, ...]) -> bool:
    return all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))


def test_a_table_without_players_plays_the_very_games(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> None:
    table = MixedGames(tables, playbook, doctrines, {}, make_memory())
    plain = play_block(tables, playbook, doctrines, 5, 0, GAMES, make_memory())
    assert same(play_outside(table, 5, 0, GAMES), plain)
    assert not same(play_outside(table, 6, 0, GAMES), plain)


def test_the_same_luck_gives_the_same_games_on_any_number_of_threads(meet: Meet) -> None:
    whole = play_outside(meet(AtRandom), 5, 0, GAMES)
    halves = ((meet(AtRandom), 0), (meet(AtRandom), GAMES // 2))
    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(lambda half: play_outside(half[0], 5, half[1], GAMES // 2), halves))
    joined = tuple(np.concatenate([part[i] for part in parts]) for i in (0, 1))
    assert same(whole, joined)
    assert not same(whole, play_outside(meet(First), 5, 0, GAMES))


def test_a_player_is_made_anew_for_every_game(meet: Meet) -> None:
    made: list[float] = []

    class Counting(First):
        random: Any = None

        def __init__(self) -> None:
            self.asked = 0

        def choose(self, view: View, legal: Legal) -> Order:
            if not self.asked:
                made.append(self.random.random())
            self.asked += 1
            return legal[0]

    play_outside(meet(Counting), 5, 0, 4)
    assert len(set(made)) == 4
    first = made.copy()
    made.clear()
    play_outside(meet(Counting), 5, 2, 1)
    assert made == [first[2]]


# --- what it sees and may choose -----------------------------------------------------------------------


class Curious(First):
    """Looks at everything, by the kernel's own reading of the view."""

    seen: list[str]

    def choose(self, view: View, legal: Legal) -> Order:
        tables, state = view._names.tables, view._record
        assert [str(order) for order in legal] == [spell_choice(tables, state, six) for six in legal_choices(tables, state)]
        assert view.question is legal.question and legal.question.kind == codes.QUESTIONS[state.asking]
        for place in {0, len(legal) // 2, len(legal) - 1}:
            order = legal[place]
            assert legal.place_of(order) == legal.place_of(str(order)) == place
            assert order in legal and order == legal[place] and hash(order) == hash(legal[place])
        hidden = {name for name, value in view.items() if value is None}
        assert hidden == {tables.slots[slot] for slot in tables.rules.hidden[state.seat][: tables.rules.n_hidden[state.seat]]}
        assert (view.incident is not None) == (legal.question.kind in ("respond", "gate"))
        if view.incident is not None:
            assert view.incident in view.incidents and 0 < view.incident.intensity <= 9
        self.seen.append(legal.question.kind)
        return legal[len(legal) // 2]


def test_a_view_says_what_the_kernel_draws(meet: Meet) -> None:
    class Here(Curious):
        seen: list[str] = []  # noqa: RUF012 (of all the games of this test)

    for seat in ("us", "south_korea"):
        play_outside(meet(Here, seat=seat), 6, 0, 12)
    assert {"order", "respond", "sign", "gate"} <= set(Here.seen)
    assert len(Here.seen) > 100


def test_a_view_has_memory_of_its_own(meet: Meet) -> None:
    kept: list[tuple[View, Legal, str, dict[str, int | None]]] = []

    class Keeping(First):
        def choose(self, view: View, legal: Legal) -> Order:
            kept.append((view, legal, str(legal[-1]), dict(view)))
            return legal[0]

    play_outside(meet(Keeping), 5, 0, 2)
    assert all(str(legal[-1]) == line and dict(view) == tracks for view, legal, line, tracks in kept)
    with pytest.raises(ValueError, match="read-only"):
        kept[0][0]._record.track[0] = 9


def reached_from(*things: object) -> Iterator[object]:
    """All that can be reached from some objects, save through what every program has: modules, classes, functions."""
    waiting, seen = list(things), set[int]()
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, ModuleType | type | FunctionType):
            continue
        seen.add(id(thing))
        yield thing
        base = getattr(thing, "base", None)  # of an array, which tells the collector nothing
        waiting += [*gc.get_referents(thing), *([] if base is None else [base])]


def test_nothing_of_the_game_can_be_reached_from_what_a_player_gets(meet: Meet) -> None:
    table, found = meet(First), list[int]()
    b = table.buffers
    secret = [b.games, b.views, b.scratch, b.weighing, b.log, b.hand, b.keys]

    class Reaching(First):
        def choose(self, view: View, legal: Legal) -> Order:
            if len(found) == 3:
                return legal[-1]
            view.odds(legal[0])
            repr(view), view.incidents, view.pieces, str(legal[0])  # whatever they keep is kept by now
            reached = list(reached_from(view, legal, legal[0]))
            assert not any(isinstance(thing, type(table) | type(b) | Memory) for thing in reached)
            arrays = [thing for thing in reached if isinstance(thing, np.ndarray | np.void)]
            assert not any(np.may_share_memory(array, one) for array in arrays for one in secret if one.size)
            game = b.games[0]
            assert all(game["seed"].tobytes() not in thing for thing in reached if isinstance(thing, bytes))
            found.append(len(arrays))
            return legal[-1]

    table.sources = {SEAT: Source("Reaching", Reaching)}
    play_outside(table, 5, 0, 1)
    assert len(found) == 3 and min(found) > 1


def test_what_is_hidden_changes_nothing_that_a_player_gets(meet: Meet) -> None:
    table, given = meet(First), list[tuple[Any, ...]]()
    b, names = table.buffers, table.names
    for _ in range(12):
        new_game(b.rules[0], b.game, np.uint64(5), np.int64(_))
        n = b.play_on(table.policy, np.int64(-1), np.zeros(1, OUTCOME), np.zeros(9, TURN))
        for change in (0, 1, -1):
            for i in range(int(b.rules[0]["n_hidden"][b.asked()])):
                b.games["track"][0, b.rules[0]["hidden"][b.asked(), i]] += change
            assert b.play_on(table.policy, np.int64(-1), np.zeros(1, OUTCOME), np.zeros(9, TURN)) == n  # asked once more
            view, legal = b.sight(names, n)
            given.append((view._state, legal._raw, [view.odds(order) for order in legal]))
        assert given[-1] == given[-2] == given[-3] and any(given[-1][2])
    assert len({one[0] for one in given}) > 1


def test_an_order_has_its_parts(meet: Meet) -> None:
    seen: dict[str, Order] = {}

    class Noting(First):
        def choose(self, view: View, legal: Legal) -> Order:
            seen.update({str(order): order for order in legal})
            odds = [view.odds(order) for order in legal]
            assert all(o is None or o.setback + o.failure + o.at_least_success == 36 for o in odds)
            assert [view.odds(str(order)) for order in legal if order.is_order] == [o for o, c in zip(odds, legal) if c.is_order]
            return legal[0]

    play_outside(meet(Noting), 5, 0, 1)
    for line, order in seen.items():
        said = line.split()
        assert said[0] == f"{order.seat}:"
        if order.is_order:
            assert order.answer is None and order.action == said[1]
            parts = dict(zip(said[2::2], said[3::2], strict=True))
            assert parts == {
                name: value
                for name, value in (
                    ("to" if "to" in parts else "in", order.area),
                    ("against", order.target),
                    ("with", order.partner),
                    ("by", order.piece),
                )
                if value
            }
        else:
            assert order.action is None and order.area is None and order.answer == said[-1]
    assert any(order.is_order for order in seen.values()) and not all(order.is_order for order in seen.values())


# --- faults ----------------------------------------------------------------------------------------


def player_that_says(choice: Any) -> type:
    class Saying(First):
        def choose(self, view: View, legal: Legal) -> Any:
            return choice

    return Saying


@pytest.mark.parametrize(
    "choice, why",
    [
        (None, "None is not an order"),
        ("", "is not a line of play"),
        ("japan: hold_bac", "did you mean 'hold_back'"),
        ("china: hold_back", "is not china's choice to make"),
        ("japan: fishing_fleet in senkaku_waters", "is not open now"),
        (7, "7 is not an order"),
    ],
)
def test_what_is_no_choice_is_named(meet: Meet, choice: Any, why: str) -> None:
    with pytest.raises(PlayerFault) as told:
        play_outside(meet(player_that_says(choice)), 5, 3, 1)
    assert str(told.value).startswith("japan: Saying, game 3, turn 1, asked for order: ")
    assert why in str(told.value)


def test_a_choice_of_another_moment_is_not_open(meet: Meet) -> None:
    class Late(First):
        first: Order | None = None

        def choose(self, view: View, legal: Legal) -> Order:
            self.first = self.first or next(order for order in legal if order.target)
            return self.first

    with pytest.raises(PlayerFault, match="is not open"):
        play_outside(meet(Late), 5, 0, 1)


def test_an_order_made_up_by_a_player_is_looked_for_among_the_legal_ones(meet: Meet) -> None:
    for forged in (10**6, -1, 0):

        class Forging(First):
            place = forged

            def choose(self, view: View, legal: Legal) -> Order:
                return Order(legal, self.place, (0,) * 6)

        with pytest.raises(PlayerFault, match="is not open now"):
            play_outside(meet(Forging), 5, 0, 1)


@pytest.mark.parametrize("ends", [SystemExit(3), GeneratorExit()])
def test_a_player_that_ends_the_program_has_failed(meet: Meet, doctrines: np.ndarray, ends: BaseException) -> None:
    class Ending(First):
        def choose(self, view: View, legal: Legal) -> Order:
            raise ends

    with pytest.raises(PlayerFault, match=rf"asked for order: {type(ends).__name__}"):
        play_outside(meet(Ending), 5, 0, 1)
    table = meet(Ending, doctrines)
    play_outside(table, 5, 0, 1)
    assert [fault.seat for fault in table.faults] == [SEAT]


def test_a_fault_names_its_line(meet: Meet) -> None:
    with pytest.raises(PlayerFault, match=r"turn 3, asked for order: RuntimeError: no idea \(test_players\.py:\d+\)"):
        play_outside(meet(Stumbling), 5, 0, 1)


def test_a_doctrine_steps_in_for_the_rest_of_the_game(meet: Meet, doctrines: np.ndarray) -> None:
    table = meet(Stumbling, doctrines)
    results, _ = play_outside(table, 5, 0, 4)
    assert (results.turns == table.tables.scenario.turns).all()
    assert [(fault.seat, fault.number) for fault in table.faults] == [(SEAT, number) for number in range(4)]
    assert same(
        play_outside(meet(Stumbling, doctrines), 5, 2, 2), (results[2:], play_outside(meet(Stumbling, doctrines), 5, 0, 4)[1][2:])
    )


# --- from a file -----------------------------------------------------------------------------------

BOT = '''
"""A bot."""
from dataclasses import dataclass

@dataclass
class Cautious:
    patience: int = 3

    def choose(self, view, legal):
        def worth(order):
            odds = view.odds(order)
            return odds.at_least_success if odds else 0
        return max(legal, key=worth)
'''


def test_a_player_is_loaded_from_a_file(meet: Meet, tmp_path: Path) -> None:
    file = tmp_path / "my_bot.py"
    file.write_text(BOT, encoding="utf-8")
    source = load_player(f"{file}:Cautious")
    table = meet(First)
    table.sources = {SEAT: source}
    results, _ = play_outside(table, 5, 0, 1)
    assert results.decisions[0] > 10


@pytest.mark.parametrize(
    "text, named, why",
    [
        (BOT, "Cautios", "did you mean 'Cautious'"),
        (BOT, "dataclass_", "has no class"),
        ("x = 1", "Bot", "no class in it has a method choose"),
        ("def (", "Bot", "SyntaxError"),
        ("import no_such_thing", "Bot", r"ModuleNotFoundError: No module named 'no_such_thing' \(bot.py:1\)"),
        ("raise SystemExit(3)", "Bot", "it ends the program"),
    ],
)
def test_a_file_that_holds_no_player_is_named(tmp_path: Path, text: str, named: str, why: str) -> None:
    file = tmp_path / "bot.py"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PlayerFault, match=why):
        load_player(f"{file}:{named}")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlayerFault, match=r"there is no file .*; write FILE\.py:CLASS"):
        load_player(f"{tmp_path / 'none.py'}:Bot")


def test_a_class_without_the_method_and_one_that_cannot_be_made(meet: Meet) -> None:
    class Empty:
        pass

    class Broken(First):
        def __init__(self) -> None:
            raise OSError("no disk")

    with pytest.raises(PlayerFault, match=r"has no method choose\(view, legal\)"):
        play_outside(meet(Empty), 5, 0, 1)
    with pytest.raises(PlayerFault, match=r"cannot be made for game 0: OSError: no disk \(test_players\.py:\d+\)"):
        play_outside(meet(Broken), 5, 0, 1)


def test_a_line_that_is_not_open_says_so(meet: Meet) -> None:
    class Queries(First):
        def choose(self, view: View, legal: Legal) -> Order:
            with pytest.raises(NotOpen):
                legal.place_of("japan: sign yes" if legal.question.kind == "order" else "japan: hold_back")
            with pytest.raises(NotOpen):
                view.odds("japan: hold_bac")
            with pytest.raises(KeyError):
                view["japan.hom"]
            with pytest.raises(IndexError):
                legal[len(legal)]
            assert legal[-1] == list(legal)[-1] and legal[1:3] == list(legal)[1:3]
            return legal[0]

    play_outside(meet(Queries), 5, 0, 1)
