"""`kuroshio brief`: the printed pages of an exercise."""

from __future__ import annotations

from pathlib import Path

import click

from kuroshio.api.scenarios import load
from kuroshio.cli.shared_options import OVERWRITE, RULES, Place, warn_if_cold
from kuroshio.files.outputs import NotWritten, Over, write
from kuroshio.report.brief.brief_contents import make_brief
from kuroshio.report.brief.day_plan import minute_of
from kuroshio.report.brief.kit_page import pages


class TimeOfDay(click.ParamType[int]):
    """A time of day on the command line, as minutes after midnight."""

    name = "HH:MM"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The minutes of a text such as 09:00."""
        if isinstance(value, int):
            return value
        try:
            return minute_of(value)
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)


@click.command("brief")
@click.argument("scenario")
@click.option("--out", type=Place(), required=True, help="The folder to write the pages to.")
@click.option("--start", "begins", type=TimeOfDay(), default="09:00", show_default=True, help="When the half day begins.")
@click.option("--sources", is_flag=True, help="Write a page of what the rules in play rest on: documents, records, judgement.")
@OVERWRITE
@RULES
def command(scenario: str, out: Path, begins: int, sources: bool, overwrite: bool, rules: Path | None) -> None:
    """Write the printed pages of SCENARIO (a file, or the name of a shipped one): for the room, for each seat, for control.

    Pages from an earlier run are overwritten, but not those that somebody has changed since, unless you say --overwrite.
    """
    warn_if_cold()
    written = pages(make_brief(load(scenario, rules).tables, begins), sources)
    try:
        write(
            out,
            {name: text.encode("utf-8", "replace") for name, text in written.items()},
            Over.said(overwrite),
            private=True,
        )
    except NotWritten as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{len(written)} pages in {out}. Open {out / 'index.html'} for the list of what to print for whom.")
    foreign = sorted(path.name for path in out.glob("*.html") if path.name not in written)
    if foreign:
        click.echo(f"These files belong to another exercise; do not hand them out: {', '.join(foreign)}.", err=True)
