"""A half day at a table: eight seats taken by scripts that stand for people, four turns, everything that control can do.

    .venv/bin/python -m tests.session.half_day FOLDER      # plays it into FOLDER and keeps every line that was entered
    .venv/bin/python -m tests.session.half_day write       # writes the lines of its journal down anew, in `data`

Seats draft the cards that fit the moment best, and hand in their forms in another order than they are asked; the umpire overrules
the engine once in each mode, and else lets it be.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kuroshio.files.content_folders import data_folder
from kuroshio.picture.picture import BANDS
from kuroshio.session import saved_games
from kuroshio.session.journal.journal_format import canonical
from kuroshio.session.journal.journal_reader import read
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.session import Session
from kuroshio.session.umpire import Docket

TURNS = 4
SEED = 20
KEPT = Path(__file__).parent / "data" / "half_day.jsonl"
LEFT_OUT = ("to", "shown")  # of a line of a journal: line numbers of the file, and what is looked at elsewhere
# The kinds of lines that are written down; others are looked at elsewhere.
KINDS = ("choice", "inject", "schedule", "scored", "expect", "draft", "words", "ruling", "note", "agreement", "broken", "clock",
         "late", "undo")  # fmt: skip
# What the room argues about in this exercise: more than a real one would, so that every mode comes up.
MODES = {
    "A1": "semi_rigid", "A2": "semi_rigid", "A14": "matrix", "economic": "matrix", "defence_budget": "free",
    "technological": "free", "governance": "consensus",
}  # fmt: skip
INJECTS = {
    1: "inject A tanker aground: A tanker leaks off Yonaguni. Both coast guards offer help. | set world.tension+1",
    3: "inject A leaked map: A newspaper prints a map with new lines in it. | to japan,us | set us_japan.trust-1",
}


def scenario_in(folder: Path) -> Path:
    """The scenario with this exercise's modes, in a file of its own."""
    text = (data_folder("scenarios") / "senkaku_2021.toml").read_text(encoding="utf-8")
    head, found, tail = text.partition("[adjudication]\n")
    rest = tail[tail.index("\n\n") :] if found else ""
    modes = "".join(f'{name} = "{mode}"\n' for name, mode in MODES.items())
    path = folder / "half_day.toml"
    path.write_text(head + "[adjudication]\n" + modes.rstrip("\n") + rest, encoding="utf-8")
    return path


