"""Tracks, and listening to them."""

from behave import given, then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.systems.veza import veza


@given("{artist:Person} has published {titles:Texts}")
def has_published(context: Context, artist: Persona, titles: list[str]) -> None:
    veza(context).music.publish(artist, titles)


@given('{artist:Person} has handed in the track "{title}", which is {length:Duration} long')
def has_handed_in(context: Context, artist: Persona, title: str, length: float) -> None:
    veza(context).music.hand_in(artist, title, length)


@when("stream-server {ends} before the track is ready, and is started again")
def ends_before_ready(context: Context, ends: str) -> None:
    veza(context).music.interrupt_preparing(ends)


@then('{who:Person} can listen to all of "{title}", once it is ready')
def can_listen_once_ready(context: Context, who: Persona, title: str) -> None:
    music = veza(context).music
    music.await_handed_in()
    music.check_whole_audio(music.start(who, title), 192)


@given('somebody else has published "{title}", of the same kind as "{like}"')
def somebody_else_has_published(context: Context, title: str, like: str) -> None:
    music = veza(context).music
    music.publish(Persona("Remi", "artist"), [title], music.tracks[like].kind)


@given('{who:Person} has listened to "{title}"')
@when('{who:Person} has listened to "{title}"')
@given('{who:Person} is listening to "{title}"')
def has_listened(context: Context, who: Persona, title: str) -> None:
    veza(context).music.start(who, title)


@when("{who:Person} listens to {titles:Texts} in turn, {times:Count} times")
def listens_in_turn(context: Context, who: Persona, titles: list[str], times: int) -> None:
    veza(context).music.start_in_turn(who, titles, times)


@given('{who:Person} has started "{title}" in {quality} quality')
def has_started(context: Context, who: Persona, title: str, quality: str) -> None:
    veza(context).music.start(who, title, quality)


@when('{who:Person} starts "{title}" in {quality} quality')
def starts(context: Context, who: Persona, title: str, quality: str) -> None:
    veza(context).music.try_to_start(who, title, quality)


@when('{one:Person} starts "{title}" and {other:Person} "{title2}" {times:Count} times at the same time')
def start_at_once(context: Context, one: Persona, title: str, other: Persona, title2: str, times: int) -> None:
    veza(context).music.start_at_once([(one, title), (other, title2)], times)


@then("each of them has got what they started each time, as a stream of their own")
def have_got_their_own(context: Context) -> None:
    veza(context).music.check_streams_apart()


@when('{who:Person} starts "{title}" with an address that is good for {limit:Duration}')
def starts_for_a_while(context: Context, who: Persona, title: str, limit: float) -> None:
    veza(context).music.start(who, title, valid_seconds=int(limit))


@when("{who:Person} starts a track that does not exist")
def starts_unknown(context: Context, who: Persona) -> None:
    veza(context).music.start_unknown(who)


@then('{who:Person} gets the title, the artist and the length of "{title}"')
def gets_description(context: Context, who: Persona, title: str) -> None:
    music = veza(context).music
    music.check_described(music.last_stream(who, title))


@then('the audio that {who:Person} gets is all of "{title}", at {rate:Count} kbit/s')
def gets_audio(context: Context, who: Persona, title: str, rate: int) -> None:
    music = veza(context).music
    music.check_whole_audio(music.last_stream(who, title), rate)


@then("{who:Person} is refused because of the {field}")
def is_refused_because_of(context: Context, who: Persona, field: str) -> None:
    veza(context).check_refused_for(field)


@then("nothing is playing for {who:Person}")
def nothing_is_playing(context: Context, who: Persona) -> None:
    veza(context).music.check_nothing_started(who)


@then("{who:Person} is told that there is no such track")
def is_told_no_such_track(context: Context, who: Persona) -> None:
    veza(context).refusal(404)
    veza(context).music.check_nothing_started(who)


@when("{who:Person} asks for {part:Part} of the audio")
def asks_for_part(context: Context, who: Persona, part: str) -> None:
    veza(context).music.wanted_part = part


