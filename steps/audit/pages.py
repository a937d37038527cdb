"""The auditor's pages in the browser."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.audit import audit


@given("{who:Person} has signed in to the page, at {viewport:Viewport} width")
@when("{who:Person} signs in to the page, at {viewport:Viewport} width")
def signs_in(context: Context, who: Persona, viewport: str) -> None:
    """By the form, with the e-mail and the password."""
    audit(context).auditing.sign_in(who, viewport)


@when("{who:Person} searches the page for object types that {other:Person} has changed")
def searches(context: Context, who: Persona, other: Persona) -> None:
    """By text, in capitals, and by action."""
    assert who == audit(context).records.reader
    audit(context).auditing.search(other, "object_type.update")


@then('the change of "{name}" is shown, and opened it says all that is recorded of it')
def is_shown(context: Context, name: str) -> None:
    """Who, what, to what, when, from where, and what was said before and after, all of it as text."""
    audit(context).auditing.check_found(name)
    audit(context).auditing.check_record(name)


@then("however {who:Person}'s deeds are narrowed down, the page shows what a search finds, page by page")
def is_narrowed(context: Context, who: Persona) -> None:
    """By outcome and by text; the newest first, with how many there are."""
    audit(context).auditing.check_narrowed(who)


@then('whatever was done, and each version of "{name}", opened there says all that is recorded of it')
def opened(context: Context, name: str) -> None:
    """Word for word, each thing in its place, and nothing else: one record of each thing that was done or refused."""
    audit(context).auditing.check_opened(name)


@then("once {who:Person} has signed out, nobody sees anything there")
def signs_out(context: Context, who: Persona) -> None:
    """Whichever page they come to; nor is the session good for anything else."""
    audit(context).auditing.check_signed_out(who)


@then("the integrity check of the page says that all is as it was recorded")
def whole(context: Context) -> None:
    """Of all records."""
    audit(context).auditing.check_integrity(whole=True)


@then("the integrity check of the page names that record")
def named(context: Context) -> None:
    """And leads to it."""
    audit(context).auditing.check_integrity(whole=False)


@then('the page says that {who:Person} may not read records, and shows none of "{name}"')
def not_for(context: Context, who: Persona, name: str) -> None:
    """Though the pages themselves are open to everybody."""
    audit(context).auditing.check_nothing_for(who, name)
