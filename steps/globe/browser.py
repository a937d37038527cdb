"""The map in somebody's browser."""

from behave import given, then
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.globe import globe


@given("{who:Person} has the map open in a browser")
def has_open(context: Context, who: Persona) -> None:
    """The page enters the map for them."""
    globe(context).browser(who).open()


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


@then("the browser of {viewer:Person} says that things may be a moment late")
def says_degraded(context: Context, viewer: Persona) -> None:
    """Beside the name of the map."""
    globe(context).browser(viewer).check_connection("Connected; others may see things a moment late")


@then("the browser of {viewer:Person} says that it is connected")
def says_connected(context: Context, viewer: Persona) -> None:
    """And nothing else."""
    globe(context).browser(viewer).check_connection("Connected")


@then("the browser of {viewer:Person} says that the line broke")
def says_broken(context: Context, viewer: Persona) -> None:
    """And that it connects again."""
    globe(context).browser(viewer).check_connection("The line broke. Connecting again …")
