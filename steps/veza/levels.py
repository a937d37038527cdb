"""Sentences about how long each step of an evening takes, and how much flows."""

from behave import then, when
from behave.runner import Context

from support.scenario.parameters import duration
from support.scenario.people import Persona
from support.systems.veza import veza


@when('{who:Person} spends {times:Count} evenings, from signing in to a playlist with "{title}"')
def spends_evenings(context: Context, who: Persona, times: int, title: str) -> None:
    """One after another, each on a new device."""
    veza(context).levels.spend_evenings(who, title, times)


@then("each of these took no longer than")
def each_step_took(context: Context) -> None:
    """A step, whether its average counts or each time, and what is promised."""
    rows = context.table or ()
    veza(context).levels.check_steps([(row["step"], row["judged by"], duration(row["time"])) for row in rows])


@then("in each second at least so much of these comes to {who:Person}")
def so_much_comes(context: Context, who: Persona) -> None:
    """Megabytes, fetched by several at once in the name of this person."""
    rows = context.table or ()
    veza(context).levels.check_flows(who, {row["what"]: float(row["megabytes"]) for row in rows})
