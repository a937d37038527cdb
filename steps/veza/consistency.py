"""Sentences about whether all services say the same."""

from behave import given, step, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.veza import veza


@given("{people:People} have used everything at the same moment")
def have_used_everything(context: Context, people: list[Persona]) -> None:
    """Once; the scenario is about what is kept of it."""
    veza(context).busy.use_everything(people, 1)


@step("all services say and keep the same of these people, tracks, playlists and messages")
def all_say_the_same(context: Context) -> None:
    """Through their interfaces and in their stores, once all has come to everybody."""
    veza(context).consistency.check()


@then("once all is well all services say and keep the same of these people, tracks, playlists and messages")
def all_say_the_same_once_well(context: Context) -> None:
    """After whatever befell Veza meanwhile."""
    veza(context).world.faults.mend()
    veza(context).consistency.check()


@when('somebody meddles with {what} "{whose}"')
def meddles(context: Context, what: str, whose: str) -> None:
    """Behind the back of all services."""
    veza(context).consistency.meddle(what, whose)


@then("it is noticed that they disagree about {what}")
def is_noticed(context: Context, what: str) -> None:
    """That, and nothing else."""
    veza(context).consistency.check_named(what)
