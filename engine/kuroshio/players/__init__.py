"""Who decides when no human does: at random, or by doctrine. A policy reads a view, never the game."""
