"""Shows that the suite notices: known defects are built into a platform, and scenarios have to turn red for them."""
