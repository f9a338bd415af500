"""`kuroshio check`: lists every fault of every file, and on demand every rule that play never reaches."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from kuroshio.api.scenarios import Scenario, load
from kuroshio.cli import interrupts
from kuroshio.cli.run import progress_bar
from kuroshio.cli.shared_options import RULES, SEED, Whole, ready
from kuroshio.cli.terminal import one_line
from kuroshio.files.checks.check_sources import missing_documents, uncited
from kuroshio.files.checks.checker import Checked, check_given
from kuroshio.files.content_folders import find_scenario
from kuroshio.files.known_names import KINDS_OF_NAMES, names_of
from kuroshio.files.loader import board_of, ruleset_of, scenario_of
from kuroshio.kernel.tables.slots import list_of_slots
from kuroshio.model.bibliography import TO_BE_FOUND
from kuroshio.model.board import Board
from kuroshio.model.idle_leanings import idle_leanings
from kuroshio.model.likely_names import nearest
from kuroshio.model.readings import lexicon
from kuroshio.model.ruleset import Ruleset
from kuroshio.model.scenario import ScenarioFile
from kuroshio.model.track_readers import JUDGES, index_readers
from kuroshio.players.doctrine_tables import seat_policies
from kuroshio.study.batch import Batch
from kuroshio.study.reach import Reach, dead_in_all, find_links, number_of_pairings, play_pairings
from kuroshio.study.variant import read_variant


@click.command("check")
@click.argument("files", nargs=-1)
@click.option("--reach", metavar="N", type=Whole(1, 10**7), help="Play N games over all doctrines; list what never fires.")
@click.option(
    "--names", "listed", metavar="KIND", help="List the names of a kind in FILES: action, area, track, opening, table ..."
)
@SEED
@RULES
def command(files: tuple[str, ...], reach: int | None, listed: str | None, seed: int, rules: Path | None) -> None:
    """Check FILES (scenarios, rules, maps, folders of them), or all shipped files when none are named.

    Rules and maps that are not named are looked for beside the files: in a folder `rules`, in a folder `maps` or under the
    map's own name. A part of a theatre is checked by itself, with one line on what is missing.

    With --reach N, N games are played over all combinations of the seats' doctrines; every action, event, effect,
    modifier, gate, inject and link that never fired is listed.
    """
    paths = [Path(name) if name and Path(name).exists() else find_scenario(name) for name in files]
    found = check_given(paths, rules)
    if listed is not None:
        list_names(listed, found)
        return
    for line in (*map(str, found.faults), *found.asked):
        interrupts.say(one_line(line))
    if found.faults:
        interrupts.say(f"{counted(len(found.faults), 'fault')} in {counted(found.files, 'file')}")
        sys.exit(2)
    click.echo(f"{counted(found.files, 'file')}, no faults" + (" in these files" if found.asked else ""))
    if not files:
        warn_of_sources(found)
    for path in found.scenarios:
        warn_of(path, rules)
    if reach and not found.scenarios:
        raise click.UsageError("--reach plays games; name a scenario too")
    if reach:
        check_reach([str(path) for path in found.scenarios], reach, seed, rules)


def warn_of_sources(found: Checked) -> None:
    """Say which documents nothing cites, and how many entries wait for one."""
    idle, waiting = uncited(found.loaded), len(missing_documents(found.loaded))
    if idle:
        click.echo(f"{counted(len(idle), 'document')} cited by nothing: {', '.join(idle)}")
    if waiting:
        click.echo(f"{waiting:,} entries wait for a document to be looked up; kuroshio sources {TO_BE_FOUND} lists them")


def warn_of(scenario: Path, rules: Path | None) -> None:
    """Say what is no fault and yet without effect: numbers that nothing reads, and leanings that read nobody."""
    variant = read_variant(scenario, rules)
    ruleset, board, played = ruleset_of(variant.rules), board_of(variant.board), scenario_of(variant.scenario)
    warn_of_unread(ruleset, board, played)
    for sentence in idle_leanings(ruleset, lexicon(ruleset, board)):
        click.echo(f"{played.id}: {sentence}")


def warn_of_unread(ruleset: Ruleset, board: Board, played: ScenarioFile) -> None:
    """Say which numbers a seat of a scenario is shown and nothing in play reads: rules, odds, doctrines or mechanisms."""
    index = index_readers(ruleset, played)
    shown = {track.id for track in ruleset.tracks if track.seen_by != "nobody"}
    slots = [slot.name for slot in list_of_slots(ruleset, board) if slot.name.split(".")[1] in shown]
    unread = Counter(name.split(".")[1] for name in slots if all(reader.kind in JUDGES for reader in index.of(name)))
    if unread:
        listed = ", ".join(f"{track} {n}" for track, n in unread.most_common())
        many = counted(unread.total(), "number")
        click.echo(f"{played.id}: {many} shown to seats and read by nothing in play: {listed}; see kuroshio levers")


def list_names(kind: str, found: Checked) -> None:
    """List the names of a kind, one per line. Raises UsageError on an unknown kind."""
    names = names_of(kind, found.loaded)
    if names is None:
        raise click.UsageError(f"--names {kind}: no such kind; {nearest(kind, KINDS_OF_NAMES, few=len(KINDS_OF_NAMES))}")
    for name in names:
        click.echo(name)


def check_reach(scenarios: list[str], games: int, seed: int, rules: Path | None) -> None:
    """Play scenarios over all doctrines and list what fires in none; an interruption ends all, with the list till then."""
    played: list[Reach] = []
    try:
        for scenario in scenarios:
            content = load(scenario, rules)
            played.append(Reach(content.tables))
            play_reach(played[-1], content, games, seed)
            tell_games(played[-1])
    except KeyboardInterrupt:
        interrupts.caught()
        if not any(found.games for found in played):
            raise
        tell_games(played[-1])
        list_dead(played)
        interrupts.say("Interrupted: the list covers the games until then")
        sys.exit(interrupts.status())
    list_dead(played)


def play_reach(found: Reach, content: Scenario, games: int, seed: int) -> None:
    """Play games of one scenario into what they reach, with a progress bar."""
    ready(Batch(content.tables, content.playbook, seat_policies(content.tables, content.playbook), seed, 1))
    with progress_bar() as progress:
        task = progress.add_task("games", total=games)
        for _ in play_pairings(found, content.playbook, games, seed):
            progress.advance(task)
        task = progress.add_task("links", total=len(content.tables.ruleset.links))
        for _ in find_links(found, content.playbook, seed):
            progress.advance(task)


def tell_games(found: Reach) -> None:
    """Say how many games of a scenario were played."""
    over = counted(number_of_pairings(found.tables), "combination")
    click.echo(f"{found.tables.scenario.id}: {counted(found.games, 'game')} over {over} of doctrines")


def list_dead(played: list[Reach]) -> None:
    """List what never fired."""
    dead = played[0].dead() if len(played) == 1 else dead_in_all(played)
    for thing in dead:
        click.echo(f"{thing.kind}: {thing.what}")
    click.echo(f"{counted(len(dead), 'rule')} never fired" if dead else "every rule fired")


def counted(n: int, noun: str) -> str:
    """A number with its noun."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
