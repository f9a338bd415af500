"""An umpire at the table: five modes that leave one form of line, and what each allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs
import pytest

from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.scenario import MODES
from kuroshio.picture.picture import BANDS
from kuroshio.players.doctrine_tables import Playbook, compile_playbook
from kuroshio.session.journal.journal_reader import read
from kuroshio.session.journal.journal_writer import Journal, begin, header_of
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.session import Session
from kuroshio.session.umpire import Verdict
from tests.session.exercise import refusal
from tests.session.test_undo import position
from tests.stepping import Content

SEEDS = {"rigid": 3, "semi_rigid": 3, "matrix": 3, "free": 3, "consensus": 3}
BY_HAND = ({"track": "world.tension", "add": 1},)


def tables_in(content: Content, mode: str) -> Tables:
    ruleset, board, scenario = content
    modes = dict.fromkeys({action.arena for action in ruleset.actions}, mode)
    return compile_tables(ruleset, board, attrs.evolve(scenario, adjudication=modes))


@pytest.fixture(scope="module")
def playbook(tables: Tables) -> Playbook:
    return compile_playbook(tables)


def at_table(
    content: Content, playbook: Playbook, mode: str, journal: Journal | None = None, people: Iterable[str] = ()
) -> Session:
    """A game of doctrines before an umpire, stopped at the first act that somebody must rule."""
    return Session(tables_in(content, mode), playbook, people, 3, umpire=True, journal=journal)


def verdict(session: Session) -> Verdict:
    """A ruling that the mode of the act before the umpire allows, and that is another than the roll where it may be."""
    docket = session.umpire.docket()
    assert docket is not None
    other = BANDS[(BANDS.index(docket.engine) + 1) % 4]
    near = BANDS[min(BANDS.index(docket.engine) + 1, 3)]
    plain = Verdict(reason="The bench thinks so.", by="umpire")
    return {
        "semi_rigid": attrs.evolve(plain, band=near),
        "matrix": attrs.evolve(plain, pro=("The law is clear.", "The coast is near."), contra=("It is winter.",)),
        "free": attrs.evolve(plain, band=other, effects=BY_HAND),
        "consensus": attrs.evolve(plain, votes={"director": other, "adjudicator": other, "scribe": docket.engine}),
    }[docket.mode]


def rule_out(session: Session, turns: int = 1) -> int:
    """Rule on all that comes before the umpire in the first turns; return on how many acts."""
    ruled = 0
    while session.play.awaits_ruling() and session.turn <= turns:
        session.umpire.rule(verdict(session))
        ruled += 1
    return ruled


@pytest.mark.parametrize("mode", MODES)
def test_a_turn_in_each_mode_leaves_lines_of_one_form_that_replay_alone(
    mode: str, content: Content, playbook: Playbook, tmp_path: Path
) -> None:
    tables = tables_in(content, mode)
    header = header_of(tables, "senkaku_2021", "", (), (), 3, umpire=True)
    journal = begin(tmp_path / "a.game.jsonl", header)
    session = Session(tables, playbook, (), 3, umpire=True, journal=journal)
    ruled = rule_out(session)
    assert ruled > 3 or mode == "rigid"
    session.close()
    lines = [entry for entry in read(tmp_path / "a.game.jsonl").counted if entry.kind == "ruling"]
    assert lines and {frozenset(entry.fields) for entry in lines} == {frozenset(lines[0].fields)}
    assert {entry["mode"] for entry in lines} == {mode}
    assert all(entry["reason"] and entry["by"] and entry["engine"] in BANDS for entry in lines)
    again = Session(tables, playbook, (), 3, journal=Journal(entries=read(tmp_path / "a.game.jsonl").counted), play_on=False)
    assert again.state() == session.state()


def test_the_fields_of_a_ruling_are_the_same_in_all_modes(content: Content, playbook: Playbook) -> None:
    fields = set()
    for mode in MODES:
        session = at_table(content, playbook, mode)
        rule_out(session)
        fields |= {frozenset(entry.fields) for entry in session.history.lines() if entry.kind == "ruling"}
    assert len(fields) == 1


def test_a_rigid_game_before_an_umpire_is_the_game_without_one(content: Content, playbook: Playbook) -> None:
    ruled, alone = at_table(content, playbook, "rigid"), Session(tables_in(content, "rigid"), playbook, (), 3)
    assert ruled.over and alone.over
    ruled.game.umpired = 0
    assert ruled.state() == alone.state()


def test_a_ruling_counts_and_the_engines_own_answer_is_kept(content: Content, playbook: Playbook) -> None:
    session = at_table(content, playbook, "free")
    docket = session.umpire.docket()
    assert docket is not None
    band = next(band for band in BANDS if band != docket.engine)
    tension = int(session.game.track[session.play.maker.slots["world.tension"]])
    session.umpire.rule(Verdict(reason="A storm.", by="director", band=band, effects=({"track": "world.tension", "set": 9},)))
    line = next(entry for entry in session.history.lines() if entry.kind == "ruling")
    assert (line["engine"], line["band"], line["by"]) == (docket.engine, band, "director")
    assert tension != 9 and any(change.after == 9 for beat in session.play.chronicles[""].beats for change in beat.changes)


def test_undo_takes_back_a_ruling(content: Content, playbook: Playbook) -> None:
    session = at_table(content, playbook, "semi_rigid")
    before, state = session.umpire.docket(), session.state()
    session.umpire.rule(verdict(session))
    assert session.umpire.docket() != before
    session.history.undo(same=True)
    assert session.umpire.docket() == before and position(session.state()) == position(state)
    assert [branch.entries[0].kind for branch in session.history.branches()] == ["ruling"]


@pytest.mark.parametrize(
    ("mode", "given", "said"),
    [
        ("semi_rigid", {"pro": ("x",)}, "name a band only"),
        ("matrix", {"band": "success"}, "arguments move the number"),
        ("free", {"pro": ("x",)}, "name a band or effects"),
        ("consensus", {}, "it needs votes"),
        ("consensus", {"votes": {"a": "sucess"}}, "did you mean 'success'"),
        ("free", {"band": "success", "reason": " "}, "needs its reason"),
        ("free", {"band": "success", "by": ""}, "who ruled"),
        ("free", {"effects": ({"track": "world.tensoin", "add": 1},)}, "did you mean 'world.tension'"),
        ("matrix", {"pro": ("x",) * 7}, "More than 6 arguments"),
    ],
)
def test_what_a_mode_does_not_allow_is_refused_and_changes_nothing(
    mode: str, given: dict[str, object], said: str, content: Content, playbook: Playbook
) -> None:
    session = at_table(content, playbook, mode)
    state, lines = session.state(), len(session.history.lines())
    assert said in refusal(session.umpire.rule, Verdict(**{"reason": "A reason.", "by": "umpire", **given}))  # type: ignore[arg-type]
    assert session.state() == state and len(session.history.lines()) == lines


def shown_of_the_act(session: Session) -> str:
    """All that is shown of the act before the umpire: to who types `where`, and in the window."""
    return "\n".join([*Control(session).standing(), str(session.umpire.question())])


def thrown_anew(session: Session) -> Iterator[str]:
    """What is shown of the same act under other dice, of every band."""
    docket, seed = session.umpire.docket(), int(session.game.seed)
    assert docket is not None and docket.odds is not None
    bands = set()
    for other in range(200):
        session.game.seed = other
        now = session.umpire.docket()
        assert now is not None
        if now.engine not in bands:
            bands.add(now.engine)
            yield shown_of_the_act(session)
    session.game.seed = seed
    assert len(bands) > 2


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "rigid"])
def test_dice_lie_down_until_arguments_are_heard_and_votes_are_in(mode: str, content: Content, playbook: Playbook) -> None:
    session = at_table(content, playbook, mode)
    while (docket := session.umpire.docket()) is not None and docket.odds is None:
        session.umpire.rule(verdict(session))
    before = shown_of_the_act(session)
    others = set(thrown_anew(session))
    assert (others == {before}) == (mode in ("matrix", "consensus")), "what is shown before the ruling must not hang on the dice"
    assert docket is not None and docket.odds is not None and f"eeds {docket.odds.number}" in before


@pytest.mark.parametrize("mode", ["matrix", "free", "consensus"])
def test_at_the_desk_dice_lie_down_wherever_they_are_no_limit(mode: str, content: Content, playbook: Playbook) -> None:
    """Only semi-rigid measures a band from the engine's answer; elsewhere the console must not hang on the dice."""
    session = at_table(content, playbook, mode)
    while (docket := session.umpire.docket()) is not None and docket.odds is None:
        session.umpire.rule(verdict(session))
    seed, shown = int(session.game.seed), set()
    for session.game.seed in range(40):
        shown.add(repr(session.seats.console().docket))
    session.game.seed = seed
    assert len(shown) == 1 and session.seats.console().docket.covered  # type: ignore[union-attr]
    session.umpire.rule(verdict(session))
    assert f"rolled {sum(docket.dice)}" in session.seats.console().ruled[0].told  # type: ignore[union-attr]


