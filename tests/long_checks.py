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
    "tests/expectations/test_dilemmas.py": (
        "test_no_answer_of_the_ally",
        "test_sitting_still",
        "test_a_hotline",
        "test_integration_costs",
        "test_a_crisis_eats",
    ),
    "tests/expectations/test_expectations.py": ("test_10_", "test_8_", "test_6_", "test_5_", "test_3_", "test_2_"),
    "tests/expectations/test_campaign.py": ("test_no_school_does_one_thing",),
    "tests/expectations/test_manipulations.py": ("test_a_statement_is_read_by_doctrine", "test_what_the_rules_do_not_have_yet"),
    "tests/expectations/test_recommendations.py": ("test_every_treatment_moves_something", "test_links_are_switched_off"),
    # One fault of every kind stays: tests/files/test_check.py. The sample has caught aims that could be left out unnoticed.
    "tests/files/test_mutants.py": ("test_a_sample_is_refused_or_harmless", "test_the_command_ends_with_status_2"),
    "tests/files/test_spoilt.py": ("test_a_sample_of_spoilt_copies",),
    "tests/files/test_salvage.py": ("test_a_file_without_its_tables",),
    # Whoever decides by doctrine stays, with the same eyes and the same number of looks.
    "tests/session/test_wrong_eyes.py": (
        "test_what_is_chosen_at_the_same_time_is_read_by_nobody_before_all_have_chosen[random-2-6]",
        "test_what_is_hidden_changes_nothing_that_a_person_reads[random-2-6]",
    ),
    # Two ways back, one disk that is full and one turn to begin from stay.
    "tests/session/test_undo.py": tuple(
        f"test_rewind_goes_back_to_a_phase[{at}]" for at in ("1-news", "1-planning", "3-planning", "2-news")
    ),
    "tests/session/test_disk_faults.py": ("test_a_full_disk_leaves_all_as_it_was_and_the_same_can_be_entered_again[True]",),
    "tests/cli/test_kept.py": tuple(f"test_a_scenario_of_a_turn_begins_where_the_game_stood[{turn}]" for turn in (1, 2, 5)),
    # A quarter of the bytes of a journal stays.
    "tests/session/test_journal.py": tuple(f"test_every_change_of_a_byte_is_noticed[{part}]" for part in (1, 2, 3)),
    # Kills of the exercise, every byte of a journal and the endings of commands stay: test_kills, test_journal, test_endings.
    "tests/session/test_aimed.py": ("test_an_act_that_is_killed",),
    "tests/session/test_forgeries.py": ("test_some_forged_journals",),
    "tests/cli/test_streams.py": ("test_some_commands_with_strange_streams",),
    # A disk that is full at any step of a study's folder stays: tests/study/test_study_folder.py.
    "tests/cli/test_endings.py": ("test_a_disk_that_is_full_in_the_middle_of_a_run",),
    "tests/study/test_lent_workers.py": ("test_processes_change_only_the_time", "test_two_studies_share_a_worker"),
    # Threads and blocks stay: test_study_run, test_paired_differences, test_compiled_players.
    "tests/cli/test_players.py": ("test_a_study_is_the_same_with_any_threads_and_blocks",),
    "tests/api/test_games.py": ("test_a_study_is_the_same_on_any_number_of_threads",),
    "tests/study/test_incident_tables.py": ("test_threads_and_shards_change_only_the_time",),
    # Shards of a study stay: test_study_run; one of three points at which a study is left, one of two players that change.
    "tests/study/test_shards.py": ("test_shards_in_any_order", "test_a_merge_that_was_interrupted"),
    "tests/study/test_study_run.py": tuple(f"test_a_study_that_is_left_goes_on_to_the_same_bytes[{n}]" for n in (20, 460)),
    "tests/study/test_study_players.py": ("test_a_manifest_is_refused_where_the_file_of_a_player_has_changed[my_bot.py]",),
    "tests/study/test_intervals.py": tuple(
        f"test_it_holds_of_two_that_are_apart[{sample}]" for sample in ("0.1-0.12-200-300", "0.01-0.03-400-400")
    ),
    "tests/players/test_policy_view.py": ("test_it_is_drawn_as_in_the_view_and_enough_to_choose_by[randoms-",),
    # Keys one by one and thirty points of the frozen theatre stay, in the same files.
    "tests/study/test_variant_points.py": (
        "test_a_key_of_every_form_is_patched",
        "test_a_patched_point_is_the_one_compiled_anew[senkaku_2021-12]",
    ),
    "tests/study/keys/test_keys.py": ("test_what_is_for_people_changes_no_table", "test_keys_of_a_sample_can_be_set"),
    # The casebook and the tests of dice stay.
    "tests/casebook/test_complete.py": ("test_the_obligations_read_twice_say_the_same",),
    "tests/kernel/test_keys.py": ("test_no_key_of_a_game_comes_twice",),
    # The same evening by keys stays.
    "tests/screen/test_pilot.py": tuple(
        f"{test}[by_mouse]"
        for test in (
            "test_the_tutorial_is_played_to_its_outcome",
            "test_every_seat_comes_once_more_to_sign_and_most_find_nothing",
        )
    ),
    "tests/screen/test_umpire.py": ("test_an_umpired_bit_of_an_evening[by_mouse]",),
}
