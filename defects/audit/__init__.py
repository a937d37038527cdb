"""Known defects of Audit."""
