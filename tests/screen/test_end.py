"""The end of a game: what it came to fills the window, what turned it is named, and every button names its key."""

from __future__ import annotations

import pygame
import pytest
from attrs import evolve

from kuroshio.picture.picture import Change, Picture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.panels.bars_and_wall import AT_THE_END
from kuroshio.screen.panels.end_screen import CLOSING, turning_points
from kuroshio.screen.window.events_and_commands import KeyPress
from kuroshio.screen.window.keys import press_of
from kuroshio.screen.window.state import Interface
from kuroshio.screen.window.whole_window import Drawn, draw_whole_window
from tests.screen import sample

END = Interface(stage="over")


def drawn(picture: Picture, size: tuple[int, int] = (1280, 720)) -> Drawn:
    return draw_whole_window(pygame.Surface(size), Fonts(), picture, END, None)


def test_every_button_of_the_end_names_its_key() -> None:
    for id, label in CLOSING:
        key = label.rpartition("(")[2].rstrip(")").lower()
        assert press_of(KeyPress(key), END) == id, label
        assert key != "q" or press_of(KeyPress(key), Interface(stage="play")) == ""


@pytest.mark.parametrize("seats", (2, 8))
@pytest.mark.parametrize("size", ((1280, 720), (1920, 1080)), ids=str)
def test_curves_aims_and_turning_points_fill_the_window(size: tuple[int, int], seats: int) -> None:
    picture = sample.over()
    got = drawn(evolve(picture, results=picture.results[:seats], wall=picture.wall[:4] if seats == 2 else picture.wall), size)
    panels = {box.panel: box.within for box in got.boxes}
    assert {"wall", "results", "turning"} <= set(panels)
    assert panels["results"].bottom > 0.85 * size[1] and panels["turning"].bottom > 0.85 * size[1]
    covered = sum(panels[name].width * panels[name].height for name in ("wall", "results", "turning"))
    assert covered > 0.6 * size[0] * size[1]
    said = [box.text for box in got.boxes]
    assert "Turning points" in said and (seats > 2 or AT_THE_END in " ".join(said))


def test_what_turned_the_game_is_named_as_far_as_the_reader_was_told() -> None:
    picture = sample.over()
    beat = next(beat for beat in picture.news if beat.kind not in ("crisis", "inject"))
    held = picture.hotspots[0].control.name
    fell = evolve(beat, title="A step is lost", changes=(Change(name=held, before=8, after=7),))
    plain = evolve(beat, title="A talk", changes=(Change(name="Regional tension", before=8, after=7),))
    comes = evolve(beat, title="A storm", kind="inject", changes=())
    assert [beat.title for beat in turning_points(evolve(picture, news=(plain, comes, fell)))] == ["A storm", "A step is lost"]
    said = [box.text for box in drawn(evolve(picture, news=(plain, comes, fell))).boxes if box.panel == "turning"]
    assert {"A storm", "A step is lost"} <= set(said) and "A talk" not in said
    said = [box.text for box in drawn(evolve(picture, news=(plain,))).boxes if box.panel == "turning"]
    assert any(text.startswith("None: no crisis") for text in said)
