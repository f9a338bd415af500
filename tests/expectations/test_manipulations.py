"""The manipulations: one for each statement, of what exists or is announced, and scripts that do what they say."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest
from rich.console import Console

from kuroshio.kernel.state.codes import L_RULING
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from kuroshio.players.whole_games import make_memory, play_block
from kuroshio.study.incident_tables import ANSWERS, CRISES, INCIDENTS
from kuroshio.study.keys.resolving import find
from tests.expectations import links
from tests.expectations.arms import Script, ScriptedAct, ScriptedAnswer, ScriptedChoice, ScriptedEffect, ScriptedOrder
from tests.expectations.counts import KINDS, Acts, Among, Count, Crises, Played, play_arm
from tests.expectations.links import DEVELOPMENT, base_of, judging_seed, parsed, read_statement, summary, table_of
from tests.expectations.manipulations import Manipulation, read_manipulations, read_statements
from tests.expectations.verdicts import UNTESTABLE

# What a coming change of the rules brings. A name leaves this list when the rules have it.
COMING: set[str] = set()  # what a statement needs and the rules do not have yet
SENKAKU = "senkaku_2021"
LANDING = ScriptedAct(turn=3, actor="china", act="put_police_ashore", area="senkaku_waters", target="japan")
ASHORE = Acts(by="china", at=("senkaku",), classes=("A8",))
MANIPULATIONS, STATEMENTS = read_manipulations(), read_statements()


def played(script: Script, games: int = 24, doctrines: dict[str, str] | None = None, readings: tuple[str, ...] = ()) -> Played:
    tables = compile_tables(*base_of(SENKAKU).content([script], {}, readings))
    return play_arm(tables, doctrines or {}, 1, games)


def closing(arm: Played, reading: str) -> np.ndarray:
    """The values of a reading at the ends of the turns (n, turns)."""
    at = next(m for m, measure in enumerate(arm.tables.scenario.measures) if measure.id == reading)
    return arm.rows.measure[:, :, at]


# --- the file ------------------------------------------------------------------------------------------


def test_every_statement_has_one_manipulation_in_its_order() -> None:
    assert list(MANIPULATIONS) == list(STATEMENTS)


@pytest.mark.parametrize("asked", MANIPULATIONS.values(), ids=list(MANIPULATIONS))
def test_a_manipulation_says_all_that_is_needed_or_why_not(asked: Manipulation) -> None:
    if asked.not_testable:
        assert asked.count is None and asked.doctrines == ()
        return
    assert asked.count is not None and asked.count.of in KINDS and asked.doctrines
    assert asked.smallest > 0 or asked.relative > 0
    assert asked.one != asked.against


@pytest.mark.parametrize("asked", MANIPULATIONS.values(), ids=list(MANIPULATIONS))
def test_every_name_is_one_that_the_rules_have_or_that_is_announced(asked: Manipulation) -> None:
    base = base_of(STATEMENTS[asked.id]["scenario"])
    assert {*asked.lacks(base), *asked.lacks_dials(base)} <= COMING
    scripts = [attrs.evolve(script, **without_coming(script)) for script in (asked.both, asked.one, asked.against, asked.here)]
    for key in (key for script in scripts for key in script.set):
        find(base.variant.files, key)
    compile_tables(*base.content(scripts, {}, asked.count.readings if asked.count else ()))


def without_coming(script: Script) -> dict[str, object]:
    """A script's fields without what is only announced."""
    return {
        "set": {key: value for key, value in script.set.items() if key not in COMING},
        "orders": tuple(order for order in script.orders if f"action.{order.act}" not in COMING),
        "signs": {seat: tuple(act for act in acts if f"action.{act}" not in COMING) for seat, acts in script.signs.items()},
    }


def test_what_is_announced_is_awaited_by_some_statement() -> None:
    awaited = {name for asked in MANIPULATIONS.values() for name in asked.awaits}
    assert awaited | {key for asked in MANIPULATIONS.values() for end in asked.dials for key in end.set} >= COMING


CHINESE = {"china_routine_jurisdiction", "china_active_pressure"}
IN_WORDS = {
    "both Chinese doctrines": CHINESE,
    "both American doctrines": {"us_allied_presence", "us_agenda_first"},
    "Chinese doctrine active": {"china_active_pressure"},
}


