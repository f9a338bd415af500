"""The public journal: what everybody may see, a line each time it changes. The projector reads this and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import cattrs

from engine.picture.picture import Picture

LATEST = 60  # beats of news that a public picture carries
converter = cattrs.Converter()


class Publisher:
    """Appends public pictures to a file of their own, begun anew with each session."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self.last = path, ""
        path.write_bytes(b"")

    def publish(self, picture: Picture) -> None:
        """Write a picture if it is another than the last. Raises ValueError on one that is not for everybody; OSError."""
        if picture.seat or picture.question or picture.draft:
            raise ValueError("only the public picture is published")
        text = json.dumps(converter.unstructure(attrs.evolve(picture, news=picture.news[-LATEST:])), ensure_ascii=False)
        if text != self.last:
            with self.path.open("ab") as stream:
                stream.write(text.encode() + b"\n")
            self.last = text


def latest(path: Path) -> Picture | None:
    """The last whole picture of a public journal; None while there is none. Raises OSError."""
    lines = path.read_bytes().split(b"\n")[:-1]
    return converter.structure(json.loads(lines[-1]), Picture) if lines else None
