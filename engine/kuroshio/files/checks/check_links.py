"""The checks of links: what a cause bears on, and whose decisions it concerns (rule 9)."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.files.checks.check_actions import CHOSEN
from kuroshio.files.checks.check_entries import Checks, EntryPart, values
from kuroshio.files.checks.check_fields import CRISIS_CHOICES, Complaint
from kuroshio.files.checks.check_names import NOUNS, ContentNames, lists
from kuroshio.model.likely_names import nearest
from kuroshio.model.readings import UnclearReading
from kuroshio.model.ruleset import Link

DECIDED = ("weight", "capital", "readiness")  # what a link bears on in a decision
PRICED = ("respond", "crisis", "role")  # decisions whose price links may change


def check_joint(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that a link says what it needs to bear on its number, and nothing else."""
    link: Link = place.part
    if link.bears_on in DECIDED and not link.decide:
        yield ("decide",), f"a link to {link.bears_on} needs a decision", "write decide = ... as in a leaning"
    if link.bears_on in ("capital", "readiness") and link.decide and link.decide not in PRICED:
        yield ("decide",), f"{link.decide!r} has a price that no link changes", f"write one of {', '.join(PRICED)}"
    if link.bears_on not in DECIDED and link.decide:
        yield ("decide",), f"has no use in a link to {link.bears_on}", "leave it out"
    if (link.bears_on == "rest") != bool(link.moves):
        right = "name the track whose rest it moves" if link.bears_on == "rest" else "leave it out"
        yield ("moves",), "only a link to rest moves a track", right
    of_orders = link.bears_on == "number" or (link.bears_on == "weight" and link.decide == "order")
    for word in ("classes", "grave"):
        if getattr(link, word) and not of_orders:
            yield (word,), "only orders have an act class", "leave it out"


def check_moved(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that what a link moves is a track; of one that does not drift it moves nothing."""
    link: Link = place.part
    if not link.moves:
        return
    try:
        track = names.track(link.moves)
    except UnclearReading as error:
        yield ("moves",), error.wrong, error.right
        return
    if values(link.moves, names) is None or track is None:
        yield ("moves",), f"{link.moves!r} is not a track", "name a track that drifts, such as pledge.believed"


def check_options(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that the options that a link names are those of its decision."""
    link: Link = place.part
    decide = "order" if link.bears_on == "number" else link.decide
    if link.choose and decide not in CHOSEN:
        yield ("choose",), "names options without a decision", "write decide = ..., or leave choose out"
        return
    for i, option in enumerate(link.choose):
        field = CHOSEN[decide][0]
        known = list(CRISIS_CHOICES) if decide == "crisis" else names.known(field)
        if option not in known and not (decide != "crisis" and names.has(field, option)):
            yield ("choose", i), f"no {NOUNS[field]} {option!r}", nearest(option, known, lists(field))


LINK_CHECKS: Checks = {Link: (check_joint, check_moved, check_options)}
