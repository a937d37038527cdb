"""Everybody whom the features of Phoenix speak of."""

from support.scenario.people import Persona, introduce

UWE = Persona("Uwe", "user")
VERA = Persona("Vera", "viewer")
ADA = Persona("Ada", "admin")
OLGA = Persona("Olga", "admin")
OTTO = Persona("Otto", "user")
WANDA = Persona("Wanda", "viewer")
OTHERS = (OLGA, OTTO, WANDA)
"""Of another tenant than everybody else."""

introduce("phoenix", UWE, VERA, ADA, *OTHERS)

TENANT, OTHER_TENANT = "tenant-001", "tenant-002"


def tenant_of(who: Persona) -> str:
    return OTHER_TENANT if who in OTHERS else TENANT
