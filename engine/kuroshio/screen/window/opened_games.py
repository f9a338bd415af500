"""Games as the window uses them, and what begins and opens them: protocols, as the screen knows no session."""

from __future__ import annotations

from typing import Protocol

from kuroshio.picture.picture import Beat, Picture
from kuroshio.screen.window.state import Shelf


class CannotOpen(Exception):
    """A game cannot be begun or opened. The text says why."""


class WindowGame(Protocol):
    """A game as the window uses it: a session, for the people at this machine."""

    def picture(self) -> Picture:
        """Return the picture for the viewer; behind a curtain, the public one."""

    def waiting_for(self) -> str:
        """Return the seat that must come to the machine before more is shown; empty: none."""

    def stop(self, by: str) -> str:
        """End the game now; return a sentence if it cannot end."""

    def reveal(self, seat: str) -> None:
        """Make a seat the viewer; empty: nobody, until the next comes."""

    def has_umpire(self) -> bool:
        """Whether an umpire may come to the machine."""

    @property
    def rewound(self) -> int:
        """How often the game has gone back. After that, what was shown before may be void."""

    def beats(self) -> tuple[Beat, ...]:
        """Return what has happened since this seat last looked, and count it as told."""

    def draft(self, line: str) -> str:
        """Draft an order. Return why it was refused, or an empty text."""

    def undraft(self, index: int) -> None:
        """Take a drafted order back."""

    def commit_plan(self) -> None:
        """Commit the drafted orders. The game goes on to the next question."""

    def answer(self, line: str) -> str:
        """Answer the question. Return why it was refused, or an empty text."""

    def expect(self, seat: str, other: str, text: str) -> str:
        """Write down what a seat expects of another. Return why it was refused, or an empty text."""


class Opener(Protocol):
    """Begins and opens games. Its methods raise CannotOpen with a sentence."""

    def new(self, scenario: str, seats: tuple[str, ...], seed: int, umpire: bool) -> WindowGame:
        """Begin a game. umpire: acts wait for its ruling."""

    def open(self, path: str) -> WindowGame:
        """Open a kept game."""

    def shelf(self) -> Shelf:
        """Return what the start screen lists now."""

    def review(self, game: WindowGame) -> str:
        """Write the review of a game and open it; return a sentence with its place."""

    def project(self, game: WindowGame) -> str:
        """Open the projector of a game in a window of its own; return a sentence on it."""
