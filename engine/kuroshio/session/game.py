"""One game at a table: people at some seats, doctrines at the others, one decision after another.

The session is all that a screen, a script or a test needs: it gives pictures, takes lines of play, and keeps every choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from attrs import evolve

from kuroshio.kernel import words
from kuroshio.kernel.commit import commit
from kuroshio.kernel.effects import write
from kuroshio.kernel.lines import Six, UnclearLine, read_choice, spell_choice
from kuroshio.kernel.play import ASKED, OVER, TO_RULE, TURN_ENDED, advance, new_game, outcome
from kuroshio.kernel.records import GAME, ORDER, OUTCOME, blank, freeze
from kuroshio.kernel.tables import Tables
from kuroshio.kernel.view import public_view, view
from kuroshio.model.scenario import Inject
from kuroshio.picture.asked import Counsel
from kuroshio.picture.chronicle import Chronicle, since
from kuroshio.picture.make import Maker
from kuroshio.picture.picture import Beat, Choice, Odds, Picture, Result
from kuroshio.policies.choose import luck_in
from kuroshio.policies.drive import make_workshop
from kuroshio.policies.playbook import Playbook
from kuroshio.policies.players import Source
from kuroshio.session.back import Backward
from kuroshio.session.beside import Beside
from kuroshio.session.checkpoints import Checkpoint, Chronicles, inject_by_hand, with_injects
from kuroshio.session.clock import Timed, by_machines_clock
from kuroshio.session.console import Overseen
from kuroshio.session.entries import Entry
from kuroshio.session.journal import Journal, begin, header_of
from kuroshio.session.kinds import MOVES, BadEntry, BadLine
from kuroshio.session.orders import Plan, Spoken, in_quotes
from kuroshio.session.others import DOCTRINE, PLAYER, Others
from kuroshio.session.planning import Planned
from kuroshio.session.promised import Promised
from kuroshio.session.public import Publisher
from kuroshio.session.record import NOWHERE, Point, decoded, difference, told_otherwise, waiting_in
from kuroshio.session.schedule import Scheduled
from kuroshio.session.signing import Signed
from kuroshio.session.stopped import Stopping
from kuroshio.session.table import PERSON, sentence
from kuroshio.session.umpire import UMPIRE, Umpired
from kuroshio.session.withdrawn import Withdrawing

LINES = 65536  # of the log of one game
PUBLIC = -1
EVERYBODY = ""  # the seat of the public picture


def noted(odds: Odds) -> dict[str, Any]:
    """Odds as a line of the journal has them."""
    modifiers = [list(pair) for pair in odds.modifiers]
    return {"base": odds.base, "number": odds.number, "modifiers": modifiers, "bands": list(odds.bands)}


class Session(Backward, Withdrawing, Stopping, Planned, Promised, Signed, Umpired, Scheduled, Beside, Timed, Overseen):
    """A game on its buffers. `people`: the seats that people take; the rest choose by doctrine.

    sources: the players from outside that `policies` name, for a game that goes on.
    Where `umpire` is set every act waits for a ruling (kuroshio.session.umpire); a kept game says so itself.
    A journal that holds lines already is played through them first; with `play_on` False the game then stays where they end.
    Calls that change the game raise NotKept where the disk takes nothing, and leave the session as it was.
    """

    def __init__(
        self,
        tables: Tables,
        playbook: Playbook,
        people: Iterable[str],
        seed: int,
        *,
        policies: Iterable[tuple[str, str]] = (),
        sources: Mapping[str, Source] = {},
        journal: Journal | None = None,
        publisher: Publisher | None = None,
        play_on: bool = True,
        umpire: bool = False,
        curtained: bool = False,
    ):
        self.tables, self.rules, self.playbook = tables, tables.rules, playbook
        self.people, self.seed, self.curtained = frozenset(people), seed, curtained
        self.named = tuple(policies)
        self.others = Others(tables, playbook, self.named, sources, seed)
        self.journal = Journal() if journal is None else journal
        if not self.journal.entries:
            header = header_of(tables, tables.scenario.id, "", sorted(self.people), self.named, seed, umpire)
            self.journal.append("header", **header)
        self.publisher, self.unpublished = publisher, ""  # a sentence while the public journal cannot be written
        self.placed = ""  # who reads what is public, in a sentence of whoever opened the game
        self.maker = Maker(tables)
        self.counsel = Counsel(tables, playbook, self.maker)
        self.workshop = make_workshop(LINES)
        self.games, self.log, self.game = self.workshop.games, self.workshop.log, self.workshop.games[0]
        self.open = blank(GAME)  # what everybody may know
        chronicles = {seat: Chronicle(tables, tables.index.factions[seat]) for seat in self.people}
        self.chronicles = Chronicles({**chronicles, EVERYBODY: Chronicle(tables, PUBLIC)}, self.games, self.log)
        self.told = dict.fromkeys(self.chronicles, -1)  # the last line of the log that each has been shown
        self.plans: dict[str, Plan] = {}
        self.promised = {}
        self.spoken: list[Spoken] = []
        self.eyes = next(iter(self.people)) if len(self.people) == 1 else EVERYBODY
        self.at_console = False  # whether the umpire looks of its own accord
        self.map: Path | None = None  # the folder of its map, for whoever draws it
        self.luck = 0  # of the seed: another once the game has gone back over dice
        self.over, self.rewound = False, 0  # how often the game went back: what a screen has told may be void
        self.checkpoints: list[Checkpoint] = []
        self.recorded = NOWHERE  # what the last record that counts told of
        self.times: list[tuple[int, int, int]] = []  # of lines that move the game: number, turn, place of the phase in the turn
        new_game(self.rules, self.game, np.uint64(seed), np.int64(0))
        self.game.umpired = bool(self.journal.entries[0].get("umpire", False))
        self.opening, self.turn = self.game.track.copy(), 1
        self.turns = {1: freeze(self.game)}  # the state as each turn began
        self._begin(play_on)

    def _begin(self, play_on: bool) -> None:
        """Play through the lines that were kept, then on to the next decision of a person."""
        kept = self.journal.counted[1:]
        self._reach()
        self._keep_point(1)
        self._replay(kept)
        if kept and kept[-1].kind != "record" and not play_on:
            self._reach()
        self.been = self._came()
        if play_on:
            with self._whole():
                self.advance()
        self._read_plans()
        if kept:
            self.told[EVERYBODY] = int(self.game.logged) - 1  # a seat has seen what came before its own last choice

    # --- the game goes on ------------------------------------------------------------------------------

    def advance(self) -> None:
        """Play on to the next decision of a person, the umpire's among them, or to the end; doctrines answer for the others."""
        self.been = self.been if self._orders_are_in() else frozenset()
        while not self.over and not self._waits_for_seats():
            if self.awaits_ruling():
                if not self._rule_by_the_roll():
                    break
            elif self.game.asking == words.NONE:
                self._next()
            elif self.asked() in self.people:
                break
            else:
                self._enter_others()

    def _look_away(self) -> None:
        """After an act whoever may not look any longer looks away."""
        if self.eyes and not self._may_stay():
            self.eyes = EVERYBODY

    def _may_stay(self) -> bool:
        """Whether whoever looks may go on looking: it is asked, or nobody else ever comes to this machine."""
        if self.eyes == UMPIRE:
            return self.awaits_ruling() or self.at_console
        if self.may_plan(self.eyes) or (self.called_to_sign() or self.asked()) == self.eyes:
            return True
        return len(self.people) == 1 and not self.game.umpired

    def publish(self, picture: Picture | None = None) -> None:
        """Tell the projector; where that fails the game goes on, and `unpublished` says why."""
        if self.publisher is None:
            return
        try:
            self.publisher.publish(by_machines_clock(picture or self.picture_for(EVERYBODY)))
            self.unpublished = ""
        except OSError as error:
            why = error.strerror or str(error)
            self.unpublished = f"{self.publisher.path}: cannot be written ({why}); the projector shows an old picture, or none."

    def notices(self) -> Iterator[str]:
        """What everybody at the machine may know of the game's files and its clock, beside the game."""
        yield from filter(None, (self.unpublished, self.placed))
        for seat in self.others.failed:
            name = self.maker.names.faction(self.tables.index.factions[seat])
            yield f"The player of {name} has failed, and its doctrine answers; a note in the journal says why."
        yield from self.time_told()

    def _next(self) -> bool:
        """Advance to the next question, or to what the umpire must rule on; False at the end of the game."""
        if self.words_wait():
            return True
        came_to = int(advance(self.rules, self.game, self.workshop.desk, self.log))
        while came_to not in (ASKED, TO_RULE):
            if came_to == OVER:
                self.over = True
                return False
            if came_to == TURN_ENDED:
                self.turns[int(self.game.turn)] = freeze(self.game)
            came_to = int(advance(self.rules, self.game, self.workshop.desk, self.log))
        if self.game.turn != self.turn:
            self.turn = int(self.game.turn)
            self.opening = self.game.track.copy()
        return True

    def _by_doctrine(self) -> Six:
        """What the doctrine of the seat that is asked chooses, from its view alone."""
        return self.others.by_doctrine(self._view(int(self.game.seat)), luck_in(self.game))

    def _enter_others(self) -> None:
        """Have whoever plays the seat that is asked choose; where a player could not, a note says why."""
        seat, state = self.asked(), self._view(int(self.game.seat))
        chosen = self.others.choose(state, luck_in(self.game), self.luck, self.journal.counted)
        self._enter(chosen.six, chosen.by)
        if chosen.fault:
            told = f"{chosen.fault}; the doctrine of {seat} answers from here on, until the game is gone back in or resumed"
            self.journal.append("note", turn=self.turn, seat="", text=told, by=PLAYER)

    def _enter(self, six: Six, by: str = DOCTRINE) -> None:
        """Note a choice, then enter it; the odds of an act are noted as its seat was shown them."""
        state = self._view(int(self.game.seat))
        line = spell_choice(self.tables, state, six)
        odds = self.counsel.odds_of(state, six)
        self._promise(state, six, odds)
        shown = {"shown": noted(odds)} if odds else {}
        self._record("choice", phase=self._phase(), seat=self.asked(), line=line, by=by, **shown)
        self._commit(six)

    def _record(self, kind: str, **fields: Any) -> Entry:
        """Keep a line that moves the game, and when it came."""
        entry = self.journal.append(kind, turn=int(self.game.turn), **fields)
        self._time(entry.n)
        return entry

    def _time(self, n: int) -> None:
        self.times.append((n, int(self.game.turn), int(self.game.place)))

    def _commit(self, six: Six) -> None:
        order = blank(ORDER)
        order[0] = six
        commit(self.rules, self.game, order[0], self.log)

    def _replay(self, entries: Iterable[Entry]) -> None:
        """Enter lines that were kept; the game then stands where the last leaves it. Raises BadEntry on one that does not fit."""
        for entry in entries:
            try:
                if entry.kind in ("choice", "ruling", "luck"):
                    self._reach()
                self._check(entry)
                if entry.kind in MOVES:
                    self._time(entry.n)
                    self._repeat(entry)
                elif entry.kind == "record":
                    self._compare(entry)
                    self._keep_point()
            except (BadLine, UnclearLine) as error:
                raise BadEntry(entry.n, str(error)) from None

    def _reach(self) -> None:
        """Go on to the next question, if none is open."""
        if self.game.asking == words.NONE and not self.over:
            self._next()

    def _compare(self, entry: Entry) -> None:
        """A record must tell of the game as it has come out, by now or at the next question. Raises BadLine."""
        state = freeze(self.game)
        if decoded(entry["state"]) != difference(self.recorded.state, state):
            self._reach()
            state = freeze(self.game)
        wrong = told_otherwise(entry, self.recorded, state, self.log[: self.game.logged], self.turns)
        if not wrong and entry.get("waiting", []) != waiting_in(self.spoken):
            wrong = "which orders in own words wait"
        if wrong:
            raise BadLine(f"{wrong} is written down otherwise than it comes out")
        self.recorded = Point(state, int(self.game.logged), int(self.game.turn))

    def _check(self, entry: Entry) -> None:
        """A line must be one that this game could have written where it stands. Raises BadLine."""
        if entry.kind in MOVES and (entry["turn"] != self.game.turn or entry.get("phase") != self._phase()):
            here = f"the game is in turn {self.game.turn}, {self._phase()}"
            raise BadLine(f"of turn {entry['turn']}, {entry.get('phase')}, where {here}")
        wrong = self._entry_wrong(entry.kind, entry.fields)
        if wrong:
            raise BadLine(wrong)

    def _entry_wrong(self, kind: str, fields: Mapping[str, Any]) -> str:
        """Why a line cannot have been written, in words; empty where it can."""
        checks = {
            "choice": self._choice_wrong, "ruling": self._ruling_wrong, "inject": self._inject_wrong, "words": self._words_wrong,
            "schedule": self._schedule_wrong, "scored": self._score_wrong, "broken": self._breach_wrong,
            "luck": self._luck_wrong, "withdrawn": self._withdrawal_wrong, "stop": self._stop_wrong,
        }  # fmt: skip
        named = [fields[name] for name in ("seat", "other") if fields.get(name) and kind != "ruling"]
        return self._seats_wrong([*named, *fields.get("parties", ())]) or (checks[kind](fields) if kind in checks else "")

    def _choice_wrong(self, fields: Mapping[str, Any]) -> str:
        """Why a choice cannot have been made; empty where it can."""
        seat = str(fields["seat"])
        if seat != self.asked() and not self.may_plan(seat) and not self.may_sign(seat):
            return f"{seat} chooses, and {self.asked() or 'nobody'} is asked"
        sits = seat in self.people
        return "" if sits == (fields["by"] == PERSON) else f"{seat} does not choose by {fields['by']} in this game"

    def _repeat(self, entry: Entry) -> None:
        """Enter one line that was kept, of a kind that moves the game."""
        if entry.kind == "choice":
            if entry["by"] == PERSON and entry["seat"] in self.told:
                self.told[entry["seat"]] = int(self.game.logged) - 1
            self.call_on(str(entry["seat"]))
            self._commit(self._choice_of(entry))
        elif entry.kind == "words":
            self._hear(entry)
        else:
            repeats = {
                "inject": self._bring_in, "withdrawn": self._bring_in, "ruling": self._carry_out, "schedule": self._reschedule,
                "luck": self._take_luck, "stop": self._stop_here,
            }  # fmt: skip
            repeats[entry.kind](entry.fields)

    def _choice_of(self, entry: Entry) -> Six:
        """The choice that a line tells of, by whoever is asked. Raises UnclearLine, BadLine."""
        state = self._view(int(self.game.seat))
        six = read_choice(self.tables, state, str(entry["line"]))
        odds = self.counsel.odds_of(state, six)
        if entry.get("shown", None) != (noted(odds) if odds else None):
            raise BadLine("the odds that were shown are others than these rules give")
        self._promise(state, six, odds)
        return six

    def _bring_in(self, fields: Mapping[str, Any]) -> None:
        """Carry out an inject that was written at the table: a line of the log to its audience, then its effects."""
        injects = self.tables.scenario.injects
        inject = inject_by_hand(len(injects), fields)
        audience = inject.audience
        self._know((*injects, inject))
        seen = sum(1 << self.tables.index.factions[seat] for seat in set(audience)) if audience else words.EVERYBODY
        order = blank(ORDER)
        order[0] = (words.NONE,) * 6
        line = getattr(write, "py_func", write)  # compiled only into the kernel
        line(self.game, self.log, words.L_INJECT, np.int32(seen), order[0], np.int32(len(injects)), np.int32(0))
        self._set_by_hand(fields["effects"])

    def _know(self, injects: tuple[Inject, ...]) -> None:
        """Set the injects of the scenario: the kernel's, then those written at the table."""
        self.tables = with_injects(self.tables, injects)
        self.chronicles.know(self.tables)

    def _play_on(self, header: dict[str, Any], entries: Iterable[Entry]) -> Session:
        """Another session of the same game, from these lines, in memory."""
        journal = begin(None, header)
        for entry in entries:
            journal.append(entry.kind, **entry.fields)
        return self._another(journal, play_on=True)

    def _read_back(self, entries: Iterable[Entry]) -> Session:
        """A session of this game as a reader of these lines has it. Raises BadEntry on one that does not fit."""
        return self._another(Journal(entries=entries), play_on=False)

    def _another(self, journal: Journal, play_on: bool) -> Session:
        tables = with_injects(self.tables, self.tables.scenario.injects[: int(self.rules.n_injects)])
        return Session(
            tables, self.playbook, self.people, self.seed,
            policies=self.named, sources=self.others.sources, journal=journal, play_on=play_on,
        )  # fmt: skip

    # --- whose turn it is to look ------------------------------------------------------------------------

    def asked(self) -> str:
        """The seat that decides next; empty at the end."""
        return "" if self.over or self.game.asking == words.NONE else self.maker.factions[int(self.game.seat)]

    def waiting_for(self) -> str:
        """The seat that must come to the machine before the game goes on; empty: whoever looks may go on."""
        if (self.eyes == UMPIRE and self._may_stay()) or self.may_plan(self.eyes):
            return ""
        asked = self.called_to_sign() or (UMPIRE if self.awaits_ruling() else self.asked())
        return asked if asked and asked != self.eyes else ""

    def has_umpire(self) -> bool:
        """Whether an umpire sits at this table."""
        return bool(self.game.umpired)

    def reveal(self, seat: str) -> None:
        """The people of a seat are at the machine, and nobody else looks; nobody (empty): it is left to the next.

        A seat that has orders to commit may come before its turn of asking. An umpire who comes of its own accord stays.
        """
        sits = seat in self.people or (seat == UMPIRE and self.game.umpired)
        self.eyes = seat if sits else EVERYBODY
        if self.eyes == UMPIRE:
            self.at_console = self.at_console or not self.awaits_ruling()
        elif not seat:
            self.at_console = False  # a seat's line that the umpire types does not send it away

    # --- what may be seen --------------------------------------------------------------------------------

    def _view(self, faction: int) -> np.record:
        view(self.rules, self.games, np.int64(faction), self.workshop.views)
        return self.workshop.views[faction]

    def picture(self) -> Picture:
        """The picture for whoever may look now."""
        if self.eyes == UMPIRE:
            return evolve(self.picture_for(EVERYBODY), question=self.umpires_question(), console=self.console())
        return self.picture_for(self.eyes)

    def picture_for(self, seat: str) -> Picture:
        """The picture of a seat that people take, or of the public (empty)."""
        asked = self.asked()
        if not seat:
            public_view(self.rules, self.games, self.open)
            state, question, draft = self.open[0], None, tuple[Choice, ...]()
        else:
            faction = self.tables.index.factions[seat]
            planning = self.may_plan(seat)
            asked = seat if planning or self.may_sign(seat) else asked
            deciding = planning or (asked == seat and self.game.asking != words.ASK_ORDER)
            with self._called_on(seat if deciding else ""):
                state = self._with_drafts(seat) if planning else self._view(faction)
            question = self.counsel.question(state) if deciding else self.nothing_to_sign(seat)
            if planning and question and self.game.umpired:
                question = evolve(question, own_words=True)
            draft = tuple(self._drafted(seat)) if planning else ()
        picture = self.maker.picture(
            state,
            seat,
            opening=self.opening,
            news=tuple(self._with_promises(seat, self.chronicles[seat].beats)),
            asked=asked if state.asking != words.NONE else "",  # who signs is not for others to know
            over=self.over,
            question=question,
            draft=draft,
            rounds=self._rounds(seat),
            results=self.results(whole=bool(seat)) if self.over else (),
        )
        expected = self.expected(seat) if seat else ()
        judged = self.judged() if self.stopped() else None
        early = judged.told() if judged else ""
        return evolve(picture, clock=self.room_clock(), planners=self.planners(), expected=expected, judged=early)

    def _rounds(self, seat: str) -> list[str]:
        """What was chosen in the former rounds of the crisis of this turn."""
        told = self.chronicles[seat].beats
        return [
            beat.title for beat in told if beat.kind == "crisis" and beat.turn == self.turn and beat.title.startswith("Round")
        ]

    def results(self, whole: bool) -> tuple[Result, ...]:
        """What each seat has come to; with `whole` every condition, met or missed."""
        judged = self.judged()
        return judged.results(self.maker, self.rules, whole) if judged else ()

    def result(self) -> np.record:
        """What the game has come to so far."""
        result = blank(OUTCOME)
        outcome(self.rules, self.game, self.workshop.desk, result[0])
        return result[0]

    def beats(self) -> tuple[Beat, ...]:
        """What has happened since whoever looks now last looked; asked for once, it counts as told."""
        if self.eyes == UMPIRE:
            return self.beats_of_ruling()
        chronicle = self.chronicles[self.eyes]
        fresh = since(chronicle.beats, self.told[self.eyes])
        if chronicle.beats:
            self.told[self.eyes] = chronicle.beats[-1].number
        return tuple(self._with_promises(self.eyes, fresh))

    def state(self) -> bytes:
        """The whole state of the game, for comparing two."""
        return freeze(self.game)

    def close(self) -> None:
        """Let go of the journal, so that another may go on with it, and of the players."""
        self.journal.close()
        self.others.close()

    def fingerprint(self) -> str:
        """A hash of the whole state."""
        return sha256(self.state()).hexdigest()[:16]

    # --- what a person chooses ---------------------------------------------------------------------------

    def draft(self, line: str) -> str:
        """Put an order into the plan of the seat that looks, or keep the umpire's reason; a sentence where it cannot be."""
        quoted = in_quotes(line.partition(":")[2].strip())
        if self.eyes == UMPIRE and quoted:
            self.reason = quoted[0]
            return ""
        return self._draft(line)

    def answer(self, line: str) -> str:
        """Answer a question other than for orders; a sentence where the answer is not open."""
        if self.eyes == UMPIRE:
            return self.rule_by_choice(line)
        if self.nothing_to_sign(self.eyes):
            with self._whole(moves=False, shown=False):
                self._leaves()
            with self._whole():
                self.advance()
            return ""
        seat = self.eyes
        if not seat or (seat != self.asked() and not self.may_sign(seat)):
            return "Another seat is asked."
        if self.game.asking == words.ASK_ORDER:
            return "Orders are drafted, then committed together."
        try:
            with self._called_on(seat):
                six = self.counsel.read_answer(self._view(self.tables.index.factions[seat]), line.lower())
        except UnclearLine as error:
            return sentence(error)
        with self._whole():
            self.call_on(seat)
            self._enter(six, PERSON)
            self._leaves()
            self.advance()
        return ""
