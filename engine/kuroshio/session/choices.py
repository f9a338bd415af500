"""Choices: writes down and enters each choice, whoever made it, and reads it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kuroshio.kernel.play_lines import Six, read_choice, spell_choice
from kuroshio.picture.picture import OddsPicture
from kuroshio.session.deciders import Deciders
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import NAME, ODDS, SEAT, WHEN, BadLine, one_of, register
from kuroshio.session.live_game import LiveGame
from kuroshio.session.odds_drift import OddsDrift
from kuroshio.session.table_acts import DOCTRINE, NOBODY, PERSON, PLAYER

register(
    "choice",
    {**WHEN, "seat": SEAT, "line": NAME, "by": one_of(PERSON, DOCTRINE, PLAYER, NOBODY)},
    {"shown": ODDS},  # the odds that its seat was shown, where dice decide
    moves=True,
)


class Choices:
    """Enters the choices of seats, and notes the odds of an act as its seat was shown them."""

    def __init__(self, play: LiveGame, keeper: Keeper, deciders: Deciders, promises: OddsDrift):
        self.play, self.keeper, self.deciders, self.promises = play, keeper, deciders, promises
        keeper.takes("choice", self._repeat, self._wrong, asked=True)

    def enter(self, six: Six, by: str = DOCTRINE) -> None:
        """Within an act: write down a choice of the asked seat, then enter it."""
        state = self.play.view(int(self.play.game.seat))
        line = spell_choice(self.play.tables, state, six)
        odds = self.play.question_maker.odds_of(state, six)
        self.promises.promise(state, six, odds)
        shown = {"shown": noted(odds)} if odds else {}
        self.keeper.record("choice", seat=self.play.asked(), line=line, by=by, **shown)
        self.play.commit(six)

    def read(self, entry: JournalLine) -> Six:
        """Read the choice of the asked seat from a journal line. Raises UnclearLine, BadLine."""
        state = self.play.view(int(self.play.game.seat))
        six = read_choice(self.play.tables, state, str(entry["line"]))
        odds = self.play.question_maker.odds_of(state, six)
        if entry.get("shown", None) != (noted(odds) if odds else None):
            raise BadLine("the odds that were shown differ from those of these rules")
        self.promises.promise(state, six, odds)
        return six

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why a choice cannot have been made; empty if it can."""
        seat, deciders = str(fields["seat"]), self.deciders
        if seat != self.play.asked() and not deciders.may_plan(seat) and not deciders.may_sign(seat):
            return f"{seat} chooses, but {self.play.asked() or 'nobody'} is asked"
        sits = seat in deciders.people
        return "" if sits == (fields["by"] == PERSON) else f"{seat} does not choose by {fields['by']} in this game"

    def _repeat(self, entry: JournalLine) -> None:
        told = self.keeper.viewers.shown_up_to
        if entry["by"] == PERSON and entry["seat"] in told:
            told[entry["seat"]] = int(self.play.game.logged) - 1
        self.deciders.call_on(str(entry["seat"]))
        self.play.commit(self.read(entry))


def noted(odds: OddsPicture) -> dict[str, Any]:
    """Return odds in the form of a journal line."""
    modifiers = [list(pair) for pair in odds.modifiers]
    return {"base": odds.base, "number": odds.number, "modifiers": modifiers, "bands": list(odds.bands)}
