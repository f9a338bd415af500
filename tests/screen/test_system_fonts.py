"""What the bundled fonts lack is drawn with another font or told by a word, and measured as it is drawn; never an empty box."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pygame
import pytest

from kuroshio.screen.drawing import system_fonts
from kuroshio.screen.drawing.fonts import FOLDER, REGULAR, Fonts, Run
from kuroshio.screen.drawing.glyphs import clusters, drawn
from kuroshio.screen.drawing.system_fonts import Glyphs, SystemFonts, font_files, to_install
from tests.screen.tiny_font import write_font

OWN = str(FOLDER / REGULAR)
MIXED = "Minister 김정은 said 한국 and \U00020bb7野 paid €5, then Nguyễn (กำลัง) left 尖閣 for 서울."


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A font with some Korean, a rare kanji and the euro."""
    widths = {**dict.fromkeys("한국김정은서울\U00020bb7", 1000), "€": 600}
    return str(write_font(tmp_path_factory.mktemp("fonts") / "tiny.ttf", widths))


@pytest.fixture
def fonts(tiny: str) -> Fonts:
    return Fonts(system=SystemFonts(lambda bold: [tiny]))


def inked(image: pygame.Surface, left: int, right: int) -> int:
    """How many pixels of some columns are drawn on."""
    return sum(image.get_at((x, y)).a > 127 for x in range(left, right) for y in range(image.get_height()))


def test_a_line_is_split_by_font(fonts: Fonts, tiny: str) -> None:
    runs = fonts.runs("a 한국 b€5")
    assert runs == (Run("a "), Run("한국", tiny), Run(" b"), Run("€", tiny), Run("5"))
    assert not fonts.lacks


def test_a_rare_kanji_of_a_name_is_drawn_beside_common_ones(fonts: Fonts, tiny: str) -> None:
    assert fonts.runs("\U00020bb7野") == (Run("\U00020bb7", tiny), Run("野"))


def test_the_other_font_is_drawn_on_the_same_line_in_its_colour(fonts: Fonts) -> None:
    image = fonts.render("a한b", 40, "#ff0000")
    start, end = fonts.width("a", 40), fonts.width("a한", 40)
    assert (image.get_width(), end - start) == (fonts.width("a한b", 40), 40)
    assert image.get_height() == fonts.font(40).get_height()
    assert inked(image, start, end) == 40 * 32, "a block of 0.8 em, whole, and nothing of an empty box"
    base = fonts.font(40).get_ascent()
    assert image.get_at((start + 20, base - 1)).a and not image.get_at((start + 20, base)).a, "it stands on the base line"
    assert image.get_at((start + 20, base - 5))[:3] == (255, 0, 0)


def test_what_no_font_has_is_told_by_a_word_and_no_box(fonts: Fonts) -> None:
    assert [run.text for run in fonts.runs("to พัทยา!")] == ["to [Thai]!"]
    assert [run.text for run in fonts.runs("привет, мир")] == ["[Cyrillic], [Cyrillic]"]
    assert [run.text for run in fonts.runs("齋藤")] == ["[U+9F4B]藤"]
    assert [run.text for run in fonts.runs("5 ₩ \U0001f600")] == ["5 [won sign] [grinning face]"]
    assert [run.text for run in fonts.runs("\ue000")] == ["[U+E000]"]
    assert list(fonts.lacks) == ["Thai", "Cyrillic", "Chinese characters", "signs"]


def test_a_latin_letter_loses_its_marks_before_it_is_lost(fonts: Fonts) -> None:
    assert [run.text for run in fonts.runs("Nguyễn Văn Đức")] == ["Nguyen Văn Đuc"]
    assert list(fonts.lacks) == ["Latin letters with marks"]


def test_with_no_font_of_the_machine_every_character_still_comes_to_something() -> None:
    fonts = Fonts(system=SystemFonts(lambda bold: []))
    for code in (*range(0x20, 0x3000, 7), *range(0x3000, 0x11000, 61), *range(0x1F000, 0x21000, 97)):
        if not 0xD800 <= code < 0xE000:
            text = "".join(run.text for run in fonts.runs(f"a{chr(code)}"))
            assert all(fonts.has(char) for char in text), f"U+{code:04X}: {text!r}"


def test_plain_text_asks_nobody() -> None:
    def files(bold: bool) -> list[str]:
        raise AssertionError("looked for fonts")

    system = SystemFonts(files)
    fonts = Fonts(system=system)
    fonts.render("The coast guard of a third country", 20, "#000000")
    assert fonts.wrap("The coast guard of a third country", 20, 90) and not system.glyphs._known
    fonts.render("巡視船が領海に入る", 20, "#000000")  # the bundled font has it: no other is looked for


def test_the_machines_fonts_are_looked_for_once(tiny: str) -> None:
    asked: list[bool] = []

    def files(bold: bool) -> list[str]:
        asked.append(bold)
        return [tiny]

    system = SystemFonts(files)
    for size in (12, 20, 28):
        Fonts(system=system).render("한국 한국", size, "#000000")
    assert asked == [False, False], "once a character"


