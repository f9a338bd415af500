"""What a game is made of: its records, the numbers in them, its dice and its log."""
