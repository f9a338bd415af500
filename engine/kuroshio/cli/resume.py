"""`kuroshio resume`: resumes a kept game, or tells where it stands."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kuroshio.cli.kept_games import GAME, resumed, sentences
from kuroshio.cli.shared_options import POLICY, warn_if_cold
from kuroshio.files.checks.check_map_shapes import refuse_broken
from kuroshio.kernel.state import codes
from kuroshio.model.calendar import date_of
from kuroshio.session.session import Session


@click.command("resume")
@GAME
@click.option("--no-window", is_flag=True, help="Tell the position and open no window.")
@POLICY
def command(game: str, no_window: bool, policies: tuple[str, ...]) -> None:
    """Resume GAME, a file or the name of a kept game, where it stopped. --policy changes who decides from here on."""
    warn_if_cold()
    with sentences():
        session = resumed(game, policies, curtained=not no_window)
    try:
        if no_window:
            tell(session)
        else:
            open_window(session)
    finally:
        session.close()


def open_window(session: Session) -> None:
    """Play on at this machine, in a window."""
    from kuroshio.cli.play import open_window as show

    if session.map is not None:
        refuse_broken(session.map)
    show(session, "")


def tell(session: Session) -> None:
    """Where the game stands and whose turn it is, without any seat's secrets."""
    for line in standing(session):
        click.echo(line)


def standing(session: Session) -> Iterator[str]:
    """The sentences of `tell`."""
    scenario, names = session.tables.scenario, session.play.maker.names
    yield from session.clock.time_told()
    if session.over:
        yield f"{scenario.name}: the game is over. {session.picture_for('').judged}".strip()
        return
    date = date_of(session.turn, scenario.start, scenario.turn_length)
    yield f"{scenario.name}, turn {session.turn} of {scenario.turns} ({date}), {codes.PHASES[session.game.phase]}."
    asked = session.picture_for("").asked
    if asked:
        yield f"{names.faction(session.tables.index.factions[asked])} decides next."
    else:
        yield "The umpire rules next." if session.play.awaits_ruling() else "Next, joint orders are signed."
    people = [names.faction(session.tables.index.factions[one]) for one in sorted(session.people)]
    players = [names.faction(session.tables.index.factions[one]) for one in sorted(session.others.sources)]
    others = f"players choose for {', '.join(players)}, doctrines for the rest" if players else "doctrines choose for the rest"
    yield f"People sit for {', '.join(people) or 'no seat'}; {others}."
