"""`kuroshio sheets`: the printed sheets of the present turn of a kept game, a page a seat."""

from __future__ import annotations

from pathlib import Path

import click

from kuroshio.cli.replay import read_point, stopped
from kuroshio.cli.resume import GAME, sentences
from kuroshio.cli.shared_options import OVERWRITE, Place, warn_if_cold
from kuroshio.files.outputs import NotWritten, Over, write
from kuroshio.model.likely_names import nearest
from kuroshio.report.sheets.sheet_pages import ALL_SHEETS, SLIPS, SheetPages, folder_of
from kuroshio.session.journal_reader import read
from kuroshio.session.journal_writer import SUFFIX
from kuroshio.session.refusal import Refused
from kuroshio.session.saved_games import find_game, look_into
from kuroshio.session.session import Session


@click.command("sheets")
@GAME
@click.option("--out", type=Place(), required=True, help="The folder; the sheets of each turn and phase lie in one of their own.")
@click.option(
    "--seat", "seats", multiple=True, metavar="SEAT", help="Write the sheet of this seat; else of all that people sit at."
)
@click.option(
    "--at", metavar="TURN.PHASE", help="As the game stood at this phase of a turn, such as 2.planning; else as it stands."
)
@OVERWRITE
def command(game: str, out: Path, seats: tuple[str, ...], at: str | None, overwrite: bool) -> None:
    """Write the sheets of GAME, its file or the name of a kept one, as it stands now: a page to print for each seat.

    A sheet has what its seat may know: aims with their grade so far, numbers with what moved them and why, offers, incidents
    with what is expected, the hand by number with the odds of now, and a form to cut off. A hand too long for the page stands
    on its back. Where seats are to sign or to answer, slips of half a page are written as well. Nothing is played on, and the
    game may be open elsewhere. Sheets from an earlier run are overwritten, unless somebody has changed them since.
    """
    point = read_point(at) if at else None
    warn_if_cold()
    with sentences():
        kept = read(find_game(game))
        session = look_into(kept)
        session = stopped(kept, session, *point) if point else session
    if session.over:
        raise click.UsageError(f"{game}: the game is over; `kuroshio report` writes its review, and --at names an earlier turn")
    click.echo(write_sheets(session, out, seats, overwrite))


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
