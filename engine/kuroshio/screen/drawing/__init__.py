"""What the window draws with: text, symbols and colours."""
