"""What a line of control has done, in a short sentence, taken from the journal and log lines that it led to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from kuroshio.kernel.state import codes
from kuroshio.session.by_hand_words import BY_HAND
from kuroshio.session.crises_by_hand import CLOSE
from kuroshio.session.injects import FIRE, HOLD, RELEASE
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.refusal import sentence
from kuroshio.session.rulings import NO_DICE, needs
from kuroshio.session.session import Session
from kuroshio.session.table_acts import PERSON, PLAYER
from kuroshio.session.word_replies import said_in


def effect_told(effect: Mapping[str, Any]) -> str:
    """An effect set by hand: `world.tension +1`, or `world.tension = 4`."""
    return f"{effect['track']} = {effect['set']}" if "set" in effect else f"{effect['track']} {effect['add']:+d}"


def note(session: Session, entry: JournalLine) -> str:
    """Confirm a scribe's note; notes on players are told by `of_players`."""
    if entry["by"] == PLAYER:
        return ""
    return f"Noted on {entry['seat']}." if entry["seat"] else "Noted."


def expect(session: Session, entry: JournalLine) -> str:
    """Confirm an expectation."""
    return f"Noted: {entry['seat']}'s expectation of {entry['other']}."


def agreement(session: Session, entry: JournalLine) -> str:
    """Confirm an agreement, with its id."""
    until = f", to the end of turn {entry['expires']}" if entry["expires"] else ""
    secret = "" if entry["public"] else ", secret"
    return f"Agreed: {entry['id']} ({', '.join(entry['parties'])}{until}{secret})."


def broken(session: Session, entry: JournalLine) -> str:
    """Confirm a broken agreement."""
    return f"{entry['id']} is broken by {entry['by']}."


def scored(session: Session, entry: JournalLine) -> str:
    """Confirm a score."""
    worth = next(line.worth for line in session.injects.schedule() if line.id == entry["inject"])
    due = session.injects.due(str(entry["inject"]))
    return (
        f"Scored: {entry['inject']}, {entry['points']} of {worth} points.{f' The response was due by turn {due}.' if due else ''}"
    )


def late(session: Session, entry: JournalLine) -> str:
    """Confirm a late flag."""
    return f"{entry['seat']} is flagged as late; its orders count like any others."


def clock(session: Session, entry: JournalLine) -> str:
    """Confirm a change of the room clock."""
    done = {"start": "starts", "pause": "is paused", "extend": "is extended", "skip": "is cut short", "end": "ends"}
    seconds = f", {entry['seconds']} seconds" if entry["seconds"] else ""
    return f"The room's {entry['phase'].replace('_', '-')} {done[entry['event']]}{seconds}."


def inject(session: Session, entry: JournalLine) -> str:
    """Confirm an inject written by hand: who is told, and the tracks it set."""
    effects = "".join(f"; {effect_told(effect)}" for effect in entry["effects"])
    return f"Told to {', '.join(entry['audience']) or 'everybody'}: {entry['title']}{effects}."


def schedule(session: Session, entry: JournalLine) -> str:
    """Confirm an act on an inject of the scenario."""
    if not entry["inject"]:
        turns = int(entry["turns"])
        return (
            f"All injects with a set turn come {abs(turns)} turn{'s' * (abs(turns) != 1)} {'later' if turns > 0 else 'earlier'}."
        )
    done = {FIRE: "has come", HOLD: "is held back", RELEASE: "comes when it is due"}
    return f"{entry['inject']} {done[entry['act']]}."


def disputed(session: Session, entry: JournalLine) -> str:
    """Confirm that acts are kept for a ruling."""
    return f"{entry['action'] or 'Every act'} of {entry['seat']} waits for a ruling this turn; `accept` stops before it."


def reply(session: Session, entry: JournalLine) -> str:
    """Confirm a reply to an order in own words, and that the order falls where a partner declines."""
    fell = " The order falls." if entry["answer"] == "no" else ""
    return f"{entry['seat']} replies to {entry['of']}: {sentence(said_in(entry['answer'], entry['text']))} Both are told.{fell}"


def changed(session: Session, entry: JournalLine) -> str:
    """Confirm that a committed order is changed or withdrawn."""
    left = session.changes.left_to(entry["seat"])
    now = f"now {entry['now'].partition(': ')[2]}" if entry["now"] else "withdrawn"
    return f"{entry['was']}: {now}. {entry['seat']} is told; left to it: {left}."


