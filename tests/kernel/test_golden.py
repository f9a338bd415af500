"""The golden games come out as they were written, and show all that the engine knows; whoever changes one is told where."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.version import KERNEL
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.players.whole_games import make_memory, play_block
from tests.kernel import golden
from tests.kernel.golden import FOLDER, GAMES, POLICIES, STORIES, VERSION, WORLD, differences, kept, made

# A record that is full; at a table, dice thrown anew and what an umpire sets: test_capacities.py, test_luck.py, test_umpire.py.
NEVER = {"L_LIMIT", "L_LUCK", "L_RULED"}


@pytest.mark.parametrize("scenario", GAMES)
def test_the_games_are_what_they_were(scenario: str) -> None:
    found = [sentence for name, lines in made(scenario) for sentence in differences(name, lines)]
    assert not found, (
        "\n".join([*found[:10], f"{len(found)} games in all."])
        + "\nGames may change only with a line in CHANGELOG that says why; then `python -m tests.kernel.golden write`. "
        "Where those of the frozen world change, raise KERNEL first."
    )


def test_no_game_was_left_out() -> None:
    files = {f"{scenario}-{policy}.txt": n for scenario, n in GAMES.items() for policy in POLICIES}
    assert {path.name for path in FOLDER.iterdir()} == {*files, STORIES, VERSION}
    assert {name: len(kept(name)) - 1 for name in files} == files and len(kept(STORIES)) == sum(golden.TOLD.values())


def test_they_are_of_this_version_of_the_kernel() -> None:
    assert kept(VERSION) == [str(KERNEL)]


def test_games_are_told_apart() -> None:
    for path in FOLDER.glob("*-*.txt"):
        lines = [line.split(" ", 1)[1] for line in kept(path.name)]
        assert len(set(lines)) == len(lines), path.name


def test_a_difference_is_told_with_its_game_turn_and_part() -> None:
    name = f"{WORLD}-doctrine.txt"
    head, *lines = kept(name)
    number, first, second, *rest = lines[7].split()
    at = head.split().index("tension") - 1
    whole, letters = second.split(":")
    other = letters[:at] + ("a" if letters[at] != "a" else "b") + letters[at + 1 :]
    lines[7] = " ".join((number, first, f"{whole[:-1]}x:{other}", *rest))
    assert list(differences(name, [head, *lines])) == ["gulls-doctrine: game 7 differs from turn 2 on: tension"]
    assert [sentence.split(" on")[0] for sentence in differences(STORIES, [f"{WORLD}-0 00000000"])] == [
        "told: game gulls-0 differs from turn 1"
    ]


def test_they_show_all_that_the_engine_knows(
    tables: Tables, playbook: Playbook, doctrines: np.ndarray, randoms: np.ndarray
) -> None:
    """Every phase, kind of line, question, mechanism, band and ending comes up in the games of the frozen world."""
    w, seen = make_memory(golden.LINES), Counter[tuple[str, int]]()
    for policy in (doctrines, randoms):
        for number in range(GAMES[WORLD]):
            play_block(tables, playbook, policy, golden.SEED, number, 1, w)
            log = np.asarray(w.log).view(np.ndarray)[: w.games[0].logged]
            choices = log[log["what"] == codes.L_CHOICE]
            orders = choices["after"][choices["amount"] == codes.ASK_ORDER]
            for what, values in (
                ("line", log["what"]),
                ("phase", log["phase"]),
                ("question", choices["amount"]),
                ("mechanism", np.asarray(tables.rules.action["mechanism"])[orders]),
                ("band", log["band"][log["what"] == codes.L_RULING]),
                ("ending", log["subject"][log["what"] == codes.L_ENDING]),
            ):
                seen.update((what, int(value)) for value in np.unique(values))
    kinds = {name: int(value) for name, value in vars(codes).items() if name.startswith("L_")}
    assert {name for name, value in kinds.items() if ("line", value) not in seen} == NEVER
    for what, n in (
        ("phase", len(codes.PHASES)),
        ("question", len(codes.QUESTIONS)),
        ("mechanism", len(codes.MECHANISMS)),
        ("band", len(codes.BANDS)),
        ("ending", len(tables.ruleset.crisis_endings)),
    ):
        assert {value for kind, value in seen if kind == what} == set(range(n)), what
