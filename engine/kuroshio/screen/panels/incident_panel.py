"""An incident in the panel of the seat that is asked about it: who acted against whom, and what is expected of each side."""

from __future__ import annotations

from pygame import Rect

from kuroshio.picture.picture import IncidentPicture
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.panels.widgets import draw_side_name
from kuroshio.screen.window.shown_names import ShownNames


def incident_blocks(painter: Painter, incident: IncidentPicture, width: int, names: ShownNames) -> list[PanelBlock]:
    """Return an incident: who acted against whom, where, and how grave it is."""
    actor = names.side(incident.actor) if incident.actor else "Author not certain"
    told = f"{names.area(incident.area)} · intensity {incident.intensity} · deniability {incident.deniability}"
    blocks = painter.lines(incident.title, width, 1.15, bold=True)
    if incident.actor:
        blocks.append(PanelBlock(painter.high(), lambda rect: _versus(painter, rect, names, incident)))
    else:
        blocks += painter.lines(f"{actor}, against {names.side(incident.victim)}", width)
    return [*blocks, *painter.lines(told, width, color="soft"), painter.gap(0.4)]


def expected_blocks(painter: Painter, incident: IncidentPicture, seat: str, width: int, names: ShownNames) -> list[PanelBlock]:
    """Return what is expected of each side and answered by it; of the seat itself what it has answered already."""
    answers = [answer for answer in incident.answers if answer.side != seat or answer.answer]
    if not answers:
        return []
    blocks = [painter.gap(0.4), *painter.lines("Expected answers", width, 1.15, bold=True)]
    for answer in answers:
        told = f"expected: {answer.expected}" if answer.expected else "nothing expected"
        told += f"; answered: {answer.answer}" if answer.answer else "; no answer yet"
        blocks.append(PanelBlock(painter.high(), lambda rect, side=answer.side: _side(painter, rect, names, side)))  # type: ignore[misc]
        blocks += [*painter.lines(told, width, indent=painter.px(1.8)), painter.gap(0.2)]
    return [*blocks, painter.gap(0.4)]


def _versus(painter: Painter, rect: Rect, names: ShownNames, incident: IncidentPicture) -> None:
    """Draw who acted against whom."""
    first = draw_side_name(painter, rect.topleft, names, incident.actor)
    word = painter.text((first.right + painter.px(0.5), rect.y), "against", color="soft")
    draw_side_name(painter, (word.right + painter.px(0.5), rect.y), names, incident.victim)


def _side(painter: Painter, rect: Rect, names: ShownNames, side: str) -> None:
    draw_side_name(painter, rect.topleft, names, side)
