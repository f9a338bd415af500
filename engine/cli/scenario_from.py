"""`kuroshio scenario-from`: the position of a kept game as a scenario that can be edited and played."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli.resume import GAME, sentences
from engine.cli.table import warn_if_cold
from engine.files.check import load_all
from engine.files.home import find_scenario
from engine.files.read import read as read_toml
from engine.files.save import Unwritable, dumps
from engine.files.whole import aside, whole_file
from engine.kernel.records import thaw
from engine.session.game import Session
from engine.session.journal import Kept, read
from engine.session.position import scenario_at
from engine.session.shelf import find_game, look_into


@click.command("scenario-from")
@GAME
@click.option("--at", "turn", type=click.IntRange(1), required=True, help="The turn at whose start the scenario begins.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The new scenario file.")
def command(game: str, turn: int, out: Path) -> None:
    """Write the position of GAME at the start of a turn as a scenario: tracks, counters, injects still to come.

    It holds the truth as control knows it. What is drawn anew for each game stays so.
    """
    if out.exists():
        raise click.UsageError(f"--out {out}: is there already; name a new file")
    if out.suffix != ".toml":
        raise click.UsageError(f"--out {out}: a scenario is a TOML file; write {out.with_suffix('.toml')}")
    if not out.parent.is_dir():
        raise click.UsageError(f"--out {out}: there is no folder {out.parent}; name one that is there")
    warn_if_cold()
    with sentences():
        kept = read(find_game(game))
        write(kept, look_into(kept), turn, out)
    click.echo(f"{out}: play it with `kuroshio run {out}`, or edit it first and `kuroshio check {out}`.")


def write(kept: Kept, session: Session, turn: int, out: Path) -> None:
    """Write the scenario, if it is sound, whole or not at all. Raises FaultyFiles, UsageError, OSError."""
    if turn not in session.turns or turn > session.tables.scenario.turns:
        raise click.UsageError(f"--at {turn}: the game has come to turn {session.turn}; name a turn up to it")
    file = read_toml(find_scenario(kept.scenario)).tables
    try:
        text = dumps(scenario_at(file, session.tables, thaw(session.turns[turn]), turn))
    except Unwritable as error:
        raise click.UsageError(f"{kept.scenario}: {error}; write that part of the scenario more plainly") from None
    with whole_file(out) as stream:
        stream.write(text.encode())
        stream.flush()
        load_all(aside(out), Path(kept.rules) if kept.rules else None)
