"""Answers in advance: a signature, an answer to an incident or a decision that a seat has given before it is asked.

A signature holds for what control has read out, an answer waives seeing the victim's. Each is kept as it is given, used when the
seat is asked, and taken back until then. One that is not open then is not used: the seat is asked after all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import asdict, frozen

from kuroshio.kernel.play_lines import ANSWERS, Six, UnclearLine, options
from kuroshio.kernel.state import codes
from kuroshio.session.autoplay import Autoplay
from kuroshio.session.choices import Choices
from kuroshio.session.deciders import Deciders
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import SEAT, TEXT, WHEN, one_of, register, whole
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import Refused, refuse, sentence
from kuroshio.session.table_acts import PERSON

ASKED = {
    codes.QUESTIONS[asking]: asking
    for asking in (codes.ASK_SIGN, codes.ASK_RESPOND, codes.ASK_GATE, codes.ASK_PROCEED, codes.ASK_CRISIS, codes.ASK_ROLE)
}
SIGN, RESPOND, GATE, PROCEED, CRISIS, ROLE = ASKED
# of: whose offer is signed; act: its action, empty for whatever that seat offers; or the legal decision, the project, the
# flashpoint of a crisis; incident: its number from 1, or that of the round of a crisis, else 0; answer: yes, no, a level or
# another choice, empty if the seat is to be asked after all.
register(
    "advance",
    {**WHEN, "seat": SEAT, "question": one_of(*ASKED), "of": TEXT, "act": TEXT, "incident": whole(0), "answer": TEXT},
    moves=True,
)


@frozen(kw_only=True)
class Advance:
    """One answer in advance, with the fields of its line."""

    seat: str
    question: str
    of: str = ""
    act: str = ""
    incident: int = 0
    answer: str = ""

    def replaces(self, other: Advance) -> bool:
        """Whether another answer of the seat no longer holds beside this one."""
        about = (self.seat, self.question, self.of, self.incident) == (other.seat, other.question, other.of, other.incident)
        return about and self.act in ("", other.act)

    def told(self) -> str:
        """Return it in the words of a line of control."""
        if self.question == RESPOND:
            return f"incident {self.incident}: {self.answer or 'to be asked'}"
        if self.question in (CRISIS, ROLE):
            return f"{self.seat} {self.answer or 'to be asked'}"
        if self.question != SIGN:
            return f"{self.question} {self.act or 'whichever comes up'}: {self.answer or 'to be asked'}"
        what = f"{self.act} of {self.of}" if self.act else f"whatever {self.of} offers"
        return f"{what}: {self.answer or 'to be asked'}"

    def as_line(self) -> str:
        """Return it with its question, as it is listed among what was done."""
        question = {SIGN: "sign ", RESPOND: "answers ", CRISIS: "crisis ", ROLE: "crisis "}.get(self.question, "")
        return f"{question}{self.told()}"


def advance_of(entry: JournalLine) -> Advance:
    """Return the answer in advance of a journal line."""
    return Advance(**{name: entry[name] for name in ("seat", "question", "of", "act", "incident", "answer")})


class AdvanceAnswers:
    """Keeps answers in advance, and enters them when their seat is asked."""

    def __init__(self, play: LiveGame, keeper: Keeper, deciders: Deciders, choices: Choices, course: Autoplay):
        self.play, self.keeper, self.deciders, self.choices, self.course = play, keeper, deciders, choices, course
        keeper.takes("advance", wrong=self._wrong)
        course.in_advance = self._enter_one

    # --- given, and taken back ---------------------------------------------------------------------------

    def hold(self, given: Sequence[Advance]) -> None:
        """Keep answers in advance; those that are asked for now are entered. Raises Refused, NotKept."""
        for one in given:
            refuse(self._wrong(asdict(one)))
        with self.keeper.whole():
            self.write(given)
            self.course.advance()

    def write(self, given: Iterable[Advance]) -> None:
        """Within an act: write down answers in advance."""
        for one in given:
            self.keeper.record("advance", **asdict(one))

    def wrong(self, one: Advance) -> str:
        """Say why an answer cannot be given now; empty if it can."""
        return self._wrong(asdict(one))

    def not_open(self, one: Advance) -> str:
        """Say why an answer to the question that its seat is asked now is not open, and what is; empty for any other answer."""
        if not one.answer or not (one.seat == self.play.asked() or self.deciders.may_sign(one.seat)):
            return ""
        with self.deciders.called_on(one.seat):
            if self._for_question(one.seat, [one]) is None:
                return ""
            try:
                self._read(one.seat, one)
            except UnclearLine as error:
                return sentence(f"{one.seat} is asked now, and that is not open to it. {_begun(error.right)}")
        return ""

    def held(self, seat: str = "") -> list[Advance]:
        """Return the answers of this turn that hold and are not used, of one seat or of all."""
        held = list[Advance]()
        for entry in self.keeper.journal.counted:
            if entry.kind == "advance" and entry["turn"] == self.play.turn:
                one = advance_of(entry)
                held = [other for other in held if not one.replaces(other)]
                held += [one] if one.answer else []
        return [one for one in held if seat in ("", one.seat) and self._is_to_come(one)]

    def offers(self, seat: str) -> list[tuple[str, str]]:
        """Return what is offered to a seat this turn, committed or drafted: the proposer and the action of each."""
        row, factions, actions = self.play.tables.index.factions[seat], self.play.maker.factions, self.play.tables.ruleset.actions
        orders = [tuple(int(n) for n in one.item()) for one in self.play.game.order[: self.play.game.n_orders]]
        orders += [six for plan in self.keeper.viewers.plans.values() for six in plan.orders]
        return [(factions[six[0]], actions[six[1]].id) for six in orders if six[4] == row and six[0] >= 0]

    def incidents(self, seat: str) -> list[int]:
        """Return the numbers of the incidents that a seat may answer now or later this turn."""
        return [i + 1 for i in range(int(self.play.game.n_incidents)) if not self._incident_wrong(seat, i + 1)]

    def decisions(self, seat: str, question: str) -> list[str]:
        """Return the legal decisions, or the projects with a stage, that a seat may be asked about at some time."""
        return list(self._decisions(seat, int(ASKED[question])).values())

    def _decisions(self, seat: str, asking: int) -> dict[int, str]:
        """Return the decisions of a kind that are a seat's, by their rows."""
        ruleset = self.play.tables.ruleset
        if asking == codes.ASK_GATE:
            return {row: gate.id for row, gate in enumerate(ruleset.gates) if gate.faction == seat}
        deciders = [{stage.decider for stage in project.stages} for project in ruleset.projects]
        return {row: project.id for row, project in enumerate(ruleset.projects) if seat in deciders[row]}

    def in_crisis(self, seat: str, answer: str) -> Advance:
        """Return the choice of a seat in the present round of a crisis, or of its role there. Raises Refused without one."""
        asking, place = int(self.play.game.asking), self._crisis_place()
        refuse("" if asking in (codes.ASK_CRISIS, codes.ASK_ROLE) else "No crisis asks for choices now.")
        return Advance(seat=seat, question=codes.QUESTIONS[asking], act=place[0], incident=place[1], answer=answer)

    def crisis_options(self) -> list[str]:
        """Return the choices that are asked for in a crisis now; none without one."""
        asking = int(self.play.game.asking)
        return list(options(self.play.tables, asking)) if asking in (codes.ASK_CRISIS, codes.ASK_ROLE) else []

    def _crisis_place(self) -> tuple[str, int]:
        """Return the flashpoint of the present crisis, and the number of its round; 0 while roles are chosen."""
        game, flashpoints = self.play.game, self.play.tables.ruleset.flashpoints
        round_no = int(game.round_no) + 1 if game.asking == codes.ASK_CRISIS else 0
        return (flashpoints[game.crisis].id if game.crisis >= 0 else ""), round_no

    def _crisis_wrong(self, seat: str, question: str, act: str, round_no: int) -> str:
        """Say why a seat makes no choice of a kind in a crisis now; empty if it may."""
        game, place = self.play.game, self._crisis_place()
        if self.play.over or game.asking != ASKED[question] or (act, round_no) != place:
            return "No crisis asks for that now."
        flashpoint = self.play.tables.ruleset.flashpoints[game.crisis]
        principal = seat in (flashpoint.challenger, flashpoint.holder)
        return "" if principal == (question == CRISIS) else f"{seat} is not asked for that in this crisis."

    def _is_to_come(self, one: Advance) -> bool:
        """Whether the question of an answer in advance may still be asked."""
        if one.question == SIGN:
            row = self.play.tables.index.factions[one.seat]
            open_now = any(self._offered(i, row, one) for i in self._unsigned())
            return self.play.game.phase == codes.PLANNING and (open_now or not self.play.orders_are_in())
        if one.question in (CRISIS, ROLE):
            return not self._crisis_wrong(one.seat, one.question, one.act, one.incident)
        return one.question in (GATE, PROCEED) or not self._incident_wrong(one.seat, one.incident)

    def _unsigned(self) -> Iterator[int]:
        game = self.play.game
        return (i for i in range(int(game.n_orders)) if game.order_status[i] == codes.UNSIGNED)

    def _offered(self, i: int, row: int, one: Advance) -> bool:
        order = self.play.game.order[i]
        return bool(order.partner == row and self.play.maker.factions[order.actor] == one.of)

    # --- used --------------------------------------------------------------------------------------------

    def _enter_one(self) -> bool:
        """Within an act: enter an answer in advance of a seat that is asked; False if no such answer is open."""
        asked = self.play.asked()
        seats = [asked, *(seat for seat in sorted(self.deciders.people) if seat != asked and self.deciders.may_sign(seat))]
        for seat in seats:
            six = self._six(seat)
            if six is not None:
                self.deciders.call_on(seat)
                self.choices.enter(six, PERSON)
                return True
        return False

    def _six(self, seat: str) -> Six | None:
        """Return the choice that a seat has made in advance for its present question; None if there is none, or not open."""
        with self.deciders.called_on(seat):
            one = self._for_question(seat)
            try:
                return self._read(seat, one) if one else None
            except UnclearLine:
                return None

    def why_asked(self, seat: str) -> str:
        """Say why an answer in advance of the seat that is asked is not used; empty without one."""
        game = self.play.game
        with self.deciders.called_on(seat):
            if game.asking == codes.ASK_SIGN:
                order = game.order[game.subject]
                who = self.play.maker.factions[order.actor]
                alike = [one for one in self.held(seat) if one.question == SIGN and one.of == who]
                if alike and self._for_question(seat) is None:
                    offers = [f"{act} of {of}" for of, act in self.offers(seat) if of == who]
                    return f"In advance: {alike[-1].told()}. {who} offers {' and '.join(offers)}, so {seat} is asked after all."
            one = self._for_question(seat)
            try:
                if one:
                    self._read(seat, one)
            except UnclearLine as error:
                what = one.told() if one else ""
                return sentence(f"In advance: {what}. It is not open, so {seat} is asked after all. {_begun(error.right)}")
        return ""

    def _for_question(self, seat: str, among: Sequence[Advance] | None = None) -> Advance | None:
        """Return the answer to the question that the seat is asked now: of those given in advance, or among others."""
        game, held = self.play.game, self.held(seat) if among is None else among
        if game.asking == codes.ASK_RESPOND:
            return next((one for one in held if one.question == RESPOND and one.incident == game.subject + 1), None)
        if game.asking in (codes.ASK_CRISIS, codes.ASK_ROLE):
            return next((one for one in held if ASKED[one.question] == game.asking), None)
        if game.asking in (codes.ASK_GATE, codes.ASK_PROCEED):
            about = self._decisions(seat, int(game.asking)).get(int(game.subject), "")
            given = [one for one in held if ASKED[one.question] == game.asking and one.act in ("", about)]
            return max(given, key=lambda one: bool(one.act), default=None)
        if game.asking != codes.ASK_SIGN:
            return None
        order = game.order[game.subject]
        who, act = self.play.maker.factions[order.actor], self.play.tables.ruleset.actions[order.action].id
        single = sum(of == who for of, _ in self.offers(seat)) == 1
        given = [one for one in held if one.question == SIGN and one.of == who]
        fits = [one for one in given if one.act == act or (not one.act and single)]
        return max(fits, key=lambda one: bool(one.act), default=None)

    def _read(self, seat: str, one: Advance) -> Six:
        """Return the choice that an answer means to the asked seat. Raises UnclearLine if it is not open."""
        view = self.play.view(self.play.tables.index.factions[seat])
        return self.play.question_maker.read_answer(view, f"{seat}: {one.question} {one.answer}")

    # --- checked -----------------------------------------------------------------------------------------

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why an answer in advance cannot have been given here; empty if it can."""
        seat, answer = str(fields["seat"]), str(fields["answer"])
        if seat not in self.deciders.people:
            return f"No people sit for {seat}."
        if fields["question"] == RESPOND:
            wrong = "" if not (fields["of"] or fields["act"]) else "An answer to an incident names no offer."
            wrong = wrong or ("" if answer in ("", *self.play.tables.index.levels) else f"There is no answer {answer!r}.")
            return wrong or self._incident_wrong(seat, int(fields["incident"]))
        if fields["question"] in (CRISIS, ROLE):
            wrong = "" if answer in ("", *self.crisis_options()) else f"{answer!r} is none of the choices now."
            return wrong or self._crisis_wrong(seat, fields["question"], str(fields["act"]), int(fields["incident"]))
        if fields["question"] in (GATE, PROCEED):
            known = self.decisions(seat, str(fields["question"]))
            wrong = "" if fields["act"] in ("", *known) else f"{seat} decides on no {fields['act']}."
            wrong = wrong or ("" if answer in ("", *ANSWERS) else f"A decision is yes or no, not {answer!r}.")
            return wrong or ("A decision names no seat and no incident." if fields["of"] or fields["incident"] else "")
        return self._signature_wrong(seat, str(fields["of"]), str(fields["act"]), int(fields["incident"]), answer)

    def _signature_wrong(self, seat: str, of: str, act: str, incident: int, answer: str) -> str:
        tables = self.play.tables
        if incident or answer not in ("", *ANSWERS):
            return f"A signature is yes or no, not {answer!r}."
        if of == seat or of not in [one.faction for one in tables.scenario.seats]:
            return f"{of or 'Nobody'} is no other seat, so it offers {seat} nothing to sign."
        if act and (act not in tables.index.actions or not self.play.rules.action[tables.index.actions[act]].n_partners):
            return f"{act} is no order that a partner signs."
        if self.play.over or self.play.game.phase != codes.PLANNING:
            return "Offers are signed in planning, and that is over."
        return ""

    def _incident_wrong(self, seat: str, number: int) -> str:
        """Say why a seat cannot answer an incident in advance; empty if it can."""
        game, row = self.play.game, self.play.tables.index.factions[seat]
        numbers = [i + 1 for i in range(int(game.n_incidents)) if game.incident[i].turn == game.turn]
        if number not in numbers:
            known = f"those of this turn are {', '.join(map(str, numbers))}" if numbers else "none has come about this turn"
            return f"There is no incident {number} to answer; {known}."
        incident = game.incident[number - 1]
        if incident.settled or incident.level[row] != codes.NONE or self.play.over:
            return f"{seat} has answered incident {number}, or it is settled."
        if game.phase == codes.RESPONSE and incident.victim != row and incident.expected[row] == codes.NONE:
            return f"{seat} is not asked about incident {number}."
        if game.phase == codes.RESPONSE and not incident.asked:
            return f"Incident {number} is answered by postures, not by seats."
        return ""


def offer_named(offers: Iterable[tuple[str, str]], of: str) -> str:
    """Return the action that one seat offers, if it is one alone; empty if nothing is offered yet. Raises Refused on several."""
    acts = [act for who, act in offers if who == of]
    if len(acts) > 1:
        raise Refused(f"{of} offers {' and '.join(acts)}: name the one that is meant, as in `{acts[0]} of {of} yes`.")
    return next(iter(acts), "")


def _begun(text: str) -> str:
    """Return a text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]
