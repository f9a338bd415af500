"""What is checked before anything is played: a file for each kind of entry."""
