"""Rules, map and scenario compiled into one record."""
