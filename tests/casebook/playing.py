"""Playing a ruling: the game in which the dice do what it asks, stepped by the verbs, with notes of what no log holds."""

from __future__ import annotations

import attrs
import numpy as np
from attrs import Factory, define

from kuroshio.files.checks.check_fields import MOST_TURNS
from kuroshio.kernel.play_lines import IllegalLine, Six, read_choice, subject
from kuroshio.kernel.state import codes
from kuroshio.kernel.stepping import ASKED
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.capacities import MAX_FACTIONS
from kuroshio.model.likely_names import nearest
from kuroshio.model.procedure import DIALS, WAYS_DIALS
from kuroshio.model.readings import COUNTS
from kuroshio.model.scenario import Piece, Seat
from tests.casebook.casebook import QUIET, BadRuling, Ruling, Stage, Turn
from tests.stepping import Table

# What a seat says to a question that a ruling does not mention.
DEFAULTS = {"sign": "no", "gate": "no", "respond": "none", "proceed": "no", "crisis": "hold", "role": "hedge"}
BUDGETS = ("capital", "funds", "readiness")
SEED, LINES = 36, 2048


@define
class LiveGame:
    """What came of one game of a ruling. Lists with an entry for each turn: asked, open_lines, ends, cases."""

    ruling: Ruling
    number: int
    seed: int
    lines: list[np.record] = Factory(list)  # the log
    paid: dict[str, dict[str, int]] = Factory(dict)  # by faction and budget: what choices have taken
    asked: list[list[str]] = Factory(list)  # questions other than for orders
    open_lines: list[dict[str, bool]] = Factory(list)  # of those that must, or must not, be open
    ends: list[dict[str, int]] = Factory(list)  # every track at the end of the turn
    cases: list[list[np.record]] = Factory(list)  # the incidents of the turn
    unused: list[str] = Factory(list)  # orders and answers that nobody asked for
    counts: dict[str, int] = Factory(dict)
    pieces: dict[str, str] = Factory(dict)  # where they are at the end


class Room:
    """The players of the casebook: one for each stage that a ruling sets, compiled when it is first asked for."""

    def __init__(self, tables: Tables):
        self.tables = tables
        self.players: dict[Stage, Player] = {}

    def player(self, stage: Stage) -> Player:
        """Who plays the rulings of a stage."""
        if stage not in self.players:
            self.players[stage] = Player(self.set_up(stage) if stage != Stage() else self.tables)
        return self.players[stage]

    def set_up(self, stage: Stage) -> Tables:
        """The shipped scenario with what a stage brings into play, in forty turns.

        Whoever has a base and no counter gets cutters there.
        """
        self.check(stage)
        ruleset, board, scenario = self.tables.ruleset, self.tables.board, self.tables.scenario
        plain = {"doctrine": "", "source": "", "aims": (), "secret": (), "success": ()}
        taken = {seat.faction for seat in scenario.seats}
        bare = {faction.id for faction in ruleset.factions} - {piece.faction for piece in scenario.pieces}
        ports = {faction: area.id for area in reversed(board.areas) for faction in area.bases if faction in bare}
        cutters = (
            Piece(id=f"{faction}_cutters", name="Cutters", faction=faction, kind="coast_guard", area=port, source="")
            for faction, port in ports.items()
        )
        scenario = attrs.evolve(
            scenario,
            turns=MOST_TURNS,
            pieces=(*scenario.pieces, *cutters),
            decks=(*scenario.decks, *stage.decks),
            seats=(*scenario.seats, *(Seat(faction=name, **plain) for name in stage.seats if name not in taken)),
            flashpoints=stage.flashpoints or scenario.flashpoints,
        )
        if stage.events is not None:
            out = [event.id for event in ruleset.events if event.deck in stage.decks and event.id not in stage.events]
            events = tuple(attrs.evolve(event, deck="left out") if event.id in out else event for event in ruleset.events)
            ruleset = attrs.evolve(ruleset, events=events)
        ruleset = attrs.evolve(ruleset, procedure=attrs.evolve(ruleset.procedure, **dict(stage.dials)))
        return compile_tables(ruleset, board, scenario)

    def check(self, stage: Stage) -> None:
        """Refuse a stage that names what there is not. Raises BadRuling."""
        ruleset, index = self.tables.ruleset, self.tables.index
        known = {
            "decks": {entry.deck for entry in (*ruleset.actions, *ruleset.events)},
            "seats": set(index.factions),
            "flashpoints": set(index.flashpoints),
            "events": {event.id for event in ruleset.events if event.deck in stage.decks},
            "dials": {*DIALS, *WAYS_DIALS},
        }
        for key, names in known.items():
            for name in dict(stage.dials) if key == "dials" else getattr(stage, key) or ():
                if name not in names:
                    raise BadRuling(f"scenario.{key}: unknown {name!r}; {nearest(name, list(names))}")


