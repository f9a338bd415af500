"""How the answer of a study is printed: its primary outcome first, then what was searched, given, and where games part."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click
import numpy as np
from rich import box
from rich.table import Table

from kuroshio.cli import terminal_tables
from kuroshio.cli.run import CAUTION
from kuroshio.study.study_answers import ALIKE, DEPENDS, TOO_FEW, Answers, KeyAnswer, Row, significant
from kuroshio.study.study_content import PointContent
from kuroshio.study.study_effects import ALL, UNDECIDED
from kuroshio.study.study_plan import StudyPlan

FORMATS = ("text", "csv", "json", "md")
MOST_DOSES, MOST_CAUSES = 6, 4
BY_CHANCE = " In a Latin hypercube the other uncertain keys differ there too, by chance of the draws."


def print_plan(content: PointContent, plan: StudyPlan) -> None:
    """Print what a study will cost and how sure its answer will be."""
    asked = content.file.study
    click.echo(f"{asked.question}")
    click.echo(f"{plan.points:,} points of {plan.games:,} games: {plan.points * plan.games:,} games.")
    speed = f"{1 / plan.seconds_a_game:,.0f} games a second, {plan.seconds_a_point:.2f} s a point"
    click.echo(f"About {spent(plan.seconds)} of one core: {speed}.")
    for effect in plan.primary:
        width = plan.half_width(effect)
        sure = "decides" if width <= asked.smallest / 2 else "is wider than half the smallest difference that matters"
        click.echo(
            f"{effect.arm} less {content.file.baseline.id}, {effect.name}: about ±{figure(width, effect.unit)} "
            f"after all games, from {plan.pilot:,} games of a point; smallest {figure(asked.smallest, effect.unit)}: {sure}."
        )


def spent(seconds: float) -> str:
    """Return a time in words.

    >>> spent(42), spent(600), spent(7300)
    ('42 s', '10 min', '2.0 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def figure(number: float, unit: str, signed: bool = False) -> str:
    """Return a number of a table: rates in points of per cent."""
    sign = "+" if signed else ""
    return f"{100 * number:{sign}.1f}" if unit == "rate" else f"{number:{sign}.2f}"


def print_answers(answers: Answers, form: str) -> None:
    """Print the answer of a study as text for people, or its effects as CSV, JSON or Markdown."""
    if form == "text":
        print_text(answers)
    elif form == "json":
        click.echo(json.dumps({"study": plain_head(answers), "effects": list(answers.effects)}, indent=1, ensure_ascii=False))
    elif form == "csv":
        click.echo((answers.folder / "effects.csv").read_text(encoding="utf-8"), nl=False)
    else:
        print_markdown(answers)


def plain_head(answers: Answers) -> dict[str, object]:
    """Return the head of the manifest, without the content."""
    return {name: value for name, value in answers.told.items() if not isinstance(value, dict)}


def print_markdown(answers: Answers) -> None:
    """Print the effects as a table in Markdown."""
    click.echo(
        "| arm | by | outcome | A | B | B - A | 95% interval | verdict |\n| --- | --- | --- | --: | --: | --: | --- | --- |"
    )
    for row in answers.effects:
        click.echo(f"| {' | '.join([row['arm'], row['by'], row['name'], *figures(row), row['verdict'] or '-'])} |")


def figures(row: Row) -> list[str]:
    """Return both values, the difference and its interval."""
    a, b = (figure(float(row[side]), row["unit"], row["kind"] == "interaction") for side in ("a", "b"))
    more, low, high = (figure(float(row[name]) + 0.0, row["unit"], True) for name in ("difference", "low_95", "high_95"))
    return [a, b, more, f"{low} to {high}"]


def print_text(answers: Answers) -> None:
    """Print the answer in words and tables."""
    file, console = answers.file, terminal_tables.tables(110)
    name = answers.primary[0]["name"] if answers.primary else file.study.primary
    click.echo(f"{file.study.question}\n")
    smallest = answers.primary and figure(file.study.smallest, answers.primary[0]["unit"])
    click.echo(f"Primary outcome, named beforehand: {name}. Smallest difference that matters: {smallest}.")
    click.echo(
        f"A: {file.baseline.title}. {answers.told['points']} points of {answers.told['games']:,} games, seed {file.study.seed}."
    )
    console.print(effect_table(answers.primary, "B"))
    for row in answers.primary:
        if row["verdict"] == UNDECIDED and row["games_needed"]:
            click.echo(f"{row['arm']}, {row['by']}: about {int(row['games_needed']):,} games of a point would decide.")
    gains = [float(row["pairing_gain"]) for row in answers.primary if row["pairing_gain"]]
    if gains:
        click.echo(f"Pairing is worth {min(gains):.1f} to {max(gains):.1f} times as many games.")
    if file.vary:
        print_varied(answers)
    print_searched(answers)
    for arm in file.arm:
        if arm.id != file.baseline.id:
            print_dose(answers, arm.id)
            print_parting(answers, arm.id)
    if answers.unvaried:
        click.echo(f"\nNever varied, in no game of any arm: {', '.join(answers.unvaried)}.")
    click.echo(f"\n{CAUTION} A difference is the effect of the change under these rules.\nFiles: {answers.folder}")


def effect_table(rows: Sequence[Row], heading: str) -> Table:
    """Return a table of effects."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("Arm", "By"):
        table.add_column(title)
    for title in ("n", "A", heading, "B - A", "95% interval"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("Verdict")
    for row in rows:
        table.add_row(row["arm"], row["by"], f"{int(row['n']):,}", *figures(row), row["verdict"])
    return table


def print_varied(answers: Answers) -> None:
    """Print for each arm how its primary difference depends on each key that is uncertain."""
    by_chance = BY_CHANCE if answers.file.design.kind == "lhs" else ""
    click.echo(f"\nBy what is uncertain: the difference in each part of a key, over all draws in it.{by_chance}")
    for arm in answers.file.arm:
        if arm.id != answers.file.baseline.id:
            found = answers.varied(arm.id)
            terminal_tables.tables(110).print(varied_table(arm.id, found))
            for key in found:
                click.echo(f"{arm.id}, {key.title}: {dependence(answers, key)}.")


def varied_table(arm: str, keys: Sequence[KeyAnswer]) -> Table:
    """Return a table of the effect of an arm in each part of each key, and of what it comes to against the first part."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(arm)
    for title in ("n", "A", "B", "B - A", "95% interval", "Less the first", "95% interval"):
        table.add_column(title, justify="right", no_wrap=True)
    for key in keys:
        table.add_section()
        for row, contrast in zip(key.parts, (None, *key.contrasts)):
            table.add_row(row["by"], f"{int(row['n']):,}", *figures(row), *(figures(contrast)[2:] if contrast else ("", "")))
    return table


def dependence(answers: Answers, key: KeyAnswer) -> str:
    """Return in words whether the primary difference depends on a key."""
    if key.verdict == TOO_FEW:
        return "all draws lie in one part; more draws would tell"
    matters = figure(answers.file.study.smallest, key.parts[0]["unit"])
    if key.verdict in (DEPENDS, ALIKE):
        return f"the difference {'depends' if key.verdict == DEPENDS else 'does not depend'} on it by {matters} or more"
    more = f"; about {key.games_needed:,} games of a point would" if key.games_needed else ""
    return f"the interval is too wide to tell whether the difference depends on it by {matters}{more}"


def print_searched(answers: Answers) -> None:
    """Print the other outcomes that differ after adjustment for the number of looks."""
    every = significant(answers.others)
    found = [row for row in every if row["by"] == ALL or row["kind"] == "interaction"]
    more = f", and {len(every) - len(found)} more at single levels in effects.csv" if len(every) > len(found) else ""
    click.echo(f"\nOther outcomes: {answers.looks} looks; p below 0.05 after adjustment by Holm: {len(found) or 'none'}{more}.")
    if found:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for title in ("Arm", "By", "Outcome"):
            table.add_column(title)
        for title in ("A", "B", "B - A", "95% interval"):
            table.add_column(title, justify="right", no_wrap=True)
        for row in found:
            table.add_row(row["arm"], row["by"], row["name"], *figures(row))
        terminal_tables.tables(110).print(table)


def print_dose(answers: Answers, arm: str) -> None:
    """Print the acts whose numbers changed most."""
    click.echo(f"\n{arm}: acts a game, A and B; success: of those carried out")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Seat")
    table.add_column("Act")
    for title in ("Ordered A", "B", "Carried out A", "B", "Success A", "B"):
        table.add_column(title, justify="right", no_wrap=True)
    for row in answers.dose(arm, MOST_DOSES):
        counts = [f"{float(row[name]):.2f}" for name in ("ordered_a", "ordered_b", "carried_out_a", "carried_out_b")]
        shares = [f"{100 * float(row[name]):.0f}%" for name in ("success_a", "success_b")]
        table.add_row(row["seat"], row["action"], *counts, *shares)
    terminal_tables.tables(110).print(table)


def print_parting(answers: Answers, arm: str) -> None:
    """Print in how many games an arm parts from the baseline, when, by which choice, and two games to read."""
    turns = answers.turns_of(arm)
    if not len(turns):
        return
    parted = turns[turns > 0]
    if not len(parted):
        click.echo(f"{arm}: identical to A in all {len(turns):,} games.")
        return
    click.echo(f"{arm}: parts from A in {len(parted):,} of {len(turns):,} games, in the median at turn {int(np.median(parted))}.")
    causes = answers.causes(arm)
    click.echo(f"  The first choice that differs, in {causes.total():,} games looked into:")
    for cause, n in causes.most_common(MOST_CAUSES):
        click.echo(f"  {n:>4}  {cause}")
    for label, line in zip("AB", answers.games_to_read(arm)):
        click.echo(f"  {label}: {line}")
