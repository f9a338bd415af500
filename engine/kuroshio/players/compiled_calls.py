"""How the kernel calls a compiled player: by the address of its machine code, so that the kernel is not compiled anew for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from llvmlite import ir
from numba import carray, cfunc, from_dtype, njit, types
from numba.extending import intrinsic

from kuroshio.kernel.jit import INTERPRETED
from kuroshio.kernel.state.records import GAME, ORDER
from kuroshio.model.capacities import MAX_FACTIONS

FAILED = -1  # returned instead of a place
VIEW_TYPE, ORDER_TYPE = from_dtype(GAME), from_dtype(ORDER)
ARGUMENTS = (VIEW_TYPE, types.Array(ORDER_TYPE, 1, "C"), types.int64, types.uint64)
POINTED = (types.CPointer(VIEW_TYPE), types.CPointer(ORDER_TYPE), types.int64, types.uint64)


class NotCompiled(ValueError):
    """A function that the kernel cannot call; `str` says why in one sentence."""


@intrinsic
def _call(typing: Any, address: Any, view: Any, hand: Any, n: Any, luck: Any) -> Any:
    """Call the function at an address with a view, the first of its options, how many there are, and luck."""
    signature = types.int64(types.int64, view, hand, types.int64, types.uint64)

    def build(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        address, view, hand, n, luck = given
        orders = context.make_array(signature.args[2])(context, builder, hand).data
        pointers = [builder.bitcast(one, ir.IntType(8).as_pointer()) for one in (view, orders)]
        kind = ir.FunctionType(ir.IntType(64), [*(one.type for one in pointers), n.type, luck.type])
        return builder.call(builder.inttoptr(address, kind.as_pointer()), [*pointers, n, luck])

    return signature, build


def _called(player, view, hand, n, luck):
    """Return the place that a compiled player chooses, FAILED where it raises. player: as `address_of` gives it."""
    return _call(player, view, hand, n, luck)


def _called_uncompiled(player, view, hand, n, luck):
    try:
        return place_in(player(view, hand[:n], n, luck))
    except Exception:
        return FAILED


def place_in(answer: object) -> int:
    """Turn a function's answer into a place. Raises TypeError if it is not a whole number."""
    if not isinstance(answer, int | np.integer):
        raise TypeError(f"it returns {answer!r}, which is not a whole number")
    return int(answer)


called: Any = _called_uncompiled if INTERPRETED else njit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)(_called)


def nobody() -> np.ndarray:
    """Return an empty table with room for a player of each faction."""
    return np.zeros(MAX_FACTIONS, object if INTERPRETED else np.int64)


class Callee:
    """A function that the kernel can call. `entry` is what `called` takes; it lives as long as this does.

    function: of (view, options, n, luck), plain or compiled by numba. Raises NotCompiled.
    """

    def __init__(self, function: Callable[..., Any]):
        self.plain: Callable[..., Any] = getattr(function, "py_func", function)
        self.entry: Any = self.plain
        self.compiled: Callable[..., Any] = self.plain
        if not INTERPRETED:
            # Bounds are checked, because the views of other seats lie past the end of an array.
            self.compiled = njit(nogil=True, boundscheck=True)(self.plain)
            self._pointer = self._machine_code()
            self.entry = self._pointer.address

    def _machine_code(self) -> Any:
        try:
            self.compiled.compile(ARGUMENTS)  # type: ignore[attr-defined]
            returned = self.compiled.overloads[ARGUMENTS].signature.return_type  # type: ignore[attr-defined]
            if not isinstance(returned, types.Integer | types.IntegerLiteral):
                raise NotCompiled(f"it returns {returned}; it should return a place among the options, a whole number")
            return cfunc(types.int64(*POINTED))(_guarded(self.compiled))
        except NotCompiled:
            raise
        except KeyError as error:  # numba's error for a field that a record does not have
            raise NotCompiled(f"it cannot be compiled: neither a view nor an order has a field {error}") from None
        except Exception as error:
            raise NotCompiled(f"it cannot be compiled: {_first_lines(error)}") from None

    def __call__(self, view: np.record, options: np.ndarray, luck: int) -> int:
        """Ask the function from Python. Raises what the function raises."""
        return place_in(self.compiled(view, options, len(options), np.uint64(luck)))


def _guarded(function: Any) -> Callable[..., Any]:
    """Wrap a player as a function of pointers that raises nothing."""

    def entry(view, options, n, luck):
        place = FAILED
        try:
            place = function(carray(view, 1)[0], carray(options, n), n, luck)
        except Exception:
            place = FAILED
        return place

    return entry


def _first_lines(error: Exception) -> str:
    """Return the compiler's message as one line: the cause, and the line of the file."""
    text = str(error)
    said = next((line.strip(" :") for line in text.splitlines() if line.strip() and not line.startswith("Failed in")), "")
    found = re.findall(r'File "([^"]+)", line (\d+)', text)
    return f"{said} ({Path(found[-1][0]).name}:{found[-1][1]})" if found else said
