"""`kuroshio replay`: tells a kept game from its journal, with the hash of its state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

import click
from attrs import evolve

from kuroshio.cli.journal import listing
from kuroshio.cli.kept_games import GAME, sentences
from kuroshio.cli.shared_options import warn_if_cold
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import thaw
from kuroshio.model.likely_names import nearest
from kuroshio.model.typed_numbers import whole
from kuroshio.report.narrative import narrate
from kuroshio.session.journal.journal_reader import KeptGame, read
from kuroshio.session.journal.line_kinds import MOVES
from kuroshio.session.saved_games import find_game, look_into
from kuroshio.session.session import Session
from kuroshio.session.told_game import ToldGame, drawn_in, untold

END = "## The end"


@click.command("replay")
@GAME
@click.option("--to", metavar="TURN.PHASE", help="Stop at the first question of this phase or after it, such as 3.response.")
def command(game: str, to: str | None) -> None:
    """Tell GAME, a file or the name of a kept game, from its journal, with the secrets of every seat.

    Nothing is asked, and nothing is written. A game of this version of the kernel is also played again, and must come out as
    recorded; one of another version is told from its records.
    """
    wanted = read_point(to) if to else None
    warn_if_cold()
    with sentences():
        for line in told(read(find_game(game)), wanted):
            click.echo(line)


def read_point(text: str, option: str = "--to") -> tuple[int, str]:
    """Return the turn and phase of an option's text. Raises click.UsageError."""
    number, _, phase = text.partition(".")
    turn = whole(number, 1)
    if turn is None:
        raise click.UsageError(f"{option} {text}: {number!r} is not a turn; write TURN.PHASE, for example 3.response")
    if phase not in codes.PHASES:
        raise click.UsageError(f"{option} {text}: no phase {phase!r}; {nearest(phase, list(codes.PHASES))}")
    return turn, phase


def told(kept: KeptGame, wanted: tuple[int, str] | None) -> Iterable[str]:
    """The lines that tell a kept game. Raises UnreadableGame."""
    if not kept.unplayable():
        session = look_into(kept)
        part = stopped(kept, session, *wanted) if wanted else session
        drawn = drawn_in(kept, session.tables, session.playbook, session.over)
        return story(part, part is not session, drawn)
    if kept.content is None:
        click.echo(f"{untold(kept)}. Its list follows.", err=True)
        return listing(kept, None, None)
    click.echo(f"{kept.unplayable()}.", err=True)
    part_of = cut(kept, *wanted) if wanted else kept
    return story(ToldGame(part_of), len(part_of.counted) < len(kept.counted))


def stopped(kept: KeptGame, session: Session, turn: int, phase: str) -> Session:
    """The game at the first question of a phase or after it; as it is where it has not come so far."""
    before = session.history.line_before(turn, phase)
    return session if before is None else look_into(kept, [entry for entry in kept.counted if entry.n <= before])


def cut(kept: KeptGame, turn: int, phase: str) -> KeptGame:
    """The acts before the one that comes to a phase of a turn; all of them where the game has not come so far."""
    place = codes.PHASES.index
    moves = (entry for entry in kept.counted if entry.kind in MOVES)
    later = (entry.n for entry in moves if (entry["turn"], place(entry["phase"])) >= (turn, place(phase)))
    first = next(later, kept.entries[-1].n + 1)
    return evolve(kept, counted=tuple(entry for entry in kept.counted if entry.n < first))


def story(game: Session | ToldGame, midway: bool = False, drawn: Mapping[str, str] = {}) -> Iterator[str]:
    """The story so far, whose aims were met at its end or where it stopped, and the hash of the state. midway: it goes on.

    drawn: by seat the doctrine that it drew from its mix, which is told at the end.
    """
    judged = None if midway else game.judged()
    first = game.turns[1]
    opening = (thaw(first) if isinstance(first, bytes) else first).track
    outcome = judged.outcome(game.rules) if judged else game.result()
    lines = narrate(game.tables, game.log[: game.game.logged], outcome, opening, judged, drawn)
    yield from lines if judged else takewhile(lambda line: line != END, lines)
    yield f"\nState: {game.fingerprint()}"
