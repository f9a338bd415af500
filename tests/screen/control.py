"""The sample as control sees it: the console of a table, and an act before the umpire."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from kuroshio.picture.picture import (
    BANDS,
    ActLine,
    Choice,
    Console,
    DocketPicture,
    InjectCard,
    Picture,
    QuestionPicture,
    SeatState,
    TrackStep,
)
from tests.screen.sample import SCENARIO, SEATS, odds, public

FISHERMEN = "Ask the fishermen of Zhejiang to stay in port until the summit is over, and say so to nobody"
DRAFTED = "drafted, not committed"
NAMED_MOVES = (
    ("Japan: support at home", "\u22121 for 1 turn."),
    ("China-Japan: trust", "\u22121."),
    ("Taiwan: trust", "\u22121."),
)


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
        ActLine(seat="china", title="Pursue Japanese fishing boats in Senkaku / Diaoyu, towards Japan"),
        ActLine(seat="china", title=f'"{FISHERMEN}"'),
        ActLine(seat="us", title="Reaffirm Article 5, with Japan"),
        ActLine(seat="south_korea", title="KCG cutter to East China Sea North"),
        ActLine(seat="japan", title="Escort boats in Senkaku / Diaoyu", told=DRAFTED),
        ActLine(seat="japan", title='"Ring the harbour master at Naha and ask what he has seen"', told=DRAFTED),
        ActLine(seat="philippines", title="Ask for vaccines, with United States", told=DRAFTED),
    )
    cards = [card(row, number) for number, row in enumerate(SCENARIO["inject"])]
    day = "The day is 4 min behind; at this rate it ends at 16:34."
    return Console(
        seats=seats, orders=orders, injects=tuple(cards), day=day, acts=acts(), ruled=ruled(), redo=True, tracks=tracks()[2:]
    )


def card(row: dict[str, Any], number: int) -> InjectCard:
    """An inject of the scenario: the first has come, the second is held, the third brings in an act."""
    came = number == 0
    moves = tuple((effect["track"], int(effect.get("add", 0))) for effect in row.get("effects", ()))
    return InjectCard(
        id=row["id"],
        name=row["name"],
        name_ja=row["name_ja"],
        text=row["text"],
        state="came in turn 1" if came else "held back" if number == 1 else "due in turn 3",
        due=3 * (number > 1),
        may=() if came else ("fire", "release") if number == 1 else ("fire", "hold"),
        does=tuple(f"{track} {add}" for track, add in NAMED_MOVES[: len(moves)]),
        moves=() if "act" in row else moves,
        tracks=() if came or "act" in row else tracks(),
        fixed="It brings in an act, so it comes as it is written." if "act" in row else "",
        expects=row.get("expects", ""),
        worth=row.get("worth", 0),
    )


def tracks() -> tuple[TrackStep, ...]:
    """Tracks that control may set, one with a name that is too long for a row."""
    return (
        TrackStep(id="japan.home", name="Japan, support at home", value=2, least=0, most=6),
        TrackStep(id="china_japan.trust", name="China-Japan, trust", value=1, least=0, most=6),
        TrackStep(id="senkaku.ladder", name="Senkaku / Diaoyu Islands, escalation ladder", value=3, least=0, most=8),
        TrackStep(
            id="us_japan.a", name="United States and Japan at the islands, Article 5 as believed", value=3, least=0, most=3
        ),
        TrackStep(id="world.tension", name="Regional tension", value=5, least=0, most=10),
    )


def acts() -> tuple[ActLine, ...]:
    """The last acts, more than a page of them."""
    first = (
        ActLine(seat="us", title="Its form: Reaffirm Article 5, with Japan", when="Turn 2, planning"),
        ActLine(seat="", title="Inject \u201cA tanker aground\u201d", when="Turn 2, planning", alone=True),
        ActLine(seat="japan", title="Its form: Escort boats in Senkaku / Diaoyu", when="Turn 2, planning"),
        ActLine(seat="", title=f"Ruling on \u201c{FISHERMEN}\u201d: success", when="Turn 1, planning"),
    )
    return (*first, *(ActLine(seat=seat, title="Answers: Protest", when="Turn 1, response") for seat in SEATS * 2))


def ruled() -> tuple[ActLine, ...]:
    """The rulings of the turn."""
    told = "Success, needed 6 after the arguments, rolled 7; the arguments changed nothing."
    return (ActLine(seat="china", title=f"\u201c{FISHERMEN}\u201d", told=told),)


def docket() -> DocketPicture:
    """An order in own words before the umpire."""
    return DocketPicture(
        number=4,
        seat="japan",
        title="\u201cRing the harbour master at Naha and ask what he has seen\u201d",
        told=(
            "Argued: each argument moves the number by one; then the roll stands. Or name a band: the rules give no effects to "
            "an order in own words.",
            "The dice are covered until the arguments are heard.",
        ),
        odds=odds(8),
        nets=tuple((net, odds(8 - net)) for net in range(-3, 4)),
        bands=("", *BANDS),
        own_words=True,
        covered=True,
        closed="An order in own words waits for a ruling of its own: `rule`, with who is told and a reason.",
        tracks=tracks(),
    )


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
    return evolve(overseen(), question=question, planners=(), console=evolve(console(), docket=docket()))


def ruling_on_words() -> Picture:
    """What the umpire sees with an order in own words before it: arguments, and a band by hand."""
    picture = ruling()
    assert picture.question is not None
    bands = tuple(Choice(line=f"rule {band}", title=band.capitalize(), cost="") for band in BANDS)
    return evolve(picture, question=evolve(picture.question, choices=(*picture.question.choices, *bands)))
