"""Pictures by hand of every moment of a game, with the names and cards of the shipped content; the numbers are invented."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import tomli
from attrs import evolve

from kuroshio.model.board import Area, Board, MapView
from kuroshio.picture.gauge_pictures import Gauge
from kuroshio.picture.picture import (
    GRADES,
    Aim,
    Beat,
    Card,
    Change,
    Choice,
    Counter,
    Expected,
    FlashpointPicture,
    IncidentPicture,
    OddsPicture,
    Picture,
    QuestionPicture,
    Result,
    Side,
    StancePicture,
)
from kuroshio.screen.window.state import Ground, SaveCard, ScenarioCard, SeatChip, Shelf
from tests.screen.sample_aims import AIM_WALL, SAID, moves, with_past

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
ROOT = Path(__file__).parents[2]
MAP = "first_island_chain"


def read(path: str) -> dict[str, Any]:
    return tomli.loads((ROOT / path).read_text(encoding="utf-8"))


def board() -> Board:
    folder = f"maps/{MAP}"
    known = {field.name for field in Area.__attrs_attrs__}  # type: ignore[attr-defined]
    areas = tuple(
        Area(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items() if key in known})
        for row in read(f"{folder}/areas.toml")["area"]
    )
    rows = read(f"{folder}/views.toml")["view"]
    names = {field.name for field in MapView.__attrs_attrs__}  # type: ignore[attr-defined]
    views = tuple(
        MapView(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items() if key in names})
        for row in rows
    )
    return Board(areas=areas, borders=(), views=views)


def ground(_: str = MAP) -> Ground:
    return Ground(ROOT / "maps" / MAP, board())


SCENARIO = read("scenarios/senkaku_2021.toml")
FACTIONS = {row["id"]: row for row in read("rules/factions.toml")["faction"]}
KINDS = {row["id"]: row for row in read("rules/pieces.toml")["kind"]}
SEATS = ("china", "japan", "us", "taiwan", "south_korea", "philippines", "malaysia", "north_korea")
SIDES = tuple(
    Side(id=id, name=row["name"], name_ja=row["name_ja"], letter=row["letter"], color=row["color"], neutral=id not in SEATS)
    for id, row in FACTIONS.items()
)
FOCUS = (
    "senkaku_waters",
    "sakishima",
    "miyako_strait",
    "okinawa",
    "east_china_sea_south",
    "east_china_sea_north",
    "taiwan",
    "taiwan_strait_north",
    "taiwan_east_waters",
    "china_coast_east",
    "amami_osumi",
    "kyushu",
)


def counters(seat: str = "") -> tuple[Counter, ...]:
    found = []
    for number, row in enumerate(SCENARIO["piece"]):
        kind = KINDS[row["kind"]]
        found.append(
            Counter(
                id=row["id"],
                name=row["name"],
                name_ja=row["name_ja"],
                kind=row["kind"],
                kind_name=kind["name"],
                symbol=kind["symbol"],
                side=row["faction"],
                area=row["area"],
                readiness=3 - number % 3,
                busy=number == 7,
            )
        )
    unknown = Counter(
        id="contact", name="Unknown contact", kind="", kind_name="", symbol="", side="", area="miyako_strait", readiness=0
    )
    return (*found, unknown)


def gauge(id: str, name: str, value: int | None, most: int = 10, change: int = 0) -> Gauge:
    return with_past(Gauge(id=id, name=name, value=value, least=0, most=most, change=change))


SPOT_NAME = "Senkaku / Diaoyu Islands"
CONTROL = gauge("senkaku.control", f"{SPOT_NAME}, administration", 8)
LADDER = gauge("senkaku.ladder", f"{SPOT_NAME}, escalation ladder", 4, 10, 1)
WALL = (
    CONTROL,
    gauge("senkaku.pressure", f"{SPOT_NAME}, unanswered acts", 1, 6, 1),
    LADDER,
    gauge("world.tension", "Regional tension", 6, 10, 1),
    gauge("us_japan.trust", "US-Japan, trust", 4, 6, -1),
    gauge("world.open_rules", "Open trade and data rules", 4),
)
OWN = (
    gauge("japan.capital", "Japan, political capital", 3, 8, 1),
    gauge("japan.funds", "Japan, funds", 2, 8),
    gauge("japan.readiness", "Japan, readiness", 5, 8, -1),
    gauge("japan.home", "Japan, support at home", 2, 6, -1),
)
HOTSPOT = FlashpointPicture(
    id="senkaku",
    name=SPOT_NAME,
    name_ja="尖閣諸島／釣魚島",
    area="senkaku_waters",
    challenger="china",
    holder="japan",
    control=CONTROL,
    ladder=LADDER,
    crisis_at=6,
    stances=tuple(
        StancePicture(side=side, level=level, most=5)
        for side, level in (("china", 4), ("japan", 3), ("us", 1), ("taiwan", None), ("south_korea", 0), ("philippines", 0))
    ),
)
GAUGES = (
    *WALL,
    *OWN,
    *(
        gauge(
            f"{id}.{track}",
            f"{FACTIONS[id]['name']}, {name}",
            None if track == "capital" else (len(id) * 7 + number) % 7,
            8,
            (number == 1) - (number == 2),
        )
        for id in SEATS
        if id != "japan"
        for number, (track, name) in enumerate(
            (
                ("capital", "political capital"),
                ("home", "support at home"),
                ("standing", "international standing"),
                ("exposure", "exposure to economic pressure"),
            )
        )
    ),
    *(
        gauge(f"{a}_{b}.trust", f"{FACTIONS[a]['name']}-{FACTIONS[b]['name']}, trust", (len(a) + len(b)) % 7, 6)
        for a, b in (("us", "taiwan"), ("china", "japan"), ("us", "south_korea"), ("japan", "philippines"))
    ),
)

WAYS = {2: 1, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 5, 9: 4, 10: 3, 11: 2, 12: 1}


def odds(base: int, *modifiers: tuple[str, int]) -> OddsPicture:
    number = min(max(base - sum(bonus for _, bonus in modifiers), 3), 12)
    bands = [0, 0, 0, 0]
    for total, ways in WAYS.items():
        bands[0 if total <= number - 4 else 1 if total < number else 2 if total < number + 3 else 3] += ways
    return OddsPicture(base=base, number=number, modifiers=modifiers, bands=(bands[0], bands[1], bands[2], bands[3]))


def cards() -> tuple[Card, ...]:
    """Every action of one seat as a card: one in three cannot be played now."""
    found = []
    for path in sorted((ROOT / "rules" / "actions").glob("*.toml")):
        found += [row for row in tomli.loads(path.read_text(encoding="utf-8"))["action"] if "japan" in row.get("actors", [])]
    return (move_card(), *(card_from(row, number) for number, row in enumerate(found)))


def card_from(row: dict[str, Any], number: int) -> Card:
    name, legal = row["name"], number % 3 != 2
    bonus = tuple((modifier["name"], (-1) ** place) for place, modifier in enumerate(row.get("modifiers", [])))
    chance = odds(row.get("difficulty", 0), *bonus) if row.get("difficulty") else None
    partners, targets = row.get("partners", [""])[:6], row.get("targets", [""])[:4]
    areas = row.get("areas", [""])[:6]
    choices = tuple(
        Choice(
            line=f"japan: {row['id']} {partner} {target} {area}".strip(),
            title=told(name, area, target, partner),
            cost="2 capital, 1 funds" if number % 4 else "1 capital",
            odds=chance,
            area=area,
            target=target,
            partner=partner,
            moves=moves(number),
        )
        for partner in partners
        for target in targets
        for area in areas
    )
    return Card(
        action=row["id"],
        name=name,
        arena=row["arena"],
        kind="coercive" if "act_class" in row else "offer",
        cost="2 capital, 1 funds" if number % 4 else "1 capital",
        text=("On a success: US-Japan, trust +1; Japan, support at home −1.", "On a breakthrough also: integration +1."),
        choices=choices if legal else (),
        reasons=()
        if legal
        else ("Needs trust of 5 with the United States, and it is 4.", "Needs 3 political capital, and you have 2."),
        rank=(number * 37) % 101,
        moves=moves(number),
        lacks="Needs capital 3, you have 2." if number % 12 == 2 else "",
    )


def told(name: str, area: str, target: str, partner: str) -> str:
    parts = [name]
    parts += [f"in {area.replace('_', ' ').title()}"] if area else []
    parts += [f"towards {FACTIONS[target]['name']}" if target in FACTIONS else f"at {target}"] if target else []
    parts += [f"with {FACTIONS[partner]['name']}" if partner in FACTIONS else f"with {partner}"] if partner else []
    return ", ".join(parts)


def move_card() -> Card:
    pieces = [row for row in SCENARIO["piece"] if row["faction"] == "japan"]
    places = ("senkaku_waters", "miyako_strait", "sakishima", "okinawa", "east_china_sea_south")
    choices = tuple(
        Choice(
            line=f"japan: redeploy {row['id']} {area}",
            title=f"{row['name']} to {area.replace('_', ' ').title()}",
            cost="1 readiness",
            piece=row["id"],
            area=area,
        )
        for row in pieces
        for area in places
        if area != row["area"]
    )
    return Card(
        action="redeploy",
        name="Redeploy",
        arena="moves",
        kind="move",
        cost="1 readiness",
        text=("Moves a counter to another area within its reach.",),
        choices=choices,
        rank=60,
    )


def beats() -> tuple[Beat, ...]:
    return (
        Beat(
            number=1,
            turn=3,
            phase="news",
            kind="inject",
            title="The Coast Guard Law takes force",
            text="On 1 February a coast guard law takes force in Beijing that allows weapons against foreign ships "
            "in waters under national jurisdiction. Tokyo asks what waters those are.",
            changes=(
                Change(name="Japan, support at home", before=3, after=2),
                Change(name="China-Japan, trust", before=2, after=1),
            ),
        ),
        Beat(
            number=2,
            turn=3,
            phase="coercion",
            kind="ruling",
            side="china",
            area="senkaku_waters",
            title="Law-enforcement patrol in the territorial sea",
            text="China, in Senkaku Waters, towards Japan.",
            odds=odds(9, ("Boats escorted", -1), ("Weather", 1), ("Numbers on station", 1)),
            dice=(5, 6),
            band="success",
            changes=(
                Change(name="Japan, support at home", before=3, after=2),
                Change(name="China, support at home", before=4, after=5),
                Change(name="Japan, exposure to economic pressure", before=3, after=4),
            ),
        ),
        Beat(
            number=3,
            turn=3,
            phase="response",
            kind="answer",
            side="us",
            area="senkaku_waters",
            title="United States answers: protest",
            text="Expected: protest.",
            changes=(Change(name="China-US, trust", before=1, after=0),),
        ),
        Beat(
            number=4,
            turn=3,
            phase="policy",
            kind="ruling",
            side="taiwan",
            area="taiwan",
            title="Ask for vaccines, with Japan",
            odds=odds(6, ("Trust between them", 1), ("Given already", -2)),
            dice=(1, 2),
            band="failure",
        ),
    )


def accident() -> Beat:
    """What nobody chose and the dice brought."""
    return Beat(
        number=40,
        turn=3,
        phase="news",
        kind="event",
        title="A signal misread",
        area="senkaku_waters",
        odds=odds(12, ("Crowded waters", 1)),
        dice=(6, 5),
        changes=(Change(name=LADDER.name, before=4, after=5),),
    )


def bare_beats() -> tuple[Beat, ...]:
    """Beats of the phase of the second beat that are no more than their titles."""
    rows = (
        (
            "china",
            "senkaku_waters",
            "An incident of intensity 3 in Senkaku Waters: Law-enforcement patrol in the territorial sea",
        ),
        ("japan", "senkaku_waters", "Japan holds China responsible for “Law-enforcement patrol in the territorial sea”"),
        ("north_korea", "kyushu", "An incident of intensity 4 in the Sea of Japan: Test a missile into the sea"),
        ("japan", "", "Japan holds North Korea responsible for “Test a missile into the sea”"),
    )
    return tuple(
        Beat(number=10 + number, turn=3, phase="coercion", kind="incident", title=title, side=side, area=area)
        for number, (side, area, title) in enumerate(rows)
    )


def news() -> tuple[Beat, ...]:
    told = beats()
    more = []
    for number in range(5, 40):
        beat = told[number % 4]
        more.append(evolve(beat, number=number, turn=1 + number // 14))
    return (*more, *told)


INCIDENT = IncidentPicture(
    number=4,
    title="Law-enforcement patrol in the territorial sea",
    area="senkaku_waters",
    actor="china",
    victim="japan",
    intensity=3,
    deniability="low",
    answers=(
        Expected(side="japan", expected="track and shadow", answer=""),
        Expected(side="us", expected="protest", answer="protest"),
        Expected(side="taiwan", expected="", answer=""),
    ),
    settled=False,
)
AIMS = (
    Aim(text=SAID, met=None),
    Aim(text="US-Japan, trust is 4 or more", met=True),
    Aim(text="No armed clash", met=None),
    Aim(text="Open trade and data rules stand at 6", met=False, secret=True),
)


def public() -> Picture:
    return Picture(
        scenario=SCENARIO["id"],
        name=SCENARIO["name"],
        name_ja=SCENARIO["name_ja"],
        summary=SCENARIO["summary"],
        map=MAP,
        turn=3,
        turns=8,
        date="2021-Q3",
        phase="planning",
        phases=("news", "planning", "coercion", "response", "escalation", "policy", "upkeep"),
        seat="",
        asked="japan",
        over=False,
        sides=SIDES,
        seats=SEATS,
        wall=WALL,
        own=(),
        gauges=GAUGES,
        counters=counters(),
        hotspots=(HOTSPOT,),
        incidents=(INCIDENT,),
        crisis=None,
        question=None,
        draft=(),
        aims=(),
        news=news(),
        results=(),
        focus=FOCUS,
    )


def planning() -> Picture:
    deck = cards()
    move = deck[0].choices
    drafted = (move[0], next(card for card in deck[1:] if card.choices).choices[0])
    question = QuestionPicture(kind="order", title="Your orders", text=(), cards=deck, orders_left=1, moves_left=1)
    return evolve(public(), seat="japan", own=OWN, aims=AIMS, aim_wall=AIM_WALL, question=question, draft=drafted)


def asked(question: QuestionPicture, phase: str) -> Picture:
    return evolve(planning(), question=question, draft=(), phase=phase)


def graded(aim: Aim, grade: int) -> Aim:
    return evolve(aim, met=grade == 3, grade=GRADES[grade])


def over() -> Picture:
    results = tuple(
        Result(
            side=side,
            met=number % 3 == 0,
            aims=tuple(graded(aim, 3 if number % 3 == 0 else (number + place) % 4) for place, aim in enumerate(AIMS[:3])),
            grade=3.0 if number % 3 == 0 else sum((number + place) % 4 for place in range(3)) / 3,
        )
        for number, side in enumerate(SEATS)
    )
    return evolve(public(), over=True, turn=8, date="2022-Q4", phase="upkeep", asked="", results=results)


def shelf() -> Shelf:
    chips = tuple(
        SeatChip(
            id=id,
            name=FACTIONS[id]["name"],
            letter=FACTIONS[id]["letter"],
            color=FACTIONS[id]["color"],
            name_ja=FACTIONS[id]["name_ja"],
        )
        for id in SEATS
    )
    found = []
    for path in sorted((ROOT / "scenarios").glob("*.toml")):
        row = tomli.loads(path.read_text(encoding="utf-8"))
        seats = chips[:3] if row["id"] == "tutorial" else chips
        found.append(
            ScenarioCard(
                id=row["id"],
                name=row["name"],
                name_ja=row.get("name_ja", ""),
                summary=row["summary"],
                turns=row["turns"],
                start=row["start"],
                seats=seats,
            )
        )
    saves = (
        SaveCard(path="/a", title="Senkaku / Diaoyu 2021-22: Japan, United States", turn="Turn 3 of 8", when="yesterday, 17:40"),
        SaveCard(path="/b", title="Senkaku / Diaoyu 2021-22: China", turn="Turn 7 of 8", when="21 November"),
    )
    return Shelf(tuple(found), saves)


def stopped() -> Picture:
    """The end, where somebody has ended the game before its last turn."""
    return evolve(over(), turn=5, date="2022-Q1", judged="Judged where the game stopped: 2021-Q4, turn 4 of 8.")
