"""What the suite speaks to a platform with; only this package imports drivers, each at its first use."""
