"""What things are: frozen attrs classes for everything that the TOML files hold."""
