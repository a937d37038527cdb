"""Experiments that are run to be judged."""

from behave import then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.systems.phoenix import phoenix


@when("these experiments run for {time:Duration}, each with {processes:Count} processes on a node")
def run_all(context: Context, time: Duration, processes: int) -> None:
    """All at the same time, against what is collected as it is; some rows have a time or a share of their own."""
    phoenix(context).outcomes.run(list(context.table or []), time, processes)


@when(
    "these experiments with a slow candidate run for {time:Duration}, each with {processes:Count} processes on a node"
)
def run_slow(context: Context, time: Duration, processes: int) -> None:
    """A candidate that keeps everything and looks at each name in as many ways as it is slow."""
    phoenix(context).outcomes.run(list(context.table or []), time, processes)


@when("these experiments run until chance would do as much so seldom")
def run_until(context: Context) -> None:
    """Side by side; in each a pipeline of 14 processes exports one less than the other, and the baseline is slower."""
    rows = [dict(zip(row.headings, row.cells, strict=True)) for row in context.table or []]
    phoenix(context).certainty.run_until_as_likely(rows)


@when("these experiments run until one side has so many samples")
def run_until_many(context: Context) -> None:
    """And the other side has as many, or more."""
    rows = [dict(zip(row.headings, row.cells, strict=True)) for row in context.table or []]
    phoenix(context).certainty.run_until_as_many(rows)


@then('of "{few}" it is said that there was too little to tell, and not of "{enough}"')
def said_too_little(context: Context, few: str, enough: str) -> None:
    """As the reason why each ended; and no other thing is recommended than to go on with the first."""
    phoenix(context).certainty.check_too_little(few, enough)


@then("this is said of them")
def is_said(context: Context) -> None:
    """What is recommended, how sure that is, and what is risked."""
    rows = [dict(zip(row.headings, row.cells, strict=True)) for row in context.table or []]
    phoenix(context).certainty.check_told(rows)


@then("they end like this")
def end_so(context: Context) -> None:
    """Each with its state, and a reason that says this."""
    phoenix(context).outcomes.check_ends(list(context.table or []))


@then("each of them was judged by its figures")
def were_judged(context: Context) -> None:
    """Series, criteria and recommendation follow from what Prometheus has; and how it ended from these."""
    phoenix(context).outcomes.check_judged()
