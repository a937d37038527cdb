"""How a platform is deployed: in which order its containers start, and who watches them."""

from behave import given, then, when
from behave.runner import Context

from support.systems.operations.deployment import Deployment
from support.systems.system import system


@given("a {platform:Platform} of its own")
@when("a {platform:Platform} of its own is started")
def own_platform(context: Context, platform: str) -> None:
    """From here on the scenario is about a deployment that nobody else uses, and that ends with it."""
    system(context, platform).part(Deployment).start_own()


@then("no part of it was started before what it stands on was ready")
def started_in_order(context: Context) -> None:
    """Each container was started when those it needs were healthy, by the times of the engine."""
    system(context).part(Deployment).check_order()


@then("no part of it passes for healthy while it hangs")
def is_watched(context: Context) -> None:
    """The health check of each container is run while what is in it does nothing."""
    system(context).part(Deployment).check_watched()


@when("it is taken down and started again")
def taken_down(context: Context) -> None:
    """Its containers and networks are removed and made again; what was stored stays."""
    system(context).part(Deployment).take_down_and_start()


@then("each service finds by its name every part that it is told of")
def finds_each_other(context: Context) -> None:
    """Each name in the settings of a service is looked for from within its container."""
    system(context).part(Deployment).check_found()


@then("Prometheus reaches every service by its name")
def monitored(context: Context) -> None:
    """Prometheus knows each service and has got its metrics."""
    system(context).part(Deployment).await_monitored()
