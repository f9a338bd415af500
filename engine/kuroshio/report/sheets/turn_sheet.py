"""The sheet of one seat as data: every text ready for layout, and a size of type with which all of it fits on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

from attrs import evolve, frozen

from kuroshio.model.ruleset import Faction
from kuroshio.picture.duties import told
from kuroshio.picture.phrases import signed
from kuroshio.picture.picture import OddsPicture
from kuroshio.picture.standing import (
    BandEffects,
    CaseAnswer,
    HandRow,
    OpenOffer,
    OwnNumber,
    SeatCase,
    SeatCrisis,
    SeatStanding,
    counters_told,
    done_told,
)
from kuroshio.report.sheets.sheet_fit import HALF, HAND, LEFT, LINE, MM, PAGE, SIZES, SMALL, TYPE, high, rows_high

MEANS = 4  # capital, funds, readiness, support at home
ON_FRONT = 36  # actions; a longer hand stands on the back
FRONT_COLUMNS, FLOW_COLUMNS, BACK_COLUMNS = 2, 3, 3
LEGIBLE = 5  # of the sizes of type: with smaller ones less is said of what an action brings
ALL = 9  # reasons why an action is closed
SAID = ((4, ALL), (1, 1), (1, 0), (0, ALL))  # of an action: effects of a band, of which the brief has all, and reasons
A_FEW_WORDS = 28  # letters
BLANKS, TIGHT = (2, 2), (1, 0)  # offers and incidents to fill in by hand, on a sheet that is printed before there are any
AIMS_A_ROW = 4
BACK_WIDTH, BACK_FIXED = 58.0, 32.0  # millimetres: of a column of the back; its head, heading, key and foot
BACK_SIZES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)  # the last three are hard to read
FIXED = 25.0  # millimetres: the head of a page, its foot and the line to cut along


@frozen(kw_only=True)
class NumberLine:
    """A number of a seat with what moved it."""

    name: str
    name_ja: str
    value: int
    most: int
    why: str


@frozen(kw_only=True)
class CardLine:
    """An action of the hand. odds: of its best way; below: Japanese name, ways with other odds, or why it is closed.

    brings: what an open one moves, by band; fewer, short: `below` with one reason,
    and in a few words, for a hand of many.
    """

    number: int
    name: str
    cost: str
    focused: bool
    open: bool
    odds: OddsPicture | None
    below: str
    brings: tuple[BandEffects, ...]
    fewer: str
    short: str


@frozen(kw_only=True)
class AnswerLine:
    """An answer to tick. open: whether the seat may give it; told: what it brings, or why it is closed."""

    name: str
    name_ja: str
    cost: str
    open: bool
    told: str


@frozen(kw_only=True)
class CaseBox:
    """An incident with its answers. head: number and act; facts: place, author, gravity; owed: what is expected, in sentences."""

    head: str
    head_ja: str
    facts: str
    owed: str
    answers: tuple[AnswerLine, ...]
    answered: str


@frozen(kw_only=True)
class OfferBox:
    """An offer to sign or decline. told: what it brings, or why it cannot be signed."""

    by: str
    letter: str
    color: str
    title: str
    title_ja: str
    cost: str
    odds: OddsPicture | None
    told: str


class HandPlace(Enum):
    """Where the hand stands: on the front in two columns, on the front after all else through three columns, on the front in one
    column without its second lines, or on the back.

    Where it stands on the back, offers, incidents and what was done run on through both columns of the front.
    """

    FULL = "full"
    FLOW = "flow"
    BRIEF = "brief"
    BACK = "back"


@frozen(kw_only=True)
class TurnSheet:
    """A whole sheet. size: of the type, in points; left_out: what happened earlier and found no room; place: of the hand.

    blanks: offers and incidents to fill in by hand.
    """

    standing: SeatStanding
    numbers: tuple[NumberLine, ...]
    unmoved: str
    counters: str
    offers: tuple[OfferBox, ...]
    cases: tuple[CaseBox, ...]
    crisis: CaseBox | None
    agreed: tuple[str, ...]
    done: tuple[str, ...]
    happened: tuple[str, ...]
    left_out: int
    hand: tuple[CardLine, ...]
    place: HandPlace
    size: float
    due: str
    blanks: tuple[int, int] = BLANKS


class SheetMaker:
    """Makes sheets of standings. sides: the factions by id; areas: names by id; due: until when orders are handed in."""

    def __init__(self, sides: Mapping[str, Faction], areas: Mapping[str, str], due: str):
        self.sides, self.areas, self.due = sides, areas, due

    def sheet(self, standing: SeatStanding) -> TurnSheet:
        """Return the sheet of a seat."""
        moved = [one for n, one in enumerate(standing.numbers) if n < MEANS or one.moved]
        still = [f"{one.name} {one.gauge.value}" for one in standing.numbers if one not in moved]
        sheet = TurnSheet(
            standing=standing,
            numbers=tuple(_number(one) for one in moved),
            unmoved=", ".join(still),
            counters=counters_told(standing.counters),
            offers=tuple(self._offer(offer) for offer in standing.offers),
            cases=tuple(self._case(case) for case in standing.cases),
            crisis=_crisis(standing.crisis) if standing.crisis else None,
            agreed=standing.agreed,
            done=tuple(done_told(beat).removeprefix(f"{standing.name}: ") for beat in standing.done),
            happened=tuple(done_told(beat) for beat in standing.happened),
            left_out=0,
            hand=tuple(_card(row) for row in standing.hand),
            place=HandPlace.FULL,
            size=TYPE,
            due=self.due,
        )
        return fitted(sheet)

    def _offer(self, offer: OpenOffer) -> OfferBox:
        side = self.sides[offer.by]
        return OfferBox(
            by=side.name,
            letter=side.letter,
            color=side.color,
            title=offer.title,
            title_ja=offer.title_ja,
            cost=offer.cost,
            odds=offer.odds,
            told=" ".join(offer.why or offer.text),
        )

    def _case(self, case: SeatCase) -> CaseBox:
        incident = case.incident
        author = f"attributed to {self.sides[incident.actor].name}" if incident.actor else "author not known"
        place = self.areas.get(incident.area, "")
        facts = f"against {self.sides[incident.victim].name}", author, place, f"intensity {incident.intensity}"
        owed = told(case.duty, self.sides[case.duty.creditor].name) if case.duty else ()
        return CaseBox(
            head=f"{incident.number + 1} {incident.title}",
            head_ja=case.title_ja,
            facts=" · ".join(filter(None, facts)),
            owed=" ".join(owed),
            answers=tuple(_answer(answer) for answer in case.answers),
            answered=case.answered,
        )


def _crisis(crisis: SeatCrisis) -> CaseBox:
    answers = tuple(_answer(answer) for answer in crisis.answers)
    asked = "Tick one; both sides choose at once." if answers else "Nothing to choose here now."
    return CaseBox(
        head=f"Crisis over {crisis.place}",
        head_ja="危機",
        facts=f"{crisis.stage} \u00b7 {crisis.parties}",
        owed=asked,
        answers=answers,
        answered="",
    )


def _answer(answer: CaseAnswer) -> AnswerLine:
    told_of = " ".join(answer.why or answer.text)
    return AnswerLine(name=answer.name, name_ja=answer.name_ja, cost=answer.cost, open=not answer.why, told=told_of)


def _number(one: OwnNumber) -> NumberLine:
    why = "; ".join(f"{signed(moved.amount)} {moved.why}" for moved in one.moved)
    return NumberLine(name=one.name, name_ja=one.name_ja, value=one.gauge.value or 0, most=one.gauge.most, why=why)


def _card(row: HandRow) -> CardLine:
    ways = []
    for way in row.ways:
        chance = str(sum(way.odds.bands[2:])) if way.odds else ""
        ways.append(f"{chance} {way.label}".strip() if len(row.ways) > 1 else way.label)
    told_of = "; ".join(filter(None, ways)) or " ".join(row.why)
    best = row.ways[0].label if row.ways else ""
    few = best if len(row.ways) < 2 and len(best) < A_FEW_WORDS else f"{sum(way.label.count(',') + 1 for way in row.ways)} ways"
    return CardLine(
        number=row.number,
        name=row.name,
        cost=row.cost,
        focused=row.focused,
        open=bool(row.ways),
        odds=row.ways[0].odds if row.ways else None,
        below="  ".join(filter(None, (row.name_ja, told_of))),
        brings=row.brings if row.ways else (),
        fewer="  ".join(filter(None, (row.name_ja, told_of if row.ways else row.why[0] if row.why else ""))),
        short="  ".join(filter(None, (row.name_ja, few if row.ways else ""))),
    )


# --- whether it fits -----------------------------------------------------------------------------------


def fitted(sheet: TurnSheet) -> TurnSheet:
    """Return a sheet with a size of type that fits on its page.

    Less and less is said of the hand until it fits on the front: of what its actions bring, of why some are closed; then blanks
    go, all that they bring, any second line. At last what became of the seat's acts is left out, or the hand stands on the
    back; then what happened first is left out.
    """
    on_front = [*ways(sheet), *ways(evolve(sheet, done=(), left_out=len(sheet.done)))] if len(sheet.hand) <= ON_FRONT else []
    for one, scale in (*on_front, *((evolve(sheet, place=HandPlace.BACK), scale) for scale in SIZES)):
        tried = evolve(one, size=TYPE * scale)
        if fits(tried):
            return tried
    if sheet.done:
        return fitted(evolve(sheet, done=sheet.done[1:], left_out=sheet.left_out + 1))
    if sheet.happened:
        return fitted(evolve(sheet, happened=sheet.happened[1:], left_out=sheet.left_out + 1))
    return evolve(sheet, place=HandPlace.BACK, size=TYPE * SIZES[-1])


def ways(sheet: TurnSheet) -> Iterator[tuple[TurnSheet, float]]:
    """Yield the ways of printing a sheet with its hand on the front, each with a size of type, the best first."""
    tight = evolve(sheet, blanks=TIGHT)
    both, alone = (HandPlace.FULL, HandPlace.FLOW), (HandPlace.BRIEF,)
    tries = (
        (sheet, SAID[0], SIZES[:LEGIBLE], both), (sheet, SAID[1], SIZES, both), (sheet, SAID[2], SIZES, both),
        (tight, SAID[2], SIZES, both), (sheet, SAID[3], SIZES, both), (sheet, SAID[3], SIZES, alone),
    )  # fmt: skip
    for one, said, sizes, places in tries:
        hand = told_briefly(sheet.hand, *said)
        yield from ((evolve(one, hand=hand, place=place), scale) for scale in sizes for place in places)


def told_briefly(hand: Iterable[CardLine], effects: int, reasons: int) -> tuple[CardLine, ...]:
    """Return a hand of which at most so many effects of a band are named, with dots for more, and so many reasons why not."""

    def cut(one: BandEffects) -> BandEffects:
        left = one.effects[:effects]
        return one if left == one.effects else evolve(one, effects=(*left[:-1], f"{left[-1]} \u2026"))

    cards = (evolve(card, brings=tuple(map(cut, card.brings)) if effects else ()) for card in hand)
    return tuple(
        card if card.open or reasons > 1 else evolve(card, below=card.fewer if reasons else card.short) for card in cards
    )


def brought_in_print(card: CardLine) -> str:
    """Return what an action brings as wide as it is printed; each band has a mark as wide as two letters."""
    return "  ".join(f"mm{'; '.join(one.effects)}" for one in card.brings)


def fits(sheet: TurnSheet) -> bool:
    """Whether the front of a sheet fits on a page with its size of type."""
    size = sheet.size
    room = PAGE - FIXED - top_high(sheet, size) - slip_high(sheet)
    if sheet.place == HandPlace.FULL and sheet.hand:
        left = open_high(sheet, LEFT, size) + happened_high(sheet, LEFT, size)
        return max(left, hand_high(sheet, size)) <= room
    if sheet.place == HandPlace.FLOW and sheet.hand:
        return flow_high(sheet, size) <= room
    opened, happened = open_high(sheet, HALF, size), happened_high(sheet, HALF, size)
    if sheet.place == HandPlace.BRIEF and sheet.hand:
        return max(opened, happened + brief_high(sheet, size)) <= room
    boxes = [*sheet.cases, *([sheet.crisis] if sheet.crisis else [])]
    longest = max((case_high(case, HALF, size) for case in boxes), default=0.0)  # no box is parted between columns
    return opened + happened + 2 * heading(size) + longest <= 2 * room


def heading(size: float) -> float:
    """Return the height of a heading, in millimetres."""
    return 2.6 + 1.5 * size * MM


def top_high(sheet: TurnSheet, size: float) -> float:
    """Return the height of aims and numbers, in millimetres."""
    rows = [sheet.standing.aims[at : at + AIMS_A_ROW] for at in range(0, len(sheet.standing.aims), AIMS_A_ROW)]
    aims = sum(max(high(f"{aim.name} {aim.name_ja}", 42, size) for aim in row) + 4.2 * size * MM for row in rows)
    numbers = sum(max(high(one.why, 106, size), size * LINE * MM) + 0.4 for one in sheet.numbers)
    still = high(sheet.unmoved, 182, size * SMALL) + high(sheet.counters, 176, size * SMALL)
    return aims + numbers + still + (1 + bool(rows)) * heading(size)


def open_high(sheet: TurnSheet, width: float, size: float) -> float:
    """Return the height of offers and incidents in a column, in millimetres."""
    offers = sum(
        high(f"{one.by}: {one.title} {one.title_ja}", width - 6, size)
        + high(one.told, width - 1, size * SMALL)
        + size * LINE * MM
        + 2.5
        for one in sheet.offers
    )
    cases = sum(case_high(case, width, size) for case in sheet.cases)
    offered, incidents = sheet.blanks
    key = 4 * size * SMALL * LINE * MM if incidents else 0.0
    blanks = (0 if sheet.offers else 7.5 * offered) + (0 if sheet.cases else 7.5 * incidents + key)
    crisis = case_high(sheet.crisis, width, size) + heading(size) if sheet.crisis else 0.0
    agreed = sum(high(line, width - 4, size) + 0.5 for line in sheet.agreed) + heading(size) if sheet.agreed else 0.0
    return offers + cases + crisis + agreed + blanks + 2 * heading(size)


def happened_high(sheet: TurnSheet, width: float, size: float) -> float:
    """Return the height of what others did in a column, in millimetres."""
    told = sum(high(line, width - 4, size) + 0.5 for line in (*sheet.done, *sheet.happened))
    heads = heading(size) * (bool(sheet.done) + bool(sheet.happened or sheet.left_out))
    return told + heads + size * LINE * MM if heads else 0


def case_high(case: CaseBox, width: float, size: float) -> float:
    """Return the height of an incident with its answers, in millimetres."""
    head = high(f"{case.head} {case.head_ja}", width - 5, size) + high(case.facts, width - 5, size * SMALL)
    answers = rows_high(((f"{one.name} {one.name_ja} {one.cost}", one.told) for one in case.answers), width - 3, size, 6)
    return head + high(case.owed, width - 6, size) + answers + high(case.answered, width - 6, size) + 4


def hand_high(sheet: TurnSheet, size: float) -> float:
    """Return the height of the longer column of the hand on the front, in millimetres."""
    return cards_high(columns(sheet.hand, FRONT_COLUMNS), HAND, size) + heading(size) + 3 * size * LINE * MM


def flow_high(sheet: TurnSheet, size: float) -> float:
    """Return the height of a front whose parts run through three columns of a like length, in millimetres."""
    cards = [cards_high([[card]], LEFT, size) for card in sheet.hand]
    above = open_high(sheet, LEFT, size) + happened_high(sheet, LEFT, size)
    key = heading(size) + 5 * size * LINE * MM
    return (above + key + sum(cards)) / FLOW_COLUMNS + max(cards) / 4  # no card is parted between columns


def back_of(sheet: TurnSheet) -> tuple[float, tuple[CardLine, ...]]:
    """Return the size of type with which the hand fits on the back, in points, and the hand: in few words where it is long."""
    told = [told_briefly(sheet.hand, *said) for said in SAID]
    short = tuple(evolve(card, below=card.short) for card in told[-1])
    for hand, sizes in (*((hand, BACK_SIZES[:-3]) for hand in told), (short, BACK_SIZES)):
        for scale in sizes:
            size = TYPE * scale
            flow = cards_high([hand], BACK_WIDTH, size) / BACK_COLUMNS + 5 * size * LINE * MM  # columns of a like length
            if flow <= PAGE - BACK_FIXED:
                return size, hand
    return TYPE * BACK_SIZES[-1], short


def brief_high(sheet: TurnSheet, size: float) -> float:
    """Return the height of the hand in one column without its second lines, in millimetres."""
    rows = ((f"{card.name} {card.cost}", "") for card in sheet.hand)
    return rows_high(rows, HALF, size, 28) + heading(size) + 2 * size * LINE * MM


def cards_high(told: Iterable[Sequence[CardLine]], width: float, size: float) -> float:
    """Return the height of the longest of some columns of a hand, in millimetres."""
    return max(
        rows_high(((card.name, f"{card.cost} {card.below}") for card in column), width, size, 28)
        + sum(high(brought_in_print(card), width - 7, size * SMALL) for card in column)
        for column in told
    )


def slip_high(sheet: TurnSheet) -> float:
    """Return the height of the slip to cut off, in millimetres."""
    return (29.0 + 9.0 * (-(-sheet.standing.orders // 3))) if orders_due(sheet.standing) else 15.0


def orders_due(standing: SeatStanding) -> bool:
    """Whether the slip takes orders: of this turn while they are due, then of the next if there is one."""
    return standing.orders > 0 and (standing.planning or standing.turn < standing.turns)


def columns(hand: Sequence[CardLine], many: int) -> list[Sequence[CardLine]]:
    """Return a hand in so many columns of the same length, one after another."""
    each = -(-len(hand) // many)
    return [hand[at : at + each] for at in range(0, len(hand), each)]
