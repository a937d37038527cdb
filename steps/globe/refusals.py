"""What cannot be, and is refused."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.globe import globe


@given('{who:Person} has made the map "{name}" and closed it')
def made_and_closed(context: Context, who: Persona, name: str) -> None:
    """Nobody can enter it any more."""
    maps = globe(context).maps
    maps.named(name, who)
    maps.close(name)


@when("{admin:Person} tries to bring somebody to the map who does not exist")
def brings_nobody(context: Context, admin: Persona) -> None:
    """On either instance."""
    globe(context).refusals.bring_in(admin)


@when("{admin:Person} tries to bring {who:Person} to the map")
def brings(context: Context, admin: Persona, who: Persona) -> None:
    """On either instance."""
    system = globe(context)
    system.refusals.bring_in(admin, system.id_of(who))


@when("{who:Person} tries to enter a map that does not exist")
def enters_nowhere(context: Context, who: Persona) -> None:
    """On either instance."""
    globe(context).refusals.enter_nowhere(who)


@when('{who:Person} tries to enter "{name}"')
def tries_to_enter_named(context: Context, who: Persona, name: str) -> None:
    """On either instance."""
    system = globe(context)
    system.refusals.enter(who, system.maps.named(name).id)


@when("{who:Person} tries to enter the map on either instance")
def tries_to_enter_here(context: Context, who: Persona) -> None:
    """One after the other."""
    globe(context).refusals.enter(who)


@when('{who:Person} tries to make a place at the spot of "{name}"')
def tries_to_make_at(context: Context, who: Persona, name: str) -> None:
    """On either instance."""
    globe(context).refusals.make_at(who, name)


@then("it is refused, because {reason}")
def is_refused(context: Context, reason: str) -> None:
    """Each instance says so."""
    globe(context).refusals.check(reason)


@then("no trace is left of it")
def no_trace(context: Context) -> None:
    """Not in the database, not in the cache, and nobody has heard anything."""
    globe(context).refusals.check_no_trace()


@then("{who:Person} can enter the map all the same")
def can_enter(context: Context, who: Persona) -> None:
    """And everybody else hears of it."""
    system = globe(context)
    system.meeting.await_welcome(system.maps.come(who))
    system.meeting.check_come(who)
