"""`kuroshio show`: opens the projector's window, which reads only the public journal of a game."""

from __future__ import annotations

from pathlib import Path

import click

from kuroshio.cli.kept_games import sentences
from kuroshio.cli.play import ground_in, ground_of
from kuroshio.files.loader import find_map
from kuroshio.files.pack import BadPack
from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.fonts import FontMissing
from kuroshio.screen.projector.projector import Projector
from kuroshio.screen.window.display import NoDisplay
from kuroshio.screen.window.settings import load_settings
from kuroshio.screen.window.state import Ground
from kuroshio.session.public_journal import latest, map_beside, public_map
from kuroshio.session.saved_games import PUBLIC, find_game, newest_public, public_path


class Follower:
    """The public pictures of a game, as its public journal tells them."""

    def __init__(self, path: Path, picture: Picture):
        self.path, self.shown, self.size = path, picture, path.stat().st_size

    def moved(self) -> bool:
        """Whether the file has grown or begun anew since the last look."""
        size = self.path.stat().st_size if self.path.exists() else self.size
        if size == self.size:
            return False
        self.size = size
        self.shown = latest(self.path) or self.shown
        return True

    def picture(self) -> Picture:
        """The last public picture."""
        return self.shown


@click.command("show")
@click.argument("game", required=False)
def command(game: str | None) -> None:
    """Show the public picture of GAME on a projector and follow the game. Without GAME it is the newest one.

    GAME is a file, the name of a kept game, or its public journal. `?` in the window shows the keys.
    """
    with sentences():
        path = public_of(game)
    try:
        picture = latest(path)
    except (OSError, ValueError):
        picture = None
    if picture is None:
        raise click.UsageError(f"{path}: is not the public journal of a game; `kuroshio play` writes one")
    try:
        projector = Projector(load_settings(), lambda name: ground_for(path, name), Follower(path, picture))
    except (NoDisplay, FontMissing) as error:
        raise click.UsageError(str(error)) from None
    projector.run()


def public_of(game: str | None) -> Path:
    """The public journal of a game as it is typed, or of the newest one. Raises UnreadableGame, UsageError."""
    if game is not None:
        return Path(game) if game.endswith(PUBLIC) else public_path(find_game(game))
    newest, folder = newest_public()
    if newest is None:
        raise click.UsageError(f"no game has begun yet in {folder}; begin one with `kuroshio play`, or name a GAME")
    return newest


def ground_for(path: Path, name: str) -> Ground:
    """The map of a game: that beside its public journal, else a shipped one. Raises FaultyFiles, UsageError."""
    try:
        own = public_map(path)
    except (BadPack, OSError):
        raise click.UsageError(f"{map_beside(path)}: is not a map; resume the game once, which writes it anew") from None
    if own is None and find_map(name) is None:
        raise click.UsageError(f"{path}: its map {name!r} is not here; resume the game once, which puts it beside this file")
    return ground_of(name) if own is None else ground_in(own)
