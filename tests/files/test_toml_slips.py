"""What is no TOML is told in one sentence with its line, its key and its column; the rest of the file is read all the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kuroshio.files.key_lines import MOST_DEEP, locate
from kuroshio.files.toml_file import read
from kuroshio.files.toml_text import MOST_FLAWS, Parsed, parse

SENTENCES = [
    # words and numbers
    ("turns = True", "turns: True is not a TOML value (column 9); write true, or"),
    ("turns = null", "turns: null is not a TOML value (column 9); to have no value, leave out the whole line"),
    ("map = islands", 'map: the text islands has no quotes (column 7); write "islands"'),
    ("list = [a, b]", 'list[0]: the text a has no quotes (column 9); write "a"'),
    ("start = 2021-Q3", 'start: not a number: 2021-Q3 (column 9); write "2021-Q3" for a text'),
    ("start = 2021-3-1", "start: no such date: 2021-3-1 (column 9); write year-month-day"),
    ("x = 1,5", "x: a number has no comma: 1,5 (column 5); write 1.5, with a point"),
    ("x = 1,000", "x: a number has no comma: 1,000 (column 5); write 1000, or 1.000"),
    ("x = 007", "x: a number does not begin with 0: 007 (column 5); write 7"),
    ("x = 50%", "x: a word follows a number: 50% (column 5); write the number alone"),
    ("x = −3", "x: − is not the plain minus (column 5); write - before a number"),
    ("x =", "x: no value stands after the = (column 4); write one"),
    ("x == 3", "x: a second = stands after the key (column 4); write one"),
    # quotes
    ('name = "Test', 'name: the text that begins here has no closing quote: "Test (column 8); write " at its end'),
    ('name = Test"', 'name: the text Test" has no opening quote (column 8); write "Test"'),
    ("name = “Test”", 'name: “ is not the plain quote (column 8); write " at both ends of a text'),
    ("name = ‘Test’", 'name: ‘ is not the plain quote (column 8); write " at both ends of a text'),
    ('name = "Test”', 'name: the text that begins here with " ends with ” (column 8); write " at both ends'),
    ("“name” = 3", '“ is not the plain quote (column 1); write " at both ends of a text'),
    ('name = "a "b" c"', 'name: the text ends at this quote, and b" c" follows (column 11); write \\" for a quote'),
    ('list = ["a, "b"]', 'list[0]: the text ends at this quote, and b" follows (column 13)'),
    ('path = "C:\\maps"', "path: \\m means nothing in a text (column 11); write \\\\ where a backslash is meant"),
    # keys
    ("turns: 3", "turns: a colon stands after turns (column 6); write turns = ..."),
    ("act class = 3", "act: the name of a key has no spaces (column 5); write it such as act_class"),
    ("turns ＝ 3", "turns: ＝ is written in full-width characters (column 7); write ="),
    ("名前 = 3", '名前 needs quotes (column 1); write "名前"'),
    ("a remark", "a: this line has no =: a remark (column 1); write key = value, or # before a comment"),
    ("// a remark", "a comment stands here after // (column 1); write # before a comment"),
    ("x = 3 // a remark", "x: a comment stands here after // (column 7); write # before a comment"),
    ("x = 3;", "x: a ; stands at the end of a line (column 6); remove it"),
    ("x = 3 y = 4", "x: two entries stand on one line (column 7); write each on a line of its own"),
    ("<<<<<<< ours", "a merge conflict was not resolved here (column 1)"),
    # lists and tables
    ('list = ["a" "b"]', 'list[0]: a comma is missing before "b" (column 12); write , between two items'),
    ('list = ["a", "b"', "list[1]: the [ that stands here is never closed (column 8); write ] at its end"),
    ("list = [1, 2}", "list[1]: } stands where ] is due (column 13); write ]"),
    ("list = [1, 2]]", "list[2]: there is one ] too many here (column 14); remove it"),
    ("t = { a: 1 }", "t.a: a colon stands after a (column 8); write a = ..."),
    ('t = { "a", "b" }', 't.a: "a" stands alone in { } (column 10)'),
    ("t = { a = 1", "t.a: the { that stands here is never closed (column 5); write } at its end"),
    ("t = { a = 1, a = 2 }", "t.a: it stands a second time (column 19); keep one"),
    # letters that cannot be seen
    ("x =\u00a03", "x: a space of another kind stands here (U+00A0) (column 4); write an ordinary space"),
    ("x\u200b = 3", "x: an invisible character stands here (U+200B) (column 2); delete it"),
    ("x = 3 # \x07", "x: an invisible character stands here (U+0007) (column 9); delete it"),
    ("x = 3\ry = 4", "x: a line ends with CR alone, as on old Macintoshes (column 6)"),
]  # fmt: skip


def said(text: str) -> list[str]:
    return [f"{flaw.line}: {flaw.key}: {flaw.wrong}; {flaw.right}" for flaw in parse(text).flaws]


@pytest.mark.parametrize("line, sentence", SENTENCES, ids=lambda text: ascii(text)[:40])
def test_what_is_meant_is_said_and_the_rest_is_read(line: str, sentence: str) -> None:
    found = parse(f"first = 1\n{line}\nlast = 2\n")
    [flaw] = found.flaws
    assert flaw.line == 2
    assert sentence in (f"{flaw.key}: " if flaw.key else "") + f"{flaw.wrong}; {flaw.right}"
    assert (found.tables["first"], found.tables["last"]) == (1, 2)


HEADERS = [
    ("[seat", "seat: [seat is not closed (column 6); write [seat]"),
    ("[[seat]", "seat: [[seat] is not closed (column 7); write [[seat]]"),
    ("[seat]]", "seat: there is one ] too many here (column 7)"),
    ("[]", ": there is no name in the brackets (column 2)"),
    ("[my seat]", "my: the name of a table has letters, digits, _ and - only: my seat (column 5); write it such as my_seat"),
]


@pytest.mark.parametrize("line, sentence", HEADERS)
def test_a_header_is_told_and_all_that_stands_under_it_is_put_aside(line: str, sentence: str) -> None:
    found = parse(f'{line}\nid = "x"\nturns = 3\n[[last]]\nid = "y"\n')
    [flaw] = found.flaws
    assert sentence in f"{flaw.key}: {flaw.wrong}; {flaw.right}" and flaw.line == 1
    assert found.tables == {"last": [{"id": "y"}]} and 'id = "x"' in found.gone[0]


def test_a_table_that_should_be_a_list_is_told_once() -> None:
    found = parse('[seat]\nid = "x"\n[seat]\nid = "y"\n[seat]\nid = "z"\n')
    [flaw] = found.flaws
    assert (flaw.line, flaw.wrong[:54]) == (3, "[seat] stands a second time, after line 1 (column 1)"[:54])
    assert flaw.right.startswith("write [[seat]] at each of them") and ("seat",) in found.lost


def test_a_key_that_stands_again_is_told_with_its_first_line() -> None:
    assert said("a = 1\nb = 2\na = 3\n") == ["3: a: it stands a second time, after line 1 (column 6); keep one"]
    [told] = said('[[seat]]\nid = "x"\nname = "X"\nid = "y"\nname = "Y"\n')  # the second name follows from the missing header
    assert told.startswith("4: seat[0].id: it stands a second time, after line 2") and "begin a new [[seat]]" in told


@pytest.mark.parametrize("inner", ["1,", "1", "[1],", "{ x = 1 },", "", "# a remark"])
def test_a_list_that_is_never_closed_is_told_where_it_begins(inner: str) -> None:
    for rest, last in (("", {}), ("b = [2]\nc = 3\n", {"b": [2], "c": 3}), ("[t]\n", {"t": {}})):
        found = parse(f"a = [\n    {inner}\n{rest}")
        [flaw] = found.flaws
        assert (flaw.line, flaw.wrong) == (1, "the [ that stands here is never closed (column 5)")
        assert found.tables == last


def test_a_text_of_several_lines_without_an_end_is_told_where_it_begins() -> None:
    found = parse('a = 1\nb = """\nmany\nwords = 3\n[[x]]\nid = "y"\n')
    [flaw] = found.flaws
    assert flaw.line == 2 and flaw.wrong == 'the text that begins here with """ is never closed (column 5)'
    assert found.tables == {"a": 1} and "[[x]]" in found.gone[0]


