"""What the projector draws of a real game: every text is read from the back row, whole, apart, and nothing can be pressed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import lru_cache

import pygame
import pytest
from attrs import evolve

from kuroshio.model.times_of_day import told as hour
from kuroshio.model.timetable import PHASES
from kuroshio.picture.picture import Beat, Clock, CrisisStage, Expectation, Picture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.painter import Painter, TextBox
from kuroshio.screen.projector.header_strip import asked_of, clock_words
from kuroshio.screen.projector.projector_map import ProjectorMap
from kuroshio.screen.projector.projector_words import KEYS, WORDS, ProjectorWords
from kuroshio.screen.projector.shown_page import ShownPage, unit_of_height
from kuroshio.screen.projector.whole_page import DrawnPage, draw_whole
from tests.screen import control, sample
from tests.screen.room_moments import LONG, NOW, moments
from tests.screen.test_layout import outside

SIZES = ((1280, 720), (1920, 1080), (1024, 768), (3840, 2160))
NAMES = tuple(f"room_{name}" for name in ["start", "planning", "story", "response", "moves", "inject", "crisis", "round", "end"])
CLOSE = 0.16  # of the height of a text box that is no more than the air between lines
ENGLISH = ProjectorWords(japanese=False)


@pytest.fixture(scope="module")
def view() -> Iterator[ProjectorMap]:
    pygame.display.init()
    pygame.display.set_mode((64, 64))
    yield ProjectorMap(sample.ground())


@lru_cache(maxsize=1)
def fonts() -> Fonts:
    return Fonts()


def drawn(page: ShownPage, view: ProjectorMap | None = None, size: tuple[int, int] = (1280, 720)) -> DrawnPage:
    return draw_whole(pygame.Surface(size), fonts(), page, view)


def moment(name: str) -> ShownPage:
    return moments("tutorial")[name]


def texts(page: ShownPage) -> str:
    return " ".join(box.text for box in drawn(page).boxes)


def overlapping(boxes: tuple[TextBox, ...]) -> list[str]:
    """Texts that cover each other, the air above and below them left out; on the map what lies above hides what is below."""
    flat = [box for box in boxes if box.panel != "map"]
    slim = [box.rect.inflate(-2, -2 * round(box.rect.height * CLOSE)) for box in flat]
    pairs = [pair for pair in itertools.combinations(range(len(flat)), 2) if flat[pair[0]].layer == flat[pair[1]].layer]
    return [f"{flat[a].text!r} and {flat[b].text!r}" for a, b in pairs if slim[a].colliderect(slim[b])]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", SIZES[:3], ids=str)
def test_every_text_is_large_whole_and_apart(name: str, size: tuple[int, int], view: ProjectorMap) -> None:
    check(moment(name), size, view)


@pytest.mark.parametrize("name", ("room_planning", "room_round"))
def test_so_it_is_on_the_largest_screen(name: str, view: ProjectorMap) -> None:
    check(moment(name), SIZES[3], view)


@pytest.mark.parametrize("name", NAMES)
def test_so_it_is_in_japanese(name: str, view: ProjectorMap) -> None:
    check(evolve(moment(name), japanese=True), SIZES[0], view)


def check(page: ShownPage, size: tuple[int, int], view: ProjectorMap) -> None:
    """Look at every text of a moment; none is cut where the screen is a usual one."""
    got = drawn(page, view, size)
    apart = tuple(box for box in got.boxes if box.panel != "map")
    assert got.boxes and all(box.rect.height >= size[1] / 28 for box in got.boxes)
    assert outside(apart) == []
    assert overlapping(got.boxes) == []
    if size != SIZES[2]:
        assert not [box.text for box in apart if box.text.endswith("…")]


def test_the_map_has_the_whole_width_and_no_buttons(view: ProjectorMap, monkeypatch: pytest.MonkeyPatch) -> None:
    pressed: list[str] = []
    monkeypatch.setattr(Painter, "button", lambda self, rect, id, *rest, **more: pressed.append(id))
    got = drawn(moment("room_planning"), view)
    assert got.map.width == 1280 and got.map.height > 720 * 0.6
    for name in NAMES:
        drawn(moment(name), view)
    assert pressed == []


def test_a_long_inject_is_shown_whole(view: ProjectorMap) -> None:
    page = moment("room_inject")
    parts = drawn(page, view).parts
    assert parts > 1
    read = " ".join(
        box.text for part in range(parts) for box in drawn(evolve(page, part=part), view).boxes if box.panel == "lower third"
    )
    assert read.count("until the storm has gone by.") == LONG.count("until the storm has gone by.")
    assert all(drawn(evolve(page, part=part), view).map.height >= 4 * unit_of_height(720) for part in range(parts))


def test_both_choices_are_turned_over_together() -> None:
    page = moment("room_round")
    assert page.beat is not None and page.beat.round is not None
    names = [choice.name for choice in page.beat.round.choices]
    for ease, seen in ((0.0, 0), (0.3, 0), (1.0, 2)):
        cards = [box.text for box in drawn(evolve(page, ease=ease)).boxes if box.panel == "card"]
        assert sum(text in names for text in cards) == seen, ease
    waits = moment("room_crisis")
    cards = [box.text for box in drawn(waits).boxes if box.panel == "card"]
    assert cards.count("chooses") == 2 and "Both sides choose at once, in secret" in texts(waits)


def test_dice_say_nothing_until_they_lie() -> None:
    page = moment("room_story")
    assert page.beat and page.beat.dice and page.beat.odds
    band, total = page.beat.band.capitalize(), f"= {sum(page.beat.dice)}"
    rolls, lies = texts(evolve(page, ease=0.4)), texts(page)
    assert band not in rolls and total not in rolls
    assert band in lies and total in lies and f"needs {page.beat.odds.number}+" in lies
    before = {f"{change.before} → {change.after}" for change in page.beat.changes}
    assert all(told in lies and told not in rolls for told in before)


def test_the_story_says_who_decides_now_not_then() -> None:
    page = moment("room_story")
    asked = evolve(page, latest=evolve(page.picture, asked="japan", planners=("japan", "china")))
    assert "Teams are deciding: Japan China" in texts(asked)


def test_who_decides_is_told_as_far_as_everybody_may_know() -> None:
    public = evolve(sample.public(), asked="", incidents=())
    assert asked_of(public, ENGLISH).heading == "The teams are at work"  # they may be signing: nobody is told who
    assert asked_of(evolve(public, phase="coercion"), ENGLISH).heading == "Teams are deciding: umpire"
    planning = asked_of(evolve(public, planners=("japan", "china")), ENGLISH)
    assert planning.heading == "Teams are deciding:" and planning.sides == ("japan", "china")
    answers = asked_of(evolve(sample.public(), asked="japan"), ENGLISH)
    assert answers.heading == "Answers:" and answers.sides == ("japan",)
    stage = CrisisStage(hotspot="senkaku", round=1, most_rounds=4, parts=())
    secret = asked_of(evolve(public, asked="china", crisis=stage), ENGLISH)
    assert secret.heading == "Choose in secret:" and secret.sides == ("china", "japan")  # not who of them is still choosing
    assert asked_of(evolve(public, over=True), ENGLISH).sides == ()


@pytest.mark.parametrize(
    ("clock", "japanese", "told"),
    [
        (
            Clock(phase="plan", ends=NOW + 250, due=NOW + 670),
            False,
            ("Plan, until {0}, forms by {1}", "Plan, forms by {1}", "Plan, until {0}", "until {0}"),
        ),
        (Clock(phase="hot_wash", ends=NOW + 250), True, ("講評、{}まで", "{}まで")),
        (Clock(phase="crisis", ends=NOW + 250), False, ("until {}",)),
        (Clock(phase="rule", left=60), False, ("Rule, clock stands", "clock stands")),
    ],
)
def test_beside_the_clock_stands_what_the_room_does_until_when(clock: Clock, japanese: bool, told: tuple[str, ...]) -> None:
    hours = [hour(clock.ends, NOW), hour(clock.due, NOW)]
    assert clock_words(clock, NOW, ProjectorWords(japanese)) == tuple(one.format(*hours) for one in told)


def test_every_phase_of_the_room_has_words() -> None:
    for phase in PHASES:
        assert ProjectorWords(japanese=False)(phase) != ProjectorWords(japanese=True)(phase)


@pytest.mark.parametrize(
    ("clock", "told"), ((Clock(phase="plan", ends=NOW + 250), "4:10"), (Clock(phase="plan", left=65), "1:05"))
)
def test_until_when_is_told_by_the_clock_of_the_room(clock: Clock, told: str) -> None:
    page = moment("room_response")
    page = evolve(page, picture=evolve(page.picture, clock=clock), latest=None)
    got = texts(page)
    assert told in got and ("until " in got if clock.ends else "clock stands" in got)


def test_the_end_has_a_curve_of_every_turn_and_what_each_seat_came_to() -> None:
    page = moment("room_end")
    assert page.picture.over and all(len(gauge.past) == page.picture.turns for gauge in page.picture.wall)
    got = drawn(page)
    assert {"curves", "results"} <= {box.panel for box in got.boxes}
    assert {"China", "Japan"} <= {box.text for box in got.boxes if box.panel == "results"}


def test_a_table_tells_all_flashpoints_where_there_are_several(view: ProjectorMap) -> None:
    page = moment("room_planning")
    spots = tuple(evolve(page.picture.hotspots[0], id=f"spot{n}", name=f"Shoal {n}") for n in range(1, 6))
    got = drawn(evolve(page, picture=evolve(page.picture, hotspots=spots)), view)
    assert [box.text for box in got.boxes if box.text.startswith("Shoal")] == [spot.name for spot in spots]
    assert outside(tuple(box for box in got.boxes if box.panel == "ladder")) == []


def test_the_rungs_of_a_ladder_bear_the_names_of_its_own_data() -> None:
    page, spot = moment("room_planning"), moment("room_planning").picture.hotspots[0]
    named = evolve(spot, rungs=tuple(f"Rung {n}" for n in range(1, 9)), rungs_ja=tuple(f"段 {n}" for n in range(1, 9)))
    told = evolve(page, picture=evolve(page.picture, hotspots=(named,)))
    assert all(f"Rung {n}" in texts(told) for n in range(1, 9)) and "段 3" in texts(evolve(told, japanese=True))
    bare = evolve(page, picture=evolve(page.picture, hotspots=(evolve(spot, rungs=(), rungs_ja=()),)))
    assert f"crisis at {spot.crisis_at}" in texts(bare) and "Rung" not in texts(bare)
    assert spot.rungs and all(name in texts(page) for name in spot.rungs)


# --- what nobody may see -------------------------------------------------------------------------------


def of_a_seat() -> Picture:
    """A seat's own picture: its hand, its draft, its aims, one of them secret."""
    return evolve(sample.planning(), expected=(Expectation(seat="china", text="An okapi"),))


