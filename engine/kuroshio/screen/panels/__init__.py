"""The parts of the window, a file each: they draw from a picture and the window's state, and return nothing."""
