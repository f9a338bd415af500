"""`kuroshio rehearse`: a rehearsal for control, with scripted teams at the other side of the table."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

import click

from kuroshio.api.scenarios import load
from kuroshio.cli import interrupts
from kuroshio.cli.control import as_they_come, help_lines, is_pipe, prompted, sheets_told, show, tell_where, whole
from kuroshio.cli.kept_games import resumed, sentences
from kuroshio.cli.shared_options import RULES, Whole, people_of, warn_if_cold
from kuroshio.files.checks.check_map_shapes import refuse_broken
from kuroshio.files.outputs import NotWritten, write
from kuroshio.model.likely_names import nearest
from kuroshio.rehearsal.feedback import feedback
from kuroshio.rehearsal.feedback_page import feedback_page
from kuroshio.rehearsal.mistake import mistakes
from kuroshio.rehearsal.rehearsal import OWN_HELP, Rehearsal, begin
from kuroshio.session import saved_games
from kuroshio.session.game_names import new_place
from kuroshio.session.journal.journal_reader import SUFFIX
from kuroshio.session.refusal import Refused
from kuroshio.session.session import Session

MARK = "rehearsal"  # at the head of a game's name
TURNS = 2  # about thirty minutes with eight seats
MOST_TURNS = 40


@click.command("rehearse")
@click.argument("scenario", required=False)
@click.option("--resume", metavar="GAME", help="Continue a rehearsal that was left with `quit`, by its file or its name.")
@click.option("--name", metavar="NAME", help="The name of the game that is kept; default: rehearsal, scenario and time.")
@click.option("--seat", "seats", multiple=True, metavar="SEAT", help="A seat with a scripted team; default: all possible.")
@click.option("--seed", type=Whole(0, 2**64 - 1), default=1, show_default=True, help="The same seed, the same mistakes.")
@click.option("--turns", type=Whole(1, MOST_TURNS), default=TURNS, show_default=True, help="How many turns are rehearsed.")
@click.option("--mistake", "only", multiple=True, metavar="ID", help="Only these mistakes come; may be given again.")
@click.option("--by", default="umpire", show_default=True, help="The name of who sits at control, for the journal.")
@click.option("--script", type=click.File("r", encoding="utf-8"), default="-", help="Lines of control; default: the keyboard.")
@RULES
def command(
    scenario: str | None,
    resume: str | None,
    name: str | None,
    seats: tuple[str, ...],
    seed: int,
    turns: int,
    only: tuple[str, ...],
    by: str,
    script: TextIO,
    rules: Path | None,
) -> None:
    """Rehearse SCENARIO alone at control: scripted teams make the mistakes of real ones, and a page says what became of each.

    The lines are those of `kuroshio control`, and four more, which `help` lists first. The game is kept like any other, with
    "rehearsal" in its name, and the page of feedback beside it.
    """
    if bool(scenario) == bool(resume):
        raise click.UsageError("name the scenario to rehearse, or a rehearsal to continue with --resume GAME; one of the two")
    unknown = next((one for one in only if one not in mistakes()), None)
    if unknown is not None:
        raise click.UsageError(f"--mistake {unknown}: no such mistake; {nearest(unknown, list(mistakes()))}")
    warn_if_cold()
    lines: Iterable[str] = script
    if not script.isatty():
        lines = as_they_come(script) if is_pipe(script) else whole(script)
    with sentences():
        session = resumed(resume, ()) if resume else new_game(str(scenario), name, seats, seed, rules)
        try:
            rehearsal = sit_down(session, resume, turns, seed, only, by)
            tell_where(session)
            run(rehearsal, lines, script.isatty())
        except UnicodeDecodeError:
            raise click.UsageError(f"--script {script.name}: is not UTF-8 text; save it as UTF-8") from None
        except KeyboardInterrupt:
            interrupts.caught()
            interrupts.say(f"Interrupted; everything is kept: continue with `{going_on(session)}`")
            sys.exit(interrupts.status())
        finally:
            session.close()


def new_game(scenario: str, name: str | None, seats: tuple[str, ...], seed: int, rules: Path | None) -> Session:
    """A new game for a rehearsal, with an umpire. Raises UsageError, NotKept."""
    own = str(rules) if rules else ""
    content = load(scenario, own)
    refuse_broken(content.places.map)
    people = people_of(content.tables, seats, scenario) or saved_games.seats_for_people(content.tables)
    named = f"{MARK}-{content.tables.scenario.id}"
    path = new_place(name, saved_games.games_folder()) if name else saved_games.new_path(named, datetime.now())
    return saved_games.start(content, scenario, own, people, (), seed, path, True)


def sit_down(session: Session, resume: str | None, turns: int, seed: int, only: tuple[str, ...], by: str) -> Rehearsal:
    """Begin a rehearsal, or continue one. Raises UsageError on a game that is none."""
    if not resume:
        return begin(session, min(turns, session.tables.scenario.turns), seed, only, by)
    try:
        rehearsal = Rehearsal(session, by)
    except Refused as refused:
        raise click.UsageError(f"--resume {resume}: {refused}") from None
    rehearsal.returns()
    return rehearsal


def run(rehearsal: Rehearsal, lines: Iterable[str], asking: bool) -> None:
    """Carry out lines until the rehearsal is over, there are no more, or `quit`; then the page of feedback, or how to go on."""
    show(opening(rehearsal))
    show(rehearsal.control.standing())
    if not rehearsal.over:
        show(rehearsal.hand_in())
        for line in prompted(lines, asking):
            word = line.strip().lower()
            if word == "quit":
                break
            if word == "help":
                show(own_help())
            elif word == "sheets":
                show([sheets_told(rehearsal.session)])
            else:
                show(rehearsal.enter(line))
            if rehearsal.over:
                break
    if rehearsal.over:
        show(["", *feedback(rehearsal).lines(), "", page_beside(rehearsal)])
    else:
        show([f"Everything is kept; `{going_on(rehearsal.session)}` continues it, and the line `finish` ends it with its page."])


def page_beside(rehearsal: Rehearsal) -> str:
    """Write the page of feedback beside the game; a sentence on where it lies, or why it could not be written."""
    path = rehearsal.session.journal.path
    assert path is not None
    name = f"{path.name.removesuffix(SUFFIX)}-feedback.html"
    try:
        write(path.parent, {name: feedback_page(rehearsal).encode("utf-8", "replace")}, private=True)
    except NotWritten as error:
        return f"The page of feedback cannot be written: {error}."
    return f"{path.parent / name} has this page to keep; it holds secrets of every seat."


def going_on(session: Session) -> str:
    """The command that continues a rehearsal."""
    return f"kuroshio rehearse --resume {session.journal.path}"


def opening(rehearsal: Rehearsal) -> Iterator[str]:
    """What whoever sits down is told first."""
    turns = rehearsal.turns
    yield (
        f"A rehearsal of {turns} turn{'s' * (turns != 1)}: slips of the teams stand in brackets. Type them as lines of control; "
        "when something on a slip is wrong, talk to its team with `say SEAT: TEXT` before you enter it. `help` lists all lines."
    )


def own_help() -> Iterator[str]:
    """The lines of the rehearsal, then those of control."""
    for line, does in OWN_HELP:
        yield line
        yield f"    {does}"
    yield from help_lines()
