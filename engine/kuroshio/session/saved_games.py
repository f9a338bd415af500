"""Kept games: where they are, and how one is begun or resumed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import platformdirs

from kuroshio.api.scenarios import Scenario, load
from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import FaultyFiles
from kuroshio.files.pack import MAPS, RULES, SCENARIOS, BadPack, Pack, lay_out, pack, pack_map, unpacked
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.fingerprint import fingerprint
from kuroshio.model.likely_names import nearest
from kuroshio.players.player import PlayerFault, Source
from kuroshio.players.player_loading import is_player
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_reader import SUFFIX, KeptGame, UnreadableGame, read
from kuroshio.session.journal_records import layout
from kuroshio.session.journal_writer import Journal, begin, go_on, header_of
from kuroshio.session.line_kinds import ImpossibleLine
from kuroshio.session.other_seats import load_players
from kuroshio.session.public_journal import Publisher
from kuroshio.session.session import Session
from kuroshio.session.table_acts import PLAYER

PUBLIC = ".public.jsonl"


def seats_for_people(tables: Tables) -> tuple[str, ...]:
    """Return the seats that people can take, in the scenario's order. Institutions give no orders; their doctrines decide."""
    factions = {faction.id: faction for faction in tables.ruleset.factions}
    return tuple(seat.faction for seat in tables.scenario.seats if factions[seat.faction].orders)


def games_folder() -> Path:
    """Return the folder of games: KUROSHIO_GAMES_DIR, or the platform's folder for the user's data."""
    named = os.environ.get("KUROSHIO_GAMES_DIR")
    return Path(named) if named else Path(platformdirs.user_data_dir("kuroshio", appauthor=False)) / "games"


def new_path(scenario: str, now: datetime) -> Path:
    """Return an unused path for a game: the scenario and the minute, with a number if a game has begun in that minute."""
    stem = f"{scenario}-{now:%Y-%m-%d-%H%M}"
    folder = games_folder()
    names = [stem, *(f"{stem}-{i}" for i in range(2, 1000))]
    return next(path for name in names if not (path := folder / f"{name}{SUFFIX}").exists())


def start(
    content: Scenario,
    scenario: str,
    rules: str,
    people: Sequence[str],
    policies: Sequence[tuple[str, str]],
    seed: int,
    path: Path | None,
    umpire: bool = False,
    sources: Mapping[str, Source] = {},
) -> Session:
    """Start a new game, kept in a file from its first choice on; without a path it is not kept. Raises NotKept, OSError.

    scenario, rules: as typed, for people who read the file, which also holds their contents. sources: the players from outside
    among the policies.
    """
    sources = load_players(content.tables, policies, people, sources)
    header = header_of(content.tables, scenario, rules, people, policies, seed, umpire)
    journal = begin(path, header, packed(content) if path else None)
    try:
        return _session(content, people, seed, policies, journal, sources=sources)
    except BaseException:
        journal.close()
        raise


def packed(content: Scenario) -> dict[str, object]:
    """Return the journal line with the content of a game. Raises OSError."""
    files = pack(content.places.scenario, content.places.rules, content.places.map)
    return {"digest": files.digest, "files": files.text(), **layout(content.tables)}


def resume(path: Path, curtained: bool = False, instead: Mapping[str, str] = {}, sources: Mapping[str, Source] = {}) -> Session:
    """Resume a kept game where it stopped. Raises UnreadableGame, NotKept, OSError.

    curtained: whether its seats share one machine. instead: policies by seat that decide from here on; sources: the players
    among them.
    """
    journal = go_on(path)
    try:
        kept = KeptGame(path, 0, tuple(journal.entries), tuple(journal.counted), journal.size)
        content, named = content_of(kept), tuple({**dict(kept.policies), **instead}.items())
        try:
            found = load_players(content.tables, named, kept.people, sources)
        except PlayerFault as error:
            raise UnreadableGame(f"{path}: {error}") from None
        for seat, policy in instead.items():
            journal.append("note", turn=kept.turn, seat="", text=f"From here on {policy} decides for {seat}.", by=PLAYER)
        journal.keep()
        return _session(content, kept.people, kept.seed, named, journal, curtained=curtained, sources=found)
    except BaseException:
        journal.close()
        raise


def content_of(kept: KeptGame) -> Scenario:
    """Return the content of a kept game from its own file, for an older format from its former files. Raises UnreadableGame."""
    try:
        line = kept.content
        content = unpacked_content(line["files"], line["digest"]) if line else load(kept.scenario, kept.rules)
    except FaultyFiles as error:
        raise UnreadableGame(f"{kept.path}: the content of the game cannot be used: {error.faults[0]}") from None
    except BadPack as error:
        raise UnreadableGame(f"{kept.path}:2: the content of the game is damaged ({error}); use an older copy") from None
    wrong = _header_wrong(kept, content.tables) if kept.content else ""
    if wrong:
        raise UnreadableGame(f"{kept.path}:1: {wrong}; use an older copy")
    return content


