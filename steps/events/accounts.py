"""People's accounts on Events."""

from behave import given
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.events import events


@given("{who:Person} is signed in")
def is_signed_in(context: Context, who: Persona) -> None:
    """With an account that is made for the scenario."""
    events(context).accounts.token(who)