def test_what_came_of_a_ruling_is_told_with_its_dice(content: Content, playbook: Playbook) -> None:
    session = at_table(content, playbook, "matrix")
    while (docket := session.umpire.docket()) is not None and docket.odds is None:
        session.umpire.rule(verdict(session))
    assert docket is not None
    control = Control(session)
    assert control.perform("rule | for the law is clear | because one to none") == ""
    entry = [entry for entry in session.history.lines() if entry.kind == "ruling"][-1]
    assert f"needed {entry['number']} after the arguments, rolled {sum(docket.dice)}" in control.said[0]
    session.reveal("umpire")
    assert [beat.title for beat in session.beats()] == [control.said[0].removesuffix(".")] and session.beats() == ()
    session.history.undo()
    session.reveal("umpire")
    assert session.beats() == (), "what was taken back is not told"


def test_no_more_than_one_band_in_semi_rigid(content: Content, playbook: Playbook) -> None:
    session = at_table(content, playbook, "semi_rigid")
    while (docket := session.umpire.docket()) is not None and docket.engine in ("failure", "success"):
        session.umpire.rule(verdict(session))
    assert docket is not None
    far = "breakthrough" if docket.engine == "setback" else "setback"
    assert "at most one from" in refusal(session.umpire.rule, Verdict(reason="Because.", by="umpire", band=far))


