"""The casebook has ruled on everything of the rules that it must have ruled on: see `covered.py`."""

from __future__ import annotations

import attrs
import pytest

from kuroshio.kernel.tables.compiling import Tables
from tests.casebook.casebook import BadRuling, Ruling, load_rulings, make_ruling
from tests.casebook.conftest import WitnessOf
from tests.casebook.covered import FLAGS, KINDS, doubts, due, evidence, missing
from tests.casebook.reading import Reading

RULINGS = load_rulings()
BY_ID = {ruling.id: ruling for ruling in RULINGS}
Shown = dict[str, set[str]]
claiming = pytest.mark.parametrize("ruling", [ruling for ruling in RULINGS if ruling.shows], ids=lambda ruling: ruling.id)


@pytest.fixture(scope="module")
def shown(witness_of: WitnessOf) -> Shown:
    """What each ruling is evidence of."""
    return {ruling.id: evidence(ruling, witness_of(ruling)) for ruling in RULINGS}


def test_everything_has_a_ruling(tables: Tables, shown: Shown) -> None:
    left = missing(tables.ruleset, set().union(*shown.values()))
    assert not left, "no ruling of the casebook shows:\n" + "\n".join(left)


# --- it could have failed --------------------------------------------------------------------------


def test_what_is_shown_once_is_missed_without_its_ruling(tables: Tables, shown: Shown) -> None:
    """Whatever a single ruling shows is missing where that ruling is left out, and nothing else is."""
    wanted, alone = set(due(tables.ruleset)), 0
    for name in shown:
        others = set().union(*(found for other, found in shown.items() if other != name))
        only_here = (shown[name] - others) & wanted
        assert set(missing(tables.ruleset, others)) == only_here
        alone += bool(only_here)
    assert alone > 100


def test_what_is_new_in_the_rules_is_missing(tables: Tables, shown: Shown) -> None:
    ruleset, found = tables.ruleset, set().union(*shown.values())
    for field, kind in (
        ("obligations", "obligation"),
        ("gates", "gate"),
        ("levels", "level"),
        ("crisis_endings", "ending"),
        ("crisis_roles", "role"),
    ):
        entries = getattr(ruleset, field)
        wider = attrs.evolve(ruleset, **{field: (*entries, attrs.evolve(entries[0], id="a_new_one"))})
        assert missing(wider, found) == [f"{kind}.a_new_one"]
    weight, number = (next(link for link in ruleset.links if link.bears_on == kind) for kind in ("weight", "number"))
    for link, wanted in ((weight, []), (number, ["link.a_new_one"])):
        new = attrs.evolve(link, id="a_new_one", reads=link.reads[:1])
        assert missing(attrs.evolve(ruleset, links=(*ruleset.links, new)), found) == wanted
    project = attrs.evolve(ruleset.projects[0], stages=ruleset.projects[0].stages * 2)
    wider = attrs.evolve(ruleset, projects=(project, *ruleset.projects[1:]))
    assert missing(wider, found) == [f"stage.{project.id}.3", f"stage.{project.id}.4"]


def test_every_kind_of_card_that_the_model_knows_is_among_the_kinds() -> None:
    assert set(FLAGS) <= set(KINDS)


# --- links -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "silent", "claim", "reading"),
    [
        ("C27", "C06", "link.a_landing_is_a_fight.1", "Garrison in the area"),
        ("X28", "X29", "link.visible_ally_makes_leaving_dear", "The ally's watch"),
        ("X32", "X33", "link.a_firm_word_makes_leaving_dear", "The pledge as stated"),
        ("X35", "X37", "link.visible_ally_keeps_guns_quiet", "The ally's watch"),
        ("O26", "O27", "link.administration_decides_what_is_covered", "Administration left"),
        ("U50", "U51", "link.belief_rests_on_heavy_forces.2", "Joint plans delivered"),
    ],
)
def test_a_link_is_shown_where_it_counts_and_is_named(
    name: str, silent: str, claim: str, reading: str, witness_of: WitnessOf
) -> None:
    """Not by a ruling that leaves its reading out of the working, nor by one in which it adds nothing, whatever is written."""
    ruling, other = BY_ID[name], BY_ID[silent]
    assert reading in ruling.working and claim in evidence(ruling, witness_of(ruling))
    nameless = attrs.evolve(ruling, working=ruling.working.replace(reading, "it"))
    assert claim not in evidence(nameless, witness_of(ruling))
    assert claim not in evidence(attrs.evolve(other, working=f"{reading}: +1."), witness_of(other))


# --- obligations -----------------------------------------------------------------------------------


def test_the_obligations_read_twice_say_the_same(witness_of: WitnessOf) -> None:
    """In every case of every ruling the kernel expects of every debtor what `covered.py` reads from the rules."""
    cases = 0
    for ruling in RULINGS:
        witness = witness_of(ruling)
        board = Reading(witness)
        for case in (case for turn in witness.play.cases for case in turn if case.victim >= 0):
            cases += 1
            for f, debtor in enumerate(witness.factions):
                if f not in (case.victim, case.actor):
                    told = max(int(case.expected[f]), 0)
                    assert board.expected(case, debtor)[1] == witness.levels[told], (ruling.id, debtor)
    assert cases > 200


def test_no_pledge_comes_or_goes_by_a_date_alone(tables: Tables) -> None:
    """What a date brings nobody has played: it comes about by an act, a condition or a project, or stays out of the rules."""
    assert [row.id for row in tables.ruleset.obligations if row.since or row.until] == []


# --- claims ----------------------------------------------------------------------------------------


@claiming
def test_a_claim_holds(ruling: Ruling, witness_of: WitnessOf) -> None:
    assert doubts(ruling, witness_of(ruling)) == []


@pytest.mark.parametrize(
    ("name", "claim", "why"),
    [
        ("F02", "obligation.us_japan_article_5", "it can be called in, by"),
        ("F03", "obligation.us_taiwan_arms", "the case is not one of taiwan"),
        ("F03", "obligation.china_russia_treaty", "nobody can be coercive to russia"),
        ("F03", "obligation.japan_australia_trade_rules", "the case is not one of australia"),
        ("F03", "obligation.australia_japan_trade_rules", "it speaks to"),
        ("F21", "obligation.us_taiwan_arms", "there is no case"),
        ("F03", "status.triggered", "only what asks nothing is claimed"),
        ("V13", "gate.forces_in_korea_elsewhere", "it is not opened at its price"),
        ("G01", "gate.guarding_of_allied_units", "joint_response is not said to stay shut"),
        ("G12", "gate.article_5_decision", "no other decision is said not to come up"),
        ("V11", "gate.prior_consultation", "help may be expected there, by sink_a_ship"),
    ],
)
def test_a_claim_that_does_not_hold_is_doubted(name: str, claim: str, why: str, witness_of: WitnessOf) -> None:
    found = doubts(attrs.evolve(BY_ID[name], shows=(claim,)), witness_of(BY_ID[name]))
    assert any(why in line for line in found), found


def test_a_claim_names_a_row_that_there_is() -> None:
    entry = {"id": "T", "title": "A test", "rules": ["5.2"], "working": "", "shows": ["obligation.us_japan_cybre"]}
    with pytest.raises(BadRuling, match=r"did you mean 'obligation\.us_japan_cyber'"):
        make_ruling(entry, "a file")
