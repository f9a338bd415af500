"""Does opinion move like weather? What moved support, trust and unity in each quarter of a game, by the causes in its log.

`python -m tests.expectations.unexplained_moves --games 1000` plays both scenarios and prints, for every such track, how often it
moved further than the two bounds allow, and the causes of the quarters in which it did.

A *named cause* is something new in that quarter that a newspaper would name: an order carried out or declined, a posture that was
ordered, an event, an inject, an answer, a stage of a project, a legal decision, a round or an ending of a crisis.
*Routine* is what comes without anybody's choosing it in that quarter, and what is answered every time:

- the effects of a standing posture, and its everyday act, but for the quarter in which the posture was ordered;
- of the answers to an everyday act that which a standing posture gives, and protest ("a demarche for every intrusion, the next
  one due next quarter"); what answers an act that was ordered has that act for its cause, and what the public makes of an answer
  to an outrage (rule 5.5) has the answer;
- drift to where a track rests, and the lapse of what was lent, though the log names the loan: nothing happens on that day.

The bounds: no track moves more than FAR steps in a quarter by routine, that is, without a named cause; and routine moves support
STEP at most ("opinion, not weather: routine moves it at most a step a quarter; a named cause can move it far"). Moves by routine
add up: several loans that lapse in one quarter are one move, as a reader of the track sees it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence

import numpy as np
from attrs import frozen

from kuroshio.files.checks.checker import load_all
from kuroshio.files.content_folders import find_scenario
from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.players.doctrine_tables import Playbook, compile_playbook, seat_policies
from kuroshio.players.whole_games import make_memory, play_block
from kuroshio.study.incident_tables import lines_of

SCENARIOS = ("senkaku_2021", "chain_2021_2030")
SUPPORT, TRUST, UNITY = WATCHED = "home", "trust", "asean_unity"
STEP, FAR = 1, 2
PROTEST = "protest"
SEED = 2020
WORST = 8  # combinations of causes that are printed for a kind of track
POSTURE = 1000  # a source that no line of the log is the cause of: a standing posture
# By kind of line that a move may follow from: the field that holds the entry, its list in the ruleset, the word for it.
ENTRIES = {
    codes.L_RULING: ("action", "actions", "act"),
    codes.L_UNNOTICED: ("action", "actions", "act"),
    codes.L_POSTURE: ("action", "actions", "act"),
    codes.L_INCIDENT: ("action", "actions", "seen:"),
    codes.L_ATTRIBUTED: ("action", "actions", "attributed:"),
    codes.L_DECLINED: ("action", "actions", "declined:"),
    codes.L_RESPONSE: ("action", "levels", "answer"),
    codes.L_SHORTFALL: ("action", "levels", "too little:"),
    codes.L_CHOICE: ("subject", "gates", "decision"),
    codes.L_EVENT: ("subject", "events", "event"),
    codes.L_INJECT: ("subject", "injects", "inject"),
    codes.L_PROJECT: ("subject", "projects", "project"),
    codes.L_ROLE: ("subject", "crisis_roles", "role"),
    codes.L_ENDING: ("subject", "crisis_endings", "ending"),
}
OF_ACTS = tuple(kind for kind, (_, entries, _) in ENTRIES.items() if entries == "actions")


@frozen
class Moves:
    """Every move of a watched track in some games, a row each; columns of numbers.

    source: the kind of line that it follows from, or POSTURE, or L_DRIFT; entry: the row of what did it, NONE of a round or of
    drift; against: of an answer the act that it answers, else NONE.
    """

    tables: Tables
    games: int
    game: np.ndarray
    turn: np.ndarray
    slot: np.ndarray
    by: np.ndarray
    source: np.ndarray
    entry: np.ndarray
    against: np.ndarray
    lapsed: np.ndarray
    routine: np.ndarray

    def cause(self, i: int) -> str:
        """What did it, in the ids of the rules."""
        source, entry, against = int(self.source[i]), int(self.entry[i]), int(self.against[i])
        ruleset = self.tables.ruleset
        lapse = "lapse of " if self.lapsed[i] else ""
        if source == POSTURE:
            return f"{lapse}posture {ruleset.postures[entry].id}"
        if source not in ENTRIES:
            return lapse + ("drift" if source == codes.L_DRIFT else "round of a crisis")
        _, entries, word = ENTRIES[source]
        if entries == "actions" and ruleset.actions[entry].everyday:
            word = "everyday act"
        kept = self.tables.scenario.injects if entries == "injects" else getattr(ruleset, entries)
        return f"{lapse}{word} {kept[entry].id}" + (f" to {ruleset.actions[against].id}" if against >= 0 else "")


@frozen
class Quarters:
    """What the moves of a track in a quarter come to, a row each. first: where its moves begin in `order`, n: how many."""

    moves: Moves
    slot: np.ndarray
    net: np.ndarray
    routine: np.ndarray
    named: np.ndarray
    order: np.ndarray
    first: np.ndarray
    n: np.ndarray

    def of(self, track: str) -> np.ndarray:
        """Which rows are of a kind of track."""
        return np.isin(self.slot, slots_of(self.moves.tables, track))

    @property
    def unexplained(self) -> np.ndarray:
        """Which moved further by routine than anything may without a named cause."""
        return np.abs(self.routine) > FAR

    @property
    def restless(self) -> np.ndarray:
        """Which are of support and moved further by routine than support may."""
        return self.of(SUPPORT) & (np.abs(self.routine) > STEP)

    def causes(self, row: int, routine: bool = True) -> str:
        """What moved it, or only what did so by routine."""
        at = self.order[self.first[row] : self.first[row] + self.n[row]]
        told = sorted(f"{self.moves.by[i]:+d} {self.moves.cause(i)}" for i in at if self.moves.routine[i] or not routine)
        return ", ".join(told)


def slots_of(tables: Tables, track: str) -> list[int]:
    """The slots of a kind of track; of support, those of the seats."""
    of_track = tables.rules.slot_track[: len(tables.slots)] == tables.index.tracks[track]
    seats = {f"{seat.faction}.{track}" for seat in tables.scenario.seats}
    return [slot for slot in np.flatnonzero(of_track).tolist() if track != SUPPORT or tables.slots[slot] in seats]


def posture_of_effect(tables: Tables) -> np.ndarray:
    """By row of the effects, the posture of the ruleset whose effect it is; NONE."""
    found = np.full(len(tables.effects), codes.NONE)
    for p, posture in enumerate(tables.ruleset.postures):
        mine = {id(effect) for effect in posture.effects}
        found[[i for i, effect in enumerate(tables.effects) if id(effect) in mine]] = p
    return found


def ordered_anew(log: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Of which lines the government has ordered another posture there in the same quarter."""
    orders = np.flatnonzero((log["what"] == codes.L_POSTURE) & (log["cause"] >= 0))

    def place(at: np.ndarray) -> np.ndarray:
        return (log["turn"][at].astype(np.int64) * 256 + log["area"][at]) * 256 + log["actor"][at]

    return np.isin(place(lines), place(orders))


