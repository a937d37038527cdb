"""Coming to a map, moving on it, leaving it, and what others see of that."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.globe import globe


@given('{people:People} is on the map "{name}"')
@given('{people:People} are on the map "{name}"')
def are_on_the_map(context: Context, people: list[Persona], name: str) -> None:
    """They enter it one after the other, each over a live connection, on one instance and the other in turn."""
    globe(context).meeting.come_together(people, name)


@given('{who:Person} is on the map "{name}", at a place there')
def is_at_a_place(context: Context, who: Persona, name: str) -> None:
    """They have made it, and are alone there."""
    globe(context).gathering.come_to_a_place(who, name)


@when("{who:Person} enters the map")
def enters(context: Context, who: Persona) -> None:
    """Over a live connection."""
    system = globe(context)
    system.meeting.check_welcome(system.maps.come(who))


@when('{who:Person} comes to "{name}" as well')
def comes_as_well(context: Context, who: Persona, name: str) -> None:
    """Whoever is on another map may be on this one, too."""
    globe(context).meeting.come_together([who], name)


@when("{admin:Person} brings {who:Person} to the map")
def brings(context: Context, admin: Persona, who: Persona) -> None:
    """Who is brought in opens a live connection then."""
    system = globe(context)
    system.meeting.check_welcome(system.maps.bring(admin, who))


@given("{admin:Person} has brought {who:Person} to the map, who does not look")
def has_brought_unseen(context: Context, admin: Persona, who: Persona) -> None:
    """They have no live connection, at no time."""
    globe(context).maps.bring_unseen(admin, who)


@given("{number:Count} others are on the map, who do not look")
def others_are_there(context: Context, number: int) -> None:
    """They have no live connection."""
    globe(context).presence.fill(number)


@when("all of these are silent for half an hour")
def all_are_silent(context: Context) -> None:
    """As far as anybody can tell."""
    globe(context).presence.fall_silent_all()


@then("each of these is gone within {limit:Duration}, and everybody else has heard it once")
def all_are_gone(context: Context, limit: Duration) -> None:
    """From the lists of both instances and from the cache."""
    globe(context).presence.check_all_gone(limit)


@when("{who:Person} tries {times:Count} times at once to enter the map")
def tries_to_enter(context: Context, who: Persona, times: int) -> None:
    """On both instances."""
    globe(context).meeting.enter_again(who, times)


@when("{who:Person} tries to enter the map once more")
def tries_once_more(context: Context, who: Persona) -> None:
    """On either instance."""
    globe(context).meeting.enter_again(who, 2)


@when("{who:Person} moves to {lat:Degrees} north and {lng:Degrees} east")
def moves(context: Context, who: Persona, lat: float, lng: float) -> None:
    """Over the live connection, and is told that it is done."""
    globe(context).meeting.move(who, lat, lng)


@given("{who:Person} has the map open on a second device")
@when("{who:Person} has the map open on a second device")
@given("{who:Person} has the map open on a third device")
def has_another_device(context: Context, who: Persona) -> None:
    """Another live connection of the same session, the second at the other instance; they use this one from now on."""
    globe(context).meeting.open_again(who)


@when("{who:Person} asks once to be moved to {lat:Degrees} north and {lng:Degrees} east")
def asks_to_be_moved(context: Context, who: Persona, lat: float, lng: float) -> None:
    """By a call, while the live connection is open."""
    globe(context).meeting.move_by_call(who, lat, lng)


@when('{who:Person} closes "{name}" for good')
def closes_for_good(context: Context, who: Persona, name: str) -> None:
    """As whoever made it may."""
    globe(context).outside.close_map(who, name)


@when("{who:Person} leaves the map")
def leaves(context: Context, who: Persona) -> None:
    """With a word."""
    globe(context).meeting.leave(who)


@when("{who:Person} closes the map")
def closes(context: Context, who: Persona) -> None:
    """Each live connection ends with a goodbye."""
    globe(context).meeting.close(who)


@when("{who:Person} vanishes")
def vanishes(context: Context, who: Persona) -> None:
    """Each live connection ends without a goodbye."""
    globe(context).meeting.vanish(who)


@when("{who:Person} is silent for {time:Duration}")
def is_silent(context: Context, who: Persona, time: Duration) -> None:
    """The connection stays open, and nothing comes from it."""
    globe(context).meeting.fall_silent(who, time)


@when("{who:Person} moves {times:Count} times, one after another")
def moves_on(context: Context, who: Persona, times: int) -> None:
    """Over the live connection and by calls in turn; each is confirmed, and stored, before the next."""
    globe(context).moves.move_looking(who, times)


@when("{people:People} each move {times:Count} times, as fast as they can, while {newcomer:Person} comes")
def move_about(context: Context, people: list[Persona], times: int, newcomer: Persona) -> None:
    """All at the same time, without waiting for an answer; after that a few times more, by calls."""
    globe(context).crowd.move_about(people, times, newcomer)


@then("everybody else hears once that {who:Person} has come")
def hears_of_coming(context: Context, who: Persona) -> None:
    """With the name and the place."""
    globe(context).meeting.check_come(who)


@then("{who:Person} is on the map, wherever one looks")
def is_on_the_map(context: Context, who: Persona) -> None:
    """In the lists of both instances, in the database and in the cache."""
    globe(context).meeting.check_kept(who, there=True)


@then("{who:Person} is gone for everybody within {limit:Duration}")
def is_gone(context: Context, who: Persona, limit: Duration) -> None:
    """The others hear it once; lists, database and cache say so, and the row stays."""
    globe(context).meeting.check_gone(who, limit)


@then("nobody is on the map any more within {limit:Duration}")
def nobody_is_there(context: Context, limit: Duration) -> None:
    """Each session has ended, and the cache has nobody."""
    globe(context).outside.check_empty(limit)


@then("everybody else sees {who:Person} at {lat:Degrees} north and {lng:Degrees} east")
def sees_at(context: Context, who: Persona, lat: float, lng: float) -> None:
    """Live, and so it is kept in the database and in the cache."""
    globe(context).meeting.check_place(who, lat, lng)


@then("every other device of {who:Person} hears of it as well, and the last one no more than that it is done")
def other_devices_hear(context: Context, who: Persona) -> None:
    """The device that asked is answered, and every other one is told."""
    globe(context).meeting.check_other_devices(who)


@then("everybody else hears of {who:Person} at {lat:Degrees} north and {lng:Degrees} east")
def hears_at(context: Context, who: Persona, lat: float, lng: float) -> None:
    """Live; what is kept of it is another matter."""
    globe(context).meeting.check_heard_at(who, lat, lng)


@then("{people:People} see {share:Percent} of these moves within {limit:Duration}, and all of them")
def see_in_time(context: Context, people: list[Persona], share: float, limit: Duration) -> None:
    """From the moment in which it was asked for, measured at each of them."""
    globe(context).moves.check_seen_in_time(people, share, limit)


@then("{share:Percent} of them are stored within {limit:Duration}, and all of them")
def are_stored_in_time(context: Context, share: float, limit: Duration) -> None:
    """In the database, and in the cache."""
    globe(context).moves.check_stored_in_time(share, limit)


@then("the presence of {who:Person} is kept for half an hour")
def presence_lasts(context: Context, who: Persona) -> None:
    """In the cache, with a time to live."""
    globe(context).presence.check_lasts(who)


@then("a sign of life of {who:Person} begins another half an hour")
def life_renews(context: Context, who: Persona) -> None:
    """Once most of the first one is over: by calls, over the live connection, and by a move."""
    globe(context).presence.check_renewed(who)


@then("{who:Person} is told each time that there is a session already")
def has_one_session(context: Context, who: Persona) -> None:
    """Nobody hears of a try, and nothing is stored of it."""
    globe(context).meeting.check_one_session(who)


@then("{who:Person} is let in once")
def is_let_in_once(context: Context, who: Persona) -> None:
    """The other tries are told of that session, and the others hear of one."""
    globe(context).meeting.check_one_let_in(who)


@then('{who:Person} on "{name}" neither hears nor finds anything of it')
def neither_hears_nor_finds(context: Context, who: Persona, name: str) -> None:
    """Not live, and not by asking either instance."""
    globe(context).outside.check_nothing_heard(who, name)


@then('"{name}" is gone for everybody, and so is the place')
def map_is_gone(context: Context, name: str) -> None:
    """They hear it once, and their connections end; that they were there stays on record, and nothing else."""
    globe(context).outside.check_closed(name, globe(context).gathering.place_of(name).id)


@then('maps are listed by name, "{there}" among them and "{gone}" not')
def maps_listed(context: Context, there: str, gone: str) -> None:
    """On both instances, each once and as it is."""
    globe(context).outside.check_maps_listed(there, gone)


@then('on "{name}" nobody has noticed anything of {who:Person}, who is there as before')
def there_as_before(context: Context, name: str, who: Persona) -> None:
    """Nothing has been heard since they came, and they are where they were, wherever one looks."""
    globe(context).meeting.check_as_before(who, name)


@then("everybody has seen each move of the others once, in the order in which it was made")
def in_order(context: Context) -> None:
    """And of their own moves none, as these are acknowledged."""
    globe(context).crowd.check_seen_in_order()


@when("the instances are told of the last of it once more")
def told_once_more(context: Context) -> None:
    """As by somebody who was not sure that they had heard of it."""
    globe(context).crowd.tell_once_more()


@then("nobody hears of it a second time")
def heard_once(context: Context) -> None:
    """On whichever instance."""
    globe(context).crowd.check_heard_once()


@then("of all that has changed since they came nobody, however late they came, has missed anything")
def numbered(context: Context) -> None:
    """From what they were shown on, one after the other: none is missing, none comes twice."""
    globe(context).crowd.check_one_numbering()
