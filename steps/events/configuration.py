"""What services of Events do when they are told other figures than usual."""

from behave import then, when
from behave.runner import Context

from support.systems.events import events


@when("processor is told to work at two small pages at once, not for long, and to look at robots.txt once")
def processor_told(context: Context) -> None:
    """It is started anew."""
    events(context).told_otherwise.tell_processor()


@then("it works at two small pages at once, not for long, and looks at robots.txt once")
def two_at_once(context: Context) -> None:
    """The third when the first is done; a page that is larger by a byte is too large, and a slow detour too long."""
    told = events(context).told_otherwise
    told.check_few_at_once()
    told.check_small_only()
    told.check_patience()
    told.check_robots_kept()


@when("events-api is told of another site, and that people may ask and send less, and are signed in for less")
def api_told(context: Context) -> None:
    """It is started anew, when its keeper has signed in."""
    found = events(context)
    _ = found.catalogue.name
    found.told_otherwise.tell_api()


@then("it takes pages of that site only, so many and no more, and what is sent if it is small")
def little(context: Context) -> None:
    """At the very figures that it was told."""
    told = events(context).told_otherwise
    told.check_other_site()
    told.check_little()


@then("whoever signs in now is signed in for as long as it was told")
def signed_in(context: Context) -> None:
    """And their password is kept as it was told."""
    events(context).told_otherwise.check_signed_in()
