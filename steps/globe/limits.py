"""How often who may do what."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.globe import globe


@given('{who:Person} has made the map "{name}"')
def has_made_map(context: Context, who: Persona, name: str) -> None:
    """An open one."""
    globe(context).maps.named(name, who)


@when("{who:Person} uses up what she may do of {deeds}, on both instances")
def uses_up(context: Context, who: Persona, deeds: str) -> None:
    """As often as it may be done in a minute, by calls and over the live connection."""
    system = globe(context)
    system.limits.use_up(who, deeds)


@then("each answer has told truly what is left")
def told_truly(context: Context) -> None:
    """The limit, one less each time, and when there is room again."""
    globe(context).limits.check_told_truly()


@then("one more of {deeds} is refused to {who:Person}, on whichever instance and device")
def refused_everywhere(context: Context, deeds: str, who: Persona) -> None:
    """Over the live connection too; the refusal tells when to come back."""
    globe(context).limits.check_refused(who, deeds)


@then("{other:Person} has not lost any of {deeds} by it, and {who:Person} nothing else")
def others_free(context: Context, other: Persona, deeds: str, who: Persona) -> None:
    """Limits are for each person and each kind of deed."""
    globe(context).limits.check_others_free(who, other, deeds)


@then("there is room for {who:Person} again when it was told, and not before")
def room_again(context: Context, who: Persona) -> None:
    """Nobody has to wait for it: what was counted is made older."""
    globe(context).limits.check_room_when_told(who)
