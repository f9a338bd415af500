"""Reads an order from a form: by the number on the seat's sheet or by words, with the parts that it leaves out filled in.

`7 taiwan`, `fisheries with Taiwan` and `fisheries_talks with taiwan` mean the same. A part is an area, a target, a partner or a
counter; it is filled in where only one is possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from kuroshio.kernel.play_lines import PARTS, Six, legal_choices, spell_order
from kuroshio.kernel.state import codes
from kuroshio.picture.hand_numbers import hand_numbers
from kuroshio.session.form_parts import MOVE, NUMBER
from kuroshio.session.lenient_words import meaning, short_names
from kuroshio.session.live_game import LiveGame
from kuroshio.session.pending_orders import QUOTES
from kuroshio.session.refusal import Refused, meant

MOST_NAMED = 8  # ways of completing an order that are listed
PLACES = {**{word: place for word, (_, place, _) in PARTS.items()}, "at": 2, "towards": 3}  # a preposition, and the part after it
NOUNS = {place: noun for _, place, noun in PARTS.values()} | {3: "target", 4: "partner", 5: "counter"}
NAMED = (2, 3, 4, 5)  # the places of the parts that an order may name
FILLERS = ("the", "of", "and")
ANYWHERE = 0  # no preposition says which part a word is
Part = tuple[int, int]  # a place among the six numbers, and the row there


class OrderWords:
    """Reads orders of a seat from the words of a form."""

    def __init__(self, play: LiveGame):
        self.play = play
        self.names = {place: list(self._names(place)) for place in NAMED}

    def read(self, seat: str, said: str, state: np.record) -> Six:
        """Return the order that a text means to a planning seat. state: its view, with the orders before it committed.

        Raises Refused with what is wrong: an unknown word, several ways, or why the order is not open.
        """
        words = said.replace(",", " ").split()
        action, taken = self._action(seat, words)
        legal = [six for six in legal_choices(self.play.tables, state) if six[1] == action]
        left, named, hint = words[taken:], list[Part](), ANYWHERE
        while left and legal:
            word = left[0].lower()
            if word in PLACES or word in FILLERS:
                hint, left = PLACES.get(word, hint), left[1:]
                continue
            parts, n = self._parts(left, hint, legal)
            if not n:
                raise Refused(self._no_part(seat, action, left, hint, legal, state))
            legal = [six for six in legal if any(six[place] == row for place, row in parts)]
            named, left, hint = [*named, parts[0]], left[n:], ANYWHERE
        return self._one(seat, action, named, legal, state)

    def knows(self, seat: str, said: str) -> bool:
        """Whether a text begins with an order of a seat, in whatever words."""
        try:
            return bool(said) and said[0] not in QUOTES and self._action(seat, said.split())[1] > 0
        except Refused:
            return False

    def action_of(self, seat: str, words: Sequence[str]) -> str:
        """Return the id of the action that words or a number mean, of those that a seat may order. Raises Refused."""
        row, taken = self._action(seat, words)
        if taken < len(words):
            raise Refused(f"Name an order alone, without {' '.join(words[taken:])!r}.")
        return self.play.tables.ruleset.actions[row].id

    # --- the action --------------------------------------------------------------------------------------

    def _action(self, seat: str, words: Sequence[str]) -> tuple[int, int]:
        """Return the row of the action that the first words mean, and how many words that takes. Raises Refused."""
        tables, numbers = self.play.tables, hand_numbers(self.play.tables, seat)
        found = NUMBER.fullmatch(words[0])
        if found:
            action = next((action for action, n in numbers.items() if n == int(found[1])), "")
            if not action:
                raise Refused(f"{seat} has no order {words[0]}; its numbers go from 1 to {len(numbers)}.")
            return tables.index.actions[action], 1
        if words[0].lower() == MOVE:
            return self._move(seat), 1
        hand = list(self._hand(seat))
        rows, n = meaning(words, [(row, self._called(row)) for row in hand])
        if len(rows) > 1:
            ids = [tables.ruleset.actions[row].id for row in rows]
            raise Refused(f"{' '.join(words[:n])!r} may be {' or '.join(ids)}: write more of it, or its number.")
        if not rows:
            raise Refused(self._no_action(seat, words[0], [tables.ruleset.actions[row].id for row in hand]))
        return rows[0], n

    def _hand(self, seat: str) -> Iterator[int]:
        """Return the rows of the actions that a seat may order at some time."""
        rules, f = self.play.rules, self.play.tables.index.factions[seat]
        for row in rules.hand[f, : rules.n_hand[f]]:
            if rules.action[row].mechanism != codes.PASS:
                yield int(row)

    def _called(self, row: int) -> tuple[str, ...]:
        action = self.play.tables.ruleset.actions[row]
        return action.id, action.name, action.name_ja

    def _move(self, seat: str) -> int:
        """Return the action by which a seat moves a counter. Raises Refused."""
        row = next((row for row in self._hand(seat) if self.play.rules.action[row].mechanism == codes.REDEPLOY), None)
        if row is None:
            raise Refused(f"{seat} has no counter to move.")
        return row

    def _no_action(self, seat: str, word: str, ids: Iterable[str]) -> str:
        """Say that a word is no order of a seat."""
        own = f'; an order in own words stands in quotes: "{word} ..."' if self.play.game.umpired else ""
        return meant(f"{seat} has no order called {word!r}", word, list(ids), f"choices {seat}").removesuffix(".") + own + "."

    # --- its parts ---------------------------------------------------------------------------------------

    def _names(self, place: int) -> Iterator[tuple[Part, tuple[str, ...]]]:
        """Return everything that may stand at a place of an order, with its names."""
        tables = self.play.tables
        sides: Sequence[Any] = tables.ruleset.factions
        kinds: dict[int, Sequence[Any]] = {2: tables.board.areas, 3: sides, 4: sides, 5: tables.scenario.pieces}
        for row, entry in enumerate(kinds[place]):
            yield (place, row), (entry.id, entry.name, entry.name_ja, *short_names(entry))

    def _parts(self, words: Sequence[str], hint: int, legal: Sequence[Six]) -> tuple[list[Part], int]:
        """Return the parts that the first words mean among those of the legal orders, and how many words that takes."""
        possible = {(place, six[place]) for six in legal for place in NAMED if hint in (ANYWHERE, place)}
        return meaning(words, [(part, names) for place in NAMED for part, names in self.names[place] if part in possible])

    def _no_part(self, seat: str, action: int, words: Sequence[str], hint: int, legal: Sequence[Six], state: np.record) -> str:
        """Say why the first word names no part of an order: it is not open, or what could stand there."""
        could = {place: sorted({six[place] for six in legal if six[place] >= 0}) for place in NAMED if hint in (ANYWHERE, place)}
        could = {place: rows for place, rows in could.items() if rows}
        for place in could:
            parts, _ = meaning(words, self.names[place])
            if len(parts) == 1:
                named = list(self._bare(seat, action))
                named[place] = parts[0][1]
                return self.play.question_maker.refusal(state, spell_order(self.play.tables, named))
        title = self.play.question_maker.names.actions[action]
        lists = "; ".join(f"{NOUNS[place]} {self._listed(place, rows)}" for place, rows in could.items())
        return f"{title}: {words[0]!r} is not understood; {f'it can name: {lists}' if lists else 'it names nothing more'}."

    def _listed(self, place: int, rows: Sequence[int]) -> str:
        """Return the ids of some rows; of many the first."""
        ids = [self.names[place][row][1][0] for row in rows]
        return ", ".join(ids[:MOST_NAMED]) + (f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else "")

    # --- the whole ---------------------------------------------------------------------------------------

    def _one(self, seat: str, action: int, named: Sequence[Part], legal: Sequence[Six], state: np.record) -> Six:
        """Return the one legal order left, its parts filled in. Raises Refused if there are none or several."""
        tables, moves = self.play.tables, self.play.rules.action[action].mechanism == codes.REDEPLOY
        bare = list(self._bare(seat, action))
        for place, row in named:
            bare[place] = row
        fitting = list(legal) if moves else list({six[:5]: six for six in reversed(legal)}.values())[::-1]
        exact = [six for six in fitting if not moves and list(six[:5]) == bare[:5]]
        if len(fitting) == 1 or exact:
            return (exact or fitting)[0]
        if not fitting:
            raise Refused(self.play.question_maker.refusal(state, spell_order(tables, bare)))
        head = f"{seat}: {tables.ruleset.actions[action].id} "
        if moves and len({six[5] for six in fitting}) > 1:
            counters = self._listed(5, sorted({six[5] for six in fitting}))
            raise Refused(f"{head.strip()}: name the counter and where it goes, `{MOVE} COUNTER AREA`; it may be {counters}.")
        ways = [spell_order(tables, six).removeprefix(head) for six in fitting]
        more = f"; and {len(ways) - MOST_NAMED} more: see `choices {seat}`" if len(ways) > MOST_NAMED else ""
        raise Refused(f"{head.strip()} is possible in {len(ways)} ways; name one: {'; '.join(ways[:MOST_NAMED])}{more}.")

    def _bare(self, seat: str, action: int) -> Six:
        nothing = int(codes.NONE)
        return self.play.tables.index.factions[seat], action, nothing, nothing, nothing, nothing
