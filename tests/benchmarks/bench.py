"""`make bench`: how fast, as ratios taken in the same minutes on the same machine. See CONTRIBUTING, "Measure".

A time in seconds says more about the machine than about the program, so the bars are ratios; what is given in
seconds is there to be read, not judged. Rounds alternate, so that a busy minute falls on both sides.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from kuroshio import Scenario, load
from kuroshio.kernel.jit import CACHE_FOLDER
from kuroshio.kernel.state.records import GAME
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from kuroshio.players.legal_choices import Legal, Order
from kuroshio.players.player import Source
from kuroshio.players.player_loading import source_of
from kuroshio.players.seat_view import View
from kuroshio.session import saved_games
from kuroshio.study.batch import Batch, play
from kuroshio.study.manifest import asked
from kuroshio.study.run_folder import begin
from kuroshio.study.variant import with_changes
from tests.benchmarks import ruler
from tests.session.exercise import decide

ROUNDS = 5
GAMES = 4000
RULER_GAMES = 1500
SCENARIO = "senkaku_2021"
PLAYER_GAMES = 400  # with a player in Python at one seat
CAMPAIGN, CAMPAIGN_GAMES = "chain_2021_2030", 150  # as many decisions as GAMES of the scenario, or so
PLAIN = """
import time
from kuroshio import load
from kuroshio.players.whole_games import make_memory, play_block
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
setting = load("senkaku_2021")
everybody = [(seat.faction, "random") for seat in setting.tables.scenario.seats]
policy = seat_policies(setting.tables, setting.playbook, everybody)
memory = make_memory()
started = time.perf_counter()
results, _ = play_block(setting.tables, setting.playbook, policy, 1, 0, 3, memory)
print(results.decisions.sum() / (time.perf_counter() - started))
"""


def line(what: str, value: str, bar: str = "", held: bool | None = None) -> None:
    """Print one figure, and whether its bar is held."""
    verdict = "" if held is None else "held" if held else "MISSED"
    print(f"{what:<58} {value:>12}  {bar:<16} {verdict}", flush=True)


def rate(setting: Scenario, policy_name: str, threads: int, games: int = GAMES) -> float:
    """Decisions a second of so many threads."""
    seats = [(seat.faction, policy_name) for seat in setting.tables.scenario.seats] if policy_name else []
    policy = seat_policies(setting.tables, setting.playbook, seats)
    study = Batch(setting.tables, setting.playbook, policy, 1, games * threads, threads=threads)
    started = time.perf_counter()
    decisions = sum(int(block.results.decisions.sum()) for block in play(study))
    return decisions / (time.perf_counter() - started)


def alternate(*measures: Callable[[], float]) -> list[float]:
    """The median of each measure, over rounds in which each comes once."""
    found: list[list[float]] = [[] for _ in measures]
    for _ in range(ROUNDS):
        for values, measure in zip(found, measures):
            values.append(measure())
    return [statistics.median(values) for values in found]


def bench_speed(setting: Scenario, program: Path | None) -> None:
    """Speed on one thread, and what a second one brings."""
    rate(setting, "random", 1, 10)
    if program is None:
        line("decisions a second, one thread", f"{rate(setting, 'random', 1):,.0f}", "(no gcc: no ruler)")
        return
    one, two, own_one, own_two, doctrine = alternate(
        lambda: ruler.run(program, RULER_GAMES, 1),
        lambda: ruler.run(program, RULER_GAMES, 1, 2),
        lambda: rate(setting, "random", 1),
        lambda: rate(setting, "random", 2),
        lambda: rate(setting, "", 1),
    )
    line("decisions a second: ruler", f"{one:,.0f}")
    line("decisions a second: random play, one thread", f"{own_one:,.0f}")
    line("decisions a second: play by doctrine, one thread", f"{doctrine:,.0f}")
    line("random play / ruler", f"{own_one / one:.2f}", "at least 0.4", own_one >= 0.4 * one)
    line("play by doctrine / ruler", f"{doctrine / one:.2f}")
    gain, own_gain = two / one, own_two / own_one
    line("gain of two processes: ruler", f"{gain:.2f}")
    line("gain of two threads", f"{own_gain:.2f}")
    line("gain of two threads / ruler's gain", f"{own_gain / gain:.2f}", "at least 0.9", own_gain >= 0.9 * gain)
    plain = float(python(PLAIN, {"NUMBA_DISABLE_JIT": "1"}))
    line("compiled / the same in plain Python", f"{own_one / plain:.0f}", "at least 30", own_one >= 30 * plain)


def kept(setting: Scenario) -> float:
    """Decisions a second of one thread when the games are kept in a folder, as `kuroshio run` does."""
    policy = seat_policies(setting.tables, setting.playbook)
    study = Batch(setting.tables, setting.playbook, policy, 1, GAMES)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with begin(Path(folder), study, asked(study, {})) as files:
            for _ in files.play_on():
                pass
            files.finish()
        return files.now.tally.decisions / (time.perf_counter() - started)


def bench_study(setting: Scenario) -> None:
    """What it costs to keep the games of a study."""
    kept(setting)
    alone, own = alternate(lambda: rate(setting, "", 1), lambda: kept(setting))
    line("a study that is kept / its games alone", f"{own / alone:.2f}", "at least 0.9", own >= 0.9 * alone)


SIX = {
    "procedure.crisis_at": 7, "opening.us_japan.trust": 5, "opening.china.home": 3, "action.reaffirm_article_5.cost.capital": 2,
    "doctrine.us_allied_presence.order.reaffirm_article_5.weight": 12, "event.midterm_season.on_roll": 9,
}  # fmt: skip


def bench_points(setting: Scenario) -> None:
    """What a point of a sweep costs beside one that is checked and compiled in full. Seconds of the processor."""
    variant, variants = setting.variant, setting.variants

    def anew() -> float:
        started = time.process_time()
        compile_playbook(with_changes(variant, SIX).tables())
        return time.process_time() - started

    def patched() -> float:
        started = time.process_time()
        for _ in range(20):
            assert not variants.at(SIX).anew
        return (time.process_time() - started) / 20

    variants.at(SIX)
    full, quick = alternate(anew, patched)
    line("a point of six numbers, patched / compiled anew", f"{quick / full:.3f}", "at most 0.05", quick <= full / 20)
    line("    milliseconds of the processor that it takes", f"{1000 * quick:.1f}")


def bench_campaign(program: Path | None) -> None:
    """Speed of the campaign, in which more seats, actions and leanings are weighed for each decision."""
    campaign = load(CAMPAIGN)
    rate(campaign, "random", 1, 2)
    if program is None:
        return
    one, own, doctrine = alternate(
        lambda: ruler.run(program, RULER_GAMES, 1),
        lambda: rate(campaign, "random", 1, CAMPAIGN_GAMES),
        lambda: rate(campaign, "", 1, CAMPAIGN_GAMES),
    )
    line(f"{CAMPAIGN}: random play / ruler", f"{own / one:.2f}", "at least 0.4", own >= 0.4 * one)
    line(f"{CAMPAIGN}: play by doctrine / ruler", f"{doctrine / one:.2f}")


class First:
    """A player in Python that takes the first choice. asked: how often, in all games."""

    asked = 0

    def choose(self, view: View, legal: Legal) -> Order:
        """The first."""
        First.asked += 1
        return legal[0]


def first(view: Any, options: Any, n: Any, luck: Any) -> int:
    """The same, compiled: the same choices, made within the kernel."""
    return 0


def bench_players(name: str, setting: Scenario, games: int, judged: bool) -> None:
    """What a player in Python costs beyond the same choices made within the kernel, and a compiled one beside a doctrine."""
    tables, book = setting.tables, setting.playbook
    seat, decisions = tables.scenario.seats[1].faction, 0

    def rate_with(sources: dict[str, Source], games: int = games) -> float:
        nonlocal decisions
        study = Batch(tables, book, seat_policies(tables, book), 1, games, sources=sources)
        started = time.process_time()  # of the processor: a busy machine has no part in it
        decisions = sum(int(block.results.decisions.sum()) for block in play(study))
        return decisions / (time.process_time() - started)

    players = [{}, *({seat: source_of(seat, player)} for player in (first, First))]
    for sources in players:
        rate_with(sources, 1)  # all is compiled by now
    doctrine, compiled, asked = alternate(*(partial(rate_with, sources) for sources in players))
    First.asked = 0
    rate_with(players[-1])
    cost = 1e6 * (1 / asked - 1 / compiled) * decisions / First.asked
    line(f"{name}: with a compiled player / by doctrine", f"{compiled / doctrine:.2f}")
    line(f"{name}: with a player in Python / by doctrine", f"{asked / doctrine:.2f}")
    bar, held = ("at most 50", cost <= 50) if judged else ("", None)
    line("    microseconds of the processor that each of its decisions costs", f"{cost:.1f}", bar, held)


def environment(more: dict[str, str] | None) -> dict[str, str]:
    """The environment of a command, in which Python keeps its bytecode, as it does for whoever installs the package."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | (more or {})


