"""The model: frozen attrs classes for everything in the TOML files."""
