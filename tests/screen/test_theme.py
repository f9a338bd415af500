"""The colours: every text can be read on what it stands on, and no two sides pass for one another."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import attrs
import pygame
import pytest

from kuroshio.picture.picture import Side
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.drawing.symbols import CRISIS, PLAIN, RISING, shapes_of, told_apart
from kuroshio.screen.drawing.theme import THEMES, Theme, contrast, ink_on, luminance, mix, rgb
from kuroshio.screen.panels.widgets import BAND_COLORS, draw_band_mark
from tests.screen.palette import ENOUGH, NEUTRAL, SIMULATIONS, ciede2000, distance, factions, lab, seen

SURFACES = ("ground", "panel", "raised")
MAP = ("sea", "strait", "island", "land", "foreign")
TEXT = 4.5  # WCAG 2.2, success criterion 1.4.3
PAIRS = [
    *((text, under) for text in ("ink", "soft") for under in SURFACES),
    *(("ink", under) for under in MAP),
    ("on_accent", "accent"),
    *((text, under) for text in ("good", "bad", "warn", "accent") for under in ("panel", "raised")),
]
LEAST = {
    "normal": 20.0,
    "protanopia": 12.0,
    "deuteranopia": 6.0,
    "tritanopia": 6.0,
    "greyscale": 0.0,
}  # of any two sides, as the palette is
BANDS_APART = 12.0  # of neighbouring bands, to any sight
COLORED = [(letter, color) for _, letter, color in factions() if color.lower() != NEUTRAL]


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_every_text_can_be_read(theme: Theme) -> None:
    poor = {pair: ratio for pair in PAIRS if (ratio := contrast(getattr(theme, pair[0]), getattr(theme, pair[1]))) < TEXT}
    assert not poor


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_lines_can_be_seen(theme: Theme) -> None:
    assert contrast(theme.line, theme.panel) >= 1.5
    for under in ("sea", "strait", "island", "land"):
        assert contrast(theme.coast, getattr(theme, under)) >= 2
        assert contrast(theme.border, getattr(theme, under)) >= 1.4
        assert contrast(theme.chain, getattr(theme, under)) >= 3
        assert contrast(theme.disputed, getattr(theme, under)) >= 3


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_what_the_map_shows_in_different_colours_differs(theme: Theme) -> None:
    assert len({getattr(theme, kind) for kind in MAP}) == len(MAP)
    for water in ("sea", "strait"):
        for ground in ("island", "land"):
            assert distance(getattr(theme, water), getattr(theme, ground), "normal") >= 8


def test_the_themes_are_three_and_their_colours_well_written() -> None:
    assert list(THEMES) == ["light", "dark", "contrast"]
    for key, theme in THEMES.items():
        fields = attrs.asdict(theme)
        assert fields.pop("name") == key
        assert all(re.fullmatch("#[0-9a-f]{6}", color) for color in fields.values())


def test_the_high_contrast_theme_has_the_highest_contrast() -> None:
    for text in ("ink", "soft"):
        best = [contrast(getattr(theme, text), theme.panel) for theme in THEMES.values()]
        assert max(best) == best[-1] >= 15


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the well-known grey that just misses 4.5
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.005)
    assert contrast("#123456", "#123456") == 1


def test_black_or_white_can_be_read_on_every_colour() -> None:
    grid = [f"#{r:02x}{g:02x}{b:02x}" for r in range(0, 256, 15) for g in range(0, 256, 15) for b in range(0, 256, 15)]
    assert min(contrast(ink_on(color), color) for color in (*grid, RISING, CRISIS)) >= TEXT


def test_a_mix_goes_from_one_colour_to_the_other() -> None:
    assert [mix("#000000", "#ff8040", share) for share in (0, 0.5, 1)] == ["#000000", "#804020", "#ff8040"]
    assert rgb("#ff8040") == (255, 128, 64)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, -1.0, 2.0), (50, 0, 0), 2.3669),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_distances_are_those_of_sharma_wu_and_dalal(
    one: tuple[float, float, float], two: tuple[float, float, float], expected: float
) -> None:
    assert ciede2000(one, two) == pytest.approx(expected, abs=0.0001)
    assert ciede2000(two, one) == pytest.approx(expected, abs=0.0001)


def test_the_simulations_leave_grey_alone_and_take_red_from_green() -> None:
    for sight in SIMULATIONS:
        assert seen("#777777", sight) == pytest.approx(seen("#777777", "normal"), abs=0.001)
    for sight in ("protanopia", "deuteranopia"):
        assert distance("#d00000", "#6f6a00", sight) < distance("#d00000", "#6f6a00", "normal") / 2


def test_at_most_eight_sides_have_a_colour_and_no_letter_comes_twice() -> None:
    letters = [letter for _, letter, _ in factions()]
    assert len(set(letters)) == len(letters)
    assert all(len(letter) == 1 and letter.isupper() for letter in letters)
    assert 2 <= len(COLORED) <= 8


@pytest.mark.parametrize("sight", SIMULATIONS)
def test_any_two_sides_can_be_told_apart(sight: str) -> None:
    sides = [Side(id=letter, name=letter, name_ja="", letter=letter, color=color) for letter, color in COLORED]
    shapes = shapes_of(sides)
    assert PLAIN not in shapes.values()
    for one, two in combinations(sides, 2):
        far = distance(one.color, two.color, sight)
        assert far >= LEAST[sight], f"{one.letter} and {two.letter} are {far:.1f} apart"
        assert far >= ENOUGH or (one.letter != two.letter and shapes[one.id] != shapes[two.id]), f"{one.letter} and {two.letter}"


GREY = [Side(id=letter, name="", name_ja="", letter=letter, color=NEUTRAL, neutral=True) for letter in "AIROEFLV"]


@pytest.mark.parametrize("sight", SIMULATIONS)
def test_no_side_without_a_colour_passes_for_another(sight: str) -> None:
    """Those that have no colour of their own get one of the second palette; the first four have an outline too."""
    sides = [Side(id=letter, name="", name_ja="", letter=letter, color=color) for letter, color in COLORED]
    shown = told_apart([*sides, *GREY])
    shapes = shapes_of(shown)
    assert [side.color for side in shown[: len(sides)]] == [side.color for side in sides]
    assert len({side.color for side in shown}) == len(shown)
    least = {"normal": 15.0, "greyscale": 0.0}.get(sight, 10.0)
    for one, two in combinations(shown, 2):
        if one.neutral or two.neutral:
            assert distance(one.color, two.color, sight) >= least, f"{one.letter} and {two.letter}"
    assert len({shapes[side.id] for side in shown[: len(sides) + 4]}) == len(sides) + 4


@pytest.mark.parametrize("sight", SIMULATIONS)
def test_the_bands_can_be_told_apart_by_every_sight(sight: str) -> None:
    """Neighbours lie well apart, and each band is lighter than the one before."""
    for colors in BAND_COLORS:
        assert all(distance(one, two, sight) >= BANDS_APART for one, two in pairwise(colors)), sight
        light = [lab(seen(color, sight))[0] for color in colors]
        assert light == sorted(light)


def test_the_bands_can_be_told_apart_in_grey() -> None:
    """Each is brighter than the one before; and none is lost in its panel."""
    for colors, themes in zip(BAND_COLORS, (("light",), ("dark", "contrast")), strict=True):
        grey = [luminance(color) for color in colors]
        assert grey == sorted(grey) and all(contrast(a, b) >= 1.5 for a, b in pairwise(colors)), grey
        assert all(contrast(color, THEMES[name].panel) >= 1.9 for color in colors for name in themes)


def test_each_band_has_a_mark_of_its_own() -> None:
    """In one ink on one ground the marks still differ: it is the shape that tells them apart."""
    pygame.display.init()
    drawn = []
    for number in range(4):
        surface = pygame.Surface((40, 40))
        painter = Painter(surface, THEMES["light"], Fonts(), 20)
        draw_band_mark(painter, surface.get_rect(), number)
        pixels = pygame.surfarray.array3d(surface).sum(axis=2)
        drawn.append(pixels != pixels[0, 20])
    assert all(0.1 < mark.mean() < 0.7 for mark in drawn)
    assert all((one != two).mean() > 0.1 for one, two in combinations(drawn, 2))
