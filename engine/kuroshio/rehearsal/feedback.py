"""The feedback of a rehearsal: which mistakes came, what was typed, what became of each, and how long that took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from kuroshio.rehearsal.mistake import Mistake, mistakes
from kuroshio.rehearsal.mistake_judges import MENDED, MISSED, OPEN, SEEN, UNASKED
from kuroshio.rehearsal.rehearsal import Rehearsal
from kuroshio.rehearsal.slip import ASKS, Slip
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.rehearsal_record import COMES, FOUND, READY, RETURNS, SAID, TYPED
from kuroshio.session.room_clock import seconds_of

MOST_TYPED = 5  # lines named under a mistake
WORDS = {
    MENDED: "mended", UNASKED: "settled without asking the team", SEEN: "asked about, but not mended",
    MISSED: "went through unseen", OPEN: "left open",
}  # fmt: skip


@frozen(kw_only=True)
class MistakeMet:
    """A mistake that came. said: the slip; typed: control's lines about it; verdict: in words; took: seconds until it was mended
    or went through; None while it is open. allowed: minutes of the procedure.
    """

    mistake: Mistake
    turn: int
    seat: str
    said: str
    typed: tuple[str, ...]
    verdict: str
    good: bool
    took: int | None
    allowed: int

    @property
    def slow(self) -> bool:
        """Whether it took longer than the procedure allows."""
        return self.took is not None and self.took > self.allowed * 60


@frozen(kw_only=True)
class TurnTime:
    """How long a turn took, in seconds, beside the minutes of the timetable. lines, refused: of control, in this turn."""

    turn: int
    took: int
    planned: int
    lines: int
    refused: int


@frozen(kw_only=True)
class Feedback:
    """The whole page. absent: names of mistakes that did not come."""

    met: tuple[MistakeMet, ...]
    absent: tuple[str, ...]
    turns: tuple[TurnTime, ...]

    def summary(self) -> str:
        """Return the sentence at its head."""
        counted = {words: sum(one.verdict == words for one in self.met) for words in WORDS.values()}
        told = [f"{n} {words}" for words, n in counted.items() if n]
        came = f"{len(self.met)} mistake{'s' * (len(self.met) != 1)} came"
        slow = sum(one.slow for one in self.met)
        late = f" {slow} took longer than the procedure allows." if slow else ""
        return f"{came}: {', '.join(told)}.{late}" if self.met else f"No mistake came.{late}"

    def lines(self) -> Iterator[str]:
        """Return the page as text."""
        yield f"FEEDBACK. {self.summary()}"
        for one in self.met:
            yield ""
            took = "still open" if one.took is None else told(one.took)
            yield f"{one.mistake.name} (turn {one.turn}{f', {one.seat}' if one.seat else ''}): {one.verdict.upper()}"
            yield f"    {took}, of {one.allowed} min that the procedure allows{': too slow' if one.slow else ''}"
            yield from (f"    slip   {line}" for line in one.said.splitlines())
            yield from (f"    typed  {line}" for line in one.typed or ("nothing",))
            yield from () if one.good else (f"    good control: {one.mistake.control}",)
        yield ""
        for turn in self.turns:
            yield (
                f"Turn {turn.turn} took {told(turn.took)}; the timetable has {turn.planned} min. "
                f"You typed {lines_told(turn.lines)}; {refused_told(turn.refused)}."
            )
        if self.absent:
            yield f"Did not come in this rehearsal: {', '.join(self.absent)}."


def lines_told(many: int) -> str:
    """Return a number of lines in words.

    >>> lines_told(1), lines_told(4)
    ('1 line', '4 lines')
    """
    return f"{many} line{'s' * (many != 1)}"


def refused_told(many: int) -> str:
    """Return how many lines were refused or entered in part, in words.

    >>> refused_told(0), refused_told(2)
    ('none was refused or entered in part', '2 were refused or entered in part')
    """
    return f"{many or 'none'} {'were' if many > 1 else 'was'} refused or entered in part"


def told(seconds: int) -> str:
    """Return a time as minutes and seconds.

    >>> told(75)
    '1:15 min'
    """
    return f"{seconds // 60}:{seconds % 60:02} min"


def feedback(rehearsal: Rehearsal) -> Feedback:
    """Return the feedback of a rehearsal as it stands."""
    session = rehearsal.session
    hours, found = AtTheTable(session.journal.entries), list(session.rehearsal.lines(FOUND))
    met = tuple(_met(rehearsal, slip, came, found, hours) for slip, came in rehearsal.tray.mistakes())
    absent = tuple(one.name for one in mistakes().values() if one.id not in {seen.mistake.id for seen in met})
    return Feedback(met=met, absent=absent, turns=tuple(_turns(rehearsal, hours)))


class AtTheTable:
    """The time at the table: the machine's, without what lay between leaving a rehearsal and coming back."""

    def __init__(self, entries: Sequence[JournalLine]):
        self.gaps = [
            (seconds_of(entries[n - 1]), seconds_of(entry))
            for n, entry in enumerate(entries)
            if entry.kind == "rehearsal" and entry["event"] == RETURNS
        ]

    def between(self, first: JournalLine, last: JournalLine) -> int:
        """Return the seconds at the table from one line to a later one."""
        begins, ends = seconds_of(first), seconds_of(last)
        away = sum(back - left for left, back in self.gaps if begins <= left and back <= ends)
        return max(ends - begins - away, 0)