@pytest.mark.parametrize("picture", (of_a_seat(), control.ruling(), control.overseen()), ids=("seat", "ruling", "console"))
def test_even_a_private_picture_shows_its_public_part_alone(picture: Picture, view: ProjectorMap) -> None:
    beats = sample.beats()
    for page in (
        ShownPage(picture=picture),
        ShownPage(picture=picture, page=(beats[1],)),
        ShownPage(picture=evolve(picture, over=True)),
    ):
        shown = " ".join(box.text for box in drawn(page, view).boxes)
        assert shown and "harbour" not in shown and "okapi" not in shown
        private = [*(aim.text for aim in picture.aims), *(choice.title for choice in picture.draft)]
        private += [] if page.page else [gauge.name for gauge in picture.own]  # what an act changed is told to all
        assert not [text for text in private if text in shown]
        assert not picture.question or picture.question.title not in shown


def test_a_hidden_value_has_no_curve() -> None:
    """A gauge that everybody may not know is a question mark, and was one on every turn."""
    wall = tuple(evolve(gauge, value=None, past=()) for gauge in moment("room_planning").picture.wall)
    page = moment("room_planning")
    assert texts(evolve(page, picture=evolve(page.picture, wall=wall))).count("?") >= len(wall)


# --- words ---------------------------------------------------------------------------------------------


