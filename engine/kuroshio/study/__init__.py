"""Studies of very many games: play, count, write."""
