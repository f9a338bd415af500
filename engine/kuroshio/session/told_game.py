"""A kept game read from its own records, of any version of the kernel, without playing it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

import numpy as np
from attrs import frozen

from kuroshio.api.scenarios import Scenario
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import OUTCOME, SCRATCH, blank, freeze
from kuroshio.kernel.stepping import outcome
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.scenario import Inject
from kuroshio.picture.picture import OddsPicture, Result
from kuroshio.picture.picture_maker import PictureMaker
from kuroshio.picture.questions import QuestionMaker
from kuroshio.players.doctrine_draw import drawn_doctrines
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.checkpoints import inject_by_hand, with_injects, words_ruled
from kuroshio.session.early_end import Judged, judged_at
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_reader import KeptGame, UnreadableGame
from kuroshio.session.journal_records import read_records, rows_hash
from kuroshio.session.own_words import orders_in_words
from kuroshio.session.saved_games import content_of, look_into


@frozen
class Moment:
    """A choice as it was made. at: its line of the log; odds: as its seat was shown them; line: the order as text."""

    at: int
    by: str
    odds: OddsPicture | None
    line: str = ""


class ToldGame:
    """A kept game: its log, its positions at the start of each turn and at the end, its choices. Raises UnreadableGame.

    content: its content, if the caller has it already.
    """

    def __init__(self, kept: KeptGame, content: Scenario | None = None):
        if kept.content is None:
            raise untold(kept)
        content = content or content_of(kept)
        if rows_hash(content.tables) != kept.content["rows"]:
            played = f"Kuroshio {kept.header['kuroshio']}"
            raise UnreadableGame(f"{kept.path}: its records have another layout than in this version; tell it in {played}")
        told = read_records(kept.counted, kept.content, kept.path)
        self.tables = with_injects(content.tables, written_injects(kept.counted, content.tables))
        self.rules = self.tables.rules
        self.map = content.places.map
        self.maker = PictureMaker(self.tables)
        self.playbook = content.playbook
        self.question_maker = QuestionMaker(self.tables, content.playbook, self.maker)
        self.log, self.game = told.log, told.last
        self.turns, self.turn = dict(told.turns), int(told.last.turn)
        self.over = bool(self.turn > self.tables.rules.n_turns or (self.game.over and self.game.place == 0))
        self._judged = judged_at(self.tables.scenario, self.over, self.game, self.turns, kept.counted)
        self.moments = list(self._moments(kept.counted))

    def _moments(self, counted: Iterable[JournalLine]) -> Iterator[Moment]:
        """Yield the choices; each has one line of the log, in the order of the journal."""
        chosen = (at for at, line in self.lines() if line.what == codes.L_CHOICE)
        for at, entry in zip(chosen, (entry for entry in counted if entry.kind == "choice"), strict=False):
            order = str(entry["line"]) if self.log[at].amount == codes.ASK_ORDER else ""
            yield Moment(at, str(entry["by"]), odds_noted(entry), order)

    def lines(self) -> Iterator[tuple[int, np.record]]:
        """Return the log, each line with its place."""
        yield from enumerate(self.log)

    def positions(self) -> list[np.record]:
        """Return the state at the opening and at the end of each turn; of a game stopped in a turn the last is the present."""
        states = [self.turns[turn] for turn in sorted(self.turns)]
        if not self.over:
            states.append(self.game)
        return states

    def result(self) -> np.record:
        """Return the outcome of the game so far."""
        result = blank(OUTCOME)
        outcome(self.tables.rules, self.game, blank(SCRATCH)[0], result[0])
        return result[0]

    def judged(self) -> Judged | None:
        """Return the position on which aims are judged; None before anybody has acted."""
        return self._judged

    def fingerprint(self) -> str:
        """A hash of the whole state."""
        return sha256(freeze(self.game)).hexdigest()[:16]

    def results(self, whole: bool) -> tuple[Result, ...]:
        """Return each seat's result; with `whole` every condition, and how well it is met."""
        return self._judged.results(self.maker, self.rules, whole) if self._judged else ()


def drawn_in(kept: KeptGame, tables: Tables, playbook: Playbook, over: bool) -> dict[str, str]:
    """Return the doctrines that the seats without people have drawn from their mixes, by seat.

    None is told before the game is over or has been ended, nor of a game of another version of the kernel, with other dice.
    """
    ended = over or any(entry.kind == "stop" for entry in kept.counted)
    if kept.unplayable() or not ended:
        return {}
    own = {seat.faction: seat.default_policy for seat in tables.scenario.seats if seat.faction not in kept.people}
    words = own | {seat: policy for seat, policy in kept.policies if seat in own}
    return drawn_doctrines(tables, playbook, words, kept.seed)


def untold(kept: KeptGame) -> UnreadableGame:
    """Return the sentence on a game without records."""
    wrong = f"{kept.path}: a game of format {kept.format}, which did not record the results of choices"
    return UnreadableGame(f"{wrong}; `kuroshio journal {kept.path}` lists what was chosen and ruled")


def odds_noted(entry: JournalLine) -> OddsPicture | None:
    """Return the odds that were shown with a choice."""
    shown = entry.get("shown", None)
    if shown is None:
        return None
    modifiers = tuple((str(name), int(bonus)) for name, bonus in shown["modifiers"])
    worst, bad, good, best = shown["bands"]
    return OddsPicture(base=shown["base"], number=shown["number"], modifiers=modifiers, bands=(worst, bad, good, best))


def written_injects(counted: Iterable[JournalLine], tables: Tables) -> tuple[Inject, ...]:
    """Return the injects of the scenario, then those written at the table, with rulings on orders in own words."""
    lines, injects = list(counted), list(tables.scenario.injects)
    spoken = {(one.turn, one.seat, one.number): one.text for one in orders_in_words(lines)}
    names = {faction.id: faction.name for faction in tables.ruleset.factions}
    for entry in lines:
        if entry.kind in ("inject", "withdrawn"):
            injects.append(inject_by_hand(len(injects), entry.fields))
        elif entry.kind == "ruling" and (text := spoken.get((entry["turn"], entry["seat"], entry.get("words", 0)), "")):
            ruled = words_ruled(names.get(str(entry["seat"]), ""), text, entry.fields)
            injects.append(inject_by_hand(len(injects), ruled))
    return tuple(injects)


def tell(kept: KeptGame) -> ToldGame:
    """Read a kept game from its records; a game of this version of the kernel is also replayed, and must come out the same.

    Raises UnreadableGame.
    """
    if kept.content is None:
        raise untold(kept)
    content = content_of(kept)
    if not kept.unplayable():
        look_into(kept, content=content).close()
    return ToldGame(kept, content)
