"""The panel of a seat that is asked for anything but orders: to sign, to decide at home, to respond, to go on."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve
from pygame import Rect

from kuroshio.picture.gauge_pictures import AimMove
from kuroshio.picture.picture import Choice, Closed, Picture, QuestionPicture
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.panels.aim_marks import draw_marks, marks_width, move_blocks_of
from kuroshio.screen.panels.incident_panel import expected_blocks, incident_blocks
from kuroshio.screen.panels.widgets import draw_odds_bar, is_tight, odds_blocks
from kuroshio.screen.window.selecting import choice_of
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

HEADS = {
    "sign": "Signatures", "gate": "A decision at home", "respond": "Your response", "proceed": "Go on?",
    "crisis": "Crisis", "role": "Your role in the crisis", "rule": "Before the umpire",
}  # fmt: skip
# How much of an answer its button says: all, title with price, both in as few lines as can be, and that with two buttons a row.
FULL, SHORT, BRIEF, PAIRED = range(4)
POINT = "Point at an answer, or go to it with Up and Down, to read its effects."
LEAST = {
    FULL: 10,
    SHORT: 4,
    BRIEF: 1.4,
    PAIRED: 1.4,
}
PADS = {
    FULL: (0.9, 0.45),
    SHORT: (0.5, 0.25),
    BRIEF: (0.3, 0.15),
    PAIRED: (0.3, 0.15),
}


def draw_question(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the question, the incident that it is about, and the answers as large buttons; one is chosen, then confirmed.

    No answer is scrolled out of sight as long as there is room for the titles alone. If not everything fits, the answers stand
    still below the question, and what is asked stands still above. What their shorter buttons leave out is told between them,
    for the answer that is chosen or pointed at.
    """
    question = picture.question
    assert question is not None
    with painter.panel("question", rect, "panel"):
        inner = rect.inflate(-painter.px(1.8), -painter.px(1.2))
        choice = choice_of(picture, interface)
        foot = draw_confirm(painter, inner, choice)
        width = inner.width - painter.bar_width()
        head = head_blocks(painter, picture, question, width, names)
        area = Rect(inner.x, inner.y, inner.width, foot - inner.y - painter.px(0.5))
        for say in (FULL, SHORT, BRIEF, PAIRED):
            rows = option_blocks(painter, question, choice, width, say)
            room = area.height - _high(rows)
            if say == FULL and _high(head) <= room:
                break
            if room >= LEAST[say] * painter.high():
                shown = choice or _pointed(question, interface)
                moved = move_blocks_of(painter, picture, shown.moves, width, names) if shown else []
                told = [] if say == FULL else [*detail_blocks(painter, shown, width), *moved]
                low = Rect(area.x, area.bottom - _high(rows), area.width, _high(rows))
                painter.rule(area.x, low.y - painter.px(0.3), area.width)
                y = _draw_asked(painter, Rect(area.x, area.y, width, low.y - area.y), question)
                above = Rect(area.x, y, area.width, low.y - y - painter.px(0.5))
                rest = about_blocks(painter, picture, question, width, names)
                first = [*told, *rest] if shown else [*rest, *told]
                painter.flow("details", above, first, interface.scrolled("details"))
                painter.flow("question", low, rows, 0)
                return
        painter.flow("question", area, [*head, *rows], interface.scrolled("question"))


def _high(blocks: Sequence[PanelBlock]) -> int:
    """Return the height of some blocks together, in pixels."""
    return sum(block.height for block in blocks)


def _pointed(question: QuestionPicture, interface: Interface) -> Choice | None:
    """Return the answer under the focus ring, or else under the pointer."""
    ids = (interface.focused, interface.hovered)
    return next((choice for id in ids for choice in question.choices if id == f"choice:{choice.line}"), None)


def head_blocks(painter: Painter, picture: Picture, question: QuestionPicture, width: int, names: ShownNames) -> list[PanelBlock]:
    """Return the head of the question: its kind, its title, the incident that it is about, what the seat should know."""
    blocks = painter.lines(HEADS.get(question.kind, question.kind.capitalize()), width, color="accent", bold=True)
    blocks += [*painter.lines(question.title, width, 1.4, bold=True), painter.gap(0.3)]
    return blocks + about_blocks(painter, picture, question, width, names)


