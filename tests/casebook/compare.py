"""Comparing a ruling with what was played: one check for each key of `expect`, and the luck that a game must have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import takewhile
from typing import Any

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.dice import stable_key
from kuroshio.kernel.tables.compiling import Tables
from tests.casebook.casebook import BadRuling, Ruling
from tests.casebook.luck_dice import fold, hashed, total
from tests.casebook.playing import LiveGame, Player
from tests.casebook.reading import Reading

GAMES = 4000  # how far to look for the luck that a ruling asks for
NOBODY = "nobody"
MOVES = (codes.L_EFFECT, codes.L_DRIFT, codes.L_EXPIRED, codes.L_POSTURE)  # lines that tell of a track before and after
FROM_ANSWERS_ON = (codes.RESPONSE, codes.ESCALATION, codes.POLICY, codes.UPKEEP)
HEADS = (codes.L_RULING, codes.L_UNNOTICED, codes.L_PROJECT, codes.L_EVENT, codes.L_POSTURE)
MISSING = "nothing of the kind in the log"
Line = np.record
Changes = dict[str, list[int]]  # by track: before, after


def kinds(*wanted: int) -> Callable[[Line], bool]:
    """Whether a line is of one of these kinds."""
    return lambda line: int(line.what) in wanted


class Witness:
    """What the log and the notes of one play say, in the words of the content."""

    def __init__(self, tables: Tables, play: LiveGame):
        self.tables, self.play, self.ruling, self.lines = tables, play, play.ruling, play.lines
        index = tables.index
        self.factions, self.areas, self.levels = list(index.factions), list(index.areas), list(index.levels)
        self.gates, self.endings, self.pieces = list(index.gates), list(index.endings), list(index.pieces)
        self.head = self.find_head()

    # --- finding things in the log ---------------------------------------------------------------

    @cached_property
    def moves(self) -> dict[int, list[tuple[int, int, int]]]:
        """The lines that move each track, by its slot: place, turn, and what it was before."""
        found: dict[int, list[tuple[int, int, int]]] = {}
        for i, line in enumerate(self.lines):
            if line.what in MOVES:
                found.setdefault(int(line.subject), []).append((i, int(line.turn), int(line.before)))
        return found

    @cached_property
    def answering(self) -> list[tuple[int, int, int, int]]:
        """What is told from the answers on: place and turn; act and area of the case if it is an answer, else NONE."""
        told = [(i, line) for i, line in enumerate(self.lines) if line.phase in FROM_ANSWERS_ON]
        is_answer = kinds(codes.L_RESPONSE)
        return [
            (i, int(line.turn), *((int(line.subject), int(line.area)) if is_answer(line) else (codes.NONE, codes.NONE)))
            for i, line in told
        ]

    def find_head(self) -> int | None:
        """The place of the line that the ruling is about: the first of its act, project or event."""
        for i, line in enumerate(self.lines):
            if int(line.what) in HEADS and self.ruling.on == self.about(line):
                return i
        return None

    def about(self, line: Line) -> str:
        """The id of the act, project or event that a line tells of."""
        index = self.tables.index
        if line.what == codes.L_PROJECT:
            return list(index.projects)[line.subject]
        if line.what == codes.L_EVENT:
            return list(index.events)[line.subject]
        return list(index.actions)[line.action] if line.action >= 0 else ""

    def line(self) -> Line:
        """The line that the ruling is about."""
        if self.head is None:
            raise LookupError
        return self.lines[self.head]

    def of(self, *what: int) -> list[Line]:
        """All lines of these kinds."""
        return [line for line in self.lines if kinds(*what)(line)]

    def the(self, *what: int) -> Line:
        """The first line of these kinds."""
        found = self.of(*what)
        if not found:
            raise LookupError
        return found[0]

    def after(self, i: int) -> list[Line]:
        """The effects told right after a line, of the same order."""
        head = self.lines[i]
        return list(takewhile(lambda line: kinds(codes.L_EFFECT)(line) and line.action == head.action, self.lines[i + 1 :]))

    def net(self, lines: Iterable[Line]) -> Changes:
        """What a number of changes come to, by track; what comes to nothing is left out."""
        found: Changes = {}
        for line in lines:
            found.setdefault(self.tables.slots[line.subject], [int(line.before), 0])[1] = int(line.after)
        return {slot: pair for slot, pair in found.items() if pair[0] != pair[1]}

    def faction(self, row: int) -> str:
        return self.factions[row] if row >= 0 else NOBODY

    def case(self) -> Line:
        """The incident that the act has made, as it stood at the end of its turn."""
        head = self.line()
        for case in self.play.cases[int(head.turn) - self.ruling.turn]:
            if case.action == head.action and case.victim == head.target:
                return case
        raise LookupError

    # --- the ruling --------------------------------------------------------------------------------

    def number(self) -> int:
        return int(self.line().number)

    def modifiers(self) -> dict[str, int]:
        """What counts, by name; an act and a link may give what they count the same name, and then it is their sum."""
        line, found = self.line(), Counter[str]()
        for m in range(line.n_modifiers):
            found[self.tables.modifiers[line.modifier[m]].name] += int(line.bonus[m])
        return dict(found)

    def odds(self) -> list[int]:
        return self.line().odds.tolist()

    def band(self) -> str:
        band = int(self.line().band)
        return codes.BANDS[band] if band >= 0 else "stalled"

    def bands(self) -> dict[str, str]:
        """How each act of the turn came out."""
        told = self.of(codes.L_RULING, codes.L_UNNOTICED)
        return {self.about(line): codes.BANDS[line.band] for line in told}

    def changes(self) -> Changes:
        self.line()
        own = [self.line()] if self.line().what == codes.L_POSTURE else []
        return self.net([*own, *self.after(self.head or 0)])

    def paid(self) -> dict[str, dict[str, int]]:
        spent = {f: {budget: n for budget, n in purse.items() if n} for f, purse in self.play.paid.items()}
        return {faction: purse for faction, purse in spent.items() if purse}

    def incident(self) -> bool:
        head = self.line()
        return any(line.action == head.action for line in self.of(codes.L_INCIDENT))

    # --- who did it, who answers -------------------------------------------------------------------

    def named(self) -> dict[str, str]:
        return {faction: self.faction(self.case().attributed[f]) for f, faction in enumerate(self.factions)}

    def weighed(self) -> list[str]:
        head = self.line()
        return [self.faction(line.amount) for line in self.of(codes.L_ATTRIBUTED) if line.action == head.action]

    def owed(self) -> dict[str, str]:
        owed = enumerate(self.case().expected[: len(self.factions)].tolist())
        return {self.factions[f]: self.levels[level] for f, level in owed if level > 0}

    def answers(self) -> list[tuple[int, Line]]:
        """The lines that answer the incident, with their places."""
        turn, action = int(self.case().turn), int(self.case().action)
        found = [(i, line) for i, line in enumerate(self.lines) if line.what == codes.L_RESPONSE and line.turn == turn]
        return [(i, line) for i, line in found if line.subject == action]

    def answered_case(self, at: int) -> Line:
        """The incident to which what a line tells is an answer."""
        while self.lines[at].what != codes.L_RESPONSE:
            at -= 1
        answer = self.lines[at]
        told = self.play.cases[int(answer.turn) - self.ruling.turn]
        return next(case for case in told if (case.action, case.area) == (answer.subject, answer.area))

    def answered(self) -> dict[str, str]:
        return {self.factions[line.actor]: self.levels[line.action] for _, line in self.answers()}

    def told_of_answers(self) -> list[Line]:
        """What is told from the first answer to the incident to the next question, incident or phase."""
        found: list[Line] = []
        answers = {i for i, _ in self.answers()}
        wanted = kinds(codes.L_EFFECT, codes.L_SHORTFALL)
        for i in sorted(answers):
            found += takewhile(lambda line: wanted(line) and line.phase == codes.RESPONSE, self.lines[i + 1 :])
        return found

    def response(self) -> Changes:
        self.case()
        return self.net(filter(kinds(codes.L_EFFECT), self.told_of_answers()))

    def shortfall(self) -> dict[str, int]:
        self.case()
        told = filter(kinds(codes.L_SHORTFALL), self.told_of_answers())
        return {self.factions[line.actor]: int(line.amount) for line in told}

    def gate_changes(self) -> dict[str, Changes]:
        opened = [i for i, line in enumerate(self.lines) if self.chose(line, codes.ASK_GATE) and line.action == codes.YES]
        return {
            self.gates[self.lines[i].subject]: self.net(takewhile(kinds(codes.L_EFFECT), self.lines[i + 1 :])) for i in opened
        }

    def late(self) -> Changes:
        head = self.line()
        told = [i for i, line in enumerate(self.lines) if line.what == codes.L_ATTRIBUTED and line.action == head.action]
        return self.net(line for i in told[1:] for line in self.after(i))

    # --- escalation and crisis ---------------------------------------------------------------------

    def chose(self, line: Line, question: int) -> bool:
        return bool(line.what == codes.L_CHOICE and line.amount == question)

    def steps(self) -> int:
        turn = int(self.lines[0].turn)
        phase = [line for line in self.lines if line.phase == codes.ESCALATION and line.turn == turn]
        first = list(takewhile(kinds(codes.L_EFFECT), phase))
        return sum(int(line.after - line.before) for line in first)

    def role_changes(self) -> Changes:
        self.the(codes.L_CRISIS)
        places = [i for i, line in enumerate(self.lines) if line.what == codes.L_ROLE]
        return self.net(line for i in places for line in takewhile(kinds(codes.L_EFFECT), self.lines[i + 1 :]))

    def rounds(self) -> list[list[str]]:
        choices = codes.CRISIS_CHOICES
        return [[choices[line.before], choices[line.after]] for line in self.of(codes.L_ROUND)]

    def round_changes(self) -> list[Changes]:
        places = [i for i, line in enumerate(self.lines) if line.what == codes.L_ROUND]
        return [self.net(takewhile(kinds(codes.L_EFFECT), self.lines[i + 1 :])) for i in places]

    def clash_at(self) -> list[int]:
        return [int(line.number) for line in self.of(codes.L_ROUND)]

    def ending(self) -> str:
        return self.endings[self.the(codes.L_ENDING).subject]

    def ending_changes(self) -> Changes:
        at = next((i for i, line in enumerate(self.lines) if line.what == codes.L_ENDING), None)
        if at is None:
            raise LookupError
        same = takewhile(lambda line: line.phase == codes.ESCALATION, self.lines[at + 1 :])
        return self.net(filter(kinds(codes.L_EFFECT), same))

    def lost(self) -> list[str]:
        return [self.pieces[line.subject] for line in self.of(codes.L_LOSS)]

    # --- the rest ----------------------------------------------------------------------------------

    def postures(self) -> list[list[Any]]:
        return [[self.faction(line.actor), int(line.before), int(line.after)] for line in self.of(codes.L_POSTURE)]

    def waits(self) -> list[str]:
        return [list(self.tables.index.projects)[line.subject] for line in self.of(codes.L_WAITS)]

    def declined(self) -> list[str]:
        return [list(self.tables.index.actions)[line.action] for line in self.of(codes.L_DECLINED)]

    def last(self, what: int) -> Changes:
        """What lapses or drifts in the last turn."""
        turn = self.ruling.turn + len(self.ruling.turns) - 1
        return self.net(line for line in self.of(what) if line.turn == turn)

    def lapses(self) -> Changes:
        return self.last(codes.L_EXPIRED)

    def drifts(self) -> Changes:
        return self.last(codes.L_DRIFT)

    def ends(self) -> dict[str, int]:
        return self.play.ends[-1]

    def course(self) -> dict[str, list[int]]:
        return {slot: [turn[slot] for turn in self.play.ends] for slot in self.play.ends[0]}

    def counts(self) -> dict[str, int]:
        return self.play.counts

    def places(self) -> dict[str, str]:
        return self.play.pieces


# --- luck ------------------------------------------------------------------------------------------


def find(player: Player, ruling: Ruling) -> Witness:
    """The first game in which the dice do what the ruling asks. Raises BadRuling where none does."""
    for number in range(GAMES):
        witness = Witness(player.tables, player.play(ruling, number))
        if lucky(witness) and alone(player, ruling, number):
            return witness
    raise BadRuling(f"{ruling.id}: in none of {GAMES} games do the dice do what it asks: {ruling.luck}")


def lucky(witness: Witness) -> bool:
    """Whether the dice did what the ruling asks."""
    luck = witness.ruling.luck
    events = [witness.about(line) for line in witness.of(codes.L_EVENT)]
    if events != luck["events"]:
        return False
    checks: dict[str, Callable[[Any], bool]] = {
        "band": lambda wanted: witness.band() == wanted,
        "dice": lambda wanted: [int(witness.line().die_1), int(witness.line().die_2)] == wanted,
        "noticed": lambda wanted: (witness.line().what != codes.L_UNNOTICED) == wanted,
        "named": lambda wanted: wanted.items() <= witness.named().items(),
        "weighed": lambda wanted: witness.weighed() == wanted,
        "clash": lambda wanted: all(
            least <= clash_total(witness, round_no) <= most for round_no, (least, most) in enumerate(wanted)
        ),
        "bands": lambda wanted: wanted.items() <= witness.bands().items(),
        "notice": lambda wanted: wanted[0] <= notice_total(witness) <= wanted[1],
        "judge": lambda wanted: judged(witness, wanted),
    }
    try:
        return all(checks[key](wanted) for key, wanted in luck.items() if key in checks) and broken_words(witness) == (
            set(luck.get("doubted", ())),
            set(luck.get("punished", ())),
        )
    except LookupError:
        return False


def alone(player: Player, ruling: Ruling, number: int) -> bool:
    """Whether the seats would have said by themselves what `luck.alone` says: the same game, nothing shared."""
    wanted = ruling.luck.get("alone")
    if wanted is None:
        return True
    nothing = {slot: 0 for slot in player.table.slot if slot.endswith(".sharing")}
    named = Witness(player.tables, player.play(ruling, number, nothing)).named()
    return bool(wanted.items() <= named.items())


# --- dice that no log tells ------------------------------------------------------------------------

ALL = (1 << 64) - 1


def clash_total(witness: Witness, round_no: int) -> int:
    """Whether arms clash, round by round of a crisis in the first turn."""
    place = witness.tables.ruleset.flashpoints[int(witness.the(codes.L_CRISIS).subject)]
    keys = (stable_key("faction", place.challenger), 0, stable_key("area", place.area), stable_key("faction", place.holder))
    return total(witness.play.seed, witness.ruling.turn, codes.ESCALATION, codes.DIE_CLASH, round_no, keys)


def act_keys(witness: Witness) -> tuple[int, int, int, int]:
    """The keys of the act that is ruled on."""
    line = witness.line()
    area = stable_key("area", witness.areas[line.area]) if line.area >= 0 else 0
    actor, target = (stable_key("faction", witness.factions[row]) for row in (line.actor, line.target))
    return actor, stable_key("action", witness.ruling.on), area, target


def notice_total(witness: Witness) -> int:
    """Whether a covert act comes to light."""
    line = witness.line()
    return total(witness.play.seed, int(line.turn), codes.COERCION, codes.DIE_NOTICE, 0, act_keys(witness))


def judge_total(witness: Witness, faction: str, later: int) -> int:
    """A seat's own judgement of who did it, in the turn of the act or so many turns later."""
    actor, act, area, target = act_keys(witness)
    turn = int(witness.line().turn) + later
    keys = (actor, fold(act, stable_key("faction", faction)), area, target)
    return total(witness.play.seed, turn, codes.COERCION, codes.DIE_ATTRIBUTE, later, keys)


