"""The window: its display, its state, and the changes that messages make."""
