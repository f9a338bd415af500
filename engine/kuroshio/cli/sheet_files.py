"""Writes the sheets of a turn into a folder, for the command `sheets`, for control's line and for the umpire's key."""

from __future__ import annotations

from pathlib import Path

import click

from kuroshio.files.outputs import NotWritten, Over, write
from kuroshio.model.likely_names import nearest
from kuroshio.report.sheets.sheet_pages import ALL_SHEETS, SLIPS, SheetPages, folder_of
from kuroshio.session.journal.journal_writer import SUFFIX
from kuroshio.session.refusal import Refused
from kuroshio.session.session import Session


def write_sheets(session: Session, out: Path, seats: tuple[str, ...] = (), overwrite: bool = False) -> str:
    """Write the sheets of a session as it stands into a folder below `out`; a sentence on what lies where.

    Raises UsageError with one sentence.
    """
    known = [seat.faction for seat in session.tables.scenario.seats]
    for seat in seats:
        if seat not in known:
            raise click.UsageError(f"--seat {seat}: no such seat in this game; {nearest(seat, known)}")
    wanted = [seat for seat in known if seat in (seats or session.people or known)]
    folder = out / folder_of(session)
    pages = SheetPages(session).pages(wanted)
    try:
        write(folder, {name: text.encode("utf-8", "replace") for name, text in pages.items()}, Over.said(overwrite), private=True)
    except NotWritten as error:
        raise click.UsageError(str(error)) from None
    slips = f" {SLIPS} beside it has slips of half a page." if SLIPS in pages else ""
    return f"{folder / ALL_SHEETS} has all sheets to print; each seat's alone lies beside it.{slips} They hold secrets."


def sheets_beside(session: Session) -> str:
    """Write the sheets of a session into a folder beside its game; a sentence on what lies where. Raises Refused."""
    path = session.journal.path
    if path is None:
        raise Refused("This game is not kept in a file, so there is no folder for its sheets.")
    if session.over:
        raise Refused("The game is over; there is no turn to print sheets for.")
    try:
        return write_sheets(session, path.parent / f"{path.name.removesuffix(SUFFIX)}-sheets")
    except click.UsageError as error:
        raise Refused(f"The sheets cannot be written: {error.message}.") from None
