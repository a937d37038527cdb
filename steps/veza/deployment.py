"""How Veza is deployed: its containers, and what outlasts them."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.veza import veza


@given("a Veza of its own")
@when("a Veza of its own is started")
def own_veza(context: Context) -> None:
    veza(context).deployment.start_own()


@then("no part of it was started before what it stands on was ready")
def started_in_order(context: Context) -> None:
    veza(context).deployment.check_order()


@when("it is taken down and started again")
def taken_down(context: Context) -> None:
    veza(context).deployment.take_down_and_start()


@then("nobody knows {who:Person} any more when it is taken down with its volumes and started again")
def taken_down_with_volumes(context: Context, who: Persona) -> None:
    veza(context).deployment.take_down_and_start(volumes=True)
    veza(context).deployment.check_unknown(who)


@then("Prometheus reaches every service by its name")
def monitored(context: Context) -> None:
    veza(context).deployment.await_monitored()
