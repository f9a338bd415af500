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
from engine.policies.playbook import Playbook, compile_playbook
from engine.session.game import Session
from engine.session.keep import Keeper, Kept, UnreadableGame, begin, digest_of, go_on, read
from engine.session.public import Publisher

SUFFIX = ".game.jsonl"


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
) -> Session:
    """A new game, kept in a file from its first choice on; without a path it is kept nowhere. Raises OSError."""
    keeper = begin(path, content.tables, scenario, rules, people, policies, seed) if path else None
    return _session(content, people, seed, policies, keeper, path)


def resume(path: Path) -> Session:
    """A kept game, gone on with where it stopped. Raises UnreadableGame, FaultyFiles, OSError."""
    kept = read(path)
    content = load(kept.scenario, kept.rules)
    if digest_of(content.tables) != kept.digest:
        raise UnreadableGame(
            f"{path}: the game was played under other rules or another {kept.scenario}; go on with it under those it began with"
        )
    session = _session(content, kept.people, kept.seed, kept.policies, None, None, kept.lines, path)
    session.keeper = go_on(path)
    session.publisher = Publisher(public_path(path))
    session.publish()
    return session


def _session(
    content: Content,
    people: Iterable[str],
    seed: int,
    policies: Iterable[tuple[str, str]],
    keeper: Keeper | None,
    path: Path | None,
    lines: Sequence[str] = (),
    kept_in: Path | None = None,
) -> Session:
    """A session, played on through the lines that were kept."""
    publisher = Publisher(public_path(path)) if path else None
    try:
        return Session(
            content.tables, content.playbook, people, seed, policies=policies, keeper=keeper, publisher=publisher, lines=lines
        )
    except UnclearLine as error:
        raise UnreadableGame(f"{kept_in}: a choice does not fit the game: {error}") from None


def public_path(path: Path) -> Path:
    """The public journal that lies beside a game: all that the projector reads."""
    return path.with_name(path.name.removesuffix(SUFFIX) + ".public.jsonl")


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
