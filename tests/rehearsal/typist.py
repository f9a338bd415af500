"""Two people at control of a rehearsal: one who sees every mistake and asks, one who types what stands on the slips.

.venv/bin/python -m tests.rehearsal.typist senkaku_2021 7 careful      # a rehearsal of this seed, and its page as text
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from attrs import define, field

from kuroshio.rehearsal.feedback import feedback
from kuroshio.rehearsal.rehearsal import Rehearsal, begin
from kuroshio.rehearsal.slip import ANSWER, ASKS, CHANGE, DISPUTE, DUE, FORM, REPLY, Slip
from kuroshio.session import saved_games

ASKS_FIRST = ("unpaid", "area", "number", "addressee", "incident")


@define
class Typist:
    """Types what the slips on the table ask for. careful: sees mistakes; read: what came of each line."""

    rehearsal: Rehearsal
    careful: bool = True
    lines: list[str] = field(factory=list)
    read: list[str] = field(factory=list)

    def type(self, line: str) -> None:
        """Type one line."""
        assert self.lines[-3:] != [line] * 3, self.read[-6:]
        self.lines.append(line)
        self.read += [f"> {line}", *self.rehearsal.enter(line)]

    def play(self, steps: int = 1000) -> Typist:
        """Play the rehearsal to its end, or so many rounds of looking at the table."""
        self.read += self.rehearsal.hand_in() if not self.rehearsal.over else []
        while not self.rehearsal.over and steps:
            steps -= 1
            for line in self.now():
                self.type(line)
        return self

    def now(self) -> Iterator[str]:
        """What is typed now: for the last slip on the table, else for the act before the umpire."""
        slips, docket = self.rehearsal.tray.on_table(), self.rehearsal.session.umpire.docket()
        for slip in slips:
            if slip.sort == REPLY:
                yield f"{slip.seat}: reply to {slip.about.split()[0]}: {slip.text.partition(': ')[2]}"
                return
        if docket is not None and (not self.careful or not any(slip.sort == DISPUTE for slip in slips)):
            words = "rule success | tell all | because it was put well" if docket.words else ""
            disputed = f"rule {docket.engine} | because the argument was heard" if docket.disputed else ""
            yield words or disputed or "accept"
            return
        slip = slips[-1]
        yield from {
            FORM: self.form, CHANGE: self.change, ASKS: self.asks, DUE: self.inject, ANSWER: self.answer, DISPUTE: self.dispute,
        }[slip.sort](slip)  # fmt: skip

    def form(self, slip: Slip) -> Iterator[str]:
        """A form, as it is written or as it is meant."""
        said = {line.split()[0]: line.partition(" ")[2].strip() for line in slip.text.splitlines() if "order " not in line[:6]}
        orders = [line.partition(" ")[2].strip() for line in slip.text.splitlines() if line.startswith("order ")]
        orders = [order if order.startswith('"') else order.partition(" (")[0] for order in orders]
        tail = [f"sign {said['signs']}" if "signs" in said else "", said.get("decides", "")]
        rest = "".join(f"; {part}" for part in tail if part)
        if slip.mistake == "late" and self.careful:
            yield f"late {slip.seat}"
        if slip.mistake in ASKS_FIRST and self.careful:
            yield f"{slip.seat}: {', '.join(orders)}{rest}"
            yield f"say {slip.seat}: what do you mean?"
            orders = [line.partition(": ")[2] for line in slip.meant if ": " in line and not line.endswith(")")]
            orders += [f'"{words.partition(" (")[0]}" {slip.again.split("`")[1]}' for words in slip.meant if words.endswith(")")]
        yield f"{slip.seat}: {', '.join(orders)}{rest}; commit"
        if slip.seat in self.rehearsal.session.deciders.planners():
            yield f"commit {slip.seat}{'' if self.rehearsal.session.viewers.plans.get(slip.seat) else ' empty'}"

    def change(self, slip: Slip) -> Iterator[str]:
        """A signature given after all."""
        yield slip.meant[0] if self.careful else "next"

    def asks(self, slip: Slip) -> Iterator[str]:
        """An answer to a question."""
        number = next(one.meant[0] for one in self.rehearsal.tray.slips() if one.about == slip.about and one.meant)
        yield f"say {slip.seat}: {number} in 36" if self.careful else f"say {slip.seat}: it goes well"

    def inject(self, slip: Slip) -> Iterator[str]:
        """An inject that is due."""
        if not self.careful:
            yield "next"
        else:
            yield f"fire {slip.about}" if slip.about else f"inject {slip.text.partition('turn: ')[2]}"

    def answer(self, slip: Slip) -> Iterator[str]:
        """An answer to the open question, by the number on the slip or by the one that is meant."""
        choice = slip.text.split()[-1]
        if slip.mistake and self.careful:
            yield f"say {slip.seat}: which incident?"
            yield slip.meant[0]
        elif slip.mistake:
            yield f"{slip.seat} answers {slip.wrong[0]}"
            yield f"{slip.seat}: {choice}"
        else:
            yield f"{slip.seat}: {choice}"

    def dispute(self, slip: Slip) -> Iterator[str]:
        """A dispute is heard, and ruled on."""
        docket = self.rehearsal.session.umpire.docket()
        if docket is None and self.careful:
            yield f"note {slip.seat}: it disputes {slip.about}"
            yield f"say {slip.seat}: the number was met by the dice"
            return
        if docket is None:
            yield "note: a dispute"
            asked = self.rehearsal.session.asked()
            yield f"{asked}: {self.rehearsal.teams.forms.middle(asked)}"
            return
        yield f"dispute {slip.about.partition(':')[0]}"
        yield f"rule {docket.engine if docket else ''} | because the argument was heard and does not hold"


def rehearsed(scenario: str, seed: int, careful: bool = True, turns: int = 2, steps: int = 1000) -> Typist:
    """A rehearsal of a scenario that is kept nowhere."""
    content = saved_games.load(scenario)
    people = saved_games.seats_for_people(content.tables)
    session = saved_games.start(content, scenario, "", people, (), seed, None, umpire=True)
    return Typist(begin(session, turns, seed), careful).play(steps)


def main() -> None:
    typist = rehearsed(sys.argv[1], int(sys.argv[2]), sys.argv[3] == "careful")
    print("\n".join(typist.read))
    print("\n".join(feedback(typist.rehearsal).lines()))


if __name__ == "__main__":
    main()
