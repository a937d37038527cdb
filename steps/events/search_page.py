"""The search page in somebody's browser."""

from behave import given, then, when
from behave.runner import Context

from support.clients.browser import Viewport
from support.scenario.people import Persona
from support.scenario.world import world
from support.systems.events import events
from support.systems.events.pages.browser import FAR_AWAY
from support.systems.events.tables import rows


@given("{who:Person} has the page open on a {device:Device}")
def has_open(context: Context, who: Persona, device: Viewport) -> None:
    """The one that one comes to first, without signing in."""
    events(context).browser.of(who, device).finding.open()


@given("{who:Person} has the page open on a {device:Device}, far away from everybody")
def has_open_far_away(context: Context, who: Persona, device: Viewport) -> None:
    """Where it is another time, and often another day."""
    events(context).browser.of(who, device, FAR_AWAY).finding.open()


@given("{who:Person} has signed in on the page")
def signs_in(context: Context, who: Persona) -> None:
    """By the form."""
    browser = events(context).browser
    browser.of(who, browser.device).finding.sign_in()


@when('{who:Person} searches the page for "{query}"')
def searches(context: Context, who: Persona, query: str) -> None:
    """By words."""
    events(context).browser.by(who).finding.search(query)


@then("the page shows all that has these words, the best first, and counts it")
def shows_found(context: Context) -> None:
    """Each with date, place and topics, to the letter, as follows from what was told."""
    events(context).browser.finding.check_found()


@then("the page says that nothing is found, and shows nothing")
def shows_nothing(context: Context) -> None:
    """With the words that were searched for."""
    events(context).browser.finding.check_nothing_found()


@then("page by page {who:Person} is shown every event once, the latest first, and how many there are")
def shows_all(context: Context, who: Persona) -> None:
    """Without words and filters."""
    page = events(context).browser.by(who).finding
    page.open()
    page.check_browsed(lambda one: True, "all")


@then("what she browses by each of these is what fits, the latest first, and counted")
def shows_what_fits(context: Context) -> None:
    """At the edges too; what was filled in stays filled in."""
    events(context).browser.finding.check_each_way([row["by"] for row in rows(context)])


@when('{who:Person} opens "{name}" from there')
def opens(context: Context, who: Persona, name: str) -> None:
    """By its link."""
    events(context).browser.by(who).open_event(name)


@when('{who:Person} goes on to all that is about "{topic}"')
def goes_on_to_topic(context: Context, who: Persona, topic: str) -> None:
    """By the topic, beside an event in the list."""
    events(context).browser.by(who).finding.follow_topic(topic)


@then("the page shows all that is about it, the latest first, and counts it")
def shows_topic(context: Context) -> None:
    """And nothing else; the topic is filled in."""
    events(context).browser.finding.check_topic()


@then("the page says that there is no such event any more")
def says_gone(context: Context) -> None:
    """And shows nothing of it."""
    events(context).browser.event.check_gone()


@when("{who:Person} opens the first of them")
def opens_first(context: Context, who: Persona) -> None:
    """By its link."""
    browser = events(context).browser.by(who)
    browser.open_event(browser.finding.first)


@when('{who:Person} searches the page for "{query}" and opens the first of them, by keyboard')
def by_keyboard(context: Context, who: Persona, query: str) -> None:
    """By the tabulator and the enter key; what has the focus is always marked."""
    events(context).browser.by(who).finding.search_by_keyboard(query)


@then('the page tells all that is known of "{name}"')
def tells(context: Context, name: str) -> None:
    """To the letter."""
    events(context).browser.tell_of(name)


@then('the page tells all that is known of "{name}", and which {count:Count} events are nearest to it')
def tells_with_similar(context: Context, name: str, count: int) -> None:
    """To the letter; and below it those that Events calls similar, in order, with date, place and topics."""
    browser = events(context).browser
    browser.tell_of(name)
    browser.event.check_similar(name, count)


@then("the page tells all that is known of it, and which event is nearest to it")
def tells_of_it(context: Context) -> None:
    """To the letter."""
    browser = events(context).browser
    browser.tell_of(browser.opened)
    browser.event.check_similar(browser.opened, 1)


