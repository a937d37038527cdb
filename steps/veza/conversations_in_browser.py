"""Conversations in the browser."""

from behave import given, then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.veza import veza


@given("{who:Person} has the conversation open in the browser")
@when("{who:Person} opens the conversation in the browser")
def opens_conversation(context: Context, who: Persona) -> None:
    """By its address."""
    veza(context).browser(who).enter(f"/conversations/{veza(context).conversations.conversation.id}")


@when("{people:People} open the conversation in the browser")
def open_conversation(context: Context, people: list[Persona]) -> None:
    """Each in a browser of their own, by its address."""
    for who in people:
        veza(context).browser(who).enter(f"/conversations/{veza(context).conversations.conversation.id}")


@then(
    "{who:Person} reads the last {number:Count} messages in the order they were said,"
    " and the {older:Count} older ones when she asks for them"
)
def reads_in_order(context: Context, who: Persona, number: int, older: int) -> None:
    """On the page, first just these and then all."""
    texts = [said.text for said in veza(context).conversations.said]
    assert_that(len(texts), equal_to(number + older), "how much was said")
    page = veza(context).browser(who).conversation
    page.check_messages(texts[-number:])
    page.show_earlier()
    page.check_messages(texts)


@then("{who:Person} reads that {people:People} are present, and not {missing:Person}")
def reads_present(context: Context, who: Persona, people: list[Persona], missing: Persona) -> None:
    """In the list of who is here."""
    browser = veza(context).browser(who)
    browser.conversation.check_present(people)
    browser.conversation.check_absent(missing)


@then("{who:Person} reads that {other:Person} is present")
def reads_one_present(context: Context, who: Persona, other: Persona) -> None:
    """In the list of who is here."""
    veza(context).browser(who).conversation.check_present([other])


@then("{who:Person} no longer reads that {other:Person} is present, after he leaves")
def no_longer_reads_present(context: Context, who: Persona, other: Persona) -> None:
    """The list changes without being asked for."""
    veza(context).conversations.leave(other)
    veza(context).browser(who).conversation.check_absent(other)


@then("{who:Person} reads that the conversation is for its members")
def reads_members_only(context: Context, who: Persona) -> None:
    """The page says so, and shows nothing of it."""
    veza(context).browser(who).conversation.check_members_only()


@then('{who:Person} does not read "{text}"')
def does_not_read(context: Context, who: Persona, text: str) -> None:
    """Nowhere on the page, for a while."""
    veza(context).browser(who).check_does_not_read(text)


@then('{who:Person} reads "{text}" from {speaker:Person} once')
def reads_from(context: Context, who: Persona, text: str, speaker: Persona) -> None:
    """With the name of who said it, and not again."""
    veza(context).browser(who).conversation.check_message_once(text, speaker)


@then("{who:Person} sees what {speaker:Person} says in the browser once")
def sees_what_is_said_in_browser(context: Context, who: Persona, speaker: Persona) -> None:
    """Live, and once, over a connection of their own."""
    veza(context).browser(speaker).conversation.say("From the browser 🎺")
    veza(context).conversations.expect_said_elsewhere(speaker, "From the browser 🎺")
    veza(context).seen.check_seen_once([who], veza(context).conversations.latest)


@when('{who:Person} says "{text}" about it in the conversation in the browser')
def says_in_browser(context: Context, who: Persona, text: str) -> None:
    """Going there by the navigation, with the switch to speak of what plays."""
    veza(context).browser(who).conversation.go_to_conversation(veza(context).conversations.conversation)
    veza(context).browser(who).conversation.say(text, about_playing=True)
    veza(context).conversations.expect_said_elsewhere(who, text)


@when('{who:Person} plays "{title}" from "{playlist}" and says "{text}" about it in the browser')
def plays_and_says_in_browser(context: Context, who: Persona, title: str, playlist: str, text: str) -> None:
    """From a playlist, and then in the conversation."""
    veza(context).browser(who).player.play_from(playlist, title)
    says_in_browser(context, who, text)


