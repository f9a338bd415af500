"""What a line of control has done, in a short sentence: read off the lines of the journal and of the log that came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from kuroshio.kernel.state import codes
from kuroshio.session.acts import PERSON, PLAYER
from kuroshio.session.injects import FIRE, HOLD, RELEASE
from kuroshio.session.journal_entries import Entry
from kuroshio.session.refusal import sentence
from kuroshio.session.rulings import NO_DICE
from kuroshio.session.session import Session


def effect_told(effect: Mapping[str, Any]) -> str:
    """An effect set by hand: `world.tension +1`, or `world.tension = 4`."""
    return f"{effect['track']} = {effect['set']}" if "set" in effect else f"{effect['track']} {effect['add']:+d}"


def note(session: Session, entry: Entry) -> str:
    """A scribe's note; what there is to say of a player is told by itself."""
    if entry["by"] == PLAYER:
        return ""
    return f"Noted, on {entry['seat']}." if entry["seat"] else "Noted."


def expect(session: Session, entry: Entry) -> str:
    """What one seat expects of another."""
    return f"Noted: what {entry['seat']} expects of {entry['other']}."


def agreement(session: Session, entry: Entry) -> str:
    """An agreement, with its id."""
    until = f", to the end of turn {entry['expires']}" if entry["expires"] else ""
    secret = "" if entry["public"] else ", secret"
    return f"Agreed: {entry['id']} ({', '.join(entry['parties'])}{until}{secret})."


def broken(session: Session, entry: Entry) -> str:
    """An agreement that was broken."""
    return f"{entry['id']} is broken by {entry['by']}."


def scored(session: Session, entry: Entry) -> str:
    """A score."""
    worth = next(line.worth for line in session.injects.schedule() if line.id == entry["inject"])
    return f"Scored: {entry['inject']}, {entry['points']} of {worth} points."


def late(session: Session, entry: Entry) -> str:
    """A seat that is late."""
    return f"{entry['seat']} is late: flagged; its orders count like any other's."


def clock(session: Session, entry: Entry) -> str:
    """The clock of the room."""
    done = {"start": "starts", "pause": "is paused", "extend": "is extended", "skip": "is cut short", "end": "ends"}
    seconds = f", {entry['seconds']} seconds" if entry["seconds"] else ""
    return f"The room's {entry['phase'].replace('_', '-')} {done[entry['event']]}{seconds}."


def inject(session: Session, entry: Entry) -> str:
    """What was brought in by hand, whom it is told, what it set."""
    effects = "".join(f"; {effect_told(effect)}" for effect in entry["effects"])
    return f"Told to {', '.join(entry['audience']) or 'everybody'}: {entry['title']}{effects}."


def schedule(session: Session, entry: Entry) -> str:
    """What was done with an inject of the scenario."""
    if not entry["inject"]:
        turns = int(entry["turns"])
        return (
            f"All injects that have a turn come {abs(turns)} turn{'s' * (abs(turns) != 1)} {'later' if turns > 0 else 'earlier'}."
        )
    done = {FIRE: "has come", HOLD: "is held back", RELEASE: "comes when it is due"}
    return f"{entry['inject']} {done[entry['act']]}."


def choice(session: Session, entry: Entry) -> str:
    """An answer of people; orders are told as they are drafted."""
    answer = str(entry["line"]).partition(": ")[2]
    if entry["by"] != PERSON or answer.split()[0] not in codes.QUESTIONS:
        return ""
    return f"Answered: {entry['line']}."


DONE: dict[str, Callable[[Session, Entry], str]] = {
    "note": note, "expect": expect, "agreement": agreement, "broken": broken, "scored": scored, "late": late, "clock": clock,
    "inject": inject, "schedule": schedule, "choice": choice,
}  # fmt: skip


def done(session: Session, entries: Iterable[Entry]) -> Iterator[str]:
    """What lines of the journal have done, a sentence each; nothing of those that say nothing to a person."""
    told = (DONE[entry.kind](session, entry) for entry in entries if entry.kind in DONE)
    yield from filter(None, told)


def without_dice(session: Session, entries: Iterable[Entry]) -> Iterator[str]:
    """The acts that have stood by themselves, which would have been argued or voted on if they had dice."""
    for entry in entries:
        if entry.kind == "ruling" and entry["reason"] == NO_DICE:
            yield session.umpire.told(entry)


def of_players(entries: Iterable[Entry]) -> Iterator[str]:
    """What there is to say of players from outside: why one is no longer asked."""
    return (sentence(entry["text"]) for entry in entries if entry.kind == "note" and entry["by"] == PLAYER)


def declined(session: Session, logged: int) -> Iterator[str]:
    """The joint orders that have fallen through since the log had so many lines: the two parties are told of each."""
    teller = session.play.chronicles[""].teller
    for line in session.log[logged : int(session.game.logged)]:
        if line.what == codes.L_DECLINED:
            yield f"{teller.declined(line)} Both of them are told."
