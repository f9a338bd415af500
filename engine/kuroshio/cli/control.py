"""`kuroshio control`: runs a game from a keyboard or a script, a line for each order, ruling, inject or note."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

import click
from click.core import ParameterSource

from kuroshio.api.scenarios import load
from kuroshio.cli import interrupts
from kuroshio.cli.kept_games import resumed, sentences
from kuroshio.cli.shared_options import POLICY, RULES, Whole, people_of, read_policies, warn_if_cold
from kuroshio.cli.sheet_files import sheets_beside
from kuroshio.disk.texts import NotText, decoded, lines_of
from kuroshio.files.checks.check_map_shapes import refuse_broken
from kuroshio.session import saved_games
from kuroshio.session.game_names import new_place
from kuroshio.session.journal.journal_reader import NotKept
from kuroshio.session.lines.control_lines import PARTS, Control, manual
from kuroshio.session.lines.scripts import ScriptReading
from kuroshio.session.refusal import Refused, sentence
from kuroshio.session.session import Session

DONE = "Done."  # the answer to a line without an answer of its own
EMPTY = "has no line of control; the line `help` lists them"


class ScriptRefused(click.ClickException):
    """A refused line of a script: it ends the command with its sentence and status 2, without the usage text."""

    exit_code = 2


@click.command("control")
@click.argument("game")
@click.option("--new", "scenario", metavar="SCENARIO", help="Begin GAME, a new file or name, as a game of this scenario.")
@click.option("--seat", "seats", multiple=True, metavar="SEAT", help="With --new: a seat of people; default: all possible.")
@click.option("--seed", type=Whole(0, 2**64 - 1), default=1, show_default=True, help="With --new: the seed.")
@click.option("--umpire/--no-umpire", default=True, show_default=True, help="With --new: whether acts wait for a ruling.")
@click.option("--by", default="umpire", show_default=True, help="The name of who rules, for the journal.")
@click.option("--script", type=click.File("r", encoding="utf-8"), default="-", help="Lines of control; default: the keyboard.")
@POLICY
@RULES
def command(
    game: str,
    scenario: str | None,
    seats: tuple[str, ...],
    seed: int,
    umpire: bool,
    by: str,
    script: TextIO,
    policies: tuple[str, ...],
    rules: Path | None,
) -> None:
    """Run GAME by lines of control: orders, answers, rulings, injects, notes, undo (the line `help` lists them).

    Refused lines of a script are listed with their numbers, and lines that depend on them are skipped; the others are carried
    out. The status is then 2.
    """
    refuse_without_new(scenario)
    warn_if_cold()
    lines: Iterable[str] = script
    if not script.isatty():
        lines = as_they_come(script) if is_pipe(script) else whole(script)
    with sentences():
        session = begin(game, scenario, seats, policies, seed, umpire, rules) if scenario else resumed(game, policies)
        try:
            tell_where(session)
            run(Control(session, by), lines, script.isatty(), is_pipe(script))
        except UnicodeDecodeError:
            raise click.UsageError(f"--script {script.name}: is not UTF-8 text; save it as UTF-8") from None
        except KeyboardInterrupt:
            interrupts.caught()
            interrupts.say(f"Interrupted; what was carried out is kept: continue with `kuroshio control {session.journal.path}`")
            sys.exit(interrupts.status())
        finally:
            session.close()


def refuse_without_new(scenario: str | None) -> None:
    """Refuse what says how a game begins where none does: a kept game has begun with its own. Raises UsageError."""
    ctx = click.get_current_context()
    given = [
        name for name in ("seats", "seed", "umpire", "rules")
        if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
    ]  # fmt: skip
    if scenario is None and given:
        option = next(parameter.opts[0] for parameter in ctx.command.params if parameter.name == given[0])
        raise click.UsageError(f"{option} is for a new game; without --new a kept game continues as it was begun")


def tell_where(session: Session) -> None:
    """Say where the game is kept, and who reads the public part of it."""
    path = session.journal.path
    assert path is not None
    click.echo(f"Kept in {path}. {saved_games.projector_told(path)}")
    show(session.clock.time_told())
    show(f"{fault}; its doctrine decides." for fault in session.others.failed.values())


def is_pipe(script: TextIO) -> bool:
    """Whether somebody may wait at the other end for the answer to a line before the next is written."""
    try:
        mode = os.fstat(script.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def as_they_come(script: TextIO) -> Iterator[str]:
    """Yield the lines of a pipe as they come. Raises UsageError on a line that is not text, or if none comes."""
    said = False
    for number, line in enumerate(open(script.fileno(), "rb", closefd=False), 1):  # noqa: SIM115
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise click.UsageError(
                f"--script {script.name}: line {number} is not a UTF-8 text; the lines before it are kept"
            ) from None
        said = said or bool(text.strip())
        yield text
    if not said:
        raise click.UsageError(f"--script {script.name}: {EMPTY}")


def whole(script: TextIO) -> list[str]:
    """Read all lines of a script before anything begins. Raises UsageError on a file that is not a script."""
    try:
        lines = lines_of(decoded(script.buffer.read()))
    except NotText as error:
        raise click.UsageError(f"--script {script.name}:{error.line}: {error}") from None
    if not any(line.strip() for line in lines):
        raise click.UsageError(f"--script {script.name}: {EMPTY}")
    return lines


def begin(
    game: str, scenario: str, seats: tuple[str, ...], policies: tuple[str, ...], seed: int, umpire: bool, rules: Path | None
) -> Session:
    """A new game. Raises UsageError on a seat that there is not, NotKept where it cannot be kept."""
    own = str(rules) if rules else ""
    path = new_place(game, saved_games.games_folder()) if game != "-" else None
    content = load(scenario, own)
    refuse_broken(content.places.map)  # the projector and the review draw it, and this is the time to hear of it
    chosen = read_policies(content, policies, only=True)
    people = people_of(content.tables, seats, scenario) or saved_games.seats_for_people(content.tables)
    place = saved_games.new_path(content.tables.scenario.id, datetime.now()) if game == "-" else path
    return saved_games.start(content, scenario, own, people, tuple(chosen.words.items()), seed, place, umpire, chosen.sources)


def run(control: Control, lines: Iterable[str], asking: bool, answering: bool = False) -> None:
    """Carry out lines until there are no more, or `quit`. asking: somebody types, who puts right what is refused.

    Of a script the lines that cannot be carried out are told at once; what does not depend on them goes on. answering: a
    program may wait for an answer to each line, so that one with nothing to tell is answered too. Raises Refused.
    """
    show(control.standing())
    reading = ScriptReading(control, live=answering)
    for number, line in enumerate(prompted(lines, asking), 1):
        word = line.strip().lower()
        if word == "quit":
            show([f"Everything is kept; `kuroshio control {control.session.journal.path}` continues it."])
            break
        if word == "help":
            show(help_lines())
            continue
        if word == "sheets":
            show([sheets_told(control.session)])
            continue
        known = len(reading.faults)
        refused = attempt(control, line) if asking else reading.take(number, line)
        if refused and asking:
            click.echo(refused)
        elif len(reading.faults) > known:
            interrupts.say(f"line {reading.faults[-1]}")
        if line.strip():
            said = control.said if asking else [one for one in control.said if one not in control.faults]  # they were told
            told = [*said, *control.news(), *filter(None, [control.session.projector.unpublished])]
            told += [] if refused else control.told(line)
            told += control.moved_on() if asking else ()
            show(told or [DONE] * (answering and not refused))
        if reading.stopped:
            break
    else:
        show(control.standing())
    if reading.faults:
        raise ScriptRefused(reading.count())


def attempt(control: Control, line: str) -> str:
    """Carry out a line that somebody has typed; why it cannot be, where it cannot."""
    try:
        return control.perform(line)
    except NotKept as error:  # the game is as it was before the line
        return sentence(error)


def sheets_told(session: Session) -> str:
    """Write the sheets of the turn beside the game; say where they lie, or why they cannot be written."""
    try:
        return sheets_beside(session)
    except Refused as refused:
        return str(refused)


def help_lines() -> Iterator[str]:
    """The lines of control: one line, then what it does."""
    for line, does in manual():
        yield line
        yield f"    {does}"
    yield from PARTS


def prompted(lines: Iterable[str], asking: bool) -> Iterator[str]:
    """The lines, with a prompt before each where somebody types."""
    if asking:
        click.echo("> ", nl=False)
    for line in lines:
        yield line
        if asking:
            click.echo("> ", nl=False)


def show(lines: Iterable[str]) -> None:
    """Print what is said."""
    for line in lines:
        click.echo(line)
