"""The injects of a scenario left to control: chained, held, fired, shifted, scored; and the same game on replay."""

from __future__ import annotations

import attrs
import pytest

from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.entry_parts import Effect
from kuroshio.model.scenario import Inject
from kuroshio.players.doctrine_tables import Playbook, compile_playbook
from kuroshio.session.control_lines import Control
from kuroshio.session.journal_writer import Journal
from kuroshio.session.session import Session
from tests.session.exercise import refusal
from tests.stepping import Content

RAISES = (Effect(track="world.tension", add=1),)


def inject(id: str, **fields: object) -> Inject:
    return Inject(id=id, name=id.capitalize(), source="judgement: a test", text="x", **fields)  # type: ignore[arg-type]


INJECTS = (
    inject("first", turn=2, effects=RAISES),
    inject("second", after="first", delay=1, expects="A visit.", worth=3, within=1),
    inject("card", held=True, audience=("japan",)),
    inject("late", turn=4),
)


@pytest.fixture(scope="module")
def made(content: Content) -> Tables:
    ruleset, board, scenario = content
    return compile_tables(ruleset, board, attrs.evolve(scenario, injects=INJECTS))


@pytest.fixture(scope="module")
def playbook(made: Tables) -> Playbook:
    return compile_playbook(made)


@pytest.fixture
def control(made: Tables, playbook: Playbook) -> Control:
    return Control(Session(made, playbook, ("japan",), 7), by="director")


def to_turn(control: Control, turn: int) -> None:
    session = control.session
    while session.turn < turn:
        question = session.picture().question
        assert question is not None
        if question.kind == "order":
            session.commit_plan()
        else:
            session.answer(question.choices[0].line)


def came(control: Control) -> dict[str, int]:
    return {entry.id: int(control.session.game.inject_turn[i]) for i, entry in enumerate(INJECTS)}


def tension(control: Control) -> int:
    return int(control.session.game.track[control.session.tables.slots.index("world.tension")])


def test_a_schedule_left_alone(control: Control) -> None:
    to_turn(control, 5)
    assert came(control) == {"first": 2, "second": 3, "card": 0, "late": 4}


def test_a_shift_keeps_the_spacing(control: Control) -> None:
    assert control.perform("shift 1") == ""
    to_turn(control, 6)
    assert came(control) == {"first": 3, "second": 4, "card": 0, "late": 5}


def test_what_is_held_back_comes_when_it_is_let_go(control: Control) -> None:
    assert control.perform("hold first") == ""
    to_turn(control, 4)
    assert came(control) == {"first": -1, "second": 0, "card": 0, "late": 4}
    assert control.perform("release first") == ""
    to_turn(control, 7)
    assert came(control) == {"first": 5, "second": 6, "card": 0, "late": 4}


def test_a_card_in_the_hand_is_played_at_once_to_its_audience(control: Control) -> None:
    assert control.perform("fire card") == ""
    session = control.session
    assert "Card" in [beat.title for beat in session.picture_for("japan").news]
    assert "Card" not in [beat.title for beat in session.picture_for("").news]
    tension = session.game.track[session.play.maker.slots["world.tension"]]
    assert control.perform("fire first") == ""
    assert session.game.track[session.play.maker.slots["world.tension"]] == tension + 1
    to_turn(control, 3)
    assert came(control) == {"first": 1, "second": 2, "card": 1, "late": 0}


def test_a_response_is_scored_once_it_is_due_and_afterwards(control: Control) -> None:
    assert "has not come yet" in control.perform("score second 2: They went.")
    to_turn(control, 3)
    assert "worth at most 3 points" in control.perform("score second 4: They went.")
    assert control.perform("score second 2: They went.") == ""
    assert next(line.points for line in control.session.injects.schedule() if line.id == "second") == 2
    to_turn(control, 5)
    assert control.perform("score second 3: In the hot-wash.") == ""
    assert control.said == ["Scored: second, 3 of 3 points. The response was due by turn 4."]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("fire crad", "did you mean 'card'"),
        ("release late", "not held back"),
        ("shift soon", "not a number of turns"),
        ("shift 0", "moves no inject"),
        ("score card 1: x", "expects no response"),
        ("score second", "Write `score"),
    ],
)
def test_what_cannot_be_says_why(control: Control, line: str, said: str) -> None:
    assert said in control.perform(line)


def test_the_schedule_reads_as_it_stands(control: Control) -> None:
    control.perform("hold late")
    to_turn(control, 2)
    told = list(control.injects())
    assert told[0].startswith("first: came in turn 2.")
    assert told[1] == "second: 1 turn after first. Second. Expects: A visit. (0 of 3 points)."
    assert told[2] == "card: left to control. Card (to japan)." and told[3].startswith("late: held back.")


def test_a_replay_has_the_same_schedule(control: Control, made: Tables, playbook: Playbook) -> None:
    for line in ("shift 1", "hold late", "fire card"):
        assert control.perform(line) == ""
    to_turn(control, 4)
    kept = control.session.history.lines()
    again = Session(made, playbook, ("japan",), 7, journal=Journal(entries=kept), play_on=False)
    assert again.state() == control.session.state()


def test_a_changed_inject_comes_by_hand_and_its_own_is_held_back(control: Control) -> None:
    session = control.session
    before = tension(control)
    assert refusal(session.injects.replace, "first", "Other words", [], [{"track": "world.tensoin", "add": 1}]).startswith(
        "No track"
    )
    session.injects.replace("first", "Other words", ["japan"], [{"track": "world.tension", "add": 2}])
    assert tension(control) == before + 2 and came(control)["first"] == -1
    last = session.history.acts()[0]
    assert [entry.kind for entry in last.entries] == ["inject", "schedule"], "one act, taken back as one"
    assert session.picture_for("japan").news[-1].text == "Other words"
    assert not [beat for beat in session.picture_for("").news if beat.text == "Other words"]
    session.history.undo()
    assert tension(control) == before and came(control)["first"] == 0
    session.injects.fire("first")
    assert "has already come" in refusal(session.injects.replace, "first", "Other words", [], [])


def test_the_console_tells_of_injects_by_name(control: Control) -> None:
    cards = {card.id: card for card in control.session.seats.console().injects}
    assert cards["second"].state == "1 turn after \u201cFirst\u201d" and cards["first"].due == 2
    assert cards["first"].may == ("fire", "hold") and cards["first"].moves == (("world.tension", 1),)
    control.session.injects.hold("first")
    control.session.injects.fire("card")
    cards = {card.id: card for card in control.session.seats.console().injects}
    assert cards["first"].may == ("fire", "release") and cards["card"].may == () and cards["card"].tracks == ()
    titles = [act.title for act in control.session.seats.console().acts]
    assert titles == ["Inject fired: Card", "Inject held back: First"]
