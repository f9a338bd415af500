"""Kuroshio: a turn-based wargame engine of the first island chain."""

__version__ = "0.1.0"
