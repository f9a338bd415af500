"""Changes the window's state by messages: a pure function, testable without a window."""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch
from typing import Any

from attrs import evolve

from kuroshio.model.typed_numbers import whole
from kuroshio.picture.picture import Beat, Picture
from kuroshio.screen.window import events_and_commands as m
from kuroshio.screen.window.counter_moves import moves_of, why_not_there, why_stays
from kuroshio.screen.window.curtain import COMING, FIRST_THE_STORY
from kuroshio.screen.window.desk import TURNS
from kuroshio.screen.window.desk_presses import AT_DESK, desk_press, done, open_field
from kuroshio.screen.window.keys import press_of
from kuroshio.screen.window.selecting import CHOOSING, Step, Take, laid_down
from kuroshio.screen.window.state import SCALES, THEMES, Interface
from kuroshio.screen.window.story_pages import is_bare, paged
from kuroshio.screen.window.typed_text import FIELDS, composing, performed, typed

NOTHING_TO_SHOW = "Begin or open a game first; then P opens its projector."
OF_THE_DESK = ("reason", "argument", "edit", "write_one", "preview")  # overlays
KEPT = ("look", "screenshot", "fullscreen", "display")  # presses that do not answer the message, so that it stays


def update(interface: Interface, picture: Picture | None, message: m.Message) -> Step:
    """Return the next state and the commands for the loop; nothing is changed in place."""
    return _take(message, interface, picture)


@singledispatch
def _take(message: m.Message, now: Interface, picture: Picture | None) -> Step:
    raise TypeError(f"no message: {message!r}")


@_take.register
def _press(message: m.Press, now: Interface, picture: Picture | None) -> Step:
    verb, _, what = message.id.partition(":")
    now = now if verb in KEPT else now.says("")
    return PRESSES[verb](now, picture, what) if verb in PRESSES else (now, ())


@_take.register
def _key(message: m.KeyPress, now: Interface, picture: Picture | None) -> Step:
    if now.blank:
        return evolve(now, blank=False), ()
    if now.stage == "start" and not now.overlay and whole(message.name) is not None:
        return evolve(now, seed=int(f"{now.seed}{message.name}") % 100_000), ()
    at_desk = "" if message.ctrl else desk_press(message.name, now, picture)
    pressed = at_desk or press_of(message, now)
    return _press(m.Press(pressed), now, picture) if pressed else (now, ())


@_take.register
def _typed(message: m.Typed, now: Interface, picture: Picture | None) -> Step:
    return typed(now, message), ()


@_take.register
def _composing(message: m.Composing, now: Interface, picture: Picture | None) -> Step:
    return composing(now, message)


