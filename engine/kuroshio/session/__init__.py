"""One game at a table: seats, drafts, choices, what is kept."""
