"""Rules, map and scenario as rows of one record."""
