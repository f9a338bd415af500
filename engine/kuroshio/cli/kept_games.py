"""What commands on kept games share: the argument that names one, its faults as sentences, and a game that is resumed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from kuroshio.cli.shared_options import read_policies
from kuroshio.session.journal.journal_reader import read
from kuroshio.session.journal.journal_writer import UnreadableGame
from kuroshio.session.saved_games import content_of, find_game, resume
from kuroshio.session.session import Session

GAME = click.argument("game")


@contextmanager
def sentences() -> Iterator[None]:
    """What a kept game, or the disk, may refuse ends the command with its one sentence and status 2.

    An output that takes no more is no such thing, and is left to the command line.
    """
    try:
        yield
    except UnreadableGame as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        named = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        raise click.UsageError(named) from None


def resumed(game: str, policies: tuple[str, ...], curtained: bool = False) -> Session:
    """Return a resumed game. policies: as on the command line. Raises UsageError, UnreadableGame, OSError."""
    path = find_game(game)
    if not policies:
        return resume(path, curtained)
    content = content_of(read(path))
    chosen = read_policies(content, policies, only=True)
    return resume(path, curtained, chosen.words, chosen.sources)
