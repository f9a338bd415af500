"""The parts of the window, a module each. They draw from a picture and the window's state, and return nothing."""
