"""The command `kuroshio`."""
