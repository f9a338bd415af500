"""Kuroshio: a turn-based wargame engine of the first island chain.

The names in `__all__` are the stable interface for Python. Each is imported at its first use, so that `import kuroshio` takes
a few milliseconds.

>>> import kuroshio
>>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
>>> game.run()
>>> game.outcome().success["japan"]
False
"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kuroshio.api.games import Game, GameOver, Outcome
    from kuroshio.api.scenarios import Scenario, load
    from kuroshio.api.studies import Study, compare
    from kuroshio.api.study_files import run_study
    from kuroshio.files.faults import FaultyFiles
    from kuroshio.players.legal_choices import Legal, NotOpen, Order, Question
    from kuroshio.players.player import Player, PlayerFault
    from kuroshio.players.seat_view import Incident, Odds, View
    from kuroshio.players.seating import UnclearPlayer
    from kuroshio.study.estimates import Figure
    from kuroshio.study.keys.key_list import Key
    from kuroshio.study.keys.unclear_change import UnclearChange
    from kuroshio.study.paired_differences import Difference

__version__ = "0.2.0"

__all__ = [
    "Difference",
    "FaultyFiles",
    "Figure",
    "Game",
    "GameOver",
    "Incident",
    "Key",
    "Legal",
    "NotOpen",
    "Odds",
    "Order",
    "Outcome",
    "Player",
    "PlayerFault",
    "Question",
    "Scenario",
    "Study",
    "UnclearChange",
    "UnclearPlayer",
    "View",
    "compare",
    "load",
    "run_study",
]

_HOMES = {
    "kuroshio.api.games": ("Game", "GameOver", "Outcome"),
    "kuroshio.api.scenarios": ("Scenario", "load"),
    "kuroshio.players.seating": ("UnclearPlayer",),
    "kuroshio.api.studies": ("Study", "compare"),
    "kuroshio.api.study_files": ("run_study",),
    "kuroshio.files.faults": ("FaultyFiles",),
    "kuroshio.players.player": ("Player", "PlayerFault"),
    "kuroshio.players.legal_choices": ("Legal", "NotOpen", "Order", "Question"),
    "kuroshio.players.seat_view": ("Incident", "Odds", "View"),
    "kuroshio.study.paired_differences": ("Difference",),
    "kuroshio.study.estimates": ("Figure",),
    "kuroshio.study.keys.key_list": ("Key",),
    "kuroshio.study.keys.unclear_change": ("UnclearChange",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Import a public name at its first use. Raises AttributeError for any other name."""
    if name not in _HOME_OF:
        raise AttributeError(f"kuroshio has no {name!r}; it has {', '.join(__all__)}")
    found: object = getattr(_import_module(_HOME_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted([*__all__, "__version__"])
