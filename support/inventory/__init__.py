"""What a platform holds and offers, and what a run leaves in it."""
