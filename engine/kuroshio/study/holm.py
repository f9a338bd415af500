"""The adjustment of p values for the number of looks, after Holm (1979), Scandinavian Journal of Statistics 6(2), 65-70."""

from __future__ import annotations

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p values, each 0 to 1, adjusted for all of them together, in their order.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    found, worst = list(p_values), 0.0
    for rank, i in enumerate(sorted(range(len(found)), key=lambda i: p_values[i])):
        worst = max(worst, min(1.0, (len(found) - rank) * p_values[i]))
        found[i] = worst
    return found
