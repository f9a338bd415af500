"""`kuroshio compare`: plays two variants under the same luck and prints the differences."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import click
from attrs import evolve
from rich import box
from rich.table import Table
from rich.text import Text

from kuroshio.api.scenarios import Scenario, load
from kuroshio.cli import interrupts, terminal_tables
from kuroshio.cli.changes import chosen_in, take
from kuroshio.cli.run import CAUTION, GROUPS, named, progress_bar
from kuroshio.cli.shared_options import ON_FAULT, POLICY, RULES, SEED, Place, Stopped, Whole, ready
from kuroshio.files.outputs import NotWritten, Over, write
from kuroshio.model.fingerprint import fingerprint
from kuroshio.players.doctrine_tables import seat_policies
from kuroshio.players.mixed_games import FailedPlayer
from kuroshio.players.player import PlayerFault
from kuroshio.study.batch import Batch, play_abreast
from kuroshio.study.estimates import digits
from kuroshio.study.leaving_out import WITHOUT, changed_entries
from kuroshio.study.paired_differences import Difference, Pairing, comparable, table_of

ONLY_RULES = "A difference is the effect of the change under these rules. One interval in twenty misses by chance."


@click.command("compare")
@click.argument("a")
@click.argument("b")
@click.option("--set", "--set-b", "sets", multiple=True, metavar="KEY=VALUE", help="Change a value in B. May be given again.")
@click.option("--set-a", "sets_a", multiple=True, metavar="KEY=VALUE", help="Change a value in A. May be given again.")
@click.option(
    "--without", multiple=True, type=click.Choice(sorted(WITHOUT)),
    help="Remove from B the effects of entries that rest on the report alone, or set every dial of contested theory to 0.",
)  # fmt: skip
@click.option(
    "--without-a", "without_a", multiple=True, type=click.Choice(sorted(WITHOUT)), help="The same for A.",
)  # fmt: skip
@click.option("--games", type=Whole(1, 10**9), default=10_000, show_default=True, help="The number of games of each.")
@SEED
@POLICY
@ON_FAULT
@click.option("--out", type=Place("table.csv"), metavar="FILE.csv", help="A new file for the table.")
@click.option("--threads", type=Whole(1, 256), default=1, show_default=True, help="Number of threads; it changes only the time.")
@RULES
def command(
    a: str,
    b: str,
    sets: tuple[str, ...],
    sets_a: tuple[str, ...],
    without: tuple[str, ...],
    without_a: tuple[str, ...],
    games: int,
    seed: int,
    policies: tuple[str, ...],
    on_fault: str,
    out: Path | None,
    threads: int,
    rules: Path | None,
) -> None:
    """Play games of A and B (files, or names of shipped scenarios; both may be the same) under the same luck.

    Game k of both has the same seed and the same dice wherever the two do not differ. KEY is a dotted path:
    opening.us_japan.trust=5, procedure.credibility_contagion=x2, policy.japan=random, turns=+8,
    action.reaffirm_article_5.difficulty=9 (kind, id and field of any entry). `kuroshio keys` lists them all.
    --policy is for both.
    """
    if out is not None and out.exists():
        raise click.UsageError(f"--out {out}: already exists; name a new file")
    base = load(a, rules)
    first, told_a = take(base, "--set-a", sets_a)
    second, told = take(base if b == a else load(b, rules), "--set", sets)
    first, second = strip(first, without_a, "A"), strip(second, without, "B")
    studies = tuple(
        evolve(study_of(content, policies, option), games=games, seed=seed, threads=threads, stand_in=on_fault == "doctrine")
        for content, option in ((first, "--set-a"), (second, "--set"))
    )
    outcomes, left = comparable(studies[0].tables, studies[1].tables)
    pairing = Pairing(outcomes, same_games(*studies))
    faults = play_both(studies, pairing)
    if not pairing.n:
        interrupts.say("Interrupted before the first games were finished")
        sys.exit(interrupts.status())
    differences = pairing.differences()
    changed = tuple(
        "; ".join([*sets, *(f"without {word}" for word in words)]) for sets, words in ((told_a, without_a), (told, without))
    )
    if out is not None:
        keep_table(out, table_of(differences))  # first of all: nobody need be there any longer to read what is printed
    report(studies, pairing.n, differences, left, changed, out)
    tell_faults(faults)
    if pairing.n < games:
        interrupts.say(f"Interrupted after {pairing.n} games of each; the table is of these")
        sys.exit(interrupts.status())


def strip(content: Scenario, without: tuple[str, ...], name: str) -> Scenario:
    """The scenario without what the user takes from it; says how much of the rules that changes."""
    if not without:
        return content
    variant = content.variant
    for word in without:
        variant = WITHOUT[word](variant)
    stripped = Scenario(variant)
    n = changed_entries(content.tables.ruleset, stripped.tables.ruleset)
    click.echo(
        f"Without {' and '.join(without)}: {n} {'entry' if n == 1 else 'entries'} of the rules changed in {name}.", err=True
    )
    return stripped


def study_of(content: Scenario, policies: tuple[str, ...], option: str) -> Batch:
    """A study of one variant; what is set for it alone goes over what both are given."""
    tables = content.tables
    chosen = chosen_in(content, policies, option)
    policy = seat_policies(tables, content.playbook, chosen.doctrines.items())
    return Batch(tables, content.playbook, policy, seed=0, games=0, sources=chosen.sources)


def same_games(first: Batch, second: Batch) -> bool:
    """Whether two variants are one and the same: nothing of their content, nor of who decides, is another.

    Of players from outside nobody can say so, even where they come of one file.
    """
    contents = [(s.tables.ruleset, s.tables.board, s.tables.scenario) for s in (first, second)]
    by_doctrine = not first.sources and not second.sources
    return by_doctrine and fingerprint(*contents[0]) == fingerprint(*contents[1]) and bool((first.policy == second.policy).all())


def play_both(studies: tuple[Batch, ...], pairing: Pairing) -> dict[str, list[FailedPlayer]]:
    """Play both side by side into the pairing with a progress bar; an interruption keeps what is done.

    Returns by variant the players that failed and were stood in for.
    """
    faults: dict[str, list[FailedPlayer]] = {"A": [], "B": []}
    try:
        ready(studies[0])
        with progress_bar() as progress:
            task = progress.add_task("games of each", total=studies[0].games)
            for blocks in play_abreast(studies):
                pairing.add(*blocks)
                for found, block in zip(faults.values(), blocks, strict=True):
                    found += block.faults
                progress.update(task, completed=pairing.n)
    except KeyboardInterrupt:
        interrupts.caught()
    except PlayerFault as error:
        right = "correct the player, or let the doctrine of its seat play such games with --on-fault doctrine"
        raise Stopped(f"{error}; nothing is compared: {right}") from None
    return faults


def tell_faults(faults: dict[str, list[FailedPlayer]]) -> None:
    """Say in how many games of A and of B a doctrine stood in for a player, and what the first fault was."""
    for name, found in faults.items():
        if found:
            games = len({fault.number for fault in found})
            click.echo(f"In {games:,} games of {name} a doctrine replaced a player that failed: {found[0].sentence}.")


def report(
    studies: tuple[Batch, ...],
    n: int,
    differences: list[Difference],
    left: list[str],
    changed: tuple[str, ...],
    out: Path | None,
) -> None:
    """Print the table of differences, what was changed in A and in B, and where the table lies."""
    console = terminal_tables.tables()
    names = [study.tables.scenario.name for study in studies]
    title = f"A: {names[0]}, B: {names[1]}: {n:,} games of each, seed {studies[0].seed}, the same luck"
    table = Table(
        title=title, title_justify="left", caption=f"{CAUTION} {ONLY_RULES}", caption_justify="left",
        box=box.SIMPLE_HEAD, pad_edge=False,
    )  # fmt: skip
    table.add_column("Outcome")
    for heading in ("n", "A", "B", "B - A", "95% interval", "Differ"):
        table.add_column(heading, justify="right", no_wrap=True)
    for group, heading in GROUPS.items():
        members = [difference for difference in differences if difference.group == group]
        if members:
            table.add_section()
            table.add_row(Text(heading, style="bold"))
            for d in members:
                table.add_row(named(d.name, d.note if d.low != d.high else ""), f"{d.n:,}", *shown(d), f"{d.differ:,}")
    console.print(table)
    console.print(f"A: {changed[0] or 'unchanged'}. B: {changed[1] or 'unchanged'}.", soft_wrap=True)
    console.print("B - A of rates in points of per cent. Differ: games in which A and B have different values.")
    if left:
        console.print(f"Not compared, because they differ in meaning: {', '.join(left)}.", soft_wrap=True)
    if out is not None:
        click.echo(f"File: {out}")


def shown(d: Difference) -> tuple[str, str, str, str]:
    """Both values, the difference and its interval as text: rates in per cent and points, means plain."""
    times, decimals, sign = (100, 1, "%") if d.unit == "rate" else (1, 2, "")
    decimals = digits(times * (d.high - d.low), decimals)
    first, second = (f"{times * number:.{decimals}f}{sign}" for number in (d.first, d.second))
    more, low, high = (f"{times * number + 0.0:+.{decimals}f}" for number in (d.difference, d.low, d.high))
    if d.low == d.high:
        return first, second, more, "identical"
    return first, second, more, "" if math.isnan(d.low) else f"{low} to {high}"


def keep_table(path: Path, table: bytes) -> None:
    """Write a table where the user wants it. Raises UsageError."""
    try:
        write(path.parent, {path.name: table}, Over.NOTHING)
    except NotWritten as error:
        raise click.UsageError(f"--out {error}") from None
