"""Dockets: the act before the umpire as the table sees it, and how a ruling on it is written down, checked and entered.

If arguments or votes decide, the dice stay covered until they are in; before that only the number and the odds are shown.
If the umpire picks the band, nothing moves the number any more, and the dice are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from attrs import evolve

from kuroshio.kernel.interventions import give_ruling, preview, preview_words
from kuroshio.kernel.play_lines import spell_order
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import PROPOSAL, RULING, blank
from kuroshio.model.scenario import MODES, OWN_WORDS
from kuroshio.picture.picture import BANDS
from kuroshio.session.checkpoints import words_ruled
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import (
    ANY_BAND,
    BAND,
    DICE,
    EFFECT,
    MODIFIERS,
    NAME,
    SEATS,
    TEXT,
    TEXTS,
    TIED,
    VOTES,
    WAYS,
    WHEN,
    YES_OR_NO,
    each,
    one_of,
    pair,
    register,
    whole,
)
from kuroshio.session.live_game import LiveGame
from kuroshio.session.name_checks import effects_wrong, seats_wrong
from kuroshio.session.pending_orders import Spoken
from kuroshio.session.rulings import (
    CONSENSUS,
    MATRIX,
    NO_DICE,
    NOTHING_BEFORE,
    RIGID,
    ROLL_STANDS,
    RULES,
    Docket,
    Verdict,
    holding,
    outvoted,
    ruling_told,
    verdict_wrong,
)

register(
    "ruling",
    {
        **WHEN, "seat": TEXT, "order": TEXT, "mode": one_of(*MODES), "base": whole(0, 36), "number": whole(0, 36),
        "modifiers": MODIFIERS, "odds": WAYS, "dice": DICE, "engine": BAND, "pro": TEXTS, "contra": TEXTS, "votes": VOTES,
        "band": ANY_BAND, "effects": each(EFFECT), "reason": TEXT, "by": NAME,
    },
    # For an order in own words: its number among those of its seat that wait, and who is told (none named: all).
    # tied: the effects set by hand as ruled, if some hold in one band only; `effects`: those that came to hold.
    # undisputed: the roll stands because nobody disputed it.
    # replies: of the seats that the order in own words was put to; set: the number that the umpire set before the dice fell.
    {"words": whole(1), "audience": SEATS, "tied": each(TIED), "undisputed": YES_OR_NO, "replies": each(pair(NAME, TEXT)),
     "set": whole(1, 36)},
    moves=True,
)  # fmt: skip


class PendingRulings:
    """Gives the docket of the act before the umpire, and enters rulings. ruled: the line of a person's last ruling."""

    def __init__(self, play: LiveGame, keeper: Keeper):
        self.play, self.keeper, self.ruled = play, keeper, 0
        self.disputed: Callable[[Docket], bool] = lambda before: False  # whether control keeps the act for its own ruling
        keeper.takes("ruling", lambda entry: self._carry_out(entry.fields), self._wrong, asked=True)

    def docket(self, net: int = 0) -> Docket | None:
        """Return the docket of the present act, with the engine's answer if arguments come to `net`; None without an act."""
        if not self.play.awaits_ruling():
            return None
        net = self._set_net() if self.play.number else net
        made = self._any_docket(net)
        return evolve(made, disputed=self.disputed(made), number_set=self.play.number is not None)

    def _any_docket(self, net: int) -> Docket:
        return self._words_docket(self.play.spoken[0], net) if self.play.words_wait() else self._act_docket(net)

    def _set_net(self) -> int:
        """Return what arguments would have to come to for the number that the umpire has set."""
        odds = self._any_docket(0).odds
        return odds.number - self.play.number.number if odds and self.play.number else 0

    def _act_docket(self, net: int) -> Docket:
        """Return the docket of an act of the rules."""
        proposal, ruling = blank(PROPOSAL), blank(RULING)
        preview(self.play.rules, self.play.game, np.int32(net), proposal[0], ruling[0])
        order = self.play.game.order[self.play.game.to_rule]
        six = tuple(int(n) for n in order.item())
        return Docket(
            seat=self.play.tables.ruleset.factions[order.actor].id if order.actor >= 0 else "",
            order=spell_order(self.play.tables, six) if order.actor >= 0 else "",
            title=self.play.question_maker.title(six),
            mode=MODES[self.play.rules.action[order.action].mode],
            odds=self.play.question_maker.phrases.odds(proposal[0]),
            dice=(int(ruling[0].die_1), int(ruling[0].die_2)),
            engine=BANDS[ruling[0].band],
        )

    def _words_docket(self, order: Spoken, net: int) -> Docket:
        """Return the docket of an order in own words."""
        proposal, ruling = blank(PROPOSAL), blank(RULING)
        row, occurrence = np.int32(self.play.tables.index.factions[order.seat]), np.int32(order.occurrence)
        preview_words(self.play.rules, self.play.game, row, occurrence, np.int32(net), proposal[0], ruling[0])
        return Docket(
            seat=order.seat,
            order=f'{order.seat}: "{order.text}"',
            title=f"\u201c{order.text}\u201d",
            mode=self.play.tables.scenario.adjudication.get(OWN_WORDS, MATRIX),
            odds=self.play.question_maker.phrases.odds(proposal[0]),
            dice=(int(ruling[0].die_1), int(ruling[0].die_2)),
            engine=BANDS[ruling[0].band],
            words=order.occurrence,
            parties=tuple(order.parties),
            replies=order.replies,
            missing=order.missing(),
        )

    def rule_by_the_roll(self) -> bool:
        """Within an act: rule by the roll on an act that needs no umpire: it is rigid, or has no dice and nobody disputes it.

        Returns False if the umpire must rule.
        """
        before = self.docket()
        verdict = stands_alone(before) if before else None
        if before is None or verdict is None or before.disputed:
            return False
        self.rule(verdict)
        return True

    def rule(self, verdict: Verdict) -> None:
        """Within an act: write down a ruling on the act before the umpire, then enter it."""
        before = self.docket(len(verdict.pro) - len(verdict.contra))
        assert before is not None
        fields = self._ruling(before, verdict)
        n = self.keeper.record("ruling", **fields).n
        self.ruled = n if verdict.by != RULES else self.ruled
        self._carry_out(fields)

    def ties_wrong(self, effects: Iterable[Mapping[str, Any]]) -> str:
        """Return a sentence on the first invalid effect set by hand; each may be tied to a band."""
        plain = ({name: value for name, value in one.items() if name != "on"} for one in effects)
        return effects_wrong(self.play.tables, self.play.question_maker.names.slots, plain)

    def _ruling(self, before: Docket, verdict: Verdict) -> dict[str, Any]:
        """Return the fields of a ruling's line."""
        odds, mode = before.odds, before.mode
        band = verdict.band or (outvoted(verdict.votes, before.engine) if mode == CONSENSUS and verdict.votes else "")
        fields = {
            "seat": before.seat, "order": before.order or before.title, "mode": mode,
            "base": odds.base if odds else 0, "number": odds.number if odds else 0,
            "modifiers": [list(pair) for pair in odds.modifiers] if odds else [], "odds": list(odds.bands) if odds else [],
            "dice": list(before.dice), "engine": before.engine, "pro": list(verdict.pro), "contra": list(verdict.contra),
            "votes": dict(verdict.votes), "band": band, "effects": holding(verdict.effects, band or before.engine),
            "reason": verdict.reason, "by": verdict.by,
        }  # fmt: skip
        if any("on" in effect for effect in verdict.effects):
            fields["tied"] = [dict(effect) for effect in verdict.effects]
        if verdict.undisputed:
            fields["undisputed"] = True
        if before.number_set:
            fields["set"] = fields["number"]
        if before.words:
            fields |= {
                "words": before.words,
                "audience": [] if verdict.public else [before.seat, *before.parties, *verdict.told],
                **({"replies": [list(reply) for reply in before.replies]} if before.replies else {}),
            }
        return fields

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why a ruling cannot have been given here; odds, dice and answer are worked out anew. Empty if it can."""
        first, argued = self.docket(), self.docket(len(fields["pro"]) - len(fields["contra"]))
        if first is None or argued is None:
            return NOTHING_BEFORE
        audience = fields.get("audience", [])
        voted = first.mode == CONSENSUS and bool(fields["votes"])
        verdict = Verdict(
            reason=fields["reason"], by=fields["by"], pro=tuple(fields["pro"]), contra=tuple(fields["contra"]),
            votes=fields["votes"], band="" if voted else fields["band"], effects=tuple(fields.get("tied") or fields["effects"]),
            told=tuple(audience[1 + len(first.parties) :]),
            public=bool(first.words and not audience), undisputed=fields.get("undisputed", False),
        )  # fmt: skip
        wrong = seats_wrong(self.play.tables, audience) or self.ties_wrong(verdict.effects)
        if verdict != stands_alone(first):
            wrong = wrong or verdict_wrong(verdict, first)
        if wrong:
            return wrong
        made = {**self._ruling(argued, verdict), "turn": fields["turn"], "phase": fields["phase"]}
        differs = sorted(name for name in {*made, *fields} if made.get(name) != fields.get(name))
        return f"A ruling with {', '.join(differs)} different from what the rules give." if differs else ""

    def _carry_out(self, fields: Mapping[str, Any]) -> None:
        """Enter a ruling from its line; nobody is asked again."""
        play, net = self.play, self._set_net() if self.play.number else len(fields["pro"]) - len(fields["contra"])
        play.number = None
        if fields.get("words"):  # first its seat and its audience are told, then tracks are set
            order = play.spoken.pop(0)
            name = play.question_maker.names.faction(play.tables.index.factions[order.seat])
            play.bring_in(words_ruled(name, order.text, fields))
            return
        play.set_by_ruling(fields["effects"])
        band = BANDS.index(fields["band"]) if fields["band"] else int(codes.NONE)
        give_ruling(play.game, np.int32(net), np.int32(band))

    def told(self, entry: JournalLine) -> str:
        """Tell the result of a ruling, with the result of the roll without arguments."""
        procedure = self.play.rules.procedure
        if entry.get("set"):
            return ruling_told(entry, str(entry["engine"]))
        bonus = sum(bonus for _, bonus in entry["modifiers"])
        number = min(max(entry["base"] - bonus, int(procedure.number_least)), int(procedure.number_most))
        margin = sum(entry["dice"]) - number
        limits = (1 - int(procedure.setback_by), 0, int(procedure.breakthrough_by))
        return ruling_told(entry, BANDS[sum(margin >= limit for limit in limits)])


def stands_alone(before: Docket) -> Verdict | None:
    """Return the ruling on an act that needs no umpire: a rigid one, or one without dice."""
    if before.mode == RIGID:
        return Verdict(reason=ROLL_STANDS, by=RULES)
    if before.odds is None and not before.words:
        return Verdict(reason=NO_DICE, by=RULES)
    return None
