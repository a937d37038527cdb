"""The real-time service of Globe."""
