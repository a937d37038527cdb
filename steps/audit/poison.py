"""Events that cannot be recorded."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.audit import audit


@given('an event of "{name}" {kind:Malformed} has been told')
@when('an event of "{name}" {kind:Malformed} is told')
def is_told(context: Context, name: str, kind: str) -> None:
    """As a faulty oms might tell it; together with one that is wrong in the next way there is."""
    audit(context).poison.tell(kind, name)


@then("it is tried three times with waits that grow, and set aside with the reason")
def waits_grow(context: Context) -> None:
    """Auditors see it, with what is wrong in it; it is not in the records."""
    audit(context).poison.await_set_aside()
    audit(context).poison.check_waits_grew()


@when('everything that was told of "{name}" is told again')
def told_again(context: Context, name: str) -> None:
    """The same events, when nobody remembers on the way that they were told before."""
    audit(context).poison.tell_again(name)


@when('everything that was told of "{name}" is told again, a month later')
def told_much_later(context: Context, name: str) -> None:
    """The same, when what is recorded of it is old."""
    with audit(context).integrity.aged(name, days=31):
        audit(context).poison.tell_again(name)
        audit(context).poison.await_taken()


@given("it has been set aside after three tries")
@then("it is set aside after three tries, with the reason")
def is_set_aside(context: Context) -> None:
    """Auditors see it, with what is wrong in it; it is not in the records."""
    audit(context).poison.await_set_aside()


@then('the change of "{name}" is recorded while it is still being tried')
def not_held_up(context: Context, name: str) -> None:
    """What comes behind it does not wait."""
    audit(context).poison.check_not_held_up(name)


@then("{who:Person} cannot replay it as it came")
def not_as_it_came(context: Context, who: Persona) -> None:
    """It is told why, and stays set aside."""
    audit(context).poison.check_refused_as_it_came(who)


@then("{who:Person} may not replay it")
def may_not(context: Context, who: Persona) -> None:
    """Only an admin may."""
    audit(context).poison.check_nobody_else_may(who)


@when("{who:Person} replays it as it ought to be")
def replays(context: Context, who: Persona) -> None:
    """With what was missing."""
    audit(context).poison.replay(who, fixed=True)


@given('events of "{name}" cannot be stored for a while, and one is told')
@when('events of "{name}" cannot be stored for a while, and one is told')
def not_now(context: Context, name: str) -> None:
    """It is as it ought to be, but the store does not take it."""
    audit(context).poison.refuse(name)
    audit(context).poison.tell_good(name)


@when("they can be stored again")
def can_again(context: Context) -> None:
    """The store takes everything."""
    audit(context).poison.take_again()


@when("they can be stored again once it was tried")
def can_again_meanwhile(context: Context) -> None:
    """Before it is set aside."""
    audit(context).poison.await_tried()
    audit(context).poison.take_again()


@when("{who:Person} replays it as it came")
def replays_as_it_came(context: Context, who: Persona) -> None:
    """Now it can be recorded."""
    audit(context).poison.replay(who, fixed=False)


@then("it is recorded once at the next try, and listed no longer")
def recorded_at_last(context: Context) -> None:
    """As if nothing had been wrong."""
    audit(context).poison.check_recorded_at_last()


@then("it is recorded once, however often it is replayed")
def recorded_once(context: Context) -> None:
    """And set aside no longer."""
    audit(context).poison.check_recorded_once()
