"""Experiments that are created in crowds."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.phoenix import phoenix


@when("{clients:d} clients of {who:Person} create {count:d} experiments as fast as they can")
def create_many(context: Context, clients: int, who: Persona, count: int) -> None:
    """Each experiment with a name, texts, nodes and figures of its own; nobody starts them."""
    phoenix(context).crowd.create(who, count, clients)


@when("{clients:d} clients of {who:Person} create the same experiment at the same moment")
def create_same(context: Context, clients: int, who: Persona) -> None:
    """All of them with the same name."""
    phoenix(context).crowd.create_same(who, clients)


@then("each experiment of {who:Person} is stored once, as it was created")
def stored_once(context: Context, who: Persona) -> None:
    """In the database, with every field as it was asked for, and the id that was answered."""
    phoenix(context).crowd.check_stored(who)


@then("no two experiments have the same id")
def ids_differ(context: Context) -> None:
    """No id was answered twice."""
    phoenix(context).crowd.check_ids_differ()


@then("{who:Person} finds each of them once")
def finds_each(context: Context, who: Persona) -> None:
    """In the list, over all of its pages."""
    phoenix(context).crowd.check_listed(who)


@then("it was created for one of them, and the others were told that it is there")
def first_counted(context: Context) -> None:
    """One was answered that it is created, everybody else that there is one of this name."""
    phoenix(context).crowd.check_first_counted()
