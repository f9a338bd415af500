"""The oracle: what games came to on the tree that it was written on, turn by turn.

    .venv/bin/python -m tests.oracle.games compare          # what differs on this tree, and from which turn on
    .venv/bin/python -m tests.oracle.games write            # write it anew, once every difference stands in DIFFERENCES.md
    .venv/bin/python -m tests.oracle.games tell FOLDER      # the narrated games as text, to read two trees side by side

`SCENARIO-POLICY.txt` has a line a game, its number and the hash of its state at the end of each turn; `narrated.txt` a line
a game, the hash of what is told of each turn; `half_day.jsonl` the lines of the half day's journal without times and hashes.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from attrs import frozen

from kuroshio.files.check import load_all
from kuroshio.files.home import find_scenario
from kuroshio.kernel.compiled import verb
from kuroshio.kernel.play import ASKED, OVER, TURN_ENDED, advance, new_game
from kuroshio.kernel.tables import Tables, compile_tables
from kuroshio.kernel.version import KERNEL
from kuroshio.kernel.words import NONE
from kuroshio.policies.drive import answer, make_workshop, play_block
from kuroshio.policies.playbook import RANDOM, Playbook, compile_playbook, seat_policies
from kuroshio.report.narrative import narrate
from kuroshio.session.entries import canonical
from kuroshio.session.kept import read
from tests.session import half_day

FOLDER = Path(__file__).parent / "data"
STORIES = "narrated.txt"  # how games are told, which may be worded otherwise while the games stay the same
HALF_DAY = "half_day.jsonl"  # as typed at a table: a line may be ruled otherwise, or by nobody, under the same kernel
VERSION = "kernel.txt"  # which version of the kernel it was written with
SCENARIOS = ("tutorial", "senkaku_2021", "chain_2021_2030")
POLICIES = ("doctrine", "random")
SEED, GAMES, TWENTIETH = 14, 200, 10
NARRATED = {"tutorial": 6, "senkaku_2021": 8, "chain_2021_2030": 6}  # games that are told
LINES = 65536
LEFT_OUT = ("to", "shown")  # of a line of a journal: line numbers of the file, and what is looked at elsewhere
# The kinds of lines that the half day's journal had when the oracle was written; later kinds are looked at elsewhere.
KINDS = ("choice", "inject", "schedule", "scored", "expect", "draft", "words", "ruling", "note", "agreement", "broken", "clock",
         "late", "undo")  # fmt: skip


@frozen
class World:
    """A scenario ready to play."""

    tables: Tables
    playbook: Playbook


def world(scenario: str) -> World:
    tables = compile_tables(*load_all(find_scenario(scenario)))
    return World(tables, compile_playbook(tables))


@verb
def play_turn(rules, book, policy, games, views, desk, options, mind, log):
    """Play to the end of a turn; False where the game was over already."""
    fresh = NONE
    while True:
        came_to = advance(rules, games[0], desk, log)
        if came_to == ASKED:
            fresh = answer(rules, book, policy, games, views, desk, options, mind, log, fresh)
        elif came_to == TURN_ENDED:
            return True
        elif came_to == OVER:
            return False


def state_hash(tables: Tables, game: np.record) -> str:
    """Eight hexadecimal digits of all that matters in a state.

    Fields are named here, and room that the scenario does not use is left out: a further field or limit changes nothing.
    """
    rules, digest = tables.rules, hashlib.blake2b(digest_size=4)
    seats, places = int(rules.n_factions), int(rules.n_flashpoints)
    cuts = {
        "turn": None, "place": None, "over": None, "crisis": None, "bout": None, "clash_shift": None, "decisions": None,
        "track": rules.n_slots, "piece_area": rules.n_pieces, "piece_readiness": rules.n_pieces, "gate_until": rules.n_gates,
        "event_turn": rules.n_events, "inject_turn": rules.n_injects, "inject_shift": None, "in_crisis": seats, "choice": seats,
        "role": seats, "rival_choice": None, "steps": places, "fact": None, "tally": None,
    }  # fmt: skip
    for name, cut in cuts.items():
        value = np.ascontiguousarray(game[name] if cut is None else game[name][: int(cut)])
        digest.update(value.astype("<i4").tobytes())
    for incident in game.incident[: int(game.n_incidents)]:
        for name in ("actor", "action", "area", "flashpoint", "victim", "intensity", "turn", "occurrence", "evidence", "settled"):
            digest.update(int(incident[name]).to_bytes(4, "little", signed=True))
        for name in ("attributed", "level", "expected"):
            digest.update(incident[name][:seats].astype("<i4").tobytes())
    for lasting in game.lasting[: int(game.n_lasting)]:
        digest.update(np.array(lasting.item(), "<i4").tobytes())
    return digest.hexdigest()


def turn_hashes(one: World, policy: np.ndarray, games: int) -> Iterator[str]:
    """A line a game: its number, and the hash of its state at the end of each turn."""
    tables, workshop = one.tables, make_workshop()
    w, game = workshop, workshop.games[0]
    for number in range(games):
        new_game(tables.rules, game, np.uint64(SEED), np.int64(number))
        hashes = []
        with np.errstate(over="ignore"):
            while play_turn(tables.rules, one.playbook.record, policy, w.games, w.views, w.desk, w.options, w.mind, w.log):
                hashes.append(state_hash(tables, game))
        yield " ".join((str(number), *hashes))


def policy_of(one: World, name: str) -> np.ndarray:
    doctrines = seat_policies(one.tables, one.playbook)
    return np.full_like(doctrines, RANDOM) if name == "random" else doctrines


def stories(one: World, games: int) -> Iterator[str]:
    """Games played by doctrine, told."""
    workshop, policy = make_workshop(LINES), policy_of(one, "doctrine")
    for number in range(games):
        results, _ = play_block(one.tables, one.playbook, policy, SEED, number, 1, workshop)
        yield "\n".join(narrate(one.tables, workshop.log[: workshop.games[0].logged], results[0]))


def story_hashes(story: str) -> list[str]:
    """The hash of what is told of each turn, and of the end."""
    parts = re.split(r"(?m)^## ", story)[1:]
    return [hashlib.blake2b(part.encode(), digest_size=4).hexdigest() for part in parts]


def narrated(scenario: str, one: World, games: int) -> Iterator[str]:
    for number, story in enumerate(stories(one, games)):
        yield " ".join((f"{scenario}-{number}", *story_hashes(story)))


def half_day_lines() -> Iterator[str]:
    """The lines of the half day's journal, of the kinds that the oracle knows."""
    with tempfile.TemporaryDirectory() as folder:
        day = half_day.begin(Path(folder))
        day.play()
        path = day.session.journal.path
        day.session.close()
        assert path is not None
        for entry in read(path).entries:
            if entry.kind in KINDS:
                fields = {name: value for name, value in entry.fields.items() if name not in LEFT_OUT}
                if "words" in fields and entry.kind == "ruling":
                    del fields["words"]  # which order in own words it rules on: by its place in the file
                yield canonical({"kind": entry.kind, **fields}).decode()


