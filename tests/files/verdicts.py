"""What becomes of a mutant: refused at the right place, proven harmless, or missed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from kuroshio.files.checks.checker import Examined, examine
from kuroshio.files.faults import Fault, shown
from kuroshio.files.loader import board_of, ruleset_of, scenario_of
from kuroshio.files.toml_file import Document, read
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.players.doctrine_tables import compile_playbook
from kuroshio.players.whole_games import make_memory
from tests.files.mutants import MUTATIONS, Mutant, shipped
from tests.files.remembered import Memory, remembered
from tests.kernel.test_contract import play_by_turns
from tests.stepping import Content

VERDICTS = ("refused", "harmless", "missed")


@frozen
class Verdict:
    """What a mutant is; for one that is missed, why."""

    mutant: Mutant
    word: str
    why: str = ""


class Judge:
    """Keeps every shipped file read, puts a mutant in the place of its own, and examines all as `kuroshio check` does."""

    def __init__(self) -> None:
        self.documents = {source.file: read(source.file) for source in shipped()}
        self.scenarios = [source.file for source in shipped() if source.kind == "scenarios"]
        self.games = make_memory()
        self.memory = Memory()
        for document in self.documents.values():
            self.memory.keep(document)
        self.contents = {file: content_of(examine(file)) for file in self.scenarios}

    def scenario(self, mutant: Mutant) -> Path:
        """The scenario that a mutant is examined with: itself, or the first."""
        return mutant.source.file if mutant.source.kind == "scenarios" else self.scenarios[0]

    def examine(self, mutant: Mutant) -> tuple[Examined, dict[Path, Document]]:
        """Everything that is wrong with all files now, and the files."""
        sheet, file = mutant.sheet, mutant.source.file
        documents = {**self.documents, file: Document(file, sheet.text, sheet.tables)}
        with remembered(self.memory, documents.__getitem__):
            return examine(self.scenario(mutant)), documents

    def judge(self, mutant: Mutant) -> Verdict:
        """Refused, harmless or missed. Nothing is raised."""
        try:
            found, documents = self.examine(mutant)
            if found.faults:
                texts = {shown(file): document.text for file, document in documents.items()}
                told = any(tells(fault, mutant, texts) for fault in found.faults)
                return Verdict(mutant, "refused") if told else Verdict(mutant, "missed", "\n".join(map(str, found.faults[:5])))
            if not mutant.may_be_harmless:
                return Verdict(mutant, "missed", "no fault")
            self.prove_harmless(content_of(found), self.contents[self.scenario(mutant)])
            return Verdict(mutant, "harmless")
        except Exception as error:  # whatever escapes, here or in play, is what is looked for
            return Verdict(mutant, "missed", repr(error))

    def prove_harmless(self, content: Content, original: Content) -> None:
        """The model is what it was, or two random games of it keep the rules. Raises AssertionError, and what play raises."""
        if content != original:
            tables = compile_tables(*content)
            play_by_turns(tables, compile_playbook(tables), self.games, range(2))


def content_of(found: Examined) -> Content:
    """The model of files without faults."""
    return ruleset_of(found.rules), board_of(found.board), scenario_of(found.scenario)


def tells(fault: Fault, mutant: Mutant, texts: dict[str, str]) -> bool:
    """Whether a fault is about a mutant.

    It points at the key and names it; or, where something is missing, at whoever needs it, and names what is lost, or
    says that the files have no such thing any more.
    """
    words = str(fault)
    if fault.file == shown(mutant.source.file) and fault.line in mutant.lines:
        return any(key in words for key in mutant.said)
    if mutant.mutation == "delete" and len(mutant.path) == 1 and "in any file" in words:
        return str(mutant.path[0]).replace("_", " ") in words
    named = any(repr(name) in words for name in mutant.lost)
    return named and fault.file in texts and points_at_its_key(fault, texts[fault.file])


def points_at_its_key(fault: Fault, text: str) -> bool:
    """Whether the key that a fault is told of, or something that it quotes, stands on the line that it points at."""
    line = text.splitlines()[fault.line - 1]
    key = re.sub(r"\[\d+\]", "", fault.key).rsplit(".", 1)[-1]
    return any(word in line for word in (key, *re.findall(r"'(.+?)'", fault.wrong)))


def judge_all(mutants: Iterable[Mutant]) -> list[Verdict]:
    """Judge mutants one after another."""
    judge = Judge()
    return [judge.judge(mutant) for mutant in mutants]


def table(verdicts: list[Verdict]) -> str:
    """Refused / harmless / missed, by what was mutated and how; then every mutant that was missed."""
    counts = Counter((verdict.mutant.row, verdict.mutant.mutation, verdict.word) for verdict in verdicts)
    rows = [*dict.fromkeys(verdict.mutant.row for verdict in verdicts)]
    lines = [f"{'':16}" + "".join(f"{mutation:>16}" for mutation in MUTATIONS)]
    for row in rows:
        cells = [" / ".join(str(counts[row, mutation, word]) for word in VERDICTS) for mutation in MUTATIONS]
        lines.append(f"{row:16}" + "".join(f"{cell:>16}" for cell in cells))
    totals = Counter(verdict.word for verdict in verdicts)
    lines.append(f"{len(verdicts)} mutants: " + ", ".join(f"{totals[word]} {word}" for word in VERDICTS))
    return "\n".join(lines + [f"MISSED {v.mutant}\n    {v.why}" for v in verdicts if v.word == "missed"])
