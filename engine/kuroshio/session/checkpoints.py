"""Checkpoints: points in memory to which a game can go back at once; after a resume the replay makes them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import numpy as np
from attrs import Factory, frozen

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.scenario import Inject
from kuroshio.picture.chronicle import Chronicle
from kuroshio.picture.picture import Beat
from kuroshio.session.journal.journal_format import JournalLine
from kuroshio.session.pending_orders import SetNumber, Spoken

STRIDE = 256  # log lines between the points to which a chronicle can go back


@frozen(eq=False)
class Checkpoint:
    """A whole session after line n of its journal.

    state: from `freeze`; opening: the tracks at the start of the turn; by_hand: injects, with those written at the table;
    spoken: orders in own words that wait for their ruling; luck: the number of the dice sequence of the seed; absent, skips_to,
    more_rounds, number: as of a LiveGame.
    """

    n: int
    turn: int
    over: bool
    state: bytes
    opening: np.ndarray
    by_hand: int
    spoken: tuple[Spoken, ...] = ()
    luck: int = 0
    absent: Mapping[str, str] = Factory(dict)
    skips_to: int = 0
    more_rounds: int = 0
    number: SetNumber | None = None


class Chronicles(dict[str, Chronicle]):
    """The chronicle of each seat. It is read up from the log only when needed, so that a resume does not wait for all of them."""

    def __init__(self, chronicles: dict[str, Chronicle], games: np.recarray, log: np.recarray):
        super().__init__(chronicles)
        self.games, self.log = games, log
        # For each seat: how far it had read, its beats then, and the last of them, which may have grown since.
        self.trails: dict[str, list[tuple[int, int, Beat | None]]] = {seat: [(0, 0, None)] for seat in chronicles}

    def __getitem__(self, seat: str) -> Chronicle:
        chronicle, logged = super().__getitem__(seat), int(self.games[0].logged)
        while chronicle.read < logged:
            chronicle.follow(self.log, min(chronicle.read + STRIDE, logged))
            beats = chronicle.beats
            self.trails[seat].append((chronicle.read, len(beats), beats[-1] if beats else None))
        return chronicle

    def forget(self, logged: int = -1) -> None:
        """Set the chronicles that have read beyond this many log lines, or beyond the log's end, back to an earlier point."""
        logged = int(self.games[0].logged) if logged < 0 else logged
        for seat, chronicle in self.items():
            trail = self.trails[seat]
            while trail[-1][0] > logged:
                trail.pop()
            chronicle.read, n, last = trail[-1]
            del chronicle.beats[n:]
            if last is not None:
                chronicle.beats[-1] = last

    def know(self, tables: Tables) -> None:
        """Give all chronicles the injects of a scenario by row."""
        injects = tables.scenario.injects
        for chronicle in self.values():
            chronicle.tables = tables
            chronicle.teller.names.injects = injects
            chronicle.audiences = [{tables.index.factions[seat] for seat in inject.audience} for inject in injects]


def write_back(games: np.recarray, log: np.recarray, state: bytes) -> None:
    """Write a frozen state into the buffers of a game, and wipe the log lines after it."""
    before = int(games[0].logged)
    games.view(np.uint8)[:] = np.frombuffer(state, np.uint8)
    log.view(np.uint8).reshape(len(log), -1)[int(games[0].logged) : before] = 0


def latest_before(checkpoints: Sequence[Checkpoint], n: int) -> Checkpoint:
    """Return the last checkpoint at or before line n."""
    return next(point for point in reversed(checkpoints) if point.n <= n)


# --- injects written at the table --------------------------------------------------------------------


def inject_id(row: int) -> str:
    """Return the id of an inject written at the table, from its row among all injects."""
    return f"by_hand_{row}"


def is_told_by_hand(entry: JournalLine) -> bool:
    """Whether a line adds a text from the table: an inject, its withdrawal, a ruling on an order in own words."""
    return entry.kind in ("inject", "withdrawn") or (entry.kind == "ruling" and bool(entry.get("words")))


def inject_by_hand(n: int, fields: Mapping[str, Any]) -> Inject:
    """Make an inject written at the table, after n others."""
    audience = tuple(fields["audience"])
    return Inject(id=inject_id(n), name=fields["title"], source="", text=fields["text"], audience=audience)


def words_ruled(name: str, text: str, ruling: Mapping[str, Any]) -> dict[str, Any]:
    """Make the inject that tells of a ruling on an order in own words. name: of its seat; text: the order."""
    band = ruling["band"] or ruling["engine"]
    told = f"\u201c{text}\u201d {band.capitalize()}: {ruling['reason']}"
    return {"title": f"{name}, in its own words", "text": told, "audience": ruling["audience"], "effects": ruling["effects"]}


def with_injects(tables: Tables, injects: Iterable[Inject]) -> Tables:
    """Return the tables with these injects in their scenario; the rules of the kernel stay the same."""
    return attrs.evolve(tables, scenario=attrs.evolve(tables.scenario, injects=tuple(injects)))
