"""What makes the compilation of a verb shorter than numba's own way: less is spelled, and less is turned into machine code.

Numba is replaced in a few places while a verb is compiled, and restored afterwards.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from attrs import define, field
from numba.core.codegen import CPUCodeLibrary, JITCPUCodegen
from numba.core.environment import lookup_environment
from numba.core.types import Record

WRAPPED = ("_ZN7cpython", "cfunc.")  # the beginnings of the names of what Python and C call a compiled function by
ENVIRONMENT = "_ZN08NumbaEnv"  # the same of what a compiled function knows of Python


@define
class Replaced:
    """A method of numba's that is another while anything is compiled, on however many threads.

    make: the other one, from numba's own.
    """

    owner: type
    name: str
    make: Callable[[Callable[..., Any]], Callable[..., Any]]
    deep: int = 0
    lock: threading.Lock = field(factory=threading.Lock)
    own: list[Callable[..., Any]] = field(factory=list)

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Within this context the method is replaced."""
        with self.lock:
            if not self.deep:
                self.own.append(getattr(self.owner, self.name))
                setattr(self.owner, self.name, self.make(self.own[0]))
            self.deep += 1
        try:
            yield
        finally:
            with self.lock:
                self.deep -= 1
                if not self.deep:
                    setattr(self.owner, self.name, self.own.pop())


# --- what is spelled -----------------------------------------------------------------------------


def _spelled_once(spell: Callable[[Any], str]) -> Callable[[Any], str]:
    """Remember the full names of record types, which do not change: ours have hundreds of fields, spelled at every lookup.

    That spelling takes a fifth of the compilation.
    """
    spelled: dict[int, tuple[str, Any]] = {}

    def recall(record: Any) -> str:
        if id(record) not in spelled:
            spelled[id(record)] = (spell(record), record)
        return spelled[id(record)][0]

    return recall


# --- what is turned into machine code --------------------------------------------------------------

_compiling = threading.local()  # `deep`: how many verbs this thread compiles, one within another


def _is_part(library: Any) -> bool:
    """Whether nothing but other compiled functions can call what a library of numba's holds, in a thread that compiles a verb.

    A verb that is loaded holds its machine code alone.
    """
    if not getattr(_compiling, "deep", 0):
        return False
    held = [one.name for one in library._final_module.functions if not one.is_declaration]
    return bool(held) and not any(name.startswith(WRAPPED) for name in held)


def _verbs_optimised(optimise: Callable[[Any], None]) -> Callable[[Any], None]:
    """Optimise a verb with all that is linked into it, and no part by itself: else a part is optimised anew in each caller."""

    def optimise_verb(library: Any) -> None:
        if not _is_part(library):
            optimise(library)

    return optimise_verb


def _verbs_made(finish: Callable[[Any], None]) -> Callable[[Any], None]:
    """Make machine code of verbs alone. What a part brings along is made known with each verb that it is linked into."""

    def finish_verb(library: Any) -> None:
        if _is_part(library):
            library._finalize_dynamic_globals()
            library._finalized = True
            return
        finish(library)
        if getattr(_compiling, "deep", 0):
            for name in [one.name for one in library._final_module.global_variables]:
                if name.startswith(ENVIRONMENT) and (known := lookup_environment(name)) is not None:
                    library.codegen.set_env(name, known)

    return finish_verb


def _of_what_is_made(tell: Callable[..., None]) -> Callable[..., None]:
    """Tell only machine code what it knows of Python."""

    def tell_made(codegen: Any, name: str, known: Any) -> None:
        if codegen._engine.is_symbol_defined(name) or not getattr(_compiling, "deep", 0):
            tell(codegen, name, known)

    return tell_made


SPELLED = Replaced(Record, "__repr__", _spelled_once)
LINKED = (  # together, or not at all
    Replaced(CPUCodeLibrary, "_optimize_final_module", _verbs_optimised),
    Replaced(CPUCodeLibrary, "_finalize_final_module", _verbs_made),
    Replaced(JITCPUCodegen, "set_env", _of_what_is_made),
)
# Another version of numba may have other inner names: it then compiles in its own way, and the games are the same.
REPLACED = (SPELLED, *(LINKED if all(hasattr(one.owner, one.name) for one in LINKED) else ()))


@contextmanager
def quickly() -> Iterator[None]:
    """Within this context this thread compiles verbs in the shorter way."""
    with ExitStack() as stack:
        for one in REPLACED:
            stack.enter_context(one())
        _compiling.deep = getattr(_compiling, "deep", 0) + 1
        try:
            yield
        finally:
            _compiling.deep -= 1