def test_mixed_lines_are_broken_and_cut_as_they_are_drawn(fonts: Fonts) -> None:
    for width in (60, 120, 200, 400):
        lines = fonts.wrap(MIXED, 18, width)
        assert all(fonts.render(line, 18, "#000000").get_width() == fonts.width(line, 18) <= width for line in lines)
        assert "".join("".join(lines).split()) == "".join(MIXED.split()), "no letter is lost"
        assert fonts.width(fonts.fit(MIXED, 18, width), 18) <= width


def test_no_line_and_no_cut_parts_a_letter_from_its_marks(tmp_path: Path) -> None:
    thai = str(write_font(tmp_path / "thai.ttf", {"ก": 600, "\u0e48": 300}))
    fonts, text = Fonts(system=SystemFonts(lambda bold: [thai])), "ก่" * 30
    lines = fonts.wrap(text, 18, 100)
    parts = [*lines, fonts.fit(text, 18, 100).removesuffix("…")]
    assert len(lines) == 4 and all(part.count("ก") == part.count("\u0e48") for part in parts)


def test_letters_are_joined_with_their_marks() -> None:
    assert drawn("Nguye\u0302\u0303n") == "Nguyễn" and drawn("\u1112\u1161\u11ab") == "한"
    assert drawn("邊\U000e0101\u200b\ufeff\u202e") == "邊", "nothing that has no picture"
    assert drawn("\ufa19") == "\ufa19", "the old form of a kanji in a name is not made the new one"
    assert clusters("เก่า") == ["เก่", "า"] and clusters("e\u0301a") == ["e\u0301", "a"]


def test_a_font_that_cannot_be_read_is_passed_over(tmp_path: Path, tiny: str) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    system = SystemFonts(lambda bold: [str(broken), str(tmp_path / "gone.ttf"), tiny])
    assert system.find("한", False) == tiny


def test_a_font_that_goes_while_it_is_in_use_stops_nothing(tmp_path: Path) -> None:
    path = write_font(tmp_path / "going.ttf", {"한": 1000})
    fonts = Fonts(system=SystemFonts(lambda bold: [str(path)]))
    assert fonts.runs("한")[0].path == str(path)
    path.unlink()
    assert fonts.render("한", 31, "#000000").get_width() > 0


def test_fontconfig_is_asked_for_what_can_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "/f/a.ttf\tTrue\tFalse\n/f/emoji.ttf\tTrue\tTrue\n/f/old.pcf\tFalse\tFalse\n/f/b c.ttc\tTrue\tFalse\n"
    asked: list[list[str]] = []

    def run(words: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(words)
        return subprocess.CompletedProcess(words, 0, told.encode())

    monkeypatch.setattr(subprocess, "run", run)
    assert list(system_fonts.by_fontconfig(True)) == ["/f/a.ttf", "/f/b c.ttc"]
    assert asked[0][-1] == "sans-serif:bold"


def test_without_fontconfig_the_systems_known_fonts_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def none(*_: object, **__: object) -> None:
        raise FileNotFoundError("fc-match")

    monkeypatch.setattr(subprocess, "run", none)
    assert list(system_fonts.by_fontconfig(False)) == []
    for name in ("malgun.ttf", "malgunbd.ttf", "tahoma.ttf", "nobody knows this.ttf"):
        (tmp_path / name).touch()
    monkeypatch.setattr(system_fonts, "folders", lambda: [tmp_path])
    assert [Path(path).name for path in system_fonts.by_name(False)] == ["malgun.ttf", "malgunbd.ttf", "tahoma.ttf"]
    assert [Path(path).name for path in system_fonts.by_name(True)] == ["malgunbd.ttf", "malgun.ttf", "tahoma.ttf"]


@pytest.mark.parametrize(
    ("platform", "said"), [("linux", "fonts-noto-cjk"), ("win32", "Optional features"), ("darwin", "Font Book")]
)
def test_what_to_install_fits_the_system(monkeypatch: pytest.MonkeyPatch, platform: str, said: str) -> None:
    monkeypatch.setattr(system_fonts.sys, "platform", platform)
    assert said in to_install("Korean") and "Noto Sans CJK" in to_install("Korean") and "Noto Sans Tamil" in to_install("Tamil")


@pytest.mark.parametrize("text", ["привет", "Nguyễn Văn Đức", "€", "한국", "齋髙邊", "สวัสดี", "नमस्ते"])
def test_a_font_of_this_machine_draws_what_it_has(text: str) -> None:
    system = SystemFonts()
    missing = [part for part in clusters(drawn(text)) if not Glyphs().has(OWN, part)]
    if not missing or not all(system.find(part, False) for part in missing):
        pytest.skip(f"no font of this machine has {text}: {os.fspath(next(iter(font_files(False)), 'it has none'))} comes first")
    fonts = Fonts(system=system)
    assert not any(run.sign for run in fonts.runs(text)) and any(run.path for run in fonts.runs(text))
    image = fonts.render(text, 40, "#000000")
    assert inked(image, 0, image.get_width()) > 100 and not fonts.lacks
