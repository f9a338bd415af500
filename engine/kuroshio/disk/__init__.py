"""Files written whole or not at all. This package knows nothing of their content."""
