"""Many who ask at once."""

from behave import then, when
from behave.runner import Context

from support.scenario.parameters import Duration, count, duration
from support.systems.events import events
from support.systems.events.load import EVENT, LIST, Stretch
from support.systems.events.tables import rows


@when("so many ask for all that Events offers")
def many_ask(context: Context) -> None:
    """One stretch of time after the other, each something else; the pages of the scenario are scraped in the last."""
    stretches = [Stretch(duration(row["how long"]), count(row["how many a second"])) for row in rows(context)]
    events(context).load.come(stretches)


@then("each is answered as if nobody else had asked, and what they told of is there")
def answered_rightly(context: Context) -> None:
    """Word for word; what they told of is listed once, as it was changed last."""
    load = events(context).load
    load.check_right()
    load.check_kept()


@then(
    "95 % of the lists came within {lists:Duration}, of the events within {event:d} and of all else within {others:d}"
)
def answered_soon(context: Context, lists: Duration, event: int, others: int) -> None:
    """In milliseconds, each kind by itself, over all and in each stretch of time in which enough were asked for."""
    load = events(context).load
    load.check_soon(LIST, lists)
    load.check_soon(EVENT, event / 1000)
    load.check_all_soon(others / 1000)


@then("more than {least:Count} pages a minute became events meanwhile")
def processed(context: Context, least: int) -> None:
    """From asking for the first of them to the last event."""
    events(context).load.check_processed(least)


@when("{clients:Count} programs tell of an event each at the same moment, and read it")
def all_at_once(context: Context, clients: int) -> None:
    """Over a connection each."""
    events(context).load.tell_at_once(clients)


@then("each was told of their own, and all {clients:Count} are listed once")
def each_kept(context: Context, clients: int) -> None:
    """Nobody was refused, or told of somebody else's."""
    load = events(context).load
    load.check_right()
    load.check_kept(clients)
