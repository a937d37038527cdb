"""Who may read records."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.misfortunes import Stretch
from support.scenario.people import Persona
from support.scenario.world import world
from support.systems.audit import audit


@when("{who:Person} asks for everything there is of records, in every way there is")
def asks_for_everything(context: Context, who: Persona) -> None:
    """Each of it is refused, and tells nothing."""
    audit(context).access.ask_for_everything(who)


@when("somebody asks for everything there is of records, in every way there is")
def somebody_asks(context: Context) -> None:
    """Without being signed in; each of it is refused."""
    audit(context).access.ask_for_everything(None)


@when("{who:Person} asks for what readers of her role may not do")
@when("{who:Person} asks for what readers of his role may not do")
def asks_for_others(context: Context, who: Persona) -> None:
    """Each of it is refused, and tells nothing."""
    audit(context).access.ask_for_what_is_others(who)


@then("each refusal is itself recorded once: who, what, and why")
def refusals_recorded(context: Context) -> None:
    """As somebody from compliance finds them."""
    audit(context).access.check_recorded()


@given("{who:Person} finds the records of the branch")
@then("{who:Person} finds the records of the branch")
def finds(context: Context, who: Persona) -> None:
    """By search, and one by one."""
    audit(context).access.check_may_read(who, may=True)


@then("{who:Person} finds none")
def finds_none(context: Context, who: Persona) -> None:
    """And is told that it is not for their role."""
    audit(context).access.check_may_read(who, may=False)


@then("{who:Person} finds none, however long ago that was")
def finds_none_ever(context: Context, who: Persona) -> None:
    """Until what was remembered of them is looked at again, and a while beyond."""
    audit(context).access.check_never_reads(who)


@when("{who:Person} becomes a {role:Role}")
def becomes(context: Context, who: Persona, role: str) -> None:
    """While they are signed in."""
    audit(context).accounts.change_role(who, role)


@when("{who:Person} becomes a {role:Role} while no service reaches redis")
def becomes_unheard(context: Context, who: Persona, role: str) -> None:
    """Redis lives on, and remembers what they were; nobody reaches it until all is mended."""
    for service in audit(context).contract.services:
        world(context).faults.afflict(Stretch(service, "cache"), "is cut")
    audit(context).accounts.change_role(who, role)


@when("{who:Person} becomes an auditor")
def becomes_auditor(context: Context, who: Persona) -> None:
    """While they are signed in."""
    audit(context).accounts.change_role(who, "auditor")
