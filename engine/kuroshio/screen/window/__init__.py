"""The window: its display, its state, what a message makes of it."""
