"""Known defects of audit-service."""
