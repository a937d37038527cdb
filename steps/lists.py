"""What is listed: in its order, at its limits, page after page."""

from behave import then
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.operations.lists import Lists
from support.systems.system import system


@then("each list that {people:People} fill on {platform:Platform} has all that is in it, once, in its order")
def fill(context: Context, people: list[Persona], platform: str) -> None:
    """None, one, a few with every limit around that, one less than it shows, just as many, one more; then one goes."""
    system(context, platform).part(Lists).fill(people)


@then("what comes in pages is whole when they are joined up again, also when something comes and goes meanwhile")
def pages(context: Context) -> None:
    """Pages of several lengths, each thing on one of them."""
    system(context).part(Lists).check_pages()


@then("whatever {who:Person} looks for on {platform:Platform} is in the words of all that is found")
def found(context: Context, who: Persona, platform: str) -> None:
    """Also signs that stand for others elsewhere."""
    system(context, platform).part(Lists).check_found(who)


@then("nothing is listed of which nothing is promised")
def declared(context: Context) -> None:
    """Whatever services describe as a list is a list of the contract."""
    system(context).part(Lists).check_declared()
