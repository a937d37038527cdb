"""Sign-ins that end while somebody is on a map."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.globe import globe


@given("{who:Person} has signed in on a second device, with the map open there")
def has_signed_in_again(context: Context, who: Persona) -> None:
    """A sign-in of its own, for the same session, at either instance."""
    globe(context).signing_out.sign_in_again(who)


@when("{who:Person} signs out on the second device")
def signs_out_there(context: Context, who: Persona) -> None:
    """The sign-in of the first device goes on."""
    globe(context).signing_out.sign_out_there(who)


@when("the account of {who:Person} is closed")
def account_is_closed(context: Context, who: Persona) -> None:
    """By an admin, and with it every sign-in of theirs."""
    globe(context).accounts.deactivate(who)


@then("that device of {who:Person} is told so, and nobody else has noticed anything")
def one_is_told(context: Context, who: Persona) -> None:
    """Its connection ends for that reason; the person is on the map, wherever one looks, on the first device."""
    globe(context).signing_out.check_one_ended(who)


@then("each device of {who:Person} is told so, and {same:Person} is gone for everybody within {limit:Duration}")
def all_are_told(context: Context, who: Persona, same: Persona, limit: Duration) -> None:
    """Their connections end for that reason; they are on no list, in no key, and their row has ended."""
    assert who == same, "a sentence about one person names two"
    globe(context).signing_out.check_all_ended(who, limit)
