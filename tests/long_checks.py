"""Checks that `make test` leaves to `make test-full`, each with the quicker ones that stay and look at the same thing first.

A test is here when it takes seconds and looks again, in a larger sample or in another place. Where something is on record
that such a test has caught (rules/TUNING.md, CHANGELOG.md), its comment says it.
"""

from __future__ import annotations

# By file, how the names of the tests begin.
LONG: dict[str, tuple[str, ...]] = {
    # README's commands stay. That the options of every page are there is looked at by the same file.
    "tests/test_documents.py": tuple(
        f"test_every_command_of_a_page_runs[{page}.md]"
        for page in ("CONTRIBUTING", "analyst", "author", "clusters", "facilitator", "players", "results")
    ),
    # Some subcommands stay.
    "tests/test_wheel.py": ("test_every_subcommand_runs_from_it_beside_a_foreign_engine[every]",),
    # Games without the compiler stay: tests/kernel/test_determinism.py.
    "tests/test_interpreted.py": ("test_every_test_loads_and_some_are_run_with_the_compiler_off",),
    "tests/players/test_compiled_players.py": ("test_the_same_games_with_the_compiler_off",),
    # Statistics of hundreds of games change with the rules, whose rulings the casebook holds by hand. They have caught levels
    # and acts that were always best, projects that went on in a crisis, talks that could not last a season.
    "tests/expectations/test_dilemmas.py": ("test_no_answer_of_the_ally", "test_sitting_still", "test_a_hotline"),
    "tests/expectations/test_expectations.py": ("test_10_", "test_8_", "test_6_", "test_3_"),
    "tests/expectations/test_manipulations.py": ("test_a_statement_is_read_by_doctrine",),
    "tests/expectations/test_recommendations.py": ("test_every_treatment_moves_something", "test_links_are_switched_off"),
    # One fault of every kind stays: tests/files/test_check.py. The sample has caught aims that could be left out unnoticed.
    "tests/files/test_mutants.py": ("test_a_sample_is_refused_or_harmless",),
    "tests/files/test_spoilt.py": ("test_a_sample_of_spoilt_copies",),
    "tests/files/test_salvage.py": ("test_a_file_without_its_tables",),
    # Kills of the exercise, every byte of a journal and the endings of commands stay: test_kills, test_journal, test_endings.
    "tests/session/test_aimed.py": ("test_an_act_that_is_killed",),
    "tests/session/test_forgeries.py": ("test_some_forged_journals",),
    "tests/cli/test_streams.py": ("test_some_commands_with_strange_streams",),
    "tests/study/test_lent_workers.py": ("test_processes_change_only_the_time",),
    # Keys one by one and some points of each scenario stay, in the same files.
    "tests/study/test_variant_points.py": ("test_a_key_of_every_form_is_patched",),
    "tests/study/keys/test_keys.py": ("test_what_is_for_people_changes_no_table", "test_keys_of_a_sample_can_be_set"),
    # The casebook and the tests of dice stay.
    "tests/casebook/test_complete.py": ("test_the_obligations_read_twice_say_the_same",),
    "tests/kernel/test_keys.py": ("test_no_key_of_a_game_comes_twice",),
    # The same evening by keys stays.
    "tests/screen/test_pilot.py": ("test_the_tutorial_is_played_to_its_outcome[by_mouse]",),
}
