"""What a scenario leaves for those who have to understand it: the journal, and what it must not tell."""
