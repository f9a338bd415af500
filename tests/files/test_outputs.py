"""What commands write: never over what somebody else has made, and all of a set or none of it."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kuroshio.disk import file_sets
from kuroshio.disk.file_sets import RECORD, WORK, hold, write_new
from kuroshio.disk.stamps import STAMPS
from kuroshio.disk.whole_file import NotWritten, replace
from kuroshio.files import protected_files
from kuroshio.files.content_folders import data_folder
from kuroshio.files.outputs import Over, write

OLD = {"page.html": b"<p>old", "page.csv": b"a,b\n", "japan/page.html": b"<p>old, of Japan"}
NEW = {"page.html": b"<p>new", "page.csv": b"a,b\n1,2\n", "japan/page.html": b"<p>new, of Japan", "us/page.html": b"<p>new"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting for the disk: no power is cut here."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def own(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in files_in(folder).items() if Path(name).name != STAMPS}


def refused(folder: Path, files: dict[str, bytes], over: Over = Over.OURS) -> str:
    """The one sentence that a set is refused with; all is as it was."""
    before = files_in(folder), set(folder.rglob("*"))
    with pytest.raises(NotWritten) as error:
        write(folder, files, over)
    assert (files_in(folder), set(folder.rglob("*"))) == before
    said = str(error.value)
    assert said and "\n" not in said and "; " in said
    return said


# --- what may be overwritten -------------------------------------------------------------------------


def test_what_it_wrote_is_written_anew_and_its_folders_are_made(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    for files in (OLD, NEW, NEW, OLD):
        write(folder, files)
        assert {name: data for name, data in own(folder).items() if name in files} == files
    assert not list(folder.rglob(f"{WORK}*"))


def test_what_somebody_has_changed_is_refused_by_name_and_goes_only_when_the_user_says_so(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "japan" / "page.html").write_bytes(b"<p>with a note of control")
    said = refused(tmp_path, NEW)
    assert "page.html: has been changed since it was written" in said and "--overwrite" in said
    for name in ("page.html", "page.csv"):
        (tmp_path / name).write_bytes(b"sorted by hand")
    said = refused(tmp_path, {name: NEW[name] for name in ("page.html", "page.csv")})
    assert "page.html, page.csv have been changed since they were written" in said
    write(tmp_path, NEW, Over.ANYTHING)
    assert own(tmp_path) == NEW
    write(tmp_path, OLD)  # it is ours again


def test_what_is_not_ours_is_refused_unless_it_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"<p>somebody's")
    assert "this program has no record of writing it" in refused(tmp_path, NEW)
    (tmp_path / "page.html").write_bytes(NEW["page.html"])
    write(tmp_path, NEW)
    write(tmp_path, OLD)


def test_a_new_file_is_written_over_nothing_and_leaves_no_list(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": b"1"}, Over.NOTHING)
    assert files_in(tmp_path) == {"a.csv": b"1"}
    assert "a.csv: is already there" in refused(tmp_path, {"a.csv": b"1"}, Over.NOTHING)


def test_files_that_are_gone_leave_the_list_and_those_of_other_sets_stay_on_it(tmp_path: Path) -> None:
    write(tmp_path, {"monday.html": b"1", "gone.html": b"1"})
    (tmp_path / "gone.html").unlink()
    write(tmp_path, {"tuesday.html": b"1"})
    assert set(json.loads((tmp_path / STAMPS).read_bytes())["files"]) == {"monday.html", "tuesday.html"}


def journal_line(**more: object) -> bytes:
    header = {"kind": "header", "format": 3, "kuroshio": "0.1", "scenario": "x", "seed": 1, "digest": "0"}
    return json.dumps({**header, **more}).encode() + b"\n"


MAP = data_folder("maps") / "first_island_chain"
SCENARIO = (data_folder("scenarios") / "tutorial.toml").read_bytes()
RULES = next(path for path in sorted(data_folder("rules").rglob("*.toml")) if b"[[action]]" in path.read_bytes()).read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.game.jsonl", b"", "journal"),
        ("A.GAME.JSONL", b"torn", "journal"),
        ("a.public.jsonl", b"{}\n", "journal"),
        ("a.game.jsonl.lock", b"", "journal"),
        ("page.html", journal_line(), "journal"),
        ("page.html", b"damaged\n" + b'{"n": 2, "at": "", "kind": "note", "hash": "0"}\n', "journal"),
        ("mine.toml", SCENARIO, "scenario"),
        ("page.html", SCENARIO, "scenario"),
        ("mine.toml", SCENARIO + b"\n= broken", "scenario"),
        ("mine.toml", b'map = "m"\nturns = 3\nstart = 2021-01-01\n', "scenario"),
        ("page.html", RULES, "rules"),
        ("page.html", b"[procedure]\n", "rules"),
        ("page.html", (MAP / "areas.toml").read_bytes(), "map"),
        ("page.html", (MAP / "shapes.geojson").read_bytes(), "shapes of a map"),
        ("x.geojson", b"", "shapes of a map"),
    ],
)
def test_a_journal_a_scenario_rules_or_a_map_is_never_written_over(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    for over in Over:
        sentence = refused(tmp_path, {"first.html": b"1", name: b"<p>"}, over)
        assert said in sentence and "never overwritten" in sentence


def test_every_file_that_is_shipped_is_protected(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = [path for name in ("rules", "maps", "scenarios") for path in data_folder(name).rglob("*") if path.is_file()]
    assert len(shipped) > 30
    assert all(protected_files.told_by_place(path.resolve()) for path in shipped)
    known = [path for path in shipped if path.suffix in (".toml", ".geojson")]
    assert [path for path in known if not protected_files.told(path)] == []


def test_among_rules_or_a_map_nothing_is_written_over_and_no_rules_are_added(tmp_path: Path) -> None:
    for name in ("areas.toml", "README.md"):
        shutil.copy(MAP / name, tmp_path)
    assert "folder of a map" in refused(tmp_path, {"README.md": b"1"}, Over.ANYTHING)
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "a.toml").write_bytes(RULES)
    (rules / "notes.txt").write_bytes(b"why")
    assert "folder of rules" in refused(rules, {"notes.txt": b"1"}, Over.ANYTHING)
    assert "folder of rules" in refused(rules, {"new.toml": b"1"}, Over.NOTHING)
    for _ in range(2):  # what is ours and unchanged may lie there
        write(rules, {"page.html": b"1"})
    assert "folder of the installation" in refused(data_folder("rules"), {"page.html": b"1"}, Over.ANYTHING)


@pytest.mark.parametrize("kind", ("folder", "link", "dangling", "pipe"))
def test_what_is_no_plain_file_is_never_written_over(tmp_path: Path, kind: str) -> None:
    place, elsewhere = tmp_path / "out" / "page.html", tmp_path / "elsewhere"
    place.parent.mkdir()
    try:
        if kind == "folder":
            place.mkdir()
        elif kind == "pipe":
            os.mkfifo(place)
        else:
            place.symlink_to(elsewhere)
    except (AttributeError, OSError):
        pytest.skip("this platform has none")
    if kind == "link":
        elsewhere.write_bytes(b"somebody's")
    for over in Over:
        assert "page.html: is " in refused(place.parent, {"page.html": b"1"}, over)


def test_a_set_does_not_follow_a_link_to_another_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "else").mkdir()
    try:
        (tmp_path / "out" / "japan").symlink_to(tmp_path / "else")
    except OSError:
        pytest.skip("this platform has none")
    assert "is a link" in refused(tmp_path / "out", NEW, Over.ANYTHING)
    assert files_in(tmp_path / "else") == {}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("a.html", "A.html"), "the same file"),
        (("\u00e9.html", "e\u0301.html"), "the same file"),
        (("japan", "japan/page.html"), "a file and the folder"),
        ((STAMPS,), "is a reserved name"),
        ((f"{WORK}/page.html",), "is a reserved name"),
        (("../page.html",), "outside"),
        (("",), "outside"),
    ],
)
def test_names_that_meet_or_lead_elsewhere_are_refused(tmp_path: Path, names: tuple[str, ...], said: str) -> None:
    assert said in refused(tmp_path, dict.fromkeys(names, b"1"), Over.ANYTHING)


def test_a_file_that_may_not_be_written_is_left_and_one_for_few_eyes_stays_so(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "page.html").chmod(0o600)
    write(tmp_path, NEW)
    if os.name == "posix":
        assert (tmp_path / "page.html").stat().st_mode & 0o777 == 0o600
    (tmp_path / "page.html").chmod(0o400)
    if not os.access(tmp_path / "page.html", os.W_OK):  # an administrator may write it all the same
        assert "is write-protected" in refused(tmp_path, OLD)


# --- the list of what is ours ------------------------------------------------------------------------


def edited(text: str) -> str:
    table = json.loads(text)
    table["files"]["diary.html"] = table["files"]["page.html"]
    return json.dumps(table)


@pytest.mark.parametrize(
    "change", [lambda text: text[: len(text) // 2], lambda text: "", lambda text: "[]", lambda text: "\x00", edited]
)
def test_a_list_that_is_damaged_or_edited_is_not_believed(tmp_path: Path, change: Callable[[str], str]) -> None:
    write(tmp_path, OLD)
    (tmp_path / STAMPS).write_text(change((tmp_path / STAMPS).read_text("utf-8")), "utf-8")
    assert f"{STAMPS}: has been changed" in refused(tmp_path, NEW)
    write(tmp_path, NEW, Over.ANYTHING)
    write(tmp_path, OLD)


def test_without_its_list_a_folder_holds_nothing_of_ours(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / STAMPS).unlink()
    assert "this program has no record of writing it" in refused(tmp_path, NEW)


def test_the_list_of_a_newer_version_is_left_to_it(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / STAMPS).write_text(json.dumps({"stamps": 2}), "utf-8")
    for over in (Over.OURS, Over.ANYTHING):
        assert "a newer version" in refused(tmp_path, NEW, over)


# --- all or none -------------------------------------------------------------------------------------

CALLS = ("open", "write", "fsync", "replace", "rename", "link", "unlink", "mkdir", "rmdir")


class Stopped(BaseException):
    """A process that is no more."""


@contextmanager
def failing_at(n: int, error: BaseException, for_good: bool = False) -> Iterator[list[int]]:
    """The n-th call that bears on the disk fails, and all after it if need be. Gives how many are left until then."""
    left = [n]

    def failing(call: Callable[..., Any]) -> Callable[..., Any]:
        def one(*words: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0 or (for_good and left[0] < 0):
                raise error
            return call(*words, **named)

        return one

    with pytest.MonkeyPatch.context() as patched:
        for name in CALLS:
            patched.setattr(os, name, failing(getattr(os, name)))
        yield left


@pytest.mark.parametrize("number", (errno.ENOSPC, errno.EACCES))
def test_wherever_the_disk_fails_the_old_set_stays_and_nothing_is_left(tmp_path: Path, number: int) -> None:
    failed = 0
    for n in range(1, 300):
        folder = tmp_path / str(n)
        write(folder, OLD)
        (folder / "notes.txt").write_bytes(b"somebody's")
        before, said = files_in(folder), ""
        with failing_at(n, OSError(number, os.strerror(number))) as left:
            try:
                write(folder, NEW)
            except NotWritten as error:
                said = str(error)
        found = {name: data for name, data in files_in(folder).items() if not name.startswith(WORK)}
        if said:
            failed += 1
            assert "\n" not in said and "; " in said and found == before and not (folder / "us").exists()
        else:
            assert own(folder).items() >= {**NEW, "notes.txt": b"somebody's"}.items()
        write(folder, OLD)  # what could not be cleared is cleared by the next
        assert not (folder / WORK).exists()
        if left[0] > 0:  # there are no more
            break
    assert not said and failed > 20


def half_written(folder: Path) -> None:
    """A folder in which a process was gone when it had moved one file of the set."""
    for n in range(1, 200):
        shutil.rmtree(folder, ignore_errors=True)
        write(folder, OLD)
        with pytest.raises(Stopped), failing_at(n, Stopped(), for_good=True):
            write(folder, NEW)
        (folder / WORK / "lock").unlink(missing_ok=True)
        if (folder / WORK / RECORD).is_file() and (folder / "page.html").read_bytes() == NEW["page.html"]:
            return
    raise AssertionError("no such moment")


def test_what_was_edited_after_a_kill_is_its_editors(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    half_written(folder)
    (folder / "page.html").write_bytes(b"<p>edited since")
    with pytest.raises(NotWritten, match=r"page\.html: has been changed"):
        write(folder, NEW)
    assert own(folder) == {**OLD, "page.html": b"<p>edited since"}
    assert not (folder / WORK).exists()


def test_a_set_that_was_stopped_is_taken_back_from_the_folder_above_and_from_below(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    half_written(folder)
    write(folder / "japan", {"other.html": b"1"})
    assert own(folder) == {**OLD, "japan/other.html": b"1"}
    half_written(folder)
    write(tmp_path, {"out/other.html": b"1"})
    assert own(folder) == {**OLD, "other.html": b"1"}


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "has been changed"), ('{"set": 1, "moves": [{}], "made": []}', "has been"), ('{"set": 2}', "a newer version")],
)
def test_a_record_that_cannot_be_read_is_left_and_named(tmp_path: Path, text: str, said: str) -> None:
    half_written(tmp_path / "out")
    (tmp_path / "out" / WORK / RECORD).write_text(text)
    assert said in refused(tmp_path / "out", NEW)


def test_a_record_does_not_lead_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"1")
    work = tmp_path / "out" / WORK
    work.mkdir(parents=True)
    move = {"name": "../precious", "old": "", "new": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"}
    (work / RECORD).write_text(json.dumps({"set": 1, "moves": [move], "made": []}))
    assert "outside" in refused(tmp_path / "out", NEW)
    assert (tmp_path / "precious").read_bytes() == b"1"


def test_what_lies_in_the_work_folder_and_is_not_ours_stays(tmp_path: Path) -> None:
    (tmp_path / WORK).mkdir()
    for name in ("new-0", "old-3", "set.json.new", "my thesis.txt"):
        (tmp_path / WORK / name).write_bytes(b"1")
    write(tmp_path, NEW)
    assert [path.name for path in (tmp_path / WORK).iterdir()] == ["my thesis.txt"]


def test_two_at_a_time_wait_for_one_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_sets, "PATIENCE", 0.1)
    with hold(tmp_path), pytest.raises(NotWritten, match="another command is writing there"):
        write(tmp_path, NEW)
    write(tmp_path, NEW)


def test_a_file_that_comes_up_in_the_meantime_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for theirs in ({}, {"page.html": b"<p>old"}):
        shutil.rmtree(tmp_path)
        tmp_path.mkdir()
        if theirs:
            write(tmp_path, theirs)
        with pytest.raises(NotWritten, match="somebody else has just written it"), hold(tmp_path) as work:
            prepare = work._prepare

            def meanwhile(i: int, move: file_sets.FileMove, data: bytes, prepare: Any = prepare) -> None:
                prepare(i, move, data)
                (tmp_path / "page.html").write_bytes(b"theirs")

            monkeypatch.setattr(work, "_prepare", meanwhile)
            olds = {name: file_sets.digest(data) for name, data in theirs.items()}
            work.put({"a.html": b"1", "page.html": b"1"}, olds)
        assert own(tmp_path) == {"page.html": b"theirs"}


def test_one_new_file_is_written_whole_where_there_are_no_links_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*words: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", none, raising=False)
    write_new(tmp_path / "a.png", b"1")
    with pytest.raises(NotWritten, match="somebody else"):
        write_new(tmp_path / "a.png", b"2")
    assert files_in(tmp_path) == {"a.png": b"1"}


def test_a_file_of_the_programs_own_is_replaced_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "screen.toml"
    replace(path, b"old")
    (tmp_path / ".screen.toml.new").write_bytes(b"left by a kill")

    def full(*words: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError):
            replace(path, b"new")
    assert files_in(tmp_path) == {"screen.toml": b"old"}
    replace(path, b"new")
    assert files_in(tmp_path) == {"screen.toml": b"new"}


@pytest.mark.skipif(os.name != "posix", reason="modes are lists elsewhere")
def test_what_holds_secrets_is_its_owners_alone(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        write(tmp_path, {"review.html": b"secret", "japan/review.html": b"secret"}, private=True)
        write(tmp_path, {"table.csv": b"for all"})
        modes = {path.name: path.stat().st_mode & 0o777 for path in (*tmp_path.glob("*.*"), *tmp_path.glob("japan/*.html"))}
        assert modes["review.html"] == 0o600 and modes["table.csv"] == 0o644
        write(tmp_path, {"review.html": b"secret, anew"}, private=True)
        assert (tmp_path / "review.html").stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(old)


def test_a_project_of_python_is_no_folder_of_rules(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n', "utf-8")
    write(tmp_path, {"review.html": b"one"})
    (tmp_path / "review.html").write_text("edited", "utf-8")
    with pytest.raises(NotWritten, match="has been changed since it was written"):
        write(tmp_path, {"review.html": b"two"})
    write(tmp_path, {"review.html": b"two"}, Over.ANYTHING)
    assert (tmp_path / "review.html").read_bytes() == b"two"
