"""What befalls the parts of a platform."""

from behave import when
from behave.runner import Context

from support.scenario.misfortunes import Misfortune, Stretch
from support.scenario.world import world


@when("{part:Services} hangs")
def hangs(context: Context, part: list[str]) -> None:
    """A part keeps its connections, and does nothing."""
    world(context).faults.inflict(part[0], "hangs")


@when("{part:Services} stops")
def stops(context: Context, part: list[str]) -> None:
    """A part is stopped as its operator would stop it."""
    world(context).faults.inflict(part[0], "stops")


@when("{parts:Services} stop")
def stop(context: Context, parts: list[str]) -> None:
    """Several parts are stopped, one after another."""
    for part in parts:
        world(context).faults.inflict(part, "stops")


@when("{part:Services} dies")
def dies(context: Context, part: list[str]) -> None:
    """A part is killed."""
    world(context).faults.inflict(part[0], "dies")


@when("{part:Services} dies and is started again")
def dies_and_is_started(context: Context, part: list[str]) -> None:
    """A part is killed, and is back."""
    faults = world(context).faults
    faults.inflict(part[0], "dies")
    faults.mend()


@when("the container of {part:Services} is made anew")
def made_anew(context: Context, part: list[str]) -> None:
    """A part's container is thrown away for a new one."""
    world(context).faults.recreate(part[0])


@when("{part:Services} is cut off from everybody")
def cut_off(context: Context, part: list[str]) -> None:
    """A part is reached by nobody, and reaches nobody."""
    world(context).faults.inflict(part[0], "is cut off")


@when("{line:Line} {trouble:LineTrouble}")
def afflicted(context: Context, line: Stretch, trouble: str) -> None:
    """Something is wrong with the line between two parts, or between people and a part, until all is mended."""
    world(context).faults.afflict(line, trouble)


@when("one after another {misfortunes:Misfortunes}")
def suffered(context: Context, misfortunes: list[Misfortune]) -> None:
    """Misfortunes come and go, each as long as it says or for a short while."""
    world(context).faults.suffer(misfortunes)


@when("the line is mended")
def mended(context: Context) -> None:
    """Whatever was wrong is over."""
    world(context).faults.mend()
