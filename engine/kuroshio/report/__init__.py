"""Games as people read them."""