def judged(witness: Witness, wanted: dict[str, list[list[int]]]) -> bool:
    """Whether the dice of each seat lie in the range given for each turn that the case is weighed."""
    return all(
        least <= judge_total(witness, faction, later) <= most
        for faction, ranges in wanted.items()
        for later, (least, most) in enumerate(ranges)
    )


def broken_words(witness: Witness) -> tuple[set[str], set[str]]:
    """The pledges to which the dice spread doubt where another is broken, and the seats that a broken one costs support."""
    procedure, rows, board = witness.tables.ruleset.procedure, witness.tables.ruleset.obligations, Reading(witness)
    doubted, punished = set(), set()
    for at, line in enumerate(witness.lines):
        if line.what != codes.L_SHORTFALL:
            continue
        case, broken = witness.answered_case(at), rows[line.subject]
        if not board.is_grave(broken, case):
            continue
        if board.causes.was(f"{broken.id}.stated", at) >= procedure.heavy_pledge:
            if ways(witness, case, broken.id, line, codes.DIE_PLEDGE) < procedure.pledges_bind:
                punished.add(broken.debtor)
        for row in rows:
            if row.debtor == broken.debtor and row is not broken:
                if ways(witness, case, row.id, line, codes.DIE_CONTAGION) < procedure.credibility_contagion:
                    doubted.add(row.id)
    return doubted, punished


