"""The panel of a seat in Planning: its drafted orders, its hand, one card in full, and the question before it commits."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect

from kuroshio.picture.picture import Card, Choice, Picture, QuestionPicture
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.panels.aim_marks import draw_marks, marks_width, move_blocks_of
from kuroshio.screen.panels.widgets import button_block, chip_blocks, draw_odds_bar, is_tight, odds_blocks, plural
from kuroshio.screen.window.selecting import card_of, chance, choice_of, pieces_of, places_of
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

HAND = 12
OTHER = "Own words (O)"
# The question before committing and its two buttons: with orders, and without any, which may be a mistake.
STANDS = (
    "Commit these orders?",
    "They are carried out this turn. You cannot take them back.",
    "Yes, commit (Enter)",
    "Not yet (Esc)",
)
BARE = (
    "Commit without any orders?",
    "You have given no orders: your seat does nothing this turn. You cannot take that back.",
    "Yes, without orders (C)",
    "No, back to the cards (Enter)",
)
DIMS = (("piece", "Counter"), ("area", "Where"), ("target", "Target"), ("partner", "Partner"))


def draw_planning(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the orders and the hand, or the open card, or the orders to be confirmed."""
    question = picture.question
    assert question is not None
    with painter.panel("planning", rect, "panel"):
        card = card_of(picture, interface.card)
        inner = rect.inflate(-painter.px(1.8), -painter.px(1.2))
        if interface.confirming:
            _draw_confirm(painter, inner, picture, interface, names)
        elif card:
            _draw_card(painter, inner, picture, interface, names, card)
        else:
            _draw_hand(painter, inner, picture, interface, names, question)


def _left(question: QuestionPicture) -> str:
    return f"{plural(question.orders_left, 'order')} and {plural(question.moves_left, 'move')} left"


def _draw_hand(
    painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames, question: QuestionPicture
) -> None:
    tight = is_tight(painter)
    size = 1.0 if tight else 1.4
    y = painter.text((rect.x, rect.y), "Your orders", size, bold=True).bottom
    word = _left(question)
    if painter.wide("Your orders", size, True) + painter.wide(word) + painter.px(1) <= rect.width:
        painter.text((rect.right, y - painter.high() - painter.px(0.15)), word, color="soft", align="right")
    else:
        y = painter.text((rect.x, y), word, color="soft").bottom
    foot = painter.button_height("Commit", rect.width, 1.1)
    button = Rect(rect.x, rect.bottom - foot, rect.width, foot)
    label = "Commit orders (C)" if picture.draft else "Commit without orders (C)"
    painter.button(button, "commit", label, primary=bool(picture.draft), size=1.1, enter=False)
    width = rect.width - painter.bar_width()
    drafts = [] if tight and not picture.draft else [*draft_blocks(painter, picture.draft, width), painter.gap(0.6)]
    blocks = [*drafts, _hand_heading(painter, question, width)]
    for card in hand_of(question):
        blocks.append(card_block(painter, card, width, rule=True))
    area = Rect(rect.x, y + painter.px(0.4), rect.width, button.y - y - painter.px(0.9))
    painter.flow("hand", area, blocks, interface.scrolled("hand"))


def hand_of(question: QuestionPicture) -> list[Card]:
    """Return the cards of the hand: those that fit the moment best, then those that the seat only cannot pay for, in grey."""
    ranked = sorted(question.cards, key=lambda card: -card.rank)
    return [card for card in ranked if card.choices][:HAND] + [card for card in ranked if card.lacks]


