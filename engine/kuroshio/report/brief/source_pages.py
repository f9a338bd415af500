"""The page of sources: what the rules in play rest on, and the documents they cite. Nothing of injects, seats and doctrines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kuroshio.model.bibliography import TO_BE_FOUND, Confidence, cited, listed
from kuroshio.report.brief.brief_scenario import BriefScenario
from kuroshio.report.brief.kit import PrintedSources, SourceGroup, SourceRow


class SourcePages:
    """What is printed of the sources of a scenario's rules."""

    def __init__(self, source: BriefScenario):
        self.source, self.books = source, source.bibliography

    def printed(self) -> PrintedSources:
        """Return the rules in play that people may read, and the documents that these cite, in the order of the bibliography."""
        in_play = self._in_play()
        ids = {cited(one)[0] for _, entries in in_play for entry in entries for one in listed(entry.source)}
        return PrintedSources(
            groups=tuple(SourceGroup(heading, tuple(map(self._row, entries))) for heading, entries in in_play),
            documents=tuple((id, document.text) for id, document in self.books.documents.items() if id in ids),
            meanings=tuple((one.of, one.grade, one.meaning) for one in self.source.ruleset.confidences),
        )

    def _in_play(self) -> list[tuple[str, list[Any]]]:
        """Return the entries by heading: acts that a seat may order, obligations, hotspots, answers, decisions."""
        ruleset = self.source.ruleset
        rows = sorted({row for seat in self.source.seated for row in self.source.opening.hand(seat)})
        gates = [gate for gate in ruleset.gates if gate.faction in self.source.seated]
        return [
            ("Acts that seats may order", [ruleset.actions[row] for row in rows]),
            ("Obligations", list(self.source.obligations())),
            ("Hotspots", list(self.source.in_play)),
            ("Answers", list(ruleset.levels)),
            ("Decisions before an answer", gates),
        ]

    def _row(self, entry: Any) -> SourceRow:
        confidence = entry.confidence if isinstance(entry.confidence, Confidence) else Confidence(number=entry.confidence)
        return SourceRow(
            name=entry.name,
            rests=tuple(self._rests(entry)),
            fact=self.books.fact(entry),
            judgement=entry.judgement,
            confidence_fact=confidence.fact,
            confidence_number=confidence.number,
        )

    def _rests(self, entry: Any) -> Iterator[str]:
        for source in listed(entry.source):
            yield "a document still to be found" if cited(source)[0] == TO_BE_FOUND else source
        yield from map(self.books.record, listed(entry.record))
