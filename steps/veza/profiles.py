"""What people are called."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.veza import veza


@given("every service calls {who:Person} by {whose:Their} name")
def calls_by_name(context: Context, who: Persona, **_: str) -> None:
    """Looked at everywhere before it changes, so that whatever remembers a name remembers this one."""
    veza(context).profiles.check_known(who)


@when('{who:Person} calls {whom} "{name}"')
def calls(context: Context, who: Persona, name: str, **_: str) -> None:
    """From now on, everywhere."""
    veza(context).profiles.rename(who, name)


@when('{who:Person} changes his name to "{name}" in the browser')
def changes_in_browser(context: Context, who: Persona, name: str) -> None:
    """By the menu of the account."""
    browser = veza(context).browser(who)
    if browser.is_blank:
        browser.enter("/dashboard")
    browser.account.rename(name)
    veza(context).profiles.note(name)


@when("{who:Person} comes to prefer {quality} quality")
def comes_to_prefer(context: Context, who: Persona, quality: str) -> None:
    """From now on, on every device."""
    veza(context).preferences.choose(who, quality)


@when("{who:Person} chooses {quality} quality in the browser")
def chooses_in_browser(context: Context, who: Persona, quality: str) -> None:
    """In the player, which is on every page."""
    veza(context).browser(who).player.choose_to_prefer(quality)
    veza(context).preferences.note()


@then("every service starts music in {quality} quality for {who:Person} within {limit:Duration}")
def starts_music_so(context: Context, quality: str, who: Persona, limit: float) -> None:
    """Wherever the choice is to be read, and where it counts."""
    veza(context).preferences.check_everywhere(who, quality, limit)


@then("every service starts music in {quality} quality for {who:Person}")
def starts_music_so_by_now(context: Context, quality: str, who: Persona) -> None:
    """By now, since other news of the same time are there."""
    veza(context).preferences.check_by_now(who, quality)


@then(
    "every service starts music in {quality} quality for {who:Person} within {limit:Duration},"
    " on {a:Their} {first} and on {b:Their} {second}"
)
def starts_music_so_on(
    context: Context, quality: str, who: Persona, limit: float, first: str, second: str, **_: str
) -> None:
    """Whichever session it is."""
    veza(context).preferences.check_everywhere(who, quality, limit, [first, second])


@then("music starts as ever for {who:Person}, who has chosen nothing")
def starts_as_ever(context: Context, who: Persona) -> None:
    """What somebody else prefers is their own."""
    veza(context).preferences.check_unchanged(who)


@then("{who:Person} finds {quality} quality chosen in the browser, when the page is opened again")
def finds_chosen(context: Context, who: Persona, quality: str) -> None:
    """In the player."""
    veza(context).browser(who).player.check_offered(quality)


@then("every service calls {who:Person} so within {limit:Duration}")
def calls_so(context: Context, who: Persona, limit: float) -> None:
    """Wherever the name is to be read, whoever asks."""
    veza(context).profiles.check_everywhere(who, limit)


@then("every service calls {who:Person} so within {limit:Duration}, on {a:Their} {first} and on {b:Their} {second}")
def calls_so_on(context: Context, who: Persona, limit: float, first: str, second: str, **_: str) -> None:
    """Whichever session it is."""
    veza(context).profiles.check_everywhere(who, limit, [first, second])


@then("every service calls {who:Person} so within {limit:Duration} of its return")
def calls_so_after_return(context: Context, who: Persona, limit: float) -> None:
    """What was away when the name was changed is brought back."""
    veza(context).profiles.come_back()
    veza(context).profiles.check_everywhere(who, limit)


@then("backend-api calls {who:Person} so for {time:Duration}, while they are away")
def calls_so_meanwhile(context: Context, who: Persona, time: float) -> None:
    """Long enough that nobody who comes back can take it for news of this moment."""
    veza(context).profiles.check_meanwhile(who, time)


@then("{watchers:People} see once that {who:Person} is called so")
def see_called_so(context: Context, watchers: list[Persona], who: Persona) -> None:
    """Live, on every device."""
    veza(context).profiles.check_told_once(watchers, who)


@then("what {who:Person} says is seen under that name")
def speaks_as(context: Context, who: Persona) -> None:
    """By everybody else who is there."""
    veza(context).profiles.check_speaks_as(who)


@then('"{title}" is under that name, which {who:Person} publishes then')
def publishes_under_that_name(context: Context, title: str, who: Persona) -> None:
    """With the session that they had before."""
    veza(context).profiles.check_published_as(who, title)


@then('{listener:Person} hears "{title}" under that name')
def hears_under_that_name(context: Context, listener: Persona, title: str) -> None:
    """Whoever starts it is told whose it is."""
    veza(context).profiles.check_listened_to(listener, title)


@then('{reader:Person} reads "{text}" there under the name "{name}", and that "{present}" is present')
def reads_under_that_name(context: Context, reader: Persona, text: str, name: str, present: str) -> None:
    """Without loading the page again."""
    page = veza(context).browser(reader).conversation
    page.check_speaker(text, name)
    page.check_named_present(present)


@then("every service calls {who:Person} so still, after {admin:Person} has made him a moderator and an artist again")
def is_still_called_so(context: Context, who: Persona, admin: Persona) -> None:
    """Nothing but the role has changed."""
    for role in ("moderator", "artist"):
        veza(context).roles.give(admin, who, role)
    veza(context).profiles.check_still(who)
