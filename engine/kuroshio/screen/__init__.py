"""The window: it draws pictures and returns lines of play."""

import os

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # here, before any part imports pygame: it greets on standard output
