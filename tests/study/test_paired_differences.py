"""Two variants under the same luck: the same never differ and say so, a known change moves what it must."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio import load
from kuroshio.files.content_folders import find_scenario
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.bibliography import Sourced
from kuroshio.model.entry_parts import Bands
from kuroshio.model.procedure import Procedure
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from kuroshio.study.batch import Batch, play, play_abreast
from kuroshio.study.intervals import FEWEST, Sample, interval
from kuroshio.study.leaving_out import CONTESTED, changed_entries, report_ids, rests_on_report, without_contested, without_report
from kuroshio.study.outcomes import CountedOutcome
from kuroshio.study.paired_differences import Difference, Pairing, comparable, table_of
from kuroshio.study.variant import UnclearChange, Variant, change, read_variant
from tests.stepping import Content

GAMES = 150
VALUES = st.lists(st.integers(-9, 99), min_size=2, max_size=60)


@pytest.fixture(scope="module")
def shipped() -> Variant:
    return read_variant(find_scenario("senkaku_2021"))


def study(tables: Tables, games: int = GAMES, threads: int = 1) -> Batch:
    playbook = compile_playbook(tables)
    return Batch(tables, playbook, seat_policies(tables, playbook), 7, games, block=64, threads=threads)


def compared(first: Tables, second: Tables, games: int = GAMES, threads: int = 1) -> dict[str, Difference]:
    outcomes, left = comparable(first, second)
    assert left == []
    pairing = Pairing(outcomes)
    for blocks in play_abreast((study(first, games, threads), study(second, games, threads))):
        pairing.add(*blocks)
    assert pairing.n == games
    return {difference.id: difference for difference in pairing.differences()}


# --- play ------------------------------------------------------------------------------------------


def test_identical_variants_differ_in_no_game(shipped: Variant) -> None:
    for difference in compared(shipped.tables(), shipped.tables()).values():
        assert difference.difference == 0 and difference.differ == 0, difference.id
        assert difference.first == difference.second and difference.n == GAMES
        assert difference.low <= 0 <= difference.high


def test_threads_and_blocks_change_nothing(shipped: Variant) -> None:
    other = change(shipped, "opening.us_japan.trust=2").tables()
    assert compared(shipped.tables(), other) == compared(shipped.tables(), other, threads=2)


def test_a_known_change_moves_what_it_must(shipped: Variant) -> None:
    """Administration that opens lower ends lower, and nobody's does who is not asked."""
    found = compared(shipped.tables(), change(shipped, "opening.senkaku.control=4").tables())
    held = found["administration"]
    assert held.second < held.first and held.high < 0 and held.differ > GAMES / 4
    assert found["success_japan"].difference <= 0 <= found["success_china"].difference


def test_what_does_not_differ_rolls_the_same(shipped: Variant) -> None:
    """A change that no game of eight quarters reaches leaves every game as it was."""
    later = change(shipped, "action.meeting_at_the_games.until=2023-Q4")
    never = change(shipped, "event.midterm_season.until=2023-Q1")
    assert all(difference.differ == 0 for difference in compared(shipped.tables(), never.tables()).values())
    assert any(difference.differ for difference in compared(shipped.tables(), later.tables()).values())


def test_side_by_side_is_one_after_the_other(shipped: Variant) -> None:
    first, second = shipped.tables(), change(shipped, "turns=6").tables()
    alone = [list(play(study(tables, 100))) for tables in (first, second)]
    abreast = list(play_abreast((study(first, 100), study(second, 100))))
    for n, blocks in enumerate(abreast):
        for block, other in zip(blocks, (alone[0][n], alone[1][n])):
            assert block.first == other.first and (block.results == other.results).all()


def test_aims_read_at_other_dates_are_other_outcomes(shipped: Variant) -> None:
    _, left = comparable(shipped.tables(), change(shipped, "judged=2022-Q4").tables())
    n = sum(bool(seat.success) for seat in shipped.tables().scenario.seats)
    assert len(left) == 2 * n and all("aims" in name for name in left)


def test_blocks_of_different_games_are_no_pair(shipped: Variant) -> None:
    tables = shipped.tables()
    one, two = list(play(study(tables, 128)))
    with pytest.raises(ValueError, match="different games"):
        Pairing(comparable(tables, tables)[0]).add(one, two)


# --- intervals -------------------------------------------------------------------------------------


@attrs.frozen
class Values:
    """A block whose games have these values."""

    results: np.ndarray
    first: int = 0


@attrs.frozen
class Value(CountedOutcome):
    """An outcome that is the value itself."""

    def values(self, results: np.ndarray) -> np.ndarray:
        return results


def value_of(unit: str, per: int = 1) -> Value:
    return Value("test", "Test", "observable", unit, -math.inf, math.inf, 0, None, per=per)  # type: ignore[arg-type]


def paired(unit: str, first: list[int], second: list[int], same: bool = False, per: int = 1) -> Difference:
    value = value_of(unit, per)
    pairing = Pairing([(value, value)], same)
    pairing.add(Values(np.array(first)), Values(np.array(second)))  # type: ignore[arg-type]
    return pairing.differences()[0]


