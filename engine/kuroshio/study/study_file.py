"""A study file: the question, the arms, the factors crossed with them, what is uncertain, and what is recorded.

The file is TOML, and its content is fixed before any game is played: its hash stands in the manifest. `read_study` reads one and
reports every fault with its line. See docs/analyst.md for an example.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import Factory, asdict, frozen

from kuroshio.files.faults import Fault, FaultyFiles, KeyPath
from kuroshio.files.structure import structure
from kuroshio.files.toml_file import Document, read
from kuroshio.files.toml_text import parse
from kuroshio.model.likely_names import nearest
from kuroshio.players.player_loading import is_player
from kuroshio.study.keys.resolving import POLICY

KINDS = ("none", "grid", "lhs")
Value = int | str | bool
MOST_POINTS = 100_000
MOST_GAMES = 10**9


@frozen
class Arm:
    """One variant of the scenario. changes: values by key, as for `kuroshio compare --set`; rules: a folder of its own."""

    id: str
    name: str = ""
    set: dict[str, object] = Factory(dict)
    rules: str = ""

    @property
    def title(self) -> str:
        """Its name, or its id."""
        return self.name or self.id


@frozen
class Cross:
    """A factor whose every value is played with every arm. id: its short name in tables; by default the key."""

    key: str
    values: tuple[object, ...]
    id: str = ""

    @property
    def title(self) -> str:
        """Its short name."""
        return self.id or self.key


@frozen
class Vary:
    """A value that is uncertain. range: the least and the most; values: those that it may have instead of a range."""

    key: str
    range: tuple[int, ...] = ()
    values: tuple[object, ...] = ()
    id: str = ""

    @property
    def title(self) -> str:
        """Its short name."""
        return self.id or self.key


@frozen
class Design:
    """How uncertain values are drawn. kind: none, grid (every combination) or lhs (a Latin hypercube of `points` draws)."""

    kind: str = "none"
    points: int = 0


@frozen
class StudyRecord:
    """What is kept beside the games. partings: in how many games of two points to look for it.

    turns: measures by turn; incidents: a row for each incident, answer and crisis; games take two to three times as long.
    """

    turns: bool = False
    incidents: bool = False
    partings: int = 50


@frozen
class StudyHead:
    """The table [study]. games: of each point; or half_width: of the primary difference's interval, with up to `most` games."""

    id: str
    scenario: str
    question: str
    primary: str
    smallest: float
    games: int = 0
    half_width: float = 0.0
    most: int = 0
    seed: int = 1
    baseline: str = ""
    rules: str = ""


@frozen
class StudyTables:
    """The tables of a study file, as they stand in TOML."""

    study: StudyHead
    arm: tuple[Arm, ...]
    cross: tuple[Cross, ...] = ()
    vary: tuple[Vary, ...] = ()
    design: Design = Design()
    record: StudyRecord = StudyRecord()


@frozen
class StudyFile(StudyTables):
    """A study as its author wrote it. folder: of its file, from which paths start; text: of the file."""

    folder: Path = Path()
    text: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def factors(self) -> tuple[Cross | Vary, ...]:
        """The crossed factors, then the uncertain values."""
        return (*self.cross, *self.vary)

    @property
    def players(self) -> tuple[str, ...]:
        """The players from outside that arms and factors name, each once: `FILE.py:CLASS` or `exec:PROGRAM`."""
        settings = [setting for arm in self.arm for setting in arm.set.items()]
        settings += [(factor.key, value) for factor in self.factors for value in factor.values]
        named = [str(value).strip() for key, value in settings if key.startswith(f"{POLICY}.")]
        return tuple(dict.fromkeys(name for name in named if is_player(name)))

    @property
    def baseline(self) -> Arm:
        """The arm that the others are compared with: the named one, or the first."""
        return next(arm for arm in self.arm if arm.id == (self.study.baseline or self.arm[0].id))


def read_study(path: Path) -> StudyFile:
    """Read and check a study file; whether its keys exist is checked when its points are made. Raises FaultyFiles."""
    return _study_in(read(path), path.parent)


def parse_study(text: str, folder: Path) -> StudyFile:
    """Check the text of a study file that lay in a folder. Raises FaultyFiles."""
    parsed = parse(text)
    return _study_in(Document(folder / "study.toml", parsed.text, parsed.tables), folder)


def _study_in(document: Document, folder: Path) -> StudyFile:
    faults = list(document.faults)
    tables = structure(document, (), document.tables, StudyTables, faults)
    if tables is not None and not faults:
        file = StudyFile(**asdict(tables, recurse=False), folder=folder, text=document.text)
        faults += _faults(document, file)
        if not faults:
            return file
    raise FaultyFiles(sorted(faults, key=lambda fault: fault.line))


# --- what must hold ------------------------------------------------------------------------------


