"""The printed pages of an exercise."""
