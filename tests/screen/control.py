"""The sample as control sees it: the console of a table, and an act before the umpire."""

from __future__ import annotations

from attrs import evolve

from kuroshio.picture.picture import BANDS, Choice, Console, Picture, QuestionPicture, SeatState
from tests.screen.sample import SCENARIO, SEATS, odds, public


def console() -> Console:
    """A table in the middle of its planning, with more orders and injects than a small window shows at once."""
    states = ("has committed", "drafts", "has no orders yet", "waits", "has committed", "drafts", "is asked", "waits")
    seats = tuple(
        SeatState(
            seat=seat,
            who="people" if number < 6 else "restrained",
            state=states[number],
            drafted=2 * (states[number] == "drafts"),
            late=number == 4,
            expects=number == 0,
        )
        for number, seat in enumerate(SEATS)
    )
    orders = (
        "china: pursue_fishing_boats in senkaku_waters against senkaku with ccg_2901",
        'china: "Ask the fishermen of Zhejiang to stay in port until the summit is over, and say so to nobody"',
        "us: reaffirm_article_v with japan",
        "south_korea: redeploy rok_cutter to east_china_sea_north",
        "japan: shadow in senkaku_waters with jcg_pl_11  # drafted, not committed",
        'japan: "Ring the harbour master at Naha and ask what he has seen"  # drafted, not committed',
        "philippines: ask_for_vaccines with us  # drafted, not committed",
    )
    rows = [(row["id"], row["name"], "to come" if number else "has come") for number, row in enumerate(SCENARIO["inject"])]
    day = "The day is 4 min behind; at this rate it ends at 16:34."
    return Console(seats=seats, orders=orders, injects=tuple(rows), day=day)


def overseen() -> Picture:
    """What the umpire sees while orders are drafted."""
    return evolve(public(), console=console(), planners=("japan", "us", "philippines"))


def ruling() -> Picture:
    """What the umpire sees with an act before it."""
    choices = tuple(
        Choice(line=f"rule {net:+d}", title=f"Arguments {net:+d}: needs {8 - net}, failure", cost="", odds=odds(8 - net))
        for net in (2, 1, 0, -1, -2)
    )
    question = QuestionPicture(
        kind="rule",
        title="Japan: \u201cRing the harbour master at Naha and ask what he has seen\u201d",
        text=(
            "Argued: each argument moves the number by one; then the roll stands.",
            "Needs 8; threw 6: the engine's answer is failure.",
            "Write the reason first (O).",
        ),
        choices=choices,
    )
    return evolve(overseen(), question=question, planners=())


def ruling_on_words() -> Picture:
    """What the umpire sees with an order in own words before it: arguments, and a band by hand."""
    picture = ruling()
    assert picture.question is not None
    bands = tuple(Choice(line=f"rule {band}", title=band.capitalize(), cost="") for band in BANDS)
    return evolve(picture, question=evolve(picture.question, choices=(*picture.question.choices, *bands)))
