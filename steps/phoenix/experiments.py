"""Experiments: created, started, run and ended."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.phoenix import phoenix
from support.systems.phoenix.experiments import LENIENT, USUAL
from support.systems.phoenix.people import UWE

AT_ONCE = 2.0
"""Seconds in which a page shows what is new."""


@given('{who:Person} has created the experiment "{name}" of {kind:Pipeline} on {nodes:Count} nodes')
@when('{who:Person} creates the experiment "{name}" of {kind:Pipeline} on {nodes:Count} nodes')
def has_created(context: Context, who: Persona, name: str, kind: str, nodes: int) -> None:
    """It waits until an admin starts it, and then runs longer than anybody looks."""
    experiments = phoenix(context).experiments
    experiments.create(who, name, kind, target_nodes=experiments.fresh_nodes(nodes))


@given('{who:Person} has created the experiment "{name}" of {kind:Pipeline} for {time:Duration}, under full load')
def has_created_for(context: Context, who: Persona, name: str, kind: str, time: Duration) -> None:
    """On three nodes with 100 processes that tell 1,000 metrics a second from its start; with the usual criteria."""
    phoenix(context).experiments.create_loaded(who, name, kind, round(time), USUAL)


@given(
    '{who:Person} has created the experiment "{name}" of {kind:Pipeline} for {time:Duration}, of which little is asked'
)
def has_created_easy(context: Context, who: Persona, name: str, kind: str, time: Duration) -> None:
    """The same, with criteria that anything meets whose candidate is not far slower: as happens on a busy machine."""
    phoenix(context).experiments.create_loaded(who, name, kind, round(time), LENIENT)


@given(
    '{who:Person} has created the experiment "{name}" of {kind:Pipeline} for {time:Duration},'
    " of which the candidate gets nothing"
)
def has_created_one_sided(context: Context, who: Persona, name: str, kind: str, time: Duration) -> None:
    """The same, with the usual criteria, most of which cannot be told."""
    split = {"baseline_percentage": 100, "candidate_percentage": 0}
    phoenix(context).experiments.create_loaded(who, name, kind, round(time), USUAL, split)


@given('{who:Person} has created the experiment "{name}" with {processes:Count} processes on a node')
def has_created_with(context: Context, who: Persona, name: str, processes: int) -> None:
    """It waits until an admin starts it."""
    experiments = phoenix(context).experiments
    experiments.create(who, name, "process-aggregated-v1")
    experiments.load(name, processes, 1_000)


@given('"{name}" has waited for {time:Duration} to be started')
def has_waited(context: Context, name: str, time: Duration) -> None:
    """Its times are set back in the database, so that nobody has to wait."""
    phoenix(context).experiments.set_back([name], time)


@given('the experiment "{name}" of {kind:Pipeline} is running under load')
def is_running(context: Context, name: str, kind: str) -> None:
    """On three nodes, with a hundred processes, of which all metrics have come through both pipelines."""
    found = phoenix(context)
    found.experiments.create(UWE, name, kind, target_nodes=found.experiments.fresh_nodes(3))
    found.experiments.load(name, 100, 1000)
    found.experiments.run(name)
    found.collected.await_whole(name)


@when('{who:Person} starts "{name}"')
def starts(context: Context, who: Persona, name: str) -> None:
    """By hand."""
    found = phoenix(context)
    assert found.experiments.set_state(who, name, "initializing").status == 200, "it was not started"


@when("{people:People} each start their own: {names:Texts}")
def start_each(context: Context, people: list[Persona], names: list[str]) -> None:
    """By hand, one after the other."""
    for who, name in zip(people, names, strict=True):
        starts(context, who, name)


@when('{who:Person} starts "{name}", which {viewer:Person} has open in a browser')
def starts_before_eyes(context: Context, who: Persona, name: str, viewer: Persona) -> None:
    """Somebody looks at its page meanwhile."""
    found = phoenix(context)
    found.browser(viewer).open(name)
    found.browser(viewer).check_state("pending")
    found.experiments.start(name, who)


@then('"{name}" is {state:State} within {limit:Duration}')
def becomes(context: Context, name: str, state: str, limit: Duration) -> None:
    """It comes to this state in time, by its own times."""
    phoenix(context).experiments.await_in_time(name, state, limit)


@then('"{name}" is initializing within {first:Duration} and running within {then:Duration}, as its page shows')
def begins(context: Context, name: str, first: Duration, then: Duration) -> None:
    """Each counted from the state before; the page shows it by itself."""
    found = phoenix(context)
    found.experiments.await_in_time(name, "initializing", first)
    found.experiments.await_in_time(name, "running", then)
    found.looking().check_state("running", AT_ONCE)


@then('"{name}" is completed soon after its time is over, each state kept and heard of once')
def is_completed(context: Context, name: str) -> None:
    """Analyzing within a second after its duration, completed within four; over the API, stored, live, on the page."""
    found = phoenix(context)
    found.experiments.await_end(name, "completed")
    found.experiments.check_states(name, ["pending", "initializing", "running", "analyzing", "completed"])
    found.followers.check_everybody_heard(name)
    found.looking().check_state("completed", AT_ONCE)


@then('"{name}" was {states}, each kept once and in order')
def was(context: Context, name: str, states: str) -> None:
    """All its states, over the API and in the database, with when it began and ended."""
    phoenix(context).experiments.check_states(name, states.split(", "))


@when(
    "{who:Person} creates {count:Count} experiments at the same moment, each on a node of its own"
    " with another number of processes"
)
def create_at_once(context: Context, who: Persona, count: int) -> None:
    """They start by themselves as soon as they can, and run longer than anybody looks."""
    phoenix(context).experiments.create_at_once(who, count)


@given('{who:Person} has created the experiment "{name}" with {processes:Count} processes on a node of the same name')
def has_created_on_same(context: Context, who: Persona, name: str, processes: int) -> None:
    """On the nodes of the experiment that was created before."""
    experiments = phoenix(context).experiments
    experiments.create(who, name, "process-aggregated-v1", target_nodes=experiments.all()[-1].nodes)
    experiments.load(name, processes, 1_000)


@then("each of them is running within {limit:Duration}")
def all_run(context: Context, limit: Duration) -> None:
    """All experiments of the scenario, counted from now."""
    experiments = phoenix(context).experiments
    for one in experiments.all():
        experiments.await_state(one.name, "running", limit)
        experiments.check_took(one.name, "running", limit)


@when('{who:Person} cancels "{name}"')
def cancels(context: Context, who: Persona, name: str) -> None:
    """By hand."""
    assert phoenix(context).experiments.set_state(who, name, "cancelled").status == 200, "it was not cancelled"


@when('{who:Person} ends "{name}" early, once it has run for {time:Duration}')
def ends_early(context: Context, who: Persona, name: str, time: Duration) -> None:
    """By hand; its time is not over."""
    experiments = phoenix(context).experiments
    experiments.await_ran(name, time)
    assert experiments.set_state(who, name, "analyzing").status == 200, "it was not ended"


@when('{who:Person} creates the experiment "{name}", which starts by itself, for {time:Duration}')
def create_starting(context: Context, who: Persona, name: str, time: Duration) -> None:
    """On a node of its own."""
    phoenix(context).experiments.create(who, name, config={"duration": f"{round(time)}s", "auto_start": True})


@when("{people:People} create {count:Count} experiments, each cancelled by an admin at the moment when it may start")
def create_and_cancel(context: Context, people: list[Persona], count: int) -> None:
    """In turn, each for their own company; all of them are cancelled at the same time."""
    phoenix(context).experiments.create_and_cancel(people, count)
