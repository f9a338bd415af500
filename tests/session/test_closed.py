"""Answers that are closed to a seat are told with what they lack: in its picture, and by the line `choices`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kuroshio.picture.picture import QuestionPicture
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.saved_games import load, start
from kuroshio.session.session import Session
from tests.session.exercise import refusal

PRICE = re.compile(r"Needs (capital|funds|readiness) (\d), you (?:would )?have (\d)\.")


def questions(session: Session, most: int = 120) -> Iterator[QuestionPicture]:
    """The questions of people other than for orders; each is answered with the last choice that is open, the dearest."""
    for _ in range(most):
        if session.over:
            return
        session.reveal(session.asked())
        question = session.picture().question
        assert question is not None
        if question.kind == "order":
            session.commit_plan()
            continue
        yield question
        session.answer(question.choices[-1].line)


@pytest.fixture(scope="module")
def session() -> Session:
    return start(load("senkaku_2021"), "senkaku_2021", "", ("japan", "us"), (), 7, None)


def test_what_cannot_be_paid_or_done_is_listed_with_why(session: Session) -> None:
    said, before = set[str](), set[str]()
    for question in questions(session):
        seat = session.asked()
        purse = {gauge.id.partition(".")[2]: gauge.value for gauge in session.picture().own}
        open_lines = {choice.line for choice in question.choices}
        control = Control(session)
        told = list(control.choices(seat))
        assert all(line.partition("  # ")[0] in open_lines or line.startswith("# closed: ") for line in told)
        for closed in question.closed:
            assert closed.line not in open_lines and closed.why
            assert refusal(session.answer, closed.line)  # refused
            shown = next(line for line in told if line.startswith(f"# closed: {closed.line}  # "))
            assert shown.endswith(" ".join(closed.why)) and not control.perform(shown)  # a comment, if it is read as a line
            for why in closed.why:
                price = PRICE.fullmatch(why)
                if price:
                    assert purse[price[1]] == int(price[3]) < int(price[2])
                said.add(why.partition(" ")[0] if not price else price[1])
        if question.kind == "gate":
            before |= {text for text in question.text if "would still be closed" in text}
    assert {"readiness", "capital", "No"} <= said
    assert any(PRICE.search(text) or "No force that could do it" in text for text in before)  # before it is paid for


def test_an_open_answer_is_in_no_other_list(session: Session) -> None:
    again = start(load("senkaku_2021"), "senkaku_2021", "", ("china",), (), 5, None)
    kinds = set[str]()
    for question in questions(again, 40):
        kinds.add(question.kind)
        titles = [choice.title for choice in question.choices] + [closed.title for closed in question.closed]
        assert len(titles) == len(set(titles))
    assert kinds
