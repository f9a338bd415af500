r"""Lines of control: what control can do at a table, so that an exercise can be run from a keyboard or a script.

| line | what it does |
| --- | --- |
| `SEAT: ACTION [in AREA] [against TARGET] [with PARTNER]` | drafts an order, or answers the seat's question; `choices` lists both; the beginning of a word will do, and a part is left out if only one fits |
| `SEAT: "an order in its own words" [in AREA] [against SEAT] [with SEAT] [to SEAT]` | drafts an order that the umpire rules on once all orders are in, and once its partners (`with`) have agreed and its addressees (`to`) have replied |
| `SEAT: reply [to SEAT:] [yes\|no] TEXT` | what a party replies to such an order, which control has put to it; a partner begins with yes or no, and on a no the order falls; the seat of the order is told |
| `SEAT: ORDER, ORDER...[; sign SEAT yes\|no, ...][; commit]` | a whole form, by the numbers on the seat's sheet or by words, such as `2, 7 taiwan, move COUNTER AREA; sign china yes`; it replaces the draft, `also ORDER` adds to it; faults are listed and the rest is entered; only `commit` commits, and only without a fault |
| `SEAT: sign [ORDER of] SEAT yes\|no\|ask` | signs an offer before the seat is asked, as control has read it out; `ask` takes that back; a signature that is not open when it is asked for is told, and the seat is asked |
| `SEAT answers N ANSWER, N ANSWER...` | answers incidents by their numbers, before the seat is asked too: it then waives seeing the victim's answer; `N ask` takes that back |
| `crisis SEAT CHOICE, SEAT CHOICE...` | the choices of this round of a crisis, or of the roles in it, of all seats in one line |
| `drop SEAT N` | removes the N-th order from a seat's draft |
| `commit [SEAT] [empty]` | commits the draft of a seat, as `SEAT: commit [empty]` does; seats may commit in any order; no name is needed if only one seat has orders to give; with `empty` a seat without a draft holds back |
| `rule [BAND] [\| for ARGUMENT]... [\| against ARGUMENT]... [\| vote NAME=BAND]... [\| set TRACK=N or TRACK+N [on BAND]]... [\| tell SEAT,SEAT or all] \| because REASON` | rules on the act before the umpire; without a band the roll stands; where arguments or votes decide, the dice are shown afterwards, and an act without dice stands; on an order in own words the umpire may name any band in any mode; `tell`: who learns of an order in own words besides its seat; `vote room=BAND`: a show of hands |
| `number N [shown] \| because REASON`, `throw [\| set TRACK=N on BAND]... [\| tell SEAT or all]` | sets the number of an order in own words, a disputed or an argued act while the dice are covered; then lets them fall, and the roll stands; with `shown` the room sees the number, then the dice |
| `accept` | lets the acts before the umpire stand as rolled, all that nobody disputes, up to the next question or order in own words |
| `dispute SEAT [ORDER]` | keeps the acts of a seat this turn, or one of them, for a ruling; such an act may be given any band, whatever its mode; an act that is rigid or has no dice stands by itself unless it is disputed |
| `change SEAT [N]: ORDER \| because REASON` | by agreement puts another order in the place of the N-th committed one of a seat that is not carried out yet, or withdraws it (`none`); its price is given back, and the seat is told; own words, in quotes, become other own words |
| `counter add\|move COUNTER AREA \| because REASON`, `counter remove COUNTER \| because REASON` | puts a counter back on the map, moves it, or takes it off; its seat is told |
| `crisis open FLASHPOINT`, `crisis prolong ROUNDS`, `crisis close`, each with `\| because REASON` | raises the ladder so that Escalation opens a crisis; gives the present one more rounds; closes it without an ending of the rules; everybody is told |
| `freeze SEAT [doctrine\|nobody]`, `thaw SEAT`, `skip [TURNS]` | has a seat played by its doctrine, or by nobody, until it is thawed; has doctrines play for all seats until the next turn, or so many |
| `inject TITLE: TEXT [\| to SEAT,SEAT or all] [\| set TRACK=N or TRACK+N]...` | brings in an inject; without `to` everybody is told |
| `fire ID`, `hold ID`, `release ID`, `shift TURNS` | the scenario's injects: bring one in now, hold one back, release it, move all |
| `score ID POINTS: TEXT` | scores the response that an inject expected |
| `note [SEAT [told]]: TEXT`, `expect SEAT OTHER: TEXT` | writes down a note or an expectation; only control sees a note, in the review too, unless its seat is `told` |
| `agree SEAT,SEAT [until TURN] [secretly]: TERMS`, `broken ID by SEAT: TEXT` | writes down an agreement, or a breach of one |
| `late SEAT`, `clock next`, `clock PHASE start\|pause\|extend\|skip\|end [SECONDS]` | flags a seat as late; the clock of the room: a phase starts with the minutes of the timetable; orders committed after the lock are flagged as late |
| `acts`, `undo [N] [yes]`, `undo N alone` | lists the last acts by number; takes back the last, or N and all after it; acts of seats only with `yes`; `alone`: an inject that nobody has read, and nothing else |
| `rewind TURN PHASE [yes]`, `redo` | goes back to the first question of a phase, over acts of seats only with `yes`; restores what was taken back last, until something new is entered |
| `undo ... same dice`, `rewind ... same dice` | keeps the dice; otherwise the dice after that point are rolled anew |
| `practice`, `practice end` | begins a practice turn; ends it and takes all of it back |
| `stop` | ends the game now, before its last turn; aims are judged by their readings so far |
| `branch LINE NAME` | starts a second game from a line of the journal, in a file of its own |
| `read FILE` | carries out the lines of a file, such as a seat's orders; refused lines are listed, and lines that depend on them are skipped |
| `state SEAT`, `state all` | where a seat stands, or every seat: its numbers with what moved them, aims, offers, incidents with what is expected, hand by number with odds; all of it secret |
| `where`, `choices [SEAT]`, `seats`, `orders`, `injects`, `promises`, `tracks [PART]` | shows the position; what a seat may order or answer; who has committed; the orders; the schedule of injects; agreements; the tracks that `set` may name, those in play in groups, or those with a part in their id or name, `all` for all |
| `sheets` | writes the printed sheets of the turn into a folder beside the game, a page a seat, and says where |
| `quit` | ends; everything entered is kept, drafts included |

`PARTS` says how the parts of a line are separated.
"""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from kuroshio.disk.texts import NotText, read_lines
from kuroshio.model.likely_names import close_to
from kuroshio.model.typed_numbers import MOST, whole
from kuroshio.session.by_hand_lines import ByHandLines
from kuroshio.session.confirmations import declined, done, effect_told, in_advance, of_players, without_dice
from kuroshio.session.control_lines_undo import ControlLinesBack
from kuroshio.session.crises_by_hand import WAYS
from kuroshio.session.form_parts import COMMIT
from kuroshio.session.lenient_words import meaning
from kuroshio.session.line_parts import (
    ALL,
    BAR,
    effect_of,
    first_word,
    names,
    not_an_effect,
    parts_of_inject,
    terms_of,
    verdict_of,
)
from kuroshio.session.queries import TOLD, Queries
from kuroshio.session.refusal import Asks, Refused, as_id, meant, refuse
from kuroshio.session.scripts import ScriptReading
from kuroshio.session.seat_lines import SeatLines, asked_after_all
from kuroshio.session.seat_names import SeatNames
from kuroshio.session.session import Session
from kuroshio.session.wide_signs import with_plain_signs