@then("{who:Person} gets exactly that part")
def gets_that_part(context: Context, who: Persona) -> None:
    music = veza(context).music
    music.check_wanted_part(music.streams[-1])


@when("{who:Person} asks for more than there is of the audio")
def asks_beyond(context: Context, who: Persona) -> None:
    music = veza(context).music
    music.ask_beyond(music.streams[-1])


@then("{who:Person} is told how long the audio is, and gets nothing")
def is_told_length(context: Context, who: Persona) -> None:
    music = veza(context).music
    music.check_told_length(music.streams[-1])


@then("{who:Person} can listen at that address for {limit:Duration}, and not after")
def can_listen_for(context: Context, who: Persona, limit: float) -> None:
    music = veza(context).music
    music.check_good_for(music.streams[-1], limit)


@when("{who:Person} changes the address for {forgery}")
def changes_address(context: Context, who: Persona, forgery: str) -> None:
    music = veza(context).music
    music.forged = music.forge(music.streams[-1], forgery)


@then("{who:Person} gets no audio at that address")
def gets_no_audio(context: Context, who: Persona) -> None:
    music = veza(context).music
    music.check_no_audio(music.streams[-1], music.forged)


# In the browser


@given("{who:Person} is on her dashboard in the browser")
def is_on_dashboard(context: Context, who: Persona) -> None:
    veza(context).browser(who).enter("/dashboard")


@given('{who:Person} is playing "{title}" in the browser')
def plays(context: Context, who: Persona, title: str) -> None:
    veza(context).browser(who).play(title)


@when('{who:Person} plays "{title}" in {quality} quality in the browser for {length:Duration}')
def plays_for(context: Context, who: Persona, title: str, quality: str, length: float) -> None:
    browser = veza(context).browser(who)
    browser.play(title, quality)
    browser.listen_for(length)


@then("it played in {quality} quality, without a stall, and with gaps of at most {share:Percent} of that time")
def played_without_stall(context: Context, quality: str, share: float) -> None:
    browser = veza(context).last_browser
    browser.check_played_well(share)
    browser.check_quality(quality)


@when('{who:Person} signs in and plays "{title}" from her dashboard in the browser')
def signs_in_and_plays(context: Context, who: Persona, title: str) -> None:
    browser = veza(context).browser(who)
    browser.sign_in()
    browser.check_dashboard()
    browser.play(title)


@then('"{title}" has played on all the time, for Veza too, and is in the playlist "{name}" of {who:Person}')
def has_played_on(context: Context, title: str, name: str, who: Persona) -> None:
    veza(context).browser(who).check_still_playing(title)
    veza(context).music.check_listening(who, title)
    assert_that(veza(context).playlists.titles(who, who, name), equal_to([title]), f'the tracks of "{name}"')


@then('Veza knows that {who:Person} listened to "{title}", and how far')
def veza_knows(context: Context, who: Persona, title: str) -> None:
    veza(context).music.check_listened(who, title, veza(context).browser(who).position())


@when("{who:Person} moves to the middle of the track")
def moves_to_middle(context: Context, who: Persona) -> None:
    veza(context).browser(who).seek(0.5)


@when("{who:Person} pauses, moves to the middle of the track and goes on")
def moves_while_paused(context: Context, who: Persona) -> None:
    browser = veza(context).browser(who)
    browser.pause()
    browser.seek(0.5)
    browser.resume()


@then("it plays on from there")
def plays_on_from_there(context: Context) -> None:
    veza(context).last_browser.check_playing_from(0.5)


@when("{who:Person} chooses {quality} quality")
def chooses_quality(context: Context, who: Persona, quality: str) -> None:
    veza(context).browser(who).choose_quality(quality)


@then("it plays on from where it was, in {quality} quality")
def plays_on_in_quality(context: Context, quality: str) -> None:
    veza(context).last_browser.check_playing_on_in(quality)
