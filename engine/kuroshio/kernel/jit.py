"""How the kernel's functions are compiled.

With NUMBA_DISABLE_JIT=1 they run as ordinary Python and give the same games. Compiled ones never make room for anything: they
work in what Python gives them and keeps for as long, so numba need not count who holds it (`_nrt=False`, which refuses a
function that would need room). Counting took a sixth of a game.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import llvmlite.binding as llvm
import numba
import numpy as np
import platformdirs
from numba import njit

from kuroshio.kernel.quick_compiling import quickly

ROOT = Path(__file__).resolve().parent.parent
COMPILED_ROOMS = ("model", "kernel", "players")  # the folders of compiled functions, and of the sources of their constants


def _cache_folder() -> Path:
    """Return the cache folder for this version of the sources, this installation and this kind of processor.

    Numba's cache notices neither an edit in a called function of another file nor a switch of bounds checking. It ignores what
    another installation or processor has compiled; in a folder of their own such files cannot be taken for ours.
    """
    config = numba.config
    versions = f"{sys.version}{numba.__version__}{np.__version__}{config.BOUNDSCHECK}"
    machine = f"{config.CPU_NAME or llvm.get_host_cpu_name()}{config.CPU_FEATURES or llvm.get_host_cpu_features().flatten()}"
    digest = hashlib.sha256(f"{versions}{machine}{ROOT}".encode())
    for room in COMPILED_ROOMS:
        for source in sorted((ROOT / room).rglob("*.py")):
            digest.update(source.relative_to(ROOT).as_posix().encode() + source.read_bytes())
    home = os.environ.get("KUROSHIO_CACHE_DIR") or platformdirs.user_cache_dir("kuroshio", appauthor=False)
    return Path(home) / f"kernel-{digest.hexdigest()[:16]}"


def why_unkept(folder: Path) -> str:
    """Return the platform's message why a folder cannot be written; empty if it can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error.strerror or str(error)


CACHE_FOLDER = _cache_folder()
INTERPRETED = bool(numba.config.DISABLE_JIT)
UNKEPT = [] if INTERPRETED or not (why := why_unkept(CACHE_FOLDER)) else [why]  # why compiled code is not kept; empty if it is
VERBS: dict[str, Any] = {}  # the functions called from Python, compiled with all that they call and kept on disk, by name


def is_cold(name: str) -> bool:
    """Whether a verb must still be compiled on this machine, because numba's cache has nothing to load."""
    if INTERPRETED or VERBS[name].overloads:
        return False
    return bool(UNKEPT) or not VERBS[name]._cache._cache_file._load_index()


@contextmanager
def _keeping_here() -> Iterator[None]:
    """Within this context numba caches in our folder; functions that a user compiles elsewhere keep their own cache."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(CACHE_FOLDER)
    try:
        yield
    finally:
        numba.config.CACHE_DIR = before


Function = TypeVar("Function", bound=Callable[..., Any])
COMMON = {"nogil": True, "_nrt": False}  # how parts and verbs alike are compiled


def part(function: Function) -> Function:
    """Have a function compiled into whatever calls it. Its annotations are for people and tools; the compiler reads none."""
    made: Function = njit(**COMMON, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    return made


def verb(function: Callable[..., Any]) -> Any:
    """Have a function that Python calls compiled when it first does, and kept where that can be done."""
    VERBS[function.__name__] = made = _interpreted(function) if INTERPRETED else _compiled(function)
    return made


def _interpreted(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a function so that integers overflow modulo 2**64 without a warning, as they do when compiled."""

    @wraps(function)
    def called(*given: Any) -> Any:
        with np.errstate(over="ignore"):
            return function(*given)

    return called


def _compiled(function: Callable[..., Any]) -> Any:
    with _keeping_here():
        made = njit(**COMMON, cache=not UNKEPT)(function)
    if not UNKEPT:
        made._cache.save_overload = _forgiving(made._cache.save_overload)
    compile_ = made.compile

    def compile_quickly(signature: Any) -> Any:
        with quickly():
            return compile_(signature)

    made.compile = compile_quickly
    return made


def _forgiving(save: Callable[..., None]) -> Callable[..., None]:
    """Save compiled code, but only report a failure: a full disk is no reason to end a game."""

    def attempt(*given: Any) -> None:
        try:
            save(*given)
        except OSError as error:
            UNKEPT[:] = [error.strerror or str(error)]

    return attempt
