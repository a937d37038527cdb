"""Catalogues of events: what people and programs ask for."""