@pytest.mark.parametrize("asked", [one for one in MANIPULATIONS.values() if not one.not_testable], ids=lambda asked: asked.id)
def test_the_doctrines_are_those_that_the_statement_names(asked: Manipulation) -> None:
    """Where it names none, both of Beijing's."""
    told = STATEMENTS[asked.id]["manipulate"]
    named = {doctrine.id for doctrine in base_of(SENKAKU).ruleset.doctrines if doctrine.id in told}
    named |= {doctrine for words, doctrines in IN_WORDS.items() if words in told for doctrine in doctrines}
    used = {doctrine for doctrines in asked.doctrines for doctrine in doctrines.values()}
    used |= {str(value) for arm in (asked.one, asked.against) for key, value in arm.set.items() if key.startswith("policy.")}
    assert used == (named or CHINESE)


# --- the scripts ---------------------------------------------------------------------------------------


def test_an_order_is_given_in_its_turns_and_in_no_other() -> None:
    script = Script(orders=(ScriptedOrder("us", "reaffirm_article_5", turns=(1, 5)),))
    assert orders_of(script, "reaffirm_article_5") <= {1, 5}
    assert orders_of(Script(never=("reaffirm_article_5",)), "reaffirm_article_5") == set()


def orders_of(script: Script, act: str, games: int = 12) -> set[int]:
    """The turns in which an act is carried out in some of the games, each of which has it."""
    tables = compile_tables(*base_of(SENKAKU).content([script], {}, ()))
    playbook, memory, turns = compile_playbook(tables), make_memory(16384), set[int]()
    for game in range(games):
        play_block(tables, playbook, seat_policies(tables, playbook), 1, game, 1, memory)
        log = memory.log[: int(memory.games[0].logged)]
        mine = set(log.turn[(log.what == L_RULING) & (log.action == tables.index.actions[act])].tolist())
        assert mine or not script.orders, game
        turns |= mine
    return turns


def test_a_track_is_held_through_every_quarter() -> None:
    """At the end of a quarter it may have drifted by a step; it is set back before anybody plans."""
    arm = played(Script(hold={"us_japan_article_5.believed": 1}), readings=("us_japan_article_5.believed",))
    assert np.abs(closing(arm, "us_japan_article_5.believed") - 1).max() <= 1
    free = played(Script(), readings=("us_japan_article_5.believed",))
    assert np.abs(closing(free, "us_japan_article_5.believed") - 1).max() > 1


def test_an_act_is_brought_in_once_in_every_game_and_answered_as_scripted() -> None:
    silent = played(Script(acts=(LANDING,), answers=(ScriptedAnswer("us", "none", intensity=7),)))
    strong = played(
        Script(acts=(LANDING,), answers=(ScriptedAnswer("us", "strongest", intensity=7),), gates={"article_5_decision": True})
    )
    for arm in (silent, strong):
        assert ASHORE.rows(arm).sum() == arm.n
    assert shares_of_answers(silent) == {"none": 1.0}
    assert shares_of_answers(strong).keys() <= {"protest", "assist", "joint_response", "counter_coercion"}
    assert 1 - shares_of_answers(strong).get("protest", 0) > 0.5


def shares_of_answers(arm: Played) -> dict[str, float]:
    """The levels at which Washington answers the landing."""
    incidents, answers = arm.events[INCIDENTS], arm.events[ANSWERS]
    landed = set(zip(incidents["game"][ASHORE.rows(arm)].tolist(), incidents["incident"][ASHORE.rows(arm)].tolist()))
    rows = zip(answers["game"].tolist(), answers["incident"].tolist(), answers["seat"].tolist(), answers["level"].tolist())
    levels = [level for game, number, seat, level in rows if (game, number) in landed and seat == "us"]
    return {level: levels.count(level) / len(levels) for level in set(levels)}


def test_a_crisis_is_put_in_and_ends_as_scripted() -> None:
    """An exit takes political capital, so that a game may still come to another ending."""
    choices = (ScriptedChoice("china", "off_ramp", 3), ScriptedChoice("japan", "hold", 3))
    arm = played(Script(effects=(ScriptedEffect(turn=3, track="senkaku.ladder", set=6),), choices=choices))
    begun = Crises(at=("senkaku",), turns=(3,)).rows(arm)
    ended = arm.events[CRISES]["ending"][begun].tolist()
    assert len(ended) > 0.9 * arm.n and ended.count("challenger_steps_down") > 0.7 * len(ended)
    assert set(ended) <= {"challenger_steps_down", "exhaustion"}, "where Beijing cannot pay, both hold"


