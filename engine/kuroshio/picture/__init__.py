"""What one seat or the public may know, in words and numbers for people."""
