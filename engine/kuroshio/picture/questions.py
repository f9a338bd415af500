"""Questions to a seat in words: the question, its choices with price and odds, the seat's cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from attrs import evolve

from kuroshio.kernel.advice import GATE_SHUT, REASON, TOO_DEAR, is_free, propose, propose_stage, tell_links, why_closed, why_not
from kuroshio.kernel.play_lines import IllegalLine, Six, legal_choices, options, read_choice, read_order, spell_choice
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import ORDER, PROPOSAL, blank
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.capacities import MAX_OPTIONS
from kuroshio.model.entry_parts import Cost
from kuroshio.model.ruleset import Action, CrisisRound, Gate
from kuroshio.picture.aim_moves import AimMoves, joined
from kuroshio.picture.duties import Duties, told
from kuroshio.picture.phrases import sentence, signed
from kuroshio.picture.picture import Card, Choice, Closed, OddsPicture, QuestionPicture
from kuroshio.picture.picture_maker import PictureMaker, id_at
from kuroshio.players.doctrine_choice import weigh_hand
from kuroshio.players.doctrine_tables import WEIGHING, Playbook

NOTHING = int(codes.NONE)
REASONS = 16
OptionWords = tuple[str, str, Iterable[str], OddsPicture | None]  # title, price, text, odds of an option of a question


class QuestionMaker:
    """Puts the open question into words, from the view of the seat that is asked."""

    def __init__(self, tables: Tables, playbook: Playbook, maker: PictureMaker):
        self.tables, self.rules, self.playbook, self.maker = tables, tables.rules, playbook, maker
        self.phrases, self.names = maker.phrases, maker.names
        self.duties, self.aims = Duties(tables, maker.names), AimMoves(tables)
        self.options, self.weighing = blank(ORDER, MAX_OPTIONS), blank(WEIGHING)[0]
        self.order, self.proposal, self.reasons = blank(ORDER), blank(PROPOSAL), blank(REASON, REASONS)
        self.levels = sorted(tables.ruleset.levels, key=lambda entry: entry.rank)
        self.mechanisms = tables.rules.action["mechanism"].tolist()  # a record is slow to read, choice by choice
        self.asks = {  # by question but for orders: what words the question, and what words one of its answers
            int(codes.ASK_SIGN): (self._sign, self._signature),
            int(codes.ASK_GATE): (self._gate, self._decision),
            int(codes.ASK_RESPOND): (self._respond, self._level),
            int(codes.ASK_PROCEED): (self._proceed, self._going_on),
            int(codes.ASK_CRISIS): (self._crisis, self._crisis_choice),
            int(codes.ASK_ROLE): (self._role, self._part),
        }

    def question(self, view: np.record) -> QuestionPicture:
        """Return the open question of a view."""
        asking = int(view.asking)
        if asking == codes.ASK_ORDER:
            return self._orders(view)
        title, text, incident = self.asks[asking][0](view)
        legal = legal_choices(self.tables, view)
        return QuestionPicture(
            kind=codes.QUESTIONS[asking],
            title=title,
            text=tuple(text),
            choices=tuple(self._answer(view, six) for six in legal),
            incident=incident,
            closed=tuple(self._closed(view, {six[1] for six in legal})),
        )

    def _closed(self, view: np.record, legal: set[int]) -> Iterator[Closed]:
        """Return the answers that are closed to the seat, with reasons; not those that only other seats of the case have."""
        seat = int(view.seat)
        for option in range(len(options(self.tables, int(view.asking)))):
            n = 0 if option in legal else int(why_closed(self.rules, view, np.int64(option), self.order[0], self.reasons))
            if n > 0:
                answer = self._answer(view, (seat, option, NOTHING, NOTHING, NOTHING, NOTHING))
                why = self._why_closed(view, option, self.reasons[:n])
                yield Closed(line=answer.line, title=answer.title, cost=answer.cost, why=tuple(why), moves=answer.moves)

    def read_answer(self, view: np.record, line: str) -> Six:
        """Read the answer of a line. Raises UnclearLine, for a closed answer with the reason."""
        try:
            return read_choice(self.tables, view, line)
        except IllegalLine as error:
            said = line.split()
            legal = {six[1] for six in legal_choices(self.tables, view)}
            for closed in self._closed(view, legal):
                _, question, *_, answer = closed.line.split()
                if said[1:2] == [question] and said[-1] == answer:
                    raise IllegalLine(error.wrong, f"{error.right}. {' '.join(closed.why)}") from None
            raise

    def _why_closed(self, view: np.record, option: int, reasons: np.ndarray, have: str = "you have") -> Iterator[str]:
        """Return the reasons against an answer, a sentence each."""
        level = self.levels[option] if view.asking == codes.ASK_RESPOND else None
        return self.phrases.closed(reasons, level.pieces if level else (), have)

    # --- orders ----------------------------------------------------------------------------------------

    def _orders(self, view: np.record) -> QuestionPicture:
        seat = int(view.seat)
        faction, procedure = self.rules.faction[seat], self.rules.procedure
        return QuestionPicture(
            kind="order",
            title=f"{self.names.faction(seat)}: orders for this turn",
            text=(),
            cards=tuple(self._cards(view, seat)),
            orders_left=int(faction.orders - view.ordered[seat]),
            moves_left=int(max(0, min(faction.free_moves, procedure.most_moves) - view.moved[seat])),
        )

    def _cards(self, view: np.record, seat: int) -> Iterator[Card]:
        """Return a card for each action of the seat in this scenario."""
        legal: dict[int, list[Six]] = {}
        for six in legal_choices(self.tables, view):
            legal.setdefault(six[1], []).append(six)
        ranks = self.ranks(view, seat)
        for i in range(int(self.rules.n_hand[seat])):
            row = int(self.rules.hand[seat, i])
            if self.mechanisms[row] != codes.PASS:
                yield self._card(view, seat, row, legal.get(row, []), ranks.get(row, 0))

    def _card(self, view: np.record, seat: int, row: int, legal: list[Six], rank: int) -> Card:
        action = self.tables.ruleset.actions[row]
        choices = tuple(self._choice(view, six) for six in legal)
        each = [choice.moves for choice in choices] or [self.aims.of_order(view, six) for six in self._candidates(seat, row)]
        reasons, lacks = ((), "") if legal else self._why_none(view, seat, row)
        return Card(
            action=action.id,
            name=action.name,
            arena=action.arena,
            kind=kind_of(action),
            cost=self.phrases.prices[action.id],
            text=self.phrases.texts[action.id],
            choices=choices,
            reasons=reasons,
            rank=rank,
            moves=joined(each),
            lacks=lacks,
        )

    def ranks(self, view: np.record, seat: int) -> dict[int, int]:
        """Return how well each action fits the moment: the highest weight that any doctrine of the seat gives it."""
        faction = self.maker.factions[seat]
        best: dict[int, int] = {}
        for doctrine in self.tables.ruleset.doctrines:
            if doctrine.faction != faction:
                continue
            d = self.playbook.rows[doctrine.id]
            n = int(weigh_hand(self.rules, self.playbook.record, np.int64(d), view, self.options, self.weighing))
            first = int(self.playbook.record.lines[d, codes.ASK_ORDER].first)
            given: dict[int, int] = {}
            for i in range(n):
                row = int(self.playbook.record.leaning[first + i].chosen)
                given[row] = given.get(row, 0) + int(self.weighing.weight[i])
            for row, weight in given.items():
                best[row] = max(best.get(row, 0), weight)
        return best

    def _choice(self, view: np.record, six: Six) -> Choice:
        """Return one order as a choice: area, target, partner and odds."""
        action = self.tables.ruleset.actions[six[1]]
        return Choice(
            line=spell_choice(self.tables, view, six),
            title=self.title(six) + self._step(view, six),
            cost=self.phrases.prices[action.id],
            odds=self._odds(view, six),
            area=id_at(self.tables.board.areas, six[2]),
            target=id_at(self.tables.ruleset.factions, six[3]),
            partner=id_at(self.tables.ruleset.factions, six[4]),
            piece=self.tables.scenario.pieces[six[5]].id if six[5] >= 0 else "",
            moves=self.aims.of_order(view, six),
        )

    def _step(self, view: np.record, six: Six) -> str:
        """Return the old and the new posture, for an order that changes it."""
        action = self.tables.ruleset.actions[six[1]]
        if kind_of(action) != "posture":
            return ""
        posture = self.tables.ruleset.roles.posture
        hotspot = next(f for f in self.tables.ruleset.flashpoints if f.area == self.tables.board.areas[six[2]].id)
        level = int(view.track[self.maker.slots[f"{self.maker.factions[six[0]]}.{posture}.{hotspot.id}"]])
        return f": from {level} to {level + (1 if action.mechanism == 'raise_posture' else -1)}"

    def title(self, six: Six) -> str:
        """An order in words."""
        _, row, area, target, partner, piece = six
        if self.mechanisms[row] == codes.REDEPLOY:
            return f"{self.names.pieces[piece]} to {self.names.areas[area]}"
        text = f"{self.names.actions[row]}{self.names.at(area)}"
        text += f", towards {self.names.faction(target)}" if target >= 0 else ""
        return text + (f", with {self.names.faction(partner)}" if partner >= 0 else "")

    def odds_of(self, view: np.record, six: Six) -> OddsPicture | None:
        """Return the odds of a choice as its seat is shown them, for an act or a stage of a project; else None."""
        if view.asking == codes.ASK_ORDER:
            return self._odds(view, six)
        return self._stage_odds(view) if view.asking == codes.ASK_PROCEED and six[1] == codes.YES else None

    def _stage_odds(self, view: np.record) -> OddsPicture | None:
        row = self.rules.project[view.subject]
        self.order[0] = (row.lead, NOTHING, NOTHING, row.partner, NOTHING, NOTHING)
        propose_stage(self.rules, view, np.int64(view.subject), self.order[0], self.proposal[0])
        return self.phrases.odds(self.proposal[0])

    def odds_of_act(self, view: np.record, six: Six) -> OddsPicture | None:
        """Return the odds of an act according to a view; None where no dice decide."""
        return self._odds(view, six)

    def _odds(self, view: np.record, six: Six) -> OddsPicture | None:
        if self.mechanisms[six[1]] != codes.ACT:
            return None
        self.order[0] = six
        propose(self.rules, view, self.order[0], self.proposal[0])
        return self.phrases.odds(self.proposal[0])

    def _why_none(self, view: np.record, seat: int, row: int) -> tuple[tuple[str, ...], str]:
        """Return the reasons against that order of an action which is nearest to being legal, and what its price lacks."""
        found = self._nearest(view, self._candidates(seat, row))
        dear = found[found["why"] == TOO_DEAR]
        lacks = " ".join(self.phrases.closed(dear)) if len(dear) == len(found) else ""
        return tuple(dict.fromkeys(self.phrases.reasons(found))), lacks

    def _fewest(self, view: np.record, orders: Iterable[Six]) -> list[str]:
        """Return the reasons against the one of some orders that is nearest to being legal."""
        return list(dict.fromkeys(self.phrases.reasons(self._nearest(view, orders))))

    def _nearest(self, view: np.record, orders: Iterable[Six]) -> np.ndarray:
        """Return the reasons against the one of some orders that has the fewest, as rows; none where all are legal."""
        fewest = self.reasons[:0].copy()
        for six in orders:
            self.order[0] = six
            n = int(why_not(self.rules, view, self.order[0], self.reasons))
            if n and (not len(fewest) or n < len(fewest)):
                fewest = self.reasons[:n].copy()
            if len(fewest) == 1:
                break
        return fewest

    def refusal(self, view: np.record, line: str) -> str:
        """Say why a readable order is not legal: its action cannot name a part of it, or what bars the nearest legal form."""
        six = read_order(self.tables, line)
        name = self.names.actions[six[1]]
        candidates = [order for order in self._candidates(six[0], six[1]) if order[1] == six[1]]
        moves = self.rules.action[six[1]].mechanism == codes.REDEPLOY
        for place, noun, index in ((2, "area", "areas"), (3, "target", "factions"), (4, "partner", "factions")):
            could = sorted({order[place] for order in candidates})
            if six[place] >= 0 and six[place] not in could and not (moves and place == 2):
                ids = list(getattr(self.tables.index, index))
                known = ", ".join(ids[row] for row in could if row >= 0)
                write = f"write one of {known}" if known else "it names none"
                return f"{name}: it cannot name {ids[six[place]]} as {noun}; {write}."
        wanted = [order for order in candidates if all(n in (NOTHING, o) for n, o in zip(six[2:5], order[2:5], strict=True))]
        wanted = [six] if moves else wanted
        return f"{name}: {self._served(view, six) or ' '.join(self._fewest(view, wanted)) or 'not open now.'}"

    def _served(self, view: np.record, six: Six) -> str:
        """Return a sentence if the order names a wrong piece and another could do it; else empty."""
        legal = [order for order in legal_choices(self.tables, view) if order[1] == six[1]] if six[5] >= 0 else []
        serving = {order[5] for order in legal if all(n in (NOTHING, o) for n, o in zip(six[2:5], order[2:5], strict=True))}
        pieces = [self.tables.scenario.pieces[row].id for row in sorted(serving) if row >= 0]
        if not serving or six[5] in serving:
            return ""
        named = self.tables.scenario.pieces[six[5]].id
        other = f"write by {' or '.join(pieces)}, or leave it out" if pieces else "it names no counter"
        return f"{named} cannot do it; {other}."

    def _candidates(self, seat: int, row: int) -> Iterator[Six]:
        """Return the orders that an action could make."""
        action = self.rules.action[row]
        if action.mechanism == codes.REDEPLOY:
            yield from ((seat, row, NOTHING, NOTHING, NOTHING, p) for p in self._own_pieces(seat) or [NOTHING])
            return
        areas = action.area[: action.n_areas].tolist() or [NOTHING]
        targets = [t for t in action.target[: action.n_targets].tolist() if t != seat] or [NOTHING]
        partners = [p for p in action.partner[: action.n_partners].tolist() if p != seat] or [NOTHING]
        for area in areas:
            for target in targets:
                yield from ((seat, row, area, target, partner, NOTHING) for partner in partners)

    def _own_pieces(self, seat: int) -> list[int]:
        return [p for p in range(int(self.rules.n_pieces)) if self.rules.piece[p].faction == seat]

    # --- other questions -------------------------------------------------------------------------------

    def _sign(self, view: np.record) -> tuple[str, Iterable[str], int]:
        joint = view.order[view.subject]
        action = self.tables.ruleset.actions[joint.action]
        who = self.names.faction(joint.actor)
        six: Six = tuple(int(n) for n in (joint.actor, joint.action, joint.area, joint.target, NOTHING, NOTHING))
        whose = self.phrases.parties(
            who, self.names.faction(joint.target) if joint.target >= 0 else "", self.names.faction(view.seat)
        )
        text = [f"{who} proposes: {self.title(six)}.", *self.phrases.action(action, whose)]
        text = [line.replace("The partner pays", "You pay") for line in text]
        return f"Sign what {who} proposes?", text, -1

    def _gate(self, view: np.record) -> tuple[str, Iterable[str], int]:
        gate = self.tables.ruleset.gates[view.subject]
        opens = self.tables.ruleset.levels
        level = next(entry for entry in opens if entry.id == gate.opens)
        below = max((entry for entry in opens if entry.rank < level.rank), key=lambda entry: entry.rank)
        whose = self.names.faction(self.tables.index.factions[gate.holds or gate.faction])
        brings = f": {self.phrases.effects(gate.effects)}" if gate.effects else ""
        text = [
            f"Until it is taken, {whose} can answer incidents with \u201c{below.name}\u201d at most.",
            f"Once taken, \u201c{level.name}\u201d is open for {gate.lasts} turn{'s' * (gate.lasts > 1)}{brings}.",
        ]
        text += self._still_closed(view, gate, level.name)
        duty = self.duties.duty(view, int(view.seat), int(view.cursor))
        text += told(duty, self.names.faction(view.incident[view.cursor].victim)) if duty else []
        return f"A legal decision: {gate.name}", text, int(view.cursor)

    def _still_closed(self, view: np.record, gate: Gate, opens: str) -> list[str]:
        """Return what would keep an answer closed to this seat even after the legal decision that opens it, its price paid."""
        seat = int(view.seat)
        if self.tables.index.factions[gate.holds or gate.faction] != seat:
            return []
        trial = view.copy()
        trial.asking, trial.subject = codes.ASK_RESPOND, view.cursor
        for track, amount in zip(self.phrases.purse, (gate.cost.capital, gate.cost.funds, gate.cost.readiness), strict=True):
            trial.track[self.maker.slots[f"{self.maker.factions[seat]}.{track}"]] -= amount
        level = next(rank for rank, entry in enumerate(self.levels) if entry.id == gate.opens)
        n = max(int(why_closed(self.rules, trial, np.int64(level), self.order[0], self.reasons)), 0)
        bars = [reason for reason in self.reasons[:n] if reason.why != GATE_SHUT]  # another decision may be next to come up
        why = " ".join(self._why_closed(trial, level, np.array(bars, self.reasons.dtype), "you would have")) if bars else ""
        return [f"In this case \u201c{opens}\u201d would still be closed. {why}"] if why else []

    def _respond(self, view: np.record) -> tuple[str, Iterable[str], int]:
        incident = view.incident[view.subject]
        duty = self.duties.duty(view, int(view.seat), int(view.subject))
        text = list(told(duty, self.names.faction(incident.victim))) if duty else []
        text += ["Three limits judge the answer: what the ally expects, what the public at home bears, what the rival tolerates."]
        where = self.names.at(incident.area)
        return f"How does {self.names.faction(view.seat)} answer the incident{where}?", text, int(view.subject)

    def _proceed(self, view: np.record) -> tuple[str, Iterable[str], int]:
        project = self.tables.ruleset.projects[view.subject]
        stage = project.stages[self.stage(view)]
        text = [f"Stage {self.stage(view) + 1} of {len(project.stages)}: {stage.name}."]
        text += [f"It brings: {self.phrases.effects(stage.effects)}."] if stage.effects else []
        text += [f"If it fails: {self.phrases.effects(stage.setback)}."] if stage.setback else []
        text += [f"Stalled: {self.phrases.effects(project.stalled)}."] if project.stalled else []
        return f"Go ahead with {project.name}?", text, -1

    def stage(self, view: np.record) -> int:
        """Return the number of the stage before its decider, from 0."""
        return int(view.track[self.rules.project[view.subject].slot]) - 1

    def _crisis(self, view: np.record) -> tuple[str, Iterable[str], int]:
        hotspot = self.names.flashpoints[view.subject]
        text = ("Both sides choose at once; neither sees the other's choice.",)
        return f"Crisis over {hotspot}: round {int(view.fact[codes.F_ROUND])}", text, -1

    def _role(self, view: np.record) -> tuple[str, Iterable[str], int]:
        return f"Crisis over {self.names.flashpoints[view.subject]}: which role do we take?", (), -1

    def _answer(self, view: np.record, six: Six) -> Choice:
        """Return one option of a question other than for orders."""
        title, cost, text, odds = self.asks[int(view.asking)][1](view, six[1])
        line, moves = spell_choice(self.tables, view, six), self.aims.of_answer(view, six[1])
        return Choice(line=line, title=title, cost=cost, text=tuple(text), odds=odds, moves=moves)

    def _level(self, view: np.record, option: int) -> OptionWords:
        level = self.levels[option]
        culprit = int(view.incident[view.subject].actor)
        whose = self.phrases.parties("", self.names.faction(culprit) if culprit >= 0 else "", "")
        text = [sentence(self.phrases.effects(level.effects, whose))] if level.effects else []
        text += [self._left_unanswered(view, level.pressure)] if level.pressure else []
        text += self.duties.judged(view, int(view.seat), int(view.subject), option)
        if is_free(self.tables.rules, view, option, blank(ORDER)[0]):
            return level.name, "", [*text, "Our posture gives this answer anyway, at no further price."], None
        return level.name, self._price(view, option, level.cost, text), text, None

    def _left_unanswered(self, view: np.record, pressure: int) -> str:
        """Return what an answer leaves of pressure; only an act that asserts control at a flashpoint leaves any."""
        incident = view.incident[view.subject]
        if incident.action < 0:
            return f"Adds {pressure} to unanswered acts, if the act asserts control; this government cannot know it."
        if incident.flashpoint >= 0 and self.tables.ruleset.actions[incident.action].contests:
            return f"The act asserts control: adds {pressure} to unanswered acts."
        return "The act does not assert control: adds nothing to unanswered acts."

    def _price(self, view: np.record, option: int, cost: Cost, text: list[str]) -> str:
        """Return the price of an option, with what links add to it; say in `text` what adds it (rule 9)."""
        capital = cost.capital + self._linked(view, codes.TO_CAPITAL, option, "Price in capital", text)
        readiness = cost.readiness + self._linked(view, codes.TO_READINESS, option, "Price in readiness", text)
        return self.phrases.cost(evolve(cost, capital=max(capital, 0), readiness=max(readiness, 0)))

    def _linked(self, view: np.record, joint: int, option: int, what: str, text: list[str]) -> int:
        """Return what links add to a number of an option, and say it by their names."""
        added = np.zeros(max(len(self.tables.ruleset.links), 1), np.int32)
        total = int(tell_links(self.tables.rules, view, joint, option, blank(ORDER)[0], added))
        text += [f"{what} {signed(int(n))}: {link.name}." for link, n in zip(self.tables.ruleset.links, added) if n]
        return total

    def _crisis_choice(self, view: np.record, option: int) -> OptionWords:
        named = {entry.id: entry for entry in self.tables.ruleset.crisis_choices}
        choice = named[codes.CRISIS_CHOICES[option]]
        flashpoint = self.tables.ruleset.flashpoints[view.crisis]
        ours = "challenger" if self.maker.factions[view.seat] == flashpoint.challenger else "holder"
        theirs = "holder" if ours == "challenger" else "challenger"
        rows = [row for row in self.tables.ruleset.crisis_rounds if getattr(row, ours) == choice.id]
        said: list[str] = []
        shift = int(view.clash_shift) + self._linked(view, codes.TO_CLASH, option, "Number at which arms clash", said)
        text = [
            self._cell(row, named[getattr(row, theirs)].name.lower(), shift)
            for row in sorted(rows, key=lambda row: codes.CRISIS_CHOICES.index(getattr(row, theirs)))
        ]
        text += said
        return choice.name, self._price(view, option, choice.cost, text), text, None

    def _cell(self, row: CrisisRound, theirs: str, shift: int) -> str:
        """Return one cell of the crisis table: "If they hold: ladder +1; arms clash on 12 or more"."""
        parts = [f"ladder {signed(row.ladder)}"] if row.ladder else []
        if row.clash_at <= 12:
            number = max(row.clash_at + shift, 3)
            parts.append(f"arms clash on {number} or more on two dice" if number <= 12 else "arms do not clash")
        if row.ends:
            ending = next(entry for entry in self.tables.ruleset.crisis_endings if entry.id == row.ends)
            parts.append(f"it ends: {ending.name.lower()}")
        if row.effects:
            parts.append(self.phrases.effects(row.effects))
        return f"If they {theirs}: {'; '.join(parts) or 'nothing moves'}."

    def _part(self, view: np.record, option: int) -> OptionWords:
        role = self.tables.ruleset.crisis_roles[option]
        text = [sentence(self.phrases.effects(role.effects))] if role.effects else []
        if role.clash_shift:
            text.append(f"Number at which arms clash: {signed(role.clash_shift)}.")
        return role.name, self._price(view, option, role.cost, text), text, None

    def _signature(self, view: np.record, option: int) -> OptionWords:
        if option != codes.YES:
            return "Decline", "", ("The offer lapses, and its price goes back to the proposer.",), None
        six: Six = tuple(int(n) for n in view.order[view.subject].item())
        return "Sign", self.phrases.cost(self.tables.ruleset.actions[six[1]].partner_cost), (), self._odds(view, six)

    def _decision(self, view: np.record, option: int) -> OptionWords:
        if option != codes.YES:
            return "Not now", "", (), None
        return "Take it", self.phrases.cost(self.tables.ruleset.gates[view.subject].cost), (), None

    def _going_on(self, view: np.record, option: int) -> OptionWords:
        if option != codes.YES:
            return "Stall", "", (), None
        stage = self.tables.ruleset.projects[view.subject].stages[self.stage(view)]
        return "Go ahead", self.phrases.cost(stage.cost), (), self._stage_odds(view)


def kind_of(action: Action) -> str:
    """Return the kind of card of an action."""
    if action.mechanism == "redeploy":
        return "move"
    if action.mechanism in ("raise_posture", "lower_posture"):
        return "posture"
    if action.act_class:
        return "coercive"
    for kind in ("offer", "refusal", "domestic"):
        if getattr(action, kind):
            return kind
    return "joint" if action.partners else "act"
