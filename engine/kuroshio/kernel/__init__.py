"""The rules at work: compiled tables, state, dice, phases, views. No screen, disk, network or clock."""
