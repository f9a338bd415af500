"""`kuroshio narrate`: one whole game as text."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from kuroshio.api.scenarios import Scenario, load
from kuroshio.cli.changes import chosen_in, take
from kuroshio.cli.shared_options import POLICY, RULES, SEED, ChosenPolicies, Stopped, Whole, warn_if_cold
from kuroshio.players.doctrine_draw import drawn_doctrines
from kuroshio.players.doctrine_tables import seat_policies
from kuroshio.players.mixed_games import MixedGames, play_outside
from kuroshio.players.player import PlayerFault
from kuroshio.players.whole_games import Memory, make_memory, play_block
from kuroshio.report.narrative import narrate

LINES = 65536  # log lines that one game may fill


@click.command("narrate")
@click.argument("scenario")
@SEED
@click.option("--game", type=Whole(0, 2 * 10**9), default=0, show_default=True, help="The number of the game within the seed.")
@click.option("--set", "sets", multiple=True, metavar="KEY=VALUE", help="Change a value, as for compare. May be given again.")
@POLICY
@RULES
def command(scenario: str, seed: int, game: int, sets: tuple[str, ...], policies: tuple[str, ...], rules: Path | None) -> None:
    """Play one game of SCENARIO (a file, or the name of a shipped one), by doctrine or by --policy, and tell it."""
    content, _ = take(load(scenario, rules), "--set", sets)
    chosen = chosen_in(content, policies, "--set")
    warn_if_cold()
    memory = make_memory(LINES)
    results = play_one(content, chosen, seed, game, memory)
    drawn = drawn_doctrines(content.tables, content.playbook, chosen.words, seed, game)
    for line in narrate(content.tables, memory.log[: memory.games[0].logged], results[0], drawn=drawn):
        click.echo(line)
    click.echo("\nOne game among many: it comes from these rules, doctrines and this seed; it is not a forecast.")


def play_one(content: Scenario, chosen: ChosenPolicies, seed: int, number: int, memory: Memory) -> np.recarray:
    """Play one game with its log; its outcome. Raises Stopped with the sentence of a player that fails."""
    tables, playbook = content.tables, content.playbook
    policy = seat_policies(tables, playbook, chosen.doctrines.items())
    if not chosen.sources:
        return play_block(tables, playbook, policy, seed, number, 1, memory)[0]
    try:
        return play_outside(MixedGames(tables, playbook, policy, chosen.sources, memory), seed, number, 1)[0]
    except PlayerFault as error:
        raise Stopped(str(error)) from None
    finally:
        for source in chosen.sources.values():
            source.end()
