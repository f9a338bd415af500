"""`report` and `brief` are killed while they write: the old set is found or the new one, and all else as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the commands are forked")


def kills(*words: int) -> list[list[object]]:
    """What tests.cli.killed found, in a process of its own."""
    command = [sys.executable, "-m", "tests.cli.killed", *map(str, words)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(found: list[list[object]]) -> None:
    """No kill left anything between the two sets, nor anything else of its own; and both sets were found."""
    assert [kill for kill in found if kill[3] not in ("old", "new") or kill[4]] == []
    assert {(kill[0], kill[3]) for kill in found} == {(name, one) for name in ("report", "brief") for one in ("old", "new")}


@pytest.mark.full
def test_killed_at_a_twentieth_of_the_moments_a_command_leaves_the_old_set_or_the_new() -> None:
    found = kills(19, 7)
    assert len(found) > 20
    check(found)


@pytest.mark.full
def test_killed_at_any_moment_a_command_leaves_the_old_set_or_the_new() -> None:
    found = kills()
    assert len(found) > 500
    check(found)
