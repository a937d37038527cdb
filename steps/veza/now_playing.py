"""What those in a conversation listen to, and who sees it."""

from behave import given, then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.observing.measuring import assert_at_most
from support.scenario.people import Persona
from support.systems.veza import veza
from support.systems.veza.now_playing import NOTHING, RESTARTED_WITHIN


@given("{who:Person} plays {titles:Texts}")
@when("{who:Person} plays {titles:Texts}")
def plays(context: Context, who: Persona, titles: list[str]) -> None:
    """One after another, on a player that stays connected."""
    for title in titles:
        veza(context).players.play(who, title)


@given('{who:Person} plays "{title}", which {artist:Person} has published')
def plays_published(context: Context, who: Persona, title: str, artist: Persona) -> None:
    """On a player that stays connected."""
    veza(context).music.publish(artist, [title])
    veza(context).players.play(who, title)


@when('{who:Person} plays "{title}" and then "{title2}"')
def plays_both(context: Context, who: Persona, title: str, title2: str) -> None:
    """One after the other, without stopping the first."""
    plays(context, who, [title, title2])


@when("{who:Person} pauses, goes on at once, and pauses again")
def pauses_twice(context: Context, who: Persona) -> None:
    """The second time when the others have seen that it went on."""
    veza(context).now_playing.pause_twice(who)


@given("{who:Person} follows her music on her {device}")
def follows(context: Context, who: Persona, device: str) -> None:
    """A live connection that plays nothing itself."""
    veza(context).players.follow(who, device)


@when('{who:Person} plays "{title}", pauses, goes on, moves to another place and stops')
def plays_to_the_end(context: Context, who: Persona, title: str) -> None:
    """All on the same player."""
    veza(context).players.play_to_the_end(who, title)


@then("{watcher:Person} has seen the same of {who:Person} in the other conversation, and {other:Person} in none")
def see_the_same_elsewhere(context: Context, watcher: Persona, who: Persona, other: Persona) -> None:
    """Over the same connection."""
    veza(context).now_playing.check_told_elsewhere([watcher], [other], who)


@then("{who:Person} sees on her {device} once that it has started, paused, gone on, moved and stopped")
def sees_on_device(context: Context, who: Persona, device: str) -> None:
    """In this order: the stream, the track, and where it is in it."""
    veza(context).players.check_followed(who, device)


@when("{who:Person} goes on with it on her {device}, and the player on her laptop vanishes")
def goes_on_elsewhere(context: Context, who: Persona, device: str) -> None:
    """What plays is of the device on which it was played last."""
    veza(context).players.go_on_elsewhere(who, device)


@then("{who:Person} sees on her laptop once what she does to it on her {device}")
def sees_on_player(context: Context, who: Persona, device: str) -> None:
    """That it was paused, moved and stopped there."""
    veza(context).players.check_heard_back(who, device)


@when("nothing has been heard of what {people:People} listen to for {time:Duration}")
def is_silent(context: Context, people: list[Persona], time: float) -> None:
    """As their players have not told how far they are."""
    veza(context).now_playing.be_silent(people, time)


@then("{watchers:People} see once that {who:Person} listens to nothing, when that is {limit:Duration} and not before")
def see_nothing_after_silence(context: Context, watchers: list[Persona], who: Persona, limit: float) -> None:
    """No player of theirs was connected."""
    veza(context).now_playing.check_cleared_by_silence(watchers, who, limit)


@then('{watchers:People} see once that {who:Person} listens to "{title}", and it is kept how far he has come')
def is_kept_how_far(context: Context, watchers: list[Persona], who: Persona, title: str) -> None:
    """His player, which has played for more than 5 seconds, tells it; that he listens is kept for longer again."""
    veza(context).players.tell_how_far(who, 1.5)
    veza(context).now_playing.check_told(watchers, who, (title, False))


@then("{watchers:People} see nothing new of {who:Person}")
def see_no_change(context: Context, watchers: list[Persona], who: Persona) -> None:
    """Nothing but what they have seen so far."""
    veza(context).now_playing.check_nothing_new(watchers, who)


@when("the player of {who:Person} vanishes")
def player_vanishes(context: Context, who: Persona) -> None:
    """Its connection is gone without a word."""
    veza(context).players.vanish(who)


