"""Known defects of oms."""
