"""Texts that people save: with a mark or without, and a sentence for every file that is no UTF-8."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from kuroshio.disk.texts import NotText, decoded, guessed, lines_of, wide_encoding
from kuroshio.files import protected_files
from kuroshio.files.checks.checker import check_files
from kuroshio.files.content_folders import data_folder
from kuroshio.screen.window.settings import Settings, load_settings
from kuroshio.session.journal import journal_reader
from kuroshio.study import manifest

TEXT = 'id = "tutorial"\nname = "入門"\n[[seat]]\n'
WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
GAME = Path(__file__).parents[1] / "session/data/kernel_2.game.jsonl"


def refusal(data: bytes) -> tuple[int, str]:
    with pytest.raises(NotText) as error:
        decoded(data)
    return error.value.line, str(error.value)


def test_a_mark_and_the_line_ends_of_windows_are_no_part_of_a_text() -> None:
    for data in (TEXT.encode(), codecs.BOM_UTF8 + TEXT.encode(), TEXT.replace("\n", "\r\n").encode("utf-8-sig")):
        assert decoded(data) == TEXT
    assert lines_of(decoded(b"a\rb\r\nc")) == ["a", "b", "c"]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("text", [TEXT, "# remark\n", "尖閣 = 1\n# 尖閣諸島をめぐる\n"])
def test_wide_encodings_are_named_with_their_mark_or_without(encoding: str, text: str) -> None:
    name = encoding[:6]
    assert refusal(text.encode(encoding))[0] == 1
    assert refusal(text.encode(encoding))[1].startswith(f"the file is saved as {name.upper()}")
    assert refusal(text.encode(encoding))[1].endswith("; save it as UTF-8")
    assert guessed(text.encode(encoding)) == text


def test_what_is_no_wide_text_is_called_none() -> None:
    for data in (b"", b"a", TEXT.encode(), b"{" + bytes(500), bytes(500), b"a = 1\n\0b = 2\n"):
        assert wide_encoding(data) == ""
    assert refusal(b"a = 1\nb = \0\n") == (2, "there is a byte 0x00 here, which no text has; name a text file, saved as UTF-8")


def test_a_byte_of_an_older_encoding_is_told_with_its_place() -> None:
    line, said = refusal("a = 1\n# caf\xe9\n".encode("latin-1"))
    assert line == 2 and said.startswith("column 6 has the byte 0xE9, which is not UTF-8") and said.endswith("; save it as UTF-8")
    assert refusal(codecs.BOM_UTF8 + b"\n\xe9x")[0] == 2
    assert refusal("尖閣".encode("cp932"))[1].startswith("column 1 has the byte 0x90")
    assert refusal("a\n尖".encode()[:-1]) == (
        2,
        "the file ends in the middle of a character, so a part is missing; use a complete copy",
    )


# --- every file that a person saves ----------------------------------------------------------------------


def saved(path: Path, text: str, encoding: str) -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_a_scenario_with_a_mark_is_as_good_as_one_without(tmp_path: Path) -> None:
    text = (data_folder("scenarios") / "tutorial.toml").read_text(encoding="utf-8")
    path = saved(tmp_path / "mine.toml", text, "utf-8-sig")
    assert check_files([path])[0] == []
    [fault] = check_files([saved(path, text, "utf-16")])[0]
    assert (fault.line, fault.right) == (1, "save it as UTF-8") and "UTF-16" in fault.wrong


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32-le"])
def test_what_is_never_written_over_is_known_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    scenario = (data_folder("scenarios") / "tutorial.toml").read_text(encoding="utf-8")
    assert protected_files.told(saved(tmp_path / "mine.txt", '[[seat]]\nfaction = "x"\n', encoding)) == "is a scenario"
    assert protected_files.told(saved(tmp_path / "mine.toml", scenario, encoding)) == "is a scenario"
    shapes = '{"type": "FeatureCollection", "features": []}'
    assert protected_files.told(saved(tmp_path / "shapes.json", shapes, encoding)) == "holds the shapes of a map"
    (tmp_path / "rules").mkdir()
    saved(tmp_path / "rules/mine.toml", '[[action]]\nid = "x"\n', encoding)
    assert protected_files.told_by_place(tmp_path / "rules/note.txt") == "is in a folder of rules"


def test_a_journal_with_a_mark_is_known_as_one(tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(codecs.BOM_UTF8 + GAME.read_bytes())
    assert protected_files.told(copy) == "belongs to the journal of a game"


@pytest.mark.parametrize(
    "anew, how",
    [
        (lambda raw: codecs.BOM_UTF8 + raw, "with a byte-order mark"),
        (lambda raw: raw.replace(b"\n", b"\r\n"), "with Windows line ends"),
        (lambda raw: raw.decode().encode("utf-16"), "as UTF-16"),
    ],
)
def test_a_journal_that_an_editor_has_saved_is_named_and_kept_as_it_was(anew, how: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "evening.game.jsonl"
    path.write_bytes(anew(GAME.read_bytes()))
    with pytest.raises(
        journal_reader.DamagedGame,
        match=rf":1: an editor has saved the game again, {how}; .* --recover` keeps the file as it was",
    ):
        journal_reader.read(path)
    assert journal_reader.recover(path).read_bytes() == GAME.read_bytes()


def test_settings_and_manifests_with_a_mark_are_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "screen.toml", 'theme = "dark"\n', "utf-8-sig")
    assert load_settings(path) == Settings(theme="dark")
    saved(tmp_path / manifest.NAME, "games_played = 3\n[policies]\n[made_with]\n", "utf-8-sig")
    assert (manifest.read(tmp_path) or {}).get("games_played") == 3


@pytest.mark.parametrize("text", ["x = " + "[" * 500 + "]" * 500, "x = " + "9" * 5000, ".".join(["a"] * 1200) + " = 1"])
def test_settings_and_manifests_that_break_the_reader_are_as_if_there_were_none(text: str, tmp_path: Path) -> None:
    assert load_settings(saved(tmp_path / "screen.toml", text, "utf-8")) == Settings()
    saved(tmp_path / manifest.NAME, text, "utf-8")
    assert manifest.read(tmp_path) is None
    assert protected_files.told(saved(tmp_path / "some.txt", text, "utf-8")) == ""