def _hand_heading(painter: Painter, question: QuestionPicture, width: int) -> PanelBlock:
    """Return the heading of the hand, with the buttons for all cards and for an order in own words.

    If the panel is narrow, the buttons stand below the heading.
    """
    size = 1.0 if is_tight(painter) else 1.4
    label = f"/  all {plural(len(question.cards), 'card')}"
    high = painter.button_height(label, 10_000)
    wide, other = (painter.wide(word, bold=True) + painter.px(1.6) for word in (label, OTHER))
    taken = painter.wide("Hand", size, True) + wide + (other if question.own_words else 0)
    below = taken + painter.px(1.5) > width
    top = painter.high(size) + painter.px(0.2) if below else 0

    def draw(rect: Rect) -> None:
        painter.text((rect.x, rect.y + (0 if below else (high - painter.high(size)) // 2)), "Hand", size, bold=True)
        painter.button(Rect(rect.right - wide, rect.y + top, wide, high), "overlay:catalogue", label)
        if question.own_words:
            painter.button(Rect(rect.right - wide - other - painter.px(0.5), rect.y + top, other, high), "overlay:words", OTHER)

    return PanelBlock(top + high + painter.px(0.5), draw)


def draft_blocks(painter: Painter, draft: Sequence[Choice], width: int, removable: bool = True) -> list[PanelBlock]:
    """Return the drafted orders with their prices. If they are removable, each has a button that takes it out."""
    if not draft:
        return painter.lines("None yet. Choose a card, or drag a counter to another area.", width, color="soft")
    blocks = []
    side = painter.px(1.8) if removable else 0
    for number, choice in enumerate(draft):
        room, tight = width - side - painter.px(3.2), is_tight(painter)
        fits = painter.fonts.fit(choice.title, painter.size(1.0), room, True)  # in full before it is committed
        lines = [fits] if tight and removable else painter.wrap(choice.title, room, bold=True)
        told = choice.cost and not tight
        price = painter.wrap(choice.cost, room) if told else []
        high = (len(lines) + len(price)) * painter.high() + painter.px(0.7)

        def draw(
            rect: Rect,
            number: int = number,
            choice: Choice = choice,
            lines: list[str] = lines,
            price: list[str] = price,
            high: int = high,
        ) -> None:
            box = Rect(rect.x, rect.y, rect.width, high)
            painter.box(box, "raised", "line", 0.35)
            y = box.y + painter.px(0.35)
            painter.text((box.x + painter.px(0.6), y), f"{number + 1}", bold=True, color="accent")
            for line in lines:
                painter.text((box.x + painter.px(1.9), y), line, bold=True)
                y += painter.high()
            for line in price:
                painter.text((box.x + painter.px(1.9), y), line, color="soft")
                y += painter.high()
            if removable:
                cross = Rect(box.right - side - painter.px(0.4), box.y + painter.px(0.4), side, side)
                painter.button(cross, f"undraft:{number}", "×")

        blocks.append(PanelBlock(high + painter.px(0.35), draw))
    return blocks


def card_block(
    painter: Painter, card: Card, width: int, rule: bool = False, reason: bool = False, primary: bool = False
) -> PanelBlock:
    """Return a card as it stands in a list: its name, its price, the aims that it may move, and its best odds."""
    best = max(card.choices, key=chance, default=None)
    right = painter.px(7.2)
    marks = marks_width(painter, card.moves)
    lines = painter.wrap(card.name, width - right - painter.px(1), bold=True)
    under = card.lacks or (" ".join(card.reasons) if reason and not card.choices else card.cost or "No price")
    small = painter.wrap(under, width - right - painter.px(1.4) - marks)
    high = (len(lines) + len(small)) * painter.high() + painter.px(0.7)
    ink = "ink" if card.choices else "soft"

    def draw(rect: Rect) -> None:
        y = rect.y + painter.px(0.3)
        for line in lines:
            painter.text((rect.x + painter.px(0.4), y), line, bold=True, color=ink)
            y += painter.high()
        draw_marks(painter, rect.right - right - painter.px(0.6), y, card.moves)
        for line in small:
            painter.text((rect.x + painter.px(0.4), y), line, color="soft")
            y += painter.high()
        _draw_chance(
            painter, Rect(rect.right - right, rect.y + painter.px(0.3), right - painter.px(0.4), painter.high() * 2), best
        )
        if rule:
            painter.rule(rect.x, rect.bottom - 1, rect.width)
        painter.hit(Rect(rect.x, rect.y, rect.width, high), f"card:{card.action}", card.name, primary=primary)

    return PanelBlock(max(high, painter.high() * 2 + painter.px(0.7)), draw)


def _draw_chance(painter: Painter, rect: Rect, best: Choice | None) -> None:
    """Draw the best odds of a card, in words and as a bar."""
    if best is None:
        painter.text((rect.right, rect.y), "not now", color="soft", align="right")
    elif best.odds is None:
        painter.text((rect.right, rect.y), "no dice", color="soft", align="right")
    else:
        painter.text((rect.right, rect.y), f"{chance(best)} in 36", bold=True, align="right")
        draw_odds_bar(
            painter, Rect(rect.x, rect.y + painter.high() + painter.px(0.2), rect.width, painter.px(0.75)), best.odds, False
        )


def _draw_card(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames, card: Card) -> None:
    """Draw one card in full."""
    width = rect.width - painter.bar_width()
    back = painter.wide("Back (Esc)", bold=True) + painter.px(1.6)
    high = painter.button_height("Back", back)
    painter.button(Rect(rect.x, rect.y, back, high), "back", "Back (Esc)")
    room = rect.width - back - painter.px(1)
    if card.arena and painter.wide(card.arena) <= room:
        painter.text((rect.right, rect.y + painter.px(0.3)), card.arena, color="soft", align="right")
    choice = choice_of(picture, interface)
    label = "Add to orders (Enter)" if choice else _lacking(card, interface)
    foot = Rect(0, 0, rect.width, painter.button_height(label, rect.width, 1.1))
    foot.bottomleft = rect.bottomleft
    painter.button(foot, "add", label, enabled=choice is not None, primary=choice is not None, size=1.1)
    blocks = painter.lines(card.name, width, 1.4, bold=True)
    for line in card.text:
        blocks += painter.lines(line, width)
    blocks += move_blocks_of(painter, picture, choice.moves if choice else card.moves, width, names)
    blocks.append(painter.gap(0.4))
    if not card.choices:
        blocks += painter.lines("Why not now", width, 1.15, bold=True)
        for reason in card.reasons:
            blocks += painter.lines(f"· {reason}", width)
    if card.kind == "move":
        blocks += move_blocks(painter, card, interface.piece, choice, width, names, picture.focus)
    else:
        blocks += pick_blocks(painter, card, choice, width, names, picture.focus)
    if choice:
        blocks += choice_blocks(painter, choice, width)
    top = rect.y + high + painter.px(0.6)
    painter.flow("card", Rect(rect.x, top, rect.width, foot.y - top - painter.px(0.5)), blocks, interface.scrolled("card"))


def _lacking(card: Card, interface: Interface) -> str:
    """Return why the open card cannot be added to the orders yet."""
    if card.kind != "move" or not card.choices:
        return "Not possible now"
    return "Choose its destination" if interface.piece else "Choose a counter"


def move_blocks(
    painter: Painter, card: Card, piece: str, choice: Choice | None, width: int, names: ShownNames, focus: Sequence[str]
) -> list[PanelBlock]:
    """Return the choices of a redeployment: first the counter, then its destination."""
    blocks = painter.lines("Counter", width, color="soft") if card.choices else []
    chips = [(f"pick:piece:{other}", names.piece(other), other == piece) for other in pieces_of(card)]
    blocks += [*chip_blocks(painter, chips, width), painter.gap(0.2)]
    moves = [other for other in card.choices if other.piece == piece]
    if moves:
        own = choice.area if choice else ""
        blocks += painter.lines("Destination", width, color="soft")
        chips = [(f"pick:area:{area}", names.area(area), area == own) for area in places_of(moves, focus)]
        blocks += [*chip_blocks(painter, chips, width), painter.gap(0.2)]
    return blocks


def pick_blocks(
    painter: Painter, card: Card, choice: Choice | None, width: int, names: ShownNames, focus: Sequence[str]
) -> list[PanelBlock]:
    """Return what can be chosen on a card: counter, place, target, partner, and whatever else its orders differ in.

    A heading with a single value is left out. A chosen counter narrows the values below it.
    """
    blocks: list[PanelBlock] = []
    same = card.choices
    for dim, heading in DIMS:
        values = list(dict.fromkeys(getattr(other, dim) for other in same if getattr(other, dim)))
        if len(values) < 2:
            continue
        values.sort(key=lambda value: value not in focus)  # the areas that the scenario is about come first
        own = getattr(choice, dim) if choice else ""
        blocks += painter.lines(heading, width, color="soft")
        blocks += chip_blocks(painter, [(f"pick:{dim}:{value}", names.of(dim, value), value == own) for value in values], width)
        blocks.append(painter.gap(0.2))
        # A counter narrows the places that follow; the rest stay open.
        same = tuple(other for other in same if dim != "piece" or getattr(other, dim) == own)
    twins = [other for other in card.choices if choice and all(getattr(other, dim) == getattr(choice, dim) for dim, _ in DIMS)]
    if len(twins) > 1:
        blocks += [button_block(painter, width, f"choice:{other.line}", other.title, chosen=other is choice) for other in twins]
    return blocks


def choice_blocks(painter: Painter, choice: Choice, width: int) -> list[PanelBlock]:
    """Return one choice in full: its text, its price, its odds."""
    blocks = [painter.gap(0.2), *painter.lines(choice.title, width, 1.15, bold=True)]
    for line in choice.text:
        blocks += painter.lines(line, width)
    blocks += painter.lines(f"Price: {choice.cost}" if choice.cost else "No price.", width)
    blocks.append(painter.gap(0.4))
    return blocks + (
        odds_blocks(painter, choice.odds, width) if choice.odds else painter.lines("No dice decide it.", width, color="soft")
    )


def _draw_confirm(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the drafted orders once more, and ask whether they stand."""
    title, under, yes, no = STANDS if picture.draft else BARE
    y = painter.paragraph((rect.x, rect.y), title, rect.width, 1.4, bold=True)
    y = painter.paragraph((rect.x, y), under, rect.width, color="soft")
    high = max(painter.button_height(label, rect.width, 1.1) for label in (yes, no))
    stand = Rect(rect.x, rect.bottom - 2 * high - painter.px(0.5), rect.width, high)
    painter.button(stand, "committed", yes, primary=bool(picture.draft), size=1.1)
    painter.button(Rect(rect.x, rect.bottom - high, rect.width, high), "back", no, primary=not picture.draft, size=1.1)
    width = rect.width - painter.bar_width()
    blocks = draft_blocks(painter, picture.draft, width, removable=False) if picture.draft else []
    question = picture.question
    if question and (question.orders_left or question.moves_left):
        blocks += [painter.gap(0.4), *painter.lines(f"Unused: {_left(question).removesuffix(' left')}.", width)]
    blocks += [painter.gap(0.7), *expect_blocks(painter, picture, width, names)]
    top = y + painter.px(0.6)
    painter.flow("confirm", Rect(rect.x, top, rect.width, stand.y - top - painter.px(0.5)), blocks, interface.scrolled("confirm"))


def expect_blocks(painter: Painter, picture: Picture, width: int, names: ShownNames) -> list[PanelBlock]:
    """Return buttons to write what is expected of each other seat, and below them what has been written. It is voluntary."""
    blocks = painter.lines("What do you expect of your rival and of your ally?", width, 1.15, bold=True)
    written = {one.seat: one.text for one in picture.expected}
    others = [seat for seat in picture.seats if seat != picture.seat]
    blocks += chip_blocks(painter, [(f"expect:{seat}", names.side(seat), seat in written) for seat in others], width)
    for seat, text in written.items():
        blocks += painter.lines(f"{names.side(seat)}: {text}", width)
    return blocks
