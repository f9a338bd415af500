"""`kuroshio control`: run a game from a keyboard or a script, one line an order, a ruling, an inject, a note."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

import click

from engine.cli import endings
from engine.cli.resume import sentences
from engine.cli.table import POLICY, RULES, Setting, read_policies, warn_if_cold
from engine.session import shelf
from engine.session.control import PARTS, Control, manual
from engine.session.game import Session
from engine.session.journal import SUFFIX
from engine.session.kept import NotKept
from engine.session.reading import Reading
from engine.session.table import sentence


class Refused(click.ClickException):
    """A line of a script that cannot be carried out: its sentence and status 2, without a word on how the command is used."""

    exit_code = 2


@click.command("control")
@click.argument("game")
@click.option("--new", "scenario", metavar="SCENARIO", help="Begin GAME, a new file or name, as a game of this scenario.")
@click.option("--seat", "seats", multiple=True, metavar="SEAT", help="With --new: a seat that people take; else all of them.")
@click.option("--seed", type=click.IntRange(0, 2**64 - 1), default=1, show_default=True, help="With --new: the seed.")
@click.option("--umpire/--no-umpire", default=True, show_default=True, help="With --new: whether acts wait for a ruling.")
@click.option("--by", default="umpire", show_default=True, help="Who rules: a name for the journal.")
@click.option("--script", type=click.File("r", encoding="utf-8"), default="-", help="Lines of control; else the keyboard.")
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

    Lines of a script that cannot be carried out are told with their numbers, and what depends on them is left; the others are
    carried out. The status is then 2.
    """
    warn_if_cold()
    lines: Iterable[str] = script
    if script is not sys.stdin and not script.isatty():
        lines = whole(script)  # what comes through a pipe is carried out line by line, as it comes
    with sentences():
        session = begin(game, scenario, seats, policies, seed, umpire, rules) if scenario else shelf.resume(shelf.find_game(game))
        try:
            tell_where(session)
            run(Control(session, by), lines, script.isatty())
        except UnicodeDecodeError:
            raise click.UsageError(f"--script {script.name}: not a UTF-8 text; save it as one") from None
        except KeyboardInterrupt:
            endings.caught()
            endings.say(f"Interrupted; what was carried out is kept: go on with `kuroshio control {session.journal.path}`")
            sys.exit(endings.status())
        finally:
            session.close()


def tell_where(session: Session) -> None:
    """Say where the game is kept, and who reads the public part of it."""
    path = session.journal.path
    assert path is not None
    public = shelf.public_path(path)
    click.echo(f"Kept in {path}. The projector reads {public}: {shelf.readers_of(public.parent)}.")


def whole(script: TextIO) -> list[str]:
    """The lines of a script, read before anything is begun. Raises UsageError on what is no script."""
    try:
        lines = script.read().split("\n")
    except UnicodeDecodeError:
        raise click.UsageError(f"--script {script.name}: not a UTF-8 text; save it as one") from None
    if not any(line.strip() for line in lines):
        raise click.UsageError(f"--script {script.name}: no line of control in it; `help` is one, and lists them")
    return lines


def begin(
    game: str, scenario: str, seats: tuple[str, ...], policies: tuple[str, ...], seed: int, umpire: bool, rules: Path | None
) -> Session:
    """A new game. Raises UsageError on a seat that there is not, NotKept where it cannot be kept."""
    own = str(rules) if rules else ""
    content = shelf.load(scenario, own)
    known = [seat.faction for seat in content.tables.scenario.seats]
    for seat in seats:
        if seat not in known:
            raise click.UsageError(f"--seat {seat}: no such seat in {scenario}; one of {', '.join(known)}")
    chosen = read_policies(Setting(content.tables, content.playbook), policies, only=True)
    people = tuple(dict.fromkeys(seats)) or tuple(known)
    path = Path(game) if game.endswith(SUFFIX) else shelf.games_folder() / f"{game}{SUFFIX}"
    if game == "-":
        path = shelf.new_path(content.tables.scenario.id, datetime.now())
    return shelf.start(content, scenario, own, people, tuple(chosen.items()), seed, path, umpire)


def run(control: Control, lines: Iterable[str], asking: bool) -> None:
    """Carry out lines until there are no more, or `quit`. asking: somebody types, who puts right what is refused.

    Of a script the lines that cannot be carried out are told at once; what does not depend on them goes on. Raises Refused.
    """
    show(control.standing())
    reading = Reading(control)
    for number, line in enumerate(prompted(lines, asking), 1):
        word = line.strip().lower()
        if word == "quit":
            break
        if word == "help":
            show(help_lines())
            continue
        refused = attempt(control, line) if asking else reading.take(number, line)
        if refused:
            click.echo(refused if asking else f"line {reading.faults[-1]}", err=not asking)
        if line.strip():
            show(control.said)
            show(control.news())
            show(filter(None, [control.session.unpublished]))
            show(control.told(line) if not refused else ())
            show(control.moved_on() if asking else ())
        if reading.stopped:
            break
    else:
        show(control.standing())
    if reading.faults:
        raise Refused(reading.count())


def attempt(control: Control, line: str) -> str:
    """Carry out a line that somebody has typed; why it cannot be, where it cannot."""
    try:
        return control.perform(line)
    except NotKept as error:  # the game is as it was before the line
        return sentence(error)


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
