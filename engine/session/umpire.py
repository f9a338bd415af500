"""An umpire at the table: every act waits for its ruling, by the mode that the scenario names for it (rule 4.5).

What is rigid is ruled at once by the roll, and written down like the rest: all five modes leave lines of one form.

The dice lie down until the table has had its say: until the arguments are heard, and until the votes are in, which is why
number and odds are all that is shown of such an act before. Where the umpire answers the roll itself, by the band beside it
or by any other, nothing moves the number any more, and the dice are up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import evolve, frozen

from engine.kernel import words
from engine.kernel.lines import spell_order
from engine.kernel.records import PROPOSAL, RULING, blank
from engine.kernel.umpire import give_ruling, preview, preview_words
from engine.model.scenario import MODES, OWN_WORDS
from engine.picture.picture import BANDS, Beat, Choice, Odds, Question
from engine.session.checkpoints import words_ruled
from engine.session.entries import Entry
from engine.session.orders import Spoken
from engine.session.table import Table, meant

RIGID, SEMI_RIGID, MATRIX, FREE, CONSENSUS = MODES
MOST_ARGUMENTS = 6  # on either side: more would leave the dice nothing to say
UMPIRE = "umpire"  # who looks, where the umpire does
MODE_WORDS = {
    SEMI_RIGID: "Semi-rigid: the engine's answer, or the band beside it.",
    MATRIX: "Argued: each argument moves the number by one, then the roll stands.",
    FREE: "Free: any band.",
    CONSENSUS: "By consensus: the band that the room votes for.",
}
DICE_DOWN = {MATRIX: "until the arguments are heard", CONSENSUS: "until the votes are in"}
RULES = "rules"  # who has ruled where the roll stands by itself
ROLL_STANDS = "The roll stands."
NOTHING_BEFORE = "No act is before the umpire."


@frozen
class Docket:
    """The act before the umpire. odds: as shown to its seat, None where no die decides; engine: the band of the roll.

    words: of an order in own words, of which no rule says what it does, the how-many-th of its seat; 0 for any other act.
    Nobody is shown `dice` and `engine` before the ruling where the dice are `down`.
    """

    seat: str
    order: str
    title: str
    mode: str
    odds: Odds | None
    dice: tuple[int, int]
    engine: str
    words: int = 0

    @property
    def down(self) -> str:
        """Until when the dice lie down, in words; empty where they are up, or where there are none."""
        return DICE_DOWN.get(self.mode, "") if self.odds else ""

    def rolled(self) -> str:
        """What may be shown of the roll before the ruling, in a sentence."""
        if self.down:
            return f"The dice lie down {self.down}."
        return f"The engine's answer: {f'{sum(self.dice)}, ' if self.odds else ''}{self.engine}."


@frozen(kw_only=True)
class Verdict:
    """What an umpire rules. pro, contra: arguments heard, each moving the number by one; votes: seat or name to band.

    band: of BANDS, empty where the roll stands; effects: tracks set by hand, as {track, add} or {track, set}.
    told: of an order in own words, the seats that are told beside its own; public: everybody is.
    """

    reason: str
    by: str
    pro: tuple[str, ...] = ()
    contra: tuple[str, ...] = ()
    votes: Mapping[str, str] = {}
    band: str = ""
    effects: Sequence[Mapping[str, Any]] = ()
    told: tuple[str, ...] = ()
    public: bool = False


class Umpired(Table):
    """The part of a session that an umpire uses. Every call gives a sentence where it cannot be done, else an empty text."""

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

    def rule(self, verdict: Verdict) -> str:
        """Rule on the act before the umpire, and play on."""
        before = self.docket()
        if before is None:
            return NOTHING_BEFORE
        wrong = verdict_wrong(verdict, before) or self._effects_wrong(verdict.effects) or self._seats_wrong(verdict.told)
        if wrong:
            return wrong
        with self._whole():
            self._rule(verdict)
            self.advance()
        return ""

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
                MODE_WORDS.get(before.mode, ""),
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
            return
        at = BANDS.index(before.engine)
        for band in BANDS:
            if before.mode != SEMI_RIGID or abs(BANDS.index(band) - at) <= 1:
                own = " (the engine's answer)" if band == before.engine and not before.down else ""
                yield Choice(line=f"rule {band}", title=f"{band.capitalize()}{own}", cost="")

    def rule_by_choice(self, line: str) -> str:
        """Rule by one of the choices of the umpire's question, with the reason that was written."""
        before = self.docket()
        word = line.removeprefix("rule ")
        if before is None:
            return NOTHING_BEFORE
        if line not in [choice.line for choice in self._rulings(before)]:
            return "That is no ruling on this act."
        if not self.reason:
            return "A ruling needs its reason: write it first (O)."
        plain = Verdict(reason=self.reason, by=UMPIRE)
        if before.mode == MATRIX:
            heard = ("see the reason",) * abs(int(word))
            verdict = evolve(plain, pro=heard) if int(word) > 0 else evolve(plain, contra=heard)
        elif before.mode == CONSENSUS:
            verdict = evolve(plain, votes={"the room": word})
        else:
            verdict = evolve(plain, band=word)
        refused = self.rule(verdict)
        if not refused:
            self.reason = ""
        return refused

    def _rule_by_the_roll(self) -> bool:
        """Rule on the act before the umpire if it is rigid; False where somebody must."""
        before = self.docket()
        if before is None or before.mode != RIGID:
            return False
        self._rule(Verdict(reason=ROLL_STANDS, by=RULES))
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
        band = verdict.band or (outvoted(verdict.votes, before.engine) if mode == CONSENSUS else "")
        fields = {
            "phase": self._phase(), "seat": before.seat, "order": before.order or before.title, "mode": mode,
            "base": odds.base if odds else 0, "number": odds.number if odds else 0,
            "modifiers": [list(pair) for pair in odds.modifiers] if odds else [], "odds": list(odds.bands) if odds else [],
            "dice": list(before.dice), "engine": before.engine, "pro": list(verdict.pro), "contra": list(verdict.contra),
            "votes": dict(verdict.votes), "band": band, "effects": [dict(effect) for effect in verdict.effects],
            "reason": verdict.reason, "by": verdict.by,
        }  # fmt: skip
        if before.words:
            fields |= {"words": before.words, "audience": [] if verdict.public else [before.seat, *verdict.told]}
        return fields

    def _ruling_wrong(self, fields: Mapping[str, Any]) -> str:
        """Why a ruling that is written down cannot have been given here: odds, dice and answer are worked out anew."""
        first, argued = self.docket(), self.docket(len(fields["pro"]) - len(fields["contra"]))
        if first is None or argued is None:
            return NOTHING_BEFORE
        audience = fields.get("audience", [])
        consensus = first.mode == CONSENSUS
        verdict = Verdict(
            reason=fields["reason"], by=fields["by"], pro=tuple(fields["pro"]), contra=tuple(fields["contra"]),
            votes=fields["votes"], band="" if consensus else fields["band"], effects=tuple(fields["effects"]),
            told=tuple(audience[1:]), public=bool(first.words and not audience),
        )  # fmt: skip
        wrong = self._seats_wrong(audience) or self._effects_wrong(verdict.effects)
        if first.mode != RIGID:
            wrong = wrong or verdict_wrong(verdict, first)
        elif verdict != Verdict(reason=ROLL_STANDS, by=RULES):
            wrong = "This act is rigid: the roll stands."
        if wrong:
            return wrong
        made = {**self._ruling(argued, verdict), "turn": fields["turn"]}
        differs = sorted(name for name in {*made, *fields} if made.get(name) != fields.get(name))
        return f"A ruling with {', '.join(differs)} that the rules do not give." if differs else ""

    def beats_of_ruling(self) -> tuple[Beat, ...]:
        """What came of the umpire's last ruling, for its own window; asked for once, it counts as told."""
        n, self.ruled = self.ruled, 0
        told = [ruling_told(entry).removesuffix(".") for entry in self.journal.counted if entry.n == n and entry.kind == "ruling"]
        return tuple(Beat(number=0, turn=self.turn, phase=self._phase(), kind="choice", title=title) for title in told)

    def _carry_out(self, fields: Mapping[str, Any]) -> None:
        """Enter a ruling that is written down: nobody is asked again."""
        if fields.get("words"):
            self._answer_words(fields)
            return
        self._set_by_hand(fields["effects"])
        band = BANDS.index(fields["band"]) if fields["band"] else int(words.NONE)
        give_ruling(self.game, np.int32(len(fields["pro"]) - len(fields["contra"])), np.int32(band))


