"""Everybody whom the features of Audit speak of."""

from support.scenario.people import Persona, introduce

OLGA = Persona("Olga", "developer")
PIOTR = Persona("Piotr", "developer")
VERA = Persona("Vera", "viewer")
NORA = Persona("Nora", "auditor")
CARLO = Persona("Carlo", "compliance")
ADA = Persona("Ada", "admin")

introduce("audit", OLGA, PIOTR, VERA, NORA, CARLO, ADA)
