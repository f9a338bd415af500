"""Every die of a game has a key of its own: no roll is thrown for two things (rule 4.3)."""

from __future__ import annotations

import subprocess
import sys


def test_no_key_of_a_game_comes_twice() -> None:
    """Of the game's own dice and of the policies', with every dial on; what an umpire is shown is the roll that then comes."""
    done = subprocess.run([sys.executable, "-m", "tests.kernel.keys"], capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
