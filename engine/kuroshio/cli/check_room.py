"""`kuroshio check-room`: says in plain sentences whether this machine is ready for an exercise."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import click
from attrs import frozen

from kuroshio import __version__

if TYPE_CHECKING:
    from kuroshio.screen.drawing.fonts import Fonts

NEEDED = 200 * 1024 * 1024  # bytes: ample for a day's games and their reports
SMALLEST = (1280, 720)  # of a screen that a room can read
LINES = 64  # of the file that is written and read again
LINE = b'{"line": "as long as one choice of a game, no more: the disk must keep this one too"}\n'


@frozen
class Finding:
    """One sentence about the machine. well: nothing to do; remedy: what to do otherwise; minor: an exercise can do without it."""

    said: str
    well: bool = True
    remedy: str = ""
    minor: bool = False


@click.command("check-room")
def command() -> None:
    """Say whether this machine is ready to show and keep a game; the status is 1 if something is missing."""
    findings = [finding for look in LOOKS for finding in look()]
    for finding in findings:
        click.echo(f"{'  ok ' if finding.well else 'note ' if finding.minor else 'MEND '} {finding.said}")
        if not finding.well:
            click.echo(f"      {finding.remedy}")
    missing = sum(not finding.well and not finding.minor for finding in findings)
    click.echo("The room is ready." if not missing else f"Not ready: {missing} problem{'s' * (missing > 1)} to solve.")
    sys.exit(1 if missing else 0)


def versions() -> Iterator[Finding]:
    """Python and the package."""
    yield Finding(f"Kuroshio {__version__} on Python {platform.python_version()}, {platform.system()}.")


def displays() -> Iterator[Finding]:
    """What screens there are; no window is opened."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    try:
        import pygame
    except ImportError as error:
        yield Finding("Nothing can be shown: pygame is missing.", well=False, remedy=f"Install Kuroshio again ({error}).")
        return
    try:
        pygame.display.init()
        sizes, driver = pygame.display.get_desktop_sizes(), pygame.display.get_driver()
    except pygame.error as error:
        sizes, driver = [], str(error)
    finally:
        pygame.display.quit()
    yield judge_displays([(int(width), int(height)) for width, height in sizes], driver)


def judge_displays(sizes: list[tuple[int, int]], driver: str) -> Finding:
    """Whether screens of these sizes (pixels) can show a game; `driver`: how they are reached, or why none is."""
    if not sizes or driver in ("dummy", "offscreen"):
        return Finding(
            f"No display: {driver or 'none was found'}.",
            well=False,
            remedy="Start this on the machine's own desktop, with the screen or projector plugged in and switched on.",
        )
    listed = ", ".join(f"{width} by {height}" for width, height in sizes)
    if all(width < SMALLEST[0] or height < SMALLEST[1] for width, height in sizes):
        return Finding(
            f"The display is small: {listed}.",
            well=False,
            remedy=f"Set it to {SMALLEST[0]} by {SMALLEST[1]} or more in the settings of the system, or use another.",
        )
    several = "" if len(sizes) > 1 else " There is no second display for the room, or it mirrors the first."
    return Finding(f"{len(sizes)} display{'s' * (len(sizes) > 1)}: {listed}.{several}")


def fonts() -> Iterator[Finding]:
    """The fonts that belong to the package, whether they have Japanese, and what this machine has for each seat's language."""
    try:
        from kuroshio.screen.drawing.fonts import FontMissing, Fonts
    except ImportError:
        return  # said already of the display
    remedy = "Install Kuroshio again."
    try:
        fonts = Fonts()
        fonts.font(20, True)
        whole = fonts.has("A\u5cf6")
    except FontMissing as error:
        yield Finding("A font is missing.", well=False, remedy=str(error))
    except (OSError, RuntimeError) as error:  # pygame's own error is of the second kind
        yield Finding(f"A font cannot be read ({error}).", well=False, remedy=remedy)
    else:
        yield Finding("The fonts can be read." if whole else "A font lacks Japanese characters.", well=whole, remedy=remedy)
        yield from languages(fonts, spoken()) if whole else ()


def spoken() -> dict[str, str]:
    """The languages of the seats that the rules have, with a few words of each."""
    from kuroshio.files.content_folders import data_folder
    from kuroshio.files.loader import read_rules

    found: dict[str, str] = {}
    for faction in read_rules(data_folder("rules")).of("factions"):
        for language in faction.languages:
            found[language.name] = f"{found.get(language.name, '')}{language.sample}"
    return found


