"""Signing in and out in the browser."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.veza import veza


@given("{who:Person} is signed in in the browser")
@when("{who:Person} signs in in the browser")
def signs_in_in_browser(context: Context, who: Persona) -> None:
    """By the form, up to the first page."""
    veza(context).browser(who).account.sign_in()


@given("{who:Person} is about to sign in in the browser")
def is_about_to_sign_in(context: Context, who: Persona) -> None:
    """The form is there."""
    browser = veza(context).browser(who)
    browser.open("/sign-in")
    browser.account.check_asked_to_sign_in()


@when("{who:Person} tries to sign in in the browser")
def tries_in_browser(context: Context, who: Persona) -> None:
    """The form is sent, and may be refused."""
    veza(context).browser(who).account.fill_in_sign_in()


@when("{who:Person} signs in in the browser with a wrong password")
def signs_in_wrongly_in_browser(context: Context, who: Persona) -> None:
    """The form is sent with the right e-mail."""
    veza(context).browser(who).account.fill_in_sign_in(password="not the password")


@when('{who:Person} signs in in the browser with the e-mail "{email}"')
def signs_in_with_email_in_browser(context: Context, who: Persona, email: str) -> None:
    """The form is sent with whatever is typed."""
    veza(context).browser(who).account.fill_in_sign_in(email=email, password="moonlight")


@when("{who:Person} signs out in the browser")
def signs_out_in_browser(context: Context, who: Persona) -> None:
    """By the menu of the account."""
    veza(context).browser(who).account.sign_out()


@then("{who:Person} is asked to sign in")
def is_asked_to_sign_in(context: Context, who: Persona) -> None:
    """The form is shown, and nothing of somebody signed in."""
    veza(context).browser(who).account.check_asked_to_sign_in()


@then("{who:Person} is still asked to sign in, with her e-mail as she typed it")
def is_still_asked(context: Context, who: Persona) -> None:
    """The form is shown again, and the browser keeps no session."""
    veza(context).browser(who).account.check_asked_again()


@then("going back does not bring her dashboard back")
def going_back_shows_nothing(context: Context) -> None:
    """Neither by the history of the browser nor by the address."""
    veza(context).last_browser.account.check_nothing_behind()


@then("{who:Person} is still signed in when she opens Veza again")
def is_still_signed_in(context: Context, who: Persona) -> None:
    """On a second page, by a cookie that no script and no other site can read."""
    veza(context).browser(who).account.check_still_signed_in()


@then("{who:Person} stays signed in there until her session is over")
def stays_signed_in(context: Context, who: Persona) -> None:
    """The cookie lives as long as the token, within a few seconds."""
    veza(context).browser(who).account.check_kept_until_session_ends()


@when("{who:Person} signs out, and {other:Person} signs in in the same browser")
def hands_browser_over(context: Context, who: Persona, other: Persona) -> None:
    """One after the other at the same browser."""
    veza(context).browser(who).account.sign_out()
    browser = veza(context).hand_over_browser(who, other)
    browser.account.fill_in_sign_in()
    browser.check_dashboard()


@when("{who:Person} opens her playlists in the browser")
def opens_playlists(context: Context, who: Persona) -> None:
    """By the address of the page."""
    veza(context).browser(who).open("/playlists")


@then("{who:Person} sees her playlists after signing in")
def sees_playlists_after_signing_in(context: Context, who: Persona) -> None:
    """Whoever was sent to the form comes to where they wanted to go."""
    browser = veza(context).browser(who)
    browser.account.fill_in_sign_in()
    browser.check_on("Playlists")


@then('{who:Person} reads "{text}"')
def reads(context: Context, who: Persona, text: str) -> None:
    """Somewhere on the page."""
    veza(context).browser(who).check_reads(text)


@then("{who:Person} is told beside the e-mail that it is not right")
def is_told_beside_email(context: Context, who: Persona) -> None:
    """The field is marked as wrong, and says why."""
    veza(context).browser(who).account.check_field_refused("E-mail")


@then("{who:Person} reads how long to wait")
def reads_how_long_to_wait(context: Context, who: Persona) -> None:
    """The form tells the seconds, and cannot be sent meanwhile."""
    veza(context).browser(who).account.check_told_to_wait()


@then("{who:Person} can sign in in the browser when that time is over")
def can_sign_in_in_browser_when_over(context: Context, who: Persona) -> None:
    """The form lets them as soon as the time is over."""
    veza(context).browser(who).account.sign_in_when_allowed()
