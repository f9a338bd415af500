"""Tables become entries of the model, or every fault of theirs is found at its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from kuroshio.files.checks.checker import examine
from kuroshio.files.content_folders import find_scenario
from kuroshio.files.faults import Fault, FaultyFiles, key_text
from kuroshio.files.loader import Loaded, gather, read_rules
from kuroshio.files.structure import structure
from kuroshio.files.toml_file import Document, read
from kuroshio.model.board import Area
from kuroshio.model.entry_parts import Bands, Condition, Cost, Effect
from kuroshio.model.ruleset import Action

GOOD = """\
[[action]]
id = "act"
name = "Act"
source = "judgement: a test"
arena = "test"
actors = ["one", "two"]
difficulty = 7
cost = { capital = 2 }
requires = [{ track = "actor.home", at_least = 1 }]
effects.success = [{ track = "target.home", add = -1 }]
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def document(text: str, name: str = "test.toml") -> Document:
    path = Path(name)
    path.write_bytes(text.encode("utf-8"))
    return read(path)


def faults_of(text: str, kind: type = Action) -> list[str]:
    doc, faults = document(text), list[Fault]()
    [(name, [table])] = doc.tables.items()
    entry = structure(doc, (name, 0), table, kind, faults)
    assert (entry is None) == bool(faults)
    return [str(fault) for fault in faults]


def test_good_table() -> None:
    doc, faults = document(GOOD), list[Fault]()
    action = structure(doc, ("action", 0), doc.tables["action"][0], Action, faults)
    assert not faults
    assert action == Action(
        id="act",
        name="Act",
        source="judgement: a test",
        arena="test",
        actors=("one", "two"),
        difficulty=7,
        cost=Cost(capital=2),
        requires=(Condition(track="actor.home", at_least=1),),
        effects=Bands(success=(Effect(track="target.home", add=-1),)),
    )


@pytest.mark.parametrize(
    "old, new, fault",
    [
        ('arena = "test"\n', "", "test.toml:1: action[0].arena: missing key; add arena = ..."),
        ("difficulty", "dificulty", "test.toml:7: action[0].dificulty: unknown key; did you mean 'difficulty'?"),
        ("= 7", '= "7"', "test.toml:7: action[0].difficulty: '7' is not a whole number; write a whole number"),
        ("= 7", "= 7.0", "test.toml:7: action[0].difficulty: 7.0 is not a whole number; write a whole number"),
        ("= 7", "= 2021-01-01", "test.toml:7: action[0].difficulty: a date or time is not a whole number; write a whole number"),
        ("= 7", "= true", "test.toml:7: action[0].difficulty: true is not a whole number; write a whole number"),
        ('name = "Act"', "name = 3", "test.toml:3: action[0].name: 3 is not a string; write a string"),
        ('["one", "two"]', '"one"', "test.toml:6: action[0].actors: 'one' is not a list; write [...]"),
        ('"two"]', "2]", "test.toml:6: action[0].actors[1]: 2 is not a string; write a string"),
        ("{ capital = 2 }", "2", "test.toml:8: action[0].cost: 2 is not a table; write { key = value, ... }"),
        ("capital = 2", "capitol = 2", "test.toml:8: action[0].cost.capitol: unknown key; did you mean 'capital'?"),
        ("at_least", "atleast", "test.toml:9: action[0].requires[0].atleast: unknown key; did you mean 'at_least'?"),
        ("effects.success", "effects.sucess", "test.toml:10: action[0].effects.sucess: unknown key; did you mean 'success'?"),
        ("add = -1", 'add = "-1"', "test.toml:10: action[0].effects.success[0].add: '-1' is not a whole number; write"),
    ],
)
def test_fault(old: str, new: str, fault: str) -> None:
    assert old in GOOD
    [found] = faults_of(GOOD.replace(old, new))
    assert found.startswith(fault)


def test_every_fault_of_a_table() -> None:
    text = GOOD.replace("= 7", '= "7"').replace("at_least", "atleast").replace('arena = "test"\n', "").replace("name =", "nam =")
    found = faults_of(text)
    assert len(found) == 4  # that `name` is missing follows from its being misspelt
    for key in ("action[0].difficulty", "action[0].requires[0].atleast", "action[0].arena", "action[0].nam"):
        assert any(f" {key}: " in fault for fault in found), (key, found)


