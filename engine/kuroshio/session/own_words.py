"""Orders in a seat's own words: they cost nothing and wait until the umpire rules on them (rule 4.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from kuroshio.kernel.play_lines import UnclearLine
from kuroshio.session.deciders import Deciders
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.keeper import Keeper
from kuroshio.session.lenient_words import meaning, short_names
from kuroshio.session.line_kinds import NAME, SEAT, WHEN, each, register
from kuroshio.session.live_game import LiveGame
from kuroshio.session.pending_orders import Parties, placed
from kuroshio.session.refusal import Refused, as_id, called, refuse, sentence

# to: the addressees, who reply; with: the partners, who agree or decline. Both are seats of people.
register("words", {**WHEN, "seat": SEAT, "text": NAME}, {"to": each(SEAT), "with": each(SEAT)}, moves=True)

MOST = 2  # for a seat in a turn
NO_PARTIES = Parties()


@frozen
class OrderInWords:
    """An order in own words as the journal has it. number: 1 for the first of its seat in its turn; withdrawn: by agreement."""

    turn: int
    seat: str
    number: int
    text: str
    withdrawn: bool = False


def orders_in_words(counted: Iterable[JournalLine]) -> list[OrderInWords]:
    """Return the orders in own words among the lines that count, in the order of committing, as changes have left them."""
    made = list[OrderInWords]()
    for entry in counted:
        if entry.kind == "words":
            number = 1 + sum((one.turn, one.seat) == (entry["turn"], entry["seat"]) for one in made)
            made.append(OrderInWords(int(entry["turn"]), str(entry["seat"]), number, str(entry["text"])))
        elif entry.kind == "changed" and entry.get("words"):
            which = (entry["turn"], entry["seat"], entry["words"])
            at = next((n for n, one in enumerate(made) if (one.turn, one.seat, one.number) == which), None)
            if at is not None:
                now = text_in(str(entry["now"]))
                made[at] = evolve(made[at], text=now or made[at].text, withdrawn=not now)
    return made


def as_line(seat: str, text: str) -> str:
    """Return an order in own words as a line of control.

    >>> text_in(as_line("japan", "Call Beijing"))
    'Call Beijing'
    """
    return f'{seat}: "{text}"'


def text_in(line: str) -> str:
    """Return the text of an order in own words from its line; empty from none."""
    return line.partition(": ")[2][1:-1]


class OwnWords:
    """Reads orders in own words when they are typed, and writes them down and enters them when they are committed."""

    def __init__(self, play: LiveGame, keeper: Keeper, deciders: Deciders):
        self.play, self.keeper, self.deciders = play, keeper, deciders
        keeper.takes("words", self._repeat, self._wrong)

    def give(self, seat: str, text: str, parties: Parties = NO_PARTIES) -> None:
        """Within an act: enter a seat's order in its own words."""
        named = {"to": list(parties.to), "with": list(parties.partners)}
        self.keeper.record("words", seat=seat, text=text, **{part: seats for part, seats in named.items() if seats})
        self.play.hear(seat, text, parties)

    def _repeat(self, entry: JournalLine) -> None:
        self.play.hear(str(entry["seat"]), str(entry["text"]), Parties(tuple(entry.get("to", ())), tuple(entry.get("with", ()))))

    def read(self, seat: str, text: str, tail: str, written: int) -> tuple[str, Parties]:
        """Read a drafted order in own words, and the seats that must reply. tail: the text after its quotes; written: how many
        the seat has drafted.

        Raises Refused.
        """
        refuse("" if self.play.game.umpired else "This table has no umpire to rule on an order in own words: choose a card.")
        refuse("" if text else "An order in own words needs a text.")
        refuse(f"At most {MOST} orders in own words are allowed in a turn." if written >= MOST else "")
        named = placed(tail) if tail else []
        if named is None:
            allowed = "Only in AREA, against SEAT, with SEAT, to SEAT may follow the quotes of an order in own words"
            wrong = f"{allowed}, not {tail!r}."
            raise Refused(wrong)
        asked: dict[str, tuple[str, ...]] = {}
        try:
            parts = [self._part(seat, word, one, asked) for word, one in named]
        except UnclearLine as error:
            raise Refused(sentence(error)) from None
        plain = " ".join(text.split())
        parties = Parties(asked.get("to", ()), asked.get("with", ()))
        return (f"{plain} ({', '.join(parts)})" if parts else plain), parties

    def _part(self, seat: str, word: str, named: str, asked: dict[str, tuple[str, ...]]) -> str:
        """Return the area, target, partner or addressee of an order in own words, by name. Raises UnclearLine.

        asked: takes by word the seats of people among partners and addressees; the umpire speaks for the others.
        """
        index, names = self.play.tables.index, self.play.question_maker.names
        if word == "in":
            return f"in {names.areas[self._row(named, index.areas, self.play.tables.board.areas, 'area')]}"
        seats = [other.faction for other in self.play.tables.scenario.seats if other.faction != seat]
        split = [one.strip() for one in named.split(",") if one.strip()] or [named]
        rows = {other: index.factions[other] for other in seats}
        sides = [side for side in self.play.tables.ruleset.factions if side.id in rows]
        others = [self._row(one, rows, sides, "other seat") for one in split]
        people = (self.play.maker.factions[row] for row in others if self.play.maker.factions[row] in self.deciders.people)
        asked[word] = tuple(dict.fromkeys((*asked.get(word, ()), *people)))
        return f"{word} {' and '.join(names.faction(row) for row in others)}"

    def _row(self, named: str, rows: dict[str, int], entries: Sequence[Any], noun: str) -> int:
        """Return the row that an id, a name in either language, or its beginning means. Raises UnclearLine, Refused."""
        if as_id(named, rows) not in rows:
            own = [(one.id, (one.id, one.name, one.name_ja, *short_names(one))) for one in entries if one.id in rows]
            found, n = meaning(named.split(), own)
            if len(found) > 1 and n == len(named.split()):
                raise Refused(f"{named!r} may be {' or '.join(found)}: write more of it.")
            named = found[0] if len(found) == 1 and n == len(named.split()) else named
        return called(named, rows, noun)

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why an order in own words cannot have been given; empty if it can."""
        seat = str(fields["seat"])
        heard = sum(one.seat == seat for one in self.play.spoken)
        if not self.play.game.umpired or not self.deciders.may_plan(seat) or heard >= MOST:
            return f"{seat} cannot give an order in its own words here"
        asked = [*fields.get("to", ()), *fields.get("with", ())]
        strange = next((one for one in asked if one == seat or one not in self.deciders.people), "")
        return f"No people sit for {strange} to reply to {seat}" if strange else ""
