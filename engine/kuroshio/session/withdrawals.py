"""Withdraws a single inject that nobody has read: its effects are taken back, and those it was told to are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from attrs import frozen

from kuroshio.kernel.play_lines import UnclearLine
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import GAME
from kuroshio.picture.phrases import listed
from kuroshio.session.autoplay import Autoplay
from kuroshio.session.checkpoints import inject_id, is_told_by_hand, latest_before
from kuroshio.session.choices import Choices
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_writer import Journal
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import EFFECT, MOVES, NAME, SEATS, TEXT, WHEN, BadLine, each, register
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import OVER, Refused, refuse
from kuroshio.session.table_acts import DOCTRINE, INJECT, PLAYER, TableAct, is_persons
from kuroshio.session.undo import Undo

# The withdrawal of an inject written at the table: its id, the text for its audience, the effects that take it back.
register(
    "withdrawn",
    {**WHEN, "inject": NAME, "title": TEXT, "text": TEXT, "audience": SEATS, "effects": each(EFFECT)},
    moves=True,
    control=True,
)

WITHDRAWN = "Withdrawn"


class Twin(Protocol):
    """A new game of the same content, seed and seats."""

    play: LiveGame
    keeper: Keeper
    choices: Choices
    course: Autoplay


@frozen
class Brought:
    """The results of an inject written at the table. seen: the seats that could read it, as bits; effects: those that undo it."""

    entry: JournalLine
    id: str
    seen: int
    effects: tuple[dict[str, Any], ...]


class Withdrawals:
    """Withdraws single injects. twin: makes a new game on a `journal`, to replay what came since without the inject."""

    def __init__(self, play: LiveGame, keeper: Keeper, history: Undo, twin: Callable[..., Twin]):
        self.play, self.keeper, self.history, self.twin = play, keeper, history, twin
        keeper.takes("withdrawn", lambda entry: play.bring_in(entry.fields), self._wrong)

    def withdraw(self, number: int) -> None:
        """Withdraw the inject of this number among the acts, and nothing else. Raises Refused if it cannot be withdrawn."""
        acts = self.history.acts()
        if not 1 <= number <= len(acts):
            raise Refused(f"There is no act {number}.")
        act = acts[number - 1]
        refuse(self._withdraw_wrong(act, number))
        fields = self._withdrawal(self._brought(act.entries[0]))
        with self.keeper.whole():
            self.keeper.record("withdrawn", **fields)
            self.play.bring_in(fields)

    def may_withdraw(self, act: TableAct) -> bool:
        """Whether this act is an inject that can be withdrawn alone."""
        return not self._withdraw_wrong(act, 1)

    def _withdraw_wrong(self, act: TableAct, number: int) -> str:
        """Say why an act cannot be taken back alone; empty if it can."""
        if self.play.over:
            return OVER
        if act.kind != INJECT:
            return "Only an inject written at the table can be taken back alone; take back other acts with all after them."
        brought = self._brought(act.entries[0])
        if brought.id in self._withdrawn_ids():
            return "That inject is already withdrawn."
        readers, back = self._readers(brought), f"it can only be taken back with all after it: `undo {number}`"
        if readers:
            return f"These seats could read this inject and have decided since: {listed(readers)}; {back}."
        return "" if self._is_unread(brought) else f"Without this inject the game would have gone differently; {back}."

    def _withdrawn_ids(self) -> set[str]:
        return {str(entry["inject"]) for entry in self.keeper.journal.counted if entry.kind == "withdrawn"}

    def _withdrawal(self, brought: Brought) -> dict[str, Any]:
        """Return the fields of a withdrawal."""
        entry = brought.entry
        return {
            "inject": brought.id, "title": f"{WITHDRAWN}: {entry['title']}",
            # kept in journals and compared
            "text": "Control takes this back: it does not hold, and what it changed is put back.",
            "audience": list(entry["audience"]), "effects": [dict(effect) for effect in brought.effects],
        }  # fmt: skip

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why an inject cannot have been withdrawn in this way; empty if it can."""
        if self.play.over:
            return OVER
        entries = (entry for entry in self.keeper.journal.counted if entry.kind == "inject")
        found = next((one for one in map(self._brought_if_here, entries) if one and one.id == fields["inject"]), None)
        if found is None:
            return f"no inject {fields['inject']!r} was written by hand before this"
        made = self._withdrawal(found)
        differs = sorted(name for name in made if made[name] != fields.get(name))
        return f"a withdrawal whose {', '.join(differs)} do not match its inject" if differs else ""

    # --- what it has done --------------------------------------------------------------------------------

    def _brought_if_here(self, entry: JournalLine) -> Brought | None:
        """Return the results of an inject; None if the game has not come to it yet."""
        row = self._row_by_hand(entry)
        return self._brought(entry) if row < len(self.play.tables.scenario.injects) else None

    def _row_by_hand(self, entry: JournalLine) -> int:
        """Return the row of the inject that this line brought in, after those of the scenario."""
        before = (one for one in self.keeper.journal.counted if is_told_by_hand(one) and one.n < entry.n)
        return int(self.play.rules.n_injects) + sum(1 for _ in before)

    def _brought(self, entry: JournalLine) -> Brought:
        row = self._row_by_hand(entry)
        log = self.play.log[: int(self.play.game.logged)]
        at = int(np.flatnonzero((log["what"] == codes.L_INJECT) & (log["subject"] == row))[-1])
        changed = [line for line in log[at + 1 :] if line.cause == at and line.before != line.after]
        seen = int(np.bitwise_or.reduce([int(log[at].seen), *(int(line.seen) for line in changed)]))
        put_back = [{"track": self.play.tables.slots[line.subject], "add": int(line.before - line.after)} for line in changed]
        return Brought(entry, inject_id(row), seen, tuple(reversed(put_back)))

    # --- who has read it ---------------------------------------------------------------------------------

    def _readers(self, brought: Brought) -> list[str]:
        """Return the seats that could read an inject and have decided since: people, and players from outside."""
        later = [entry for entry in self.keeper.journal.counted if entry.n > brought.entry.n]
        since = [entry for entry in later if is_persons(entry) or (entry.kind == "choice" and entry["by"] == PLAYER)]
        decided = dict.fromkeys(str(entry["seat"]) for entry in since if entry.kind != "ruling")
        return [seat for seat in decided if brought.seen >> self.play.tables.index.factions[seat] & 1]

    def _is_unread(self, brought: Brought) -> bool:
        """Whether a replay without the inject gives the same game, except for the inject's own effects."""
        twin = self.twin(journal=Journal(entries=self.keeper.journal.entries[:1]))
        play, point = self.play, latest_before(self.keeper.checkpoints, brought.entry.n - 1)
        twin.play.know(play.tables.scenario.injects[: point.by_hand])
        twin.keeper.restore(point)
        counted = self.keeper.journal.counted
        lines = [e for e in counted if e.kind in MOVES and e.n > point.n and e.n != brought.entry.n]
        try:
            same = all(comes_to(twin, entry) for entry in lines)
        except (BadLine, UnclearLine):
            return False
        twin.play.reach()
        return same and self._differs_by(twin.play.state(), brought.effects)

    def _differs_by(self, state: bytes, effects: Sequence[Mapping[str, Any]]) -> bool:
        """Whether this game differs from another state only by these effects and by the length of the log."""
        mine, other = (np.frombuffer(one, GAME).copy().view(np.recarray)[0] for one in (self.play.state(), state))
        for effect in effects:
            mine.track[self.play.tables.slots.index(effect["track"])] += effect["add"]
        mine.logged = other.logged = 0
        return bool(mine.tobytes() == other.tobytes())


def comes_to(game: Twin, entry: JournalLine) -> bool:
    """Enter a line; return whether a doctrine that chose it would choose it here too. Players are not asked again."""
    game.play.reach()
    if entry.kind == "choice" and entry["by"] == DOCTRINE and game.course.by_doctrine() != game.choices.read(entry):
        return False
    game.keeper.replay([entry])
    return True
