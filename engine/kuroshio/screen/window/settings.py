"""The settings of the window. They are kept in a small TOML file in the platform's usual folder."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import toml
import tomli
from attrs import asdict, fields, frozen

from kuroshio.disk.texts import read_text
from kuroshio.disk.whole_file import replace
from kuroshio.screen.window.state import SCALES, THEMES, Interface


@frozen(kw_only=True)
class Settings:
    """The settings of the window. scale: one of SCALES; display: the number of a display, from 0."""

    theme: str = "light"
    scale: float = 1.0
    japanese: bool = False
    fullscreen: bool = False
    display: int = 0


def settings_path() -> Path:
    """Return the path of the file of settings."""
    return platformdirs.user_config_path("kuroshio", appauthor=False) / "screen.toml"


def load_settings(path: Path | None = None) -> Settings:
    """Return the saved settings. Those that are missing or wrong have their default values."""
    try:
        table = tomli.loads(read_text(path or settings_path()))
    except (OSError, ValueError, RecursionError):
        return Settings()
    usual = Settings()
    kept = {name: table[name] for name in usual_names() if type(table.get(name)) is type(getattr(usual, name))}
    if kept.get("theme") not in THEMES:
        kept.pop("theme", None)
    if kept.get("scale") not in SCALES:
        kept.pop("scale", None)
    return Settings(**kept)


def usual_names() -> tuple[str, ...]:
    """Return the names of the settings, as in the file."""
    return tuple(item.name for item in fields(Settings))


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Save the settings. If the disk fails they are lost, and nothing is said."""
    path = path or settings_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, toml.dumps(asdict(settings)).encode())
    except OSError:
        return


def settings_of(interface: Interface) -> Settings:
    """Return the present settings of the window."""
    return Settings(**{name: getattr(interface, name) for name in usual_names()})
