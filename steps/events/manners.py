"""Where pages are fetched from, what is taken, and who may have it done."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.events import events
from support.systems.events.site import ROBOTS
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


@when("{who:Person} has pages scraped that are")
def odd_pages(context: Context, who: Persona) -> None:
    """Of another size or type than most, in the way of each row."""
    events(context).by(who).manners.ask_odd(rows(context))


@then("each becomes an event that tells all of it, or fails for its reason and leaves none")
def odd_ends(context: Context) -> None:
    """As the rows said."""
    events(context).manners.check_odd()


@given("robots.txt {says:Robots}")
@when("robots.txt {says:Robots}")
def robots_say(context: Context, says: str) -> None:
    """For everybody; processor has seen it."""
    events(context).manners.set_robots(says)


@when("there is no robots.txt")
def no_robots(context: Context) -> None:
    """Processor has seen that."""
    events(context).manners.set_robots("is not there")


@when("robots.txt can be had again")
def robots_as_ever(context: Context) -> None:
    """It is what it is for everybody."""
    events(context).scraping.site.strike_for_all(ROBOTS)


@then("a page waits, is read, or may not be had, whatever becomes of robots.txt")
def robots_becomes(context: Context) -> None:
    """As each row says."""
    events(context).manners.check_robots(rows(context))


@then("it waits, and the page was not asked for")
def waits_unasked(context: Context) -> None:
    """Nor is it in a while."""
    found = events(context)
    found.manners.check_waits(found.scraping.last)


@then('{who:Person} has "{name}" scraped again in vain, because {reason:Reason}, and the page is not asked for')
def again_in_vain(context: Context, who: Persona, name: str, reason: str) -> None:
    """Though there is an event of it."""
    events(context).by(who).manners.scrape_again(name, reason)


@then('{who:Person} has "{name}" scraped again, and it is fetched')
def again_fetched(context: Context, who: Persona, name: str) -> None:
    """By one more visit."""
    events(context).by(who).manners.scrape_again(name)


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


@then("pages that lead to any of these fail for the same reason")
def refused_by_detour(context: Context) -> None:
    """Those of the rows before that are addresses at all."""
    events(context).manners.check_refused_by_detour()


@then("nothing of it is there for {who:Person} by way of a catalogue of his own")
def by_way_of_own(context: Context, who: Persona) -> None:
    """Whatever has an id in a catalogue, by every operation."""
    events(context).once_more.check_by_way_of_own(who)


@then(
    "neither {one:Person} nor {other:Person} nor its keeper can make another catalogue of its name, or of everybody's"
)
def names_are_taken(context: Context, one: Persona, other: Persona) -> None:
    """Nor can anybody remove the one of everybody."""
    events(context).once_more.check_names([one, other])


@when("a program makes a catalogue with the organiser's key")
def keeps_by_key(context: Context) -> None:
    """Which it keeps."""
    events(context).manners.keep_by_key()


@then('with that key it can tell of events there, change them, have "{name}" scraped, and remove all of it')
def kept_by_key(context: Context, name: str) -> None:
    """And the keeper of another catalogue can not."""
    events(context).manners.check_kept_by_key(name)


@given("{who:Person}'s account is closed")
def closed(context: Context, who: Persona) -> None:
    """By an admin."""
    events(context).accounts.deactivate(who)


@when("somebody guesses passwords of {one:Person}, {other:Person}, {gone:Person} and an unknown person, time and again")
def guesses(context: Context, one: Persona, other: Persona, gone: Persona) -> None:
    """Of the third, whose account is closed, also the right one."""
    events(context).guessing.guess(one, other, gone)


@then("they learn nothing by it, and have to wait after the fifth time in a row")
def learn_nothing(context: Context) -> None:
    """One and the same answer for all; the right password as well has to wait."""
    events(context).guessing.check_alike()


@then("{who:Person} can sign in when that time is over, not before, and who has guessed once more waits twice as long")
def waits_longer(context: Context, who: Persona) -> None:
    """The others wait twice as long after the sixth time."""
    events(context).guessing.check_waits(who)


@then("what is larger than ten million bytes is refused as too large, by whichever way it comes, and no less is")
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


@then('whoever asks for "{name}" to be scraped is answered')
def answered(context: Context, name: str) -> None:
    """People, programs and somebody, each accepted or refused as its row says."""
    events(context).manners.check_askers(name, rows(context))


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