def counter(session: Session, entry: JournalLine) -> str:
    """Confirm what was done with a counter."""
    seat = next(piece.faction for piece in session.tables.scenario.pieces if piece.id == entry["piece"])
    return f"{sentence(of_hand(entry))} {seat} is told."


def crisis(session: Session, entry: JournalLine) -> str:
    """Confirm what was done with a crisis."""
    waits = " It opens in this turn's Escalation." if entry["how"] == "open" else ""
    unended = " No ending of the rules is used, and none of its prices; the ladder falls below a crisis."
    return f"{sentence(of_hand(entry))} Everybody is told.{waits}{unended if entry['how'] == CLOSE else ''}"


def number(session: Session, entry: JournalLine) -> str:
    """Confirm that a number is set, with the chances of now; the dice are still covered."""
    before = session.umpire.docket()
    room = " The room sees it." if entry["shown"] else ""
    return f"{entry['order']}: {needs(before) if before else ''} to succeed.{room} `throw` lets the dice fall."


def absence(session: Session, entry: JournalLine) -> str:
    """Confirm that a seat is frozen or thawed, or that turns are skipped."""
    if entry.kind == "skipped" and session.play.skipping():
        return "Doctrines play on; the act before the umpire waits for its ruling first."
    return sentence(of_hand(entry))


def of_hand(entry: JournalLine) -> str:
    """Return what was done beside the rules, as the first sentence of an answer."""
    told = BY_HAND[entry.kind](entry)
    return told if told.split()[0] == entry.get("seat") else f"{told[0].upper()}{told[1:]}"


def choice(session: Session, entry: JournalLine) -> str:
    """Confirm a person's answer; orders are confirmed when they are drafted."""
    told = choice_told(entry)
    return f"Answered: {told}." if told else ""


def choice_told(entry: JournalLine) -> str:
    """Return a person's answer as a line of play; empty for any other line."""
    if entry.kind != "choice" or entry["by"] != PERSON:
        return ""
    return str(entry["line"]) if str(entry["line"]).partition(": ")[2].split()[0] in codes.QUESTIONS else ""


def in_advance(entry: JournalLine) -> str:
    """Tell an answer that its seat had given in advance, and that another line of control has led to."""
    told = choice_told(entry)
    return f"As given in advance: {told}." if told else ""


DONE: dict[str, Callable[[Session, JournalLine], str]] = {
    "note": note, "expect": expect, "agreement": agreement, "broken": broken, "scored": scored, "late": late, "clock": clock,
    "inject": inject, "schedule": schedule, "choice": choice, "disputed": disputed, "reply": reply, "changed": changed,
    "counter": counter, "crisis": crisis, "frozen": absence, "number": number, "thawed": absence, "skipped": absence,
}  # fmt: skip


TELLS = (
    "reply",
    "changed",
    "counter",
    "crisis",
    "number",
)  # kinds whose own sentence says who is told, by an inject of the same act


def done(session: Session, entries: Iterable[JournalLine]) -> Iterator[str]:
    """Return a sentence for each journal line that a person should read about."""
    own = list(entries)
    tells = any(entry.kind in TELLS for entry in own)
    told = (DONE[entry.kind](session, entry) for entry in own if entry.kind in DONE and not (tells and entry.kind == "inject"))
    yield from filter(None, told)


def without_dice(session: Session, entries: Iterable[JournalLine]) -> Iterator[str]:
    """Return the acts that stood without a ruling because no dice decide them, although their mode asks the room."""
    for entry in entries:
        if entry.kind == "ruling" and entry["reason"] == NO_DICE:
            yield session.umpire.told(entry)


def of_players(entries: Iterable[JournalLine]) -> Iterator[str]:
    """Return why players from outside are no longer asked."""
    return (sentence(entry["text"]) for entry in entries if entry.kind == "note" and entry["by"] == PLAYER)


def declined(session: Session, logged: int) -> Iterator[str]:
    """Return the joint orders that were declined since the log had this many lines; both parties of each are told."""
    teller = session.play.chronicles[""].teller
    for line in session.log[logged : int(session.game.logged)]:
        if line.what == codes.L_DECLINED:
            yield f"{teller.declined(line)} Both are told."
