"""What the parallel runner costs, beside other ways to run the same features; `make bench`."""
