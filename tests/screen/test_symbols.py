"""The signs: what each must show can be found in its pixels."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import attrs
import numpy as np
import pygame
import pytest
import tomli

from kuroshio.picture.picture import Counter, Side
from kuroshio.screen.drawing import symbols
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.symbols import BODY, FURTHER, OUTLINES, PLAIN, SHAPES, STANDARD, draw_counter, shape_of, shapes_of
from kuroshio.screen.drawing.theme import LIGHT, THEMES, Theme, contrast, ink_on, rgb

ROOT = Path(__file__).resolve().parents[2]
SIDE = Side(id="x", name="X", name_ja="", letter="X", color="#e69f00")
COUNTER = Counter(id="c", name="C", kind="k", kind_name="K", symbol="CG", side="x", area="a", readiness=2)
THEME_LIST = pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))


@pytest.fixture
def fonts() -> Fonts:
    return Fonts()


def sheet(theme: Theme, size: tuple[int, int] = (200, 200)) -> pygame.Surface:
    surface = pygame.Surface(size)
    surface.fill(theme.sea)
    return surface


def pixels(surface: pygame.Surface) -> np.ndarray:
    return pygame.surfarray.array3d(surface).astype(int)


def count(surface: pygame.Surface, color: str, within: pygame.Rect | None = None) -> int:
    """How many pixels have exactly this colour."""
    part = surface.subsurface(within) if within else surface
    return int((pixels(part) == rgb(color)).all(axis=2).sum())


def changed(surface: pygame.Surface, theme: Theme) -> pygame.Rect:
    """The box of all that is drawn on a sheet."""
    where = np.argwhere((pixels(surface) != rgb(theme.sea)).any(axis=2))
    (left, top), (right, bottom) = where.min(axis=0), where.max(axis=0)
    return pygame.Rect(left, top, right - left + 1, bottom - top + 1)


def drawn(counter: Counter, side: Side | None, theme: Theme, fonts: Fonts, size: int = 100, **more: object) -> pygame.Surface:
    surface = sheet(theme)
    draw_counter(surface, pygame.Rect(50, 50, size, size), counter, side, theme, fonts, **more)  # type: ignore[arg-type]
    return surface


def mask(shape: str) -> np.ndarray:
    """Where a filled outline covers a square."""
    surface = pygame.Surface((100, 100))
    pygame.draw.polygon(surface, "white", [(x * 99, y * 99) for x, y in OUTLINES[shape]])
    return pygame.surfarray.array3d(surface)[:, :, 0] > 0


def test_eight_sides_have_eight_outlines_and_the_ninth_a_plain_one() -> None:
    assert len({shape_of(index) for index in range(8)}) == 8
    assert PLAIN not in SHAPES
    assert shape_of(8) == shape_of(40) == shape_of(-1) == PLAIN


def test_only_sides_with_a_colour_use_up_outlines() -> None:
    sides = [attrs.evolve(SIDE, id=str(number), neutral=number % 2 == 0) for number in range(6)]
    further = dict(zip(("0", "2", "4"), FURTHER))
    assert shapes_of(sides) == {**further, "1": SHAPES[0], "3": SHAPES[1], "5": SHAPES[2]}
    many = [attrs.evolve(SIDE, id=str(number), neutral=True) for number in range(6)]
    assert [*shapes_of(many).values()] == [*FURTHER, PLAIN, PLAIN]


@pytest.mark.parametrize(("one", "two"), list(combinations((*SHAPES, *FURTHER, PLAIN, "diamond"), 2)))
def test_any_two_outlines_differ_by_more_than_their_corners(one: str, two: str) -> None:
    assert (mask(one) ^ mask(two)).mean() >= 0.035


@THEME_LIST
@pytest.mark.parametrize("size", [28, 57, 120])
@pytest.mark.parametrize("shape", [*SHAPES, *FURTHER, PLAIN])
def test_a_counter_stays_within_its_box_and_shows_its_side(theme: Theme, size: int, shape: str, fonts: Fonts) -> None:
    surface = drawn(COUNTER, SIDE, theme, fonts, size, shape=shape)
    assert pygame.Rect(49, 49, size + 2, size + 2).contains(changed(surface, theme))
    assert count(surface, SIDE.color) > size * size * 0.2
    assert count(surface, ink_on(SIDE.color)) > 0


@pytest.mark.parametrize("shape", [*SHAPES, *FURTHER, PLAIN])
def test_letter_and_symbol_are_at_least_a_unit_and_within_the_outline(
    shape: str, fonts: Fonts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every kind of the rules, in every size of window: a counter of standard size has no text below the smallest."""
    kinds = tomli.loads((ROOT / "rules" / "pieces.toml").read_text(encoding="utf-8"))["kind"]
    assert len(kinds) > 4
    asked: list[tuple[str, int]] = []
    render = fonts.render
    monkeypatch.setattr(fonts, "render", lambda text, size, *rest: asked.append((text, size)) or render(text, size, *rest))
    for height in (720, 900, 1080, 1440, 2160):
        unit = fonts.unit(height)
        size = round(STANDARD * unit)
        for kind in kinds:
            asked.clear()
            surface = pygame.Surface((size, size))
            draw_counter(
                surface, surface.get_rect(), attrs.evolve(COUNTER, symbol=kind["symbol"]), SIDE, LIGHT, fonts, shape=shape
            )
            assert [text for text, _ in asked] == [SIDE.letter, kind["symbol"]]
            assert all(at >= unit for _, at in asked), (height, kind["symbol"], asked)


