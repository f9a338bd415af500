"""What nobody chooses happens or does not: nobody succeeds in it, wherever it is told."""

from __future__ import annotations

import pygame
import pytest

from kuroshio.picture.log_sentences import Teller
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.panels.widgets import BAND_COLORS
from kuroshio.screen.window.whole_window import draw_whole_window
from kuroshio.session.control_lines import Control
from kuroshio.session.saved_games import load, start
from kuroshio.session.session import Session
from tests.screen.moments import stages


@pytest.fixture(scope="module")
def session() -> Session:
    return start(load("senkaku_2021"), "senkaku_2021", "", (), (), 3, None)


def test_an_event_has_no_band_and_no_author(session: Session) -> None:
    thrown = [beat for beat in session.picture_for("").news if beat.kind == "event" and beat.dice]
    assert thrown
    for beat in thrown:
        assert (beat.band, beat.side, beat.fell, beat.happens) == ("", "", "it happens", True) and beat.odds
    acts = [beat for beat in session.picture_for("").news if beat.kind == "ruling" and beat.dice]
    assert acts and all(beat.band == beat.fell and beat.side and not beat.happens for beat in acts)
    control = Control(session)
    control.heard = 0
    news = list(control.news())
    assert f"  {thrown[0].title}: it happens." in news
    told = [
        line
        for line in Teller(session.tables).tell(session.log[: session.game.logged])
        if line.startswith(f"- {thrown[0].title}. ")
    ]
    assert told and all(line.endswith(": it happens.") and "success" not in line and "setback" not in line for line in told)


@pytest.mark.parametrize("name", ("accident_told", "accident_why"))
def test_an_accident_is_drawn_without_the_colours_of_bands(name: str) -> None:
    picture, interface = stages()[name]
    surface = pygame.Surface((1280, 720))
    got = draw_whole_window(surface, Fonts(), picture, interface, None)
    panel = "why" if name == "accident_why" else "beat"
    words = " ".join(box.text for box in got.boxes if box.panel == panel)
    assert "It happens" in words and "Happens on 11 or more" in words and "does not" in words
    assert not any(band in words for band in ("Success", "Setback", "Failure", "Breakthrough"))
    rects = [box.within for box in got.boxes if box.panel == panel]
    pixels = {
        tuple(surface.get_at((x, y)))[:3]
        for x in range(rects[0].x, rects[0].right, 3)
        for y in range(rects[0].y, rects[0].bottom, 3)
    }
    assert not pixels & {tuple(pygame.Color(color))[:3] for color in BAND_COLORS[0]}
