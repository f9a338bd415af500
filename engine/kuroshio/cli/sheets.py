"""`kuroshio sheets`: the printed sheets of the present turn of a kept game, a page a seat."""

from __future__ import annotations

from pathlib import Path

import click

from kuroshio.cli.kept_games import GAME, sentences
from kuroshio.cli.replay import read_point, stopped
from kuroshio.cli.shared_options import OVERWRITE, Place, warn_if_cold
from kuroshio.cli.sheet_files import write_sheets
from kuroshio.kernel.state import codes
from kuroshio.session.journal.journal_reader import read
from kuroshio.session.saved_games import find_game, look_into


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
    point = read_point(at, "--at") if at else None
    warn_if_cold()
    with sentences():
        kept = read(find_game(game))
        session = look_into(kept)
        now = session.turn, session.play.phase
        if point and (point[0], codes.PHASES.index(point[1])) > (now[0], codes.PHASES.index(now[1])):
            raise click.UsageError(f"--at {at}: the game has come to {now[0]}.{now[1]}; name that or an earlier phase")
        session = stopped(kept, session, *point) if point else session
    if session.over:
        raise click.UsageError(f"{game}: the game is over; `kuroshio report` writes its review, and --at names an earlier turn")
    click.echo(write_sheets(session, out, seats, overwrite))
