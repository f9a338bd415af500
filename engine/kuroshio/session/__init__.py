"""One game at a table. The package imports all that makes a session, so that every kind of line of a journal is known."""

from kuroshio.session.session import Session

__all__ = ["Session"]
