"""Everybody whom the features of Veza speak of."""

from support.scenario.people import Persona, introduce

LINA = Persona("Lina", "listener")
ARNO = Persona("Arno", "artist")
MILO = Persona("Milo", "moderator")
ADA = Persona("Ada", "admin")
ZOE = Persona("Zoe", "listener")  # not where Lina is: no member, no owner
NILS = Persona("Nils", "listener")  # shares with Lina what can be shared

EVERYBODY = (LINA, ARNO, MILO, ADA, ZOE, NILS)

introduce("veza", *EVERYBODY)
