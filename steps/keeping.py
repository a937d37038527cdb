"""What is stored, in every store, and whatever happens to the parts of a platform."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.operations.keeping import Keeping
from support.systems.system import system


@when("each part {happens}, one after another, and {people:People} look for everything after each")
def each_part(context: Context, happens: str, people: list[Persona]) -> None:
    """What each of them reads, every row, every key and every event, with something in each table beforehand."""
    keeping = system(context).part(Keeping)
    keeping.begin(people)
    keeping.happen(happens)


@then("everything was there each time, for each of them and in every store")
def everything_was_there(context: Context) -> None:
    """Nothing is gone, and nothing has become something else."""
    system(context).part(Keeping).check()
