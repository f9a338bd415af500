"""The state of a game: its records, their codes, its dice and its log."""
