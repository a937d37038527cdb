"""Globe: people meeting on shared maps."""
