"""The sheets of a turn as HTML for print: a file for each seat and one with all of them, without scripts and network access."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import evolve
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kuroshio.kernel.play_lines import ANSWERS
from kuroshio.picture.standing import SeatStanding
from kuroshio.report.sheets.answer_slip import slip_of
from kuroshio.report.sheets.turn_sheet import (
    FRONT_COLUMNS,
    SheetMaker,
    TurnSheet,
    back_of,
    columns,
    orders_due,
)
from kuroshio.session.advance_answers import RESPOND, SIGN
from kuroshio.session.room_clock import BEFORE_LOCK, LOCK
from kuroshio.session.session import Session

NO, _ = ANSWERS
ALL_SHEETS, SLIPS = "all.html", "slips.html"


def ink(color: str) -> str:
    """Return the colour of a letter that can be read on a ground: dark or white. color: #rrggbb.

    >>> ink("#f0e442"), ink("#0072b2")
    ('#101a2c', '#ffffff')
    """
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return "#101a2c" if red * 0.3 + green * 0.59 + blue * 0.11 > 140 else "#ffffff"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(ink=ink)
    return environment


class SheetPages:
    """Lays out the sheets of a session as it stands."""

    def __init__(self, session: Session):
        self.session, tables = session, session.tables
        clock = session.clock.shown() if session.standings.planning() else None
        ends = (clock.due or (clock.ends if clock.phase in (*BEFORE_LOCK, LOCK) else 0)) if clock else 0
        due = session.clock.hour_told(ends) if ends else ""
        self.maker = SheetMaker(
            {faction.id: faction for faction in tables.ruleset.factions}, {area.id: area.name for area in tables.board.areas}, due
        )
        self.environment = _environment()

    def pages(self, seats: Iterable[str]) -> dict[str, str]:
        """Return the sheets by the names of their files: one for each seat, one with all, and slips where there are any."""
        sheets = {seat: self.maker.sheet(self.session.standings.of(seat)) for seat in seats}
        pages = {f"{seat}.html": self._lay_out(sheet.standing.name, [sheet]) for seat, sheet in sheets.items()}
        unasked = (self.maker.sheet(self._unanswered(seat, sheet.standing)) for seat, sheet in sheets.items())
        slips = [slip for sheet in unasked if (slip := slip_of(sheet))]
        beside = {SLIPS: self._lay_out("slips", slips, "slips.html")} if slips else {}
        return {ALL_SHEETS: self._lay_out("every seat", list(sheets.values())), **beside, **pages}

    def _unanswered(self, seat: str, standing: SeatStanding) -> SeatStanding:
        """Return where a seat stands without what it has signed or answered in advance, so that no slip asks for that again.

        A yes that is not open is asked for after all.
        """
        held = self.session.advance_answers.held(seat)
        signed = {(one.of, one.act): one.answer for one in held if one.question == SIGN}
        answered = {one.incident for one in held if one.question == RESPOND}
        offers = []
        for offer in standing.offers:
            alone = sum(one.by == offer.by for one in standing.offers) == 1
            given = signed.get((offer.by, offer.act)) or (signed.get((offer.by, "")) if alone else "")
            if not given or (given != NO and offer.why):
                offers.append(offer)
        cases = tuple(case for case in standing.cases if case.incident.number + 1 not in answered)
        return evolve(standing, offers=tuple(offers), cases=cases)

    def _lay_out(self, heading: str, sheets: Sequence[TurnSheet], template: str = "turn_sheets.html") -> str:
        tables = self.session.tables
        return self.environment.get_template(template).render(
            title=tables.scenario.name,
            title_ja=tables.scenario.name_ja,
            heading=heading,
            sheets=sheets,
            levels=sorted(tables.ruleset.levels, key=lambda level: level.rank),
            columns=columns,
            front_columns=FRONT_COLUMNS,
            orders_due=orders_due,
            back_of=back_of,
            printed="Odds and prices as the game stands now.",
        )


def folder_of(session: Session) -> str:
    """Return the name of the folder for the sheets of the present turn and phase."""
    return f"turn_{session.turn}_{session.play.phase}"
