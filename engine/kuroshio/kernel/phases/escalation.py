"""Escalation: steps on the ladders, and a crisis where one passes the threshold (rule 6)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.budget import role_slot
from kuroshio.kernel.mechanics.crisis import open_crisis, play_crisis
from kuroshio.kernel.mechanics.effects import shift
from kuroshio.kernel.mechanics.events import run_events
from kuroshio.kernel.state.codes import ESCALATION, L_EFFECT, NONE
from kuroshio.kernel.state.game_records import Game
from kuroshio.kernel.state.order_numbers import fill
from kuroshio.kernel.state.result_records import Log, Scratch
from kuroshio.kernel.state.rules_records import Rules


@part
def climb_ladders(rules: Rules, game: Game, scratch: Scratch, log: Log) -> None:
    """Move each ladder by what acts and answers have added this turn."""
    for f in range(rules.n_flashpoints):
        if not rules.flashpoint[f].in_play:
            continue
        steps = min(game.steps[f], rules.procedure.most_steps)
        fill(scratch.order[0], NONE, NONE, rules.flashpoint[f].area, NONE, NONE, NONE)
        shift(rules, game, log, role_slot(rules, rules.roles.ladder, f), steps, L_EFFECT, scratch.order[0], NONE)


@part
def hottest(rules: Rules, game: Game) -> int:
    """The flashpoint highest on its ladder at or past the threshold, or NONE."""
    found, rung = NONE, rules.procedure.crisis_at - 1
    for f in range(rules.n_flashpoints):
        ladder = game.track[role_slot(rules, rules.roles.ladder, f)]
        if ladder > rung and rules.flashpoint[f].in_play:
            found, rung = f, ladder
    return found


@part
def escalation(rules: Rules, game: Game, scratch: Scratch, log: Log) -> bool:
    """The Escalation phase."""
    if game.step == 0:
        climb_ladders(rules, game, scratch, log)
        run_events(rules, game, scratch, ESCALATION, log)
        flashpoint = hottest(rules, game)
        if flashpoint == NONE:
            return False
        open_crisis(rules, game, scratch, flashpoint, log)
        game.step, game.cursor = 1, 0
    return play_crisis(rules, game, scratch, log)
