"""`kuroshio narrate`: one whole game as text."""

from __future__ import annotations

from pathlib import Path

import click

from kuroshio.api.scenarios import load
from kuroshio.cli.table import POLICY, RULES, SEED, Whole, read_policies, warn_if_cold
from kuroshio.policies.drive import make_workshop, play_block
from kuroshio.policies.playbook import seat_policies
from kuroshio.report.narrative import narrate

LINES = 65536  # log lines that one game may fill


@click.command("narrate")
@click.argument("scenario")
@SEED
@click.option("--game", type=Whole(0, 2 * 10**9), default=0, show_default=True, help="The number of the game within the seed.")
@POLICY
@RULES
def command(scenario: str, seed: int, game: int, policies: tuple[str, ...], rules: Path | None) -> None:
    """Play one game of SCENARIO (a file, or a shipped one's name) by doctrine and tell it, each ruling explained."""
    content = load(scenario, rules)
    chosen = read_policies(content, policies)
    warn_if_cold()
    workshop = make_workshop(LINES)
    policy = seat_policies(content.tables, content.playbook, chosen.items())
    results, _ = play_block(content.tables, content.playbook, policy, seed, game, 1, workshop)
    for line in narrate(content.tables, workshop.log[: workshop.games[0].logged], results[0]):
        click.echo(line)
    click.echo("\nOne game among many: what these rules and doctrines made of this seed, no forecast.")
