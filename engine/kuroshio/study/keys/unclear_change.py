"""The refusal of a change."""

from __future__ import annotations


class UnclearChange(ValueError):
    """A change that cannot be made: `wrong` says why, `right` what would do. key: the key that it is about, where that is known.

    >>> import kuroshio
    >>> kuroshio.load("senkaku_2021").with_changes("opening.us_japan.trust=55")
    Traceback (most recent call last):
        ...
    kuroshio.study.keys.unclear_change.UnclearChange: 55 is out of range; write 0 to 6
    """

    def __init__(self, wrong: str, right: str, key: str = ""):
        super().__init__(f"{wrong}; {right}")
        self.wrong, self.right, self.key = wrong, right, key
