"""How Veza is deployed: its containers, and what outlasts them."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.scenario.world import world


@given("a Veza of its own")
@when("a Veza of its own is started")
def own_veza(context: Context) -> None:
    world(context).veza.deployment.start_own()


@then("no part of it was started before what it stands on was ready")
def started_in_order(context: Context) -> None:
    world(context).veza.deployment.check_order()


@when("it is taken down and started again")
def taken_down(context: Context) -> None:
    world(context).veza.deployment.take_down_and_start()


@then("nobody knows {who:Person} any more when it is taken down with its volumes and started again")
def taken_down_with_volumes(context: Context, who: Persona) -> None:
    world(context).veza.deployment.take_down_and_start(volumes=True)
    world(context).veza.deployment.check_unknown(who)


@when("the container of {part:Services} is made anew")
def made_anew(context: Context, part: list[str]) -> None:
    world(context).faults.recreate(part[0])


@when("{part:Services} is cut off from everybody")
def cut_off(context: Context, part: list[str]) -> None:
    world(context).faults.inflict(part[0], "is cut off")


@then("Prometheus reaches every service by its name")
def monitored(context: Context) -> None:
    world(context).veza.deployment.await_monitored()
