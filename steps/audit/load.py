"""Many changes a second."""

from behave import then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.audit import audit

MOST_GROWTH = 1.5
"""MiB of memory that a service may come to need more each second: about a KiB of each change. What comes and goes makes
up a few tenths."""


@when(
    "for {time:Duration} programs of {people:People} change {rate:Count} documents a second,"
    " {together:Count} of them together"
)
def rush(context: Context, time: Duration, people: list[Persona], rate: int, together: int) -> None:
    """They make, change and delete them, whether those before are answered or not; an auditor looks for some."""
    audit(context).load.rush(people, rate, together, time)


@then("at least {least:Count} a second were recorded meanwhile")
def at_least(context: Context, least: int) -> None:
    """By the clock of the platform, while it went on; and each request was answered as asked for."""
    audit(context).load.check_rate(least)


@then("99 % of them were on record within {limit:Duration}")
def on_record_within(context: Context, limit: Duration) -> None:
    """By the clock of the platform; and an auditor who looked for some found them as soon."""
    audit(context).load.check_propagation(limit)


@then("each record says who did what, what it was before and after, and all of it was counted")
def said_and_counted(context: Context) -> None:
    """However many there were at a time."""
    audit(context).load.check_said()


@then("no service came to need more memory with each second")
def steady_memory(context: Context) -> None:
    """By a straight line through what it had, once it was warm."""
    audit(context).load.check_memory(MOST_GROWTH)
