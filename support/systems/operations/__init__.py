"""Checks that serve all platforms: they take a system, and what its contract says of it."""
