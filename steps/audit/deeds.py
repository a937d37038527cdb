"""What is done besides changing documents."""

from behave import then, when
from behave.runner import Context

from support.systems.audit import audit


@when("Olga, Piotr and Ada do all there is to do to branches, locks and people")
def do_everything(context: Context) -> None:
    """Make and close a branch, lock, unlock and force one, give a role, close an account, and fail to sign in."""
    audit(context).deeds.do_everything()


@then("each of it is recorded once, in order, with what it was before and after")
def recorded(context: Context) -> None:
    """By whom, to what, and whether it was done; and once that each of them came and signed in."""
    audit(context).deeds.check()
