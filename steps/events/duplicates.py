"""The same thing told twice."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.events import events
from support.systems.events.tables import rows


@when('{who:Person} has "{name}" scraped once more')
def once_more(context: Context, who: Persona, name: str) -> None:
    """As the first time."""
    events(context).by(who).duplicates.ask_again(name)


@when('{who:Person} has the address of "{name}" scraped with {how}')
def written_otherwise(context: Context, who: Persona, name: str, how: str) -> None:
    """The same address, written in another way."""
    events(context).by(who).duplicates.ask_again(name, how)


@when('{count:Count} programs have "{name}" scraped at the same moment')
def at_once(context: Context, count: int, name: str) -> None:
    """Each is accepted."""
    events(context).duplicates.ask_at_once(name, count)


@then("all of them get the same scrape")
def same_scrape(context: Context) -> None:
    """There is one."""
    events(context).duplicates.check_same_scrape()


@then("it is known already, and the page is not asked for again")
def known(context: Context) -> None:
    """The event is named, and is the only one."""
    events(context).duplicates.check_known()


@given("the event site has a page that {leads:Leads}")
def other_page(context: Context, leads: str) -> None:
    """A page that is the one that is announced, under another address."""
    events(context).duplicates.stage_other(leads)


@when("{who:Person} has the other page scraped")
def other_scraped(context: Context, who: Persona) -> None:
    """It is not known, as far as its address tells."""
    events(context).by(who).duplicates.ask_other()


@then("it ends as the same event, and there is no other")
def same_event(context: Context) -> None:
    """Which still tells what the page tells."""
    events(context).duplicates.check_same_event()


@when('{who:Person} tells of an event with the address of "{name}"')
def by_hand(context: Context, who: Persona, name: str) -> None:
    """Nothing is changed by it."""
    events(context).by(who).duplicates.tell_by_hand(name)


@then("it is refused, and names the event that is known")
def refused_by_hand(context: Context) -> None:
    """Which stays as it was."""
    events(context).duplicates.check_by_hand()


@then("it is the one that was told by hand")
def told_before(context: Context) -> None:
    """And there is no other."""
    events(context).duplicates.check_told_before()


@then("it becomes another event in another catalogue")
def elsewhere(context: Context) -> None:
    """The first one stays the only one of its catalogue."""
    events(context).duplicates.check_elsewhere()


@then("whatever services tell each other of it once more changes nothing")
def told_once_more(context: Context) -> None:
    """The job, how far it is, that it failed, and another result."""
    events(context).once_more.check_told_again()


@then("these are addresses of one page")
def one_address(context: Context) -> None:
    """Asked for all at once, each is scraped by the same address."""
    events(context).duplicates.check_one_address([row["what"] for row in rows(context)])


@then("these are addresses of pages of their own")
def own_addresses(context: Context) -> None:
    """Asked for all at once, each is scraped by its own address, to the letter."""
    events(context).duplicates.check_own_addresses([row["what"] for row in rows(context)])


@then("the same address with other queries becomes other events")
def other_queries(context: Context) -> None:
    """In which capitals count, and campaigns do not."""
    found = events(context)
    found.duplicates.check_others(found.scraping.last)


@then("two speakers who are announced one after the other, or together, are")
def alike(context: Context) -> None:
    """One, two, or to be reviewed, in each row."""
    events(context).duplicates.check_alike(rows(context))


@when('{count:Count} programs tell of an event with the speaker "{name}" at the same moment')
def told_at_once(context: Context, count: int, name: str) -> None:
    """Of so many different events."""
    events(context).duplicates.tell_at_once(name, count)


@then('there is one speaker "{name}", who speaks at all {count:Count} events')
def one_speaker(context: Context, name: str, count: int) -> None:
    """By the id of the speaker."""
    events(context).duplicates.check_one_speaker(name, count)


@then("every speaker, company and topic is there once")
def each_named_once(context: Context) -> None:
    """And nobody else is."""
    events(context).catalogue.check_named()


@when('{who:Person} decides that "{one}" and "{other}" are the same')
def same(context: Context, who: Persona, one: str, other: str) -> None:
    """It was to be reviewed whether they are."""
    events(context).by(who).duplicates.decide([one, other], same=True)


@when('{who:Person} decides that "{one}" and "{other}" are not the same')
def not_same(context: Context, who: Persona, one: str, other: str) -> None:
    """It was to be reviewed whether they are."""
    events(context).by(who).duplicates.decide([one, other], same=False)


@then('"{name}" speaks at {names:Texts}, and "{gone}" is nobody')
def speaks_at_all(context: Context, name: str, names: list[str], gone: str) -> None:
    """In events and lists."""
    duplicates = events(context).duplicates
    duplicates.check_speaks({name: names})
    duplicates.check_nobody(gone)


@then('"{name}" speaks at {names:Texts}, and "{other}" at {others:Texts}')
def speak_apart(context: Context, name: str, names: list[str], other: str, others: list[str]) -> None:
    """In events and lists."""
    events(context).duplicates.check_speaks({name: names, other: others})


@then("these are to be reviewed, the likeliest first")
def to_be_reviewed(context: Context) -> None:
    """And nobody else; each pair with how alike they are."""
    events(context).duplicates.check_reviews(rows(context))


@then("it cannot be decided again")
def decided(context: Context) -> None:
    """Neither way, and they are not to be reviewed any more."""
    events(context).duplicates.check_decided()


@then("neither {one:Person} nor {other:Person} may see or decide what is to be reviewed")
def may_not(context: Context, one: Persona, other: Persona) -> None:
    """It stays to be reviewed."""
    events(context).duplicates.check_may_not([one, other])
