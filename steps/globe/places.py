"""Places: made, changed, taken away, looked for."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.globe import globe
from support.systems.globe.words import coordinates


@given('{who:Person} has made the place "{name}" with room for {room:Count}')
@when('{who:Person} makes the place "{name}" with room for {room:Count}')
def makes(context: Context, who: Persona, name: str, room: int) -> None:
    """A point of interest on the map."""
    globe(context).pois.make(who, name, max_participants=room)


@given('{who:Person} has made the place "{name}" at {spot:Coordinates}')
@when('{who:Person} makes the place "{name}" at {spot:Coordinates}')
def makes_at(context: Context, who: Persona, name: str, spot: dict[str, float]) -> None:
    """A point of interest at this spot."""
    globe(context).pois.make(who, name, position=spot)


@given("{who:Person} has made {count:Count} places, each with a long description")
def has_made_many(context: Context, who: Persona, count: int) -> None:
    """Somewhere on the map, far from each other."""
    globe(context).pois.make_many(who, count)


@given("{who:Person} has made {count:Count} places")
def has_made_so_many(context: Context, who: Persona, count: int) -> None:
    """More than one may make within a minute; far from each other."""
    globe(context).pois.fill(who, count)


@given("{who:Person} has made these places")
def has_made_these(context: Context, who: Persona) -> None:
    """Each with its spot."""
    globe(context).pois.make_all(who, [(row["place"], row["where"]) for row in context.table or []])


@when('{who:Person} makes the place "{name}" {metres:Metres} to the {direction:Direction} of "{other}"')
def makes_beside(context: Context, who: Persona, name: str, metres: float, direction: str, other: str) -> None:
    """So far along the great circle: on one instance and, when that is taken away again, on the other one."""
    pois = globe(context).pois
    pois.make_on_each(who, name, position=pois.at(other, metres, direction))


@when('{who:Person} tries to make a place {metres:Metres} to the {direction:Direction} of "{other}"')
def tries_to_make_beside(context: Context, who: Persona, metres: float, direction: str, other: str) -> None:
    """On either instance; it may be too near."""
    pois = globe(context).pois
    pois.try_to_make(who, "Kiosk", position=pois.at(other, metres, direction))


@when("{who:Person} tries to make one more place")
def tries_to_make_one_more(context: Context, who: Persona) -> None:
    """Where there is none near, on either instance."""
    globe(context).pois.try_to_make(who, "Kiosk", position={"lat": 60.0, "lng": 20.0})


@given('{who:Person} has changed "{name}" to "{new}" with room for {room:Count}')
@when('{who:Person} changes "{name}" to "{new}" with room for {room:Count}')
def changes(context: Context, who: Persona, name: str, new: str, room: int) -> None:
    """The name and the room; on either instance, once each."""
    globe(context).pois.change(who, name, new, "", room)


@when('{who:Person} changes "{name}" to "{new}" with room for {room:Count}, saying "{description}"')
def changes_all(context: Context, who: Persona, name: str, new: str, room: int, description: str) -> None:
    """All that can be changed of it; on either instance, once each."""
    globe(context).pois.change(who, name, new, description, room)


@when('{who:Person} tries to leave "{name}" room for {room:Count}')
def tries_to_leave_room(context: Context, who: Persona, name: str, room: int) -> None:
    """There may be more who are there."""
    globe(context).pois.try_to_change_room(who, name, room)


@when('{who:Person} takes "{name}" away')
def takes_away(context: Context, who: Persona, name: str) -> None:
    """Whoever is there stays on the map."""
    globe(context).pois.remove(who, name)


@when("{people:People} each make a place at the same spot at the same instant, again and again")
def make_at_once(context: Context, people: list[Persona]) -> None:
    """Over both instances, each time at another spot."""
    globe(context).pois.make_at_once(people)


@when("{who:Person} asks for the places of a part without its north")
def asks_for_half(context: Context, who: Persona) -> None:
    """Three edges are no rectangle."""
    globe(context).pois.ask_for_part(who, {"lat": 1, "lng": 1}, {"lng": 2})


@when("{who:Person} asks for the places from {south_west:Coordinates} to {north_east:Coordinates}")
def asks_for(context: Context, who: Persona, south_west: dict[str, float], north_east: dict[str, float]) -> None:
    """It may be no part of a map."""
    globe(context).pois.ask_for_part(who, south_west, north_east)


@then('everybody sees that there is "{name}", once and as it is')
def sees_new(context: Context, name: str) -> None:
    """Live; and so both instances and the database have it."""
    globe(context).pois.check_everybody_sees(name, "poi_created")


@then('everybody sees that "{name}" has changed, once and as it is')
def sees_changed(context: Context, name: str) -> None:
    """Live; and so both instances and the database have it."""
    globe(context).pois.check_everybody_sees(name, "poi_updated")


@then('everybody sees that "{name}" is gone')
def sees_gone(context: Context, name: str) -> None:
    """Live and once; nobody finds it, and nothing is kept of it."""
    globe(context).pois.check_gone(name)


@then('{who:Person} is shown "{name}", once and as it is')
def is_shown(context: Context, who: Persona, name: str) -> None:
    """When they come to the map."""
    globe(context).pois.check_shown_to_newcomer(who, name)


@then('{who:Person} can do nothing with "{name}"')
def can_do_nothing(context: Context, who: Persona, name: str) -> None:
    """Neither read nor change, join or remove it."""
    globe(context).pois.check_out_of_reach(who, name)


@given('{who:Person} has made the place "{name}" at {spot:Coordinates} on "{where}"')
@then('{who:Person} can make the place "{name}" at {spot:Coordinates} on "{where}"')
def can_make(context: Context, who: Persona, name: str, spot: dict[str, float], where: str) -> None:
    """On another map."""
    globe(context).pois.check_makes_elsewhere(who, name, spot, where)


@then("it is refused as too near, and nobody hears anything of it")
def too_near(context: Context) -> None:
    """The refusal says so."""
    globe(context).pois.check_refused("DUPLICATE_LOCATION")
    globe(context).meeting.check_nothing_happened()


@then("it is refused as too small, and nobody hears anything of it")
def too_small(context: Context) -> None:
    """The refusal says so."""
    globe(context).pois.check_refused("CAPACITY_EXCEEDED")
    globe(context).meeting.check_nothing_happened()


@then("it is refused as too many, and nobody hears anything of it")
def too_many(context: Context) -> None:
    """The refusal says so."""
    globe(context).pois.check_refused("MAP_FULL")


@then("there are {count:Count} places on the map, for everybody")
def so_many_places(context: Context, count: int) -> None:
    """In the lists of both instances, and live."""
    globe(context).pois.check_number(count)


@then("each time one of them has made it, and the others were told of it")
def one_each(context: Context) -> None:
    """As many are listed as there were spots."""
    globe(context).pois.check_one_each()


@then("{who:Person} finds in each part just these places")
def finds(context: Context, who: Persona) -> None:
    """By name, on both instances."""
    for row in context.table or []:
        corners = (coordinates(row["south-west"]), coordinates(row["north-east"]))
        globe(context).pois.check_part(who, row["part"], *corners, row["places"])


@then("it is refused because of {field}")
def refused_because_of(context: Context, field: str) -> None:
    """The refusal names this field and no other."""
    globe(context).check_refused_for(field)
