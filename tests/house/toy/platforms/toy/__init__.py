"""A club, as small as a platform can be."""
