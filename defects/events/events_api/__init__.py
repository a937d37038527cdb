"""Known defects of events-api."""
