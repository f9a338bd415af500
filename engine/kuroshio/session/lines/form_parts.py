"""Tells the parts of a form on one line apart: `2, 7 taiwan, "Call Beijing" against china; sign china yes, taiwan no; commit`.

A comma separates orders or signatures, a semicolon the signatures from the orders. Neither counts within quotes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from attrs import frozen

from kuroshio.session.pending_orders import QUOTES

ALSO, COMMIT, MOVE = "also", "commit", "move"
SIGN, DECIDES = "sign", ("gate", "proceed")  # questions that a form may answer before they are asked
NUMBER = re.compile(r"#?(\d{1,3})[.)]?", re.ASCII)
SPLIT = re.compile(r"[,;\uff0c\uff1b\u3001]")
COMMITS = re.compile(r"(?:^|[\s,;\uff0c\uff1b\u3001])commit(?P<empty>\s+empty)?[\s.]*$", re.IGNORECASE)
GOES_ON = ("in", "to", "at", "against", "towards", "with", "by", "from")  # an order goes on with these after a comma
AFTER_QUOTE = re.compile(r"\s*(?:$|[,;.\uff0c\uff1b\u3001]|(?:in|against|with|to|commit)\b)", re.IGNORECASE)


@frozen
class FormLine:
    """A form as it was typed. adds: its orders come after those of the draft, and replace nothing; commits: it is handed in.

    orders: in the words of the line; signs: what it signs or decides in advance, such as `china yes` or `gate no`; empty: it is
    handed in without an order.
    """

    orders: tuple[str, ...]
    signs: tuple[str, ...] = ()
    adds: bool = False
    commits: bool = False
    empty: bool = False


def is_form(said: str) -> bool:
    """Whether the text after `SEAT:` is a form: it has numbers, several parts, `also`, `move`, an answer, or a final `commit`."""
    first = (said.split() or [""])[0].lower().rstrip(",;")
    quoted = said[:1] in QUOTES
    pieces = list(_pieces(said))
    separated = any(mark == ";" for mark, _ in pieces[1:]) if quoted else len(pieces) > 1
    commits = len(said.split()) > 1 and bool(pieces) and _commits(pieces[-1][1])
    return separated or commits or bool(NUMBER.fullmatch(first)) or first in (ALSO, MOVE, SIGN, *DECIDES)


def form_of(said: str, seats: Collection[str] = ()) -> FormLine:
    """Read a form. seats: those that an order in own words may go on with after a comma, as in `with us, japan`.

    >>> form_of('also 2, 7 taiwan; sign china yes, taiwan no; commit')
    FormLine(orders=('2', '7 taiwan'), signs=('china yes', 'taiwan no'), adds=True, commits=True, empty=False)
    """
    adds = said.split()[:1] != [] and said.split()[0].lower() == ALSO
    said = said.strip()[len(ALSO) :].strip() if adds else said.strip()
    orders, signs, signing, commits, empty = list[str](), list[str](), "", False, False
    for mark, text in _pieces(said):
        signing = "" if mark == ";" else signing
        word = text.partition(" ")[0]
        if _commits(text):
            found = COMMITS.search(text)
            commits, empty, text = True, bool(found and found["empty"]), COMMITS.sub("", text).strip()
        if not text:
            continue
        if word.lower() in (SIGN, *DECIDES):
            signing, text = word.lower(), text[len(word) :].strip()
        if signing and (text or signing != SIGN):
            signs.append(text if signing == SIGN else f"{signing} {text}")
        elif signing:
            continue
        elif orders and mark == "," and word.lower() in GOES_ON:
            orders[-1] = f"{orders[-1]} {text}"
        elif orders and mark == "," and orders[-1][:1] in QUOTES and text.lower() in seats:
            orders[-1] = f"{orders[-1]}, {text}"
        else:
            orders.append(text)
    return FormLine(tuple(orders), tuple(signs), adds, commits, empty)


def _pieces(said: str) -> Iterator[tuple[str, str]]:
    """Return the texts between commas and semicolons outside quotes, each with the mark before it (first: a semicolon)."""
    begin, at, mark = 0, 0, ";"
    while at < len(said):
        if said[at] in QUOTES and not said[begin:at].strip():
            at = _end_of_quote(said, at)
            continue
        if SPLIT.match(said[at]):
            if said[begin:at].strip():
                yield mark, said[begin:at].strip()
            mark, begin = ";" if said[at] in ";\uff1b" else ",", at + 1
        at += 1
    if said[begin:].strip():
        yield mark, said[begin:].strip()


def _end_of_quote(said: str, begin: int) -> int:
    """Return the place after a quote: after the first mark that closes it and after which an order could go on; else the end."""
    for at in range(begin + 1, len(said)):
        if said[at] in QUOTES[said[begin]] and AFTER_QUOTE.match(said[at + 1 :]):
            return at + 1
    return len(said)


def _commits(text: str) -> bool:
    """Whether a part ends with `commit`, outside any quote."""
    return bool(COMMITS.search(text)) and (text[:1] not in QUOTES or any(mark in text[1:] for mark in QUOTES[text[0]]))