class HalfDay:
    """Plays it, one line of control after another."""

    def __init__(self, session: Session):
        self.session, self.control = session, Control(session, by="adjudicator")
        self.lines: list[str] = []
        self.overruled: set[str] = set()
        self.said: set[int] = set()  # turns whose news have been told
        self.undone = False

    def enter(self, line: str) -> None:
        """One line, as the operator types it."""
        refused = self.control.perform(line)
        assert refused == "", f"{line!r}: {refused}"
        self.lines.append(line)

    def play(self, steps: int = 10_000) -> None:
        """Play to the end of the fourth turn, or so many lines."""
        while self.session.turn <= TURNS and not self.session.over and len(self.lines) < steps:
            if self.session.turn not in self.said and self.session.asked():
                self.said.add(self.session.turn)
                for line in self.news(self.session.turn):
                    self.enter(line)
            docket, planners = self.session.umpire.docket(), self.session.deciders.planners()
            for line in self.ruling(docket) if docket else self.seat(planners[-1] if planners else self.session.asked()):
                self.enter(line)

    def news(self, turn: int) -> Iterator[str]:
        """What control does as a turn begins."""
        if turn == 1:
            yield "clock next"
            yield "clock next"
        yield "clock news start"
        yield "clock plan start"
        yield f"note: Turn {turn} begins on time."
        if turn in INJECTS:
            yield INJECTS[turn]
        if turn == 1:
            yield "agree japan,philippines until 3: Patrol boats for an airfield's visiting rights."
            yield "agree china,malaysia secretly: No drilling before the summit, no cutters either."
            yield "expect china japan: Protests, and shadows with cutters."
            yield "expect japan us: Stands behind us in public."
            yield "expect us japan: Settles host-nation support this year."
        if turn == 2:
            yield "broken agreement-2 by china: Cutters off Luconia again."
            yield "hold moratorium_ends"
        if turn == 3:
            yield "note japan: The team argues about the fleet; the police officer wins."
            yield "clock plan extend 120"
            yield "fire moratorium_ends"
            yield "score moratorium_ends 2: Cutters in number; nobody rang Beijing."
        if turn == 4:
            yield "fire overflight"  # which nobody scores

    def seat(self, seat: str) -> Iterator[str]:
        """Orders of the two cards that fit best, or the answer in the middle of what is open."""
        if not self.session.deciders.planners():
            question = self.session.picture_for(seat).question
            assert question is not None
            yield question.choices[len(question.choices) // 2].line
            return
        self.session.reveal(seat)
        picture = self.session.picture()
        if not picture.draft:  # what was undone lies in the draft again
            yield from self.orders(seat)
        if self.session.turn == 2 and self.session.deciders.planners() == (seat,):
            yield "clock lock start"
            yield "clock lock end"  # the last form comes after it
        yield f"commit {seat}{'' if self.session.viewers.plans.get(seat) else ' empty'}"
        if not self.undone and self.session.turn == 2:
            self.undone = True
            yield "undo 1 yes"

    def orders(self, seat: str) -> Iterator[str]:
        """The two cards that fit best, and an idea that no card has."""
        question = self.session.picture().question
        assert question is not None
        cards = sorted((card for card in question.cards if card.choices and card.kind != "move"), key=lambda card: -card.rank)
        yield cards[0].choices[0].line
        if self.session.turn == 2 and seat == "taiwan":
            yield 'taiwan: "Ask the fisheries associations of both sides for a joint rescue drill"'
        yield from self.second(cards[1:3])

    def second(self, cards: list[object]) -> Iterator[str]:
        """A second order, where one is still to be paid for."""
        question = self.session.picture().question
        assert question is not None
        names = [card.action for card in cards]  # type: ignore[attr-defined]
        found = next((card for card in question.cards if card.action in names and card.choices), None)
        if found is not None:
            yield found.choices[-1].line

    def ruling(self, docket: Docket) -> Iterator[str]:
        """The umpire's ruling: the first of each mode another than the engine's, later ones as the roll has it."""
        if docket.words:
            argued = "for both sides fish there | for it costs nobody face"
            yield f"rule | {argued} | set world.tension-1 | tell all | because the associations know each other"
            return
        first = docket.mode not in self.overruled
        self.overruled.add(docket.mode)
        at = BANDS.index(docket.engine)
        other = BANDS[at + 1 if at < 3 else at - 1] if first else docket.engine
        votes = f"vote director={other} | vote adjudicator={other} | vote scribe={docket.engine}"
        yield {
            "semi_rigid": f"rule {other} | because the sea was {'calmer than' if first else 'as'} forecast",
            "matrix": "rule | for the law is on its side | for trade suffers | against it is winter | because two to one",
            "free": f"rule {other} | set world.standards+1 | because a prototype was shown",
            "consensus": f"rule | {votes} | because a majority",
        }[docket.mode]


def begin(folder: Path) -> HalfDay:
    """The exercise in a folder, at its beginning."""
    scenario = scenario_in(folder)
    content = saved_games.load(str(scenario))
    people = tuple(seat.faction for seat in content.tables.scenario.seats)
    path = folder / f"half_day{saved_games.SUFFIX}"
    return HalfDay(saved_games.start(content, str(scenario), "", people, (), SEED, path, umpire=True))


# --- its journal, as it was written down ----------------------------------------------------------------


def lines_of(path: Path) -> Iterator[str]:
    """The lines of the half day's journal, of the kinds that are written down."""
    for entry in read(path).entries:
        if entry.kind in KINDS:
            fields = {name: value for name, value in entry.fields.items() if name not in LEFT_OUT}
            if "words" in fields and entry.kind == "ruling":
                del fields["words"]  # which order in own words it rules on: by its place in the file
            yield canonical({"kind": entry.kind, **fields}).decode()


def kept_lines() -> list[str]:
    """Its lines as they were written down."""
    return KEPT.read_text(encoding="utf-8").splitlines()


def write() -> None:
    """Write its lines down anew: something is ruled otherwise, or the games have changed."""
    with tempfile.TemporaryDirectory() as folder:
        day = begin(Path(folder))
        day.play()
        assert day.session.journal.path is not None
        day.session.close()
        KEPT.write_text("\n".join(lines_of(day.session.journal.path)) + "\n", encoding="utf-8")


def main() -> None:
    """Play it into a folder."""
    if sys.argv[1] == "write":
        write()
        return
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    day = begin(folder)
    day.play()
    (folder / "half_day.control").write_text("\n".join(day.lines) + "\n", encoding="utf-8")
    print(f"{len(day.lines)} lines, modes overruled: {', '.join(sorted(day.overruled))}, state {day.session.fingerprint()}")
    day.session.close()


if __name__ == "__main__":
    main()
