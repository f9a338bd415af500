"""How the kernel's functions are compiled.

Set NUMBA_DISABLE_JIT=1 and they are ordinary Python, with the same games.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import numba
import numpy as np
import platformdirs
from numba import njit
from numba.core.types import Record

ROOT = Path(__file__).resolve().parent.parent


def _cache_folder() -> Path:
    """A folder of its own for each version of the sources.

    Numba's cache does not see an edit in a called function of another file, nor a switch of bounds checking.
    """
    digest = hashlib.sha256(f"{sys.version}{numba.__version__}{np.__version__}{numba.config.BOUNDSCHECK}".encode())
    for room in ("model", "kernel", "policies"):
        for source in sorted((ROOT / room).glob("*.py")):
            digest.update(source.name.encode() + source.read_bytes())
    home = os.environ.get("KUROSHIO_CACHE_DIR") or platformdirs.user_cache_dir("kuroshio", appauthor=False)
    return Path(home) / f"kernel-{digest.hexdigest()[:16]}"


CACHE_FOLDER = _cache_folder()
INTERPRETED = bool(numba.config.DISABLE_JIT)

if INTERPRETED:
    np.seterr(over="ignore")  # the dice multiply modulo 2**64, as they do when compiled
else:
    numba.config.CACHE_DIR = str(CACHE_FOLDER)


def is_cold() -> bool:
    """Whether nothing has been compiled for these sources yet."""
    return not INTERPRETED and not any(CACHE_FOLDER.rglob("*.nbi"))


def cannot_keep() -> str:
    """Why nothing that is compiled can be kept for the next time; empty where it can."""
    try:
        CACHE_FOLDER.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=CACHE_FOLDER):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def _spell_once() -> None:
    """Have numba keep a record type's full name: it spells ours, of hundreds of fields, out at every lookup.

    That is a fifth of all compiling. The names stay what they were.
    """
    spelled: dict[int, tuple[str, Any]] = {}
    spell = Record.__repr__

    def recall(record: Any) -> str:
        if id(record) not in spelled:
            spelled[id(record)] = (spell(record), record)
        return spelled[id(record)][0]

    Record.__repr__ = recall  # type: ignore[method-assign]


_spell_once()

# A part is compiled into whatever calls it; a verb is called from Python, and kept on disk.
part = njit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)
verb = njit(nogil=True, cache=True)
