"""Tampering with the records, and the check that finds it."""

from behave import given, then, when
from behave.runner import Context

from support.systems.audit import audit


@given("all is as it was recorded")
def is_whole(context: Context) -> None:
    """The integrity check finds nothing."""
    audit(context).integrity.check(whole=True)


@when('of the {place} record of "{name}" {deed}')
def tampers(context: Context, place: str, name: str, deed: str) -> None:
    """By somebody who can write into the database."""
    audit(context).integrity.tamper(deed, name, place)


@when("the very first record of all is removed")
def removes_first(context: Context) -> None:
    """That of the first admin, from the day on which all began."""
    audit(context).integrity.remove_first_of_all()


@when('of the records of "{name}" the first is changed, and all others are removed')
def changes_and_removes(context: Context, name: str) -> None:
    """By somebody who hopes that so much goes under."""
    audit(context).integrity.change_first_and_remove_others(name)


@then("the integrity check names the first as changed, the others as missing, and counts all of them")
def all_named(context: Context) -> None:
    """As many as it shows by name."""
    audit(context).integrity.check_all_named()


@when('two records of "{name}" change places, {seals}')
def swaps(context: Context, name: str, seals: str) -> None:
    """The first and the last of it; `with their seals` or `without their seals`."""
    audit(context).integrity.swap(name, seals={"with their seals": True, "without their seals": False}[seals])


@when('a copy of a record of "{name}" that says something else is put into the archive')
def forges(context: Context, name: str) -> None:
    """The record itself stays where it is."""
    audit(context).integrity.forge(name)


@when('a record like those of "{name}" is put behind the last one')
def appends(context: Context, name: str) -> None:
    """By somebody who does not know the key that seals."""
    audit(context).integrity.append(name)


@when('everything from the first record of "{name}" on is cut off, and the end set before it')
def cuts(context: Context, name: str) -> None:
    """As if nothing had ever happened to it."""
    audit(context).integrity.cut_short(name)


@then("the integrity check names that record as {kind}, and no other")
@then("the integrity check names both as {kind}, and no other")
def names(context: Context, kind: str) -> None:
    """By its place in the chain, in a sentence; and reports say that something is amiss."""
    audit(context).integrity.check_named(*kind.replace(" ", "_").split("_or_"))
    audit(context).integrity.check_reported(whole=False)


@then('whatever is changed in a record of "{name}", the integrity check names it as changed, and no other')
def names_each(context: Context, name: str) -> None:
    """Every single thing that it says, one after the other; and that it is missing, once it was removed."""
    audit(context).integrity.check_each_change(name)


@then("the integrity check says that the records were cut short")
def cut_short(context: Context) -> None:
    """Though what is left of the chain fits together."""
    audit(context).integrity.check_named("cut_short")
    audit(context).integrity.check_reported(whole=False)
