"""What control does at a table, one line each, so that an exercise can be run from a keyboard or a script.

| line | what it does |
| --- | --- |
| `SEAT: ACTION [in AREA] [against TARGET] [with PARTNER]` | drafts an order, or answers what the seat is asked: `choices` lists both |
| `SEAT: "an order in its own words"` | drafts it for the umpire, who rules on it once all orders are in |
| `drop SEAT N` | takes the N-th order out of a seat's draft again |
| `commit [SEAT]` | commits the draft of a seat, of the asked one if none is named: forms may come in any order |
| `rule [BAND] [for ARGUMENT]... [against ARGUMENT]... [vote NAME=BAND]... [set TRACK=N or TRACK+N]... [tell SEAT,SEAT\\|all] because REASON` | rules on the act before the umpire; with no band the roll stands; where arguments or votes decide, the dice are shown after it; `tell`: who learns of an order in own words beside its seat |
| `inject TITLE: TEXT [to SEAT,SEAT] [set TRACK=N or TRACK+N]...` | brings something in |
| `fire ID`, `hold ID`, `release ID`, `shift TURNS` | the scenario's injects: by hand, held back, let go, all moved |
| `score ID POINTS: TEXT` | how the response that an inject expected came |
| `note [SEAT [told]]: TEXT`, `expect SEAT OTHER: TEXT` | writes something down; a note is control's alone, in the review too, unless its seat is `told` |
| `agree SEAT,SEAT [until TURN] [secretly]: TERMS`, `broken ID by SEAT: TEXT` | promises |
| `late SEAT`, `clock next`, `clock PHASE start\\|pause\\|extend\\|skip\\|end [SECONDS]` | the clock of the room: a phase starts with the minutes of the timetable; what is committed after the lock is flagged by itself |
| `acts`, `undo [N] [yes]`, `undo N alone` | lists the last acts by number; takes back the last, or N and all after it: what others did on `yes` alone; an inject that nobody has read goes alone |
| `rewind TURN PHASE`, `redo` | goes back to the first question of a phase; puts back what was taken back last, until something new is entered |
| `undo ... same dice`, `rewind ... same dice` | keeps the dice: else those that are gone back over are thrown anew |
| `practice`, `practice end` | begins a practice turn; takes it back as one, and nothing of it stays |
| `stop` | ends the game here, before its last turn: aims are judged where it stands |
| `branch LINE NAME` | plays on from a line of the journal in a file of its own |
| `read FILE` | carries out the lines of a file, such as the orders of a seat |
| `where`, `choices [SEAT]`, `seats`, `orders`, `injects`, `promises` | where the game stands; what a seat may say; who has committed; orders; the schedule; agreements |
| `quit` | ends; everything entered is kept, drafts too |

Parts of `rule`, `inject` are set apart by ` | `: `rule success | for the law is clear | because the bench is divided`.
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from engine.disk.texts import NotText, read_lines
from engine.model.typed import MOST, whole
from engine.picture.picture import BANDS, Choice
from engine.session.control_back import BackLines
from engine.session.game import Session
from engine.session.table import meant, sentence
from engine.session.umpire import MATRIX, Verdict, needs, ruling_told

BAR = "|"
BARRED = "\0"  # stands for a bar within a cell of the table above
TOLD = ("where", "choices", "seats", "orders", "injects", "promises", "acts")  # lines that only ask
ALL = "all"
PARTS = ("for", "against", "vote", "set", "tell", "because")  # of a ruling, beside the bands


class Control:
    """Carries out lines of control. by: who sits there, for rulings."""

    def __init__(self, session: Session, by: str = "umpire"):
        self.session, self.by = session, by
        self.said: list[str] = []
        self.heard = len(session.chronicles[""].beats)  # public news that control has been told
        self.back = BackLines(session, by)
        self.verbs: dict[str, Callable[[str], str]] = {
            "commit": self._commit, "rule": self._rule, "inject": self._inject, "note": self._note, "expect": self._expect,
            "agree": self._agree, "broken": self._broken, "late": self._late, "clock": self._clock,
            "fire": self.session.fire, "hold": self.session.hold, "release": self.session.release, "shift": self._shift,
            "score": self._score, "drop": self._drop, "read": self._read,
            **{verb: partial(self._back, verb) for verb in self.back.verbs},
            **dict.fromkeys(TOLD, lambda rest: ""),
        }  # fmt: skip

    def perform(self, line: str) -> str:
        """Carry out one line; a sentence where it cannot be, else an empty text. `said` has what came of it. Raises NotKept.

        A line that is refused changes nothing, nor who looks.
        """
        eyes, done = self.session.eyes, False
        try:
            refused = self._perform(line)
            done = not refused
            return refused
        finally:
            if not done:
                self.session.eyes = eyes

    def _perform(self, line: str) -> str:
        text, self.said = line.strip(), []
        verb, _, rest = text.partition(" ")
        if not text or text.startswith("#"):
            return ""
        if verb[-1:] == ":" and verb[:-1] in self.verbs:
            verb, rest = verb[:-1], f":{rest}"  # `note: TEXT`, on nobody
        if verb in self.verbs:
            return self.verbs[verb](rest.strip())
        seat = text.partition(":")[0].strip()
        if ":" in text and seat in self.session.people:
            return self._say(seat, text)
        return self._unknown(verb.rstrip(":"))

    def _unknown(self, word: str) -> str:
        """A sentence on a line that begins with no verb and no seat."""
        seats = [seat.faction for seat in self.session.tables.scenario.seats]
        if word in self.session.people:
            return f"Put a colon after the seat: `{word}: ...`."
        if word in seats:
            return f"Nobody sits for {word}: its doctrine chooses."
        return meant(f"No line of control begins with {word!r}", word, [*self.verbs, *sorted(self.session.people)])

    def news(self) -> Iterator[str]:
        """What everybody has been told since control was told last, a line each."""
        beats = self.session.chronicles[""].beats
        for beat in beats[self.heard :]:
            fell = f": {beat.fell}" if beat.fell else ""
            yield f"  {beat.title}{fell}."
        self.heard = len(beats)

    def standing(self) -> Iterator[str]:
        """Where the game stands: date and phase, the wall, and who is to act."""
        picture, docket = self.session.picture_for(""), self.session.docket()
        yield f"Turn {picture.turn} of {picture.turns}, {picture.date}, {picture.phase}."
        yield "; ".join(f"{gauge.name} {gauge.value}" for gauge in picture.wall) + "."
        if self.session.practice_line():
            yield "A practice turn is on: nothing of it counts; `practice end` takes it back."
        clock = picture.clock
        if clock is not None:
            yield f"The room: {clock.phase.replace('_', '-')}, {self.session.clock_told(clock)}."
        if self.session.day_told():
            yield self.session.day_told()
        if docket is not None:
            yield f"Before the umpire ({docket.mode.replace('_', '-')}): {docket.seat}: {docket.title}."
            if docket.odds is not None:
                odds = ", ".join(f"{band} {n}" for band, n in zip(BANDS, docket.odds.bands, strict=True))
                yield f"Needs {docket.odds.number}; in 36: {odds}. {docket.rolled()}"
            if docket.mode == MATRIX:
                yield self._argued()
            if docket.words:
                yield "No rule says what it does: set tracks by hand with `set`, say who learns of it with `tell`."
        elif self.session.over:
            yield f"The game is over. {picture.judged}".strip()
        else:
            planners = self.session.planners()
            yield f"Orders are still to come from {', '.join(planners)}." if planners else self._asked()

    def _argued(self) -> str:
        """What the act needs for each net of arguments."""
        nets = {net: self.session.docket(net) for net in (2, 1, -1, -2)}
        return "Arguments: " + "; ".join(f"{net:+d} {needs(docket)}" for net, docket in nets.items() if docket) + "."

    def told(self, line: str) -> Iterator[str]:
        """What a line of TOLD asks to be told; nothing for another line."""
        what, _, seat = line.partition(" ")
        told: dict[str, Callable[[], Iterator[str]]] = {
            "where": self.standing,
            "choices": lambda: self.choices(seat.strip()),
            "seats": self.seats,
            "orders": self.session.all_orders,
            "injects": self.injects,
            "promises": self.promises,
            "acts": self.back.acts,
        }
        return told.get(what, lambda: iter(()))()

    def choices(self, seat: str = "") -> Iterator[str]:
        """Every line that a seat, or the asked one, may say now, with its price and the ways out of 36 that it succeeds."""
        if seat and self.session.may_plan(seat):
            self._sit(seat)
        seat = seat or self.session.asked()
        question = self.session.picture_for(seat).question if seat in self.session.people else None
        if question is None:
            yield f"{seat or 'Nobody'} is not asked now." if seat else "Nobody is asked now."
            return
        moves, acts = [[card for card in question.cards if (card.kind == "move") is move] for move in (True, False)]
        for choice in (
            *question.choices,
            *(choice for card in sorted(acts, key=lambda card: -card.rank) for choice in card.choices),
        ):
            odds = f", {sum(choice.odds.bands[2:])} in 36" if choice.odds else ""
            yield f"{choice.line}  # {choice.title}{f', {choice.cost}' if choice.cost else ''}{odds}"
        yield from self._moves([choice for card in moves for choice in card.choices])
        for closed in question.closed:
            yield f"# closed: {closed.line}  # {closed.title}. {' '.join(closed.why)}"

    def _moves(self, choices: list[Choice]) -> Iterator[str]:
        """The redeployments that are open, a line a counter: there may be two hundred."""
        for piece, group in groupby(choices, key=lambda choice: choice.piece):
            first, *others = list(group)
            areas = "; ".join(choice.area for choice in (first, *others))
            yield f"{first.line.partition(' to ')[0]} to AREA by {piece}  # {areas}"

    def seats(self) -> Iterator[str]:
        """Every seat: who sits, how far it is with its orders, whether it was late and has written what it expects."""
        for seat in self.session.seat_states():
            drafted = f", {seat.drafted} drafted" if seat.drafted else ""
            late = ", late" if seat.late else ""
            expects = "" if seat.expects or seat.who != "people" else ", expects nothing yet"
            yield f"{seat.seat} ({seat.who}): {seat.state}{drafted}{late}{expects}."

    def injects(self) -> Iterator[str]:
        """The schedule: what has come, what is to come and when, what is in control's hand."""
        for line in self.session.schedule():
            expects = f" Expects: {line.expects} ({line.points} of {line.worth} points)." if line.expects else ""
            audience = f" (to {', '.join(line.audience)})" if line.audience else ""
            yield f"{line.id}: {line.state}. {line.name}{audience}.{expects}"

    def promises(self) -> Iterator[str]:
        """The agreements, and how they stand."""
        for one in self.session.agreements():
            until = f", to the end of turn {one.expires}" if one.expires else ""
            broken = f" by {one.by}: {one.how}" if one.by else ""
            secret = "" if one.public else ", secret"
            yield f"{one.id} ({', '.join(one.parties)}{until}{secret}): {one.terms} It {one.state}{broken}."

    def _asked(self) -> str:
        """Who is asked what."""
        if not self.session.asked() and self.session.called_to_sign():
            return f"All is signed; {self.session.called_to_sign()} comes to the machine next, as every seat does once more."
        seat = self.session.asked()
        question = self.session.picture_for(seat).question if seat else None
        return sentence(f"Asked: {seat or 'nobody'}, {question.title if question else 'nothing'}")

    # --- seats -----------------------------------------------------------------------------------------

    def _say(self, seat: str, line: str) -> str:
        """An order of a seat that plans, or an answer of the seat that is asked."""
        if self.session.may_plan(seat):
            self._sit(seat)
            return self.session.draft(line)
        if self.session.planners():
            return f"{seat} has committed its orders; `undo` gives the last form back."
        if seat != self.session.asked() and not self.session.may_sign(seat):
            return f"{seat} is not asked now; {self.session.asked() or 'nobody'} is."
        self._sit(seat)
        return self.session.answer(line)

    def _sit(self, seat: str) -> None:
        """Look through the eyes of a seat."""
        if self.session.eyes != seat:
            self.session.reveal(seat)

    def _commit(self, rest: str) -> str:
        seat = rest or self.session.asked()
        if not self.session.may_plan(seat):
            return f"{seat} is not asked for orders now." if seat else "Nobody is asked for orders now."
        drafted = len(self.session.plans.get(seat, ()))
        if not rest and not drafted:
            return f"{seat} has drafted nothing; write `commit {seat}` to have it hold back."
        self._sit(seat)
        self.said = [f"{seat}: {drafted} order{'s' * (drafted != 1)} in."]
        if self.session.past_lock():
            self.said.append(f"{seat} is late: flagged, and entered all the same.")
        self.session.commit_plan()
        return ""

    def _drop(self, rest: str) -> str:
        seat, _, number = rest.partition(" ")
        if not self.session.may_plan(seat):
            return f"{seat or 'Nobody'} is not asked for orders now."
        self._sit(seat)
        drafted = len(self.session.picture().draft)
        order = whole(number, 1, drafted)
        if order is None:
            return f"{seat} has {drafted} orders drafted; write `drop {seat} N`, the first being 1."
        self.session.undraft(order - 1)
        return ""

    def _read(self, rest: str) -> str:
        """Carry out the lines of a file, up to the first that cannot be."""
        path = Path(rest)
        try:
            lines = read_lines(path)
        except OSError as error:
            return f"{path}: cannot be read ({error.strerror})."
        except NotText as error:
            return f"{path}:{error.line}: {error}."
        except ValueError:  # a name that no file has
            return f"{path}: cannot be read (no file has such a name)."
        for number, line in enumerate(lines, 1):
            refused = "a file of lines reads no other." if line.split()[:1] == ["read"] else self.perform(line)
            if refused:
                return f"{path}:{number}: {line.strip()!r}: {refused} The lines before it are entered."
        return ""

    # --- the umpire ------------------------------------------------------------------------------------

    def _rule(self, rest: str) -> str:
        band, pro, contra, votes, effects, told, reason = "", [], [], {}, [], list[str](), ""
        for part in (part.strip() for part in rest.split(BAR)):
            word, _, said = part.partition(" ")
            if part in BANDS:
                band = part
            elif word == "for":
                pro.append(said)
            elif word == "against":
                contra.append(said)
            elif word == "because":
                reason = said
            elif word == "tell":
                told = names(said)
            elif word == "vote" and "=" in said:
                voter, _, vote = said.partition("=")
                if voter in votes:
                    return f"{voter} votes twice."
                votes[voter] = vote
            elif word == "set":
                effect = effect_of(said)
                if effect is None:
                    return not_an_effect(said)
                effects.append(effect)
            elif part:
                if word in BANDS:
                    return f"{part!r}: put ` {BAR} ` between the parts of a ruling."
                return meant(f"{part!r} is no part of a ruling", word, [*BANDS, *PARTS])
        verdict = Verdict(
            reason=reason, by=self.by, pro=tuple(pro), contra=tuple(contra), votes=votes, band=band, effects=tuple(effects),
            told=tuple(seat for seat in told if seat != ALL), public=ALL in told,
        )  # fmt: skip
        refused = self.session.rule(verdict)
        if not refused:
            self.said = [self._ruled()]
        return refused

    def _ruled(self) -> str:
        """How the last ruling of a person came out, beside the engine's answer."""
        rulings = (entry for entry in self.session.journal_entries() if entry.kind == "ruling" and entry["by"] == self.by)
        return ruling_told(list(rulings)[-1])

    def _inject(self, rest: str) -> str:
        head, *parts = [part.strip() for part in rest.split(BAR)]
        title, colon, text = head.partition(":")
        audience: list[str] = []
        effects = []
        for part in parts:
            word, _, said = part.partition(" ")
            if word == "to":
                audience = names(said)
                continue
            effect = effect_of(said) if word == "set" else None
            if effect is None:
                return not_an_effect(part)
            effects.append(effect)
        last = text.rpartition(" to ")[2]
        if not parts and " to " in text and set(names(last)) & set(self.session.tables.index.factions):
            return f"Put ` {BAR} ` before `to`, or everybody is told."
        if not colon or not text.strip():
            return "An inject has a title and a text: write `inject TITLE: TEXT`."
        return self.session.inject(text.strip(), audience, effects, title.strip())

    def _shift(self, rest: str) -> str:
        turns = whole(rest[1:]) if rest.startswith("+") else whole(rest, -MOST)
        if turns is None:
            return f"{rest!r} is no number of turns; write for example `shift 1` or `shift -1`."
        return self.session.shift(turns)

    def _score(self, rest: str) -> str:
        head, _, text = rest.partition(":")
        inject, _, points = head.strip().partition(" ")
        worth = whole(points)
        if worth is None:
            return "Write `score ID POINTS: TEXT`."
        return self.session.score(inject, worth, text.strip(), self.by)

    def _back(self, verb: str, rest: str) -> str:
        """A line that goes back, or ends the game: `said` has what it tells, also where it asks first."""
        self.back.said, back = [], self.session.rewound
        refused = self.back.verbs[verb](rest)
        self.said = self.back.said
        if self.session.rewound != back:
            self.heard = len(self.session.chronicles[""].beats)
        return refused

    # --- what is written down --------------------------------------------------------------------------

    def _note(self, rest: str) -> str:
        head, _, text = rest.partition(":")
        seat, _, told = head.strip().partition(" ")
        if told.strip() not in ("", "told"):
            return f"{head.strip()!r} is no seat; write `note [SEAT [told]]: TEXT`."
        return self.session.note(seat, text.strip(), bool(told)) if text.strip() else "A note needs a text."

    def _expect(self, rest: str) -> str:
        seats, _, text = rest.partition(":")
        seat, _, other = seats.strip().partition(" ")
        return self.session.expect(seat, other.strip(), text.strip())

    def _agree(self, rest: str) -> str:
        head, _, terms = rest.partition(":")
        said = head.split()
        if not said:
            return "Write `agree SEAT,SEAT [until TURN] [secretly]: TERMS`."
        until = next((word for before, word in pairwise(said) if before == "until"), "0")
        turn = whole(until)
        if turn is None:
            return f"{until!r} is no turn."
        return self.session.agree(names(said[0]), terms.strip(), turn, public="secretly" not in said)

    def _broken(self, rest: str) -> str:
        head, _, text = rest.partition(":")
        agreement, _, by = head.partition(" by ")
        return self.session.break_agreement(agreement.strip(), by.strip(), text.strip())

    def _late(self, rest: str) -> str:
        return self.session.late(rest)

    def _clock(self, rest: str) -> str:
        said = rest.split()
        if said == ["next"]:
            refused = self.session.clock_on()
            clock = self.session.room_clock()
            if not refused and clock is not None:
                self.said = [f"{clock.phase.replace('_', '-')} begins, {self.session.clock_told(clock)}."]
            return refused
        phase, event, seconds = [*said, *("", "", "0")[len(said) :]][:3]
        number = whole(seconds)
        if number is None:
            return f"{seconds!r} is no number of seconds."
        return self.session.clock(phase, event, number)


def manual() -> Iterator[tuple[str, str]]:
    """The lines of control and what they do, from the table at the head of this module."""
    for row in (__doc__ or "").splitlines():
        if row.startswith("| `"):
            plain = row.replace("`", "").replace(r"\|", BARRED).strip("| ")
            line, _, does = plain.partition(" | ")
            yield line.replace(BARRED, "|"), does


def names(text: str) -> list[str]:
    """Seats, separated by commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def effect_of(text: str) -> dict[str, Any] | None:
    """A track set by hand, `TRACK=N`, or moved, `TRACK+N` or `TRACK-N`; None for another form."""
    text = text.replace("=+", "+")
    for sign in ("=", "+", "-"):
        track, found, amount = text.partition(sign)
        number = whole(amount)
        if found and number is not None:
            moved = {"set": number} if sign == "=" else {"add": -number if sign == "-" else number}
            return {"track": track.strip(), **moved}
    return None


def not_an_effect(text: str) -> str:
    """The sentence for what is no effect."""
    return f"{text!r} sets no track; write for example `set world.tension=4` or `set world.tension+1`."
