"""Sentences about people who use everything at the same moment."""

from behave import then, when
from behave.runner import Context

from support.scenario.parameters import duration
from support.scenario.people import Persona
from support.systems.veza import veza


@when("{people:People} use everything at the same moment, {times:Count} times")
def use_everything(context: Context, people: list[Persona], times: int) -> None:
    """Each signs in on a new device every time, and does everything there that people do."""
    veza(context).busy.use_everything(people, times)


@then("all of it was answered, to everybody with what is theirs")
def all_was_answered(context: Context) -> None:
    """Every call and every frame."""
    veza(context).busy.check_answered()


@then("each call took less than {mean:Duration} on average, and less than {most:Duration} 95 % of the times")
def each_call_took_at_most(context: Context, mean: float, most: float) -> None:
    """Whatever was asked for, of whichever service."""
    veza(context).busy.check_every_call(mean, most)


@then("each of these took less on average than")
def each_call_took(context: Context) -> None:
    """A service, what is asked of it, and the average that is promised."""
    promised = {(row["service"], row["call"]): duration(row["average"]) for row in context.table or ()}
    veza(context).busy.check_calls(promised)