@lru_cache(maxsize=2)
def unpacked_content(text: str, digest: str) -> Scenario:
    """Unpack content, ready to play; the last two are remembered. Raises BadPack, FaultyFiles."""
    files = unpacked(text)
    if files.digest != digest:
        raise BadPack("different files from those that were packed")
    folder = lay_out(files)
    return Scenario.read(folder / files.one(SCENARIOS), folder / RULES, folder / files.one(MAPS))


def _header_wrong(kept: KeptGame, tables: Tables) -> str:
    """Say why a game cannot have begun as its first line says; empty if it can."""
    if fingerprint(tables.ruleset, tables.board, tables.scenario) != kept.fingerprint:
        return "the game was begun with other rules, map or scenario than the file holds"
    policies = {seat.faction: seat.policies(tables.ruleset.doctrines) for seat in tables.scenario.seats}
    strange = [seat for seat in (*kept.people, *(seat for seat, _ in kept.policies)) if seat not in policies]
    strange += [policy for seat, policy in kept.policies if not is_player(policy) and policy not in policies.get(seat, ())]
    return f"no seat or doctrine {strange[0]!r} in its scenario" if strange else ""


def look_into(kept: KeptGame, entries: Sequence[JournalLine] | None = None, content: Scenario | None = None) -> Session:
    """Play a kept game through its lines, or some of them, and no further; write nothing. Raises UnreadableGame."""
    if kept.unplayable():
        raise UnreadableGame(kept.unplayable())
    lines = kept.counted if entries is None else entries
    journal = Journal(entries=lines, path=kept.path)
    return _session(content or content_of(kept), kept.people, kept.seed, kept.policies, journal, False)


def _session(
    content: Scenario,
    people: Iterable[str],
    seed: int,
    policies: Iterable[tuple[str, str]],
    journal: Journal,
    play_on: bool = True,
    curtained: bool = False,
    sources: Mapping[str, Source] = {},
) -> Session:
    """Return a session, played through the kept lines."""
    publisher = Publisher(public_path(journal.path), own_map(content.places.map)) if journal.stream and journal.path else None
    try:
        session = Session(
            content.tables,
            content.playbook,
            people,
            seed,
            policies=policies,
            sources=sources,
            journal=journal,
            publisher=publisher,
            play_on=play_on,
            curtained=curtained,
        )
        session.map = content.places.map
        return session
    except ImpossibleLine as error:
        raise UnreadableGame(f"{journal.path}:{error.n}: does not fit the game: {error}; use an older copy") from None


def own_map(folder: Path) -> Pack | None:
    """Pack a map for the projector, if it is not the shipped map of its name; else None, also if it cannot be read."""
    shipped = data_folder("maps") / folder.name
    if folder.resolve() == shipped.resolve():
        return None
    try:
        packed = pack_map(folder)
        return None if packed == pack_map(shipped) else packed
    except OSError:
        return None


def public_path(path: Path) -> Path:
    """Return the path of a game's public journal, which the projector reads, in a folder apart from the secret files.

    KUROSHIO_PUBLIC_DIR names a folder that others may read; else it is `public` beside the game. Games of the same name in
    different folders have separate files there.
    """
    named, stem = os.environ.get("KUROSHIO_PUBLIC_DIR"), path.name.removesuffix(SUFFIX)
    if not named:
        return path.parent / "public" / f"{stem}{PUBLIC}"
    home = path.parent.resolve()
    apart = "" if home == games_folder().resolve() else f"-{sha256(str(home).encode()).hexdigest()[:6]}"
    return Path(named) / f"{stem}{apart}{PUBLIC}"


def newest_public() -> tuple[Path | None, Path]:
    """Return the public journal that was written last, None while there is none, and the folder in which they lie."""
    named = os.environ.get("KUROSHIO_PUBLIC_DIR")
    folder = Path(named) if named else games_folder() / "public"
    found = [path for path in folder.glob(f"*{PUBLIC}") if path.is_file()] if folder.is_dir() else []
    return max(found, key=lambda path: (path.stat().st_mtime_ns, path.name), default=None), folder


def readers_of(folder: Path) -> str:
    """Say who may read the files in a folder, as far as the modes of this and the parent folders tell."""
    if os.name != "posix":
        return "everybody with access to this folder"
    there = next(one for one in (folder, *folder.parents) if one.is_dir())
    open_to_all = all(one.stat().st_mode & 0o005 == 0o005 for one in (there, *there.parents))
    return "everybody on this machine" if open_to_all else "this user only; KUROSHIO_PUBLIC_DIR names a folder for others"


def projector_told(path: Path) -> str:
    """Return a sentence on where the public journal of a game is and who may read it."""
    public = public_path(path)
    return f"The projector reads {public}, which can be read by {readers_of(public.parent)}."


def find_game(name: str) -> Path:
    """Find a kept game by path, or by its name in the folder of games. Raises UnreadableGame if there is none."""
    if not name.strip():
        raise UnreadableGame(f"{name!r} cannot be the name of a game; name its file, or one in {games_folder()}")
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


def saved_games() -> list[KeptGame]:
    """Return the kept games, the latest first; other files are skipped."""
    found = []
    paths = sorted(games_folder().glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in paths:
        try:
            found.append(read(path))
        except (UnreadableGame, OSError):
            continue
    return found
