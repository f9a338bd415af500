"""The parts of the window, a file for each. They draw from a picture and the window's state; nothing is decided here."""
