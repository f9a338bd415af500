"""The desk: what the umpire has chosen and typed in its console, before any of it is done. Frozen data without pixels."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen

from kuroshio.picture.picture import Console, DocketPicture, InjectCard, OddsPicture, TrackStep

ACT, SEATS, INJECTS, UNDO = TABS = ("act", "seats", "injects", "undo")
WRITTEN = "written"  # in the place of the id of an inject that control writes at the table
NUMBER, BAND = "number", "band"  # rows of a ruling, besides the ids of tracks
SUCCESS, FAILURE = "success", "failure"
WHENS = (SUCCESS, FAILURE, "")  # the bands that a track may be tied to; empty: whatever the dice say
TURNS = "turns:"  # before the name of what the wheel chooses, in place of a panel that scrolls
BACK, ALONE = "back", "alone"  # what undo asks to have confirmed

Moves = tuple[tuple[str, int], ...]


@frozen(kw_only=True)
class Desk:
    """What stands in the console.

    tab: of TABS; about: the number of the ruling that the next seven fields are for; row: the row that - and + change; net: of
    the arguments, pro and contra those in words; band: that is named; steps: tracks to be set, as track, band, difference; when:
    the band that steps are tied to; told: who learns of it, public: everybody; reason: in words, and whether to rule at once
    when it is written.

    seat, inject, act: the numbers of the lines chosen in the other tabs; state: where seat `state_of` stands; track: the row of a
    card; moved, text, to: changes of that card, None or empty where there are none; title, own: of an inject that is written at
    the table; asking: of BACK and ALONE, while undo waits for the second key.
    """

    tab: str = ACT
    about: int = 0
    row: int = 0
    net: int = 0
    pro: tuple[str, ...] = ()
    contra: tuple[str, ...] = ()
    band: str = ""
    steps: tuple[tuple[str, str, int], ...] = ()
    when: str = SUCCESS
    told: frozenset[str] = frozenset()
    public: bool = False
    reason: str = ""
    at_once: bool = False
    seat: int = 0
    state_of: str = ""
    state: tuple[str, ...] = ()
    inject: int = 0
    track: int = 0
    moved: Moves | None = None
    text: str = ""
    to: frozenset[str] | None = None
    title: str = ""
    own: str = ""
    act: int = 0
    asking: str = ""

    def for_act(self, docket: DocketPicture | None) -> Desk:
        """Return the desk for an act: nothing that was chosen for another stays."""
        number = docket.number if docket else 0
        if number == self.about:
            return self
        plain = Desk(about=number)
        kept = ("tab", "seat", "state_of", "state", "inject", "track", "moved", "text", "to", "title", "own", "act")
        return evolve(plain, **{name: getattr(self, name) for name in kept})

    def card_as_written(self) -> Desk:
        """Return the desk without changes of the inject's card."""
        return evolve(self, track=0, moved=None, text="", to=None)


# --- a ruling --------------------------------------------------------------------------------------------


def rows_of(docket: DocketPicture) -> tuple[str, ...]:
    """Return what - and + may change in a ruling: the number, the band, then tracks by their ids."""
    number = (NUMBER,) if docket.nets else ()
    band = (BAND,) if len(docket.bands) > 1 else ()
    return (*number, *band, *(track.id for track in docket.tracks))


def odds_now(docket: DocketPicture, desk: Desk) -> OddsPicture | None:
    """Return the odds with the arguments so far; None where no dice decide."""
    return dict(docket.nets).get(desk.net, docket.odds)


def tied(docket: DocketPicture, desk: Desk) -> str:
    """Return the band that the next step of a track is tied to; empty where the umpire or the room names the band."""
    return desk.when if docket.odds and not desk.band and not docket.by_votes else ""


def arguments(desk: Desk, unsaid: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the arguments for and against that make up the net. unsaid: in the place of one without words."""
    more = desk.net - (len(desk.pro) - len(desk.contra))
    return (*desk.pro, *(unsaid,) * max(more, 0)), (*desk.contra, *(unsaid,) * max(-more, 0))


def moved_by(steps: Iterable[tuple[str, str, int]], track: str, on: str) -> int:
    """Return how much a track is moved in a band."""
    return sum(by for id, band, by in steps if (id, band) == (track, on))


def stepped(desk: Desk, track: TrackStep, on: str, by: int) -> Desk:
    """Return the desk with a track moved by one more, within its bounds."""
    now = moved_by(desk.steps, track.id, on)
    to = min(max(track.value + now + by, track.least), track.most) - track.value
    rest = tuple(step for step in desk.steps if step[:2] != (track.id, on))
    return evolve(desk, steps=(*rest, (track.id, on, to)) if to else rest)


def with_band(desk: Desk, band: str) -> Desk:
    """Return the desk with a band named: what was tied to it holds then, and what was tied to others is dropped."""
    if not band:
        return evolve(desk, band=band)
    side = SUCCESS if band in (SUCCESS, "breakthrough") else FAILURE
    held = {id: moved_by(desk.steps, id, side) + moved_by(desk.steps, id, "") for id, _, _ in desk.steps}
    return evolve(desk, band=band, steps=tuple((id, "", by) for id, by in held.items() if by))


# --- injects ---------------------------------------------------------------------------------------------


def cards_of(console: Console, desk: Desk) -> tuple[InjectCard, ...]:
    """Return the cards of the injects; one that control is writing stands before those of the scenario."""
    if not desk.own:
        return console.injects
    state = "written at the table"
    own = InjectCard(id=WRITTEN, name=desk.title, text=desk.own, state=state, may=("fire",), tracks=console.tracks)
    return (own, *console.injects)


def card_at(console: Console, desk: Desk) -> InjectCard | None:
    """Return the card that is chosen; None where there is none."""
    cards = cards_of(console, desk)
    return cards[min(desk.inject, len(cards) - 1)] if cards else None


def moves_on(card: InjectCard, desk: Desk) -> dict[str, int]:
    """Return what a card moves, with the changes on the desk."""
    return dict(card.moves if desk.moved is None else desk.moved)


def told_by(card: InjectCard, desk: Desk) -> frozenset[str]:
    """Return the seats that a card is told to; none: everybody."""
    return frozenset(card.audience) if desk.to is None else desk.to


def is_changed(card: InjectCard, desk: Desk) -> bool:
    """Whether a card is not as it was written."""
    return card.id == WRITTEN or bool(desk.text) or desk.moved is not None or desk.to is not None
