"""Games by the hundred thousand: play, count, write."""
