"""Tests of kuroshio.picture: what people read of a game, in words."""
