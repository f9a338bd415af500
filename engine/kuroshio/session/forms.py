"""Forms: the whole plan of a seat with its signatures in advance, entered as one act."""

from __future__ import annotations

from collections.abc import Sequence

from kuroshio.session.advance_answers import Advance, AdvanceAnswers
from kuroshio.session.drafts import Drafts
from kuroshio.session.pending_orders import Plan


class Forms:
    """Enters forms: each replaces the draft of its seat, and commits nothing unless it says so."""

    def __init__(self, drafts: Drafts, advance_answers: AdvanceAnswers):
        self.drafts, self.advance_answers, self.keeper = drafts, advance_answers, drafts.keeper

    def enter(self, seat: str, plan: Plan, signatures: Sequence[Advance] = (), *, commits: bool = False) -> None:
        """Put a plan in the place of a planning seat's draft, and keep its signatures in advance; commits: commit it too.

        The orders and signatures are legal; whoever reads the form has seen to it. Raises NotKept.
        """
        moves = bool(signatures or commits)
        with self.keeper.whole(moves=moves, shown=moves):
            self.drafts.put(seat, plan)
            self.advance_answers.write(signatures)
            if commits:
                self.drafts.commit_within(seat)
            if moves:
                self.drafts.course.advance()
