"""The state of one scenario: its people, data, clean-up and faults."""
