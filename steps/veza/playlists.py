"""Playlists: what they hold, in which order, and for whom."""

from behave import given, then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.systems.veza import veza


@given('{who:Person} has the playlist "{name}" with {titles:Texts}')
@given('{who:Person} has the private playlist "{name}" with {titles:Texts}')
@when('{who:Person} makes the playlist "{name}" with {titles:Texts}')
def makes(context: Context, who: Persona, name: str, titles: list[str]) -> None:
    """Private, with these tracks in this order; the answer is judged later."""
    veza(context).playlists.ask_to_make(who, name, titles)


@given('{who:Person} has the playlist "{name}" with {titles:Texts}, which {artist:Person} has published')
def has_with_tracks(context: Context, who: Persona, name: str, titles: list[str], artist: Persona) -> None:
    """The tracks are published first."""
    veza(context).music.publish(artist, titles)
    veza(context).playlists.ask_to_make(who, name, titles)


@given('{who:Person} has the playlist "{name}" with "{title}" {times:Count} times')
def has_many_times(context: Context, who: Persona, name: str, title: str, times: int) -> None:
    """Private, with the same track again and again."""
    veza(context).playlists.ask_to_make(who, name, [title] * times)


@given('{who:Person} has the public playlist "{name}" with {titles:Texts}')
def has_public(context: Context, who: Persona, name: str, titles: list[str]) -> None:
    """Everybody may find and open it."""
    veza(context).playlists.ask_to_make(who, name, titles, public=True)


@when('{who:Person} makes the playlist "{name}" with "{title}" and a track that does not exist')
def makes_with_unknown(context: Context, who: Persona, name: str, title: str) -> None:
    """One of its tracks was never published."""
    veza(context).playlists.ask_to_make(who, name, [title], unknown=1)


@given("the tracks of playlists cannot be stored for the moment")
def tracks_cannot_be_stored(context: Context) -> None:
    """Their table is locked, where the suite may do that."""
    veza(context).playlists.stop_storing_tracks()


@then("{who:Person} is asked to try again later")
def is_asked_to_try_later(context: Context, who: Persona) -> None:
    """The answer says that it cannot be done now, and when to try again."""
    veza(context).check_try_again_later(who)


@then("{who:Person} has no playlist, and nothing of it is stored")
def has_no_playlist(context: Context, who: Persona) -> None:
    """Neither in their list nor in the database."""
    veza(context).playlists.check_none(who)


@then("{who:Person} can make it when they can be stored again")
def can_make_it_again(context: Context, who: Persona) -> None:
    """The lock is gone, and the same request is fulfilled."""
    playlists = veza(context).playlists
    playlists.store_tracks_again()
    playlists.repeat(who)


@then('the playlist "{name}" of {who:Person} holds {titles:Texts}')
@then('the playlist "{name}" of {who:Person} holds {titles:Texts}, in this order')
def holds(context: Context, name: str, who: Persona, titles: list[str]) -> None:
    """For its owner, in order, and in the database."""
    held = veza(context).playlists.titles(who, who, name)
    assert_that(held, equal_to(titles), f'the tracks of "{name}", in order')


@then('the playlist "{name}" of {who:Person} holds {number:Count} tracks, and "{title}" first')
def holds_number(context: Context, name: str, who: Persona, number: int, title: str) -> None:
    """The first one is the one that was put first."""
    held = veza(context).playlists.titles(who, who, name)
    assert_that((len(held), held[0]), equal_to((number, title)), f'how many tracks "{name}" holds, and the first')


@when('{who:Person} adds "{title}" to "{name}"')
def adds(context: Context, who: Persona, title: str, name: str) -> None:
    """At its end."""
    veza(context).playlists.add(who, name, title)


@when('{who:Person} adds {titles:Texts} to "{name}" {times:Count} times at the same time')
def adds_at_once(context: Context, who: Persona, titles: list[str], name: str, times: int) -> None:
    """All at the same moment."""
    veza(context).playlists.add_at_once(who, name, titles, times)


@then("{taken:Count} of them were taken, and the others refused because there are too many")
def some_were_taken(context: Context, taken: int) -> None:
    """As many as there was room for."""
    veza(context).playlists.check_taken(taken)


@when('{who:Person} puts "{name}" in the order {titles:Texts}')
def reorders(context: Context, who: Persona, name: str, titles: list[str]) -> None:
    """All of its tracks, in another order."""
    veza(context).playlists.reorder(who, name, titles)