def test_the_projector_speaks_both_languages_with_the_same_blanks() -> None:
    for key, (english, japanese) in WORDS.items():
        assert english.count("{") == japanese.count("{"), key
        assert fonts().has(japanese), key
    assert all(fonts().has(row[2]) for row in KEYS)
    assert any("検討中" in box.text for box in drawn(evolve(moment("room_planning"), japanese=True)).boxes)


def test_a_blank_screen_is_blank_and_the_keys_lie_over_all() -> None:
    assert drawn(evolve(moment("room_story"), blank=True)).boxes == ()
    got = drawn(evolve(moment("room_story"), keys=True))
    assert {name for name, *_ in KEYS} <= {box.text for box in got.boxes if box.panel == "keys"}


@pytest.mark.parametrize("size", ((600, 1000), (2560, 1080), (300, 200)), ids=str)
def test_no_projector_is_too_odd_to_draw(size: tuple[int, int], view: ProjectorMap) -> None:
    for name in NAMES:
        assert drawn(moment(name), view, size).boxes


def test_an_event_by_dice_happens_in_no_colour_of_success() -> None:
    beat = sample.accident()
    told = texts(ShownPage(picture=sample.public(), page=(beat,)))
    assert "It happens" in told and "Success" not in told and "happens on" in told


def test_what_only_repeats_the_headline_is_left_out() -> None:
    ruling = sample.beats()[1]
    again = Beat(number=20, turn=3, phase="coercion", kind="incident", title="An incident of intensity 3", cause=ruling.number)
    held = evolve(again, number=21, title="Japan holds China responsible", cause=20)
    told = texts(ShownPage(picture=sample.public(), page=(ruling, again, held)))
    assert "An incident" not in told and "Japan holds China" in told


