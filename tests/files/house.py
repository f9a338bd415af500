"""A house of its own for each test: the shipped rules and map, a small ruleset and scenario on top, all to be broken."""

from __future__ import annotations

import shutil
from pathlib import Path

from kuroshio.files.checks.checker import check_map, check_rules, check_scenario, in_order
from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import Fault
from kuroshio.files.loader import RULES_TABLES, SINGLE_TABLES, Loaded, gather, read_board, read_rules, read_scenario
from tests.files.remembered import Memory, remembered

RULES = "extra/test.toml"
SCENARIO = "scenarios/test.toml"
MAP = "maps/first_island_chain"
AREAS = f"{MAP}/areas.toml"
BORDERS = f"{MAP}/borders.toml"
VIEWS = f"{MAP}/views.toml"

GOOD_RULES = """\
[[track]]
id = "test_track"
name = "Test"
scope = "world"
most = 10
start = 5
rest = 4
drift = 1
better = "contested"
kind = "construct"
judgement = "a test"

[[action]]
id = "test_act"
name = "Act"
arena = "test"
actors = ["japan"]
targets = ["china"]
areas = ["senkaku_waters"]
pieces = ["coast_guard"]
cost = { capital = 1 }
difficulty = 7
requires = [{ track = "actor.home", at_least = 1 }]
modifiers = [{ name = "Home", track = "actor.home", above = 3, per = 2 }]
effects.success = [{ track = "target.home", add = -1, lasts = 2 }]
judgement = "a test"
confidence = { number = "low" }

[[action]]
id = "test_raid"
name = "Raid"
arena = "test"
actors = ["japan"]
act_class = "A3"
intensity = 4
deniability = "high"
hidden_until = 8
mistaken_for = "taiwan"
targets = ["china"]
areas = ["senkaku_waters"]
effects.success = [{ track = "target.home", add = -1 }]
judgement = "a test"

[[action]]
id = "test_pact"
name = "Pact"
arena = "test"
actors = ["us"]
offer = true
partners = ["japan"]
effects.success = [{ track = "test_project.stage", set = 1 }, { track = "china.home", add = -1 }]
judgement = "a test"

[[action]]
id = "test_raise"
name = "Raise"
arena = "test"
actors = ["japan"]
mechanism = "raise_posture"
areas = ["senkaku_waters"]
effects.always = [{ track = "world.test_track", add = 1 }]
judgement = "a test"

[[action]]
id = "test_patrol"
name = "Patrol"
arena = "test"
actors = ["china"]
act_class = "A1"
everyday = true
judgement = "a test"

[[action]]
id = "test_pass"
name = "Pass"
arena = "test"
actors = ["japan", "china"]
mechanism = "pass"
judgement = "a test"

[[project]]
id = "test_project"
name = "Project"
lead = "us"
partner = "japan"
arena = "test"
judgement = "a test"

[[project.stages]]
name = "Agree"
decider = "japan"
difficulty = 7

[[event]]
id = "test_event"
name = "Event"
on_roll = 9
since = "2021-Q2"
until = "2021-Q4"
effects = [{ track = "world.test_track", add = 1 }]
judgement = "a test"

[[obligation]]
id = "test_obligation"
name = "Obligation"
debtor = "us"
creditor = "japan"
form = "act"
areas = ["okinawa"]
clarity = 1
stated = 2
believed = 2
actual = 2
triggers = { A3 = "consult" }
judgement = "a test"

[[gate]]
id = "test_gate"
name = "Gate"
faction = "japan"
opens = "assist"
asked_when = [{ track = "case.intensity", at_least = 8 }]
judgement = "a test"

[[doctrine]]
id = "test_doctrine"
name = "Doctrine"
faction = "japan"
leanings = [
    { decide = "order", choose = "test_act", weight = 5, area = "senkaku_waters", target = "china", kind = "coast_guard" },
    { decide = "sign", choose = "test_pact", weight = 5, against = 2 },
    { decide = "respond", choose = "protest", weight = 5, when = [{ track = "case.intensity", at_least = 3 }] },
    { decide = "gate", choose = "test_gate", weight = 5 },
    { decide = "proceed", choose = "test_project", weight = 5 },
    { decide = "crisis", choose = "hold", weight = 5 },
    { decide = "role", choose = "mediate", weight = 5 },
]
judgement = "a test"
"""

