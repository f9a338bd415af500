"""Players as a user names them: `FILE.py:NAME`, `exec:PROGRAM`, or a class or function from Python."""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from kuroshio.model.likely_names import nearest
from kuroshio.players.compiled_players import FunctionSource
from kuroshio.players.player import PlayerFault, Source, fault_of
from kuroshio.players.programs import PREFIX, load_program

FORMS = "FILE.py:CLASS or exec:PROGRAM"
SUFFIX = ".py"
MODULE = "player_"  # the prefix of the names of modules made from players' files
PLAYER, BY_ROWS, WHOLE = 0, 1, 4  # number of arguments: of a maker of players, of a function of rows, of a compiled player


def is_player(text: str) -> bool:
    """Whether a policy names a player from outside, not a doctrine."""
    return ":" in text or text.endswith(SUFFIX)


def load(text: str) -> Source:
    """Load the player that a text names, `FILE.py:NAME` or `exec:PROGRAM`. Raises PlayerFault."""
    return load_program(text) if text.startswith(PREFIX) else load_player(text)


def load_player(text: str) -> Source:
    """Load the class or function that `FILE.py:NAME` names. Raises PlayerFault."""
    if text.endswith(SUFFIX):
        raise PlayerFault(f"{text}: names a file but no class in it; write {text}:CLASS")
    file, _, wanted = text.rpartition(":")
    path = Path(file)
    if not path.is_file():
        raise PlayerFault(f"{text}: there is no file {file}; write {FORMS}")
    data = path.read_bytes()
    module = _run(text, path, data)
    thing = vars(module).get(wanted)
    if thing is None:
        known = [name for name, found in vars(module).items() if _is_one(found, module)]
        right = nearest(wanted, known) if known else "no class in it has a method choose(view, legal)"
        raise PlayerFault(f"{text}: {path.name} has no class {wanted!r}; {right}")
    return source_of(text, thing, {"sha256": hashlib.sha256(data).hexdigest()})


def _run(text: str, path: Path, data: bytes) -> ModuleType:
    """Run a file as a module, which can import the files beside it. Raises PlayerFault."""
    place = path.resolve()
    module = ModuleType(f"{MODULE}{path.stem}_{hashlib.sha256(str(place).encode()).hexdigest()[:8]}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # where dataclasses and pickles look it up
    if str(place.parent) not in sys.path:
        sys.path.append(str(place.parent))
    try:
        exec(compile(data, str(path), "exec"), module.__dict__)
    except SystemExit as error:
        raise PlayerFault(f"{text}: the file cannot be run: it ends the program ({error})") from None
    except Exception as error:
        raise fault_of(f"{text}: the file cannot be run", error) from error
    return module


def _is_one(thing: Any, module: ModuleType) -> bool:
    """Whether a thing of a module looks like a player."""
    if getattr(thing, "__module__", None) != module.__name__:
        return False
    return (
        callable(getattr(thing, "choose", None))
        if inspect.isclass(thing)
        else callable(thing) and arguments(thing) in (BY_ROWS, WHOLE)
    )


def source_of(name: str, thing: Any, origin: dict[str, object] | None = None) -> Source:
    """Make the source of players from a class or a function; a function's arguments tell its kind. Raises PlayerFault."""
    if isinstance(thing, Source):
        return thing
    if isinstance(thing, type):
        choose: Any = getattr(thing, "choose", None)
        if not callable(choose):
            raise PlayerFault(f"{name}: the class has no method choose(view, legal)")
        if isinstance(inspect.getattr_static(thing, "choose"), staticmethod) and arguments(choose) == WHOLE:
            return FunctionSource(name, choose, origin=origin)
        maker: Any = thing
        return Source(name, maker, origin)
    if not callable(thing) and callable(getattr(thing, "choose", None)):
        raise PlayerFault(f"{name}: is a single object; name its class, because every game makes its own players")
    n = arguments(thing) if callable(thing) else None
    if n in (BY_ROWS, WHOLE):
        return FunctionSource(name, thing, n == BY_ROWS, origin)
    if n != PLAYER:
        right = "give a class with choose(view, legal), or a function choose(view, options, n, luck)"
        raise PlayerFault(f"{name}: is not a player; {right}")
    return Source(name, thing, origin)


def arguments(function: Callable[..., Any]) -> int:
    """Return how many arguments a function requires; 0 where Python cannot tell."""
    try:
        found = inspect.signature(getattr(function, "py_func", function)).parameters.values()
    except (ValueError, TypeError):
        return 0
    places = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(one.kind in places and one.default is inspect.Parameter.empty for one in found)
