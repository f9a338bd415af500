"""`kuroshio scenario-from`: writes the position of a kept game as a scenario that can be edited and played."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click
from attrs import evolve

from kuroshio.api.scenarios import Scenario
from kuroshio.cli.kept_games import GAME, sentences
from kuroshio.cli.shared_options import Place, Whole, warn_if_cold
from kuroshio.files import outputs
from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import FaultyFiles, shown
from kuroshio.files.loader import find_map
from kuroshio.files.pack import below
from kuroshio.files.toml_file import read as read_toml
from kuroshio.files.toml_writer import Unwritable, dumps
from kuroshio.session.agreements import STANDS, agreements_in
from kuroshio.session.journal.journal_reader import KeptGame, read
from kuroshio.session.saved_games import content_of, find_game
from kuroshio.session.scenario_export import scenario_at
from kuroshio.session.told_game import ToldGame, tell


@click.command("scenario-from")
@GAME
@click.option("--at", "turn", type=Whole(1, 10**6), required=True, help="The turn at whose start the scenario begins.")
@click.option("--out", type=Place("mine.toml"), required=True, help="The new scenario file.")
def command(game: str, turn: int, out: Path) -> None:
    """Write the position of GAME at the start of a turn as a scenario: tracks, counters, injects still to come.

    The file holds the truth as control knows it. Tracks that are drawn for each game are drawn again. Maps and rules that are not
    shipped are written beside it; so are agreements in force, as lines of control, because a scenario has no place for them.
    """
    if out.exists():
        raise click.UsageError(f"--out {out}: already exists; name a new file")
    if out.suffix != ".toml":
        raise click.UsageError(f"--out {out}: a scenario is a TOML file; write {out.with_suffix('.toml')}")
    if not out.parent.is_dir():
        raise click.UsageError(f"--out {out}: there is no folder {out.parent}; name an existing one")
    warn_if_cold()
    with sentences():
        kept = read(find_game(game))
        content = content_of(kept)
        rules = write(kept, tell(kept), content, turn, out)
        promised = promises(kept, turn)
    own = f" --rules {rules}" if rules else ""
    click.echo(f"{out}: play it with `kuroshio run {out}{own}`, or edit it first and `kuroshio check {out}{own}`.")
    if promised:
        count = "One agreement is in force" if len(promised) == 1 else f"{len(promised)} agreements are in force"
        click.echo(f"{count}; in the new game the line of control `read {promises_of(out)}` enters them again.")


def write(kept: KeptGame, told: ToldGame, content: Scenario, turn: int, out: Path) -> Path | None:
    """Write the scenario, and what it needs to be played from its place; the folder of its rules, if they are its own.

    It is checked first: one that is not sound is not written. Raises FaultyFiles, UsageError, OSError.
    """
    if turn not in told.turns or turn > told.tables.scenario.turns:
        raise click.UsageError(f"--at {turn}: the game has only come to turn {told.turn}; name a turn up to that")
    file = read_toml(content.places.scenario).tables
    try:
        text = dumps(scenario_at(file, told.tables, told.turns[turn], turn)).encode()
    except Unwritable as error:
        raise click.UsageError(f"{kept.scenario}: {error}; write that part of the scenario more plainly") from None
    check(text, content, out)
    rules = None if same_files(content.places.rules, data_folder("rules")) else out.with_name(f"{out.stem}_rules")
    files = {out.name: text, **beside(content, out)}
    if rules:
        files |= {f"{rules.name}/{name}": data for name, data in files_in(content.places.rules).items()}
    promised = promises(kept, turn)
    if promised:
        files[promises_of(out).name] = "".join(f"{line}\n" for line in promised).encode()
    outputs.write(out.parent, files, outputs.Over.NOTHING, private=True)
    return rules


def promises_of(out: Path) -> Path:
    """The file of the agreements beside a scenario."""
    return out.with_name(f"{out.stem}_promises.txt")


def promises(kept: KeptGame, turn: int) -> list[str]:
    """The agreements that stood as a turn began, as lines of control for a game that begins there."""
    before = [entry for entry in kept.counted if int(entry.get("turn") or 0) < turn]
    lines = []
    for one in agreements_in(before, turn):
        until = f" until {one.expires - turn + 1}" if one.expires else ""
        if one.state == STANDS:
            lines.append(
                f"agree {','.join(one.parties)}{until}{'' if one.public else ' secretly'}: {' '.join(one.terms.split())}"
            )
    return lines


def beside(content: Scenario, out: Path) -> dict[str, bytes]:
    """The files of the map, if the scenario would not find that very map from its place. Raises UsageError, OSError."""
    name = content.tables.scenario.map
    found = find_map(name, out.parent)
    if found is not None and same_files(found, content.places.map):
        return {}
    if found is not None:
        raise click.UsageError(f"--out {out}: the map {name} there differs from the game's; name another folder")
    return {f"{name}/{inner}": data for inner, data in files_in(content.places.map).items()}


def files_in(folder: Path) -> dict[str, bytes]:
    """What a game reads of a folder, by name. Raises OSError."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in below(folder)}


def same_files(one: Path, other: Path) -> bool:
    """Whether a game reads the same in two folders. Raises OSError."""
    return one == other or files_in(one) == files_in(other)


def check(text: bytes, content: Scenario, out: Path) -> None:
    """Check a scenario before it is written, on the map that it would find from its place. Raises FaultyFiles, OSError."""
    with TemporaryDirectory() as aside:
        trial = Path(aside) / out.name
        trial.write_bytes(text)
        try:
            Scenario.read(trial, content.places.rules, find_map(content.tables.scenario.map, out.parent) or content.places.map)
        except FaultyFiles as error:
            there = {shown(trial): shown(out)}
            raise FaultyFiles([evolve(fault, file=there.get(fault.file, fault.file)) for fault in error.faults]) from None
