"""Lines of control that change the game beside the rules, each with a reason: orders, counters, crises, absent seats."""

from __future__ import annotations

from collections.abc import Callable

from kuroshio.kernel.play_lines import spell_order
from kuroshio.model.typed_numbers import whole
from kuroshio.session.counters_by_hand import REMOVE, WAYS
from kuroshio.session.crises_by_hand import CLOSE, OPEN, PROLONG
from kuroshio.session.journal_records import PLAYED_BY, PLAYED_BY_DOCTRINE
from kuroshio.session.lenient_words import meaning
from kuroshio.session.line_parts import BAR, BECAUSE
from kuroshio.session.order_words import MOST_NAMED, OrderWords
from kuroshio.session.own_words import NO_PARTIES, as_line
from kuroshio.session.pending_orders import QUOTES, Spoken, in_quotes, placed
from kuroshio.session.refusal import Refused, meant, refuse
from kuroshio.session.seat_names import SeatNames
from kuroshio.session.session import Session

CHANGE_FORM = (
    "Write `change SEAT N: ORDER | because REASON`, with `none` for ORDER to withdraw it; an order in own words is written in"
    " quotes, as in a form."
)
COUNTER_FORM = "Write `counter add|move COUNTER AREA | because REASON`, or `counter remove COUNTER | because REASON`."
CRISIS_FORM = "Write `crisis open FLASHPOINT`, `crisis prolong ROUNDS` or `crisis close`, each with `| because REASON`."
FREEZE_FORM = "Write `freeze SEAT`, `freeze SEAT doctrine` or `freeze SEAT nobody`."
NUMBER_FORM = "Write `number N | because REASON`, or `number N shown | because REASON` if the room is to see it."
NOTHING, SHOWN = "none", "shown"
AREA, PIECE = 2, 5  # places among the six numbers of an order