@_take.register
def _erased(message: m.Erased, now: Interface, picture: Picture | None) -> Step:
    if now.stage == "start" and not now.overlay:
        return evolve(now, seed=now.seed // 10), ()
    return evolve(now, search=now.search[:-1]).at_top(now.overlay), ()


@_take.register
def _focus(message: m.Focus, now: Interface, picture: Picture | None) -> Step:
    now = now if now.wrong else now.says("")  # who goes on has read it; a refusal stays until something is pressed
    return evolve(now, focused=message.id), ()


@_take.register
def _drag(message: m.Drag, now: Interface, picture: Picture | None) -> Step:
    """Take a counter in hand, or drop it. Only one that may be redeployed can be taken; why another cannot is said at once."""
    if not message.done:
        why = FIRST_THE_STORY if now.beat else why_stays(picture, message.piece)
        if why:
            return now.refuses(why), ()
        now = evolve(now, dragging=message.piece, drag_area=message.area, drag_at=message.at, piece=message.piece)
        return evolve(now, pointed=message.area).says(""), ()
    if not now.dragging:
        return now, ()
    now = evolve(now, dragging="", drag_area="", drag_at=(0, 0))
    for choice in moves_of(picture, message.piece):
        if choice.area == message.area:
            return now, (m.Draft(choice.line),)
    return now.refuses(why_not_there(picture, message.piece, message.area)), ()


@_take.register
def _pointed(message: m.Pointed, now: Interface, picture: Picture | None) -> Step:
    return evolve(now, pointed=message.area, hovered=message.id), ()


@_take.register
def _wheel(message: m.Wheel, now: Interface, picture: Picture | None) -> Step:
    if message.panel.startswith(TURNS):
        return AT_DESK[message.panel.removeprefix(TURNS)](now, picture, str((message.rows > 0) - (message.rows < 0)))
    to = min(max(now.scrolled(message.panel) + message.rows, 0), message.most)
    return now.rolled(message.panel, to), ()


@_take.register
def _look(message: m.Look, now: Interface, picture: Picture | None) -> Step:
    return evolve(now, camera=message.camera), ()


@_take.register
def _refreshed(message: m.Refreshed, now: Interface, picture: Picture | None) -> Step:
    """Handle a game that has gone on: the viewer first sees the news, then its question."""
    now = evolve(now, umpired=message.umpired, waiting=message.waiting)
    now = evolve(now, choice="", card="", confirming=False, dragging="", area="", piece="", focused="")
    if picture is not None and picture.console is not None:
        now = evolve(now, desk=now.desk.for_act(picture.console.docket))
    if message.beats:
        now = _told(now, picture, message.beats)
    if message.waiting or now.called:
        return evolve(now, stage="curtain", overlay="", telling=-1, pages=()), ()
    over = picture is not None and picture.over and picture.console is None and now.beat is None
    return evolve(now, stage="over" if over else "play", scrolls=()), ()


def _told(now: Interface, picture: Picture | None, beats: tuple[Beat, ...]) -> Interface:
    """Begin a story. If it holds only what this seat has just decided, say it in a sentence instead."""
    first, seat = beats[0], picture.seat if picture else ""
    own = first.kind == "choice" or (first.kind == "answer" and first.side == seat)
    now = evolve(now, pages=paged(beats), crisis_map=False, resting=now.camera)
    if len(beats) == 1 and own and is_bare(first):
        return evolve(now, telling=-1).says(f"{first.title}.")
    return evolve(now, telling=0)


@_take.register
def _said(message: m.Said, now: Interface, picture: Picture | None) -> Step:
    """Show a sentence, without erasing one that is still shown."""
    text = message.text if now.message in ("", message.text) else f"{now.message} {message.text}"
    return (now.refuses(text) if message.wrong or (now.message and now.wrong) else now.says(text)), ()


@_take.register
def _drafted(message: m.Drafted, now: Interface, picture: Picture | None) -> Step:
    """Close a card whose order was taken; keep open one that was refused."""
    if message.refused:
        return now.refuses(message.refused), ()
    ruling = picture is not None and picture.question is not None and picture.question.kind == "rule"
    said = "The reason is kept." if ruling else "Added to your orders."
    return evolve(now, card="", choice="", area="", piece="", focused="").says(said), ()  # a fan of counters closes too


@_take.register
def _performed(message: m.Performed, now: Interface, picture: Picture | None) -> Step:
    return performed(now, message), ()


@_take.register
def _done(message: m.DoneByHand, now: Interface, picture: Picture | None) -> Step:
    return done(now, picture, message), ()


@_take.register
def _closing(message: m.Closing, now: Interface, picture: Picture | None) -> Step:
    if now.overlay != "quit" and picture is not None and picture.draft:
        return evolve(now, overlay="quit", focused=""), ()
    return now, (m.Quit(),)


def _overlay(now: Interface, picture: Picture | None, what: str) -> Step:
    asked = picture.question.kind if picture and picture.question else ""
    if (what == "catalogue" and asked != "order") or (what == "words" and asked not in ("order", "rule")):
        return now, ()
    if what == "words" and asked == "order" and picture and picture.question and not picture.question.own_words:
        return now.refuses("This table has no umpire to rule on an order in own words."), ()
    if what == "control" and (picture is None or picture.console is None):
        return now, ()
    if what in OF_THE_DESK and now.overlay != what:
        return open_field(now, picture, what) or now, ()
    if now.stage == "curtain" or (now.stage == "start" and what not in ("help", "settings", "quit")):
        return now, ()
    now = evolve(now, overlay="" if now.overlay == what else what, under="", focused="", why=None, search="", said=())
    return now.at_top(what), ()


def _back(now: Interface, picture: Picture | None, what: str) -> Step:
    """Close the front-most thing that is open. This never hands the machine over."""
    if now.overlay:
        return evolve(now, overlay=now.under, under="", why=None, search="", focused=""), ()
    if now.beat is not None:
        return _skip(now, picture, "")
    if now.confirming:
        return evolve(now, confirming=False, focused=""), ()
    if now.desk.asking:
        return evolve(now, desk=evolve(now.desk, asking=""), focused=""), ()
    if now.card or now.choice:
        return laid_down(now, picture), ()
    if now.stage == "curtain" and now.called:
        return COMING["hand"](now, picture, "")  # the umpire is called no longer
    if now.crisis_map and not (now.area or now.piece or now.legend or now.show_aims):
        return evolve(now, crisis_map=False, focused=""), ()
    return evolve(now, area="", piece="", focused="", show_aims=False, legend=False), ()


def _next(now: Interface, picture: Picture | None, what: str) -> Step:
    if now.beat is None:
        return now, ()
    if now.telling + 1 < len(now.pages):
        return evolve(now, telling=now.telling + 1, focused="").at_top("beat"), ()
    return _skip(now, picture, "")


def _previous(now: Interface, picture: Picture | None, what: str) -> Step:
    return evolve(now, telling=max(now.telling - 1, 0 if now.beat else -1), focused="").at_top("beat"), ()


def _skip(now: Interface, picture: Picture | None, what: str) -> Step:
    over = picture is not None and picture.over
    camera = now.resting if now.beat else now.camera
    return evolve(now, telling=-1, camera=camera, focused="", stage="over" if over and now.stage == "play" else now.stage), ()


def _repeat(now: Interface, picture: Picture | None, what: str) -> Step:
    if not now.pages:
        return now.refuses("Nothing has happened yet."), ()
    return evolve(now, telling=now.telling if now.beat else len(now.pages) - 1, stage="play", resting=now.camera, focused=""), ()


def _why(now: Interface, picture: Picture | None, what: str) -> Step:
    beats = {beat.number: beat for beat in (*(picture.news if picture else ()), *(beat for page in now.pages for beat in page))}
    beat = beats.get(int(what)) if what else now.beat
    if beat is None:
        return now.refuses("Choose something decided by dice, in the news (N)."), ()
    return evolve(now, overlay="why", under=now.overlay, why=beat, focused="").at_top("why"), ()


def _scenario(now: Interface, picture: Picture | None, what: str) -> Step:
    card = next((card for card in now.shelf.scenarios if card.id == what), None)
    people = frozenset(seat.id for seat in card.seats[:1]) if card else frozenset()
    return evolve(now, scenario=what, people=people), ()


def _seat(now: Interface, picture: Picture | None, what: str) -> Step:
    return evolve(now, people=now.people ^ {what}), ()


def _seed(now: Interface, picture: Picture | None, what: str) -> Step:
    return evolve(now, seed=max(now.seed + int(what), 0)), ()


def _begin(now: Interface, picture: Picture | None, what: str) -> Step:
    card = next((card for card in now.shelf.scenarios if card.id == now.scenario), None)
    if card is None:
        return now.refuses("Choose a scenario first."), ()
    seats = tuple(seat.id for seat in card.seats if seat.id in now.people)
    return now, (m.NewGame(card.id, seats, now.seed, now.umpire),)


def _theme(now: Interface, picture: Picture | None, what: str) -> Step:
    return evolve(now, theme=what if what in THEMES else THEMES[0]), (m.SaveSettings(),)


def _scale(now: Interface, picture: Picture | None, what: str) -> Step:
    return evolve(now, scale=float(what) if float(what) in SCALES else 1.0), (m.SaveSettings(),)


def _quit(now: Interface, picture: Picture | None, what: str) -> Step:
    """Leave a game for the start screen after asking once and saying what is kept. On the start screen, end the program."""
    if now.stage == "start":
        return now, (m.Quit(),)
    if now.overlay != "quit" and now.stage == "play" and picture is not None:
        return evolve(now, overlay="quit", focused=""), ()
    return now, (m.Leave(),)


def _once_more(now: Interface, picture: Picture | None, what: str) -> Step:
    """Go to the start screen with the scenario just played, or with the next one of the list."""
    if picture is None or now.stage != "over":
        return now, ()
    return now, (m.Leave(picture.scenario, following=True) if what == "next" else m.Leave(picture.scenario, now.people),)


def _projector(now: Interface, picture: Picture | None, what: str) -> Step:
    """Open the projector of the game that is played here."""
    return (now, (m.OpenProjector(),)) if picture is not None else (now.refuses(NOTHING_TO_SHOW), ())


def _stop(now: Interface, picture: Picture | None, what: str) -> Step:
    """End the game here. The first press asks and says what that means."""
    if picture is None or picture.over or now.umpired:
        return now, ()
    return (evolve(now, overlay=""), (m.Stop(),)) if now.overlay == "stop" else (evolve(now, overlay="stop", focused=""), ())


def _set(name: str) -> Take:
    def take(now: Interface, picture: Picture | None, what: str) -> Step:
        change: dict[str, Any] = {name: "" if getattr(now, name) == what else what}
        return evolve(now, **change).at_top("news"), ()

    return take


def _flip(name: str, *commands: m.Command) -> Take:
    def take(now: Interface, picture: Picture | None, what: str) -> Step:
        change: dict[str, Any] = {name: not getattr(now, name)}
        return evolve(now, **change), commands

    return take


def _lay(name: str) -> Take:
    """Return what lays something over the map or takes it away. Only one thing lies there at a time."""

    def take(now: Interface, picture: Picture | None, what: str) -> Step:
        change: dict[str, Any] = {"show_aims": False, "legend": False, name: not getattr(now, name)}
        return evolve(now, **change).at_top("legend"), ()

    return take


def _do(command: Callable[[str], m.Command]) -> Take:
    return lambda now, picture, what: (now, (command(what),))


PRESSES: dict[str, Take] = {
    "overlay": _overlay, "back": _back,
    **CHOOSING, **COMING, **FIELDS, **AT_DESK,
    "next": _next, "previous": _previous, "skip": _skip, "repeat": _repeat, "why": _why,
    "once": _once_more, "review": _do(lambda _: m.OpenReview()), "scenario": _scenario, "seat": _seat, "umpire": _flip("umpire"),
    "seed": _seed, "begin": _begin, "theme": _theme, "scale": _scale, "quit": _quit, "stop": _stop,
    "kind": _set("news_kind"), "side": _set("news_side"), "blank": _flip("blank"),
    "projector": _projector, "aims": _lay("show_aims"), "legend": _lay("legend"),
    "map": _flip("crisis_map"), "japanese": _flip("japanese", m.SaveSettings()), "open": _do(m.OpenGame),
    "fullscreen": _do(lambda _: m.ToggleFullscreen()), "display": _do(lambda _: m.NextDisplay()),
    "screenshot": _do(lambda _: m.Screenshot()), "look": _do(m.LookAt),
}  # fmt: skip
