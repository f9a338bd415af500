"""The log: a line for each thing that happened, with the line that caused it (`cause`, NONE if no logged line did).

| line | its cause |
|---|---|
| turn, event, drift, luck | none |
| ruled | the choice of the order before the umpire |
| choice of orders, of a stage of a project | none |
| choice of a signature | the choice of the joint order by its seat |
| choice of an answer, of a legal decision | the incident |
| choice in a crisis: a round, a role | the crisis |
| move, posture, ruling, unnoticed | the choice that ordered it, or the inject that brought it in; none for everyday acts |
| declined | the choice of the partner that did not sign |
| incident, attributed | the ruling on the act; the incident |
| response | the choice of the answer, or the incident where a standing posture answers |
| shortfall | the response that fell short |
| crisis, waits | the change that brought the ladder to its threshold, none where it stood there before; the crisis |
| role, round, ending, loss | the choice of the role; the crisis; the round; the ending |
| project | the choice to go ahead or not |
| inject | the inject that it waited for |
| effect | the line that has the effect; none for a step up a ladder, which several acts and answers add up to |
| expired | the effect that is taken back |
| limit | the line whose effect the limit cut short |

A cause is also NONE if its line is not in the log, because the caller keeps no log or the log was full.
"""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.state.codes import (
    ASK_CRISIS,
    ASK_GATE,
    ASK_ORDER,
    ASK_RESPOND,
    ASK_ROLE,
    ASK_SIGN,
    EVERYBODY,
    FORCED,
    L_CHOICE,
    L_CRISIS,
    L_EFFECT,
    L_INCIDENT,
    L_INJECT,
    L_LIMIT,
    LOG_FULL,
    NONE,
    int32,
)
from kuroshio.kernel.state.game_records import Game, Incident, Order
from kuroshio.kernel.state.result_records import Line, Log
from kuroshio.kernel.state.rules_records import Rules


@part
def say_full(log: Log) -> None:
    """Make the last line of a full log say so; a log of length 0 is no log."""
    if len(log) > 0:
        line = log[len(log) - 1]
        line.what, line.seen, line.subject, line.amount = L_LIMIT, EVERYBODY, NONE, LOG_FULL
        line.actor, line.action, line.area, line.target, line.partner, line.piece = NONE, NONE, NONE, NONE, NONE, NONE
        line.cause = NONE


@part
def write(game: Game, log: Log, what: int, seen: int, order: Order, subject: int, amount: int, cause: int) -> int:
    """Append a line to the caller's log if it has room; return its place, or NONE."""
    if game.logged >= len(log):
        say_full(log)
        return NONE
    line = log[game.logged]
    line.what = what
    line.turn = game.turn
    line.phase = game.phase
    line.seen = seen
    line.actor = order.actor
    line.action = order.action
    line.area = order.area
    line.target = order.target
    line.partner = order.partner
    line.piece = order.piece
    line.subject = subject
    line.amount = amount
    line.effect = NONE
    line.cause = cause
    game.logged += 1
    return int32(game.logged - 1)


@part
def told(game: Game, log: Log) -> int:
    """Return how many lines the caller's log has."""
    return min(game.logged, int32(len(log)))


@part
def told_last(game: Game, log: Log, what: int, subject: int) -> int:
    """The last line of a kind about a subject, or NONE."""
    for at in range(told(game, log) - 1, -1, -1):
        if log[at].what == what and log[at].subject == subject:
            return int32(at)
    return NONE


@part
def told_this_turn(game: Game, log: Log, what: int) -> int:
    """The last line of a kind in this turn, or NONE."""
    for at in range(told(game, log) - 1, -1, -1):
        if log[at].turn != game.turn:
            return NONE
        if log[at].what == what:
            return int32(at)
    return NONE


