"""Each line of the log says which line it follows from: by the rules of its kind, held against the content's own rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.view import cause_of
from kuroshio.picture.chronicle import Chronicle
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.players.whole_games import make_memory, play_block
from kuroshio.session.journal.older_logs import with_causes
from tests.kernel.lab import Lab

GAMES, SEED, LINES = 40, 11, 4096
NOTHING = int(codes.NONE)
KINDS = {int(value): name for name, value in vars(codes).items() if name.startswith("L_")}
# By kind of line: what it may follow from, by hand from the table in kuroshio.kernel.log.
FROM = {
    "L_TURN": {""},
    "L_EVENT": {""},
    "L_DRIFT": {""},
    "L_CHOICE": {"", "L_CHOICE", "L_INCIDENT", "L_CRISIS"},
    "L_MOVE": {"L_CHOICE"},
    "L_POSTURE": {"L_CHOICE", ""},  # nothing: for want of means
    "L_RULING": {"L_CHOICE", "L_INJECT", ""},  # nothing: everyday acts
    "L_UNNOTICED": {"L_CHOICE", "L_INJECT", ""},
    "L_DECLINED": {"L_CHOICE"},
    "L_INCIDENT": {"L_RULING"},
    "L_ATTRIBUTED": {"L_INCIDENT"},
    "L_RESPONSE": {"L_CHOICE", "L_INCIDENT"},
    "L_SHORTFALL": {"L_RESPONSE"},
    "L_CRISIS": {"L_EFFECT", ""},  # nothing: the ladder stood there before
    "L_WAITS": {"L_CRISIS"},
    "L_ROLE": {"L_CHOICE"},
    "L_ROUND": {"L_CRISIS"},
    "L_ENDING": {"L_ROUND"},
    "L_LOSS": {"L_ENDING"},
    "L_PROJECT": {"L_CHOICE"},
    "L_INJECT": {"L_INJECT", ""},
    "L_EXPIRED": {"L_EFFECT"},
    "L_EFFECT": {
        "", "L_RULING", "L_UNNOTICED", "L_EVENT", "L_INJECT", "L_RESPONSE", "L_SHORTFALL", "L_INCIDENT", "L_ATTRIBUTED",
        "L_ROLE", "L_ROUND", "L_ENDING", "L_PROJECT", "L_CHOICE", "L_DECLINED", "L_POSTURE",
    },
}  # fmt: skip
# Lines and causes that these games do not show: no inject there waits for another, and none brings a covert act.
NOT_IN_THE_FROZEN_WORLD = {
    ("L_EFFECT", "L_DECLINED"), ("L_INJECT", "L_INJECT"), ("L_UNNOTICED", "L_INJECT"), ("L_UNNOTICED", ""),
}  # fmt: skip
OF_EARLIER_TURNS = ("L_EXPIRED", "L_ATTRIBUTED", "L_INJECT")


@pytest.fixture(scope="module")
def logs(tables: Tables, playbook: Playbook, doctrines: np.ndarray, randoms: np.ndarray, lab: Lab) -> list[np.recarray]:
    """Games of the frozen world, by doctrine and at random, and a turn in which a posture cannot be paid for."""
    memory, made = make_memory(LINES), []
    for policy in (doctrines, randoms):
        for number in range(GAMES):
            play_block(tables, playbook, policy, SEED, number, 1, memory)
            assert memory.games[0].logged < LINES
            made.append(memory.log[: memory.games[0].logged].copy())
    poor = lab.table()
    poor.set({lab.at(lab.challenger): 4, f"{lab.challenger}.readiness": 0})
    poor.plan()
    return [*made, poor.log[: poor.game.logged].copy()]


def kind(log: np.recarray, at: int) -> str:
    return KINDS[int(log[at].what)] if at >= 0 else ""


def pairs(logs: list[np.recarray], *kinds: np.int32) -> Iterator[tuple[np.recarray, int, np.record]]:
    """Each line of some kinds: its log, its place, itself."""
    for log in logs:
        for at in np.flatnonzero(np.isin(log["what"], kinds)):
            yield log, int(at), log[at]


def test_each_kind_follows_from_what_its_rule_says(logs: list[np.recarray]) -> None:
    seen = Counter[tuple[str, str]]()
    for log in logs:
        for at, line in enumerate(log):
            mine, cause = kind(log, at), int(line.cause)
            assert cause < at and kind(log, cause) in FROM[mine], (mine, kind(log, cause))
            assert cause < 0 or mine in OF_EARLIER_TURNS or log[cause].turn == line.turn, mine
            seen[mine, kind(log, cause)] += 1
    never = {(mine, cause) for mine, causes in FROM.items() for cause in causes} - set(seen)
    assert never == NOT_IN_THE_FROZEN_WORLD


def spans(tables: Tables, log: np.recarray, at: int) -> list[np.record]:
    """The effects that a line may have by the rules, as spans of the table of effects."""
    rules, line, what = tables.rules, log[at], kind(log, at)
    if what in ("L_RULING", "L_UNNOTICED", "L_POSTURE"):
        banded = rules.action[line.action].effects
        return [(banded.first[band], banded.n[band]) for band in (int(line.band), int(codes.ALWAYS))]
    one = {
        "L_EVENT": lambda: [rules.event[line.subject].effects],
        "L_INJECT": lambda: [rules.inject[line.subject].effects],
        "L_INCIDENT": lambda: [rules.procedure.seen_coercion],
        "L_RESPONSE": lambda: [rules.level[line.action].effects],
        "L_ATTRIBUTED": lambda: [rules.procedure.late_attribution],
        "L_ROLE": lambda: [rules.crisis_role[line.subject].effects],
        "L_ROUND": lambda: [rules.crisis_round[line.before, line.after].effects],
        "L_ENDING": lambda: [rules.crisis_ending[line.subject].effects],
        "L_CHOICE": lambda: [rules.gate[line.subject].effects],
        "L_DECLINED": lambda: [rules.action[line.action].declined],
        "L_PROJECT": lambda: [
            rules.project[line.subject].stalled,
            *(getattr(rules.project[line.subject].stage[line.amount], name) for name in ("effects", "setback")),
        ],
    }[what]
    return [(span.first, span.n) for span in one()]


def test_an_effect_is_one_of_those_that_its_cause_has_by_the_rules(tables: Tables, logs: list[np.recarray]) -> None:
    told = Counter[str]()
    for log, _, line in pairs(logs, codes.L_EFFECT):
        if line.effect >= 0 and line.cause >= 0:
            here = spans(tables, log, int(line.cause))
            assert any(first <= line.effect < first + n for first, n in here), kind(log, int(line.cause))
            told[kind(log, int(line.cause))] += 1
        elif line.effect >= 0:  # nothing told has it but a standing posture
            rows = tables.rules.posture.ravel()
            assert any(row.effects.first <= line.effect < row.effects.first + row.effects.n for row in rows)
    assert len(told) >= 9, told


def test_an_act_follows_from_the_choice_of_that_very_order(tables: Tables, logs: list[np.recarray]) -> None:
    fields = ["action", "area", "target", "partner", "piece"]
    for log, at, line in pairs(logs, codes.L_RULING, codes.L_UNNOTICED, codes.L_MOVE):
        cause = int(line.cause)
        if kind(log, cause) == "L_CHOICE":
            assert log[cause].amount == codes.ASK_ORDER and log[cause].actor == line.actor
            assert all(log[cause][name] == line[name] for name in fields), (log[cause], line)
        elif kind(log, cause) == "L_INJECT":
            assert tables.rules.inject[log[cause].subject].act.action == line.action
        else:
            assert tables.rules.action[line.action].everyday, at


def test_an_answer_comes_of_the_incident_that_it_answers(logs: list[np.recarray]) -> None:
    answered = list(pairs(logs, codes.L_RESPONSE))
    for log, at, line in answered:
        case = log[cause_of(log, at)]
        assert case.what == codes.L_INCIDENT and (case.action, case.area) == (line.subject, line.area)
        choice = log[line.cause]
        assert choice.what == codes.L_INCIDENT or (choice.actor, choice.action) == (line.actor, line.action)
    assert len(answered) > 100
    for log, _, line in pairs(logs, codes.L_ATTRIBUTED):
        case = log[line.cause]
        assert (case.actor, case.action, case.area, case.target) == (line.actor, line.action, line.area, line.target)


def test_a_crisis_comes_of_the_change_that_reached_its_threshold(tables: Tables, logs: list[np.recarray]) -> None:
    threshold, reached = int(tables.rules.procedure.crisis_at), 0
    for log, _, line in pairs(logs, codes.L_CRISIS):
        if line.cause >= 0:
            reached += 1
            assert log[line.cause].before < threshold <= log[line.cause].after
    assert reached


def test_what_lapses_was_lent(tables: Tables, logs: list[np.recarray]) -> None:
    for log, _, line in pairs(logs, codes.L_EXPIRED):
        lent = log[line.cause]
        assert log.cause[log.what == codes.L_EXPIRED].tolist().count(line.cause) == 1, "what is lent once is taken back once"
        assert lent.subject == line.subject and lent.turn + tables.rules.effect[lent.effect].lasts <= line.turn


def test_no_eyes_are_told_the_number_of_a_line_that_they_do_not_read(tables: Tables, logs: list[np.recarray]) -> None:
    """That an act has a cause would tell that an inject is behind it, or who is behind what has no author."""
    named = 0
    for log in logs[::4]:
        for faction in (-1, *range(int(tables.rules.n_factions))):
            chronicle = Chronicle(tables, faction)
            chronicle.audiences = [{0} for _ in chronicle.audiences]  # injects speak to one seat alone
            chronicle.follow(log, len(log))
            numbers = {beat.number for beat in chronicle.beats}
            assert all(beat.cause == -1 or beat.cause in numbers for beat in chronicle.beats)
            named += sum(beat.cause >= 0 for beat in chronicle.beats)
    assert named


def test_a_log_without_causes_has_them_worked_out_as_its_version_did(logs: list[np.recarray]) -> None:
    """Orders, answers and projects are found again for sure; of changes those told after their cause."""
    sure = (
        codes.L_MOVE,
        codes.L_DECLINED,
        codes.L_PROJECT,
        codes.L_INCIDENT,
        codes.L_ATTRIBUTED,
        codes.L_SHORTFALL,
        codes.L_ROUND,
    )
    right, wrong = Counter[str](), Counter[str]()
    for log in logs:
        bare = log.copy()
        bare["cause"] = 0
        made = with_causes(bare)
        for at, line in enumerate(log):
            (right if made[at].cause == line.cause else wrong)[kind(log, at)] += 1
    for what in sure[:1] + sure[2:3] + sure[3:4] + sure[5:]:
        assert not wrong[KINDS[int(what)]], (what, wrong)
    for name in ("L_RULING", "L_RESPONSE", "L_EFFECT"):
        assert right[name] > 9 * wrong[name], (name, right[name], wrong[name])


def test_a_log_without_room_has_no_causes_and_the_same_game(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> None:
    ends = set()
    for lines in (0, 1, 50, LINES):
        memory = make_memory(lines)
        play_block(tables, playbook, doctrines, SEED, 3, 1, memory)
        game = memory.games[0].copy()
        assert all(line.cause < game.logged for line in memory.log[: game.logged])
        game.logged = 0
        ends.add(game.tobytes())
    assert len(ends) == 1
