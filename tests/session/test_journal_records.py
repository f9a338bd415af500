"""Records: coded and read back, and read in a layout that has grown or shrunk since they were written."""

from __future__ import annotations

import numpy as np
import pytest

from kuroshio.kernel.state.fields import Array, Record, dtype_of, i4, of, u8
from kuroshio.kernel.state.records import GAME, LINE
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model import fingerprint as module
from kuroshio.model.fingerprint import fingerprint
from kuroshio.session.journal_records import coded, decoded, described, difference, fitted, laid_out
from kuroshio.session.line_kinds import BadLine
from tests.stepping import Table


class OldOrder(Record):
    actor: i4
    piece: i4


class Small(Record):
    turn: i4
    track: Array[i4] = of(4)
    order: Array[OldOrder] = of(2)
    seed: u8


class NewOrder(Record):
    actor: i4
    fresh: i4
    piece: i4


class Great(Record):
    seed: u8
    turn: i4
    new: Array[i4] = of(3)
    track: Array[i4] = of(6)
    order: Array[NewOrder] = of(3)


SMALL, GREAT = dtype_of(Small), dtype_of(Great)


def test_bytes_come_back(table: Table) -> None:
    for data in (b"", b"x", table.begin().game.tobytes()):
        assert decoded(coded(data)) == data
    for wrong in ("", "x", "AAAA", coded(b"abc")[:-4], coded(b"abc") + "AAAA", "\u6d77"):
        with pytest.raises(BadLine):
            decoded(wrong)


def test_a_difference_gives_the_other_state(table: Table) -> None:
    before = table.begin(1).game.tobytes()
    table.advance()
    after = table.game.tobytes()
    assert before != after and difference(before, difference(before, after)) == after
    assert difference(b"", after) == after


@pytest.mark.parametrize("dtype", [GAME, LINE, SMALL])
def test_a_layout_is_read_as_it_was_written(dtype: np.dtype) -> None:
    assert (
        laid_out(described(dtype)).descr == np.dtype(dtype.descr).descr and laid_out(described(dtype)).itemsize == dtype.itemsize
    )


@pytest.mark.parametrize(
    "wrong",
    [[["a", "O", []]], [["a", "f8", []]], [["a", "<i4", [-1]]], [["a", "<i4", [10**9]]], [[1, "<i4", []]], [["a"]], [], ["ab"]],
)
def test_a_layout_that_is_none_is_refused(wrong: list) -> None:  # type: ignore[type-arg]
    with pytest.raises(BadLine):
        laid_out(wrong)


def test_a_limit_that_has_grown_changes_nothing_that_was_kept() -> None:
    kept = np.zeros(2, SMALL)
    kept["turn"], kept["seed"] = (3, 4), (2**63, 1)
    kept["track"], kept["order"]["piece"] = [[1, 2, 3, 4], [5, 6, 7, 8]], [[1, 2], [3, 4]]
    now = fitted(kept.tobytes(), laid_out(described(SMALL)), GREAT)
    assert now.turn.tolist() == [3, 4] and now.seed.tolist() == [2**63, 1] and not now.new.any()
    assert now.track.tolist() == [[1, 2, 3, 4, 0, 0], [5, 6, 7, 8, 0, 0]] and now.order.piece.tolist() == [[1, 2, 0], [3, 4, 0]]
    back = fitted(now.tobytes(), laid_out(described(GREAT)), SMALL)
    assert back.tobytes() == kept.tobytes()
    with pytest.raises(BadLine):
        fitted(kept.tobytes()[:-1], laid_out(described(SMALL)), GREAT)


def test_a_fingerprint_is_of_the_content_alone(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """No limit of the kernel, no field that nobody has filled; but every number and every word."""
    import attrs

    ruleset, board, scenario = tables.ruleset, tables.board, tables.scenario
    own = fingerprint(ruleset, board, scenario)
    assert fingerprint(attrs.evolve(ruleset, items=()), board, scenario) == own
    assert fingerprint(ruleset, board, attrs.evolve(scenario, turns=scenario.turns + 1)) != own
    assert fingerprint(ruleset, board, attrs.evolve(scenario, name="x")) != own

    @attrs.frozen
    class Grown:
        id: str
        fresh: tuple[str, ...] = ()

    assert module.plain(Grown("a")) == {"id": "a"} and module.plain(Grown("a", ("b",))) == {"id": "a", "fresh": ["b"]}
