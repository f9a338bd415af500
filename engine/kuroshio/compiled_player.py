"""Names for compiled players, besides the view and the options: the kernel's codes, and luck.

A compiled player is a function `choose(view, options, n, luck)` that returns the place of an option, from 0 to n - 1; or a
function of `rows` that returns such a function. docs/players.md says what it may read.

>>> from kuroshio.compiled_player import ORDER, pick
>>> def fast(view, options, n, luck):
...     return pick(luck, n) if view.asking == ORDER else 0
>>> import kuroshio
>>> scenario = kuroshio.load("senkaku_2021")
>>> len(scenario.study(20, seed=7, players={"us": fast}))
20
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from kuroshio.kernel.state import dice
from kuroshio.kernel.state.codes import ASK_CRISIS as CRISIS
from kuroshio.kernel.state.codes import ASK_GATE as GATE
from kuroshio.kernel.state.codes import ASK_ORDER as ORDER
from kuroshio.kernel.state.codes import ASK_PROCEED as PROCEED
from kuroshio.kernel.state.codes import ASK_RESPOND as RESPOND
from kuroshio.kernel.state.codes import ASK_ROLE as ROLE
from kuroshio.kernel.state.codes import ASK_SIGN as SIGN
from kuroshio.kernel.state.codes import NO, NONE, UNKNOWN, YES

__all__ = ["CRISIS", "GATE", "NO", "NONE", "ORDER", "PROCEED", "RESPOND", "ROLE", "SIGN", "UNKNOWN", "YES", "again", "pick"]

AGAIN: Any = np.uint64(0x616761696E)  # sets further luck apart from what it is made of


@njit(nogil=True)  # type: ignore[untyped-decorator]
def pick(luck: Any, n: Any) -> Any:
    """Return a random whole number from 0 to n - 1, drawn from `luck`."""
    return dice.pick(luck, n)


@njit(nogil=True)  # type: ignore[untyped-decorator]
def again(luck: Any) -> Any:
    """Return further luck, for a player that needs more than one random number at a decision."""
    return dice.fold(luck, AGAIN)
