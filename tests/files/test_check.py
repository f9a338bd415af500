"""Every class of fault, each at its file, line and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import attrs
import pytest
from house import AREAS, BORDERS, GOOD_RULES, MAP, RULES, SCENARIO, House

from engine.files import check_fields
from engine.files.check import check_board, check_files, check_rules, examine, load_all
from engine.files.check_limits import BOARD_MOST, DOCTRINE_POOLS, POOLS, RULES_MOST, SCENARIO_MOST
from engine.files.check_names import NOUNS
from engine.files.check_rules import ROLE_SCOPES
from engine.files.faults import Fault, FaultyFiles
from engine.files.home import data_folder
from engine.files.load import find_map, read_board, read_rules
from engine.kernel import words
from engine.model import limits
from engine.model.readings import COUNTS, FACTS
from engine.model.ruleset import Roles

# A text of the good files, what it becomes, the key, and how the fault begins.
RULES_CASES = [
    # ids, sources, words
    ('id = "test_act"', 'id = "Test act"', "action[0].id", "'Test act' has not the right form"),
    ('id = "test_raise"', 'id = "test_act"', "action[3].id", "action 'test_act' stands twice"),
    ('id = "test_track"\nname = "Test"', 'id = "test_track"\nname = " "', "track[0].name", "is empty"),
    ('source = "judgement: a test"\nconf', 'source = ""\nconf', "action[0].source", "no source"),
    ('source = "judgement: a test"\nconf', 'source = "judgement: "\nconf', "action[0].source", "judgement without a reason"),
    ('confidence = "low"', 'confidence = "lo"', "action[0].confidence", "'lo' is not one of the words; did you mean 'low'?"),
    ('scope = "world"', 'scope = "wold"', "track[0].scope", "'wold' is not one of the words; did you mean 'world'?"),
    ('better = "contested"', 'better = "left"', "track[0].better", "'left' is not one of the words"),
    ('kind = "construct"', 'kind = "opinion"', "track[0].kind", "'opinion' is not one of the words"),
    ('deniability = "high"', 'deniability = "hi"', "action[1].deniability", "'hi' is not one of the words"),
    ('mechanism = "pass"', 'mechanism = "passs"', "action[5].mechanism", "'passs' is not one of the words; did you mean 'pass'?"),
    ('id = "test_project"\nname', 'id = "actor"\nname', "project[0].id", "'actor' is a word of readings"),
    # dangling ids
    ('actors = ["japan"]\nact', 'actors = ["japn"]\nact', "action[1].actors[0]", "no faction 'japn'; did you mean 'japan'?"),
    (
        'areas = ["okinawa"]',
        'areas = ["okinawa", "okinwa"]',
        "obligation[0].areas[1]",
        "no area 'okinwa'; did you mean 'okinawa'?",
    ),
    ('areas = ["okinawa"]', 'areas = ["okinawa", "okinawa"]', "obligation[0].areas[1]", "'okinawa' stands twice"),
    ('A3 = "consult"', 'A3 = "consul"', "obligation[0].triggers.A3", "no status 'consul'; did you mean 'consult'?"),
    ('A3 = "consult"', 'A99 = "consult"', "obligation[0].triggers.A99", "no act class 'A99'"),
    ('decider = "japan"', 'decider = "atlantis"', "project[0].stages[0].decider", "no faction 'atlantis'"),
    ('opens = "assist"', 'opens = "assit"', "gate[0].opens", "no response level 'assit'; did you mean 'assist'?"),
    ('opens = "assist"', 'opens = "none"', "gate[0].opens", "level 'none' is always open"),
    ('pieces = ["coast_guard"]', 'pieces = ["coastguard"]', "action[0].pieces[0]", "no kind of piece 'coastguard'"),
    # ranges
    ("difficulty = 7\nreq", "difficulty = 13\nreq", "action[0].difficulty", "13 is out of range; write 3 to 12"),
    ("intensity = 4", "intensity = 10", "action[1].intensity", "10 is out of range; write 0 to 9"),
    ("hidden_until = 8", "hidden_until = 2", "action[1].hidden_until", "2 is out of range; write 3 to 12"),
    ("clarity = 1", "clarity = 4", "obligation[0].clarity", "4 is out of range; write 0 to 3"),
    ("stated = 2", "stated = 9", "obligation[0].stated", "9 is out of range; write 0 to 5"),
    ("on_roll = 9", "on_roll = 13", "event[0].on_roll", "13 is out of range; write 3 to 12"),
    ('until = "2021-Q4"', 'until = "2021-Q1"', "event[0].until", "ends in 2021-Q1 before it begins in 2021-Q2"),
    (
        'until = "2021-Q4"',
        'until = "Q4 2021"',
        "event[0].until",
        "'Q4 2021' has not the right form; write a quarter or a half-year, such as 2021-Q3 or 2021-H2",
    ),
    ('until = "2021-Q4"', "every = 16", "event[0].every", "it comes back to no season; write since and until of its first one"),
    ('until = "2021-Q4"', 'until = "2021-Q4"\nevery = 2', "event[0].every", "its season is longer than 2 quarters"),
    ('until = "2021-Q4"', 'until = "2021-Q4"\nevery = 7', "event[0].every", "7 quarters are no whole half-years"),
    ("capital = 1", "capital = -1", "action[0].cost.capital", "-1 is out of range"),
    ("lasts = 2", "lasts = -2", "action[0].effects.success[0].lasts", "-2 is out of range"),
    ("per = 2", "per = 0", "action[0].modifiers[0].per", "0 is out of range"),
    ("start = 5", "start = 11", "track[0].start", "11 is out of range; write 0 to 10"),
    ("drift = 1", "drift = 1\ndraw = 11", "track[0].draw", "11 is out of range; write 0 to 10, the track's own width"),
    ("rest = 4", "rest = -1", "track[0].rest", "-1 is out of range; write 0 to 10"),
    ("most = 10", "most = 0", "track[0].most", "most 0 is not above least 0"),
    ("drift = 1", "drift = 11", "track[0].drift", "11 is out of range; write 0 to 10, the track's own width"),
    ("capital = 1", "capital = 7", "action[0].cost.capital", "7 is out of range; write 0 to 6, the width of track 'capital'"),
    ("lasts = 2", "lasts = 41", "action[0].effects.success[0].lasts", "41 is out of range; write 0 to 40"),
    ("weight = 5, area", "weight = 1001, area", "doctrine[0].leanings[0].weight", "1001 is out of range; write 0 to 1000"),
    # readings, conditions, effects, modifiers
    ('"actor.home", at', '"actor.hom", at', "action[0].requires[0].track", "faction has no track 'hom'"),
    ('"actor.home", at', '"case.intensity", at', "action[0].requires[0].track", "'case.intensity' is not known here"),
    ('"actor.home", above', '"home", above', "action[0].modifiers[0].track", "'home' is no reading"),
    ("above = 3", "above = 3, times = 0", "action[0].modifiers[0].times", "0 times anything is nothing"),
    ("above = 3", "above = 3, times = 13", "action[0].modifiers[0].times", "13 is out of range; write -12 to 12"),
    ("above = 3", "above = 7", "action[0].modifiers[0].above", "7 is out of range; write 0 to 6: 'actor.home' is 0 to 6"),
    ("per = 2", "per = 7", "action[0].modifiers[0].per", "7 is out of range; write 1 to 6: 'actor.home' is 0 to 6"),
    (
        "at_least = 1 }]\nmod",
        "at_least = 7 }]\nmod",
        "action[0].requires[0].at_least",
        "7 is out of range; write 0 to 6: 'actor.home' comes to nothing else",
    ),
    (
        '"actor.home", at_least = 1 }]\nmod',
        '"actor.coast_guard", at_most = 65 }]\nmod',
        "action[0].requires[0].at_most",
        "65 is out of range; write 0 to 64",
    ),
    (
        '"actor.home", at_least = 1 }]\nmod',
        '"count.crises", at_most = -1 }]\nmod',
        "action[0].requires[0].at_most",
        "-1 is out of range; write 0 to 1000",
    ),
    (
        '"case.intensity", at_least = 8',
        '"case.intensity", at_least = 10',
        "gate[0].asked_when[0].at_least",
        "10 is out of range; write 0 to 9",
    ),
    (
        '"case.intensity", at_least = 8',
        '"case.attributed", at_least = 2',
        "gate[0].asked_when[0].at_least",
        "2 is out of range; write 0 to 1",
    ),
    (", at_least = 1 }]\nmod", " }]\nmod", "action[0].requires[0]", "a condition without a bound"),
    (
        "at_least = 1 }]\nmod",
        "at_least = 3, at_most = 1 }]\nmod",
        "action[0].requires[0].at_least",
        "at_least 3 is above at_most 1",
    ),
    ("add = -1, lasts = 2", "lasts = 2", "action[0].effects.success[0]", "neither add nor set"),
    ("add = -1, lasts = 2", "add = -1, set = 1", "action[0].effects.success[0]", "both add and set"),
    ("add = -1, lasts = 2", "set = 1, lasts = 2", "action[0].effects.success[0].lasts", "what is set is not taken back"),
    ("add = -1, lasts = 2", "add = -7", "action[0].effects.success[0].add", "-7 is out of range; write -6 to 6, the track's own"),
    ("add = -1, lasts = 2", "set = 99", "action[0].effects.success[0].set", "99 is out of range; write 0 to 6"),
    (
        '"target.home", add = -1, l',
        '"target.coast_guard", add = -1, l',
        "action[0].effects.success[0].track",
        "'target.coast_guard' is no track",
    ),
    (
        '"target.home", add = -1, l',
        '"target.hom", add = -1, l',
        "action[0].effects.success[0].track",
        "faction has no track 'hom'",
    ),
    # actions
    ('areas = ["senkaku_waters"]\npieces', "pieces", "action[0].pieces", "pieces serve in an area, and none is named"),
    ('partners = ["japan"]\n', "", "action[2].offer", "an offer to nobody"),
    (
        'targets = ["china"]',
        'targets = ["japan"]',
        "action[0].targets",
        "'japan' may take this action and has only itself to name",
    ),
    ('act_class = "A1"\n', "", "action[4].everyday", "an everyday act that is not coercive"),
    ("intensity = 4", 'partners = ["us"]', "action[1].partners", "coercive acts are not joint"),
    ('deniability = "high"\n', "", "action[1].mistaken_for", "nobody is mistaken about an open act"),
    ("effects.always", "effects.success", "action[3].effects.success", "'raise_posture' has no outcome to choose a band by"),
    ('mechanism = "pass"', 'mechanism = "pass"\nareas = ["okinawa"]', "action[5].areas", "to pass must always be possible"),
    (
        'mechanism = "raise_posture"',
        'mechanism = "raise_posture"\nact_class = "A1"',
        "action[3].act_class",
        "only what is adjudicated can be coercive",
    ),
    ("add = -1, lasts = 2", "add = 1", "action[0].effects", "the effects hurt nobody"),
    ("set = 1 }, { ", "set = 0 }, { ", "project[0].id", "no action proposes it"),
    ('lead = "us"', 'lead = "japan"', "project[0].partner", "'japan' is the lead too"),
    ('debtor = "us"', 'debtor = "japan"', "obligation[0].creditor", "'japan' is the debtor too"),
    # doctrines
    ('choose = "test_act"', 'choose = "test_pact"', "doctrine[0].leanings[0].choose", "'japan' may not take action 'test_pact'"),
    (
        'choose = "test_act"',
        'choose = "test_actt"',
        "doctrine[0].leanings[0].choose",
        "no action 'test_actt'; did you mean 'test_act'?",
    ),
    (
        'choose = "test_pact"',
        'choose = "test_act"',
        "doctrine[0].leanings[1].choose",
        "'japan' is never asked to sign action 'test_act'",
    ),
    ('choose = "protest"', 'choose = "protestt"', "doctrine[0].leanings[2].choose", "no response level 'protestt'"),
    (
        'choose = "test_gate"',
        'choose = "article_5_decision"',
        "doctrine[0].leanings[3].choose",
        "gate 'article_5_decision' is for 'us' to open",
    ),
    ('decider = "japan"', 'decider = "us"', "doctrine[0].leanings[4].choose", "'japan' decides no stage of 'test_project'"),
    (
        'choose = "hold"',
        'choose = "hold_on"',
        "doctrine[0].leanings[5].choose",
        "no crisis choice 'hold_on'; did you mean 'hold'?",
    ),
    (
        'choose = "mediate"',
        'choose = "meditate"',
        "doctrine[0].leanings[6].choose",
        "no crisis role 'meditate'; did you mean 'mediate'?",
    ),
    (
        'decide = "order"',
        'decide = "orders"',
        "doctrine[0].leanings[0].decide",
        "'orders' is not one of the words; did you mean 'order'?",
    ),
    ('target = "china"', 'target = "us"', "doctrine[0].leanings[0].target", "action 'test_act' names no target 'us'"),
    (
        'area = "senkaku_waters", t',
        'area = "okinawa", t',
        "doctrine[0].leanings[0].area",
        "action 'test_act' names no area 'okinawa'",
    ),
    ('kind = "coast_guard"', 'kind = "marines"', "doctrine[0].leanings[0].kind", "action 'test_act' names no kind 'marines'"),
    ('choose = "hold", ', 'choose = "hold", area = "okinawa", ', "doctrine[0].leanings[5].area", "narrows nothing"),
    ('choose = "hold", ', 'choose = "hold", against = 1, ', "doctrine[0].leanings[5].against", "nobody says no"),
    (
        'choose = "mediate", weight = 5',
        'choose = "mediate", weight = 5, when = [{ track = "case.round", at_least = 1 }]',
        "doctrine[0].leanings[6].when[0].track",
        "'case.round' is not known here",
    ),
]

SCENARIO_CASES = [
    ("turns = 4", "turns = 41", "turns", "41 is out of range; write 1 to 40"),
    ('turn_length = "quarter"', 'turn_length = "month"', "turn_length", "'month' is not one of the words"),
    ('start = "2021-Q1"', 'start = "2021-H1"', "start", "'2021-H1' is no quarter; write it like '2021-Q1'"),
    ('start = "2021-Q1"', 'start = "2021-Q1"\nafter_clash = "stop"', "after_clash", "'stop' is not one of the words"),
    ('wall = ["world.test_track"]', 'wall = ["world.tens"]', "wall[0]", "world has no track 'tens'; did you mean 'tension'?"),
    ('"world.test_track" = 6', '"world.test_track" = 11', "opening.world.test_track", "11 is out of range; write 0 to 10"),
    ('wall = ["world.test_track"]', 'wall = ["world.tension", "world.tension"]', "wall[1]", "'world.tension' stands twice"),
    ("at_most = 5 }]", "at_most = 11 }]", "seat[0].success[0].at_most", "11 is out of range; write 0 to 10"),
    ("at_most = 5\n", "at_most = 11\n", "measure[0].at_most", "11 is out of range; write 0 to 10"),
    ('"japan.home" = 4', '"japan.hom" = 4', "opening.japan.hom", "no track of this name"),
    ('"japan.posture.senkaku"', '"japan.posture"', "opening.japan.posture", "no track of this name"),
    ('faction = "japan"\ndoc', 'faction = "japn"\ndoc', "seat[0].faction", "no faction 'japn'"),
    ('doctrine = "test_doctrine"', 'doctrine = "test_doctrin"', "seat[0].doctrine", "no doctrine 'test_doctrin'; did you mean"),
    ('faction = "japan"\ndoc', 'faction = "china"\ndoc', "seat[0].doctrine", "doctrine 'test_doctrine' is for 'japan'"),
    ('kind = "marines"', 'kind = "marine"', "piece[0].kind", "no kind of piece 'marine'; did you mean 'marines'?"),
    ('area = "okinawa"', 'area = "okinwa"', "piece[0].area", "no area 'okinwa'; did you mean 'okinawa'?"),
    ('area = "okinawa"', 'area = "miyako_strait"', "piece[0].area", "'marines' is a land force and 'miyako_strait' is strait"),
    ('area = "okinawa"', 'area = "okinawa"\nreadiness = 4', "piece[0].readiness", "4 is out of range; write 0 to 3"),
    ("turn = 2\n", "", "inject[0]", "neither turn nor when"),
    ("turn = 2\n", 'turn = 2\nwhen = [{ track = "case.turn", at_least = 2 }]\n', "inject[0]", "both turn and when"),
    ("turn = 2\n", "turn = 5\n", "inject[0].turn", "the game ends with turn 4"),
    ('audience = ["japan"]', 'audience = ["us"]', "inject[0].audience[0]", "nobody sits for 'us'"),
    ('action = "test_raid"', 'action = "test_act"', "inject[0].act.action", "action 'test_act' is not coercive"),
    ('actor = "japan"', 'actor = "us"', "inject[0].act.actor", "'us' may not take action 'test_raid'"),
    ('area = "senkaku_waters", ', "", "inject[0].act", "action 'test_raid' names one area, and none is given"),
    ('target = "china"', 'target = "us"', "inject[0].act.target", "action 'test_raid' names no target 'us'"),
    ('track = "world.test_track"\nat', 'track = "world.test_trac"\nat', "measure[0].track", "world has no track 'test_trac'"),
    ("at_least = 1\n", "at_least = 6\n", "measure[0].at_least", "at_least 6 is above at_most 5"),
    ('kind = "construct"', 'kind = "opinion"', "measure[0].kind", "'opinion' is not one of the words"),
]

# A shipped file, a text after which to look, a text, what it becomes, the key, and the fault.
SHIPPED_CASES = [
    (
        "rules/factions.toml",
        'id = "japan"',
        'color = "#0072B2"',
        'color = "blue"',
        "faction[1].color",
        "'blue' has not the right form",
    ),
    ("rules/factions.toml", 'id = "japan"', 'letter = "J"', 'letter = "Jp"', "faction[1].letter", "'Jp' has not the right form"),
    (
        "rules/factions.toml",
        'id = "us_japan"',
        'members = ["us", "japan"]',
        'members = ["us", "us"]',
        "pair[0].members[1]",
        "'us' stands twice",
    ),
    ("rules/pieces.toml", 'id = "coast_guard"', "reach = 4", "reach = 8", "kind[0].reach", "8 is out of range; write 0 to 7"),
    (
        "rules/pieces.toml",
        'id = "coast_guard"',
        'domain = "sea"',
        'domain = "see"',
        "kind[0].domain",
        "'see' is not one of the words",
    ),
    (
        "rules/flashpoints.toml",
        "",
        'others = ["us"',
        'others = ["japan"',
        "flashpoint[0].others[0]",
        "'japan' is challenger or holder already",
    ),
    (
        "rules/flashpoints.toml",
        "",
        'pledge = "us_japan_article_5"',
        'pledge = "us_south_korea_treaty"',
        "flashpoint[0].pledge",
        "obligation 'us_south_korea_treaty' does not cover 'japan' in 'senkaku_waters'",
    ),
    ("rules/obligations.toml", 'id = "A1"', 'lower = "A1"', 'lower = "B1"', "act_class[0].lower", "no act class 'B1'"),
    (
        "rules/postures.toml",
        'id = "holder_1"',
        'answers = "protest"',
        'answers = "protst"',
        "posture[6].answers",
        "no response level 'protst'",
    ),
    ("rules/postures.toml", 'id = "holder_1"', "level = 1", "level = 5", "posture[6].level", "5 is out of range; write 0 to 4"),
    (
        "rules/postures.toml",
        'id = "challenger_1"',
        "source =",
        'everyday = "test_act"\nsource =',
        "posture[1].everyday",
        "action 'test_act' needs an order",
    ),
    (
        "rules/postures.toml",
        'id = "holder_1"',
        "source =",
        'everyday = "test_patrol"\nsource =',
        "posture[6].everyday",
        "action 'test_patrol' is not for 'japan', holder at 'senkaku'",
    ),
    (
        "rules/responses.toml",
        'id = "shadow"',
        'who = "victim"',
        'who = "victims"',
        "level[2].who",
        "'victims' is not one of the words; did you mean 'victim'?",
    ),
    (
        "rules/crisis.toml",
        'id = "both_climb"',
        "clash_at = 10",
        "clash_at = 2",
        "crisis_round[0].clash_at",
        "2 is out of range; write 3 to 13",
    ),
    (
        "rules/crisis.toml",
        'id = "fait_accompli_round"',
        'ends = "fait_accompli"',
        'ends = "fait"',
        "crisis_round[4].ends",
        "no crisis ending 'fait'",
    ),
    (
        "rules/crisis.toml",
        'id = "armed_clash"',
        "ladder = 7",
        "ladder = 99",
        "crisis_ending[5].ladder",
        "99 is out of range; write 0 to 8",
    ),
    (
        "rules/crisis.toml",
        'id = "armed_clash"',
        'counts = "clashes"',
        'counts = "crises"',
        "crisis_ending[5].counts",
        "'crises' is not one of the words",
    ),
    (
        "rules/game.toml",
        "",
        '"news", "planning"',
        '"newz", "planning"',
        "procedure.phases[0]",
        "'newz' is not one of the words; did you mean 'news'?",
    ),
    ("rules/game.toml", "", "low = 2, ", "", "procedure.attribution_at", "no number for 'low'"),
    ("rules/game.toml", "", "crisis_at = 6", "crisis_at = 9", "procedure.crisis_at", "9 is out of range; write 0 to 8"),
    *(
        ("rules/game.toml", "", f"{key} = ", f"{key} = 9", f"procedure.{key}", "9")
        for key in (
            "move_readiness",
            "shared_sight",
            "shared_evidence",
            "access_needed",
            "case_turns",
            "pressure_limit",
            "stated_weight",
            "most_steps",
            "crisis_capital",
            "readiness_recovers",
        )
    ),
    (
        "rules/game.toml",
        "",
        "pressure_limit = 2",
        "pressure_limit = 0",
        "procedure.pressure_limit",
        "0 is out of range; write 1 to 4, as track 'pressure' allows",
    ),
    (
        "rules/crisis.toml",
        'id = "both_climb"',
        "ladder = 1",
        "ladder = -9",
        "crisis_round[0].ladder",
        "-9 is out of range; write -8 to 8, the width of track 'ladder'",
    ),
    (
        "rules/crisis.toml",
        'id = "armed_clash"',
        "losses = 1",
        "losses = 65",
        "crisis_ending[5].losses",
        "65 is out of range; write 0 to 64",
    ),
    ("rules/responses.toml", "", "pressure = 2", "pressure = 5", "level[0].pressure", "5 is out of range; write 0 to 4"),
    ("rules/responses.toml", "", "bears = 2", "bears = 7", "level[3].bears", "7 is out of range; write 0 to 6"),
    ("rules/responses.toml", "[[gate]]", "lasts = ", "lasts = 9", "gate[0].lasts", "9"),
    ("rules/factions.toml", 'id = "japan"', "funds = ", "funds = 9", "faction[1].income.funds", "9"),
    ("rules/game.toml", "", "number_least = 3", "number_least = 13", "procedure.number_least", "13 is above number_most 12"),
    (
        "rules/game.toml",
        "",
        'outrage_level = "shadow"',
        'outrage_level = "shado"',
        "procedure.outrage_level",
        "no response level 'shado'; did you mean 'shadow'?",
    ),
    (
        "rules/game.toml",
        "",
        "trust",
        "trst",
        "procedure.late_attribution[1].track",
        "pair has no track 'trst'; did you mean 'trust'?",
    ),
    ("rules/game.toml", "[roles]", 'home = "home"', 'home = "trust"', "roles.home", "track 'trust' is of scope pair"),
    ("rules/game.toml", "[roles]", 'home = "home"', 'home = "hom"', "roles.home", "no track 'hom'; did you mean 'home'?"),
    (AREAS, 'id = "sea_of_japan"', 'kind = "sea"', 'kind = "see"', "area[0].kind", "'see' is not one of the words"),
    (AREAS, 'id = "sea_of_japan"', 'chain = "in"', 'chain = "inn"', "area[0].chain", "'inn' is not one of the words"),
    (
        AREAS,
        'id = "sea_of_japan"',
        "39.647",
        "99.647",
        "area[0].label[1]",
        "99.647 is out of range; write -90 to 90 degrees of latitude",
    ),
    (AREAS, 'id = "hokkaido"', 'bases = ["japan"]', 'bases = ["japn"]', "area[4].bases[0]", "no faction 'japn'"),
    (BORDERS, "", 'passage = "sea-sea"', 'passage = "sea"', "border[0].passage", "'sea' is not one of the words"),
    (
        BORDERS,
        "",
        'between = ["sea_of_japan", "soya_tsugaru_straits"]',
        'between = ["sea_of_japan", "soya"]',
        "border[0].between[1]",
        "no area 'soya'",
    ),
    (
        BORDERS,
        "",
        'between = ["sea_of_japan", "soya_tsugaru_straits"]',
        'between = ["sea_of_japan", "sea_of_japan"]',
        "border[0].between[1]",
        "'sea_of_japan' stands twice",
    ),
]


# Faults that stand on another line than the edit: the key -> a text on that line.
ELSEWHERE = {
    "action[2].offer": "offer = true",
    "action[1].mistaken_for": "mistaken_for =",
    "project[0].id": 'id = "test_project"',
    "project[0].partner": 'partner = "japan"',
    "obligation[0].creditor": "creditor =",
    "doctrine[0].leanings[4].choose": 'decide = "proceed"',
    "seat[0].doctrine": "doctrine =",
    "inject[0]": "[[inject]]",
}


def case_name(case: object) -> str:
    return str(case)[:40]


def expect(house: House, file: str, edited: int, key: str, wrong: str) -> None:
    """There is a fault of this file, key and message, on the line that was edited or the one that the key stands on."""
    text = (house.folder / file).read_text(encoding="utf-8")
    elsewhere = ELSEWHERE.get(key, "not in this file")
    line = house.line(file, elsewhere) if elsewhere in text else edited
    found = house.faults()
    assert any(fault.startswith(f"{file}:{line}: {key}: {wrong}") and "; " in fault for fault in found), (line, found)


@pytest.mark.parametrize("old, new, key, wrong", RULES_CASES, ids=case_name)
def test_rules_fault(house: House, old: str, new: str, key: str, wrong: str) -> None:
    expect(house, RULES, house.edit(RULES, old, new), key, wrong)


@pytest.mark.parametrize("old, new, key, wrong", SCENARIO_CASES, ids=case_name)
def test_scenario_fault(house: House, old: str, new: str, key: str, wrong: str) -> None:
    expect(house, SCENARIO, house.edit(SCENARIO, old, new), key, wrong)


@pytest.mark.parametrize("file, after, old, new, key, wrong", SHIPPED_CASES, ids=case_name)
def test_shipped_file_fault(house: House, file: str, after: str, old: str, new: str, key: str, wrong: str) -> None:
    expect(house, file, house.edit(file, old, new, after), key, wrong)


# --- whole tables -----------------------------------------------------------------------------------


def drop(house: House, file: str, name: str) -> None:
    """Take an entry out of a file."""
    text = (house.folder / file).read_text(encoding="utf-8")
    blocks = text.split("\n\n")
    kept = [block for block in blocks if f'id = "{name}"' not in block]
    assert len(kept) == len(blocks) - 1
    house.change(file, "\n\n".join(kept))


WHOLE_TABLES = [
    ("rules/postures.toml", "holder_3", "rules/postures.toml:3: posture[0]: no posture for side and level holder, 3; add one"),
    ("rules/crisis.toml", "both_hold", "no crisis round for challenger and holder hold, hold; add one"),
    ("rules/crisis.toml", "climb", "no crisis choice for the choice climb; add one"),
    ("rules/responses.toml", "shadow", "no response level for rank 2; add one"),
]


@pytest.mark.parametrize("file, name, wrong", WHOLE_TABLES)
def test_table_with_a_gap(house: House, file: str, name: str, wrong: str) -> None:
    drop(house, file, name)
    assert any(fault.startswith(file) and wrong in fault for fault in house.faults()), house.faults()


SECONDS = [
    (
        "rules/postures.toml",
        'id = "holder_1"',
        "level = 1",
        "level = 2",
        "a second posture for side and level holder, 2; keep one",
    ),
    ("rules/crisis.toml", 'id = "both_hold"', 'challenger = "hold"', 'challenger = "climb"', "a second crisis round for"),
    ("rules/responses.toml", 'id = "shadow"', "rank = 2", "rank = 1", "a second response level for rank 1; keep one"),
    ("rules/factions.toml", 'id = "japan"', 'letter = "J"', 'letter = "C"', "a second faction for letter C; keep one"),
    (
        "rules/factions.toml",
        'id = "us_south_korea"',
        '"us", "south_korea"',
        '"japan", "us"',
        "a second pair for members japan, us",
    ),
    ("rules/crisis.toml", 'id = "hold"', 'id = "hold"', 'id = "climb"', "crisis choice 'climb' stands twice"),
]


@pytest.mark.parametrize("file, after, old, new, wrong", SECONDS)
def test_row_that_stands_twice(house: House, file: str, after: str, old: str, new: str, wrong: str) -> None:
    house.edit(file, old, new, after)
    assert any(fault.startswith(file) and wrong in fault for fault in house.faults()), house.faults()


def test_second_flashpoint_in_an_area(house: House) -> None:
    text = (house.folder / "rules/flashpoints.toml").read_text(encoding="utf-8")
    house.change("rules/flashpoints.toml", text + text.replace('id = "senkaku"', 'id = "senkaku_too"'))
    assert any("a second flashpoint for area senkaku_waters; keep one" in fault for fault in house.faults())


def test_nobody_is_left_without_a_choice(house: House) -> None:
    house.edit("rules/responses.toml", "rank = 0\n", "rank = 0\ncost = { capital = 1 }\n")
    house.edit("rules/crisis.toml", 'name_ja = "維持する"', "cost = { capital = 1 }", 'id = "hold"')
    faults = "\n".join(house.faults())
    assert "the level of rank 0 has a price, a condition or a limit" in faults
    assert "every crisis choice has a price or a condition; leave one free of both" in faults


def test_seat_that_cannot_pass(house: House) -> None:
    house.edit("rules/actions/standing.toml", '"japan", ', "", 'id = "hold_back"')
    house.edit(RULES, '"japan", "china"', '"china"')
    [fault] = [fault for fault in house.faults() if fault.startswith(SCENARIO)]
    assert "seat[0].faction: 'japan' has no action to end its orders with" in fault


def test_some_status_expects_nothing(house: House) -> None:
    path = "rules/obligations.toml"
    text = (house.folder / path).read_text(encoding="utf-8")
    house.change(path, text.replace('expects = "none"', 'expects = "protest"'))
    [fault] = house.faults()
    assert ": status[0].expects: no status expects nothing of a debtor; add one that expects 'none'" in fault


def test_pressure_that_never_falls(house: House) -> None:
    """The kernel takes the limit off the track until it is below: it would not end."""
    house.edit("rules/tracks.toml", "most = 4\n", "least = 2\nmost = 4\n", 'id = "pressure"')
    assert any("procedure.pressure_limit: track 'pressure' never falls below it" in fault for fault in house.faults())


def test_tracks_that_cannot_do_their_job(house: House) -> None:
    """The kernel has a row for each of five postures, and no budget below 0."""
    house.edit("rules/tracks.toml", "most = 4", "most = 5", 'id = "posture"')
    house.edit("rules/tracks.toml", "most = 8", "least = -2\nmost = 8", 'id = "funds"')
    faults = "\n".join(house.faults())
    line = house.line("rules/game.toml", "posture =")
    assert f"rules/game.toml:{line}: roles.posture: track 'posture' goes to 5; name one that goes to 4" in faults
    assert "roles.funds: track 'funds' begins at -2; name one whose least is 0" in faults


def test_track_named_like_a_piece(house: House) -> None:
    house.edit(RULES, 'id = "test_track"\nname = "Test"\nscope = "world"', 'id = "marines"\nname = "Test"\nscope = "faction"')
    assert any("track[0].id: 'marines' is a kind of piece too: a reading means the pieces" in fault for fault in house.faults())


def test_table_that_is_not_there(house: House) -> None:
    house.change("rules/responses.toml", "")
    line = house.line("rules/game.toml", "[procedure]")
    assert f"rules/game.toml:{line}: procedure: no response level in any file; add one" in house.faults()


def test_contesting_control_hurts(house: House) -> None:
    """A coercive act that asserts control hurts its holder, whatever else it does."""
    house.edit(RULES, "add = -1", "add = 1", 'id = "test_raid"')
    [fault] = house.faults()
    assert "action[1].effects: the effects hurt nobody" in fault
    house.edit(RULES, "intensity = 4", "intensity = 4\ncontests = true")
    assert house.faults() == []


def test_stages_beyond_the_track(house: House) -> None:
    house.edit("rules/tracks.toml", "most = 7", "most = 1", 'id = "stage"')
    assert any(f"{RULES}:" in fault and "project[0].stages: 1 stages; keep to 0" in fault for fault in house.faults())


def test_posture_where_there_is_none(house: House) -> None:
    house.edit(RULES, 'areas = ["senkaku_waters"]', 'areas = ["okinawa"]', 'id = "test_raise"')
    house.edit(RULES, 'actors = ["japan"]', 'actors = ["malaysia"]', 'id = "test_act"')
    faults = "\n".join(house.faults())
    assert "action[3].areas[0]: no flashpoint in 'okinawa', so no posture" in faults
    house.mend()
    house.edit(RULES, 'actors = ["japan"]', 'actors = ["malaysia"]', 'id = "test_raise"')
    assert "action[3].actors[0]: 'malaysia' has no posture at 'senkaku'" in "\n".join(house.faults())


def test_a_row_of_a_place_spares_the_general_one_there(house: House) -> None:
    """The general challenger's patrol is for one challenger; where another contests, a row of that place must say what flows."""
    house.edit("rules/postures.toml", 'flashpoint = "northern_limit_line"', 'flashpoint = "luconia"', 'id = "line_challenger_2"')
    faults = "\n".join(house.faults())
    assert "action 'contiguous_zone_patrol' is not for 'north_korea', challenger at 'northern_limit_line'" in faults


