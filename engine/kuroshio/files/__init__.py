"""From TOML to the model and back: find, read, locate, structure, check, save."""
