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


@then("they end like this")
def end_so(context: Context) -> None:
    """Each with its state, and a reason that says this."""
    phoenix(context).outcomes.check_ends(list(context.table or []))


@then("each of them was judged by its figures")
def were_judged(context: Context) -> None:
    """Series, criteria and recommendation follow from what Prometheus has; and how it ended from these."""
    phoenix(context).outcomes.check_judged()
