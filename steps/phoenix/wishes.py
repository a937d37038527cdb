"""Experiments that are asked for wrongly, or at the limits."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.phoenix import phoenix


@when("{who:Person} asks for experiments with {wrong}")
def ask_wrongly(context: Context, who: Persona, wrong: str) -> None:
    """One for each way in which it may be wrong."""
    phoenix(context).wishes.ask_wrongly(who, wrong)


@when("{who:Person} asks for an experiment with a mistake of each kind")
def ask_all_wrong(context: Context, who: Persona) -> None:
    """All of them in one."""
    phoenix(context).wishes.ask_all_wrong(who)


@then("each time just that is named, and {who:Person} has no experiment of it")
def is_named(context: Context, who: Persona) -> None:
    """Every refusal names what was wrong and nothing else; nothing is listed or stored."""
    phoenix(context).wishes.check_named(who)


@then("{who:Person} may ask for experiments at the limits of each field, which are kept as they were asked for")
def may_ask(context: Context, who: Persona) -> None:
    """Read, and stored; an admin gives each of them the least or the largest load."""
    phoenix(context).wishes.check_limits(who)


@then("where {who:Person} says nothing of a figure, it is what is promised")
def unless_told(context: Context, who: Persona) -> None:
    """Of any, or of some."""
    phoenix(context).wishes.check_unless_told(who)