BARRED = "\0"  # a bar within a cell of the table above
UNTIL_TURN = re.compile(r"\buntil\s+(?:turn\s+)?(\S+)", re.IGNORECASE)
SECRETLY = re.compile(r"\bsecretly\b", re.IGNORECASE)
SCORE = re.compile(r"(?P<inject>[^\s:|]+)[\s:|]+(?P<points>[^\s:|]+)(?:[\s:|]+(?P<text>.*))?", re.DOTALL)
ALONE = ("quit", "help", "sheets")  # lines for the program that reads the lines; they are no acts
NOTE_FORM = "Write `note: TEXT`, `note SEAT: TEXT`, or `note SEAT told: TEXT` if the seat is to read it too."
CLOCK_FORM = "Write `clock next`, or `clock PHASE start|pause|extend|skip|end [SECONDS]`."
EMPTY = "empty"  # the word that commits a seat without a draft
PARTS = (  # how the parts of a line are separated, as `help` says it
    "A bar separates the parts: rule success | for the law is clear | because it is late",
    'A bar may be left out before a word that can only begin a part: "set" before a track, "vote" before NAME=BAND, '
    '"to" and "tell" before seats only, "because" once, "for" or "against" once. An ambiguous line is refused, with bars shown.',
    'In a ruling, "set TRACK+1 on success" holds on a success, and on a breakthrough if no effect is tied to that; likewise '
    '"on failure" and a setback. Without "on" it holds whatever the dice say.',
    "Seats and areas go by their ids, their names in English or Japanese, or the beginning of one; full-width signs are read.",
    'In an agreement, "until TURN" and "secretly" may also follow the terms, each after a bar.',
)