@pytest.mark.parametrize("shape", [*SHAPES, *FURTHER, PLAIN])
def test_no_text_of_a_counter_touches_its_outline(shape: str, fonts: Fonts) -> None:
    """Against magenta, which neither edge nor fill nor text has, the bare body shows where its edge and its outside are."""
    body = pygame.Rect(0, 0, 260, round(260 * BODY))
    for symbol in ("MM", "CG", "AW"):
        bare, written = (pygame.Surface(body.size) for _ in range(2))
        for surface, text in ((bare, ""), (written, symbol)):
            surface.fill("#ff00ff")
            side = attrs.evolve(SIDE, letter="M" if text else "", color="#f0e442")
            draw_counter(
                surface, pygame.Rect(0, 0, 260, 260), attrs.evolve(COUNTER, symbol=text), side, LIGHT, fonts, shape=shape
            )
        inside = (pixels(bare) == rgb("#f0e442")).all(axis=2)
        assert (pixels(written) == pixels(bare))[~inside].all(), symbol


@THEME_LIST
def test_readiness_is_counted_in_pips(theme: Theme, fonts: Fonts) -> None:
    foot = pygame.Rect(50, 50 + 88, 100, 12)
    inked = [count(drawn(attrs.evolve(COUNTER, readiness=level), SIDE, theme, fonts), theme.ink, foot) for level in range(4)]
    steps = np.diff(inked)
    assert (steps > 50).all() and steps.max() - steps.min() <= 2
    assert contrast(theme.ink, theme.panel) > 4.5


@THEME_LIST
def test_a_busy_counter_is_ticked(theme: Theme, fonts: Fonts) -> None:
    corner = pygame.Rect(120, 45, 40, 35)
    plain, busy = (drawn(attrs.evolve(COUNTER, busy=busy), SIDE, theme, fonts) for busy in (False, True))
    assert count(plain, theme.accent, corner) == 0
    assert count(busy, theme.accent, corner) > 150
    assert count(busy, theme.on_accent, corner) > 20


@THEME_LIST
@pytest.mark.parametrize("side", [SIDE, None], ids=["counter", "contact"])
def test_what_is_selected_has_a_halo_an_eighth_beyond_it(theme: Theme, side: Side | None, fonts: Fonts) -> None:
    surface = drawn(COUNTER, side, theme, fonts, selected=True)
    box = changed(surface, theme)
    assert pygame.Rect(50, 50, 100, 100).inflate(28, 28).contains(box)
    assert box.width > 120
    assert count(surface, theme.accent) > 500
    assert count(drawn(COUNTER, side, theme, fonts), theme.accent) == 0


@THEME_LIST
def test_a_ghost_is_an_outline_that_lets_the_map_through(theme: Theme, fonts: Fonts) -> None:
    body = pygame.Rect(60, 60, 80, 66)
    ghost, real = (drawn(COUNTER, SIDE, theme, fonts, shape="square", ghost=ghost) for ghost in (True, False))
    assert count(real, theme.sea, body) == 0
    assert count(ghost, theme.sea, body) > body.width * body.height * 0.5
    assert count(ghost, SIDE.color) > 100


@THEME_LIST
def test_an_unknown_contact_is_a_dashed_diamond_of_no_side(theme: Theme, fonts: Fonts) -> None:
    surface = drawn(attrs.evolve(COUNTER, side=""), None, theme, fonts)
    assert count(surface, theme.soft) > 100
    assert count(surface, theme.panel) > 2000
    assert tuple(surface.get_at((52, 52))[:3]) == rgb(theme.sea)  # nothing in the corner of the box
    edge = [tuple(surface.get_at((50 + step, 101 - step))[:3]) == rgb(theme.soft) for step in range(3, 47)]
    runs = sum(1 for before, now in zip([False, *edge], edge) if now and not before)
    assert runs >= 3  # dashes, not a line


