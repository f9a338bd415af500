"""What each point of a study is played with: its compiled scenario, its doctrines and players.

A point is made when it is needed, and the last few are kept: a study of thousands of points needs no more memory than one.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock

from attrs import define, field, frozen

from kuroshio.files.content_folders import find_scenario
from kuroshio.files.pack import MAPS, RULES, SCENARIOS, lay_out, pack, unpacked
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.likely_names import nearest
from kuroshio.players.compiled_players import FunctionSource
from kuroshio.players.player import PlayerFault, Source
from kuroshio.players.player_loading import load
from kuroshio.players.seating import Seating, UnclearPlayer
from kuroshio.study.outcomes import by_id
from kuroshio.study.result_tables import mixed_seats
from kuroshio.study.study_file import Arm, StudyFile, parse_study
from kuroshio.study.study_points import StudyPoint, arm_of, changes_of
from kuroshio.study.variant import UnclearChange, read_variant
from kuroshio.study.variant_points import Variants

KEPT = 8  # points whose tables are kept
Origin = Mapping[str, object]  # what tells players of one name apart: the digests of the files, the words of a command


class UnclearPoint(ValueError):
    """A point that cannot be made; the text is one sentence that names its arm and its key."""


@frozen
class StudyJob:
    """All that a study is played from, in a form that can be sent to any machine: the study file, and by rules folder a pack.

    players: by name, what the files of players from outside must be; the files themselves stay where they are.
    """

    text: str
    packs: tuple[tuple[str, str], ...]
    players: tuple[tuple[str, Origin], ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, in hexadecimal."""
        return hashlib.sha256(repr((self.text, self.packs, self.players)).encode()).hexdigest()


@define
class PointContent:
    """The content of a study's points. bases: the unchanged scenario by rules folder, as the study file names it.

    players: by name, the origin of each player from outside, as it is required or was first loaded; asking: whether one of those
    that were loaded is not compiled, so that nobody knows how long it thinks.
    """

    file: StudyFile
    bases: dict[str, Variants]
    players: dict[str, Origin] = field(factory=dict)
    asking: bool = False
    kept: OrderedDict[int, Seating] = field(factory=OrderedDict)
    lock: Lock = field(factory=Lock)

    @classmethod
    def of(cls, file: StudyFile) -> PointContent:
        """Read what the arms are made from. Raises FaultyFiles."""
        scenario = scenario_of(file)
        bases = {name: read_variant(scenario, file.folder / name if name else None) for name in rules_folders(file)}
        return cls(file, {name: Variants(variant) for name, variant in bases.items()})

    @classmethod
    def of_job(cls, job: StudyJob, folder: Path = Path()) -> PointContent:
        """Make it from a job. folder: of the study file. Raises FaultyFiles, BadPack."""
        bases = {}
        for name, text in job.packs:
            packed = unpacked(text)
            home = lay_out(packed)
            bases[name] = Variants(read_variant(home / packed.one(SCENARIOS), home / RULES, home / packed.one(MAPS)))
        return cls(parse_study(job.text, folder), bases, dict(job.players))

    def job(self) -> StudyJob:
        """Return it in a form that can be sent. Raises UnclearPoint if a player is missing or has changed, OSError."""
        self._load_players()
        places = {name: base.variant.places for name, base in self.bases.items()}
        packs = ((name, pack(found.scenario, found.rules, found.map).text()) for name, found in places.items())
        return StudyJob(self.file.text, tuple(sorted(packs)), tuple(sorted(self.players.items(), key=lambda named: named[0])))

    @property
    def turns(self) -> int:
        """The turns of the unchanged scenario."""
        base = next(iter(self.bases.values()))
        return int(base.variant.scenario.of("scenario")[0].turns)

    def at(self, point: StudyPoint) -> Seating:
        """Return a point ready to play. Raises UnclearPoint."""
        with self.lock:
            if point.number not in self.kept:
                self.kept[point.number] = self._make(point)
            self.kept.move_to_end(point.number)
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
            return self.kept[point.number]

    def _make(self, point: StudyPoint) -> Seating:
        arm = arm_of(self.file, point)
        try:
            base = self.bases[rules_of(self.file, arm)]
            made = base.at(changes_of(self.file, point))
            refuse_other_outcomes(arm, base.tables, made.tables)
            seating = Seating.of(made.tables, made.playbook, made.policies, {})
        except UnclearChange as error:
            named = f"{error.key}: " if error.key and not str(error).startswith(error.key) else ""
            raise UnclearPoint(f"arm {arm.id}: {named}{error}") from None
        except UnclearPlayer as error:
            raise UnclearPoint(f"arm {arm.id}: {error}") from None
        for source in seating.sources.values():
            self._take(source)
        return seating

    def _load_players(self) -> None:
        try:
            for name in self.file.players:
                self._take(load(name))
        except PlayerFault as error:
            raise UnclearPoint(str(error)) from None

    def _take(self, source: Source) -> None:
        """Take note of a player, whose files must be those of before if it was loaded before. Raises UnclearPoint."""
        self.asking |= not isinstance(source, FunctionSource)
        if self.players.setdefault(source.name, source.origin) != source.origin:
            told = f"player {source.name}: its file has changed since this study was begun"
            raise UnclearPoint(f"{told}; restore the former file, or begin a new study from the study file")


