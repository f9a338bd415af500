"""Leanings that never count: a condition of an order that reads somebody or a place whom the leaning does not name.

While a doctrine weighs its orders, a word such as `actor_target` means whom the leaning names. Without a name it means nobody,
and a condition that reads nobody never holds. No fault, for the rules can be played; `kuroshio check` warns of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from kuroshio.model.readings import Lexicon, Meaning, UnclearReading, understand
from kuroshio.model.ruleset import Leaning, Ruleset

# The parts of an order by which a word of a reading gets its meaning.
READ_FROM: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("target", "actor_target"), ("target",)),
    **dict.fromkeys(("partner", "actor_partner"), ("partner",)),
    "target_partner": ("target", "partner"),
    **dict.fromkeys(("area", "flashpoint", "pledge", "challenger", "holder", "ally"), ("area",)),
    **dict.fromkeys(("challenger_holder", "ally_holder"), ("area",)),
}


def idle_leanings(ruleset: Ruleset, names: Lexicon) -> Iterator[str]:
    """Yield a sentence for each condition of a leaning to an order that can never hold, doctrine by doctrine."""
    for doctrine in ruleset.doctrines:
        for leaning in doctrine.leanings:
            for track, word in read_of_nobody(leaning, names):
                idle = f"doctrine {doctrine.id}: an order of {leaning.choose} reads {track!r} and names no {word}"
                yield f"{idle}, so that it never counts; name the {word}, or the track outright"


def read_of_nobody(leaning: Leaning, names: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield each reading of a leaning to an order that has no meaning in it, with the part that it would have to name."""
    for condition in leaning.when if leaning.decide == "order" else ():
        with suppress(UnclearReading):
            for word in words_needed(understand(condition.track, names)):
                if not getattr(leaning, word):
                    yield condition.track, word


def words_needed(meaning: Meaning) -> Iterator[str]:
    """Yield the parts of an order that a reading is taken from."""
    yield from READ_FROM.get(meaning.subject, ())
    if meaning.kind in ("stance", "pieces") and not meaning.flashpoint:
        yield "area"