def languages(fonts: Fonts, samples: Mapping[str, str]) -> Iterator[Finding]:
    """Which font shows each language that a seat may type in, a line a font; samples: words by the name of the language."""
    from kuroshio.screen.drawing.system_fonts import to_install

    shown: dict[str, list[str]] = {}
    lacking: dict[str, list[str]] = {}
    for name, sample in samples.items():
        files = {Path(run.path).name for run in fonts.runs(sample) if run.path}
        lacks = fonts.lacking_in(sample)
        if lacks:
            lacking.setdefault(to_install(lacks[0]), []).append(name)
        else:
            shown.setdefault(" and ".join(sorted(files)) or "the game's own font", []).append(name)
    for font, names in shown.items():
        yield Finding(f"Shown with {font}: {', '.join(names)}.")
    for remedy, names in lacking.items():
        what = f"No font here has all of: {', '.join(names)}. In the window a word in brackets replaces what is missing."
        yield Finding(what, well=False, minor=True, remedy=remedy)


def folder() -> Iterator[Finding]:
    """Where games are kept: free space, and a small file written, forced to the disk, read again and removed."""
    from kuroshio.session.journal.journal_reader import SUFFIX
    from kuroshio.session.journal.journal_writer import owners_folder
    from kuroshio.session.saved_games import PUBLIC, games_folder, public_path, readers_of

    path = games_folder()
    try:
        owners_folder(path)
        free, kept = shutil.disk_usage(path).free, keeps(path)
    except OSError as error:
        yield Finding(
            f"Games cannot be kept in {path}: {error.strerror or error}.",
            well=False,
            remedy="Free the disk, or set KUROSHIO_GAMES_DIR to another folder.",
        )
        return
    yield judge_space(path, free)
    yield Finding(
        f"A small file of {LINES} lines was written there, forced to the disk and read again.",
        well=kept,
        remedy="The file did not read back the same: set KUROSHIO_GAMES_DIR to a folder on another disk.",
    )
    public = public_path(path / f"GAME{SUFFIX}")
    yield Finding(f"The projector reads {public.parent}{os.sep}GAME{PUBLIC}: {readers_of(public.parent)}.")
    yield judge_mode(path)


def judge_mode(path: Path) -> Finding:
    """Whether nobody but the owner may look into the folder with every seat's secrets; Windows keeps that in lists of its own."""
    others = os.name == "posix" and path.stat().st_mode & 0o077
    return Finding(
        f"Other users of this machine can read {path}." if others else f"Only this user can read the secrets in {path}.",
        well=not others,
        remedy=f"Deny them access: chmod 700 {path}",
    )


def judge_space(path: Path, free: int) -> Finding:
    """Judge whether this many free bytes are enough for a day's games."""
    return Finding(
        f"Games are kept in {path}, with {free / 1024**3:.1f} GB free.",
        well=free >= NEEDED,
        remedy=f"Free the disk: {NEEDED // 1024**2} MB are needed, or set KUROSHIO_GAMES_DIR to another folder.",
    )


def keeps(path: Path) -> bool:
    """Whether a file that is written a line at a time, each forced to the disk, comes back as it was. Raises OSError."""
    with TemporaryFile(dir=path) as trial:  # it has no name: a check that is killed leaves nothing
        for _ in range(LINES):
            trial.write(LINE)
            trial.flush()
            os.fsync(trial.fileno())
        trial.seek(0)
        return trial.read() == LINE * LINES


def kernel() -> Iterator[Finding]:
    """Whether the rules engine is compiled already: if not, the first game waits."""
    from kuroshio.cli.compile_notice import FREE
    from kuroshio.kernel.jit import CACHE_FOLDER, INTERPRETED, UNKEPT, is_cold
    from kuroshio.session import session  # noqa: F401  what a table has compiled comes with it

    if INTERPRETED:
        yield Finding(
            "The rules engine runs uncompiled, and slowly.", well=False, remedy="Remove NUMBA_DISABLE_JIT from the environment."
        )
        return
    if UNKEPT:
        yield Finding(
            f"The compiled engine cannot be kept in {CACHE_FOLDER.parent} ({UNKEPT[0]}): every start waits {FREE}.",
            well=False,
            remedy="Set KUROSHIO_CACHE_DIR to a folder that can be written.",
        )
        return
    cold = is_cold("advance")
    yield Finding(
        f"The rules engine is not compiled yet: the first game would wait {FREE}." if cold else "The rules engine is compiled.",
        well=not cold,
        remedy="Open and close the map once beforehand: kuroshio play",
    )


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (versions, displays, fonts, folder, kernel)