@when('{who:Person} goes on to "{title}" and says "{text}" about it in the browser')
def goes_on_and_says_in_browser(context: Context, who: Persona, title: str, text: str) -> None:
    """The next track, while the conversation stays open."""
    veza(context).browser(who).player.go_on_to(title)
    veza(context).browser(who).conversation.say(text, about_playing=True)
    veza(context).conversations.expect_said_elsewhere(who, text)


@given("{who:Person} is at a browser whose lines may break")
def is_at_such_a_browser(context: Context, who: Persona) -> None:
    """Nothing is open in it yet."""
    veza(context).sittings.let_lines_break(veza(context).browser(who))


@when("all lines of {who:Person} break, {times:Count} times, while {watcher:Person} looks on")
def lines_break(context: Context, who: Persona, times: int, watcher: Persona) -> None:
    """That of the chat and that of the player at once, each time when both are back, while something is written."""
    veza(context).sittings.break_lines(veza(context).browser(who), watcher, times)


@then(
    'each of the {times:Count} times "{title}" has played on, as {watcher:Person} sees,'
    " and {who:Person} can go on writing"
)
def has_gone_on(context: Context, times: int, title: str, watcher: Persona, who: Persona) -> None:
    """By itself, from where it was; what was begun is in the box still."""
    veza(context).sittings.check_went_on(veza(context).browser(who), watcher, title, times)


# What moderators do


@given("the page of {who:Person} has shown {texts:Texts}")
@then("the page of {who:Person} shows {texts:Texts}")
def reads_only(context: Context, who: Persona, texts: list[str]) -> None:
    """These messages, in this order, and no others."""
    veza(context).browser(who).conversation.check_messages(texts)


@then("the page of {who:Person} shows {texts:Texts}, after its line was broken while {by:Person} removed {gone:Texts}")
def reads_after_being_away(context: Context, who: Persona, texts: list[str], by: Persona, gone: list[str]) -> None:
    """The browser comes back by itself."""
    page = veza(context).browser(who).conversation
    page.be_away_while(lambda: veza(context).moderation.remove(by, gone))
    page.check_messages(texts)


@then("the page of {who:Person} shows {texts:Texts}, after he opens it again")
def reads_after_opening_again(context: Context, who: Persona, texts: list[str]) -> None:
    """The page is loaded anew."""
    opens_conversation(context, who)
    veza(context).browser(who).conversation.check_messages(texts)


@when('{moderator:Person} mutes {who:Person} for {time:Duration} because of "{reason}" in the browser')
def mutes_in_browser(context: Context, moderator: Persona, who: Persona, time: Duration, reason: str) -> None:
    """Beside what they said last."""
    said = veza(context).conversations.said_last(who)
    veza(context).browser(moderator).conversation.mute(said.text, who, time.words, reason)
    veza(context).mutes.muted_elsewhere(moderator, who, time, reason)


@then("{who:Person} reads there that he cannot write, until when and why")
def reads_that_he_is_muted(context: Context, who: Persona) -> None:
    """And the page takes no messages."""
    muting = veza(context).mutes.muting
    veza(context).browser(who).conversation.check_muted(muting.until, muting.reason)


@then("{who:Person} reads there that he cannot write, until when and why, once he opens it and tries")
def reads_it_once_he_tries(context: Context, who: Persona) -> None:
    """What he wrote is not sent."""
    opens_conversation(context, who)
    veza(context).browser(who).conversation.try_to_say("Am I heard?")
    reads_that_he_is_muted(context, who)


@then("{who:Person} can write there again when the time is up")
def can_write_there_again(context: Context, who: Persona) -> None:
    """Not before, and everybody else sees it once."""
    system = veza(context)
    system.browser(who).conversation.check_can_write()
    system.mutes.check_over()
    system.browser(who).conversation.say("Here I am again")
    system.conversations.expect_said_elsewhere(who, "Here I am again")
    system.seen.check_seen_once(system.conversations.others(who), system.conversations.latest)