@given(VALUES, st.randoms())
def test_the_interval_of_a_difference_is_that_of_its_sample(values: list[int], dice: object) -> None:
    other = [value + dice.randint(-3, 3) for value in values]  # type: ignore[attr-defined]
    found, more = paired("mean", values, other), np.array(other) - np.array(values)
    assert found.difference == pytest.approx(more.mean())
    assert found.differ == np.count_nonzero(more)
    if len(values) >= FEWEST:
        assert (found.low, found.high) == interval(Sample(Counter(more.tolist())))
        assert found.low < found.difference < found.high


def test_what_is_counted_in_parts_is_told_in_wholes() -> None:
    """The sum of the grades of four conditions is told as their mean, and so are difference and interval."""
    first, second = [8, 9, 12, 10] * 4, [10, 10, 12, 6] * 4
    parts, wholes = paired("mean", first, second), paired("mean", first, second, per=4)
    assert (wholes.first, wholes.second, wholes.difference) == (39 / 16, 38 / 16, -1 / 16)
    assert (wholes.low, wholes.high) == (parts.low / 4, parts.high / 4) and wholes.differ == parts.differ == 12


def test_where_two_variants_never_differ_it_says_so_and_how_seldom_they_may() -> None:
    for unit in ("rate", "mean"):
        never = paired(unit, [0, 1] * 1000, [0, 1] * 1000)
        assert never.note == "identical in all 2,000 games (differs in fewer than 0.15%)"
        assert never.differ == 0 and never.low == -never.high < 0 and 3 / 2000 < never.high < 8 / 2000
    assert paired("rate", [0, 1, 1], [0, 1, 0]).note == ""


def test_one_and_the_same_variant_is_identical_and_nothing_is_in_doubt() -> None:
    alike = paired("mean", [3, 4, 5], [3, 4, 5], same=True)
    assert (alike.note, alike.low, alike.high) == ("identical", 0.0, 0.0)


def test_the_table_has_the_same_words() -> None:
    never = paired("rate", [0, 1] * 50, [0, 1] * 50)
    (row,) = csv.DictReader(io.StringIO(table_of([never]).decode()))
    assert row["note"] == never.note and float(row["low_95"]) < 0 < float(row["high_95"])


def test_the_interval_is_narrower_than_that_of_two_samples() -> None:
    """What pairing is for: 40 of 1000 games differ, and both have it in about half."""
    low, high = interval(Sample({0: 960, 1: 30, -1: 10}, -1, 1))
    apart = 1.96 * math.sqrt(2 * 0.25 / 1000)
    assert low < 0.02 < high and high - low < 2 * apart / 3


def test_no_games_at_all() -> None:
    assert Pairing([(value_of("rate"), value_of("rate"))]).differences() == []  # type: ignore[list-item]


# --- variants --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, reads",
    [
        ("opening.us_japan.trust=5", lambda v: v.scenario.of("scenario")[0].opening["us_japan.trust"] == 5),
        ("opening.china.posture.senkaku = 2", lambda v: v.scenario.of("scenario")[0].opening["china.posture.senkaku"] == 2),
        ("procedure.credibility_contagion=18", lambda v: v.rules.of("procedure")[0].credibility_contagion == 18),
        ("procedure.attribution_at.medium=8", lambda v: v.rules.of("procedure")[0].attribution_at["medium"] == 8),
        ("policy.japan=japan_forward_alliance", lambda v: v.policies == {"japan": "japan_forward_alliance"}),
        ("turns=16", lambda v: v.scenario.of("scenario")[0].turns == 16),
        ("after_clash=end", lambda v: v.scenario.of("scenario")[0].after_clash == "end"),
        ("inject.overflight.turn=2", lambda v: any(i.turn == 2 and i.id == "overflight" for i in v.scenario.of("injects"))),
        (
            "action.reaffirm_article_5.difficulty=9",
            lambda v: any(a.difficulty == 9 for a in v.rules.of("actions") if a.id == "reaffirm_article_5"),
        ),
        (
            "obligation.us_japan_article_5.triggers.A4=disputed",
            lambda v: any(o.triggers["A4"] == "disputed" for o in v.rules.of("obligations") if o.id == "us_japan_article_5"),
        ),
        (
            "faction.japan.income.funds=3",
            lambda v: any(f.income.funds == 3 for f in v.rules.of("factions") if f.id == "japan"),
        ),
    ],
)
def test_a_change_changes_one_value(shipped: Variant, text: str, reads: object) -> None:
    assert not reads(shipped) and reads(change(shipped, text))  # type: ignore[operator]
    before, after = shipped.tables().ruleset, change(shipped, text).tables().ruleset
    assert changed_entries(before, after) <= 1


