"""Looking at a platform, and judging what was seen."""
