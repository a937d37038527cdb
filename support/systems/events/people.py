"""Everybody whom the features of Events speak of."""

from support.scenario.people import Persona, introduce

INES = Persona("Ines", "organiser")
OTTO = Persona("Otto", "organiser")
VERA = Persona("Vera", "visitor")
MILO = Persona("Milo", "visitor")
ADA = Persona("Ada", "admin")

EVERYBODY = {one.name: one for one in (VERA, MILO, INES, OTTO, ADA)}

introduce("events", *EVERYBODY.values())
