"""The files of a review: a page, its tables, and what is said where they cannot be made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kuroshio.files.outputs import NotWritten, Over, write
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.review import Review
from kuroshio.report.review.review_page import Page
from kuroshio.report.review.review_tables import as_json, tables
from kuroshio.session.journal_reader import KeptGame, UnreadableGame, read
from kuroshio.session.saved_games import find_game
from kuroshio.session.told_game import ToldGame, tell


def write_review(game: str, out: Path) -> Path:
    """Write control's review of a kept game, its tables beside it, over what an earlier one wrote; the page.

    Raises UsageError with one sentence.
    """
    kept = kept_at(game)
    watched = replayed(kept)
    page = edition(gather(kept, watched), watched, watched.map, out)
    with refused():
        files = {name: text.encode("utf-8", "replace") for name, text in page.items()}
        write(out.parent, files, Over.said(False), private=True)
    return out


@contextmanager
def refused() -> Iterator[None]:
    """What cannot be written ends the command with its one sentence and status 2."""
    try:
        yield
    except NotWritten as error:
        raise click.UsageError(str(error)) from None


def kept_at(game: str) -> KeptGame:
    """Read a game. Raises UsageError with one sentence if it is missing or damaged."""
    try:
        return read(find_game(game))
    except OSError as error:
        wrong = (error.strerror or str(error)).lower()
        raise click.UsageError(f"{game}: cannot be read ({wrong}); name a file that `kuroshio play` has written") from None
    except UnreadableGame as error:
        raise click.UsageError(str(error)) from None


def replayed(kept: KeptGame) -> ToldGame:
    """A kept game as its records tell it. Raises UsageError where it cannot have come to what they say."""
    try:
        told = tell(kept)
    except UnreadableGame as error:
        raise click.UsageError(str(error)) from None
    if kept.unplayable():
        click.echo(f"{kept.unplayable()}.", err=True)
    return told


def edition(review: Review, watched: ToldGame, folder: Path, out: Path) -> dict[str, str]:
    """A page, its JSON and tables by name: all names begin as the page's does, so that games may share a folder.

    Raises UsageError where the page has the name of one of its tables.
    """
    page = Page(review, folder, watched.maker.sides, watched.tables.ruleset.procedure.crisis_at)
    beside = {f"{out.stem}.json": as_json(review)} | {f"{out.stem}-{name}": text for name, text in tables(review).items()}
    if out.name in beside:
        raise click.UsageError(f"{out}: a table of the review has that name; name a page, such as {out.with_suffix('.html')}")
    return {out.name: page.html(), **beside}
