"""How each statement of evidence is put to the rules: manipulations.toml, read and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from attrs import Factory, frozen

from kuroshio.files.faults import Fault, FaultyFiles
from kuroshio.files.structure import structure
from kuroshio.files.toml_file import read
from tests.expectations.arms import Base, Script
from tests.expectations.counts import Among, Count

HERE = Path(__file__).parent
T = TypeVar("T")


@frozen
class DialEnd:
    """A setting of dials. set: `on`, `off` or a value by key; sign, smallest: what is expected there, if not the statement's.

    claimed: whether the statement claims it, so that its verdict counts; the first setting always is.
    """

    set: dict[str, object]
    sign: str = ""
    smallest: float = 0.0
    claimed: bool = False


@frozen
class Manipulation:
    """The two arms of a statement and what is counted in them; see the head of the file.

    doctrines: by seat, each played and pooled with equal weight. smallest, relative: the smallest size that matters, the larger
    of the two; relative: as a part of the base's mean. apart: by how much the effect must exceed that found `elsewhere`.
    """

    id: str
    awaits: tuple[str, ...] = ()
    not_testable: str = ""
    doctrines: tuple[dict[str, str], ...] = ()
    dials: tuple[DialEnd, ...] = ()
    both: Script = Script()
    one: Script = Script()
    against: Script = Script()
    here: Script = Script()
    elsewhere: Script | None = None
    apart: float = 0.0
    count: Count | None = None
    one_among: tuple[Among, ...] = ()
    against_among: tuple[Among, ...] = ()
    smallest: float = 0.0
    relative: float = 0.0
    ceiling: bool = False
    zero_against: bool = False

    @property
    def ends(self) -> tuple[DialEnd, ...]:
        """The settings of the dials, the one that counts first; one without any where there is no dial."""
        return self.dials or (DialEnd({}),)

    def lacks(self, base: Base) -> list[str]:
        """What the rules do not have yet without which nothing can be played."""
        return [name for name in self.awaits if not base.has(name)]

    def lacks_dials(self, base: Base) -> list[str]:
        """The dials that the rules do not have yet."""
        return sorted({key for end in self.dials for key in end.set if not base.has(key)})


@frozen
class ManipulationFile:
    """The file as a whole."""

    manipulation: tuple[Manipulation, ...] = Factory(tuple)


def read_manipulations(path: Path = HERE / "manipulations.toml") -> dict[str, Manipulation]:
    """Read all manipulations by the id of their statement. Raises FaultyFiles."""
    return {one.id: one for one in read_as(path, ManipulationFile).manipulation}


def read_as(path: Path, whole: type[T]) -> T:
    """Read a file of expectations as an instance of the class of its whole. Raises FaultyFiles."""
    document, faults = read(path), list[Fault]()
    found = structure(document, (), document.tables, whole, faults)
    if found is None or faults or document.faults:
        raise FaultyFiles([*document.faults, *faults])
    return found


def read_statements(path: Path = HERE / "links.toml") -> dict[str, dict[str, Any]]:
    """Read the statements by their ids, as their author wrote them."""
    return {one["id"]: one for one in read(path).tables["statement"]}
