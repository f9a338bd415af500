"""An inject alone is taken back: what it set is put back, and who was told is told, where nothing has read it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from attrs import frozen

from kuroshio.kernel import words
from kuroshio.kernel.lines import Six, UnclearLine
from kuroshio.kernel.records import GAME
from kuroshio.picture.phrases import listed
from kuroshio.session.acts import INJECT, Act, is_persons
from kuroshio.session.beside import OVER
from kuroshio.session.checkpoints import Checkpoint, inject_id, is_told_by_hand, latest_before
from kuroshio.session.entries import Entry
from kuroshio.session.journal import Journal
from kuroshio.session.kinds import MOVES, BadLine
from kuroshio.session.others import DOCTRINE, PLAYER
from kuroshio.session.table import Table

WITHDRAWN = "Withdrawn"


@frozen
class Brought:
    """What an inject that was written by hand has done. seen: who could read of it, as bits; effects: to put it back."""

    entry: Entry
    id: str
    seen: int
    effects: tuple[dict[str, Any], ...]


class Withdrawing(Table):
    """The part of a session that takes back injects alone."""

    checkpoints: list[Checkpoint]

    @abstractmethod
    def acts(self) -> list[Act]:
        """What has been done and can be taken back, the last first."""

    @abstractmethod
    def _another(self, journal: Journal, play_on: bool) -> Self:
        """A session of the same game from another journal."""

    @abstractmethod
    def _reach(self) -> None:
        """Go on to the next question, if none is open."""

    @abstractmethod
    def _restore(self, point: Checkpoint) -> None:
        """Be again as at a point."""

    @abstractmethod
    def _by_doctrine(self) -> Six:
        """What the doctrine of the seat that is asked chooses."""

    @abstractmethod
    def _choice_of(self, entry: Entry) -> Six:
        """The choice that a line tells of."""

    def withdraw(self, number: int) -> str:
        """Take back the inject of that number among the acts, and nothing else; a sentence where that cannot be."""
        acts = self.acts()
        if not 1 <= number <= len(acts):
            return f"There is no act {number}."
        act = acts[number - 1]
        wrong = self._withdraw_wrong(act, number)
        if wrong:
            return wrong
        fields = self._withdrawal(self._brought(act.entries[0]))
        with self._whole():
            self._record("withdrawn", phase=self._phase(), **fields)
            self._bring_in(fields)
        return ""

    def may_withdraw(self, act: Act) -> bool:
        """Whether this act is an inject that can be taken back alone."""
        return not self._withdraw_wrong(act, 1)

    def _withdraw_wrong(self, act: Act, number: int) -> str:
        """Why an act cannot be taken back alone; empty where it can."""
        if self.over:
            return OVER
        if act.kind != INJECT:
            return "Only an inject that was written at the table can be taken back alone; all else is gone back to."
        brought = self._brought(act.entries[0])
        if brought.id in self._withdrawn_ids():
            return "That inject is withdrawn already."
        readers, back = self._readers(brought), f"only going back to it is possible: `undo {number}`"
        if readers:
            return f"Since this inject these seats have decided, and could read of it: {listed(readers)}; {back}."
        return "" if self._is_unread(brought) else f"What came later would have come otherwise without this inject; {back}."

    def _withdrawn_ids(self) -> set[str]:
        return {str(entry["inject"]) for entry in self.journal.counted if entry.kind == "withdrawn"}

    def _withdrawal(self, brought: Brought) -> dict[str, Any]:
        """The line of a withdrawal."""
        entry = brought.entry
        return {
            "inject": brought.id, "title": f"{WITHDRAWN}: {entry['title']}",
            "text": "Control takes this back: it does not hold, and what it changed is put back.",
            "audience": list(entry["audience"]), "effects": [dict(effect) for effect in brought.effects],
        }  # fmt: skip

    def _withdrawal_wrong(self, fields: Mapping[str, Any]) -> str:
        """Why an inject cannot have been withdrawn so; empty where it can."""
        if self.over:
            return OVER
        entries = (entry for entry in self.journal.counted if entry.kind == "inject")
        found = next((one for one in map(self._brought_if_here, entries) if one and one.id == fields["inject"]), None)
        if found is None:
            return f"no inject {fields['inject']!r} was written by hand before this"
        made = self._withdrawal(found)
        differs = sorted(name for name in made if made[name] != fields.get(name))
        return f"a withdrawal with {', '.join(differs)} other than its inject had" if differs else ""

    # --- what it has done --------------------------------------------------------------------------------

    def _brought_if_here(self, entry: Entry) -> Brought | None:
        """What an inject has done; None where the game has not come to it yet."""
        row = self._row_by_hand(entry)
        return self._brought(entry) if row < len(self.tables.scenario.injects) else None

    def _row_by_hand(self, entry: Entry) -> int:
        """The row of what was told by hand with this line, after those of the scenario."""
        before = (one for one in self.journal.counted if is_told_by_hand(one) and one.n < entry.n)
        return int(self.rules.n_injects) + sum(1 for _ in before)

    def _brought(self, entry: Entry) -> Brought:
        row = self._row_by_hand(entry)
        log = self.log[: int(self.game.logged)]
        at = int(np.flatnonzero((log["what"] == words.L_INJECT) & (log["subject"] == row))[-1])
        changed = [line for line in log[at + 1 : at + 1 + len(entry["effects"])] if line.before != line.after]
        seen = int(np.bitwise_or.reduce([int(log[at].seen), *(int(line.seen) for line in changed)]))
        put_back = [{"track": self.tables.slots[line.subject], "add": int(line.before - line.after)} for line in changed]
        return Brought(entry, inject_id(row), seen, tuple(reversed(put_back)))

    # --- who has read it ---------------------------------------------------------------------------------

    def _readers(self, brought: Brought) -> list[str]:
        """The seats that could read of an inject and have decided something since: people, and players, who are asked once."""
        later = [entry for entry in self.journal.counted if entry.n > brought.entry.n]
        since = [entry for entry in later if is_persons(entry) or (entry.kind == "choice" and entry["by"] == PLAYER)]
        decided = dict.fromkeys(str(entry["seat"]) for entry in since if entry.kind != "ruling")
        return [seat for seat in decided if brought.seen >> self.tables.index.factions[seat] & 1]

    def _is_unread(self, brought: Brought) -> bool:
        """Whether the game comes to the same without the inject, save for what it set: what came since is played without it."""
        other = self._another(Journal(entries=self.journal.entries[:1]), play_on=False)
        point = latest_before(self.checkpoints, brought.entry.n - 1)
        other._know(self.tables.scenario.injects[: point.by_hand])
        other._restore(point)
        lines = [e for e in self.journal.counted if e.kind in MOVES and e.n > point.n and e.n != brought.entry.n]
        try:
            same = all(other._comes_to(entry) for entry in lines)
        except (BadLine, UnclearLine):
            return False
        other._reach()
        return same and self._differs_by(other.state(), brought.effects)

    def _comes_to(self, entry: Entry) -> bool:
        """Enter a line; whether a doctrine that chose it would choose it here too. Players are not asked again."""
        self._reach()
        if entry.kind == "choice" and entry["by"] == DOCTRINE and self._by_doctrine() != self._choice_of(entry):
            return False
        self._replay([entry])
        return True

    def _differs_by(self, state: bytes, effects: Sequence[Mapping[str, Any]]) -> bool:
        """Whether this game differs from another state by nothing but these effects, and how much is logged."""
        mine, other = (np.frombuffer(one, GAME).copy().view(np.recarray)[0] for one in (self.state(), state))
        for effect in effects:
            mine.track[self.tables.slots.index(effect["track"])] += effect["add"]
        mine.logged = other.logged = 0
        return bool(mine.tobytes() == other.tobytes())
