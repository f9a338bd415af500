"""Which games the kernel plays: the same version makes the same game of the same content and choices, to the bit."""

# Raised whenever a change of the kernel gives other games (tests/kernel/golden.py). A kept game says which version played it:
# under another it is told and reviewed from what was written down, and not gone on with.
KERNEL = 3
