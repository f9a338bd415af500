"""The referee's casebook: rulings worked by hand, played through the verbs of the kernel, compared with its log.

A ruling is a table in a file of this folder: a position, orders and answers as lines of play, and what is expected.

- `position` sets tracks and `pieces` places counters; all else is as `quiet.toml` says.
- The game is new, News has been played and has left no trace when the position is laid (with `start = "news"` it is
  laid before News). No inject comes but those named in `injects`. `turn` is the turn it is (1 unless said).
- Each seat commits its `orders`, then holds back. Questions are answered as `answers` say; whatever they do not
  mention is answered with no, none, hold or hedge. Every answer must be asked for.
- `legal` and `illegal` are lines that must, or must not, be open: orders when the seat has committed its own, answers
  when it is asked. `asked` and `not_asked` are questions that must, or must not, come.
- `then` holds further turns with the same keys; there a position is laid over the game as it stands after News.
- `luck` says what the dice must do. The dice are keyed by the number of the game, so the harness looks for a game in
  which they do. No event happens but those in `events`. Of the act itself: `band`, or `dice`; `noticed`; `named`, whom
  each seat holds responsible in the end; `alone`, whom it would have held so if nothing were shared; `weighed`, whom the
  victim holds so each time that the case is weighed. Of other acts: `bands`. And as ranges of two dice that no log
  tells: `notice`; `judge`, by seat, one range for each turn that the case is weighed; `clash`, one range for each round
  of a crisis. Doubt spreads to no pledge and no broken word is punished at home (rules 5.7, 5.8) but where `doubted` names
  the pledges and `punished` the seats.
- `scenario`, of a ruling or at the head of a file for all of it, brings into play what the shipped scenario leaves out:
  `decks`, further `seats`, other `flashpoints`. Where it says `events`, only those of its decks come with them, so that
  what is added to a deck changes no ruling. `dials` sets numbers of the procedure that scholars dispute. Such a game has
  forty turns, and whoever would have no counter gets cutters.
- `on` names the act, project or event that is ruled on: the first order's act unless said, its first ruling.
- `shows` claims rows, as `obligation.ID` or `gate.ID`, of which the game is evidence that no play can give: see `covered.py`.

`expect` holds what the rules make of it. A missing entry is as wrong as a false one, save in the last three lines.

    number, modifiers, odds, band     of the throw; odds are setback, failure, success, breakthrough in 36
    changes                           of tracks, by the ruling itself: a difference, or [before, after]
    paid                              by seat and budget: what choices took (a stage is paid for when it is settled: `ends`)
    incident, owed, answered          whether the act makes one; what is expected of whom; what each has answered
    shortfall, response               who falls short by how much; changes by the answers and the three limits
    gate_changes, late                changes by each gate that is opened; by an attribution that comes late
    steps                             on the ladder, by the first turn's acts and answers
    rounds, round_changes, role_changes, ending, ending_changes, lost: of a crisis
    clash_at                          the number at which arms clash in each round of it; 0 where none can
    postures, waits, declined         every posture that changes, project that waits, joint order that is declined
    lapses                            what is taken back in the last turn
    drifts, named                     some of what drifts in the last turn; whom some seats hold responsible
    ends, course                      some tracks at the end of the last turn; at the end of every turn
    counts, pieces                    some of what the game counts; where some counters are
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from attrs import Factory, frozen

from kuroshio.model.likely_names import nearest

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent
QUIET: dict[str, int] = tomllib.loads((FOLDER / "quiet.toml").read_text("utf-8"))


class BadRuling(Exception):
    """A ruling that cannot be read or played as it is written."""


# --- what stands in the files ----------------------------------------------------------------------


@frozen(kw_only=True)
class Stage:
    """What a ruling brings into play beside what the shipped scenario has."""

    decks: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    flashpoints: tuple[str, ...] = ()
    events: tuple[str, ...] | None = None
    dials: tuple[tuple[str, int], ...] = ()


@frozen(kw_only=True)
class Turn:
    """One turn of a ruling: see the module."""

    position: dict[str, int] = Factory(dict)
    pieces: dict[str, str] = Factory(dict)
    orders: list[str] = Factory(list)
    answers: list[str] = Factory(list)
    legal: list[str] = Factory(list)
    illegal: list[str] = Factory(list)
    asked: list[str] = Factory(list)
    not_asked: list[str] = Factory(list)


@frozen(kw_only=True)
class Ruling:
    """One numbered ruling."""

    id: str
    title: str
    rules: list[str]
    working: str
    turns: list[Turn]
    expect: dict[str, Any]
    luck: dict[str, Any]
    injects: list[str]
    on: str
    turn: int
    start: str
    file: str
    stage: Stage = Stage()
    shows: tuple[str, ...] = ()


TURN_KEYS = tuple(Turn.__annotations__)
STAGE_KEYS = tuple(Stage.__annotations__)
RULING_KEYS = (
    "id", "title", "rules", "working", "expect", "luck", "injects", "on", "turn", "start", "scenario", "shows", "then",
    *TURN_KEYS,
)  # fmt: skip
# What may be expected: see the checks of the same names in compare.py.
EXPECT_KEYS = (
    "number", "modifiers", "odds", "band", "changes", "paid", "incident", "named", "owed", "answered", "shortfall", "response",
    "gate_changes", "late", "steps", "role_changes", "rounds", "round_changes", "clash_at", "ending", "ending_changes", "lost",
    "postures", "waits", "declined", "lapses", "drifts", "ends", "course", "counts", "pieces",
)  # fmt: skip
LUCK_KEYS = (
    "band", "bands", "dice", "noticed", "named", "alone", "weighed", "notice", "judge", "clash", "doubted", "punished", "events",
)  # fmt: skip


def load_rulings(folder: Path = FOLDER) -> list[Ruling]:
    """Every ruling of the casebook, by file and in the order of the files."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        if path.name != "quiet.toml":
            content = tomllib.loads(path.read_text("utf-8"))
            only(("scenario", "ruling"), content, path.name)
            head = content.get("scenario", {})
            found += [make_ruling({"scenario": head, **entry}, path.name) for entry in content["ruling"]]
    return found


