"""What most tests play with: the shipped scenario, compiled once, and who decides in it; and in which order tests are run."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator

import pytest

from kuroshio.files.checks.checker import load_all
from kuroshio.files.content_folders import find_scenario
from tests.fixtures import dice_table, doctrines, playbook, randoms, table, tables
from tests.long_checks import LONG
from tests.once import worked_out_once
from tests.stepping import Content

__all__ = ["dice_table", "doctrines", "playbook", "randoms", "table", "tables"]

# Files that play no game: one worker begins with these, while another compiles the kernel (`compiled.py`). The first of them
# compiles a kernel of its own, with bounds checked, in a process of its own.
NEEDS_NO_KERNEL = (
    "tests/kernel/test_bounds.py", "tests/expectations/test_links.py", "tests/expectations/test_verdicts.py",
    "tests/files/test_check.py", "tests/files/test_check_capacities.py",
    "tests/files/test_check_map_shapes.py", "tests/files/test_key_lines.py",
    "tests/files/test_toml_slips.py", "tests/files/test_salvage.py", "tests/files/test_toml_writer.py",
    "tests/files/test_spoilt.py", "tests/files/test_structure.py", "tests/files/test_texts.py", "tests/files/test_theatre.py",
    "tests/kernel/test_cache_folder.py", "tests/kernel/test_records.py", "tests/test_calendar.py", "tests/test_compiled.py",
    "tests/study/keys/test_keys.py", "tests/study/test_quick_checks.py",
    "tests/test_content.py", "tests/test_evidence.py", "tests/test_house.py", "tests/test_interpreted.py",
    "tests/test_likeness.py", "tests/test_wheel.py",
)  # fmt: skip
# The longest files, the longest first: they come first, so that what is left at the end can be shared evenly. Every other one
# is for the same worker: the two of the casebook are, for they share its plays.
LONGEST = (
    "tests/files/test_mutants.py", "tests/cli/test_endings.py", "tests/session/test_kills.py", "tests/screen/test_layout.py",
    "tests/expectations/test_dilemmas.py", "tests/casebook/test_casebook.py", "tests/session/test_aimed.py",
    "tests/casebook/test_complete.py", "tests/cli/test_killed.py", "tests/session/test_forgeries.py",
    "tests/expectations/test_expectations.py", "tests/study/test_study_folder.py",
    "tests/cli/test_players.py", "tests/session/test_wrong_eyes.py", "tests/kernel/test_contract.py",
    "tests/players/test_compiled_players.py", "tests/cli/test_streams.py", "tests/test_documents.py",
    "tests/screen/test_map_places.py",
)  # fmt: skip
# What a developer runs before each commit, `make test-quick`: the house's own rules, the frozen world's games, and of each
# folder the files that reach furthest in a second or two.
QUICK = (
    "tests/test_house.py", "tests/test_content.py", "tests/test_likeness.py",
    "tests/cli/test_numbers.py", "tests/cli/test_theatre.py",
    "tests/files/test_key_lines.py", "tests/files/test_toml_slips.py", "tests/files/test_structure.py",
    "tests/files/test_theatre.py",
    "tests/kernel/test_crisis.py", "tests/kernel/test_dice.py", "tests/kernel/test_golden.py", "tests/kernel/test_capacities.py",
    "tests/kernel/test_places.py", "tests/kernel/test_records.py", "tests/kernel/test_response.py", "tests/kernel/test_umpire.py",
    "tests/players/test_doctrine_choice.py",
    "tests/report/test_narrative.py", "tests/report/test_spreadsheet.py",
    "tests/screen/test_camera.py", "tests/screen/test_state.py",
    "tests/session/test_own_words.py", "tests/session/test_line_parts.py", "tests/session/test_journal_records.py",
    "tests/session/test_injects.py",
    "tests/study/test_estimates.py", "tests/study/test_intervals.py",
)  # fmt: skip
# With the compiler off all tests are loaded and these are run (test_interpreted.py): a game of the kernel, an answer, a choice
# by doctrine, a line of play, an umpire.
WITHOUT_COMPILER = (
    "tests/kernel/test_play_lines.py::test_a_line_that_is_not_open_says_what_is",
    "tests/kernel/test_places.py::test_an_ally_needs_the_hosts_leave",
    "tests/kernel/test_response.py::test_an_answer_beyond_the_rivals_tolerance_is_a_step_up",
    "tests/kernel/test_umpire.py::test_a_track_set_by_hand_stays_within_its_bounds_and_is_told",
    "tests/players/test_doctrine_choice.py::test_nothing_to_want_holds_back",
)


def file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Mark what is chosen by the lists above; in a worker, put what is left into such an order that two workers end together."""
    for item in items:
        if file_of(item) in QUICK:
            item.add_marker("quick")
        if item.nodeid.partition("[")[0] in WITHOUT_COMPILER:
            item.add_marker("without_compiler")
        if item.nodeid.partition("::")[2].startswith(LONG.get(file_of(item), ())):
            item.add_marker("full")
    yield  # what is not wanted is taken out here
    if hasattr(config, "workerinput"):
        items[:] = in_halves(items)


def in_halves(items: list[pytest.Item]) -> list[pytest.Item]:
    """Whole files in another order. Of two workers the one begins at the beginning, the other in the middle."""
    free = of_files(items, NEEDS_NO_KERNEL)
    one, other = of_files(items, LONGEST[::2]), of_files(items, LONGEST[1::2])
    taken = {id(item) for item in (*free, *one, *other)}
    rest = [item for item in items if id(item) not in taken]
    fill = max(len(items) // 2 - len(one), 0)
    return [*one, *rest[:fill], *free, *other, *rest[fill:]]


def of_files(items: Iterable[pytest.Item], files: Iterable[str]) -> list[pytest.Item]:
    """The tests of some files, in the order of these."""
    place = {file: n for n, file in enumerate(files)}
    return sorted((item for item in items if file_of(item) in place), key=lambda item: place[file_of(item)])


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look for cycles among it again and again is a twentieth of all work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Of two workers one compiles, and does it once for both."""
    if hasattr(item.config, "workerinput") and file_of(item) not in NEEDS_NO_KERNEL:
        from tests.compiled import kernel_at_hand

        kernel_at_hand()


@pytest.fixture(scope="session", autouse=True)
def nothing_is_worked_out_twice() -> Iterator[None]:
    with worked_out_once():
        yield


@pytest.fixture(scope="session")
def content() -> Content:
    return load_all(find_scenario("senkaku_2021"))
