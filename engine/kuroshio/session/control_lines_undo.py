"""Lines of control that go back or end the game early: what they take back, from whom, and their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kuroshio.model.typed_numbers import whole
from kuroshio.picture.phrases import listed
from kuroshio.session.advance_answers import advance_of
from kuroshio.session.by_hand_words import BY_HAND
from kuroshio.session.dice_again import FRESH
from kuroshio.session.game_names import new_place
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_reader import NotKept, UnreadableGame
from kuroshio.session.line_names import LineNames
from kuroshio.session.refusal import Asks, Refused, sentence
from kuroshio.session.rulings import RULES
from kuroshio.session.saved_games import games_folder
from kuroshio.session.session import Session
from kuroshio.session.table_acts import ANSWER, DOCTRINE, FORM, INJECT, NOBODY, PLAYER, RULING, TableAct, entered, is_order

SAME_DICE = ["same", "dice"]
ALONE, YES, END = "alone", "yes", "end"
LISTED = 9  # acts that are listed; the journal has the earlier ones
ANEW = "The dice are rolled anew from here."
FALL_AGAIN = "The same dice apply again from here."
KEEPS = "`same dice` at the end keeps the dice."
UNDO_FORM = f"Write `undo`, `undo N`, `undo N yes` or `undo N alone`; {KEEPS} `acts` lists the numbers."
REWIND_FORM = f"Write `rewind TURN PHASE`, for example `rewind 2 planning`, and `yes` after it if acts of seats go; {KEEPS}"
PRACTICE_FORM = f"Write `practice`, and `practice end` when it is over; {KEEPS}"


class ControlLinesBack:
    """Carries out lines that go back or end the game. said: the answer to the last; by: who sits at control. Raises Refused."""

    def __init__(self, session: Session, by: str):
        self.session, self.by, self.names = session, by, LineNames(session.play)
        self.said: list[str] = []
        self.verbs: dict[str, Callable[[str], None]] = {
            "undo": self.undo, "rewind": self.rewind, "redo": self.redo, "practice": self.practice, "stop": self.stop,
            "branch": self.branch,
        }  # fmt: skip

    # --- undo ------------------------------------------------------------------------------------------

    def acts(self) -> Iterator[str]:
        """Return the last acts by number: who did what, what an undo takes back too, and whether it can be taken back alone."""
        acts = self.session.history.acts()
        if not acts:
            yield "There is nothing to take back yet."
        for number, act in enumerate(acts[:LISTED], 1):
            others = sorted({one for later in acts[: number - 1] for one in later.whose})
            takes = f" Takes back {numbers(number - 1)} too ({', '.join(others)})." if number > 1 else ""
            alone = f" Alone: `undo {number} alone`." if number > 1 and self._may_go_alone(act) else ""
            yield f"{number}. {sentence(self._told(act))}{takes}{alone}"
        if len(acts) > LISTED:
            yield f"Before these: {len(acts) - LISTED} more."

    def _told(self, act: TableAct) -> str:
        """Return an act in words: who, when, what. Seats other than its first are named before what is theirs."""
        several = len(act.whose) > 1
        lines = [line_of(one) + given_before(one, act) for one in self.names.without_endings(entered(act.entries))]
        lines = lines if several else [line.removeprefix(f"{act.who}: ") for line in lines]
        whose = "their" if several else "its"
        what = {
            FORM: lambda: f"{whose} form: {'; '.join(lines)}",
            ANSWER: lambda: f"{whose} answer{'s' * several}: {'; '.join(lines)}",
            RULING: lambda: f"{'; '.join(lines)}",
        }.get(act.kind, lambda: lines[0])
        return f"{listed(act.whose)}, turn {act.turn} {act.phase}: {what()}"

    def _done(self, entries: tuple[JournalLine, ...]) -> list[str]:
        """Return what people and control did in some lines, a line each, as they entered it."""
        nobody = (DOCTRINE, PLAYER, NOBODY, RULES)
        own = [entry for entry in entries if entry.kind != "luck" and entry.get("by") not in nobody]
        return [line_of(entry) for entry in self.names.without_endings(entered(own))]

    def _may_go_alone(self, act: TableAct) -> bool:
        return act.kind == INJECT and self.session.withdrawals.may_withdraw(act)

    def undo(self, rest: str) -> None:
        """Take back the last act, or one with all after it: at once if all are control's own, else only with `yes`."""
        said, same = without_dice(rest.split())
        number = int(said.pop(0)) if said and is_number(said[0]) else 1
        if said not in ([], [YES], [ALONE]):
            raise Refused(UNDO_FORM)
        if said == [ALONE]:
            self._withdraw(number)
            return
        acts = self.session.history.acts()
        if said != [YES] and 1 <= number <= len(acts) and not all(act.own for act in acts[:number]):
            raise Asks(self._asks(acts[:number], same))
        self._gone_back(lambda: self.session.history.undo(number, same=same))

    def _asks(self, acts: list[TableAct], same: bool, going: str = "") -> str:
        """Return the question before an undo or a rewind: which acts of seats it would take back; `said` has the list."""
        self.said = list(self.acts())
        line = f"{going or f'undo {len(acts)}'} {YES}{' same dice' * same}"
        but, last = f"Nothing is taken back yet; to do it write `{line}`.", sentence(self._told(acts[-1]))
        who = listed(dict.fromkeys(one for act in reversed(acts) if not act.own for one in act.whose))
        if len(acts) == 1:
            return f"This would take back an act of a seat: {last} {but}"
        what = f"{len(acts)} acts, some of them of seats ({who}): all from number {len(acts)} on, {last}"
        return f"This would take back {what} {but}"

    def _withdraw(self, number: int) -> None:
        self.session.withdrawals.withdraw(number)
        entry = self.session.history.lines()[-2]  # the last line is the record of its result
        to = listed(entry["audience"]) or "everybody"
        self.said = [f"{entry['title']}: the tracks that it set are restored. Told: {to}. Nothing else was taken back."]

    # --- rewind, redo ------------------------------------------------------------------------------------

    def rewind(self, rest: str) -> None:
        """Go back to the first question of a phase."""
        said, same = without_dice(rest.split())
        turn, *phase = said or [""]
        if not is_number(turn):
            raise Refused(f"{turn!r} is not a turn. {REWIND_FORM}")
        sure = phase[-1:] == [YES]
        place = " ".join(phase[: len(phase) - sure])
        acts = [] if sure else self._acts_from(int(turn), place)
        if not all(act.own for act in acts):
            raise Asks(self._asks(acts, same, f"rewind {turn} {place}"))
        self._gone_back(lambda: self.session.history.rewind(int(turn), place, same=same))

    def _acts_from(self, turn: int, phase: str) -> list[TableAct]:
        """Return the acts that a rewind would take back; none where it cannot go there, which it says itself."""
        known = phase in self.session.play.places() and not self.session.history.practice_line()
        before = self.session.history.line_before(turn, phase) if known else None
        return [] if before is None else [act for act in self.session.history.acts() if act.last > before]

    def redo(self, rest: str) -> None:
        """Restore what was taken back last."""
        if rest:
            raise Refused("Write `redo` alone: it restores what was taken back last.")
        back = self.session.history.branches()
        self.session.history.redo()
        lines = self._done(back[-1].entries) if back else []
        self.said = [f"Restored: {len(lines)}, with their dice.", *(f"  {line}" for line in lines)]

    def _gone_back(self, go: Callable[[], None]) -> None:
        """Go back, and list what no longer counts; notes, agreements and the clock stay."""
        go()
        branch = self.session.history.branches()[-1]
        lines = self._done(branch.entries)
        self.said = [f"Taken back: {len(lines)}.", *(f"  {line}" for line in lines), *self._drafted_again(branch.entries)]
        self.said += [*self._dice(branch.undone), "`redo` restores it, until something new is entered."]

    def _drafted_again(self, undone: tuple[JournalLine, ...]) -> Iterator[str]:
        """Return the seats whose form is a draft again, and how much of it is still legal."""
        forms = [e for e in undone if e.get("turn") == self.session.turn and e.get("by", "person") == "person" and is_form(e)]
        again = {}
        for seat in dict.fromkeys(str(entry["seat"]) for entry in forms):
            if self.session.deciders.may_plan(seat) and self.session.viewers.plans.get(seat):
                again[seat] = len(self.session.viewers.plans[seat])
        if again:
            seats = [f"{seat} ({n} order{'s' * (n != 1)})" for seat, n in again.items()]
            yield f"Back in draft as committed: {listed(seats)}."

    def _dice(self, undone: int) -> Iterator[str]:
        """Say which dice apply after the line that took something back; empty if no dice were taken back."""
        luck = next((e for e in self.session.history.lines() if e.n > undone and e.kind == "luck"), None)
        if luck is not None:
            yield ANEW if luck["dice"] == FRESH else FALL_AGAIN

    # --- a practice turn, the end ------------------------------------------------------------------------

    def practice(self, rest: str) -> None:
        """Begin a practice turn, or end it and take all of it back."""
        said, same = without_dice(rest.split())
        if not said and not same:
            self.session.history.practise()
            self.said = ["A practice turn begins. Nothing in it counts, and `practice end` takes it back."]
            return
        if said != [END]:
            raise Refused(PRACTICE_FORM)
        self.session.history.end_practice(same=same)
        dice = " ".join(self._dice(self.session.history.branches()[-1].undone))
        gone = "orders, drafts, answers in advance, late flags, expectations, promises, notes and the clock of its steps"
        self.said = [f"The practice turn is taken back with all {gone}. {dice}".strip()]

    def stop(self, rest: str) -> None:
        """End the game now; aims are judged by their readings so far."""
        if rest:
            raise Refused("Write `stop` alone: it ends the game now, and aims are judged by their readings so far.")
        self.session.ending.stop(self.by)
        judged = self.session.judged()
        where = judged.told() if judged else "Nobody has done anything yet, so no aims are judged."
        self.said = [f"The game ends here. {where} `undo` goes on with it."]

    # --- elsewhere ---------------------------------------------------------------------------------------

    def branch(self, rest: str) -> None:
        """Start a second game from a line of the journal, in a file of its own; say where it is and how to continue it."""
        line, _, name = rest.partition(" ")
        if not is_number(line) or not name.strip():
            raise Refused("Write `branch LINE NAME`: the number of a line of the journal, and a new name or file.")
        try:
            path = new_place(name.strip(), games_folder())
            self.session.branch(path, int(line)).close()
        except (UnreadableGame, NotKept) as error:
            raise Refused(sentence(error)) from None
        self.said = [
            f"The branch from line {line} is kept in {path}. This game goes on unchanged.",
            f"Continue the branch with `kuroshio control {path}`, or in the window with `kuroshio resume {path}`.",
        ]


