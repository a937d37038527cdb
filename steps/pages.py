"""The pages of a platform in the browser, whichever platform it is."""

from behave import then
from behave.runner import Context

from support.systems.operations.usable import Usable
from support.systems.system import system


@then("nothing keeps anybody from using the pages, on a desktop or a phone, in the light or in the dark")
def usable(context: Context) -> None:
    """Axe finds nothing on any page, signed in or not, and none is wider than the screen."""
    system(context).part(Usable).check()
