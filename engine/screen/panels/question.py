"""The panel of a seat that is asked something other than its orders: to sign, to pass a gate, to respond, to go on."""

from __future__ import annotations

from pygame import Rect

from engine.picture.picture import Choice, Incident, Picture, Question
from engine.screen.choosing import choice_of
from engine.screen.names import Names
from engine.screen.painter import Block, Painter
from engine.screen.panels.parts import draw_odds_bar, draw_side_name, odds_blocks
from engine.screen.state import Interface

HEADS = {
    "sign": "Signatures", "gate": "A decision at home", "respond": "Your response", "proceed": "Go on?",
    "crisis": "Crisis", "role": "Your part in the crisis", "rule": "Before the umpire",
}  # fmt: skip


def draw_question(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: Names) -> None:
    """What is asked, its incident if it is about one, and the answers as large buttons; one is chosen, then confirmed."""
    question = picture.question
    assert question is not None
    with painter.panel("question", rect, "panel"):
        inner = rect.inflate(-painter.px(1.8), -painter.px(1.2))
        choice = choice_of(picture, interface)
        foot = draw_confirm(painter, inner, choice)
        width = inner.width - painter.bar_width()
        blocks = painter.lines(HEADS.get(question.kind, question.kind.capitalize()), width, color="accent", bold=True)
        blocks += [*painter.lines(question.title, width, 1.4, bold=True), painter.gap(0.3)]
        incident = next((other for other in picture.incidents if other.number == question.incident), None)
        if incident:
            blocks += incident_blocks(painter, incident, width, names)
        for line in question.text:
            blocks += painter.lines(line, width)
        blocks.append(painter.gap(0.6))
        if question.kind == "rule":
            blocks += [_reason_block(painter, width), painter.gap(0.6)]
        for other in question.choices:
            blocks += answer_blocks(painter, other, width, other is choice)
        area = Rect(inner.x, inner.y, inner.width, foot - inner.y - painter.px(0.5))
        painter.flow("question", area, blocks, interface.scrolled("question"))


def _reason_block(painter: Painter, width: int) -> Block:
    """The button that opens the field for the reason of a ruling."""
    label = "Write the reason (O)"
    high = painter.button_height(label, width)
    return Block(high, lambda rect: painter.button(Rect(rect.x, rect.y, rect.width, high), "overlay:words", label))


def draw_confirm(painter: Painter, rect: Rect, choice: Choice | None) -> int:
    """The button that makes the chosen answer final, at the foot; the y of its top."""
    label = f"Answer: {choice.title} (Enter)" if choice else "Choose an answer above"
    high = painter.button_height(label, rect.width, 1.1)
    painter.button(
        Rect(rect.x, rect.bottom - high, rect.width, high), "answer", label, choice is not None, choice is not None, size=1.1
    )
    return rect.bottom - high


def answer_blocks(painter: Painter, choice: Choice, width: int, chosen: bool) -> list[Block]:
    """An answer as a large button with its price and text; its odds at a glance, in full once it is chosen."""
    pad = painter.px(0.7)
    inner = width - 2 * pad
    rows = [(line, 1.15, "ink", True) for line in painter.wrap(choice.title, inner, 1.15, True)]
    rows += [(line, 1.0, "ink", False) for text in choice.text for line in painter.wrap(text, inner)]
    rows += [(line, 1.0, "soft", False) for line in painter.wrap(choice.cost, inner)] if choice.cost else []
    bar = painter.px(1.5) if choice.odds and not chosen else 0
    high = sum(painter.high(size) for _, size, _, _ in rows) + painter.px(0.9) + bar

    def draw(rect: Rect) -> None:
        box = Rect(rect.x, rect.y, rect.width, high)
        painter.box(box, "raised", "accent" if chosen else "line", 0.4, painter.px(0.18) if chosen else 1)
        if chosen:
            painter.box(Rect(box.x, box.y, painter.px(0.4), box.height), "accent", "", 0.2)
        y = box.y + painter.px(0.45)
        for text, size, color, bold in rows:
            painter.text((box.x + pad, y), text, size, color, bold)
            y += painter.high(size)
        if bar and choice.odds:
            draw_odds_bar(
                painter, Rect(box.x + pad, y + painter.px(0.15), box.width - 2 * pad, painter.px(0.75)), choice.odds, False
            )
        painter.hit(box, f"choice:{choice.line}", choice.title)

    blocks = [Block(high + painter.px(0.45), draw)]
    if chosen and choice.odds:
        blocks += [*odds_blocks(painter, choice.odds, width), painter.gap(0.8)]
    return blocks


def incident_blocks(painter: Painter, incident: Incident, width: int, names: Names) -> list[Block]:
    """The card of an incident: who, where, how hard, and what is expected of whom."""
    actor = names.side(incident.actor) if incident.actor else "Somebody not known for certain"
    told = f"{names.area(incident.area)} · intensity {incident.intensity} · deniability {incident.deniability}"
    blocks = painter.lines(incident.title, width, 1.15, bold=True)
    if incident.actor:
        blocks.append(Block(painter.high(), lambda rect: _versus(painter, rect, names, incident)))
    else:
        blocks += painter.lines(f"{actor}, against {names.side(incident.victim)}", width)
    blocks += painter.lines(told, width, color="soft")
    if incident.answers:
        blocks += [painter.gap(0.4), *painter.lines("Expected of whom", width, 1.15, bold=True)]
    for answer in incident.answers:
        told = f"expected: {answer.expected}" if answer.expected else "nothing expected"
        told += f"; answered: {answer.answer}" if answer.answer else "; no answer yet"
        blocks.append(Block(painter.high(), lambda rect, side=answer.side: _side(painter, rect, names, side)))  # type: ignore[misc]
        blocks += [*painter.lines(told, width, indent=painter.px(1.8)), painter.gap(0.2)]
    return [*blocks, painter.gap(0.4)]


def _versus(painter: Painter, rect: Rect, names: Names, incident: Incident) -> None:
    """Who did it to whom."""
    first = draw_side_name(painter, rect.topleft, names, incident.actor)
    word = painter.text((first.right + painter.px(0.5), rect.y), "against", color="soft")
    draw_side_name(painter, (word.right + painter.px(0.5), rect.y), names, incident.victim)


def _side(painter: Painter, rect: Rect, names: Names, side: str) -> None:
    draw_side_name(painter, rect.topleft, names, side)


def asked_title(question: Question) -> str:
    """What sort of question it is, in a few words."""
    return HEADS.get(question.kind, "Orders")
