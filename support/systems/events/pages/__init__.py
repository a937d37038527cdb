"""The pages of Events as one person uses them in one browser."""
