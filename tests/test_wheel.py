"""What is installed: a wheel with all that it needs, every subcommand of which runs beside a foreign package `engine`."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kuroshio.cli.main import COMMANDS
from tests.test_house import ENGINE, ROOT

WORDS: dict[str, tuple[str, ...]] = {
    "control": ("evening.game.jsonl", "--new", "tutorial", "--seat", "japan", "--seat", "china", "--script", "lines.txt"),
    "brief": ("tutorial", "--out", "briefs"),
    "check": (),
    "check-room": (),
    "compare": ("tutorial", "tutorial", "--set", "turns=1", "--games", "1", "--out", "table.csv"),
    "coverage": (),
    "sources": (),
    "prices": (),
    "journal": ("evening.game.jsonl",),
    "keys": ("tutorial", "opening"),
    "levers": ("tutorial", "hotline_offer", "--games", "8"),
    "narrate": ("tutorial",),
    "play": ("tutorial", "--seat", "japan"),
    "rehearse": ("tutorial", "--script", "lines.txt", "--name", "before"),
    "replay": ("evening.game.jsonl",),
    "resume": ("evening.game.jsonl",),
    "report": ("evening.game.jsonl", "--out", "review.html"),
    "run": ("tutorial", "--games", "1", "--out", "study"),
    "scenario-from": ("evening.game.jsonl", "--at", "1", "--out", "mine.toml"),
    "sheets": ("evening.game.jsonl", "--out", "sheets"),
    "show": ("evening.game.jsonl",),
    "study": ("run", str(ROOT / "tests" / "study" / "small.toml"), "--games", "1", "--out", "answer"),
}
# In one process, as a start costs most; a window is closed as soon as it is open.
DRIVER = f"""
import sys, kuroshio, kuroshio.cli.main as main, kuroshio.screen.projector.projector, kuroshio.screen.window.window
assert kuroshio.__file__.startswith(sys.argv[1]), kuroshio.__file__
kuroshio.screen.window.window.Window.run = lambda self, look=None: None
kuroshio.screen.projector.projector.Projector.run = lambda self: None
wrong = []
for name in sys.argv[2].split():
    words = {WORDS!r}[name]
    sys.argv = ["kuroshio", name, *words]
    status = main.carry_out()
    if status and name != "check-room":  # which says of a machine without a display that it has none
        wrong.append((name, status))
print("WRONG", wrong)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel of this tree is unpacked, as an installation does."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def test_it_holds_the_package_with_rules_maps_and_scenarios(site: Path) -> None:
    inside = {path.relative_to(site / "kuroshio").as_posix() for path in (site / "kuroshio").rglob("*.py")}
    assert inside == {path.relative_to(ENGINE).as_posix() for path in ENGINE.rglob("*.py")}
    for folder in ("rules", "maps", "scenarios"):
        shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        packed = site / "kuroshio/_data"
        assert shipped == {path.relative_to(packed).as_posix() for path in (packed / folder).rglob("*") if path.is_file()}
    assert {path.name for path in site.iterdir() if not path.name.endswith(".dist-info")} == {"kuroshio"}


SOME = ("check", "keys", "prices", "control", "show")  # rules, tables, a game, a window: what a wheel could lack


@pytest.mark.parametrize("names", [SOME, pytest.param(tuple(WORDS), marks=pytest.mark.full)], ids=["some", "every"])
def test_every_subcommand_runs_from_it_beside_a_foreign_engine(names: tuple[str, ...], site: Path, tmp_path: Path) -> None:
    assert set(WORDS) == set(COMMANDS)
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "__init__.py").write_text("raise ImportError('another engine')\n", "utf-8")
    (tmp_path / "lines.txt").write_text("note: a quiet evening\n", "utf-8")
    environment = {
        **os.environ, "PYTHONPATH": str(site), "NUMBA_DISABLE_JIT": "1", "SDL_VIDEODRIVER": "dummy", "HOME": str(tmp_path),
        "KUROSHIO_GAMES_DIR": str(tmp_path / "games"), "KUROSHIO_CACHE_DIR": str(tmp_path / "cache"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(site), " ".join(names)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0 and done.stdout.rstrip().endswith("WRONG []"), done.stdout[-2000:] + done.stderr[-4000:]
