"""Where a seat stands, as the lines that control's `state` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kuroshio.model.ruleset import Faction
from kuroshio.picture.duties import told
from kuroshio.picture.phrases import signed
from kuroshio.picture.picture import IncidentPicture
from kuroshio.picture.standing import (
    AimStanding,
    CaseAnswer,
    HandRow,
    OpenOffer,
    OwnNumber,
    SeatCase,
    SeatStanding,
    brought_told,
    counters_told,
    done_told,
)

MEANS = 4  # capital, funds, readiness and support at home come first
IncidentTold = Callable[[IncidentPicture], str]


def lines_of(standing: SeatStanding, sides: Mapping[str, Faction], incident_told: IncidentTold) -> Iterator[str]:
    """Return where a seat stands, a line each. sides: the factions by id; incident_told: an incident in a sentence."""
    yield f"{standing.name}, turn {standing.turn} of {standing.turns}, {standing.date}, {standing.phase}."
    yield f"Numbers, since {standing.since}:"
    yield from (f"  {_number(one)}" for one in told_apart(standing))
    still = [f"{one.name} {one.gauge.value}" for one in standing.numbers if one not in told_apart(standing)]
    yield from [f"  Unmoved: {', '.join(still)}."] if still else []
    yield from [f"  Counters: {counters_told(standing.counters)}."] if standing.counters else []
    if standing.aims:
        yield "Aims, if the game ended now:"
        yield from (f"  {_aim(one)}" for one in standing.aims)
    yield from _listed("Offers to sign", (line for one in standing.offers for line in _offer(one, sides)))
    yield from _listed("Incidents", (line for one in standing.cases for line in _case(one, sides, incident_told)))
    if standing.crisis:
        yield f"Crisis over {standing.crisis.place}: {standing.crisis.stage}."
        yield f"  {standing.crisis.parties}."
        yield from (f"  {_answer(answer)}" for answer in standing.crisis.answers)
    yield from _listed("Agreed", iter(standing.agreed)) if standing.agreed else ()
    yield from _listed("Its own acts", (done_told(beat) for beat in standing.done))
    yield from _listed("Done to it", (done_told(beat) for beat in standing.happened))
    if standing.hand:
        yield "Hand, by number, with the chances of success in 36:"
        yield from (f"  {hand_row(row)}" for row in standing.hand)


def told_apart(standing: SeatStanding) -> list[OwnNumber]:
    """Return the numbers that are told one by one: the means of the seat, and what else has moved."""
    return [one for n, one in enumerate(standing.numbers) if n < MEANS or one.moved]


def _listed(head: str, lines: Iterator[str]) -> Iterator[str]:
    """Return lines below a head, or that there are none."""
    told = list(lines)
    yield f"{head}:" if told else f"{head}: none."
    yield from (f"  {line}" for line in told)


def _number(one: OwnNumber) -> str:
    value, before = one.gauge.value, one.before
    was = f", was {before}" if value != before else ""
    why = f": {moves_told(one)}" if one.moved else ""
    return f"{one.name} {value} of {one.gauge.most}{was}{why}."


def moves_told(one: OwnNumber) -> str:
    """Return what moved a number, with the amounts: "+3 income; \u22121 Escort boats"."""
    return "; ".join(f"{signed(moved.amount)} {moved.why}" for moved in one.moved)


def _aim(aim: AimStanding) -> str:
    mean = f", mean so far {aim.mean}" if aim.mean else ""
    value = "not known" if aim.value is None else f"{aim.value}{mean}"
    return f"{aim.name}: {value}, wanted {aim.wanted}{f': {aim.grade}' if aim.grade else ''}."


def _offer(offer: OpenOffer, sides: Mapping[str, Faction]) -> Iterator[str]:
    price = f", {offer.cost}" if offer.cost else ""
    odds = f", {sum(offer.odds.bands[2:])} in 36" if offer.odds else ""
    shut = f" Yes is not open. {' '.join(offer.why)}" if offer.why else ""
    yield f"{sides[offer.by].name}: {offer.title}{price}{odds}. {' '.join(offer.text)}{shut}"


def _case(case: SeatCase, sides: Mapping[str, Faction], incident_told: IncidentTold) -> Iterator[str]:
    yield incident_told(case.incident)
    if case.duty:
        yield from (f"  {line}" for line in told(case.duty, sides[case.duty.creditor].name))
    if case.answered:
        yield f"  Answered: {case.answered[:1].lower()}{case.answered[1:]}."
    yield from (f"  {_answer(answer)}" for answer in case.answers)


def _answer(answer: CaseAnswer) -> str:
    price = f" ({answer.cost})" if answer.cost else ""
    if answer.why:
        return f"{answer.name}{price} is not open. {' '.join(answer.why)}"
    return f"{answer.name}{price}. {' '.join(answer.text)}".rstrip()


def hand_row(row: HandRow) -> str:
    """Return an action of a hand with its number, price and odds, or why it is closed."""
    price = f" ({', '.join(filter(None, (row.cost, 'focused' if row.focused else '')))})" if row.cost or row.focused else ""
    if not row.ways:
        return f"{row.number} {row.name}{price}: closed. {' '.join(row.why)}"
    return f"{row.number} {row.name}{price}: {ways_told(row)}. {brought_told(row.brings)}".rstrip()


def ways_told(row: HandRow) -> str:
    """Return the ways of ordering an action, each with its chances of success in 36; "certain" where no dice decide."""
    told = []
    for way in row.ways:
        chance = str(sum(way.odds.bands[2:])) if way.odds else "certain"
        told.append(f"{chance}, {way.label}" if way.label else chance)
    return "; ".join(told)
