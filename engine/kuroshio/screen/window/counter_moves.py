"""Where a counter can be moved in the window, and the sentences on why it stays or cannot go there."""

from __future__ import annotations

from kuroshio.picture.picture import Choice, Picture


def moves_of(picture: Picture | None, piece: str) -> tuple[Choice, ...]:
    """Return the redeployments that are open to a counter now."""
    if picture is None or picture.question is None:
        return ()
    return tuple(
        choice for card in picture.question.cards if card.kind == "move" for choice in card.choices if choice.piece == piece
    )


def why_stays(picture: Picture | None, piece: str) -> str:
    """Return a sentence on why a counter cannot be moved; empty if it can."""
    counter = next((counter for counter in (picture.counters if picture else ()) if counter.id == piece), None)
    if picture is None or counter is None or moves_of(picture, piece):
        return ""
    owner = next((side.name for side in picture.sides if side.id == counter.side), "")
    if counter.side != picture.seat or not picture.seat:
        return f"You cannot move this counter: it belongs to {owner}." if owner else "You cannot move this counter."
    if picture.question is None or picture.question.kind != "order":
        return "Counters are moved while you give orders."
    if counter.busy:
        return "It already has an order this turn."
    reasons = next((card.reasons for card in picture.question.cards if card.kind == "move"), ())
    return " ".join(reasons) or "It cannot be moved this turn: no area is within its reach."


def why_not_there(picture: Picture | None, piece: str, area: str) -> str:
    """Return a sentence on why a counter cannot be moved to an area; empty where it stands already, and off the map."""
    here = next((counter.area for counter in (picture.counters if picture else ()) if counter.id == piece), "")
    return "" if area in ("", here) else "It cannot be redeployed there this turn."
