r"""What control does at a table, one line each, so that an exercise can be run from a keyboard or a script.

| line | what it does |
| --- | --- |
| `SEAT: ACTION [in AREA] [against TARGET] [with PARTNER]` | drafts an order, or answers what the seat is asked: `choices` lists both; an area, target or partner may be left out where one alone fits |
| `SEAT: "an order in its own words" [in AREA] [against SEAT] [with SEAT]` | drafts it for the umpire, who rules on it once all orders are in |
| `drop SEAT N` | takes the N-th order out of a seat's draft again |
| `commit [SEAT] [empty]` | commits the draft of a seat: forms may come in any order; no name is needed where one seat alone has orders to give; `empty` has a seat that has drafted nothing hold back |
| `rule [BAND] [\| for ARGUMENT]... [\| against ARGUMENT]... [\| vote NAME=BAND]... [\| set TRACK=N or TRACK+N [on BAND]]... [\| tell SEAT,SEAT or all] \| because REASON` | rules on the act before the umpire; with no band the roll stands; where arguments or votes decide, the dice are shown after it, and what has no dice stands by itself; on an order in own words the umpire may name any band in any mode; `tell`: who learns of an order in own words beside its seat; `vote room=BAND`: a show of hands |
| `inject TITLE: TEXT [\| to SEAT,SEAT or all] [\| set TRACK=N or TRACK+N]...` | brings something in; without `to` everybody is told |
| `fire ID`, `hold ID`, `release ID`, `shift TURNS` | the scenario's injects: by hand, held back, let go, all moved |
| `score ID POINTS: TEXT` | how the response that an inject expected came |
| `note [SEAT]: TEXT`, `expect SEAT OTHER: TEXT` | writes something down |
| `agree SEAT,SEAT [until TURN] [secretly]: TERMS`, `broken ID by SEAT: TEXT` | promises |
| `late SEAT`, `clock next`, `clock PHASE start\|pause\|extend\|skip\|end [SECONDS]` | the clock of the room: a phase starts with the minutes of the timetable; what is committed after the lock is flagged by itself |
| `undo`, `rewind TURN PHASE`, `branch LINE PATH` | goes back; plays on elsewhere |
| `read FILE` | carries out the lines of a file, such as the orders of a seat; lines that cannot be are listed, and what depends on them is left |
| `where`, `choices [SEAT]`, `seats`, `orders`, `injects`, `promises`, `tracks [PART]` | where the game stands; what a seat may say; who has committed; orders; the schedule; agreements; the tracks that `set` may name |
| `quit` | ends; everything entered is kept, drafts too |

How the parts of a line are told apart stands in `PARTS`.
"""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from engine.model.readings import nearest
from engine.session.asking import TOLD, Asking
from engine.session.done import declined, done, effect_told, without_dice
from engine.session.game import Session
from engine.session.journal import NotKept, UnreadableGame
from engine.session.parts import (
    ALL,
    BAR,
    Unread,
    effect_of,
    first_word,
    names,
    not_an_effect,
    parts_of_inject,
    terms_of,
    verdict_of,
    whole,
)
from engine.session.reading import Reading
from engine.session.table import as_id, meant, sentence

BARRED = "\0"  # stands for a bar within a cell of the table above
# Of a line that is taken back the first of these that it has tells what it was.
TOLD_BY = ("line", "title", "order", "text", "inject", "act")
UNTIL_TURN = re.compile(r"\buntil\s+(\S+)", re.IGNORECASE)
SECRETLY = re.compile(r"\bsecretly\b", re.IGNORECASE)
SCORE = re.compile(r"(?P<inject>[^\s:|]+)[\s:|]+(?P<points>[^\s:|]+)(?:[\s:|]+(?P<text>.*))?", re.DOTALL)
EMPTY = "empty"  # the word with which a seat that has drafted nothing commits
PARTS = (  # how the parts of a line are told apart, as `help` says it
    "Parts are set apart by a bar: rule success | for the law is clear | because it is late",
    'A bar may be left out where a word can only begin a part: "set" before a track, "vote" before NAME=BAND, "to" and "tell" '
    'before seats alone, "because" once, "for" or "against" once. What could be read two ways is refused, and shown with bars.',
    'In a ruling "set TRACK+1 on success" holds where it comes to success, or to a breakthrough that nothing else is tied to; so '
    '"on failure" and a setback. Without "on" it holds whatever the dice say.',
    'Of an agreement "until TURN" and "secretly" may also stand after the terms, each after a bar.',
)


