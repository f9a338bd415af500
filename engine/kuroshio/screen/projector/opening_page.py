"""The projector before the first orders: the name of the game, what it is about, and who plays."""

from __future__ import annotations

from pygame import Rect

from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.panels.widgets import draw_mark
from kuroshio.screen.projector.lower_third import leading
from kuroshio.screen.projector.projector_words import ProjectorWords
from kuroshio.screen.projector.shown_page import HEAD, SENTENCE, ShownPage
from kuroshio.screen.window.shown_names import ShownNames

ROWS = 4  # of seats with their names, at most
SEAT = 1.5  # units from one row of seats to the next
TITLES = (HEAD, 1.4, SENTENCE)  # sizes of the name of the game, the largest that fits in a line


def is_beginning(shown: ShownPage) -> bool:
    """Whether nobody has ordered anything yet, and nothing is being told."""
    picture = shown.picture
    early = picture.turn == 1 and not picture.over and picture.phase in picture.phases[:2]
    return early and not (shown.page or shown.moves or picture.incidents or picture.crisis)


def draw_opening(painter: Painter, rect: Rect, shown: ShownPage, words: ProjectorWords, names: ShownNames) -> int:
    """Draw name, summary and seats. A summary that is too long goes on in further parts; return their number."""
    picture = shown.picture
    with painter.panel("opening", rect, "panel"):
        painter.box(Rect(rect.right - painter.px(0.08), rect.y, painter.px(0.08), rect.height), "ink", "", 0)
        inner = rect.inflate(-painter.px(1.8), -painter.px(1.2))
        name = picture.name_ja if shown.japanese and picture.name_ja else picture.name
        size = next((size for size in TITLES if painter.wide(name, size, True) <= inner.width), TITLES[-1])
        y = painter.paragraph(inner.topleft, name, inner.width, size, bold=True) + painter.px(0.2)
        most = _columns(painter, inner.width, shown, names)
        for columns, size in ((most, SENTENCE), (most, 1.0), (0, 1.0)):  # the summary whole, as large as it can be
            seats = _seats_height(painter, inner.width, columns, len(picture.seats))
            lines, room = painter.wrap(picture.summary, inner.width, size), inner.bottom - seats - y
            if len(lines) * leading(painter, size) <= room:
                break
        at_once = max(1, room // leading(painter, size))
        if len(lines) > at_once:
            at_once = max(1, at_once - 1)  # below them stands which part it is
        parts = -(-len(lines) // at_once)
        part = min(shown.part, parts - 1)
        for line in lines[part * at_once : (part + 1) * at_once]:
            painter.text((inner.x, y), line, size)
            y += leading(painter, size)
        if parts > 1:
            top = inner.bottom - seats - painter.high()
            painter.text((inner.right, top), words("part", part + 1, parts), color="soft", align="right")
        _draw_seats(painter, Rect(inner.x, inner.bottom - seats, inner.width, seats), columns, shown, names)
    return parts


def _columns(painter: Painter, width: int, shown: ShownPage, names: ShownNames) -> int:
    """Return how many seats stand side by side with their names; 0: there are so many that their marks stand alone."""
    wide = max(painter.wide(names.side(seat)) for seat in shown.picture.seats) + painter.px(2.4)
    columns = max(1, width // wide)
    return columns if -(-len(shown.picture.seats) // columns) <= ROWS else 0


def _seats_height(painter: Painter, width: int, columns: int, number: int) -> int:
    return -(-number // (columns or _marks(painter, width))) * painter.px(SEAT) + painter.px(0.3)


def _marks(painter: Painter, width: int) -> int:
    return max(1, width // painter.px(1.9))


def _draw_seats(painter: Painter, rect: Rect, columns: int, shown: ShownPage, names: ShownNames) -> None:
    """Draw the seats in play: each with its mark and name, or the marks alone."""
    across = columns or _marks(painter, rect.width)
    wide, mark = rect.width // across, painter.px(1.4)
    for number, seat in enumerate(shown.picture.seats):
        x, y = rect.x + number % across * wide, rect.y + painter.px(0.3) + number // across * painter.px(SEAT)
        draw_mark(painter, Rect(x, y, mark, mark), names, seat)
        if columns:
            painter.text((x + mark + painter.px(0.4), y), names.side(seat))
