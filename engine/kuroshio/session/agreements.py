"""Agreements between seats: made, broken, lapsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from kuroshio.session.journal.journal_format import JournalLine
from kuroshio.session.journal.line_kinds import NAME, SEAT, TEXT, TURN, YES_OR_NO, each, register, whole
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import Refused, meant, refuse

# expires: the last turn, 0 for no end.
register(
    "agreement",
    {"turn": TURN, "id": NAME, "parties": each(SEAT, 2), "terms": TEXT, "expires": whole(0), "public": YES_OR_NO},
)
register("broken", {"turn": TURN, "id": NAME, "by": NAME, "text": TEXT})  # an agreement, and the party that broke it

STANDS, BROKEN, LAPSED = "stands", "broken", "lapsed"


@frozen
class Agreement:
    """An agreement. made, expires: turns, 0 for no end; state: stands, broken or lapsed; by, how: who broke it, and how."""

    id: str
    parties: tuple[str, ...]
    terms: str
    made: int
    expires: int
    public: bool
    state: str
    by: str = ""
    how: str = ""


def agreements_in(entries: Iterable[JournalLine], turn: int) -> Iterator[Agreement]:
    """Return the agreements in the lines that count, with their state in a turn."""
    counted = list(entries)
    broken = {str(entry["id"]): entry for entry in counted if entry.kind == "broken"}
    for entry in counted:
        if entry.kind != "agreement":
            continue
        breach = broken.get(str(entry["id"]))
        lapsed = 0 < int(entry["expires"]) < turn
        yield Agreement(
            id=str(entry["id"]),
            parties=tuple(entry["parties"]),
            terms=str(entry["terms"]),
            made=int(entry["turn"]),
            expires=int(entry["expires"]),
            public=bool(entry["public"]),
            state=BROKEN if breach else LAPSED if lapsed else STANDS,
            by=str(breach["by"]) if breach else "",
            how=str(breach["text"]) if breach else "",
        )


class Agreements:
    """Writes down agreements and breaches, and knows their state. Calls raise Refused where they cannot be carried out."""

    def __init__(self, play: LiveGame, keeper: Keeper):
        self.play, self.keeper = play, keeper
        keeper.takes("broken", wrong=self._wrong)

    def agree(self, parties: Sequence[str], terms: str, expires: int = 0, *, public: bool = True) -> None:
        """Write down an agreement to the end of turn `expires` (0: without end). `known` has its id."""
        if len(set(parties)) < 2:
            raise Refused("An agreement needs two parties or more.")
        if expires and expires < int(self.play.game.turn):
            raise Refused(f"Turn {expires} is over.")
        if expires > self.play.tables.scenario.turns:
            raise Refused(
                f"The game has {self.play.tables.scenario.turns} turns; leave `until` out for an agreement without end."
            )
        number = sum(entry.kind == "agreement" for entry in self.keeper.journal.entries) + 1
        fields: dict[str, Any] = {
            "id": f"agreement-{number}",
            "parties": list(parties),
            "terms": terms,
            "expires": expires,
            "public": public,
        }
        self.keeper.say("agreement", **fields)

    def break_(self, agreement: str, by: str, text: str) -> None:
        """Write down that a party has broken an agreement."""
        refuse(self._wrong({"id": agreement, "by": by}))
        state = next(known.state for known in self.known() if known.id == agreement)
        if state != STANDS:
            raise Refused(f"{agreement} is already {state}.")
        self.keeper.say("broken", id=agreement, by=by, text=text)

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why an agreement cannot be broken in this way; empty if it can."""
        found = {known.id: known for known in self.known()}
        agreement, by = str(fields["id"]), fields["by"]
        if agreement not in found:
            return meant(f"No agreement {agreement!r}", agreement, found, "promises")
        parties = found[agreement].parties
        return "" if by in parties else f"{by!r} is not a party to {agreement}; name one of {', '.join(parties)}."

    def known(self, seat: str | None = None) -> tuple[Agreement, ...]:
        """Return all agreements; for a seat those that it may know, for the public (empty) the public ones."""
        known = agreements_in(self.keeper.journal.counted, int(self.play.game.turn))
        return tuple(one for one in known if seat is None or one.public or seat in one.parties)
