"""Odds that were signed and odds that were thrown: where they differ, the seat is told what has moved them."""

from __future__ import annotations

from kuroshio.picture.picture import OddsPicture
from kuroshio.session.odds_drift import ORDERED, SIGNED, drifted
from kuroshio.session.saved_games import load, start
from kuroshio.session.session import Session
from tests.session.exercise import refusal


def odds(number: int, *modifiers: tuple[str, int]) -> OddsPicture:
    return OddsPicture(base=7, number=number, modifiers=modifiers, bands=(9, 9, 9, 9))


def test_what_moved_the_number_is_named_and_nothing_else() -> None:
    shown, thrown = odds(6, ("Trust", 2), ("Given already", -1)), odds(9, ("Trust", -1), ("Given already", -1))
    assert drifted(SIGNED, shown, thrown) == "Needed 6 when you signed, 9 now. Trust: +2 then, \u22121 now."
    assert drifted(ORDERED, shown, shown) == ""
    assert drifted(ORDERED, shown, odds(8, *shown.modifiers)) == ""  # an umpire's arguments have moved it


def played(seed: int) -> Session:
    """A game in which people sign what is proposed, and order what has dice."""
    session = start(load("tutorial"), "tutorial", "", ("china", "japan", "us"), (), seed, None)
    for _ in range(200):
        if session.over:
            break
        session.reveal(session.asked())
        question = session.picture().question
        assert question is not None
        if question.kind != "order":
            session.answer(question.choices[-1].line)
            continue
        for card in question.cards[1:]:
            for choice in card.choices[:1] if any(other.odds for other in card.choices) else ():
                refusal(session.draft, choice.line)
        session.commit_plan()
    return session


def test_the_story_says_what_moved_the_odds_since_they_were_shown() -> None:
    told = list[str]()
    for seed in range(1):
        session = played(seed)
        for seat in session.people:
            beats = {beat.number: beat for beat in session.picture_for(seat).news}
            for number, beat in beats.items():
                line = session.log[number]
                act = tuple(int(line[name]) for name in ("actor", "action", "area", "target", "partner"))
                how, shown = session.promises.promised.get((seat, beat.turn, act), ("", None))
                if beat.kind != "ruling" or shown is None or beat.odds is None:
                    continue
                moved = shown.modifiers != beat.odds.modifiers and shown.number != beat.odds.number
                assert (f"Needed {shown.number} {how}, {beat.odds.number} now." in beat.text) == moved
                told += [how] * moved
            others = [beat for beat in session.picture_for("").news if "Needed" in beat.text]
            assert not others  # what a seat was shown is its own
    assert {ORDERED, SIGNED} & set(told)
