"""Tracks, and listening to them."""

from behave import given, then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.systems.veza import veza


@given("{artist:Person} has published {titles:Texts}")
def has_published(context: Context, artist: Persona, titles: list[str]) -> None:
    """Uploaded, and ready to be listened to."""
    veza(context).music.publish(artist, titles)


@given('{artist:Person} has handed in the track "{title}", which is {length:Duration} long')
def has_handed_in(context: Context, artist: Persona, title: str, length: float) -> None:
    """Uploaded, and maybe not ready yet."""
    veza(context).music.hand_in(artist, title, length)


@when("stream-server {ends} before the track is ready, and is started again")
def ends_before_ready(context: Context, ends: str) -> None:
    """While it is still being prepared."""
    veza(context).music.interrupt_preparing(ends)


@then('{who:Person} can listen to all of "{title}", once it is ready')
def can_listen_once_ready(context: Context, who: Persona, title: str) -> None:
    """Within the time that preparing may take."""
    music = veza(context).music
    music.await_handed_in(title)
    music.check_whole_audio(music.start(who, title), 192)


@when('{artist:Person} removes "{title}" before it is ready')
def removes_unready_track(context: Context, artist: Persona, title: str) -> None:
    """While it is being prepared."""
    veza(context).addresses.remove_unready(artist, title)


@then("{who:Person} finds it nowhere, and cannot start it")
def finds_it_nowhere(context: Context, who: Persona) -> None:
    """Neither service knows it, now and later."""
    veza(context).addresses.check_nowhere(who)


@when('{artist:Person} removes the track "{title}"')
def removes_track(context: Context, artist: Persona, title: str) -> None:
    """From all of Veza."""
    veza(context).music.remove(artist, title)


@then('once all is well "{title}" becomes ready')
def becomes_ready(context: Context, title: str) -> None:
    """What was handed in, after whatever befell Veza meanwhile."""
    veza(context).world.faults.mend()
    veza(context).music.await_handed_in(title)


@given('somebody else has published {titles:Texts}, of the same kind as "{like}"')
def somebody_else_has_published(context: Context, titles: list[str], like: str) -> None:
    """Another artist, of the same genre."""
    music = veza(context).music
    music.publish(Persona("Remi", "artist"), titles, music.tracks[like].kind)


@given('{who:Person} has listened to "{title}"')
@when('{who:Person} has listened to "{title}"')
@given('{who:Person} is listening to "{title}"')
def has_listened(context: Context, who: Persona, title: str) -> None:
    """Started, in medium quality."""
    veza(context).music.start(who, title)


@when('{who:Person} has listened to "{title}" twice')
def has_listened_twice(context: Context, who: Persona, title: str) -> None:
    """Started anew each time."""
    veza(context).music.start_in_turn(who, [title], 2)


@when("{who:Person} listens to {titles:Texts} in turn, {times:Count} times")
def listens_in_turn(context: Context, who: Persona, titles: list[str], times: int) -> None:
    """Starting over when all were heard."""
    veza(context).music.start_in_turn(who, titles, times)


@given('{who:Person} has started "{title}" in {quality} quality')
def has_started(context: Context, who: Persona, title: str, quality: str) -> None:
    """And holds the address of the audio."""
    veza(context).music.start(who, title, quality)


@when('{who:Person} starts "{title}" in {quality} quality')
def starts(context: Context, who: Persona, title: str, quality: str) -> None:
    """The answer is judged later."""
    veza(context).music.try_to_start(who, title, quality)


@when('{one:Person} starts "{title}" and {other:Person} "{title2}" {times:Count} times at the same time')
def start_at_once(context: Context, one: Persona, title: str, other: Persona, title2: str, times: int) -> None:
    """Two people at the same moment, again and again."""
    veza(context).music.start_at_once([(one, title), (other, title2)], times)


@then("each of them has got what they started each time, as a stream of their own")
def have_got_their_own(context: Context) -> None:
    """The track, the listener and the address are of who asked."""
    veza(context).music.check_streams_apart()


@when('{who:Person} starts "{title}" with an address that is good for {limit:Duration}')
def starts_for_a_while(context: Context, who: Persona, title: str, limit: float) -> None:
    """The time is told when the track is started."""
    veza(context).music.start(who, title, valid_seconds=int(limit))


@when("{who:Person} starts a track that does not exist")
def starts_unknown(context: Context, who: Persona) -> None:
    """One that nobody has published."""
    veza(context).music.start_unknown(who)


@then('{who:Person} gets the title, the artist and the length of "{title}"')
def gets_description(context: Context, who: Persona, title: str) -> None:
    """As the artist gave them."""
    music = veza(context).music
    music.check_described(music.last_stream(who, title))


@then('the audio that {who:Person} gets is all of "{title}", at {rate:Count} kbit/s')
def gets_audio(context: Context, who: Persona, title: str, rate: int) -> None:
    """Every frame of it, at this bit rate, for the whole length."""
    music = veza(context).music
    music.check_whole_audio(music.last_stream(who, title), rate)


@then("{who:Person} is refused because of the {field}")
def is_refused_because_of(context: Context, who: Persona, field: str) -> None:
    """The refusal names this one field."""
    veza(context).check_answered(who)
    veza(context).check_refused_for(field)


@then("nothing is playing for {who:Person}")
def nothing_is_playing(context: Context, who: Persona) -> None:
    """Nothing was started in their name."""
    veza(context).music.check_nothing_started(who)


@then("nothing goes on playing for {who:Person}")
def nothing_goes_on(context: Context, who: Persona) -> None:
    """What they listened to has stopped, in the database and in the cache."""
    veza(context).music.check_silent(who)


