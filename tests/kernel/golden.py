"""Golden games: what games of the frozen world, and a few of what is shipped, come to at the end of each turn.

    .venv/bin/python -m tests.kernel.golden              # which games differ, from which turn on, and in what
    .venv/bin/python -m tests.kernel.golden write        # write them anew

A file has a line a game: its number, and a word a turn. A word is eight hexadecimal digits of all that matters in the state,
and after a colon a letter for each part of it, in the order of the first line: so whoever finds another word can say what
differs. `told.txt` has the hash of what is told of each turn.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import ascii_letters, digits

import numpy as np
from attrs import frozen

from kuroshio.files.checks.checker import load_all
from kuroshio.files.content_folders import find_scenario
from kuroshio.kernel.state.records import OUTCOME, RULES, TURN, blank
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.kernel.version import KERNEL
from kuroshio.players.doctrine_tables import RANDOM, Playbook, compile_playbook, seat_policies
from kuroshio.players.whole_games import make_memory, play_block, play_games
from kuroshio.report.narrative import narrate
from tests import world
from tests.stepping import Content

FOLDER = Path(__file__).parent / "golden_games"
WORLD = "gulls"
GAMES = {WORLD: 100, "tutorial": 6, "senkaku_2021": 6, "chain_2021_2030": 2}  # of each scenario by each policy
TOLD = {WORLD: 12, "tutorial": 1, "senkaku_2021": 2, "chain_2021_2030": 1}
POLICIES = ("doctrine", "random")
STORIES, VERSION = "told.txt", "kernel.txt"  # how games are told; which version of the kernel they were written with
SEED, LINES = 14, 65536
LETTERS = ascii_letters + digits + "+-"
# Parts of a state beside its tracks, with the fields that they are made of and what of each is in use.
PARTS = {
    "counters": ("piece_area", "piece_readiness"),
    "course": ("turn", "place", "over", "decisions"),
    "crisis": ("crisis", "round_no", "clash_shift", "in_crisis", "choice", "role", "rival_choice", "fact"),
    "gates": ("gate_until",),
    "happenings": ("event_turn", "inject_turn", "inject_shift"),
    "steps": ("steps",),
    "counts": ("tally",),
}
IN_USE = {
    "piece_area": "n_pieces", "piece_readiness": "n_pieces", "gate_until": "n_gates", "event_turn": "n_events",
    "inject_turn": "n_injects", "steps": "n_flashpoints", "in_crisis": "n_factions", "choice": "n_factions", "role": "n_factions",
}  # fmt: skip
OF_A_CASE = ("actor", "action", "area", "flashpoint", "victim", "intensity", "turn", "occurrence", "evidence", "settled")
BY_SEAT = ("attributed", "level", "expected")


@frozen
class Ready:
    """A scenario ready to play."""

    tables: Tables
    playbook: Playbook

    def policy(self, name: str) -> np.ndarray:
        """Who decides at each seat."""
        doctrines = seat_policies(self.tables, self.playbook)
        return np.full_like(doctrines, RANDOM) if name == "random" else doctrines


def ready(scenario: str) -> Ready:
    content: Content = world.load() if scenario == WORLD else load_all(find_scenario(scenario))
    tables = compile_tables(*content)
    return Ready(tables, compile_playbook(tables))


# --- a state in words ---------------------------------------------------------------------------------


def parts_of(tables: Tables, game: np.ndarray) -> Iterator[tuple[str, bytes]]:
    """Each part of a state by name, as bytes. What a scenario leaves unused is left out, so that larger limits change nothing."""
    rules = tables.rules
    values = game["track"][: int(rules.n_slots)]
    tracks = np.asarray(rules.slot_track)[: int(rules.n_slots)]
    for row, track in enumerate(tables.ruleset.tracks):
        yield track.id, numbers(values[tracks == row])
    for name, fields in PARTS.items():
        cuts = (int(rules[IN_USE[field]]) if field in IN_USE else None for field in fields)
        yield name, b"".join(numbers(game[field] if cut is None else game[field][:cut]) for field, cut in zip(fields, cuts))
    seats, cases = int(rules.n_factions), game["incident"][: int(game["n_incidents"])]
    single, by_seat = (numbers(cases[name]) for name in OF_A_CASE), (numbers(cases[name][:, :seats]) for name in BY_SEAT)
    yield "cases", b"".join((*single, *by_seat))
    lasting = game["lasting"][: int(game["n_lasting"])]
    yield "what lasts", b"".join(numbers(lasting[name]) for name in lasting.dtype.names)


def numbers(values: np.ndarray) -> bytes:
    return np.ascontiguousarray(values, "<i4").tobytes()


def part_names(tables: Tables) -> list[str]:
    return [*(track.id for track in tables.ruleset.tracks), *PARTS, "cases", "what lasts"]


def word_of(tables: Tables, game: np.ndarray) -> str:
    """A state as a word: the hash of the whole, and a letter for each part."""
    whole, letters = hashlib.blake2b(digest_size=4), ""
    for _, data in parts_of(tables, game):
        digest = hashlib.blake2b(data, digest_size=4).digest()
        whole.update(digest)
        letters += LETTERS[digest[0] % 64]
    return f"{whole.hexdigest()}:{letters}"


def turn_words(one: Ready, policy: str, games: int) -> Iterator[str]:
    """A line a game. A game that is cut short at a turn ends as the whole game stands there, so each is played once a turn."""
    w, rules, seats = make_memory(), blank(RULES), one.policy(policy)
    rules[0] = one.tables.rules
    turns, game = int(one.tables.rules.n_turns), np.asarray(w.games).view(np.ndarray)[0]
    results, rows = blank(OUTCOME, 1), blank(TURN, turns).reshape(1, -1).view(np.recarray)
    for number in range(games):
        words = [str(number)]
        for turn in range(1, turns + 1):
            rules[0].n_turns = turn
            with np.errstate(over="ignore"):
                play_games(
                    rules[0], one.playbook.record, seats, np.uint64(SEED), np.int64(number),
                    w.games, w.views, w.scratch, w.options, w.weighing, w.log, results, rows,
                )  # fmt: skip
            words.append(word_of(one.tables, game))
        yield " ".join(words)


def told(scenario: str, one: Ready, games: int) -> Iterator[str]:
    """A line a game that is told: its name, and the hash of what is told of each turn, and of the end."""
    memory, policy = make_memory(LINES), one.policy("doctrine")
    for number in range(games):
        results, _ = play_block(one.tables, one.playbook, policy, SEED, number, 1, memory)
        story = "\n".join(narrate(one.tables, memory.log[: memory.games[0].logged], results[0]))
        parts = re.split(r"(?m)^## ", story)[1:]
        yield " ".join((f"{scenario}-{number}", *(hashlib.blake2b(part.encode(), digest_size=4).hexdigest() for part in parts)))


# --- the files ----------------------------------------------------------------------------------------


def made(scenario: str, share: int = 1) -> Iterator[tuple[str, list[str]]]:
    """The files of a scenario as this tree makes them: the name of each and its lines. share: one game in so many."""
    one = ready(scenario)
    for policy in POLICIES:
        lines = turn_words(one, policy, max(GAMES[scenario] // share, 1))
        yield f"{scenario}-{policy}.txt", [" ".join(("parts", *("_".join(n.split()) for n in part_names(one.tables)))), *lines]
    yield STORIES, list(told(scenario, one, max(TOLD[scenario] // share, 1)))


def kept(name: str) -> list[str]:
    """The lines of a file as it was written."""
    path = FOLDER / name
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def differences(name: str, lines: list[str]) -> Iterator[str]:
    """A sentence for each game that is not what was written: which, from which turn on, and what differs there first."""
    old = {line.split()[0]: line.split() for line in kept(name)}
    names = {"old": old.get("parts", []), "new": lines[0].split()}
    for line in lines[name != STORIES :]:
        new, before = line.split(), old.get(line.split()[0], [])
        turn = first_difference(before, new)
        if turn:
            what = "" if name == STORIES else changed(names, before, new, turn)
            yield f"{name.removesuffix('.txt')}: game {new[0]} differs from turn {turn} on{what}"


def first_difference(before: list[str], new: list[str]) -> int:
    """The place of the first word in which two lines differ, one that only one of them has among them; 0 for none."""
    pairs = enumerate(zip(before, new))
    length = min(len(before), len(new)) if len(before) != len(new) else 0
    return next((n for n, (one, other) in pairs if one != other), length)


def changed(names: dict[str, list[str]], before: list[str], new: list[str], turn: int) -> str:
    """What differs in a turn, by name, where both games have that turn."""
    if turn >= min(len(before), len(new)):
        return ": the one has this turn, the other has not"
    letters = [dict(zip(names[age][1:], words[turn].split(":")[1])) for age, words in (("old", before), ("new", new))]
    what = [name for name in {**letters[0], **letters[1]} if letters[0].get(name) != letters[1].get(name)]
    return f": {', '.join(what) or 'one part, whose letter is the same by chance'}"


def write() -> None:
    """Write all games anew; where one of the frozen world differs, the kernel must have another version than before."""
    stories: list[str] = []
    files: dict[str, list[str]] = {}
    for scenario in GAMES:
        for name, lines in made(scenario):
            if name == STORIES:
                stories += lines
            else:
                files[name] = lines
    differ = [name for name, lines in files.items() if name.startswith(WORLD) and kept(name) and lines != kept(name)]
    if differ and kept(VERSION) == [str(KERNEL)]:
        sys.exit(f"{', '.join(differ)}: other games under the same version {KERNEL} of the kernel; raise it first")
    FOLDER.mkdir(exist_ok=True)
    for name, lines in {**files, STORIES: stories, VERSION: [str(KERNEL)]}.items():
        (FOLDER / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    if sys.argv[1:] == ["write"]:
        write()
        return
    found = [sentence for scenario in GAMES for name, lines in made(scenario) for sentence in differences(name, lines)]
    print("\n".join(found) or "every game is what it was")


if __name__ == "__main__":
    main()
