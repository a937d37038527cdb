"""What `make` calls: setting up, checking, running, reporting. Not part of the suite proper."""
