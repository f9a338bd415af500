"""A table for people opens in a spreadsheet as it is meant; a table of a study is as plain as programs want it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from kuroshio.report.spreadsheet import guarded, sheet
from kuroshio.study.estimates import Figure
from kuroshio.study.paired_differences import Difference, table_of
from kuroshio.study.result_tables import summary
from tests.report.played import read_back

TAKEN = (
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "\uff1dSUM(1)", "\uff0b1", "-",
    "1-4", "3/12", "2021-03", "10:30", "1.5", "1,5", "12 %", "1e5", "1E-5", "\u20ac 5", "007", "9 am",
    "3 Mar", "Mar 3", "MAR1", "sept2", "1-Dec-2021", "December 2021", "dec 2021",
)  # fmt: skip
LEFT = (
    "", "a word", "Japan: a protest", "a=b", "2021-Q3", "2021-H2", "no more than 3/12", "March on Taipei", "1 cutter",
    "may stand", "3 orders", "\u5c16\u95a3\u8af8\u5cf6", "it said \u201c=1\u201d", "agreement-2", "east", "e5",
)  # fmt: skip


@pytest.mark.parametrize("text", TAKEN)
def test_what_a_spreadsheet_would_reckon_with_is_a_text(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", LEFT)
def test_all_else_stands_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_numbers_stay_numbers() -> None:
    assert [guarded(number) for number in (0, -3, 1.5, None, True)] == [0, -3, 1.5, "", True]


def test_a_sheet_reads_back_with_all_that_is_in_its_cells() -> None:
    odd = ['said "no", twice', "two\nlines", "semi;colon", "\u5c16\u95a3", "a,b", " space "]
    text = sheet(("text", "number"), ((cell, n) for n, cell in enumerate((*odd, *TAKEN))))
    assert text.startswith("\ufefftext,number\r\n") and text.endswith("\r\n")
    rows = read_back(text)
    assert [row["text"] for row in rows] == [*odd, *(f"'{cell}" for cell in TAKEN)]
    assert [row["number"] for row in rows] == [str(n) for n in range(len(rows))]


def test_arrow_reads_a_sheet_and_passes_its_mark_over() -> None:
    arrow: Any = pytest.importorskip("pyarrow.csv")
    data = sheet(("name", "turn"), [("1-4", 1), ("\u5c16\u95a3", -2)]).encode()
    table = arrow.read_csv(io.BytesIO(data))
    assert table.to_pydict() == {"name": ["'1-4", "\u5c16\u95a3"], "turn": [1, -2]}


FIGURE = Figure("=odd", "=1+1", "observable", "rate", 2000, 0.25, 0.2, 0.3, "in none of 2,000 games")
DIFFERENCE = Difference("id", "3/12", "observable", "mean", 2000, 1.0, 0.5, -0.5, -0.6, -0.4, 700)


@pytest.mark.parametrize("data", [summary([FIGURE]), table_of([DIFFERENCE])], ids=["summary", "compare"])
def test_a_table_of_a_study_is_plain(data: bytes) -> None:
    """No mark, no apostrophe, points in numbers: what pandas, polars, DuckDB and R read without being told anything."""
    assert not data.startswith("\ufeff".encode()) and b"'" not in data
    arrow: Any = pytest.importorskip("pyarrow.csv")
    table = arrow.read_csv(io.BytesIO(data))
    types = {name: str(table.schema.field(name).type) for name in table.column_names}
    assert types["n"] == "int64" and types["low_95"] == types["high_95"] == "double"
    (row,) = csv.DictReader(io.StringIO(data.decode(), newline=""))
    assert row["name"] in ("=1+1", "3/12") and table.num_rows == 1
