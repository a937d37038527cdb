"""What people go on doing while something befalls Veza, and what has become of it."""

from behave import then, when
from behave.runner import Context

from support.scenario.misfortunes import Misfortune
from support.scenario.people import Persona
from support.systems.veza import veza


@when("for {time:Duration} {who:Person} signs in again and again while {misfortunes:Misfortunes}")
def signs_in_while(context: Context, time: float, who: Persona, misfortunes: list[Misfortune]) -> None:
    """A workload, and what befalls Veza meanwhile."""
    veza(context).sign_ins.go_on(who, time, misfortunes)


@then("each sign-in of {who:Person} that was confirmed has opened one session, and none that was refused")
def sign_ins_count(context: Context, who: Persona) -> None:
    """As many sessions are open as sign-ins were confirmed; where the answer was lost, either is right."""
    veza(context).sign_ins.check(who)


@when("for {time:Duration} {people:People} talk while {misfortunes:Misfortunes}")
def talk_while(context: Context, time: float, people: list[Persona], misfortunes: list[Misfortune]) -> None:
    """Each on a device that comes back by itself and sends again what was not confirmed."""
    veza(context).talks.go_on(people, time, misfortunes)


@then("each message that was confirmed is seen once by everybody else, and found once, all in one order")
def talks_are_whole(context: Context) -> None:
    """Live, over all connections, and in the history; where the answer was lost, once or not at all."""
    veza(context).talks.check()


@when(
    'for {time:Duration} {who:Person} makes playlists and puts "{name}" in ever another order, on two devices,'
    " while {misfortunes:Misfortunes}"
)
def collects_while(context: Context, time: float, who: Persona, name: str, misfortunes: list[Misfortune]) -> None:
    """Looking at it each time, too."""
    veza(context).collecting.go_on(who, name, time, misfortunes)


@then("each playlist of {who:Person} that was confirmed is there once, newest first, and none without its tracks")
def playlists_are_whole(context: Context, who: Persona) -> None:
    """In the list, in the database and in the activity; where the answer was lost, whole or not at all."""
    veza(context).collecting.check_whole(who)


@then('"{name}" of {who:Person} was at every look in the order that was confirmed last')
def order_was_kept(context: Context, name: str, who: Persona) -> None:
    """Or in one that was asked for and not answered."""
    veza(context).collecting.check_order(who, name)
