"""What pipelines are told, what they export, and what follows from it."""

import time

from behave import given, then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.phoenix import phoenix

FULL_LOAD = 1_000
"""Metrics a second, as full load is said to be."""
SLOWER = 16
"""Batches a second of a load that takes the place of a faster one."""


@then("both its pipelines are configured as their kinds say, and export as many series")
def are_configured(context: Context) -> None:
    """For its nodes alone; in Prometheus the candidate has the cut of its kind, and people are told as many."""
    found = phoenix(context)
    name = found.experiments.all()[-1].name
    found.deployments.check_configured(name)
    found.kinds.check_configured(name)
    found.collected.check_cut(name)
    found.collected.check_told(name)


@given("an experiment of each kind of pipeline is running under load")
def each_kind_runs(context: Context) -> None:
    """Side by side, each against the baseline, on a node of its own with a hundred processes."""
    phoenix(context).kinds.run_each()


@then("each kind exports what it is for, of each process or of many together, and no more than it promises")
def each_kind_keeps(context: Context) -> None:
    """Which series there are, and their values, found again from what the baseline exports."""
    phoenix(context).kinds.check_each()


@when("{who:Person} tells each candidate anew what it does already")
def tell_each_anew(context: Context, who: Persona) -> None:
    """The steps of its kind, as another version of it."""
    phoenix(context).kinds.tell_each_anew(who)


@then("none of them is without any of it at any time")
def never_without(context: Context) -> None:
    """At every look of Prometheus since; and what only grows never falls."""
    phoenix(context).kinds.check_never_without()


@then('the result of "{name}" follows from what Prometheus has, and is shown on its page')
def result_follows(context: Context, name: str) -> None:
    """Series by node, critical processes, criteria, and the recommendation, recomputed by Welch's t-test."""
    found = phoenix(context)
    found.judgements.check_cardinality(name)
    found.judgements.check_loaded(name, FULL_LOAD)
    found.judgements.check_criteria(name)
    found.judgements.check_follows(name)
    found.looking().check_result(name)
    found.looking().check_no_trouble()


@then("each has all series of its own node in both pipelines, and no pipeline has any of another's")
def are_apart(context: Context) -> None:
    """In Prometheus, by node and variant, over all its time; its people are told so; and the candidate has its own."""
    phoenix(context).collected.check_apart()
    phoenix(context).kinds.check_all()


@then("each has the metrics of its own company's processes")
def companies_apart(context: Context) -> None:
    """As many as it has processes, though nodes are called alike."""
    phoenix(context).collected.check_companies_apart()


@when('{who:Person} has {processes:Count} processes simulated for "{name}" instead, for {seconds:Duration}')
def load_anew(context: Context, who: Persona, processes: int, name: str, seconds: Duration) -> None:
    """While it runs, in place of what is simulated."""
    found = phoenix(context)
    found.deployments.note_all(name)
    context.loaded_at, context.loaded_for = time.time(), seconds
    found.experiments.load(name, processes, processes * SLOWER, round(seconds), who)


@then('"{name}" has these, and for as long, while "{other}" goes on as it was')
def has_these(context: Context, name: str, other: str) -> None:
    """Every series of them, no other one, at their pace; none when the time is over; and no break of the other."""
    found = phoenix(context)
    found.collected.await_whole(name)
    found.collected.parts.check_as_told(name)
    found.collected.check_load_ends(name, context.loaded_at, context.loaded_for)
    found.deployments.check_goes_on(other)
