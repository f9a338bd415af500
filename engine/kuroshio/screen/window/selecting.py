"""What pressing cards, counters, places and answers changes in the window's state."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import evolve

from kuroshio.picture.picture import Card, Choice, Picture
from kuroshio.screen.window import events_and_commands as m
from kuroshio.screen.window.counter_moves import moves_of
from kuroshio.screen.window.state import Interface

Step = tuple[Interface, tuple[m.Command, ...]]
Take = Callable[[Interface, Picture | None, str], Step]


def card_of(picture: Picture | None, action: str) -> Card | None:
    """Return the card of an action, if the seat is asked for orders and has it."""
    if picture is None or picture.question is None:
        return None
    return next((card for card in picture.question.cards if card.action == action), None)


def choice_of(picture: Picture | None, now: Interface) -> Choice | None:
    """Return the selected choice: of the open card, or of the question."""
    if picture is None or picture.question is None:
        return None
    card = card_of(picture, now.card)
    choices = card.choices if card else picture.question.choices
    return next((choice for choice in choices if choice.line == now.choice), None)


def chance(choice: Choice) -> int:
    """Return the ways out of 36 in which a choice succeeds; 36 if no dice decide it."""
    return choice.odds.bands[2] + choice.odds.bands[3] if choice.odds else 36


def _card(now: Interface, picture: Picture | None, what: str) -> Step:
    card = card_of(picture, what)
    if card is None:
        return now, ()
    now = evolve(now, overlay="", search="", card=what, choice="", confirming=False, focused="")
    now = evolve(now, show_aims=False, legend=False)  # the map is needed now
    if card.kind == "move":
        return _counter(now, picture, card, now.piece if moves_of(picture, now.piece) else ""), ()
    best = max(card.choices, key=chance, default=None)
    return evolve(now, choice=best.line if best else "").at_top("card"), ()


def _counter(now: Interface, picture: Picture | None, card: Card, piece: str) -> Interface:
    """Open the card of redeployments for a counter, or with none chosen. The focus ring goes to the next thing to choose."""
    now = evolve(now, card=card.action, choice="", piece=piece)
    moves = [choice for choice in card.choices if choice.piece == piece]
    if len(moves) == 1:
        return evolve(now, choice=moves[0].line, focused="").at_top("card")
    focus = picture.focus if picture else ()
    dim, values = ("area", places_of(moves, focus)) if piece else ("piece", pieces_of(card))
    return evolve(now, focused=f"pick:{dim}:{values[0]}" if values else "").at_top("card")


def pieces_of(card: Card) -> list[str]:
    """Return the ids of the counters that a card may move."""
    return list(dict.fromkeys(choice.piece for choice in card.choices))


def places_of(choices: Sequence[Choice], focus: Sequence[str]) -> list[str]:
    """Return the areas of some choices; those that the scenario is about come first."""
    return sorted(dict.fromkeys(choice.area for choice in choices), key=lambda area: area not in focus)


def laid_down(now: Interface, picture: Picture | None) -> Interface:
    """Take back what was chosen last on the open card. If nothing was chosen, close the card."""
    card = card_of(picture, now.card)
    if card and card.kind == "move" and now.piece and len(places_of(moves_of(picture, now.piece), ())) > 1:
        return _counter(now, picture, card, now.piece if now.choice else "")
    return evolve(now, card="", choice="", piece="", focused="").at_top("card")


def _pick(now: Interface, picture: Picture | None, what: str) -> Step:
    """Choose another place, target, partner or counter on the open card. The rest of the choice changes as little as possible."""
    name, _, value = what.partition(":")
    card, old = card_of(picture, now.card), choice_of(picture, now)
    if card and card.kind == "move":
        return _move(now, picture, card, name, value), ()
    fits = [choice for choice in card.choices if getattr(choice, name) == value] if card else []
    if not fits:
        return now, ()
    dims = ("piece", "area", "target", "partner")
    new = max(fits, key=lambda choice: sum(old is not None and getattr(choice, dim) == getattr(old, dim) for dim in dims))
    return evolve(now, choice=new.line, area=new.area or now.area), ()


def _move(now: Interface, picture: Picture | None, card: Card, name: str, value: str) -> Interface:
    """Choose the counter of a redeployment, or its destination."""
    if name == "piece":
        counters = picture.counters if picture else ()
        here = next((counter.area for counter in counters if counter.id == value), now.area)
        return _counter(evolve(now, area=here), picture, card, value)
    move = next((choice for choice in card.choices if (choice.piece, choice.area) == (now.piece, value)), None)
    return evolve(now, choice=move.line, area=value, focused="") if move else now


def _choice(now: Interface, picture: Picture | None, what: str) -> Step:
    return evolve(now, choice=what, focused="").at_top("details"), ()


def _add(now: Interface, picture: Picture | None, what: str) -> Step:
    if choice_of(picture, now) is None:
        return now.refuses("Choose an order first."), ()
    return now, (m.Draft(now.choice),)


def _undraft(now: Interface, picture: Picture | None, what: str) -> Step:
    return evolve(now, confirming=False, focused=""), (m.Undraft(int(what)),)


def _commit(now: Interface, picture: Picture | None, what: str) -> Step:
    asked = picture is not None and picture.question is not None and picture.question.kind == "order"
    if not asked or now.beat is not None or now.overlay:
        return now, ()
    if now.confirming and picture is not None and not picture.draft:
        return _committed(now, picture, "")  # Enter goes back to the cards: to give no orders at all is said twice
    return evolve(now, confirming=True, card="", choice="", focused=""), ()


def _committed(now: Interface, picture: Picture | None, what: str) -> Step:
    return evolve(now, confirming=False, show_aims=False), (m.CommitPlan(),)


def _answer(now: Interface, picture: Picture | None, what: str) -> Step:
    if choice_of(picture, now) is None:
        return now.refuses("Choose an answer first."), ()
    return evolve(now, choice="", focused=""), (m.GiveAnswer(now.choice),)


def _area(now: Interface, picture: Picture | None, what: str) -> Step:
    """Select an area. If the open card or the selected counter can go there, that is chosen."""
    for move in moves_of(picture, now.piece):
        if move.area == what:
            return _carry(now, picture, move.line)
    card = card_of(picture, now.card)
    if card and any(choice.area == what for choice in card.choices):
        return _pick(now, picture, f"area:{what}")
    return evolve(now, area="" if now.area == what else what, piece="", focused=""), ()


def _standing(now: Interface, picture: Picture | None, what: str) -> Step:
    """Fan out the counters of the next area that has any, or of the one before. what: 1 or -1."""
    areas = sorted({counter.area for counter in (picture.counters if picture else ())})
    if not areas or now.card:
        return now, ()
    step = int(what)
    number = areas.index(now.area) + step if now.area in areas else min(step, 0)
    area = areas[number % len(areas)]
    return evolve(now, area=area, piece="", focused=""), (m.LookAt(f"area:{area}"),)


def _piece(now: Interface, picture: Picture | None, what: str) -> Step:
    counter = next((counter for counter in (picture.counters if picture else ()) if counter.id == what), None)
    if counter is None:
        return now, ()
    card = card_of(picture, now.card)
    if card and card.kind == "move" and counter.area == now.area and moves_of(picture, what):
        return _counter(now, picture, card, what), ()
    if counter.area != now.area and card is None:
        return evolve(now, area=counter.area, piece="", focused=""), ()
    if now.piece == what:
        return _list(now, picture, what), ()
    hint = "Choose its destination, or press it again for the list." if moves_of(picture, what) else ""
    return evolve(now, piece=what).says(hint), ()


def _list(now: Interface, picture: Picture | None, piece: str) -> Interface:
    """Open the card of redeployments for a counter. If it may not move, deselect it."""
    cards = picture.question.cards if picture and picture.question else ()
    card = next((card for card in cards if card.kind == "move" and piece in pieces_of(card)), None)
    return _counter(now, picture, card, piece) if card else evolve(now, piece="")


def _carry(now: Interface, picture: Picture | None, line: str) -> Step:
    """Open the card of redeployments with one of them chosen."""
    for card in picture.question.cards if picture and picture.question else ():
        for choice in card.choices:
            if choice.line == line:
                now = evolve(now, card=card.action, choice=line, piece=choice.piece, area=choice.area, focused="")
                return now.at_top("card"), ()
    return now, ()


CHOOSING: dict[str, Take] = {
    "card": _card, "pick": _pick, "choice": _choice, "add": _add, "undraft": _undraft,
    "commit": _commit, "committed": _committed, "answer": _answer, "area": _area, "piece": _piece,
    "standing": _standing,
}  # fmt: skip
