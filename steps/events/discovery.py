"""Finding events: searching, what is similar, lists."""

from behave import given, then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.systems.events import events
from support.systems.events.facts import Facts
from support.systems.events.tables import read, rows


@given("there are 50 events with 200 speakers and 100 companies")
def whole_catalogue(context: Context) -> None:
    """A whole catalogue, told by its keeper; what has to be found in it follows from what was told."""
    events(context).fill()


@when("{who:Person} tells of these as well")
def tells_as_well(context: Context, who: Persona) -> None:
    """Each row is an event; what stands nowhere is not told."""
    for facts in read(rows(context)):
        events(context).by(who).catalogue.add(facts)


@given("there are these events")
def these_events(context: Context) -> None:
    """Each row is an event; what stands nowhere is not told."""
    for facts in read(rows(context)):
        events(context).catalogue.add(facts)


@given('there is "{name}" in another catalogue')
def event_elsewhere(context: Context, name: str) -> None:
    """In another catalogue of the same keeper."""
    events(context).catalogue.add_elsewhere(Facts(name, topics=("AI",)))


@when('somebody searches for "{query}"')
def searches(context: Context, query: str) -> None:
    """By words, in the catalogue of the scenario, without signing in."""
    events(context).discovery.search(query)


@then("{names:Texts} are found, in this order")
@then("{names:Texts} is found, in this order")
def found_in_order(context: Context, names: list[str]) -> None:
    """These, and no others."""
    events(context).discovery.check_names(names)


@then("what is found by each of these is what has all of its words, as well as they stand")
def each_query(context: Context) -> None:
    """Scores, order and ties, query by query."""
    for row in rows(context):
        events(context).discovery.check_found(row["query"])


@then('nothing of another catalogue is found for "{query}"')
def only_here(context: Context, query: str) -> None:
    """By words and by meaning, however many are asked for."""
    events(context).discovery.check_only_here(query)


@then("nothing is found by any of these")
def no_query(context: Context) -> None:
    """An empty list, query by query."""
    discovery = events(context).discovery
    for row in rows(context):
        discovery.search(row["query"])
        discovery.check_names([])


@then("nothing is found")
def nothing_found(context: Context) -> None:
    """An empty list."""
    events(context).discovery.check_names([])


@then("each is found as well as its words stand")
def found_by_score(context: Context) -> None:
    """All that has every word, and only that; scores, order and ties follow from where the words stand."""
    events(context).discovery.check_expected()


@then("each shows everything that is known of it")
def shows_everything(context: Context) -> None:
    """Speakers with companies, companies, topics, date, place, description and quality; found and on its own."""
    events(context).discovery.check_details()


@then('somebody who searches for "{query}" finds {names:Texts}')
def who_searches_finds(context: Context, query: str, names: list[str]) -> None:
    """These, in this order, and no others."""
    discovery = events(context).discovery
    discovery.search(query)
    discovery.check_names(names)


@then('whoever searches by meaning for "{query}" finds every event, the nearest first')
def finds_all_by_meaning(context: Context, query: str) -> None:
    """Each once and whole, and as many as are asked for."""
    events(context).discovery.check_by_meaning(query)


@then('somebody who searches by meaning for "{query}" finds {names:Texts} first')
def finds_by_meaning(context: Context, query: str, names: list[str]) -> None:
    """These before all others, in whichever order."""
    discovery = events(context).discovery
    found = discovery.search(query, by="meaning")
    first = sorted(events(context).catalogue.names(found)[: len(names)])
    assert_that(first, equal_to(sorted(names)), f'what is nearest to "{query}"')


@then('{count:Count} events are similar to "{name}", the nearest first, and it is none of them')
def similar(context: Context, count: int, name: str) -> None:
    """So many others of the same catalogue."""
    events(context).discovery.check_similar(name, count)


@then('{names:Texts} are nearest to "{name}"')
def nearest(context: Context, names: list[str], name: str) -> None:
    """In this order, before all others; none is left out."""
    events(context).discovery.check_nearest(name, names)


@then("page by page each event is listed once, the latest first, and each page says how many there are")
def listed_by_pages(context: Context) -> None:
    """The page after the last one is empty."""
    events(context).discovery.check_pages()


@then("a list can be filtered, at the edges too: all that fits, in order, and counted")
def filtered(context: Context) -> None:
    """Exactly at the date, exactly at the quality; in any case."""
    for row in rows(context):
        events(context).discovery.check_filtered(row["by"])


@when('{who:Person} changes the name of "{name}" to "{other}"')
def renames(context: Context, who: Persona, name: str, other: str) -> None:
    """Nothing else is changed."""
    events(context).catalogue.check_kept_by(who)
    events(context).catalogue.rename(name, other)


@then('whatever {who:Person} takes off "{name}", the last of its sort, is gone with it, wherever anybody looks')
def takes_off(context: Context, who: Persona, name: str) -> None:
    """Its speakers, companies and topics, one sort after another; what it shares with others stays theirs."""
    events(context).by(who).taken_off.check_each(name)


@when('{who:Person} removes "{name}"')
def removes(context: Context, who: Persona, name: str) -> None:
    """It is not listed any more, and nothing links to it."""
    events(context).catalogue.check_kept_by(who)
    events(context).catalogue.remove(name)
