"""TOML to model and back: find, read, locate, structure, check, save."""
