"""Makes the umpire's console: the act before it, seats, injects and what can be taken back, by names and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from attrs import evolve

from kuroshio.kernel.play_lines import UnclearLine, read_order
from kuroshio.model.scenario import Inject
from kuroshio.picture.phrases import sentence
from kuroshio.picture.picture import BANDS, ActLine, Console, DocketPicture, InjectCard, OddsPicture, TrackStep
from kuroshio.session.control_overview import ControlOverview
from kuroshio.session.injects import FIRE, HOLD, RELEASE, InjectLine, Injects
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_names import LineNames
from kuroshio.session.live_game import LiveGame
from kuroshio.session.rulings import (
    ANY_BAND,
    CONSENSUS,
    FREE,
    HEARD,
    MATRIX,
    MODE_WORDS,
    MOST_ARGUMENTS,
    OR_A_BAND,
    RULES,
    SEMI_RIGID,
    Docket,
)
from kuroshio.session.umpire import Umpire
from kuroshio.session.undo import Undo

MOST_TRACKS = 5  # that a ruling or an inject offers to be set by hand
FAR = 9  # the rank of a track that does not concern an act
MOST_ACTS = 40  # that are listed to be taken back
AN_ACT = "It brings in an act, so it comes as it is written."
SETS = "It sets a track to a value, so it comes as it is written."


class ConsoleMaker:
    """Makes the console from what the parts of a session know. It is secret from every seat."""

    def __init__(
        self,
        play: LiveGame,
        keeper: Keeper,
        umpire: Umpire,
        overview: ControlOverview,
        injects: Injects,
        history: Undo,
    ):
        self.play, self.keeper, self.umpire, self.overview = play, keeper, umpire, overview
        self.injects, self.history, self.names = injects, history, LineNames(play)
        ruleset, scenario, roles = play.tables.ruleset, play.tables.scenario, play.tables.ruleset.roles
        in_play = [spot for n, spot in enumerate(ruleset.flashpoints) if play.rules.flashpoint[n].in_play]
        self.members = {pair.id: frozenset(pair.members) for pair in ruleset.pairs}
        self.disputants = {spot.id: {spot.challenger, spot.holder} for spot in in_play}
        plain = {roles.sharing, roles.access}
        self.bond = next((track.id for track in ruleset.tracks if track.scope == "pair" and track.id not in plain), "")
        shown = {track.split(".")[1] for track in scenario.wall}
        may = {*shown, self.bond, roles.ladder, roles.home, roles.capital}
        self.ranked = [slot for slot in play.tables.slots if slot.split(".")[1] in may]

    def console(self) -> Console:
        """Return the whole console."""
        entries = {entry.id: entry for entry in self.play.tables.scenario.injects}
        turned = (e for e in reversed(self.keeper.journal.counted) if e.kind == "ruling" and e["turn"] == self.play.turn)
        return evolve(
            self.overview.console(),
            docket=self._docket(),
            injects=tuple(self._card(line, entries[line.id]) for line in self.injects.schedule()),
            acts=tuple(self.names.act(act) for act in islice(self.history.acts(), MOST_ACTS)),
            ruled=tuple(self._ruled(entry) for entry in turned if entry["by"] != RULES or entry["number"]),
            tracks=tuple(self.steps(())),
            redo=bool(self.keeper.journal.counted.taken),
            practice=bool(self.history.practice_line()),
        )

    def _ruled(self, entry: JournalLine) -> ActLine:
        """Return a ruling of this turn: what it was on, and what the dice and the umpire made of it."""
        title, told = self.names.ruled(entry), self.umpire.told(entry).removeprefix("Ruled: ")
        return ActLine(seat=str(entry["seat"]), title=title, told=told[:1].upper() + told[1:])

    # --- the act before the umpire -----------------------------------------------------------------------

    def _docket(self) -> DocketPicture | None:
        before = self.umpire.docket()
        if before is None:
            return None
        by_hand = before.words > 0 or before.disputed or before.mode == FREE
        return DocketPicture(
            number=sum(entry.kind == "ruling" for entry in self.keeper.journal.entries) + 1,
            seat=before.seat,
            title=before.title,
            told=tuple(self._told(before)),
            odds=before.odds,
            nets=tuple(self._nets()) if before.mode == MATRIX and before.odds else (),
            bands=tuple(self._bands(before)),
            by_votes=before.mode == CONSENSUS and not before.disputed,
            own_words=before.words > 0,
            covered=before.odds is not None and (bool(before.down) or before.mode == FREE),
            closed=self.umpire.kept_for_a_ruling(before),
            tracks=tuple(self.steps(self._about(before))) if by_hand else (),
            does=self._does(before),
        )

    def _told(self, before: Docket) -> Iterator[str]:
        """Return what may be ruled, and what may be known of the dice."""
        free = OR_A_BAND if before.words and before.mode in HEARD else ANY_BAND if before.disputed else ""
        yield (MODE_WORDS.get(before.mode, "") + free).strip() or ANY_BAND.strip()
        if before.mode != FREE or before.odds is None:  # who names any band freely does it without having seen the dice
            yield before.rolled()

    def _nets(self) -> Iterator[tuple[int, OddsPicture]]:
        for net in range(-MOST_ARGUMENTS, MOST_ARGUMENTS + 1):
            argued = self.umpire.docket(net)
            if argued is not None and argued.odds is not None:
                yield net, argued.odds

    def _bands(self, before: Docket) -> Iterator[str]:
        """Return the bands that the umpire may name, after an empty one where the roll may stand."""
        free = bool(before.words or before.disputed)
        if before.mode != CONSENSUS or before.disputed:
            yield ""
        if before.mode == MATRIX and not free:
            return
        at = BANDS.index(before.engine)
        yield from (band for n, band in enumerate(BANDS) if free or before.mode != SEMI_RIGID or abs(n - at) <= 1)

    def _does(self, before: Docket) -> tuple[str, ...]:
        """Return what each band does by the rules; nothing for an order in own words."""
        if before.words or not before.seat:
            return ()
        try:
            row = read_order(self.play.tables, before.order)[1]
        except UnclearLine:
            return ()
        return self.play.question_maker.phrases.action(self.play.tables.ruleset.actions[row])

    # --- tracks ------------------------------------------------------------------------------------------

    def _about(self, before: Docket) -> Iterator[str]:
        """Return the ids of factions that an act concerns: its seat, then those that its title or words name."""
        yield before.seat
        found = {one.id: before.title.find(one.name) for one in self.play.tables.ruleset.factions}
        yield from sorted((id for id, at in found.items() if at >= 0 and id != before.seat), key=found.__getitem__)

    def steps(self, seats: Iterable[str], first: Iterable[str] = ()) -> Iterator[TrackStep]:
        """Return the few tracks that concern some factions most, as they may be set by hand. first: tracks that come first."""
        about, tables = list(dict.fromkeys(seats)), self.play.tables
        ranks = {slot: self._rank(slot, about) for slot in self.ranked}
        near = sorted((slot for slot in self.ranked if ranks[slot] < FAR), key=ranks.__getitem__)
        wanted = list(dict.fromkeys((*first, *near)))
        for slot in wanted[:MOST_TRACKS]:
            row = tables.slots.index(slot)
            bounds = tables.rules.track[tables.rules.slot_track[row]]
            yield TrackStep(
                id=slot,
                name=self.play.question_maker.names.slots[row],
                value=int(self.play.game.track[row]),
                least=int(bounds.least),
                most=int(bounds.most),
            )

    def _rank(self, slot: str, about: list[str]) -> int:
        """Return how much a track concerns some factions: 0 most, FAR not at all."""
        owner, what = slot.split(".")[:2]
        roles, members = self.play.tables.ruleset.roles, self.members.get(owner, frozenset())
        if len(members & set(about)) > 1 and what == self.bond:
            return 0 if about[0] in members else 4
        if owner in self.disputants and what == roles.ladder:
            return 1 if self.disputants[owner] <= set(about) else 6 if self.disputants[owner] & set(about) else 8
        if owner in about and what == roles.home:
            return 2 + about.index(owner)
        if slot in self.play.tables.scenario.wall:
            return 5
        return 7 if owner in about[:1] and what == roles.capital else FAR

    # --- injects -----------------------------------------------------------------------------------------

    def _card(self, line: InjectLine, entry: Inject) -> InjectCard:
        """Return a card of the scenario's injects."""
        phrases = self.play.question_maker.phrases
        fixed = AN_ACT if entry.act is not None else SETS if any(one.set is not None for one in entry.effects) else ""
        moves = () if fixed else tuple((one.track, int(one.add or 0)) for one in entry.effects)
        may = tuple(act for act in (FIRE, HOLD, RELEASE) if self.injects.may(act, entry.id))
        steps = () if fixed or FIRE not in may else self.steps(self._told_to(entry), (track for track, _ in moves))
        does = [sentence(phrases.effect(effect)) for effect in entry.effects]
        return InjectCard(
            id=entry.id,
            name=entry.name,
            name_ja=entry.name_ja,
            text=entry.text,
            state=self.injects.state_by_name(entry),
            due=self.injects.due_turn(entry),
            may=may,
            audience=entry.audience,
            does=(*does, *self._brings(entry)),
            moves=moves,
            tracks=tuple(steps),
            fixed=fixed,
            expects=entry.expects,
            worth=entry.worth,
        )

    def _brings(self, entry: Inject) -> Iterator[str]:
        """Return the act that an inject brings in, in words."""
        if entry.act is not None:
            index, names = self.play.tables.index, self.play.question_maker.names
            who, what = index.factions[entry.act.actor], index.actions[entry.act.action]
            yield f"Brings in: {names.factions[who]}, {names.actions[what]}."

    def _told_to(self, entry: Inject) -> Iterator[str]:
        """Return the factions that an inject concerns: those it is told to, or those that its words name."""
        if entry.audience:
            yield from entry.audience
            return
        yield from (one.id for one in self.play.tables.ruleset.factions if one.name in f"{entry.name} {entry.text}")