def python(source: str, more: dict[str, str] | None = None) -> str:
    """What a Python of its own prints."""
    command = [sys.executable, "-c", source]
    return subprocess.run(command, env=environment(more), check=True, capture_output=True, text=True).stdout


def kuroshio(folder: Path, *arguments: str, more: dict[str, str] | None = None) -> float:
    """Carry out a command in a folder; its peak memory in MiB."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kuroshio.cli.main", *arguments],
        cwd=folder,
        env=environment(more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    return usage.ru_maxrss / 1024


def bench_size(folder: Path) -> None:
    """State of a game, and memory of a run however long."""
    line("bytes of state a game", f"{GAME.itemsize:,}", "at most 16,384", GAME.itemsize <= 16 * 1024)
    run = ("run", SCENARIO, "--games")
    small, large = (kuroshio(folder, *run, n, "--out", f"memory-{n}") for n in ("5000", "50000"))
    line("peak memory: 50,000 games / 5,000 games", f"{large / small:.2f}", "at most 1.1", large <= 1.1 * small)


def bench_start(folder: Path) -> None:
    """Cold and warm starts, in seconds of the processor: a busy machine has little part in them."""
    cold = _of_processor(lambda: kuroshio(folder, "narrate", SCENARIO, more={"KUROSHIO_CACHE_DIR": str(folder / "cache")}))
    line("seconds of the processor of a cold start and one game", f"{cold:.0f}", "under 60", cold < 60)
    entries = sorted(CACHE_FOLDER.rglob("*.nb?"))
    warm, importing = alternate(
        lambda: _of_processor(lambda: kuroshio(folder, "run", SCENARIO, "--games", "1")),
        lambda: _of_processor(lambda: python("import numba")),
    )
    line("warm start to first result / import numba", f"{warm / importing:.1f}", "at most 5", warm <= 5 * importing)
    line("compiled again for a warm start", str(len(sorted(CACHE_FOLDER.rglob("*.nb?"))) - len(entries)), "0")


def resume_anew(path: Path) -> None:
    """Go on with a game as a process of its own would: nothing that it is made of is in memory."""
    saved_games.unpacked_content.cache_clear()
    saved_games.resume(path).close()


def bench_resume(folder: Path) -> None:
    """Going on with a campaign of which every choice is a person's."""
    content, path = saved_games.load(CAMPAIGN), folder / "campaign.game.jsonl"
    people = [seat.faction for seat in content.tables.scenario.seats]
    session = saved_games.start(content, CAMPAIGN, "", people, (), 1, path)
    while not session.over:
        decide(session)
    session.close()
    resumed, importing = alternate(lambda: _seconds(lambda: resume_anew(path)), lambda: _seconds(lambda: python("import numba")))
    line("lines of the journal of a campaign, people at every seat", f"{len(session.journal.entries):,}")
    line("resume of it / import numba", f"{resumed / importing:.1f}", "at most 8", resumed <= 8 * importing)
    undone = _seconds(session_undo(path))
    line("undo in it / resume", f"{undone / resumed:.2f}", "at most 0.25", undone <= resumed / 4)


def session_undo(path: Path) -> Callable[[], object]:
    """Undo one choice, and look at the picture."""
    session = saved_games.resume(path)
    session.journal.stream = None  # the file stays as it is
    return lambda: (session.history.undo(), session.picture())


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _of_processor(call: Callable[[], object]) -> float:
    """Seconds of the processor that the processes take which a call starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    call()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print every figure."""
    print(f"{os.cpu_count()} processors, {ROUNDS} rounds, medians")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        setting = load(SCENARIO)
        program = ruler.build(folder)
        bench_speed(setting, program)
        bench_study(setting)
        bench_points(setting)
        bench_campaign(program)
        bench_players(SCENARIO, setting, PLAYER_GAMES, judged=True)
        bench_players(CAMPAIGN, load(CAMPAIGN), PLAYER_GAMES // 20, judged=False)
        bench_size(folder)
        bench_start(folder)
        bench_resume(folder)
    line("peak memory of this benchmark, MiB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


if __name__ == "__main__":
    main()
