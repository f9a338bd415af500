"""The parts of a line of control are told apart with bars or without, and what could be read two ways is refused."""

from __future__ import annotations

import pytest

from kuroshio.session.line_parts import effect_of, names, parts_of_inject, parts_of_ruling, terms_of
from kuroshio.session.refusal import Refused

SEATS = ("japan", "us", "south_korea")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("success | for the law | because x", ["success", "for the law", "because x"]),
        ("success because it is so", ["success", "because it is so"]),
        ("for the law is clear because two to one", ["for the law is clear", "because two to one"]),
        ("vote a=success vote the room = failure because x", ["vote a=success", "vote the room = failure", "because x"]),
        ("failure set a.b-1 on success tell us because x", ["failure", "set a.b-1 on success", "tell us", "because x"]),
        ("| because they tell japan", ["because they tell japan"]),
        ("| for trade for all because of us | because x", ["for trade for all because of us", "because x"]),
        ("Success | Set World.Tension + 1 because x", ["Success", "Set World.Tension + 1", "because x"]),
        ("because trade is good for all", ["because trade is good for all"]),
        ("", []),
    ],
)  # fmt: skip
def test_a_ruling(line: str, parts: list[str]) -> None:
    assert parts_of_ruling(line, SEATS) == parts


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("for trade for all because x", "`rule for trade | for all | because x`"),
        ("success for the fleet against the wind because x", "`rule success | for the fleet | against the wind | because x`"),
        ("because they tell japan", "`rule because they | tell japan`"),
    ],
)
def test_a_ruling_that_could_be_read_two_ways_is_shown_with_bars(line: str, shown: str) -> None:
    with pytest.raises(Refused) as refused:
        parts_of_ruling(line, SEATS)
    assert shown in str(refused.value)


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("A: b to japan set world.tension=1", ("A", "b", ["to japan", "set world.tension=1"])),
        ("A: b. | to japan,us | set world.tension+1", ("A", "b.", ["to japan,us", "set world.tension+1"])),
        ("A: b set world.tension+1 to South Korea and us", ("A", "b", ["set world.tension+1", "to South Korea and us"])),
        ("A: a threat to peace", ("A", "a threat to peace", [])),
        ("A: a threat to us | to all", ("A", "a threat to us", ["to all"])),
        ("A: they set sail to Okinawa", ("A", "they set sail to Okinawa", [])),
    ],
)
def test_an_inject(line: str, made: tuple[str, str, list[str]]) -> None:
    assert parts_of_inject(line, SEATS) == made


@pytest.mark.parametrize("line", ["A: shut to japan | set world.tension+1", "A to japan: b", "only a text", ": b"])
def test_an_inject_that_would_be_told_to_others_than_was_meant_is_refused(line: str) -> None:
    with pytest.raises(Refused):
        parts_of_inject(line, SEATS)


def test_an_agreement() -> None:
    assert terms_of("No boats until turn 3 secretly.") == ("No boats", 3, True)
    assert terms_of("No boats | until 3 | secretly") == ("No boats", 3, True)
    assert terms_of("No boats until the Games") == ("No boats until the Games", None, False)
    for line in ("They meet secretly", "No boats | untill 3"):
        with pytest.raises(Refused):
            terms_of(line)


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("world.tension=4", {"track": "world.tension", "set": 4}),
        ("World.Tension + 1", {"track": "world.tension", "add": 1}),
        ("a.b=+2", {"track": "a.b", "add": 2}),
        ("a.b=-2", {"track": "a.b", "set": -2}),
        ("a.b \u2212 2", {"track": "a.b", "add": -2}),
        ("a.b to 3", {"track": "a.b", "set": 3}),
        ("a.b+1 on Success", {"track": "a.b", "add": 1, "on": "success"}),
        ("a.b", None),
        ("a.b=\u00b2", None),
    ],
)
def test_an_effect(text: str, effect: dict[str, object] | None) -> None:
    assert effect_of(text) == effect


def test_names() -> None:
    assert names("Japan , south korea and US,nobody", SEATS) == ["japan", "south_korea", "us", "nobody"]
