"""The odds that a seat was shown when it chose, to compare them with those at the roll (rule 4.1).

The game goes on between the two: trust falls, a posture changes. When the seat is told of the roll, it is told what has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from attrs import evolve

from kuroshio.kernel.play_lines import Six
from kuroshio.kernel.state import codes
from kuroshio.picture.phrases import signed
from kuroshio.picture.picture import Beat, OddsPicture
from kuroshio.session.live_game import LiveGame

Key = tuple[str, int, Six]  # the seat, the turn, the act: actor, action, area, target, partner
ORDERED, SIGNED = "when you ordered it", "when you signed"


class OddsDrift:
    """The odds that each seat of people was shown. promised: how it agreed to an act (ordered or signed), and the odds then."""

    def __init__(self, play: LiveGame, people: frozenset[str]):
        self.play, self.people = play, people
        self.promised: dict[Key, tuple[str, OddsPicture]] = {}

    def promise(self, state: np.record, six: Six, odds: OddsPicture | None) -> None:
        """Keep the odds of an act that a seat of people orders or signs, according to its view."""
        play = self.play
        seat, turn = play.maker.factions[int(state.seat)], int(play.game.turn)
        if seat not in self.people:
            return
        if state.asking == codes.ASK_ORDER and odds is not None:
            self.promised[seat, turn, six[:5]] = ORDERED, odds
        elif state.asking == codes.ASK_SIGN and six[1] == codes.YES:
            joint: Six = tuple(int(n) for n in state.order[state.subject].item())
            shown = play.question_maker.odds_of_act(state, joint)
            if shown is not None:
                self.promised[seat, turn, joint[:5]] = SIGNED, shown

    def beside(self, seat: str, beats: Iterable[Beat]) -> Iterator[Beat]:
        """Return a seat's beats; those of its own acts also say what has moved the odds since they were shown."""
        for beat in beats:
            line = self.play.log[beat.number]
            act = tuple(int(line[name]) for name in ("actor", "action", "area", "target", "partner"))
            how, shown = self.promised.get((seat, beat.turn, act), ("", None)) if beat.odds else ("", None)
            moved = drifted(how, shown, beat.odds) if shown and beat.odds else ""
            yield evolve(beat, text=f"{moved} {beat.text}".strip()) if moved else beat


def drifted(how: str, shown: OddsPicture, thrown: OddsPicture) -> str:
    """Say what has moved the odds of an act since they were shown, arguments apart; empty if nothing has."""
    then, now = dict(shown.modifiers), dict(thrown.modifiers)
    names = [name for name in dict.fromkeys((*then, *now)) if then.get(name, 0) != now.get(name, 0)]
    if not names or shown.number == thrown.number:
        return ""
    moved = "; ".join(f"{name}: {signed(then.get(name, 0))} then, {signed(now.get(name, 0))} now" for name in names)
    return f"Needed {shown.number} {how}, {thrown.number} now. {moved}."
