"""The kernel's version: the same version, content, choices and seed give the same game, to the bit."""

# Raised whenever a change of the kernel gives other games (tests/kernel/golden.py). A kept game says which version played it:
# another version tells and reviews it from its records, but does not play it on.
KERNEL = 4