# --- the map ------------------------------------------------------------------------------------------


def test_border_named_twice(house: House) -> None:
    text = (house.folder / BORDERS).read_text(encoding="utf-8")
    again = '\n[[border]]\nbetween = ["soya_tsugaru_straits", "sea_of_japan"]\npassage = "sea-sea"\n'
    house.change(BORDERS, text + again)
    [fault] = house.faults()
    line, first = text.count("\n") + 3, house.line(BORDERS, "between =")
    assert fault.startswith(f"{BORDERS}:{line}: border[")
    assert f"is named twice; keep one; the other is at {BORDERS}:{first}" in fault


def test_area_out_of_reach(house: House) -> None:
    text = (house.folder / AREAS).read_text(encoding="utf-8")
    island = '\n[[area]]\nid = "atlantis"\nname = "Atlantis"\nkind = "island"\nchain = "out"\nlabel = [0, 0]\nsource = "Plato"\n'
    house.change(AREAS, text + island)
    [fault] = house.faults()
    line = text.count("\n") + 3
    assert fault.startswith(
        f"{AREAS}:{line}: area[49].id: area 'atlantis' cannot be reached from 'sea_of_japan'; add a [[border]]"
    )


def test_exception_without_a_note(house: House) -> None:
    house.edit(BORDERS, "note =", "#", 'passage = "exception"')
    assert any("an exception without a note" in fault for fault in house.faults())


