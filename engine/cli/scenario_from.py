"""`kuroshio scenario-from`: the position of a kept game as a scenario that can be edited and played."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click
from attrs import evolve

from engine.cli.resume import GAME, sentences
from engine.cli.table import Place, Whole, warn_if_cold
from engine.files import outputs
from engine.files.check import load_all
from engine.files.faults import FaultyFiles, shown
from engine.files.load import find_map
from engine.files.read import read as read_toml
from engine.files.save import Unwritable, dumps
from engine.session.kept import Kept, read
from engine.session.position import scenario_at
from engine.session.shelf import Content, content_of, find_game
from engine.session.told import Told, tell


@click.command("scenario-from")
@GAME
@click.option("--at", "turn", type=Whole(1, 10**6), required=True, help="The turn at whose start the scenario begins.")
@click.option("--out", type=Place("mine.toml"), required=True, help="The new scenario file.")
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
        content = content_of(kept)
        write(kept, tell(kept), content, turn, out)
    click.echo(f"{out}: play it with `kuroshio run {out}`, or edit it first and `kuroshio check {out}`.")


def write(kept: Kept, told: Told, content: Content, turn: int, out: Path) -> None:
    """Write the scenario and check it; one that is not sound is not written. Raises FaultyFiles, UsageError, OSError."""
    if turn not in told.turns or turn > told.tables.scenario.turns:
        raise click.UsageError(f"--at {turn}: the game has come to turn {told.turn}; name a turn up to it")
    file = read_toml(content.scenario).tables
    try:
        text = dumps(scenario_at(file, told.tables, told.turns[turn], turn)).encode()
    except Unwritable as error:
        raise click.UsageError(f"{kept.scenario}: {error}; write that part of the scenario more plainly") from None
    check(text, content, out)
    outputs.write(out.parent, {out.name: text}, outputs.Over.NOTHING, private=True)


def check(text: bytes, content: Content, out: Path) -> None:
    """Check a scenario before it is written, on the map that it would find from its place. Raises FaultyFiles, OSError."""
    with TemporaryDirectory() as aside:
        trial = Path(aside) / out.name
        trial.write_bytes(text)
        try:
            load_all(trial, content.rules, find_map(content.tables.scenario.map, out.parent) or content.map)
        except FaultyFiles as error:
            there = {shown(trial): shown(out)}
            raise FaultyFiles([evolve(fault, file=there.get(fault.file, fault.file)) for fault in error.faults]) from None