@then('{who:Person} listens to "{title}" still')
def listens_still(context: Context, who: Persona, title: str) -> None:
    """For Veza they do, as it keeps it."""
    veza(context).music.check_listening_still(who, title)


@then("{who:Person} is told that there is no such track")
def is_told_no_such_track(context: Context, who: Persona) -> None:
    """The answer says so."""
    veza(context).check_answered(who)
    veza(context).refusal(404)
    veza(context).music.check_nothing_started(who)


@when("{who:Person} asks for parts of the audio")
def asks_for_parts(context: Context, who: Persona) -> None:
    """Those of the table, as players do that seek: one after another, and once more all at the same moment."""
    veza(context).addresses.ask_for(who, [row["part"] for row in context.table or ()])


@then("{who:Person} gets exactly each part, each time")
def gets_each_part(context: Context, who: Persona) -> None:
    """Byte for byte, with where it lies in the whole."""
    veza(context).addresses.check_wanted_parts(veza(context).music.stream_of(who))


@when("{who:Person} asks for more than there is of the audio")
def asks_beyond(context: Context, who: Persona) -> None:
    """Where there is nothing."""
    veza(context).addresses.ask_beyond(veza(context).music.stream_of(who))


@then("{who:Person} is told how long the audio is, and gets nothing")
def is_told_length(context: Context, who: Persona) -> None:
    """As who asks for too much has to be."""
    veza(context).addresses.check_told_length(veza(context).music.stream_of(who))


@then("{who:Person} can listen at that address for {limit:Duration}, and not after")
def can_listen_for(context: Context, who: Persona, limit: float) -> None:
    """The address answers until then, and refuses afterwards."""
    veza(context).addresses.check_good_for(veza(context).music.stream_of(who), limit)


@when("{who:Person} changes the address for {forgery}")
def changes_address(context: Context, who: Persona, forgery: str) -> None:
    """So that it would open something else."""
    veza(context).addresses.forge(veza(context).music.stream_of(who), forgery)


@then("{who:Person} gets no audio at that address")
def gets_no_audio(context: Context, who: Persona) -> None:
    """The address is refused without a byte of audio."""
    veza(context).addresses.check_no_audio(veza(context).music.stream_of(who))


@then('{who:Person} gets no audio of "{title}" any more, nor can she speak of it')
def gets_no_audio_any_more(context: Context, who: Persona, title: str) -> None:
    """At any address that they were given, and in their conversation."""
    veza(context).addresses.check_no_audio_any_more(who, title)
    (track,) = [track for track in veza(context).music.removed if track.title == title]
    veza(context).conversations.check_cannot_speak_of(who, track.id, title)


# In the browser


@given("{who:Person} is on her dashboard in the browser")
def is_on_dashboard(context: Context, who: Persona) -> None:
    """From where tracks can be found."""
    veza(context).browser(who).enter("/dashboard")


@given('{who:Person} is playing "{title}" in the browser')
def plays(context: Context, who: Persona, title: str) -> None:
    """Found on the dashboard, and it sounds."""
    veza(context).browser(who).player.play(title)


@when('{who:Person} plays "{title}" in {quality} quality in the browser for {length:Duration}')
def plays_for(context: Context, who: Persona, title: str, quality: str, length: float) -> None:
    """So long, and every stall is noted."""
    browser = veza(context).browser(who)
    browser.player.play(title, quality)
    browser.player.listen_for(length)


@then("it played in {quality} quality, without a stall, and with gaps of at most {share:Percent} of that time")
def played_without_stall(context: Context, quality: str, share: float) -> None:
    """By the clock of the audio beside that of the browser."""
    browser = veza(context).last_browser
    browser.player.check_played_well(share)
    browser.player.check_quality(quality)


@when('{who:Person} signs in and plays "{title}" from her dashboard in the browser')
def signs_in_and_plays(context: Context, who: Persona, title: str) -> None:
    """By the form, and from the first page."""
    browser = veza(context).browser(who)
    browser.account.sign_in()
    browser.check_dashboard()
    browser.player.play(title)


@then('"{title}" has played on all the time, for Veza too, and is in the playlist "{name}" of {who:Person}')
def has_played_on(context: Context, title: str, name: str, who: Persona) -> None:
    """In the browser without a stall, in the database, and in the playlist."""
    veza(context).browser(who).player.check_still_playing(title)
    veza(context).music.check_listening(who, title)
    assert_that(veza(context).playlists.titles(who, who, name), equal_to([title]), f'the tracks of "{name}"')


@then('Veza knows that {who:Person} listened to "{title}", and how far')
def veza_knows(context: Context, who: Persona, title: str) -> None:
    """As far as the browser has come."""
    veza(context).music.check_listened(who, title, veza(context).browser(who).player.position())


@when("{who:Person} moves to the middle of the track")
def moves_to_middle(context: Context, who: Persona) -> None:
    """By the slider of the player."""
    veza(context).browser(who).player.seek(0.5)


@when("{who:Person} pauses, moves to the middle of the track and goes on")
def moves_while_paused(context: Context, who: Persona) -> None:
    """By the slider, in silence."""
    browser = veza(context).browser(who)
    browser.player.pause()
    browser.player.seek(0.5)
    browser.player.resume()


@then("it plays on from there")
def plays_on_from_there(context: Context) -> None:
    """Neither from the beginning nor from elsewhere."""
    veza(context).last_browser.player.check_playing_from(0.5)


@when("{who:Person} chooses {quality} quality")
def chooses_quality(context: Context, who: Persona, quality: str) -> None:
    """In the player, while it plays."""
    veza(context).browser(who).player.choose_quality(quality)


@then("it plays on from where it was, in {quality} quality")
def plays_on_in_quality(context: Context, quality: str) -> None:
    """At the same place, from the address of that quality."""
    veza(context).last_browser.player.check_playing_on_in(quality)
