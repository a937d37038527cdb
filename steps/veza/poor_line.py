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


@when("no music comes over the line of {who:Person}")
def no_music_comes(context: Context, who: Persona) -> None:
    """All else does."""
    veza(context).poor_line.bring_no_music(veza(context).browser(who))


@then("it was tried in {qualities:Qualities} quality, and nothing goes on")
def was_tried_in_vain(context: Context, qualities: list[str]) -> None:
    """In this order, each once."""
    veza(context).poor_line.check_given_up(veza(context).last_browser.who, qualities)


@then('{who:Person} reads that "{title}" cannot be played')
def reads_cannot_be_played(context: Context, who: Persona, title: str) -> None:
    """In the player."""
    veza(context).browser(who).player.check_says(f"“{title}” cannot be played.")


@then("it comes to play in {quality} quality when music comes again, and {who:Person} tries again")
def plays_when_tried_again(context: Context, quality: str, who: Persona) -> None:
    """By the button of the player: what was wished at first, in one stream."""
    veza(context).poor_line.check_tried_again(veza(context).browser(who), quality)


@then("{who:Person} reads that it does, because {quality} quality could not be started")
def reads_why(context: Context, who: Persona, quality: str) -> None:
    """In the player, whose choice of quality says the same."""
    veza(context).poor_line.check_told(veza(context).browser(who), quality)


@then("stream-server has raised an alert for each further try")
@then("stream-server has raised no alert")
def has_raised(context: Context) -> None:
    """By its metrics."""
    veza(context).poor_line.check_alerts()
