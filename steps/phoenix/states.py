"""The states of experiments: what may follow what."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.scenario.world import world
from support.systems.phoenix import phoenix
from support.systems.phoenix.words import STATES


@given("experiments that are {state:State}")
def are(context: Context, state: str) -> None:
    """One for each state that may be asked for, brought there as people do."""
    context.state, context.names = state, phoenix(context).states.make(state, len(STATES))


@when("they are {state:State} by hand")
def are_by_hand(context: Context, state: str) -> None:
    """An admin asks for it, of each."""
    phoenix(context).states.hold(state, context.names)
    context.state = state


@when("Ada asks for every state there is, each of another of them")
def asks_for_all(context: Context) -> None:
    """One by one, with a reason; what has pipelines cannot be removed either."""
    phoenix(context).states.ask_for_all(context.state, context.names)


@then("what may follow by hand follows, and all else is refused and changes nothing")
def follows_as_it_may(context: Context) -> None:
    """In the words of the promise; what only work brings about is refused as such."""
    phoenix(context).states.check_answers()


@when('{who:Person} starts "{name}" and cancels "{other}", {times:Count} times each at the same moment')
def asks_together(context: Context, who: Persona, name: str, other: str, times: int) -> None:
    """As several people of one mind do."""
    found = phoenix(context)
    found.states.ask_together(who, name, "initializing", times, found.database)
    found.states.ask_together(who, other, "cancelled", times, found.database)


@then("each was done once, and refused to all others")
def done_once(context: Context) -> None:
    """In the words for what may not follow; as it is kept."""
    phoenix(context).states.check_done_once()


@then('nothing may follow of "{name}"')
def nothing_follows(context: Context, name: str) -> None:
    """Every state there is is refused."""
    phoenix(context).states.check_all_refused(name)


@then("whatever {who:Person} asks for, one after the other, follows or is refused as it may")
def explores(context: Context, who: Persona) -> None:
    """In sequences that follow from the scenario's seed; the shortest one that does not fit is told."""
    tried = phoenix(context).states.explore(who, world(context).seed)
    assert tried > 1, "no sequence was tried"


@then("the database itself refuses what may not follow")
def database_refuses(context: Context) -> None:
    """Whoever changes a row, and whoever adds one that does not begin at the beginning."""
    found = phoenix(context)
    assert found.database is not None, "nobody may look into this database"
    found.states.check_guarded(found.database)


@then('nothing is collected of "{name}" any more')
def nothing_collected(context: Context, name: str) -> None:
    """Prometheus has no series of it."""
    phoenix(context).collected.check_stopped(name)


@given('{who:Person} has created the experiment "{name}", and has "{other}" running')
def has_two(context: Context, who: Persona, name: str, other: str) -> None:
    """The first waits to be started."""
    experiments = phoenix(context).experiments
    experiments.create(who, name)
    experiments.create(who, other)
    experiments.run(other)


@when('{who:Person} starts "{name}", and ends "{other}" early')
def starts_and_ends(context: Context, who: Persona, name: str, other: str) -> None:
    """The other is analyzed from here on."""
    experiments = phoenix(context).experiments
    for each, state in ((name, "initializing"), (other, "analyzing")):
        assert experiments.set_state(who, each, state).status == 200, f"{each} did not become {state}"


@then('"{name}" has failed within {limit:Duration}, because {what} took too long')
def has_failed(context: Context, name: str, limit: Duration, what: str) -> None:
    """By itself, and it says why."""
    phoenix(context).states.check_timed_out(name, limit, f"{what.capitalize()} took too long.")
