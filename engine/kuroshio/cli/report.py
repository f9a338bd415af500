"""`kuroshio report`: writes the review of a kept game, for the discussion afterwards."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import click
from attrs import evolve

from kuroshio.cli.journal import listing
from kuroshio.cli.review_files import edition, kept_at, refused, replayed
from kuroshio.cli.shared_options import OVERWRITE, Place, warn_if_cold
from kuroshio.files.checks.check_map_shapes import refuse_broken
from kuroshio.files.outputs import Over, refuse_protected, write
from kuroshio.model.likely_names import nearest
from kuroshio.report.review.anonymous import anonymous
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.review import Review
from kuroshio.report.review.svg_map import DRAWN
from kuroshio.session.told_game import ToldGame


@click.command("report")
@click.argument("game")
@click.option(
    "--out", type=Place("review.html"), required=True, help="The page to write; its tables are written beside it, under its name."
)
@click.option(
    "--seat", "seats", multiple=True, metavar="SEAT", help="Write also an edition for this seat, in a folder of its name."
)
@click.option(
    "--anonymous",
    "without",
    is_flag=True,
    help="Put roles in place of people's names: who ruled, scored, wrote, voted; the journal is written too.",
)
@click.option(
    "--person",
    "people",
    multiple=True,
    metavar="NAME=ROLE",
    help="With --anonymous: put this role in place of a further name, wherever people wrote it.",
)
@OVERWRITE
def command(game: str, out: Path, seats: tuple[str, ...], without: bool, people: tuple[str, ...], overwrite: bool) -> None:
    """Write the review of GAME (its file, or the name of a kept one): one page that opens offline, with CSV and JSON beside it.

    The page holds all secrets. An edition for a seat holds what that seat knew; hand out its whole folder.
    With --anonymous nobody is quoted by name: texts are searched for the names that the journal knows, and for those that you
    give. A name that neither knows stays where people wrote it, so read the page before you hand it on.

    The tables are for spreadsheets: an apostrophe stands before a text that looks like a formula or a date. Programs read the
    JSON. Files from an earlier run are overwritten, unless somebody has changed them since.
    """
    with refused():
        refuse_protected(out)
    roles = roles_of(people, without)
    warn_if_cold()
    kept = kept_at(game)
    watched = replayed(kept)
    if without:
        kept = anonymous(kept, watched.maker.seats, roles)
        watched = ToldGame(kept)
    refuse_broken(watched.map, DRAWN)
    known = list(watched.maker.seats)
    for seat in seats:
        if seat not in known:
            raise click.UsageError(f"--seat {seat}: no such seat in this game; {nearest(seat, known)}")
    reviews = {seat: gather(kept, watched, seat) for seat in dict.fromkeys(("", *seats))}
    editions = {seat: edition(named(review, without), watched, watched.map, out) for seat, review in reviews.items()}
    if without:
        editions[""][f"{out.stem}-journal.txt"] = "".join(f"{line}\n" for line in listing(kept, None, None))
    files = {
        str(PurePosixPath(seat) / name): text.encode("utf-8", "replace")
        for seat, page in editions.items()
        for name, text in page.items()
    }
    with refused():
        write(out.parent, files, Over.said(overwrite), private=True)
    for seat, page in editions.items():
        beside = ", ".join(name for name in page if name != out.name)
        holds = f"what {seat} knew" if seat else "everything, for control"
        click.echo(f"{out.parent / seat / out.name}: {holds}. Beside it {beside}.")


def named(review: Review, without: bool) -> Review:
    """A review that says of itself whether people's names are left out."""
    return evolve(review, head=evolve(review.head, anonymous=without))


def roles_of(people: tuple[str, ...], without: bool) -> dict[str, str]:
    """The roles that stand for names, from NAME=ROLE. Raises UsageError with one sentence."""
    if people and not without:
        raise click.UsageError("--person belongs to --anonymous; add that, or leave --person out")
    pairs = [(name.strip(), equals, role.strip()) for name, equals, role in (text.partition("=") for text in people)]
    for text, (name, _, role) in zip(people, pairs, strict=True):
        if not (name and role):
            raise click.UsageError(f"--person {text}: a name and a role are needed; write it like --person 'Ms Sato=the scribe'")
    return {name: role for name, _, role in pairs}
