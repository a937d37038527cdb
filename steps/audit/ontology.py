"""Changes of the ontology: object types and schemas on a branch."""

from behave import given, then, when
from behave.runner import Context

from support.observing.waiting import now
from support.scenario.misfortunes import Misfortune
from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.audit import audit


@given('{who:Person} has made the {kind:Kind} "{name}"')
@when('{who:Person} makes the {kind:Kind} "{name}"')
def makes(context: Context, who: Persona, kind: str, name: str) -> None:
    """On the branch of the scenario."""
    audit(context).ontology.create(who, kind, name)


@given("{who:Person} has made the {kind:Kind}s {names:Texts}")
def has_made_several(context: Context, who: Persona, kind: str, names: list[str]) -> None:
    """One after the other, and all of it is recorded."""
    for name in names:
        audit(context).ontology.create(who, kind, name)
    audit(context).records.check_versions(names[-1])


@given('{who:Person} has made the object type "{name}" with a password and the e-mail of its owner')
def makes_with_secrets(context: Context, who: Persona, name: str) -> None:
    """In its metadata, also deep inside, and in several spellings."""
    audit(context).secrets_in.make(who, name)


@when('{who:Person} changes the password and the e-mail of "{name}"')
def changes_secrets(context: Context, who: Persona, name: str) -> None:
    """To others."""
    audit(context).secrets_in.change(who, name)


@given('{who:Person} has changed "{name}" to "{text}"')
@when('{who:Person} changes "{name}" to "{text}"')
def changes(context: Context, who: Persona, name: str, text: str) -> None:
    """The name that people read; the version that was seen last is the one that is changed."""
    audit(context).ontology.change(who, name, text)


@given('{who:Person} has made the {kind:Kind} "{name}", and changed it {times:Count} times')
def has_made_and_changed(context: Context, who: Persona, kind: str, name: str, times: int) -> None:
    """To something else each time."""
    audit(context).ontology.create(who, kind, name)
    has_changed_often(context, who, name, times)


@given('{who:Person} has changed "{name}" {times:Count} times')
def has_changed_often(context: Context, who: Persona, name: str, times: int) -> None:
    """To something else each time."""
    for number in range(times):
        audit(context).ontology.change(who, name, f"{name} {number}")


@when('{who:Person} changes "{name}" to nothing but its name, and deletes it')
def empties_and_deletes(context: Context, who: Persona, name: str) -> None:
    """What is left out is said no longer; and what is gone can neither be changed nor deleted."""
    audit(context).ontology.change_the_rest_away(who, name)
    audit(context).ontology.delete(who, name)
    audit(context).ontology.try_what_is_gone(who, name)


@when('{who:Person} deletes "{name}"')
def deletes(context: Context, who: Persona, name: str) -> None:
    """The version that was seen last."""
    audit(context).ontology.delete(who, name)


@when('{who:Person} tries to change "{name}" from a version that is gone')
def changes_old(context: Context, who: Persona, name: str) -> None:
    """It is refused, and so is deleting it from there, or making it once more."""
    audit(context).ontology.change_old(who, name)


@when("{who:Person} makes, changes and deletes {times:Count} documents, one after another")
def works_often(context: Context, who: Persona, times: int) -> None:
    """Of each kind in turn; each of it is looked for in the records as soon as it is confirmed."""
    for done in audit(context).ontology.lives(who, times):
        audit(context).records.check_found_soon(done.name, len(done.versions), now())


@when('{who:Person} changes "{name}" to what it says already')
def repeats(context: Context, who: Persona, name: str) -> None:
    """Which is a version as any other."""
    audit(context).ontology.repeat(who, name)


@when("for {time:Duration} {people:People} make, change and delete documents while {misfortunes:Misfortunes}")
def goes_on(context: Context, time: Duration, people: list[Persona], misfortunes: list[Misfortune]) -> None:
    """A workload, one by one and many together, and what befalls Audit meanwhile."""
    audit(context).workload.go_on(people, time, misfortunes)


@then("the {kind:Kind}s of the branch are listed from any of them on")
def are_listed(context: Context, kind: str) -> None:
    """By name, without the one itself and without those of another kind."""
    audit(context).ontology.check_listed(kind)