@pytest.mark.parametrize(
    "text, said",
    [
        ("turns", "not KEY=VALUE"),
        ("turns=many", "not a whole number"),
        ("turns=99", "write 1 to 40"),
        ("turn=9", "did you mean 'turns'"),
        ("summary.x=1", "no key 'summary'"),
        ("opening.us_japan.trst=5", "did you mean 'us_japan.trust'"),
        ("opening.us_japan.trust=7", "write 0 to 6"),
        ("procedure.crisis=4", "did you mean 'crisis_"),
        ("procedure=4", "names no field"),
        ("policy.japon=random", "did you mean 'japan'"),
        ("action.reafirm_article_5.difficulty=9", "did you mean 'reaffirm_article_5'"),
        ("action.reaffirm_article_5.dificulty=9", "did you mean 'difficulty'"),
        ("action.reaffirm_article_5.difficulty=99", "write 3 to 12"),
        ("action.reaffirm_article_5.cost=2", "is not a single value"),
        ("action.reaffirm_article_5.actors=japon", "did you mean 'japan'"),
        ("action.escort_boats.focused=perhaps", "neither true nor false"),
        ("action.reaffirm_article_5=2", "write none, or the id of another action"),
        ("procedure.attribution_at.none=2", "'none' is not one of the possible words"),
        ("procedure.crisis_clash=exhausted", "did you mean 'exhaustion'"),
    ],
)
def test_a_wrong_change_says_what_would_be_right(shipped: Variant, text: str, said: str) -> None:
    with pytest.raises(UnclearChange) as refused:
        change(shipped, text)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_changes_leave_the_variant_that_they_are_made_from(shipped: Variant, content: Content) -> None:
    change(change(shipped, "turns=4"), "action.reaffirm_article_5.difficulty=9")
    assert (shipped.tables().ruleset, shipped.tables().scenario) == (content[0], content[2])


def test_what_rests_on_the_report_alone() -> None:
    def rests(*, reports: tuple[str, ...] = ("report_2020",), **fields: Any) -> bool:
        return rests_on_report(Sourced(**fields), reports)

    assert rests(source="report_2020, Advancing the Security Alliance", judgement="the price")
    assert not rests(source=("report_2020, Introduction", "white_paper, chapter 1"))
    assert not rests(source="report_2020, Introduction", record="scrambles 2020")
    assert not rests(judgement="the report says nothing of it")
    assert rests(source="report, Advancing the Security Alliance: joint planning; the price is judgement", reports=())
    assert not rests(source="report, Introduction: pandemic; public record of 2020: masks as diplomacy", reports=())
    assert not rests(source="report, Advancing the Security Alliance: Article 5; Treaty of 1960", reports=())
    assert not rests(source="judgement: the report says nothing of it", reports=())


def test_without_the_report_what_rests_on_it_does_nothing_and_the_rest_stays(shipped: Variant) -> None:
    before, after = shipped.tables().ruleset, without_report(shipped).tables().ruleset
    assert changed_entries(before, after) >= 5
    reports = report_ids(shipped.rules)
    assert len(reports) == 1
    for one, other in zip(before.actions, after.actions):
        if rests_on_report(one, reports):
            assert not any(getattr(other.effects, band) for band in attrs.fields_dict(Bands))
            assert other.declined == ()
            assert attrs.evolve(other, effects=one.effects, declined=one.declined) == one
        else:
            assert other == one
    for one, other in zip(before.projects, after.projects):
        effects = [effect for stage in other.stages for effect in (*stage.effects, *stage.setback)]
        assert (effects == []) or not rests_on_report(one, reports)


def test_without_what_is_contested_every_dial_is_off(shipped: Variant) -> None:
    on = change(change(shipped, "procedure.credibility_contagion=18"), "procedure.pledges_bind=9")
    procedure = without_contested(on).rules.of("procedure")[0]
    assert {getattr(procedure, dial) for dial in CONTESTED} == {0}
    assert without_contested(on).tables().ruleset == without_contested(shipped).tables().ruleset != shipped.tables().ruleset


def test_every_contested_theory_is_a_dial_of_the_procedure_and_of_a_rule() -> None:
    named = {row.dial for row in load("senkaku_2021").tables.ruleset.links if row.dial}
    by_mechanism = {"past_counts", "credibility_contagion", "pledges_bind", "coercion_backfires"}
    assert set(CONTESTED) <= {field.name for field in attrs.fields(Procedure)}
    assert named | by_mechanism == set(CONTESTED)


def test_only_what_both_have_is_compared(content: Content) -> None:
    ruleset, board, scenario = content
    seat, measure = scenario.seats[0], scenario.measures[0]
    other = attrs.evolve(
        scenario,
        seats=(attrs.evolve(seat, success=seat.success[:1]), *scenario.seats[1:]),
        measures=(attrs.evolve(measure, at_least=5), *reversed(scenario.measures[1:])),
    )
    outcomes, left = comparable(compile_tables(*content), compile_tables(ruleset, board, other))
    names = {faction.id: faction.name for faction in ruleset.factions}
    assert left == [*(f"{names[seat.faction]}: {what}" for what in ("aims met", "grade of its aims")), measure.name]
    assert len(outcomes) == 2 * (len(scenario.seats) - 1) + len(scenario.measures) - 1
