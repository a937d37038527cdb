"""What is recorded of changes, and what auditors find."""

from behave import given, then
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.scenario.world import world
from support.systems.audit import audit


@then('each version of "{name}" is recorded once, in order, with its values before and after')
def versions_recorded(context: Context, name: str) -> None:
    """As an auditor finds them by search, and as the history of the document."""
    audit(context).records.check_versions(name)
    audit(context).records.check_history(name)


@then('the last record of "{name}" says that it was {who:Person}, what, where, when and from where')
def last_says(context: Context, name: str, who: Persona) -> None:
    """And it leads to the request, whatever that pretends; the database has the same, once, and nothing of it waits."""
    audit(context).records.check_everywhere(name, who, world(context).started)
    audit(context).deeds.check_with_care(who, name)


@then('no record, no log and no row of "{name}" holds any of them')
def nothing_secret(context: Context, name: str) -> None:
    """Old or new, but that they changed is told."""
    audit(context).records.check_masked(name, audit(context).secrets_in.values)


@then("nothing of it took more than {limit:Duration} to its record")
def recorded_in_time(context: Context, limit: Duration) -> None:
    """By the clocks of the platform itself."""
    audit(context).records.check_in_time(limit)


@then("every change that was confirmed is recorded once, and nothing that was refused")
def recorded_once(context: Context) -> None:
    """One whose answer was lost is recorded once or not at all."""
    audit(context).records.check_exactly_once("AU-04")


@then("changes are recorded in the order in which they were made")
def recorded_in_order(context: Context) -> None:
    """Version after version, and whatever was confirmed before something else was begun before that."""
    audit(context).records.check_in_order("AU-04")


@then("what is recorded is what there is on the branch")
def recorded_is_kept(context: Context) -> None:
    """Each version that oms keeps is recorded, and no other: also of what nobody was told the outcome."""
    audit(context).records.check_kept_in_oms()


@given('each version of "{name}" is recorded')
def is_recorded(context: Context, name: str) -> None:
    """As an auditor finds them by search."""
    audit(context).records.check_versions(name)


@given('the last change of "{name}" is recorded')
def last_is_recorded(context: Context, name: str) -> None:
    """And so is all that was done before."""
    audit(context).records.await_count(name, len(audit(context).ontology.documents[name].versions))
