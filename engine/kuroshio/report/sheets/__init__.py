"""The sheets of a turn: one page a seat, printed from a kept game or a session."""
