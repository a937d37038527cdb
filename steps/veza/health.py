"""What services and the platform tell of their health."""

from behave import then, when
from behave.runner import Context

from support.systems.veza import veza


@then("each service reports that it is healthy, with its response time, its uptime and no issues")
def each_is_healthy(context: Context) -> None:
    veza(context).health.check_all_healthy()


@then("Veza as a whole is {status}")
def whole_is(context: Context, status: str) -> None:
    veza(context).health.check_overall(status)


@when("{services:Services} is restarted")
@when("{services:Services} are restarted")
def are_restarted(context: Context, services: list[str]) -> None:
    veza(context).health.restart(services)


@then("each of them reports an uptime of less than it took since")
def uptimes_are_new(context: Context) -> None:
    veza(context).health.check_uptimes_are_new()


@then("the uptime of each grows as time goes by")
def uptimes_grow(context: Context) -> None:
    veza(context).health.check_uptimes_grow()


@then("within 5 seconds {services:Services} report being {status} because of {part}")
def report_being(context: Context, services: list[str], status: str, part: str) -> None:
    veza(context).health.await_status(services, status, part)


@then("within 5 seconds Veza as a whole is {status}")
def whole_becomes(context: Context, status: str) -> None:
    veza(context).health.await_overall(status)


@then("all is well again within 5 seconds of its return")
def all_is_well_again(context: Context) -> None:
    veza(context).health.await_all_well()
