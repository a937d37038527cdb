"""audit-service: takes in what is told of changes, keeps it unalterably, and lets those search it who may."""