@pytest.mark.parametrize("items", ["    { x = 1 },\n    { x = 2 },\n", '    "x",\n    "y",\n'])
def test_a_list_without_its_key_is_one_fault(items: str) -> None:
    found = parse(f"a = 1\n{items}]\nb = 2\n")
    assert [flaw.line for flaw in found.flaws] == [2] and found.tables == {"a": 1, "b": 2}


def test_every_fault_of_form_of_a_file_is_told_in_its_order() -> None:
    lines = [
        "a = True",
        "b = 1",
        "list = [",
        "    { x = 1 },",
        "    { x = word },",
        "]",
        "c = 1,5",
        "[t",
        "x = yes",
        "[u]",
        "y: 3",
    ]
    assert [told.split(":")[0] for told in said("\n".join(lines))] == ["1", "5", "7", "8", "11"]
    assert parse("\n".join(lines)).tables == {"b": 1, "u": {}}


def test_a_file_of_another_kind_is_not_told_to_its_end() -> None:
    assert len(said("{ x }\n" * 500)) == 1
    found = said("some words\n" * 500)
    assert len(found) == MOST_FLAWS + 1 and found[-1].endswith("; correct those first")


# --- limits ---------------------------------------------------------------------------------------------


DEEP = [
    "a = " + "[" * (MOST_DEEP + 1) + "]" * (MOST_DEEP + 1),
    "a = " + "[" * 350 + "]" * 350,
    "a = " + "[" * 5000 + "]" * 5000,
    "a = " + "{ a = " * 350 + "1" + "}" * 350,
    "a = " + "[" * 100_000,
    ".".join(["a"] * 900) + " = 1",
    ".".join(["a"] * 1200) + " = 1",
    "[" + ".".join(["a"] * 1200) + "]",
]