def test_what_a_gauge_measures_is_never_cut(view: ProjectorMap) -> None:
    page = moment("room_planning")
    long = evolve(page.picture.wall[0], name="The Shoals of a Long Name in the Sea, administration")
    told = evolve(page, picture=evolve(page.picture, wall=(long, *page.picture.wall[1:], *sample.WALL[3:])))
    wall = [box.text for box in drawn(told, view).boxes if box.panel == "wall"]
    assert "administration" in wall and any(text.endswith("…") for text in wall)


PLACES = ("senkaku_waters", "taiwan_strait_south", "palawan_second_thomas", "luconia_sarawak_waters", "yellow_sea")


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_numbers_and_table_of_flashpoints_keep_off_counters_and_names(size: tuple[int, int], view: ProjectorMap) -> None:
    page = moment("room_planning")
    spots = tuple(evolve(sample.HOTSPOT, id=area, name=area.replace("_", " ").title(), area=area) for area in PLACES)
    picture = evolve(page.picture, hotspots=spots, incidents=(), counters=sample.counters())
    got = drawn(evolve(page, picture=picture, page=()), view, size)
    table = next(box.within for box in got.boxes if box.panel == "ladder")
    texts = [box for box in got.boxes if box.panel == "map"]
    numbers = [box.rect for box in got.boxes if box.panel == "window" and box.text in "12345" and got.map.contains(box.rect)]
    assert len(numbers) >= 3 and len(texts) > 12
    assert not [box.text for box in texts for number in numbers if number.colliderect(box.rect.inflate(-4, -4))]
    assert not [a for a, b in itertools.combinations(numbers, 2) if a.colliderect(b)]
    assert not [box.text for box in texts if box.rect.colliderect(table) and not table.contains(box.rect)]