@when("{who:Person} changes between {titles:Texts} {times:Count} times, while {reader:Person} looks at the page")
def changes(context: Context, who: Persona, titles: list[str], times: int, reader: Persona) -> None:
    """In turn, each as soon as the others have been told of the one before, and the page has shown it."""
    page = veza(context).browser(reader).conversation
    page.watch_listening()
    veza(context).now_playing.change_often(who, titles, times, page.await_listening_seen)


@given('{watchers:People} have seen that {who:Person} listens to "{title}"')
@then('{watchers:People} see once that {who:Person} listens to "{title}"')
def see_listening(context: Context, watchers: list[Persona], who: Persona, title: str) -> None:
    """Live, on every device, and in the cache."""
    veza(context).now_playing.check_told(watchers, who, (title, False))


@then('{watchers:People} see that {who:Person} listens to "{title}", and then to "{title2}"')
def see_both(context: Context, watchers: list[Persona], who: Persona, title: str, title2: str) -> None:
    """In this order, and nothing else."""
    veza(context).now_playing.check_told(watchers, who, (title, False), (title2, False))


@then('{watchers:People} see that {who:Person} listens to "{title}", pauses, goes on and pauses')
def see_pauses(context: Context, watchers: list[Persona], who: Persona, title: str) -> None:
    """In this order, and nothing else; so does whoever joins then."""
    now_playing = veza(context).now_playing
    now_playing.check_told(watchers, who, (title, False), (title, True), (title, False), (title, True))
    now_playing.check_found_on_joining(watchers, who)


@then('{watchers:People} see that {who:Person} listens to "{title}" while "{paused}" is paused, and then to "{title2}"')
def see_the_other_meanwhile(
    context: Context, watchers: list[Persona], who: Persona, title: str, paused: str, title2: str
) -> None:
    """What was started last is paused, and then goes on."""
    assert_that(title2, equal_to(paused), "what goes on")
    now_playing = veza(context).now_playing
    now_playing.pause(who)
    now_playing.check_told(watchers, who, (title, False))
    veza(context).players.go_on(who)
    now_playing.check_told(watchers, who, (paused, False))


@then("{watchers:People} see it once more, when {who:Person} leaves and joins again")
def see_it_once_more(context: Context, watchers: list[Persona], who: Persona) -> None:
    """What they listen to still."""
    veza(context).now_playing.check_told_again_on_return(watchers, who)


@then('{watchers:People} see that {who:Person} listens to "{title}" again, after she stops "{other}"')
def see_other_after_stopping(context: Context, watchers: list[Persona], who: Persona, title: str, other: str) -> None:
    """What they started before, and never stopped."""
    veza(context).players.stop(who, other)
    veza(context).now_playing.check_told(watchers, who, (title, False))


@then('{watchers:People} see that {who:Person} listens to "{title}" again, after she goes on')
def see_listening_again(context: Context, watchers: list[Persona], who: Persona, title: str) -> None:
    """With what was paused."""
    veza(context).players.go_on(who)
    veza(context).now_playing.check_told(watchers, who, (title, False))


@then('{watchers:People} see once that {who:Person} listens to nothing, after {artist:Person} removes "{title}"')
def see_nothing_after_removal(
    context: Context, watchers: list[Persona], who: Persona, artist: Persona, title: str
) -> None:
    """From all of Veza, while it plays."""
    veza(context).music.remove(artist, title)
    veza(context).now_playing.check_told(watchers, who, (NOTHING, False))


@then("{watchers:People} see once that {who:Person} listens to nothing, once all is well")
def see_nothing_at_last(context: Context, watchers: list[Persona], who: Persona) -> None:
    """The part that played it is back."""
    veza(context).now_playing.check_told(watchers, who, (NOTHING, False), within=RESTARTED_WITHIN)


@then("{watchers:People} see once that {who:Person} listens to nothing")
def see_nothing(context: Context, watchers: list[Persona], who: Persona) -> None:
    """Live, on every device, and in the cache."""
    veza(context).now_playing.check_told(watchers, who, (NOTHING, False))