@pytest.mark.parametrize("line", DEEP, ids=lambda text: text[:20])
def test_nothing_goes_deeper_than_the_limit(line: str) -> None:
    found = parse(f"first = 1\n{line}\n")
    [flaw] = found.flaws
    assert flaw.line == 2 and f"more than {MOST_DEEP} levels deep" in flaw.wrong
    assert found.tables == {}


def test_what_is_as_deep_as_the_limit_is_read() -> None:
    deep: Any = parse("a = " + "[" * (MOST_DEEP - 1) + "]" * (MOST_DEEP - 1)).tables["a"]
    for _ in range(MOST_DEEP - 2):
        [deep] = deep
    assert deep == []


@pytest.mark.parametrize("number", ["9" * 5000, "-" + "9" * 5000, "0x" + "f" * 5000, "9223372036854775808", "0x8000000000000000"])
def test_a_whole_number_has_64_bits(number: str) -> None:
    found = parse(f'first = 1\n[t]\nx = [1, {number}]\nlong = "{number}"\n')
    [flaw] = found.flaws
    assert (flaw.line, flaw.key) == (3, "t.x[1]") and flaw.right == "write a smaller one: TOML has whole numbers of 64 bits"
    assert len(flaw.wrong) < 60
    assert found.tables["t"] == {"x": [1, 0], "long": number}


def test_the_largest_whole_numbers_are_read() -> None:
    text = "a = 9223372036854775807\nb = -9223372036854775808\nc = 0x7fffffffffffffff\nd = 1.00000000000000000000000001\n"
    assert parse(text).flaws == [] and parse(text).tables["b"] == -(2**63)


# --- lines ----------------------------------------------------------------------------------------------


def test_keys_in_quotes_with_escapes_have_their_lines(tmp_path: Path) -> None:
    text = '"a\\u00e9\\x41" = 1\n"b\\"c\\\\" = { "d\\te" = [1] }\n["f\\ng"]\nh = 1\n'
    assert {path[-1]: line for path, line in locate(text).items() if path and isinstance(path[-1], str)} == {
        "aéA": 1, 'b"c\\': 2, "d\te": 2, "f\ng": 3, "h": 4,
    }  # fmt: skip
    (tmp_path / "x.toml").write_text("\n" + text, encoding="utf-8")
    assert read(tmp_path / "x.toml").fault(("f\ng", "h"), "", "").line == 5


def test_inline_tables_go_over_lines_as_in_the_version_that_the_sentences_name() -> None:
    assert parse("t = {\n    a = 1,\n    b = [2],\n}\n") == Parsed(
        "t = {\n    a = 1,\n    b = [2],\n}\n", {"t": {"a": 1, "b": [2]}}, [], set(), []
    )
