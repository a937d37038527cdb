"""How well events are described."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.events import events
from support.systems.events.describing import NAME
from support.systems.events.tables import rows


@given("{who:Person} has told of an event with {what}")
def tells_of(context: Context, who: Persona, what: str) -> None:
    """Of this, and of nothing else."""
    events(context).by(who).describing.tell(what)


@then("what {who:Person} tells of an event decides its quality, wherever one looks")
def decides(context: Context, who: Persona) -> None:
    """One event after the other, each alone in its catalogue."""
    for row in rows(context):
        describing = events(context).by(who).describing
        describing.tell(row["what is known"])
        describing.check_quality(int(row["quality"]))
        events(context).by(who).catalogue.remove(NAME)


@when("six programs tell of one more thing each, at the same moment")
def added_at_once(context: Context) -> None:
    """Place, date, topics, companies, description and speakers; all of it stays."""
    events(context).describing.add_at_once()


@then("its quality is {quality:Count}, wherever one looks")
def has_quality(context: Context, quality: int) -> None:
    """The event, lists, searches, the mean of the catalogue, the database."""
    events(context).describing.check_quality(quality)


@then("each thing that she adds raises its quality by its weight")
def raised(context: Context) -> None:
    """To what each row says."""
    events(context).describing.check_improved(rows(context))


@then("each thing that she takes away lowers it again")
def lowered(context: Context) -> None:
    """By the weight of each, down to that of a name."""
    events(context).describing.check_worsened()


@when('the page of "{name}" tells of nothing but its name and place')
def page_tells_less(context: Context, name: str) -> None:
    """It is staged anew."""
    events(context).scraping.tell_less(name)


@when('{who:Person} has "{name}" scraped again')
def scraped_again(context: Context, who: Persona, name: str) -> None:
    """Though the event is known; waits for what becomes of it, which is the same event."""
    found = events(context).by(who)
    found.describing.last = found.scraping.scrape_again(name)
