"""Audit: an ontology whose every change is recorded, once, in order, whatever happens meanwhile."""
