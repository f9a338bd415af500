"""Crises that control opens, prolongs and closes by hand, for a reason that everybody is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kuroshio.kernel.state import codes
from kuroshio.session.autoplay import Autoplay
from kuroshio.session.injects import Injects
from kuroshio.session.journal.line_kinds import NAME, WHEN, one_of, register, whole
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import OVER, meant, refuse, whole_sentence

OPEN, PROLONG, CLOSE = WAYS = ("open", "prolong", "close")
# open: raises the ladder, so that Escalation opens it; rounds: how many more, to prolong it.
register(
    "crisis", {**WHEN, "how": one_of(*WAYS), "flashpoint": NAME, "rounds": whole(0), "reason": NAME}, moves=True, control=True
)

MOST_ROUNDS = 12  # of a crisis, prolonged or not: as many as a file may set


class CrisesByHand:
    """Opens, prolongs and closes crises. Everybody is told, with the reason. Calls raise Refused, NotKept."""

    def __init__(self, play: LiveGame, keeper: Keeper, course: Autoplay, injects: Injects):
        self.play, self.keeper, self.course, self.injects = play, keeper, course, injects
        keeper.takes("crisis", lambda entry: self._enter(entry.fields), self._wrong)

    def open(self, flashpoint: str, reason: str) -> None:
        """Raise the ladder of a flashpoint, so that its crisis opens in this turn's Escalation (rule 6.3)."""
        others = (self._ladder(one.id) for one in self.play.tables.ruleset.flashpoints if one.id != flashpoint)
        rung = max(self._ladder(flashpoint), self._crisis_at(), *(rung + 1 for rung in others))
        self._do(OPEN, flashpoint, reason, "A crisis is opened", rung)

    def prolong(self, rounds: int, reason: str) -> None:
        """Give the present crisis more rounds."""
        self._do(PROLONG, self.present(), reason, "The crisis goes on", None, rounds)

    def close(self, reason: str) -> None:
        """Close the present crisis without any of the endings of the rules; its ladder falls below the threshold."""
        flashpoint = self.present()
        rung = min(self._ladder(flashpoint), self._crisis_at() - 1) if flashpoint else 0
        self._do(CLOSE, flashpoint, reason, "The crisis is closed", rung)

    def present(self) -> str:
        """Return the flashpoint of the crisis that is played; empty without one."""
        crisis = int(self.play.game.crisis)
        return self.play.tables.ruleset.flashpoints[crisis].id if crisis >= 0 else ""

    def rounds(self) -> int:
        """Return how many rounds the present crisis has at most."""
        return int(self.play.rules.procedure.crisis_rounds) + self.play.more_rounds

    def _do(self, how: str, flashpoint: str, reason: str, title: str, rung: int | None, rounds: int = 0) -> None:
        fields = {"how": how, "flashpoint": flashpoint, "rounds": rounds, "reason": reason}
        refuse(self._wrong(fields))
        name = next(one.name for one in self.play.tables.ruleset.flashpoints if one.id == flashpoint)
        more = f", {rounds} more round{'s' * (rounds != 1)}" if rounds else ""
        moved = [] if rung in (None, self._ladder(flashpoint)) else [{"track": self._track(flashpoint), "set": rung}]
        with self.keeper.whole():
            self.keeper.record("crisis", **fields)
            self._enter(fields)
            self.injects.tell(title, f"{name}{more}. {whole_sentence(reason)}", effects=moved)
            self.course.advance()

    def _enter(self, fields: Mapping[str, Any]) -> None:
        """Enter a line about a crisis; the ladder is set by the inject of the same act."""
        game = self.play.game
        if fields["how"] == PROLONG:
            self.play.more_rounds += int(fields["rounds"])
        elif fields["how"] == CLOSE:
            game.crisis, game.asking = codes.NONE, codes.NONE
            game.step, game.cursor = 2, 0  # Escalation has nothing more to ask
            self.play.more_rounds = 0

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why this cannot be done with a crisis now; empty if it can."""
        how, flashpoint, present = fields["how"], str(fields["flashpoint"]), self.present()
        if self.play.over:
            return OVER
        if not str(fields["reason"]).strip():
            return "What control does with a crisis needs a reason: `because REASON`."
        if how == OPEN:
            return self._open_wrong(flashpoint)
        if not present or flashpoint != present:
            return "No crisis is played now."
        left = MOST_ROUNDS - self.rounds()
        if how == PROLONG and not 1 <= fields["rounds"] <= left:
            return f"A crisis has {MOST_ROUNDS} rounds at most; this one can be prolonged by 1 to {left}."
        return ""

    def _open_wrong(self, flashpoint: str) -> str:
        """Say why no crisis can be opened at a flashpoint in this turn; empty if it can."""
        ruleset, places = self.play.tables.ruleset, self.play.places()
        in_play = [one.id for row, one in enumerate(ruleset.flashpoints) if self.play.rules.flashpoint[row].in_play]
        if flashpoint not in in_play:
            return meant(f"No flashpoint {flashpoint!r} in play", flashpoint, in_play)
        if self.present():
            return f"The crisis of {self.present()} is played now."
        if places.index(self.play.phase) >= places.index(codes.PHASES[codes.ESCALATION]):
            return "This turn's Escalation has begun: open the crisis in the next turn."
        most = int(self.play.rules.track[self.play.rules.slot_track[self._slot(flashpoint)]].most)
        hotter = [one for one in in_play if one != flashpoint and self._ladder(one) >= most]
        return f"The ladder of {hotter[0]} stands at its top, so that crisis comes first." if hotter else ""

    def _track(self, flashpoint: str) -> str:
        return f"{flashpoint}.{self.play.tables.ruleset.roles.ladder}"

    def _slot(self, flashpoint: str) -> int:
        return self.play.maker.slots[self._track(flashpoint)]

    def _ladder(self, flashpoint: str) -> int:
        return int(self.play.game.track[self._slot(flashpoint)]) if self._track(flashpoint) in self.play.maker.slots else 0

    def _crisis_at(self) -> int:
        return int(self.play.rules.procedure.crisis_at)
