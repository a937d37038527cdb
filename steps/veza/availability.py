"""Sentences about who is there while services are restarted."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.veza import veza
from support.systems.veza.contract import SERVICES


@when("each service is restarted in turn while {people:People} go on asking for something")
def restarted_in_turn(context: Context, people: list[Persona]) -> None:
    """Each of the people asks one service, all the time, and the first of them one more."""
    veza(context).availability.restart_all(SERVICES, people)


@then("each service has answered more than {share:Percent} of the times while others were restarted")
def has_answered(context: Context, share: float) -> None:
    """As it should; its own restart does not count."""
    veza(context).availability.check_answered(share)


@then("none was away for longer than {time:Duration} beyond its own restart")
def none_was_away(context: Context, time: float) -> None:
    """From a question without an answer to the next answer."""
    veza(context).availability.check_not_away(time)


@then("whoever opened a page meanwhile had to wait, and got it")
def had_to_wait(context: Context) -> None:
    """While the service was restarted that every page needs."""
    veza(context).availability.check_waited()
