"""Publishing: handing in files, and what becomes of them."""

from behave import given, then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.systems.veza import veza


@when('{artist:Person} publishes "{title}" as {file:File}')
def publishes_as(context: Context, artist: Persona, title: str, file: str) -> None:
    """The file is handed in, and what is told of the track is looked at until it is ready or given up."""
    veza(context).publishing.publish(artist, title, file)


@then("it was prepared step by step, as Veza told, until it was ready")
def was_prepared(context: Context) -> None:
    """By the answers that the artist got, and by the events between services."""
    veza(context).publishing.check_prepared()


@then('{who:Person} finds "{title}" once')
def finds_once(context: Context, who: Persona, title: str) -> None:
    """By looking for its title."""
    veza(context).publishing.check_listed_once(who, title)


@then('{who:Person} can listen to all of "{title}" in {qualities:Qualities} quality, each better than the one before')
def can_listen_in(context: Context, who: Persona, title: str, qualities: list[str]) -> None:
    """Decoded and compared with what was handed in."""
    veza(context).publishing.check_qualities(who, title, qualities)


@when("{first:Person} and {second:Person} publish {file:File} and {other:File} at the same moment")
def publish_at_once(context: Context, first: Persona, second: Persona, file: str, other: str) -> None:
    """Each one of them, and each is ready in the end."""
    veza(context).publishing.publish_at_once([first, second], [file, other])


@then("{who:Person} can listen to all of what each has published, in {qualities:Qualities} quality")
def can_listen_to_each(context: Context, who: Persona, qualities: list[str]) -> None:
    """Decoded and compared with what was handed in."""
    veza(context).publishing.check_each_heard(who, qualities)


@when("{artist:Person} publishes {number:Count} short tracks, one after another")
def publishes_in_turn(context: Context, artist: Persona, number: int) -> None:
    """Each is looked at in both services, from when it is saved until it is ready."""
    veza(context).publishing.publish_in_turn(artist, number)


@then(
    "what backend-api and stream-server tell of each is the same within {limit:Duration}, {share:Percent} of the times"
)
def is_the_same_within(context: Context, limit: float, share: float) -> None:
    """The 95th percentile, since it was saved, and since it was ready."""
    assert_that(share, equal_to(0.95), "the share that this step measures")
    veza(context).publishing.check_soon_alike(limit)


@when("{who:Person} hands in each of these files")
def hands_in_each(context: Context, who: Persona) -> None:
    """One row of the table after another, each as a track of its own."""
    rows = list(context.table or ())
    veza(context).publishing.try_each(who, [row["file"] for row in rows], [row.get("reason") for row in rows])


@then("each of them is refused for its reason")
def is_refused_for_reason(context: Context) -> None:
    """The answer names the audio, and says why in a sentence."""
    veza(context).publishing.check_refused()


@then("each of them is taken")
def is_taken(context: Context) -> None:
    """And begun with."""
    veza(context).publishing.check_taken()


@then("each of them is refused, because only artists and admins publish")
def is_not_allowed(context: Context) -> None:
    """Whatever the file holds."""
    veza(context).publishing.check_not_allowed()


@then("nothing of what {who:Person} handed in is anywhere on Veza")
def nothing_left(context: Context, who: Persona) -> None:
    """In no list, no table, no event and no activity, for a while."""
    veza(context).publishing.check_nothing_left([who])


# In the browser


@given("{artist:Person} is where tracks are published, in the browser")
def is_where_published(context: Context, artist: Persona) -> None:
    """From the dashboard, by the navigation."""
    veza(context).browser(artist).publishing.go_to_publishing()


@when('{artist:Person} hands in {file:File} as "{title}" there')
def hands_in_there(context: Context, artist: Persona, file: str, title: str) -> None:
    """By the form."""
    veza(context).publishing.hand_in_on_page(veza(context).browser(artist), title, file)


@then("{artist:Person} reads there how far it is, ever further, until it is ready")
def reads_how_far(context: Context, artist: Persona) -> None:
    """In the list of the own tracks, without a reload; each step that lasts long enough to be seen."""
    veza(context).publishing.check_watched(veza(context).browser(artist))


@then("{artist:Person} reads there that {reason}, and his title is still filled in")
def reads_why(context: Context, artist: Persona, reason: str) -> None:
    """Beside the file, in a sentence."""
    veza(context).publishing.check_refused_on_page(veza(context).browser(artist), reason)


@then("{who:Person} finds no way to publish anything in the browser")
def finds_no_way(context: Context, who: Persona) -> None:
    """Neither in the navigation, nor at the address of the page."""
    veza(context).browser(who).publishing.check_closed()
