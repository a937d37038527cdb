"""Many people at once."""

from behave import then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.systems.globe import globe


@when("fifty people enter {names:Texts} at the same instant")
def enter_at_once(context: Context, names: list[str]) -> None:
    """On both instances; then each opens a live connection."""
    globe(context).throng.come(50, names)


@then("each of them is there, wherever one looks")
def each_is_there(context: Context) -> None:
    """Once, in the lists of both instances, in the database and in the cache."""
    globe(context).throng.check_there()


@when("for {time:Duration} all of them move, join places and leave them")
def are_busy(context: Context, time: Duration) -> None:
    """Each does something twice a second, without waiting for an answer."""
    globe(context).throng.be_busy(time)


@then("each of them has heard all that happened on their map, once and in one order, and nothing else")
def hear_all(context: Context) -> None:
    """Judged by all that everybody did and heard; and wherever one looks, it is kept so."""
    globe(context).throng.check_each_hears_all()
    globe(context).throng.check_kept()


@then("95 % of it within {limit:Duration}")
def in_time(context: Context, limit: Duration) -> None:
    """From asking for it to hearing of it, at everybody who hears it."""
    globe(context).throng.check_in_time(limit)


@when("every other one leaves at the same instant")
def leave_at_once(context: Context) -> None:
    """By a word, on both instances."""
    globe(context).throng.leave_at_once()


@then("each of these is gone, and whoever stays has heard it once")
def have_left(context: Context) -> None:
    """Of those on their own map, and wherever one looks."""
    globe(context).throng.check_left()