def test_list_of_fixed_length() -> None:
    area = '[[area]]\nid = "a"\nname = "A"\nsource = "x"\nkind = "sea"\nchain = "in"\nlabel = [1, 2, 3]\n'
    assert faults_of(area, Area) == ["test.toml:7: area[0].label: 3 items; write exactly 2"]
    assert faults_of(area.replace("[1, 2, 3]", "[1, 2.5]"), Area) == []
    assert "'1' is not a number" in faults_of(area.replace("[1, 2, 3]", '["1", 2]'), Area)[0]


@pytest.mark.parametrize(
    "text, fault",
    [
        ("a = 1\nb = \n", "test.toml:2: b: no value stands after the = (column 5); write one: a number"),
        ("a = [1,\n", "test.toml:1: a[1]: the [ that stands here is never closed (column 5); write ] at its end"),
        ("a = 1\na = 2\n", "test.toml:2: a: it stands a second time, after line 1 (column 6); keep one"),
    ],
)
def test_syntax(text: str, fault: str) -> None:
    [found] = document(text).faults
    assert str(found).startswith(fault)


def test_file_that_cannot_be_read() -> None:
    with pytest.raises(FaultyFiles, match=r"none\.toml:1: cannot be read"):
        read(Path("none.toml"))
    Path("latin.toml").write_bytes(b'a = "\xe9"\n')
    with pytest.raises(FaultyFiles, match=r"latin\.toml:1: column 6 has the byte 0xE9, which is not UTF-8 .*; save it as UTF-8"):
        read(Path("latin.toml"))


def test_windows_line_ends() -> None:
    text = GOOD.replace("= 7", '= "7"').replace("\n", "\r\n")
    assert faults_of(text)[0].startswith("test.toml:7: action[0].difficulty: '7' is not a whole number")


def test_unknown_table_and_single_table() -> None:
    Path("rules").mkdir()
    Path("rules/a.toml").write_text('[[acton]]\nid = "x"\n[action]\nid = "y"\n', encoding="utf-8")
    faults = [str(fault) for fault in read_rules(Path("rules")).faults]
    assert "rules/a.toml:1: acton: unknown table; did you mean 'action'?" in faults
    assert "rules/a.toml:3: action: [action] is one table, and a list of them is meant; write [[action]]" in faults


def test_ids_of_what_could_not_be_made_are_kept() -> None:
    """Names of broken entries, and of entries in a broken file, are still names."""
    loaded = Loaded({}, [])
    tables: dict[str, tuple[str, type]] = {"action": ("actions", Action)}
    Path("broken.toml").write_text(GOOD.replace("= 7", '= "7"'), encoding="utf-8")
    Path("worse.toml").write_text(GOOD.replace('"act"', '"other"') + "difficulty = \n", encoding="utf-8")
    gather((Path("broken.toml"), Path("worse.toml"), Path("none.toml")), tables, {}, loaded)
    assert loaded.broken["actions"] >= {"act", "other"}
    assert len(loaded.faults) == 3


def test_key_text() -> None:
    assert key_text(("action", 2, "effects", "success", 0, "track")) == "action[2].effects.success[0].track"
    assert key_text(()) == ""


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("[[opening]]\nx = 1\n", "a list is not a table", "write [opening] once"),
        ("opening = 'x'\n", "'x' is not a table", "write [opening] once"),
        ("[opening]\nsenkaku.control = 8\n", "a table is not a whole number", '"NAME.control" = ...'),
    ],
)
def test_a_table_of_free_names_that_is_none_says_what_is_meant(tmp_path: Path, text: str, wrong: str, right: str) -> None:
    shipped = find_scenario("tutorial").read_text("utf-8")
    file = tmp_path / "mine.toml"
    head, _, rest = shipped.partition("[opening]")
    lines = rest.splitlines(keepends=True)
    after = next(n for n, line in enumerate(lines) if n and line.startswith("["))
    first = text if text.startswith("opening") else ""
    file.write_text(first + head + ("" if first else text) + "".join(lines[after:]), encoding="utf-8")
    faults = [fault for fault in examine(file).faults if fault.key.startswith("opening")]
    assert [(wrong in fault.wrong, right in fault.right) for fault in faults][:1] == [(True, True)], faults
