"""One game at a table. The package imports all parts of a session, so that every kind of journal line is registered."""

from kuroshio.session.session import Session

__all__ = ["Session"]
