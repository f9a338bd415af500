"""Where games are kept, and how one is begun or gone on with."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import platformdirs
from attrs import frozen

from engine.files.check import load_all
from engine.files.home import find_scenario
from engine.kernel.lines import UnclearLine
from engine.kernel.tables import Tables, compile_tables
from engine.model.readings import nearest
from engine.policies.playbook import Playbook, compile_playbook
from engine.session.entries import FORMAT, Entry
from engine.session.game import Session
from engine.session.journal import SUFFIX, Journal, Kept, UnreadableGame, begin, digest_of, go_on, read
from engine.session.public import Publisher

PUBLIC = ".public.jsonl"


@frozen
class Content:
    """A scenario ready to play."""

    tables: Tables
    playbook: Playbook


def load(scenario: str, rules: str = "") -> Content:
    """Load, check and compile a scenario, by path or name. Raises FaultyFiles."""
    tables = compile_tables(*load_all(find_scenario(scenario), Path(rules) if rules else None))
    return Content(tables, compile_playbook(tables))


def games_folder() -> Path:
    """Where games are kept: KUROSHIO_GAMES_DIR, or the user's own data folder of this platform."""
    named = os.environ.get("KUROSHIO_GAMES_DIR")
    return Path(named) if named else Path(platformdirs.user_data_dir("kuroshio", appauthor=False)) / "games"


def new_path(scenario: str, now: datetime) -> Path:
    """A path that no game has yet: the scenario and the minute, and a number where a game has begun in it already."""
    stem = f"{scenario}-{now:%Y-%m-%d-%H%M}"
    folder = games_folder()
    names = [stem, *(f"{stem}-{i}" for i in range(2, 1000))]
    return next(path for name in names if not (path := folder / f"{name}{SUFFIX}").exists())


def start(
    content: Content,
    scenario: str,
    rules: str,
    people: Sequence[str],
    policies: Sequence[tuple[str, str]],
    seed: int,
    path: Path | None,
    umpire: bool = False,
) -> Session:
    """A new game, kept in a file from its first choice on; without a path it is kept nowhere. Raises NotKept, OSError."""
    journal = begin(path, content.tables, scenario, rules, people, policies, seed, umpire) if path else Journal()
    try:
        return _session(content, people, seed, policies, journal, umpire=umpire)
    except BaseException:
        journal.close()
        raise


def resume(path: Path) -> Session:
    """A kept game, gone on with where it stopped. Raises UnreadableGame, NotKept, FaultyFiles, OSError."""
    journal = go_on(path)
    try:
        kept = _as_kept(path, journal)
        return _session(content_of(kept), kept.people, kept.seed, kept.policies, journal)
    except BaseException:
        journal.close()
        raise


def _as_kept(path: Path, journal: Journal) -> Kept:
    return Kept(path, FORMAT, tuple(journal.entries), tuple(journal.counted), journal.size)


def content_of(kept: Kept) -> Content:
    """The scenario of a kept game, under the rules that it was played under. Raises UnreadableGame, FaultyFiles."""
    content = load(kept.scenario, kept.rules)
    if digest_of(content.tables) != kept.digest:
        wrong = f"{kept.path}: the game was played under other rules or another {kept.scenario}"
        raise UnreadableGame(f"{wrong}; go on with it under those it began with")
    return content


def look_into(kept: Kept, entries: Sequence[Entry] | None = None) -> Session:
    """A game played through its lines, or through some of them, and no further; nothing is written.

    Raises UnreadableGame, FaultyFiles.
    """
    lines = kept.counted if entries is None else entries
    return _session(content_of(kept), kept.people, kept.seed, kept.policies, Journal(entries=lines, path=kept.path), False)


def _session(
    content: Content,
    people: Iterable[str],
    seed: int,
    policies: Iterable[tuple[str, str]],
    journal: Journal,
    play_on: bool = True,
    umpire: bool = False,
) -> Session:
    """A session, played on through the lines that were kept."""
    publisher = Publisher(public_path(journal.path)) if journal.stream and journal.path else None
    try:
        return Session(
            content.tables,
            content.playbook,
            people,
            seed,
            policies=policies,
            journal=journal,
            publisher=publisher,
            play_on=play_on,
            umpire=umpire,
        )
    except UnclearLine as error:
        raise UnreadableGame(f"{journal.path}: a choice does not fit the game: {error}") from None


def public_path(path: Path) -> Path:
    """The public journal that lies beside a game: all that the projector reads."""
    return path.with_name(path.name.removesuffix(SUFFIX) + PUBLIC)


def find_game(name: str) -> Path:
    """A kept game by path, or by its name in the folder where games are kept. Raises UnreadableGame when there is none."""
    path = Path(name)
    if path.is_file():
        return path
    folder = games_folder()
    named = folder / (name if name.endswith(SUFFIX) else f"{name}{SUFFIX}")
    if path.name == name and named.is_file():
        return named
    known = sorted(found.name.removesuffix(SUFFIX) for found in folder.glob(f"*{SUFFIX}"))
    right = nearest(name.removesuffix(SUFFIX), known) if known else "begin one with `kuroshio play`"
    raise UnreadableGame(f"{name}: no such game; name its file, or one in {folder}: {right}")


def saved_games() -> list[Kept]:
    """The games that are kept, the latest first; files that are none are passed over."""
    found = []
    paths = sorted(games_folder().glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in paths:
        try:
            found.append(read(path))
        except (UnreadableGame, OSError):
            continue
    return found
