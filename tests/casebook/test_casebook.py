"""Every ruling of the casebook holds, names the rules and numbers that it rests on, and could have failed."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from kuroshio.kernel.play_lines import UnclearLine, read_order
from kuroshio.kernel.state.codes import QUESTIONS
from kuroshio.kernel.tables.compiling import Tables
from tests.casebook.casebook import QUIET, BadRuling, Ruling, Stage, load_rulings, make_ruling, numbered_rules
from tests.casebook.compare import PARTIAL, Witness, complaints, find
from tests.casebook.conftest import WitnessOf
from tests.casebook.playing import DEFAULTS, Player, Room

RULINGS = load_rulings()
every_ruling = pytest.mark.parametrize("ruling", RULINGS, ids=lambda ruling: f"{ruling.id} {ruling.title}")


@pytest.fixture(scope="session")
def player(room: Room) -> Player:
    return room.player(Stage())


@every_ruling
def test_ruling(ruling: Ruling, witness_of: WitnessOf, tables: Tables) -> None:
    """One item a ruling, so that it is played once, by one worker."""
    owed = [*badly_cited(ruling), *badly_worked(ruling), *badly_spoken(ruling, tables)]
    assert owed == []
    witness = witness_of(ruling)
    assert complaints(witness) == []
    assert list(unnoticed(witness)) == []


# --- every ruling could have failed ----------------------------------------------------------------


def unnoticed(witness: Witness) -> Iterator[str]:
    """What could be changed in what the ruling expects without its failing: whatever single thing it is, it must fail."""
    ruling = witness.ruling
    twins = [*spoiled_expectations(ruling), *spoiled_turns(ruling)]
    if not twins:
        yield "nothing is expected"
    for twin, change in twins:
        witness.ruling = twin
        try:
            if not complaints(witness):
                yield f"nobody notices {change}"
        finally:
            witness.ruling = ruling


def spoiled_expectations(ruling: Ruling) -> Iterator[tuple[Ruling, str]]:
    """The ruling with one value of `expect` changed, for each of them, and with one left out where all are listed."""
    for path, value in leaves(ruling.expect) if ruling.expect else ():
        expect = copy.deepcopy(ruling.expect)
        at: Any = expect
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = spoiled(value)
        yield attrs.evolve(ruling, expect=expect), f"{path} as {at[path[-1]]!r}"
    for key, value in ruling.expect.items():
        if key not in PARTIAL and value and isinstance(value, (dict, list)):
            fewer = value[:-1] if isinstance(value, list) else dict(list(value.items())[:-1])
            yield attrs.evolve(ruling, expect={**ruling.expect, key: fewer}), f"{key} without its last"


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every number, word and empty list or table in what is expected, with its path."""
    parts: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    if not parts:
        yield path, value
    for step, part in parts:
        yield from leaves(part, (*path, step))


