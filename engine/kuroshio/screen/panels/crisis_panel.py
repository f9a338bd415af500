"""A crisis, drawn in place of the map: its two principals, the ladder between them, the rounds so far."""

from __future__ import annotations

from pygame import Rect

from kuroshio.picture.picture import CrisisStage, FlashpointPicture, Picture
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.drawing.symbols import draw_ladder
from kuroshio.screen.panels.widgets import draw_mark, draw_side_name, pair_blocks
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface


def draw_crisis(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the present crisis."""
    crisis = picture.crisis
    assert crisis is not None
    spot = next((spot for spot in picture.hotspots if spot.id == crisis.hotspot), None)
    with painter.panel("crisis", rect, "ground"):
        inner = rect.inflate(-painter.px(2.4), -painter.px(1.6))
        y = _draw_head(painter, inner, crisis, names)
        third = inner.width // 3
        middle = Rect(inner.x + third, y, inner.width - 2 * third, inner.bottom - y)
        duel = painter.px(9.5) if inner.bottom - y > painter.px(17) else painter.px(2.4)
        if spot:
            _draw_principal(painter, Rect(inner.x, y, third - painter.px(1), duel), names, spot, spot.challenger, "Challenger")
            _draw_principal(
                painter, Rect(middle.right + painter.px(1), y, third - painter.px(1), duel), names, spot, spot.holder, "Holder"
            )
            _draw_ladder(painter, middle, spot)
        low = y + duel + painter.px(0.8)
        _draw_list(
            painter,
            Rect(inner.x, low, third - painter.px(1), inner.bottom - low),
            "rounds",
            "Rounds so far",
            _rounds(painter, crisis, third),
            interface,
        )
        parts = Rect(middle.right + painter.px(1), low, third - painter.px(1), inner.bottom - low)
        _draw_list(painter, parts, "parts", "The others", _parts(painter, crisis, spot, parts.width, names), interface)


def _draw_head(painter: Painter, rect: Rect, crisis: CrisisStage, names: ShownNames) -> int:
    now = f"Round {crisis.round} of {crisis.most_rounds}" if crisis.round else "Roles are being chosen"
    button = painter.wide("Map (M)", bold=True) + painter.px(1.6)
    painter.button(Rect(rect.right - button, rect.y, button, painter.button_height("Map (M)", button)), "map", "Map (M)")
    y = painter.text((rect.x, rect.y), f"Crisis · {now}", 1.15, "bad", True).bottom
    return painter.paragraph(
        (rect.x, y), names.hotspot(crisis.hotspot), rect.width - button - painter.px(1), 1.6, bold=True
    ) + painter.px(0.6)


def _draw_principal(painter: Painter, rect: Rect, names: ShownNames, spot: FlashpointPicture, side: str, part: str) -> None:
    """Draw one principal: its mark, name, part and posture."""
    painter.box(rect, "panel", "line", 0.5)
    if rect.height < painter.px(5):
        draw_side_name(painter, (rect.x + painter.px(0.5), rect.y + painter.px(0.5)), names, side)
        return
    stance = next((stance for stance in spot.stances if stance.side == side), None)
    mark = Rect(0, 0, painter.px(3.2), painter.px(3.2))
    mark.midtop = (rect.centerx, rect.y + painter.px(0.7))
    draw_mark(painter, mark, names, side)
    y = painter.paragraph(
        (rect.centerx, mark.bottom + painter.px(0.2)),
        names.side(side),
        rect.width - painter.px(1),
        1.25,
        bold=True,
        align="middle",
    )
    words = [part]
    if stance:
        words.append("Posture not known" if stance.level is None else f"Posture {stance.level} of {stance.most}")
    for word in words:
        if y + painter.high() <= rect.bottom:
            painter.text((rect.centerx, y), word, color="soft", align="middle")
            y += painter.high()


def _draw_ladder(painter: Painter, rect: Rect, spot: FlashpointPicture) -> None:
    """Draw the ladder, from its lowest rung to its highest."""
    value = spot.ladder.value
    head = "Rung not known" if value is None else f"Rung {value} of {spot.ladder.most}"
    y = painter.text((rect.centerx, rect.y), head, 1.4, bold=True, align="middle").bottom
    foot = painter.text(
        (rect.centerx, rect.bottom - painter.high()), f"Crisis at rung {spot.crisis_at}", color="soft", align="middle"
    )
    body = Rect(0, 0, min(rect.width - painter.px(2), painter.px(12)), foot.y - y - painter.px(0.8))
    if body.height < painter.px(14):  # too low to stand: it lies
        body.size = (rect.width - painter.px(1), min(body.height, painter.px(3.5)))
    body.midtop = (rect.centerx, y + painter.px(0.3))
    if body.height > body.width:
        body.x += min(body.size) // 8  # the flag sticks out at the right: the rungs stay in the middle
    draw_ladder(painter.surface, body, value, spot.ladder.most, spot.crisis_at, painter.theme, painter.fonts, unit=painter.unit)


def _rounds(painter: Painter, crisis: CrisisStage, third: int) -> list[PanelBlock]:
    width = third - painter.px(1) - painter.bar_width()
    blocks: list[PanelBlock] = []
    for line in crisis.rounds:
        blocks += [*painter.lines(line, width), painter.gap(0.3)]
    return blocks or painter.lines("None yet.", width, color="soft")


def _parts(
    painter: Painter, crisis: CrisisStage, spot: FlashpointPicture | None, width: int, names: ShownNames
) -> list[PanelBlock]:
    width -= painter.bar_width()
    blocks: list[PanelBlock] = []
    for side, part in crisis.parts:
        if spot is None or side not in (spot.challenger, spot.holder):
            blocks += pair_blocks(painter, names.side(side), part or "not chosen", width)
    return blocks or painter.lines("No other seat has a role.", width, color="soft")


def _draw_list(painter: Painter, rect: Rect, name: str, heading: str, blocks: list[PanelBlock], interface: Interface) -> None:
    y = painter.text(rect.topleft, heading, 1.15, bold=True).bottom + painter.px(0.2)
    painter.rule(rect.x, y, rect.width)
    y += painter.px(0.4)
    painter.flow(name, Rect(rect.x, y, rect.width, rect.bottom - y), blocks, interface.scrolled(name))
