"""What is said and agreed beside the orders: notes, expectations, agreements, injects written at the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from attrs import frozen

from kuroshio.session.entries import Branch, Entry, branches
from kuroshio.session.refused import OVER, Refused, meant, refuse
from kuroshio.session.table import Table

STANDS, BROKEN, LAPSED = "stands", "broken", "lapsed"


@frozen
class Agreement:
    """What seats have agreed. made, expires: turns, 0 for no end; state: stands, broken or lapsed; by, how: who broke it."""

    id: str
    parties: tuple[str, ...]
    terms: str
    made: int
    expires: int
    public: bool
    state: str
    by: str = ""
    how: str = ""


def agreements_in(entries: Iterable[Entry], turn: int) -> Iterator[Agreement]:
    """The agreements that the lines which count tell of, as they stand in a turn."""
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


class Beside(Table):
    """The part of a session that writes down what people say and agree. Every call raises Refused where it cannot be done,
    and NotKept where the disk takes nothing.
    """

    # --- words that change nothing ---------------------------------------------------------------------

    def note(self, seat: str, text: str, told: bool = False) -> None:
        """A scribe's note on a seat, or on nobody (empty). It is control's alone, unless its seat is told."""
        if told and not seat:
            raise Refused("A note that is told is on a seat.")
        refuse(self._seats_wrong([seat] if seat else []))
        self._say("note", seat=seat, text=text, by="scribe", **({"told": True} if told else {}))

    def expect(self, seat: str, other: str, text: str) -> None:
        """What a seat expects of another this turn."""
        refuse(self._seats_wrong([seat, other]) or ("" if seat != other else "What a seat expects is of another."))
        self._say("expect", phase=self._phase(), seat=seat, other=other, text=text)

    def late(self, seat: str) -> None:
        """A seat has not handed in its orders in time; they still count."""
        refuse(self._seats_wrong([seat]))
        self._say("late", phase=self._phase(), seat=seat)

    def agree(self, parties: Sequence[str], terms: str, expires: int = 0, *, public: bool = True) -> None:
        """Seats agree on something, to the end of turn `expires` (0: with no end). Its id is in `agreements`."""
        if len(set(parties)) < 2:
            raise Refused("An agreement has two parties or more.")
        if expires and expires < int(self.game.turn):
            raise Refused(f"Turn {expires} is over.")
        if expires > self.tables.scenario.turns:
            raise Refused(f"The game has {self.tables.scenario.turns} turns; leave `until` out for an agreement with no end.")
        number = sum(entry.kind == "agreement" for entry in self.journal.entries) + 1
        fields: dict[str, Any] = {
            "id": f"agreement-{number}",
            "parties": list(parties),
            "terms": terms,
            "expires": expires,
            "public": public,
        }
        refuse(self._seats_wrong(parties))
        self._say("agreement", **fields)

    def break_agreement(self, agreement: str, by: str, text: str) -> None:
        """A party has broken an agreement that stands."""
        refuse(self._breach_wrong({"id": agreement, "by": by}))
        state = next(known.state for known in self.agreements() if known.id == agreement)
        if state != STANDS:
            raise Refused(f"{agreement} is {state} already.")
        self._say("broken", id=agreement, by=by, text=text)

    def _breach_wrong(self, fields: Mapping[str, Any]) -> str:
        """Why an agreement cannot have been broken so; empty where it can."""
        found = {known.id: known for known in self.agreements()}
        agreement, by = str(fields["id"]), fields["by"]
        if agreement not in found:
            return meant(f"No agreement {agreement!r}", agreement, found, "promises")
        parties = found[agreement].parties
        return "" if by in parties else f"{by!r} is no party to {agreement}; name one of {', '.join(parties)}."

    def agreements(self, seat: str | None = None) -> tuple[Agreement, ...]:
        """All agreements; for a seat those that it may know, and for the public (empty) the public ones."""
        known = agreements_in(self.journal.counted, int(self.game.turn))
        return tuple(one for one in known if seat is None or one.public or seat in one.parties)

    def _seats_wrong(self, seats: Iterable[str]) -> str:
        """A sentence on the first that nobody sits for."""
        known = [seat.faction for seat in self.tables.scenario.seats]
        wrong = next((seat for seat in seats if seat not in known), None)
        return "" if wrong is None else meant(f"Nobody sits for {wrong!r}", wrong, known)

    # --- injects ---------------------------------------------------------------------------------------

    def inject(
        self, text: str, audience: Sequence[str] = (), effects: Sequence[Mapping[str, Any]] = (), title: str = "From control"
    ) -> None:
        """Control tells seats something (none named: everybody), and changes tracks: `{track, add}` or `{track, set}`.

        Tracks stay within their bounds; who may see a track sees it change.
        """
        refuse(self._inject_wrong({"audience": audience, "effects": effects}))
        fields = {"title": title, "text": text, "audience": list(audience), "effects": [dict(effect) for effect in effects]}
        with self._whole():
            self._record("inject", phase=self._phase(), **fields)
            self._bring_in(fields)

    def _inject_wrong(self, fields: Mapping[str, Any]) -> str:
        """Why control cannot bring this in; empty where it can."""
        return OVER if self.over else self._seats_wrong(fields["audience"]) or self._effects_wrong(fields["effects"])

    def _effects_wrong(self, effects: Iterable[Mapping[str, Any]]) -> str:
        """A sentence on the first effect that is none."""
        for effect in effects:
            if effect.get("track") not in self.tables.slots:
                return self._no_track(str(effect.get("track")))
            if set(effect) not in ({"track", "add"}, {"track", "set"}):
                return f"{effect['track']}: write add or set, and nothing else beside the track."
            value = effect.get("add", effect.get("set"))
            if type(value) is not int or abs(value) > 10**6:
                return f"{effect['track']}: {value!r} is no whole number that a track could have."
            slot = self.tables.slots.index(effect["track"])
            bounds = self.tables.rules.track[self.tables.rules.slot_track[slot]]
            if "set" in effect and not bounds.least <= value <= bounds.most:
                return f"{effect['track']} = {value} is out of range; write {int(bounds.least)} to {int(bounds.most)}."
        return ""

    def _no_track(self, word: str) -> str:
        """The sentence on a word that is no track, with the one that is meant: by name, of the same owner, or the nearest."""
        owner, _, what = word.rpartition(".")
        named = zip(self.tables.slots, self.counsel.names.slots, strict=True)
        own = [
            slot for slot, name in named if what and slot.startswith(f"{owner}.") and what.replace("_", " ") in name.casefold()
        ]
        ending = [slot for slot in self.tables.slots if slot.endswith(f".{word}")]
        close = get_close_matches(word, self.tables.slots, 1)
        guess = next(iter((own if owner else ending if len(ending) == 1 else []) or close), "")
        if guess:
            return f"No track {word!r}; did you mean {guess!r}?"
        far = get_close_matches(word, self.tables.slots, 1, cutoff=0)
        return f"No track {word!r}; the nearest is {far[0]!r}, and `tracks` lists them all."

    # --- reading back ----------------------------------------------------------------------------------

    def journal_entries(self, everything: bool = False) -> tuple[Entry, ...]:
        """The lines of the journal that count; with `everything` those that were undone as well."""
        return tuple(self.journal.entries if everything else self.journal.counted)

    def branches(self) -> list[Branch]:
        """What was undone."""
        return branches(self.journal.entries)
