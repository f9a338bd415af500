"""Translates events of the display (pointer, keys, text) into messages, depending on the window's state."""

from __future__ import annotations

from collections.abc import Sequence

import pygame
from attrs import Factory, define

from kuroshio.screen.drawing.painter import Hit
from kuroshio.screen.window import events_and_commands as m
from kuroshio.screen.window.keys import entered, front, near_focus, next_focus
from kuroshio.screen.window.state import TYPING, Interface
from kuroshio.screen.window.whole_window import Drawn

SLACK = 6  # px that a press may move before it is a drag
ARROWS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
DECIDES = ("return", "enter", "keypad enter", "space", "c")
PAGE = 8  # rows that Page Down scrolls


@define
class Pointer:
    """The pointer: its place, its last movement, and what it holds. piece, pressed: since the button went down."""

    at: tuple[int, int] = (0, 0)
    moved: tuple[int, int] = (0, 0)
    down: tuple[int, int] | None = None
    piece: str = ""
    pressed: str = ""
    on_map: bool = False
    dragging: bool = False
    area: str = ""
    held: set[str] = Factory(set)
    letter: str = ""  # text of a key that has just pressed something; it is not typed too


def translate(event: pygame.event.Event, pointer: Pointer, interface: Interface, drawn: Drawn, area: str) -> Sequence[m.Message]:
    """Return the messages that an event means. area: the id of the area under the pointer, or empty."""
    area = "" if is_covered(drawn.hits, pointer.at) else area
    if event.type == pygame.QUIT:
        return [m.Closing()]
    if event.type == pygame.KEYDOWN:
        pointer.letter = pygame.key.name(event.key) if interface.overlay not in TYPING else ""
        own = _once(event, pointer) and not interface.composed  # while text is put together, keys are the input method's
        return _key(event, interface, drawn) if own else []
    if event.type == pygame.KEYUP:
        pointer.held.discard(pygame.key.name(event.key))
        return []
    if event.type == pygame.TEXTINPUT:
        echo, pointer.letter = event.text.lower() == pointer.letter, ""
        return [] if echo and interface.overlay in TYPING else _text(event.text, interface)
    if event.type == pygame.TEXTEDITING:
        stray = interface.overlay not in TYPING or bool(pointer.letter)
        return [m.Composing(event.text, event.start, stray)] if event.text or interface.composing else []
    if event.type == pygame.MOUSEWHEEL:
        return _wheel(pointer, event.y, interface, drawn)
    if event.type == pygame.MOUSEMOTION:
        return _motion(event, pointer, interface, drawn, area)
    if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
        return _down(event.pos, pointer, interface, drawn)
    if event.type == pygame.MOUSEBUTTONUP and event.button == 1:
        return _up(event.pos, pointer, interface, drawn, area)
    if event.type == pygame.WINDOWFOCUSLOST:
        pointer.held.clear()
        piece = pointer.piece
        _let_go(pointer)
        return [m.Drag(piece, "", True)] if piece else []
    return []


def topmost(hits: Sequence[Hit], at: tuple[int, int]) -> Hit | None:
    """Return what is pressed at a pixel: the hit drawn last there, on the front-most layer that has any to press."""
    top = max((hit.layer for hit in hits if hit.id), default=0)
    return next((hit for hit in reversed(hits) if hit.rect.collidepoint(at) and hit.layer >= top), None)


def is_covered(hits: Sequence[Hit], at: tuple[int, int]) -> bool:
    """Whether something lies over the map at a pixel."""
    hit = topmost(hits, at)
    return hit is not None and (not hit.id or hit.panel != "map")


def _text(text: str, interface: Interface) -> Sequence[m.Message]:
    """Return the messages of typed text. Without a field, only those marks count whose keys differ between keyboards."""
    if interface.overlay in TYPING:
        return [m.Typed(text)]
    return [m.KeyPress(text)] if text in ("?", "/", ":", "+", "-", ",", "=") else []


def _once(event: pygame.event.Event, pointer: Pointer) -> bool:
    """Whether a key was pressed anew. A key that decides something does not repeat while it is held."""
    name = pygame.key.name(event.key)
    if name in DECIDES and name in pointer.held:
        return False
    pointer.held.add(name)
    return True


def _key(event: pygame.event.Event, interface: Interface, drawn: Drawn) -> Sequence[m.Message]:
    name, mods = pygame.key.name(event.key), event.mod
    ctrl, shift = bool(mods & (pygame.KMOD_CTRL | pygame.KMOD_META)), bool(mods & pygame.KMOD_SHIFT)
    name = {"enter": "return", "keypad enter": "return"}.get(name, name.strip("[]") or name)
    if interface.blank:
        return [m.KeyPress(name)]
    if name == "tab":
        return [m.Focus(next_focus(drawn.hits, interface.focused, -1 if shift else 1))]
    if name in ("page up", "page down"):
        return _page(interface, drawn, PAGE if name == "page down" else -PAGE)
    if name == "backspace" and (interface.overlay in TYPING or interface.stage == "start"):
        return [m.Erased()]
    if name == "return" and not ctrl:
        return _enter(interface, drawn)
    if name == "space" and interface.beat is None and interface.overlay not in TYPING and _rings(interface, drawn):
        return _enter(interface, drawn)
    if name in ("up", "down") and (to := _next_answer(interface, drawn, 1 if name == "down" else -1)):
        return [m.Focus(to)]
    if name in ARROWS and not drawn.desk and (interface.focused or interface.overlay or interface.stage != "play"):
        return _arrow(name, interface, drawn)
    if len(name) == 1 and not name.isalnum():
        return []  # comes as text
    return [m.KeyPress(name, ctrl, shift)]


