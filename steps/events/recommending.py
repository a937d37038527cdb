"""Where people go, and what they are recommended."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.events import events


@given('{who:Person} goes to "{name}"')
@when('{who:Person} goes to "{name}"')
def goes(context: Context, who: Persona, name: str) -> None:
    """Says so; however often."""
    events(context).recommending.go(who, name)


@when('{who:Person} goes to all but "{name}"')
def goes_to_most(context: Context, who: Persona, name: str) -> None:
    """One after the other; this one not."""
    found = events(context)
    for other in found.catalogue.told:
        if other != name:
            found.recommending.go(who, other)


@when('{who:Person} does not go to "{name}" after all')
def does_not_go(context: Context, who: Persona, name: str) -> None:
    """Takes it back."""
    events(context).recommending.go(who, name, goes=False)


@given('there is "{name}" in another catalogue, and {who:Person} goes there')
def goes_elsewhere(context: Context, name: str, who: Persona) -> None:
    """With topics of its own, some of which there are here."""
    events(context).recommending.go_elsewhere(who, name)


@when('{who:Person} changes the topics of "{name}" to "{topic}"')
def changes_topics(context: Context, who: Persona, name: str, topic: str) -> None:
    """Nothing else is changed."""
    events(context).by(who).catalogue.retopic(name, topic)


@then('"{name}" is recommended to {who:Person} first')
def first(context: Context, name: str, who: Persona) -> None:
    """Before all others."""
    events(context).recommending.check_first(who, name)


@then("what is recommended to {who:Person} follows from where she goes, and why is told")
@then("what is recommended to {who:Person} follows from where he goes, and why is told")
def follows(context: Context, who: Persona) -> None:
    """All of it, in order, with scores and reasons; nothing they go to already."""
    events(context).recommending.check(who)
