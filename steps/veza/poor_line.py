"""Listening over a poor line."""

from behave import then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.systems.veza import veza


@when('{who:Person} starts to play "{title}" in {quality} quality in the browser')
def starts_to_play(context: Context, who: Persona, title: str, quality: str) -> None:
    """Without waiting until it sounds."""
    veza(context).poor_line.start(veza(context).browser(who), title, quality)


@then("it comes to play in a lower quality, after two further tries at most")
def plays_lower(context: Context) -> None:
    """Each try in the next lower quality, by what stream-server has started and what sounds."""
    browser = veza(context).last_browser
    veza(context).poor_line.check_plays(browser, browser.who, 3)
    veza(context).poor_line.check_lower()


@then("it comes to play in {quality} quality, at the first try")
def plays_as_wished(context: Context, quality: str) -> None:
    """By what stream-server has started and what sounds."""
    browser = veza(context).last_browser
    veza(context).poor_line.check_plays(browser, browser.who, 1)
    assert_that(browser.player.sounding_quality(), equal_to(quality), "the quality that sounds")


@then("{who:Person} reads that it does, because {quality} quality could not be started")
def reads_why(context: Context, who: Persona, quality: str) -> None:
    """In the player, whose choice of quality says the same."""
    veza(context).poor_line.check_told(veza(context).browser(who), quality)


@then("stream-server has raised an alert for each further try")
@then("stream-server has raised no alert")
def has_raised(context: Context) -> None:
    """By its metrics."""
    veza(context).poor_line.check_alerts()
