"""What services count of themselves."""

from behave import given, then
from behave.runner import Context

from support.systems.audit import audit


@given("the metrics of Audit are known")
def are_known(context: Context) -> None:
    """All that was done before is recorded, and counted; what is told later has happened since."""
    audit(context).metrics.begin()


@then("they count what was recorded by its action, and nothing else")
def count_records(context: Context) -> None:
    """Told by oms, recorded by audit-service, and nothing of it waits."""
    audit(context).metrics.check_recorded()


@then("they count how changes were answered")
def count_requests(context: Context) -> None:
    """Those that were made and those that were refused, and each was timed."""
    audit(context).metrics.check_requests()


@then('they count everything that was told of "{name}" as come again')
def count_duplicates(context: Context, name: str) -> None:
    """And record nothing of it."""
    audit(context).metrics.check_duplicates(name)


@then("they count it as set aside")
def count_set_aside(context: Context) -> None:
    """Once, and so what was told with it."""
    audit(context).metrics.check_set_aside(audit(context).poison.wrong)


@then("they count it as archived")
def count_archived(context: Context) -> None:
    """Once, and nothing else of the scenario."""
    audit(context).metrics.check_archived()


@then("the metrics tell that no changes wait to be told, and that {number:Count} were told")
def told(context: Context, number: int) -> None:
    """Each counted once, however often that was tried."""
    audit(context).metrics.check_waiting(0)
    audit(context).metrics.check_told(number)


@then("the metrics tell that {number:Count} changes wait to be told")
def waiting(context: Context, number: int) -> None:
    """In the outbox of oms."""
    audit(context).metrics.check_waiting(number)