class Player:
    """Plays rulings on one table."""

    def __init__(self, tables: Tables):
        self.tables, self.factions = tables, list(tables.index.factions)
        self.table = Table(tables, None, np.full(MAX_FACTIONS, codes.NONE, np.int32), LINES)
        self.quiet = [QUIET[slot.split(".")[1]] for slot in tables.slots]
        self.passing = next(a for a, action in enumerate(tables.ruleset.actions) if action.mechanism == "pass")
        self.purses = {(f, budget): self.table.slot[f"{f}.{budget}"] for f in self.factions for budget in BUDGETS}
        self.came_to = ASKED

    def play(self, ruling: Ruling, number: int, instead: dict[str, int] | None = None) -> LiveGame:
        """Play all turns of a ruling in one game; `instead` is laid over its position."""
        game = self.table.begin(SEED, number).game
        play = LiveGame(ruling, number, int(game.seed))
        game.turn = ruling.turn
        for i, inject in enumerate(self.tables.scenario.injects):
            game.inject_turn[i] = 0 if inject.id in ruling.injects else 1
        for t, turn in enumerate(ruling.turns):
            self.begin_turn(ruling, turn, t == 0)
            if t == 0:
                self.table.set(instead or {})
            self.play_turn(turn, play)
        self.close(play)
        return play

    def begin_turn(self, ruling: Ruling, turn: Turn, first: bool) -> None:
        """Play News, and lay the position: before it where the ruling says so, and then it leaves its traces."""
        track, game = self.table.track, self.table.game
        if first:
            track[: len(self.quiet)] = self.quiet
        if ruling.start == "news" and first:
            self.lay(turn)
        self.came_to = self.table.advance()
        if ruling.start == "news" and first:
            return
        if first:
            track[: len(self.quiet)] = self.quiet
            game.n_lasting, game.logged = 0, 0
        self.lay(turn)

    def lay(self, turn: Turn) -> None:
        """Set tracks and place counters."""
        index = self.tables.index
        for slot in turn.position:
            if slot not in self.table.slot:
                raise BadRuling(f"unknown track {slot!r}; {nearest(slot, list(self.table.slot))}")
        self.table.set(turn.position)
        for piece, area in turn.pieces.items():
            self.table.game.piece_area[index.pieces[piece]] = index.areas[area]

    def play_turn(self, turn: Turn, play: LiveGame) -> None:
        """Commit the orders and answer all questions to the end of the turn."""
        table = self.table
        play.asked.append([])
        play.open_lines.append({})
        orders, answers, now = list(turn.orders), list(turn.answers), int(table.game.turn)
        while self.came_to == ASKED:
            self.note_open(turn, play)
            if table.game.asking == codes.ASK_ORDER:
                self.plan(orders, play)
            else:
                self.answer(answers, play)
            self.came_to = table.advance()
        play.unused += [*orders, *answers]
        play.ends.append({name: int(table.track[slot]) for name, slot in table.slot.items()})
        play.cases.append([case for case in table.games.incident[0].copy() if case.turn == now])

    def plan(self, orders: list[str], play: LiveGame) -> None:
        """Commit the next of the seat's orders, or hold back when there is none left."""
        game = self.table.game
        mine = next((line for line in orders if line.split(":")[0] == self.factions[game.seat]), None)
        if mine is None:
            self.table.commit((int(game.seat), self.passing, -1, -1, -1, -1))
            return
        orders.remove(mine)
        self.commit(self.read(mine), play)

    def answer(self, answers: list[str], play: LiveGame) -> None:
        """Answer the question that is open as the ruling says, or as a seat does that does not care."""
        seat, question, about = self.question()
        play.asked[-1].append(" ".join([f"{seat}: {question}", *about]))
        mine = next((line for line in answers if speaks_to(line, seat, question, about)), None)
        if mine is not None:
            answers.remove(mine)
        self.commit(self.read(mine or f"{seat}: {question} {DEFAULTS[question]}"), play)

    def question(self) -> tuple[str, str, list[str]]:
        """Who is asked, what, and about what."""
        game = self.table.game
        return self.factions[game.seat], codes.QUESTIONS[game.asking], subject(self.tables, game)

    def read(self, line: str) -> Six:
        """The legal choice that a line means."""
        try:
            return read_choice(self.tables, self.table.view(), line)
        except ValueError as error:
            raise BadRuling(f"turn {self.table.game.turn}: {error}") from None

    def commit(self, choice: Six, play: LiveGame) -> None:
        """Enter a choice, and note what it has cost whom."""
        track = self.table.track
        before = {key: int(track[slot]) for key, slot in self.purses.items()}
        self.table.commit(choice)
        for (faction, budget), slot in self.purses.items():
            taken = before[faction, budget] - int(track[slot])
            if taken:
                purse = play.paid.setdefault(faction, {})
                purse[budget] = purse.get(budget, 0) + taken

    def note_open(self, turn: Turn, play: LiveGame) -> None:
        """Note which lines that must, or must not, be open are so: orders before a seat holds back, answers when asked."""
        if not turn.legal and not turn.illegal:
            return
        seat, question, about = self.question()
        found = play.open_lines[-1]
        for line in (*turn.legal, *turn.illegal):
            if line.split(":")[0] != seat or (question == "order") == (line.split()[1] in DEFAULTS):
                continue
            if question == "order" or (line not in found and speaks_to(line, seat, question, about)):
                found[line] = self.is_open(line)

    def is_open(self, line: str) -> bool:
        """Whether a line that can be read is legal now."""
        try:
            read_choice(self.tables, self.table.view(), line)
        except IllegalLine:
            return False
        except ValueError as error:
            raise BadRuling(str(error)) from None
        return True

    def close(self, play: LiveGame) -> None:
        """Note what is left at the end."""
        game, areas = self.table.game, list(self.tables.index.areas)
        play.lines = list(self.table.log[: game.logged].copy())
        play.counts = {name: int(n) for name, n in zip(COUNTS, game.tally)}
        for piece, row in self.tables.index.pieces.items():
            play.pieces[piece] = areas[game.piece_area[row]] if game.piece_area[row] >= 0 else "lost"


def speaks_to(line: str, seat: str, question: str, about: list[str]) -> bool:
    """Whether an answer is meant for this question."""
    speaker, _, rest = line.partition(":")
    said = rest.split()
    return speaker == seat and said[0] == question and (len(said) == 2 or said[1:-1] == about)
