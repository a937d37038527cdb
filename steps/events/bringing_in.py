"""Filling a catalogue with what there was before, and looking through what is there."""

from behave import given, then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.systems.events import events
from support.systems.events.tables import rows


@when("{who:Person} fills her catalogue, and another one with the same number")
def fills(context: Context, who: Persona) -> None:
    """The number decides what they are filled with."""
    events(context).by(who).bringing_in.fill_both()


@then("each has 50 events, 200 speakers and 100 companies, linked with each other, wherever one looks")
def sizes(context: Context) -> None:
    """By its own count, in lists, in the graph and in the database."""
    found = events(context)
    found.bringing_in.check_sizes()
    found.graph.check_topics()
    found.graph.check_connections(found.world.data.chance("speakers").sample(found.graph.speakers, 5), None)


@then('the three that "{query}" has to find are found, the best first')
def three(context: Context, query: str) -> None:
    """As well as its words stand in what they tell."""
    discovery = events(context).discovery
    discovery.check_found(query)
    assert_that(len(discovery.found), equal_to(3), f'how many are found by "{query}"')


@then("both tell the same")
def alike(context: Context) -> None:
    """Everything but ids."""
    events(context).bringing_in.check_alike()


@then("neither can be filled once more, nor one that has a single event")
def full(context: Context) -> None:
    """And nothing is changed by trying."""
    events(context).bringing_in.check_full()


@when("{who:Person} brings in 230 lines with bad ones, empty ones and known ones among them")
def brings_in(context: Context, who: Persona) -> None:
    """Bad at the first line, the last one, and at the edges of a batch."""
    events(context).by(who).bringing_in.bring_in(230, others=True)


@then("the report tells of every line, in {batches:Count} batches")
def report(context: Context, batches: int) -> None:
    """Good, known, bad; the bad ones by number, with the reason."""
    events(context).bringing_in.check_report(batches)


@then("every good line is an event, and nothing else is")
def lines_there(context: Context) -> None:
    """As it was told."""
    events(context).bringing_in.check_there()


@when("{who:Person} brings in 150 lines as a whole, the last of which is bad")
def brings_in_whole_bad(context: Context, who: Persona) -> None:
    """All or nothing."""
    events(context).by(who).bringing_in.bring_in(150, bad=1, whole=True)


@when("{who:Person} brings in 150 lines as a whole, with empty ones and known ones among them")
def brings_in_whole(context: Context, who: Persona) -> None:
    """All or nothing."""
    events(context).by(who).bringing_in.bring_in(150, others=True, whole=True)


@then("it is refused with the same report, and no line is an event")
def whole_refused(context: Context) -> None:
    """The bad line is told; nothing is left in any table."""
    events(context).bringing_in.check_refused()


@then("so many lines come in as so many batches")
def in_batches(context: Context) -> None:
    """Good ones."""
    events(context).bringing_in.check_batches(rows(context))


@given("there are the same events in another catalogue")
def neighbour(context: Context) -> None:
    """Of the same keeper."""
    catalogue = events(context).catalogue
    catalogue.add_neighbour([*catalogue.facts.values()])


@when('{who:Person} removes "{name}", after which one of its speakers speaks nowhere')
def leaves_speaker(context: Context, who: Persona, name: str) -> None:
    """Who stays known."""
    found = events(context).by(who)
    found.bringing_in.note_told()
    found.catalogue.remove(name)


@then("looking through the catalogue tells how much there is, and what is wrong with it")
def looked_through(context: Context) -> None:
    """All that follows from what was told."""
    events(context).bringing_in.check_looked_through()


@when("another events-api is told to change the schema in three steps, the last of which fails")
def changes_schema(context: Context) -> None:
    """A table, a column, rows; and then an error."""
    events(context).bringing_in.change_schema()


@then("it ends before it serves anybody")
def ended(context: Context) -> None:
    """With a failure."""
    events(context).bringing_in.check_ended()


@then("schema and events are as they were")
def schema_kept(context: Context) -> None:
    """Every column, every row."""
    events(context).bringing_in.check_schema_kept()


@then("the first events-api serves as before")
def serves(context: Context) -> None:
    """It takes an event, and lists it."""
    events(context).bringing_in.check_serves()
