"""The review of a kept game."""
