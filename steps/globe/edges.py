"""Places at the edges of the world, and beyond."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.globe import globe
from support.systems.globe.people import ARNO, LINA, MILO


@when("Milo comes to {spot:Coordinates}, Lina moves there, Arno asks for it, and Lina makes a place there")
def be_there(context: Context, spot: dict[str, float]) -> None:
    """Live, by a call, by entering the map, and with a place."""
    globe(context).edges.be_everywhere(LINA, ARNO, MILO, spot)


@then("Lina, Arno, Milo and the place are at {spot:Coordinates}, to the digit")
def are_there(context: Context, spot: dict[str, float]) -> None:
    """For everybody, and in the stores."""
    globe(context).edges.check_there(LINA, ARNO, MILO, spot)


@when("{who:Person} tells a place whose {axis:Axis} is {value}, in every way there is")
def tells_wrongly(context: Context, who: Persona, axis: str, value: str) -> None:
    """Entering, moving by a call and live, and making a place."""
    globe(context).edges.tell_wrongly(who, axis, value)


@then("each time the coordinate is named, and nothing has happened to anybody")
def is_named(context: Context) -> None:
    """And no other field."""
    globe(context).edges.check_named()


@when("{who:Person} asks for the places of parts that reach beyond the world")
def asks_beyond(context: Context, who: Persona) -> None:
    """Each with one edge beyond it."""
    globe(context).edges.ask_beyond(who)


@then("each time the edge is named")
def edge_is_named(context: Context) -> None:
    """And no other."""
    globe(context).edges.check_edges_named()
