"""What the program made of its content before a change: a difference that nobody meant shows at its first turn."""