def spoiled(value: Any) -> Any:
    """Something like the value, and not equal to it."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return f"{value} not"
    return [*value, "one more"] if isinstance(value, list) else {**value, "japan.home": 1}


def spoiled_turns(ruling: Ruling) -> Iterator[tuple[Ruling, str]]:
    """The ruling with one line held to be open that was not, or the other way round, and so for questions."""
    for t, turn in enumerate(ruling.turns):
        for one, other in (("legal", "illegal"), ("illegal", "legal"), ("asked", "not_asked"), ("not_asked", "asked")):
            for line in getattr(turn, one):
                moved = {one: [x for x in getattr(turn, one) if x != line], other: [*getattr(turn, other), line]}
                turns = [*ruling.turns[:t], attrs.evolve(turn, **moved), *ruling.turns[t + 1 :]]
                yield attrs.evolve(ruling, turns=turns), f"{line!r} as {other}"


# --- what a ruling owes its reader -----------------------------------------------------------------


def badly_cited(ruling: Ruling) -> Iterator[str]:
    """Rules that a ruling names and that are not there."""
    if not ruling.rules:
        yield "it cites no rule"
    yield from (f"there is no rule {number}" for number in ruling.rules if number not in numbered_rules())


def badly_worked(ruling: Ruling) -> Iterator[str]:
    """What the working does not show: the number, a modifier, or anything worth the name."""
    if "number" in ruling.expect and not re.search(rf"\b{ruling.expect['number']}\b", ruling.working):
        yield "the working does not come to the number"
    yield from (
        f"the working lacks {modifier}" for modifier in ruling.expect.get("modifiers", {}) if modifier not in ruling.working
    )
    if len(ruling.working.split()) < 8:
        yield "there is hardly any working"


def badly_spoken(ruling: Ruling, tables: Tables) -> Iterator[str]:
    """Orders, seats and questions that do not exist: a slip of the pen is never simply not asked."""
    index = tables.index
    names = {*index.gates, *index.projects, *index.actions, *index.factions, "of"}
    for turn in ruling.turns:
        for line in (*turn.orders, *turn.legal, *turn.illegal):
            if line.split()[1] not in DEFAULTS:
                try:
                    read_order(tables, line)
                except UnclearLine as error:
                    yield f"{line!r}: {error}"
        for question in (*turn.asked, *turn.not_asked):
            seat, said = question.split(": ")
            if seat not in index.factions or said.split()[0] not in QUESTIONS or not set(said.split()[1:]) <= names:
                yield f"nobody is asked {question!r}"


def test_what_a_ruling_owes_its_reader_is_asked_for(tables: Tables) -> None:
    """The three checks above find what they look for."""
    plain = make_ruling({**PLAIN, "working": "The base of 7 is the whole of it, nothing is added."}, "a file")
    assert not [*badly_cited(plain), *badly_worked(plain), *badly_spoken(plain, tables)]
    assert list(badly_cited(attrs.evolve(plain, rules=("99.9",)))) == ["there is no rule 99.9"]
    assert list(badly_cited(attrs.evolve(plain, rules=()))) == ["it cites no rule"]
    number = attrs.evolve(plain, expect={"number": 8, "modifiers": {"trust": 1}})
    assert len(list(badly_worked(number))) == 2 and len(list(badly_worked(attrs.evolve(plain, working="Seven.")))) == 1
    for wrong in ({"orders": ("china: fly",)}, {"asked": ("china: fly",)}, {"not_asked": ("nobody: order",)}):
        turns = [attrs.evolve(plain.turns[0], **wrong)]
        assert len(list(badly_spoken(attrs.evolve(plain, turns=turns), tables))) == 1


def test_numbers_and_titles_are_given_once() -> None:
    assert len({ruling.id for ruling in RULINGS}) == len(RULINGS)
    assert len({ruling.title for ruling in RULINGS}) == len(RULINGS)


def test_every_file_has_a_letter_and_counts_upward() -> None:
    files: dict[str, list[str]] = {}
    for ruling in RULINGS:
        files.setdefault(ruling.file, []).append(ruling.id)
    for file, ids in files.items():
        assert len({name[0] for name in ids}) == 1, file
        assert ids == sorted(ids, key=lambda name: int(name[1:])), file
    assert len({ids[0][0] for ids in files.values()}) == len(files)


def test_there_are_enough_rulings() -> None:
    assert len(RULINGS) >= 150


def test_the_quiet_position_names_every_kind_of_track(tables: Tables) -> None:
    assert set(QUIET) == {track.id for track in tables.ruleset.tracks}


# --- the harness itself ----------------------------------------------------------------------------

PLAIN = {
    "id": "T",
    "title": "A test",
    "rules": ["4.1"],
    "working": "",
    "orders": ["china: pursue_fishing_boats in senkaku_waters against japan"],
    "luck": {"band": "success"},
}


def test_keys_that_mean_nothing_are_refused() -> None:
    for wrong in ({"expect": {"nunber": 7}}, {"luck": {"bnad": 1}}, {"order": []}, {"then": [{"postion": {}}]}):
        with pytest.raises(BadRuling, match=r"unknown key .* did you mean"):
            make_ruling({**PLAIN, **wrong}, "a file")


def test_what_never_happens_is_no_proof(player: Player) -> None:
    """A key that the log cannot answer, an answer nobody asks for, a line nobody may say: each fails."""
    for wrong, why in (
        ({"expect": {"ending": "settlement"}}, "nothing of the kind"),
        ({"expect": {"number": 7}, "on": "fishing_fleet", "luck": {}}, "nothing of the kind"),
        ({"answers": ["malaysia: role mediate"]}, "never asked for"),
        ({"illegal": ["us: respond assist"], "position": {"us_japan_article_5.stated": 0}, "luck": {}}, ""),
        ({"illegal": ["malaysia: respond protest"]}, "never asked, so open or not"),
    ):
        told = complaints(find(player, make_ruling({**PLAIN, **wrong}, "a file")))
        assert bool(why) == bool(told)
        assert all(why in line for line in told)


def test_a_stage_brings_cards_and_seats_and_the_events_it_names(room: Room) -> None:
    seats = ("lenders", "vendors", "europe", "five_eyes", "australia", "japan")  # all who decide a stage of a project
    plain, wide = room.player(Stage()).tables, room.player(Stage(decks=("chain",), seats=seats)).tables
    lenders, japan = (wide.index.factions[faction] for faction in ("lenders", "japan"))
    assert wide.rules.faction[lenders].seated and not plain.rules.faction[lenders].seated
    assert len(wide.scenario.seats) == len(plain.scenario.seats) + 5 and wide.rules.faction[japan].seated
    of_deck = [row for row, action in enumerate(plain.ruleset.actions) if action.deck == "chain"]
    assert all(plain.rules.action[row].from_turn > plain.scenario.turns for row in of_deck)
    assert all(wide.rules.action[row].from_turn <= wide.scenario.turns for row in of_deck if not wide.ruleset.actions[row].since)
    event = next(event.id for event in plain.ruleset.events if event.deck == "chain")
    named = room.set_up(Stage(decks=("chain",), events=(event,)))
    playing = [event.id for event in named.ruleset.events if event.deck == "chain"]
    assert playing == [event]
    with pytest.raises(BadRuling, match=r"scenario\.events: unknown"):
        room.set_up(Stage(decks=("chain",), events=("rain",)))


def test_luck_that_never_comes_is_said(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.casebook.compare.GAMES", 40)
    with pytest.raises(BadRuling, match="in none of"):
        find(player, make_ruling({**PLAIN, "luck": {"dice": [6, 7]}}, "a file"))


def test_an_order_that_is_not_legal_cannot_be_played(player: Player) -> None:
    with pytest.raises(BadRuling, match="not a legal order"):
        find(player, make_ruling({**PLAIN, "position": {"china.capital": 0}}, "a file"))
