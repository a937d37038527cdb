"""What services and the platform tell of their health."""

from behave import then, when
from behave.runner import Context

from support.systems.operations.health import HealthReports
from support.systems.system import system


@then("each service reports that it is healthy, with its response time, its uptime and no issues")
def each_is_healthy(context: Context) -> None:
    """The report of every service, and that its status agrees with the answer's."""
    system(context).part(HealthReports).check_all_healthy()


@then("{platform:Platform} as a whole is {status}")
def whole_is(context: Context, platform: str, status: str) -> None:
    """The platform's report as a whole, with an entry for each service."""
    system(context, platform).part(HealthReports).check_overall(status)


@when("{services:Services} is restarted")
@when("{services:Services} are restarted")
def are_restarted(context: Context, services: list[str]) -> None:
    """Each service is stopped and started, and ready again."""
    system(context).part(HealthReports).restart(services)


@then("each of them reports an uptime of less than it took since")
def uptimes_are_new(context: Context) -> None:
    """No service that was restarted counts from before that."""
    system(context).part(HealthReports).check_uptimes_are_new()


@then("the uptime of each grows as time goes by")
def uptimes_grow(context: Context) -> None:
    """In a while each uptime grows by as much as time has passed."""
    system(context).part(HealthReports).check_uptimes_grow()


@then("within 5 seconds {services:Services} report being {status} because of {part}")
def report_being(context: Context, services: list[str], status: str, part: str) -> None:
    """Each of these services comes to this status and names the part."""
    system(context).part(HealthReports).await_status(services, status, part)


@then("within 5 seconds {platform:Platform} as a whole is {status}")
def whole_becomes(context: Context, platform: str, status: str) -> None:
    """The report as a whole comes to this status."""
    system(context, platform).part(HealthReports).await_overall(status)


@then("all is well again within 5 seconds of its return")
def all_is_well_again(context: Context) -> None:
    """The part is brought back, and every service and the whole are healthy in time."""
    system(context).part(HealthReports).await_all_well()