# --- limits -------------------------------------------------------------------------------------------


def many(n: int, text: str) -> str:
    """n entries that differ in their ids."""
    return "\n".join(text.replace("@", str(i)) for i in range(n))


def test_too_many_entries(house: House) -> None:
    gate = '[[gate]]\nid = "gate_@"\nname = "Gate"\nfaction = "japan"\nopens = "assist"\nsource = "judgement: a test"\n'
    house.change(RULES, GOOD_RULES + "\n" + many(limits.MAX_GATES, gate))
    [fault] = house.faults()
    assert f"entries of the kind 'gate'; keep to {limits.MAX_GATES}: the kernel holds no more" in fault


def test_too_many_candidates(house: House) -> None:
    areas = [area.id for area in house.board.of("areas")][: limits.MAX_CANDIDATES + 1]
    line = house.edit(RULES, 'areas = ["senkaku_waters"]\npieces', f"areas = {areas}\npieces".replace("'", '"'))
    assert f"{RULES}:{line}: action[0].areas: 13 items; write 0 to {limits.MAX_CANDIDATES}" in house.faults()


def test_too_many_modifiers_of_one_roll(house: House) -> None:
    modifiers = ", ".join(['{ name = "Home", track = "actor.home" }'] * (limits.MAX_ROLL_MODIFIERS + 1))
    house.edit(RULES, "modifiers = [", f"modifiers = [{modifiers}, ")
    assert any("action[0].modifiers: 10 items; write 0 to 8" in fault for fault in house.faults())


