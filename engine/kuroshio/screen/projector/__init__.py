"""The projector's window for the back row of a room: it draws the public picture alone, in a layout of its own."""
