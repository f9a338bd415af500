"""What is drawn with: text, signs, colours."""
