"""What moved a seat's own numbers: effects by what they follow from, prices by what was paid for, income, rest.

Effects are in the log with their cause. What is paid and earned is not: it is the difference that effects leave, told by the
seat's own choices, whose prices the rules name. Whatever these do not add up to is told as other, so that the sum is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from attrs import frozen

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.view import line_seen
from kuroshio.model.entry_parts import Cost
from kuroshio.picture.chronicle import Chronicle
from kuroshio.picture.log_sentences import CHANGES
from kuroshio.picture.row_names import RowNames
from kuroshio.picture.standing import Moved

NO_COST = Cost()
INCOME, REST, POSTURE, MOVES = "income", "rest", "upkeep of postures", "moves beyond the free ones"
OTHER, BACK = "other prices", "prices that came back"

PAYS = (codes.L_CHOICE, codes.L_DECLINED, codes.L_PROJECT)
POSTURES_MOVE = (codes.L_POSTURE, *CHANGES)


@frozen(eq=False)
class ToldSpan:
    """The stretch of a game that is told. start, now: all tracks at its ends; lines: of the log, those that lie in it.

    earned: by slot, income less the upkeep of postures in the News that lie in it; news: the turns of these; rests: the Upkeeps
    in it.
    """

    start: np.ndarray
    now: np.ndarray
    lines: tuple[int, ...]
    earned: Mapping[int, int]
    news: tuple[int, ...]
    rests: int


class NumberMoves:
    """Tells what moved the tracks of one seat over a span. chronicle: what the seat was told, which has read the whole log."""

    def __init__(self, tables: Tables, names: RowNames, chronicle: Chronicle):
        self.tables, self.names, self.chronicle, self.seat = tables, names, chronicle, chronicle.faction
        self.slots = {name: i for i, name in enumerate(tables.slots)}
        roles, faction = tables.ruleset.roles, tables.ruleset.factions[self.seat].id
        self.purse = {self.slots[f"{faction}.{getattr(roles, job)}"]: job for job in ("capital", "funds", "readiness")}

    def of(self, slot: int, span: ToldSpan, log: np.ndarray) -> tuple[Moved, ...]:
        """Return what moved a track of the seat over a span; the amounts add up to the difference."""
        told: dict[str, int] = {}
        for at in of_kinds(span, log, CHANGES):
            line = log[at]
            if line.subject == slot and line_seen(self.tables.rules, line, self.seat):
                why = self.chronicle.reason(at)
                told[why] = told.get(why, 0) + int(line.after) - int(line.before)
        left = int(span.now[slot]) - int(span.start[slot]) - sum(told.values())
        moved = [*told.items(), *self._paid(slot, span, log, left)]
        return tuple(Moved(amount=amount, why=why) for why, amount in moved if amount)

    # --- what the log does not tell --------------------------------------------------------------------

    def _paid(self, slot: int, span: ToldSpan, log: np.ndarray, left: int) -> Iterator[tuple[str, int]]:
        """Return income, rest and prices, which add up to what effects leave of a difference."""
        job = self.purse.get(slot, "")
        if not job:
            yield OTHER, left
            return
        earned, upkeep = span.earned.get(slot, 0), sum(getattr(cost, job) for cost in self._upkeep(span, log))
        yield INCOME, earned + upkeep
        yield POSTURE, -upkeep
        left -= earned
        prices = [(why, getattr(cost, job)) for why, cost in self._prices(span, log)]
        prices = [(why, -amount) for why, amount in prices if amount]
        over = left - sum(amount for _, amount in prices)
        if job == "readiness" and over > 0:
            rest = min(over, span.rests * int(self.tables.rules.procedure.readiness_recovers))
            yield REST, rest
            over -= rest
        for why, amount in prices:  # an answer that a posture gives anyway is free
            if over >= -amount > 0 and why in self.names.levels:
                over += amount
                continue
            yield why, amount
        yield OTHER if over < 0 else BACK, over

    def _prices(self, span: ToldSpan, log: np.ndarray) -> Iterator[tuple[str, Cost]]:
        """Return what the seat has paid for in a span, by the prices of the rules."""
        free: dict[int, int] = {}
        for at in of_kinds(span, log, PAYS):
            line = log[at]
            if line.what == codes.L_CHOICE and self._chose(line):
                yield from self._price(line, free)
            elif line.what == codes.L_DECLINED and line.actor == self.seat:
                back = self.tables.ruleset.actions[line.action].cost
                returned = Cost(capital=-back.capital, funds=-back.funds, readiness=-back.readiness)
                yield f"{self.names.actions[line.action]} declined, price back", returned
            elif line.what == codes.L_PROJECT and line.band != codes.NONE:
                project = self.tables.ruleset.projects[line.subject]
                stage = project.stages[line.amount]
                if self.tables.index.factions[stage.decider] == self.seat:
                    yield f"{project.name}: {stage.name}", stage.cost

    def _chose(self, line: np.record) -> bool:
        """Whether a choice is the seat's own; the line of a signature names the proposer as actor."""
        return bool((line.subject if line.amount == codes.ASK_SIGN else line.actor) == self.seat)

    def _price(self, line: np.record, free: dict[int, int]) -> Iterator[tuple[str, Cost]]:
        """Return the price of a choice of the seat. free: by turn, the moves so far."""
        rules, asked, chosen = self.tables.ruleset, int(line.amount), int(line.after)
        if asked == codes.ASK_ORDER:
            action = rules.actions[line.action]
            if action.mechanism == "redeploy":
                free[int(line.turn)] = free.get(int(line.turn), 0) + 1
                if free[int(line.turn)] > rules.factions[self.seat].free_moves:
                    yield MOVES, Cost(readiness=int(self.tables.rules.procedure.move_readiness))
            yield action.name, action.cost
        elif asked == codes.ASK_SIGN and chosen == codes.YES:
            yield f"{rules.actions[line.action].name}, signed", rules.actions[line.action].partner_cost
        elif asked == codes.ASK_GATE and chosen == codes.YES:
            yield rules.gates[line.subject].name, rules.gates[line.subject].cost
        elif asked in self.names.answers:
            answer = self.names.answers[asked][chosen]
            yield answer.name, answer.cost

    def _upkeep(self, span: ToldSpan, log: np.ndarray) -> Iterator[Cost]:
        """Return what the seat's postures cost it in the News of a span, at the steps on which they then stood (rule 2.1)."""
        rules, faction = self.tables.rules, self.tables.ruleset.factions[self.seat].id
        for p, place in enumerate(self.tables.ruleset.flashpoints):
            slot = self.slots.get(f"{faction}.{self.tables.ruleset.roles.posture}.{place.id}")
            side = int(rules.flashpoint[p].side[self.seat])
            if slot is None or side < 0 or not rules.flashpoint[p].in_play:
                continue
            moves = [log[at] for at in of_kinds(span, log, POSTURES_MOVE) if log[at].subject == slot]
            for turn in span.news:
                later = (line for line in moves if line.turn > turn or (line.turn == turn and line.phase != codes.NEWS))
                stood = int(span.now[slot]) - sum(int(line.after) - int(line.before) for line in later)
                paid = rules.posture[p, side, stood].upkeep
                yield Cost(capital=int(paid.capital), funds=int(paid.funds), readiness=int(paid.readiness))


def of_kinds(span: ToldSpan, log: np.ndarray, kinds: Iterable[int]) -> list[int]:
    """Return the lines of a span that are of some kinds."""
    lines = np.array(span.lines, np.int64)
    return lines[np.isin(log["what"][lines], [int(kind) for kind in kinds])].tolist() if len(lines) else []


def own_slots(tables: Tables, seat: int, own: Iterable[int]) -> list[int]:
    """Return the slots of a seat's numbers of its own: those given first, then the other tracks of its faction."""
    faction = tables.ruleset.factions[seat].id
    tracks = {track.id for track in tables.ruleset.tracks if track.scope == "faction"}
    first = list(own)
    rest = [i for i, name in enumerate(tables.slots) if name.partition(".")[0] == faction and name.partition(".")[2] in tracks]
    return first + [slot for slot in rest if slot not in first]
