"""The map in somebody's browser."""

from behave import given, then, when
from behave.runner import Context

from support.clients.browser import Viewport
from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.globe import globe
from support.systems.globe.pages.map import LATE

ARROWS = {"north": "ArrowUp", "south": "ArrowDown", "west": "ArrowLeft", "east": "ArrowRight"}


@given("{who:Person} has the map open in a browser")
def has_open(context: Context, who: Persona) -> None:
    """The page enters the map for them."""
    globe(context).browser(who).open()


@when("{who:Person} has the map open in a browser for {time:Duration}")
def looks_on(context: Context, who: Persona, time: Duration) -> None:
    """Without doing anything; the page enters the map for them."""
    globe(context).browser(who).look_on(time)


@then("{who:Person} has shown a sign of life")
def has_shown_life(context: Context, who: Persona) -> None:
    """Since they came, as far as the database knows."""
    globe(context).browser(who).check_alive()


@when("{who:Person} moves {times:Count} times, while the browser of {viewer:Person} is watched")
def moves_watched(context: Context, who: Persona, times: int, viewer: Persona) -> None:
    """Over the live connection, one move after another."""
    globe(context).browser(viewer).watch()
    globe(context).moves.move_on(who, times)


@then(
    "the browser of {viewer:Person} has shown {share:Percent} of these moves within {limit:Duration}, and all of them"
)
def shows_in_time(context: Context, viewer: Persona, share: float, limit: Duration) -> None:
    """By their browser, from the moment in which it was asked for."""
    globe(context).moves.check_shown_in_time(globe(context).browser(viewer), share, limit)


@then("the browser of {viewer:Person} shows {who:Person}")
def shows(context: Context, viewer: Persona, who: Persona) -> None:
    """Once, among the people on the map."""
    globe(context).browser(viewer).check_shows(who)


@then("the browser of {viewer:Person} shows {who:Person} at {place:Spot}")
def shows_at(context: Context, viewer: Persona, who: Persona, place: str) -> None:
    """Among the people on the map, with the place."""
    globe(context).browser(viewer).check_shows(who, place)


@then("the browser of {viewer:Person} shows {who:Person} no more within {limit:Duration}")
def shows_no_more(context: Context, viewer: Persona, who: Persona, limit: Duration) -> None:
    """Whoever has left is on the page no longer."""
    globe(context).browser(viewer).check_shows_no(who, limit)


@then('the browser of {viewer:Person} shows {people:People} at the place "{name}"')
def shows_gathered(context: Context, viewer: Persona, people: list[Persona], name: str) -> None:
    """With names and number."""
    globe(context).browser(viewer).check_gathered(name, people)


@then('the browser of {viewer:Person} shows the place "{name}" with room for {room:Count}')
def shows_place(context: Context, viewer: Persona, name: str, room: int) -> None:
    """It is the only one that the page lists."""
    globe(context).browser(viewer).check_places([(name, room)])


@then("the browser of {viewer:Person} shows no place")
def shows_no_place(context: Context, viewer: Persona) -> None:
    """The list is empty."""
    globe(context).browser(viewer).check_places([])


@then("the browser of {viewer:Person} says that things may be a moment late, in a second window too")
def says_degraded(context: Context, viewer: Persona) -> None:
    """Beside the name of the map, also in a window that is opened only now, which is looked at from now on."""
    globe(context).browser(viewer).check_connection(LATE)
    globe(context).browser(viewer).open_beside()


@then("the browser of {viewer:Person} says that it is connected")
def says_connected(context: Context, viewer: Persona) -> None:
    """And nothing else, in each window of the map."""
    globe(context).browser(viewer).check_windows_connected()


@then("the browser of {viewer:Person} says that the map is closed")
def says_closed(context: Context, viewer: Persona) -> None:
    """And connects no more."""
    globe(context).browser(viewer).check_connection("This map is closed, or you have signed out.")


@then("the browser of {viewer:Person} says that the line broke")
def says_broken(context: Context, viewer: Persona) -> None:
    """And that it connects again."""
    globe(context).browser(viewer).check_connection("The line broke. Connecting again …")


@given('{people:People} have the map "{name}" open in a browser on a {device:Device}')
def have_open_on(context: Context, people: list[Persona], name: str, device: Viewport) -> None:
    """Each in one of their own; the page enters the map for them."""
    for who in people:
        globe(context).browser(who, device).open(name)


@when("{who:Person} goes {one:Direction} and {other:Direction} by keyboard")
def goes_by_keyboard(context: Context, who: Persona, one: str, other: str) -> None:
    """A step each, by the arrow keys."""
    globe(context).browser(who).press(ARROWS[one], ARROWS[other])


@when("{who:Person} points at {spot:Coordinates}, and goes {direction:Direction} by keyboard")
def points(context: Context, who: Persona, spot: dict[str, float], direction: str) -> None:
    """Somewhere on the map as it is drawn, and a step from there."""
    globe(context).browser(who).point(spot)
    globe(context).browser(who).press(ARROWS[direction])