def test_a_delivered_project_brings_what_its_stages_bring() -> None:
    readings = ("southwest_planning.stage", "us_japan.integration")
    arm = played(Script(delivered={"southwest_planning": 2}), readings=readings)
    assert (closing(arm, "southwest_planning.stage")[:, 1:] == 4).all()
    integration = closing(arm, "us_japan.integration")
    assert (integration[:, 1] >= integration[:, 0] + 1).all()


# --- the counts ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def landed() -> Played:
    crisis = ScriptedEffect(turn=3, track="senkaku.ladder", set=6)
    return played(Script(acts=(LANDING,), effects=(crisis,)), 40, readings=("japan.home",))


def rows_of(arm: Played, table: str) -> list[dict[str, Any]]:
    columns = arm.events[table]
    return [dict(zip(columns, row)) for row in zip(*(column.tolist() for column in columns.values()))]


def test_acts_are_those_of_a_count_by_hand(landed: Played) -> None:
    china = [one for one in rows_of(landed, INCIDENTS) if one["author"] == "china"]
    patrols = [one for one in china if one["act_class"] in ("A1", "A2") and one["turn"] <= 4]
    narrow = Acts(by="china", classes=("A1", "A2"), turns=(1, 4))
    assert Count("acts", acts=narrow).counted(landed).sums.sum() == len(patrols) > 40
    assert Count("acts", acts=narrow, any=True).counted(landed).mean == len({one["game"] for one in patrols}) / 40
    two = Count("acts", acts=attrs.evolve(narrow, turns=()), windows=((1, 2), (3, 4))).counted(landed)
    assert two.mean == len(patrols) / 80


def test_answers_are_those_of_a_count_by_hand(landed: Played) -> None:
    ashore = {(one["game"], one["incident"]) for one in rows_of(landed, INCIDENTS) if one["act"] == "put_police_ashore"}
    answers = [one for one in rows_of(landed, ANSWERS) if one["seat"] == "us" and one["level"] == "protest"]
    met = [one for one in answers if (one["game"], one["incident"]) in ashore]
    found = Count("answered", acts=ASHORE, seat="us", levels=("protest",)).counted(landed)
    assert found.mean == len(met) / len(ashore) and 0 < len(met) < len(answers)


def test_answers_in_crises_are_those_of_a_count_by_hand(landed: Played) -> None:
    crises = rows_of(landed, CRISES)
    quarters = {(one["game"], one["turn"] + later) for one in crises for later in (0, 1)}
    answers = [one for one in rows_of(landed, ANSWERS) if one["seat"] == "japan" and one["level"] == "shadow"]
    given = [one for one in answers if (one["game"], one["turn"]) in quarters]
    found = Count("answers_in_crises", seat="japan", levels=("shadow",), crises=Crises(at=("senkaku",))).counted(landed)
    assert found.mean == pytest.approx(len(given) / len(crises)) and 0 < len(given) < len(answers)


def test_crises_are_those_of_a_count_by_hand(landed: Played) -> None:
    crises = rows_of(landed, CRISES)
    worn = [one for one in crises if one["ending"] == "exhaustion"]
    ended = Count("endings", crises=Crises(at=("senkaku",), endings=("exhaustion",))).counted(landed)
    assert ended.mean == len(worn) / len(crises) and 0 < len(worn) < len(crises)
    late = {one["game"] for one in crises if one["turn"] >= 4}
    assert Count("crises", crises=Crises(turns=(4, 8))).counted(landed).mean == len(late) / 40


def test_a_track_is_its_mean_or_its_change(landed: Played) -> None:
    home = closing(landed, "japan.home").astype(float)
    change = home[:, 4] - home[:, 1]
    assert Count("track", track="japan.home").counted(landed).mean == pytest.approx(home.mean())
    assert Count("track", track="japan.home", turns=(5,), since=2).counted(landed).mean == pytest.approx(change.mean())
    moved = Count("track", track="japan.home", turns=(5,), since=2, absolute=True).counted(landed)
    assert moved.mean == pytest.approx(np.abs(change).mean())


def test_games_of_a_kind_are_counted_alone(landed: Played) -> None:
    with_crisis = Among(crises=Crises(at=("senkaku",), turns=(3,)))
    count = Count("measure", id="incidents", among=(with_crisis,))
    has = with_crisis.games(landed)
    assert count.counted(landed).mean == pytest.approx(closing(landed, "incidents")[has, -1].mean()) and has.sum() > 0
    assert attrs.evolve(with_crisis, none=True).games(landed).tolist() == (~has).tolist()
    expected = Among(acts=ASHORE, seat="us", expected=("assist",))
    assert expected.games(landed).sum() <= 40 and count.conditional


