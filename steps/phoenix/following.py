"""People who follow experiments over live connections."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.phoenix import phoenix


@given("{people:People} follows all experiments")
@given("{people:People} follow all experiments")
def follow_all(context: Context, people: list[Persona]) -> None:
    """Each over a live connection, those of their tenant."""
    phoenix(context).followers.follow_all(people)


@given('{who:Person} has heard of all experiments so far, and follows "{name}" besides')
def follows_twice(context: Context, who: Persona, name: str) -> None:
    """By two topics, over one connection; over another one by the narrower alone, having let go of the wider."""
    phoenix(context).followers.follow_by_both(who, name)


@given('{who:Person} follows "{name}"')
def follows(context: Context, who: Persona, name: str) -> None:
    """One experiment, over a live connection."""
    phoenix(context).followers.follow(who, name)


@given("{who:Person} follows each of them")
def follows_each(context: Context, who: Persona) -> None:
    """Each experiment of the scenario by itself, over one live connection."""
    found = phoenix(context)
    for one in found.experiments.all():
        found.followers.follow(who, one.name)


@when('{who:Person} follows "{name}" no more')
def follows_no_more(context: Context, who: Persona, name: str) -> None:
    """The connection stays, and so does what else they follow."""
    phoenix(context).followers.unfollow(who, name)


@when('{people:People} try to follow "{name}"')
def try_to_follow(context: Context, people: list[Persona], name: str) -> None:
    """What they are told is compared with what is told of an experiment that there is not."""
    followers = phoenix(context).followers
    followers.refused = [(who, followers.ask_alike(who, name)) for who in people]


@then("each of them is refused as for one that there is not")
def refused_alike(context: Context) -> None:
    """To the letter, but for what they asked for."""
    phoenix(context).followers.check_refused_alike()


@when("{who:Person} asks on and on in one tab, and reads no answer")
def asks_unread(context: Context, who: Persona) -> None:
    """Until they are cut off, and on the way is no room for more."""
    phoenix(context).followers.talk_unread(who)


@then("{who:Person} is cut off in that tab for not reading, and in no other")
def is_cut_off(context: Context, who: Persona) -> None:
    """By the code for that; it is counted once."""
    phoenix(context).followers.check_cut_off(who)


@when("{first:Person} signs out, and the account of {second:Person} is closed")
def sessions_end(context: Context, first: Persona, second: Persona) -> None:
    """An admin of the company closes it."""
    phoenix(context).sessions.end(first, second)


@then("within {limit:Duration} {people:People} are told on each of their live connections that their session is over")
def told_over(context: Context, limit: Duration, people: list[Persona]) -> None:
    """By the code for that."""
    phoenix(context).followers.check_ended(people, limit)


@then("nothing of the sessions of {people:People} is left, that were kept for an hour at most")
def sessions_are_gone(context: Context, people: list[Persona]) -> None:
    """In the cache: what they were, and for how long; and now."""
    for who in people:
        phoenix(context).sessions.check_gone(who)


@when("{who:Person} says nonsense of every kind")
def says_nonsense(context: Context, who: Persona) -> None:
    """Each is answered by an error."""
    phoenix(context).followers.tell_nonsense(who)


@then('{people:People} heard of each state of "{name}" at once, once and in order')
def heard_all(context: Context, people: list[Persona], name: str) -> None:
    """All of them, as they are kept."""
    followers = phoenix(context).followers
    followers.check_heard_all(people, name)
    for who in people:
        followers.check_at_once(who, name)


@then('{who:Person} heard of what is new of "{name}" once and in order')
def heard_new(context: Context, who: Persona, name: str) -> None:
    """Every state but the first, which was there before."""
    found = phoenix(context)
    found.followers.check_heard(who, name, found.experiments.history(name)[1:])


@then('{who:Person} heard of what is new of "{name}" once and in order, and nothing of "{other}"')
def heard_new_only(context: Context, who: Persona, name: str, other: str) -> None:
    """Every state but the first of one experiment, and no state of another."""
    heard_new(context, who, name)
    phoenix(context).followers.check_heard_nothing(who, other)


@then("{people:People} have heard of each state of their company's, once and in order, and of no other's")
def heard_own(context: Context, people: list[Persona]) -> None:
    """Of every experiment of the scenario that is theirs."""
    for who in people:
        phoenix(context).followers.check_heard_own(who)


@then('{people:People} hears nothing of "{name}"')
@then('{people:People} hear nothing of "{name}"')
def hears_nothing(context: Context, people: list[Persona], name: str) -> None:
    """Neither before nor now, over a connection that works."""
    for who in people:
        phoenix(context).followers.check_heard_nothing(who, name)
