"""Lines of control by the thousand, half of them near-misses, in the loop of the real command.

    .venv/bin/python -m tests.session.lines 5000      # that many; a table by verb, and the ten commonest sentences of refusal

A near-miss is a line that somebody might have meant: a word dropped, doubled, misspelt or in another place, letters in another
case, curly quotes, blanks, no bars, a strange number. None may end in a traceback or take long; one that is refused changes
nothing, neither the game nor a byte of its journal; one that is taken says what it has done.
"""

from __future__ import annotations

import io
import random
import re
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stdout
from pathlib import Path

from kuroshio.cli import control as command
from kuroshio.picture.hand_numbers import hand_numbers
from kuroshio.picture.picture import BANDS
from kuroshio.session import saved_games
from kuroshio.session.control_lines import Control
from kuroshio.session.journal_reader import NotKept
from kuroshio.session.line_parts import first_word
from kuroshio.session.session import Session
from tests.session.half_day import scenario_in

A_GAME = 300  # lines, then another begins
LONGEST = 30.0  # seconds that a line may take, on a machine that does something else beside
PEOPLE = ("china", "japan", "us", "philippines")
NUMBERS = ("-1", "0", "\u00b2", "99999", "9" * 400, "1.5", "1e3", "\u0663", "two", "+1", "00")
QUOTED = ("\u201c{}\u201d", "\u300c{}\u300d", "\u00ab{}\u00bb", "'{}'", '"{}', "{}")
TEXTS = (
    "Trade is good for all.",
    "a threat to us",
    "they set sail because of us",
    "it is late: a vote for success",
    "\u6d77\u306f\u9759\u304b",
)


class Watched(Control):
    """Control that remembers of each line how it was taken."""

    refused = ""

    def perform(self, line: str) -> str:
        try:
            self.refused = super().perform(line)
        except NotKept as error:
            self.refused = str(error)
            raise
        return self.refused


def hand_numbers_of(session: Session, seat: str) -> list[str]:
    """The numbers of a seat's orders, as its sheet has them."""
    return [str(n) for n in hand_numbers(session.tables, seat).values()]


