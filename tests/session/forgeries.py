"""Journals with wrong values in them, each chained anew as somebody could who holds the file and this program.

    .venv/bin/python -m tests.session.forgeries 2000     # that many, and a table of what became of them

A wrong journal is refused in one sentence that names its line, or it is proved to tell of the same game as the true one (a
note with other words, say). None of them ends its reader in a traceback.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from kuroshio.api.scenarios import Scenario
from kuroshio.picture.picture import BANDS
from kuroshio.session import saved_games
from kuroshio.session.journal.journal_format import JournalLine, signed, spelled
from kuroshio.session.journal.journal_reader import KeptGame, UnreadableGame, read
from kuroshio.session.journal.line_kinds import MOVES
from kuroshio.session.told_game import ToldGame
from tests.session.aimed import begin

STEPS = 60  # lines of the exercise that are forged
TO_COME = ("advance", "disputed")  # lines on what is to come: without them the game is the same, and its choices are all there
WRITTEN = ("title", "text", "reason", "votes", "by")  # of an inject, a ruling, an order in own words; who chose is checked
STRANGE: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    7,
    10**6,
    10**30,
    0.5,
    "",
    "x",
    "\u202e",
    "japan",
    "mars",
    [],
    [1],
    [[]],
    {},
    {"a": []},
)


@frozen
class Forgery:
    """A journal with one thing wrong. kind: of the line; what: was done to it."""

    kind: str
    what: str
    entries: tuple[JournalLine, ...]


def true_journal(folder: Path) -> Path:
    """A journal of every kind of line."""
    path = folder / "true.game.jsonl"
    begin(path).play(STEPS).session.close()
    return path


def chained(entries: list[JournalLine], folder: Path) -> Path:
    """The lines in a file, numbered and hashed anew."""
    path, previous, made = folder / "forged.game.jsonl", "", []
    for n, entry in enumerate(entries, 1):
        try:
            made.append(signed(evolve(entry, n=n), previous))
        except ValueError:  # a constant that is not JSON, such as NaN: no file can hold it
            made.append(signed(evolve(entry, n=n, fields={}), previous))
        previous = made[-1].hash
    path.write_bytes(b"".join(spelled(entry) for entry in made))
    return path


def forged(true: tuple[JournalLine, ...], luck: random.Random) -> Forgery:
    """One forgery, of a kind of line and of a way that chance picks."""
    kind = luck.choice(sorted({entry.kind for entry in true} - {"content"}))
    at = luck.choice([i for i, entry in enumerate(true) if entry.kind == kind])
    what = luck.choice((field, field, value, value, ruling, line_out, line_twice, line_moved, act_joined))
    return Forgery(kind, what.__name__, tuple(what(list(true), at, luck)))


# --- what is done to a line --------------------------------------------------------------------------


def with_fields(entries: list[JournalLine], at: int, **fields: Any) -> list[JournalLine]:
    entries[at] = evolve(entries[at], fields={**entries[at].fields, **fields})
    return entries


def field(entries: list[JournalLine], at: int, luck: random.Random) -> list[JournalLine]:
    """A field holds something else altogether, or is not there, or there is one more."""
    name = luck.choice([*entries[at].fields, "more_"])
    if luck.random() < 0.1:
        kept = {key: one for key, one in entries[at].fields.items() if key != name}
        entries[at] = evolve(entries[at], fields=kept)
        return entries
    return with_fields(entries, at, **{name: luck.choice(STRANGE)})


def value(entries: list[JournalLine], at: int, luck: random.Random) -> list[JournalLine]:
    """A field holds what another line of the kind has, or a number beside its own: of the right type, and wrong."""
    name, own = luck.choice(list(entries[at].fields.items()))
    others = [e.fields[name] for e in entries if e.kind == entries[at].kind and name in e.fields and e.fields[name] != own]
    beside = [own + 1, own - 1, own + 100] if type(own) is int else [not own] if isinstance(own, bool) else []
    return with_fields(entries, at, **{name: luck.choice([*others[:20], *beside, own])})


def ruling(entries: list[JournalLine], at: int, luck: random.Random) -> list[JournalLine]:
    """A ruling that its mode forbids, or with other dice, odds or answers than the rules give."""
    rulings = [i for i, entry in enumerate(entries) if entry.kind == "ruling"]
    wrong: tuple[dict[str, Any], ...] = (
        {"band": luck.choice(BANDS)}, {"engine": luck.choice(BANDS)}, {"dice": [6, 6]}, {"number": 4}, {"odds": [0, 0, 0, 36]},
        {"pro": ["x"] * 20}, {"votes": {"a": "success"}}, {"by": "rules"}, {"reason": ""}, {"mode": "free"}, {"base": 5},
        {"effects": [{"track": "world.tension", "add": 99}]}, {"effects": [{"track": "mars.home", "set": 1}]},
        {"modifiers": [["Fate", 3]]}, {"audience": ["mars"]}, {"words": 2}, {"seat": "japan"}, {"undisputed": True},
        {"undisputed": False},
    )  # fmt: skip
    return with_fields(entries, luck.choice(rulings), **luck.choice(wrong))


def line_out(entries: list[JournalLine], at: int, luck: random.Random) -> list[JournalLine]:
    del entries[at]
    return entries


def line_twice(entries: list[JournalLine], at: int, luck: random.Random) -> list[JournalLine]:
    entries.insert(at, entries[at])
    return entries


def line_moved(entries: list[JournalLine], at: int, luck: random.Random) -> list[JournalLine]:
    entries.insert(luck.randrange(len(entries)), entries.pop(at))
    return entries


def act_joined(entries: list[JournalLine], at: int, luck: random.Random) -> list[JournalLine]:
    """The mark that says whether an act goes on is turned round."""
    entries[at] = evolve(entries[at], more=not entries[at].more)
    return entries


# --- what becomes of it ------------------------------------------------------------------------------


def verdict(path: Path, content: Scenario, good: KeptGame) -> str:
    """Refused, or the same game as the good one; anything else is a fault. Every reader is tried."""
    try:
        kept = read(path)
        session = saved_games.look_into(kept, content=content)
        told = ToldGame(kept, content)
        for seat in ("", *session.people):
            session.picture_for(seat)
        (
            list(session.injects.schedule()),
            list(session.agreements.known()),
            list(session.overview.orders()),
            session.overview.day_told(),
        )
    except UnreadableGame as error:
        said = str(error)
        assert "\n" not in said and str(path) in said and ";" in said, said
        return "refused"
    assert told.game.tobytes() == session.state()
    moving = [[played(entry) for entry in one.counted if entry.kind in MOVES - {*TO_COME}] for one in (kept, good)]
    n = len(moving[0])
    assert moving[0] == moving[1][:n], "another game is taken for true"
    return "the same game" if n == len(moving[1]) else "the same game, cut short"


def played(entry: JournalLine) -> Any:
    """What a line makes of the game: all but the words that people wrote, of which nothing but their number counts.

    The band that an umpire gives to an order in own words is such a word: it is told, and the effects are set beside it.
    """
    fields = {name: len(one) if name in ("pro", "contra") else one for name, one in entry.fields.items()}
    if entry.kind == "ruling" and fields.get("words"):
        del fields["band"]
    votes = Counter(fields["votes"].values()) if "votes" in fields else None
    return entry.kind, {name: one for name, one in fields.items() if name not in WRITTEN}, votes


def outcomes(folder: Path, times: int, seed: int) -> Iterator[tuple[Forgery, str]]:
    kept, luck = read(true_journal(folder)), random.Random(seed)
    content = saved_games.content_of(kept)
    for _ in range(times):
        forgery = forged(kept.entries, luck)
        try:
            yield forgery, verdict(chained(list(forgery.entries), folder), content, kept)
        except Exception as error:
            raise AssertionError(f"{forgery.kind}, {forgery.what}: {changes(kept.entries, forgery.entries)}") from error


def changes(true: tuple[JournalLine, ...], wrong: tuple[JournalLine, ...]) -> str:
    """What is other in a forgery, for whoever must find out."""
    return next((f"{a} became {b}" for a, b in zip(true, wrong, strict=False) if (a.fields, a.more) != (b.fields, b.more)), "?")


def table(found: list[tuple[Forgery, str]]) -> Iterator[str]:
    yield f"{len(found)} forged journals"
    ends = sorted({end for _, end in found})
    yield f"{'kind of line':<14} {'forged':>7} " + " ".join(f"{end:>26}" for end in ends)
    counts = Counter((forgery.kind, end) for forgery, end in found)
    for kind in sorted({forgery.kind for forgery, _ in found}):
        row = [counts[kind, end] for end in ends]
        yield f"{kind:<14} {sum(row):>7} " + " ".join(f"{n:>26}" for n in row)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(table(list(outcomes(Path(folder), int(sys.argv[1]), 1)))))


if __name__ == "__main__":
    main()
