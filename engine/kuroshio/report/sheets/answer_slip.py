"""The slip of half a page on which a seat signs and answers: what a turn sheet has of it, in larger type."""

from __future__ import annotations

from attrs import evolve

from kuroshio.report.sheets.sheet_fit import HALF, TYPE
from kuroshio.report.sheets.turn_sheet import HandPlace, TurnSheet, open_high

SLIP_SIZES = (1.3, 1.2, 1.1, 1.0, 0.94, 0.88, 0.82, 0.76)
SLIP_ROOM = 190.0  # millimetres: two columns of half a page, with what boxes leave at the foot of the first


def slip_of(sheet: TurnSheet) -> TurnSheet | None:
    """Return what a seat has to sign or to answer, for half a page; None where there is nothing."""
    cases = tuple(case for case in sheet.cases if case.answers)
    crisis = sheet.crisis if sheet.crisis and sheet.crisis.answers else None
    slip = evolve(sheet, cases=cases, crisis=crisis, agreed=(), done=(), happened=(), hand=(), place=HandPlace.BACK)
    if not slip.cases and not slip.offers and not slip.crisis:
        return None
    sizes = [TYPE * scale for scale in SLIP_SIZES]
    return evolve(slip, size=next((size for size in sizes if open_high(slip, HALF, size) <= SLIP_ROOM), sizes[-1]))