class Typist:
    """Types lines, some as they should be and some not. luck: of this typist; folder: for the files that lines name."""

    def __init__(self, session: Session, luck: random.Random, folder: Path):
        self.session, self.luck, self.folder, self.files = session, luck, folder, 0
        self.makers: dict[Callable[[], str], int] = {
            self.order: 8, self.move_on: 10, self.rule: 6, self.inject: 3, self.note: 2, self.expect: 2, self.agree: 3,
            self.broken: 2, self.schedule: 2, self.score: 2, self.clock: 2, self.drop: 2, self.own_words: 3, self.asking: 3,
            self.back: 1, self.read: 1, self.branch: 1, self.form: 6, self.sign: 2, self.answers: 3, self.accept: 4,
            self.reply: 2, self.change: 3, self.counter: 2, self.crisis: 2, self.absence: 2, self.number: 2,
        }  # fmt: skip

    def line(self) -> str:
        """A line, half of the time a near-miss."""
        line = self.luck.choices([*self.makers], [*self.makers.values()])[0]()
        return self.spoil(line) if self.luck.random() < 0.5 else line

    # --- lines as they should be -------------------------------------------------------------------------

    def seat(self) -> str:
        return self.luck.choice(PEOPLE)

    def text(self) -> str:
        return self.luck.choice(TEXTS)

    def track(self) -> str:
        return self.luck.choice(self.session.tables.slots)

    def effect(self) -> str:
        return f"set {self.track()}{self.luck.choice(('=2', '+1', '-1', ' = 3', '=+1'))}"

    def order(self) -> str:
        planners = self.session.deciders.planners()
        seat = self.luck.choice(planners) if planners else self.session.asked() or self.seat()
        question = self.session.picture_for(seat).question
        if question is None:
            return f"{seat}: hold_back"
        choices = [*question.choices, *(choice for card in question.cards for choice in card.choices[:3])]
        line = self.luck.choice(choices).line if choices else f"{seat}: hold_back"
        return line if self.luck.random() < 0.7 else re.split(r" (?:in|against|with|by) ", line)[0]

    def move_on(self) -> str:
        """The line that takes the game on."""
        docket, planners = self.session.umpire.docket(), self.session.deciders.planners()
        if docket is not None:
            return self.rule()
        if planners:
            return f"commit {planners[0]}{'' if self.session.viewers.plans.get(planners[0]) else ' empty'}"
        return self.order()

    def own_words(self) -> str:
        seat = self.luck.choice(self.session.deciders.planners() or PEOPLE)
        tail = self.luck.choice(("", "", " with us", " in senkaku_waters against china", ", with japan", " to japan, us"))
        return f"{seat}: {self.luck.choice(QUOTED).format(self.text())}{tail}"

    def form(self) -> str:
        """A form: numbers and words, a counter, signatures and decisions in advance."""
        seat = self.luck.choice(self.session.deciders.planners() or PEOPLE)
        numbers = hand_numbers_of(self.session, seat)
        words = ["fisheries", "boats in senkaku", "move senkaku", self.own_words().partition(": ")[2]]
        orders = [*self.luck.sample(numbers, 2), self.luck.choice(words)][: self.luck.randint(1, 3)]
        tail = self.luck.choice(("", "; sign china yes, japan no", "; gate no", "; proceed yes; commit", "; commit", " commit"))
        return f"{seat}: {self.luck.choice(('', '', 'also '))}{', '.join(orders)}{tail}"

    def sign(self) -> str:
        return f"{self.seat()}: sign {self.seat()} {self.luck.choice(('yes', 'no', 'ask'))}"

    def answers(self) -> str:
        levels = [*self.session.tables.index.levels, "ask"]
        if self.session.advance_answers.crisis_options():
            choice = self.luck.choice(self.session.advance_answers.crisis_options())
            return f"crisis {self.seat()} {choice}, {self.seat()} {choice}"
        return f"{self.seat()} answers {self.luck.randint(1, 3)} {self.luck.choice(levels)}, 2 {self.luck.choice(levels)}"

    def accept(self) -> str:
        return self.luck.choice(("accept", "accept", f"dispute {self.seat()}", f"dispute {self.order().replace(':', '')}"))

    def rule(self) -> str:
        docket, band = self.session.umpire.docket(), self.luck.choice(BANDS)
        mode = docket.mode if docket else "free"
        parts = {
            "matrix": [f"for {self.text()}", f"against {self.text()}"], "consensus": [f"vote room={band}"], "free": [band],
            "semi_rigid": [docket.engine if docket else band], "rigid": [band],
        }[mode]  # fmt: skip
        if docket and docket.words:
            parts += [f"{self.effect()}{self.luck.choice(('', f' on {band}'))}", self.luck.choice(("tell all", "tell us,japan"))]
        return "rule " + " | ".join([*parts, f"because {self.text()}"])

    def reply(self) -> str:
        waiting = [seat for one in self.session.play.spoken for seat in one.missing()]
        return f"{self.luck.choice(waiting or PEOPLE)}: reply {self.luck.choice(('yes ', 'no ', ''))}{self.text()}"

    def change(self) -> str:
        number = self.luck.choice(hand_numbers_of(self.session, seat := self.seat()))
        words = self.own_words().partition(": ")[2]
        return f"change {seat} {self.luck.randint(1, 3)}: {self.luck.choice((number, 'none', words))} | because {self.text()}"

    def counter(self) -> str:
        piece, area = (
            self.luck.choice(known).id for known in (self.session.tables.scenario.pieces, self.session.tables.board.areas)
        )
        how = self.luck.choice(("add", "move", "remove"))
        return f"counter {how} {piece}{'' if how == 'remove' else f' {area}'} | because {self.text()}"

    def crisis(self) -> str:
        how = self.luck.choice(("open senkaku", "close", "prolong", "prolong 3"))
        return f"crisis {how} | because {self.text()}"

    def absence(self) -> str:
        return self.luck.choice((f"freeze {self.seat()}", f"freeze {self.seat()} nobody", f"thaw {self.seat()}", "skip"))

    def number(self) -> str:
        shown = self.luck.choice(("", " shown"))
        return self.luck.choice((f"number {self.luck.randint(2, 12)}{shown} | because {self.text()}", "throw"))

    def inject(self) -> str:
        parts = [f"inject A: {self.text()}", self.luck.choice(("to japan,us", "to all", self.effect())), self.effect()]
        return " | ".join(parts[: self.luck.randint(1, 3)])

    def note(self) -> str:
        return f"note{self.luck.choice(('', f' {self.seat()}', ' the room'))}: {self.text()}"

    def expect(self) -> str:
        return f"expect {self.seat()} {self.seat()}: {self.text()}"

    def agree(self) -> str:
        tail = self.luck.choice(("", " until 3", " secretly", " until 8 secretly"))
        return f"agree {self.seat()},{self.seat()}{tail}: {self.text()}{self.luck.choice(('', ' until 5', ' | secretly'))}"

    def broken(self) -> str:
        return f"broken agreement-{self.luck.randint(1, 4)} by {self.seat()}: {self.text()}"

    def inject_id(self) -> str:
        return self.luck.choice([line.id for line in self.session.injects.schedule()])

    def schedule(self) -> str:
        verb = self.luck.choice(("fire", "hold", "release", "shift"))
        return f"{verb} {self.luck.choice(('1', '-1')) if verb == 'shift' else self.inject_id()}"

    def score(self) -> str:
        return f"score {self.inject_id()} {self.luck.randint(0, 4)}: {self.text()}"

    def clock(self) -> str:
        phase, event = (
            self.luck.choice(("plan", "lock", "news")),
            self.luck.choice(("start", "pause", "extend 60", "end", "skip")),
        )
        return self.luck.choice((f"clock {phase} {event}", "clock next", f"late {self.seat()}"))

    def drop(self) -> str:
        return f"drop {self.luck.choice(self.session.deciders.planners() or PEOPLE)} {self.luck.randint(1, 2)}"

    def asking(self) -> str:
        return self.luck.choice(
            (
                "where",
                "choices",
                f"choices {self.seat()}",
                f"state {self.seat()}",
                "seats",
                "orders",
                "injects",
                "promises",
                "tracks home",
                "help",
            )
        )

    def back(self) -> str:
        return self.luck.choice(("undo", "undo", f"rewind {self.session.turn} planning"))

    def read(self) -> str:
        self.files += 1
        path = self.folder / f"{self.files}.txt"
        path.write_text("\n".join(self.luck.choice((self.note, self.order, self.agree))() for _ in range(3)), "utf-8")
        return f"read {path}"

    def branch(self) -> str:
        self.files += 1
        return f"branch {self.luck.randint(1, len(self.session.journal.entries))} {self.folder / f'{self.files}.game.jsonl'}"

    # --- near-misses -------------------------------------------------------------------------------------

    def spoil(self, line: str) -> str:
        """A line with one or two things wrong."""
        ways = (
            self.dropped,
            self.doubled,
            self.misspelt,
            self.cased,
            self.moved,
            self.quoted,
            self.blank,
            self.unbarred,
            self.numbered,
        )
        for _ in range(self.luck.randint(1, 2)):
            line = self.luck.choice(ways)(line)
        return line.replace("\n", " ")

    def _at(self, words: list[str]) -> int:
        return self.luck.randrange(len(words))

    def dropped(self, line: str) -> str:
        words = line.split(" ")
        del words[self._at(words)]
        return " ".join(words)

    def doubled(self, line: str) -> str:
        words = line.split(" ")
        at = self._at(words)
        return " ".join([*words[:at], words[at], *words[at:]])

    def misspelt(self, line: str) -> str:
        at = self.luck.randrange(max(len(line) - 1, 1))
        return self.luck.choice(
            (line[:at] + line[at + 1 :], line[:at] + line[at + 1 : at + 2] + line[at : at + 1] + line[at + 2 :])
        )

    def cased(self, line: str) -> str:
        return self.luck.choice((line.upper(), line.title(), line.capitalize(), line.swapcase()))

    def moved(self, line: str) -> str:
        words = line.split(" ")
        self.luck.shuffle(words)
        return self.luck.choice((" ".join(words), " ".join([*line.split(" ")[1:], line.split(" ")[0]])))

    def quoted(self, line: str) -> str:
        return self.luck.choice(
            (line.replace('"', "\u201d"), line.replace(": ", ": \u201c", 1) + "\u201d", line.replace('"', ""))
        )

    def blank(self, line: str) -> str:
        return self.luck.choice(
            (line.replace(" ", "   "), line.replace(",", " , "), line.replace(":", " : "), f"\t{line}\u3000 ")
        )

    def unbarred(self, line: str) -> str:
        return self.luck.choice((line.replace(" | ", " "), line.replace("|", "||"), line.replace(" | ", "|"), f"{line} |"))

    def numbered(self, line: str) -> str:
        number = self.luck.choice(NUMBERS)
        return re.sub(r"\d+", lambda found: number, line) if re.search(r"\d", line) else f"{line} {number}"


