"""Passwords that are guessed."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.phoenix import phoenix


@given("{who:Person}'s account is closed")
def closed(context: Context, who: Persona) -> None:
    """By an admin."""
    phoenix(context).accounts.deactivate(who)


@when("somebody guesses passwords of {one:Person}, {other:Person}, {gone:Person} and an unknown person, time and again")
def guesses(context: Context, one: Persona, other: Persona, gone: Persona) -> None:
    """Of the third, whose account is closed, also the right one."""
    phoenix(context).guessing.guess(one, other, gone)


@then("they learn nothing by it, and have to wait after the fifth time in a row")
def learn_nothing(context: Context) -> None:
    """One and the same answer for all; the right password as well has to wait."""
    phoenix(context).guessing.check_alike()
