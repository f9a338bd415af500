"""Games to review: people at all seats, an undo, agreements, injects, notes; and the page of one."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from attrs import frozen

from kuroshio.files.content_folders import data_folder
from kuroshio.kernel.play_lines import spell_choice
from kuroshio.kernel.state import codes
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.review import Review
from kuroshio.report.review.review_page import Page
from kuroshio.session import saved_games
from kuroshio.session.journal_reader import KeptGame, read
from kuroshio.session.session import Session
from kuroshio.session.told_game import ToldGame
from tests.session.exercise import refusal

SCENARIO, SEED = "senkaku_2021", 20209877
PEOPLE = ("china", "japan", "us", "taiwan", "south_korea", "philippines", "malaysia", "north_korea")
MAP = data_folder("maps") / "first_island_chain"


def decide(session: Session) -> None:
    """Let the people of the seat that is asked choose as its doctrine would."""
    session.reveal(session.asked())
    state = session.play.view(int(session.game.seat))
    line = spell_choice(session.tables, state, session.course.by_doctrine())
    if session.game.asking != codes.ASK_ORDER:
        session.answer(line)
        return
    refusal(session.draft, line)  # an order that ends the plan is the commit
    session.commit_plan()


def beside(session: Session, turn: int) -> None:
    """What the room says and control does as a turn begins."""
    session.clock.set("plan", "start", 540)
    session.notes.expect("japan", "china", "More cutters <b>and</b> no landing")
    session.notes.note("china", f"PLANT-note-china in turn {turn}")
    if turn == 1:
        session.agreements.agree(["japan", "us"], "=A word before any move", 2)
        session.agreements.agree(["china", "malaysia"], "PLANT-terms", 6, public=False)
    if turn == 2:
        session.agreements.break_("agreement-2", "malaysia", "PLANT-breach")
        effects = [{"track": "senkaku.ladder", "set": 7}, {"track": "china.tolerance", "add": 1}]
        session.injects.write("A cutter is rammed.", [], effects, title="Ramming")
    if turn == 3:
        session.injects.write("PLANT-inject for Seoul alone", ["south_korea"])
        session.notes.late("us")
        session.notes.note("china", "PLANT-told-china", told=True)


def play(path: Path, scenario: str = SCENARIO, turns: int = 99) -> Session:
    """A game with people at all seats, one undo in it, played so many turns."""
    content = saved_games.load(scenario)
    session = saved_games.start(content, scenario, "", PEOPLE, (), SEED, path)
    turn, decided = 0, 0
    while not session.over and int(session.game.turn) <= turns:
        if int(session.game.turn) > turn:
            turn = int(session.game.turn)
            beside(session, turn)
        decide(session)
        decided += 1
        if decided == 20:
            session.history.undo()
    session.journal.close()
    return session


@frozen
class Played:
    """A game, its file, and its replay."""

    session: Session
    kept: KeptGame
    watched: ToldGame
    review: Review


def reviewed(path: Path, session: Session) -> Played:
    kept = read(path)
    watched = ToldGame(kept)
    return Played(session, kept, watched, gather(kept, watched))


def page_of(played: Played, review: Review | None = None) -> str:
    maker = played.watched.maker
    crisis_at = played.watched.tables.ruleset.procedure.crisis_at
    return Page(review or played.review, MAP, maker.sides, crisis_at).html()


def read_back(table: str) -> list[dict[str, str]]:
    """The rows of a table for a spreadsheet, each by the names of its columns."""
    assert table.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(table[1:], newline="")))