def test_too_many_lines_of_a_doctrine(house: House) -> None:
    line = '{ decide = "crisis", choose = "hold", weight = 5 },\n'
    house.edit(RULES, line, line * limits.MAX_LINES)
    assert any(
        f"doctrine[0].leanings: {limits.MAX_LINES + 6} items; write 1 to {limits.MAX_LINES}" in fault for fault in house.faults()
    )


def test_too_many_stages(house: House) -> None:
    stage = '[[project.stages]]\nname = "Stage"\ndecider = "japan"\n'
    house.edit(RULES, "[[event]]", stage * limits.MAX_STAGES + "\n[[event]]")
    assert any("project[0].stages: 7 items; write 1 to 6" in fault for fault in house.faults())


@pytest.mark.parametrize(
    "key, part, what, most",
    [
        ("requires", '{ track = "actor.home", at_least = 0 }', "conditions", limits.MAX_CONDITIONS),
        ("effects.always", '{ track = "target.home", add = -1 }', "effects", limits.MAX_EFFECTS),
    ],
)
def test_full_pool(house: House, key: str, part: str, what: str, most: int) -> None:
    house.edit(RULES, "requires = [", f"{key} = [{', '.join([part] * most)}]\nnothing = [")
    house.edit(RULES, 'nothing = [{ track = "actor.home", at_least = 1 }]\n', "")
    fault = next(fault for fault in house.faults() if f"{what} in all" in fault)
    assert fault.startswith(f"{RULES}:{house.line(RULES, '[[action]]')}: action[0]: ")
    assert fault.endswith(f"{what} in all, from here on too many; keep to {most}: the kernel holds no more")


