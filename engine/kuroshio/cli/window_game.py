"""A session as the window plays it: what the window wants done goes to the session here, and what that refuses comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kuroshio.picture.picture import Beat, Picture
from kuroshio.session.control_lines import Control, manual
from kuroshio.session.refusal import Refused
from kuroshio.session.rulings import UMPIRE
from kuroshio.session.session import Session


class Machine:
    """The machine at which the seats of a session sit by turns; a `Game` of the window (kuroshio.screen.window.window)."""

    def __init__(self, session: Session):
        self.session = session

    # --- what is shown -----------------------------------------------------------------------------------

    def picture(self) -> Picture:
        """For the eyes of the seat that may look now; the public picture behind a curtain."""
        return self.session.picture()

    def waiting_for(self) -> str:
        """The seat that must come to the machine before anything more is shown; empty: none."""
        return self.session.waiting_for()

    def beats(self) -> tuple[Beat, ...]:
        """What has happened since this seat last looked; asking takes them as told."""
        return self.session.beats()

    def has_umpire(self) -> bool:
        """Whether an umpire may come to the machine."""
        return self.session.umpire.sits()

    def notices(self) -> Iterator[str]:
        """What everybody at the machine may know of the game's files and its clock."""
        return self.session.notices()

    @property
    def rewound(self) -> int:
        """How often the game went back: what was shown before may be void."""
        return self.session.history.rewound

    @property
    def unpublished(self) -> str:
        """Why the public journal could not be written, in a sentence; empty where it was."""
        return self.session.projector.unpublished

    # --- what is done ------------------------------------------------------------------------------------

    def reveal(self, seat: str) -> None:
        """The seat sits at the machine now; nobody (empty): it is left to the next."""
        self.session.reveal(seat)

    def draft(self, line: str) -> str:
        """Put an order into the plan; empty, or a sentence why not."""
        return refusal(lambda: self.session.draft(line))

    def undraft(self, index: int) -> None:
        """Take an order out of the plan."""
        self.session.undraft(index)

    def commit_plan(self) -> None:
        """The plan stands; the game goes on to the next question."""
        self.session.commit_plan()

    def answer(self, line: str) -> str:
        """Answer what is asked; empty, or a sentence why not."""
        return refusal(lambda: self.session.answer(line))

    def stop(self, by: str) -> str:
        """The game ends here; a sentence where it cannot."""
        return refusal(lambda: self.session.ending.stop(by))

    def expect(self, seat: str, other: str, text: str) -> str:
        """Keep what a seat expects of another; empty, or a sentence why not."""
        return refusal(lambda: self.session.notes.expect(seat, other, text))

    def control(self, line: str) -> tuple[str, Sequence[str]]:
        """Carry out a line of control; why it was refused, and what came of it. The umpire who typed it goes on looking."""
        if line == "help":
            return "", [f"{written}  # {does}" for written, does in manual()]
        control = Control(self.session)
        try:
            refused = control.perform(line)
            return refused, [*control.said, *control.told(line)]
        finally:
            # A seat's order is entered with its eyes, and a ruling ends the look of who came for it.
            if self.session.viewers.viewer != UMPIRE:
                self.session.reveal(UMPIRE)

    def close(self) -> None:
        """Let go of the journal, so that another may go on with it."""
        self.session.close()


def refusal(act: Callable[[], None]) -> str:
    """Do something; the sentence with which it is refused, else an empty text. Raises NotKept."""
    try:
        act()
    except Refused as refused:
        return str(refused)
    return ""
