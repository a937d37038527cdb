"""The pages of Phoenix as one person uses them in one browser."""