def _met(rehearsal: Rehearsal, slip: Slip, came: JournalLine, found: Sequence[JournalLine], hours: AtTheTable) -> MistakeMet:
    """Return what became of one mistake."""
    session, mistake = rehearsal.session, mistakes()[slip.mistake]
    own = [entry for entry in found if entry["name"] == slip.name]
    verdict = str(own[-1]["text"]) if own else OPEN
    first = _first_asked(rehearsal, slip, came)
    return MistakeMet(
        mistake=mistake,
        turn=int(came["turn"]),
        seat=slip.seat,
        said=slip.text,
        typed=tuple(_typed(rehearsal, slip, first, own[-1] if own else None)),
        verdict=WORDS[verdict],
        good=verdict == MENDED,
        took=hours.between(came, own[-1]) if own and verdict != OPEN else None,
        allowed=mistake.allowed(session.clock.timetable),
    )


def _first_asked(rehearsal: Rehearsal, slip: Slip, came: JournalLine) -> JournalLine:
    """Return when a question that was put twice came first; of any other slip when it came."""
    if slip.sort != ASKS:
        return came
    same = {e["name"] for e in rehearsal.session.rehearsal.lines(READY) if (e["seat"], e["about"]) == (slip.seat, slip.about)}
    return next(entry for entry in rehearsal.session.rehearsal.lines(COMES) if entry["name"] in same)


def _typed(rehearsal: Rehearsal, slip: Slip, first: JournalLine, last: JournalLine | None) -> Iterator[str]:
    """Return what control typed about a slip, from when it came until it was settled: lines that name its seat or subject."""
    about = [word for word in (slip.seat, slip.about.partition(":")[0]) if word]
    lines = [
        entry for entry in rehearsal.session.rehearsal.lines(TYPED, SAID)
        if entry.n > first.n and (last is None or entry.n < last.n)
    ]  # fmt: skip
    ruled = slip.about and ":" in slip.about
    for entry in [one for one in lines if ruled or not about or _names(one, about)][-MOST_TYPED:]:
        said = f"say {entry['seat']}: {entry['text']}" if entry["event"] == SAID else str(entry["text"])
        why = str(entry.get("again"))
        yield f"{said}   -> {why}" if why else said


def _names(entry: JournalLine, words: Sequence[str]) -> bool:
    """Whether a line of control names one of some seats or ids."""
    head = str(entry["text"]).lower().partition(":")[0].split()
    return entry["seat"] in words or any(word in head for word in words)


def _turns(rehearsal: Rehearsal, hours: AtTheTable) -> Iterator[TurnTime]:
    """Return how long each turn took, from its first slip to its last line."""
    record, timetable = rehearsal.session.rehearsal, rehearsal.session.clock.timetable
    for turn in range(1, rehearsal.turns + 1):
        lines = [entry for entry in record.lines() if entry["turn"] == turn]
        begun = [entry for entry in lines if entry["event"] == COMES]
        typed = [entry for entry in lines if entry["event"] == TYPED]
        if begun:
            yield TurnTime(
                turn=turn, took=hours.between(begun[0], lines[-1]), planned=timetable.turn, lines=len(typed),
                refused=sum(bool(entry.get("again")) for entry in typed),
            )  # fmt: skip