def test_a_table_without_an_umpire_has_nothing_to_rule(tables: Tables, playbook: Playbook) -> None:
    session = Session(tables, playbook, ("japan",), 3)
    assert session.umpire.docket() is None and "No act" in refusal(session.umpire.rule, Verdict(reason="x", by="y"))


def test_people_and_an_umpire_at_one_table(content: Content, playbook: Playbook) -> None:
    """A seat is asked as ever; its acts then wait; words of its own are kept with them."""
    session = at_table(content, playbook, "matrix", people=("japan",))
    assert session.asked() == "japan"
    session.draft('japan: "Ask the harbour masters to meet"')
    question = session.picture().question
    assert question is not None
    session.draft(next(card for card in question.cards if card.choices and card.kind not in ("move", "posture")).choices[0].line)
    assert [choice.title for choice in session.picture().draft][-1] == "\u201cAsk the harbour masters to meet\u201d"
    session.commit_plan()
    assert [entry["text"] for entry in session.history.lines() if entry.kind == "words"] == ["Ask the harbour masters to meet"]
    for _ in range(60):
        if session.play.awaits_ruling():
            session.umpire.rule(verdict(session))
        elif session.asked() == "japan" and session.turn > 1:
            break
        elif session.asked():
            session.reveal("japan")
            question = session.picture().question
            assert question is not None
            session.answer(question.choices[0].line)
    ruled = [entry["seat"] for entry in session.history.lines() if entry.kind == "ruling"]
    assert session.turn == 2 and "japan" in ruled
