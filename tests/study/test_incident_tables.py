"""Incidents, answers and crises as tables: counted anew from the stories of the same games; the same bytes in any division."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest

from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.scenario import Inject, InjectAct
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from kuroshio.players.whole_games import make_memory, play_block
from kuroshio.report.narrative import narrate
from kuroshio.study import batch, incident_tables, study_run, units
from kuroshio.study.incident_tables import ANSWERS, CRISES, EVENTS, INCIDENTS, event_tables, lines_of, play_told
from kuroshio.study.study_content import PointContent, UnclearPoint
from kuroshio.study.study_file import parse_study
from kuroshio.study.study_points import StudyPoint, points_of
from kuroshio.study.study_run import Shard, begin, merge
from tests.stepping import Content

parquet = pytest.importorskip("pyarrow.parquet")

GAMES = 24
TEXT = f"""
[study]
id = "told"
scenario = "senkaku_2021"
question = "What is noticed, what is answered, and how do crises end?"
primary = "crises"
smallest = 0.02
games = {GAMES}
seed = 3

[[arm]]
id = "base"

[[arm]]
id = "hot"
set = {{ "procedure.crisis_at" = 4, "policy.china" = "china_active_pressure" }}

[record]
incidents = true
partings = 0
"""
INCIDENT = re.compile(r"^\s*- An incident of intensity (\d+)(?: in ([^:]+))?: (.+)\.$")
ANSWER = re.compile(r"^\s*- (.+?) answers “(.+?)”: (.+?)(?: \(expected: (.+)\))?\.$")
CRISIS, ROUND, END = (
    re.compile(r"^\s*- Crisis over (.+): "),
    re.compile(r"^\s*- Round \d+: "),
    re.compile(r"- The crisis ends: (.+)\.$"),
)


def content(text: str = TEXT) -> PointContent:
    return PointContent.of(parse_study(text, Path()))


def play(folder: Path, threads: int = 1, shard: Shard = study_run.WHOLE) -> Path:
    with begin(folder, content(), GAMES, resume=False, shard=shard) as run:
        for _ in run.play_on(threads):
            pass
        run.finish()
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A study that has been played in units of 8 games."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "TURNS_OF_UNIT", 64)
        yield play(tmp_path_factory.mktemp("told") / "whole")


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    return parquet.read_table(folder / f"{table}.parquet").to_pylist()


def told_lines(point: StudyPoint, game: int) -> tuple[Tables, list[tuple[int, str]]]:
    """The story of one game, line by line with its turn."""
    seating, memory = content().at(point), make_memory(16384)
    results, _ = play_block(seating.tables, seating.playbook, seating.policy, 3, game, 1, memory)
    turn, lines = 0, []
    for line in narrate(seating.tables, memory.log[: int(memory.games[0].logged)], results[0]):
        turn = int(found[1]) if (found := re.match(r"## Turn (\d+)", line)) else turn
        lines.append((turn, line))
    return seating.tables, lines


Story = dict[str, list[tuple[Any, ...]]]


def story_of(lines: list[tuple[int, str]]) -> Story:
    """What a reader of the story counts: incidents, answers, and crises with their rounds and endings."""
    found: Story = {table: [] for table in EVENTS}
    for turn, line in lines:
        if one := INCIDENT.match(line):
            found[INCIDENTS].append((turn, int(one[1]), one[2] or "", one[3]))
        elif one := ANSWER.match(line):
            found[ANSWERS].append((turn, one[1], one[2], one[3], one[4] or ""))
        elif one := CRISIS.match(line):
            found[CRISES].append((turn, one[1], 0, ""))
        elif ROUND.match(line) or END.search(line):
            begun, place, rounds, _ = found[CRISES].pop()
            ended = END.search(line)
            found[CRISES].append((begun, place, rounds + (ended is None), ended[1] if ended else ""))
    return found


def names_of(tables: Tables) -> dict[str, dict[str, str]]:
    rules = tables.ruleset
    kinds = {"areas": tables.board.areas, "actions": rules.actions, "factions": rules.factions, "flashpoints": rules.flashpoints}
    names = {kind: {entry.id: entry.name for entry in entries} | {"": ""} for kind, entries in kinds.items()}
    lower = {"levels": rules.levels, "endings": rules.crisis_endings}
    return names | {kind: {entry.id: entry.name.lower() for entry in entries} | {"": ""} for kind, entries in lower.items()}


def test_the_tables_have_what_the_stories_tell(folder: Path) -> None:
    kept = {table: rows(folder, table) for table in EVENTS}
    points = study_points()
    counted: Counter[str] = Counter()
    for point in points:
        for game in (0, 7, 8, 23):
            tables, lines = told_lines(point, game)
            names, story = names_of(tables), story_of(lines)
            here = {
                table: [row for row in of if (row["point"], row["game"]) == (point.number, game)] for table, of in kept.items()
            }
            assert told_incidents(here[INCIDENTS], names) == story[INCIDENTS]
            assert sorted(told_answers(here, names)) == sorted(story[ANSWERS])
            assert told_crises(here[CRISES], names) == story[CRISES]
            counted.update({table: len(of) for table, of in here.items()})
    assert counted[INCIDENTS] > 100 and counted[ANSWERS] > 200 and counted[CRISES] > 4


def study_points() -> tuple[StudyPoint, ...]:
    return points_of(content().file)


def told_incidents(here: list[dict[str, Any]], names: dict[str, dict[str, str]]) -> list[tuple[Any, ...]]:
    assert [row["incident"] for row in here] == list(range(len(here)))
    return [(row["turn"], row["intensity"], names["areas"][row["area"]], names["actions"][row["act"]]) for row in here]


def told_answers(here: dict[str, list[dict[str, Any]]], names: dict[str, dict[str, str]]) -> Iterator[tuple[Any, ...]]:
    for row in here[ANSWERS]:
        case = here[INCIDENTS][row["incident"]]
        assert case["turn"] == row["turn"]
        expected = "" if row["expected"] == "none" else names["levels"][row["expected"]]
        yield row["turn"], names["factions"][row["seat"]], names["actions"][case["act"]], names["levels"][row["level"]], expected


def told_crises(here: list[dict[str, Any]], names: dict[str, dict[str, str]]) -> list[tuple[Any, ...]]:
    return [
        (row["turn"], names["flashpoints"][row["flashpoint"]], row["rounds"], names["endings"][row["ending"]]) for row in here
    ]


def test_as_many_rows_as_the_games_counted(folder: Path) -> None:
    counts = rows(folder, "games")
    for table, count in ((INCIDENTS, "count_incidents"), (CRISES, "count_crises")):
        found = Counter((row["point"], row["game"]) for row in rows(folder, table))
        assert found == Counter({(row["point"], row["game"]): row[count] for row in counts if row[count]})


# --- whose act it was, and what the pledge says of it ------------------------------------------------


def with_acts(content: Content, *acts: InjectAct) -> Tables:
    """The scenario in whose first turn these acts are brought in."""
    ruleset, board, scenario = content
    brought = (Inject(id=f"act_{n}", name="An act", source="test", text="A test.", turn=1, act=act) for n, act in enumerate(acts))
    return compile_tables(ruleset, board, attrs.evolve(scenario, injects=(*scenario.injects, *brought)))


def test_the_status_is_that_of_the_pledge_of_the_place(content: Content) -> None:
    """A landing at the islands is disputed; the pledge of a place says nothing of an act elsewhere, or without a place."""
    landing = InjectAct(actor="china", action="put_police_ashore", area="senkaku_waters", target="japan")
    drill = InjectAct(actor="china", action="fleet_drill", area="miyako_strait", target="japan")
    ban = InjectAct(actor="china", action="import_ban", target="japan")
    tables = with_acts(content, landing, drill, ban)
    playbook = compile_playbook(tables)
    study = batch.Batch(tables, playbook, seat_policies(tables, playbook), seed=1, games=4)
    _, told = play_told(study, range(4), make_memory(lines_of(8)))
    found = event_tables(tables, told, point=5)[INCIDENTS]
    brought = found["brought_in"] & (found["turn"] == 1)
    keys = ("author", "victim", "flashpoint", "area", "act", "act_class", "intensity", "status")
    assert Counter(zip(*(found[key][brought].tolist() for key in keys))) == {
        ("china", "japan", "senkaku", "senkaku_waters", "put_police_ashore", "A8", 8, "disputed"): 4,
        ("china", "japan", "", "miyako_strait", "fleet_drill", "A1", 5, "none"): 4,
        ("china", "japan", "", "", "import_ban", "A14", 5, "none"): 4,
    }
    assert (found["point"] == 5).all() and not found["brought_in"][found["act"] == "law_enforcement_patrol"].any()


def test_a_pledge_that_has_lapsed_or_is_owed_to_another_speaks_of_nothing(content: Content) -> None:
    ruleset, board, scenario = content
    tables = compile_tables(ruleset, board, scenario)
    o, f = (tables.index.obligations["us_japan_article_5"], tables.index.factions)
    tables.rules.obligation[o].until_turn = 3
    acts = {"turn": [3, 4, 3], "target": [f["japan"], f["japan"], f["china"]], "area": [tables.index.areas["senkaku_waters"]] * 3}
    told = {name: np.array(values) for name, values in acts.items()}
    landing = tables.rules.action["act_class"][tables.index.actions["put_police_ashore"]]
    place = np.full(3, tables.index.flashpoints["senkaku"])
    found = incident_tables.status_of(tables, told, place, np.full(3, landing))
    assert found.tolist() == ["disputed", "none", "none"]


# --- the same bytes, whoever plays; and the limits ---------------------------------------------------


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.suffix in (".parquet", ".csv") and path.name != "times.csv"
    }


def test_threads_and_shards_change_only_the_time(folder: Path, tmp_path: Path) -> None:
    assert files(play(tmp_path / "two", threads=2)) == files(folder)
    shards = [play(tmp_path / f"shard{n}", shard=Shard(n, 2)) for n in (1, 2)]
    merge(tmp_path / "merged", shards)
    assert files(tmp_path / "merged") == files(folder)


def test_a_study_that_does_not_ask_has_the_same_games_and_none_of_the_tables(folder: Path, tmp_path: Path) -> None:
    plain = content(TEXT.replace("incidents = true", "incidents = false"))
    with begin(tmp_path / "plain", plain, GAMES, resume=False) as run:
        for _ in run.play_on():
            pass
        run.finish()
    left = files(folder).keys() - files(tmp_path / "plain").keys()
    assert left == {f"{table}.parquet" for table in EVENTS}
    for name in ("games.parquet", "actions.parquet", "effects.csv"):
        assert (tmp_path / "plain" / name).read_bytes() == (folder / name).read_bytes()


def test_a_study_without_a_crisis_has_an_empty_table_with_its_columns(tmp_path: Path) -> None:
    never = 'set = { "procedure.crisis_at" = 8, "turns" = 1 }'  # no ladder climbs from the opening to its top in a quarter
    calm = content(
        re.sub("set = .*", never, TEXT).replace('id = "base"', f'id = "base"\n{never}').replace("games = 24", "games = 2")
    )
    with begin(tmp_path / "calm", calm, 2, resume=False) as run:
        for _ in run.play_on():
            pass
        run.finish()
    table = parquet.read_table(tmp_path / "calm" / "crises.parquet")
    assert table.num_rows == 0
    assert table.column_names == ["point", "game", "crisis", "turn", "flashpoint", "rounds", "ending"]


def test_every_column_is_described(folder: Path) -> None:
    for table in EVENTS:
        schema = parquet.read_schema(folder / f"{table}.parquet")
        assert schema.metadata[b"kuroshio_schema"] == b"2"
        assert [field.name for field in schema if b"unit" not in (field.metadata or {})] == []
        assert schema.field("turn").metadata[b"most"] == b"8"


def test_a_log_that_is_too_short_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(incident_tables, "LINES_OF_TURN", 20)
    with pytest.raises(UnclearPoint, match=r"game 0 has more than 160 lines of log; leave incidents out of \[record\]"):
        play(tmp_path / "short")
