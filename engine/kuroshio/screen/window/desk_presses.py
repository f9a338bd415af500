"""What keys and presses change at the umpire's desk, and the commands that come of it."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from kuroshio.picture.picture import Console, DocketPicture, InjectCard, Picture
from kuroshio.screen.window import events_and_commands as m
from kuroshio.screen.window.desk import (
    ACT,
    ALONE,
    BACK,
    BAND,
    INJECTS,
    NUMBER,
    SEATS,
    TABS,
    UNDO,
    WHENS,
    WRITTEN,
    arguments,
    card_at,
    cards_of,
    is_changed,
    moves_on,
    rows_of,
    stepped,
    tied,
    told_by,
    with_band,
)
from kuroshio.screen.window.selecting import Step, Take
from kuroshio.screen.window.state import Interface

SEE_REASON = "see the reason"
AS_WRITTEN = "This inject comes as it is written."
NAME_A_BAND = "Choose first which band the room has voted for: the row of the band, with - and +."
NO_ACT = "No act is before you."
STEPS = {"up": "row:-1", "down": "row:1", "left": "step:-1", "right": "step:1", "-": "step:-1", "+": "step:1", "=": "step:1"}
KEYS = {
    ACT: {"s": "stand", "l": "stand:all", "o": "overlay:reason", "a": "overlay:argument", "w": "when", "g": "told"},
    SEATS: {"g": "freeze"},
    INJECTS: {
        "f": "fire",
        "k": "keep",
        "e": "overlay:edit",
        "w": "overlay:write_one",
        "g": "told",
        "v": "overlay:preview",
        "left": "track_by:-1",
        "right": "track_by:1",
    },
    UNDO: {"a": "take_alone", "y": "confirm", "r": "put_back"},
}
OF_SEATS = frozenset("acflorsw/0")  # keys of seats and of the map, which do nothing at the desk
NUMBERS = {str(number): f"tab:{tab}" for number, tab in enumerate(TABS, 1)}


def console_of(now: Interface, picture: Picture | None) -> Console | None:
    """Return the console if it is what the window shows; None where another thing lies there."""
    if picture is None or now.stage != "play" or now.overlay or now.beat is not None or now.crisis_map:
        return None
    return picture.console


def desk_press(name: str, now: Interface, picture: Picture | None) -> str:
    """Return the id that a key presses at the desk; empty where it has no meaning of its own there."""
    if console_of(now, picture) is None:
        return ""
    return NUMBERS.get(name) or KEYS[now.desk.tab].get(name) or STEPS.get(name) or ("stray" if name in OF_SEATS else "")


def _at(now: Interface, **changes: object) -> Interface:
    return evolve(now, desk=evolve(now.desk, **changes))  # type: ignore[arg-type]


def _docket(picture: Picture | None) -> DocketPicture | None:
    return picture.console.docket if picture and picture.console else None


# --- tabs and rows ---------------------------------------------------------------------------------------


def _tab(now: Interface, picture: Picture | None, what: str) -> Step:
    return evolve(_at(now, tab=what, asking=""), focused="", crisis_map=False).at_top("desk"), ()


def _row(now: Interface, picture: Picture | None, what: str) -> Step:
    """Choose the row before or after. Rows do not go round: what is first stays first."""
    if picture is None or picture.console is None:
        return now, ()
    console, desk = picture.console, now.desk
    name, count = {
        ACT: ("row", len(rows_of(console.docket)) if console.docket else 0),
        SEATS: ("seat", len(console.seats)),
        INJECTS: ("inject", len(cards_of(console, desk))),
        UNDO: ("act", len(console.acts)),
    }[desk.tab]
    return _picked(now, picture, f"{name}:{min(max(getattr(desk, name) + int(what), 0), max(count - 1, 0))}")


def _picked(now: Interface, picture: Picture | None, what: str) -> Step:
    """Choose a line by its number."""
    name, _, number = what.partition(":")
    now = evolve(now, focused="")
    if name == "inject" and int(number) != now.desk.inject:
        now = evolve(now, desk=now.desk.card_as_written())
    return _at(now, asking="", **{name: int(number)}).at_top("desk"), ()


def _step(now: Interface, picture: Picture | None, what: str) -> Step:
    """Change the chosen row by one. what: the difference, perhaps with the number of another row."""
    by, _, row = what.partition(":")
    if row:
        now = _at(now, **{"track" if now.desk.tab == INJECTS else "row": int(row)})
    if now.desk.tab == INJECTS:
        return _step_card(now, picture, int(by))
    docket = _docket(picture)
    if now.desk.tab != ACT or docket is None or not rows_of(docket):
        return now, ()
    rows, desk = rows_of(docket), now.desk
    at = rows[min(desk.row, len(rows) - 1)]
    if at == NUMBER:
        net = desk.net - int(by)  # an argument for the act lowers the number that it needs
        return (_at(now, net=net) if net in dict(docket.nets) else now), ()
    if at == BAND:
        place = docket.bands.index(desk.band) + int(by) if desk.band in docket.bands else 0
        return evolve(now, desk=with_band(desk, docket.bands[min(max(place, 0), len(docket.bands) - 1)])), ()
    track = next(track for track in docket.tracks if track.id == at)
    return evolve(now, desk=stepped(desk, track, tied(docket, desk), int(by))), ()


def _step_card(now: Interface, picture: Picture | None, by: int) -> Step:
    """Change what the chosen card moves."""
    card = card_at(picture.console, now.desk) if picture and picture.console else None
    if card is None or not card.tracks:
        return now.refuses(card.fixed or AS_WRITTEN) if card else now, ()
    track = card.tracks[min(now.desk.track, len(card.tracks) - 1)]
    moves = moves_on(card, now.desk)
    to = min(max(track.value + moves.get(track.id, 0) + by, track.least), track.most) - track.value
    moves = {**moves, track.id: to}
    return _at(now, moved=tuple((id, by) for id, by in moves.items() if by)), ()


def _track_by(now: Interface, picture: Picture | None, what: str) -> Step:
    """Choose the next track of the card, or the one before."""
    card = card_at(picture.console, now.desk) if picture and picture.console else None
    most = len(card.tracks) - 1 if card else 0
    return _at(now, track=min(max(now.desk.track + int(what), 0), max(most, 0))), ()


# --- a ruling --------------------------------------------------------------------------------------------


def _when(now: Interface, picture: Picture | None, what: str) -> Step:
    """Tie what - and + change to the next band."""
    when = what if what in WHENS and what else WHENS[(WHENS.index(now.desk.when) + 1) % len(WHENS)]
    return _at(now, when=when), ()


def _told(now: Interface, picture: Picture | None, what: str) -> Step:
    """Choose who is told: everybody or not, or one seat more or less."""
    if picture is None or picture.console is None:
        return now, ()
    desk = now.desk
    if desk.tab == INJECTS:
        card = card_at(picture.console, desk)
        if card is None or card.fixed:
            return now.refuses(card.fixed if card else AS_WRITTEN), ()
        seats = [seat.seat for seat in picture.console.seats]
        return _at(now, to=told_by(card, desk) ^ {what} if what else frozenset() if told_by(card, desk) else {seats[0]}), ()
    if what:
        return _at(now, told=desk.told ^ {what}, public=False), ()
    return _at(now, public=not desk.public, told=frozenset()), ()


def _rule(now: Interface, picture: Picture | None, what: str) -> Step:
    """Rule as chosen. Without a reason, the field for it opens, and the ruling follows."""
    docket, desk = _docket(picture), now.desk
    if docket is None:
        return now.refuses(NO_ACT), ()
    if docket.by_votes and desk.band not in docket.bands:
        return now.refuses(NAME_A_BAND), ()
    if not desk.reason:
        return evolve(_at(now, at_once=True), overlay="reason", search="", focused=""), ()
    pro, contra = arguments(desk, SEE_REASON) if docket.nets and not desk.band else ((), ())
    told = tuple(sorted(desk.told - {docket.seat})) if docket.own_words else ()
    command = m.GiveRuling(
        reason=desk.reason, band=desk.band, by_votes=docket.by_votes, pro=pro, contra=contra, effects=desk.steps,
        told=told, public=desk.public and docket.own_words,
    )  # fmt: skip
    return evolve(_at(now, at_once=False), focused=""), (command,)


def _stand(now: Interface, picture: Picture | None, what: str) -> Step:
    return (now, (m.LetStand(what == "all"),)) if _docket(picture) else (now.refuses(NO_ACT), ())


# --- seats, injects, undo --------------------------------------------------------------------------------


def _state(now: Interface, picture: Picture | None, what: str) -> Step:
    """Ask where the chosen seat stands."""
    if picture is None or picture.console is None:
        return now, ()
    seats = picture.console.seats
    return now, (m.AskState(what or seats[min(now.desk.seat, len(seats) - 1)].seat),)


def _freeze(now: Interface, picture: Picture | None, what: str) -> Step:
    """Have the doctrine of the chosen seat decide for its people, or give the seat back."""
    if picture is None or picture.console is None:
        return now, ()
    seat = picture.console.seats[min(now.desk.seat, len(picture.console.seats) - 1)]
    return now, (m.FreezeSeat(seat.seat, not seat.frozen),)


def _fire(now: Interface, picture: Picture | None, what: str) -> Step:
    """Bring in the chosen inject as its card stands."""
    card = card_at(picture.console, now.desk) if picture and picture.console else None
    if card is None:
        return now, ()
    if "fire" not in card.may:
        return now.refuses(why_not(card)), ()
    if not is_changed(card, now.desk):
        return now, (m.ScheduleInject("fire", card.id),)
    told, moves = tuple(sorted(told_by(card, now.desk))), tuple(moves_on(card, now.desk).items())
    inject = "" if card.id == WRITTEN else card.id
    return now, (m.BringIn(card.name, now.desk.text or card.text, told, moves, inject),)


def _keep(now: Interface, picture: Picture | None, what: str) -> Step:
    """Hold the chosen inject back, or release it."""
    card = card_at(picture.console, now.desk) if picture and picture.console else None
    if card is None or card.id == WRITTEN:
        return _at(now, own="", title="", inject=0), ()
    if not {"hold", "release"} & set(card.may):
        return now.refuses(why_not(card)), ()
    return now, (m.ScheduleInject("release" if "release" in card.may else "hold", card.id),)


def why_not(card: InjectCard) -> str:
    """Return why an inject cannot be fired, or held back: by its name."""
    return f"\u201c{card.name}\u201d: {card.closed or f'it {card.state}.'}"


def _ask(asking: str) -> Take:
    """Return what asks for the second key before something is taken back."""

    def take(now: Interface, picture: Picture | None, what: str) -> Step:
        if picture is None or picture.console is None or not picture.console.acts:
            return now.refuses("There is nothing to take back yet."), ()
        if asking == ALONE and not picture.console.acts[min(now.desk.act, len(picture.console.acts) - 1)].alone:
            return now.refuses("Only an inject written at the table can be taken back alone."), ()
        return evolve(_at(now, asking=asking), focused=""), ()

    return take


def _confirm(now: Interface, picture: Picture | None, what: str) -> Step:
    if not now.desk.asking:
        return now, ()
    return _at(now, asking=""), (m.TakeBack(now.desk.act + 1, now.desk.asking == ALONE),)


def _put_back(now: Interface, picture: Picture | None, what: str) -> Step:
    return now, (m.PutBack(),)


# --- what is typed, and what was done --------------------------------------------------------------------


def open_field(now: Interface, picture: Picture | None, what: str) -> Interface | None:
    """Return the state with a field of the desk open; None where it has no place. what: the overlay."""
    if picture is None or picture.console is None:
        return None
    card = card_at(picture.console, now.desk)
    if what in ("reason", "argument"):
        docket = picture.console.docket
        if docket is None or (what == "argument" and not docket.nets):
            return now.refuses(NO_ACT if docket is None else "No arguments count here: this act is not argued.")
    elif what in ("edit", "preview") and (card is None or (what == "edit" and card.fixed)):
        return now.refuses(card.fixed if card else "There is no inject.")
    search = {"reason": now.desk.reason, "edit": now.desk.text or (card.text if card else "")}.get(what, "")
    return evolve(_at(now, at_once=False), overlay=what, under="", search=search, why=None, said=(), focused="").at_top(what)


def written(now: Interface, picture: Picture, text: str) -> Step:
    """Take a text from a field of the desk."""
    field, desk = now.overlay, now.desk
    now = evolve(now, overlay="", search="", focused="")
    if field == "reason":
        now = _at(now, reason=text)
        return _rule(now, picture, "") if desk.at_once else (now.says("The reason is kept."), ())
    if field == "edit":
        return _at(now, text=text), ()
    title, colon, rest = text.partition(":")
    if colon and title.strip() and rest.strip():
        text, title = rest.strip(), title.strip()
    else:
        title = "From control"
    return _at(evolve(now, desk=desk.card_as_written()), own=text, title=title, inject=0), ()


def _argue(now: Interface, picture: Picture | None, what: str) -> Step:
    """Add the typed argument, which moves the number by one. what: for or against."""
    text, docket, desk = " ".join((now.search + now.composed).split()), _docket(picture), now.desk
    if now.overlay != "argument" or not text or docket is None:
        return now, ()
    now = evolve(now, overlay="", search="", composing="", cursor=0, focused="")
    net = desk.net + (1 if what == "for" else -1)
    if net not in dict(docket.nets):
        return now.refuses("More arguments would leave nothing to the dice."), ()
    side = "pro" if what == "for" else "contra"
    return _at(now, net=net, **{side: (*getattr(desk, side), text)}), ()


def done(now: Interface, picture: Picture | None, message: m.DoneByHand) -> Interface:
    """Take what was done at the desk into the state. What was refused stays as it was, to be changed."""
    if message.refused:
        return now.refuses(message.refused)
    command, said = message.command, message.said
    if isinstance(command, m.AskState):
        return _at(now, state_of=command.seat, state=said).at_top("desk")
    if isinstance(command, m.ScheduleInject | m.BringIn):
        by_hand = isinstance(command, m.BringIn) and not command.inject
        now = _at(evolve(now, desk=now.desk.card_as_written()), **({"own": "", "title": ""} if by_hand else {}))
    if isinstance(command, m.TakeBack | m.PutBack):
        now = _at(now, act=0, asking="")
    if isinstance(command, m.FreezeSeat):
        now = _at(now, state_of="", state=())
    return now.says(" ".join(said[:2]))


AT_DESK: dict[str, Callable[[Interface, Picture | None, str], Step]] = {
    "tab": _tab, "row": _row, "line_of": _picked, "step": _step, "track_by": _track_by, "when": _when, "told": _told,
    "rule": _rule, "stand": _stand, "state": _state, "freeze": _freeze, "fire": _fire, "keep": _keep, "argue": _argue,
    "take_back": _ask(BACK), "take_alone": _ask(ALONE), "confirm": _confirm, "put_back": _put_back,
}  # fmt: skip