def needs(docket: Docket) -> str:
    """What an act needs as arguments stand, and the ways in 36 that it comes to so much."""
    return f"needs {docket.odds.number}, {sum(docket.odds.bands[2:])} in 36" if docket.odds else f"no dice, {docket.engine}"


def ruling_told(entry: Entry) -> str:
    """How a ruling came out, with the dice that are up now, beside the engine's answer."""
    final, moved = entry["band"] or entry["engine"], len(entry["pro"]) != len(entry["contra"])
    after = " after the arguments" if moved else ""
    thrown = f"needed {entry['number']}{after}, threw {sum(entry['dice'])}: " if entry["number"] else ""
    engine = "as the roll has it" if final == entry["engine"] else f"the roll says {entry['engine']}"
    return f"Ruled: {final}, {thrown}{engine}."


def verdict_wrong(verdict: Verdict, before: Docket) -> str:
    """What a mode does not allow, in a sentence."""
    bands = [verdict.band, *verdict.votes.values()]
    unknown = next((band for band in bands if band and band not in BANDS), "")
    if unknown:
        return meant(f"No band {unknown!r}", unknown, BANDS)
    if (verdict.told or verdict.public) and not before.words:
        return "The rules say who sees this act; only of an order in own words does a ruling say who is told."
    if not verdict.reason.strip():
        return "A ruling needs its reason."
    if not verdict.by.strip():
        return "A ruling needs the name of who ruled."
    if verdict.by == RULES:
        return f"{RULES!r} stands for the roll alone; give the name of who ruled."
    if max(len(verdict.pro), len(verdict.contra)) > MOST_ARGUMENTS:
        return f"More than {MOST_ARGUMENTS} arguments on one side; let the weightiest stand."
    return NOT_ALLOWED[before.mode](verdict, before)


