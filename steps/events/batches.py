"""Many events or pages at once."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.events import events
from support.systems.events.batches import SLOW
from support.systems.events.facts import Facts
from support.systems.events.tables import rows


@when("{who:Person} tells of {count:Count} events at once")
def tells_of_many(context: Context, who: Persona, count: int) -> None:
    """Good ones."""
    events(context).by(who).batches.tell([Facts(f"Evening {number}", topics=("Bees",)) for number in range(count)])


@when("{who:Person} tells of {count:Count} events without a name at once")
def tells_of_bad(context: Context, who: Persona, count: int) -> None:
    """Nothing but bad ones."""
    events(context).by(who).batches.tell([{"what is wrong": "one without a name", "refused for": "name"}] * count)


@when("{who:Person} tells of events at once, among them")
def tells_of_some_bad(context: Context, who: Persona) -> None:
    """A bad one in each row, with good ones before, between and behind them."""
    events(context).by(who).batches.tell_with(rows(context))


@then("each is reported as created, and is there")
@then("all others are reported as created, and are there")
def created(context: Context) -> None:
    """As it was told, and nothing else."""
    batches = events(context).batches
    batches.check_reported()
    batches.check_there()


@then("each bad one is reported with what is wrong with it")
def reported(context: Context) -> None:
    """By its place; the field that is wrong, or the event that is known, is named."""
    events(context).batches.check_reported()


@then("each is reported as failed, and nothing is there")
def all_failed(context: Context) -> None:
    """The batch as a whole was answered."""
    batches = events(context).batches
    batches.check_reported()
    batches.check_there()


@then("it is refused as a whole, and nothing is there")
def refused_whole(context: Context) -> None:
    """As malformed."""
    events(context).batches.check_refused()


@given("the event site announces {count:Count} events on pages that are slow")
def announces_slow_ones(context: Context, count: int) -> None:
    """Each takes a second; from now on it is looked at what is counted."""
    for number in range(count):
        events(context).scraping.announce(f"Evening {number}", delay_seconds=SLOW)
    events(context).counts.begin()


@when("{who:Person} has all of them scraped at once")
def scraped_at_once(context: Context, who: Persona) -> None:
    """With one request, each of which is accepted."""
    events(context).by(who).batches.scrape()


@when("{who:Person} has all of them scraped at once, with these among them")
def scraped_with_bad(context: Context, who: Persona) -> None:
    """With one request; the bad ones stand before the others."""
    events(context).by(who).batches.scrape(rows(context))


@when("{who:Person} has {count:Count} pages of another site scraped at once")
def scraped_too_many(context: Context, who: Persona, count: int) -> None:
    """Of one that is not allowed, so that nothing is fetched."""
    events(context).by(who).batches.scrape(count=count)


@then("each of the fifty is reported as refused")
def fifty_refused(context: Context) -> None:
    """At its place, by name."""
    events(context).batches.check_all_bad()


@then("each bad address is reported with what is wrong with it")
def bad_addresses(context: Context) -> None:
    """By name, at its place."""
    events(context).batches.check_bad_addresses()


@then("all of them are known already, and no page is asked for again")
def all_known(context: Context) -> None:
    """By their events."""
    events(context).batches.check_known()


@then("each becomes an event, once, without being asked for again, and is counted once")
def counted_once(context: Context) -> None:
    """By events-api as done, and by processor as fetched."""
    found = events(context)
    found.outages.check_each_once()
    number = len(found.scraping.pages)
    found.counts.check(scrapes={"done": number}, tries={"fetched": number})


@then("ten of their pages were asked for at the same moment")
def at_once(context: Context) -> None:
    """Before the first had answered, by the event site's own clock; the others afterwards."""
    events(context).batches.check_at_once()
