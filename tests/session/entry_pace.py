"""How much one operator types in a half day of eight tables: lines a turn, and minutes at the keyboard.

    .venv/bin/python -m tests.session.entry_pace       # plays four turns, and prints a line a turn

Teams hand in a form each: two orders by number, what they sign, what they decide; control reads out what is offered before they
sign. Answers to incidents come as one line a seat, and what nobody disputes is accepted. Each turn the umpire rules on one act
by hand, the scribe has a note and two expectations, and the clock is moved twice; the last turn has an inject and a crisis.
Forty words of five letters go into a minute, and each line takes five seconds of thought.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from kuroshio.kernel.play_lines import Six
from kuroshio.kernel.state import codes
from kuroshio.rehearsal.team_forms import TeamForms
from kuroshio.session import saved_games
from kuroshio.session.control_lines import Control
from kuroshio.session.session import Session

SCENARIO, SEED, TURNS = "senkaku_2021", 20, 4
WORDS_A_MINUTE, LETTERS_A_WORD, A_THOUGHT = 40, 5, 5.0
MOST_LINES, MOST_MINUTES = 20, 9.0  # what a turn may take
CLOCK = ("plan", "respond")  # steps of the room that control starts in each turn
# A crisis in the last turn, whatever the acts before it came to.
INJECTS = {TURNS: "inject A ramming: A cutter lies across the bow of a trawler off Uotsuri. | set senkaku.ladder=8"}
BESIDE = (
    "note us: the team waits for Tokyo before it commits anything",
    "expect us china: boats again, and no ramming while the Games are on",
    "expect japan us: it stands behind us in public",
)
RULINGS = {
    "semi_rigid": "rule because as rolled",
    "matrix": "rule for the law is clear | for trade suffers | against it is winter | because two against one",
    "free": "rule because the text was ready",
    "consensus": "rule vote room={engine} | because the room was of one mind",
}


@define
class TurnTyped:
    """What was typed in one turn."""

    lines: list[str] = field(factory=list)

    @property
    def minutes(self) -> float:
        """Minutes at the keyboard."""
        words = sum(len(line) + 1 for line in self.lines) / LETTERS_A_WORD
        return words / WORDS_A_MINUTE + len(self.lines) * A_THOUGHT / 60


class EntryPace:
    """Plays it. typed: by turn."""

    def __init__(self, seed: int = SEED):
        content = saved_games.load(SCENARIO)
        people = [seat.faction for seat in content.tables.scenario.seats]
        self.session: Session = saved_games.start(content, SCENARIO, "", people, (), seed, None, umpire=True)
        self.control, self.teams = Control(self.session, "adjudicator"), TeamForms(self.session)
        self.typed: dict[int, TurnTyped] = {}

    def type(self, line: str) -> None:
        """Type one line, which must be taken whole."""
        turn = self.session.turn
        refused = self.control.perform(line)
        assert not refused and not self.control.faults, (line, refused, self.control.faults)
        self.typed.setdefault(turn, TurnTyped()).lines.append(line)

    def play(self, turns: int = TURNS) -> EntryPace:
        """Play so many turns, or to the end of the game."""
        while self.session.turn <= turns and not self.session.over:
            for line in self.turn():
                self.type(line)
        return self

    def turn(self) -> Iterator[str]:
        """The lines of one turn."""
        session, turn, by_hand = self.session, self.session.turn, False
        yield f"clock {CLOCK[0]} start"
        yield from (*BESIDE, *filter(None, [INJECTS.get(turn, "")]))
        plans = {seat: self.teams.plan(seat) for seat in session.deciders.planners()}
        for seat in plans:
            yield self.form(seat, plans)
        yield f"clock {CLOCK[1]} start"
        while session.turn == turn and not session.over:
            docket = session.umpire.docket()
            if docket is None:
                yield self.answer(session.asked())
            elif by_hand:
                yield "accept"
            else:
                by_hand = True
                yield RULINGS[docket.mode].format(engine=docket.engine)

    # --- a team's form -----------------------------------------------------------------------------------

    def form(self, seat: str, plans: dict[str, list[Six]]) -> str:
        """A team's form as it is typed: numbers, and of the parts only what cannot be filled in."""
        orders = [self.teams.order(seat, six, plans[seat][:n]) for n, six in enumerate(plans[seat])]
        signs = self.teams.signs(seat, plans)
        parts = [", ".join(orders), f"sign {signs}" if signs else "", "gate no", "proceed yes", "commit"]
        return f"{seat}: {'; '.join(part for part in parts if part)}"

    # --- answers -----------------------------------------------------------------------------------------

    def answer(self, seat: str) -> str:
        """The answer of the seat that is asked, with what can be said in the same line: its other incidents, a crisis of all."""
        middle, asking = self.teams.middle(seat), int(self.session.game.asking)
        if asking in (codes.ASK_CRISIS, codes.ASK_ROLE):
            return f"crisis {', '.join(f'{one} {choice}' for one, choice in self.in_crisis(asking, middle))}"
        if asking != codes.ASK_RESPOND:
            return f"{seat}: {middle}"
        game, first = self.session.game, int(self.session.game.subject) + 1
        others = [n for n in self.session.advance_answers.incidents(seat) if n != first and game.incident[n - 1].asked]
        return f"{seat} answers {', '.join([f'{first} {middle}', *(f'{n} protest' for n in others)])}"

    def in_crisis(self, asking: int, choice: str) -> Iterator[tuple[str, str]]:
        """The choices of all that a crisis asks now: the principals hold, the others exploit what they can."""
        flashpoint = self.session.tables.ruleset.flashpoints[self.session.game.crisis]
        for seat in [one.faction for one in self.session.tables.scenario.seats]:
            if (seat in (flashpoint.challenger, flashpoint.holder)) == (asking == codes.ASK_CRISIS):
                yield seat, choice


def table(pace: EntryPace) -> Iterator[str]:
    """A line a turn."""
    yield f"{'turn':>4} {'lines':>6} {'letters':>8} {'minutes':>8}"
    for turn, typed in pace.typed.items():
        yield f"{turn:>4} {len(typed.lines):>6} {sum(map(len, typed.lines)):>8} {typed.minutes:>8.1f}"


def main() -> None:
    pace = EntryPace().play()
    print("\n".join(table(pace)))
    for typed in pace.typed.values():
        print("", *typed.lines, sep="\n")


if __name__ == "__main__":
    main()
