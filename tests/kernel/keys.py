"""Whole games without the compiler, every key of a die written down: `python -m tests.kernel.keys` prints what came twice.

What an umpire is shown is a preview of the roll that then comes: its key is the roll's own, and is not counted again.
"""

from __future__ import annotations

import os

os.environ["NUMBA_DISABLE_JIT"] = "1"  # before the kernel is loaded: only ordinary Python can be listened to

from collections import Counter
from collections.abc import Callable, Iterator

import attrs
import numpy as np

from kuroshio.kernel.interventions import give_ruling, preview, preview_words
from kuroshio.kernel.state import codes, dice
from kuroshio.kernel.state.records import PROPOSAL, RULING, blank
from kuroshio.kernel.stepping import ASKED, OVER, TO_RULE
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.ruleset import Ruleset
from kuroshio.model.scenario import Inject, InjectAct
from kuroshio.players.choice_dice import luck_in
from kuroshio.players.doctrine_tables import RANDOM
from tests import world
from tests.stepping import Table

Key = tuple[int, ...]
DIALS = {"credibility_contagion": 18, "pledges_bind": 18, "heavy_pledge": 0, "put_to_people": 16}
SEED, GAMES = 7, {"random": 3, "doctrine": 1}
PURPOSE = 8  # where the purpose of a roll stands in its key
EVERY = [value for name, value in vars(codes).items() if name.startswith("DIE_")]


class Ear:
    """Hears every draw: those of the game and of its policies, and apart from them those of previews."""

    def __init__(self) -> None:
        self.drawn: Counter[Key] = Counter()
        self.previewed: set[Key] = set()
        self.quiet = False
        self._draw: Callable[..., np.uint64] = dice.draw
        dice.draw = self._hear

    def _hear(self, *key: int) -> np.uint64:
        plain = tuple(int(part) for part in key)
        if self.quiet:
            self.previewed.add(plain)
        else:
            self.drawn[plain] += 1
        return self._draw(*key)

    def forget(self) -> None:
        self.drawn.clear()
        self.previewed.clear()


def staged() -> Tables:
    """The frozen world with every dial on, every arena before an umpire, a crisis at hand, and one act brought in twice."""
    ruleset, board, scenario = world.load()
    act = InjectAct(actor="arvania", action="fishing_fleet", area="gull_waters", target="belmark")
    twins = tuple(Inject(id=f"twin_{n}", name="Twin", source="judgement: a test", text="Again.", turn=1, act=act) for n in (1, 2))
    return compile_tables(
        attrs.evolve(ruleset, procedure=attrs.evolve(ruleset.procedure, **DIALS)),
        board,
        attrs.evolve(
            scenario,
            seats=tuple(attrs.evolve(seat, mix=mix_of(ruleset, seat.faction)) for seat in scenario.seats),
            injects=(*scenario.injects, *twins),
            adjudication={action.arena: "matrix" for action in ruleset.actions},
            opening={**scenario.opening, "gulls.ladder": 8},
        ),
    )


def mix_of(ruleset: Ruleset, faction: str) -> dict[str, int]:
    """All doctrines of a faction with equal weight, so that each game draws one; none where there is only one."""
    own = [doctrine.id for doctrine in ruleset.doctrines if doctrine.faction == faction]
    return dict.fromkeys(own, 1) if len(own) > 1 else {}


def show_umpire(table: Table, ear: Ear) -> None:
    """What an umpire looks at before it rules: the roll as it is, and once an argument is heard."""
    ear.quiet = True
    for net in (0, 1):
        preview(table.rules, table.game, np.int32(net), blank(PROPOSAL)[0], blank(RULING)[0])
    ear.quiet = False
    give_ruling(table.game, np.int32(0), codes.NONE)


def hear_words(table: Table) -> None:
    """Two orders of the first two seats in their own words."""
    for seat in (0, 1):
        for n in (1, 2):
            preview_words(table.rules, table.game, np.int32(seat), np.int32(n), np.int32(0), blank(PROPOSAL)[0], blank(RULING)[0])


def play(table: Table, number: int, ear: Ear) -> None:
    """Play a game out; an umpire sits at every other one."""
    ear.forget()
    table.begin(SEED, number)
    hear_words(table)
    table.game.umpired = number % 2
    while (came_to := table.advance()) != OVER:
        if came_to == ASKED:
            table.choose(table.view(), luck=int(luck_in(table.game)))
            table.commit(table.choice)
        elif came_to == TO_RULE:
            show_umpire(table, ear)


def faults() -> Iterator[str]:
    """Every key that came twice in one game, every preview of no roll; and at the end which purposes were heard.

    The doctrine of a mix is one decision of a game, worked out anew from the same key whenever its seat is asked.
    """
    tables, ear = staged(), Ear()
    table, heard, shown = Table(tables), set(), 0
    doctrines = table.policy
    for name, games in GAMES.items():
        table.policy = doctrines if name == "doctrine" else np.full_like(doctrines, RANDOM)
        for number in range(games):
            play(table, number, ear)
            heard |= {key[PURPOSE] for key in ear.drawn}
            shown += len(ear.previewed)
            twice = [key for key, n in ear.drawn.items() if n > 1 and key[PURPOSE] != codes.DIE_MIX]
            yield from (f"{name} game {number}: drawn twice, purpose {key[PURPOSE]}: {key}" for key in twice)
            yield from (f"{name} game {number}: shown and never drawn: {key}" for key in ear.previewed - ear.drawn.keys())
    missing = {int(n) for n in EVERY} - heard
    if missing or not shown:
        yield f"purposes never heard: {sorted(missing)}; previews: {shown}"


if __name__ == "__main__":
    print("\n".join(faults()))
