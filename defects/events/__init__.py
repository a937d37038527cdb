"""Known defects of Events."""
