"""Separates the parts of a line of control, such as `set TRACK+1` of an inject or `for ARGUMENT` of a ruling.

A bar, ` | `, separates them. Without bars, a word begins a part only if it can mean nothing else: `set` before a track, `vote`
before NAME=BAND, `to` and `tell` before seats and nothing more, `because` before the reason. What could also be prose is not
guessed: the line is refused, and shown as it would be written with bars.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from kuroshio.model.likely_names import close_to
from kuroshio.model.typed_numbers import whole
from kuroshio.picture.picture import BANDS
from kuroshio.session.lines.seat_names import SeatNames
from kuroshio.session.refusal import Refused, as_id, meant
from kuroshio.session.rulings import Verdict

BAR = "|"
ALL = "all"
RULING = ("for", "against", "vote", "set", "tell", "because")  # the words that begin a part of a ruling, besides the bands
# A track is set as TRACK=N, moved as TRACK+N or TRACK-N; people type several kinds of minus.
MINUS = "\u2212\u2013-"  # the hyphen comes last, so that it is literal in a set of characters
TRACK = rf"[^\s=+{MINUS}]+"
EFFECT = re.compile(
    rf"(?P<track>{TRACK})\s*(?P<sign>=\s*\+|[=+{MINUS}]|\bto\b)\s*(?P<amount>\S+)(?:\s+on\s+(?P<on>\S+))?", re.IGNORECASE
)
SET = re.compile(rf"\bset\s+(?=\w+\.\w|[a-z]{TRACK}\s*[=+{MINUS}]\s*[+{MINUS}]?\s*\d)", re.IGNORECASE)
VOTE = re.compile(r"\bvote\s+(?=(?:\S+\s+){0,2}[^\s=]+\s*=\s*\w)", re.IGNORECASE)
BECAUSE = re.compile(r"\bbecause\b", re.IGNORECASE)
ARGUED = re.compile(r"\b(?:for|against)\s", re.IGNORECASE)
TELL, TO = (re.compile(rf"\b{word}\s+", re.IGNORECASE) for word in ("tell", "to"))
UNTIL = re.compile(r"[\s,;]+until\s+(?:turn\s+)?(\d+)(\s+secretly)?\s*\.?$", re.IGNORECASE)


# --- words -------------------------------------------------------------------------------


def names(text: str, known: Collection[str] = ()) -> list[str]:
    """Split seats separated by commas or `and`; each as the id that it means, if that is one of `known`, or the word for all.

    Raises Refused if a beginning may mean several.
    """
    said = _split(text)
    if isinstance(known, SeatNames):
        return [ALL if name.lower() == ALL else known.meant(name) for name in said]
    return [as_id(name, known) for name in said]


def _split(text: str) -> list[str]:
    return [name.strip() for name in re.split(r",|\s+and\s+", text, flags=re.IGNORECASE) if name.strip()]


def are_names(text: str, known: Collection[str]) -> bool:
    """Whether a text holds only known names, or the word for all: whole ones, because a beginning could be prose."""
    named = known.whole if isinstance(known, SeatNames) else lambda name: as_id(name, known)
    said = [as_id(named(name), (*known, ALL)) for name in _split(text.strip(" ."))]
    return bool(said) and all(name in (*known, ALL) for name in said)


def effect_of(text: str) -> dict[str, Any] | None:
    """Read an effect set by hand: `TRACK=N`, `TRACK+N` or `TRACK-N`, perhaps with `on BAND`; None for another form."""
    found = EFFECT.fullmatch(text.strip(" ,;."))
    if found is None:
        return None
    sign, amount = found["sign"], found["amount"]
    below = sign == "=" and amount[0] in MINUS
    number = whole(amount[below:])
    if number is None:
        return None
    if sign.endswith("+") or sign in MINUS:
        moved = {"add": -number if sign in MINUS else number}
    else:
        moved = {"set": -number if below else number}
    tied = {"on": found["on"].lower()} if found["on"] else {}
    return {"track": found["track"].lower(), **moved, **tied}


def not_an_effect(text: str) -> str:
    """Return the sentence on a text that is not an effect."""
    return f"{text!r} is not an effect; write for example `set world.tension=4` or `set world.tension+1`."


def split_at(text: str, places: Iterable[int]) -> Iterator[str]:
    """Split a text at some places; the piece before the first place comes first."""
    bounds = sorted({0, len(text), *places})
    yield from (piece for first, last in pairwise(bounds) if (piece := text[first:last].strip(" ,;")))


def upto_next(text: str, begin: int, places: Iterable[int]) -> str:
    """Return the text from one place up to the next of some places."""
    return text[begin : min((place for place in places if place >= begin), default=len(text))]


def with_bars(verb: str, parts: Iterable[str]) -> str:
    """Return a line written with bars."""
    return f"`{verb} {f' {BAR} '.join(parts)}`"


# --- a ruling ----------------------------------------------------------------------------------------


def parts_of_ruling(text: str, seats: Collection[str]) -> list[str]:
    """Return the parts of a ruling, each beginning with its word. Raises Refused."""
    barred = [piece.strip() for piece in text.split(BAR) if piece.strip()]
    reasoned = any(first_word(piece) == "because" for piece in barred)
    return [part for piece in barred for part in _unbarred(piece, seats, BAR in text, reasoned and BAR in text)]


def verdict_of(text: str, seats: Collection[str], by: str) -> Verdict:
    """Read a ruling from its line. Raises Refused."""
    said: dict[str, list[str]] = {word: [] for word in RULING}
    votes: dict[str, str] = {}
    band = ""
    for part in parts_of_ruling(text, seats):
        word, rest = first_word(part), part.partition(" ")[2].strip()
        if word in BANDS and not rest:
            if band:
                raise Refused(f"The ruling names two bands, {band} and {word}: name one.")
            band = word
        elif word not in RULING:
            raise Refused(meant(f"{part!r} is not a part of a ruling", word, [*BANDS, *RULING]))
        elif word == "vote":
            voter, equals, vote = (piece.strip() for piece in rest.partition("="))
            if not equals or voter in votes:
                raise Refused(f"{voter} votes twice." if equals else f"{part!r}: write `vote NAME=BAND`.")
            votes[voter] = vote.lower()
        elif not rest.strip(" .,"):
            raise Refused(f"`{word}` has nothing after it: write what follows, or leave the part out.")
        else:
            said[word].append(rest)
    effects = [(rest, effect_of(rest)) for rest in said["set"]]
    wrong = next((rest for rest, effect in effects if effect is None), None)
    if wrong is not None:
        raise Refused(not_an_effect(wrong))
    if len(said["because"]) > 1:
        raise Refused("The ruling has two reasons: write `because` once.")
    told = [name for part in said["tell"] for name in names(part, seats if isinstance(seats, SeatNames) else (*seats, ALL))]
    return Verdict(
        reason="".join(said["because"]),
        by=by,
        pro=tuple(said["for"]),
        contra=tuple(said["against"]),
        votes=votes,
        band=band,
        effects=tuple(effect for _, effect in effects if effect),
        told=tuple(seat for seat in told if seat != ALL),
        public=ALL in told,
    )


def first_word(text: str) -> str:
    """Return the first word of a text, in lower case; empty for none."""
    return text.split()[0].lower().rstrip(":") if text.split() else ""


def _unbarred(piece: str, seats: Collection[str], barred: bool, reasoned: bool) -> Iterator[str]:
    """Split the text between two bars at words that can only begin a part. reasoned: whether the reason is elsewhere."""
    band, _, rest = piece.partition(" ")
    first = [band] if band.lower() in BANDS and rest.strip() else []
    piece = rest.strip() if first else piece
    because = None if reasoned else BECAUSE.search(piece)
    places = [found.start() for form in (SET, VOTE) for found in form.finditer(piece)]
    places += [because.start()] if because else []
    if not barred:
        head = piece[: because.start()] if because else piece
        argued = [found.start() for found in ARGUED.finditer(head)]
        places += argued
        told = [found.start() for found in TELL.finditer(piece) if are_names(upto_next(piece, found.end(), places), seats)]
        places += told
        if len(argued) > 1 or any(place > len(head) for place in told):
            form = with_bars("rule", [*first, *split_at(piece, places)])
            raise Refused(f"This line is ambiguous. Put a bar between the parts, for example {form}.")
    yield from first
    yield from split_at(piece, places)


# --- an inject, an agreement -------------------------------------------------------------------------


def parts_of_inject(text: str, seats: Collection[str]) -> tuple[str, str, list[str]]:
    """Return the title of an inject, its text, and its parts, each beginning with its word. Raises Refused."""
    head, *barred = [piece.strip() for piece in text.split(BAR)]
    title, colon, prose = head.partition(":")
    if not colon or not title.strip():
        raise Refused("An inject needs a title and a text: write `inject TITLE: TEXT`.")
    if audience_in(title, seats) is not None:
        raise Refused(f"Name the seats to be told after the text: {with_bars('inject', ['TITLE: TEXT', 'to SEATS'])}.")
    told = [part for piece in barred for part in split_at(piece, (found.start() for found in SET.finditer(piece)))]
    first = SET.search(prose)
    said, sets = (prose[: first.start()], prose[first.start() :]) if first else (prose, "")
    parts = list(split_at(sets, (found.start() for found in SET.finditer(sets))))
    addressed = any(first_word(part) == "to" for part in told)
    pieces = [said.strip(), *parts] if addressed else _addressed([said.strip(), *parts], seats)
    for part in (*pieces[1:], *told):
        if not part.partition(" ")[2].strip(" .,"):
            raise Refused(f"`{first_word(part)}` has nothing after it: write what follows, or leave the part out.")
    _refuse_misspelt(pieces, seats, addressed)
    if barred and len(pieces) > 1 + len(parts):
        form = with_bars("inject", [f"{title}: {pieces[0]}", *pieces[1:], *told])
        raise Refused(f"To tell only that seat, write {form}; to tell all, end the line with `{BAR} to {ALL}`.")
    return title.strip(), pieces[0], [*pieces[1:], *told]


def _refuse_misspelt(pieces: Sequence[str], seats: Collection[str], addressed: bool) -> None:
    """Refuse an inject that ends with `to` and a misspelt seat: everybody would be told. Raises Refused."""
    said = pieces[0].rstrip(" .").split() if not addressed and len(pieces) == 1 else []
    last = said[-1] if len(said) > 1 and said[-2].lower() == "to" else ""
    close = close_to(last, seats) if last else ""
    if close:
        raise Refused(f"Told to {last!r}? Did you mean {close!r}? To tell all, end the line with `{BAR} to {ALL}`.")


def _addressed(pieces: Iterable[str], seats: Collection[str]) -> list[str]:
    """Return the pieces of an inject; a final `to SEATS` of one becomes a piece of its own."""
    made: list[str] = []
    for piece in pieces:
        at = audience_in(piece, seats)
        made += [piece] if at is None else [piece[:at].strip(), piece[at:].strip(" .")]
    return made


def audience_in(text: str, seats: Collection[str]) -> int | None:
    """Return the place where a final `to SEATS` begins in a text; None without one."""
    return next((found.start() for found in TO.finditer(text) if found.start() and are_names(text[found.end() :], seats)), None)


def terms_of(text: str) -> tuple[str, int | None, bool]:
    """Return the terms of an agreement, its last turn if they end with one, and whether it is secret. Raises Refused."""
    terms, *parts = [piece.strip() for piece in text.split(BAR)]
    until, secret = None, False
    for part in filter(None, parts):
        found = UNTIL.fullmatch(f" {part}")
        if found is None and part.lower() != "secretly":
            raise Refused(f"{part!r} is not a part of an agreement; `until TURN` and `secretly` are.")
        until = whole(found[1]) if found else until
        secret = secret or found is None or bool(found[2])
    found = None if parts else UNTIL.search(terms)
    if found:
        return terms[: found.start()].strip(), whole(found[1]), bool(found[2])
    if not parts and terms.lower().rstrip(".").endswith(" secretly"):
        raise Refused("If the agreement is secret, write `secretly` before the colon, or after a bar at the end.")
    return terms, until, secret
