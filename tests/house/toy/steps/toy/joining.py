"""Who is in the club."""

from behave import then, when
from behave.runner import Context
from support.systems.toy import toy

from support.scenario.people import Persona


@when("{who:Person} joins the conversation")
def joins(context: Context, who: Persona) -> None:
    """Somebody becomes a member of the club."""
    toy(context).join(who)


@then("{who:Person} is in the club once")
def is_in_once(context: Context, who: Persona) -> None:
    """The club has somebody as a member, once."""
    toy(context).check_in_once(who)
