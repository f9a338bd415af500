"""The projector: the public picture goes to the public journal after each act. If that fails the game goes on."""

from __future__ import annotations

from kuroshio.picture.picture import Picture
from kuroshio.session.journal.journal_writer import Journal
from kuroshio.session.live_game import EVERYBODY
from kuroshio.session.public_journal import Publisher
from kuroshio.session.room_clock import by_machines_clock
from kuroshio.session.seat_pictures import SeatPictures


class Publishing:
    """Shows the public picture. unpublished: a sentence while the public journal cannot be written, else empty."""

    def __init__(self, pictures: SeatPictures, journal: Journal, publisher: Publisher | None):
        self.pictures, self.journal, self.publisher, self.unpublished = pictures, journal, publisher, ""

    def draw(self) -> Picture | None:
        """Return the present public picture; None for a game that is neither kept nor shown."""
        return self.pictures.of(EVERYBODY) if self.journal.stream is not None or self.publisher is not None else None

    def publish(self, picture: Picture | None = None) -> None:
        """Publish a public picture; if that fails `unpublished` says why."""
        if self.publisher is None:
            return
        try:
            self.publisher.publish(by_machines_clock(picture or self.pictures.of(EVERYBODY)))
            self.unpublished = ""
        except OSError as error:
            why = error.strerror or str(error)
            self.unpublished = f"{self.publisher.path}: cannot be written ({why}); the projector shows an old picture or none."
