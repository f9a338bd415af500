"""A session for the window: passes the window's commands to the session and returns its refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kuroshio.cli.desk_commands import DeskCommands
from kuroshio.cli.sheet_files import sheets_beside
from kuroshio.picture.picture import Beat, Picture
from kuroshio.screen.window import events_and_commands as m
from kuroshio.session.lines.control_lines import Control, manual
from kuroshio.session.refusal import Refused
from kuroshio.session.rulings import UMPIRE
from kuroshio.session.session import Session

ONLY_THE_UMPIRE = "Only the umpire does this, at its console."


class Machine:
    """The machine at which the seats of a session sit by turns; a `WindowGame` (kuroshio.screen.window.window)."""

    def __init__(self, session: Session):
        self.session = session

    # --- what is shown -----------------------------------------------------------------------------------

    def picture(self) -> Picture:
        """Return the picture for the viewer; behind a curtain the public one."""
        return self.session.picture()

    def waiting_for(self) -> str:
        """Return the seat that must come to the machine before more is shown; empty: none."""
        return self.session.waiting_for()

    def beats(self) -> tuple[Beat, ...]:
        """Return what has happened since this seat last looked, and count it as told."""
        return self.session.beats()

    def has_umpire(self) -> bool:
        """Whether an umpire may come to the machine."""
        return self.session.umpire.sits()

    def notices(self) -> Iterator[str]:
        """Return notices about the game's files and clock, for everybody at the machine."""
        return self.session.notices()

    @property
    def rewound(self) -> int:
        """How often the game went back, so that what was shown before may be void."""
        return self.session.history.rewound

    @property
    def unpublished(self) -> str:
        """Return why the public journal could not be written; empty if it was."""
        return self.session.projector.unpublished

    # --- what is done ------------------------------------------------------------------------------------

    def reveal(self, seat: str) -> None:
        """Make a seat the viewer; empty: nobody, until the next comes."""
        self.session.reveal(seat)

    def draft(self, line: str) -> str:
        """Put an order into the plan; return why it was refused, or an empty text."""
        return refusal(lambda: self.session.draft(line))

    def undraft(self, index: int) -> None:
        """Take an order out of the plan."""
        self.session.undraft(index)

    def commit_plan(self) -> None:
        """Commit the plan; the game goes on to the next question."""
        self.session.commit_plan()

    def answer(self, line: str) -> str:
        """Answer the question; return why it was refused, or an empty text."""
        return refusal(lambda: self.session.answer(line))

    def stop(self, by: str) -> str:
        """End the game now; return a sentence if it cannot end."""
        return refusal(lambda: self.session.ending.stop(by))

    def expect(self, seat: str, other: str, text: str) -> str:
        """Keep what a seat expects of another; return why it was refused, or an empty text."""
        return refusal(lambda: self.session.notes.expect(seat, other, text))

    def control(self, line: str) -> tuple[str, Sequence[str]]:
        """Carry out a line of control; return its refusal and its answer. The umpire who typed it stays the viewer."""
        if line == "help":
            return "", [f"{written}  # {does}" for written, does in manual()]
        if line == "sheets":
            told: list[str] = []
            return refusal(lambda: told.append(sheets_beside(self.session))), told
        control = Control(self.session)
        try:
            refused = control.perform(line)
            return refused, [*control.said, *control.told(line)]
        finally:
            # A seat's order makes that seat the viewer, and a ruling sends away an umpire who came for it.
            if self.session.viewers.viewer != UMPIRE:
                self.session.reveal(UMPIRE)

    def by_hand(self, command: m.ByHand) -> tuple[str, Sequence[str]]:
        """Carry out a command of the umpire's desk; return its refusal and what came of it. The umpire stays the viewer."""
        said: list[str] = []
        if self.session.viewers.viewer != UMPIRE:
            return ONLY_THE_UMPIRE, said
        try:
            refused = refusal(lambda: said.extend(DeskCommands(self.session).carry_out(command)))
        finally:
            if self.session.viewers.viewer != UMPIRE:
                self.session.reveal(UMPIRE)
        return refused, said

    def close(self) -> None:
        """Let go of the journal, so that another may go on with it."""
        self.session.close()


def refusal(act: Callable[[], None]) -> str:
    """Carry out an act; return its refusal, or an empty text. Raises NotKept."""
    try:
        act()
    except Refused as refused:
        return str(refused)
    return ""
