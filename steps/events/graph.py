"""Following the connections of a catalogue."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.events import events
from support.systems.events.facts import Company, Facts, Speaker


@given("there is an event of Ada and Xaver in another catalogue")
def elsewhere(context: Context) -> None:
    """Somebody of the same name as one here, and somebody whom nobody knows here; with a company, about something."""
    facts = Facts(
        "Elsewhere", speakers=(Speaker("Ada"), Speaker("Xaver")), companies=(Company("Bold"),), topics=("Bees",)
    )
    events(context).catalogue.add_elsewhere(facts)


@then("each of {count:Count} speakers is connected with everybody within {depth:Count} events, and with nobody else")
@then("each of {count:Count} speakers is connected with everybody within {depth:Count} event, and with nobody else")
def some_connected(context: Context, count: int, depth: int) -> None:
    """Of so many, chosen by chance; also through which events."""
    found = events(context)
    names = found.world.data.chance("speakers").sample(found.graph.speakers, count)
    found.graph.check_connections(names, depth)


@then("each speaker is connected with everybody within 2 events, and with nobody else")
def all_connected(context: Context) -> None:
    """To the depth that is meant when none is told."""
    found = events(context)
    found.graph.check_connections(found.graph.speakers, None)


@when('{who:Person} has "{speaker}" of "{company}" at "{name}" instead of all others')
def involves(context: Context, who: Persona, speaker: str, company: str, name: str) -> None:
    """An event has another speaker and another company."""
    events(context).by(who).catalogue.involve(name, speaker, company)


@given("somebody has looked at all that is connected")
@then("all that is connected is what follows from what there is now")
def all_that_is_connected(context: Context) -> None:
    """Speakers to depth 2, the events of companies, related topics."""
    events(context).graph.check_all()


@then("everybody is listed by a part of their name, in any case")
def listed(context: Context) -> None:
    """Speakers and companies, all of them too; signs stand for nothing but themselves."""
    events(context).graph.check_listed()


@then("each company's events are all of its events, by date")
def companies(context: Context) -> None:
    """Of every company there is."""
    events(context).graph.check_companies()


@then("each topic is related with all topics that share events with it, those that share most first")
def topics(context: Context) -> None:
    """With how many events they share."""
    events(context).graph.check_topics()


@then('beside "{name}" are all events with one of its speakers or companies')
def network(context: Context, name: str) -> None:
    """And it is none of them."""
    events(context).graph.check_network(name)


@then("nobody is found who is of another catalogue, or of none")
def nobody(context: Context) -> None:
    """Nor at a depth that there is not."""
    events(context).graph.check_nobody()


@then("95 % of connections take {graph:Duration} at most, and of simple queries {simple:Duration}")
def times(context: Context, graph: Duration, simple: Duration) -> None:
    """Asked again and again, one after another."""
    events(context).graph.check_times(graph, simple)
