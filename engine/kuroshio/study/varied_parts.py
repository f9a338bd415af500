"""The parts of what is uncertain: in which the effect on the primary outcome is told apart, to see on which keys it depends."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from attrs import frozen

from kuroshio.study.draws import Settings, levels_of
from kuroshio.study.study_file import StudyFile, Vary

THIRDS = 3


@frozen
class VariedPart:
    """A third of the range of a varied key, or one of its values. title: the key's short name; values: those in this part."""

    key: str
    title: str
    values: Sequence[object]

    @property
    def span(self) -> str:
        """Its values in words."""
        return " to ".join(str(value) for value in dict.fromkeys((self.values[0], self.values[-1])))

    @property
    def name(self) -> str:
        """The key and the values."""
        return f"{self.title} = {self.span}"


def parts_of(vary: Vary, design: str) -> tuple[VariedPart, ...]:
    """Return the parts of a varied key: each value of a grid or a list, the thirds of a range of a Latin hypercube.

    >>> [part.name for part in parts_of(Vary("procedure.crisis_at", (4, 10), id="crisis"), "lhs")]
    ['crisis = 4 to 5', 'crisis = 6 to 7', 'crisis = 8 to 10']
    >>> [part.name for part in parts_of(Vary("policy.japan", values=("random", "japan_police_first"), id="japan"), "lhs")]
    ['japan = random', 'japan = japan_police_first']
    """
    levels = levels_of(vary)
    n = len(levels) if design == "grid" or vary.values else min(THIRDS, len(levels))
    cut = [len(levels) * i // n for i in range(n + 1)]
    return tuple(VariedPart(vary.key, vary.title, levels[start:end]) for start, end in pairwise(cut))


def parts_in(file: StudyFile) -> tuple[tuple[VariedPart, ...], ...]:
    """Return the parts of every varied key of a study, in the order of its file."""
    return tuple(parts_of(vary, file.design.kind) for vary in file.vary)


def parts_at(parts: Sequence[Sequence[VariedPart]], drawn: Settings) -> list[VariedPart]:
    """Return the parts, one of each key, in which a draw lies."""
    values = dict(drawn)
    return [part for of_key in parts for part in of_key if values[part.key] in part.values]
