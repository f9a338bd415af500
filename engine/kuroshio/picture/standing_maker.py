"""Makes the standing of a seat: aims, numbers and what moved them, offers, incidents, hand, all from its own view."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.model.calendar import date_of
from kuroshio.picture.chronicle import Chronicle
from kuroshio.picture.hand_rows import Hand
from kuroshio.picture.number_moves import NumberMoves, ToldSpan, own_slots
from kuroshio.picture.picture import Beat
from kuroshio.picture.picture_maker import PictureMaker
from kuroshio.picture.questions import QuestionMaker
from kuroshio.picture.standing import (
    AimStanding,
    CaseAnswer,
    OpenOffer,
    OwnCounter,
    OwnNumber,
    SeatCase,
    SeatCrisis,
    SeatStanding,
)

NOTHING = int(codes.NONE)


class StandingMaker:
    """Makes standings for the seats of one game."""

    def __init__(self, maker: PictureMaker, questions: QuestionMaker):
        self.maker, self.questions, self.tables = maker, questions, maker.tables
        self.rules, self.hand = maker.rules, Hand(questions)

    def standing(
        self, view: np.record, seat: str, chronicle: Chronicle, span: ToldSpan, log: np.ndarray, *, since: str, planning: bool
    ) -> SeatStanding:
        """Return where a seat stands. view: its own; chronicle: what it was told; span: what is told of the game.

        log: the lines of the game, a record each; since: the start of the span, in words; planning: whether orders are asked for.
        """
        scenario, row = self.tables.scenario, self.tables.index.factions[seat]
        faction = self.tables.ruleset.factions[row]
        side = next(one for one in self.maker.sides if one.id == seat)
        turn = min(int(view.turn), scenario.turns)
        later = not planning and turn < scenario.turns
        return SeatStanding(
            seat=seat,
            name=faction.name,
            name_ja=faction.name_ja,
            letter=side.letter,
            color=side.color,
            turn=turn,
            turns=scenario.turns,
            date=date_of(turn, scenario.start, scenario.turn_length),
            phase=codes.PHASES[view.phase],
            since=since,
            planning=planning,
            orders=faction.orders,
            moves=min(faction.free_moves, int(self.rules.procedure.most_moves)),
            aims=tuple(self._aims(view, seat)),
            numbers=tuple(self._numbers(view, row, NumberMoves(self.tables, self.maker.names, chronicle), span, log)),
            counters=tuple(self._counters(view, seat)),
            offers=tuple(self._offers(view, row)),
            cases=tuple(self._cases(view, row)),
            done=tuple(self._done(row, chronicle, span, log)),
            happened=tuple(self._happened(row, chronicle, span, log)),
            hand=tuple(self.hand.rows(view, row, later)) if faction.orders else (),
            crisis=self._crisis(view, row),
        )

    def _counters(self, view: np.record, seat: str) -> Iterator[OwnCounter]:
        """Return the counters of a seat that are on the map, in the order of the scenario."""
        for p, piece in enumerate(self.tables.scenario.pieces):
            if piece.faction == seat and view.piece_area[p] >= 0:
                area = self.tables.board.areas[view.piece_area[p]]
                yield OwnCounter(name=piece.name, area=area.short or area.name, ready=bool(view.piece_readiness[p] > 0))

    # --- aims and numbers ------------------------------------------------------------------------------

    def _aims(self, view: np.record, seat: str) -> Iterator[AimStanding]:
        """Return the conditions of success with their grade so far, judged by the seat's own view."""
        for aim in self.maker.aims.gauges(view, seat, (), None):
            gauge = aim.gauge
            track = self.maker.tracks.get(gauge.id.split(".")[1])
            yield AimStanding(
                name=gauge.name,
                name_ja=track.name_ja if track else "",
                value=gauge.value,
                mean=aim.mean,
                wanted=aim.wanted,
                grade=aim.grade,
                least=gauge.least if track else None,
                most=gauge.most if track else None,
                at_least=aim.at_least,
                at_most=aim.at_most,
            )

    def _numbers(self, view: np.record, row: int, moves: NumberMoves, span: ToldSpan, log: np.ndarray) -> Iterator[OwnNumber]:
        """Return the seat's own numbers that it may know."""
        seen = self.rules.slot_seen
        for slot in own_slots(self.tables, row, self.maker.own(self.maker.factions[row])):
            if int(seen[slot]) >> row & 1 and view.track[slot] != codes.UNKNOWN:
                gauge = self.maker.gauge(slot, view.track.tolist(), span.start.tolist())
                track = self.maker.tracks[gauge.id.split(".")[1]]
                before = int(span.start[slot])
                yield OwnNumber(
                    gauge=gauge, name=track.name, name_ja=track.name_ja, before=before, moved=moves.of(slot, span, log)
                )

    # --- what is open ----------------------------------------------------------------------------------

    def _offers(self, view: np.record, row: int) -> Iterator[OpenOffer]:
        """Return the joint orders that wait for the seat's signature; none before all orders are in (rule 2.6)."""
        for i in range(int(view.n_orders)):
            joint = view.order[i]
            if joint.partner != row or view.order_status[i] != codes.UNSIGNED:
                continue
            trial = view.copy()
            trial.asking, trial.seat, trial.subject = codes.ASK_SIGN, row, i
            question, action = self.questions.question(trial), self.tables.ruleset.actions[joint.action]
            yes = next((one for one in question.choices if one.line.endswith(" yes")), None)
            yield OpenOffer(
                by=self.maker.factions[joint.actor],
                act=action.id,
                title=action.name,
                title_ja=action.name_ja,
                cost=self.maker.phrases.cost(action.partner_cost),
                odds=yes.odds if yes else None,
                text=question.text[1:],
                why=tuple(why for closed in question.closed for why in closed.why),
            )

    def _cases(self, view: np.record, row: int) -> Iterator[SeatCase]:
        """Return the incidents of the turn that were done to the seat, or that it is asked about."""
        for i in range(int(view.n_incidents)):
            incident = view.incident[i]
            duty = self.questions.duties.duty(view, row, i)
            concerned = incident.victim == row or (duty is not None and incident.asked)
            if incident.turn != view.turn or incident.victim < 0 or not concerned:
                continue
            level, action = int(incident.level[row]), int(incident.action)
            asked = incident.asked and not incident.settled and level == NOTHING
            yield SeatCase(
                incident=self.maker.incident(i, incident),
                title_ja=self.tables.ruleset.actions[action].name_ja if action >= 0 else "",
                duty=duty,
                answers=tuple(self._answers(view, row, i)) if asked else (),
                answered=self.maker.names.levels[level] if level >= 0 else "",
            )

    def _answers(self, view: np.record, row: int, i: int) -> Iterator[CaseAnswer]:
        """Return the answers of a seat to incident i, as it will be asked for them."""
        question = self.questions.question(self.case(view, row, i))
        said = {one.line.rpartition(" ")[2]: (one.title, one.cost, one.text, ()) for one in question.choices}
        shut = {one.line.rpartition(" ")[2]: (one.title, one.cost, (), one.why) for one in question.closed}
        for level in self.questions.levels:
            if level.id in said or level.id in shut:
                title, cost, text, why = {**shut, **said}[level.id]
                yield CaseAnswer(name=title, name_ja=level.name_ja, cost=cost, text=text, why=why)

    def case(self, view: np.record, row: int, i: int) -> np.record:
        """Return a copy of a seat's view in which it is asked for its answer to incident i."""
        trial, incident = view.copy(), view.incident[i]
        trial.asking, trial.seat, trial.subject, trial.cursor = codes.ASK_RESPOND, row, i, i
        owed = max(int(incident.expected[row]), 0)
        if view.asking in (codes.ASK_RESPOND, codes.ASK_GATE) and view.seat == row and view.cursor == i:
            owed = int(view.fact[codes.F_EXPECTED])
        known = incident.attributed[row] != NOTHING
        act_class = incident.act_class if known else self.rules.class_lower[incident.act_class]
        trial.fact[codes.F_INTENSITY] = incident.intensity
        trial.fact[codes.F_EXPECTED] = owed
        trial.fact[codes.F_VICTIM] = int(incident.victim == row)
        trial.fact[codes.F_ATTRIBUTED] = int(incident.attributed[row] >= 0)
        trial.fact[codes.F_VICTIM_LEVEL] = incident.level[incident.victim]
        trial.fact[codes.F_ACT_CLASS] = act_class + 1
        return trial

    def _crisis(self, view: np.record, row: int) -> SeatCrisis | None:
        """Return the present crisis as a seat meets it; a principal reads its choices while the others take their roles."""
        if view.crisis < 0 or view.asking not in (codes.ASK_CRISIS, codes.ASK_ROLE):
            return None
        place, rounds = self.tables.ruleset.flashpoints[view.crisis], int(self.rules.procedure.crisis_rounds)
        ours = [self.tables.index.factions[side] for side in (place.challenger, place.holder)]
        asking, number = (int(codes.ASK_CRISIS), int(view.round_no)) if row in ours else (int(codes.ASK_ROLE), 0)
        roles = view.asking == codes.ASK_ROLE
        stage = "roles are chosen; then come the rounds" if roles else f"round {int(view.round_no) + 1} of {rounds}"
        answers: tuple[CaseAnswer, ...] = ()
        if row in ours or (roles and view.role[row] == NOTHING):
            trial = view.copy()
            trial.asking, trial.seat, trial.subject = asking, row, view.crisis
            if row in ours:
                trial.fact[codes.F_ROUND], trial.fact[codes.F_VICTIM] = number + 1, ours.index(row)
                trial.fact[codes.F_RIVAL_CHOICE] = view.rival_choice[1 - ours.index(row)]
            answers = tuple(self._open_and_closed(trial))
        challenger, holder = (self.maker.names.factions[side] for side in ours)
        parties = f"{challenger} is the challenger, {holder} the holder"
        return SeatCrisis(place=place.name, stage=stage, parties=parties, answers=answers)

    def _open_and_closed(self, trial: np.record) -> Iterator[CaseAnswer]:
        """Return what may be chosen in a crisis, then what is closed and why."""
        question, ruleset = self.questions.question(trial), self.tables.ruleset
        japanese = {one.name: one.name_ja for one in (*ruleset.crisis_choices, *ruleset.crisis_roles)}
        for one in question.choices:
            yield CaseAnswer(name=one.title, name_ja=japanese.get(one.title, ""), cost=one.cost, text=one.text, why=())
        for shut in question.closed:
            yield CaseAnswer(name=shut.title, name_ja=japanese.get(shut.title, ""), cost=shut.cost, text=(), why=shut.why)

    # --- what was done ---------------------------------------------------------------------------------

    def _done(self, row: int, chronicle: Chronicle, span: ToldSpan, log: np.ndarray) -> Iterator[Beat]:
        """Return what became of the seat's own acts over the span, as it was told, without those that flow from a posture."""
        lines = set(span.lines)
        for beat in chronicle.beats:
            line = log[beat.number]
            if beat.number in lines and beat.kind == "ruling" and int(line.actor) == row:
                if not self.rules.action[line.action].everyday:
                    yield beat

    def _happened(self, row: int, chronicle: Chronicle, span: ToldSpan, log: np.ndarray) -> Iterator[Beat]:
        """Return what others did to the seat over the span, what it was told, and what moved its numbers without its doing."""
        own, lines = f"{self.maker.factions[row]}.", set(span.lines)
        names = {self.maker.names.slots[slot] for name, slot in self.maker.slots.items() if name.startswith(own)}
        told = [beat for beat in chronicle.beats if beat.number in lines]
        known = {beat.number for beat in told}
        for beat in told:
            line = log[beat.number]
            theirs = int(line.actor) != row and row in (int(line.target), int(line.partner))
            if line.what == codes.L_DECLINED:  # its actor proposed, its partner declined
                theirs = int(line.actor) == row
            if line.what == codes.L_CHOICE:  # a signature names the proposer; it is the signer's own doing
                theirs = False
            again = beat.kind == "incident" and beat.cause in known
            if (
                (theirs and not again)
                or beat.kind == "inject"
                or (beat.kind == "event" and names & {one.name for one in beat.changes})
            ):
                yield beat