def read_moves(tables: Tables, log: np.ndarray) -> dict[str, np.ndarray]:
    """The moves that the log of one game tells of."""
    what = log["what"]
    at = np.flatnonzero(np.isin(what, (codes.L_EFFECT, codes.L_EXPIRED, codes.L_DRIFT)))
    watched = [slot for track in WATCHED for slot in slots_of(tables, track)]
    at = at[np.isin(log["subject"][at], watched)]
    lapsed = what[at] == codes.L_EXPIRED
    made = np.where(lapsed, log["cause"][at], at)  # the line by which what now lapses was lent
    cause = log["cause"][made]
    source = np.where(cause >= 0, what[cause], np.where(what[made] == codes.L_DRIFT, codes.L_DRIFT, POSTURE))
    ordered = (source == codes.L_CHOICE) & (log["amount"][cause] == codes.ASK_ORDER)
    source[ordered] = codes.L_POSTURE  # a change of posture that changed nothing any more
    entry = np.full(len(at), codes.NONE)
    for kind, (field, _, _) in ENTRIES.items():
        here = source == kind
        entry[here] = log[field][cause[here]]
    standing, effect = source == POSTURE, log["effect"][made]
    entry[standing] = posture_of_effect(tables)[effect[standing]]
    answer = source == codes.L_RESPONSE
    chosen = what[log["cause"][cause]] == codes.L_CHOICE
    against = np.where(answer, log["subject"][cause], codes.NONE)
    act = np.where(np.isin(source, OF_ACTS), entry, against)
    everyday = (act >= 0) & (tables.rules.action["everyday"][act] == 1)
    usual = ~answer | ((effect >= 0) & (~chosen | (entry == tables.index.levels[PROTEST])))
    new = ordered_anew(log, made) & ~answer
    routine = lapsed | (source == codes.L_DRIFT) | ((standing | (everyday & usual)) & ~new)
    return {
        "turn": log["turn"][at],
        "slot": log["subject"][at],
        "by": log["after"][at] - log["before"][at],
        "source": source,
        "entry": entry,
        "against": against,
        "lapsed": lapsed,
        "routine": routine,
    }