GOOD_SCENARIO = """\
id = "test"
name = "Test"
judgement = "a test"
summary = "A test."
map = "first_island_chain"
turns = 4
turn_length = "quarter"
start = "2021-Q1"
wall = ["world.test_track"]

[opening]
"world.test_track" = 6
"japan.posture.senkaku" = 2
"japan.home" = 4
"test_project.stage" = 0

[[seat]]
faction = "japan"
doctrine = "test_doctrine"
judgement = "a test"
aims = []
secret = []
success = [{ track = "world.test_track", at_most = 5 }]

[[piece]]
id = "test_piece"
name = "Piece"
faction = "japan"
kind = "marines"
area = "okinawa"
judgement = "a test"

[[inject]]
id = "test_inject"
name = "Inject"
text = "It rains."
turn = 2
audience = ["japan"]
act = { actor = "japan", action = "test_raid", area = "senkaku_waters", target = "china" }
judgement = "a test"

[[objective]]
id = "test_objective"
name = "Objective"
text = "Does it rain?"
injects = ["test_inject"]
observe = ["Who opens an umbrella?"]
shows = ["turning"]
judgement = "a test"

[[measure]]
id = "test_measure"
name = "Measure"
kind = "construct"
track = "world.test_track"
at_least = 1
at_most = 5
judgement = "a test"
"""


class House:
    """A folder with rules, a map and a scenario, mended after each test."""

    def __init__(self, folder: Path):
        self.folder = folder
        for name in ("rules", "maps"):
            shutil.copytree(data_folder(name), folder / name)
        for name, text in ((RULES, GOOD_RULES), (SCENARIO, GOOD_SCENARIO)):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        self.mended: dict[Path, str] = {}
        self.memory = Memory()  # of what stands in files that a test leaves alone
        with remembered(self.memory):
            self.shipped = read_rules(folder / "rules")
            self.board = read_board(folder / MAP)
        self.before = {(fault.file, fault.key, fault.wrong) for fault in self.all_faults()}

    def change(self, file: str, text: str) -> None:
        """Write a file, until the test is over."""
        path = self.folder / file
        self.mended.setdefault(path, path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")

    def edit(self, file: str, old: str, new: str, after: str = "") -> int:
        """Replace the first `old` after a text; return the line where the file begins to differ."""
        text = (self.folder / file).read_text(encoding="utf-8")
        at = text.index(old, text.index(after))
        changed = text[:at] + new + text[at + len(old) :]
        assert changed != text
        self.change(file, changed)
        pairs = zip(text.splitlines(), changed.splitlines())
        return next((i for i, (a, b) in enumerate(pairs, 1) if a != b), text.count("\n") + 1)

    def line(self, file: str, text: str) -> int:
        """The line on which a text first stands."""
        content = (self.folder / file).read_text(encoding="utf-8")
        return content[: content.index(text)].count("\n") + 1

    def mend(self) -> None:
        for path, text in self.mended.items():
            path.write_text(text, encoding="utf-8")
        self.mended.clear()

    def load(self) -> tuple[Loaded, Loaded, Loaded]:
        """Rules, board and scenario as they stand now; what is as shipped is not read again."""
        touched = {path.relative_to(self.folder).parts[0] for path in self.mended}
        shipped = read_rules(self.folder / "rules") if "rules" in touched else self.shipped
        board = read_board(self.folder / MAP) if "maps" in touched else self.board
        entries = {field: list(found) for field, found in shipped.entries.items()}
        broken = {field: set(lost) for field, lost in shipped.broken.items()}
        rules = Loaded(entries, list(shipped.faults), broken)
        gather((self.folder / RULES,), RULES_TABLES, SINGLE_TABLES, rules)
        return rules, board, read_scenario(self.folder / SCENARIO)

    def all_faults(self) -> list[Fault]:
        with remembered(self.memory):
            rules, board, scenario = self.load()
            faults = [*rules.faults, *board.faults, *scenario.faults, *check_rules(rules, board), *check_map(board, rules)]
            return in_order(faults + check_scenario(scenario, rules, board))

    def faults(self) -> list[str]:
        """What is wrong now and was not before anything was broken."""
        return [str(fault) for fault in self.all_faults() if (fault.file, fault.key, fault.wrong) not in self.before]
