"""What Events does while a store is away."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.events import events


@given("all that Events tells has been looked at, and {who:Person} has an account")
def looked_at(context: Context, who: Persona) -> None:
    """There is a catalogue with an event; its keeper and an admin are signed in."""
    events(context).stores_away.begin(who)


@when("everybody asks for all that Events offers, and services for all that they tell each other")
def ask_for_all(context: Context) -> None:
    """Rightly, each as one who may."""
    events(context).stores_away.ask_for_all()


@then("each of it is refused for now, and it is told when to ask again")
def told_when(context: Context) -> None:
    """As being away, with the seconds."""
    events(context).stores_away.check_told_when()


@then("all of it is told as before, and {who:Person} can sign in and out")
def all_the_same(context: Context, who: Persona) -> None:
    """Who has signed out is known no more."""
    stores_away = events(context).stores_away
    stores_away.check_all_the_same()
    stores_away.check_signs_in(who)
