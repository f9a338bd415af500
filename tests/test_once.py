"""What tests remember and hasten is what it would have been."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from kuroshio.kernel.state.records import GAME, PROPOSAL, RULES, blank
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.study.intervals import Sample, interval
from tests.once import interval_once, once, read_field, usual, write_field
from tests.stepping import Content


@pytest.mark.parametrize("kind", [GAME, RULES, PROPOSAL], ids=["game", "rules", "proposal"])
def test_fields_are_read_and_written_as_numpy_does(kind: np.dtype) -> None:
    records = blank(kind)
    records.view(np.uint8)[:] = np.random.default_rng(1).integers(0, 100, records.nbytes)
    record = records[0]
    for name in kind.names:
        value, as_it_is = read_field(record, name), usual(record, name)
        assert type(value) is type(as_it_is) and value.dtype == as_it_is.dtype and value.tobytes() == as_it_is.tobytes()
    write_field(record, kind.names[0], 7)
    assert (usual(record, kind.names[0]) == 7).all()
    for wrong in (lambda: read_field(record, "nothing"), lambda: write_field(record, "nothing", 1)):
        with pytest.raises(AttributeError, match="no attribute"):
            wrong()
    assert read_field(record, "nbytes") == kind.itemsize
    assert bytes(read_field(record, "data")) == record.tobytes() and np.shares_memory(read_field(record, "data"), records)


def test_only_for_the_same_content_tables_are_the_same(content: Content, tables: Tables) -> None:
    compiled = once(compile_tables, lambda one, other: one == other)
    ruleset, board, scenario = content
    first = compiled(ruleset, board, scenario)
    assert compiled(evolve(ruleset), board, evolve(scenario)) is first and first.rules.tobytes() == tables.rules.tobytes()
    other = compiled(ruleset, board, evolve(scenario, turns=3))
    assert other is not first and int(other.rules.n_turns) == 3


def test_only_for_the_same_sample_an_interval_is_the_same() -> None:
    remembered = interval_once(interval)
    for sample in (Sample({0: 90, 1: 10}, 0, 1), Sample({0: 90, 1: 11}, 0, 1), Sample({0: 90, 1: 10}, 0, 2)):
        assert remembered(sample) == remembered(sample) == interval(sample)
    assert remembered(Sample({0: 90, 1: 10}, 0, 1)) != remembered(Sample({0: 90, 1: 10}, 0, 2))
