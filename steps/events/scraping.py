"""Having pages scraped: pages of the event site, asking for them, and what becomes of it."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.misfortunes import Misfortune
from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.scenario.world import world
from support.systems.events import events
from support.systems.events.counts import CLOSED, OPEN
from support.systems.events.site import FAILS_FOR_EVER, SLOW_FOR_EVER
from support.systems.events.tables import rows


@given('the event site announces "{name}" on a page {shape:Shape}')
def announces(context: Context, name: str, shape: str) -> None:
    """A page of this shape or language, which tells of an event of this name."""
    events(context).scraping.announce(name, shape)


@given("the event site announces {count:Count} events")
def announces_many(context: Context, count: int) -> None:
    """On a page each."""
    for number in range(count):
        events(context).scraping.announce(f"Evening {number}")


@given("the event site announces {count:Count} events on pages {shape:Shape}")
def announces_many_of_a_shape(context: Context, count: int, shape: str) -> None:
    """On a page of this shape each."""
    for number in range(count):
        events(context).scraping.announce(f"Evening {number}", shape)


@given("the event site announces {count:Count} events on pages of every sort")
def announces_all_sorts(context: Context, count: int) -> None:
    """In every language and month, for people and for machines, damaged and in other charsets."""
    events(context).scraping.announce_all_sorts(count)


@given('the event site announces "{name}" on a page that fails for ever')
def announces_failing(context: Context, name: str) -> None:
    """It cannot be had until it is mended."""
    events(context).scraping.announce(name, failures=FAILS_FOR_EVER)


@given("the event site announces {count:Count} events on pages that fail twice")
def announces_failing_now_and_then(context: Context, count: int) -> None:
    """On a page each; the third visitor gets it."""
    for number in range(count):
        events(context).scraping.announce(f"Evening {number}", failures=2)


@given('the event site announces "{name}" on a page that fails twice')
def announces_failing_twice(context: Context, name: str) -> None:
    """The third visitor gets it."""
    events(context).scraping.announce(name, failures=2)


@given("the event site announces {count:Count} events, the first on a page that fails three times")
def first_fails_three_times(context: Context, count: int) -> None:
    """It can be had the fourth time."""
    for number in range(count):
        events(context).scraping.announce(f"Evening {number}", failures=0 if number else 3)


@given('the event site announces "{name}" on a page that is slow for ever')
def announces_slow(context: Context, name: str) -> None:
    """Its answer comes after any visitor has gone."""
    events(context).scraping.announce(name, delay_seconds=SLOW_FOR_EVER)


@given('the event site announces "{name}" on a page that takes a moment')
def announces_in_a_moment(context: Context, name: str) -> None:
    """Its answer comes late, if in time."""
    events(context).scraping.announce(name, delay_seconds=0.8)


@given("the event site has a page that tells of no event")
def no_event(context: Context) -> None:
    """It is called "An essay"."""
    essay = "<!doctype html><title>An essay</title><h1>An essay</h1><p>On the beauty of long and empty evenings.</p>"
    events(context).scraping.announce("An essay", html=essay)


@given("the event site announces {count:Count} events, and a page that fails was asked for {tries:Count} times")
def announces_some_failing(context: Context, count: int, tries: int) -> None:
    """The one that fails is of a catalogue of its own; it waits for the next time."""
    retries = events(context).retries
    retries.stage_apart(1)
    retries.ask_apart()
    announces_many(context, count)
    retries.await_tries(tries)


@given("there are {count:Count} catalogues, each with a page that fails for ever")
def failing_apart(context: Context, count: int) -> None:
    """Pages that fail in catalogues of their own; from now on it is looked at what is counted."""
    found = events(context)
    found.retries.stage_apart(count)
    found.counts.begin()


@when('{who:Person} has "{name}" scraped')
def has_scraped(context: Context, who: Persona, name: str) -> None:
    """By a program, in the scenario's catalogue."""
    events(context).by(who).scraping.ask(name)


@when("{who:Person} has each of them scraped")
def has_all_scraped(context: Context, who: Persona) -> None:
    """One request after the other, without waiting for what becomes of them."""
    events(context).by(who).scraping.ask_all()


@when("{who:Person} has them scraped, one after another")
def has_scraped_in_turn(context: Context, who: Persona) -> None:
    """Each when the one before is an event."""
    events(context).by(who).retries.scrape_in_turn()


@when('{who:Person} has "{name}" scraped, and it fails because {reason:Reason} after {tries:Count} tries')
def has_scraped_in_vain(context: Context, who: Persona, name: str, reason: str, tries: int) -> None:
    """Waits until it has failed."""
    scraping = events(context).by(who).scraping
    scraping.ask(name)
    scraping.check_failed(name, reason)
    scraping.check_visits(name, tries)


