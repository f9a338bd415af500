"""The window: it draws pictures and returns lines of play."""
