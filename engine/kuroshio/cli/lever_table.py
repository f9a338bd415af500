"""How a screening is printed: its levers in groups, then what moves most, what moves nothing, and what nothing reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill

import click

from kuroshio.cli.check import counted
from kuroshio.cli.run import CAUTION
from kuroshio.model.track_readers import JUDGES
from kuroshio.study.lever_list import ACTION, KINDS
from kuroshio.study.screening import SURE, LeverGroup, LeverLook, Screened, groups_of, largest_of, moves

WIDTH = 100  # columns of a sentence
LARGEST = 10  # levers that are named again at the end
HEAD = ("seat", "lever", "set to", "outcome moved most", "difference", "differ")
TITLES = {
    "obligation": "Obligations: without, or with those that the scenario has not",
    "project": "Projects: without, or with those that the scenario has not",
    "act": "Acts: without, or with those that the scenario has not",
    "doctrine": "Doctrines, instead of the seat's own",
}


def print_screening(found: Sequence[Screened], names: Mapping[str, str]) -> None:
    """Print the table of a screening, a group of levers after the other, and its summary. names: of tracks, by id."""
    groups = groups_of(found)
    in_columns = columns_of([HEAD, *(cells(one) for group in groups for one in group.moving)])
    click.echo(next(in_columns))
    for group in groups:
        click.echo("\n" + (TITLES.get(group.title) or f"{names[group.title]} ({group.title})"))
        for _ in group.moving:
            click.echo(next(in_columns))
        click.echo(f"  {count_of(group)}")
    click.echo()
    for line in largest(found):
        click.echo(line)
    for line in summary(found):
        click.echo(fill(line, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))


def columns_of(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows in columns of one width; the last two are numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        told = [word.ljust(width) for word, width in zip(row[:-2], widths[:-2], strict=True)]
        numbers = [word.rjust(width) for word, width in zip(row[-2:], widths[-2:], strict=True)]
        yield "  ".join((*told, *numbers))


def cells(one: Screened) -> tuple[str, ...]:
    """Return what a row of a group says: whose lever it is, its id without the group's track, its largest difference."""
    lever = one.lever
    short = ".".join(part for part in lever.id.split(".") if part != lever.group)
    return "" if lever.kind == ACTION else lever.of, short, *difference_of(one)


def difference_of(one: Screened) -> tuple[str, ...]:
    """Return the cells of a lever's largest difference."""
    look = largest_of(one)
    figure = f"{100 * look.difference:+.1f} points" if look.unit == "rate" else f"{look.difference:+.2f}"
    return look.setting, look.outcome, figure, f"{look.differ:,}"


def count_of(group: LeverGroup) -> str:
    """Return the line that ends a group."""
    many = counted(len(group.found), group.found[0].lever.kind)
    return f"{many}; move an outcome that does not name them: {len(group.moving):,}; read by nothing: {len(group.unread):,}"


# --- the summary -----------------------------------------------------------------------------------


def largest(found: Sequence[Screened]) -> Iterator[str]:
    """Yield what moves most, with a heading."""
    moving = sorted((one for one in found if moves(one)), key=lambda one: size_of(largest_of(one)), reverse=True)
    yield f"Move an outcome that does not name them (p below {SURE} for all looks, by Holm): {len(moving):,}."
    if moving:
        yield "The largest, differences in points before those in means:"
        yield from columns_of([HEAD[1:], *((one.lever.id, *difference_of(one)) for one in moving[:LARGEST])])


def size_of(look: LeverLook) -> tuple[bool, float]:
    """Return what the order of differences goes by: shares before means, then the size."""
    return look.unit == "rate", abs(look.difference)


def summary(found: Sequence[Screened]) -> Iterator[str]:
    """Yield what moves nothing, what nothing reads, and what could not be set."""
    still = [one for one in found if one.lever.is_read and one.looks and not moves(one)]
    yield f"Read, but moved no such outcome by this number of games: {', '.join(counts_by_kind(still, found))}."
    idle = [one for one in still if not any(look.differ for look in one.looks)]
    if idle:
        yield f"Of these changed no outcome of any game played: {', '.join(counts_by_kind(idle, still))}."
    unread = [one for one in found if not one.lever.is_read]
    tracks = Counter(one.lever.group for one in unread)
    by_track = f" ({', '.join(f'{track} {n:,}' for track, n in tracks.most_common())})" if unread else ""
    yield f"Read by nothing in play: {len(unread):,} of {len(found):,}{by_track}."
    judged = sum(any(reader.kind in JUDGES for reader in one.lever.readers) for one in unread)
    if judged:
        yield f"Named by an aim or a measure alone: {judged:,} of these."
    refused = [(one.lever.id, why) for one in found for _, why in one.refused]
    if refused:
        yield f"Could not be set by themselves: {len(refused):,}; the first is {refused[0][0]}: {refused[0][1]}."
    yield "This screens and proves nothing: a lever may need more games, or another lever beside it."
    yield CAUTION


def counts_by_kind(some: Sequence[Screened], found: Sequence[Screened]) -> Iterator[str]:
    """Yield how many of each kind some levers are, of all that were found."""
    for kind in KINDS:
        every = sum(one.lever.kind == kind for one in found)
        if every:
            yield f"{sum(one.lever.kind == kind for one in some):,} of {counted(every, kind)}"
