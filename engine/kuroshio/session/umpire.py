"""An umpire at the table: every act waits for a ruling in the mode that the scenario sets for it (rule 4.5).

A rigid act is ruled at once by the roll and written down like the others: all five modes use the same kind of line.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from kuroshio.picture.picture import BANDS, Beat, Choice, QuestionPicture
from kuroshio.session.autoplay import Autoplay
from kuroshio.session.journal.journal_format import JournalLine
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame
from kuroshio.session.name_checks import seats_wrong
from kuroshio.session.pending_rulings import PendingRulings
from kuroshio.session.refusal import Refused, refuse
from kuroshio.session.rulings import (
    ANY_BAND,
    CONSENSUS,
    HEARD,
    MATRIX,
    MODE_WORDS,
    NOTHING_BEFORE,
    NUMBER_SET,
    OR_A_BAND,
    ROOM,
    SEMI_RIGID,
    UMPIRE,
    Docket,
    Verdict,
    idle,
    needs,
    undisputed,
    verdict_wrong,
    waits_for,
)


def replies_told(before: Docket) -> Iterator[str]:
    """Tell what the parties of an order in own words have replied, and who has not yet."""
    yield from (f"{seat} replies: {said}" for seat, said in before.replies)
    yield from filter(None, [waits_for(before)])


class Umpire:
    """Rules on the present act. reason: for the next ruling. Calls raise Refused where they cannot be carried out."""

    def __init__(self, play: LiveGame, keeper: Keeper, pending_rulings: PendingRulings, course: Autoplay):
        self.play, self.keeper, self.pending_rulings, self.course = play, keeper, pending_rulings, course
        self.reason = ""

    def sits(self) -> bool:
        """Whether an umpire sits at this table."""
        return bool(self.play.game.umpired)

    def docket(self, net: int = 0) -> Docket | None:
        """Return the docket of the present act, with the engine's answer if arguments come to `net`; None without an act."""
        return self.pending_rulings.docket(net)

    def rule(self, verdict: Verdict) -> None:
        """Rule on the present act, and play on."""
        before = self.docket()
        if before is None:
            raise Refused(NOTHING_BEFORE)
        wrong = (
            NUMBER_SET
            if before.number_set
            else verdict_wrong(verdict, before) or idle(verdict, before) or self.pending_rulings.ties_wrong(verdict.effects)
        )
        refuse(wrong or seats_wrong(self.play.tables, verdict.told))
        with self.keeper.whole():
            self.pending_rulings.rule(verdict)
            self.course.advance()

    def accept(self, by: str) -> None:
        """Let the acts of this turn stand as rolled, one after another as one act, up to one that waits for its own ruling.

        Raises Refused if the first already does, NotKept.
        """
        before, turn = self.docket(), self.play.turn
        refuse(NOTHING_BEFORE if before is None else self.kept_for_a_ruling(before))
        with self.keeper.whole():
            while before is not None and self.play.turn == turn and not self.kept_for_a_ruling(before):
                self.pending_rulings.rule(undisputed(by))
                self.course.advance()
                before = self.docket()

    def kept_for_a_ruling(self, before: Docket) -> str:
        """Say why an act cannot stand as rolled; empty if it can."""
        if before.number_set:
            return NUMBER_SET
        if before.words:
            return "An order in own words waits for a ruling of its own: `rule`, with who is told and a reason."
        return "This act is disputed: `rule` on it, with a reason." if before.disputed else ""

    def told(self, entry: JournalLine) -> str:
        """Tell the result of a ruling, with the result of the roll without arguments."""
        return self.pending_rulings.told(entry)

    # --- as a question -----------------------------------------------------------------------------------

    def question(self) -> QuestionPicture | None:
        """Return the present act as a question, with the rulings that its mode allows; None without an act."""
        before = self.docket()
        if before is None:
            return None
        modifiers = ", ".join(f"{name} {bonus:+d}" for name, bonus in before.odds.modifiers) if before.odds else ""
        number = f"Needs {before.odds.number}{f' ({modifiers})' if modifiers else ''}." if before.odds else "No dice."
        return QuestionPicture(
            kind="rule",
            title=f"{self._name_of(before)}: {before.title}",
            text=(
                MODE_WORDS.get(before.mode, "")
                + (OR_A_BAND if before.words and before.mode in HEARD else ANY_BAND if before.disputed else ""),
                f"{number} {before.rolled()}",
                *replies_told(before),
                f"Reason: {self.reason}" if self.reason else "Write the reason first (O).",
            ),
            choices=tuple(self._rulings(before)),
        )

    def _name_of(self, before: Docket) -> str:
        """Return the name of the seat whose act is before the umpire."""
        return self.play.question_maker.names.faction(self.play.tables.index.factions[before.seat] if before.seat else -1)

    def _rulings(self, before: Docket) -> Iterator[Choice]:
        """Return the umpire's choices."""
        if before.mode == MATRIX:
            for net in range(2, -3, -1):
                moved = self.docket(net)
                assert moved is not None
                yield Choice(line=f"rule {net:+d}", title=f"Arguments {net:+d}: {needs(moved)}", cost="", odds=moved.odds)
            if not (before.words or before.disputed):
                return
        at = BANDS.index(before.engine)
        for band in BANDS:
            if before.words or before.disputed or before.mode != SEMI_RIGID or abs(BANDS.index(band) - at) <= 1:
                own = " (the engine's answer)" if band == before.engine and not before.down else ""
                named = f"A {band}, whatever the dice" if before.mode == MATRIX else f"{band.capitalize()}{own}"
                yield Choice(line=f"rule {band}", title=named, cost="")

    def rule_by_choice(self, line: str) -> None:
        """Rule by one of the choices of the umpire's question, with the reason written before."""
        before = self.docket()
        word = line.removeprefix("rule ")
        if before is None:
            raise Refused(NOTHING_BEFORE)
        if line not in [choice.line for choice in self._rulings(before)]:
            raise Refused("That is not a ruling on this act.")
        if not self.reason:
            raise Refused("A ruling needs its reason: write it first (O).")
        plain = Verdict(reason=self.reason, by=UMPIRE)
        if before.mode == MATRIX and word not in BANDS:
            heard = ("see the reason",) * abs(int(word))
            verdict = evolve(plain, pro=heard) if int(word) > 0 else evolve(plain, contra=heard)
        elif before.mode == CONSENSUS and not before.disputed:
            verdict = evolve(plain, votes={ROOM[1]: word})
        else:
            verdict = evolve(plain, band=word)
        self.rule(verdict)
        self.reason = ""

    def beats(self) -> tuple[Beat, ...]:
        """Return the result of the umpire's last ruling, for its window, and count it as told."""
        n, self.pending_rulings.ruled = self.pending_rulings.ruled, 0
        rulings = [entry for entry in self.keeper.journal.counted if entry.n == n and entry.kind == "ruling"]
        told = [self.told(entry).removesuffix(".") for entry in rulings]
        return tuple(Beat(number=0, turn=self.play.turn, phase=self.play.phase, kind="choice", title=title) for title in told)
