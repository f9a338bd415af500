"""`kuroshio show`: opens the projector's window, which reads only the public journal of a game."""

from __future__ import annotations

import time
from pathlib import Path

import click

from kuroshio.cli.play import ground_in, ground_of
from kuroshio.cli.resume import GAME, sentences
from kuroshio.files.loader import find_map
from kuroshio.files.pack import BadPack
from kuroshio.picture.picture import Beat, Picture
from kuroshio.screen.drawing.fonts import FontMissing
from kuroshio.screen.window.display import NoDisplay
from kuroshio.screen.window.settings import load_settings
from kuroshio.screen.window.state import Ground
from kuroshio.screen.window.window import Window
from kuroshio.session.public_journal import latest, map_beside, public_map
from kuroshio.session.saved_games import PUBLIC, find_game, public_path

EVERY = 0.25  # seconds between looks at the file


class Follower:
    """The public pictures of a game, as the file tells them; it takes no orders."""

    rewound = 0  # nothing is told one by one that going back would make void

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

    def waiting_for(self) -> str:
        """Return nobody: the projector has no seat."""
        return ""

    def reveal(self, seat: str) -> None:
        """Nothing to reveal."""

    def has_umpire(self) -> bool:
        """None that comes here."""
        return False

    def beats(self) -> tuple[Beat, ...]:
        """Nothing is told one by one: the window shows the latest news."""
        return ()

    def draft(self, line: str) -> str:
        """Orders are given elsewhere."""
        return "The projector takes no orders."

    def undraft(self, index: int) -> None:
        """Nothing to take out."""

    def commit_plan(self) -> None:
        """Nothing to commit."""

    def answer(self, line: str) -> str:
        """Answers are given elsewhere."""
        return "The projector takes no answers."

    def stop(self, by: str) -> str:
        """A game is ended elsewhere."""
        return "The projector cannot end a game."

    def expect(self, seat: str, other: str, text: str) -> str:
        """Expectations are secret."""
        return "The projector takes no expectations."


@click.command("show")
@GAME
def command(game: str) -> None:
    """Show the public picture of GAME (its file, or its public journal) and follow the game."""
    with sentences():
        path = Path(game) if game.endswith(PUBLIC) else public_path(find_game(game))
    try:
        picture = latest(path)
    except (OSError, ValueError):
        picture = None
    if picture is None:
        raise click.UsageError(f"{path}: is not the public journal of a game; `kuroshio play` writes one")
    follower = Follower(path, picture)
    try:
        window = Window(load_settings(), lambda name: ground_for(path, name), game=follower, projector=True)
    except (NoDisplay, FontMissing) as error:
        raise click.UsageError(str(error)) from None
    follow(window, follower)


def ground_for(path: Path, name: str) -> Ground:
    """The map of a game: that beside its public journal, else a shipped one. Raises FaultyFiles, UsageError."""
    try:
        own = public_map(path)
    except (BadPack, OSError):
        raise click.UsageError(f"{map_beside(path)}: is not a map; resume the game once, which writes it anew") from None
    if own is None and find_map(name) is None:
        raise click.UsageError(f"{path}: its map {name!r} is not here; resume the game once, which puts it beside this file")
    return ground_of(name) if own is None else ground_in(own)


def follow(window: Window, follower: Follower) -> None:
    """Run the window, looking at the file now and then."""
    looked = 0.0

    def look() -> None:
        nonlocal looked
        if time.monotonic() - looked > EVERY:
            looked = time.monotonic()
            if follower.moved():
                window.refresh()

    window.run(look)