def refuse_other_outcomes(arm: Arm, base: Tables, changed: Tables) -> None:
    """Check that an arm has the seats, mixes and outcomes of the scenario: all arms share columns. Raises UnclearPoint."""
    mine = "write it into the scenario"
    for seat, where in _in_one({seat.faction for seat in base.scenario.seats}, {seat.faction for seat in changed.scenario.seats}):
        raise UnclearPoint(f"arm {arm.id}: seat {seat} is {where} alone; {mine}")
    for seat, where in _in_one(set(mixed_seats(base)), set(mixed_seats(changed))):
        wrong = f"arm {arm.id}: {seat} has a mix {where} alone"
        raise UnclearPoint(f"{wrong}; {mine}, and name one doctrine with policy.{seat}")
    before, after = by_id(base), by_id(changed)
    for outcome, where in _in_one(set(before), set(after)):
        raise UnclearPoint(f"arm {arm.id}: outcome {outcome} is {where} alone; {mine}")
    for outcome in before:
        if not before[outcome].counts_as(after[outcome]):
            raise UnclearPoint(f"arm {arm.id}: outcome {outcome} counts something else than in the scenario; {mine}")


def _in_one(before: set[str], after: set[str]) -> list[tuple[str, str]]:
    """Return what only one of two has, with the words for which."""
    return [(one, "here" if one in after else "in the scenario") for one in sorted(before ^ after)]


def refuse_unclear_arms(content: PointContent, points: Sequence[StudyPoint]) -> None:
    """Check the first point of every arm, before anything is written or played. Raises UnclearPoint."""
    for point in {point.arm: point for point in reversed(points)}.values():
        content.at(point)
    refuse_unknown_primary(content, points[0])


def refuse_unknown_primary(content: PointContent, point: StudyPoint) -> None:
    """Check that the scenario has the primary outcome. Raises UnclearPoint."""
    known, primary = list(by_id(content.at(point).tables)), content.file.study.primary
    if primary not in known:
        raise UnclearPoint(f"[study] primary: no outcome {primary!r}; {nearest(primary, known)}")


def scenario_of(file: StudyFile) -> Path:
    """Return the scenario's file: beside the study file, or a shipped one by name. Raises FaultyFiles."""
    beside = file.folder / file.study.scenario
    return beside if beside.is_file() else find_scenario(file.study.scenario)


def rules_of(file: StudyFile, arm: Arm) -> str:
    """Return the rules folder of an arm as the study file names it; empty for the one that the scenario finds."""
    return arm.rules or file.study.rules


def rules_folders(file: StudyFile) -> tuple[str, ...]:
    """Return the rules folders of all arms, each once."""
    return tuple(dict.fromkeys(rules_of(file, arm) for arm in file.arm))