@then("nothing that {who:Person} has seen was wider than the screen")
def fits(context: Context, who: Persona) -> None:
    """Now, and on the pages before."""
    events(context).browser.by(who).finding.check_all_fit()


@then("nothing of it has become part of the page")
def text_only(context: Context) -> None:
    """No markup, and no script has run."""
    events(context).browser.finding.check_text_only()


@then("no address of the page leads {who:Person} elsewhere, whatever stands in it, or does anything")
def stays(context: Context, who: Persona) -> None:
    """Odd words, filters, pages, catalogues and events."""
    events(context).browser.by(who).strange.check_stays()


@when("{who:Person} goes back")
def goes_back(context: Context, who: Persona) -> None:
    """As the browser does it."""
    events(context).browser.by(who).finding.go_back()


@when("{who:Person} loads the page anew")
def reloads(context: Context, who: Persona) -> None:
    """As the browser does it."""
    events(context).browser.by(who).finding.reload()


@when('{who:Person} adds the page of "{name}"')
def adds(context: Context, who: Persona, name: str) -> None:
    """By the form, with the address of a page of the event site."""
    found = events(context)
    found.browser.by(who).adding.add(found.scraping, name)


@then("the page shows how far it is, and never less than before, until it is an event")
def progress(context: Context) -> None:
    """The event tells what the page tells."""
    found = events(context)
    found.browser.adding.check_progress(found.scraping)


@then('the page shows that it is done, and leads to "{name}"')
def done(context: Context, name: str) -> None:
    """Its page tells all that is known of it."""
    found = events(context)
    found.browser.adding.open_event(found.scraping)
    found.browser.tell_of(name)


@then("when {who:Person} adds it once more, the page says that it is known, and leads there too")
def known(context: Context, who: Persona) -> None:
    """It is not fetched again."""
    found = events(context)
    browser = found.browser.by(who)
    browser.adding.add(found.scraping, browser.opened)
    browser.adding.check_known(found.scraping)
    browser.tell_of(browser.opened)


@then("of pages that she adds there, one after another, she reads that each failed because")
def failed(context: Context) -> None:
    """In words; and none leads to an event. The form is the same for all of them."""
    found = events(context)
    found.browser.adding.check_each_failed(found.scraping, found.manners, [row["reason"] for row in rows(context)])


@then("the page says that it waits")
def waits(context: Context) -> None:
    """For its turn, without anything that is wrong."""
    events(context).browser.adding.check_waiting()


@then("the page asks {who:Person} to sign in first, and adds nothing")
def asked_to_sign_in(context: Context, who: Persona) -> None:
    """The event site is not asked."""
    found = events(context)
    found.browser.by(who).adding.check_refused(found.scraping, "Sign in first.")


@then("the page says that {who:Person} may not, and adds nothing")
def may_not(context: Context, who: Persona) -> None:
    """The event site is not asked."""
    found = events(context)
    found.browser.by(who).adding.check_refused(found.scraping, "Your role does not allow this.")


@when("{who:Person} signs in on the page, the first time with a wrong password")
def signs_in_at_last(context: Context, who: Persona) -> None:
    """It is said that something is not right; then with the right one."""
    page = events(context).browser.by(who).finding
    page.sign_in_wrongly()
    page.sign_in()


@then("{who:Person} can sign out on the page, after which {whose:Their} session is over")
def signs_out(context: Context, who: Persona, **_: str) -> None:
    """On the page, and for whoever has its token."""
    events(context).browser.by(who).finding.sign_out()


@then("the page says that it cannot tell, and offers to try again")
def cannot_tell(context: Context) -> None:
    """And shows nothing as if it were found."""
    events(context).browser.finding.check_without_answer()


@when("{who:Person} tries again when {part:Services} is back")
def tries_again(context: Context, who: Persona, part: list[str]) -> None:
    """By the button; what was wrong on purpose is right again."""
    faults = world(context).faults
    assert faults.broken(part[0]), f"nothing is wrong with {part[0]}"
    faults.mend()
    events(context).browser.by(who).finding.try_again()
