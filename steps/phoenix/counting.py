"""What Phoenix counts of what it does."""

from behave import given, then
from behave.runner import Context

from support.systems.phoenix import phoenix


@given("what Phoenix has counted so far is known")
def known(context: Context) -> None:
    """Every figure of the services that do the work."""
    phoenix(context).counts.begin()


@then("each state that came about is counted once, and so is what is active now")
def states_counted(context: Context) -> None:
    """Those that only work brings about."""
    phoenix(context).counts.check_states()


@then('what is simulated for "{name}" arrives, as both sides count it')
def arrives(context: Context, name: str) -> None:
    """As much as was sent, at its pace, and nothing in vain."""
    phoenix(context).counts.check_arrived([name])


@then('what is simulated for "{name}" is counted to be in vain, and not to arrive')
def in_vain(context: Context, name: str) -> None:
    """In whole batches."""
    phoenix(context).counts.check_in_vain([name])