def test_an_act_that_nobody_can_do_there_is_said_not_to_be_testable() -> None:
    tables = compile_tables(*base_of(SENKAKU).content([], {}, ()))
    impossible = Count("acts", acts=Acts(by="china", areas=("sakishima",), classes=("A8", "A9")))
    assert impossible.missing(tables) == "no act of class A8, A9 by china can be done: sakishima"
    assert Count("acts", acts=ASHORE).missing(tables) == ""
    assert Count("measure", id="quad").missing(tables) == "the scenario has no measure quad"


# --- the table -----------------------------------------------------------------------------------------


def test_a_dial_has_the_ends_of_its_range() -> None:
    base = base_of(SENKAKU)
    assert (base.end_of("procedure.pledges_bind", "on"), base.end_of("procedure.pledges_bind", "off")) == (36, 0)
    assert base.end_of("procedure.pledges_bind", 12) == 12
    assert base.has("procedure.pledges_bind") and base.has("gate.prior_consultation") and base.has("action.import_ban")
    assert not base.has("procedure.no_such_dial") and not base.has("gate.nobody") and not base.has("nothing.at_all")


def test_a_statement_is_read_by_doctrine_and_at_the_other_end_of_its_dial() -> None:
    rows = read_statement("L04a", seed=1, games=64)
    assert [(row.doctrine, row.dial) for row in rows] == [
        (doctrine, dial)
        for dial in ("pledges_bind on", "pledges_bind off (beside)")
        for doctrine in ("all", "china_routine_jurisdiction", "china_active_pressure")
    ]
    assert [row.is_primary for row in rows] == [True, *[False] * 5]
    pooled, routine, active = (row.finding for row in rows[:3])
    assert pooled and routine and active
    assert pooled.effect == pytest.approx((routine.effect + active.effect) / 2)
    assert "put_police_ashore by script in turn 3" in rows[0].notes and "held each quarter" in rows[0].notes


def test_what_the_rules_do_not_have_yet_is_named() -> None:
    [row] = read_statement("L05b", seed=1, games=8)
    assert row.verdict.word == UNTESTABLE and row.verdict.reason.startswith("no act by which Taipei or Manila")
    [row] = read_statement("L07b", seed=1, games=8)
    assert row.verdict.reason == "no act of class A8, A9 by china can be done: sakishima, okinawa, amami_osumi"
    first, *_ = read_statement("L01c", seed=1, games=16)
    assert first.verdict.word != UNTESTABLE and first.finding is not None


def test_the_table_is_printed_and_written_with_every_row(tmp_path: Path) -> None:
    rows = read_statement("L05b", seed=1, games=8) + read_statement("L10b", seed=1, games=16)
    links.write_csv(tmp_path / "links.csv", rows)
    with (tmp_path / "links.csv").open(newline="", encoding="utf-8") as stream:
        read = list(csv.DictReader(stream))
    assert [row["id"] for row in read] == ["L05b", "L10b", "L10b", "L10b"] and tuple(read[0]) == links.COLUMNS
    assert float(read[1]["low"]) <= float(read[1]["effect"]) <= float(read[1]["high"])
    text = io.StringIO()
    Console(file=text, width=220).print(table_of(rows))
    assert "L10b" in text.getvalue() and "not testable: no act by which" in text.getvalue()
    assert summary(rows).endswith("of 2 statements read; there are 39 primaries")


def test_the_judging_seed_is_none_of_development_and_follows_from_the_rules(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seed = judging_seed()
    assert seed == judging_seed() and DEVELOPMENT <= seed < 2**63
    for name in ("links.toml", "manipulations.toml"):
        (tmp_path / name).write_bytes((links.HERE / name).read_bytes() + b"\n")
    monkeypatch.setattr(links, "HERE", tmp_path)
    assert judging_seed() != seed


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["L2a"], "no statement 'L2a'; did you mean"),
        (["--games", "3"], "--games 3: write 8 or more"),
        (["--seed", "4000"], "--seed 4000: write 0 to 999, or --judge"),
        (["--out", "no/such/folder/links.csv"], "there is no folder no/such/folder; make it first"),
    ],
)
def test_what_is_wrong_on_the_command_line_is_one_sentence(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parsed(words)
    assert ended.value.code == 2 and told in capsys.readouterr().err
