"""Trying again: what services do that get no answer from each other."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.misfortunes import Stretch
from support.scenario.people import Persona
from support.systems.veza import veza


@given("{who:Person} has an account, and stream-server has been told of all that was removed before")
def removals_are_told(context: Context, who: Persona) -> None:
    """By backend-api, which asks it nothing else now."""
    veza(context).accounts.of(who)
    veza(context).trying_again.await_removals_told()


@when("{who:Person} tries to sign in, though web gets no answer from backend-api")
def signs_in_in_vain(context: Context, who: Persona) -> None:
    """With the right password; the answer is judged later, and then all is mended."""
    veza(context).trying_again.sign_in_in_vain(who)


@then("it was tried {times:Count} times in all")
def was_tried_in_all(context: Context, times: int) -> None:
    """The first time, and each further try, by what came to the line."""
    veza(context).trying_again.check_times(times)


@then("one session of {who:Person} was opened at most")
def one_at_most(context: Context, who: Persona) -> None:
    """In the database and in the activity, though nobody got an answer."""
    veza(context).trying_again.check_one_session_at_most(who)


@when("{who:Person} tries to publish a track, though backend-api gets no answer from stream-server")
def publishes_in_vain(context: Context, who: Persona) -> None:
    """A good file; the answer is judged later, and then all is mended."""
    veza(context).trying_again.publish_in_vain(who)


@when("{who:Person} tries to sign in, and backend-api answers that it cannot let anybody in")
def signs_in_refused(context: Context, who: Persona) -> None:
    """With the right password; the answer comes at once."""
    veza(context).trying_again.sign_in_refused(who)


@then("{service:Services} has raised no alert for it")
def has_raised_none(context: Context, service: list[str]) -> None:
    """By its metrics and its log."""
    veza(context).trying_again.check_alerts(service[0], 0)


@then("it was tried {times:Count} times more, after waits that {pace:Pace}")
def was_tried(context: Context, times: int, pace: str) -> None:
    """By when calls came to the line."""
    veza(context).trying_again.check_pace(times, pace)


@then("{service:Services} has raised an alert once")
def has_raised(context: Context, service: list[str]) -> None:
    """By its metrics and its log."""
    veza(context).trying_again.check_alerts(service[0], 1)


@when("{who:Person} signs in while {line:Line} {trouble:LineTrouble}, until the answer is lost")
def signs_in_while(context: Context, who: Persona, line: Stretch, trouble: str) -> None:
    """The first try has its effect; then the line is mended, before web gives up."""
    veza(context).trying_again.sign_in_when_answer_is_lost(who, line, trouble)


@then("{who:Person} is signed in, with one session, which is told of once")
def is_signed_in_once(context: Context, who: Persona) -> None:
    """In the database, in the activity, and by the event."""
    veza(context).trying_again.check_one_session(who)


@when('{who:Person} publishes "{title}" while {line:Line} {trouble:LineTrouble}, until the answer is lost')
def publishes_while(context: Context, who: Persona, title: str, line: Stretch, trouble: str) -> None:
    """The first try has its effect; then the line is mended, before backend-api gives up."""
    veza(context).trying_again.publish_when_answer_is_lost(who, title, line, trouble)


@then('"{title}" is there once, and is prepared once')
def is_there_once(context: Context, title: str) -> None:
    """In the list, in the database, and by the events."""
    veza(context).trying_again.check_published_once(title)


@then("{who:Person} is let in at once when all is well, though she has tried {times:Count} times more")
def is_let_in_at_once(context: Context, who: Persona, times: int) -> None:
    """What nobody could look at is no failure of hers."""
    veza(context).trying_again.check_not_held_against(who, times)
