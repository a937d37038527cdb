"""Globe while a store is away, and when it is back."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.globe import globe


@when("it is back")
def is_back(context: Context) -> None:
    """What was away is there again, and ready."""
    globe(context).outages.mend()


@then("everybody is told that something is away")
def told_degraded(context: Context) -> None:
    """Live, and in the lists of their instances."""
    globe(context).outages.check_degraded(degraded=True)


@then("{people:People} are told that something is away")
def they_are_told(context: Context, people: list[Persona]) -> None:
    """Live, and in the lists of their instances."""
    globe(context).outages.check_degraded(degraded=True, people=people)


@then("everybody is told that all is well")
def told_well(context: Context) -> None:
    """Live, and in the lists of their instances."""
    globe(context).outages.check_degraded(degraded=False)


@then('presence is complete within 5 seconds, at "{name}" too, and nobody had to connect again')
def complete(context: Context, name: str) -> None:
    """Counted from the return: whoever is there, as they are, and nobody else."""
    globe(context).outages.check_complete([name])
    globe(context).outages.check_unbroken()
