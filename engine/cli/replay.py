"""`kuroshio replay`: a kept game told again from its journal, and the hash of the state that it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

import click

from engine.cli.resume import GAME, sentences
from engine.cli.table import warn_if_cold
from engine.kernel import words
from engine.kernel.play import outcome
from engine.kernel.records import OUTCOME, blank
from engine.model.readings import nearest
from engine.report.narrative import narrate
from engine.session.game import Session
from engine.session.journal import Kept, read
from engine.session.shelf import find_game, look_into

END = "## The end"


@click.command("replay")
@GAME
@click.option("--to", metavar="TURN.PHASE", help="Stop at the first question of this phase or after it, such as 3.response.")
def command(game: str, to: str | None) -> None:
    """Tell GAME, a file or the name of a kept game, from its journal: everything, the secrets of every seat among it.

    Nobody is asked anything, and nothing is written.
    """
    wanted = read_point(to) if to else None
    warn_if_cold()
    with sentences():
        kept = read(find_game(game))
        session = look_into(kept)
        if wanted is not None:
            session = stopped(kept, session, *wanted)
    for line in story(session):
        click.echo(line)
    click.echo(f"\nState: {session.fingerprint()}")


def read_point(text: str) -> tuple[int, str]:
    """A turn and a phase."""
    turn, _, phase = text.partition(".")
    if not turn.isdecimal() or int(turn) < 1:
        raise click.UsageError(f"--to {text}: no turn {turn!r}; write TURN.PHASE, for example 3.response")
    if phase not in words.PHASES:
        raise click.UsageError(f"--to {text}: no phase {phase!r}; {nearest(phase, list(words.PHASES))}")
    return int(turn), phase


def stopped(kept: Kept, session: Session, turn: int, phase: str) -> Session:
    """The game at the first question of a phase or after it; as it is where it has not come so far."""
    before = session.line_before(turn, phase)
    return session if before is None else look_into(kept, [entry for entry in kept.counted if entry.n <= before])


def story(session: Session) -> Iterator[str]:
    """The story so far; the ending only where there is one."""
    result = blank(OUTCOME)
    outcome(session.rules, session.game, session.workshop.desk, result[0])
    told = narrate(session.tables, session.log[: session.game.logged], result[0])
    return told if session.over else takewhile(lambda line: line != END, told)
