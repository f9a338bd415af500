"""Lines of play and acts of the table by names, as control's console lists them; ids stay in the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from kuroshio.kernel.play_lines import UnclearLine, read_order
from kuroshio.kernel.state import codes
from kuroshio.picture.phrases import signed
from kuroshio.picture.picture import ActLine
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_records import PLAYED_BY_DOCTRINE
from kuroshio.session.live_game import LiveGame
from kuroshio.session.table_acts import FORM, INJECT, PLANNING, TableAct, entered, is_order
from kuroshio.session.word_replies import said_in

CHOSEN = {"respond": "answers: ", "crisis": "in the crisis: ", "role": "its role in the crisis: "}
HOLDS_BACK = "holds back"
SAYS = {"fire": "inject fired", "hold": "inject held back", "release": "inject released"}


class LineNames:
    """Tells the lines of a game by the names of the content."""

    def __init__(self, play: LiveGame):
        self.play = play

    def choice(self, line: str) -> str:
        """Return an order or an answer by names, without its seat: "Escort boats in Senkaku Waters", "answers: Protest"."""
        said = line.partition(": ")[2].split()
        index = self.play.tables.index
        if said and said[0] in codes.QUESTIONS and said[0] not in index.actions:
            return self._answer(said)
        try:
            six = read_order(self.play.tables, line)
        except UnclearLine:
            return " ".join(said)
        if self.play.rules.action[six[1]].mechanism == codes.PASS:
            return HOLDS_BACK
        return self.play.question_maker.title(six)

    def _answer(self, said: list[str]) -> str:
        """Return an answer to a question by names."""
        index, names = self.play.tables.index, self.play.question_maker.names
        asking, option = codes.QUESTIONS.index(said[0]), said[-1]
        if asking in names.answers:
            return CHOSEN[codes.QUESTIONS[asking]] + next(one.name for one in names.answers[asking] if one.id == option)
        if asking == codes.ASK_GATE:
            return f"\u201c{names.gates[index.gates[said[1]]]}\u201d: {option}"
        if asking == codes.ASK_PROCEED:
            return f"\u201c{names.projects[index.projects[said[1]]].name}\u201d: {option}"
        offer = f"\u201c{names.actions[index.actions[said[1]]]}\u201d of {self.seat(said[3])}"
        return f"signs {offer}" if option == "yes" else f"declines {offer}"

    def seat(self, seat: str) -> str:
        """Return the name of a faction; of a person's name the name itself."""
        row = self.play.tables.index.factions.get(seat)
        return seat if row is None else self.play.question_maker.names.factions[row]

    def line(self, entry: JournalLine) -> str:
        """Return a line that moves the game by names, without who did it."""
        told = getattr(self, f"_told_{entry.kind}", None)
        return str(told(entry)) if told else entry.kind.replace("_", " ")

    def without_endings(self, entries: Iterable[JournalLine]) -> list[JournalLine]:
        """Return lines without those that only end a form which has something else."""
        lines = list(entries)
        forms = (one for one in lines if is_order(one) or (one.kind == "advance" and one["phase"] == PLANNING))
        given = Counter((one["turn"], one["seat"]) for one in forms)
        return [one for one in lines if not (self._ends_a_form(one) and given[one["turn"], one["seat"]] > 1)]

    def _ends_a_form(self, entry: JournalLine) -> bool:
        """Whether a line only ends a form."""
        if not is_order(entry) or entry.kind != "choice":
            return False
        return str(entry["line"]).partition(": ")[2] == self.ending()

    def ending(self) -> str:
        """Return the id of the action that ends a form."""
        passing = np.flatnonzero(self.play.rules.action["mechanism"][: len(self.play.tables.index.actions)] == codes.PASS)
        return next((id for id, row in self.play.tables.index.actions.items() if row in passing), "")

    def act(self, act: TableAct) -> ActLine:
        """Return an act as the console lists it."""
        lines = [self._by(entry, act.who) + self.line(entry) for entry in self.without_endings(entered(act.entries))]
        told = "; ".join(lines)
        title = f"its form: {told}" if act.kind == FORM else told
        seat = "" if act.own else act.who
        alone = act.kind == INJECT
        return ActLine(seat=seat, title=title[:1].upper() + title[1:], when=f"Turn {act.turn}, {act.phase}", alone=alone)

    def _by(self, entry: JournalLine, who: str) -> str:
        """Return the seat of a choice that another's act has led to, with a blank; empty for whose act it is."""
        seat = str(entry.get("seat", ""))
        return f"{self.seat(seat)} " if entry.kind in ("choice", "words", "advance") and seat != who else ""

    # --- by kind -----------------------------------------------------------------------------------------

    def _told_choice(self, entry: JournalLine) -> str:
        return self.choice(str(entry["line"]))

    def _told_words(self, entry: JournalLine) -> str:
        return f"\u201c{entry['text']}\u201d"

    def _told_advance(self, entry: JournalLine) -> str:
        if not entry["answer"]:
            return "takes an answer in advance back"
        question, answer, of = str(entry["question"]), str(entry["answer"]), str(entry["of"])
        if question in CHOSEN:
            return f"in advance, {self._answer([question, answer])}"
        return f"in advance, to {question}{f' an offer of {self.seat(of)}' if of else ''}: {answer}"

    def _told_ruling(self, entry: JournalLine) -> str:
        return f"ruling on {self.ruled(entry)}: {entry['band'] or entry['engine']}"

    def ruled(self, entry: JournalLine) -> str:
        """Return what a ruling was on, by names."""
        if entry.get("words") or not entry["seat"]:
            return str(entry["order"]).partition(": ")[2] or str(entry["order"])
        return self.choice(str(entry["order"]))

    def _told_inject(self, entry: JournalLine) -> str:
        return f"inject \u201c{entry['title']}\u201d"

    _told_withdrawn = _told_inject

    def _told_schedule(self, entry: JournalLine) -> str:
        if not entry["inject"]:
            return f"all injects moved by {signed(int(entry['turns']))}"
        named = {one.id: one.name for one in self.play.tables.scenario.injects}
        return f"{SAYS[str(entry['act'])]}: {named[str(entry['inject'])]}"

    def _told_disputed(self, entry: JournalLine) -> str:
        names, index = self.play.question_maker.names, self.play.tables.index
        what = names.actions[index.actions[str(entry["action"])]] if entry["action"] else "every act"
        return f"{what} of {self.seat(str(entry['seat']))} kept for a ruling"

    def _told_frozen(self, entry: JournalLine) -> str:
        by = "its doctrine" if entry["plays"] == PLAYED_BY_DOCTRINE else "nobody"
        return f"{self.seat(str(entry['seat']))} frozen: {by} plays it"

    def _told_thawed(self, entry: JournalLine) -> str:
        return f"{self.seat(str(entry['seat']))} decides again"

    def _told_skipped(self, entry: JournalLine) -> str:
        return f"doctrines play until turn {entry['to']}"

    def _told_reply(self, entry: JournalLine) -> str:
        return f"reply of {self.seat(str(entry['seat']))}: {said_in(entry['answer'], entry['text'])}"

    def _told_changed(self, entry: JournalLine) -> str:
        now = self.choice(str(entry["now"])) if entry["now"] else "withdrawn"
        return f"an order changed, {self.choice(str(entry['was']))}: {now}"

    def _told_counter(self, entry: JournalLine) -> str:
        piece = next(one.name for one in self.play.tables.scenario.pieces if one.id == entry["piece"])
        areas = {area.id: area.name for area in self.play.tables.board.areas}
        done = {"add": "put on the map in", "move": "moved to", "remove": "taken off the map"}[str(entry["how"])]
        return " ".join(filter(None, ("counter", piece, done, areas.get(str(entry["area"]), ""))))

    def _told_crisis(self, entry: JournalLine) -> str:
        place = next(one.name for one in self.play.tables.ruleset.flashpoints if one.id == entry["flashpoint"])
        done = {"open": "opened", "close": "closed", "prolong": f"prolonged by {entry['rounds']}"}[str(entry["how"])]
        return f"crisis over {place} {done} by hand"

    def _told_number(self, entry: JournalLine) -> str:
        return f"number {entry['number']} for {self.choice(str(entry['order']))}"

    def _told_stop(self, entry: JournalLine) -> str:
        return "the end of the game"
