"""The keys, what they press, and how the focus ring moves."""

from __future__ import annotations

from collections.abc import Sequence

from kuroshio.model.typed_numbers import whole
from kuroshio.screen.drawing.painter import Hit
from kuroshio.screen.window.events_and_commands import KeyPress
from kuroshio.screen.window.state import TYPING, Interface

MAP_KEYS = {
    "left": "look:pan:-1:0", "right": "look:pan:1:0", "up": "look:pan:0:-1", "down": "look:pan:0:1",
    "+": "look:zoom:1.25", "=": "look:zoom:1.25", "-": "look:zoom:0.8", "0": "look:whole", "f": "look:focus",
}  # fmt: skip
AROUND = ("top", "bottom", "map", "tools", "legend", "crisis", "console", "orders")
# What decides, closes, takes back or leaves comes after what it decides about, in this order.
LAST = (
    "overlay:catalogue",
    "overlay:words",
    "skip",
    "back",
    "undraft",
    "write",
    "add",
    "begin",
    "answer",
    "commit",
    "committed",
    "quit",
)
ANYWHERE = {"f1": "overlay:help", "f10": "overlay:settings", "f11": "fullscreen", "f12": "screenshot"}
LETTERS = {
    "?": "overlay:help",
    ",": "overlay:settings",
    "b": "blank",
    "n": "overlay:news",
    "t": "overlay:tracks",
    "p": "projector",
}
PLAY = {
    "r": "repeat",
    "w": "why",
    "m": "map",
    "a": "aims",
    "l": "legend",
    "c": "commit",
    "/": "overlay:catalogue",
    "o": "overlay:words",
    "s": "standing:1",
    "u": "call",
    "h": "hand",
    "d": "sheets",
    ":": "overlay:control",
}


AT_END = {"r": "repeat", "v": "review", "g": "once:again", "x": "once:next", "q": "quit"}


def press_of(key: KeyPress, interface: Interface) -> str:
    """Return the id that a key presses in this state of the window; empty if it presses nothing."""
    name = key.name
    if key.ctrl:
        return {"q": "quit", "return": "commit"}.get(name, "")
    if name == "escape":
        shown = interface.stage == "play" and interface.beat is not None and interface.legend and not interface.overlay
        return "legend" if shown else "back"  # a story is not skipped for what lies over the map
    if interface.stage == "curtain" and name == "space":
        return "ready"
    if interface.stage in ("curtain", "over") and not interface.overlay and name == "u":
        return "call"
    if interface.stage == "over" and not interface.overlay and name in AT_END:
        return AT_END[name]
    if name in ANYWHERE:
        return ANYWHERE[name]
    if interface.overlay in TYPING:
        return ""  # letters are being typed
    if interface.beat is not None and not interface.overlay and name in ("space", "backspace"):
        return "next" if name == "space" else "previous"
    if name in LETTERS:
        return LETTERS[name]
    if interface.stage != "play" or interface.overlay:
        return ""
    if name == "s" and key.shift:
        return "standing:-1"
    return PLAY.get(name) or MAP_KEYS.get(name) or (f"look:view:{name}" if whole(name) is not None else "")


def front(hits: Sequence[Hit]) -> list[Hit]:
    """Return what can be pressed on the front-most layer, each id once: the main panel first, then what surrounds it."""
    top = max((hit.layer for hit in hits if hit.id), default=0)
    found = {hit.id: hit for hit in hits if hit.layer == top and hit.enabled and not hit.still}
    rank = {id: number for number, id in enumerate(LAST, 1)}
    return sorted(
        found.values(), key=lambda hit: (hit.panel in AROUND, rank.get(hit.id) or rank.get(hit.id.partition(":")[0], 0))
    )


def next_focus(hits: Sequence[Hit], focused: str, step: int) -> str:
    """Return the id that the focus ring goes to. step: 1 forward, -1 back; after the last id comes the first."""
    ids = [hit.id for hit in front(hits)]
    if not ids:
        return ""
    if focused not in ids:
        return ids[0 if step > 0 else -1]
    return ids[(ids.index(focused) + step) % len(ids)]


def near_focus(hits: Sequence[Hit], focused: str, dx: int, dy: int) -> str:
    """Return the id nearest in a direction, such as dx 1 for right; empty if there is none."""
    here = next((hit for hit in front(hits) if hit.id == focused), None)
    if here is None:
        return next_focus(hits, focused, 1)
    x, y = here.rect.center
    best, least = "", 1e9
    for hit in front(hits):
        across, down = hit.rect.centerx - x, hit.rect.centery - y
        along, aside = across * dx + down * dy, abs(across * dy) + abs(down * dx)
        if along > 0 and hit.id != focused and along + 3 * aside < least and hit.panel == here.panel:
            best, least = hit.id, along + 3 * aside
    return best


def entered(hits: Sequence[Hit], focused: str) -> str:
    """Return the id that Enter presses: the one with the focus ring, or else the primary one; empty if there is none."""
    ready = front(hits)
    if any(hit.id == focused for hit in ready):
        return focused
    return next((hit.id for hit in reversed(ready) if hit.primary), "")
