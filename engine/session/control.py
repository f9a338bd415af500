"""What control does at a table, one line each, so that an exercise can be run from a keyboard or a script.

| line | what it does |
| --- | --- |
| `SEAT: ACTION [in AREA] [against TARGET] [with PARTNER]` | drafts an order, or answers what the seat is asked: `choices` lists both |
| `SEAT: "an order in its own words"` | drafts it for the umpire |
| `commit` | commits the draft of the seat that plans |
| `rule [BAND] [for ARGUMENT]... [against ARGUMENT]... [vote NAME=BAND]... [set TRACK=N]... because REASON` | rules on the act before the umpire |
| `inject TITLE: TEXT [to SEAT,SEAT] [set TRACK=N]...` | brings something in |
| `fire ID`, `hold ID`, `release ID`, `shift TURNS` | the scenario's injects: by hand, held back, let go, all moved |
| `score ID POINTS: TEXT` | how the response that an inject expected came |
| `note [SEAT]: TEXT`, `expect SEAT OTHER: TEXT` | writes something down |
| `agree SEAT,SEAT [until TURN] [secretly]: TERMS`, `broken ID by SEAT: TEXT` | promises |
| `late SEAT`, `clock PHASE start\\|pause\\|extend\\|skip\\|end [SECONDS]` | the clock of the room |
| `undo`, `rewind TURN PHASE`, `branch LINE PATH` | goes back; plays on elsewhere |
| `where`, `choices`, `seats`, `orders`, `injects` | where the game stands; what the asked seat may say; who has committed; orders; the schedule |
| `quit` | ends; everything entered is kept, drafts are not |

Parts of `rule`, `inject` are set apart by ` | `: `rule success | for the law is clear | because the bench is divided`.
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from engine.kernel import words
from engine.model.readings import nearest
from engine.picture.picture import BANDS
from engine.session.game import Session
from engine.session.journal import NotKept, UnreadableGame
from engine.session.umpire import Verdict

BAR = "|"
TOLD = ("where", "choices", "seats", "orders", "injects")  # lines that only ask


class Control:
    """Carries out lines of control. by: who sits there, for rulings."""

    def __init__(self, session: Session, by: str = "umpire"):
        self.session, self.by = session, by
        self.verbs: dict[str, Callable[[str], str]] = {
            "commit": self._commit, "rule": self._rule, "inject": self._inject, "note": self._note, "expect": self._expect,
            "agree": self._agree, "broken": self._broken, "late": self._late, "clock": self._clock, "undo": self._undo,
            "rewind": self._rewind, "branch": self._branch,
            "fire": self.session.fire, "hold": self.session.hold, "release": self.session.release, "shift": self._shift,
            "score": self._score,
            **dict.fromkeys(TOLD, lambda rest: ""),
        }  # fmt: skip

    def perform(self, line: str) -> str:
        """Carry out one line; a sentence where it cannot be, else an empty text. Raises NotKept."""
        text = line.strip()
        verb, _, rest = text.partition(" ")
        if not text or text.startswith("#"):
            return ""
        if verb[-1:] == ":" and verb[:-1] in self.verbs:
            verb, rest = verb[:-1], f":{rest}"  # `note: TEXT`, on nobody
        if verb in self.verbs:
            return self.verbs[verb](rest.strip())
        seat = text.partition(":")[0].strip()
        if ":" not in text or seat not in self.session.people:
            known = [*self.verbs, *sorted(self.session.people)]
            return f"No line of control begins with {verb!r}; {nearest(verb.rstrip(':'), known)}."
        return self._say(seat, text)

    def standing(self) -> Iterator[str]:
        """Where the game stands: date and phase, the wall, and who is to act."""
        picture, docket = self.session.picture_for(""), self.session.docket()
        yield f"Turn {picture.turn} of {picture.turns}, {picture.date}, {picture.phase}."
        yield "; ".join(f"{gauge.name} {gauge.value}" for gauge in picture.wall) + "."
        for entry in self.session.journal_entries():
            if entry.kind == "words" and entry["turn"] == self.session.turn:
                yield f"In its own words, for control to rule with `inject`: {entry['seat']}: \u201c{entry['text']}\u201d."
        if docket is not None:
            yield f"Before the umpire ({docket.mode.replace('_', '-')}): {docket.seat}: {docket.title}."
            if docket.odds is not None:
                odds = ", ".join(f"{band} {n}" for band, n in zip(BANDS, docket.odds.bands, strict=True))
                yield f"Needs {docket.odds.number}; in 36: {odds}. The engine's answer: {sum(docket.dice)}, {docket.engine}."
        elif self.session.over:
            yield "The game is over."
        else:
            yield f"Asked: {self.session.asked()}, {self._question()}."

    def told(self, what: str) -> Iterator[str]:
        """What a line asks to be told: `where`, `seats` or `orders`; nothing for another line."""
        told = {
            "where": self.standing,
            "choices": self.choices,
            "seats": self.seats,
            "orders": self.orders,
            "injects": self.injects,
        }
        return told.get(what, lambda: iter(()))()

    def choices(self) -> Iterator[str]:
        """Every line that the asked seat may say now, with its price and the ways out of 36 that it succeeds."""
        seat = self.session.asked()
        question = self.session.picture_for(seat).question if seat else None
        if question is None:
            yield "Nobody is asked now."
            return
        for choice in question.choices:
            yield f"{choice.line}  # {choice.title}{f', {choice.cost}' if choice.cost else ''}"
        for card in sorted(question.cards, key=lambda card: -card.rank):
            for choice in card.choices:
                odds = f", {sum(choice.odds.bands[2:])} in 36" if choice.odds else ""
                yield f"{choice.line}  # {choice.title}{f', {choice.cost}' if choice.cost else ''}{odds}"

    def seats(self) -> Iterator[str]:
        """Every seat: who sits, whether it has committed its orders this turn, whether it was late."""
        counted, turn = self.session.journal_entries(), self.session.turn
        late = {entry["seat"] for entry in counted if entry.kind == "late" and entry["turn"] == turn}
        for seat in self.session.tables.scenario.seats:
            row = self.session.tables.index.factions[seat.faction]
            state = "is asked" if self.session.asked() == seat.faction else "has committed"
            if not self.session.game.planned[row] and self.session.asked() != seat.faction:
                state = "drafts" if self.session.game.phase == words.PLANNING else "waits"
            who = "people" if seat.faction in self.session.people else seat.doctrine
            yield f"{seat.faction} ({who}): {state}{', late' if seat.faction in late else ''}."

    def orders(self) -> Iterator[str]:
        """All orders of this turn, secret ones too, those in a seat's own words, and what is drafted: for control's eyes."""
        for entry in self.session.journal_entries():
            if entry.kind in ("choice", "words") and entry["turn"] == self.session.turn and entry["phase"] == "planning":
                yield entry["line"] if entry.kind == "choice" else '{}: "{}"'.format(entry["seat"], entry["text"])
        if self.session.eyes and self.session.eyes == self.session.asked():
            yield from (f"{choice.line}  # drafted, not committed" for choice in self.session.picture().draft)

    def injects(self) -> Iterator[str]:
        """The schedule: what has come, what is to come and when, what is in control's hand."""
        for line in self.session.schedule():
            expects = f" Expects: {line.expects} ({line.points} of {line.worth} points)." if line.expects else ""
            audience = f" (to {', '.join(line.audience)})" if line.audience else ""
            yield f"{line.id}: {line.state}. {line.name}{audience}.{expects}"

    def _question(self) -> str:
        seat = self.session.asked()
        question = self.session.picture_for(seat).question if seat else None
        return question.title if question else "nothing"

    # --- seats -----------------------------------------------------------------------------------------

    def _say(self, seat: str, line: str) -> str:
        """An order or an answer of the seat that is asked."""
        if seat != self.session.asked():
            return f"{seat} is not asked now; {self.session.asked() or 'nobody'} is."
        self._sit(seat)
        question = self.session.picture().question
        planning = question is not None and question.kind == "order"
        return self.session.draft(line) if planning else self.session.answer(line)

    def _sit(self, seat: str) -> None:
        """Look through the eyes of a seat; what it has drafted stays."""
        if self.session.eyes != seat:
            self.session.reveal(seat)

    def _commit(self, rest: str) -> str:
        seat = self.session.asked()
        if not seat:
            return "Nobody is asked for orders now."
        self._sit(seat)
        question = self.session.picture().question
        if question is None or question.kind != "order":
            return f"{seat} is not asked for orders now."
        self.session.commit_plan()
        return ""

    # --- the umpire ------------------------------------------------------------------------------------

    def _rule(self, rest: str) -> str:
        band, pro, contra, votes, effects, reason = "", [], [], {}, [], ""
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
                return f"{part!r} is no part of a ruling; {nearest(word, [*BANDS, 'for', 'against', 'vote', 'set', 'because'])}."
        verdict = Verdict(
            reason=reason, by=self.by, pro=tuple(pro), contra=tuple(contra), votes=votes, band=band, effects=tuple(effects)
        )
        return self.session.rule(verdict)

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
        turns = rest.removeprefix("+")
        if not turns.removeprefix("-").isdigit():
            return f"{rest!r} is no number of turns; write for example `shift 1` or `shift -1`."
        return self.session.shift(int(turns))

    def _score(self, rest: str) -> str:
        head, _, text = rest.partition(":")
        inject, _, points = head.strip().partition(" ")
        if not points.strip().isdigit():
            return "Write `score ID POINTS: TEXT`."
        return self.session.score(inject, int(points), text.strip(), self.by)

    def _undo(self, rest: str) -> str:
        return self.session.undo()

    def _rewind(self, rest: str) -> str:
        turn, _, phase = rest.partition(" ")
        if not turn.isdigit():
            return f"{turn!r} is no turn; write for example `rewind 2 planning`."
        return self.session.rewind(int(turn), phase.strip())

    def _branch(self, rest: str) -> str:
        line, _, path = rest.partition(" ")
        if not line.isdigit() or not path.strip():
            return "Write `branch LINE PATH`: a line of the journal, and a file that is not there yet."
        try:
            self.session.branch(Path(path.strip()), int(line)).close()
        except (UnreadableGame, NotKept) as error:
            return f"{error}."
        return ""

    # --- what is written down --------------------------------------------------------------------------

    def _note(self, rest: str) -> str:
        seat, _, text = rest.partition(":")
        return self.session.note(seat.strip(), text.strip()) if text.strip() else "A note needs a text."

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
        if not until.isdigit():
            return f"{until!r} is no turn."
        return self.session.agree(names(said[0]), terms.strip(), int(until), public="secretly" not in said)

    def _broken(self, rest: str) -> str:
        head, _, text = rest.partition(":")
        agreement, _, by = head.partition(" by ")
        return self.session.break_agreement(agreement.strip(), by.strip(), text.strip())

    def _late(self, rest: str) -> str:
        return self.session.late(rest)

    def _clock(self, rest: str) -> str:
        said = rest.split()
        phase, event, seconds = [*said, *("", "", "0")[len(said) :]][:3]
        if not seconds.isdigit():
            return f"{seconds!r} is no number of seconds."
        return self.session.clock(phase, event, int(seconds) if seconds.isdigit() else 0)


def names(text: str) -> list[str]:
    """Seats, separated by commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def effect_of(text: str) -> dict[str, Any] | None:
    """A track set by hand, `TRACK=N`, or moved, `TRACK+N` or `TRACK-N`; None for another form."""
    for sign in ("=", "+", "-"):
        track, found, amount = text.partition(sign)
        if found and amount.strip().isdigit():
            number = int(amount)
            return {"track": track.strip(), "set": number} if sign == "=" else {"track": track.strip(), "add": int(sign + amount)}
    return None


def not_an_effect(text: str) -> str:
    """The sentence for what is no effect."""
    return f"{text!r} sets no track; write for example `set world.tension=4` or `set world.tension+1`."