def is_number(word: str) -> bool:
    """Whether a word is a whole number in plain digits, and not too long."""
    return whole(word, 0, 10**9) is not None


def without_dice(said: list[str]) -> tuple[list[str], bool]:
    """Return the words of a line without a final `same dice`, and whether it was there."""
    same = said[-2:] == SAME_DICE
    return (said[:-2] if same else said), same


def numbers(last: int) -> str:
    """Return the numbers from 1 on, in words."""
    return {1: "1", 2: "1 and 2"}.get(last, f"1 to {last}")


def is_form(entry: JournalLine) -> bool:
    """Whether a line belongs to a seat's order form."""
    return entry.kind in ("choice", "words") and is_order(entry)


def given_before(entry: JournalLine, act: TableAct) -> str:
    """Say of a choice among the lines of another seat's act that its seat had given it in advance; empty for any other line."""
    return ", as given in advance" if entry.kind == "choice" and not act.own and entry["seat"] not in act.whose else ""


def line_of(entry: JournalLine) -> str:
    """Return a line that moves the game, in words for control."""
    if entry.kind == "choice":
        return str(entry["line"])
    if entry.kind == "words":
        return f'{entry["seat"]}: "{entry["text"]}"'
    if entry.kind == "advance":
        return f"{entry['seat']}: in advance, {advance_of(entry).as_line()}"
    if entry.kind in BY_HAND:
        return BY_HAND[entry.kind](entry)
    if entry.kind == "ruling":
        return f"ruling on {entry['order']}: {entry['band'] or entry['engine']}"
    if entry.kind in ("inject", "withdrawn"):
        return f"inject \u201c{entry['title']}\u201d"
    if entry.kind == "disputed":
        return f"{entry['action'] or 'every act'} of {entry['seat']} is kept for a ruling"
    if entry.kind == "schedule":
        return f"{entry['act']} {entry['inject'] or format(entry['turns'], '+d')}"
    return "the end of the game" if entry.kind == "stop" else entry.kind
