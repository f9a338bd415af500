"""The fonts: every word of the game has its glyphs, and text is measured, broken and cut as it is drawn."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pygame
import pytest
import tomli

from kuroshio.screen.drawing import fonts as module
from kuroshio.screen.drawing.fonts import BOLD, FOLDER, REGULAR, FontMissing, Fonts

ROOT = Path(__file__).resolve().parents[2]
SHOWN = ("name", "name_ja", "short", "short_ja", "text", "summary")
LONG = (
    "The coast guard of a third country, 巡視船が領海に入る（かっこ）。Donaudampfschifffahrtsgesellschaft – and so on, 「続く」…"
)


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


def glyphs(path: Path) -> set[int]:
    """The characters of an OpenType font, read from its cmap: subtables of formats 4 and 12."""
    data = path.read_bytes()
    tables = {data[at : at + 4]: struct.unpack(">I", data[at + 8 : at + 12])[0] for at in range(12, 12 + 16 * data[5], 16)}
    start = tables[b"cmap"]
    found: set[int] = set()
    for entry in range(struct.unpack(">H", data[start + 2 : start + 4])[0]):
        at = start + struct.unpack(">I", data[start + 8 + entry * 8 : start + 12 + entry * 8])[0]
        form = struct.unpack(">H", data[at : at + 2])[0]
        if form == 12:
            for group in range(struct.unpack(">I", data[at + 12 : at + 16])[0]):
                first, last, _ = struct.unpack(">III", data[at + 16 + group * 12 : at + 28 + group * 12])
                found.update(range(first, last + 1))
        elif form == 4:
            count = struct.unpack(">H", data[at + 6 : at + 8])[0] // 2
            ends = struct.unpack(f">{count}H", data[at + 14 : at + 14 + 2 * count])
            starts = struct.unpack(f">{count}H", data[at + 16 + 2 * count : at + 16 + 4 * count])
            for first, last in zip(starts, ends):
                found.update(range(first, last + 1))
    return found - {0xFFFF}


def shown(value: object) -> Iterator[str]:
    """Every text of a TOML file that a screen may show."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in SHOWN:
                yield from texts(inner)
            else:
                yield from shown(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from shown(inner)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    else:
        yield from shown(value)


@pytest.mark.parametrize("name", [REGULAR, BOLD])
def test_every_character_of_the_content_has_a_glyph(name: str) -> None:
    has = glyphs(FOLDER / name)
    lines = 0
    for folder in ("rules", "maps", "scenarios"):
        for path in sorted((ROOT / folder).rglob("*.toml")):
            for text in shown(tomli.loads(path.read_text(encoding="utf-8"))):
                lines += 1
                missing = {char for char in text if ord(char) not in has and char != "\n"}
                assert not missing, f"{path.name}: {text!r} has {missing}: run docs/subset_fonts.py"
    assert lines > 2000


@pytest.mark.parametrize("name", [REGULAR, BOLD])
def test_every_character_that_the_screen_itself_writes_has_a_glyph(name: str) -> None:
    has = glyphs(FOLDER / name)
    for folder in ("picture", "screen"):
        for path in sorted((ROOT / "engine/kuroshio" / folder).rglob("*.py")):
            missing = {char for char in path.read_text(encoding="utf-8") if ord(char) not in has and char not in "\n\t"}
            assert not missing, f"{path.name} has {missing}"


def test_a_glyph_that_is_not_there_is_missed() -> None:
    has = glyphs(FOLDER / REGULAR)
    assert {ord(char) for char in "Aéō尖閣かカー。「→▲✓…"} <= has
    assert ord("א") not in has and ord("龘") not in has


def test_the_fonts_are_small_and_carry_their_licence_and_a_name_of_their_own() -> None:
    data = [(FOLDER / name).read_bytes() for name in (REGULAR, BOLD)]
    assert sum(map(len, data)) < 2_000_000
    licence = (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence and "Adobe" in licence and "subsets" in licence
    for font in data:
        assert "Kuroshio Sans".encode("utf-16-be") in font
        assert "Adobe".encode("utf-16-be") in font


@pytest.mark.parametrize(("height", "unit"), [(720, 15), (1080, 22), (2160, 44), (50, 1), (1, 1)])
def test_the_smallest_text_is_a_fiftieth_of_the_height(fonts: Fonts, height: int, unit: int) -> None:
    assert fonts.unit(height) == unit


def test_a_scale_makes_text_larger_and_never_smaller() -> None:
    assert Fonts(1.5).unit(1080) == 33
    assert Fonts(0.5).unit(1080) == 22


def test_the_size_is_the_em(fonts: Fonts) -> None:
    assert fonts.width("尖閣", 40) == pytest.approx(80, abs=2)
    assert fonts.font(40).get_height() <= fonts.line_height(40)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("width", [20, 60, 150, 400, 5000])
def test_no_line_is_too_wide_and_no_letter_is_lost(fonts: Fonts, width: int, bold: bool) -> None:
    lines = fonts.wrap(LONG, 18, width, bold)
    assert all(fonts.width(line, 18, bold) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(LONG.split())
    assert (len(lines) == 1) == (width == 5000)


def test_lines_break_at_spaces_at_new_lines_and_within_japanese(fonts: Fonts) -> None:
    assert fonts.wrap("one two three", 20, fonts.width("one two t", 20)) == ["one two", "three"]
    assert fonts.wrap("one\n\ntwo", 20, 500) == ["one", "", "two"]
    assert fonts.wrap("", 20, 500) == [""]
    assert fonts.wrap("巡視船が領海に入る", 20, 61) == ["巡視船", "が領海", "に入る"]


def test_no_line_begins_with_a_full_stop_or_ends_with_an_opening_bracket(fonts: Fonts) -> None:
    assert fonts.wrap("巡視船。領海", 20, 61) == ["巡視", "船。領", "海"]
    assert fonts.wrap("巡視「領海」", 20, 61) == ["巡視", "「領", "海」"]


def test_every_line_is_as_full_as_it_can_be(fonts: Fonts) -> None:
    lines = fonts.wrap("It was a dark and stormy night in the strait and nobody had the watch", 18, 140)
    assert len(lines) > 3
    for line, after in pairwise(lines):
        assert fonts.width(f"{line} {after.split()[0]}", 18) > 140


def test_a_line_of_one_character_stands_however_narrow(fonts: Fonts) -> None:
    assert fonts.wrap("尖閣", 40, 5) == ["尖", "閣"]


@pytest.mark.parametrize("width", range(0, 220, 7))
def test_text_is_cut_to_fit_and_no_shorter(fonts: Fonts, width: int) -> None:
    text = "A long name 尖閣諸島"
    cut = fonts.fit(text, 18, width)
    assert fonts.width(cut, 18) <= width
    assert cut == text or cut == "" or cut.endswith("…")
    if cut.endswith("…"):
        more = text[: len(cut)].rstrip() + "…"
        assert text.startswith(cut[:-1]) and (fonts.width(more, 18) > width or more == cut or text[len(cut) - 1] == " ")


def test_text_is_rendered_in_its_colour_and_kept(fonts: Fonts) -> None:
    image = fonts.render("■", 40, "#ff0000")
    assert image.get_at((image.get_width() // 2, image.get_height() // 2))[:3] == (255, 0, 0)
    assert fonts.render("■", 40, "#ff0000") is image
    assert fonts.render("■", 40, "#00ff00") is not image
    assert image.get_width() == fonts.width("■", 40)


def test_the_oldest_pictures_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 3)
    fonts = Fonts()
    first = fonts.render("0", 12, "#000000")
    for number in range(1, 9):
        assert fonts.render("0", 12, "#000000") is first  # asked for again, it is not the oldest
        fonts.render(str(number), 12, "#000000")
    for number in range(10, 13):
        fonts.render(str(number), 12, "#000000")
    assert fonts.render("0", 12, "#000000") is not first


def test_odd_texts_are_drawn_on_one_line(fonts: Fonts) -> None:
    for text in ("", "a\0b", "a\nb", "a\tb"):
        assert fonts.render(text, 20, "#000000").get_height() <= fonts.line_height(20) + 1


def test_a_missing_font_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with pytest.raises(FontMissing, match=REGULAR) as caught:
        Fonts()
    assert caught.value.path == tmp_path / REGULAR
    assert "\n" not in str(caught.value)


def test_fonts_need_no_window() -> None:
    pygame.font.quit()
    assert Fonts().width("A", 20) > 0
