"""Reports, statistics and exports."""

from behave import given, then
from behave.runner import Context

from support.systems.audit import audit


@then("the statistics count what a search finds")
def statistics_agree(context: Context) -> None:
    """By deed, by kind of thing, and by whom."""
    audit(context).reports.check_statistics()


@then("the compliance report of a period counts what is recorded in it, and is kept")
def report_agrees(context: Context) -> None:
    """From its beginning up to its end, and not what happened at that moment."""
    audit(context).reports.check_report()


@then("exports hold the rows that a search finds, in its order")
def exports_agree(context: Context) -> None:
    """As JSON and as CSV, with who exported them and when."""
    audit(context).reports.check_exports()


@given("somebody has done something long ago, just before and just when each of them began and ended")
def long_ago(context: Context) -> None:
    """As oms might tell it late; the oldest of it is archived by now."""
    audit(context).reports.tell_of_long_ago()


@then("what is found, counted, exported and reported of each is what happened in it")
def each_period(context: Context) -> None:
    """And the ten who did most of it are named, of more."""
    audit(context).reports.check_long_ago()


@given('"{name}" was changed {times:Count} times in one moment')
def changed_often(context: Context, name: str, times: int) -> None:
    """At a few moments in truth, and told late."""
    audit(context).reports.tell_often(name, times)


@then("all of it is found, and the latest thousand of it are its history")
def all_is_found(context: Context) -> None:
    """Page by page, and as oms shows it."""
    audit(context).reports.check_all_found()
