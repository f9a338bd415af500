"""A short game of each version of the kernel stays in the tests: told under any later one, played through under its own.

.venv/bin/python -m tests.session.versions      # keeps one of this version, before it is raised
"""

from __future__ import annotations

from pathlib import Path

from kuroshio.files.pack import Pack, pack
from kuroshio.kernel.version import KERNEL
from kuroshio.session import saved_games
from kuroshio.session.journal.journal_records import layout
from kuroshio.session.journal.journal_writer import begin, header_of
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.session import Session

DATA = Path(__file__).parent / "data"
PEOPLE, SEED = ("china", "japan"), 4
SHAPES = ("/coast.geojson", "borders.geojson", "islands.geojson")  # what neither rules nor the review read
OPENING = (
    'china: "Invite the fishermen of both sides to a fair"',
    "china: import_ban against japan",
    "commit china",
    "note japan: Waits.",
    "agree china,japan until 3 secretly: No boats before the Games.",
    "commit japan empty",
    "inject A storm: The strait is closed. | to japan | set world.tension+1",
)
RULINGS = {
    "semi_rigid": "rule | because as the roll has it",
    "matrix": "rule | for it is cheap | because both sides gain",
    "free": "rule | because as the roll has it",
    "consensus": "rule | vote room={engine} | because all agree",
}


def path_of(kernel: int) -> Path:
    return DATA / f"kernel_{kernel}.game.jsonl"


def step(control: Control) -> str:
    """The next line that somebody would type."""
    docket, planners = control.session.umpire.docket(), control.session.deciders.planners()
    if docket is not None:
        return RULINGS[docket.mode].format(engine=docket.engine)
    if planners:
        return f"commit {planners[0]}{'' if control.session.viewers.plans.get(planners[0]) else ' empty'}"
    seat = control.session.asked()
    question = control.session.picture_for(seat).question
    assert question is not None
    return question.choices[-1].line


def write(path: Path) -> None:
    """Play a game of the tutorial with an umpire into a file; the shapes of the map, which no rule reads, are left out."""
    content = saved_games.load("tutorial")
    files = pack(content.places.scenario, content.places.rules, content.places.map).files
    lean = Pack({name: text for name, text in files.items() if not name.endswith(SHAPES)})
    header = header_of(content.tables, "tutorial", "", PEOPLE, (), SEED, umpire=True)
    journal = begin(path, header, {"digest": lean.digest, "files": lean.text(), **layout(content.tables)})
    control = Control(Session(content.tables, content.playbook, PEOPLE, SEED, journal=journal), "director")
    for line in OPENING:
        assert control.perform(line) == "", line
    while control.session.turn < 3:
        assert control.perform(step(control)) == ""
    assert control.perform("undo 1 yes") == ""
    while control.session.turn < 4:
        assert control.perform(step(control)) == ""
    control.session.close()


def main() -> None:
    path = path_of(KERNEL)
    path.unlink(missing_ok=True)
    write(path)
    path.with_name(f"{path.name}.lock").unlink(missing_ok=True)
    print(path)


if __name__ == "__main__":
    main()
