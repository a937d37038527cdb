"""The pages of Globe as one person uses them in one browser."""
