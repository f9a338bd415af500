"""Files written whole or not at all; this room knows nothing of what is in them."""
