"""Known defects of extractor."""
