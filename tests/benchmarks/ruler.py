"""Compile and run the ruler in C: see ruler.c."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("ruler.c")


def build(folder: Path) -> Path | None:
    """The compiled ruler, or None where there is no gcc."""
    compiler = shutil.which("gcc")
    if compiler is None:
        return None
    program = folder / "ruler"
    subprocess.run([compiler, "-O2", "-o", program, SOURCE], check=True)
    return program


def run(program: Path, games: int, seed: int, processes: int = 1) -> float:
    """Decisions a second of so many processes at once, each playing `games` games of its own."""
    started = [
        subprocess.Popen([program, str(games), str(seed + i)], stdout=subprocess.PIPE, text=True) for i in range(processes)
    ]
    outputs = [process.communicate()[0].split() for process in started]
    return sum(int(decisions) for decisions, *_ in outputs) / max(float(seconds) for _, seconds, _ in outputs)
