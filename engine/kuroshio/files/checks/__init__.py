"""The checks before a game: one module for each kind of entry."""
