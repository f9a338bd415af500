"""An umpire at the table: every act waits for its ruling, by the mode that the scenario names for it (rule 4.5).

What is rigid is ruled at once by the roll, and written down like the rest: all five modes leave lines of one form.

The dice lie down until the table has had its say: until the arguments are heard, and until the votes are in, which is why
number and odds are all that is shown of such an act before. Where the umpire answers the roll itself, by the band beside it
or by any other, nothing moves the number any more, and the dice are up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from attrs import evolve

from kuroshio.kernel import words
from kuroshio.kernel.lines import spell_order
from kuroshio.kernel.records import PROPOSAL, RULING, blank
from kuroshio.kernel.umpire import give_ruling, preview, preview_words
from kuroshio.model.scenario import MODES, OWN_WORDS
from kuroshio.picture.picture import BANDS, Beat, Choice, Question
from kuroshio.session.checkpoints import words_ruled
from kuroshio.session.entries import Entry
from kuroshio.session.orders import Spoken
from kuroshio.session.refused import Refused, refuse
from kuroshio.session.rulings import (
    CONSENSUS,
    HEARD,
    MATRIX,
    MODE_WORDS,
    NO_DICE,
    NOTHING_BEFORE,
    OR_A_BAND,
    RIGID,
    ROLL_STANDS,
    ROOM,
    RULES,
    SEMI_RIGID,
    UMPIRE,
    Docket,
    Verdict,
    holding,
    idle,
    needs,
    outvoted,
    ruling_told,
    verdict_wrong,
)
from kuroshio.session.table import Table

__all__ = ("RULES", "UMPIRE", "Docket", "Umpired", "Verdict", "verdict_wrong")  # what others know of an umpire


class Umpired(Table):
    """The part of a session that an umpire uses. Every call raises Refused where it cannot be done."""

    reason: str = ""  # for the ruling that is being written
    ruled: int = 0  # the line of the umpire's last ruling, while its window has not told what came of it

    # --- orders in a seat's own words ----------------------------------------------------------------------

    def words_wait(self) -> bool:
        """Whether an order in own words is before the umpire: once the orders and signatures of all are in (rule 4.6)."""
        if not self.spoken or self.over or self.game.asking != words.NONE:
            return False
        return self._orders_are_in() and not self._unsigned()

    def _hear(self, entry: Entry) -> None:
        """An order in a seat's own words waits for its ruling."""
        seat = str(entry["seat"])
        before = sum(one.seat == seat for one in self.spoken)
        self.spoken.append(Spoken(seat, str(entry["text"]), before + 1))

    def _words_docket(self, order: Spoken, net: int) -> Docket:
        """An order in own words as the act before the umpire."""
        proposal, ruling = blank(PROPOSAL), blank(RULING)
        row, occurrence = np.int32(self.tables.index.factions[order.seat]), np.int32(order.occurrence)
        preview_words(self.rules, self.game, row, occurrence, np.int32(net), proposal[0], ruling[0])
        return Docket(
            seat=order.seat,
            order=f'{order.seat}: "{order.text}"',
            title=f"\u201c{order.text}\u201d",
            mode=self.tables.scenario.adjudication.get(OWN_WORDS, MATRIX),
            odds=self.counsel.phrases.odds(proposal[0]),
            dice=(int(ruling[0].die_1), int(ruling[0].die_2)),
            engine=BANDS[ruling[0].band],
            words=order.occurrence,
        )

    def _answer_words(self, fields: Mapping[str, Any]) -> None:
        """Enter a ruling on an order in own words: its seat and whoever else is to know are told, then tracks are set."""
        order = self.spoken.pop(0)
        name = self.counsel.names.faction(self.tables.index.factions[order.seat])
        self._bring_in(words_ruled(name, order.text, fields))

    # --- the act before the umpire -----------------------------------------------------------------------

    def awaits_ruling(self) -> bool:
        """Whether an act is before the umpire, or an order in a seat's own words."""
        return self.words_wait() or bool(self.game.umpired and self.game.to_rule >= 0 and not self.game.ruled and not self.over)

    def docket(self, net: int = 0) -> Docket | None:
        """The act before the umpire, its odds and the engine's answer once arguments come to `net`; None where there is none."""
        if self.words_wait():
            return self._words_docket(self.spoken[0], net)
        if not self.awaits_ruling():
            return None
        proposal, ruling = blank(PROPOSAL), blank(RULING)
        preview(self.rules, self.game, np.int32(net), proposal[0], ruling[0])
        order = self.game.order[self.game.to_rule]
        six = tuple(int(n) for n in order.item())
        return Docket(
            seat=self.tables.ruleset.factions[order.actor].id if order.actor >= 0 else "",
            order=spell_order(self.tables, six) if order.actor >= 0 else "",
            title=self.counsel.title(six),
            mode=MODES[self.rules.action[order.action].mode],
            odds=self.counsel.phrases.odds(proposal[0]),
            dice=(int(ruling[0].die_1), int(ruling[0].die_2)),
            engine=BANDS[ruling[0].band],
        )

    def rule(self, verdict: Verdict) -> None:
        """Rule on the act before the umpire, and play on."""
        before = self.docket()
        if before is None:
            raise Refused(NOTHING_BEFORE)
        wrong = verdict_wrong(verdict, before) or idle(verdict, before) or self._ties_wrong(verdict.effects)
        refuse(wrong or self._seats_wrong(verdict.told))
        with self._whole():
            self._rule(verdict)
            self.advance()

    def _ties_wrong(self, effects: Iterable[Mapping[str, Any]]) -> str:
        """A sentence on the first effect set by hand that is none, each perhaps tied to a band."""
        return self._effects_wrong({name: value for name, value in one.items() if name != "on"} for one in effects)

    def umpires_question(self) -> Question | None:
        """The act before the umpire as a question, with the rulings that its mode allows; None where there is none."""
        before = self.docket()
        if before is None:
            return None
        modifiers = ", ".join(f"{name} {bonus:+d}" for name, bonus in before.odds.modifiers) if before.odds else ""
        number = f"Needs {before.odds.number}{f' ({modifiers})' if modifiers else ''}." if before.odds else "No dice."
        return Question(
            kind="rule",
            title=f"{self._name_of(before)}: {before.title}",
            text=(
                MODE_WORDS.get(before.mode, "") + (OR_A_BAND if before.words and before.mode in HEARD else ""),
                f"{number} {before.rolled()}",
                f"Reason: {self.reason}" if self.reason else "Write the reason first (O).",
            ),
            choices=tuple(self._rulings(before)),
        )

    def _name_of(self, before: Docket) -> str:
        """Who is behind the act before the umpire."""
        return self.counsel.names.faction(self.tables.index.factions[before.seat] if before.seat else -1)

    def _rulings(self, before: Docket) -> Iterator[Choice]:
        """What the umpire may choose."""
        if before.mode == MATRIX:
            for net in range(2, -3, -1):
                moved = self.docket(net)
                assert moved is not None
                yield Choice(line=f"rule {net:+d}", title=f"Arguments {net:+d}: {needs(moved)}", cost="", odds=moved.odds)
            if not before.words:
                return
        at = BANDS.index(before.engine)
        for band in BANDS:
            if before.words or before.mode != SEMI_RIGID or abs(BANDS.index(band) - at) <= 1:
                own = " (the engine's answer)" if band == before.engine and not before.down else ""
                named = f"A {band}, whatever the dice say" if before.mode == MATRIX else f"{band.capitalize()}{own}"
                yield Choice(line=f"rule {band}", title=named, cost="")

    def rule_by_choice(self, line: str) -> None:
        """Rule by one of the choices of the umpire's question, with the reason that was written."""
        before = self.docket()
        word = line.removeprefix("rule ")
        if before is None:
            raise Refused(NOTHING_BEFORE)
        if line not in [choice.line for choice in self._rulings(before)]:
            raise Refused("That is no ruling on this act.")
        if not self.reason:
            raise Refused("A ruling needs its reason: write it first (O).")
        plain = Verdict(reason=self.reason, by=UMPIRE)
        if before.mode == MATRIX and word not in BANDS:
            heard = ("see the reason",) * abs(int(word))
            verdict = evolve(plain, pro=heard) if int(word) > 0 else evolve(plain, contra=heard)
        elif before.mode == CONSENSUS:
            verdict = evolve(plain, votes={ROOM[1]: word})
        else:
            verdict = evolve(plain, band=word)
        self.rule(verdict)
        self.reason = ""

    def _rule_by_the_roll(self) -> bool:
        """Rule on the act before the umpire if nobody need: it is rigid, or has no dice to be argued or voted on; else False."""
        before = self.docket()
        verdict = stands_alone(before) if before else None
        if verdict is None:
            return False
        self._rule(verdict)
        return True

    def _rule(self, verdict: Verdict) -> None:
        """Write a ruling down, then enter it."""
        before = self.docket(len(verdict.pro) - len(verdict.contra))
        assert before is not None
        fields = self._ruling(before, verdict)
        n = self._record("ruling", **fields).n
        self.ruled = n if verdict.by != RULES else self.ruled
        self._carry_out(fields)

    def _ruling(self, before: Docket, verdict: Verdict) -> dict[str, Any]:
        """A ruling as it is written down."""
        odds, mode = before.odds, before.mode
        band = verdict.band or (outvoted(verdict.votes, before.engine) if mode == CONSENSUS and verdict.votes else "")
        fields = {
            "phase": self._phase(), "seat": before.seat, "order": before.order or before.title, "mode": mode,
            "base": odds.base if odds else 0, "number": odds.number if odds else 0,
            "modifiers": [list(pair) for pair in odds.modifiers] if odds else [], "odds": list(odds.bands) if odds else [],
            "dice": list(before.dice), "engine": before.engine, "pro": list(verdict.pro), "contra": list(verdict.contra),
            "votes": dict(verdict.votes), "band": band, "effects": holding(verdict.effects, band or before.engine),
            "reason": verdict.reason, "by": verdict.by,
        }  # fmt: skip
        if any("on" in effect for effect in verdict.effects):
            fields["tied"] = [dict(effect) for effect in verdict.effects]
        if before.words:
            fields |= {"words": before.words, "audience": [] if verdict.public else [before.seat, *verdict.told]}
        return fields

    def _ruling_wrong(self, fields: Mapping[str, Any]) -> str:
        """Why a ruling that is written down cannot have been given here: odds, dice and answer are worked out anew."""
        first, argued = self.docket(), self.docket(len(fields["pro"]) - len(fields["contra"]))
        if first is None or argued is None:
            return NOTHING_BEFORE
        audience = fields.get("audience", [])
        voted = first.mode == CONSENSUS and bool(fields["votes"])
        verdict = Verdict(
            reason=fields["reason"], by=fields["by"], pro=tuple(fields["pro"]), contra=tuple(fields["contra"]),
            votes=fields["votes"], band="" if voted else fields["band"], effects=tuple(fields.get("tied") or fields["effects"]),
            told=tuple(audience[1:]), public=bool(first.words and not audience),
        )  # fmt: skip
        wrong = self._seats_wrong(audience) or self._ties_wrong(verdict.effects)
        if verdict != stands_alone(first):
            wrong = wrong or verdict_wrong(verdict, first)
        if wrong:
            return wrong
        made = {**self._ruling(argued, verdict), "turn": fields["turn"]}
        differs = sorted(name for name in {*made, *fields} if made.get(name) != fields.get(name))
        return f"A ruling with {', '.join(differs)} that the rules do not give." if differs else ""

    def told_of_ruling(self, entry: Entry) -> str:
        """How a ruling came out, with what the roll would have been before any argument."""
        procedure = self.rules.procedure
        bonus = sum(bonus for _, bonus in entry["modifiers"])
        number = min(max(entry["base"] - bonus, int(procedure.number_least)), int(procedure.number_most))
        margin = sum(entry["dice"]) - number
        limits = (1 - int(procedure.setback_by), 0, int(procedure.breakthrough_by))
        return ruling_told(entry, BANDS[sum(margin >= limit for limit in limits)])

    def beats_of_ruling(self) -> tuple[Beat, ...]:
        """What came of the umpire's last ruling, for its own window; asked for once, it counts as told."""
        n, self.ruled = self.ruled, 0
        rulings = [entry for entry in self.journal.counted if entry.n == n and entry.kind == "ruling"]
        told = [self.told_of_ruling(entry).removesuffix(".") for entry in rulings]
        return tuple(Beat(number=0, turn=self.turn, phase=self._phase(), kind="choice", title=title) for title in told)

    def _carry_out(self, fields: Mapping[str, Any]) -> None:
        """Enter a ruling that is written down: nobody is asked again."""
        if fields.get("words"):
            self._answer_words(fields)
            return
        self._set_by_hand(fields["effects"])
        band = BANDS.index(fields["band"]) if fields["band"] else int(words.NONE)
        give_ruling(self.game, np.int32(len(fields["pro"]) - len(fields["contra"])), np.int32(band))


def stands_alone(before: Docket) -> Verdict | None:
    """The ruling on an act that needs nobody's: on what is rigid, and on what the room would argue and no dice decide."""
    if before.mode == RIGID:
        return Verdict(reason=ROLL_STANDS, by=RULES)
    if before.mode in HEARD and before.odds is None and not before.words:
        return Verdict(reason=NO_DICE, by=RULES)
    return None
