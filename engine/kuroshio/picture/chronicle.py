"""The history of a game as one seat or the public was told it: a beat for each thing that happened, with what it changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable

import attrs
import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.view import author_hidden, cause_of, line_seen
from kuroshio.picture.ladder_climbs import CLIMBS, Climbs, Seen, last_value, turn_before
from kuroshio.picture.log_sentences import BY_HAND, CHANGES, FOLLOWS, POSTURES, Teller
from kuroshio.picture.phrases import phrases_of
from kuroshio.picture.picture import BANDS, Beat, Change, SideChoice, TurnedOver

KINDS = {
    codes.L_RULING: "ruling", codes.L_UNNOTICED: "ruling", codes.L_EVENT: "event", codes.L_INJECT: "inject",
    codes.L_INCIDENT: "incident", codes.L_ATTRIBUTED: "incident", codes.L_RESPONSE: "answer", codes.L_SHORTFALL: "answer",
    codes.L_CRISIS: "crisis", codes.L_ROUND: "crisis", codes.L_ENDING: "crisis", codes.L_LOSS: "crisis",
    codes.L_PROJECT: "project", codes.L_WAITS: "project", codes.L_CHOICE: "choice", codes.L_DECLINED: "choice",
    codes.L_ROLE: "choice",
}  # fmt: skip
DRIFTS, RUN_OUT, UNTOLD = "back towards its resting value", "what was given for a time has run out", "cause not told"
RULED = (codes.L_RULING, codes.L_UNNOTICED)
ROLLED = (codes.L_RULING, codes.L_UNNOTICED, codes.L_EVENT, codes.L_PROJECT)


class Chronicle:
    """The beats of one game for one faction (a row; below 0: the public), extended as the log grows."""

    def __init__(self, tables: Tables, faction: int):
        self.tables, self.faction = tables, faction
        self.teller, self.phrases = Teller(tables), phrases_of(tables)
        self.audiences = [{tables.index.factions[seat] for seat in inject.audience} for inject in tables.scenario.injects]
        self.beats: list[Beat] = []
        self.climbs, self.log = Climbs(tables, self.teller.names), np.empty(0)
        self.read = 0  # lines of the log
        self.titles: dict[int, Callable[[np.record], tuple[str, str]]] = {
            int(codes.L_RULED): self._ruled,
            int(codes.L_RULING): self._ruling,
            int(codes.L_UNNOTICED): self._unnoticed,
            int(codes.L_EVENT): lambda line: (self.teller.names.events[line.subject], ""),
            int(codes.L_INJECT): self._inject,
            int(codes.L_PROJECT): self._project,
            int(codes.L_ROUND): self._round,
            int(codes.L_CRISIS): self._crisis,
        }

    def follow(self, log: np.ndarray, n: int) -> None:
        """Read the log up to line n."""
        self.log = log
        for at in range(self.read, n):
            if line_seen(self.tables.rules, log[at], self.faction):
                self._read(at, log[at])
        self.read = n

    def _read(self, at: int, line: np.record) -> None:
        what = int(line.what)
        if what in CHANGES:
            self._note(at, line)
            return
        title, text = self._told(at, line)
        if title:
            self.beats.append(self._beat(at, line, title, text))

    def _note(self, at: int, line: np.record) -> None:
        """Add a change to the beat that caused it. Changes of one track are joined: the first `before`, the last `after`."""
        if self.climbs.is_climb(line):
            self.beats.append(self._beat(at, line, self.climbs.title(line), self._why_climbed(at, line)))
        elif not self._goes_on(at, line):
            self.beats.append(self._beat(at, line, self._title_of_changes(at, line), ""))
        beat, name = self.beats[-1], self.teller.names.slots[line.subject]
        old = next((change for change in beat.changes if change.name == name), None)
        kept = tuple(change for change in beat.changes if change is not old)
        new = Change(name=name, before=old.before if old else int(line.before), after=int(line.after))
        self.beats[-1] = attrs.evolve(beat, changes=(*kept, new) if new.before != new.after else kept)

    def _why_climbed(self, at: int, line: np.record) -> str:
        """Return what this reader may know of the acts and answers behind a step of a ladder."""
        turn = ((n, self.log[n]) for n in turn_before(self.log, at))
        hidden = ((n, one, author_hidden(self.tables.rules, one, self.faction)) for n, one in turn if self._sees(one))
        seen = [Seen(one, n, cause_of(self.log, n), whose) for n, one, whose in hidden]
        return self.climbs.why(line, seen, lambda slot: self._value(slot, at))

    def _sees(self, line: np.record) -> bool:
        return line_seen(self.tables.rules, line, self.faction)

    def _value(self, slot: int, at: int) -> int | None:
        """Return a track before a line of the log; None if this reader never sees it, or if it was drawn and not told since."""
        rules = self.tables.rules
        if self.faction < 0 or not int(rules.slot_seen[slot]) >> self.faction & 1:
            return None
        return last_value(self.log[:at], slot, None if rules.slot_draw[slot] else int(rules.slot_start[slot]))

    def _goes_on(self, at: int, line: np.record) -> bool:
        """Whether a change belongs to the last beat: that is its cause, or holds changes of the same cause."""
        last = self.beats[-1] if self.beats else None
        if last is None or (last.turn, last.phase) != self._when(line):
            return False
        cause, title = self._cause(at), self._title_of_changes(at, line)
        return last.number == cause or (last.title == title and (last.cause == cause or bool(CHANGES[int(line.what)])))

    def _cause(self, at: int) -> int:
        """The line that a line follows from, where a beat tells of it; else -1, for a number would tell that there is one."""
        cause = int(self.log[at].cause)
        while cause >= 0 and self.log[cause].what == codes.L_CHOICE and not self._beat_at(cause):
            cause = int(self.log[cause].cause)
        return cause if self._beat_at(cause) else -1

    def _title_of_changes(self, at: int, line: np.record) -> str:
        """Return the title of changes that do not stand below their cause."""
        if own := CHANGES[int(line.what)].rstrip(":"):
            return own
        if beat := self._beat_at(self._cause(at)):
            return f"{FOLLOWS} from \u201c{beat.title}\u201d"
        return POSTURES if line.cause == codes.NONE and line.phase == codes.COERCION else FOLLOWS

    def reason(self, at: int) -> str:
        """Return what a change in the log follows from, as this reader was told it: an act with its outcome, an event, a time."""
        line = self.log[at]
        if line.what == codes.L_DRIFT:
            return DRIFTS
        source = int(line.cause) if line.what == codes.L_EXPIRED else at
        beat = self._beat_at(self._cause(source)) if source >= 0 else None
        told = f"{beat.title}{f': {beat.fell}' if beat.fell else ''}" if beat else ""
        if line.what == codes.L_EXPIRED:
            return f"{told}, run out" if told else RUN_OUT
        return told or (POSTURES if line.cause == codes.NONE and line.phase == codes.COERCION else UNTOLD)

    def _beat_at(self, number: int) -> Beat | None:
        """Return the beat that tells of a line of the log, if there is one."""
        at = bisect_left(self.beats, number, key=lambda beat: beat.number)
        return self.beats[at] if number >= 0 and at < len(self.beats) and self.beats[at].number == number else None

    def _when(self, line: np.record) -> tuple[int, str]:
        return int(line.turn), codes.PHASES[line.phase]

    def _told(self, at: int, line: np.record) -> tuple[str, str]:
        """Return a title and a text; an empty title for what this seat is not told."""
        what = int(line.what)
        if what == codes.L_TURN:
            return "", ""
        if author_hidden(self.tables.rules, line, self.faction):
            return self._without_author(line)
        if what in self.titles:
            title, text = self.titles[what](line)
            return title, f"{text} {self._why_done(at, line)}".strip() if what in RULED else text
        return (self.teller.sentences[what](line) if what in self.teller.sentences else "").removesuffix("."), ""

    def _without_author(self, line: np.record) -> tuple[str, str]:
        """Describe a deniable act to seats that did not do it: that it happened, where, and to whom."""
        names = self.teller.names
        place = names.at(line.area)
        if line.what == codes.L_INCIDENT:
            told = f"An incident of intensity {line.amount}{place}, against {names.faction(line.target)}"
            return told, "Each seat judges for itself who did it."
        if line.what == codes.L_ATTRIBUTED:
            if line.amount < 0:
                return f"{names.faction(line.target)} cannot say who is behind the incident{place}", ""
            return f"{names.faction(line.target)} holds {names.faction(line.amount)} responsible for the incident{place}", ""
        if line.what == codes.L_RESPONSE:
            return f"{names.faction(line.actor)} answers the incident{place}: {names.levels[line.action].lower()}", ""
        return "", ""

    def _ruling(self, line: np.record) -> tuple[str, str]:
        return f"{self.teller.names.faction(line.actor)}: {self.teller.order(line)}", ""

    def _why_done(self, at: int, line: np.record) -> str:
        """Say why an act happened that nobody ordered; else a seat would wonder who ordered an act of its own."""
        if self.tables.rules.action[line.action].everyday:
            return "It follows from the posture; nobody ordered it."
        brought = cause_of(self.log, at)
        inject, own = self._beat_at(brought), line.actor == self.faction
        if brought < 0 or not (inject or own):
            return ""
        of = f"\u201c{inject.title}\u201d" if inject else "an event of the turn"
        return f"Nobody at this seat ordered it: it results from {of}." if own else f"It results from {of}."

    def _unnoticed(self, line: np.record) -> tuple[str, str]:
        title, _ = self._ruling(line)
        return title, "Nobody noticed."

    def _ruled(self, line: np.record) -> tuple[str, str]:
        """What an umpire set: on which order it ruled, where these eyes know of it."""
        ordered = self.log[line.cause] if line.cause >= 0 else None
        if ordered is None or not self._sees(ordered):
            return BY_HAND, ""
        return BY_HAND, f"In ruling on \u201c{self.teller.names.faction(ordered.actor)}: {self.teller.order(ordered)}\u201d."

    def _inject(self, line: np.record) -> tuple[str, str]:
        """Describe an inject, which only its audience is told of."""
        audience = self.audiences[line.subject]
        if audience and self.faction not in audience:
            return "", ""
        inject = self.tables.scenario.injects[line.subject]
        return inject.name, inject.text

    def _round(self, line: np.record) -> tuple[str, str]:
        shot = self.teller.shot(line)
        return self.teller.round(line).removesuffix(shot).strip().removesuffix("."), shot

    def _crisis(self, line: np.record) -> tuple[str, str]:
        """Describe the opening of a crisis: its rung, and what moved the ladder there this turn."""
        slot = next(slot for slot, row in self.climbs.ladders.items() if row == line.subject)
        ladder = self.teller.names.slots[slot]
        opens = f"A crisis opens at rung {self.tables.ruleset.procedure.crisis_at} of the ladder or above."
        here = (beat for beat in self.beats if beat.turn == line.turn)
        moved = (
            (beat, change) for beat in here for change in beat.changes if change.name == ladder and change.after > change.before
        )
        told = (
            beat.text if beat.title.startswith(CLIMBS) else f"\u201c{beat.title}\u201d: {change.before} to {change.after}."
            for beat, change in moved
        )
        return self.teller.crisis(line).removesuffix("."), " ".join((opens, *filter(None, told)))

    def _project(self, line: np.record) -> tuple[str, str]:
        return self.teller.project(line).split(". ")[0].removesuffix("."), ""

    def _beat(self, at: int, line: np.record, title: str, text: str) -> Beat:
        """Make a beat, with dice and odds if this seat may know them."""
        hidden = author_hidden(self.tables.rules, line, self.faction)
        rolled = line.what in ROLLED and line.base_number > 0 and not hidden
        turn, phase = self._when(line)
        happens = line.what == codes.L_EVENT  # nobody does it, although its readings name a flashpoint's two sides
        side = int(line.actor) if not hidden and not happens and line.what not in CHANGES else -1
        return Beat(
            number=at,
            turn=turn,
            phase=phase,
            kind=KINDS.get(line.what, "other"),
            title=title,
            text=text,
            side=self.tables.ruleset.factions[side].id if side >= 0 else "",
            area=self.tables.board.areas[line.area].id if line.area >= 0 else "",
            odds=self.phrases.odds(line) if rolled else None,
            dice=(int(line.die_1), int(line.die_2)) if rolled else None,
            band=BANDS[line.band] if rolled and not happens else "",
            cause=-1 if CHANGES.get(int(line.what)) else self._cause(at),
            round=self._turned_over(line) if line.what == codes.L_ROUND else None,
        )

    def _turned_over(self, line: np.record) -> TurnedOver:
        """Return the two choices of a round of a crisis."""
        rules, thrown = self.tables.ruleset, line.number > 0
        choices = self.teller.names.answers[int(codes.ASK_CRISIS)]
        both = ((line.actor, line.before), (line.target, line.after))
        chosen = [(rules.factions[side].id, choices[choice]) for side, choice in both]
        first, second = (SideChoice(side=side, name=entry.name, name_ja=entry.name_ja) for side, entry in chosen)
        return TurnedOver(
            hotspot=rules.flashpoints[line.subject].id,
            number=int(line.amount),
            most=rules.procedure.crisis_rounds,
            choices=(first, second),
            clash_at=int(line.number) if thrown else 0,
            dice=(int(line.die_1), int(line.die_2)) if thrown else None,
        )


def since(beats: Iterable[Beat], number: int) -> tuple[Beat, ...]:
    """Return the beats after a line of the log."""
    return tuple(beat for beat in beats if beat.number > number)
