"""What can be asked of each platform, in its own words."""
