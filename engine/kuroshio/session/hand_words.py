"""What control or a seat did beside the rules, in words: the same in the journal, among the acts, and in the review."""

from __future__ import annotations

from collections.abc import Callable

from kuroshio.session.journal_format import JournalLine
from kuroshio.session.word_replies import said_in


def reply(entry: JournalLine) -> str:
    """Tell what a seat replied to an order in own words."""
    return f"{entry['seat']}: reply to {entry['of']}: {said_in(entry['answer'], entry['text'])}"


def changed(entry: JournalLine) -> str:
    """Tell which committed order became which."""
    now = f"now {entry['now'].partition(': ')[2]}" if entry["now"] else "withdrawn"
    return f"{entry['was']}: {now}. {entry['reason']}"


BY_HAND: dict[str, Callable[[JournalLine], str]] = {"reply": reply, "changed": changed}
