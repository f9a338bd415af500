"""A study file played into a folder: the same bytes however it is divided, and answers that an independent count confirms."""

from __future__ import annotations

import csv
import os
import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from kuroshio.kernel.state.codes import L_RULING, L_UNNOTICED
from kuroshio.players.whole_games import make_memory, play_block
from kuroshio.study import study_manifest, study_run, units
from kuroshio.study.result_folder import Refusal
from kuroshio.study.study_answers import Answers, read_answers
from kuroshio.study.study_content import PointContent, UnclearPoint
from kuroshio.study.study_file import parse_study
from kuroshio.study.study_run import Shard, StudyRun, begin, merge

parquet = pytest.importorskip("pyarrow.parquet")

GAMES = 60
CHINA = ("routine_jurisdiction", "active_pressure")
TEXT = f"""
[study]
id = "trust"
scenario = "tutorial"
question = "Does more trust hold administration?"
primary = "administration"
smallest = 0.02
games = {GAMES}
seed = 3

[[arm]]
id = "base"

[[arm]]
id = "same"

[[arm]]
id = "late"
set = {{ "action.hotline_offer.cost.capital" = 3 }}

[[arm]]
id = "random"
set = {{ "policy.japan" = "random" }}

[[cross]]
id = "china"
key = "policy.china"
values = ["china_routine_jurisdiction", "china_active_pressure"]

[record]
turns = true
partings = 6
"""


def content(text: str = TEXT) -> PointContent:
    return PointContent.of(parse_study(text, Path()))


def play(
    folder: Path, threads: int = 1, resume: bool = False, shard: Shard = study_run.WHOLE, stop_after: int = 10**9
) -> StudyRun:
    with begin(folder, content(), GAMES, resume, shard) as run:
        for done in run.play_on(threads):
            if done >= stop_after:
                return run
        run.finish()
    return run


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name not in ("times.csv", ".lock")
    }


