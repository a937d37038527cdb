"""The pages of Audit as one person uses them in one browser."""
