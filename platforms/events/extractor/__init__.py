"""Reads pages: what kind of event they tell of, with whom, when and where."""