@pytest.fixture(scope="module")
def small_units() -> None:
    """Units of 20 games, so that a small study has several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "TURNS_OF_UNIT", 80)
        yield  # type: ignore[misc]


@pytest.fixture(scope="module")
def folder(small_units: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("study") / "whole"
    play(place)
    return place


@pytest.fixture(scope="module")
def answers(folder: Path) -> Answers:
    return read_answers(folder)


def games(folder: Path, arm: str, china: str) -> dict[str, np.ndarray]:
    """The games of a point, read with pyarrow alone."""
    points = parquet.read_table(folder / "points.parquet").to_pylist()
    number = next(row["point"] for row in points if (row["arm"], row["china"]) == (arm, f"china_{china}"))
    table = parquet.read_table(folder / "games.parquet", filters=[("point", "=", number)])
    return {name: table[name].to_numpy() for name in table.column_names}


# --- the same bytes ------------------------------------------------------------------------------


def test_threads_change_only_the_time(folder: Path, tmp_path: Path) -> None:
    play(tmp_path / "two", threads=2)
    assert files(tmp_path / "two") == files(folder)


@pytest.mark.parametrize("after", [20, 100, 460])
def test_a_study_that_is_left_goes_on_to_the_same_bytes(folder: Path, tmp_path: Path, after: int) -> None:
    place = tmp_path / "left"
    run = play(place, stop_after=after)
    assert run.kept >= after and not run.over
    with pytest.raises(Refusal, match="has this study, interrupted; continue with --resume"):
        play(place)
    assert play(place, resume=True).over
    assert files(place) == files(folder)
    with pytest.raises(Refusal, match="already has all games of this study"):
        play(place, resume=True)
    assert not (place / ".lock").exists(), "nobody writes there again"


def test_a_damaged_part_is_played_again(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "damaged"
    play(place, stop_after=200)
    spoilt = next((place / "parts" / "games").iterdir())
    spoilt.write_bytes(spoilt.read_bytes()[:-9] + b"somewhere")
    with begin(place, content(), GAMES, resume=True) as run:
        assert run.parts.damaged == 1 and run.kept == 0
        assert list(run.play_on())[-1] == run.games
        run.finish()
    assert files(place) == files(folder)


def test_shards_are_merged_to_the_same_bytes_and_a_missing_one_is_named(folder: Path, tmp_path: Path) -> None:
    shards = [tmp_path / f"shard{n}" for n in (1, 2, 3)]
    for n, place in enumerate(shards, start=1):
        play(place, shard=Shard(n, 3))
    with pytest.raises(Refusal, match="missing or incomplete: 2/3"):
        merge(tmp_path / "merged", [shards[0], shards[2]])
    merge(tmp_path / "merged", shards)
    assert files(tmp_path / "merged") == files(folder)
    with pytest.raises(Refusal, match="is not the folder of a shard"):
        merge(tmp_path / "other", [folder])


def test_a_manifest_alone_repeats_the_study(folder: Path, tmp_path: Path) -> None:
    job, n = study_manifest.job_in(folder / "manifest.toml")
    with begin(tmp_path / "again", PointContent.of_job(job), n, resume=False) as run:
        for _ in run.play_on():
            pass
        run.finish()
    assert files(tmp_path / "again") == files(folder)


def test_another_study_is_not_continued(folder: Path, tmp_path: Path) -> None:
    play(tmp_path / "one", stop_after=20)
    with pytest.raises(Refusal, match="begun with another study file"):
        begin(tmp_path / "one", content(TEXT.replace("smallest = 0.02", "smallest = 0.03")), GAMES, resume=True)
    with pytest.raises(Refusal, match="begun with another number of games"):
        begin(tmp_path / "one", content(), GAMES + 1, resume=True)


# --- the answers ---------------------------------------------------------------------------------


def row_of(answers: Answers, arm: str, by: str, outcome: str, kind: str = "difference") -> dict[str, str]:
    return next(dict(r) for r in answers.effects if (r["arm"], r["by"], r["id"], r["kind"]) == (arm, by, outcome, kind))


def holds(found: dict[str, np.ndarray]) -> np.ndarray:
    """Whether administration holds: the tutorial counts 8 or more."""
    return (found["administration"] >= 8).astype(int)


def test_a_base_case_against_itself_is_identical(answers: Answers) -> None:
    rows = [row for row in answers.effects if row["arm"] == "same"]
    assert rows and all(row["verdict"] == "identical" and float(row["difference"]) == 0 for row in rows)
    assert (answers.turns_of("same") == 0).all()


def test_differences_are_those_of_an_independent_count(folder: Path, answers: Answers) -> None:
    for china in CHINA:
        base, other = (games(folder, arm, china) for arm in ("base", "random"))
        row = row_of(answers, "random", f"china = china_{china}", "administration")
        assert int(row["n"]) == GAMES
        assert float(row["a"]) == pytest.approx(holds(base).mean(), abs=1e-6)
        assert float(row["difference"]) == pytest.approx((holds(other) - holds(base)).mean(), abs=1e-6)
        assert int(row["games_that_differ"]) == (holds(other) != holds(base)).sum()
    pooled = row_of(answers, "random", "all", "administration")
    parts = [row_of(answers, "random", f"china = china_{name}", "administration") for name in CHINA]
    assert float(pooled["difference"]) == pytest.approx(statistics.mean(float(part["difference"]) for part in parts), abs=1e-6)


def test_an_interaction_is_the_difference_of_two_differences_game_by_game(folder: Path, answers: Answers) -> None:
    row = row_of(answers, "random", "china = china_active_pressure less china_routine_jurisdiction", "incidents", "interaction")
    values = {(arm, china): games(folder, arm, china)["incidents"].astype(int) for arm in ("base", "random") for china in CHINA}
    each = (values["random", "active_pressure"] - values["base", "active_pressure"]) - (
        values["random", "routine_jurisdiction"] - values["base", "routine_jurisdiction"]
    )
    assert float(row["difference"]) == pytest.approx(each.mean(), abs=1e-6)
    assert float(row["low_95"]) <= each.mean() <= float(row["high_95"])
    assert (float(row["low_95"]) > 0 or float(row["high_95"]) < 0) == (float(row["p"]) < 0.05)


def test_p_values_are_adjusted_by_holm_for_all_looks_but_the_primary(answers: Answers) -> None:
    looks = [row for row in answers.effects if row["id"] != "administration"]
    assert len(looks) == answers.looks and all(row["p_holm"] == "" for row in answers.primary)
    worst = 0.0
    for rank, row in enumerate(sorted(looks, key=lambda row: float(row["p"]))):
        worst = max(worst, min(1.0, (len(looks) - rank) * float(row["p"])))
        assert float(row["p_holm"]) == pytest.approx(worst, rel=0.01)


def test_what_pairing_gains_is_a_ratio_of_variances(folder: Path, answers: Answers) -> None:
    base, other = (np.concatenate([games(folder, arm, china)["incidents"] for china in CHINA]).astype(int)
                   for arm in ("base", "random"))  # fmt: skip
    row = row_of(answers, "random", "all", "incidents")
    assert float(row["pairing_gain"]) == pytest.approx((base.var() + other.var()) / (other - base).var(), rel=1e-3)


def test_p_is_above_that_of_the_t_test_and_not_far(folder: Path, answers: Answers) -> None:
    base, other = (games(folder, arm, "active_pressure")["incidents"].astype(int) for arm in ("base", "random"))
    row = row_of(answers, "random", "china = china_active_pressure", "incidents")
    wanted = stats.ttest_rel(other, base).pvalue
    assert 1e-9 < wanted < float(row["p"]) < 20 * wanted, "the bound allows for a game farther out than any that was seen"


def test_doses_are_the_acts_in_the_logs_of_the_games(folder: Path) -> None:
    found, given = content(), study_points()
    seating = found.at(given[0])
    memory, wanted = make_memory(65536), Counter[tuple[str, str, int]]()
    ids = [entry.id for entry in seating.tables.ruleset.factions], [entry.id for entry in seating.tables.ruleset.actions]
    for number in range(GAMES):
        play_block(seating.tables, seating.playbook, seating.policy, 3, number, 1, memory)
        log = memory.log[: memory.games[0].logged]
        for line in log[np.isin(log["what"], (L_RULING, L_UNNOTICED))]:
            wanted[ids[0][line.actor], ids[1][line.action], int(line.band)] += 1
    table = parquet.read_table(folder / "actions.parquet", filters=[("point", "=", 0)]).to_pylist()
    bands = ("setback", "failure", "success", "breakthrough")
    counted = {(row["seat"], row["action"], band): row[name] for row in table for band, name in enumerate(bands) if row[name]}
    assert counted == wanted and len(wanted) > 20
    assert sum(row["ordered"] for row in table) > 4 * GAMES


def study_points() -> Sequence[object]:
    from kuroshio.study.study_points import points_of

    return points_of(content().file)


def test_games_part_where_a_choice_of_the_changed_seat_differs(folder: Path, answers: Answers) -> None:
    parted = answers.turns_of("random")
    assert (parted > 0).mean() > 0.9 and set(parted) <= {0, 1, 2, 3, 4}
    rows = [row for row in answers.partings if row["point"] in ("6", "7")]
    assert {row["seat"] for row in rows} == {"japan"}, "the first choice that differs is Japan's: nobody else's policy is another"
    base, other = answers.games_to_read("random")
    assert base.startswith("kuroshio narrate tutorial --seed 3 --game") and other.endswith(
        "--set policy.china=china_routine_jurisdiction"
    )
    assert parquet.read_table(folder / "turns.parquet").num_rows == 8 * GAMES * 4


def test_an_excursion_that_first_acts_in_a_late_turn_is_identical_before(tmp_path: Path) -> None:
    text = TEXT.replace('set = { "action.hotline_offer.cost.capital" = 3 }', 'set = { "turns" = 3 }')
    with begin(tmp_path / "late", content(text), GAMES, resume=False) as run:
        for _ in run.play_on():
            pass
        run.finish()
    parted = read_answers(tmp_path / "late").turns_of("late")
    assert set(parted) <= {0, 4}, "a game that ends after turn 3 is the same through turn 3"


def test_columns_are_described_in_the_files_and_beside_them(folder: Path) -> None:
    schema = parquet.read_schema(folder / "games.parquet")
    assert schema.metadata[b"kuroshio_schema"] == b"2"
    told = {field.name: field.metadata or {} for field in schema}
    assert told["administration"][b"condition"] == b"at least 8" and told["administration"][b"unit"]
    assert all(b"unit" in of for of in told.values()), [name for name, of in told.items() if b"unit" not in of]
    with (folder / "columns.csv").open(newline="") as stream:
        assert {row["name"] for row in csv.DictReader(stream) if row["table"] == "games"} == set(told)


def test_a_key_that_does_not_exist_names_the_arm() -> None:
    with pytest.raises(
        UnclearPoint, match=r"arm late: action.hotline_ofer.cost.capital=3: no action 'hotline_ofer'; did you mean"
    ):
        found = content(TEXT.replace("hotline_offer", "hotline_ofer"))
        for point in study_points():
            found.at(point)  # type: ignore[arg-type]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forked")
def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(Refusal, match="is not empty; name a new or empty folder"):
        begin(tmp_path, content(), GAMES, resume=False)
    assert [path.name for path in tmp_path.iterdir() if path.name != ".lock"] == ["thesis.txt"]


def test_a_primary_outcome_that_the_scenario_has_not_is_named_before_a_folder_is_made(tmp_path: Path) -> None:
    text = TEXT.replace('primary = "administration"', 'primary = "adminstration"')
    with pytest.raises(UnclearPoint, match=r"primary: no outcome 'adminstration'; did you mean 'administration'\?"):
        begin(tmp_path / "new", content(text), GAMES, resume=False)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ('"measure.clashes" = "none"', "outcome clashes is in the scenario alone"),
        ('"measure.administration.at_least" = 5', "outcome administration counts something else than in the scenario"),
        ('"seat.japan.success" = "none"', "outcome grade_japan is in the scenario alone"),
        ('"seat.japan" = "none"', "seat japan is in the scenario alone"),
    ],
)
def test_an_arm_with_other_outcomes_is_refused_before_a_folder_is_made(change: str, told: str, tmp_path: Path) -> None:
    """All arms share the columns of the tables: left out in one arm, an outcome ended the study with an error of the program."""
    text = TEXT.replace('"policy.japan" = "random"', change)
    with pytest.raises(UnclearPoint, match=f"^arm random: {told}; write it into the scenario$"):
        begin(tmp_path / "new", content(text), GAMES, resume=False)
    assert not (tmp_path / "new").exists()