def _enter(interface: Interface, drawn: Drawn) -> Sequence[m.Message]:
    """Press what has the focus ring, or else the primary button; without either, the ring goes to what can be pressed first."""
    if pressed := entered(drawn.hits, interface.focused):
        return [m.Press(pressed)]
    to = next_focus(drawn.hits, "", 1)
    return [m.Focus(to)] if to else []


def _rings(interface: Interface, drawn: Drawn) -> bool:
    """Whether Space is as good as Enter: on what has the focus ring, and to set it. It decides nothing that has no ring."""
    return bool(interface.focused) or (interface.stage == "play" and not entered(drawn.hits, ""))


def _next_answer(interface: Interface, drawn: Drawn, step: int) -> str:
    """Return the answer to which an arrow takes the ring of a question that has none yet; empty where no question is asked."""
    if interface.focused or interface.overlay or drawn.desk:
        return ""
    ids = [hit.id for hit in front(drawn.hits) if hit.panel == "question" and hit.id.startswith("choice:")]
    chosen = f"choice:{interface.choice}"
    at = ids.index(chosen) + step if chosen in ids else 0 if step > 0 else -1
    return ids[at % len(ids)] if ids else ""


def _arrow(name: str, interface: Interface, drawn: Drawn) -> Sequence[m.Message]:
    """Move the focus ring in a direction, or scroll the panel if nothing more can be pressed there."""
    to = near_focus(drawn.hits, interface.focused, *ARROWS[name])
    if to:
        return [m.Focus(to)]
    return _page(interface, drawn, ARROWS[name][1]) if ARROWS[name][1] else []


def _page(interface: Interface, drawn: Drawn, rows: int) -> Sequence[m.Message]:
    """Scroll the panel of the focus ring, or else the front-most panel that scrolls."""
    panel = next((hit.panel for hit in drawn.hits if hit.id == interface.focused), "")
    for wanted in (panel, ""):
        for name, rect, most in reversed(drawn.scrolls):
            inside = any(hit.panel == wanted and rect.contains(hit.rect) for hit in drawn.hits)
            if inside or not wanted:
                return [m.Wheel(name, rows, most)]
    return []


def _wheel(pointer: Pointer, y: int, interface: Interface, drawn: Drawn) -> Sequence[m.Message]:
    for name, rect, most in reversed(drawn.scrolls):
        if rect.collidepoint(pointer.at):
            return [m.Wheel(name, -y * 2, most)]
    if drawn.map.collidepoint(pointer.at) and not interface.overlay and not is_covered(drawn.hits, pointer.at):
        return [m.KeyPress("zoom in" if y > 0 else "zoom out")]
    return []


def _motion(event: pygame.event.Event, pointer: Pointer, interface: Interface, drawn: Drawn, area: str) -> Sequence[m.Message]:
    pointer.moved = event.rel
    if pointer.down is None or not pointer.on_map:
        hit = topmost(drawn.hits, event.pos)
        told = hit and hit.enabled and (not hit.still or hit.id.startswith("piece:"))
        seen = m.Pointed("" if interface.overlay else area, hit.id if hit and told else "")
        return [seen] if (seen.area, seen.id) != (interface.pointed, interface.hovered) else []
    away = max(abs(event.pos[0] - pointer.down[0]), abs(event.pos[1] - pointer.down[1]))
    pointer.dragging = pointer.dragging or away > SLACK
    if not pointer.dragging:
        return []
    return [m.Drag(pointer.piece, area, at=event.pos)] if pointer.piece else [m.KeyPress("grab")]


def _down(at: tuple[int, int], pointer: Pointer, interface: Interface, drawn: Drawn) -> Sequence[m.Message]:
    hit = topmost(drawn.hits, at)
    pointer.at, pointer.down, pointer.dragging = at, at, False
    pointer.pressed = hit.id if hit else ""
    pointer.on_map = drawn.map.collidepoint(at) and not interface.overlay and (hit is None or hit.panel == "map")
    pointer.piece = pointer.pressed.removeprefix("piece:") if pointer.pressed.startswith("piece:") and pointer.on_map else ""
    return []


def _up(at: tuple[int, int], pointer: Pointer, interface: Interface, drawn: Drawn, area: str) -> Sequence[m.Message]:
    piece, pressed, dragging, on_map = pointer.piece, pointer.pressed, pointer.dragging, pointer.on_map
    _let_go(pointer)
    pointer.at = at
    if dragging:
        return [m.Drag(piece, area, True)] if piece else []
    hit = topmost(drawn.hits, at)
    if hit and hit.id == pressed:
        return [m.Press(hit.id)] if hit.enabled else []
    return [m.Press(f"area:{area}")] if hit is None and on_map and area else []


def _let_go(pointer: Pointer) -> None:
    pointer.down, pointer.piece, pointer.pressed, pointer.dragging, pointer.on_map = None, "", "", False, False
