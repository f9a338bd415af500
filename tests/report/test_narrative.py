"""The story of a game says what the log says, and explains every ruling so that a reader can work it again."""

from __future__ import annotations

import re

import numpy as np
import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.log_sentences import CHANGES, Teller
from kuroshio.picture.picture import GRADES
from kuroshio.players.doctrine_tables import Playbook, seat_policies
from kuroshio.players.whole_games import make_memory, play_block
from kuroshio.report.narrative import narrate
from kuroshio.study.reach import pairings

RULING = re.compile(
    r"Base (\d+)((?:; [^;:]+ [+-]\d+)*): needs (\d+) on two dice \(in 36: (.*)\)\. Thrown (\d)\+(\d)=(\d+): (\w+)\."
)
UNTOLD = {int(codes.L_TURN), int(codes.L_CHOICE)}  # headings tell the turn; choices are told where they take effect


@pytest.fixture(scope="module")
def games(tables: Tables, playbook: Playbook) -> list[tuple[np.ndarray, np.ndarray, np.record]]:
    """The logs, closing tracks and outcomes of a few games of different doctrines."""
    memory, played = make_memory(16384), []
    for number, pairing in enumerate(pairings(tables)[::25]):
        policy = seat_policies(tables, playbook, pairing.items())
        results, _ = play_block(tables, playbook, policy, 4, number, 1, memory)
        log = memory.log[: int(memory.games[0].logged)].copy()
        played.append((log, memory.games.track[0].copy(), results[0]))
    return played


def story(tables: Tables, game: tuple[np.ndarray, np.ndarray, np.record]) -> list[str]:
    return list(narrate(tables, game[0], game[2]))


def test_every_ruling_can_be_worked_again_from_its_sentence(tables: Tables, games: list) -> None:
    """Base less modifiers is the number, within 3 to 12; the odds fill 36; the dice and the number name the band."""
    procedure, told = tables.ruleset.procedure, 0
    for game in games:
        for base, bonuses, number, odds, first, second, total, band in RULING.findall("\n".join(story(tables, game))):
            worked = int(base) - sum(int(bonus) for bonus in re.findall(r" ([+-]\d+)(?:;|$)", bonuses))
            assert int(number) == min(max(worked, procedure.number_least), procedure.number_most)
            assert sum(int(n) for n in re.findall(r"\d+", odds)) == 36
            assert int(first) + int(second) == int(total)
            margin = int(total) - int(number)
            reached = [margin <= -procedure.setback_by, margin < 0, margin < procedure.breakthrough_by, True].index(True)
            assert band == codes.BANDS[reached]
            told += 1
    assert told > 500


def test_every_kind_of_line_has_its_sentence(tables: Tables, games: list) -> None:
    teller = Teller(tables)
    for log, _, _ in games:
        for line in log:
            what = int(line.what)
            assert what in CHANGES or what in UNTOLD or teller.sentences[what](line).endswith((".", "?", "!")), what


def test_the_last_change_told_of_a_track_is_where_it_ends(tables: Tables, games: list) -> None:
    """What the story says of a track is how the game left it; the wall at the end agrees. Prices are not told."""
    roles = tables.ruleset.roles
    budgets = [slot for slot, name in enumerate(tables.slots) if name.endswith((roles.capital, roles.funds, roles.readiness))]
    for log, track, outcome in games:
        teller = Teller(tables)
        list(teller.tell(log))
        changed = {int(line.subject) for line in log if int(line.what) in CHANGES} - set(budgets)
        assert changed
        assert all(teller.tracks[slot] == track[slot] for slot in changed)
        closing = list(narrate(tables, log, outcome))
        assert f"On the wall: {teller.wall()}." in closing[closing.index("## The end") :]


def test_the_end_tells_of_every_aim_whether_it_is_met(tables: Tables, games: list) -> None:
    for log, _, outcome in games:
        closing = list(narrate(tables, log, outcome))
        closing = closing[closing.index("## The end") :]
        for seat in tables.scenario.seats:
            name = tables.ruleset.factions[tables.index.factions[seat.faction]].name
            at = next(i for i, line in enumerate(closing) if line.startswith(f"- {name}: "))
            aims = closing[at + 1 : at + 1 + len(seat.success)]
            grades = [GRADES.index(line.rsplit(": ", 1)[1]) for line in aims]
            told = f"grade {sum(grades) / len(grades):.1f} of 3."
            assert closing[at].endswith(told) and (min(grades) == 3) == (": all aims met, " in closing[at])


def test_several_changes_of_one_track_are_told_as_one(tables: Tables, games: list) -> None:
    for game in games:
        told = story(tables, game)
        for line in told[: told.index("## The end")]:
            if line.startswith("  - "):
                tracks = [part.rsplit(" ", 3)[0] for part in line[4:].split("; ")]
                assert len(tracks) == len(set(tracks)), line


def test_names_stand_in_the_story_and_no_ids(tables: Tables, games: list) -> None:
    said = {word for game in games for line in story(tables, game) for word in re.findall(r"\w+", line)}
    ids = [entry.id for entry in (*tables.ruleset.actions, *tables.board.areas, *tables.ruleset.tracks) if "_" in entry.id]
    assert len(said) > 200 and not said & set(ids)
