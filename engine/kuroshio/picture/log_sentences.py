"""Lines of the log as sentences, with every ruling explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.view import cause_of
from kuroshio.model.entry_parts import Condition
from kuroshio.picture.ladder_climbs import Climbs, Seen
from kuroshio.picture.phrases import read_at, unsettled
from kuroshio.picture.picture import GRADES, HAPPENS
from kuroshio.picture.row_names import names_of

Line = np.record
Changes = dict[int, tuple[int, int]]  # by slot: before and after
# Kinds of lines that change a track, and the sentence above them if no other line caused them.
CHANGES = {
    int(codes.L_EFFECT): "",
    int(codes.L_EXPIRED): "Temporary effects have ended:",
    int(codes.L_DRIFT): "Tracks drift to their resting values:",
}
FOLLOWS = "What follows"  # above changes whose cause is not the line before, or is not told
POSTURES = "Effects of postures"
BY_HAND = "Set by hand by the umpire"
BAND_NAMES = ("setback", "failure", "success", "breakthrough")


class Teller:
    """Turns log lines into sentences. opening: the tracks as the game began, where they are known."""

    def __init__(self, tables: Tables, opening: np.ndarray | None = None):
        self.tables, self.names = tables, names_of(tables)
        self.tracks: list[int] = (tables.rules.slot_start if opening is None else opening).tolist()
        drawn = tables.rules.slot_draw.tolist() if opening is None else []
        self.drawn = {slot for slot, spread in enumerate(drawn) if spread}  # the rules do not give the values of drawn tracks
        self.climbs, self.past = Climbs(tables, self.names), list[Seen]()  # the lines of the turn so far
        self.sentences: dict[int, Callable[[Line], str]] = {
            codes.L_CHOICE: self._choice,
            codes.L_RULING: self.ruling,
            codes.L_UNNOTICED: self._unnoticed,
            codes.L_EVENT: self._event,
            codes.L_INJECT: self._inject,
            codes.L_INCIDENT: self._incident,
            codes.L_ATTRIBUTED: self._attributed,
            codes.L_RESPONSE: self._response,
            codes.L_CRISIS: self.crisis,
            codes.L_ROUND: self.round,
            codes.L_ENDING: self._ending,
            codes.L_MOVE: self._move,
            codes.L_PROJECT: self.project,
            codes.L_POSTURE: self._posture,
            codes.L_SHORTFALL: self._shortfall,
            codes.L_LOSS: self.loss,
            codes.L_DECLINED: self.declined,
            codes.L_LIMIT: self._limit,
            codes.L_WAITS: self._waits,
            codes.L_ROLE: self._role,
            codes.L_LUCK: self._luck,
            codes.L_RULED: lambda line: f"{BY_HAND}.",
        }

    def tell(self, log: np.ndarray, lines: Iterable[int] | None = None) -> Iterator[str]:
        """Yield a list item for each thing that happened, and below it what it changed. lines: of the log, else all."""
        changes: Changes = {}
        told, head = -1, ""  # the line told last, and the line that the waiting changes stand below
        for at in range(len(log)) if lines is None else lines:
            line, what = log[at], int(log[at].what)
            if self.past and self.past[-1].line.turn != line.turn:
                self.past = []
            climbs = self.climbs.is_climb(line)
            above = self._above(log, at, told) if what in CHANGES and not climbs else ""
            if what not in CHANGES or climbs or above != head:
                yield from self._changed(changes, head)
                head = above
            if what not in CHANGES or climbs:
                sentence = self.climb(line) if climbs else self.sentences[what](line) if what in self.sentences else ""
                if sentence:
                    told = at
                    yield f"- {sentence}"
            self.past.append(Seen(line, at, cause_of(log, at)))
            if what in CHANGES:
                self._note(changes, line)
        yield from self._changed(changes, head)

    def _above(self, log: np.ndarray, at: int, told: int) -> str:
        """Return the item above a change, empty where that is the line told last; and the change's cause."""
        own, cause = CHANGES[int(log[at].what)], int(log[at].cause)
        if own or cause == told >= 0:
            return own
        if cause >= 0 and int(log[cause].what) in self.sentences:
            sentence = self.sentences[int(log[cause].what)](log[cause])
            if sentence:
                return f"{FOLLOWS} from \u201c{sentence.split('. ')[0].removesuffix('.')}\u201d:"
        return f"{POSTURES if cause < 0 and log[at].phase == codes.COERCION else FOLLOWS}:"

    def climb(self, line: Line) -> str:
        """Tell that a ladder climbs, and why."""
        return f"{self.climbs.title(line)}. {self.climbs.why(line, self.past, self._value)}".rstrip()

    def _value(self, slot: int) -> int | None:
        """Return a track's present value; None if it was drawn and not told since."""
        return None if slot in self.drawn else self.tracks[slot]

    def _note(self, changes: Changes, line: Line) -> None:
        """Note a change. Several changes of one track are joined: the first `before`, the last `after`."""
        slot = int(line.subject)
        self.tracks[slot] = int(line.after)
        self.drawn.discard(slot)
        changes[slot] = (changes[slot][0] if slot in changes else int(line.before), int(line.after))

    def _changed(self, changes: Changes, cause: str) -> Iterator[str]:
        """Return the changes since the last sentence on one line, below their cause if no sentence has told it."""
        told = [f"{self.names.slots[slot]} {old} -> {new}" for slot, (old, new) in changes.items() if old != new]
        changes.clear()
        if told:
            yield from [f"- {cause}"] if cause else []
            yield f"  - {'; '.join(told)}"

    def wall(self) -> str:
        """Return the present values of the tracks on the wall."""
        slots = [self.tables.slots.index(track) for track in self.tables.scenario.wall]
        return "; ".join(f"{self.names.slots[slot]} {self.tracks[slot]}" for slot in slots)

    def aim(self, condition: Condition, judgement: np.record, so_far: tuple[int, int] | None = None) -> str:
        """Tell one condition of a seat's success: what it was read at, at the end or after so many turns, and its grade."""
        least, most = condition.at_least, condition.at_most
        wanted = " and ".join(
            [f"{least} or more"] * (least is not None and least != most)
            + [f"{most} or less"] * (most is not None and least != most)
            + [f"{least}"] * (least is not None and least == most)
        )
        still = unsettled(condition, int(judgement.total), so_far)
        told = f"{self.names.goal(condition)} {read_at(judgement)}, wanted {wanted}: {GRADES[judgement.grade]}"
        return f"{told} ({still})" if still else told

    # --- choices -----------------------------------------------------------------------------------

    def _choice(self, line: Line) -> str:
        """Tell a seat's choice; holding back, and answers told elsewhere, are left out."""
        asked = int(line.amount)
        who = self.names.faction(line.actor)
        if asked == codes.ASK_ORDER:
            return self._order_choice(line, who)
        if asked == codes.ASK_SIGN:
            signer = self.names.faction(line.subject)
            return f"{signer} signs what {who} proposes: {self.joint(line)}." if line.after == codes.YES else ""
        if asked == codes.ASK_GATE:
            verb = "takes" if line.action == codes.YES else "does not take"
            return f"{who} {verb} a legal decision: {self.names.gates[line.subject]}."
        if asked == codes.ASK_PROCEED:
            verb = "goes ahead with" if line.action == codes.YES else "stalls"
            return f"{who} {verb}: {self.names.projects[line.subject].name}."
        return ""

    def _order_choice(self, line: Line, who: str) -> str:
        if self.tables.rules.action[line.action].mechanism == codes.PASS:
            return ""
        return f"{who} commits: {self.order(line)}."

    def order(self, line: Line) -> str:
        """Return an order in words."""
        text = self.names.actions[line.action]
        if line.piece >= 0 and self.tables.rules.action[line.action].mechanism == codes.REDEPLOY:
            return f"{self.names.pieces[line.piece]} to {self.names.areas[line.area]}"
        text += self.names.at(line.area)
        if line.target >= 0:
            text += f", towards {self.names.faction(line.target)}"
        if line.partner >= 0:
            text += f", with {self.names.faction(line.partner)}"
        return text

    def joint(self, line: Line) -> str:
        """Return a joint order in words, for a reader who knows its two parties."""
        towards = f", towards {self.names.faction(line.target)}" if line.target >= 0 else ""
        return f"{self.names.actions[line.action]}{self.names.at(line.area)}{towards}"

    def declined(self, line: Line) -> str:
        """Tell that a joint order was declined."""
        partner, actor = self.names.faction(line.partner), self.names.faction(line.actor)
        return f"{partner} declines what {actor} proposes: {self.joint(line)}. Its price goes back to {actor}."

    # --- rulings -----------------------------------------------------------------------------------

    def ruling(self, line: Line) -> str:
        """Tell a ruling with everything that explains it."""
        return f"{self.names.faction(line.actor)}: {self.order(line)}. {self.explained(line)}"

    def _unnoticed(self, line: Line) -> str:
        """Tell a covert act that nobody noticed."""
        return f"Unnoticed: {self.ruling(line)}"

    def _base(self, line: Line) -> str:
        """Return the base number and the modifiers by name."""
        bonuses = "".join(
            f"; {self.tables.modifiers[line.modifier[m]].name} {int(line.bonus[m]):+d}" for m in range(line.n_modifiers)
        )
        return f"Base {line.base_number}{bonuses}"

    def explained(self, line: Line) -> str:
        """Return the base number, the modifiers by name, the odds of each band, the dice and the outcome."""
        if line.base_number < 1:
            return "No roll."
        odds = ", ".join(f"{name} {int(n)}" for name, n in zip(BAND_NAMES, line.odds, strict=True))
        thrown = f"{line.die_1}+{line.die_2}={line.die_1 + line.die_2}"
        return (
            f"{self._base(line)}: needs {line.number} on two dice "
            f"(in 36: {odds}). Thrown {thrown}: {BAND_NAMES[line.band]}{self._overruled(line)}."
        )

    def _overruled(self, line: Line) -> str:
        """Tell that the umpire ruled against the roll, where that is so."""
        procedure = self.tables.ruleset.procedure
        margin = int(line.die_1) + int(line.die_2) - int(line.number)
        rolled = (margin > -procedure.setback_by) + (margin >= 0) + (margin >= procedure.breakthrough_by)
        return f" by the umpire's ruling, where the roll said {BAND_NAMES[rolled]}" if rolled != line.band else ""

    def _event(self, line: Line) -> str:
        """Tell an event: it happens or it does not; it has no success or failure."""
        name = f"{self.names.events[line.subject]}."
        if line.base_number < 1:
            return name
        thrown = f"{line.die_1}+{line.die_2}={line.die_1 + line.die_2}"
        ways = int(line.odds[codes.SUCCESS :].sum())
        needs = f"it happens on {line.number} or more on two dice ({ways} in 36)"
        return f"{name} {self._base(line)}: {needs}. Thrown {thrown}: {HAPPENS}."

    def _inject(self, line: Line) -> str:
        """Tell an inject."""
        inject = self.names.injects[line.subject]
        return f"{inject.name}. {inject.text}"

    def project(self, line: Line) -> str:
        """Tell that a stage is completed, failed or stalled."""
        project = self.names.projects[line.subject]
        stage = project.stages[line.amount].name if 0 <= line.amount < len(project.stages) else "delivered"
        if line.band == codes.NONE:
            return f"{project.name} stalls at: {stage}."
        outcome = "taken" if line.band >= codes.SUCCESS else "set back"
        return f"{project.name}: {stage}, {outcome}. {self.explained(line)}"

    def _waits(self, line: Line) -> str:
        """Tell that a crisis holds up a project."""
        return f"{self.names.projects[line.subject].name} waits: the crisis occupies its governments."

    # --- incidents and answers ---------------------------------------------------------------------

    def _incident(self, line: Line) -> str:
        """Tell an incident: what happened, and to whom."""
        return f"An incident of intensity {line.amount}{self.names.at(line.area)}: {self.names.actions[line.action]}."

    def _attributed(self, line: Line) -> str:
        """Tell whom the victim holds responsible."""
        victim = self.names.faction(line.target)
        act = self.names.actions[line.action]
        if line.amount < 0:
            return f"{victim} cannot tell who did it: \u201c{act}\u201d."
        return f"{victim} holds {self.names.faction(line.amount)} responsible for \u201c{act}\u201d."

    def _response(self, line: Line) -> str:
        """Tell an answer to an incident; `subject`: the action answered, `amount`: the level expected."""
        act = self.names.actions[line.subject]
        text = f"{self.names.faction(line.actor)} answers \u201c{act}\u201d: {self.names.levels[line.action].lower()}"
        if line.amount > 0:
            text += f" (expected: {self.names.levels[line.amount].lower()})"
        return text + "."

    def _shortfall(self, line: Line) -> str:
        """Tell an answer below what was expected."""
        what = self.names.obligations[line.subject]
        return f"{self.names.faction(line.actor)} falls short of what was expected under {what} by {line.amount}."

    # --- pieces, postures, crises ------------------------------------------------------------------

    def _move(self, line: Line) -> str:
        """Tell a redeployment."""
        return f"{self.names.pieces[line.piece]}: {self.names.areas[line.before]} to {self.names.areas[line.after]}."

    def _posture(self, line: Line) -> str:
        """Tell a change of posture, by order or for want of means."""
        why = "" if line.action >= 0 else ", for want of means"
        return (
            f"{self.names.faction(line.actor)} changes its posture{self.names.at(line.area)}: {line.before} -> {line.after}{why}."
        )

    def loss(self, line: Line) -> str:
        """Tell the loss of a piece, the line's subject; its actor is the challenger, whoever lost it."""
        return f"{self.names.owners[line.subject]} loses {self.names.pieces[line.subject]}."

    def crisis(self, line: Line) -> str:
        """Tell the opening of a crisis."""
        return (
            f"Crisis over {self.names.flashpoints[line.subject]}: "
            f"{self.names.faction(line.actor)} and {self.names.faction(line.target)}."
        )

    def _luck(self, line: Line) -> str:
        """Tell whether the dice fall anew after the game has gone back."""
        return f"The game has gone back to here: {'the dice are rolled anew' if line.amount else 'the same dice apply again'}."

    def _role(self, line: Line) -> str:
        """Tell the role of a seat outside a crisis."""
        return f"{self.names.faction(line.actor)} takes a role: {self.names.roles[line.subject].lower()}."

    def round(self, line: Line) -> str:
        """Tell a round of simultaneous choices."""
        first, second = self.names.choices[line.before].lower(), self.names.choices[line.after].lower()
        told = f"{self.names.faction(line.actor)} chooses to {first}, {self.names.faction(line.target)} to {second}."
        return f"Round {line.amount}: {told} {self.shot(line)}".rstrip()

    def shot(self, line: Line) -> str:
        """Return the dice for a first shot in a round; empty where none were rolled."""
        if line.number < 1:
            return ""
        thrown = int(line.die_1) + int(line.die_2)
        fell = "somebody fires" if thrown >= line.number else "nobody fires"
        return f"Two dice against {line.number} or more for a first shot: {thrown}, {fell}."

    def _ending(self, line: Line) -> str:
        """Tell how a crisis ended."""
        return f"The crisis ends: {self.names.endings[line.subject].lower()}."

    def _limit(self, line: Line) -> str:
        """Tell that a limit of the engine was reached, and the consequence."""
        comes = {
            codes.LASTING_FULL: lambda: f"{self.names.slots[line.subject]} keeps a temporary effect that was to end",
            codes.CASES_FULL: lambda: f"the act{self.names.at(line.area)} makes no incident, and nobody answers it",
            codes.ORDERS_FULL: lambda: f"the act of {self.names.injects[line.subject].name} does not happen",
            codes.LOG_FULL: lambda: "nothing more is logged from here on",
        }[line.amount]
        return f"A limit of the engine was reached: {comes()}."