def make_ruling(entry: dict[str, Any], file: str) -> Ruling:
    """A ruling from its table. Raises BadRuling on keys that mean nothing, for a check that is never made says nothing."""
    name = f"{file}, {entry.get('id', 'a ruling without an id')}"
    only(RULING_KEYS, entry, name)
    only(EXPECT_KEYS, entry.get("expect", {}), f"{name}, expect")
    only(LUCK_KEYS, entry.get("luck", {}), f"{name}, luck")
    stage = entry.get("scenario", {})
    only(STAGE_KEYS, stage, f"{name}, scenario")
    turns = [{key: entry[key] for key in TURN_KEYS if key in entry}, *entry.get("then", [])]
    for turn in turns:
        only(TURN_KEYS, turn, f"{name}, then")
    for claim in entry.get("shows", []):
        if claim not in rows():
            raise BadRuling(f"{name}, shows: unknown row {claim!r}; {nearest(claim, list(rows()))}")
    orders = entry.get("orders", [])
    return Ruling(
        id=entry["id"],
        title=entry["title"],
        rules=entry["rules"],
        working=entry["working"],
        turns=[Turn(**turn) for turn in turns],
        expect=entry.get("expect", {}),
        luck={"events": [], **entry.get("luck", {})},
        injects=entry.get("injects", []),
        on=entry.get("on", orders[0].split()[1] if orders else ""),
        turn=entry.get("turn", 1),
        start=entry.get("start", "planning"),
        file=file,
        stage=Stage(**{key: tuple(value.items() if key == "dials" else value) for key, value in stage.items()}),
        shows=tuple(entry.get("shows", ())),
    )


def only(known: Iterable[str], found: Iterable[str], where: str) -> None:
    """Refuse keys that are not known."""
    for key in found:
        if key not in known:
            raise BadRuling(f"{where}: unknown key {key!r}; {nearest(key, list(known))}")


@cache
def rows() -> frozenset[str]:
    """The rows of the rulebook that a ruling may claim to show, as `kind.id`."""
    files = (ROOT / "rules" / name for name in ("obligations.toml", "responses.toml"))
    content = [pair for path in files for pair in tomllib.loads(path.read_text("utf-8")).items()]
    return frozenset(f"{kind}.{entry['id']}" for kind, entries in content for entry in entries)


def numbered_rules() -> set[str]:
    """The numbers of the rules of play."""
    return set(re.findall(r"^(\d+\.\d+) ", (ROOT / "rules" / "README.md").read_text("utf-8"), re.MULTILINE))