def _draw_asked(painter: Painter, rect: Rect, question: QuestionPicture) -> int:
    """Draw the kind and the title of a question, or the title alone where there is little room; return the y below them."""
    y = rect.y
    for size in (1.4, 1.15, 1.0):
        high = len(painter.wrap(question.title, rect.width, size, True)) * painter.high(size)
        kind = painter.high() if painter.high() + high + LEAST[SHORT] * painter.high() <= rect.height else 0
        if kind or size == 1.0:
            break
    if kind:
        y = painter.text(rect.topleft, HEADS.get(question.kind, question.kind.capitalize()), color="accent", bold=True).bottom
    return painter.paragraph((rect.x, y), question.title, rect.width, size, bold=True) + painter.px(0.2)


def about_blocks(
    painter: Painter, picture: Picture, question: QuestionPicture, width: int, names: ShownNames
) -> list[PanelBlock]:
    """Return the incident that a question is about, and what the seat should know."""
    blocks: list[PanelBlock] = []
    incident = next((other for other in picture.incidents if other.number == question.incident), None)
    if incident:
        blocks += incident_blocks(painter, incident, width, names)
    for line in question.text:
        blocks += painter.lines(line, width)
    if incident:
        blocks += expected_blocks(painter, incident, picture.seat, width, names)
    return [*blocks, painter.gap(0.6)]


def option_blocks(painter: Painter, question: QuestionPicture, choice: Choice | None, width: int, say: int) -> list[PanelBlock]:
    """Return the buttons: one for the reason of a ruling, the answers, and in grey the closed ones. say: FULL to PAIRED."""
    blocks = [_reason_block(painter, width), painter.gap(0.6 if say == FULL else 0.3)] if question.kind == "rule" else []
    if say == PAIRED:
        return blocks + _paired(painter, question, choice, width)
    for other in question.choices:
        blocks += answer_blocks(painter, other, width, other is choice, say)
    return blocks + [closed_block(painter, closed, width, say) for closed in question.closed]


def _paired(painter: Painter, question: QuestionPicture, choice: Choice | None, width: int) -> list[PanelBlock]:
    """Return the answers two in a row, each with the first words of its title. It is for large text and many answers."""
    gap = painter.px(0.3)
    half = (width - gap) // 2
    cells = [
        answer_blocks(painter, evolve(other, title=other.title.partition(":")[0]), half, other is choice, BRIEF)[0]
        for other in question.choices
    ]
    cells += [closed_block(painter, closed, half, BRIEF) for closed in question.closed]
    return [_beside(cells[at : at + 2], half, gap) for at in range(0, len(cells), 2)]


def _beside(cells: Sequence[PanelBlock], width: int, gap: int) -> PanelBlock:
    """Return blocks of one width as one block, side by side."""

    def draw(rect: Rect) -> None:
        for column, cell in enumerate(cells):
            cell.draw(Rect(rect.x + column * (width + gap), rect.y, width, cell.height))

    return PanelBlock(max(cell.height for cell in cells), draw)


def detail_blocks(painter: Painter, choice: Choice | None, width: int) -> list[PanelBlock]:
    """Return what a short button leaves out of an answer."""
    if choice is None:
        return painter.lines(POINT, width, color="soft")
    blocks = painter.lines(choice.title, width, 1.15, bold=True)
    for text in choice.text:
        blocks += painter.lines(text, width)
    if choice.odds:
        blocks += odds_blocks(painter, choice.odds, width)
    return [*blocks, painter.gap(0.8)] if choice.text or choice.odds else []


def _reason_block(painter: Painter, width: int) -> PanelBlock:
    """Return the button that opens the field for the reason of a ruling."""
    label = "Write the reason (O)"
    high = painter.button_height(label, width)
    return PanelBlock(high, lambda rect: painter.button(Rect(rect.x, rect.y, rect.width, high), "overlay:words", label))


def draw_confirm(painter: Painter, rect: Rect, choice: Choice | None) -> int:
    """Draw the button at the bottom that makes the chosen answer final, and return the y of its top."""
    label = f"Answer: {choice.title} (Enter)" if choice else "Choose an answer"
    if len(painter.wrap(label, rect.width - painter.px(1.2), 1.1, True)) > 1 and is_tight(painter):
        label = "Give this answer (Enter)"
    high = painter.button_height(label, rect.width, 1.1)
    painter.button(
        Rect(rect.x, rect.bottom - high, rect.width, high), "answer", label, choice is not None, choice is not None, size=1.1
    )
    return rect.bottom - high