@then('{who:Person} finds "{public}" among the public playlists, and not "{private}"')
def finds_public_only(context: Context, who: Persona, public: str, private: str) -> None:
    """In the list that everybody may ask for; its owner finds the same."""
    veza(context).playlists.check_public(who, public, private)


@then('{who:Person} can open "{name}" of {owner:Person}')
def can_open(context: Context, who: Persona, name: str, owner: Persona) -> None:
    """And sees just what the owner sees."""
    playlists = veza(context).playlists
    seen, own = (playlists.titles(one, owner, name) for one in (who, owner))
    assert_that(seen, equal_to(own), f'what {who.name} sees in "{name}", beside what {owner.name} sees')


@then('{people:People} can neither open, change nor remove "{name}" of {owner:Person}')
def cannot_reach(context: Context, people: list[Persona], name: str, owner: Persona) -> None:
    """As if there were none, and it stays as it is."""
    for who in people:
        veza(context).playlists.check_unreachable(who, owner, name)


@then('{who:Person} can neither change nor remove "{name}" of {owner:Person}')
def cannot_change(context: Context, who: Persona, name: str, owner: Persona) -> None:
    """It is refused, and it stays as it is."""
    veza(context).playlists.check_unchangeable(who, owner, name, 403)


@when("{people:People} look through their playlists {times:Count} times at the same time")
def look_at_once(context: Context, people: list[Persona], times: int) -> None:
    """All of them together, again and again."""
    veza(context).playlists.look_at_once(people, times)


@then("each of them has seen their own each time, and nothing else")
def have_seen_own(context: Context) -> None:
    """No list held a playlist of anybody else."""
    veza(context).playlists.check_saw_own_each_time()


# In the browser


@when('{who:Person} makes the playlist "{name}" with the playing track in the browser')
def makes_in_browser(context: Context, who: Persona, name: str) -> None:
    """By the dialog, up to its page."""
    veza(context).browser(who).playlist.make_playlist_with_playing_track(name)


@when('the line of {who:Person} breaks while she makes the playlist "{name}" with the playing track in the browser')
def makes_while_line_breaks(context: Context, who: Persona, name: str) -> None:
    """After the first thing that the page has changed."""
    veza(context).browser(who).playlist.make_playlist_on_a_breaking_line(name)


@then('"{name}" of {who:Person} holds {titles:Texts}, or is not there at all')
def is_whole(context: Context, name: str, who: Persona, titles: list[str]) -> None:
    """With all of its tracks or none of it."""
    veza(context).playlists.check_whole(who, name, titles)


@then('{who:Person} sees "{name}" with "{title}" in the browser')
def sees_in_browser(context: Context, who: Persona, name: str, title: str) -> None:
    """On the page of the playlist."""
    veza(context).browser(who).playlist.check_playlist(name, [title])


@when('{who:Person} moves "{title}" up in "{name}" in the browser')
def moves_up(context: Context, who: Persona, title: str, name: str) -> None:
    """By its button, and the page says where it is now."""
    veza(context).browser(who).enter(f"/playlists/{veza(context).playlists.id_of(who, name)}")
    veza(context).browser(who).playlist.move_up(title)


@then("{who:Person} finds her playlists in the browser as Veza lists them")
def finds_own_in_browser(context: Context, who: Persona) -> None:
    """In their order, each with for whom it is and how many tracks it holds."""
    known = veza(context).playlists.own(who)
    assert known, f"{who.name} has no playlists"
    veza(context).browser(who).playlist.check_list(known)


@when('{who:Person} takes "{title}" out of it in the browser, once')
def takes_out(context: Context, who: Persona, title: str) -> None:
    """By the button of the last place where it is."""
    veza(context).browser(who).playlist.take_out(title)


@when('{who:Person} opens "{name}" of {owner:Person} in the browser')
def opens_in_browser(context: Context, who: Persona, name: str, owner: Persona) -> None:
    """By its address."""
    veza(context).browser(who).enter(f"/playlists/{veza(context).playlists.id_of(owner, name)}")


@then("{who:Person} reads that there is no such playlist")
def reads_no_such_playlist(context: Context, who: Persona) -> None:
    """As for one that never was."""
    veza(context).browser(who).check_no_such("playlist")
