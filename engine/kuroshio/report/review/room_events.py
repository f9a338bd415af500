"""Events in the room besides orders: agreements, injects, expected responses, notes, undone lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve

from kuroshio.model.scenario import Inject
from kuroshio.model.times_of_day import local, whole
from kuroshio.picture.picture import Beat
from kuroshio.report.review.audience import Audience
from kuroshio.report.review.overrides import in_names
from kuroshio.report.review.review import Remark, Response, ReviewAgreement, Undone
from kuroshio.session.advance_answers import SIGN, advance_of
from kuroshio.session.agreements import BROKEN, LAPSED, agreements_in
from kuroshio.session.by_hand_words import BY_HAND
from kuroshio.session.checkpoints import is_told_by_hand
from kuroshio.session.journal_format import JournalLine, branches
from kuroshio.session.journal_reader import KeptGame
from kuroshio.session.rulings import RULES

BRACKETED = re.compile(r"\[\s*([a-z0-9_]+)\s*\]\s*")  # an objective in a note
CLOCK_WORDS = {
    "start": "starts", "pause": "is paused", "extend": "is extended", "skip": "is cut short", "end": "ends", "resume": "goes on",
}  # fmt: skip


def deals(kept: KeptGame, audience: Audience) -> Iterator[ReviewAgreement]:
    """Return the agreements and their final states."""
    breaches = {str(entry["id"]): int(entry["turn"]) for entry in kept.counted if entry.kind == "broken"}
    for one in agreements_in(kept.counted, int(audience.game.game.turn)):
        if not (one.public or audience.may_read(one.parties)):
            continue
        how = f"{audience.name(one.by)}: {one.how}" if one.state == BROKEN else ""
        state = {BROKEN: "broken", LAPSED: "kept to its end"}.get(one.state, "stands")
        yield ReviewAgreement(
            made=one.made,
            parties=tuple(audience.name(party) for party in one.parties),
            terms=one.terms,
            expires=one.expires,
            public=one.public,
            state=state,
            how=how,
            broken=breaches.get(one.id, 0),
        )


def responses(kept: KeptGame, audience: Audience) -> Iterator[Response]:
    """Return the responses that injects expected, each with its last score. A seat reads what was expected of it, and the
    umpire's text only if no other seat was addressed, because the text may reveal one seat's response to another.
    """
    scored = {str(entry["inject"]): entry for entry in kept.counted if entry.kind == "scored"}
    for beat, inject in injects(audience):
        if not inject.expects or not (audience.whole or not inject.audience or audience.seat in inject.audience):
            continue
        score, alone = scored.get(inject.id), audience.whole or inject.audience == (audience.seat,)
        yield Response(
            turn=beat.turn,
            inject=inject.name,
            to=tuple(audience.name(seat) for seat in inject.audience) if audience.whole else (),
            expected=inject.expects,
            within=inject.within,
            worth=inject.worth,
            points=int(score["points"]) if score else None,
            text=str(score["text"]) if score and alone else "",
            by=str(score["by"]) if score and alone else "",
        )


def injects(audience: Audience) -> Iterator[tuple[Beat, Inject]]:
    """Return the injects that the audience was told, with those written at the table."""
    for beat in audience.beats:
        if beat.kind == "inject":
            yield beat, audience.tables.scenario.injects[audience.game.log[beat.number].subject]


def room(kept: KeptGame, audience: Audience) -> Iterator[Remark]:
    """Return injects, notes and the clock, in the order of the turns."""
    answers = answers_to_words(kept, audience)
    remarks = [
        *(_remark(entry, audience) for entry in kept.counted),
        *(_inject(beat, inject, audience) for beat, inject in injects(audience) if inject.id not in answers),
    ]
    yield from sorted((remark for remark in remarks if remark), key=lambda remark: remark.turn)


def answers_to_words(kept: KeptGame, audience: Audience) -> set[str]:
    """Return the ids of injects that only tell of a ruling on an order in own words, which is told as a decision.

    Injects written at the table come after the scenario's own, in the order of the journal.
    """
    return {inject.id for inject, entry in _by_hand(kept, audience) if entry.kind == "ruling"}


def tidings(kept: KeptGame, audience: Audience) -> set[str]:
    """Return the ids of injects that only tell what another act did: a ruling on own words, a reply, a counter, a number."""
    return {inject.id for inject, entry in _by_hand(kept, audience) if entry.kind == "ruling" or entry.get("tells")}


def _by_hand(kept: KeptGame, audience: Audience) -> Iterator[tuple[Inject, JournalLine]]:
    told = audience.tables.scenario.injects[int(audience.rules.n_injects) :]
    yield from zip(told, filter(is_told_by_hand, kept.counted), strict=True)


def _inject(beat: Beat, inject: Inject, audience: Audience) -> Remark:
    """Return an inject; only control knows the other seats it addressed."""
    told = tuple(audience.name(seat) for seat in inject.audience) if audience.whole else ()
    return Remark(turn=beat.turn, kind="inject", about=beat.title, text=beat.text, to=told)


def _remark(entry: JournalLine, audience: Audience) -> Remark | None:
    """Return a line of the journal as an event. Notes are for control; a seat reads those on itself that it was told."""
    turn, at = int(entry.get("turn", 0)), whole(local(entry.at)) if entry.at else ""
    seat = str(entry.get("seat"))
    if entry.kind == "clock" and entry.get("follows"):
        return None  # the clock has followed the game, which is told anyway
    if entry.kind == "clock":
        seconds = int(entry["seconds"])
        event = CLOCK_WORDS.get(str(entry["event"]), str(entry["event"]))
        length = f", {seconds // 60} min {seconds % 60:02} s" if seconds else ""
        return Remark(turn=turn, kind="clock", about=str(entry["phase"]), text=f"{event}{length}", at=at)
    if not audience.may_read((seat,)):
        return None
    if entry.kind == "note" and (audience.whole or entry.get("told")):
        return Remark(turn=turn, kind="note", about=audience.name(seat), text=_of_note(entry, audience), at=at)
    if entry.kind == "late":
        return Remark(turn=turn, kind="late", about=audience.name(seat), text="late with its orders", at=at)
    return None


def _of_note(entry: JournalLine, audience: Audience) -> str:
    """Return the text of a note; a seat is not told which objective it bears on."""
    return str(entry["text"]) if audience.whole else without_objectives(str(entry["text"]), audience)


def without_objectives(text: str, audience: Audience) -> str:
    """Return the text of a note without the objectives of the exercise that it names in brackets; other brackets stay."""
    known = {objective.id for objective in audience.tables.scenario.objectives}
    return BRACKETED.sub(lambda found: "" if found[1] in known else found[0], text).strip()


def undone(kept: KeptGame, audience: Audience) -> Iterator[Undone]:
    """Return what was taken back, without practice turns; a seat reads only its own lines."""
    for branch in (branch for branch in branches(kept.entries) if not branch.practice):
        lines = tuple(line for entry in branch.entries if (line := undone_line(entry, audience)))
        turn = next((int(entry["turn"]) for entry in branch.entries if entry.get("turn")), 0)
        if lines or audience.whole:
            yield Undone(turn=turn, after=branch.after, lines=lines)


def undone_line(entry: JournalLine, audience: Audience) -> str:
    """Return an undone line in words; empty for rulings by the roll, and for a seat's audience for lines of others."""
    if entry.kind == "choice":
        return in_names(audience, str(entry["line"])) if audience.may_read((str(entry["seat"]),)) else ""
    if entry.kind == "advance":
        if not audience.may_read((str(entry["seat"]),)):
            return ""
        given = advance_of(entry)
        if given.question == SIGN and not audience.whole:
            given = evolve(given, act="")  # control bound it to a draft, which is its proposer's
        told = given.as_line()
        return in_names(audience, f"{given.seat}: in advance, {told}")
    if not audience.whole or entry.get("by") == RULES:
        return ""
    if entry.kind in BY_HAND:
        return in_names(audience, BY_HAND[entry.kind](entry))
    if entry.kind == "ruling":
        return f"Ruling on {in_names(audience, str(entry['order']))}: {entry['band'] or entry['engine']}. {entry['reason']}"
    if entry.kind in ("inject", "withdrawn"):
        return f"Inject: {entry['title']}"
    if entry.kind == "stop":
        return "The end of the game"
    if entry.kind == "disputed":
        return f"Kept for a ruling: {in_names(audience, entry['action'] or 'every act')} of {in_names(audience, entry['seat'])}"
    return f"Injects: {entry['act']} {entry['inject'] or entry['turns']}" if entry.kind == "schedule" else ""
