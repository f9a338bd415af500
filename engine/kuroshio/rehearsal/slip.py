"""A slip: a sheet of paper that a team hands in, or a question that it puts, and what it means by it."""

from __future__ import annotations

from typing import Any

from attrs import asdict, frozen

from kuroshio.session.journal.journal_format import JournalLine
from kuroshio.session.rehearsal_record import SLIP

FORM, CHANGE, ASKS, ANSWER, REPLY, DISPUTE, DUE = "form", "change", "asks", "answer", "reply", "dispute", "due"


@frozen(kw_only=True)
class Slip:
    """A slip. name: of it, in this rehearsal; seat: who hands it in, empty for the director; text: as it is read.

    sort: one of those above; meant: what the journal has when it is entered as it is meant; wrong: when it is entered as it is
    written; again: what the team says when control asks it; about: what it is about; mistake: the id of the mistake in it.
    """

    name: str
    seat: str
    sort: str
    text: str
    meant: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    again: str = ""
    about: str = ""
    mistake: str = ""

    def fields(self) -> dict[str, Any]:
        """Return it as the fields of a line of the journal."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


def slip_in(entry: JournalLine) -> Slip:
    """Return the slip of a line of the journal."""
    more: dict[str, Any] = {name: tuple(entry[name]) if isinstance(entry[name], list) else entry[name] for name in SLIP}
    return Slip(seat=entry["seat"], text=entry["text"], **more)