def _semi_rigid(verdict: Verdict, before: Docket) -> str:
    if verdict.pro or verdict.contra or verdict.votes or (verdict.effects and not before.words):
        return "This act is ruled semi-rigid: pick a band, no arguments, votes or effects by hand."
    if verdict.band and abs(BANDS.index(verdict.band) - BANDS.index(before.engine)) > 1:
        return f"This act is ruled semi-rigid: no more than one band from {before.engine}."
    return ""


def _matrix(verdict: Verdict, before: Docket) -> str:
    if verdict.band or verdict.votes or (verdict.effects and not before.words):
        return "This act is argued: arguments move the number, then the roll stands."
    return ""


def _free(verdict: Verdict, before: Docket) -> str:
    return "This act is ruled freely: name a band or effects, no arguments or votes." if verdict.pro or verdict.contra else ""


def _consensus(verdict: Verdict, before: Docket) -> str:
    if not verdict.votes:
        return "This act is ruled by consensus: it needs votes, each for a band."
    if verdict.effects and not before.words:
        return "This act is ruled by consensus: the votes name the band, and no track is set by hand; use an inject for that."
    return "This act is ruled by consensus: the votes name the band." if verdict.band else ""


def _rigid(verdict: Verdict, before: Docket) -> str:
    return "This act is rigid: the roll stands."


NOT_ALLOWED = {RIGID: _rigid, SEMI_RIGID: _semi_rigid, MATRIX: _matrix, FREE: _free, CONSENSUS: _consensus}


def outvoted(votes: Mapping[str, str], engine: str) -> str:
    """The band with most votes; on a tie the engine's answer, if it is among the first, else the lower band."""
    counted = Counter(votes.values())
    most = max(counted.values())
    first = [band for band in BANDS if counted[band] == most]
    return engine if engine in first else first[0]