class ByHandLines:
    """Carries out such lines. said: the answer to the last. Calls raise Refused."""

    def __init__(self, session: Session, words: OrderWords):
        self.session, self.words = session, words
        self.said: list[str] = []
        self.verbs: dict[str, Callable[[str], None]] = {
            "change": self.change, "counter": self.counter, "freeze": self.freeze, "thaw": self.thaw, "skip": self.skip,
            "number": self.number,
        }  # fmt: skip

    # --- orders ------------------------------------------------------------------------------------------

    def change(self, rest: str) -> None:
        """Change a committed order of a seat, by agreement, before it is carried out."""
        named, colon, said = rest.partition(":")
        text, reason = reason_after_quotes(said) if colon else ("", "")
        words = named.split()
        number = whole(words.pop()) if words and whole(words[-1]) is not None else None
        seat = self._seat(" ".join(words))
        if not colon or not text.strip() or not seat:
            raise Refused(CHANGE_FORM)
        was = self._order(seat, number)
        quoted = in_quotes(text)
        refuse("" if text.lower() == NOTHING or bool(quoted) == isinstance(was, Spoken) else self._other_sort(seat, was))
        refuse("" if reason else f"A change of an order needs its reason: `change {named.strip()}: ... {BAR} because REASON`.")
        if isinstance(was, Spoken):
            now, parties = self.session.drafts.own_words.read(seat, *quoted, 0) if quoted else ("", NO_PARTIES)
            self.session.changes.change_words(was, now, parties, reason)
            return
        now = ""
        if text.lower() != NOTHING:
            changes, tables = self.session.changes, self.session.tables
            now = spell_order(tables, self.words.read(seat, text.rstrip(" .;"), changes.without(seat, was)))
        self.session.changes.change(seat, was, now, reason)

    def _other_sort(self, seat: str, was: str | Spoken) -> str:
        """Return the sentence on an action of the rules for an order in own words, or the other way round."""
        if isinstance(was, Spoken):
            return (
                f"\u201c{was.text}\u201d is an order in own words: write other words in quotes for it, or `none` to withdraw it."
            )
        what = was.partition(": ")[2]
        return f"{what} is an action of the rules: write another for it, or `none` to withdraw it; own words cannot replace it."

    def _order(self, seat: str, number: int | None) -> str | Spoken:
        """Return the committed order of a seat that a number means, or its only one; those in own words come last.

        Raises Refused.
        """
        words = self.session.changes.words_open(seat)
        known: list[str | Spoken] = [*self.session.changes.open(seat), *words]
        refuse("" if known else f"{seat} has no committed order that is not carried out yet.")
        if number is None and len(known) == 1:
            return known[0]
        if number is None or not 1 <= number <= len(known):
            lines = (as_line(seat, one.text) if isinstance(one, Spoken) else one for one in known)
            listed = "; ".join(f"{n} {line.partition(': ')[2]}" for n, line in enumerate(lines, 1))
            raise Refused(f"Which order of {seat}? Write its number: {listed}.")
        return known[number - 1]

    # --- the dice ----------------------------------------------------------------------------------------

    def number(self, rest: str) -> None:
        """Set the number of the act before the umpire, before its dice fall."""
        head, reason = reason_in(rest)
        words = head.lower().split()
        number = whole(words[0]) if words else None
        if number is None or words[1:] not in ([], [SHOWN]):
            raise Refused(NUMBER_FORM)
        self.session.numbers.set(number, reason, shown=words[1:] == [SHOWN])

    # --- counters, crises --------------------------------------------------------------------------------

    def counter(self, rest: str) -> None:
        """Add, move or remove a counter."""
        head, reason = reason_in(rest)
        how, *words = head.split() or [""]
        if how.lower() not in WAYS or not words:
            raise Refused(COUNTER_FORM)
        pieces, n = meaning(words, self.words.names[PIECE])
        piece = self._named([self.session.tables.scenario.pieces[row].id for _, row in pieces], words, "counter")
        left = [word for word in words[n:] if word.lower() not in ("to", "in", "at", "from")]
        areas, m = meaning(left, self.words.names[AREA]) if left else ([], 0)
        area = self._named([self.session.tables.board.areas[row].id for _, row in areas], left, "area") if left else ""
        refuse("" if m == len(left) and bool(area) == (how.lower() != REMOVE) else COUNTER_FORM)
        refuse("" if reason else f"It needs a reason: `counter {head} {BAR} because REASON`.")
        self.session.counters.place(how.lower(), piece, area, reason)

    def crisis(self, rest: str) -> None:
        """Open, prolong or close a crisis."""
        head, reason = reason_in(rest)
        how, *words = head.lower().split()
        refuse("" if reason else f"It needs a reason: `crisis {head} {BAR} because REASON`.")
        if how == OPEN and words:
            entries = self.session.tables.ruleset.flashpoints
            found, n = meaning(words, [(one.id, (one.id, one.name, one.name_ja)) for one in entries])
            flashpoint = self._named(found, words, "flashpoint")
            refuse("" if n == len(words) else CRISIS_FORM)
            self.session.crises.open(flashpoint, reason)
        elif how == CLOSE and not words:
            self.session.crises.close(reason)
        elif how == PROLONG and len(words) <= 1 and (rounds := whole(words[0] if words else "1")) is not None:
            self.session.crises.prolong(rounds, reason)
        else:
            raise Refused(CRISIS_FORM)

    def _named(self, found: list[str], words: list[str], noun: str) -> str:
        """Return the one thing that words mean. Raises Refused on none, and on several with their names."""
        if len(found) == 1:
            return found[0]
        said = " ".join(words)
        raise Refused(f"No {noun} is called {said!r}." if not found else f"{said!r} may be {' or '.join(found[:MOST_NAMED])}.")

    # --- absent seats ------------------------------------------------------------------------------------

    def freeze(self, rest: str) -> None:
        """Have a seat played by its doctrine, or by nobody, until it is thawed."""
        words = rest.split()
        plays = words.pop().lower() if words and words[-1].lower() in PLAYED_BY else PLAYED_BY_DOCTRINE
        refuse("" if words else FREEZE_FORM)
        self.session.absences.freeze(self._seat(" ".join(words)), plays)

    def thaw(self, rest: str) -> None:
        """Give a frozen seat back to its people."""
        refuse("" if rest else "Write `thaw SEAT`.")
        self.session.absences.thaw(self._seat(rest))

    def skip(self, rest: str) -> None:
        """Have doctrines play for all seats until the next turn begins, or for so many turns."""
        turns = whole(rest or "1", 1)
        if turns is None:
            raise Refused("Write `skip`, or `skip TURNS`: doctrines play for all seats until then.")
        self.session.absences.skip(turns)

    # --- who ---------------------------------------------------------------------------------------------

    def _seat(self, word: str) -> str:
        """Return the seat that a word means; empty for none. Raises Refused."""
        seats = SeatNames.of_scenario(self.session.tables)
        seat = seats.meant(word)
        if seat and seat not in seats:
            raise Refused(meant(f"No seat {seat!r}", seat, seats))
        return seat


def reason_in(text: str) -> tuple[str, str]:
    """Return a line without its reason, and the reason after `because`, with a bar before it or not; empty without one.

    >>> reason_in("japan 2: escort | because both sides agree")
    ('japan 2: escort', 'both sides agree')
    """
    found = BECAUSE.search(text)
    if found is None:
        return text.strip(f" {BAR}"), ""
    return text[: found.start()].strip(f" {BAR}"), text[found.end() :].strip()


def reason_after_quotes(text: str) -> tuple[str, str]:
    """Return a text without its reason, and the reason; a "because" within the quotes at its beginning is none.

    >>> reason_after_quotes('"Stay away because of the storm" to china | because they agree')
    ('"Stay away because of the storm" to china', 'they agree')
    """
    said = text.strip()
    for found in BECAUSE.finditer(said) if said[:1] in QUOTES else ():
        head = said[: found.start()].strip(f" {BAR}")
        quoted = in_quotes(head)
        closed = quoted is not None and any(mark in head[1:] for mark in QUOTES[head[0]])
        if quoted and closed and (not quoted[1] or placed(quoted[1]) is not None):
            return head, said[found.end() :].strip()
    return reason_in(said)