class Control(Asking):
    """Carries out lines of control. by: who sits there, for rulings."""

    def __init__(self, session: Session, by: str = "umpire"):
        super().__init__(session)
        self.by = by
        self.said: list[str] = []
        self.verbs: dict[str, Callable[[str], str]] = {
            "commit": self._commit, "rule": self._rule, "inject": self._inject, "note": self._note, "expect": self._expect,
            "agree": self._agree, "broken": self._broken, "late": self._late, "clock": self._clock, "undo": self._undo,
            "rewind": self._rewind, "branch": self._branch,
            "fire": self._scheduled(session.fire), "hold": self._scheduled(session.hold),
            "release": self._scheduled(session.release), "shift": self._shift,
            "score": self._score, "drop": self._drop, "read": self._read,
            **dict.fromkeys(TOLD, lambda rest: ""),
        }  # fmt: skip

    def perform(self, line: str) -> str:
        """Carry out one line; a sentence where it cannot be, else an empty text. `said` has what came of it. Raises NotKept.

        A line that is refused changes nothing, nor who looks; but `read` carries out what it can of its file.
        """
        session = self.session
        eyes, entered, logged, accepted = session.eyes, len(session.journal.entries), int(session.game.logged), False
        try:
            refused = self._perform(line)
            accepted = not refused
            if accepted and line.strip() and first_word(line) not in ("read", *TOLD):
                self._tell(entered, logged)
            return refused
        finally:
            if not accepted:
                session.eyes = eyes

    def _tell(self, entered: int, logged: int) -> None:
        """Have something said of a line that was accepted, and of what fell through or stood by itself after it."""
        fresh = self.session.journal.entries[entered:]
        self.said = self.said or list(done(self.session, fresh)) or ["Done."]
        self.said += [*without_dice(self.session, fresh), *declined(self.session, logged)]

    def _perform(self, line: str) -> str:
        text, self.said = line.strip(), []
        if not text or text.startswith("#"):
            return ""
        verb, _, rest = text.partition(" ")
        if verb[-1:] == ":" and verb[:-1].lower() in self.verbs:
            verb, rest = verb[:-1], f":{rest}"  # `note: TEXT`, on nobody
        if verb.lower() in self.verbs:
            try:
                return self.verbs[verb.lower()](rest.strip())
            except Unread as error:
                return str(error)
        seat, colon, said = text.partition(":")
        who = as_id(seat.strip(), self.session.people)
        if colon and who in self.session.people:
            return self._say(who, said.strip())
        return self._unknown(as_id(seat.strip(), self._seats()) if colon else verb)

    def _seats(self) -> list[str]:
        """The seats of the scenario."""
        return [seat.faction for seat in self.session.tables.scenario.seats]

    def _seat(self, word: str) -> str:
        """The seat that a word means, or the word."""
        return as_id(word.strip(), self._seats())

    def _unknown(self, word: str) -> str:
        """A sentence on a line that begins with no verb and no seat."""
        if self._seat(word) in self.session.people:
            return f"Put a colon after the seat: `{self._seat(word)}: ...`."
        if word in self._seats():
            return f"Nobody sits for {word}: its doctrine chooses."
        hint = nearest(word.lower(), [*self.verbs, *sorted(self.session.people)])
        return f"No line of control begins with {word!r}; {hint if hint.startswith('did you') else '`help` lists them'}."

    # --- seats -----------------------------------------------------------------------------------------

    def _say(self, seat: str, said: str) -> str:
        """An order of a seat that plans, or an answer of the seat that is asked."""
        word = first_word(said)
        if word in self.verbs and word not in self.session.tables.index.actions:
            return f"Write `{word} {' '.join([seat, *said.split()[1:]])}`: a line of control begins with what it does."
        line = f"{seat}: {said}"
        if self.session.may_plan(seat):
            self._sit(seat)
            orders = len(self.session.plans[seat].orders) if seat in self.session.plans else 0
            refused = self.session.draft(line)
            if not refused:
                self.said = [self.session.draft_told(seat, own_words=len(self.session.plans[seat].orders) == orders)]
            return refused
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
        said = rest.split()
        empty = bool(said) and said[-1].lower() == EMPTY
        planners, seat = self.session.planners(), self._seat(" ".join(said[: len(said) - empty]))
        if not seat and len(planners) > 1:
            return f"Whose orders? Write one of {', '.join(f'`commit {one}`' for one in planners)}."
        seat = seat or next(iter(planners), "")
        if seat and seat not in self._seats():
            return meant(f"No seat {seat!r}", seat, self._seats())
        if not self.session.may_plan(seat):
            return f"{seat or 'Nobody'} is not asked for orders now."
        drafted = len(self.session.plans.get(seat, ()))
        if not drafted and not empty:
            return f"{seat} has drafted nothing; write `commit {seat} {EMPTY}` to have it hold back for this turn."
        if drafted and empty:
            return f"{seat} has drafted {drafted} order{'s' * (drafted != 1)}; write `commit {seat}`, or `drop` them first."
        self._sit(seat)
        self.said = [f"{seat}: {drafted} order{'s' * (drafted != 1)} in."]
        if self.session.past_lock():
            self.said.append(f"{seat} is late: flagged, and entered all the same.")
        self.session.commit_plan()
        return ""

    def _drop(self, rest: str) -> str:
        name, _, number = rest.rpartition(" ") if " " in rest else (rest, "", "")
        seat = self._seat(name)
        if not self.session.may_plan(seat):
            return f"{seat or 'Nobody'} is not asked for orders now."
        self._sit(seat)
        draft = self.session.picture().draft
        if not 1 <= (whole(number) or 0) <= len(draft):
            return f"{seat} has {len(draft)} orders drafted; write `drop {seat} N`, the first being 1."
        self.session.undraft(int(number) - 1)
        left = {choice.line for choice in self.session.picture().draft}
        fell = [choice.title for choice in draft if choice.line not in left]
        self.said = [
            f"Dropped for {seat}: {'; '.join(fell) or draft[int(number) - 1].title}; left: {self.session.left_to(seat)}."
        ]
        return ""

    def _read(self, rest: str) -> str:
        """Carry out the lines of a file, beyond those that cannot be, and list these."""
        path = Path(rest)
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError, ValueError) as error:
            return f"{path}: cannot be read ({getattr(error, 'strerror', None) or 'not a UTF-8 text'})."
        reading, said = Reading(self), list[str]()
        for number, line in enumerate(lines, 1):
            inner = first_word(line) == "read"
            refused = reading.refuse(number, line, "A file of lines reads no other.") if inner else reading.take(number, line)
            said += [] if refused else self.said
            if reading.stopped:
                break
        self.said = said
        if reading.faults:
            return f"{path}: {reading.count()}:\n" + "\n".join(f"  {path}:{fault}" for fault in reading.faults)
        self.said.append(f"{path}: {reading.count()}.")
        return ""

    # --- the umpire ------------------------------------------------------------------------------------

    def _rule(self, rest: str) -> str:
        refused = self.session.rule(verdict_of(rest, self._seats(), self.by))
        if not refused:
            self.said = [self._ruled()]
        return refused

    def _ruled(self) -> str:
        """How the last ruling of a person came out, beside the engine's answer, and which tracks it set."""
        rulings = (entry for entry in self.session.journal_entries() if entry.kind == "ruling" and entry["by"] == self.by)
        last = list(rulings)[-1]
        tied = "tied" in last.fields
        held = [effect_told(effect) for effect in last["effects"]]
        if tied and not held:
            return f"{self.session.told_of_ruling(last)} Nothing that was tied to a band holds."
        whatever = "" if tied or not last["number"] else ", whatever the dice say"
        return self.session.told_of_ruling(last) + (f" Set by hand: {'; '.join(held)}{whatever}." if held else "")

    def _inject(self, rest: str) -> str:
        title, text, parts = parts_of_inject(rest, self._seats())
        audience, effects = list[str](), []
        for part in parts:
            word, said = first_word(part), part.partition(" ")[2]
            if word == "to":
                audience += names(said.strip(" ."), (*self._seats(), ALL))
                continue
            effect = effect_of(said) if word == "set" else None
            if effect is None or "on" in effect:
                return not_an_effect(part)
            effects.append(effect)
        if not text:
            return "An inject has a title and a text: write `inject TITLE: TEXT`."
        return self.session.inject(text, [] if ALL in audience else audience, effects, title)

    def _scheduled(self, act: Callable[[str], str]) -> Callable[[str], str]:
        """An act on an inject of the scenario, by its id in whatever case."""
        return lambda rest: act(as_id(rest, (line.id for line in self.session.schedule())))

    def _shift(self, rest: str) -> str:
        turns = whole(rest.removeprefix("+").removeprefix("-"))
        if turns is None:
            return f"{rest!r} is no number of turns; write for example `shift 1` or `shift -1`."
        return self.session.shift(-turns if rest.startswith("-") else turns)

    def _score(self, rest: str) -> str:
        found = SCORE.fullmatch(rest)
        points = whole(found["points"]) if found else None
        if found is None or points is None:
            return "Write `score ID POINTS: TEXT`."
        inject = as_id(found["inject"], (line.id for line in self.session.schedule()))
        return self.session.score(inject, points, (found["text"] or "").strip(), self.by)

    def _undo(self, rest: str) -> str:
        return self.session.undo() or self._taken_back()

    def _rewind(self, rest: str) -> str:
        turn, _, phase = rest.partition(" ")
        number = whole(turn)
        if number is None:
            return f"{turn!r} is no turn; write for example `rewind 2 planning`."
        return self.session.rewind(number, phase.strip()) or self._taken_back()

    def _taken_back(self) -> str:
        """Say what no longer counts; drafts, notes, promises and the clock stay."""
        undone = [entry for entry in self.session.branches()[-1].entries if entry.get("by") not in ("doctrine", "rules")]
        lines = [next(str(entry[name]) for name in TOLD_BY if entry.get(name)) for entry in undone]
        self.said = [f"Taken back: {len(lines)}.", *(f"  {line}" for line in lines), "What seats had committed is drafted again."]
        self.heard = len(self.session.chronicles[""].beats)
        return ""

    def _branch(self, rest: str) -> str:
        line, _, path = rest.partition(" ")
        number = whole(line)
        if number is None or not path.strip():
            return "Write `branch LINE PATH`: a line of the journal, and a file that is not there yet."
        try:
            self.session.branch(Path(path.strip()), number).close()
        except (UnreadableGame, NotKept) as error:
            return sentence(error)
        return ""

    # --- what is written down --------------------------------------------------------------------------

    def _note(self, rest: str) -> str:
        head, colon, text = rest.partition(":")
        seat = self._seat(head)
        if not colon or (seat and seat not in self._seats()):
            # A scribe writes with colons: what stands before one is a seat, a seat misspelt, or part of the text.
            close = nearest(seat, self._seats())
            if colon and " " not in head.strip() and close.startswith("did you"):
                return f"Nobody sits for {head.strip()!r}; {close}"
            seat, text = "", rest if colon else ""
        return self.session.note(seat, text.strip()) if text.strip() else "A note needs a text: write `note [SEAT]: TEXT`."

    def _expect(self, rest: str) -> str:
        head, _, text = rest.partition(":")
        seat, _, other = head.strip().partition(" ")
        if not text.strip() or not other:
            return "Write `expect SEAT OTHER: TEXT`."
        return self.session.expect(self._seat(seat), self._seat(other), text.strip())

    def _agree(self, rest: str) -> str:
        head, colon, said = rest.partition(":")
        parties, until, secret = head.replace(BAR, " "), "0", False
        found = UNTIL_TURN.search(parties)
        if found:
            until, parties = found[1], parties.replace(found[0], " ")
        if SECRETLY.search(parties):
            secret, parties = True, SECRETLY.sub(" ", parties)
        seats = names(parties.strip(), self._seats())
        if not colon or not said.strip() or not seats:
            return "Write `agree SEAT,SEAT [until TURN] [secretly]: TERMS`."
        terms, last, hidden = terms_of(said.strip())
        turn = whole(until)
        if turn is None:
            return f"{until!r} is no turn."
        if not terms:
            return "An agreement needs its terms."
        return self.session.agree(seats, terms, turn if last is None else last, public=not (secret or hidden))

    def _broken(self, rest: str) -> str:
        head, _, text = rest.partition(":")
        agreement, by, seat = head.replace(BAR, " ").strip().partition(" by ")
        if not by or not seat.strip():
            return "Write `broken ID by SEAT: TEXT`."
        return self.session.break_agreement(agreement.strip().lower(), self._seat(seat), text.strip())

    def _late(self, rest: str) -> str:
        return self.session.late(self._seat(rest))

    def _clock(self, rest: str) -> str:
        said = rest.split()
        if said == ["next"]:
            refused = self.session.clock_on()
            clock = self.session.room_clock()
            if not refused and clock is not None:
                self.said = [f"{clock.phase.replace('_', '-')} begins, until {datetime.fromtimestamp(clock.ends):%H:%M}."]
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
