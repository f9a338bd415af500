"""Who decides where no person does: chance, a doctrine or a player from outside. A policy reads a view, never the game."""