def test_a_contact_tells_nothing_of_the_counter(fonts: Fonts) -> None:
    one = drawn(COUNTER, None, LIGHT, fonts)
    two = drawn(attrs.evolve(COUNTER, symbol="SS", readiness=0, strength="9"), None, LIGHT, fonts)
    assert (pixels(one) == pixels(two)).all()


@THEME_LIST
@pytest.mark.parametrize("pips", range(8))
def test_a_die_has_its_pips(theme: Theme, pips: int) -> None:
    surface = sheet(theme)
    symbols.draw_die(surface, pygame.Rect(50, 50, 100, 100), pips, theme)
    inner = pygame.Rect(60, 60, 80, 80)
    one = sheet(theme)
    symbols.draw_die(one, pygame.Rect(50, 50, 100, 100), 1, theme)
    each = count(one, "#000000", inner)
    assert each > 150
    assert count(surface, "#000000", inner) == pytest.approx(each * (pips if pips <= 6 else 0), rel=0.03)


@THEME_LIST
@pytest.mark.parametrize(("value", "filled"), [(-2, 0), (0, 2), (4, 6), (-9, 0), (9, 6), (None, 0)])
def test_a_gauge_is_filled_up_to_its_value(theme: Theme, value: int | None, filled: int) -> None:
    surface = sheet(theme)
    rect = pygame.Rect(20, 20, 150, 16)
    symbols.draw_pips(surface, rect, value, -2, 4, "#c01080", theme)
    row = (pixels(surface)[:, 28] == rgb("#c01080")).all(axis=1)
    assert int((np.diff(row.astype(int)) == 1).sum()) == filled
    assert rect.contains(changed(surface, theme))


def test_a_gauge_that_is_not_known_looks_like_no_value(fonts: Fonts) -> None:
    def look(value: int | None) -> bytes:
        surface = sheet(LIGHT)
        symbols.draw_pips(surface, pygame.Rect(20, 20, 150, 16), value, 0, 6, LIGHT.good, LIGHT)
        return pygame.image.tobytes(surface, "RGB")

    assert look(None) not in {look(value) for value in range(7)}


@pytest.mark.parametrize("value", [0, 30, 100])
def test_a_long_gauge_becomes_a_bar(value: int) -> None:
    surface = sheet(LIGHT)
    symbols.draw_pips(surface, pygame.Rect(20, 20, 150, 16), value, 0, 100, "#c01080", LIGHT)
    assert (pixels(surface)[:, 28] == rgb("#c01080")).all(axis=1).sum() == pytest.approx(1.5 * value, abs=3)


@pytest.mark.parametrize("color", ["#0072b2", "#f0e442"])
def test_an_arrow_goes_from_start_to_end_and_is_rimmed(color: str) -> None:
    surface = sheet(LIGHT)
    symbols.draw_arrow(surface, (30, 100), (170, 100), color, 8)
    assert count(surface, color, pygame.Rect(30, 95, 130, 10)) > 500
    assert count(surface, ink_on(color)) > 100
    box = changed(surface, LIGHT)
    assert abs(box.left - 30) <= 4 and abs(box.right - 170) <= 5
    tall = [int((pixels(surface)[x] == rgb(color)).all(axis=1).sum()) for x in (60, 150)]
    assert tall[1] > tall[0] * 1.4  # the head is at the end
    before = pygame.image.tobytes(surface, "RGB")
    symbols.draw_arrow(surface, (50, 50), (50, 50), color, 8)
    assert pygame.image.tobytes(surface, "RGB") == before


@THEME_LIST
@pytest.mark.parametrize("size", [(44, 180), (180, 44)])
@pytest.mark.parametrize("value", [None, 0, 3, 4, 6])
def test_a_ladder_is_climbed_to_its_value_and_shows_the_crisis(
    theme: Theme, size: tuple[int, int], value: int | None, fonts: Fonts
) -> None:
    surface, rect = sheet(theme), pygame.Rect((10, 10), size)
    symbols.draw_ladder(surface, rect, value, 6, 4, theme, fonts)
    assert rect.inflate(2, 2).contains(changed(surface, theme))
    rungs = value or 0
    area = size[0] * size[1] / 6
    assert count(surface, symbols.RISING) == pytest.approx(min(rungs, 3) * area * 0.7, rel=0.3)
    assert count(surface, symbols.CRISIS) == pytest.approx(max(0, rungs - 3) * area * 0.7, rel=0.35)
    assert count(surface, theme.bad) > 60  # the flag and the edge


def test_a_ladder_numbers_its_rungs_only_where_the_text_has_room(fonts: Fonts) -> None:
    def asked(unit: int) -> bytes:
        surface = sheet(LIGHT)
        symbols.draw_ladder(surface, pygame.Rect(10, 10, 60, 180), 0, 6, 4, LIGHT, fonts, unit=unit)
        return pygame.image.tobytes(surface, "RGB")

    assert asked(0) == asked(40) != asked(22)
