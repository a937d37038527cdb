"""What people can make, looked at whole."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.scenario.world import world
from support.systems.operations.whole import Whole
from support.systems.system import system


@when("{people:People} make one of everything that can be made on {platform:Platform}")
def make(context: Context, people: list[Persona], platform: str) -> None:
    """With something of its own in every field, and each choice of yes or no."""
    system(context, platform).part(Whole).make(people)


@when("{people:People} make one of everything on {platform:Platform}, whose service dies with the answer")
def make_and_die(context: Context, people: list[Persona], platform: str) -> None:
    """The service is killed as soon as it has answered, and started again."""
    faults = world(context).faults

    def die(service: str) -> None:
        faults.inflict(service, "dies")
        faults.mend()

    system(context, platform).part(Whole).make(people, after=die)


@then("each of it is the same wherever it is looked at, for whoever may see it")
def same_everywhere(context: Context) -> None:
    """What was sent, what was answered, what each of them reads, lists, rows and events, field by field."""
    system(context).part(Whole).check_same_everywhere()


@then("each of it is still the same when every part has been restarted")
def same_after_restart(context: Context) -> None:
    """In each of these places."""
    system(context).part(Whole).restart_each()


@then("nothing of it is left anywhere once it has been removed")
def gone(context: Context) -> None:
    """Nobody reads it, no list shows it, and no store has anything that belonged to it."""
    whole = system(context).part(Whole)
    whole.remove()
    whole.check_gone()