@when("{who:Person} has each of these pages scraped")
def has_apart_scraped(context: Context, who: Persona) -> None:
    """Each for its catalogue."""
    events(context).by(who).retries.ask_apart()


@when("for {time:Duration} {who:Person} has page after page scraped while {misfortunes:Misfortunes}")
def goes_on(context: Context, time: Duration, who: Persona, misfortunes: list[Misfortune]) -> None:
    """A workload, and what befalls Events meanwhile."""
    events(context).by(who).outages.go_on(time, misfortunes)


@when("{part:Services} is back")
def is_back(context: Context, part: list[str]) -> None:
    """What was wrong on purpose is right again."""
    faults = world(context).faults
    assert faults.broken(part[0]), f"nothing is wrong with {part[0]}"
    faults.mend()


@when("all pages of the site are mended")
def mended(context: Context) -> None:
    """Whoever asks for them from now on gets them."""
    scraping = events(context).scraping
    for name in scraping.failing:
        scraping.mend_page(name)


@when('the page of "{name}" is mended')
def page_mended(context: Context, name: str) -> None:
    """Whoever asks for it from now on gets it."""
    events(context).scraping.mend_page(name)


@then("it becomes an event that tells all that the page tells")
def becomes_event(context: Context) -> None:
    """Each text, date, link and its quality; what is seen of its progress goes forward only."""
    scraping = events(context).scraping
    scraping.await_end(scraping.last)
    scraping.check_event(scraping.last)


@then("the page was asked for once, and is kept as it came")
def kept_raw(context: Context) -> None:
    """One visit, and the very bytes; each service has logged of it under the id of this journey."""
    scraping = events(context).scraping
    scraping.check_tries(scraping.last, 1)
    scraping.check_kept_raw(scraping.last)
    scraping.check_logged()


@then("whoever looks for this scrape in the logs finds each of its tries, and what came of the last")
def finds_each_try(context: Context) -> None:
    """By the id of this journey; of each that failed there is a warning."""
    scraping = events(context).scraping
    scraping.check_tries_logged(scraping.scrape(scraping.last)["tries"] - 1)


@then("the page was asked for {count:Count} times, after a longer wait each time")
def asked_later_each_time(context: Context, count: int) -> None:
    """As the event site has counted, and when."""
    found = events(context)
    found.scraping.check_tries(found.scraping.last, count)
    found.retries.check_waits_of(found.scraping.last)


@then("the page was asked for {count:Count} times")
def asked_times(context: Context, count: int) -> None:
    """As the event site has counted, and as is told of it."""
    scraping = events(context).scraping
    scraping.check_tries(scraping.last, count)


@then("the page was asked for 1 time, and is not any more")
def asked_once(context: Context) -> None:
    """Nor in a while."""
    scraping = events(context).scraping
    scraping.check_not_asked_again(scraping.last)


@then('everybody finds "{name}" by every text that it has')
def found_by_every_text(context: Context, name: str) -> None:
    """Name, place, topics, speakers, companies; and by meaning."""
    events(context).linked.check_found(name)


@then('"{name}" is linked with its speakers, companies and topics')
def linked(context: Context, name: str) -> None:
    """Each once; they lead to it, and its speakers to each other."""
    events(context).linked.check_linked(name)


@then("{who:Person} has them scraped, ten at a time, and 95 % are found within {limit:Duration}")
def found_soon(context: Context, who: Persona, limit: Duration) -> None:
    """From asking until a search finds it."""
    scraping = events(context).by(who).scraping
    scraping.check_soon([*scraping.pages], 10, limit)


@then("each tells all that its page tells")
def each_tells(context: Context) -> None:
    """To the letter and the minute."""
    scraping = events(context).scraping
    for name in scraping.pages:
        scraping.await_end(name)
        scraping.check_event(name)


@then("it fails because {reason:Reason} and leaves no event")
def fails(context: Context, reason: str) -> None:
    """It has ended, and the reason is told."""
    scraping = events(context).scraping
    scraping.check_failed(scraping.last, reason)


@then("each is accepted, waits, and is no event yet")
def waiting(context: Context) -> None:
    """And was not asked for; whoever operates Events is told how much waits."""
    found = events(context)
    found.outages.check_waiting()
    found.counts.check_waiting(len(found.scraping.pages))


@given("one of them is an event of another catalogue as well")
def of_another(context: Context) -> None:
    """Of the same keeper."""
    events(context).outages.have_other()


@when("{who:Person} removes the other catalogue, in which a page is waiting")
def removes_other(context: Context, who: Persona) -> None:
    """With all that is in it, and with what processor has to do for it first."""
    outages = events(context).by(who).outages
    outages.have_one_wait_in_other()
    outages.remove_other()