class Control(Queries):
    """Carries out lines of control. by: the name of who sits at control, for rulings.

    said: the answer to the last line; faults: the parts of a form that were not entered while the rest of its line was; asks:
    whether the last line was answered with a question, as an undo that waits for its yes.
    """

    def __init__(self, session: Session, by: str = "umpire"):
        super().__init__(session)
        self.by, self.back = by, ControlLinesBack(session, by)
        self.said: list[str] = []
        self.faults: list[str] = []
        self.asks = False
        self.verbs: dict[str, Callable[[str], None]] = {
            "commit": self._commit, "rule": self._rule, "throw": self._throw, "accept": self._accept, "dispute": self._dispute,
            "inject": self._inject, "note": self._note, "expect": self._expect,
            "agree": self._agree, "broken": self._broken, "crisis": self._crisis, "late": self._late, "clock": self._clock,
            "fire": self._scheduled(session.injects.fire), "hold": self._scheduled(session.injects.hold),
            "release": self._scheduled(session.injects.release), "shift": self._shift,
            "score": self._score, "drop": self._drop, "read": self._read,
            **{verb: partial(self._back, verb) for verb in self.back.verbs},
            **dict.fromkeys(TOLD, lambda rest: None),
        }  # fmt: skip
        self.seat_lines = SeatLines(session, self.verbs)
        self.by_hand_lines = ByHandLines(session, self.seat_lines.words)
        self.verbs |= {verb: partial(self._by_hand, verb) for verb in self.by_hand_lines.verbs}
        self.seat_lines.verbs = tuple(self.verbs)

    def perform(self, line: str) -> str:
        """Carry out one line; return why it was refused, else an empty text. `said` has its answer. Raises NotKept.

        A refused line changes nothing, not even the viewer; but `read` carries out what it can of its file.
        """
        session = self.session
        viewer, entered, logged, accepted = session.viewers.viewer, len(session.journal.entries), int(session.game.logged), False
        asked, self.asks = self._question(), False
        try:
            self._perform(with_plain_signs(line))
            accepted = True
            if line.strip() and first_word(line) not in ("read", *TOLD):
                self._tell(entered, logged)
                self.said += asked_after_all(session) if self._question() != asked else ()
            return ""
        except Refused as refused:
            self.asks = isinstance(refused, Asks)
            return str(refused)
        finally:
            if not accepted:
                session.viewers.viewer = viewer

    def _tell(self, entered: int, logged: int) -> None:
        """Put together the answer to an accepted line, with declined joint orders and acts that stood without a ruling."""
        fresh = self.session.journal.entries[entered:]
        told = [in_advance(entry) for entry in fresh] if self.said else done(self.session, fresh)
        self.said = [*self.said, *filter(None, told)] or ["Done."]
        self.said += [*without_dice(self.session, fresh), *declined(self.session, logged), *of_players(fresh), *self.faults]

    def _question(self) -> tuple[int, ...]:
        """Return which question is open, to whom, and about what."""
        game = self.session.game
        return int(game.turn), int(game.asking), int(game.seat), int(game.subject)

    def _perform(self, line: str) -> None:
        text, self.said, self.faults = line.strip(), [], []
        if not text or text.startswith("#"):
            return
        verb, _, rest = text.partition(" ")
        if verb[-1:] == ":" and verb[:-1].lower() in self.verbs:
            verb, rest = verb[:-1], f":{rest}"  # `note: TEXT`, on nobody
        if verb.lower() in self.verbs:
            self.verbs[verb.lower()](rest.strip())
            return
        line_of_seat = self.seat_lines.seat_of(text)
        if line_of_seat is None:
            seat, colon, _ = text.partition(":")
            raise Refused(self._unknown(self._seats().whole(seat) if colon else verb))
        seat, said = line_of_seat
        if first_word(said) == COMMIT:  # `SEAT: commit` is `commit SEAT`
            rest = said[len(COMMIT) :].strip(" .:").lower()
            refuse(
                "" if rest in ("", EMPTY) else f"Write `{seat}: {COMMIT}`, or `{seat}: {COMMIT} {EMPTY}` if it hands in nothing."
            )
            self._commit(f"{seat} {rest}")
            return
        self.seat_lines.say(seat, said)
        self.said, self.faults = self.seat_lines.said, self.seat_lines.faults

    def _seats(self) -> SeatNames:
        """The seats of the scenario."""
        return SeatNames.of_scenario(self.session.tables)

    def _seat(self, word: str) -> str:
        """Return the seat that a word means, or the word. Raises Refused if it may mean several."""
        return self._seats().meant(word)

    def _unknown(self, word: str) -> str:
        """Return a sentence on a line that begins with neither a verb nor a seat."""
        if word.lower() in ALONE:
            return f"Write `{word.lower()}` alone on its line, and not in a file of lines."
        if self._seats().whole(word) in self.session.people:
            return f"Put a colon after the seat: `{self._seats().whole(word)}: ...`."
        if word in self._seats():
            return f"No people sit for {word}: its doctrine chooses."
        close = close_to(word, [*self.verbs, *sorted(self.session.people)])
        hint = f"did you mean {close!r}?" if close else "`help` lists them."
        return f"No line of control begins with {word!r}; {hint}"

    # --- seats -----------------------------------------------------------------------------------------

    def _sit(self, seat: str) -> None:
        """Make a seat the viewer."""
        if self.session.viewers.viewer != seat:
            self.session.reveal(seat)

    def _commit(self, rest: str) -> None:
        said = rest.split()
        empty = bool(said) and said[-1].lower() == EMPTY
        planners, seat = self.session.deciders.planners(), self._seat(" ".join(said[: len(said) - empty]))
        if not seat and len(planners) > 1:
            raise Refused(f"Whose orders? Write one of {', '.join(f'`commit {one}`' for one in planners)}.")
        seat = seat or next(iter(planners), "")
        if seat and seat not in self._seats():
            raise Refused(meant(f"No seat {seat!r}", seat, self._seats()))
        refuse(self.session.absences.why(seat))
        if not self.session.deciders.may_plan(seat):
            raise Refused(f"{seat or 'Nobody'} is not asked for orders now.")
        drafted = len(self.session.viewers.plans.get(seat, ()))
        told = f"{drafted} order{'s' * (drafted != 1)}"
        if not drafted and not empty:
            raise Refused(f"{seat} has drafted nothing; write `commit {seat} {EMPTY}` if it is to hold back this turn.")
        if drafted and empty:
            raise Refused(f"{seat} has drafted {told}; write `commit {seat}`, or `drop` them first.")
        self._sit(seat)
        self.said = [f"{seat}: {told} in."]
        if self.session.clock.past_lock():
            self.said.append(f"{seat} is flagged as late; its orders are entered all the same.")
        self.session.commit_plan()

    def _drop(self, rest: str) -> None:
        name, _, number = rest.rpartition(" ") if " " in rest else (rest, "", "")
        seat = self._seat(name)
        if not self.session.deciders.may_plan(seat):
            raise Refused(f"{seat or 'Nobody'} is not asked for orders now.")
        self._sit(seat)
        draft = self.session.picture().draft
        order = whole(number, 1, len(draft))
        if order is None:
            raise Refused(f"{seat} has {len(draft)} orders drafted; write `drop {seat} N`, the first being 1.")
        self.session.undraft(order - 1)
        left = {choice.line for choice in self.session.picture().draft}
        fell = [choice.title for choice in draft if choice.line not in left]
        self.said = [
            f"Dropped for {seat}: {'; '.join(fell) or draft[order - 1].title}; left: {self.session.plans.left_to(seat)}."
        ]

    def _read(self, rest: str) -> None:
        """Carry out the lines of a file; list those that were refused."""
        path = Path(rest)
        try:
            lines = read_lines(path)
        except OSError as error:
            raise Refused(f"{path}: cannot be read ({error.strerror}).") from None
        except NotText as error:
            raise Refused(f"{path}:{error.line}: {error}.") from None
        except ValueError:  # a name that no file can have
            raise Refused(f"{path}: cannot be read (no file can have such a name).") from None
        reading, said = ScriptReading(self), list[str]()
        for number, line in enumerate(lines, 1):
            inner = first_word(line) == "read"
            refused = reading.refuse(number, line, "A file of lines reads no other.") if inner else reading.take(number, line)
            said += [] if refused else self.said
            if reading.stopped:
                break
        self.said = said
        if reading.faults:
            raise Refused(f"{path}: {reading.count()}:\n" + "\n".join(f"  {path}:{fault}" for fault in reading.faults))
        self.said.append(f"{path}: {reading.count()}.")

    # --- the umpire ------------------------------------------------------------------------------------

    def _rule(self, rest: str) -> None:
        self.session.umpire.rule(verdict_of(rest, self._seats(), self.by))
        self.said = [self._ruled()]

    def _throw(self, rest: str) -> None:
        self.session.numbers.throw(verdict_of(rest, self._seats(), self.by))
        self.said = [self._ruled()]

    def _ruled(self) -> str:
        """Return the result of the last ruling of a person, beside the engine's answer, and the tracks that it set."""
        rulings = (entry for entry in self.session.history.lines() if entry.kind == "ruling" and entry["by"] == self.by)
        last = list(rulings)[-1]
        tied = "tied" in last.fields
        held = [effect_told(effect) for effect in last["effects"]]
        if tied and not held:
            return f"{self.session.umpire.told(last)} No effect that was tied to a band holds."
        whatever = "" if tied or not last["number"] else ", whatever the dice say"
        return self.session.umpire.told(last) + (f" Set by hand: {'; '.join(held)}{whatever}." if held else "")

    def _accept(self, rest: str) -> None:
        """Let what nobody disputes stand as rolled, and say what came of it."""
        refuse("" if not rest else "Write `accept` alone; `dispute SEAT [ORDER]` keeps an act for a ruling.")
        entered = len(self.session.journal.entries)
        self.session.umpire.accept(self.by)
        ruled = [entry for entry in self.session.journal.entries[entered:] if entry.get("undisputed", False)]
        self.said = [f"Undisputed: {len(ruled)} {'act stands' if len(ruled) == 1 else 'acts stand'} as rolled."]
        self.said += [f"  {entry['order']}: {self.session.umpire.told(entry).removeprefix('Ruled: ')}" for entry in ruled]
        before = self.session.umpire.docket()
        self.said += [f"Still to be ruled on: {before.seat}: {before.title}."] if before else []

    def _dispute(self, rest: str) -> None:
        words = rest.split()
        seats, n = meaning(words, self._seats().names.items())
        if len(seats) > 1:
            self._seat(" ".join(words[:n]))  # says which it may be
        if len(seats) != 1:
            raise Refused("Write `dispute SEAT`, or `dispute SEAT ORDER` for one of its acts.")
        self.session.disputes.dispute(seats[0], self.seat_lines.words.action_of(seats[0], words[n:]) if words[n:] else "")

    def _crisis(self, rest: str) -> None:
        if first_word(rest) in WAYS:
            self.by_hand_lines.crisis(rest)
            return
        self.seat_lines.crisis(rest)
        self.said, self.faults = self.seat_lines.said, self.seat_lines.faults

    def _inject(self, rest: str) -> None:
        title, text, parts = parts_of_inject(rest, self._seats())
        audience, effects = list[str](), []
        for part in parts:
            word, said = first_word(part), part.partition(" ")[2]
            if word == "to":
                audience += names(said.strip(" ."), self._seats())
                continue
            effect = effect_of(said) if word == "set" else None
            if effect is None or "on" in effect:
                raise Refused(not_an_effect(part))
            effects.append(effect)
        if not text:
            raise Refused("An inject needs a title and a text: write `inject TITLE: TEXT`.")
        self.session.injects.write(text, [] if ALL in audience else audience, effects, title)

    def _scheduled(self, act: Callable[[str], None]) -> Callable[[str], None]:
        """Carry out an act on an inject of the scenario, by its id in upper or lower case."""
        return lambda rest: act(as_id(rest, (line.id for line in self.session.injects.schedule())))

    def _shift(self, rest: str) -> None:
        turns = whole(rest[1:]) if rest.startswith("+") else whole(rest, -MOST)
        if turns is None:
            raise Refused(f"{rest!r} is not a number of turns; write for example `shift 1` or `shift -1`.")
        self.session.injects.shift(turns)

    def _score(self, rest: str) -> None:
        found = SCORE.fullmatch(rest)
        points = whole(found["points"]) if found else None
        if found is None or points is None:
            raise Refused("Write `score ID POINTS: TEXT`.")
        inject = as_id(found["inject"], (line.id for line in self.session.injects.schedule()))
        self.session.injects.score(inject, points, (found["text"] or "").strip(), self.by)

    def acts(self) -> Iterator[str]:
        """Return the last acts by number, and what an undo of each takes back."""
        return self.back.acts()

    def _by_hand(self, verb: str, rest: str) -> None:
        """Carry out a line that changes the game beside the rules."""
        self.by_hand_lines.said = []
        self.by_hand_lines.verbs[verb](rest)
        self.said = self.by_hand_lines.said

    def _back(self, verb: str, rest: str) -> None:
        """Carry out a line that goes back or ends the game; `said` has its answer, or the question it asks first."""
        self.back.said, back = [], self.session.history.rewound
        try:
            self.back.verbs[verb](rest)
        finally:
            self.said = self.back.said
        if self.session.history.rewound != back:
            self.heard = len(self.session.play.chronicles[""].beats)

    # --- what is written down --------------------------------------------------------------------------

    def _note(self, rest: str) -> None:
        head, colon, text = rest.partition(":")
        said = head.split()
        told = bool(said) and said[-1].lower() == "told"
        seat = self._seats().whole(" ".join(said[: len(said) - told]))
        if colon and ((told and not seat) or (" " in seat and self._seats().whole(said[0]) in self._seats())):
            raise Refused(NOTE_FORM)
        if not colon or (seat and seat not in self._seats()):
            # A text may have colons: before one stands a seat, a misspelt seat, or part of the text.
            close = close_to(seat, self._seats())
            if colon and (told or (close and " " not in seat)):
                raise Refused(meant(f"No people sit for {seat!r}", seat, self._seats()))
            seat, told, text = "", False, rest if colon else ""
        refuse("" if text.strip() else f"A note needs a text. {NOTE_FORM}")
        self.session.notes.note(seat, text.strip(), told)

    def _expect(self, rest: str) -> None:
        head, _, text = rest.partition(":")
        seat, _, other = head.strip().partition(" ")
        if not text.strip() or not other:
            raise Refused("Write `expect SEAT OTHER: TEXT`.")
        self.session.notes.expect(self._seat(seat), self._seat(other), text.strip())

    def _agree(self, rest: str) -> None:
        head, colon, said = rest.partition(":")
        parties, until, secret = head.replace(BAR, " "), "0", False
        found = UNTIL_TURN.search(parties)
        if found:
            until, parties = found[1], parties.replace(found[0], " ")
        if SECRETLY.search(parties):
            secret, parties = True, SECRETLY.sub(" ", parties)
        seats = names(parties.strip(), self._seats())
        if not colon or not said.strip() or not seats:
            raise Refused("Write `agree SEAT,SEAT [until TURN] [secretly]: TERMS`.")
        terms, last, hidden = terms_of(said.strip())
        turn = whole(until)
        if turn is None:
            raise Refused(f"{until!r} is not a turn.")
        if not terms:
            raise Refused("An agreement needs its terms.")
        self.session.agreements.agree(seats, terms, turn if last is None else last, public=not (secret or hidden))

    def _broken(self, rest: str) -> None:
        head, _, text = rest.partition(":")
        agreement, by, seat = head.replace(BAR, " ").strip().partition(" by ")
        if not by or not seat.strip():
            raise Refused("Write `broken ID by SEAT: TEXT`.")
        number = whole(agreement)
        named = agreement.strip().lower() if number is None else f"agreement-{number}"
        self.session.agreements.break_(named, self._seat(seat), text.strip())

    def _late(self, rest: str) -> None:
        refuse("" if rest else "Write `late SEAT`.")
        self.session.notes.late(self._seat(rest))

    def _clock(self, rest: str) -> None:
        said = rest.split()
        if not said:
            raise Refused(CLOCK_FORM)
        if said == ["next"]:
            self.session.clock.next()
            self.said = self._clock_told()
            return
        phase, event, seconds = [*said, *("", "", "0")[len(said) :]][:3]
        number = whole(seconds)
        if number is None:
            raise Refused(f"{seconds!r} is not a number of seconds.")
        if len(said) > 3:
            raise Refused(CLOCK_FORM)
        self.session.clock.set(phase, event, number)
        self.said = self._clock_told() if event == "start" else []

    def _clock_told(self) -> list[str]:
        """Return the phase of the room and when it ends; empty where no clock runs."""
        clock = self.session.clock.now()
        return [f"{clock.phase.replace('_', '-')} begins, {self.session.clock.told(clock)}."] if clock and clock.ends else []


def manual() -> Iterator[tuple[str, str]]:
    """Return the lines of control and what they do, from the table at the head of this module."""
    for row in (__doc__ or "").splitlines():
        if row.startswith("| `"):
            plain = row.replace("`", "").replace(r"\|", BARRED).strip("| ")
            line, _, does = plain.partition(" | ")
            yield line.replace(BARRED, "|"), does
