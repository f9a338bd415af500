"""Undo, redo, rewind, practice turns: going back in a game. Undone lines stay in the journal as a branch."""

from __future__ import annotations

from kuroshio.session.autoplay import Autoplay
from kuroshio.session.checkpoints import Checkpoint, latest_before
from kuroshio.session.deciders import Deciders
from kuroshio.session.dice_again import DiceAgain
from kuroshio.session.drafts import Drafts
from kuroshio.session.journal_format import Branch, JournalLine, branches
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import MOVES, TURN, WHEN, YES_OR_NO, register, whole
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import OVER, Refused, meant
from kuroshio.session.table_acts import TableAct, acts_in

# Lines after line `to` no longer count, except notes and the like; practice: then not even those.
register("undo", {"turn": TURN, "to": whole(1, 2**53)}, {"practice": YES_OR_NO})
register("redo", {"turn": TURN, "undone": whole(1, 2**53)})  # the lines that the undo in line `undone` took back count again
register("practice", WHEN)  # what follows is practice, and is taken back as a whole

NOTHING_DONE = "There is nothing to take back yet."
NOTHING_TAKEN_BACK = "There is nothing to restore: nothing was taken back, or something new has been entered since."
PRACTISING = "This is a practice turn: `practice end` takes all of it back."
NO_PRACTICE = "This is not a practice turn; `practice` begins one."


class Undo:
    """The history of a game, and going back in it. rewound: how often the game went back, so that a screen can drop old news.

    Calls raise Refused where they cannot be carried out, NotKept where the disk is full.
    """

    def __init__(self, play: LiveGame, keeper: Keeper, deciders: Deciders, course: Autoplay, drafts: Drafts, luck: DiceAgain):
        self.play, self.keeper, self.viewers = play, keeper, keeper.viewers
        self.deciders, self.course, self.drafts, self.luck = deciders, course, drafts, luck
        self.rewound = 0

    # --- the history -------------------------------------------------------------------------------------

    def lines(self, everything: bool = False) -> tuple[JournalLine, ...]:
        """Return the lines of the journal that count; with `everything` the undone ones too."""
        return tuple(self.keeper.journal.entries if everything else self.keeper.journal.counted)

    def branches(self) -> list[Branch]:
        """Return what was undone."""
        return branches(self.keeper.journal.entries)

    def acts(self) -> list[TableAct]:
        """Return the acts that can be taken back, the last first."""
        return acts_in(self.keeper.journal.counted, [point.n for point in self.keeper.checkpoints])

    # --- back --------------------------------------------------------------------------------------------

    def undo(self, number: int = 1, *, same: bool = False) -> None:
        """Take back the act of this number, 1 for the last, and all acts after it. Raises Refused, NotKept."""
        acts = self.acts()
        if not acts:
            raise Refused(NOTHING_DONE)
        if not 1 <= number <= len(acts):
            raise Refused(f"There is no act {number}: the last act is 1, and the first of the game is {len(acts)}.")
        self._back_to(acts[number - 1].first - 1, same)

    def rewind(self, turn: int, phase: str, *, same: bool = False) -> None:
        """Go back to the first question of a phase, or to the next question if the phase had none. Raises Refused, NotKept."""
        places = self.play.places()
        if phase not in places:
            raise Refused(meant(f"No phase {phase!r}", phase, places))
        before = self.line_before(turn, phase)
        if before is None:
            raise Refused(f"The game has not come to turn {turn}, {phase}, or has nothing to take back after it.")
        self._back_to(before, same)

    def _back_to(self, to: int, same: bool) -> None:
        if to < self.practice_line():
            raise Refused(PRACTISING)
        self._go(to, same=same)

    def redo(self) -> None:
        """Restore what was taken back last, with its dice. Raises Refused, NotKept."""
        taken = self.keeper.journal.counted.taken
        if not taken:
            raise Refused(NOTHING_TAKEN_BACK)
        undone = taken[-1][0]
        to = next(int(entry["to"]) for entry in self.keeper.journal.entries if entry.n == undone)
        point = latest_before(self.keeper.checkpoints, to)
        with self.keeper.whole(back=True):
            self.keeper.journal.append("redo", turn=self.play.turn, undone=undone)
            self.keeper.return_to(point, self._lines_after(point))
            self.course.advance()
            self.drafts.read_again()
        self.rewound += 1

    def _lines_after(self, point: Checkpoint) -> list[JournalLine]:
        """Return the lines that count after a point, without the record of the point itself."""
        lines = [entry for entry in self.keeper.journal.counted if entry.n > point.n]
        first = next((entry.n for entry in lines if entry.kind in MOVES), 0)
        return [entry for entry in lines if entry.kind != "record" or entry.n > first]

    def _go(self, to: int, *, same: bool = False, practice: bool = False) -> None:
        """Undo every line after line `to`, and play on from there. same: with the former dice, else new ones.

        practice: it was a practice turn, and nothing of it stays. Committed forms become drafts again.
        """
        point, shown = latest_before(self.keeper.checkpoints, to), self.luck.shown()
        lines = [entry for entry in self.keeper.journal.counted if point.n < entry.n <= to]
        between = [entry for entry in lines if entry.kind != "record"]  # the record after a point belongs to it
        dropped = [entry for entry in self.keeper.journal.counted if entry.n > to and entry.kind in MOVES]
        with self.keeper.whole(back=True):
            self.keeper.journal.append("undo", turn=self.play.turn, to=to, **({"practice": True} if practice else {}))
            self.keeper.return_to(point, between)
            if self.luck.is_back_over(shown, dropped):
                self.luck.throw_again(same, dropped)
            self.course.advance()
            self.drafts.read_again()
            viewers = self.viewers
            if viewers.viewer != self.play.asked() and self.deciders.may_plan(viewers.viewer) and len(viewers.people) > 1:
                viewers.viewer = ""  # the seat that is asked first comes to see its returned form
        self.rewound += 1

    # --- a practice turn ---------------------------------------------------------------------------------

    def practice_line(self) -> int:
        """Return the line that began the present practice turn; 0 without one."""
        return next((entry.n for entry in self.keeper.journal.counted if entry.kind == "practice"), 0)

    def practise(self) -> None:
        """Begin a practice turn: nothing entered from here on stays."""
        if self.play.over or self.practice_line():
            raise Refused(PRACTISING if self.practice_line() else OVER)
        self.keeper.say("practice", phase=self.play.phase)

    def end_practice(self, *, same: bool = False) -> None:
        """End a practice turn and take all of it back, notes included. same: the game then has the same dice."""
        begun = self.practice_line()
        if not begun:
            raise Refused(NO_PRACTICE)
        self._go(begun - 1, same=same, practice=True)

    # --- where -------------------------------------------------------------------------------------------

    def line_before(self, turn: int, phase: str) -> int | None:
        """Return the last line before a phase of a turn moved the game; None if the game has not come so far."""
        when = (turn, self.play.places().index(phase))
        later = [n for n, *came in self.keeper.times if tuple(came) >= when]
        return later[0] - 1 if later and turn > 0 else None
