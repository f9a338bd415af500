"""The window: it draws pictures and returns lines of play."""

import os

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # set before any part imports pygame, which would print a greeting
