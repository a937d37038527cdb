"""Places where people gather."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.globe import globe


@given('{people:People} is at "{name}"')
@given('{people:People} are at "{name}"')
@when('{people:People} join "{name}"')
@when('{people:People} joins "{name}"')
def joins(context: Context, people: list[Persona], name: str) -> None:
    """They gather there, one after the other, by a call and over the live connection in turn."""
    for who in people:
        globe(context).gathering.join(who, name)


@when('{who:Person} goes from "{name}"')
def goes(context: Context, who: Persona, name: str) -> None:
    """They stay on the map."""
    globe(context).gathering.leave(who, name)


@when('{who:Person} tries to join "{name}"')
def tries_to_join(context: Context, who: Persona, name: str) -> None:
    """There may be no room."""
    globe(context).gathering.try_to_join(who, name)


@when("{who:Person} joins {names:Texts} at the same instant, again and again")
def joins_at_once(context: Context, who: Persona, names: list[str]) -> None:
    """Each of them at either instance."""
    globe(context).gathering.join_at_once(who, names)


@then("{who:Person} is at one of {names:Texts}, for everybody")
def is_at_one(context: Context, who: Persona, names: list[str]) -> None:
    """Once, and wherever one looks."""
    globe(context).gathering.check_at_one(who, names)


@when('{who:Person} tries to go from "{name}"')
def tries_to_go(context: Context, who: Persona, name: str) -> None:
    """They may not be there."""
    globe(context).gathering.try_to_leave(who, name)


@when('twelve people try to join "{name}" at the same instant, again and again, while {watcher:Person} watches')
def race(context: Context, name: str, watcher: Persona) -> None:
    """Over both instances; after each time those who are in go again."""
    globe(context).gathering.race(watcher, name)


@when('all twelve join "{name}" at the same instant')
def all_join(context: Context, name: str) -> None:
    """Over both instances; there is room for each of them."""
    globe(context).gathering.join_all(name)


@then('everybody sees all twelve at "{name}"')
def sees_all(context: Context, name: str) -> None:
    """Names, number, and talking; as they heard it, and wherever one looks."""
    globe(context).gathering.check_all_gathered(name)


@then('everybody sees {people:People} at "{name}"')
def sees_gathered(context: Context, people: list[Persona], name: str) -> None:
    """Names, number, and talking from two on; as they heard it, and wherever one looks."""
    globe(context).gathering.check_gathered(name, people)


@then('everybody sees nobody at "{name}"')
def sees_nobody(context: Context, name: str) -> None:
    """As both instances, the database and the cache say."""
    globe(context).gathering.check_gathered(name, [])


@then("there is no room, and nobody hears of it")
def no_room(context: Context) -> None:
    """By a call, and over the live connection."""
    globe(context).gathering.check_refused("CAPACITY_EXCEEDED")


@then("it cannot be, because they are there already, and nobody hears of it")
def there_already(context: Context) -> None:
    """By a call, and over the live connection."""
    globe(context).gathering.check_refused("ALREADY_JOINED")


@then("it cannot be, because they are not there, and nobody hears of it")
def not_there(context: Context) -> None:
    """By a call, and over the live connection."""
    globe(context).gathering.check_refused("NOT_JOINED")


@then('"{name}" has never held more than it has room for, and nobody was sent away from free room')
def limit_kept(context: Context, name: str) -> None:
    """Judged by all that was confirmed and refused."""
    globe(context).gathering.check_limit_kept(name)
