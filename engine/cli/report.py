"""`kuroshio report`: the review of a kept game, for the talk that follows it."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli.table import warn_if_cold
from engine.model.readings import nearest
from engine.report.review import Review
from engine.report.review_gather import gather
from engine.report.review_page import Page
from engine.report.review_tables import as_json, tables
from engine.session.kept import Kept, UnreadableGame, read
from engine.session.shelf import find_game
from engine.session.told import Told, tell


@click.command("report")
@click.argument("game")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The page to write; its tables go beside it, under its name."
)
@click.option(
    "--seat", "seats", multiple=True, metavar="SEAT", help="Also an edition of what this seat knew, in a folder of its name."
)
def command(game: str, out: Path, seats: tuple[str, ...]) -> None:
    """Write the review of GAME (its file, or the name of a kept one): one page that opens offline, with CSV and JSON beside it.

    The page holds all secrets. An edition for a seat holds what that seat knew, and lies in a folder to hand out whole.
    """
    warn_if_cold()
    kept = kept_at(game)
    watched = replayed(kept)
    known = list(watched.maker.seats)
    for seat in seats:
        if seat not in known:
            raise click.UsageError(f"--seat {seat}: no such seat in this game; {nearest(seat, known)}")
    for seat, page in (("", out), *((seat, out.parent / seat / out.name) for seat in dict.fromkeys(seats))):
        beside = write(gather(kept, watched, seat), watched, watched.map, page)
        click.echo(f"{page}: {f'what {seat} knew' if seat else 'everything, for control'}. Beside it {', '.join(beside)}.")


def kept_at(game: str) -> Kept:
    """Read a game. Raises UsageError with one sentence where there is none, or it is damaged."""
    try:
        return read(find_game(game))
    except OSError as error:
        wrong = (error.strerror or str(error)).lower()
        raise click.UsageError(f"{game}: cannot be read ({wrong}); name a file that `kuroshio play` has written") from None
    except UnreadableGame as error:
        raise click.UsageError(str(error)) from None


def replayed(kept: Kept) -> Told:
    """A kept game as its records tell it. Raises UsageError where it cannot have come to what they say."""
    try:
        told = tell(kept)
    except UnreadableGame as error:
        raise click.UsageError(str(error)) from None
    if kept.unplayable():
        click.echo(f"{kept.unplayable()}.", err=True)
    return told


def write(review: Review, watched: Told, folder: Path, out: Path) -> list[str]:
    """Write a page, and beside it its JSON and tables, whose names begin as its own does, so that games may share a folder.

    Returns the names of what lies beside it. Raises UsageError where they cannot be written.
    """
    page = Page(review, folder, watched.maker.sides, watched.tables.ruleset.procedure.crisis_at)
    beside = {f"{out.stem}.json": as_json(review)} | {f"{out.stem}-{name}": text for name, text in tables(review).items()}
    if out.name in beside:
        raise click.UsageError(f"{out}: a table of the review has that name; name a page, such as {out.with_suffix('.html')}")
    files = {out.name: page.html(), **beside}
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (out.parent / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{out}: cannot be written ({error.strerror}); name another file with --out") from None
    return list(beside)
