"""A question to a seat: the game stops until it is answered."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.state.game_records import Game


@part
def ask(game: Game, question: int, seat: int, subject: int) -> None:
    """Stop here until `seat` has answered a question about `subject`."""
    game.asking, game.seat, game.subject = question, seat, subject
