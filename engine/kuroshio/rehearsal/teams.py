"""The scripted teams: they write their forms as a turn's planning begins, and answer what they are asked later."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from kuroshio.kernel.play_lines import Six
from kuroshio.kernel.state import codes
from kuroshio.rehearsal.mistake import Mistake, mistakes
from kuroshio.rehearsal.mistake_makers import MistakeMakers, WrittenForm
from kuroshio.rehearsal.slip import ANSWER, ASKS, CHANGE, DISPUTE, DUE, FORM, REPLY, Slip
from kuroshio.rehearsal.team_forms import TeamForms
from kuroshio.session.advance_answers import GATE, PROCEED
from kuroshio.session.session import Session

INCIDENT, TWICE, INJECT, SIGNATURE, LATE, DISPUTED = "incident", "twice", "inject", "signature", "late", "dispute"
REPLIES = ("We can talk about it.", "Our ministry will call yours.", "Not before the end of the quarter.")
BETWEEN = 2  # forms between a question and the same question again


@frozen
class AskedTwice:
    """A question that a team puts twice. number: the right answer, out of 36."""

    seat: str
    title: str
    number: int


class Teams:
    """Writes slips. seed: of the rehearsal; the same seed and the same game give the same slips."""

    def __init__(self, session: Session, seed: int):
        self.session, self.seed, self.forms = session, seed, TeamForms(session)

    def planning(self, due: Sequence[str]) -> list[Slip]:
        """Return the slips of a planning in the order in which they come, with those of some mistakes that the game offers.

        due: ids of mistakes, the most urgent first; one that the game does not offer now is left out.
        """
        session, planners = self.session, self.session.deciders.planners()
        luck = random.Random(f"{self.seed} {session.turn}")
        seats = luck.sample(planners, len(planners))
        plans = {seat: self.forms.plan(seat) for seat in seats}
        makers, known = MistakeMakers(self.forms, luck), mistakes()
        forms = self._forms(seats, plans, [known[one] for one in due], makers)
        free = [seat for seat in seats if not forms[seat].mistake]
        twice = self._asked_twice(plans, free[::-1]) if TWICE in due else None
        order = self._order(forms, twice.seat if twice else "")
        refusing = makers.refusing(forms, [seat for seat in order[:-1] if seat in free]) if SIGNATURE in due else None
        made = list(self._queue({seat: forms[seat] for seat in order}, refusing, twice, luck))
        director = [self._due_inject(known[INJECT], luck)] if INJECT in due else []
        return [evolve(slip, name=f"{session.turn}.{n}") for n, slip in enumerate([*director, *made], 1)]

    def _forms(
        self, seats: Sequence[str], plans: dict[str, list[Six]], due: Sequence[Mistake], makers: MistakeMakers
    ) -> dict[str, WrittenForm]:
        """Return the forms of all seats; each mistake of a form goes to the first seat by lot that the game offers it to."""
        forms: dict[str, WrittenForm] = {}
        for mistake in due:
            if mistake.id not in makers.makers:
                continue
            for seat in seats:
                written = makers.makers[mistake.id](seat, plans[seat], mistake) if seat not in forms else None
                if written:
                    forms[seat] = written
                    break
        return {seat: forms.get(seat) or makers.plain(seat, plans[seat]) for seat in seats}

    def _order(self, forms: dict[str, WrittenForm], asker: str) -> list[str]:
        """Return the order in which forms come: a late one last, that of a seat that asks twice after some others."""
        late = [seat for seat, form in forms.items() if form.mistake == LATE]
        order = [seat for seat in forms if seat not in late and seat != asker]
        return [*order[:BETWEEN], *filter(None, [asker]), *order[BETWEEN:], *late]

    def _queue(
        self,
        forms: dict[str, WrittenForm],
        refusing: tuple[str, str, str] | None,
        twice: AskedTwice | None,
        luck: random.Random,
    ) -> Iterator[Slip]:
        """Yield the slips in their order: a change of mind before the last form, a question again before its seat's form."""
        plans = {seat: form.plan for seat, form in forms.items()}
        changes, left = list[Slip](), len(forms)
        yield from self._question(twice, 0)
        for seat, form in forms.items():
            left -= 1
            if twice and seat == twice.seat:
                yield from self._question(twice, 1)
            refuses = refusing if refusing and refusing[0] == seat else None
            yield self._form(form, plans, refuses)
            before, changes = changes, [self._change(refuses, luck)] if refuses else []
            yield from [*before, *(changes if left == 1 else [])]
            changes = changes if left != 1 else []

    def _form(self, form: WrittenForm, plans: dict[str, list[Six]], refuses: tuple[str, str, str] | None) -> Slip:
        """Return a form as it lies on control's table."""
        signs = [
            f"{f'{act.id} of ' if self._several(form.seat, other, plans) else ''}{other} "
            f"{'no' if refuses and refuses[1:] == (other, act.id) else answer}"
            for other, act, answer in self.forms.signatures(form.seat, plans)
        ]
        advance = self.session.advance_answers
        decides = [f"{kind} {said}" for kind, said in ((GATE, "no"), (PROCEED, "yes")) if advance.decisions(form.seat, kind)]
        lines = [form.head, *(f"order    {order}" for order in form.orders)]
        lines += [f"signs    {', '.join(signs)}" if signs else "", f"decides  {'; '.join(decides)}" if decides else ""]
        return Slip(
            name="-", seat=form.seat, sort=FORM, text="\n".join(filter(None, lines)), meant=tuple(form.meant),
            wrong=tuple(form.wrong), again=form.again, mistake=form.mistake,
        )  # fmt: skip

    def _several(self, seat: str, other: str, plans: dict[str, list[Six]]) -> bool:
        """Whether a seat is offered several things by another."""
        row = self.session.tables.index.factions[seat]
        return sum(six[4] == row for six in plans[other]) > 1

    def _change(self, refuses: tuple[str, str, str], luck: random.Random) -> Slip:
        """Return the change of mind of a seat that has refused to sign."""
        seat, of, act = refuses
        text = luck.choice(mistakes()[SIGNATURE].texts).format(act=act, of=of)
        meant, wrong = (f"{seat}: sign {act} of {of} {answer}" for answer in ("yes", "no"))
        about = f"{act} of {of}"
        return Slip(name="-", seat=seat, sort=CHANGE, text=text, meant=(meant,), wrong=(wrong,), about=about, mistake=SIGNATURE)

    # --- questions and injects ---------------------------------------------------------------------------

    def _asked_twice(self, plans: dict[str, list[Six]], seats: Sequence[str]) -> AskedTwice | None:
        """Return a question about the odds of a team's order; None where no dice decide any."""
        for seat in seats:
            state, _ = self.session.plans.with_orders(seat, [])
            for six in plans[seat][:1]:
                odds = self.session.play.question_maker.odds_of(state, six)
                if odds:
                    return AskedTwice(seat, self.forms.title(six), sum(odds.bands[2:]))
        return None

    def _question(self, twice: AskedTwice | None, n: int) -> Iterator[Slip]:
        """Yield a question, the first or the second time."""
        if twice:
            text, number = mistakes()[TWICE].texts[n].format(title=twice.title), str(twice.number)
            slip = Slip(name="-", seat=twice.seat, sort=ASKS, text=text, about=f"{ASKS} {twice.title}")
            yield evolve(slip, mistake=TWICE, meant=(number, number)) if n else slip

    def _due_inject(self, mistake: Mistake, luck: random.Random) -> Slip:
        """Return what the director says of an inject: one of the scenario's that has not come, or one of the file's own."""
        session, came = self.session, codes.NONE
        waiting = [
            entry for n, entry in enumerate(session.tables.scenario.injects[: int(session.rules.n_injects)])
            if session.game.inject_turn[n] in (0, came)
        ]  # fmt: skip
        if waiting:
            entry = luck.choice(waiting)
            text = luck.choice(mistake.texts).format(name=entry.name, id=entry.id)
            return Slip(name="-", seat="", sort=DUE, text=text, about=entry.id, mistake=INJECT)
        text = f"The director hands you an inject for this turn: {mistake.title}: {mistake.body}"
        return Slip(name="-", seat="", sort=DUE, text=text, mistake=INJECT)

    # --- after the orders --------------------------------------------------------------------------------

    def answer(self, about: str, wrong_incident: bool) -> Slip:
        """Return the slip with which the seat that is asked answers its question; with the wrong number where it can be."""
        session, seat = self.session, self.session.asked()
        question, choice = self.forms.question(seat), self.forms.middle(seat)
        slip = Slip(name=f"{session.turn} {about}", seat=seat, sort=ANSWER, text=f"{question.title} {choice}", about=about)
        if question.incident < 0:
            return slip
        known = {one.number: one.title for one in session.picture_for(seat).incidents}
        right, title = question.incident + 1, known.get(question.incident, question.title)
        slip = evolve(slip, text=f"Incident {right} ({title}): {choice}")
        if not wrong_incident:
            return slip
        others = [n for n in session.advance_answers.incidents(seat) if n != right]
        others = others or [n + 1 for n in known if n + 1 != right] or [right + 1]
        return evolve(
            slip, text=f"Incident {others[0]} ({title}): {choice}", mistake=INCIDENT, meant=(f"{seat}: respond {choice}",),
            wrong=(f"{others[0]} {choice}",), again=mistakes()[INCIDENT].again.format(number=f"{right}, {title}"),
        )  # fmt: skip

    def replies(self) -> Iterator[Slip]:
        """Yield what teams say to orders in own words that are put to them; a partner agrees."""
        session, names, index = self.session, self.session.play.question_maker.names, self.session.tables.index.factions
        for seat in sorted(session.people):
            for one in session.replies.put_to(seat):
                said, luck = f"{one.seat} {one.occurrence}", random.Random(f"{self.seed} {seat} {one.text}")
                agrees = "yes. " if seat in one.parties.partners else ""
                text = f"To {names.faction(index[one.seat])}, on \u201c{one.text}\u201d: {agrees}{luck.choice(REPLIES)}"
                yield Slip(name=f"{session.turn} {REPLY} {seat} {said}", seat=seat, sort=REPLY, text=text, about=said)

    def dispute(self, last: bool) -> Slip | None:
        """Return a dispute of the act before the umpire, by the seat that it is aimed at or another; None without dice.

        last: in the last turn an act that the rules have ruled on already will do.
        """
        session, before = self.session, self.session.umpire.docket()
        if before is not None:
            fits = before.odds is not None and not before.words
            return self._disputed(before.seat, before.order, before.title) if fits else None
        if not last or session.play.phase != codes.PHASES[codes.RESPONSE]:
            return None
        ruled = [e for e in session.journal.counted if e.kind == "ruling" and e["turn"] == session.turn and e["number"]]
        for entry in ruled[-1:]:
            action = session.tables.ruleset.actions[session.tables.index.actions[entry["order"].split()[1]]]
            return self._disputed(str(entry["seat"]), str(entry["order"]), action.name)
        return None

    def _disputed(self, doer: str, order: str, title: str) -> Slip | None:
        """Return a dispute of an order."""
        session, luck, words = self.session, random.Random(f"{self.seed} {order}"), order.split()
        aimed = words[words.index("against") + 1] if "against" in words else ""
        others = [seat for seat in sorted(session.people) if seat != doer]
        if not others:
            return None
        seat = aimed if aimed in others else luck.choice(others)
        names, index = session.play.question_maker.names, session.tables.index.factions
        text = luck.choice(mistakes()[DISPUTED].texts).format(title=title, of=names.faction(index[doer]))
        return Slip(name=f"{session.turn} {DISPUTED}", seat=seat, sort=DISPUTE, text=text, about=order, mistake=DISPUTED)
