"""Passwords that are nearly right."""

from behave import given, then
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.veza import veza


@given("{who:Person} has an account with a password that much comes near to")
def has_account_with(context: Context, who: Persona) -> None:
    """A long password with blanks around it, accents, capitals and a letter that means two."""
    veza(context).nearly_right.make(who)


@then("nothing that comes near it, or near her e-mail, opens a session for {who:Person}")
def nothing_near(context: Context, who: Persona) -> None:
    """Each near miss is refused, and the password itself is let in after each."""
    veza(context).nearly_right.check_refused(who)
