"""Means of drawing: text, symbols, colours."""
