"""The checks before a game: what every entry is checked for, and modules for actions, rules, map and scenario."""