@part
def is_of(line: Line | Order, order: Order) -> bool:
    """Whether a line holds exactly this order."""
    if line.actor != order.actor or line.action != order.action or line.area != order.area:
        return False
    return line.target == order.target and line.partner == order.partner and line.piece == order.piece


@part
def told_choice(game: Game, log: Log, asked: int, order: Order) -> int:
    """The line of this turn's choice of an order, or of a signature under it (by what was `asked`), or NONE."""
    for at in range(told(game, log) - 1, -1, -1):
        line = log[at]
        if line.turn != game.turn:
            return NONE
        if line.what == L_CHOICE and line.amount == asked and is_of(line, order):
            return int32(at)
    return NONE


@part
def told_answer(game: Game, log: Log, asked: int, faction: int, subject: int) -> int:
    """The line of a seat's last answer this turn to a question about a subject, or NONE."""
    for at in range(told(game, log) - 1, -1, -1):
        line = log[at]
        if line.turn != game.turn:
            return NONE
        if line.what == L_CHOICE and line.amount == asked and line.actor == faction and line.subject == subject:
            return int32(at)
    return NONE


@part
def told_incident(game: Game, log: Log, incident: Incident) -> int:
    """The line that tells of an incident, or NONE."""
    for at in range(told(game, log) - 1, -1, -1):
        line = log[at]
        if line.turn < incident.turn:
            return NONE
        if line.what == L_INCIDENT and line.turn == incident.turn and line.actor == incident.actor:
            if line.action == incident.action and line.area == incident.area and line.target == incident.victim:
                if line.before == incident.occurrence:
                    return int32(at)
    return NONE


@part
def told_rise(game: Game, log: Log, slot: int, threshold: int) -> int:
    """The line of this turn's last change that brought a track to a threshold or past it, or NONE."""
    for at in range(told(game, log) - 1, -1, -1):
        line = log[at]
        if line.turn != game.turn:
            return NONE
        if line.what == L_EFFECT and line.subject == slot and line.before < threshold <= line.after:
            return int32(at)
    return NONE


@part
def told_loan(rules: Rules, game: Game, log: Log, i: int) -> int:
    """The line of the effect that lent what is now taken back, entry i of the list of what lasts; or NONE.

    Of several like loans the list has the earlier first, as the log does.
    """
    kept, later = game.lasting[i], 0
    for j in range(i + 1, game.n_lasting):
        other = game.lasting[j]
        if other.slot == kept.slot and other.amount == kept.amount and other.until == kept.until:
            later += 1
    for at in range(told(game, log) - 1, -1, -1):
        line = log[at]
        if line.what == L_EFFECT and line.subject == kept.slot and line.effect >= 0:
            if line.after - line.before == kept.amount and line.turn + rules.effect[line.effect].lasts == kept.until:
                if later == 0:
                    return int32(at)
                later -= 1
    return NONE


@part
def told_order(rules: Rules, game: Game, log: Log, i: int) -> int:
    """Return the cause of order i: its seat's choice, or the last inject that entered it; NONE where neither is logged."""
    order = game.order[i]
    if game.order_status[i] != FORCED:
        return told_choice(game, log, ASK_ORDER, order)
    for at in range(told(game, log) - 1, -1, -1):
        line = log[at]
        if line.what == L_INJECT and line.subject < rules.n_injects:
            if rules.inject[line.subject].acts and is_of(rules.inject[line.subject].act, order):
                return int32(at)
    return NONE


@part
def cause_of_choice(game: Game, log: Log) -> int:
    """Return the line that the present choice follows from."""
    if len(log) == 0:
        return NONE
    if game.asking == ASK_SIGN:
        return told_choice(game, log, ASK_ORDER, game.order[game.subject])
    if game.asking == ASK_GATE or game.asking == ASK_RESPOND:
        return told_incident(game, log, game.incident[game.cursor])
    if game.asking == ASK_CRISIS or game.asking == ASK_ROLE:
        return told_last(game, log, L_CRISIS, game.crisis)
    return NONE