class Trial:
    """Types lines into games and takes down how they were taken. taken, refused: by verb; said: the sentences of refusal."""

    def __init__(self, folder: Path, seed: int):
        self.folder, self.luck = folder, random.Random(seed)
        self.scenario = scenario_in(folder)
        self.content = saved_games.load(str(self.scenario))
        self.taken, self.refused, self.said = Counter[str](), Counter[str](), Counter[str]()
        self.longest = 0.0

    def type(self, lines: int) -> None:
        """Type so many lines."""
        for game, first in enumerate(range(0, lines, A_GAME)):
            path = self.folder / f"game_{game}{saved_games.SUFFIX}"
            session = saved_games.start(self.content, str(self.scenario), "", PEOPLE, (), game, path, umpire=True)
            control, out = Watched(session), io.StringIO()
            with redirect_stdout(out), chdir(self.folder):  # a path that was spoiled leads nowhere else
                command.run(control, self.watched(control, out, min(A_GAME, lines - first)), asking=True)
            session.close()

    def watched(self, control: Watched, out: io.StringIO, lines: int) -> Iterator[str]:
        """Lines for one game, each looked at once it is carried out."""
        typist = Typist(control.session, self.luck, self.folder)
        for _ in range(lines):
            before, line, begun = self.stands(control.session), typist.line(), time.monotonic()
            out.seek(0)
            out.truncate()
            control.refused = ""
            yield line
            self.longest = max(self.longest, time.monotonic() - begun)
            self.look(control, line, before, out.getvalue())
            if control.session.over:
                return

    def look(self, control: Watched, line: str, before: tuple[object, ...], out: str) -> None:
        """How a line was taken, and whether it may be so."""
        word = first_word(line)
        seats = "form" if ";" in line else "SEAT answers" if " answers " in line.lower() else "SEAT:" if ":" in line else "other"
        verb = word if word in control.verbs else "help" if word == "help" else seats
        assert self.longest < LONGEST, f"{line!r} took {self.longest} seconds"
        if control.refused:
            self.refused[verb] += 1
            self.said[shortened(control.refused)] += 1
            assert control.refused.strip() in out, f"{line!r}: the sentence is not shown"
            assert control.refused[-1] in '.?`"', f"{line!r}: {control.refused!r} is no sentence"
            assert verb == "read" or self.stands(control.session) == before, f"{line!r} was refused and changed something"
        elif line.strip() and not line.strip().startswith("#"):
            self.taken[verb] += 1
            assert out.removesuffix("> ").strip(), f"{line!r} was taken without a word"

    def stands(self, session: Session) -> tuple[object, ...]:
        """All that a refused line must leave as it was."""
        assert session.journal.path is not None
        written = session.journal.path.read_bytes()
        plans = {seat: plan.copy() for seat, plan in session.viewers.plans.items() if len(plan)}
        return session.state(), len(written), zlib.crc32(written), plans, session.viewers.viewer, session.umpire.reason

    def table(self) -> Iterator[str]:
        """Lines by verb, and the commonest sentences."""
        taken, refused = sum(self.taken.values()), sum(self.refused.values())
        yield f"{taken} lines taken, {refused} refused; the longest took {self.longest:.1f} s"
        yield f"{'verb':<12} {'taken':>7} {'refused':>8}"
        for verb in sorted({*self.taken, *self.refused}):
            yield f"{verb:<12} {self.taken[verb]:>7} {self.refused[verb]:>8}"
        for said, n in self.said.most_common(10):
            yield f"{n:>5}  {said}"


def shortened(sentence: str) -> str:
    """A sentence of refusal without what it quotes, so that the like are counted together."""
    return re.sub(r"'[^']*'|`[^`]*`|\"[^\"]*\"", "...", sentence.split("\n")[0])[:110]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), 1)
        trial.type(int(sys.argv[1]))
        print("\n".join(trial.table()))


if __name__ == "__main__":
    main()
