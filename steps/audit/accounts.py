"""People of Audit, and their sessions."""

from behave import given
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.audit import audit


@given("{who:Person} is signed in")
def is_signed_in(context: Context, who: Persona) -> None:
    """With a session of their own."""
    audit(context).accounts.token(who)