@when("{who:Person} has the map open in a second window as well")
def opens_beside(context: Context, who: Persona) -> None:
    """In the same browser; that window is the one looked at from now on."""
    globe(context).browser(who).open_beside()


@when('{who:Person} has the map "{name}" open in another window of that browser')
def opens_apart(context: Context, who: Persona, name: str) -> None:
    """The window that was looked at stays so."""
    globe(context).browser(who).open_apart(name)


@then('{who:Person} is still on the map "{name}" in that other window')
def is_still_on(context: Context, who: Persona, name: str) -> None:
    """As Globe tells, and as the page of it says."""
    globe(context).browser(who).check_apart(name)


@when('{who:Person} signs in at the door and makes the map "{name}", by keyboard')
def comes_to_the_door(context: Context, who: Persona, name: str) -> None:
    """In a browser of their own; whoever makes a map is on it."""
    globe(context).browser(who).sign_in()
    globe(context).browser(who).make_map(name)


@then('{who:Person} can choose between the maps "{one}", which is theirs, and "{other}"')
def can_choose(context: Context, who: Persona, one: str, other: str) -> None:
    """In this order, among those of other people."""
    globe(context).browser(who).check_lobby([one, other])


@when('{who:Person} picks "{name}" by keyboard')
def picks(context: Context, who: Persona, name: str) -> None:
    """One of the maps that are listed; the page enters it."""
    globe(context).browser(who).pick(name)


@when("{who:Person} signs out by keyboard")
def signs_out_by_keyboard(context: Context, who: Persona) -> None:
    """By its button."""
    globe(context).browser(who).activate("Sign out")


@then(
    "{who:Person} has to sign in again, and the browser of {viewer:Person} shows them no more within {limit:Duration}"
)
def has_to_sign_in(context: Context, who: Persona, viewer: Persona, limit: Duration) -> None:
    """Whichever page is asked for; nobody is on a map who has signed out."""
    globe(context).browser(who).check_signed_out()
    globe(context).browser(viewer).check_shows_no(who, limit)


@then("the browser of {viewer:Person} says that it cannot be done now, and shows everybody where they are")
def says_refused(context: Context, viewer: Persona) -> None:
    """What was refused is not shown as if it had been done."""
    globe(context).browser(viewer).check_refused()


@when('{who:Person} makes the place "{name}" for {room:Count} by keyboard')
def makes_by_keyboard(context: Context, who: Persona, name: str, room: int) -> None:
    """Where they are, by the form of the page."""
    globe(context).browser(who).make_place(name, room)


@when('{people:People} join "{name}" by keyboard')
def join_by_keyboard(context: Context, people: list[Persona], name: str) -> None:
    """By its button."""
    for who in people:
        globe(context).browser(who).activate(f"Join {name}")


@when('{who:Person} goes from "{name}" by keyboard')
def goes_from_by_keyboard(context: Context, who: Persona, name: str) -> None:
    """By its button."""
    globe(context).browser(who).activate(f"Leave {name}")


@when('{who:Person} takes "{name}" away by keyboard')
def takes_away_by_keyboard(context: Context, who: Persona, name: str) -> None:
    """By its button."""
    globe(context).browser(who).activate(f"Remove {name}")


@when("{who:Person} leaves the map by keyboard")
def leaves_by_keyboard(context: Context, who: Persona) -> None:
    """By its button."""
    globe(context).browser(who).activate("Leave the map")


@then("each of them sees the other at {place:Spot}, and nothing lies beyond the edge of the screen")
def each_sees_the_other(context: Context, place: str) -> None:
    """Once, among the people on the map, and drawn; nobody else is there."""
    for page in globe(context).browsers:
        for other in globe(context).browsers:
            page.check_shows(other.who, place)
        page.check_people([one.who for one in globe(context).browsers])
        page.check_fits()


@then("whatever {who:Person} has come to by keyboard stays where it is while {mover:Person} moves")
def focus_stays(context: Context, who: Persona, mover: Persona) -> None:
    """The map, each button and each field, one after another."""
    globe(context).browser(who).check_focus_stays(globe(context).browser(mover))


@then("each of them sees {who:Person} at {place:Spot}")
def each_sees(context: Context, who: Persona, place: str) -> None:
    """Among the people on the map, with the place."""
    for page in globe(context).browsers:
        page.check_shows(who, place)


@then("each of them sees {who:Person} near {spot:Coordinates}")
def each_sees_near(context: Context, who: Persona, spot: dict[str, float]) -> None:
    """Among the people on the map, and drawn; whoever points hits no spot exactly."""
    for page in globe(context).browsers:
        page.check_shows_near(who, spot)


@then('each of them sees {people:People} at the place "{name}"')
def each_sees_gathered(context: Context, people: list[Persona], name: str) -> None:
    """With names and number."""
    for page in globe(context).browsers:
        page.check_gathered(name, people)
