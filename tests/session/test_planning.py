"""The plans of the seats: drafted in any order, kept from the first line on, and the same game whoever is ready first."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session import saved_games
from kuroshio.session.journal.journal_reader import NotKept, read
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.session import Session
from tests.session.exercise import refusal
from tests.session.test_disk_faults import Filling

PEOPLE = ("china", "japan", "us")
OWN = '"A fair for the fishermen of both sides"'


def at_table(tables: Tables, playbook: Playbook) -> Control:
    return Control(Session(tables, playbook, PEOPLE, 7, umpire=True))


def entered(control: Control, lines: Iterable[str]) -> Session:
    for line in lines:
        assert control.perform(line) == "", line
    return control.session


def forms(control: Control) -> dict[str, list[str]]:
    """Two orders of each seat, as they are typed."""
    chosen = {}
    for seat in PEOPLE:
        lines: list[str] = []
        for _ in range(2):
            control.session.reveal(seat)
            question = control.session.picture().question
            assert question is not None
            lines.append(next(card for card in question.cards if card.choices and card.kind != "move").choices[0].line)
            control.session.draft(lines[-1])
        chosen[seat] = [*lines, f"commit {seat}"]
    return chosen


@pytest.mark.parametrize("order", [PEOPLE, PEOPLE[::-1], ("japan", "us", "china")])
def test_forms_come_in_any_order(tables: Tables, playbook: Playbook, order: tuple[str, ...]) -> None:
    written = forms(at_table(tables, playbook))
    session = entered(at_table(tables, playbook), [line for seat in order for line in written[seat]])
    plain = entered(at_table(tables, playbook), [line for seat in PEOPLE for line in written[seat]])
    assert not session.deciders.planners() and session.fingerprint() == plain.fingerprint()


def test_lines_of_several_seats_may_be_mixed(tables: Tables, playbook: Playbook) -> None:
    written = forms(at_table(tables, playbook))
    mixed = [line for row in zip(*written.values(), strict=True) for line in row]
    session = entered(at_table(tables, playbook), mixed)
    plain = entered(at_table(tables, playbook), [line for seat in PEOPLE for line in written[seat]])
    assert session.fingerprint() == plain.fingerprint()


def test_a_committed_seat_drafts_no_more(tables: Tables, playbook: Playbook) -> None:
    control = at_table(tables, playbook)
    written = forms(at_table(tables, playbook))
    entered(control, written["us"])
    assert control.session.deciders.planners() == ("china", "japan")
    assert control.perform(written["us"][0]) == "us has committed its orders; `undo` returns the last form."
    assert [state.state for state in control.session.overview.seats() if state.seat == "us"] == ["has committed"]


def test_drafts_outlive_the_end_of_the_program(tmp_path: Path) -> None:
    content = saved_games.load("tutorial")
    people = ("china", "japan")
    control = Control(saved_games.start(content, "tutorial", "", people, (), 4, tmp_path / "a.game.jsonl", umpire=True))
    cards = [card for card in (control.session.picture_for("china").question or pytest.fail()).cards if card.choices]
    entered(control, [cards[0].choices[0].line, f"japan: {OWN}"])
    control.session.close()  # nothing was committed
    again = Control(saved_games.resume(tmp_path / "a.game.jsonl"))
    for seat, drafted in (("china", cards[0].choices[0].line), ("japan", f"japan: {OWN}")):
        again.session.reveal(seat)
        assert [choice.line for choice in again.session.picture().draft] == [drafted]
    told = [f"{line}  # drafted, not committed" for line in (cards[0].choices[0].line, f"japan: {OWN}")]
    assert list(again.told("orders"))[-2:] == told
    entered(again, ["drop japan 1"])
    again.session.close()
    assert read(tmp_path / "a.game.jsonl").entries[-1]["words"] == []


def test_a_draft_that_the_disk_does_not_take_is_not_drafted(tables: Tables, playbook: Playbook, tmp_path: Path) -> None:
    content = saved_games.load("tutorial")
    session = saved_games.start(content, "tutorial", "", ("china", "japan"), (), 4, tmp_path / "a.game.jsonl")
    session.reveal("china")
    line = next(card for card in session.picture().question.cards if card.choices).choices[0].line  # type: ignore[union-attr]
    stream = session.journal.stream
    session.journal.stream = Filling(stream, 20)  # type: ignore[assignment]
    with pytest.raises(NotKept):
        session.draft(line)
    assert session.picture().draft == ()
    session.journal.stream = stream
    assert refusal(session.draft, line) == "" and len(session.picture().draft) == 1


def test_nobody_sees_what_another_has_drafted(tables: Tables, playbook: Playbook) -> None:
    control = at_table(tables, playbook)
    before = {seat: control.session.picture_for(seat) for seat in ("", "japan", "us")}
    entered(control, [f"china: {OWN}"])
    for seat, picture in before.items():
        assert control.session.picture_for(seat) == picture


def test_a_file_of_orders_is_read(tables: Tables, playbook: Playbook, tmp_path: Path) -> None:
    control = at_table(tables, playbook)
    written = forms(at_table(tables, playbook))
    (tmp_path / "us.txt").write_text("# the form of Washington\n" + "\n".join(written["us"]) + "\n", "utf-8")
    assert control.perform(f"read {tmp_path / 'us.txt'}") == "" and "us" not in control.session.deciders.planners()
    (tmp_path / "japan.txt").write_text("\n".join([written["japan"][0], "japan: no_such_act", "commit japan"]), "utf-8")
    refused = control.perform(f"read {tmp_path / 'japan.txt'}")
    assert f"{tmp_path / 'japan.txt'}:2: 'japan: no_such_act'" in refused and "1 line was entered, 2 not" in refused
    assert "3: 'commit japan': This depends on line 2, which was not entered" in refused
    assert "japan" in control.session.deciders.planners() and control.session.viewers.plans["japan"].orders
