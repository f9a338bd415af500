"""Control's injects: fire, hold, move and score those of the scenario, and write new ones at the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import frozen

from kuroshio.kernel.interventions import fire_inject, hold_inject, shift_injects
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import ORDER, blank
from kuroshio.model.scenario import Inject
from kuroshio.session.journal.line_kinds import (
    EFFECT,
    NAME,
    SEATS,
    SMALL,
    TEXT,
    TURN,
    WHEN,
    YES_OR_NO,
    each,
    one_of,
    register,
    whole,
)
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame
from kuroshio.session.name_checks import effects_wrong, seats_wrong
from kuroshio.session.refusal import OVER, Refused, meant, refuse

FIRE, HOLD, RELEASE, SHIFT = ACTS = ("fire", "hold", "release", "shift")

register("schedule", {**WHEN, "act": one_of(*ACTS), "inject": TEXT, "turns": SMALL}, moves=True, control=True)
# An inject written at the table.
register(
    "inject",
    {**WHEN, "title": TEXT, "text": TEXT, "audience": SEATS, "effects": each(EFFECT)},
    {"tells": YES_OR_NO},  # it only tells what another line of the same act has done
    moves=True,
    control=True,
)
register("scored", {"turn": TURN, "inject": NAME, "points": whole(0), "text": TEXT, "by": NAME})  # of the response to an inject


@frozen
class InjectLine:
    """One inject with its state in words. points: scored for the response that it expects."""

    id: str
    name: str
    state: str
    audience: tuple[str, ...]
    expects: str
    points: int
    worth: int


class Injects:
    """The injects of a game under control's hand. Calls raise Refused where they cannot be carried out."""

    def __init__(self, play: LiveGame, keeper: Keeper):
        self.play, self.keeper = play, keeper
        keeper.takes("schedule", lambda entry: self._reschedule(entry.fields), self._schedule_wrong)
        keeper.takes("inject", lambda entry: play.bring_in(entry.fields), self._write_wrong)
        keeper.takes("scored", wrong=self._score_wrong)

    # --- what control does -------------------------------------------------------------------------------

    def fire(self, inject: str) -> None:
        """Bring an inject in now, whatever its turn or conditions."""
        self._do(FIRE, inject)

    def hold(self, inject: str) -> None:
        """Hold an inject back."""
        self._do(HOLD, inject)

    def release(self, inject: str) -> None:
        """Release a held inject: it comes when it is due, or at the next News if that is past."""
        self._do(RELEASE, inject)

    def shift(self, turns: int) -> None:
        """Move every inject with a set turn by a number of turns, later or (below 0) earlier; the intervals stay."""
        self._do(SHIFT, "", turns)

    def score(self, inject: str, points: int, text: str, by: str) -> None:
        """Score the response that an inject expected."""
        refuse(self._score_wrong({"inject": inject, "points": points}))
        if int(self.play.game.inject_turn[self._row(inject)]) < 1:
            raise Refused(f"{inject} has not come yet.")
        self.keeper.say("scored", inject=inject, points=points, text=text, by=by)

    def due(self, inject: str) -> int:
        """Return the turn by whose end a response was due, if that is over; else 0. It may be scored later, in the hot-wash."""
        came, within = int(self.play.game.inject_turn[self._row(inject)]), self._injects()[inject].within
        return came + within if within and self.play.turn > came + within else 0

    def _score_wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why an inject cannot have this score; empty if it can."""
        inject = fields["inject"]
        if inject not in self._injects():
            return self._unknown(inject)
        entry = self._injects()[inject]
        if not entry.expects:
            return f"{inject} expects no response."
        return "" if fields["points"] <= entry.worth else f"{inject} is worth at most {entry.worth} points."

    def _schedule_wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why control cannot change the schedule in this way now; empty if it can."""
        act, inject, turns = fields["act"], str(fields["inject"]), int(fields["turns"])
        if self.play.over:
            return OVER
        if act == SHIFT:
            moves = turns and abs(int(self.play.game.inject_shift) + turns) <= self.play.tables.scenario.turns and not inject
            return "" if moves else f"A shift of {turns} turns moves no inject that could still come."
        if turns or inject not in self._injects():
            return self._unknown(inject)
        came = int(self.play.game.inject_turn[self._row(inject)])
        if act == RELEASE:
            return "" if came == codes.NONE else f"{inject} is not held back."
        if act == HOLD:
            return f"{inject} has already come or is already held." if came else ""
        if came > 0:
            return f"{inject} has already come, in turn {came}."
        if self._injects()[inject].act is not None and self.play.game.phase not in (codes.NEWS, codes.PLANNING):
            return f"{inject} brings in an act, which is resolved in coercion: fire it in planning."
        return ""

    def why_closed(self, entry: Inject) -> str:
        """Say by no id why an inject that has not come cannot be fired now; empty if it can, or has come."""
        wrong = self._schedule_wrong(self._fired(entry.id)) if int(self.play.game.inject_turn[self._row(entry.id)]) <= 0 else ""
        return f"It{wrong.removeprefix(entry.id)}" if wrong.startswith(entry.id) else wrong

    def schedule(self) -> Iterator[InjectLine]:
        """Return every inject of the scenario with its state."""
        scored = {entry["inject"]: int(entry["points"]) for entry in self.keeper.journal.counted if entry.kind == "scored"}
        for entry in self._injects().values():
            yield InjectLine(
                id=entry.id,
                name=entry.name,
                state=self._state(entry),
                audience=entry.audience,
                expects=entry.expects,
                points=scored.get(entry.id, 0),
                worth=entry.worth,
            )

    # --- written at the table --------------------------------------------------------------------------

    def write(
        self, text: str, audience: Sequence[str] = (), effects: Sequence[Mapping[str, Any]] = (), title: str = "From control"
    ) -> None:
        """Bring in an inject of control's own: a text for some seats (none named: everybody), with effects `{track, add}` or
        `{track, set}`. Tracks stay within their bounds; the seats that may see a track see the change.
        """
        refuse(self._write_wrong({"audience": audience, "effects": effects}))
        with self.keeper.whole():
            self._bring(title, text, audience, effects)

    def tell(self, title: str, text: str, audience: Sequence[str] = (), effects: Sequence[Mapping[str, Any]] = ()) -> None:
        """Within an act: tell some seats (none named: everybody) what it has done, as an inject written at the table does."""
        self._bring(title, text, audience, effects, tells=True)

    def _bring(
        self, title: str, text: str, audience: Sequence[str], effects: Sequence[Mapping[str, Any]] = (), **only: bool
    ) -> None:
        fields = {
            "title": title,
            "text": text,
            "audience": list(audience),
            "effects": [dict(effect) for effect in effects],
            **only,
        }
        self.keeper.record("inject", **fields)
        self.play.bring_in(fields)

    def replace(self, inject: str, text: str, audience: Sequence[str], effects: Sequence[Mapping[str, Any]]) -> None:
        """Bring in an inject of the scenario by hand with another text, audience or effects, and hold its own back: one act."""
        refuse(self._write_wrong({"audience": audience, "effects": effects}) or self._schedule_wrong(self._fired(inject)))
        fields = {"title": self._injects()[inject].name, "text": text, "audience": list(audience), "effects": list(effects)}
        with self.keeper.whole():
            self.keeper.record("inject", **fields)
            self.play.bring_in(fields)
            if self.may(HOLD, inject):
                held = {"act": HOLD, "inject": inject, "turns": 0}
                self.keeper.record("schedule", **held)
                self._reschedule(held)

    @staticmethod
    def _fired(inject: str) -> dict[str, Any]:
        return {"act": FIRE, "inject": inject, "turns": 0}

    def _write_wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why control cannot bring this in; empty if it can."""
        return (
            OVER
            if self.play.over
            else seats_wrong(self.play.tables, fields["audience"])
            or effects_wrong(self.play.tables, self.play.question_maker.names.slots, fields["effects"])
        )

    # --- how it is done ----------------------------------------------------------------------------------

    def _injects(self) -> dict[str, Inject]:
        """Return the scenario's own injects by id, without those written at the table."""
        return {entry.id: entry for entry in self.play.tables.scenario.injects[: int(self.play.rules.n_injects)]}

    def _row(self, inject: str) -> int:
        return list(self._injects()).index(inject)

    def _unknown(self, inject: str) -> str:
        return meant(f"No inject {inject!r}", inject, self._injects(), "injects")

    def _state(self, entry: Inject) -> str:
        """Say when an inject comes, or came."""
        came = int(self.play.game.inject_turn[self._row(entry.id)])
        if came > 0:
            return f"came in turn {came}"
        if came < 0:
            return "held back"
        due = self.play.tables.scenario.turn_of_inject(entry)
        if due:
            turn = due + int(self.play.game.inject_shift)
            return f"due in turn {turn}" if turn > self.play.turn else "due at the next News"
        if entry.after:
            return f"{entry.delay} turn{'s' * (entry.delay != 1)} after {entry.after}"
        return "left to control" if entry.held else "waiting for its conditions"

    def state_by_name(self, entry: Inject) -> str:
        """Return when an inject of the scenario comes, or came, with another inject that it follows by name."""
        named = {one.id: one.name for one in self._injects().values()}
        told = self._state(entry)
        return told.removesuffix(entry.after) + f"\u201c{named[entry.after]}\u201d" if told.endswith(f" {entry.after}") else told

    def due_turn(self, entry: Inject) -> int:
        """Return the turn in which an inject with a set turn is due, with the shift of all; 0 for one without."""
        due = self.play.tables.scenario.turn_of_inject(entry)
        return due + int(self.play.game.inject_shift) if due else 0

    def may(self, act: str, inject: str) -> bool:
        """Whether control may do this with an inject now. act: of ACTS."""
        return not self._schedule_wrong({"act": act, "inject": inject, "turns": 0})

    def _do(self, act: str, inject: str, turns: int = 0) -> None:
        fields = {"act": act, "inject": inject, "turns": turns}
        refuse(self._schedule_wrong(fields))
        with self.keeper.whole():
            self.keeper.record("schedule", **fields)
            self._reschedule(fields)

    def _reschedule(self, fields: Mapping[str, Any]) -> None:
        """Enter a line about the schedule."""
        act = fields["act"]
        if act == SHIFT:
            shift_injects(self.play.game, np.int32(fields["turns"]))
        elif act == FIRE:
            order = blank(ORDER)
            fire_inject(self.play.rules, self.play.game, np.int32(self._row(fields["inject"])), order[0], self.play.log)
        else:
            hold_inject(self.play.game, np.int32(self._row(fields["inject"])), act == HOLD)