def _faults(document: Document, file: StudyFile) -> Iterator[Fault]:
    for path, wrong, right in (*_head_faults(file), *_arm_faults(file), *_factor_faults(file), *_design_faults(file)):
        yield document.fault(path, wrong, right)


Complaint = tuple[KeyPath, str, str]


def _head_faults(file: StudyFile) -> Iterator[Complaint]:
    head = file.study
    if not file.arm:
        yield ("arm",), "there is none", "write a table [[arm]] with its id for each variant, the baseline first"
    if not head.id.isidentifier():
        yield ("study", "id"), f"{head.id!r} is not a name", "write letters, digits and underscores"
    if bool(head.games) == bool(head.half_width):
        yield ("study",), "needs either games or half_width", "write games = 8000, or half_width = 0.01 and most = 100000"
    if not 0 <= head.games <= MOST_GAMES:
        yield ("study", "games"), f"{head.games} is out of range", f"write 1 to {MOST_GAMES}"
    if head.half_width and not head.half_width > 0:
        yield ("study", "half_width"), f"{head.half_width} is not above 0", "write for example 0.01"
    if head.half_width and not 1 <= head.most <= MOST_GAMES:
        yield ("study", "most"), f"{head.most} is out of range", f"write the most games of a point, 1 to {MOST_GAMES}"
    if head.smallest <= 0:
        yield ("study", "smallest"), f"{head.smallest} is not above 0", "write the smallest difference that matters, such as 0.01"
    if not 0 <= head.seed < 2**63:
        yield ("study", "seed"), f"{head.seed} is out of range", "write 0 or more"


def _arm_faults(file: StudyFile) -> Iterator[Complaint]:
    ids = [arm.id for arm in file.arm]
    for i, arm in enumerate(file.arm):
        if not arm.id.isidentifier():
            yield ("arm", i, "id"), f"{arm.id!r} is not a name", "write letters, digits and underscores"
        if arm.id in ids[:i]:
            yield ("arm", i, "id"), f"{arm.id!r} is the id of another arm", "name each arm once"
        for key, value in arm.set.items():
            yield from _value_faults(("arm", i, "set", key), value)
    if file.study.baseline and file.study.baseline not in ids:
        yield ("study", "baseline"), f"no arm {file.study.baseline!r}", nearest(file.study.baseline, ids)


def _factor_faults(file: StudyFile) -> Iterator[Complaint]:
    taken = {key for arm in file.arm for key in arm.set}
    both: tuple[tuple[str, Sequence[Cross | Vary]], ...] = (("cross", file.cross), ("vary", file.vary))
    factors: list[tuple[str, int, Cross | Vary]] = [(table, i, one) for table, found in both for i, one in enumerate(found)]
    seen: set[str] = set()
    for table, i, factor in factors:
        if factor.key in taken:
            yield (table, i, "key"), f"{factor.key!r} is set by an arm too", "set it in one place"
        if factor.key in seen or factor.title in seen:
            yield (table, i, "key"), f"{factor.title!r} is the key of another factor", "name each factor once"
        seen |= {factor.key, factor.title}
        for n, value in enumerate(factor.values):
            yield from _value_faults((table, i, "values", n), value)
            if value in factor.values[:n]:
                yield (table, i, "values", n), f"{value!r} comes twice", "write each value once"
    for i, cross in enumerate(file.cross):
        if len(cross.values) < 2:
            yield ("cross", i, "values"), "needs two values or more", "set a single value in the arms"
    for i, vary in enumerate(file.vary):
        yield from _range_faults(("vary", i), vary)


def _range_faults(path: KeyPath, vary: Vary) -> Iterator[Complaint]:
    if bool(vary.range) == bool(vary.values):
        yield path, "needs either range or values", "write range = [LEAST, MOST], or values = [...]"
    elif vary.range and (len(vary.range) != 2 or vary.range[0] >= vary.range[1]):
        yield (*path, "range"), "is not a least and a most", "write two whole numbers, the smaller first"


def _value_faults(path: KeyPath, value: object) -> Iterator[Complaint]:
    if not isinstance(value, (bool, int, str)):
        yield path, "is not a single value", 'write a whole number, true, false or a text such as "x3"'


def _design_faults(file: StudyFile) -> Iterator[Complaint]:
    design = file.design
    if design.kind not in KINDS:
        yield ("design", "kind"), f"{design.kind!r} is no design", f"one of {', '.join(KINDS)}"
    elif design.kind == "lhs" and not 1 <= design.points <= MOST_POINTS:
        yield ("design", "points"), f"{design.points} is out of range", f"write the number of draws, 1 to {MOST_POINTS}"
    elif design.kind != "lhs" and design.points:
        yield ("design", "points"), "belongs to a Latin hypercube", 'write kind = "lhs", or leave it out'
    if bool(file.vary) != (design.kind != "none"):
        right = 'write [design] kind = "grid" or "lhs"' if file.vary else "add a table [[vary]], or leave [design] out"
        yield ("design",), "does not fit the [[vary]] tables", right
