"""What every service of a reference platform shares."""
