"""What can be filled in, wrongly and rightly."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.operations.inputs import Inputs
from support.systems.operations.sayings import Sayings
from support.systems.system import system


@when("{people:People} fill in whatever they may, each field wrongly in every way")
def fill_in_wrongly(context: Context, people: list[Persona]) -> None:
    """One field at a time: missing, of another type, too long, unreadable, whatever it does not take."""
    system(context).part(Inputs).fill_in_wrongly(people)


@when("{who:Person} says whatever she may on live connections, each field wrongly in every way")
def say_wrongly(context: Context, who: Persona) -> None:
    """One field at a time, as in what is filled in."""
    system(context).part(Sayings).say_wrongly(who)


@then("it is named on live connections as well, which live on")
def named_live(context: Context) -> None:
    """Every refusal names just this field, and what is right is done afterwards."""
    system(context).part(Sayings).check()


@then("each time the field that is wrong is named, and no other")
def named(context: Context) -> None:
    """Every refusal says that the input is malformed, and names just this field."""
    system(context).part(Inputs).check_refused_by_name()


@then("nothing of it has changed anything, for anybody or in any store")
def nothing_of_it(context: Context) -> None:
    """What each of them reads, rows, keys and events about them are as they were."""
    system(context).part(Inputs).check_nothing_changed()


@when("{people:People} fill in whatever they may, with all that a field has to take")
def fill_in_rightly(context: Context, people: list[Persona]) -> None:
    """At the limits, in every script, and with what HTML, SQL or a shell minds."""
    system(context).part(Inputs).fill_in_rightly(people)


@then("it is taken, and kept as it was sent")
def kept(context: Context) -> None:
    """Everything was taken, and is read back to the letter."""
    system(context).part(Inputs).check_kept()
