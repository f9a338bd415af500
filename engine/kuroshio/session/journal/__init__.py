"""The journal of a game: the kinds of its lines, their spelling, their file, what came of each act, and older formats."""
