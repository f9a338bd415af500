"""The seven phases of a turn, a file each (rule 1.1)."""