@when("{who:Person} removes the other catalogue, in which all is done")
def removes_other_done(context: Context, who: Persona) -> None:
    """With all that is in it; processor has to be told of nothing else."""
    events(context).by(who).outages.remove_other()


@then("processor has still to be told of it")
def still_to_be_told(context: Context) -> None:
    """And of what had to be done in it before: whoever operates Events sees how much waits."""
    found = events(context)
    found.counts.check_waiting(found.outages.untold)


@then("nothing is left of the other catalogue")
def other_gone(context: Context) -> None:
    """Nor does anything of it come back."""
    events(context).outages.check_other_gone()


@then("how the work goes on is not told now, but when to ask again")
def not_told(context: Context) -> None:
    """503 with the seconds."""
    events(context).outages.check_not_told()


@then("{who:Person} can tell of an event by hand, which everybody finds")
def finds_still(context: Context, who: Persona) -> None:
    """Making events by hand, and searching, need no processor."""
    events(context).by(who).outages.check_usable()


@then("each becomes an event, once, without being asked for again")
def each_once(context: Context) -> None:
    """All that was asked for, and nothing else."""
    events(context).outages.check_each_once()


@then("every page that was accepted becomes an event, once")
def accepted_once(context: Context) -> None:
    """One whose answer was lost may be an event or not."""
    events(context).outages.check_all_done()


@then("nothing is left to do")
def nothing_left(context: Context) -> None:
    """Neither to hand over nor to fetch."""
    events(context).outages.check_nothing_left()


@then("each becomes an event, once, but for the page that fails when it is asked for the 4th time")
def each_once_but_one(context: Context) -> None:
    """As if nothing had been away, none is asked for more often; nothing is said to wait any more."""
    found = events(context)
    found.outages.check_each_once()
    found.counts.check_waiting(0)
    found.retries.check_four_tries()


@then("each is asked for four times, and fails because the site keeps failing")
def four_times(context: Context) -> None:
    """Not once more."""
    events(context).retries.check_four_tries()


@then("{tries:Count} failures and {ends:Count} ends of this sort are counted, and nothing else")
def counted_failures(context: Context, tries: int, ends: int) -> None:
    """As whoever operates Events is told."""
    events(context).counts.check(scrapes={"SITE_FAILING": ends}, tries={"failing": tries})


@then("the waits between grow, from one to the next by half at least")
def waits_grow(context: Context) -> None:
    """Of those pages that waited least."""
    events(context).retries.check_waits_grow()


@then("the waits of different pages are different, but not by more than half")
def waits_differ(context: Context) -> None:
    """So that those who failed together do not come back together."""
    events(context).retries.check_waits_differ()


@when("{who:Person} has pages scraped, each of which")
def has_refused_scraped(context: Context, who: Persona) -> None:
    """A page is refused in the way of each row."""
    events(context).by(who).retries.ask_refused([row["is refused"] for row in rows(context)])


@then("each fails because {reason:Reason}, was asked for once, and its site is not left alone")
def refused_once(context: Context, reason: str) -> None:
    """Nor in a while."""
    events(context).retries.check_refused(reason)


@then("it is asked by one of those who wait, again and again, and none is given up before the fourth time")
def probed(context: Context) -> None:
    """It is left alone after each; whoever else waits goes on waiting."""
    found = events(context)
    found.retries.check_probed(found.scraping.failing)
    found.retries.check_not_given_up(found.scraping.failing)


@then("the site is left alone after it was asked {times:Count} times")
def site_alone(context: Context, times: int) -> None:
    """Its breaker is open."""
    found = events(context)
    found.retries.await_alone(found.retries.origin)
    found.retries.check_asked(found.scraping.failing, times)


@then('the page of "{name}" is not asked for as long as the site is left alone')
def not_asked(context: Context, name: str) -> None:
    """It waits, and so do those that failed."""
    found = events(context)
    found.retries.check_left_alone(name, found.scraping.failing)


@then("a page of the same site is done for another catalogue")
def done_elsewhere(context: Context) -> None:
    """Nobody else is held up."""
    events(context).retries.check_done_elsewhere()


@then("a page of another site is asked for, which is left alone on its own account or not at all")
def asked_elsewhere(context: Context) -> None:
    """It has a breaker of its own, which is closed."""
    events(context).retries.check_other_site()


@then("the site is not left alone")
def site_not_alone(context: Context) -> None:
    """Its breaker is closed, and was whenever it was looked at."""
    events(context).retries.check_not_alone()


