"""The display: what SDL is needed for besides drawing, and the size of the window on the screen."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import platformdirs
import pygame

from kuroshio.disk.file_sets import write_new

WINDOWED = (1280, 720)  # where nothing is known of the screen
LEAST = (960, 540)
SHARE = 0.88  # of the screen that the window takes at first: the rest is for bars and its frame
REPEAT = (350, 40)  # ms before a held key repeats, and between repeats
UNSEEN = ("offscreen", "dummy")  # drivers that SDL uses without a display; nobody could close such a window


def is_seen(driver: str) -> bool:
    """Whether somebody sees the windows of a driver, or the user has chosen a driver that draws unseen."""
    return driver not in UNSEEN or os.environ.get("SDL_VIDEODRIVER") == driver


class NoDisplay(Exception):
    """No window can be opened. The text says what can be done."""


def begin_display() -> None:
    """Begin with a display, fonts and keys that repeat. Raises pygame.error if nobody would see a window."""
    os.environ.setdefault("SDL_IME_SHOW_UI", "1")  # the candidates of an input method are drawn by the system
    pygame.display.init()
    if not is_seen(pygame.display.get_driver()):
        raise pygame.error("no display was found")
    pygame.font.init()
    pygame.key.set_repeat(*REPEAT)
    pygame.display.set_caption("Kuroshio")


def keep_picture(surface: pygame.Surface) -> tuple[str, bool]:
    """Write an image of the window to the user's pictures. Return a sentence on it, and whether it failed."""
    folder = Path(platformdirs.user_pictures_dir())
    stem = f"kuroshio-{datetime.now():%Y%m%d-%H%M%S}"
    names = [f"{stem}.png", *(f"{stem}-{i}.png" for i in range(2, 1000))]  # a second may have several
    path = next(found for name in names if not (found := folder / name).exists())
    try:
        picture = io.BytesIO()
        pygame.image.save(surface, picture, path.name)
        write_new(path, picture.getvalue())
    except (OSError, pygame.error):
        return f"The picture could not be written to {folder}.", True
    return f"Saved as {path}.", False


def size_for(screens: Sequence[tuple[int, int]], display: int) -> tuple[int, int]:
    """Return the first size of the window in pixels. It leaves room for the frame and the desktop's bars."""
    if not screens or min(min(screen) for screen in screens) < 1:
        return WINDOWED
    width, height = screens[display if display < len(screens) else 0]
    return max(round(width * SHARE), LEAST[0]), max(round(height * SHARE), LEAST[1])


def drop_composing() -> None:
    """Have the input method drop its unfinished text."""
    pygame.key.stop_text_input()
    pygame.key.start_text_input()


def displays() -> int:
    """Return the number of displays, at least one."""
    with contextlib.suppress(pygame.error):
        return max(1, pygame.display.get_num_displays())
    return 1
