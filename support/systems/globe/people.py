"""Everybody whom the features of Globe speak of."""

from support.scenario.people import Persona, introduce

LINA = Persona("Lina", "user")
ARNO = Persona("Arno", "user")
MILO = Persona("Milo", "user")
ZOE = Persona("Zoe", "user")  # not where Lina is: on another map
OLGA = Persona("Olga", "admin")  # who may bring others in

EVERYBODY = (LINA, ARNO, MILO, ZOE, OLGA)
introduce("globe", *EVERYBODY)
