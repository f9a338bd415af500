"""The rules engine: compiled tables, state, dice, phases, views. It uses no screen, disk, network or clock."""
