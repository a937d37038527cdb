"""Known defects of processor."""
