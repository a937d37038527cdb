"""Searching the records."""

from behave import given, then
from behave.runner import Context

from support.systems.audit import audit


@given("Olga and Piotr have made, changed and deleted documents, and somebody has failed to sign in")
def have_worked(context: Context) -> None:
    """And all of it is recorded."""
    audit(context).searching.work()


@then("an auditor who searches {by} finds exactly what has it")
def finds_exactly(context: Context, by: str) -> None:
    """All of it, nothing else, and counted."""
    audit(context).searching.check(by)


@then("an auditor who searches for what nobody did finds nothing")
def finds_nothing(context: Context) -> None:
    """An empty list, and zero."""
    audit(context).searching.check_nothing()


@then("page by page an auditor finds everything once, and each page says how many there are")
def finds_by_pages(context: Context) -> None:
    """The last one says that it is the last."""
    audit(context).searching.check_pages()


@then("what is found can be sorted by {by:Sort}, upwards and downwards")
def is_sorted(context: Context, by: str) -> None:
    """What is alike keeps the order in which it was recorded."""
    audit(context).searching.check_sorted(by)