def answer_blocks(painter: Painter, choice: Choice, width: int, chosen: bool, say: int = FULL) -> list[PanelBlock]:
    """Return an answer as a large button with its price and text.

    Its odds are a bar; once it is chosen they are shown in full.
    """
    pad = painter.px(0.7)
    inner = width - 2 * pad
    rows = _titled(painter, choice.title, (choice.cost,) if choice.cost else (), inner, say, "ink", choice.moves)
    if say == FULL:
        rows[1:1] = [(line, 1.0, "ink", False) for text in choice.text for line in painter.wrap(text, inner)]
    bar = painter.px(1.5) if choice.odds and say != BRIEF and not (chosen and say == FULL) else 0
    within, after = (painter.px(units) for units in PADS[say])
    high = sum(painter.high(size) for _, size, _, _ in rows) + within + bar

    def draw(rect: Rect) -> None:
        box = Rect(rect.x, rect.y, rect.width, high)
        painter.box(box, "raised", "accent" if chosen else "line", 0.4, painter.px(0.18) if chosen else 1)
        if chosen:
            painter.box(Rect(box.x, box.y, painter.px(0.4), box.height), "accent", "", 0.2)
        draw_marks(painter, box.right - pad // 2, box.y + within // 2, choice.moves)
        y = _draw_rows(painter, box, rows, pad, within // 2)
        if bar and choice.odds:
            draw_odds_bar(
                painter, Rect(box.x + pad, y + painter.px(0.15), box.width - 2 * pad, painter.px(0.75)), choice.odds, False
            )
        painter.hit(box, f"choice:{choice.line}", choice.title)

    blocks = [PanelBlock(high + after, draw)]
    if chosen and choice.odds and say == FULL:
        blocks += [*odds_blocks(painter, choice.odds, width), painter.gap(0.8)]
    return blocks


Rows = list[tuple[str, float, str, bool]]  # text, size, colour, whether bold


def _titled(painter: Painter, title: str, under: Sequence[str], width: int, say: int, ink: str, moves: Sequence[AimMove]) -> Rows:
    """Return the rows of a button: its title, then the texts `under` it. In a BRIEF one they stand behind the title.

    At the right of the first row there is room for the marks of the aims that it may move.
    """
    marked = width - marks_width(painter, moves)
    size = 1.0 if say == BRIEF else 1.15
    whole = " · ".join([title, *under])
    if say == BRIEF:
        return [(line, size, ink, ink == "ink") for line in painter.wrap(whole, marked, size, ink == "ink")]
    rows = [(line, size, ink, True) for line in painter.wrap(title, marked, size, True)]
    return rows + [(line, 1.0, "soft", False) for text in under for line in painter.wrap(text, width)]


def _draw_rows(painter: Painter, box: Rect, rows: Rows, pad: int, above: int) -> int:
    """Draw the rows of a button and return the y below them."""
    y = box.y + above
    for text, size, color, bold in rows:
        painter.text((box.x + pad, y), text, size, color, bold)
        y += painter.high(size)
    return y


def closed_block(painter: Painter, closed: Closed, width: int, say: int) -> PanelBlock:
    """Return a closed answer in grey, with its reasons. Pressing it does nothing."""
    pad = painter.px(0.7)
    first = closed.why[0].partition(":")[0].rstrip(".") + "."  # the particulars are told where there is more room
    under = {FULL: closed.why, SHORT: closed.why[:1], BRIEF: (first,)}[say]
    rows = _titled(painter, closed.title, under, width - 2 * pad, say, "soft", closed.moves)
    within, after = (painter.px(units) for units in PADS[say])
    high = sum(painter.high(size) for _, size, _, _ in rows) + within

    def draw(rect: Rect) -> None:
        box = Rect(rect.x, rect.y, rect.width, high)
        painter.box(box, "", "line", 0.4)
        draw_marks(painter, box.right - pad // 2, box.y + within // 2, closed.moves)
        _draw_rows(painter, box, rows, pad, within // 2)
        painter.hit(box, f"closed:{closed.line}", closed.title, enabled=False)

    return PanelBlock(high + after, draw)