def ways(witness: Witness, case: Line, row: str, line: Line, purpose: int) -> int:
    """One of the 36 ways that two dice fall, for a pledge in a case."""
    key = stable_key("obligation", row)
    key = fold(key, stable_key("action", list(witness.tables.index.actions)[case.action]))
    key = fold(
        fold(key, stable_key("faction", witness.factions[case.actor])), stable_key("faction", witness.factions[case.victim])
    )
    area = stable_key("area", witness.areas[line.area]) if line.area >= 0 else 0
    actor, target = (stable_key("faction", witness.factions[f]) if f >= 0 else 0 for f in (line.actor, line.target))
    return (hashed(witness.play.seed, int(line.turn), codes.RESPONSE, purpose, 0, (actor, key, area, target)) >> 32) * 36 >> 32


# --- comparing -------------------------------------------------------------------------------------

PARTIAL = ("named", "drifts", "ends", "course", "counts", "pieces")  # keys that need not list all there is
CHANGES = ("changes", "response", "late", "role_changes", "ending_changes", "lapses", "drifts")
CHANGES_BY = ("gate_changes", "round_changes")


def complaints(witness: Witness) -> list[str]:
    """Everything in which the play is not what the ruling says; empty where all is."""
    ruling = witness.ruling
    found = [
        f"{key}: expected {wanted}, found {told}"
        for key, wanted in ruling.expect.items()
        for told in [ask(witness, key)]
        if not agrees(key, wanted, told)
    ]
    found += [f"never asked for: {line}" for line in witness.play.unused]
    return found + [complaint for t in range(len(ruling.turns)) for complaint in turn_complaints(witness, t)]