def made(games: int = GAMES) -> Iterator[tuple[str, list[str]]]:
    """Each file of the oracle as this tree makes it: its name and its lines."""
    told: list[str] = []
    for scenario in SCENARIOS:
        one = world(scenario)
        for policy in POLICIES:
            yield f"{scenario}-{policy}.txt", list(turn_hashes(one, policy_of(one, policy), games))
        told += narrated(scenario, one, NARRATED[scenario] if games == GAMES else 1)
    yield STORIES, told
    yield HALF_DAY, list(half_day_lines())


def kept(name: str) -> list[str]:
    """The lines of a file as it was written."""
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()


def first_difference(old: str, new: str) -> int:
    """The place of the first word in which two lines differ; for games that is the turn. 0 where they are the same."""
    if old == new:
        return 0
    words = [one.split() for one in (old, new)]
    return next((n for n, (a, b) in enumerate(zip(*words, strict=False)) if a != b), min(map(len, words)))


def differences(name: str, lines: list[str]) -> list[tuple[str, int]]:
    """Games of a file that differ from what was written, with the first turn that does."""
    old = {line.split()[0]: line for line in kept(name)}
    return [(line.split()[0], at) for line in lines if (at := first_difference(old.get(line.split()[0], ""), line))]


def compare() -> Iterator[str]:
    """A line a file: how many games differ, and from which turn on at the earliest."""
    for name, lines in made():
        if name.endswith(".jsonl"):
            same = sum(a == b for a, b in zip(kept(name), lines, strict=False))
            counts = f"{len(lines)} lines, {same} of {len(kept(name))} the same in place"
            yield f"{name}: {'the same' if lines == kept(name) else counts}"
            continue
        found = differences(name, lines)
        earliest = f", from turn {min(at for _, at in found)} on" if found else ""
        yield f"{name}: {len(found)} of {len(lines)} games differ{earliest}"


def write() -> None:
    """Write the oracle anew; where a game differs, the kernel must have another version. Words and rulings may change without."""
    new = dict(made())
    differ = [name for name, lines in new.items() if lines != kept(name) and name not in (STORIES, HALF_DAY)]
    if differ and kept(VERSION) == [str(KERNEL)]:
        sys.exit(f"{', '.join(differ)}: other games under the same version {KERNEL} of the kernel; raise it first")
    for name, lines in {**new, VERSION: [str(KERNEL)]}.items():
        (FOLDER / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    if sys.argv[1] == "compare":
        print("\n".join(compare()))
    elif sys.argv[1] == "write":
        write()
    elif sys.argv[1] == "tell":
        folder = Path(sys.argv[2])
        folder.mkdir(parents=True, exist_ok=True)
        for scenario in SCENARIOS:
            for number, story in enumerate(stories(world(scenario), NARRATED[scenario])):
                (folder / f"{scenario}-{number}.md").write_text(story + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