@given('the site is left alone, because "{one}" and "{other}" failed')
def was_left_alone(context: Context, one: str, other: str) -> None:
    """The first four times, and then the other once."""
    events(context).retries.have_left_alone(one, other)


@then('"{name}" becomes an event')
def named_becomes_event(context: Context, name: str) -> None:
    """It tells what its page tells, and how often it was asked for."""
    scraping = events(context).scraping
    scraping.await_end(name)
    scraping.check_event(name)
    scraping.check_tries(name, len(scraping.site.visits(scraping.pages[name].path)))


@then("the site is not left alone any more, and was for a while")
def site_closed(context: Context) -> None:
    """Its breaker has closed, and nobody asked while it was open."""
    found = events(context)
    found.retries.await_closed(found.retries.origin)
    found.retries.check_pause(found.scraping.failing)


@then('once it is mended "{name}" becomes an event, and the site may fail as often as before')
def fails_anew(context: Context, name: str) -> None:
    """Its breaker stays closed when a page fails four times in a row, another is refused, and one fails once."""
    mended(context)
    named_becomes_event(context, name)
    events(context).retries.fail_anew()


@then("extractor is left alone, which is counted as such")
def extractor_alone(context: Context) -> None:
    """Its breaker is open."""
    found = events(context)
    found.retries.await_alone("extractor")
    found.counts.check_extractor(OPEN)


@then("extractor is not left alone any more, which is counted as such")
def extractor_closed(context: Context) -> None:
    """Its breaker has closed, and no page was fetched twice for it."""
    found = events(context)
    found.retries.await_closed("extractor")
    found.counts.check_extractor(CLOSED)
    for name in found.scraping.pages:
        found.scraping.check_visits(name, 1)


@when("{who:Person} has {count:Count} pages scraped that are not there")
def has_many_scraped(context: Context, who: Persona, count: int) -> None:
    """Many at a time."""
    events(context).by(who).outages.ask_for_many(count)


@then("each of those is asked for and fails, once, and nothing is left to do")
def many_refused(context: Context) -> None:
    """The site refuses each."""
    found = events(context)
    found.outages.check_many_refused()
    found.outages.check_nothing_left()


@given("extractor is there, and fails whatever it is asked")
def extractor_fails(context: Context) -> None:
    """Somebody stands in its place; from now on it is looked at what is counted."""
    events(context).stand_in.take_over(able=True)


@given("extractor is there, and not able to read")
def extractor_not_able(context: Context) -> None:
    """Somebody stands in its place; from now on it is looked at what is counted."""
    events(context).stand_in.take_over(able=False)


@when('{who:Person} has "{name}" scraped, to which extractor says no')
def extractor_refuses(context: Context, who: Persona, name: str) -> None:
    """As to what is no page."""
    found = events(context).by(who)
    found.stand_in.refuse()
    found.scraping.ask(name)


@then("it fails because {reason:Reason}, after extractor was asked {times:Count} times, later each time")
def fails_unread(context: Context, reason: str, times: int) -> None:
    """It has ended without an event, for this reason."""
    found = events(context)
    found.scraping.check_ended(found.scraping.last, reason)
    found.stand_in.check_asked(times)


@then("it fails because {reason:Reason}, after extractor was asked once, and each page until it was had")
def refused_unread(context: Context, reason: str) -> None:
    """It has ended without an event, for this reason; what came of each page is counted, and nothing else."""
    fails_unread(context, reason, 1)
    events(context).stand_in.check_pages()


@then('once it has failed, and can read after that, "{name}" becomes an event')
def extractor_fails_and_reads(context: Context, name: str) -> None:
    """The one that waited for it, so often that it would be given up if to be away were to fail."""
    events(context).stand_in.fail()
    extractor_reads(context, name)


def extractor_reads(context: Context, name: str) -> None:
    """The one that waited for it."""
    events(context).stand_in.read(name)
    named_becomes_event(context, name)


@then('once it can read "{name}" becomes an event, and each page was asked for until it was had')
def extractor_reads_at_last(context: Context, name: str) -> None:
    """The one that waited for it; what came of each page is counted, and nothing else."""
    extractor_reads(context, name)
    events(context).stand_in.check_pages()


@then("extractor is left alone after it was asked once more")
def extractor_alone_at_once(context: Context) -> None:
    """Its breaker is open, and nobody asks it."""
    events(context).stand_in.check_left_alone(1)


@then("extractor is left alone after it was asked {times:Count} times, and is asked again before long, time and again")
def extractor_asked_again(context: Context, times: int) -> None:
    """Its breaker is open, and nobody asks it; then somebody does, and is not given up."""
    stand_in = events(context).stand_in
    stand_in.check_left_alone(times)
    stand_in.check_asked_soon()