@then("{watchers:People} see once that {who:Person} listens to nothing, after {limit:Duration} and not before")
def see_nothing_after(context: Context, watchers: list[Persona], who: Persona, limit: float) -> None:
    """Since the pause began."""
    veza(context).now_playing.check_cleared_after(watchers, who, limit)


@then('{watchers:People} see once that {who:Person} listens to nothing, after she stops "{title}"')
@then('{watchers:People} see once that {who:Person} listens to nothing, after he stops "{title}"')
def see_nothing_after_stopping(context: Context, watchers: list[Persona], who: Persona, title: str) -> None:
    """By the call that stops a stream, or over the line of the player, in turn."""
    veza(context).players.stop(who, title)
    veza(context).now_playing.check_told(watchers, who, (NOTHING, False))


@then('{watchers:People} see nothing new of {who:Person}, after she stops "{title}"')
def see_nothing_new_after(context: Context, watchers: list[Persona], who: Persona, title: str) -> None:
    """What is shown is another track."""
    veza(context).players.stop(who, title)
    veza(context).now_playing.check_nothing_new(watchers, who)


@then("{watchers:People} see nothing new of {who:Person}, and find what she listens to when they join again")
def see_nothing_new(context: Context, watchers: list[Persona], who: Persona) -> None:
    """Neither did others change it."""
    veza(context).now_playing.check_nothing_new(watchers, who)
    veza(context).now_playing.check_found_on_joining(watchers, who)


@then("{people:People} see {share:Percent} of the changes within {limit:Duration}")
def see_changes_within(context: Context, people: list[Persona], share: float, limit: float) -> None:
    """The 95th percentile from the start, on every device."""
    assert_that(share, equal_to(0.95), "the share that this step measures")
    delays = veza(context).now_playing.delays(people)
    assert_at_most(delays, "p95", limit, "a track from its start to being seen in the chat", "VZ-10")


@then("{people:People} have stayed connected, and see what each of them says")
def have_stayed_connected(context: Context, people: list[Persona]) -> None:
    """Over the connections that they had from the beginning."""
    veza(context).now_playing.check_connected(people)


# In the browser


@when('{who:Person} plays "{title}" in the browser')
def plays_in_browser(context: Context, who: Persona, title: str) -> None:
    """Found on the dashboard, and it sounds."""
    veza(context).browser(who).player.play(title)


@then("{reader:Person} reads {share:Percent} of them within another {limit:Duration}")
def reads_changes_within(context: Context, reader: Persona, share: float, limit: float) -> None:
    """The 95th percentile, from when the chat has told of it."""
    assert_that(share, equal_to(0.95), "the share that this step measures")
    shown = veza(context).browser(reader).conversation.listening_seen()
    delays = veza(context).now_playing.further_delays(reader, shown)
    assert_at_most(delays, "p95", limit, "a track from being seen in the chat to being seen on the page", "VZ-10")


@then('{reader:Person} reads that {who:Person} listens to "{title}"')
def reads_listening(context: Context, reader: Persona, who: Persona, title: str) -> None:
    """Beside their name, in the list of who is here."""
    veza(context).browser(reader).conversation.check_listening(who, f"Listening to “{title}”")


@then('{reader:Person} reads that {who:Person} has paused "{title}", after she pauses in the browser')
def reads_paused(context: Context, reader: Persona, who: Persona, title: str) -> None:
    """Beside their name, in the list of who is here."""
    veza(context).browser(who).player.pause()
    veza(context).browser(reader).conversation.check_listening(who, f"Paused “{title}”")


@then('{reader:Person} reads that {who:Person} listens to "{title}", after she goes on in the browser')
def reads_listening_again(context: Context, reader: Persona, who: Persona, title: str) -> None:
    """Beside their name, in the list of who is here."""
    veza(context).browser(who).player.resume()
    veza(context).browser(reader).conversation.check_listening(who, f"Listening to “{title}”")


@then("{reader:Person} reads that {who:Person} listens to nothing, after she closes the page")
def reads_nothing_after_closing(context: Context, reader: Persona, who: Persona) -> None:
    """The name stands alone."""
    veza(context).browser(who).leave()
    veza(context).browser(reader).conversation.check_listening(who, "")