def turn_complaints(witness: Witness, t: int) -> list[str]:
    """What is wrong with what was open, and what was asked, in one turn."""
    turn, open_lines, asked = witness.ruling.turns[t], witness.play.open_lines[t], witness.play.asked[t]
    lines = [(line, True) for line in turn.legal] + [(line, False) for line in turn.illegal]
    questions = [(question, True) for question in turn.asked] + [(question, False) for question in turn.not_asked]
    return [
        *(f"turn {t + 1}: {line}: {'is open' if open_lines[line] else 'is not open'}"
          for line, wanted in lines if line in open_lines and open_lines[line] != wanted),
        *(f"turn {t + 1}: never asked, so open or not: {line}" for line, _ in lines if line not in open_lines),
        *(f"turn {t + 1}: {question}: {'asked' if question in asked else 'not asked'}"
          for question, wanted in questions if (question in asked) != wanted),
    ]  # fmt: skip


def ask(witness: Witness, key: str) -> Any:
    """What the play says to one key of `expect`."""
    try:
        return getattr(witness, "places" if key == "pieces" else key)()
    except LookupError:
        return MISSING


def agrees(key: str, wanted: Any, told: Any) -> bool:
    """Whether what is told is what was wanted; what was never told is not."""
    if isinstance(told, str) and told == MISSING:
        return False
    if key in CHANGES_BY:
        pairs = zip(wanted.items(), told.items()) if isinstance(wanted, dict) else zip(enumerate(wanted), enumerate(told))
        return len(wanted) == len(told) and all(a == b and same_changes(x, y) for (a, x), (b, y) in pairs)
    if key in PARTIAL:
        told = {name: value for name, value in told.items() if name in wanted}
    return same_changes(wanted, told) if key in CHANGES else bool(wanted == told)


def same_changes(wanted: dict[str, Any], told: Changes) -> bool:
    """Whether tracks have changed as wanted: by a difference, or from before to after."""
    return wanted.keys() == told.keys() and all(
        told[slot] == value if isinstance(value, list) else told[slot][1] - told[slot][0] == value
        for slot, value in wanted.items()
    )
