"""Carries out what control types for a seat: an order, a whole form, an answer, signatures and answers in advance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import Factory, define

from kuroshio.kernel.play_lines import ANSWERS, Six
from kuroshio.kernel.state import codes
from kuroshio.model.entry_parts import Cost
from kuroshio.model.typed_numbers import whole
from kuroshio.session.advance_answers import RESPOND, SIGN, Advance, offer_named
from kuroshio.session.form_parts import ALSO, DECIDES, FormLine, form_of, is_form
from kuroshio.session.lenient_words import meaning
from kuroshio.session.line_parts import first_word
from kuroshio.session.order_words import FILLERS, OrderWords
from kuroshio.session.pending_orders import Plan, in_quotes
from kuroshio.session.refusal import Refused, meant, refuse
from kuroshio.session.seat_names import SeatNames
from kuroshio.session.session import Session

ANSWERS_FORM = "Write `{0} answers NUMBER ANSWER, NUMBER ANSWER`, with the numbers of incidents; `ask` takes one back."
SIGN_FORM = "Write `{0}: sign SEAT yes` or `no`, with the order where it offers several; `ask` takes it back."
ANSWERING = re.compile(r"(?P<seat>[^:]*?)[\s:]+answers?\s+(?P<said>.*)", re.IGNORECASE | re.DOTALL)
YES = ANSWERS[1]
REPLY = "reply"  # to an order in own words
ASK = ("ask", "asked", "open")  # takes an answer in advance back: the seat is asked after all
MOST_INCIDENTS = 999  # a number beyond is no incident of any turn
OF_NO_SEAT = ("accept", "undo", "redo", "stop", "practice")  # lines of control that name none
NOTHING = (
    "",
    "nothing",
    "none",
    "no orders",
    "no order",
    "hold back",
    "empty",
    "pass",
    "-",
    "0",
    "\u306a\u3057",
)  # what is typed for a seat that hands in no orders
COMMITTED = "{0} has committed its orders; `undo` returns the last form."
COMMAS = re.compile(r"[,;\uff0c\uff1b\u3001]")


@define
class FormReading:
    """A form as it was read: what was understood, and the faults of the rest."""

    plan: Plan
    signatures: list[Advance] = Factory(list)
    faults: list[str] = Factory(list)


class SeatLines:
    """Carries out lines of seats. said: the answer to the last; faults: the parts that were not entered, a sentence each."""

    def __init__(self, session: Session, verbs: Iterable[str]):
        self.session, self.verbs = session, tuple(verbs)
        self.words = OrderWords(session.play)
        self.said, self.faults = list[str](), list[str]()

    def seat_of(self, line: str) -> tuple[str, str] | None:
        """Return the seat of people that a line is for, and the rest of it; None for another line."""
        found = ANSWERING.fullmatch(line)
        for name, said in ((found["seat"], f"answers {found['said']}") if found else ("", ""), line.partition(":")[::2]):
            seat = self._seats().meant(name) if name.strip() else ""
            if seat in self.session.people and (said or ":" in line):
                return seat, said.strip()
        return None

    def say(self, seat: str, said: str) -> None:
        """Carry out a line of a seat. Raises Refused, with nothing changed."""
        self.said, self.faults = [], []
        deciders, word = self.session.deciders, first_word(said)
        if deciders.may_plan(seat) and self._hands_in_nothing(seat, said):
            raise Refused(f"A seat that hands in nothing commits an empty form: write `{seat}: commit empty`.")
        known = (*self.session.tables.index.actions, *codes.QUESTIONS)
        if word in self.verbs and word not in known and self._answer(seat, said) == said:  # `hold` answers in a crisis too
            words = [word, *([] if word in OF_NO_SEAT else [seat]), *said.split()[1:]]
            raise Refused(f"Write `{' '.join(words)}`: a line of control begins with its verb.")
        refuse("" if word == REPLY else self.session.absences.why(seat))
        if word == REPLY and REPLY not in known:
            self._reply(seat, said[len(REPLY) :].strip(" :"))
        elif word in ("answer", "answers"):
            self._answers(seat, said.partition(" ")[2])
        elif self._signs(seat, said):
            self._sign(seat, form_of(said).signs)
        elif deciders.may_plan(seat):
            self._plan(seat, said)
        elif deciders.planners():
            raise Refused(COMMITTED.format(seat))
        else:
            self._answer_now(seat, said)

    # --- orders ------------------------------------------------------------------------------------------

    def _hands_in_nothing(self, seat: str, said: str) -> bool:
        """Whether a line says that a seat has no orders; one word may also be the beginning of an action."""
        text = said.strip(" .").casefold()
        return text in NOTHING and (" " in text or not text or not self.words.knows(seat, text))

    def _plan(self, seat: str, said: str) -> None:
        """Draft one order, or enter a whole form."""
        if is_form(said):
            self._form(seat, form_of(said, self._seats()))
            return
        self._sit(seat)
        session = self.session
        orders = len(session.viewers.plans[seat].orders) if seat in session.viewers.plans else 0
        try:
            session.draft(f"{seat}: {said}")
        except Refused as refused:
            self._in_other_words(seat, said, str(refused))
        self.said = [session.plans.told(seat, own_words=len(session.viewers.plans[seat].orders) == orders)]

    def _in_other_words(self, seat: str, said: str, refused: str) -> None:
        """Draft an order in other words than ids. Raises Refused, with the given sentence where no order is meant."""
        plan, text = self.session.viewers.plan(seat), said.rstrip(" ,;.")
        if not self.words.knows(seat, text) or "needs quotes" in refused:
            raise Refused(refused)
        six = self.words.read(seat, text, self.session.plans.with_drafts(seat))
        entered = plan.copy()
        entered.orders.append(six)
        self.session.forms.enter(seat, entered)

    def _form(self, seat: str, form: FormLine) -> None:
        """Enter a form: what can be is entered, and the faults of the rest are listed."""
        before = self.session.viewers.plans.get(seat, Plan()).copy()
        begun = before if form.adds or not form.orders else Plan()
        read = FormReading(begun.copy())
        for text in form.orders:
            self._read_order(seat, text, read)
        for text in form.signs:
            self._read_signature(seat, text, read)
        if read.faults and not read.signatures and read.plan == begun:
            raise Refused(" ".join(read.faults))
        commits = form.commits and not read.faults
        if commits and not len(read.plan) and not form.empty:
            raise Refused(f"{seat} has drafted nothing; write `commit {seat} empty` if it is to hold back this turn.")
        if commits and len(read.plan) and form.empty:
            raise Refused(f"{seat} has orders; end with `commit` alone, or `drop` what it has drafted first.")
        self._enter(seat, read, commits)
        if form.commits and read.faults:
            also = f"`{seat}: {ALSO} ORDER commit`"
            self.faults += [f"{seat} has not committed: write {also} with what is missing, or `commit {seat}`."]

    def _enter(self, seat: str, read: FormReading, commits: bool) -> None:
        """Enter a form that was read, and say what was understood."""
        session = self.session
        self._sit(seat)
        told, late = session.plans.all_told(seat, read.plan), commits and session.clock.past_lock()
        session.forms.enter(seat, read.plan, read.signatures, commits=commits)
        self.said = [f"{'Committed' if commits else 'Drafted'} for {seat}: {told}{self._signs_told(seat, read)}"]
        self.said += [f"{seat} is flagged as late; its orders are entered all the same."] if late else []
        self.faults = read.faults

    def _signs_told(self, seat: str, read: FormReading) -> str:
        """Return what a form signs in advance, with the prices, and what the seat would lack to pay all of them now."""
        if not read.signatures:
            return ""
        prices = {action.id: action.partner_cost for action in self.session.tables.ruleset.actions}
        told, decided, signed = list[str](), list[str](), list[Cost]()
        for one in read.signatures:
            price = prices.get(one.act) if one.question == SIGN and one.answer == YES else None
            signed += [price] if price else []
            cost = self.session.play.question_maker.phrases.cost(price) if price else ""
            (told if one.question == SIGN else decided).append(f"{one.told()}{f', {cost}' if cost else ''}")
        short = self.session.plans.short_of(seat, read.plan, signed)
        parts = [
            f"Signs in advance: {'; '.join(told)}." if told else "",
            f"It is short of {short} for all of that." if short else "",
        ]
        parts.append(f"Decides in advance: {'; '.join(decided)}." if decided else "")
        return "".join(f" {part}" for part in parts if part)

    def _read_order(self, seat: str, text: str, read: FormReading) -> None:
        """Read one order of a form."""
        state, _ = self.session.plans.with_orders(seat, read.plan.orders)
        quoted = in_quotes(text)
        try:
            if quoted:
                read.plan.say(*self.session.drafts.own_words.read(seat, *quoted, len(read.plan.words)))
            else:
                six: Six = self.words.read(seat, text, state)
                read.plan.orders.append(six)
        except Refused as refused:
            read.faults.append(f"Not entered: {text}: {refused}")

    # --- signatures --------------------------------------------------------------------------------------

    def _signs(self, seat: str, said: str) -> bool:
        """Whether a line is of signatures alone, which may come before they are asked for."""
        word, form = first_word(said), form_of(said)
        if word not in (SIGN, *DECIDES) or word in self.session.tables.index.actions or form.orders or form.commits:
            return False
        question = self.session.picture_for(seat).question
        asked = question is not None and question.kind == word != SIGN and len(form.signs) == 1
        return not asked and (word != SIGN or self.session.play.phase == "planning" or len(form.signs) > 1)

    def _sign(self, seat: str, texts: Iterable[str]) -> None:
        """Enter signatures: those that are asked for now at once, the others in advance."""
        read, signs = FormReading(Plan()), list(texts)
        refuse("" if signs else SIGN_FORM.format(seat))
        if len(signs) == 1 and self.session.deciders.may_sign(seat) and self._is_of_question(seat, signs[0]):
            self._answer_now(seat, f"{SIGN} {signs[0]}")
            return
        for text in signs:
            self._read_signature(seat, text, read)
        self._hold(seat, read)

    def _is_of_question(self, seat: str, text: str) -> bool:
        """Whether a signature is written as the question of the seat has it: with the order, or as yes or no alone."""
        words = text.lower().rstrip(".").split()
        return len(words) == 1 or (len(words) == 4 and words[1] == "of")

    def _read_signature(self, seat: str, text: str, read: FormReading) -> None:
        """Read one signature: `china yes`, `market_opening of china no`, `china market ask`."""
        try:
            one = self._signature(seat, text.rstrip(".").split())
            self._refuse_closed(one)
        except Refused as refused:
            what = text if text.split(" ")[0] in DECIDES else f"{SIGN} {text}"
            read.faults.append(f"Not entered: {what}: {refused}")
        else:
            read.signatures.append(one)

    def _decision(self, seat: str, words: list[str]) -> Advance:
        """Return the decision that some words mean, such as `gate no` or `proceed host-nation yes`. Raises Refused."""
        question, *about, answer = [words[0].lower(), *words[1:]] if len(words) > 1 else [words[0].lower(), ""]
        if answer.lower() not in (*ANSWERS, *ASK):
            raise Refused(f"Write `{seat}: {question} [WHICH] yes` or `no`; `ask` takes it back.")
        ruleset, known = self.session.tables.ruleset, self.session.advance_answers.decisions(seat, question)
        entries = [*ruleset.gates, *ruleset.projects]
        named = [(one.id, (one.id, one.name, one.name_ja)) for one in entries if one.id in known]
        found, n = meaning(about, named) if about else ([""], 0)
        if len(found) != 1 or n < len(about):
            raise Refused(meant(f"{seat} decides on no {' '.join(about)!r}", " ".join(about), known))
        return Advance(seat=seat, question=question, act=found[0], answer="" if answer.lower() in ASK else answer.lower())

    def _signature(self, seat: str, words: list[str]) -> Advance:
        """Return the signature or decision that some words mean. Raises Refused."""
        if words and words[0].lower() in DECIDES:
            return self._decision(seat, words)
        answer = words[-1].lower() if words else ""
        if answer not in (*ANSWERS, *ASK):
            raise Refused(SIGN_FORM.format(seat))
        left, of, act, tables = words[:-1], "", "", self.session.tables
        named = {entry.id: (entry.id, entry.name, entry.name_ja) for entry in tables.ruleset.factions}
        seats = [(one, named[one]) for one in self._seats() if one != seat]
        joint = [(one.id, (one.id, one.name, one.name_ja)) for one in tables.ruleset.actions if one.partners]
        while left:
            if left[0].lower() in FILLERS:
                left = left[1:]
                continue
            whose, n = meaning(left, seats)
            if len(whose) > 1:
                raise Refused(f"{' '.join(left[:n])!r} may be {' or '.join(whose)}: write more of it.")
            acts, m = ([], 0) if n else meaning(left, joint)
            if len(whose) != 1 and not acts:
                raise Refused(meant(f"No other seat and no joint order {left[0]!r}", left[0], [one for one, _ in seats]))
            of = whose[0] if whose else of
            act = self._act(acts, of or self._whose(left[m:], seats), seat) if acts else act
            left = left[n or m :]
        if not of:
            whose = list({who for who, offered in self.session.advance_answers.offers(seat) if act in ("", offered)})
            refuse("" if len(whose) == 1 else SIGN_FORM.format(seat))
            of = whose[0]
        act = act or offer_named(self.session.advance_answers.offers(seat), of)
        return Advance(seat=seat, question=SIGN, of=of, act=act, answer="" if answer in ASK else answer)

    def _whose(self, words: list[str], seats: Iterable[tuple[str, tuple[str, ...]]]) -> str:
        """Return the seat that is named later in a signature; empty if none is."""
        rest = [word for word in words if word.lower() not in FILLERS]
        found, _ = meaning(rest, seats)
        return found[0] if len(found) == 1 else ""

    def _act(self, acts: list[str], of: str, seat: str) -> str:
        """Return the one of some joint orders that is meant: the one that is offered, if only one is. Raises Refused."""
        offered = [act for who, act in self.session.advance_answers.offers(seat) if act in acts and of in ("", who)]
        if len(acts) > 1 and len(offered) != 1:
            raise Refused(f"It may be {' or '.join(acts[:4])}: write more of it.")
        return offered[0] if offered else acts[0]

    # --- answers -----------------------------------------------------------------------------------------

    def _answers(self, seat: str, said: str) -> None:
        """Enter answers to incidents: the one that is asked for now at once, the others in advance."""
        read = FormReading(Plan())
        texts = [text.strip(" .") for text in COMMAS.split(said) if text.strip(" .")]
        refuse("" if texts else ANSWERS_FORM.format(seat))
        for text in texts:
            try:
                one = self._incident_answer(seat, text.split())
                self._refuse_closed(one)
            except Refused as refused:
                read.faults.append(f"Not entered: {text}: {refused}")
            else:
                read.signatures.append(one)
        self._hold(seat, read)

    def crisis(self, said: str) -> None:
        """Enter choices of several seats in a crisis, `china hold, japan climb`, whoever is asked first. Raises Refused."""
        self.said, self.faults, read = [], [], FormReading(Plan())
        advance, ruleset = self.session.advance_answers, self.session.tables.ruleset
        names = {one.id: (one.id, one.name, one.name_ja) for one in (*ruleset.crisis_choices, *ruleset.crisis_roles)}
        choices = [(one, names.get(one, (one,))) for one in advance.crisis_options()]
        for text in filter(None, (text.strip(" .") for text in COMMAS.split(said))):
            words = text.split()
            seats, n = meaning(words, [(seat, self._names_of(seat)) for seat in sorted(self.session.people)])
            found, m = meaning(words[n:], choices)
            try:
                if len(seats) != 1 or len(found) != 1 or n + m < len(words):
                    known = f"; the choices are {', '.join(one for one, _ in choices)}" if choices else ""
                    raise Refused(f"Write `crisis SEAT CHOICE, SEAT CHOICE`{known}.")
                one = advance.in_crisis(seats[0], found[0])
                self._refuse_closed(one)
            except Refused as refused:
                read.faults.append(f"Not entered: {text}: {refused}")
            else:
                read.signatures.append(one)
        refuse("" if said.strip() else "Write `crisis SEAT CHOICE, SEAT CHOICE`.")
        self._hold(read.signatures[0].seat if read.signatures else "", read)

    def _names_of(self, seat: str) -> tuple[str, ...]:
        entry = next(one for one in self.session.tables.ruleset.factions if one.id == seat)
        return entry.id, entry.name, entry.name_ja

    def _incident_answer(self, seat: str, words: list[str]) -> Advance:
        """Return the answer that some words mean: `1 shadow`, or `shadow` where one incident waits for it. Raises Refused."""
        levels = [(one.id, (one.id, one.name, one.name_ja, str(one.rank))) for one in self.session.tables.ruleset.levels]
        number = words[0].lstrip("#").rstrip(".):") if words else ""
        incident = whole(number, most=MOST_INCIDENTS)
        if incident is not None:
            words = words[1:]
        else:
            waiting = self.session.advance_answers.incidents(seat)
            refuse("" if len(waiting) == 1 else ANSWERS_FORM.format(seat))
            incident = waiting[0]
        if len(words) == 1 and words[0].lower() in ASK:
            return Advance(seat=seat, question=RESPOND, incident=incident)
        found, n = meaning(words, levels)
        if len(found) != 1 or n < len(words):
            known = [level for level, _ in levels]
            raise Refused(meant(f"No answer {' '.join(words)!r}", " ".join(words), known))
        return Advance(seat=seat, question=RESPOND, incident=incident, answer=found[0])

    def _refuse_closed(self, one: Advance) -> None:
        """Refuse an answer that cannot be given, or that answers the present question of its seat and is not open."""
        refuse(self.session.advance_answers.wrong(one))
        refuse(self.session.advance_answers.not_open(one))

    def _hold(self, seat: str, read: FormReading) -> None:
        """Keep what was read; refuse if nothing was."""
        if not read.signatures:
            raise Refused(" ".join(read.faults))
        self.session.advance_answers.hold(read.signatures)
        held = self.session.advance_answers.held()
        kept = [one.told() for one in read.signatures if one in held or not one.answer]
        told = {SIGN: f"Signs in advance, for {seat}", RESPOND: f"Answers in advance, for {seat}"}
        told |= dict.fromkeys(DECIDES, f"Decides in advance, for {seat}")
        self.said = [f"{told.get(read.signatures[0].question, 'Chosen in advance')}: {'; '.join(kept)}."] if kept else []
        self.faults = read.faults

    def _reply(self, seat: str, said: str) -> None:
        """Enter a reply to an order in own words: `reply TEXT`, or `reply to SEAT: TEXT` where several wait for it."""
        head, colon, rest = said.partition(":")
        words, of = head.split(), ""
        if colon and len(words) == 2 and words[0].lower() == "to":
            of, said = self._seats().meant(words[1]), rest.strip()
        self.session.replies.reply(seat, said, of)

    def _answer_now(self, seat: str, said: str) -> None:
        """Enter an answer of the asked seat."""
        if seat != self.session.asked() and not self.session.deciders.may_sign(seat):
            raise Refused(f"{seat} is not asked now; {self.session.asked() or 'nobody'} is.")
        self._sit(seat)
        self.session.answer(f"{seat}: {self._answer(seat, said)}")

    def _answer(self, seat: str, said: str) -> str:
        """Return an answer with the word of its question before it, if only the answer was written."""
        question = self.session.picture_for(seat).question
        bare = "_".join(said.casefold().split())
        fits = [choice.line.partition(": ")[2] for choice in question.choices] if question else []
        return next((line for line in fits if line.split()[-1] == bare and bare != line), said)

    # --- who ---------------------------------------------------------------------------------------------

    def _sit(self, seat: str) -> None:
        """Make a seat the viewer."""
        if self.session.viewers.viewer != seat:
            self.session.reveal(seat)

    def _seats(self) -> SeatNames:
        """The seats of the scenario."""
        return SeatNames.of_scenario(self.session.tables)


def asked_after_all(session: Session) -> Iterator[str]:
    """Say why an answer in advance of the seat that is asked now is not used."""
    seat = session.asked()
    if seat in session.people and not session.play.awaits_ruling():
        yield from filter(None, [session.advance_answers.why_asked(seat)])