def test_too_many_slots(house: House) -> None:
    track = (
        '[[track]]\nid = "track_@"\nname = "Track"\nscope = "area"\nmost = 1\nbetter = "up"\nkind = "construct"\n'
        'source = "judgement: a test"\n'
    )
    house.change(RULES, GOOD_RULES + "\n" + many(limits.MAX_SLOTS // 49, track))
    assert any("slots (a track for each thing of its scope) in all" in fault for fault in house.faults())


def test_every_limit_is_kept() -> None:
    """Each limit of the model stands in a table of the checks, or bounds something that grows in play."""
    in_play = {"MAX_INCIDENTS", "MAX_LASTING", "MAX_ENTITIES"}
    by_sum = {"MAX_SLOTS", "MAX_ORDERS", "MAX_OPTIONS", "MAX_STAGES", "MAX_CANDIDATES", "MAX_ROLL_MODIFIERS", "MAX_LINES"}
    kept = {
        *RULES_MOST.values(),
        *BOARD_MOST.values(),
        *SCENARIO_MOST.values(),
        *(most for *_, most in (*POOLS, *DOCTRINE_POOLS)),
    }
    for name, value in vars(limits).items():
        if name.startswith("MAX_"):
            assert name in in_play or name in by_sum or value in kept, name


# --- scenarios ----------------------------------------------------------------------------------------


def test_seat_named_twice(house: House) -> None:
    text = (house.folder / SCENARIO).read_text(encoding="utf-8")
    seat = text[text.index("[[seat]]") : text.index("[[piece]]")]
    house.change(SCENARIO, text.replace("[[piece]]", seat + "[[piece]]"))
    [fault] = house.faults()
    assert "seat[1].faction: a second seat for 'japan'; keep one" in fault


def test_piece_named_twice(house: House) -> None:
    text = (house.folder / SCENARIO).read_text(encoding="utf-8")
    piece = text[text.index("[[piece]]") : text.index("[[inject]]")]
    house.change(SCENARIO, text.replace("[[inject]]", piece + "[[inject]]"))
    [fault] = house.faults()
    first = house.line(SCENARIO, 'id = "test_piece"')
    assert f"piece[1].id: piece 'test_piece' stands twice; rename it; the other is at {SCENARIO}:{first}" in fault


def test_empty_table(house: House) -> None:
    text = (house.folder / SCENARIO).read_text(encoding="utf-8")
    seat = text[text.index("[[seat]]") : text.index("[[piece]]")]
    house.change(SCENARIO, text.replace(seat, "").replace('audience = ["japan"]\n', ""))
    assert house.faults() == [f"{SCENARIO}:1: nobody is seated; add a [[seat]]"]


def test_unknown_map(house: House) -> None:
    line = house.edit(SCENARIO, "first_island_chain", "first_island_chian")
    faults = [str(fault) for fault in examine(house.folder / SCENARIO).faults]
    assert f"{SCENARIO}:{line}: map: no map 'first_island_chian'; did you mean 'first_island_chain'?" in faults
    assert not any("no area" in fault for fault in faults)


def test_map_beside_the_scenario(house: House) -> None:
    shutil.copytree(house.folder / MAP, house.folder / "maps/own", dirs_exist_ok=True)
    beside = find_map("own", house.folder / "scenarios")
    assert beside is not None and beside.resolve() == (house.folder / "maps/own").resolve()
    assert find_map("../maps/own", house.folder / "scenarios") is None
    assert find_map("nowhere", house.folder) is None


def test_too_many_orders(house: House) -> None:
    house.edit("rules/factions.toml", "orders = 3", f"orders = {limits.MAX_ORDERS - 3}", 'id = "japan"')
    [fault] = house.faults()
    line = house.line(SCENARIO, "[[seat]]")
    assert fault == (
        f"{SCENARIO}:{line}: seat[0]: {limits.MAX_ORDERS + 1} orders and redeployments of one turn in all, "
        f"from here on too many; keep to {limits.MAX_ORDERS}: the kernel holds no more"
    )


def test_too_many_options(house: House) -> None:
    text = (house.folder / SCENARIO).read_text(encoding="utf-8")
    piece = (
        '[[piece]]\nid = "p@"\nname = "P"\nfaction = "japan"\nkind = "marines"\narea = "okinawa"\nsource = "judgement: a test"\n'
    )
    house.change(SCENARIO, text + "\n" + many(50, piece))
    [fault] = house.faults()
    assert f"{SCENARIO}:{house.line(SCENARIO, '[[seat]]')}: seat[0]: 'japan' may have " in fault
    assert f"legal orders at once; keep to {limits.MAX_OPTIONS}" in fault


# --- all at once --------------------------------------------------------------------------------------


def test_all_faults_at_once(house: House) -> None:
    """Faults of structure and of meaning, of every file, in one list by file and line."""
    house.edit(RULES, "difficulty = 7", 'difficulty = "seven"')
    house.edit(RULES, "intensity = 4", "intensity = 99")
    house.edit(RULES, "clarity = 1", "clarty = 1")
    house.edit("rules/flashpoints.toml", '"us"', '"uk"')
    house.edit(AREAS, 'chain = "in"', 'chain = "inn"')
    house.edit(SCENARIO, "turns = 4", "turns = 99")
    found = house.faults()
    for wrong in (
        "action[0].difficulty: 'seven' is not a whole number",
        "action[1].intensity: 99 is out of range",
        "obligation[0].clarty: unknown key; did you mean 'clarity'?",
        "obligation[0].clarity: missing key",
        "flashpoint[0].others[0]: no faction 'uk'",
        "area[0].chain: 'inn' is not one of the words",
        "turns: 99 is out of range",
    ):
        assert any(wrong in fault for fault in found), (wrong, found)
    assert [fault.split(":")[0] for fault in found] == sorted(fault.split(":")[0] for fault in found)


def test_broken_entry_is_not_called_missing(house: House) -> None:
    """What names an entry that cannot be made is right to do so."""
    house.edit(RULES, "difficulty = 7", 'difficulty = "seven"')
    [fault] = house.faults()
    assert "action[0].difficulty" in fault


def test_entry_without_its_id_is_not_called_missing(house: House) -> None:
    """Nobody can tell which id it should have: to name one is no further fault, and other kinds are checked as ever."""
    house.edit(AREAS, 'id = "okinawa"', "id = 7")
    house.edit(RULES, 'opens = "assist"', 'opens = "assit"')
    found = house.faults()
    assert len(found) == 2 and "gate[0].opens: no response level 'assit'" in found[0]
    assert ".id: 7 is not a string; write a string" in found[1]


def test_table_that_is_no_array_makes_no_other_faults(house: House) -> None:
    house.change("rules/flashpoints.toml", "flashpoint = 7\n")
    assert house.faults() == ["rules/flashpoints.toml:1: flashpoint: not an array of tables; write [[flashpoint]]"]


def test_lost_table_is_missed_where_the_user_can_find_it(house: House) -> None:
    house.change("rules/game.toml", "")
    assert [str(fault) for fault in read_rules(house.folder / "rules").faults] == [
        "rules:1: procedure: no [procedure] in any file; add a table [procedure]"
    ]


def test_unreadable_file_makes_no_other_faults(house: House) -> None:
    """A slip in the syntax of one file is one fault, not one for each name that the file holds."""
    line = house.edit("rules/factions.toml", "initiative = 3", "initiative = ", 'id = "japan"')
    [fault] = house.faults()
    assert fault.startswith(f"rules/factions.toml:{line}: not valid TOML: invalid value")


def test_scenario_that_is_not_there(house: House) -> None:
    with pytest.raises(FaultyFiles, match=r"scenarios/none\.toml:1: cannot be read"):
        load_all(house.folder / "scenarios/none.toml", house.folder / "rules", house.folder / MAP)


def test_files_named(house: House) -> None:
    """What is named is checked with what it belongs to: a rules file outside a rules folder with the shipped rules."""
    house.edit(RULES, "intensity = 4", "intensity = 99")
    house.edit(SCENARIO, "turns = 4", "turns = 99")
    house.edit("rules/game.toml", "crisis_at = 6", "crisis_at = 9")
    house.edit(AREAS, 'chain = "in"', 'chain = "inn"')
    own = house.folder / "rules/actions/standing.toml"

    def found(*paths: Path, rules: Path | None = None) -> str:
        return "\n".join(map(str, check_files(paths, rules)[0]))

    assert "action[1].intensity: 99" in found(house.folder / RULES)
    assert "crisis_at" not in found(house.folder / RULES)
    assert "crisis_at: 9 is out of range" in found(own)
    assert "crisis_at: 9 is out of range" in found(house.folder / "rules")
    assert "crisis_at: 9 is out of range" in found(house.folder / SCENARIO, rules=house.folder / "rules")
    assert "area[0].chain" in found(house.folder / MAP)
    assert "area[0].chain" in found(house.folder / BORDERS)
    both = found(house.folder / SCENARIO, house.folder / RULES)
    assert "turns: 99 is out of range" in both and "action[1].intensity: 99" in both
    assert "no such scenario" in found(house.folder / "scenarios/none.toml")
    assert "no such rules folder" in found(house.folder / SCENARIO, rules=house.folder / "none")


def test_number_of_files(house: House) -> None:
    n = len(list((house.folder / "rules").rglob("*.toml")))
    assert check_files((house.folder / "rules/game.toml",))[1] == n + 2
    assert check_files((house.folder / SCENARIO,), house.folder / "rules")[1] == n + 3


def test_good_files_load(house: House) -> None:
    """The small ruleset and scenario have no fault of their own."""
    shutil.copy(house.folder / RULES, house.folder / "rules/zz_test.toml")
    try:
        found = examine(house.folder / SCENARIO, house.folder / "rules", house.folder / MAP)
    finally:
        (house.folder / "rules/zz_test.toml").unlink()
    assert not [fault for fault in found.faults if "test" in fault.file]


def test_all_that_is_shipped_has_no_fault() -> None:
    faults, n = check_files()
    assert not faults, "\n".join(map(str, faults))
    assert n > 10


def test_shipped_rules_and_map_have_no_fault() -> None:
    rules, board = read_rules(data_folder("rules")), read_board(data_folder("maps") / "first_island_chain")
    faults: list[Fault] = [*rules.faults, *board.faults, *check_rules(rules, board), *check_board(board, rules)]
    assert not faults, "\n".join(map(str, faults))


@pytest.mark.parametrize("path", sorted(data_folder("scenarios").glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_scenarios_load(path: Path) -> None:
    ruleset, board, scenario = load_all(path)
    assert ruleset.factions and board.areas and scenario.seats


# --- the tables of the checks ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["PHASES", "QUESTIONS", "MECHANISMS", "DENIABILITY", "DOMAINS", "CRISIS_CHOICES", "SIDES"])
def test_words_are_the_kernels(name: str) -> None:
    assert getattr(check_fields, name) == getattr(words, name)


def test_other_words_are_the_kernels() -> None:
    assert set(check_fields.WHO) == set(words.WHO)
    assert set(check_fields.ENDING_COUNTS) <= set(COUNTS)
    assert tuple(words.PHASES[i] for i in words.EVENT_PHASES) == check_fields.EVENT_PHASES


def test_every_fact_of_a_case_has_a_range() -> None:
    assert tuple(check_fields.FACT_RANGES) == FACTS


def test_every_role_has_a_scope() -> None:
    named = [word for words_of_scope in ROLE_SCOPES.values() for word in words_of_scope]
    assert sorted(named) == sorted(field.name for field in attrs.fields(Roles))


def test_every_rule_is_about_a_field() -> None:
    """A field renamed in the model must not lose its check."""
    for kind, rules in (*check_fields.FIELDS.items(), *check_fields.LENGTHS.items()):
        names = {field.name for field in attrs.fields(kind)}
        assert set(rules) <= names, kind
    assert all(rule.field in NOUNS for rules in check_fields.FIELDS.values() for rule in rules.values() if hasattr(rule, "field"))


@pytest.mark.parametrize(
    ("line", "where", "said"),
    [
        ('flashpoints = ["senkako"]', "flashpoints[0]", "no flashpoint 'senkako'; did you mean 'senkaku'?"),
        ('decks = ["chian"]', "decks[0]", "no action or event of deck 'chian'"),
    ],
)
def test_what_a_scenario_brings_into_play_exists(house: House, line: str, where: str, said: str) -> None:
    house.edit(SCENARIO, "turns =", f"{line}\nturns =")
    assert any(f"{where}: {said}" in fault for fault in house.faults())
