"""A web site to scrape, with a stage behind it."""
