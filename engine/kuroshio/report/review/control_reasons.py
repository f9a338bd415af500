"""What control did by hand that a turning point rests on, with its reason: crises opened, prolonged and closed, rulings."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.kernel.play_lines import spell_order
from kuroshio.kernel.state import codes
from kuroshio.picture.picture import Beat
from kuroshio.report.review.audience import Audience
from kuroshio.session.crises_by_hand import CLOSE, OPEN, PROLONG
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_reader import KeptGame
from kuroshio.session.refusal import whole_sentence
from kuroshio.session.rulings import RULES

NO_ENDING = "No ending of the rules was used, and none of its prices."
ORDER_FIELDS = ("actor", "action", "area", "target", "partner", "piece")


class ControlReasons:
    """Finds what control did by hand in a kept game, as far as an audience may read it."""

    def __init__(self, kept: KeptGame, audience: Audience):
        self.audience = audience
        self.crises = [entry for entry in kept.counted if entry.kind == "crisis"]
        self.rulings = [
            entry for entry in kept.counted
            if entry.kind == "ruling" and entry["by"] != RULES and not entry.get("undisputed", False) and not entry.get("words")
        ]  # fmt: skip

    def opened(self, turn: int, flashpoint: str) -> str:
        """Return that control opened a crisis, and why; empty if the rules did."""
        return " ".join(f"Control opened it by hand. {reason}" for reason in self._reasons(turn, flashpoint, OPEN))

    def course(self, turn: int, flashpoint: str) -> str:
        """Return that control prolonged a crisis or closed it, and why; empty if it did neither."""
        rounds = [
            f"Control prolonged it by {entry['rounds']} round{'s' * (entry['rounds'] != 1)}. {whole_sentence(entry['reason'])}"
            for entry in self._of(turn, flashpoint, PROLONG)
        ]
        closed = [f"Control closed it by hand. {reason} {NO_ENDING}" for reason in self._reasons(turn, flashpoint, CLOSE)]
        return " ".join([*rounds, *closed])

    def closed(self, turn: int, flashpoint: str) -> bool:
        """Whether control closed the crisis of a turn."""
        return any(self._of(turn, flashpoint, CLOSE))

    def ruled(self, beat: Beat) -> str:
        """Return why the umpire ruled as it did on the act that a beat follows from; only control's edition has it."""
        known: Beat | None = beat
        for _ in range(len(codes.PHASES)):
            if known is None or not self.audience.whole:
                return ""
            line = self.audience.game.log[known.number]
            if line.what in (codes.L_RULING, codes.L_UNNOTICED):
                order = spell_order(self.audience.tables, tuple(int(line[field]) for field in ORDER_FIELDS))
                rulings = [one for one in self.rulings if (one["turn"], one["order"]) == (known.turn, order)]
                return " ".join(f"The umpire's reason: {whole_sentence(one['reason'])}" for one in rulings[:1])
            known = self.audience.beat_at.get(known.cause)
        return ""

    def _of(self, turn: int, flashpoint: str, how: str) -> Iterator[JournalLine]:
        wanted = (turn, flashpoint, how)
        return (entry for entry in self.crises if (entry["turn"], entry["flashpoint"], entry["how"]) == wanted)

    def _reasons(self, turn: int, flashpoint: str, how: str) -> Iterator[str]:
        return (whole_sentence(entry["reason"]) for entry in self._of(turn, flashpoint, how))
