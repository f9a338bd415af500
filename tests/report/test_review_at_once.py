"""The edition of a seat in the middle of a step in which seats choose at the same time: it tells of nobody else's choice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kuroshio.api.scenarios import Scenario
from kuroshio.kernel.play_lines import Six, legal_choices, spell_choice
from kuroshio.kernel.state import codes
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.review_tables import as_json, tables
from kuroshio.session import saved_games
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_reader import KeptGame
from kuroshio.session.journal_writer import FORMAT, Journal, begin, header_of
from kuroshio.session.saved_games import packed
from kuroshio.session.session import Session
from kuroshio.session.told_game import ToldGame
from tests.report.played import PEOPLE, SCENARIO, Played, decide, page_of

KINDS = (codes.ASK_RESPOND, codes.ASK_ROLE, codes.ASK_CRISIS)
DEBTORS = 2  # that have not answered yet: else the answer is the last of its incident
SEED = 1  # of a game in which two debtors, outsiders of a crisis and its principals are all asked at once


@pytest.fixture(scope="module")
def content() -> Scenario:
    """The shipped scenario, with a second debtor: by its own pledges Washington alone is asked about most acts."""
    return saved_games.load(SCENARIO).with_changes("obligation.south_korea_sharing.triggers.A13=consult")


def session_from(content: Scenario, entries: list[JournalLine] | None = None) -> Session:
    journal = (
        Journal(entries=entries)
        if entries
        else begin(None, header_of(content.tables, SCENARIO, "", PEOPLE, (), SEED), packed(content))
    )
    return Session(content.tables, content.playbook, PEOPLE, SEED, journal=journal)


def goes_on(session: Session) -> bool:
    """Whether somebody is still to choose at the same time once the seat that is asked has."""
    game, rules = session.game, session.rules
    if game.asking == codes.ASK_RESPOND:
        incident = game.incident[game.subject]
        debtors = sum(int(incident.expected[f]) > 0 and incident.level[f] == codes.NONE for f in range(int(rules.n_factions)))
        return bool(game.seat != incident.victim and debtors >= DEBTORS)
    if game.asking == codes.ASK_ROLE:
        return bool(game.cursor < rules.n_factions)
    return bool(game.cursor == 1)  # the first of the two principals


def crossroads(content: Scenario) -> Iterator[tuple[int, list[JournalLine], str, list[Six]]]:
    """For each kind of question the first that is put to several at once: the lines up to it, who is asked, two choices."""
    session, left = session_from(content), set(map(int, KINDS))
    heat = {"track": "senkaku.ladder", "set": 8}
    session.injects.write("A cutter is rammed.", [], [heat], title="Ramming")
    while left and not session.over:
        asking = int(session.game.asking)
        if asking in left and goes_on(session):
            choices = legal_choices(session.tables, session.play.view(int(session.game.seat)))
            if len(choices) > 1:
                left.discard(asking)
                yield asking, list(session.journal.entries), session.asked(), [choices[0], choices[-1]]
        decide(session)
    assert not left, left


def edition(content: Scenario, entries: list[JournalLine], seat: str, chosen: Six) -> str:
    """All that a seat's edition holds once somebody has chosen."""
    session = session_from(content, list(entries))
    session.reveal(session.asked())
    line = spell_choice(session.tables, session.play.view(int(session.game.seat)), chosen)
    session.answer(line)
    kept = KeptGame(Path("a.game.jsonl"), FORMAT, tuple(session.journal.entries), tuple(session.journal.counted), 0)
    watched = ToldGame(kept, content)
    review = gather(kept, watched, seat)
    return "\n".join((page_of(Played(session, kept, watched, review), review), as_json(review), *tables(review).values()))


def test_an_edition_does_not_tell_what_another_has_chosen_before_all_have(content: Scenario) -> None:
    for asking, entries, chooser, (one, other) in crossroads(content):
        for seat in [seat for seat in PEOPLE if seat != chooser][:2]:
            editions = [edition(content, entries, seat, six) for six in (one, other)]
            assert editions[0] == editions[1], (codes.QUESTIONS[asking], seat)
        own = [edition(content, entries, chooser, six) for six in (one, other)]
        assert own[0] != own[1], "its own choice is told to a seat"


def test_an_edition_tells_what_others_have_chosen_once_all_have(content: Scenario) -> None:
    session = session_from(content)
    session.injects.write("A cutter is rammed.", [], [{"track": "senkaku.ladder", "set": 8}], title="Ramming")
    while session.turn == 1:
        decide(session)
    kept = KeptGame(Path("a.game.jsonl"), FORMAT, tuple(session.journal.entries), tuple(session.journal.counted), 0)
    watched = ToldGame(kept, content)
    reviews = [gather(kept, watched, seat) for seat in ("", "malaysia")]
    for kind in ("role", "crisis", "respond"):
        whole, told = ({(one.seat, one.turn) for one in review.decisions if one.kind == kind} for review in reviews)
        assert whole == told and len(whole) > 1, kind
