"""What control or a seat did beside the rules, in words: the same in the journal, among the acts, and in the review."""

from __future__ import annotations

from collections.abc import Callable

from kuroshio.session.journal_format import JournalLine
from kuroshio.session.refusal import whole_sentence
from kuroshio.session.word_replies import said_in


def reply(entry: JournalLine) -> str:
    """Tell what a seat replied to an order in own words."""
    return f"{entry['seat']}: reply to {entry['of']}: {said_in(entry['answer'], entry['text'])}"


def changed(entry: JournalLine) -> str:
    """Tell which committed order became which."""
    now = f"now {entry['now'].partition(': ')[2]}" if entry["now"] else "withdrawn"
    return f"{entry['was']}: {now}. {whole_sentence(entry['reason'])}"


def counter(entry: JournalLine) -> str:
    """Tell what control did with a counter."""
    done = {"add": "put on the map in", "move": "moved to", "remove": "taken off the map"}[entry["how"]]
    return f"counter {entry['piece']} {' '.join(filter(None, (done, entry['area'])))}. {whole_sentence(entry['reason'])}"


def crisis(entry: JournalLine) -> str:
    """Tell what control did with a crisis."""
    done = {"open": "opened", "close": "closed", "prolong": f"prolonged by {entry['rounds']}"}[entry["how"]]
    return f"crisis of {entry['flashpoint']} {done} by hand. {whole_sentence(entry['reason'])}"


def frozen(entry: JournalLine) -> str:
    """Tell that a seat is frozen."""
    return f"{entry['seat']} is frozen; {'its doctrine' if entry['plays'] == 'doctrine' else 'nobody'} plays it"


BY_HAND: dict[str, Callable[[JournalLine], str]] = {
    "reply": reply, "changed": changed, "counter": counter, "crisis": crisis, "frozen": frozen,
    "number": lambda entry: f"number {entry['number']} for {entry['order']}. {whole_sentence(entry['reason'])}",
    "thawed": lambda entry: f"{entry['seat']} is thawed",
    "skipped": lambda entry: f"doctrines play until turn {entry['to']}",
}  # fmt: skip
