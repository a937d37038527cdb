"""Experiments that are created in crowds."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.phoenix import phoenix


@when("{clients:Count} clients of {people:People} create {count:Count} experiments as fast as they can")
def create_many(context: Context, clients: int, people: list[Persona], count: int) -> None:
    """Each experiment with a name, texts, nodes and figures of its own; nobody starts them."""
    phoenix(context).crowd.create(people, clients, count)


@when("{clients:Count} clients of {people:People} create the same experiment at the same moment, and one that is alike")
def create_same(context: Context, clients: int, people: list[Persona]) -> None:
    """All of them with the same name, and then with one of some that differ by a letter."""
    phoenix(context).crowd.create_same(people, clients)


@then("each of them was created")
def all_created(context: Context) -> None:
    """None was refused, or left without an answer."""
    phoenix(context).crowd.check_errors()


@then("each experiment of theirs is stored once, as it was created")
def stored_once(context: Context) -> None:
    """In the database, with every field as it was asked for, of whom, and the id that was answered."""
    phoenix(context).crowd.check_stored()


@then("no two experiments have the same id")
def ids_differ(context: Context) -> None:
    """No id was answered twice."""
    phoenix(context).crowd.check_ids_differ()


@then("{people:People} find each of their company's once")
@then("{people:People} finds each of their company's once")
def find_each(context: Context, people: list[Persona]) -> None:
    """In the list, over all of its pages, as it was asked for."""
    for who in people:
        phoenix(context).crowd.check_listed(who)


@then("{people:People} have heard of each of their company's once, and of no other's")
def heard_of_each(context: Context, people: list[Persona]) -> None:
    """Live, in both of their tabs, as it is called and that it is pending."""
    phoenix(context).crowd.check_heard(people, phoenix(context).followers)


@then("each was created for one of each company, and the others were told that it is there")
def first_counted(context: Context) -> None:
    """One was answered that it is created, everybody else of the company that there is one of this name."""
    phoenix(context).crowd.check_first_counted()


@then("{who:Person} can follow a hundred of them over one connection, and no more")
def follow_most(context: Context, who: Persona) -> None:
    """Another one when one of them is let go."""
    found = phoenix(context)
    found.followers.check_most(who, found.crowd.ids_of(who))


@then("the list of {who:Person} in a browser tells how many there are")
def told_how_many(context: Context, who: Persona) -> None:
    """Of their company, however few of them it shows."""
    browser = phoenix(context).browser(who)
    browser.open()
    browser.check_counted()
