"""The dashboard in somebody's browser."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.phoenix import phoenix
from support.systems.phoenix.people import VERA

MARKUP = '<img src=x onerror="document.title=1"> <b>bold</b> &amp;'


@given('{first:Person} has the list open in a browser, and {second:Person} has "{name}" open in another')
def have_open(context: Context, first: Persona, second: Persona, name: str) -> None:
    """Each signed in as themselves."""
    phoenix(context).browser(first).open()
    phoenix(context).browser(second).open(name)


@when('{who:Person} opens "{name}" in a browser')
def opens(context: Context, who: Persona, name: str) -> None:
    """The page of the experiment."""
    phoenix(context).browser(who).open(name)


@when('{who:Person} gives "{name}" up with the words "{reason}"')
def cancels_since(context: Context, who: Persona, name: str, reason: str) -> None:
    """With a reason."""
    assert phoenix(context).experiments.set_state(who, name, "cancelled", reason).status == 200, "it was not cancelled"


@then('both show within {limit:Duration} that "{name}" is {state:State}')
def both_show(context: Context, limit: Duration, name: str, state: str) -> None:
    """The list and the page, by themselves."""
    phoenix(context).check_shown(name, state, limit)


@then('the list of {who:Person} shows within {limit:Duration} that "{name}" is {state:State}, and the latest first')
def list_shows(context: Context, who: Persona, limit: Duration, name: str, state: str) -> None:
    """By itself; with what is tried in each, and where."""
    browser = phoenix(context).browser(who)
    browser.check_listed(name, state, limit)
    browser.check_newest_first()


@then('the page of {who:Person} says why: "{reason}"')
def says_why(context: Context, who: Persona, reason: str) -> None:
    """Beside the state."""
    phoenix(context).browser(who).check_reason(reason)


@then("the page of {who:Person} comes to tell how many series both pipelines have, and how many fewer")
def tells_series(context: Context, who: Persona) -> None:
    """What Prometheus has at the moment."""
    found = phoenix(context)
    one = found.experiments.all()[-1]
    found.browser(who).check_figures(one.name, found.collected.await_whole(one.name))


@then('the page of {who:Person} tells the result of "{name}" as it is, and {other:Person} finds the same from the list')
def tells_result(context: Context, who: Persona, name: str, other: Persona) -> None:
    """What is recommended, figures, each criterion, and why it has failed."""
    found = phoenix(context)
    found.browser(who).check_result(name)
    found.browser(other).follow_link(name)
    found.browser(other).check_result(name)
    found.browser(other).check_no_trouble()


@when('{who:Person} opens the list in a browser, and then "{name}" by its address')
def opens_by_address(context: Context, who: Persona, name: str) -> None:
    """Which somebody may have given away."""
    browser = phoenix(context).browser(who)
    browser.open()
    browser.check_not_listed(name)
    browser.go_to(name)


@then('{who:Person} sees nothing of "{name}", and is told that it is forbidden')
def sees_nothing(context: Context, who: Persona, name: str) -> None:
    """Not even what it is called."""
    phoenix(context).browser(who).check_forbidden(name)


@when("somebody opens the list in a browser")
def somebody_opens(context: Context) -> None:
    """Without having signed in."""
    phoenix(context).browser(VERA).open_as_nobody()


@then("they are asked to sign in")
def asked_to_sign_in(context: Context) -> None:
    """And see nothing else."""
    phoenix(context).browser(VERA).check_asked_to_sign_in()


@then("both of them are asked to sign in")
def both_asked_to_sign_in(context: Context) -> None:
    """By themselves, and they see nothing else."""
    phoenix(context).check_asked_to_sign_in()


@when("they sign in as {who:Person}")
def sign_in_as(context: Context, who: Persona) -> None:
    """By the form."""
    phoenix(context).browser(who).sign_in()


@then("they see the list as {who:Person}")
def see_list(context: Context, who: Persona) -> None:
    """With who they are."""
    phoenix(context).browser(who).check_signed_in()


@given("{who:Person} has created an experiment with markup in its name and description")
def with_markup(context: Context, who: Persona) -> None:
    """What a careless page would take for its own."""
    experiments = phoenix(context).experiments
    wish = experiments.wish("Markup", description=MARKUP)
    wish["name"] = f"{MARKUP} {wish['name']}"
    experiments.note(who, "Markup", wish, experiments.ask(who, wish))


@when("{who:Person} opens it in a browser")
def opens_it(context: Context, who: Persona) -> None:
    """The page of the experiment."""
    phoenix(context).browser(who).open("Markup")


@then("the page of {who:Person} shows it to the letter, and nothing of it has run")
def to_the_letter(context: Context, who: Persona) -> None:
    """Name and description; on its page and in the list."""
    phoenix(context).browser(who).check_to_the_letter("Markup", MARKUP)


@when('{who:Person} opens the list and "{name}" on a phone')
def opens_on_phone(context: Context, who: Persona, name: str) -> None:
    """One after the other; how wide each of them is, is noted."""
    phoenix(context).phone(who).measure(name)


@then("nothing on either page is wider than the screen")
def fits(context: Context) -> None:
    """No page has to be pushed aside to be read."""
    phoenix(context).looking().check_fits()
