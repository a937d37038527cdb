"""Another configuration for a pipeline that runs."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.phoenix import phoenix


@when('{who:Person} has the {variant:Variant} of "{name}" keep critical processes only')
def keep_critical(context: Context, who: Persona, variant: str, name: str) -> None:
    """It becomes the next version, made by them, and nothing else changes."""
    phoenix(context).deployments.keep_only_critical(who, name, variant)


@when('{people:People} have the {variant:Variant} of "{name}" keep everything again')
def keep_everything(context: Context, people: list[Persona], variant: str, name: str) -> None:
    """With no processor at all; asked for by many at the same moment, each of them several times."""
    phoenix(context).deployments.keep_everything(people, name, variant)


@given("{admin:Person} has made {who:Person} an admin")
def made_admin(context: Context, admin: Persona, who: Persona) -> None:
    """Of their company, as she is one."""
    phoenix(context).change_role(admin, who, "admin")


@when('{people:People} tries to have the {variant:Variant} of "{name}" keep critical processes only')
@when('{people:People} try to have the {variant:Variant} of "{name}" keep critical processes only')
def try_to_change(context: Context, people: list[Persona], variant: str, name: str) -> None:
    """For the scenario to judge."""
    for who in people:
        phoenix(context).deployments.try_to_change(who, name, variant)


@when('{who:Person} tells the {variant:Variant} of "{name}" each of these in turn')
def tell_wrong(context: Context, who: Persona, variant: str, name: str) -> None:
    """Things that no pipeline can do."""
    for row in context.table or []:
        phoenix(context).deployments.tell_wrong(who, name, variant, row["configuration"])


@then(
    'in Prometheus the {variant:Variant} of "{name}" has only these within {limit:Duration},'
    " and its other pipeline stays"
)
def only_critical(context: Context, variant: str, name: str, limit: Duration) -> None:
    """Every critical process with all its metrics, no other one; the other pipeline has as many as before."""
    phoenix(context).deployments.check_only_critical(name, variant, limit)


@then('the {variant:Variant} of "{name}" has as many series as its baseline within {limit:Duration}')
def as_many(context: Context, variant: str, name: str, limit: Duration) -> None:
    """On every node."""
    phoenix(context).deployments.check_whole(name, variant, limit)


@then('there is no gap in what stays, and "{name}" is still running')
def no_gap(context: Context, name: str) -> None:
    """Every series that stays has samples all along, both pipelines count on, and the collector runs as before."""
    found = phoenix(context)
    found.deployments.check_no_gap(name)
    found.experiments.check_still(name, "running")


@then("{names:Texts} go on as they were, without a break")
def go_on(context: Context, names: list[str]) -> None:
    """Pipelines, series and loads of those beside the one that was changed."""
    for name in names:
        phoenix(context).deployments.check_goes_on(name)


@when('{who:Person} has the {variant:Variant} of "{name}" take several steps')
def take_steps(context: Context, who: Persona, variant: str, name: str) -> None:
    """Keep two priorities, of these the processes that are busiest, and of these one priority as one."""
    phoenix(context).kinds.have_stepped(who, name, variant)


@then('the candidate of "{name}" has within {limit:Duration} what these leave, one after the other')
def has_stepped(context: Context, name: str, limit: Duration) -> None:
    """Which series there are, and their values, found again from what the baseline exports."""
    phoenix(context).kinds.check_stepped(name, limit)


@then('everything of "{name}" is as it was')
def is_as_it_was(context: Context, name: str) -> None:
    """Its pipelines, their versions, what is stored of them, and what they export."""
    phoenix(context).deployments.check_unchanged(name)


@then("each of it is refused as wrong input")
def refused_as_wrong(context: Context) -> None:
    """Naming what is wrong."""
    phoenix(context).deployments.check_refused_as_wrong()


@then("each of them is forbidden to")
def are_forbidden(context: Context) -> None:
    """All that was asked for was refused."""
    phoenix(context).check_all_forbidden()


@then("it is told that it does not run")
def does_not_run(context: Context) -> None:
    """The refusal says so."""
    assert phoenix(context).refusal(409).code == "NOT_RUNNING", "why it was refused"