def play_moves(tables: Tables, playbook: Playbook, games: int, seed: int = SEED) -> Moves:
    """Play games by the scenario's doctrines and read the log of each."""
    memory, told = make_memory(lines_of(tables.scenario.turns)), []
    log, policy = np.asarray(memory.log).view(np.ndarray), seat_policies(tables, playbook)
    for game in range(games):
        play_block(tables, playbook, policy, seed, game, 1, memory)
        n = int(memory.games[0].logged)
        assert n < len(log), "a line that is not told could be a cause"
        moves = read_moves(tables, log[:n])
        told.append({"game": np.full(len(moves["turn"]), game), **moves})
    return Moves(tables, games, **{name: np.concatenate([one[name] for one in told]) for name in told[0]})


def quarters_of(moves: Moves) -> Quarters:
    """Add up what moved each track in each quarter."""
    key = (moves.game * 256 + moves.turn) * 4096 + moves.slot
    order = np.argsort(key, kind="stable")
    _, first, n = np.unique(key[order], return_index=True, return_counts=True)

    def summed(what: np.ndarray) -> np.ndarray:
        return np.add.reduceat(what[order], first)

    by = moves.by.astype(np.int64)
    named = (~moves.routine).astype(np.int64)
    return Quarters(moves, moves.slot[order][first], summed(by), summed(by * moves.routine), summed(named), order, first, n)


# --- as figures ----------------------------------------------------------------------------------


def print_figures(scenario: str, quarters: Quarters) -> None:
    moves = quarters.moves
    print(f"\n{scenario}: {moves.games} games of {moves.tables.scenario.turns} quarters")
    print(f"{'track':32s} {'moved':>8s} {'net > 2':>8s} {'no cause':>8s}  routine {'> 1':>7s} {'> 2':>7s}")
    for track in WATCHED:
        slots = slots_of(moves.tables, track)
        for name, which in [
            (track, quarters.of(track)),
            *((moves.tables.slots[slot], quarters.slot == slot) for slot in slots),
        ]:
            far = which & (np.abs(quarters.net) > FAR)
            counts = (which, far, far & (quarters.named == 0))
            routine = (np.abs(quarters.routine[which]) > STEP, quarters.unexplained[which])
            if routine[0].any() or far.any() or name == track:
                row = " ".join(f"{int(n.sum()):8d}" for n in counts)
                print(f"{name:32s} {row}  {'':7s} " + " ".join(f"{int(n.sum()):7d}" for n in routine))
        print_worst(f"{track}: more than {FAR} by routine", quarters, quarters.of(track) & quarters.unexplained)
        print_worst(f"{track}: {FAR} by routine", quarters, quarters.of(track) & (np.abs(quarters.routine) == FAR))


def print_worst(title: str, quarters: Quarters, which: np.ndarray) -> None:
    """Print what most often did it: each cause by itself, and together with those of the same quarter."""
    rows = np.flatnonzero(which)
    if len(rows) == 0:
        return
    together, alone = Counter[str](), Counter[str]()
    for row in rows:
        causes = quarters.causes(int(row))
        together[f"{quarters.moves.tables.slots[quarters.slot[row]]}: {causes}"] += 1
        alone.update(set(causes.split(", ")))
    print(f"  {title}: {len(rows)} quarters")
    for kind, counted in (("cause", alone), ("together", together)):
        for words, n in counted.most_common(WORST):
            print(f"    {kind:8s} {n:6d}  {words}")


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="What moved support, trust and unity, by the causes in the log.")
    parser.add_argument("--games", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--scenario", choices=SCENARIOS, action="append")
    given = parser.parse_args(words)
    for scenario in given.scenario or SCENARIOS:
        tables = compile_tables(*load_all(find_scenario(scenario)))
        print_figures(scenario, quarters_of(play_moves(tables, compile_playbook(tables), given.games, given.seed)))


if __name__ == "__main__":
    main()
