"""Where pages are fetched from, what is taken, and who may have it done."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.events import events
from support.systems.events.tables import rows


@given('the event site announces "{name}" on a page below "{folder}"')
def below(context: Context, name: str, folder: str) -> None:
    """In a folder of which robots.txt speaks."""
    events(context).scraping.announce(name, folder=f"{folder}/")


@given('the event site has a page "{name}" that has moved to that of "{other}"')
@given('the event site has a page "{name}" that has moved to {other:Elsewhere}')
def moved(context: Context, name: str, other: str) -> None:
    """To that of another event, to an address, or to itself."""
    events(context).manners.stage_moved(name, other)


@given('the event site announces "{name}" on a page that is {odd:Odd}')
def odd_page(context: Context, name: str, odd: str) -> None:
    """Of another size or type than a page has."""
    events(context).manners.stage_odd(name, odd)


@then("it fails because {reason:Reason}, and the page was not asked for")
def fails_unasked(context: Context, reason: str) -> None:
    """No visit at all."""
    scraping = events(context).scraping
    scraping.check_ended(scraping.last, reason)
    scraping.check_visits(scraping.last, 0)


@then("it fails because {reason:Reason}")
def fails_as(context: Context, reason: str) -> None:
    """It has ended without an event, for this reason."""
    scraping = events(context).scraping
    scraping.check_ended(scraping.last, reason)


@then('the page of "{name}" was not asked for')
def not_asked(context: Context, name: str) -> None:
    """No visit at all."""
    events(context).scraping.check_visits(name, 0)


@then("having these scraped is refused by name, and nothing waits for it")
def refused_by_name(context: Context) -> None:
    """At once, for each row."""
    events(context).manners.check_refused_by_name(rows(context))


@then("what is larger than ten million bytes is refused as too large, by whichever way it comes")
def too_large(context: Context) -> None:
    """An event with a very long name, many events, lines, addresses, a change."""
    events(context).manners.check_too_large()


@then("what is of another type is refused as such")
def other_type(context: Context) -> None:
    """Whatever it holds."""
    events(context).manners.check_other_type()


@then("nothing of it has left an event")
def no_event(context: Context) -> None:
    """There is nothing but what was there to be changed, which is as it was."""
    events(context).manners.check_nothing_left()


@when('{who:Asker} asks for "{name}" to be scraped')
def asks(context: Context, who: Persona | str, name: str) -> None:
    """A person, a program, or somebody."""
    events(context).manners.ask_as(who, name)


@then("it is {how:Answered}")
def answered(context: Context, how: str) -> None:
    """Accepted, or refused as it says."""
    events(context).manners.check_answered(how)


@when('{who:Person} asks for "{name}" to be scraped {times:Count} times within a minute')
def asks_often(context: Context, who: Persona, name: str, times: int) -> None:
    """Each is accepted; it is the same page, which is scraped once."""
    events(context).by(who).manners.ask_often(name, times)


@then("asking once more is refused, and it is told when to come back")
def held_up(context: Context) -> None:
    """When the first of them is a minute ago."""
    found = events(context)
    found.manners.check_held_up(next(iter(found.scraping.pages)))


@then("{who:Person} is not held up")
def not_held_up(context: Context, who: Persona) -> None:
    """For somebody else it is counted apart."""
    found = events(context)
    found.manners.check_not_held_up(who, next(iter(found.scraping.pages)))
